"""One look at the plan after a step was done: what came back, and which pending steps use it.

A finder gets a `Look` and answers with a `Finding` or None.  Pending steps are seen with the inputs that
finished steps have rebound for them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any  # Any: outputs are JSON
from typing import Literal as Word

from chalicelib.domain.binding import Binding, Literal, Output, Several, Text, condition_sources
from chalicelib.domain.control import RESOLVED
from chalicelib.domain.edit import Edit, step_id
from chalicelib.domain.plan import Step
from chalicelib.domain.tool import UTILITY, Action
from chalicelib.planning.composer.words import name_parts
from chalicelib.planning.planner import Brief, Run

Within = Word["", "text", "list"]
Rebinds = Mapping[str, Mapping[str, Binding]]

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Use:
    """A pending step's input, or a part of a text or a list in it, that speaks of the step that was just done."""

    step: Step
    name: str
    output: Output
    within: Within = ""


@dataclass(frozen=True, slots=True)
class Look:
    brief: Brief
    run: Run
    step: Step
    output: Any
    more: bool
    pending: tuple[Step, ...]
    onward: Mapping[str, Any] = field(default_factory=dict)

    @property
    def action(self) -> Action | None:
        return self.brief.catalogue.actions.get(self.step.ref)

    def schema_of(self, use: Use) -> Mapping[str, Any]:
        """The schema of the input that is used; {} where nothing is known."""
        action = self.brief.catalogue.actions.get(use.step.ref)
        properties = action.properties if action else {}
        found = properties.get(use.name)
        return found if isinstance(found, Mapping) else {}

    def uses(self) -> tuple[Use, ...]:
        return tuple(
            Use(step, name, output, within)
            for step in self.pending if step.ask is None
            for name, binding in step.inputs.items()
            for output, within in _outputs(binding, self.step.id)
        )


@dataclass(frozen=True, slots=True)
class Finding:
    """A need: steps to insert (their ids made), inputs of pending steps that change, or an edit that ends all."""

    note: str
    steps: tuple[Step, ...] = ()
    rebinds: Rebinds = field(default_factory=dict)
    edit: Edit | None = None


def look(
    brief: Brief, run: Run, step: Step, output: Any, more: bool = False, onward: Mapping[str, Any] | None = None
) -> Look:
    return Look(brief, run, step, output, more, pending_users(run, step.id), onward or {})


def pending_users(run: Run, sid: str) -> tuple[Step, ...]:
    """Pending steps, with their effective inputs, that speak of `sid`."""
    done = [other for other, letter in run.settled.items() if letter in RESOLVED]
    found = []
    for planned in run.plan.steps:
        if planned.id in run.settled or planned.id == sid:
            continue
        step = run.plan.effective(planned.id, (*done, sid))
        if sid in step.sources() or sid in step.depends_on:
            found.append(step)
    return tuple(found)


def asked_paths(run: Run, sid: str) -> tuple[str, ...]:
    """The paths in the output of `sid` that pending steps ask for."""
    return tuple(
        output.path for step in pending_users(run, sid)
        for binding in step.inputs.values() for output, _ in _outputs(binding, sid)
    )


def decides(step: Step, sid: str) -> bool:
    """Whether the condition of `step` speaks of `sid`: then an empty output is an answer, not a gap."""
    return step.when is not None and sid in condition_sources(step.when)


def rebound(binding: Binding, old: Output, new: Binding) -> Binding:
    """`binding` with one output of a step exchanged, also inside texts."""
    if binding == old:
        return new
    match binding:
        case Text(parts):
            return Text(tuple(rebound(part, old, new) for part in parts))
        case Several(parts):
            return Several(tuple(rebound(part, old, new) for part in parts))
    return binding


def inserted(look: Look, action: Action, inputs: Mapping[str, Binding], reason: str) -> Step:
    """A step that serves a need; without a prefix, so that two finders of one need make one step."""
    step = Step(
        id="", tool=action.tool, action=action.name, effect=action.effect, inputs=inputs, reason=reason,
        revision=look.step.revision + 1, goal=look.step.goal,
    )
    return replace(step, id=step_id(step))


def labelled(look: Look, steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Rows are named after the step that showed the need: 3a, 3b, …; letters in use are passed over."""
    repaired = (step.label for step in look.run.plan.steps if step.id == look.step.remedy_for)
    base = (look.step.label or next(repaired, "")).rstrip(_LETTERS)
    taken = {step.label for step in look.run.plan.steps}
    free = (f"{base}{letters}" for letters in _lettering() if f"{base}{letters}" not in taken)
    return tuple(replace(step, label=next(free)) if base else step for step in steps)


def carrying(look: Look, rebinds: Rebinds, reason: str) -> Step | None:
    """A step that brings rebinds into a plan that needs no other step: it keeps the fields they speak of."""
    for action in look.brief.catalogue.of_tool(UTILITY):
        properties = action.properties
        required = tuple(action.required)
        lists = [name for name in required if properties.get(name, {}).get("type") == "array"]
        if len(required) != 2 or len(lists) != 1 or "pick" not in name_parts(action.name):
            continue
        data = next(name for name in required if name not in lists)
        paths = () if isinstance(look.output, list) else tuple(dict.fromkeys(
            output.path for inputs in rebinds.values() for binding in inputs.values()
            for output, _ in _outputs(binding, look.step.id) if output.path != "@"
        ))
        step = inserted(look, action, {data: Output(look.step.id), lists[0]: Literal(list(paths))}, reason)
        return replace(step, rebinds=rebinds)
    return None


def _lettering() -> Iterator[str]:
    """a … z, aa, ab, …"""
    yield from _LETTERS
    for first in _LETTERS:
        for second in _LETTERS:
            yield first + second


def _outputs(binding: Binding, sid: str, within: Within = "") -> Iterator[tuple[Output, Within]]:
    match binding:
        case Output(step) if step == sid:
            yield binding, within
        case Text(parts):
            for part in parts:
                yield from _outputs(part, sid, "text")
        case Several(parts):
            for part in parts:
                yield from _outputs(part, sid, "list")
