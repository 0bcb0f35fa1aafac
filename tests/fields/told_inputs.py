"""Forms of tools and of what they take.

    undescribed   nothing is described, neither tools nor inputs
    recased       snake_case in place of camelCase, and the other way round, in inputs and answers
    dashed        tools are called `list-orders`
    dotted        tools are called by the record first: `orders.list`
    bodied        {"order_id": 7, "data": {"state": "sent"}}: what is written, beside the key
    as_input      {"input": {"order_id": 7, "state": "sent"}}
    filtered      {"filter": {"state": "sent"}}: what is looked for
    bracketed     {"filter[state]": "sent"}
    replaced      a change tells the whole record
    loose         nothing is said to be required
    nullable      {"type": ["string", "null"]}, and {"anyOf": [{…}, {"type": "null"}]}
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any  # Any: answers and schemas are JSON

from chalicelib.planning.composer.words import is_verb, name_parts
from tests.fields.service import Field, Refusal, Row, Rows, Tool
from tests.fields.told_answers import of_effect

Params = Mapping[str, Any]


def undescribed(kind: Field) -> Field:
    bare = [replace(one, describes="", params=_bare(one.params)) for one in kind.tools]
    return replace(kind, tools=tuple(bare))


def _bare(told: Any) -> Any:
    if isinstance(told, Mapping):
        return {name: _bare(one) for name, one in told.items() if name != "description" or not isinstance(one, str)}
    return told


def recased(kind: Field) -> Field:
    camel = any(re.search("[a-z][A-Z]", name) for table in kind.rows.values() for row in table[:1] for name in row)
    way = snake if camel else camelled
    return replace(kind, tools=tuple(_renamed(one, way) for one in kind.tools))


def snake(name: str) -> str:
    return re.sub("(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def camelled(name: str) -> str:
    return re.sub("_([a-z0-9])", lambda found: found[1].upper(), name)


def _renamed(one: Tool, way: Callable[[str], str]) -> Tool:
    back: dict[str, str] = {}

    def schema(told: Any) -> Any:
        if not isinstance(told, Mapping):
            return told
        back.update({way(name): name for name in told.get("properties") or ()})
        inner = {name: schema(value) for name, value in told.items()}
        if "properties" in told:
            inner["properties"] = {way(name): schema(value) for name, value in told["properties"].items()}
            inner["required"] = [way(name) for name in told.get("required") or ()]
        return inner

    whole = schema({"properties": one.params})
    return replace(
        one, params=whole["properties"], required=[way(name) for name in one.required],
        do=lambda rows, **told: keys(one.do(rows, **keys(told, lambda name: back.get(name, name))), way),
    )


def keys(value: Any, way: Callable[[str], str]) -> Any:
    if isinstance(value, Mapping):
        return {way(name): keys(one, way) for name, one in value.items()}
    return [keys(one, way) for one in value] if isinstance(value, list) else value


def dashed(kind: Field) -> Field:
    return _called(kind, lambda parts: "-".join(parts))


def dotted(kind: Field) -> Field:
    led = [*map(is_verb, (name_parts(one.name)[0] for one in kind.tools))]
    return _called(kind, lambda parts: f"{'_'.join(parts[1:])}.{parts[0]}") if all(led) else kind


def _called(kind: Field, way: Callable[[list[str]], str]) -> Field:
    named = {one.name: way([*name_parts(one.name)]) for one in kind.tools}
    return replace(kind, tools=tuple(replace(one, name=named[one.name]) for one in kind.tools))


def bodied(kind: Field) -> Field:
    return of_effect(kind, lambda one: _wrapped(one, "data", beside=_keys_of(one)), reads=False)


def as_input(kind: Field) -> Field:
    return of_effect(kind, lambda one: _wrapped(one, "input"), reads=False)


def filtered(kind: Field) -> Field:
    return of_effect(kind, lambda one: _wrapped(one, "filter", beside=_keys_of(one)), reads=True)


def _keys_of(one: Tool) -> tuple[str, ...]:
    """What would stand in the path: of a change, what tells the record."""
    making = {*name_parts(one.name)} & {"create", "add", "new", "post", "make", "book", "register", "open"}
    return () if making else tuple(name for name in one.required[:1] if one.params[name].get("type") != "array")


def _wrapped(one: Tool, inside: str, beside: tuple[str, ...] = ()) -> Tool:
    inner = {name: told for name, told in one.params.items() if name not in beside}
    if not inner:
        return one
    needed = [name for name in one.required if name not in beside]
    told = {"type": "object", "properties": inner, "required": needed}

    def do(rows: Rows, **given: Any) -> Any:
        held = given.pop(inside, {})
        if not isinstance(held, Mapping) or {*given} - {*beside}:
            raise Refusal(f"{inside} must be an object")
        return one.do(rows, **given, **held)

    outer = {**{name: one.params[name] for name in beside}, inside: told}
    return replace(one, params=outer, required=[*beside, *([inside] if needed else [])], do=do)


def bracketed(kind: Field) -> Field:
    def way(one: Tool) -> Tool:
        named = {name: name if name in one.required else f"filter[{name}]" for name in one.params}
        back = {new: old for old, new in named.items()}
        return replace(
            one, params={named[name]: told for name, told in one.params.items()},
            do=lambda rows, **told: one.do(rows, **{back[name]: value for name, value in told.items()}),
        )

    return of_effect(kind, way, reads=True)


def replaced(kind: Field) -> Field:
    """Of changes that take two fields or more of a record."""
    return of_effect(kind, lambda one: _whole(one, kind.rows), reads=False)


def _whole(one: Tool, rows: Rows) -> Tool:
    table = next((table for table in rows.values() if table and one.required and next(iter(table[0])) == one.required[0]), [])
    held = {*(name for row in table for name in row)}
    rest = [name for name in one.params if name not in one.required]
    if len(one.required) != 1 or len(rest) < 2 or not {*rest} <= held:
        return one

    def do(told_rows: Rows, **given: Any) -> Any:
        if lacking := [name for name in rest if name not in given]:
            raise Refusal(f"{lacking[0]} is missing")
        return one.do(told_rows, **given)

    says = re.sub(r"\s*Only [^.]*\.", "", one.describes)
    return replace(one, required=[*one.required, *rest], do=do, describes=says)


def loose(kind: Field) -> Field:
    return replace(kind, tools=tuple(replace(one, required=()) for one in kind.tools))


def nullable(kind: Field) -> Field:
    def one(at: int, told: Row) -> Row:
        if at % 2 or not isinstance(told.get("type"), str):
            return {"anyOf": [{key: value for key, value in told.items() if key != "description"}, {"type": "null"}],
                    **{key: told[key] for key in ("description",) if key in told}}
        return {**told, "type": [told["type"], "null"]}

    def way(tool: Tool) -> Tool:
        left = {name: told if name in tool.required else one(at, told) for at, (name, told) in enumerate(tool.params.items())}
        return replace(tool, params=left)

    return replace(kind, tools=tuple(map(way, kind.tools)))


FORMS = {
    one.__name__: one
    for one in (
        undescribed, recased, dashed, dotted, bodied, as_input, filtered, bracketed, replaced, loose, nullable,
    )
}
