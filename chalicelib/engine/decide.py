"""Judgement: what is true after a step, and which transition says so.

Pure: a `Decision` is computed from a snapshot of control and may be computed again when a neighbour
committed first.  Act once; decide as often as needed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from chalicelib.domain.control import Control, Kind, Live, all_dependants, dependants
from chalicelib.domain.edit import CarryOn, Edit, GiveUp, Insert, Later, Recover, Replace
from chalicelib.domain.outcome import Failed, Outcome
from chalicelib.domain.plan import Plan, Step
from chalicelib.domain.transitions import (
    Depth,
    NewStep,
    RetryLater,
    Settle,
)
from chalicelib.domain.transitions import Recover as RecoverStep
from chalicelib.domain.waits import Wait
from chalicelib.engine.decision import Decision, Held
from chalicelib.engine.poison import poisoned
from chalicelib.engine.settings import Settings


def kind_of(step: Step) -> Kind:
    if step.ask is not None:
        return "h"
    if step.awaits_callback:
        return "c"
    if step.poll is not None and "probe" in step.poll:
        return "p"
    return {"read": "r", "idempotent": "i", "unsafe": "u"}[step.effect]  # type: ignore[return-value]  # letters of Kind


def new_step(plan: Plan, step: Step) -> NewStep:
    return NewStep(step.id, kind_of(step), plan.needs(step))


def decide(
    control: Control, plan: Plan, held: Held, outcome: Outcome, edit: Edit, now: int, settings: Settings,
    cap: int,
) -> Decision:
    """The transition for `edit`; an edit that control does not allow any more becomes a failure of the step."""
    failure = outcome if isinstance(outcome, Failed) else None
    judge = _Judge(control, plan, held, now, settings, cap, failure)
    match edit:
        case CarryOn():
            decision = judge.done((), edit)
        case Insert(steps):
            decision = judge.done(steps, edit)
        case Recover(steps):
            decision = judge.recover(steps, edit)
        case Replace(step):
            decision = judge.superseded(step, edit)
        case Later(seconds):
            decision = judge.later(seconds, edit)
        case GiveUp(reason, detail):
            failed = failure if failure and failure.reason == reason else Failed(reason, detail)
            decision = judge.failed(failed, edit)
    return decision


@dataclass(frozen=True, slots=True)
class _Judge:
    control: Control
    plan: Plan
    held: Held
    now: int
    settings: Settings
    cap: int
    failure: Failed | None

    def done(self, steps: tuple[Step, ...], edit: Edit) -> Decision:
        """COMMIT.  A need that is planned already keeps its edge; one that has failed takes the dependants along."""
        if self._circular(steps, self._waiting()):
            refused = CarryOn("The proposed steps would wait for what waits for them; they were left out")
            return Decision(Settle(self.held.sid, self.held.epoch, "D", self.held.owner), "complete", edit=refused)
        if self._lost(steps):
            return self._settle("D", "complete", skips=all_dependants(self.control, self.held.sid), edit=edit)
        if not steps:
            return Decision(Settle(self.held.sid, self.held.epoch, "D", self.held.owner), "complete", edit=edit)
        return self._settle("D", "complete", steps=steps, edit=edit)

    def superseded(self, step: Step, edit: Edit) -> Decision:
        if self._lost((step,)) or self._circular((step,), self._waiting()):
            return self.failed(self.failure, edit)
        return self._settle("S", "retried", steps=(step,), edit=edit)

    def unknown(self, question: Step, edit: Edit) -> Decision:
        return self._settle("U", "unknown", steps=(question,), edit=edit)

    def failed(self, failure: Failed | None, edit: Edit) -> Decision:
        decision = self._settle("F", "failed", skips=all_dependants(self.control, self.held.sid), edit=edit)
        reason = failure or self.failure or Failed("poison", "no attempts are left to go on with the step")
        return replace(decision, failure=reason)

    def recover(self, steps: tuple[Step, ...], edit: Edit) -> Decision:
        live = self.control.live(self.held.sid)
        exhausted = live is None or live.attempts >= self.settings.max_attempts
        if exhausted or self._lost(steps) or self._circular(steps, (self.held.sid,)):
            return self.failed(self.failure, edit)
        added = self._unknown_to_control(steps)
        if self._too_deep(added):
            return self._depth("F", edit)
        new = self._new(added)
        needed = self._standing(step.id for step in steps)
        shared = {*needed, *(dep for step in new for dep in step.deps)} - {step.sid for step in new}
        transition = RecoverStep(
            self.held.sid, self.held.epoch, new, needed, self.settings.max_attempts,
            self.control.version if shared else None, self.cap,
            live is not None and called_before(live, self.settings),
        )
        ids = tuple(step.id for step in steps)
        return Decision(transition, "retried", added, ids, edit, self.failure)

    def later(self, seconds: float, edit: Edit) -> Decision:
        live = self.control.live(self.held.sid)
        if live is None or live.attempts >= self.settings.max_attempts:
            return self.failed(self.failure, edit)
        not_before = self.now + round(seconds * 1000)
        transition = RetryLater(self.held.sid, self.held.epoch, not_before, self.settings.max_attempts)
        return Decision(transition, "retried", edit=edit, failure=self.failure)

    def _settle(
        self, letter: str, status: str, *, steps: tuple[Step, ...] = (), skips: tuple[str, ...] = (), edit: Edit
    ) -> Decision:
        added = self._unknown_to_control(steps)
        if self._too_deep(added):
            begun = letter == "S" and self.failure is None
            return self._depth("U" if letter == "U" or begun else "D" if letter == "D" else "F", edit)
        edges = tuple(
            (sid, dep) for dep in self._standing(step.id for step in steps)
            for sid in dependants(self.control, self.held.sid)
            if sid != dep and (live := self.control.live(sid)) and dep not in live.deps
            and not self._of_plan(sid)
        )
        transition = Settle(
            self.held.sid, self.held.epoch, letter, self.held.owner,  # type: ignore[arg-type]  # callers pass Letters
            adds=self._new(added), edges=edges, skips=skips, seen=self.control.version, cap=self.cap,
        )
        remedies = tuple(step.id for step in steps) if letter in ("S", "U") else ()
        return Decision(transition, status, added, remedies, edit, self.failure)

    def _new(self, added: tuple[Step, ...]) -> tuple[NewStep, ...]:
        """The new steps; what they need of a step that was replaced, they need of what stands for it."""
        return tuple(replace(new := new_step(self.plan, step), deps=self._standing(new.deps)) for step in added)

    def _standing(self, deps: Iterable[str]) -> tuple[str, ...]:
        """The deps, and what stands for those that were replaced, or whose outcome a person is asked about."""
        found = dict.fromkeys(deps)
        todo = list(found)
        while todo:
            sid = todo.pop()
            settled = self.control.settled(sid)
            if settled is not None and settled.letter in ("U", "S"):
                instead = [step for step in self._instead(sid) if step in self.control.steps and step not in found]
                found |= dict.fromkeys(instead)
                todo += instead
        return tuple(found)

    def _instead(self, sid: str) -> tuple[str, ...]:
        """What replaced a step, or asks whether it happened."""
        return tuple(
            step.id for step in self.plan.steps
            if step.replaces == sid or (step.ask and step.ask.about == sid and step.ask.reason == "outcome_unknown")
            or (step.poll and step.poll.get("probe") == sid)
        )

    def _waiting(self) -> tuple[str, ...]:
        """What would wait for new steps.  The question about all writes does not: they may be to wait for it."""
        return tuple(sid for sid in dependants(self.control, self.held.sid) if not self._of_plan(sid))

    def _of_plan(self, sid: str) -> bool:
        return any(step.id == sid and step.ask is not None and step.ask.of_plan for step in self.plan.steps)

    def _circular(self, steps: Iterable[Step], waiting: tuple[str, ...]) -> bool:
        """Whether one of the steps waits, directly or through others, for one of those that are to wait for it."""
        steps = tuple(steps)
        new = {step.sid: step.deps for step in self._new(self._unknown_to_control(steps))}
        return any(
            set(self._behind(sid, new)) & (set(waiting) - {sid}) for sid in self._standing(step.id for step in steps)
        )

    def _behind(self, sid: str, new: Mapping[str, tuple[str, ...]]) -> Iterable[str]:
        """Everything that `sid` waits for, through steps that are not settled."""
        def deps(of: str) -> tuple[str, ...]:
            live = self.control.live(of)
            return new.get(of, live.deps if live is not None else ())

        todo, seen = [*deps(sid)], set[str]()
        while todo:
            dep = todo.pop()
            if dep not in seen:
                seen.add(dep)
                todo += deps(dep) if dep != self.held.sid else ()
        return seen

    def _unknown_to_control(self, steps: Iterable[Step]) -> tuple[Step, ...]:
        return tuple(step for step in steps if step.id not in self.control.steps)

    def _lost(self, steps: Iterable[Step]) -> bool:
        """Whether one of the steps, what stands for it, or what a new one needs, has failed or been skipped."""
        steps = tuple(steps)
        needed = [dep for new in self._new(self._unknown_to_control(steps)) for dep in new.deps]
        settled = (self.control.settled(sid) for sid in (*self._standing(step.id for step in steps), *needed))
        return any(one is not None and one.letter in ("F", "X") for one in settled)

    def _too_deep(self, added: tuple[Step, ...]) -> bool:
        return self.control.entered + len(added) > self.cap

    def _depth(self, letter: str, edit: Edit) -> Decision:
        status: Mapping[str, str] = {"D": "complete", "U": "unknown", "F": "failed"}
        transition = Depth(self.held.sid, self.held.epoch, letter, self.held.owner)  # type: ignore[arg-type]  # D, U, F
        return Decision(transition, status[letter], edit=edit, failure=self.failure)


def called_before(live: Live, settings: Settings) -> bool:
    """Whether a claim before this one has called the tool: its outcome may still be open."""
    if live.first_call is None or live.lease is None:
        return False
    return live.first_call < live.lease - settings.lease


def decide_unknown(
    control: Control, plan: Plan, held: Held, question: Step, failure: Failed, settings: Settings, cap: int,
    *, expired_at: int | None = None,
) -> Decision:
    """UNKNOWN: nobody knows whether the effect happened; `question` stands between it and its dependants.

    `expired_at` is given by whoever finds a dead worker's step.
    """
    judge = _Judge(control, plan, held, expired_at or 0, settings, cap, failure)
    decision = judge.unknown(question, CarryOn())
    return _from_expired(decision, expired_at)


def decide_poison(
    control: Control, plan: Plan, held: Held, settings: Settings, *, expired_at: int
) -> Decision:
    """POISON: every worker that took the step died."""
    live = control.live(held.sid)
    step = next((step for step in plan.steps if step.id == held.sid), None)
    end = poisoned(step, live.kind if live else "z", settings)
    failure = Failed("poison", end.detail)
    judge = _Judge(control, plan, held, expired_at, settings, settings.cap, failure)
    decision = _from_expired(judge.failed(failure, end), expired_at)
    assert isinstance(decision.transition, Settle)
    return replace(decision, transition=replace(decision.transition, min_attempts=settings.max_attempts))


def decide_wait(held: Held, now: int, settings: Settings) -> Decision:
    """WAIT: the question is put to a person."""
    return Decision(Wait(held.sid, held.epoch, held.owner, now + settings.input_expiry), "waiting")


def decide_await(held: Held, until: int) -> Decision:
    """WAIT: the tool has begun and will call back, at the latest at an instant."""
    return Decision(Wait(held.sid, held.epoch, held.owner, until), "started")


def decide_begun(
    control: Control, plan: Plan, held: Held, edit: Replace, settings: Settings, cap: int, *, expired_at: int
) -> Decision:
    """SUPERSEDE for a dead worker: what it began has called back meanwhile."""
    judge = _Judge(control, plan, held, expired_at, settings, cap, None)
    return _from_expired(judge.superseded(edit.step, edit), expired_at)


def _from_expired(decision: Decision, expired_at: int | None) -> Decision:
    if expired_at is None or not isinstance(decision.transition, Settle):
        return decision
    return replace(decision, transition=replace(decision.transition, source="expired", now=expired_at))
