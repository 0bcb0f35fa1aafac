"""The calls that make a change: for each record the inputs of the action, in the types that it takes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any  # Any: values are JSON

from chalicelib.domain.binding import Binding, Literal, Mention, Output, Several
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.words import Token, name_parts, name_stems
from chalicelib.planning.records import newvalue, places, shapes
from chalicelib.planning.records.bookkeeping import VERSIONS
from chalicelib.planning.records.phrase import Used
from chalicelib.planning.records.reach import Row, Unsure
from chalicelib.planning.records.resources import Act, is_key
from chalicelib.planning.records.scene import Write
from chalicelib.planning.records.states import since
from chalicelib.planning.records.view import View


@dataclass(frozen=True, slots=True)
class Wish:
    """`value`: by record, the new value and where it comes from; None for an action that takes none."""

    act: Act
    name: str
    value: Callable[[Row], newvalue.Changes] | None
    meant: tuple[Token, ...]
    used: Used
    extra: tuple[tuple[str, Any, Binding], ...]
    said: str

    def leaves_open(self, marks: Sequence[Found]) -> bool:
        """Whether a day is told that may be when it is to be done, as the action takes one and none was given."""
        days = [mark for mark in marks if mark.kind in ("date", "datetime")]
        told = any(token in mark for mark in days for token in self.meant)
        given = {name for name, _, _ in self.extra} | {self.name}
        return told and any(one.temporal and one.name not in given for one in self.act.rest)


def fills(param: Param, name: str) -> bool:
    """Whether the input takes the field of that name."""
    return param.name == name or name_stems(param.name) == name_stems(name)


def tells_which(param: Param) -> bool:
    """Whether it only says which record is meant, or as of which version."""
    return param.is_id or bool({*param.stems} & VERSIONS)


def writes(view: View, one: Wish, rows: Sequence[Row]) -> list[Write]:
    """One write for each record, or for all that become alike where the action takes a list of them."""
    found = _each(view, one, rows)
    target = next((param for param in one.act.entry.params if param.name == one.act.target), None)
    return _together(found, one.act.target) if target is not None and target.many else found


def _together(each: Sequence[Write], target: str) -> list[Write]:
    groups: dict[str, list[Write]] = {}
    for one in each:
        rest = {name: binding for name, binding in one.inputs.items() if name != target}
        groups.setdefault(str(sorted(rest.items())), []).append(one)
    return [
        replace(
            alike[0], inputs={**alike[0].inputs, target: Several(tuple(one.inputs[target] for one in alike))},
            reason=alike[0].reason if len(alike) == 1 else f"for {len(alike)} records",
        )
        for alike in groups.values()
    ]


def _each(view: View, one: Wish, rows: Sequence[Row]) -> list[Write]:
    """None where it would change nothing."""
    found = []
    for row in (row for row in rows if one.value is not None or not _is_so(one.act, row)):
        target = _id(row, one.act, view)
        for inputs in [{}] if one.value is None else _inputs(one.act, row, one.value(row)):
            whole = {one.act.target: Output(row.step, row.at(target)), **inputs, **_extra(one, inputs)}
            found.append(Write(one.act.entry.ref, whole, f"for the record {row.values[target]}", one.said[:120], row))
    return found


def _is_so(act: Act, row: Row) -> bool:
    """Whether the record says since when it is as the action would make it: what is closed is not closed again."""
    return not act.rest and any(
        isinstance(value, str) and act.entry.verb in name_stems(name) and since(name, value)
        for name, value in row.own.items()
    )


def _extra(one: Wish, inputs: dict[str, Binding]) -> dict[str, Binding]:
    """What is told beside, each at its place."""
    found = dict(inputs)
    for name, value, binding in one.extra:
        param = next((param for param in one.act.rest if param.name == name), None)
        if param is None:
            found[name] = binding
        else:
            places.put(found, param, value, binding)
    return found


def _inputs(act: Act, row: Row, changes: newvalue.Changes) -> list[dict[str, Binding]]:
    """The inputs that make the changes: one call for each field, or all of them at once.

    Where an action needs more, because it replaces the whole record, all that it takes is taken from the record.
    """
    new = {name: told for name, told in changes.items() if row.values.get(name) != told[0]}
    if not new:
        return []
    if act.generic is not None:
        field, value = act.generic
        fitted = ((name, places.fitted(value, *_taken(value, told))) for name, told in new.items())
        return [{field.name: Literal(name), value.name: binding} for name, binding in fitted]
    inputs: dict[str, Binding] = {}
    said = [param for param in act.rest if any(fills(param, one) for one in new)]
    entire = any(one.required and one not in said and not tells_which(one) for one in act.rest)
    if entire and any(isinstance(row.values.get(one.path[0]), Mapping | list) for one in act.rest if len(one.path) > 1):
        raise Unsure("what the record holds inside of others would be lost")
    for param in act.rest:
        name = next((one for one in new if fills(param, one)), None)
        if name is not None and row.values.get(name) and (places.in_one_text(param) or places.of_several(param)):
            raise Unsure(f"it is not clear whether {name} keeps what it holds")
        if name is not None:
            places.put(inputs, param, *_taken(param, _as_held(new[name], row.values.get(name))))
        elif param.required or entire:
            held = next((one for one in row.values if fills(param, one) and row.values[one] is not None), "")
            if held:
                places.put(inputs, param, row.values[held], Output(row.step, row.at(held)))
            elif param.required:
                raise Unsure(f"the record has no {param.name} to keep")
    return [inputs]


def _as_held(told: tuple[Any, Binding], held: Any) -> tuple[Any, Binding]:
    """What is told; a number with as many digits behind the point as the record's own, where that is a text."""
    value, digits = told[0], len(held.partition(".")[2]) if isinstance(held, str) else 0
    if not isinstance(value, int | float) or not digits or shapes.number(held) is None:
        return told
    text = f"{value:.{digits}f}"
    return text, Mention(text, told[1].text) if isinstance(told[1], Mention) else Literal(text)


def _taken(param: Param, told: tuple[Any, Binding]) -> tuple[Any, Binding]:
    """What is told, if the input can take it."""
    value, _ = told
    strange = param.type in ("integer", "number") and shapes.number(value) is None
    if strange or (param.enum and value not in param.enum and str(value) not in param.enum):
        raise Unsure(f"{value!r} cannot be a {param.name}")
    return told


def _id(row: Row, act: Act, view: View) -> str:
    same = [name for name in row.values if name == act.target or name_stems(name) == name_stems(act.target)]
    bare = any(name_parts(name) == name_parts(act.target) for name in same)
    if bare or (same and (len(name_stems(act.target)) > 1 or act.target.endswith("s"))):
        return act.target if act.target in same else same[0]
    *owner, last = name_stems(act.target)
    numbered = next((name for name in row.values if name_stems(name) == (last,)), "")
    if numbered and view.resource.noun in owner and is_key(numbered):
        return numbered  # the `job_number` of a job that has a `number` is no other number of it
    for name in row.values:
        stems = name_stems(name)
        if stems[-1:] == ("id",) and (stems == ("id",) or view.resource.noun in stems):
            return name
    raise Unsure(f"the records do not show their {act.target}")
