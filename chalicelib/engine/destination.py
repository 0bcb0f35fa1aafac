"""Before a call: does it go where somebody trusted sent it?  If nobody did, a person is asked first.

What was planned before anything was read goes ahead, for no service can have talked anybody into it: steps of the
first plan, what they do for each item of a list, and values that these send somewhere themselves.  For what came
later, the values decide (`planning.destinations`).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any  # Any: inputs are JSON

from chalicelib.domain.binding import Binding, Context, Item, Literal, Mention, Output, Unresolved, Values, resolve
from chalicelib.domain.plan import Plan, Step
from chalicelib.domain.subagent import SubAgent
from chalicelib.domain.task import Task
from chalicelib.domain.tool import Action
from chalicelib.engine.act import facts


@dataclass(frozen=True, slots=True)
class Sending:
    """A call that is about to be made.  `done` gives what the steps of the plan have given, when it is needed."""

    task: Task
    sub_agent: SubAgent
    plan: Plan
    step: Step
    action: Action
    inputs: Mapping[str, Any]
    granted: Mapping[str, Action]
    done: Callable[[], Mapping[str, Any]]


def doubtful_destination(call: Sending) -> str:
    """What to ask a person about where the call would send something; empty where there is nothing to ask."""
    step = call.step
    if step.poll is not None:
        return ""
    later = {
        name: call.inputs[name] for name, binding in step.inputs.items()
        if name in call.inputs and not planned_first(call.plan, step, name, binding)
    }
    return _judged(call, later) if later else ""


def _judged(call: Sending, inputs: Mapping[str, Any]) -> str:
    from chalicelib.planning.destinations import Trusted, looked_up, unvouched  # not for every step of a worker

    plan, known = call.plan, facts(call.task)
    outside = Trusted(call.task.prompt, "\n".join(_told(call)))
    if not unvouched(call.action, inputs, outside):
        return ""
    done = call.done()
    answers = [str(one) for step in plan.steps if step.ask for one in _scalars(done.get(step.id))]
    asked_for = "\n".join((call.task.prompt, *_said_anew(plan, done)))
    trusted = Trusted(asked_for, "\n".join((outside.text, *answers)))
    sent = _sent_by_the_first_plan(plan, Values(done, known))
    reads = tuple(_reads(plan, done, call.granted, known))
    for path, value in unvouched(call.action, inputs, trusted):
        if value not in sent and not looked_up(value, reads, trusted):
            return (
                f"It would send something to {value!r} ({path}), which the request does not name: "
                "it comes from what a service answered."
            )
    return ""


def _said_anew(plan: Plan, done: Mapping[str, Any]) -> Iterable[str]:
    """What a person answered to questions about the request: a part of the request since."""
    for step in plan.steps:
        given = done.get(step.id)
        if step.ask is not None and step.ask.reason == "missing_input" and isinstance(given, Mapping):
            yield from map(str, _scalars(given.get("values")))


def planned_first(plan: Plan, step: Step, name: str, binding: Binding) -> bool:
    """Whether this input was bound so before anything had been read."""
    first = [one for one in plan.steps if _is_first(one)]
    if _is_first(step):
        known = [plan.step(step.id).inputs.get(name), *(one.rebinds.get(step.id, {}).get(name) for one in first)]
        return binding in known
    return any(
        _same_for_an_item(one.body.inputs.get(name), binding, one.id) for one in first
        if one.body is not None and (one.body.tool, one.body.action) == (step.tool, step.action)
    )


def _is_first(step: Step) -> bool:
    """Steps that are added later have a dot in their ids."""
    return "." not in step.id


def _same_for_an_item(planned: Binding | None, binding: Binding, sid: str) -> bool:
    match planned, binding:
        case Item(inner), Output(step, path):
            return step == sid and (inner == "@" or path.endswith(inner))
    return planned is not None and planned == binding


def _sent_by_the_first_plan(plan: Plan, values: Values) -> set[str]:
    sent: set[str] = set()
    for step in plan.steps:
        if _is_first(step) and step.ask is None:
            sent |= {str(one) for value in _resolved(step.inputs, values).values() for one in _scalars(value)}
    return sent


def _reads(
    plan: Plan, done: Mapping[str, Any], granted: Mapping[str, Action], known: Mapping[str, Any]
) -> Iterable[Any]:
    from chalicelib.planning.destinations import Read

    for step in plan.steps:
        action = granted.get(step.ref)
        if step.id in done and action is not None and action.effect == "read" and step.ask is None:
            plain = {name: one for name, one in step.inputs.items() if isinstance(one, (Literal, Mention, Context))}
            yield Read(done[step.id], action.output_schema, _resolved(plain, Values({}, known)))


def _told(call: Sending) -> Iterable[str]:
    return (call.task.prompt, call.sub_agent.prompt, *(str(one) for one in _scalars(facts(call.task))))


def _resolved(bindings: Mapping[str, Binding], values: Values) -> dict[str, Any]:
    found = {}
    for name, binding in bindings.items():
        try:
            found[name] = resolve(binding, values)
        except Unresolved:
            continue  # the call will fail by name
    return found


def _scalars(value: Any) -> Iterable[Any]:
    match value:
        case Mapping():
            for inner in value.values():
                yield from _scalars(inner)
        case list() | tuple():
            for inner in value:
                yield from _scalars(inner)
        case None | bool():
            return
        case _:
            yield value
