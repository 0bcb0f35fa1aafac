"""The rules that every proposal keeps, whoever made it: the composer, a model, or a lesson.

    the action is in the catalogue, and under that very name
    inputs are known to the action's schema, required ones are bound, values that are known already fit
    bindings and dependencies speak of steps that exist, and nothing runs in a circle
    a question is a question, an action of a tool is not; effects are those of the catalogue
    there are no more steps than the cap allows

A refusal names the step, the field and what would help.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any  # Any: schemas are JSON

from chalicelib.domain.binding import Binding, Literal, Mention, sources
from chalicelib.domain.edit import CarryOn, Edit, GiveUp, Insert, Later, Recover, Replace
from chalicelib.domain.errors import InvalidPlan
from chalicelib.domain.plan import CAP, Plan, Step
from chalicelib.domain.tool import ASK, PERSON, Action
from chalicelib.planning.planner import Catalogue, Run

Problem = dict[str, str]

_LONGEST_WAIT = 7 * 24 * 3600.0


def check_plan(plan: Plan, catalogue: Catalogue, max_steps: int = CAP) -> Plan:
    """The plan, with the effects that the catalogue tells; raises `InvalidPlan`, `details` naming each fault."""
    problems = [problem for step in plan.steps for problem in _of_step(step, catalogue)]
    for step in plan.steps:
        problems += _of_rebinds(step, {known.id for known in plan.steps})
        if step.remedy_for or step.replaces:
            problems.append(_problem(step, "remedy_for", "a new plan has nothing to repair or replace; leave it out"))
    if len(plan.steps) > max_steps:
        problems.append({
            "field": "steps", "message": f"{len(plan.steps)} steps, the cap is {max_steps}; plan fewer steps",
        })
    _raise(problems)
    return Plan(tuple(_with_effect(step, catalogue) for step in plan.steps))


def check_edit(edit: Edit, run: Run, step: Step, catalogue: Catalogue) -> Edit:
    """The edit, with the effects that the catalogue tells; raises `InvalidPlan` where it breaks a rule.

    The cap is not looked at here: a step too many ends the task by name, which is a transition's business.
    """
    match edit:
        case CarryOn() | GiveUp():
            return edit
        case Later(seconds):
            if not 0 <= seconds <= _LONGEST_WAIT:
                raise InvalidPlan(f"step {step.id!r} would wait {seconds:g} s; wait between 0 s and 7 days")
            return edit
        case Insert(steps):
            return replace(edit, steps=_added(steps, run, catalogue))
        case Recover(steps):
            return replace(edit, steps=_before(steps, run, step, catalogue))
        case Replace(other):
            if other.replaces != step.id:
                raise InvalidPlan(f"step {other.id!r} must say that it replaces step {step.id!r}")
            return replace(edit, step=_added((other,), run, catalogue)[0])


def _before(steps: tuple[Step, ...], run: Run, step: Step, catalogue: Catalogue) -> tuple[Step, ...]:
    if not steps:
        raise InvalidPlan(f"recovering step {step.id!r} needs a remedy; wait or give up instead")
    circular = [added.id for added in steps if step.id in (*added.depends_on, *added.sources())]
    if circular:
        raise InvalidPlan(f"remedy {circular[0]!r} needs step {step.id!r}, which waits for it; bind it elsewhere")
    return _added(steps, run, catalogue)


def _added(steps: tuple[Step, ...], run: Run, catalogue: Catalogue) -> tuple[Step, ...]:
    problems = [problem for added in steps for problem in _of_step(added, catalogue)]
    known = {planned.id for planned in run.plan.steps} | {added.id for added in steps}
    for added in steps:
        problems += _of_rebinds(added, known)
        problems += _of_rebound_settled(added, run)
    _raise(problems)
    present = {planned.id for planned in run.plan.steps}
    run.plan.with_steps(added for added in steps if added.id not in present)
    return tuple(_with_effect(added, catalogue) for added in steps)


def _of_step(step: Step, catalogue: Catalogue) -> Iterator[Problem]:
    """Everything that is wrong with one step, its body included."""
    if step.ask is not None or step.tool == PERSON:
        yield from _of_question(step, catalogue)
        return
    ref = step.ref
    action = catalogue.actions.get(ref)
    if action is None:
        yield _problem(step, "action", _unknown_action(ref, catalogue))
        return
    if not ref.isascii() and (twins := _twins(ref, catalogue)):
        yield _problem(step, "action", f"{ref!r} looks like {twins[0]!r}; use that one, or rename one of the tools")
    if action.via == "person":
        yield _problem(step, "action", "a person is asked by a question; give the step an `ask`")
        return
    yield from _of_inputs(step, action)
    if step.body is not None:
        for problem in _of_step(step.body, catalogue):
            yield {"field": f"{step.id}.body.{problem['field']}", "message": problem["message"]}


def misfit(action: Action, inputs: Mapping[str, Binding]) -> str:
    """The input whose value the action would not take; "" where it takes all that are known."""
    step = Step("", action.tool, action.name, action.effect, inputs)
    properties = action.properties
    known = ((name, one) for name, one in inputs.items() if name in properties)
    return next((name for name, one in known if any(_of_value(step, name, one, properties[name], action))), "")


def _of_question(step: Step, catalogue: Catalogue) -> Iterator[Problem]:
    if step.ask is None or (step.tool, step.action) != (PERSON, ASK):
        yield _problem(step, "ask", f"a question is {PERSON}.{ASK} with an `ask`, and no other step has one")
    elif step.effect != "read":
        yield _problem(step, "effect", "a question only reads")
    elif step.ask.action and step.ask.ref not in catalogue.actions:
        yield _problem(step, "ask.action", _unknown_action(step.ask.ref, catalogue))


def _of_inputs(step: Step, action: Action) -> Iterator[Problem]:
    properties = action.properties
    closed = action.input_schema.get("additionalProperties") is not True and bool(properties or not step.inputs)
    for name, binding in step.inputs.items():
        if name not in properties:
            if closed and not isinstance(action.input_schema.get("additionalProperties"), Mapping):
                yield _problem(step, name, f"{action.ref} has no input {name!r}; it takes {_listed(properties)}")
            continue
        yield from _of_value(step, name, binding, properties[name], action)
    for name in action.required:
        if name not in step.inputs:
            yield _problem(step, name, f"{action.ref} requires {name!r}; bind it or ask a person for it")


def _of_value(step: Step, name: str, binding: Binding, schema: Any, action: Action) -> Iterator[Problem]:
    """What is known already is held against the schema; what comes later is checked before the call."""
    if not isinstance(binding, (Literal, Mention)) or not isinstance(schema, Mapping):
        return
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import SchemaError
    validator = Draft202012Validator({**schema, "$defs": action.input_schema.get("$defs") or {}})
    try:
        fault = next(iter(validator.iter_errors(binding.value)), None)
    except (SchemaError, LookupError, TypeError):
        return  # a schema that cannot be read promises nothing
    if fault is not None:
        yield _problem(step, name, f"{fault.message}; give {action.ref} a value that fits its schema")


def _of_rebinds(step: Step, known: set[str]) -> Iterator[Problem]:
    for sid, inputs in step.rebinds.items():
        if sid not in known:
            yield _problem(step, f"rebinds.{sid}", "there is no such step; rebind a step of the plan")
        for name, binding in inputs.items():
            for source in sources(binding):
                if source not in known:
                    yield _problem(step, f"rebinds.{sid}.{name}", f"no step {source!r}; bind to an earlier step")
                elif source == sid:
                    yield _problem(step, f"rebinds.{sid}.{name}", "a step cannot read its own output")


def _of_rebound_settled(step: Step, run: Run) -> Iterator[Problem]:
    for sid in step.rebinds:
        if sid in run.settled:
            yield _problem(step, f"rebinds.{sid}", "that step has ended; only pending steps can be rebound")


def _with_effect(step: Step, catalogue: Catalogue) -> Step:
    """What a step does to the world is told by the catalogue, never by whoever proposes it."""
    action = catalogue.actions.get(step.ref)
    body = _with_effect(step.body, catalogue) if step.body else None
    if step.ask is not None or action is None:
        return step
    return replace(step, effect=action.effect, body=body)


def _unknown_action(ref: str, catalogue: Catalogue) -> str:
    """Names the action that was probably meant, and says so when a name only looks like it."""
    twins = _twins(ref, catalogue)
    if twins:
        return f"{ref!r} only looks like {twins[0]!r}, and is another name; use that one"
    from difflib import get_close_matches
    near = get_close_matches(ref, list(catalogue.actions), 3, 0.6)
    return f"this sub-agent may not use {ref!r}; " + (f"near it: {_listed(near)}" if near else "use a granted action")


def _twins(ref: str, catalogue: Catalogue) -> list[str]:
    return [known for known in catalogue.actions if known != ref and _looks(known) == _looks(ref)]


def _looks(name: str) -> str:
    """What a name looks like: compatibility forms folded, look-alikes of other alphabets as Latin letters."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(
        _LOOK_ALIKES.get(letter, letter) for letter in folded if unicodedata.category(letter) not in ("Cf", "Mn")
    )


_LOOK_ALIKES = dict(zip("аеорсухіјѕһԁԛԝοαειν0ıi1|", "aeopcyxljshdqwoaelvollll", strict=True))


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names) or "no inputs"


def _problem(step: Step, field: str, message: str) -> Problem:
    return {"field": f"{step.id}.{field}", "message": f"step {step.id!r} ({step.ref}): {message}"}


def _raise(problems: list[Problem]) -> None:
    if problems:
        rest = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        raise InvalidPlan(problems[0]["message"] + rest, details=problems)
