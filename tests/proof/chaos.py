"""What goes wrong in a simulation, by the seed's choice, and a store that hides nothing."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any, TypeVar

from chalicelib.domain.outcome import Failed, Outcome, Started
from chalicelib.engine.ports import Call, Item, Page
from tests.proof.baton import Baton
from tests.proof.gate import Throttled
from tests.proof.provider import Crash, Provider
from tests.world import MemoryStore

T = TypeVar("T")


@dataclass
class Chaos:
    """The gate of a simulation: a scheduling point before each call, and a fault now and then.

    Callers may be `spared`.
    """

    random: Random
    baton: Baton
    budget: int
    chance: float
    faults: Counter[str] = field(default_factory=Counter)
    calls: int = 0
    by_api: bool = False
    spared: bool = False
    story: Callable[[str], None] | None = None

    def __call__(self, name: str, do: Callable[[], T], *, writes: bool = True) -> T:
        self.baton.point()
        self.calls += 1
        kinds = ("before", "after", "throttle", "sdk") if writes else ("before", "throttle")
        fault = self.fault(kinds) if not (self.spared and self.by_caller()) else ""
        self.tell(name, fault)
        if fault == "before":
            raise Crash(name)
        if fault == "throttle":
            raise Throttled(name)
        result = do()
        if fault == "after":
            raise Crash(name)
        return do() if fault == "sdk" else result

    def tool(self, call: Call, provider: Provider) -> Outcome | Started:
        self.baton.point()
        self.calls += 1
        fault = self.fault(("before", "after", "429", "silent", "lost", "lands later"))
        self.tell(f"call {call.action.name} {call.key.rsplit('/', 1)[1]}", fault)
        match fault:
            case "before":
                raise Crash(call.key)
            case "after":
                provider.call(call)
                raise Crash(call.key)
            case "429":
                return Failed("rate_limited", "slow down", retry_after=self.random.choice((None, 2, 100)))
            case "silent":
                provider.calls.append(call)
                return provider.unanswered(call)
            case "lost":
                return provider.lost(call)
            case "lands later":
                return provider.lost(call, lands_in=self.random.choice((1_000, 20_000, 85_000)))
        outcome = provider.call(call)
        self.baton.point()
        return outcome

    def by_caller(self) -> bool:
        actor = self.baton.running
        return actor is not None and actor.name in ("caller", "person", "operator", "tool")

    def fault(self, kinds: tuple[str, ...]) -> str:
        if self.budget <= 0 or self.random.random() >= self.chance:
            return ""
        self.budget -= 1
        kind = self.random.choice(kinds)
        self.faults[kind] += 1
        return kind

    def tell(self, name: str, fault: str = "") -> None:
        if self.story is not None:
            actor = self.baton.running
            self.story(f"{actor.name if actor else '-':12} {name}{'   *** ' + fault if fault else ''}")


class Uncopied(MemoryStore):
    """Hands out what it holds: copies would cost a third of the time, and hide an engine that changes what it reads."""

    def get(self, pk: str, sk: str) -> Item | None:
        return self._items.get(pk, {}).get(sk)

    def query(self, pk: str, prefix: str = "", *, limit: int = 100, after: str | None = None, **_: Any) -> Page:
        rows = self._items.get(pk, {})
        found = sorted(sk for sk in rows if sk.startswith(prefix) and (after is None or sk > after))
        return Page(tuple(rows[sk] for sk in found[:limit]), found[limit - 1] if len(found) > limit else None)
