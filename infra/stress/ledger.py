"""The book of what really happened, kept by the service itself: the judge of every run.

An idempotent stage is done once per idempotency key; what comes again under the same key is a replay.  An
unsafe stage counts every call.  Whether a caller repeats what it must not repeat shows here and nowhere else.
"""

from collections import Counter
from dataclasses import dataclass, field
from threading import Lock

from infra.stress.works import Stage


@dataclass(frozen=True, slots=True)
class Effect:
    order: str
    action: str
    key: str


@dataclass(slots=True)
class Ledger:
    """`calls` counts what became of calls; `misused` are keys that came with two different requests."""

    effects: list[Effect] = field(default_factory=list)
    calls: Counter[str] = field(default_factory=Counter)
    misused: list[str] = field(default_factory=list)
    _by_key: dict[str, Effect] = field(default_factory=dict)
    _counted: Counter[tuple[str, str]] = field(default_factory=Counter)
    _in_flight: Counter[str] = field(default_factory=Counter)
    _lock: Lock = field(default_factory=Lock)

    def enter(self, order: str) -> None:
        with self._lock:
            self._in_flight[order] += 1

    def leave(self, order: str) -> None:
        with self._lock:
            self._in_flight[order] -= 1

    def in_flight(self) -> frozenset[str]:
        """Orders that a call is being made for at this moment."""
        with self._lock:
            return frozenset(order for order, calls in self._in_flight.items() if calls > 0)

    def count(self, what: str) -> None:
        with self._lock:
            self.calls[what] += 1

    def record(self, stage: Stage, order: str, key: str) -> None:
        wanted = Effect(order, stage.action, key)
        with self._lock:
            known = None if stage.unsafe else self._by_key.get(key)
            if known is None:
                self._by_key[key] = wanted
                self.effects.append(wanted)
                self._counted[order, stage.action] += 1
            elif known == wanted:
                self.calls["replayed"] += 1
            else:
                self.misused.append(key)

    def happened(self, order: str, action: str) -> bool:
        return self.times(order, action) > 0

    def times(self, order: str, action: str) -> int:
        """How often the stage was done for the order."""
        with self._lock:
            return self._counted[order, action]
