"""How actions that serve every table are told what is written, and how the planner sees it.

    records: [{id, fields: {…}}]     one record: id, fields
    records: [id]                    the key of one: id
    body: {…} or [{…}]               the key of one, and what the columns of the table take
    fields: {…}                      what the columns of the table take
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any  # Any: schemas and outputs are JSON

from chalicelib.domain.binding import Binding, Literal, Mention, Several
from chalicelib.domain.tool import Action
from chalicelib.planning.columns import Described
from chalicelib.planning.composer.schema import type_of
from chalicelib.planning.composer.words import name_parts, senses, stem
from chalicelib.planning.input_views import View, whole
from chalicelib.planning.records.paging import SIZES, sizes

Inputs = Mapping[str, Binding]
_OPEN = ("fields", "values", "properties", "cells", "data", "attributes", "row", "columns", "record")
_KEYS = ("ids", "keys")
_PAGES = frozenset(("page", "size", "limit", "offset", "cursor", "token", "per", "start", "skip", "after", "before"))


@dataclass(frozen=True, slots=True)
class Records:
    """An input that takes records, one of which is planned with: `inner` are its inputs by name.

    `listed`: it takes a list of them.  `plain`: it takes their keys.
    """

    name: str
    inner: Mapping[str, Any]
    needed: tuple[str, ...]
    listed: bool
    plain: bool = False

    def seen(self, action: Action) -> Action:
        properties = {name: one for name, one in action.properties.items() if name != self.name}
        needed = [name for name in action.required if name != self.name]
        whole_ = {"properties": {**properties, **self.inner}, "required": [*needed, *self.needed]}
        return replace(action, input_schema={**action.input_schema, **whole_})

    def flat(self, inputs: Inputs) -> Inputs | None:
        held = inputs.get(self.name)
        value = held.value if isinstance(held, Literal | Mention) else None
        one = value[0] if self.listed and isinstance(value, list) and len(value) == 1 else value
        told = dict.fromkeys(self.inner, one) if self.plain else one
        if not isinstance(told, Mapping) or one is None:
            return None
        left = {name: binding for name, binding in inputs.items() if name != self.name}
        return {**left, **{name: Literal(inner) for name, inner in told.items()}}

    def written(self, inputs: Inputs, outputs: Mapping[str, Any]) -> Inputs:
        left = {name: value for name, value in inputs.items() if name not in self.inner}
        told = {name: value for name, value in inputs.items() if name in self.inner}
        if not told:
            return left
        one = next(iter(told.values())) if self.plain else whole(told, outputs)
        return {**left, self.name: Several((one,)) if self.listed else one}


@dataclass(frozen=True, slots=True)
class Columns:
    """An object of which the schema tells no fields: it takes those of the table."""

    name: str
    columns: Mapping[str, Any]
    needed: tuple[str, ...]

    def seen(self, action: Action) -> Action:
        told = action.properties
        held = {name: one for name, one in told[self.name].items() if name != "additionalProperties"}
        held |= {"type": "object", "properties": self.columns, "required": [*self.needed]}
        return replace(action, input_schema={**action.input_schema, "properties": {**told, self.name: held}})

    def flat(self, inputs: Inputs) -> Inputs | None:
        return inputs

    def written(self, inputs: Inputs, outputs: Mapping[str, Any]) -> Inputs:
        return inputs


@dataclass(frozen=True, slots=True)
class Whole:
    """A read of all records: only which page is told, beside the `place` that takes the table.

    `size`: the input for how many come at once, and the most that it takes.
    """

    place: str
    size: tuple[str, int] | None

    def seen(self, action: Action) -> Action:
        pages = {name: one for name, one in action.properties.items() if {*name_parts(name)} & _PAGES}
        told = {self.place: action.properties[self.place], **pages}
        return replace(action, input_schema={**action.input_schema, "properties": told})

    def flat(self, inputs: Inputs) -> Inputs | None:
        return {name: value for name, value in inputs.items() if not self.size or name != self.size[0]}

    def written(self, inputs: Inputs, outputs: Mapping[str, Any]) -> Inputs:
        return {**inputs, self.size[0]: Literal(self.size[1])} if self.size else inputs


def _size(action: Action) -> tuple[str, int] | None:
    for name, one in action.properties.items():
        if {*name_parts(name)} & SIZES and (most := max(sizes(one), default=0)):
            return name, most
    return None


def views(action: Action, place: str, table: Described) -> tuple[View, ...]:
    """How the inputs of the action are seen when it is about that table, from the outside in.

    `place` is the input that takes the table.
    """
    if not action.writes:
        return (Whole(place, _size(action)),)
    found: list[View] = []
    needed = table.needed if any("create" in senses(stem(part)) for part in name_parts(action.words)) else ()
    if (records := _records(action, place, table, needed)) is not None:
        found.append(records)
        action = records.seen(action)
    found += _columns(action, table, needed)
    return tuple(found)


def _records(action: Action, place: str, table: Described, needed: Sequence[str]) -> Records | None:
    """None where it takes none that it needs, beside the table."""
    for name in action.required:
        told = action.properties.get(name) or {}
        forms = [told, *(told.get("oneOf") or ()), *(told.get("anyOf") or ())]
        lists = [form for form in forms if form.get("type") == "array"]
        items = [form.get("items") or {} for form in lists] or forms
        one = next((item for item in items if type_of(item) == "object"), None)
        if name == place or (one is None and not lists) or (name.lower() in _OPEN and not lists):
            continue
        if one is None:
            keys = name_parts(name)[-1] in _KEYS and items[0].get("type") in ("string", "integer")
            return Records(name, {"id": items[0]}, ("id",), True, plain=True) if keys else None
        inner = one.get("properties") or {}
        if one.get("additionalProperties") is True or not inner:
            return Records(name, {**inner, **table.columns}, (*(one.get("required") or ()), *needed), bool(lists))
        return Records(name, inner, tuple(one.get("required") or ()), bool(lists))
    return None


def _columns(action: Action, table: Described, needed: Sequence[str]) -> Iterator[View]:
    for name, one in action.properties.items():
        if name.lower() in _OPEN and type_of(one or {}) == "object" and not one.get("properties"):
            yield Columns(name, table.columns, tuple(needed))
            return
