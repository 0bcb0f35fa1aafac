"""Random transitions against a control record: mostly legal, often just wrong.

Drawn from the state that they will meet, so that a sequence gets far into a task's life; then one
condition in a few is spoilt (a stale epoch, a stale version, a step that is not there).
"""

import random
from collections.abc import Callable

from chalicelib.domain.control import WAITS, Control, Kind, Letter, Live, all_dependants, ready
from chalicelib.domain.transitions import (
    Cancel,
    Claim,
    Depth,
    Due,
    Finish,
    Late,
    Leave,
    NewStep,
    Recover,
    Release,
    RetryLater,
    Settle,
    Source,
    Transition,
)
from chalicelib.domain.waits import Latch, Wait, Wake

LEASE = 180_000
MAX_ATTEMPTS = 3
LETTERS: tuple[Letter, ...] = ("D", "F", "U", "S", "X")
KINDS: tuple[Kind, ...] = ("r", "i", "u", "h", "c", "c", "c", "p")


class Draw:
    """One random sequence; `now` moves on by itself."""

    def __init__(self, seed: int, cap: int = 8) -> None:
        self.random = random.Random(seed)
        self.now = 1_000_000
        self.cap = cap
        self._count = 0

    def transition(self, control: Control) -> Transition:
        self.now += self.random.choice((1, 50, LEASE // 2, LEASE + 1))
        draws = (self.claim, self.unclaimed, self.settle, self.recover, self.later, self.question, self.end, self.index)
        weights = (1, 1, 1, 1, 2, 1, 6, 3) if control.terminal else (8, 1, 8, 4, 4, 14, 3, 2)
        return self.random.choices(draws, weights)[0](control)

    def claim(self, control: Control) -> Transition:
        sid, step = self._some(control, lambda sid, step: step.state == "P" and sid in ready(control))
        epoch = self._spoil(step.epoch)
        return Claim(sid, epoch, self._token(), self.now, self.now + LEASE, self.random.choice((1, MAX_ATTEMPTS)))

    def unclaimed(self, control: Control) -> Transition:
        sid, step = self._some(control, lambda sid, step: step.state == "P" and sid in ready(control))
        return Settle(sid, self._spoil(step.epoch), "D", self._token(), source="pending")

    def settle(self, control: Control) -> Transition:
        sources: tuple[Source, ...] = ("running", "expired", "waiting")
        source = self.random.choices(sources, weights=(6, 2, 1))[0]
        sid, step = self._some(control, lambda _, step: step.state == ("W" if source == "waiting" else "R"))
        letter = self.random.choices(LETTERS, weights=(8, 2, 1, 1, 1))[0]
        adds = self._adds(sid) if letter in "DUS" else ()
        pending = self._pending(control, sid)
        edges = tuple((other, new.sid) for new in adds for other in pending[:1])
        skips = all_dependants(control, sid) if letter == "F" else ()
        graph = bool(adds or edges or skips or letter in "FUSX")
        return Settle(
            sid, self._spoil(step.epoch), letter, self._token(), source=source, adds=adds, edges=edges, skips=skips,
            seen=self._spoil(control.version) if graph or self.random.random() < 0.2 else None, cap=self.cap,
            now=self.now, min_attempts=self.random.choice((0, 0, 2)),
            due=self.now + 60_000 if source == "waiting" else None,
        )

    def recover(self, control: Control) -> Transition:
        sid, step = self._some(control, lambda _, step: step.state == "R")
        adds = self._adds(sid, dependent=False)
        others = tuple(other for other in control.steps if other != sid)
        known = tuple(self.random.sample(others, min(len(others), self.random.randrange(2))))
        seen = self._spoil(control.version) if known or self.random.random() < 0.3 else None
        return Recover(
            sid, self._spoil(step.epoch), adds, (*(new.sid for new in adds), *known), MAX_ATTEMPTS, seen, self.cap
        )

    def later(self, control: Control) -> Transition:
        sid, step = self._some(control, lambda _, step: step.state == "R")
        if self.random.random() < 0.3:
            return Release(sid, step.owner or "nobody", self.now)
        refund = self.random.random() < 0.5
        return RetryLater(sid, self._spoil(step.epoch), self.now + 90_000, MAX_ATTEMPTS, refund)

    def question(self, control: Control) -> Transition:
        if self.random.random() < 0.4:
            sid, _ = self._some(control, lambda _, step: step.state in ("P", "R"))
            return Latch(sid, self._token(), self.now + 60_000)
        called_back = any(isinstance(step, Live) and step.state == "W" for step in control.steps.values())
        if self.random.random() < (0.7 if called_back else 0.05):
            sid, step = self._some(control, lambda _, step: step.state == "W" and step.kind == "c")
            return Wake(sid, self._spoil(step.epoch), self._token(), self.now + 60_000)
        sid, step = self._some(control, lambda _, step: step.state == "R" and step.kind in WAITS)
        return Wait(sid, self._spoil(step.epoch), self._token(), self.now + 7 * 86_400_000)

    def end(self, control: Control) -> Transition:
        sid, step = self._some(control, lambda _, step: step.state == "R")
        match self.random.choice(("cancel", "depth", "late", "late", "finish", "finish")):
            case "cancel":
                return Cancel(self.now + 60_000)
            case "depth":
                return Depth(sid, self._spoil(step.epoch), self.random.choice(LETTERS[:3]), self._token())
            case "late":
                dead_at = self.random.choice((None, self.now))
                return Late(sid, self._spoil(step.epoch), self.random.choice(LETTERS[:3]), self._token(), dead_at)
            case _:
                return Finish(control.bad == (self.random.random() < 0.2))

    def index(self, control: Control) -> Transition:
        seen = self._spoil(control.due or 0)
        return Leave(seen) if self.random.random() < 0.4 else Due(seen, self.now + 240_000)

    def _some(self, control: Control, fits: Callable[[str, Live], bool]) -> tuple[str, Live]:
        """A live step that fits, else any step, else one that does not exist."""
        lives = {sid: step for sid in control.steps if (step := control.live(sid))}
        fitting = [sid for sid, step in lives.items() if fits(sid, step)]
        anything = [*control.steps, "nowhere"]
        sid = self.random.choice(fitting if fitting and self.random.random() < 0.9 else anything)
        return sid, lives.get(sid, Live("P", "r"))

    def _adds(self, sid: str, *, dependent: bool = True) -> tuple[NewStep, ...]:
        fresh = self.random.choices((0, 1, 2, 3), weights=(2, 3, 2, 1))[0]
        steps = [self._new(sid if dependent else None) for _ in range(fresh)]
        return tuple({new.sid: new for new in steps}.values())

    def _new(self, dep: str | None) -> NewStep:
        if self.random.random() > 0.05:
            self._count += 1
        return NewStep(f"s{self._count}", self.random.choice(KINDS), (dep,) if dep else ())

    def _pending(self, control: Control, sid: str) -> tuple[str, ...]:
        return tuple(
            other for other in control.steps
            if other != sid and (step := control.live(other)) and step.state == "P"
        )

    def _spoil(self, number: int) -> int:
        return number + self.random.choices((0, 1, -1), weights=(18, 1, 1))[0]

    def _token(self) -> str:
        return f"o{self.random.randrange(16**5):05x}"
