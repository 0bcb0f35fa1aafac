"""What people tell a task: cancel it, or answer the question that it waits with.

An answer that comes before the question waits is latched and found there.  Every signal moves the task's
due instant near, so that a crash between the write and the message is repaired by the sweeper.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any  # Any: answers are JSON

from chalicelib.domain.control import Control, Live, Settled, all_dependants, dependants, questions
from chalicelib.domain.errors import Conflict, Forbidden, InvalidRequest
from chalicelib.domain.outcome import Failed
from chalicelib.domain.plan import Plan, Question, Step
from chalicelib.domain.task import Task
from chalicelib.domain.transitions import Cancel, Settle
from chalicelib.domain.waits import Latch
from chalicelib.engine.approvals import (
    Reply,
    check_changed,
    check_edited,
    check_no_secret,
    check_values,
    kept_answer,
    what_was_shown,
)
from chalicelib.engine.ask import lands_until, repeated_by
from chalicelib.engine.decide import new_step
from chalicelib.engine.engine import Engine, StepRef
from chalicelib.engine.finish import after_end
from chalicelib.engine.gone import taken_back
from chalicelib.engine.help import help_on
from chalicelib.engine.load import Loader
from chalicelib.engine.ports import Applied, Refused, Write
from chalicelib.engine.records import Record, encode_definition, encode_record, error_fields, task_pk
from chalicelib.engine.revisions import repeated_too_often
from chalicelib.engine.shown import Shown
from chalicelib.engine.tasks import find

TRIES = 6
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
    after = answer.control or control
    if isinstance(answer, Refused) and (control.terminal or after.status != "CANC"):  # else our own, its reply was lost
        raise Conflict(
            f"task {task_id} has ended ({after.status}); only pending, running and waiting tasks can be cancelled",
            code="task_not_cancellable",
        )
    after_end(engine, account, task_id, after)


def answer(
    engine: Engine, account: str, task_id: str, *, decision: str | None, values: Mapping[str, Any], who: str,
    question: str | None = None, name: str = "",
) -> None:
    """Answer a question of a task; it goes on by itself.

    `question` names it (`waiting.step`); without it the one that waits is meant.  A named question may be
    answered before it waits.  The same question is meant throughout: another one that opens meanwhile is not
    answered by mistake.

    Raises `NotFound`; `Conflict` (`not_waiting`, `ambiguous_answer`, `too_early`); `InvalidRequest` when the answer
    is not one to this question; `Forbidden` when a key approves the task that it created.
    """
    reply = Reply(decision or "values", values, who, name)
    task, control = find(engine.ports, account, task_id)
    sid, owner = question or _waiting_question(engine, task, control, reply), engine.ports.token(6)
    for _ in range(TRIES):
        live = _open_question(control, task_id, sid)
        plan = Loader(engine, account, task_id).plan(control)
        step = _asked(plan, task_id, sid)
        check_reply(step, reply, task)
        check_edited(plan, step, reply)
        put = what_was_shown(engine, task, control, plan, step)
        check_changed(engine, task, plan, step, put, reply)
        answered = _Answer(engine, task, control, sid, live, reply, owner, put, _ask(step)).give()
        if isinstance(answered, Applied) or _taken(answered.control, sid, owner):
            assert answered.control is not None
            help_on(engine, StepRef(account, task_id, sid, 0), answered.control)
            return
        if answered.control is None:
            break
        control = answered.control
    raise Conflict(f"task {task_id} changed while it was answered; read it again")


def _taken(control: Control | None, sid: str, owner: str) -> bool:
    """Whether this very answer is there: its reply was lost, and the SDK has sent it again."""
    step = control.steps.get(sid) if control else None
    return step.owner == owner if isinstance(step, Settled) else step is not None and (step.answer or "")[1:] == owner


def _waiting_question(engine: Engine, task: Task, control: Control, reply: Reply) -> str:
    """The question that waits.  A decision about one must not be taken for another that opened meanwhile."""
    asked = questions(control)
    if not asked:
        raise _not_waiting(task.id)
    if len(asked) == 1 or reply.decision == "values":
        return asked[0]
    plan = Loader(engine, task.account, task.id).plan(control)
    fit = [sid for sid in asked if (ask := plan.step(sid).ask) and reply.decision in ANSWERS[ask.reason]]
    if len(fit) > 1:
        raise Conflict(
            f"task {task.id} asks {len(fit)} questions to which {reply.decision!r} is an answer: name the one that is "
            "meant in `step`, as `waiting.step` does", code="ambiguous_answer",
        )
    return fit[0] if fit else asked[0]


def _open_question(control: Control, task_id: str, sid: str) -> Live:
    live = control.live(sid)
    if control.terminal or live is None or live.kind != "h" or live.answer is not None:
        raise _not_waiting(task_id)
    return live


def _not_waiting(task_id: str) -> Conflict:
    return Conflict(
        f"task {task_id} is not waiting for this answer: read it again; `waiting.step` names what it asks",
        code="not_waiting",
    )


def _asked(plan: Plan, task_id: str, sid: str) -> Step:
    step = next((step for step in plan.steps if step.id == sid), None)
    if step is None or step.ask is None:
        raise _not_waiting(task_id)
    return step


def _ask(step: Step) -> Question:
    assert step.ask is not None
    return step.ask


def check_reply(step: Step, reply: Reply, task: Task) -> None:
    """Raises `InvalidRequest` unless the reply answers the question, `Forbidden` if this key may not."""
    question = step.ask
    assert question is not None
    allowed = ANSWERS[question.reason]
    if reply.decision not in allowed:
        expected = "values" if allowed == ("values",) else "decision " + " or ".join(repr(word) for word in allowed)
        raise InvalidRequest(
            f"this task waits with {question.reason}; answer with {expected}, not {reply.decision!r}",
            details=[{"field": "decision", "message": f"expected {expected}"}],
        )
    check_no_secret(reply.values)
    if question.reason == "missing_input" and question.fields:
        check_values(question.fields, reply.values)
    if question.reason == "approval" and reply.decision != "reject" and reply.who and reply.who == task.created_by:
        raise Forbidden("the key that created a task cannot approve it; use another key with the approve scope")


@dataclass(frozen=True, slots=True)
class _Answer:
    """One answer to one question, against one state of the task."""

    engine: Engine
    task: Task
    control: Control
    sid: str
    live: Live
    reply: Reply
    owner: str
    put: Shown
    question: Question

    def give(self) -> Applied | Refused:
        engine, task, owner = self.engine, self.task, self.owner
        plan = Loader(engine, task.account, task.id).plan(self.control)
        step = plan.step(self.sid)
        repeated = repeated_by(plan, step, {"decision": self.reply.decision})
        self._check_settled(step, repeated)
        failure = self._failure(plan, repeated)
        repeated = () if failure else repeated
        self._check_cap(repeated)
        record = self._record(owner, repeated, failure)
        writes = (
            *(self._definition(one) for one in repeated),
            encode_record(engine.ports, engine.settings, task.account, task.id, record),
        )
        ended = self.live.state == "W"
        transition = self._ending(owner, plan, repeated, failure) if ended else self._latch(owner, failure)
        given = engine.ports.store.settle(task_pk(task.account, task.id), writes, transition, lambda _: ())
        if given.control is None:
            taken_back(engine.ports, task.account, task.id, writes)
        return given

    def _failure(self, plan: Plan, repeated: tuple[Step, ...]) -> Failed | None:
        """How the question fails: a person said no, or would have the same thing done for ever."""
        if self.reply.decision == "reject":
            return Failed("declined", f"{self.reply.who or 'a person'} said no")
        before = (plan.step(one.replaces) for one in repeated if one.replaces)
        reasons = (repeated_too_often(plan, one, self.engine.settings.max_revisions) for one in before)
        return next((reason for reason in reasons if reason), None)

    def _check_cap(self, repeated: tuple[Step, ...]) -> None:
        if self.control.entered + len(repeated) > self.task.cap and repeated:
            raise Conflict(
                f"the step cannot be done again: the task has its {self.task.cap} steps; "
                "answer 'happened', or cancel the task", code="workflow_depth_exceeded",
            )

    def _check_settled(self, step: Step, repeated: tuple[Step, ...]) -> None:
        """A request that was lost may still land: "it did not happen" is known only some time later."""
        if not repeated or step.ask is None:
            return
        asked = Loader(self.engine, self.task.account, self.task.id).records(self.control, [step.ask.about])
        ended = asked[step.ask.about].finished_at if step.ask.about in asked else self.engine.ports.now()
        left = lands_until(ended, self.engine.settings) - self.engine.ports.now()
        if left > 0:
            raise Conflict(
                f"the lost request may still take effect: look again in {-(-left // 1000)} s, then answer",
                code="too_early",
            )

    def _ending(self, owner: str, plan: Plan, repeated: tuple[Step, ...], failure: Failed | None) -> Settle:
        return Settle(
            self.sid, self.live.epoch, "F" if failure else "D", owner, "waiting",
            adds=tuple(new_step(plan, one) for one in repeated),
            edges=tuple((sid, one.id) for one in repeated for sid in dependants(self.control, self.sid)),
            skips=all_dependants(self.control, self.sid) if failure else (), seen=self.control.version,
            cap=self.task.cap, due=self._due(),
        )

    def _latch(self, owner: str, failure: Failed | None) -> Latch:
        return Latch(self.sid, ("r" if failure else "a") + owner, self._due())

    def _due(self) -> int:
        return self.engine.ports.now() + self.engine.settings.sweep_after

    def _definition(self, step: Step) -> Write:
        return encode_definition(self.engine.ports, self.engine.settings, self.task.account, self.task.id, step)

    def _record(self, owner: str, repeated: tuple[Step, ...], failure: Failed | None) -> Record:
        reply, now = self.reply, self.engine.ports.now()
        ids = tuple(one.id for one in repeated)
        return Record(
            self.sid, owner, now, now, "failed" if failure else "complete", epoch=self.live.epoch,
            output=kept_answer(self.question, self.put, reply),
            error=error_fields(failure) if failure else None,
            note=f"Answered {reply.decision}" + (f" by {who}" if (who := reply.name or reply.who) else ""),
            adds=ids, remedies=ids,
        )
