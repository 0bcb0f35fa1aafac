"""What the engine must hold back, told from outside: limits of a tool, the account's switch, a budget in seconds.

`late` is how long a worker may be between its last look and its call: nothing, unless time passes meanwhile.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any  # Any: limits are JSON

from chalicelib.domain.control import Control, Live
from chalicelib.engine.ports import Call

SWITCH_AGE = 10_000


class Broken(AssertionError):
    """An invariant does not hold."""


def demand(holds: object, told: str, *about: object) -> None:
    """`about` fills the gaps of `told`, and only when it is needed: texts cost more than checks."""
    if not holds:
        raise Broken(told.format(*about))


@dataclass
class Guards:
    """`limits`: the tool's.  `seconds`: what the task may take, its waits for a person left out.

    `stopped`: since when the account's switch is thrown, if it is.  `accepted`: when the task was.
    """

    limits: Mapping[str, Any] = field(default_factory=dict)
    seconds: float | None = None
    late: int = 0
    leased: bool = True
    stopped: int | None = None
    accepted: int = 0
    waited: int = 0
    waits_since: int | None = None
    asked: set[str] = field(default_factory=set)
    made: list[int] = field(default_factory=list)
    busy: Counter[str] = field(default_factory=Counter)

    def begin(self, accepted: int) -> None:
        self.accepted, self.waited, self.waits_since = accepted, 0, None
        self.asked.clear()

    def asks(self, sid: str, now: int) -> None:
        """A worker is about to ask a person: from now on the time is not the task's."""
        self.asked.add(sid)
        if self.waits_since is None:
            self.waits_since = now

    def changed(self, after: Control, now: int) -> None:
        """Sums up the time in which somebody was asked."""
        self.asked = {sid for sid in self.asked if isinstance(after.steps.get(sid), Live)}
        if not self.asked and self.waits_since is not None:
            self.waited, self.waits_since = self.waited + now - self.waits_since, None

    def calling(self, call: Call, now: int) -> None:
        self.busy[call.action.tool] += 1
        stopped = self.stopped is not None and now - self.stopped > SWITCH_AGE + self.late
        demand(not stopped, "{} was called although the account is stopped", call.key)
        if self.seconds is not None:
            waited = self.waited + (now - self.waits_since if self.waits_since is not None else 0)
            used = now - self.accepted - waited - self.late
            demand(used <= self.seconds * 1000, "{} was called after {} ms of {} s", call.key, used, self.seconds)
        if self.limits:
            self._limited(call, now)

    def _limited(self, call: Call, now: int) -> None:
        rate, at_once = self.limits.get("rate_limit"), self.limits.get("max_concurrent")
        if rate:
            self.made.append(now)
            since = now - rate["per_seconds"] * 1000
            recent = sum(at > since for at in self.made)
            demand(recent <= rate["calls"], "{} calls in {} s, {} allowed", recent, rate["per_seconds"], rate["calls"])
        if at_once and self.leased:
            busy = self.busy[call.action.tool]
            demand(busy <= at_once, "{} calls at once, {} allowed", busy, at_once)

    def called(self, call: Call) -> None:
        self.busy[call.action.tool] -= 1
