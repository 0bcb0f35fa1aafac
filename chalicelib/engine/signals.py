"""What people tell a task: cancel it, or answer the question that it waits with.

An answer that comes before the question waits is latched and found there.  Every signal moves the task's
due instant near, so that a crash between the write and the message is repaired by the sweeper.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any  # Any: answers are JSON

from chalicelib.domain.control import Control, Live, all_dependants, dependants
from chalicelib.domain.errors import Conflict, InvalidRequest
from chalicelib.domain.outcome import Failed
from chalicelib.domain.plan import Plan, Question, Step
from chalicelib.domain.transitions import Cancel, Settle
from chalicelib.engine.ask import again
from chalicelib.engine.decide import new_step
from chalicelib.engine.engine import Engine, StepRef
from chalicelib.engine.finish import after_end
from chalicelib.engine.help import help_on
from chalicelib.engine.load import Loader
from chalicelib.engine.ports import Applied, Refused, Write
from chalicelib.engine.records import Record, definition_sk, encode_record, error_fields, expiry, task_pk
from chalicelib.engine.tasks import find

ANSWERS: Mapping[str, tuple[str, ...]] = {
    "missing_input": ("values",),
    "approval": ("approve", "reject", "edit"),
    "oauth_consent": ("approve", "reject"),
    "outcome_unknown": ("happened", "did_not_happen"),
}


def cancel(engine: Engine, account: str, task_id: str) -> None:
    """Raises `NotFound`, and `Conflict` (`task_not_cancellable`) for a task that has ended."""
    _, control = find(engine.ports, account, task_id)
    answer = engine.ports.store.apply(
        task_pk(account, task_id), Cancel(engine.ports.now() + engine.settings.sweep_after)
    )
    if isinstance(answer, Refused):
        raise Conflict(
            f"task {task_id} has ended ({control.status}); only pending, running and waiting tasks can be cancelled",
            code="task_not_cancellable",
        )
    after_end(engine, account, task_id, answer.control)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a person answered.  `decision` is "values" where values alone were given."""

    decision: str
    values: Mapping[str, Any]
    who: str


def answer(
    engine: Engine, account: str, task_id: str, *, decision: str | None, values: Mapping[str, Any], who: str
) -> None:
    """Answer the open question of a task; it goes on by itself.

    Raises `NotFound`; `Conflict` (`not_waiting`) when nothing is asked; `InvalidRequest` when the answer is
    not one to this question; `Forbidden` when a key approves the task that it created.
    """
    from chalicelib.domain.errors import Forbidden

    reply = Reply(decision or "values", values, who)
    task, control = find(engine.ports, account, task_id)
    for _ in range(6):
        sid, state = _open_question(control, task_id)
        plan = Loader(engine, account, task_id).plan(control)
        step = plan.step(sid)
        assert step.ask is not None
        check_reply(step.ask, reply)
        if step.ask.reason == "approval" and reply.decision != "reject" and who and who == task.created_by:
            raise Forbidden("the key that created a task cannot approve it; use another key with the approve scope")
        outcome = _settle(engine, account, task_id, control, plan, step, state, reply)
        if isinstance(outcome, Applied):
            help_on(engine, StepRef(account, task_id, sid, 0), outcome.control)
            return
        if outcome.control is None:
            break
        control = outcome.control
    raise Conflict(f"task {task_id} changed while it was answered; read it again")


def _open_question(control: Control, task_id: str) -> tuple[str, Live]:
    for sid, state in control.steps.items():
        if isinstance(state, Live) and state.state == "W":
            return sid, state
    raise Conflict(f"task {task_id} is not waiting for an answer", code="not_waiting")


def check_reply(question: Question, reply: Reply) -> None:
    """Raises `InvalidRequest` unless the reply answers the question."""
    allowed = ANSWERS[question.reason]
    if reply.decision not in allowed:
        expected = "values" if allowed == ("values",) else "decision " + " or ".join(repr(word) for word in allowed)
        raise InvalidRequest(
            f"this task waits with {question.reason}; answer with {expected}, not {reply.decision!r}",
            details=[{"field": "decision", "message": f"expected {expected}"}],
        )
    if question.reason == "missing_input" and question.fields:
        _check_values(question.fields, reply.values)


def _check_values(fields: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    from jsonschema import Draft202012Validator

    errors = sorted(Draft202012Validator(dict(fields)).iter_errors(dict(values)), key=str)
    if errors:
        details = [
            {"field": ".".join(["values", *(str(part) for part in error.absolute_path)]), "message": error.message}
            for error in errors
        ]
        raise InvalidRequest(f"values do not answer the question: {details[0]['message']}", details=details)


def _settle(
    engine: Engine, account: str, task_id: str, control: Control, plan: Plan, step: Step, state: Live, reply: Reply
) -> Applied | Refused:
    now = engine.ports.now()
    owner = engine.ports.token(6)
    rejected = reply.decision == "reject"
    repeated = _repeated(plan, step, reply)
    transition = Settle(
        step.id, state.epoch, "F" if rejected else "D", owner, "waiting",
        adds=tuple(new_step(plan, one) for one in repeated),
        edges=tuple((sid, one.id) for one in repeated for sid in dependants(control, step.id)),
        skips=all_dependants(control, step.id) if rejected else (), seen=control.version,
        cap=engine.settings.cap, due=now + engine.settings.sweep_after,
    )
    record = Record(
        step.id, owner, now, now, "failed" if rejected else "complete",
        output={"decision": reply.decision, "values": dict(reply.values), **reply.values, "by": reply.who},
        error=error_fields(Failed("declined", f"{reply.who or 'a person'} said no")) if rejected else None,
        note=f"Answered {reply.decision} by {reply.who}" if reply.who else f"Answered {reply.decision}",
        adds=tuple(one.id for one in repeated), remedies=tuple(one.id for one in repeated),
    )
    pk = task_pk(account, task_id)
    from chalicelib.domain.plan import encode_step
    definitions = [
        Write(pk, definition_sk(one.id), encode_step(one), expires=expiry(engine.ports, engine.settings))
        for one in repeated
    ]
    writes = (*definitions, encode_record(engine.ports, engine.settings, account, task_id, record))
    return engine.ports.store.settle(pk, writes, transition, lambda _: ())


def _repeated(plan: Plan, question: Step, reply: Reply) -> tuple[Step, ...]:
    """The step once more, where a person says that its effect did not happen."""
    if reply.decision != "did_not_happen" or question.ask is None:
        return ()
    return (again(plan.step(question.ask.about)),)
