"""Whom and what a write concerns is told in this task: by the request, its context, an answer, or data that were read.

Never by memory, and never by a planner's own knowledge: a past run's address in a plan for somebody else does harm
however often it was right before.  So this looks at values alone, not at who proposed them or why.  In a write, the
value of an input that directs it (an id, an address, a person) must be found in

    the request          its prompt, and what the sub-agent is for
    the context          any fact of it
    what the schema says an enumeration, a constant, a default
    the task so far      answers, refusals, and inputs of steps that were judged before

or be bound to what the task read.  A bare value that only happens to stand among what was read is not enough: one of
them would always be the remembered one.  Inside an object, where nothing can be bound, it has to be.

A draft or an added step that has such a value from nowhere asks a person for it instead; a remedy is refused.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import count
from typing import Any  # Any: values and schemas are JSON

from chalicelib.domain.binding import Answer, Binding, Literal, Mention, Several, Text, as_text
from chalicelib.domain.edit import Edit, Insert, Recover, Replace, step_id
from chalicelib.domain.errors import InvalidPlan
from chalicelib.domain.plan import Plan, Question, Step
from chalicelib.domain.tool import ASK, PERSON, Action
from chalicelib.planning.composer.schema import Param, params
from chalicelib.planning.impersonal import directs, offered
from chalicelib.planning.planner import Brief, Run

_WORD = re.compile(r"[^\W_]+")
_WIDEST = 8
Sources = Callable[[bool], Iterator[Any]]
"""What tells values; with what was read (True) or without."""


def told_plan(plan: Plan, brief: Brief) -> Plan:
    """The plan with a question for each value that directs a write and that nobody told."""
    def sources(_: bool) -> Iterator[Any]:
        return _request(brief)

    lacking = {step.id: names for step in plan.steps if (names := _untold(step, brief, sources))}
    if not lacking:
        return plan
    taken = {step.id for step in plan.steps}
    free = (name for name in map(str, count(len(plan.steps) + 1)) if name not in taken)
    found: list[Step] = []
    for step in plan.steps:
        found += _asked(step, lacking[step.id], brief, next(free)) if step.id in lacking else [step]
    return Plan(tuple(found))


def told_edit(edit: Edit, brief: Brief, run: Run, failed: Step) -> Edit:
    """The edit with such a question before each added step; raises `InvalidPlan` where a remedy knows too much."""
    def sources(read: bool) -> Iterator[Any]:  # in this order: what was read long ago may have to be fetched
        yield from _request(brief)
        yield from _so_far(run, failed)
        yield from run.outputs.values() if read else ()

    match edit:
        case Insert(steps):
            _no_rebinding(steps, brief, run, sources)
            found: list[Step] = []
            for step in steps:
                names = _untold(step, brief, sources)
                found += _asked(step, names, brief) if names else [step]
            return replace(edit, steps=tuple(found)) if len(found) > len(steps) else edit
        case Recover(steps):
            _refused(steps, brief, run, sources)
        case Replace(step):
            _refused((step,), brief, run, sources)
    return edit


def _refused(steps: Iterable[Step], brief: Brief, run: Run, sources: Sources) -> None:
    for step in steps:
        for name in _untold(step, brief, sources):
            raise InvalidPlan(f"step {step.id!r} ({step.ref}): nothing in this task tells its {name!r}")
    _no_rebinding(steps, brief, run, sources)


def _no_rebinding(steps: Iterable[Step], brief: Brief, run: Run, sources: Sources) -> None:
    """A step may give a pending write another input only if that was told too."""
    planned = {step.id: step for step in run.plan.steps}
    for step in steps:
        for sid, inputs in step.rebinds.items():
            if sid in planned and (names := _untold(replace(planned[sid], inputs=inputs, body=None), brief, sources)):
                raise InvalidPlan(f"step {step.id!r} gives step {sid!r} a {names[0]!r} that nothing in this task tells")


def _untold(step: Step, brief: Brief, sources: Sources) -> list[str]:
    """The inputs that direct the write, or the one for each item, by a value from nowhere."""
    found: dict[str, None] = {}
    for one in (step, step.body):
        action = brief.catalogue.actions.get(one.ref) if one is not None and not one.ask else None
        if one is None or action is None or action.effect == "read" or action.via in ("auth", "person"):
            continue
        for param in params(action.input_schema):
            binding = one.inputs.get(param.path[0])
            if binding is not None and directs(param) and not _all_told(param, binding, sources):
                found[param.path[0]] = None
    return list(found)


def _all_told(param: Param, binding: Binding, sources: Sources) -> bool:
    values = [value for held in _held(binding) for value in _at(held, param.path[1:])]
    inside = len(param.path) > 1
    return all(offered(value, param) or any(_holds(value, source) for source in sources(inside)) for value in values)


def _held(binding: Binding) -> Iterator[Any]:
    """The values that are known already."""
    match binding:
        case Literal(value) | Mention(value):
            yield value
        case Several(parts):
            for part in parts:
                yield from _held(part)
        case Text(parts) if all(isinstance(part, Literal | Mention) for part in parts):
            yield "".join(as_text(value) for part in parts for value in _held(part))


def _at(value: Any, path: tuple[str, ...]) -> Iterator[Any]:
    """The single values at the path into a value, however many lists it goes through."""
    if isinstance(value, list):
        for one in value:
            yield from _at(one, path[1:] if path[:1] == ("[]",) else path)
    elif path:
        yield from _at(value.get(path[0]), path[1:]) if isinstance(value, Mapping) else ()
    elif value not in (None, "") and not isinstance(value, bool | Mapping):
        yield value


def _holds(value: Any, source: Any) -> bool:
    wanted = _words(as_text(value))
    return not wanted or any(_says(text, wanted) for text in _texts(source))


def _says(text: str, wanted: list[str]) -> bool:
    """Whether the words stand in the text one after another, in whatever way they are joined ("PX 501", "px-501")."""
    whole, words = "".join(wanted), _words(text)
    if whole not in "".join(words):
        return False
    return any(
        "".join(words[at : at + size]) == whole
        for at in range(len(words)) for size in range(1, max(_WIDEST, len(wanted)) + 1)
    )


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def _texts(data: Any) -> Iterator[str]:
    match data:
        case Mapping():
            for key, value in data.items():
                yield str(key)  # what is kept under its id is known by it
                yield from _texts(value)
        case list() | tuple():
            for value in data:
                yield from _texts(value)
        case None | bool():
            return
        case _:
            yield as_text(data)


def _request(brief: Brief) -> Iterator[Any]:
    yield from (brief.prompt, brief.purpose, dict(brief.context))


def _so_far(run: Run, failed: Step) -> Iterator[Any]:
    """What was answered, what a service said no with, and what was judged before."""
    yield from (run.outputs[step.id] for step in run.plan.steps if step.ask and step.id in run.outputs)
    yield from (trial.failure.detail for trial in run.trials)
    for step in (*run.plan.steps, failed):
        if step.effect != "read":
            yield [value for binding in step.inputs.values() for value in _held(binding)]


def _asked(step: Step, names: list[str], brief: Brief, name: str = "") -> list[Step]:
    """The question for the inputs, and the step with its answers."""
    doing = step.body if step.body is not None and any(one in step.body.inputs for one in names) else step
    action = brief.catalogue.actions[doing.ref]
    question = Step(
        id=name, label=name, tool=PERSON, action=ASK, effect="read", depends_on=step.depends_on, goal=step.goal,
        revision=step.revision, when=step.when, remedy_for=step.remedy_for,
        reason=f"nothing in the request tells the {' or the '.join(names)} of {action.ref}",
        ask=Question(
            "missing_input",
            f"{_doing(step, action)} please tell: {', '.join(_wording(action, one) for one in names)}.",
            _fields(action, names), step.id, action.tool, action.name,
        ),
    )
    question = question if name else replace(question, id=step_id(question, step.remedy_for or ""))
    answers: dict[str, Binding] = {one: Answer(question.id, one) for one in names}
    depends = (*step.depends_on, question.id)
    if doing is step:
        return [question, replace(step, inputs={**step.inputs, **answers}, depends_on=depends)]
    return [question, replace(step, body=replace(doing, inputs={**doing.inputs, **answers}), depends_on=depends)]


def _doing(step: Step, action: Action) -> str:
    return f"To do “{step.goal}”," if step.goal else f"For {action.ref},"


def _wording(action: Action, name: str) -> str:
    says = str(_properties(action).get(name, {}).get("description") or "").rstrip(".")
    return f"{name} ({says})" if says else name


def _fields(action: Action, names: list[str]) -> dict[str, Any]:
    given = _properties(action)
    return {"type": "object", "required": names, "properties": {name: given.get(name) or {} for name in names}}


def _properties(action: Action) -> Mapping[str, Any]:
    found: Mapping[str, Any] = action.properties
    return found
