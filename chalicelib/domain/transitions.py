"""The transition table: every change that a control record may go through, as pure functions.

Each class is one row of the protocol (docs/protocol.md).  `apply` returns the new control, or None where
the condition does not hold.  The in-memory and SQLite stores call `apply` inside a transaction; the
DynamoDB store encodes the same rows as conditional expressions; a differential test holds them equal.

Conditions that speak of *all* dependants are computed from a snapshot and carry its version (`seen`): the
graph rule.  `Settle` cannot be built without it where the rule asks for it.
"""

from dataclasses import dataclass, replace
from typing import Literal

from chalicelib.domain.control import Control, Kind, Letter, Live, Settled, own, with_step
from chalicelib.domain.waits import Latch, Wait, Wake

Source = Literal["running", "expired", "waiting"]


@dataclass(frozen=True, slots=True)
class NewStep:
    """A step that enters the plan."""

    sid: str
    kind: Kind
    deps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """CLAIM: a worker takes a pending step, or one whose worker is dead (never an unsafe one: UNKNOWN)."""

    sid: str
    epoch: int
    owner: str
    now: int
    lease: int
    max_attempts: int

    def apply(self, control: Control) -> Control | None:
        step = control.live(self.sid)
        if control.terminal or step is None or step.attempts >= self.max_attempts:
            return None
        fresh = (
            step.state == "P" and step.epoch == self.epoch
            and (step.not_before is None or step.not_before <= self.now)
        )
        dead = step.state == "R" and step.lease is not None and step.lease < self.now and step.kind != "u"
        if not (fresh or dead):
            return None
        return with_step(control, self.sid, replace(
            step, state="R", epoch=step.epoch + 1, attempts=step.attempts + 1, lease=self.lease,
            owner=self.owner, not_before=None, first_call=step.first_call or self.now,
        ))


@dataclass(frozen=True, slots=True)
class Settle:
    """COMMIT (D), SUPERSEDE (S), STEP-FAILED (F), UNKNOWN (U), SKIP (X); POISON, EXPIRE, and SIGNAL that ends a wait.

    `source` says from which state: `running` is the worker's own step, `expired` a dead worker's (its lease
    must have ended before `now`, and `min_attempts` been spent), `waiting` a question.  `edges` are
    (pending step, new dependency); `skips` become X.  `due` is written only by SIGNAL.
    """

    sid: str
    epoch: int
    letter: Letter
    owner: str
    source: Source = "running"
    adds: tuple[NewStep, ...] = ()
    edges: tuple[tuple[str, str], ...] = ()
    skips: tuple[str, ...] = ()
    seen: int | None = None
    cap: int = 50
    now: int = 0
    min_attempts: int = 0
    due: int | None = None

    def __post_init__(self) -> None:
        graph = self.adds or self.edges or self.skips or self.letter in ("F", "U", "S", "X")
        if graph and self.seen is None:
            raise ValueError(f"settling {self.sid!r} as {self.letter} changes the graph and must carry its version")

    def holds(self, control: Control) -> bool:
        step = control.live(self.sid)
        if control.terminal or step is None or step.epoch != self.epoch:
            return False
        match self.source:
            case "running":
                source = step.state == "R"
            case "expired":
                source = (
                    step.state == "R" and step.lease is not None and step.lease < self.now
                    and step.attempts >= self.min_attempts
                )
            case "waiting":
                source = step.state == "W"
        return (
            source and (self.seen is None or control.version == self.seen)
            and (not self.adds or control.entered <= self.cap - len(self.adds))
            and all(new.sid not in control.steps for new in self.adds)
        )

    def apply(self, control: Control) -> Control | None:
        if not self.holds(control):
            return None
        steps = dict(control.steps)
        steps[self.sid] = Settled(self.letter, self.owner)
        for sid, dep in self.edges:
            pending = control.live(sid)
            if pending is None or pending.state != "P":
                return None
            current = steps[sid]
            assert isinstance(current, Live)
            steps[sid] = replace(current, deps=(*current.deps, dep))
        for sid in self.skips:
            steps[sid] = Settled("X")
        for new in self.adds:
            steps[new.sid] = Live("P", new.kind, new.deps)
        added = len(self.adds)
        return replace(
            control, steps=steps, entered=control.entered + added,
            open=control.open - 1 + added - len(self.skips),
            version=control.version + (self.seen is not None),
            bad=control.bad or self.letter == "F" or bool(self.skips),
            due=control.due if self.due is None else self.due,
        )


@dataclass(frozen=True, slots=True)
class Recover:
    """RECOVER: the own step goes back to pending behind its remedies (`deps`; `adds` are those that are new).

    The epoch grows: a message that the sweeper sent while the step ran, because its lease had ended, must not
    start it before its remedies.  `keep_first_call`: an earlier claim has called the tool, with an outcome that may
    still be open.
    """

    sid: str
    epoch: int
    adds: tuple[NewStep, ...]
    deps: tuple[str, ...]
    max_attempts: int
    seen: int | None = None
    cap: int = 50
    keep_first_call: bool = False

    def __post_init__(self) -> None:
        needed = {*self.deps, *(dep for new in self.adds for dep in new.deps)}
        if self.seen is None and needed - {new.sid for new in self.adds}:
            raise ValueError(f"recovering {self.sid!r} onto a step that exists must carry the graph's version")

    def apply(self, control: Control) -> Control | None:
        step = own(control, self.sid, self.epoch)
        if (
            step is None or step.attempts >= self.max_attempts
            or control.entered > self.cap - len(self.adds)
            or any(new.sid in control.steps for new in self.adds)
            or (self.seen is not None and control.version != self.seen)
        ):
            return None
        steps = dict(control.steps)
        steps[self.sid] = replace(
            step, state="P", epoch=step.epoch + 1, deps=(*step.deps, *self.deps), lease=None, owner=None,
            first_call=step.first_call if self.keep_first_call else None,
        )
        for new in self.adds:
            steps[new.sid] = Live("P", new.kind, new.deps)
        added = len(self.adds)
        return replace(
            control, steps=steps, entered=control.entered + added, open=control.open + added,
            version=control.version + (self.seen is not None),
        )


@dataclass(frozen=True, slots=True)
class RetryLater:
    """RETRY-LATER: pending again, not before an instant.  `refund`: a refusal of ours costs no attempt."""

    sid: str
    epoch: int
    not_before: int
    max_attempts: int
    refund: bool = False

    def apply(self, control: Control) -> Control | None:
        step = own(control, self.sid, self.epoch)
        if step is None or (not self.refund and step.attempts >= self.max_attempts):
            return None
        return with_step(control, self.sid, replace(
            step, state="P", not_before=self.not_before, lease=None, owner=None,
            attempts=step.attempts - self.refund,
        ))


@dataclass(frozen=True, slots=True)
class Depth:
    """DEPTH: what the own step asked for would pass the cap; the task ends with its own step settled."""

    sid: str
    epoch: int
    letter: Letter
    owner: str

    def apply(self, control: Control) -> Control | None:
        if own(control, self.sid, self.epoch) is None:
            return None
        return replace(with_step(control, self.sid, Settled(self.letter, self.owner)), status="DEPTH")


@dataclass(frozen=True, slots=True)
class Cancel:
    """CANCEL: nothing new starts."""

    due: int

    def apply(self, control: Control) -> Control | None:
        return None if control.terminal else replace(control, status="CANC", due=self.due)


@dataclass(frozen=True, slots=True)
class Late:
    """LATE: a result that arrives after the end is recorded, and nothing is planned.

    `dead_at` is given by the sweeper for a step whose worker is dead (its lease ended before that instant).
    """

    sid: str
    epoch: int
    letter: Letter
    owner: str
    dead_at: int | None = None

    def apply(self, control: Control) -> Control | None:
        step = control.live(self.sid)
        if not control.terminal or step is None or step.state != "R" or step.epoch != self.epoch:
            return None
        if self.dead_at is not None and (step.lease is None or step.lease >= self.dead_at):
            return None
        return with_step(control, self.sid, Settled(self.letter, self.owner))


@dataclass(frozen=True, slots=True)
class Finish:
    """FINISH: nothing is open any more; OK unless a step failed."""

    ok: bool

    def apply(self, control: Control) -> Control | None:
        if control.terminal or control.open != 0 or control.bad == self.ok:
            return None
        return replace(control, status="OK" if self.ok else "FAIL")


@dataclass(frozen=True, slots=True)
class Release:
    """RELEASE (embedded home): the supervisor has reaped the worker that owned this step: its lease ends now."""

    sid: str
    owner: str
    now: int

    def apply(self, control: Control) -> Control | None:
        step = control.live(self.sid)
        if step is None or step.state != "R" or step.owner != self.owner:
            return None
        return with_step(control, self.sid, replace(step, lease=self.now - 1))


@dataclass(frozen=True, slots=True)
class Due:
    """DUE: the sweeper moves the index on, unless somebody else has written it meanwhile."""

    seen: int
    due: int

    def apply(self, control: Control) -> Control | None:
        return replace(control, due=self.due) if control.due == self.seen else None


@dataclass(frozen=True, slots=True)
class Leave:
    """LEAVE: a terminal task leaves the index.

    The sweeper sends it only after it has seen that nothing is running and that the final event is taken
    care of; both stay true once the task has ended, so the condition need not repeat them.  After `expires` (s)
    the task is not there any more.
    """

    seen: int
    expires: int | None = None

    def apply(self, control: Control) -> Control | None:
        if control.due != self.seen or not control.terminal:
            return None
        return replace(control, due=None, expires=self.expires)


Transition = (
    Claim | Settle | Recover | RetryLater | Wait | Latch | Wake | Depth | Cancel | Late | Finish | Release | Due | Leave
)
