"""Whether a call may be made now, or a person must be asked first.  Pure: decided anew at every attempt.

A person is asked about a call

    that a rule of the sub-agent names        `requires_approval`: by its action, or by its arguments
    that somebody has put a question about    a planner, or an earlier look of ours
    that writes, in a task with `approve: plan`
    that writes, once the task has made as many writes as its sub-agent allows (`limits.writes`)
    that goes where nobody trusted sent it (`engine.destination`)

A yes is bound to what was shown: the digest of the request, kept with the answer.  The very same request goes out
without another question; any other one is asked about again.  An input that was not known when it was shown stands
there as where it was to come from, and is held to that.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any  # Any: inputs and answers are JSON

from chalicelib.domain.binding import encode
from chalicelib.domain.control import Control, Live, Settled, all_needs
from chalicelib.domain.outcome import Failed
from chalicelib.domain.plan import PLAN, Plan, Step
from chalicelib.domain.rules import asking
from chalicelib.domain.subagent import SubAgent
from chalicelib.domain.task import Task
from chalicelib.domain.tool import Action
from chalicelib.engine.ask import approval_question, plan_question
from chalicelib.engine.callkey import call_digest

WAITS = "Waits for a person's approval"
WRITES = 10
"""How many writes a task may make before a person sees what else it would write."""


@dataclass(frozen=True, slots=True)
class Go:
    """The call may be made with these inputs: those that were bound, and what a person changed."""

    inputs: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class AskFirst:
    question: Step
    note: str


Permit = Go | AskFirst | Failed
Sent = Callable[[], Collection[str]]
"""The steps whose calls have really been made."""

Doubt = Callable[[], str]
"""What is to be said about where the call goes; empty where there is nothing to ask."""


@dataclass(frozen=True, slots=True)
class Asking:
    """A call that is about to be made.  `outputs` hold what people answered to the questions about it."""

    sub_agent: SubAgent
    task: Task
    plan: Plan
    control: Control
    step: Step
    action: Action
    inputs: Mapping[str, Any]
    outputs: Mapping[str, Any] = field(default_factory=dict)


def permit(call: Asking, sent: Sent, doubt: Doubt, tried: Callable[[], bool] = lambda: False) -> Permit:
    """`tried`: an earlier attempt may have made the call; nobody can be asked then whether it may be made."""
    step = call.step
    if step.poll is not None or call.task.mode == "shadow":
        return Go(call.inputs)  # what has begun is only asked about; nothing of a shadow is sent
    edits = agreed(call.plan, step, call.inputs, call.outputs)
    if edits is not None:
        return Go({**call.inputs, **edits})
    rules = asking(call.sub_agent.requires_approval, call.action, call.inputs)
    whole = call.action.writes and call.task.approve == "plan"
    beyond = call.action.writes and not rules and _beyond(call, sent)
    doubtful = doubt()
    if not (rules or whole or beyond or doubtful or _asked_about(call.plan, step)):
        return Go(call.inputs)
    if call.step.effect != "read" and tried():
        return Failed("outcome_unknown", "an earlier call had no answer, and a person would have to agree to another")
    if whole or beyond:
        return _about_all(call, beyond=beyond and not whole)
    told = "; ".join(f"{rule}{' (cannot be told here)' if said == 'cannot tell' else ''}" for rule, said in rules)
    why = f"the sub-agent asks a person before {told}" if told else "nobody has agreed to this very request"
    number = 1 + len(_asked_about(call.plan, step))
    return AskFirst(approval_question(step, why, number, "" if told else doubtful), WAITS)


def agreed(
    plan: Plan, step: Step, inputs: Mapping[str, Any], outputs: Mapping[str, Any]
) -> Mapping[str, Any] | None:
    """What a person changed when they agreed to this very request; None if nobody has."""
    for question in reversed(plan.steps):
        if question.ask is None or not question.ask.approves or question.ask.about not in (PLAN, step.id):
            continue
        answer = outputs.get(question.id)
        if isinstance(answer, Mapping) and _covers(answer, step, inputs):
            edited = answer.get("decision") == "edit"
            values: Mapping[str, Any] = (answer.get("values") or {}) if edited else {}
            return {name: value for name, value in values.items() if name in step.inputs}
    return None


def _covers(answer: Mapping[str, Any], step: Step, inputs: Mapping[str, Any]) -> bool:
    """Whether the answer is a yes to this request.  An earlier version of ours kept no digest with it."""
    if answer.get("decision") not in ("approve", "edit"):
        return False
    if "approved" not in answer:
        return True
    shown = answer["approved"].get(step.id)
    return shown is not None and shown["digest"] == request_digest(step, inputs, shown.get("open", ()))


def request_digest(step: Step, inputs: Mapping[str, Any], unknown: Iterable[str] = ()) -> str:
    """A name of the request as a person sees it: values, and of `unknown` inputs where they are to come from."""
    left = set(unknown)
    form = {
        name: {"from": encode(binding)} if name in left else {"value": inputs.get(name)}
        for name, binding in step.inputs.items()
    }
    return call_digest(step.ref, form)


def _asked_about(plan: Plan, step: Step) -> tuple[Step, ...]:
    return tuple(one for one in plan.steps if one.ask and one.ask.approves and one.ask.about == step.id)


def _about_all(call: Asking, *, beyond: bool) -> Permit:
    """All writes that are planned are put to a person at once; whoever said no is not asked again."""
    questions = [one for one in call.plan.steps if one.ask and one.ask.of_plan and one.id in call.control.steps]
    for one in questions:
        state = call.control.settled(one.id)
        if state is not None and state.letter == "F":
            return Failed("declined", f"a person did not agree to {call.action.ref} when it was asked for")
        if state is None and call.step.id not in all_needs(call.control, one.id):
            return AskFirst(one, WAITS)
    limit = writes_allowed(call.task)
    why = (
        f"sub-agent {call.task.sub_agent!r} gives a task {limit} writes (limits.writes), and they are made" if beyond
        else "the task asks for a person's approval before it writes (approve: plan)"
    )
    return AskFirst(plan_question(call.plan, why, 1 + len(questions)), WAITS)


def writes_allowed(task: Task) -> int:
    return int(task.limits.get("writes", WRITES))


def _beyond(call: Asking, sent: Sent) -> bool:
    """Whether this write would be one more than the task may make.

    Counted are those that were called, whatever came of it, and those that a worker holds or may have called.  The
    control record is the one of the claim: of two that are claimed together, the second counts the first.
    """
    writing = {step.id for step in call.plan.steps if step.effect != "read" and step.poll is None} - {call.step.id}
    others = {sid: state for sid, state in call.control.steps.items() if sid in writing}
    limit = writes_allowed(call.task)
    if sum(map(_may_have_run, others.values())) < limit:
        return False
    called = sent()
    return sum(sid in called or _is_held(state) for sid, state in others.items()) >= limit


def _may_have_run(state: Live | Settled) -> bool:
    return not isinstance(state, Live) or state.attempts > 0  # what was skipped may have been tried before


def _is_held(state: Live | Settled) -> bool:
    """Whether a worker has it, nobody knows what became of its call, or another step goes on with what it began."""
    return state.first_call is not None if isinstance(state, Live) else state.letter in ("U", "S")
