"""What takes the very body by which something new is made, though the thing is there: nothing of it need be told.

    POST  /articles                {"title", "content"}, both required
    PATCH /articles/{id}           the same body, or that of the PUT, and neither is: what is not told stays as it is
    POST  /articles/{id}/publish   described as if it took a whole article, and takes nothing
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any  # Any: schemas are JSON

from chalicelib.tools.source import Operation

MANY = 4
"""So many inputs are no accident: "copy" may take the title of what is new."""


def in_part(made: Sequence[Operation]) -> list[Operation]:
    new = {_path(one): one for one in made if one.call.get("method") == "POST"}
    shown = {_path(one) for one in made if one.call.get("method") == "GET"}
    whole = {_path(one): one for one in made if one.call.get("method") == "PUT"}
    return [_changed(one, new, whole, shown) for one in made]


def _changed(
    one: Operation, new: Mapping[str, Operation], whole: Mapping[str, Operation], shown: Collection[str]
) -> Operation:
    if one.call.get("method") == "PATCH":
        place, _, last = _path(one).rpartition("/")
        others = (new.get(place), whole.get(_path(one))) if last.startswith("{") else ()
        same = any(other is not None and dict(_body(one)) == dict(_body(other)) for other in others)
        return _loosened(one) if same else one
    return _without_body(one) if one.call.get("method") == "POST" and _is_deed(one, new, shown) else one


def _path(one: Operation) -> str:
    return str(one.call.get("path", "")).rstrip("/")


def _body(one: Operation) -> Iterator[tuple[str, Any]]:
    places = one.call.get("parameters") or {}
    inside = (name for name, place in places.items() if place["in"] == "body")
    yield from ((name, schema) for name in inside if (schema := _properties(one.input_schema).get(name)) is not None)


def _is_deed(one: Operation, new: Mapping[str, Operation], shown: Collection[str]) -> bool:
    """Whether it takes what something new takes, and is about something that there is: no part of it that is new."""
    place, _, deed = _path(one).rpartition("/")
    front, _, key = place.rpartition("/")
    body = dict(_body(one))
    if not key.startswith("{") or deed.endswith("s") or _path(one) in shown or front not in new or len(body) < MANY:
        return False
    whole = dict(_body(new[front]))
    return {*body} <= {*whole} and _needs(one, body) == _needs(new[front], whole)


def _without_body(one: Operation) -> Operation:
    body = {*dict(_body(one))}
    schema = one.input_schema
    left = {name: told for name, told in _properties(schema).items() if name not in body}
    needed = [name for name in schema.get("required") or () if name not in body]
    places = {name: place for name, place in one.call["parameters"].items() if name not in body}
    return replace(one, input_schema={**schema, "properties": left, "required": needed},
                   call={**one.call, "parameters": places})


def _needs(one: Operation, body: Mapping[str, Any]) -> set[str]:
    return {*(one.input_schema.get("required") or ())} & {*body}


def _loosened(one: Operation) -> Operation:
    body = dict(_body(one))
    told = {name: _without_needs(schema) for name, schema in body.items()}
    schema = {**one.input_schema, "properties": {**_properties(one.input_schema), **told}}
    needed = [name for name in one.input_schema.get("required") or () if name not in body]
    return replace(one, input_schema={**schema, "required": needed})


def _without_needs(schema: Any) -> Any:
    """The schema of an object in which nothing need be told; what stands in a list is whole."""
    if not isinstance(schema, Mapping) or "properties" not in schema:
        return schema
    inner = {name: _without_needs(one) for name, one in _properties(schema).items()}
    return {**{name: one for name, one in schema.items() if name != "required"}, "properties": inner}


def _properties(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    return schema.get("properties") or {}
