"""Inputs in the form in which they are planned: side by side, called by what they are, and true or false.

    filter: {status, owner}               what is looked for
    input: {order_id, status}             what is done
    order_id, order: {status, note}       what is written, beside what tells the record
    filter[status], filter[owner]         an object whose inputs are told one by one
    paid: Y or N, 1 or 0                  true or false
    name: {en, de}                        a text, in the language in which the records have theirs
    id, body: {id, status}                whose key is told is told inside, too
    target: {valve_id, area_id}           the keys by which it can be told: the first of them
    cancel: {order_id}                    needed, where nothing is said to be: which record, and the one thing beside it
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol  # Any: values and schemas are JSON

from chalicelib.domain.binding import Answer, Binding, Literal, Mention, Output, Unresolved, Values, resolve
from chalicelib.domain.tool import Action
from chalicelib.domain.types import in_type, truths_of
from chalicelib.planning.composer.schema import param, type_of
from chalicelib.planning.composer.words import name_stems, stem_bag, text_stems
from chalicelib.planning.languages import by_language
from chalicelib.planning.revise.paths import quoted
from chalicelib.planning.searches import bound

Inputs = Mapping[str, Binding]
_BODY = stem_bag(
    "input data body payload params parameters request attributes fields values record object resource item details"
)
_KINDS = frozenset(("type", "kind", "meta"))
_CHANGE = stem_bag("changes patch update updates set create insert new")
_MAKING = stem_bag("create add make new insert register")
_CHANGING = stem_bag("update change edit modify replace save")
_FILTER = stem_bag(
    "filter filters where query criteria conditions condition selector search options args arguments"
)
_TOLD_ALONE = re.compile(r"(\w+)\[(\w+)\]")


class Scattered(ValueError):
    """What stands in one object comes from several steps, which no binding can say."""


class View(Protocol):
    def seen(self, action: Action) -> Action:
        """The action as the planner sees it."""

    def flat(self, inputs: Inputs) -> Inputs | None:
        """The inputs as the planner sees them; None where that is not known."""

    def written(self, inputs: Inputs, outputs: Mapping[str, Any]) -> Inputs:
        """The inputs as the action takes them.  `outputs`: what is known of what steps gave.  Raises `Scattered`."""


def views(action: Action) -> tuple[View, ...]:
    """How the inputs of the action are seen, from the outside in."""
    found: list[View] = []
    for view_of in (_wrapper, _told_alone, _truths, by_language, _needed) if action.via != "auth" else ():
        if (one := view_of(action)) is not None:
            found.append(one)
            action = one.seen(action)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Wrapper:
    """The object that only holds the inputs of an action.  `twice`: keys that are told beside it and in it."""

    name: str
    inner: frozenset[str]
    needed: bool
    twice: frozenset[str] = frozenset()

    def seen(self, action: Action) -> Action:
        schema = action.input_schema
        held = schema["properties"][self.name]
        properties = {name: told for name, told in schema["properties"].items() if name != self.name}
        needed = [name for name in schema.get("required") or () if name != self.name]
        inside = (held.get("required") or ()) if self.needed or action.effect != "read" else ()
        inside = inside or (self.inner if self.needed and len(self.inner) == 1 else ())
        needed += [name for name in inside if name not in needed]
        inner = {name: told for name, told in held["properties"].items() if name in self.inner}
        whole = {**schema, "properties": {**properties, **inner}, "required": needed}
        return replace(action, input_schema=whole)

    def flat(self, inputs: Inputs) -> Inputs | None:
        held = inputs.get(self.name, Literal({}))
        told = held.value if isinstance(held, Literal | Mention) else None
        if not isinstance(told, Mapping) or not {*told} <= self.inner | self.twice:
            return None
        left = {name: value for name, value in inputs.items() if name != self.name}
        return {**left, **{name: Literal(value) for name, value in told.items() if name in self.inner}}

    def written(self, inputs: Inputs, outputs: Mapping[str, Any]) -> Inputs:
        left = {name: value for name, value in inputs.items() if name not in self.inner}
        told = {name: value for name, value in inputs.items() if name in self.inner | self.twice}
        if not {*told} & self.inner:
            return {**left, self.name: Literal({})} if self.needed and self.name not in left else left
        return {**left, self.name: whole(told, outputs)}


def whole(told: Inputs, outputs: Mapping[str, Any]) -> Binding:
    """The object that holds them; raises `Scattered` where they are of several steps, and not known."""
    told = {name: _said(value) for name, value in told.items()}
    if len({*_steps(told)}) > 1:
        told = {name: known(value, outputs) for name, value in told.items()}
    if len({*_steps(told)}) > 1:
        raise Scattered(", ".join(told))
    return bound(told)


def _wrapper(action: Action) -> Wrapper | None:
    """One that is a value of its own, a name of first and last, is no wrapper, and neither is one of several."""
    properties = action.properties
    objects = [name for name, one in properties.items() if _objects(one)]
    if len(objects) != 1:
        return None
    name, needed = objects[0], action.required
    inner = properties[name].get("properties") or {}
    beside = [one for one in properties if one != name]
    reads = action.effect == "read"
    twice = {*inner} & {*beside}
    keys = all(one in needed and param(one, (one,), False, inner[one]).is_id for one in twice)
    refers = bool(twice) and {*inner} - twice <= _KINDS  # {type, id} is another record, whose key is its own
    if told_by := _keys(inner) if name in needed and not reads and not twice else []:
        return Wrapper(name, frozenset(told_by[:1]), True)
    if not inner or not keys or refers or not _only_holds(name, action, reads=reads):
        return None
    plain = all(type_of(one) != "object" for one in inner.values()) if reads else all(
        one in needed or param(one, (one,), False, properties[one]).is_id for one in beside
    )
    return Wrapper(name, frozenset({*inner} - twice), name in needed, frozenset(twice)) if plain else None


def _keys(inner: Mapping[str, Any]) -> list[str]:
    """What is told in an object, where that is nothing but keys that say whose they are."""
    told = [param(name, (name,), False, one) for name, one in inner.items() if isinstance(one, Mapping)]
    keys = all(one.named_id and one.owner != one.stems for one in told) and len(told) == len(inner)
    return [*inner] if keys else []


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


def _said(value: Binding) -> Binding:
    """An answer is what the question gave."""
    return Output(value.step, quoted(value.field)) if isinstance(value, Answer) else value


def _steps(told: Inputs) -> Iterator[str]:
    for value in told.values():
        if isinstance(value, Output):
            yield value.step
        elif not isinstance(value, Literal | Mention):
            yield from ("", "something else")


def known(value: Binding, outputs: Mapping[str, Any]) -> Binding:
    """The value itself, where it is known."""
    if isinstance(value, Literal | Mention):
        return value
    try:
        return Literal(resolve(value, Values(outputs, {})))
    except Unresolved:
        return value


@dataclass(frozen=True, slots=True)
class ToldAlone:
    """What inputs that stand in an object and are told one by one are really called."""

    names: Mapping[str, str]

    def seen(self, action: Action) -> Action:
        schema, inner = action.input_schema, {real: name for name, real in self.names.items()}
        needed = [inner.get(name, name) for name in schema.get("required") or ()]
        properties = _renamed(schema["properties"], inner)
        return replace(action, input_schema={**schema, "properties": properties, "required": needed})

    def flat(self, inputs: Inputs) -> Inputs | None:
        return _renamed(inputs, {real: name for name, real in self.names.items()})

    def written(self, inputs: Inputs, outputs: Mapping[str, Any]) -> Inputs:
        return _renamed(inputs, self.names)


def _told_alone(action: Action) -> ToldAlone | None:
    properties = action.properties
    told = [found for name in properties if (found := _TOLD_ALONE.fullmatch(name))]
    inner = [found for found in told if {*name_stems(found[1])[-1:]} & (_BODY | _FILTER)]
    names = {found[2]: found[0] for found in inner}
    return ToldAlone(names) if names and len(names) == len(inner) and not {*names} & {*properties} else None


def _renamed(told: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    return {names.get(name, name): value for name, value in told.items()}


@dataclass(frozen=True, slots=True)
class Truths:
    """Inputs that are true or false by other names, or hold such, with their schemas."""

    schemas: Mapping[str, Any]

    def seen(self, action: Action) -> Action:
        schema = action.input_schema
        seen = {name: _true_or_false(one) for name, one in self.schemas.items()}
        return replace(action, input_schema={**schema, "properties": {**schema["properties"], **seen}})

    def flat(self, inputs: Inputs) -> Inputs | None:
        return {
            name: _valued(value, lambda told, of=name: _truth(self.schemas.get(of), told))
            for name, value in inputs.items()
        }

    def written(self, inputs: Inputs, outputs: Mapping[str, Any]) -> Inputs:
        return {
            name: _valued(value, lambda told, of=name: in_type(self.schemas.get(of), told))
            for name, value in inputs.items()
        }


def _true_or_false(schema: Any) -> Any:
    """The schema with truths for what is called so by other names, also inside of objects and lists."""
    if not isinstance(schema, Mapping):
        return schema
    if truths_of(schema):
        return {"type": "boolean", **({"description": schema["description"]} if "description" in schema else {})}
    inner = {"items": _true_or_false(schema["items"])} if "items" in schema else {}
    if isinstance(schema.get("properties"), Mapping):
        inner["properties"] = {name: _true_or_false(one) for name, one in schema["properties"].items()}
    return {**schema, **inner} if inner else schema


def _truth(schema: Any, told: Any) -> Any:
    known = schema if isinstance(schema, Mapping) else {}
    if isinstance(told, Mapping):
        return {name: _truth((known.get("properties") or {}).get(name), one) for name, one in told.items()}
    if isinstance(told, list):
        return [_truth(known.get("items"), one) for one in told]
    return next((truth for truth, value in truths_of(known).items() if value == told), told)


def _valued(binding: Binding, change: Any) -> Binding:  # Any: a function of JSON
    return replace(binding, value=change(binding.value)) if isinstance(binding, Literal | Mention) else binding


def _truths(action: Action) -> Truths | None:
    properties = action.properties
    found = {name: one for name, one in properties.items() if _true_or_false(one) != one}
    return Truths(found) if found else None


@dataclass(frozen=True, slots=True)
class Needed:
    """Inputs without which nothing can be changed."""

    names: tuple[str, ...]

    def seen(self, action: Action) -> Action:
        return replace(action, input_schema={**action.input_schema, "required": list(self.names)})

    def flat(self, inputs: Inputs) -> Inputs | None:
        return inputs

    def written(self, inputs: Inputs, outputs: Mapping[str, Any]) -> Inputs:
        return inputs


def _either(action: Action) -> bool:
    """Whether it says that it makes what it is not told: "Create or update the device"."""
    said = text_stems(action.description)[:4]
    return bool({*said[:1]} & _MAKING) and bool({*said} & _CHANGING)


def _needed(action: Action) -> Needed | None:
    """Of a change whose first input is a key: that, and what there is to tell beside it if it is one thing."""
    properties = action.properties
    new = bool({*name_stems(action.words)} & _MAKING) or _either(action)  # which may be told a key, and need not
    if action.effect == "read" or action.required or not properties or new:
        return None
    first, *rest = properties
    keyed = isinstance(properties[first], Mapping) and param(first, (first,), False, properties[first]).is_id
    return Needed((first, *(rest if len(rest) == 1 else ()))) if keyed else None
