"""A step that goes through a list: once the list is there, one step for each of its items.

The items become bindings to the list's entries, so that nothing is copied and the same list gives the same
steps.  More steps than the cap allows are proposed all the same: the engine then ends the task by name.
"""

from dataclasses import replace

from chalicelib.domain.binding import Binding, Condition, Item, Output, Several, Text
from chalicelib.domain.edit import step_id
from chalicelib.domain.plan import Step
from chalicelib.planning.revise.look import Finding, Look
from chalicelib.planning.revise.paths import joined, list_in


def expansion(look: Look) -> Finding | None:
    """One step per item of the output list; dependants of the list's step wait for them."""
    body = look.step.body
    if body is None:
        return None
    found = list_in(look.output)
    entries = found[1] if found else []
    if found is None or not entries:
        return Finding(f"nothing to do: the list for {body.ref} is empty")
    steps = tuple(
        _for_item(look, body, joined(found[0], f"[{position}]")) for position in range(len(entries))
    )
    noun = "item" if len(steps) == 1 else "items"
    return Finding(f"{body.ref} for {len(steps)} {noun}", steps)


def _for_item(look: Look, body: Step, path: str) -> Step:
    sid = look.step.id
    step = replace(
        body, id="", label="", revision=look.step.revision + 1,
        inputs={name: at(binding, sid, path) for name, binding in body.inputs.items()},
        when=_condition(body.when, sid, path), depends_on=tuple(dep for dep in body.depends_on if dep != sid),
        goal=body.goal or look.step.goal, reason=body.reason or f"once for each item of step {look.step.label}",
    )
    return replace(step, id=step_id(step))


def at(binding: Binding, sid: str, path: str) -> Binding:
    """`binding` with every `Item` turned into the entry at `path` of the list's step."""
    match binding:
        case Item(inner):
            return Output(sid, joined(path, inner))
        case Text(parts):
            return Text(tuple(at(part, sid, path) for part in parts))
        case Several(parts):
            return Several(tuple(at(part, sid, path) for part in parts))
    return binding


def _condition(condition: Condition | None, sid: str, path: str) -> Condition | None:
    if condition is None:
        return None
    return replace(condition, left=at(condition.left, sid, path), right=at(condition.right, sid, path))
