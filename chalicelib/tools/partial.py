"""What takes the very body by which something new is made, though the thing is there: nothing of it need be told.

    POST  /articles                {"title", "content"}, both required
    PATCH /articles/{id}           the same body, and neither is: what is not told stays as it is
    POST  /articles/{id}/publish   described as if it took the whole article
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any  # Any: schemas are JSON

from chalicelib.tools.source import Operation


MANY = 4
"""So many inputs are no accident: "copy" may take the title of what is new."""


def in_part(made: Sequence[Operation]) -> list[Operation]:
    new = {_path(one): one for one in made if one.call.get("method") == "POST"}
    return [_loosened(one) if _is_there(one, new) else one for one in made]


def _path(one: Operation) -> str:
    return str(one.call.get("path", "")).rstrip("/")


def _body(one: Operation) -> Iterator[tuple[str, Any]]:
    places = one.call.get("parameters") or {}
    inside = (name for name, place in places.items() if place["in"] == "body")
    yield from ((name, schema) for name in inside if (schema := _properties(one.input_schema).get(name)) is not None)


def _is_there(one: Operation, new: Mapping[str, Operation]) -> bool:
    """Whether it takes what something new takes, and is about something that there is."""
    place, _, last = _path(one).rpartition("/")
    body = dict(_body(one))
    if one.call.get("method") == "PATCH":
        return last.startswith("{") and place in new and bool(body) and body == dict(_body(new[place]))
    front, _, key = place.rpartition("/")
    if one.call.get("method") != "POST" or not key.startswith("{") or front not in new or len(body) < MANY:
        return False
    whole = dict(_body(new[front]))
    return {*body} <= {*whole} and _needs(one, body) == _needs(new[front], whole)


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
