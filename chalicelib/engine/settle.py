"""Doing: a decision becomes a record, one transition and messages; a conflict makes it decide again."""

import json
from collections.abc import Callable, Iterable
from dataclasses import replace

from chalicelib.domain.control import STEP_ZERO, Control, Live, dependants, ready
from chalicelib.domain.edit import CarryOn, GiveUp, Insert, Later, Recover, Replace
from chalicelib.domain.plan import CAP
from chalicelib.domain.transitions import Late, RetryLater, Settle
from chalicelib.domain.transitions import Recover as RecoverStep
from chalicelib.engine.decision import Decision, Held
from chalicelib.engine.deliveries import announce
from chalicelib.engine.ends import late_letter
from chalicelib.engine.engine import Ack, Engine, Nack, StepRef, step_messages
from chalicelib.engine.finish import after_end, finish
from chalicelib.engine.gone import taken_back
from chalicelib.engine.help import help_on
from chalicelib.engine.ports import Applied, Item, Message, Write
from chalicelib.engine.records import Record, encode_definition, encode_record, error_fields, task_pk
from chalicelib.engine.reports import attempt

DEFECT = 300
FORESEEN = 3  # the record itself, the transition, and the message of what follows
TRIES = 2 * CAP  # each conflict means that a neighbour got on; giving up would cost an unsafe call its outcome

Judge = Callable[[Control], Decision]


def settle(
    engine: Engine, ref: StepRef, held: Held, control: Control, judge: Judge, record: Record,
    *, on_answer: Callable[[str], Ack | Nack] | None = None, then: Callable[[Control], None] | None = None,
) -> Ack | Nack:
    """Write the record, make the transition, send what became ready.

    `on_answer` takes over when a question was answered before it could wait; `then` runs after success.
    """
    for _ in range(TRIES):
        decision = judge(control)
        pk = task_pk(ref.account, ref.task)
        before = control

        def sends(after: Control, before: Control = before, decision: Decision = decision) -> tuple[Message, ...]:
            sids = enabled(before, after, held.sid, decision)
            return step_messages(ref.account, ref.task, after, sids, engine.ports.now())

        held_as = replace(record, epoch=held.epoch, attempt=held.attempt, aws_calls=_calls(engine))
        described = described_by(held_as, decision)
        writes = _writes(engine, ref, described, decision)
        answer = engine.ports.store.settle(pk, writes, decision.transition, sends)
        if isinstance(answer, Applied):
            _remember(engine, writes)
            return _settled(engine, ref, answer.control, decision, described, then)
        if answer.control is None:
            taken_back(engine.ports, ref.account, ref.task, writes)
            return Ack("the task is gone")
        live = answer.control.live(held.sid)
        if not _still_held(live, held):
            help_on(engine, ref, answer.control)
            return Ack("fenced: somebody else settled the step", report=attempt(described))
        if answer.control.terminal:
            return _late(engine, ref, held, decision, described)
        if live is not None and live.answer is not None and on_answer is not None:
            return on_answer(live.answer)
        control = answer.control
    return Nack(1, "neighbours kept committing first")


def enabled(before: Control, after: Control, sid: str, decision: Decision) -> tuple[str, ...]:
    """What this transition made ready: only that is sent; what others enable, they send."""
    touched = {sid, *dependants(before, sid), *dependants(after, sid), *(step.id for step in decision.added)}
    return tuple(other for other in ready(after) if other in touched)


def _remember(engine: Engine, writes: Iterable[Write]) -> None:
    """What was written is never changed: the next step of the task, in this worker, need not read it."""
    for write in writes:
        engine.cache.keep((write.pk, write.sk), Item(write.pk, write.sk, json.loads(json.dumps(write.data))))


def _calls(engine: Engine) -> int:
    """Calls of AWS that the attempt will have made; none in a home that has made none so far."""
    made = engine.ports.observed.aws_calls()
    return made + FORESEEN if made else 0


def _still_held(live: Live | None, held: Held) -> bool:
    return live is not None and live.epoch == held.epoch and live.state == "R"


def _settled(
    engine: Engine, ref: StepRef, control: Control, decision: Decision, record: Record,
    then: Callable[[Control], None] | None,
) -> Ack:
    ended = control if control.terminal else None
    if ref.sid != STEP_ZERO and decision.status in ("complete", "failed", "skipped"):
        announce(engine, ref.account, ref.task, "task.progress", ref.sid)
    if control.terminal:
        after_end(engine, ref.account, ref.task, control)
    elif control.open == 0:
        ended = finish(engine, ref.account, ref.task, control)
    elif then is not None:
        then(control)
    return Ack(_said(decision), _defect(decision), attempt(record, ended))


def _defect(decision: Decision) -> str:
    """What the planner raised, if it did."""
    return decision.edit.defect if isinstance(decision.edit, (CarryOn, GiveUp)) else ""


def _late(engine: Engine, ref: StepRef, held: Held, decision: Decision, record: Record) -> Ack:
    """The task ended meanwhile: the result is recorded, nothing is planned."""
    transition = Late(held.sid, held.epoch, late_letter(decision), held.owner)  # type: ignore[arg-type]  # a Letter
    answer = engine.ports.store.apply(task_pk(ref.account, ref.task), transition)
    if answer.control is not None:
        after_end(engine, ref.account, ref.task, answer.control)
    return Ack("late: the task had ended", _defect(decision), attempt(record))


def _writes(engine: Engine, ref: StepRef, record: Record, decision: Decision) -> tuple[Write, ...]:
    """The attempt's record, and the definitions of added steps.

    Definitions are named by content (`edit.step_id`), so writing one twice changes nothing.  The plan itself
    needs none: it stands in the record of step zero.
    """
    definitions = [
        encode_definition(engine.ports, engine.settings, ref.account, ref.task, step)
        for step in decision.added if "." in step.id
    ]
    return (*definitions, encode_record(engine.ports, engine.settings, ref.account, ref.task, record))


def described_by(record: Record, decision: Decision) -> Record:
    """The record with what was decided."""
    status = record.status if record.status == "skipped" and decision.status == "complete" else decision.status
    note = getattr(decision.edit, "note", "")
    failure = decision.failure
    edit = decision.edit
    if isinstance(edit, GiveUp):
        record = replace(record, suggestion=edit.suggestion, recoverable=edit.recoverable)
    return replace(
        record, status=status, edit=_edit_name(decision),
        note=". ".join(part for part in (record.note, note) if part),
        error=error_fields(failure) if failure else record.error,
        remedies=decision.remedies, adds=_added(decision),
        defect=_defect(decision).strip().rpartition("\n")[2][:DEFECT],
        output=record.output if status in ("complete", "waiting", "skipped") else None,
    )


def _added(decision: Decision) -> tuple[str, ...]:
    """Steps that the edit put into the plan; an insert also names those that were planned already, or too many."""
    steps = decision.edit.steps if isinstance(decision.edit, Insert) else decision.added
    return tuple(step.id for step in steps if "." in step.id)


def _edit_name(decision: Decision) -> str:
    match decision.edit:
        case CarryOn():
            return ""
        case Insert():
            return "insert"
        case Recover():
            return "recover"
        case Replace():
            return "replace"
        case Later():
            return "later"
        case GiveUp():
            return "give_up"


def _said(decision: Decision) -> str:
    match decision.transition:
        case Settle(letter=letter):
            return {"D": "done", "F": "failed", "U": "unknown", "S": "superseded", "X": "skipped"}[letter]
        case RecoverStep():
            return "recovering"
        case RetryLater():
            return "later"
    return type(decision.transition).__name__.lower()
