"""Planning a recorded run again: the same prompt and facts, today's planner, memory and tools, the recorded outcomes.

    draft ─> [ take a step that is due ─> its recorded outcome ─> revise ] … until nothing is due

Nothing is executed, and nothing could be: there is no toolbox here.  The state of the run changes by the same
decisions and transitions as in the engine.  Where the new plan makes a call that was never recorded, nobody knows
what would have come back: there it stops being decidable, and what depends on that step is left open.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any  # Any: inputs are JSON

from chalicelib.domain.binding import Unresolved, Values, holds, resolve
from chalicelib.domain.control import STEP_ZERO, Control, Live, ready
from chalicelib.domain.edit import CarryOn, Edit, GiveUp, Insert, Recover
from chalicelib.domain.lesson import Memory
from chalicelib.domain.outcome import Done, Failed, Outcome
from chalicelib.domain.plan import Plan, Step
from chalicelib.domain.subagent import SubAgent
from chalicelib.domain.tool import Action, encode_action
from chalicelib.domain.transitions import Claim
from chalicelib.engine.act import facts
from chalicelib.engine.ask import repeated_by, unknown_question
from chalicelib.engine.callkey import call_digest
from chalicelib.engine.decide import decide, decide_unknown
from chalicelib.engine.decision import Decision, Held
from chalicelib.engine.destination import Sending, doubtful_destination
from chalicelib.engine.learning import trials
from chalicelib.engine.load import done_steps, letters, standing
from chalicelib.engine.permits import AskFirst, Asking, agreed, permit
from chalicelib.engine.recorded import Answers, Due
from chalicelib.engine.recording import Recording
from chalicelib.engine.records import Record, error_fields
from chalicelib.engine.registry import content_digest
from chalicelib.engine.review import Planned, brief_of, proposed, reviewed
from chalicelib.engine.settings import Settings
from chalicelib.planning.planner import Brief, Catalogue, Planner, Run


@dataclass(frozen=True, slots=True)
class Replayed:
    """`plan` holds every step that entered; `open` says of steps why their outcome is not decidable.

    `seen`: the recorded attempts whose outcome this run had too.  `unplanned`: why there is no plan.
    """

    plan: Plan
    seen: tuple[Record, ...] = ()
    open: Mapping[str, str] = field(default_factory=dict)
    unplanned: str = ""


def catalogue_of(actions: Iterable[Action]) -> Catalogue:
    known = {action.ref: action for action in actions}
    return Catalogue(content_digest([encode_action(action) for action in known.values()]), known)


def replay(past: Recording, planner: Planner, memory: Memory, catalogue: Catalogue) -> Replayed:
    task = past.task
    brief = brief_of(task, past.purpose, catalogue, memory if task.training else Memory())
    plan = proposed(planner, brief, task)
    if isinstance(plan, Planned):
        return Replayed(Plan(()), unplanned=plan.failure.detail if plan.failure else "no plan")
    if task.mode == "test":
        return Replayed(plan)
    return _Walk(past, planner, brief, Answers(past)).walk(plan)


@dataclass(slots=True)
class _Walk:
    """A run in progress, in memory."""

    past: Recording
    planner: Planner
    brief: Brief
    answers: Answers
    settings: Settings = field(default_factory=Settings)
    control: Control = field(default_factory=lambda: Control(due=0))
    plan: Plan = field(default_factory=lambda: Plan(()))
    made: list[Record] = field(default_factory=list)
    outputs: dict[str, Any] = field(default_factory=dict)
    open: dict[str, str] = field(default_factory=dict)
    clock: int = 0

    def walk(self, plan: Plan) -> Replayed:
        self.clock = self.past.task.created_at
        self._settle(self._claim(STEP_ZERO), Done(), Insert(plan.steps))
        stuck: set[str] = set()
        while due := [sid for sid in ready(self.control) if sid not in stuck]:
            effective = [self._due(self.plan.effective(sid, done_steps(self.control))) for sid in due]
            first = min(effective, key=self.answers.place)
            if not self._go_on(first.step):
                stuck.add(first.step.id)
        return Replayed(self.plan, tuple(self.answers.given), self.open)

    def _go_on(self, step: Step) -> bool:
        """One attempt; False where its outcome is not known."""
        task = self.past.task
        if step.when is not None and not holds(step.when, self._values(step)):
            self._settle(self._claim(step.id), Done(None), CarryOn())
            return True
        first = self._asked_first(step) if step.ask is None else None
        if first is not None:
            self._settle(self._claim(step.id), Done(), Recover((first.question,)))
            return True
        found = self._outcome(step)
        if not isinstance(found, Record):
            if found:
                self.open[step.id] = found
            return False
        live = self.control.live(step.id)
        if live is None or live.attempts >= self.settings.max_attempts:
            return False
        held = self._claim(step.id)
        failure = found.failure
        if found.status == "skipped":
            self._settle(held, Done(None), CarryOn())
            return True
        if found.status == "unknown":
            lost = failure or Failed("outcome_unknown")
            self._apply(decide_unknown(
                self.control, self.plan, held, unknown_question(step, lost), lost, self.settings, task.cap
            ), held, found, lost)
            return True
        outcome: Outcome = failure or Done(found.output, found.note, found.more, found.onward)
        self._settle(held, outcome, self._edit(step, outcome), found)
        return True

    def _outcome(self, step: Step) -> Record | str | None:
        """The recorded attempt, or one that fails because an input cannot be bound; else why there is none."""
        while True:
            found = self.answers.take(self._due(step))
            try:
                self._call_digest(step)
            except Unresolved as missing:
                return Record(step.id, "", 0, 0, "failed", error=error_fields(Failed("unresolved", str(missing))))
            if not isinstance(found, Record):
                return found
            if found.status != "retried" or found.error is not None:
                return found
            later = self.answers.after(found)  # it had begun, or had waited for an approval
            if later is not found:
                return later

    def _edit(self, step: Step, outcome: Outcome) -> Edit:
        if step.ask is not None:
            if isinstance(outcome, Failed):
                return GiveUp(outcome.reason, outcome.detail)
            repeated = repeated_by(self.plan, step, outcome.output)
            return Insert(repeated) if repeated else CarryOn()
        return reviewed(self.planner, self.brief, self._run(step, outcome), step, outcome)

    def _run(self, step: Step, outcome: Outcome) -> Run:
        outputs = self._known(step)
        if isinstance(outcome, Done):
            outputs[step.id] = outcome.output
        live = self.control.live(step.id)
        return Run(self.plan, letters(self.control), outputs, self._trials(step), live.attempts if live else 1)

    def _trials(self, step: Step) -> tuple[Any, ...]:
        known = {planned.id: planned for planned in self.plan.steps}
        found: list[Any] = []
        for sid in (step.remedy_for, step.id):
            earlier = [record for record in self.made if record.sid == sid and record.status == "retried"]
            found += trials(earlier, known, self.control)
        return tuple(found)

    def _claim(self, sid: str) -> Held:
        live = self.control.live(sid)
        assert live is not None
        self.clock = max(self.clock + 1, live.not_before or 0)
        owner = str(len(self.made))
        claimed = Claim(
            sid, live.epoch, owner, self.clock, self.clock + self.settings.lease, self.settings.max_attempts
        ).apply(self.control)
        assert claimed is not None, f"step {sid!r} was due and could not be claimed"
        self.control = claimed
        now = claimed.steps[sid]
        assert isinstance(now, Live)
        return Held(sid, now.epoch, owner, now.attempts)

    def _settle(self, held: Held, outcome: Outcome, edit: Edit, record: Record | None = None) -> None:
        decision = decide(
            self.control, self.plan, held, outcome, edit, self.clock, self.settings, self.past.task.cap
        )
        self._apply(decision, held, record, outcome if isinstance(outcome, Failed) else None)

    def _apply(self, decision: Decision, held: Held, record: Record | None, failure: Failed | None) -> None:
        after = decision.transition.apply(self.control)
        assert after is not None, "nobody else changes this run"
        self.control = after
        self.plan = self.plan.with_steps(decision.added)
        self.made.append(Record(
            held.sid, held.owner, self.clock, self.clock, decision.status, epoch=held.epoch, attempt=held.attempt,
            error=error_fields(failure) if failure else None, remedies=decision.remedies,
        ))
        if record is not None and decision.status == "complete":
            self.outputs[held.sid] = record.output

    def _known(self, step: Step) -> dict[str, Any]:
        """The outputs that the step speaks of; of a step that was replaced, those of what took its place."""
        stands = {sid: standing(self.plan, self.control, sid) for sid in step.sources()}
        return {sid: self.outputs[final] for sid, final in stands.items() if final in self.outputs}

    def _values(self, step: Step) -> Values:
        return Values(self._known(step), facts(self.past.task))

    def _call_digest(self, step: Step) -> str:
        """Raises `Unresolved`."""
        inputs = self._bound(step)
        edits = agreed(self.plan, step, inputs, self.outputs)
        return call_digest(step.ref, {**inputs, **(edits or {})})

    def _bound(self, step: Step) -> dict[str, Any]:
        """Raises `Unresolved`."""
        values = self._values(step)
        return {name: resolve(binding, values) for name, binding in step.inputs.items()}

    def _asked_first(self, step: Step) -> AskFirst | None:
        """The question before the call, as the engine would ask it."""
        action = self.brief.catalogue.actions.get(step.ref)
        if action is None:
            return None
        try:
            inputs = self._bound(step)
        except Unresolved:
            return None
        task, boundary, granted = self.past.task, self._boundary(), self.brief.catalogue.actions
        call = Asking(boundary, task, self.plan, self.control, step, action, inputs, self.outputs)
        sending = Sending(task, boundary, self.plan, step, action, inputs, granted, lambda: self.outputs)
        called = {record.sid for record in self.answers.given if record.digest}
        verdict = permit(call, lambda: called, lambda: doubtful_destination(sending))
        return verdict if isinstance(verdict, AskFirst) else None

    def _due(self, step: Step) -> Due:
        refs = {one.id: one.ref for one in self.plan.steps}
        try:
            return Due(step, self._call_digest(step), refs)
        except Unresolved:
            return Due(step, "", refs)

    def _boundary(self) -> SubAgent:
        task = self.past.task
        return SubAgent(task.sub_agent, self.past.purpose, (), {}, requires_approval=self.past.requires_approval)
