"""Inputs that stand together in an object: seen as if they stood side by side.

    filter: {status, owner}               what is looked for
    input: {order_id, status}             what is done
    order_id, order: {status, note}       what is written, beside what tells the record
    filter[status], filter[owner]         an object whose inputs are told one by one
"""

import re

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any  # Any: values and schemas are JSON

from chalicelib.domain.binding import Answer, Binding, Literal, Mention, Output, Unresolved, Values, resolve
from chalicelib.domain.tool import Action
from chalicelib.planning.composer.schema import param, type_of
from chalicelib.planning.composer.words import bag, name_stems
from chalicelib.planning.revise.paths import quoted
from chalicelib.planning.searches import bound

_BODY = bag("input data body payload param parameter request attribut field valu record object resource item detail")
_CHANGE = bag("change patch update set create insert new")
_FILTER = bag("filter where query criteria criterion condition selector search option arg argument")


_TOLD_ALONE = re.compile(r"(\w+)\[(\w+)\]")


class Scattered(ValueError):
    """What stands in one object comes from several steps, which no binding can say."""


@dataclass(frozen=True, slots=True)
class Wrapper:
    name: str
    inner: frozenset[str]
    needed: bool


def wrapper(action: Action) -> Wrapper | None:
    """The object that only holds the inputs of the action; None where there is none.

    One that is a value of its own, a name of first and last, is no wrapper, and neither is one of several.
    """
    properties = action.input_schema.get("properties") or {}
    objects = [name for name, one in properties.items() if _objects(one)]
    if len(objects) != 1 or action.via == "auth":
        return None
    name, needed = objects[0], action.input_schema.get("required") or ()
    inner = properties[name].get("properties") or {}
    beside = [one for one in properties if one != name]
    reads = action.effect == "read"
    if not inner or {*inner} & {*beside} or not _only_holds(name, action, reads=reads):
        return None
    plain = all(type_of(one) != "object" for one in inner.values()) if reads else all(
        one in needed or param(one, (one,), False, properties[one]).is_id for one in beside
    )
    return Wrapper(name, frozenset(inner), name in needed) if plain else None


def _objects(schema: Any) -> bool:
    """Whether it takes an object, or a list of them."""
    told = schema if isinstance(schema, Mapping) else {}
    return type_of(told) == "object" or (type_of(told) == "array" and _objects(told.get("items")))


def _only_holds(name: str, action: Action, *, reads: bool) -> bool:
    """Whether it is called so because it holds what is told, or is called as the record that is written."""
    stems = name_stems(name)
    if {*stems[-1:]} & (_BODY | (_FILTER if reads else _CHANGE)):
        return True
    return not reads and {*stems} <= {*name_stems(action.words)}


def seen(one: Wrapper, action: Action) -> Action:
    """The action as the planner sees it."""
    schema = action.input_schema
    held = schema["properties"][one.name]
    properties = {name: told for name, told in schema["properties"].items() if name != one.name}
    needed = [name for name in schema.get("required") or () if name != one.name]
    needed += (held.get("required") or ()) if one.needed or action.effect != "read" else ()
    return replace(action, input_schema={**schema, "properties": {**properties, **held["properties"]}, "required": needed})


def flat(one: Wrapper, inputs: Mapping[str, Binding]) -> Mapping[str, Binding] | None:
    """The inputs side by side; None where it is not known what stands in the object."""
    held = inputs.get(one.name, Literal({}))
    if not isinstance(held, Literal | Mention) or not isinstance(held.value, Mapping) or not {*held.value} <= one.inner:
        return None
    left = {name: value for name, value in inputs.items() if name != one.name}
    return {**left, **{name: Literal(value) for name, value in held.value.items()}}


def written(one: Wrapper, inputs: Mapping[str, Binding], outputs: Mapping[str, Any]) -> Mapping[str, Binding]:
    """The inputs as the action takes them.  Raises `Scattered`, unless it is known what those steps gave."""
    told = {name: _said(value) for name, value in inputs.items() if name in one.inner}
    left = {name: value for name, value in inputs.items() if name not in told}
    if not told:
        return {**left, one.name: Literal({})} if one.needed and one.name not in left else left
    if len({*_steps(told)}) > 1:
        told = {name: _known(value, outputs) for name, value in told.items()}
    if len({*_steps(told)}) > 1:
        raise Scattered(one.name)
    return {**left, one.name: bound(told)}


def _known(value: Binding, outputs: Mapping[str, Any]) -> Binding:
    if isinstance(value, Literal | Mention):
        return value
    try:
        return Literal(resolve(value, Values(outputs, {})))
    except Unresolved:
        return value


def _said(value: Binding) -> Binding:
    """An answer is what the question gave."""
    return Output(value.step, quoted(value.field)) if isinstance(value, Answer) else value


def _steps(told: Mapping[str, Binding]) -> Iterator[str]:
    for value in told.values():
        if isinstance(value, Output):
            yield value.step
        elif not isinstance(value, Literal | Mention):
            yield from ("", "something else")


def alone(action: Action) -> Mapping[str, str]:
    """What inputs that stand in an object and are told one by one are really called."""
    properties = action.input_schema.get("properties") or {}
    told = [found for name in properties if (found := _TOLD_ALONE.fullmatch(name))]
    inner = [found for found in told if {*name_stems(found[1])[-1:]} & (_BODY | _FILTER)]
    names = {found[2]: found[0] for found in inner}
    return names if len(names) == len(inner) and not {*names} & {*properties} else {}


def renamed(inputs: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    return {names.get(name, name): value for name, value in inputs.items()}


def plainly(action: Action, names: Mapping[str, str]) -> Action:
    """The action with those inputs called as they are inside."""
    schema, inner = action.input_schema, {real: name for name, real in names.items()}
    needed = [inner.get(name, name) for name in schema.get("required") or ()]
    return replace(action, input_schema={
        **schema, "properties": renamed(schema["properties"], inner), "required": needed,
    })
