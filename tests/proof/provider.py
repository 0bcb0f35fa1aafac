"""The services outside, with a ledger: what was asked of them, and what they really did.

An idempotent action is done once per key and answered from memory after that; an unsafe one is done at each
call.  The ledger counts effects by *intended* effect (the name of the action: each is meant once), not by
key, so that a wrong key shows.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any  # Any: callbacks are JSON

from chalicelib.domain.outcome import Done, Failed, Outcome, Started
from chalicelib.engine.ports import Call


class Crash(BaseException):
    """The process is gone.  Not an `Exception`: nobody inside it can catch that."""


Behaviour = Callable[["Provider", Call], Outcome | Started]


def works(provider: "Provider", call: Call) -> Outcome:
    return Done({"ok": True})


@dataclass
class Provider:
    """`memory`: how long (ms) an idempotency key is remembered.  `landing`: effects of lost requests that are still
    on their way, with the instant at which they land.  `callbacks`: what it will tell, when and where.
    """

    now: Callable[[], int]
    behaviours: Mapping[str, Behaviour]
    memory: int = 24 * 3_600_000
    effects: dict[str, list[str]] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    replies: dict[str, tuple[int, Done]] = field(default_factory=dict)
    landing: list[tuple[int, Call]] = field(default_factory=list)
    callbacks: list[tuple[int, str, Mapping[str, Any]]] = field(default_factory=list)
    connected: Callable[[], bool] = lambda: True

    def did(self, action: str) -> bool:
        self.land()
        return bool(self.effects.get(action))

    def land(self) -> None:
        """What was delayed and is due by now takes effect."""
        due = [(at, call) for at, call in self.landing if at <= self.now()]
        self.landing = [(at, call) for at, call in self.landing if at > self.now()]
        for at, call in due:
            with suppress(Crash):  # whoever sent it has gone long since
                self._do(call, at)

    def call(self, call: Call) -> Outcome | Started:
        self.land()
        self.calls.append(call)
        return self._do(call)

    def lost(self, call: Call, *, lands_in: int | None = None) -> Outcome:
        """The answer never arrives; `lands_in` (ms) delays the effect, None does it at once."""
        self.land()
        self.calls.append(call)
        if lands_in is None:
            self._do(call)
        else:
            self.landing.append((self.now() + lands_in, call))
        return self.unanswered(call)

    def unanswered(self, call: Call) -> Outcome:
        """What the toolbox makes of silence: for a read, nothing is at stake."""
        return Failed("unavailable" if call.action.effect == "read" else "outcome_unknown", "no answer")

    def _do(self, call: Call, at: int | None = None) -> Outcome | Started:
        now = self.now() if at is None else at
        known = self.replies.get(call.key)
        if known is not None and call.action.effect != "unsafe" and now - known[0] <= self.memory:
            return known[1]
        outcome = self.behaviours.get(call.action.name, works)(self, call)
        if isinstance(outcome, Done) and not call.operation:
            done = self.effects.setdefault(call.action.name, [])
            if call.action.effect != "read" or not done:
                done.append(call.key)
            self.replies[call.key] = (now, outcome)
        return outcome
