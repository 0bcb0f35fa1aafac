"""Changes that take the very body by which something new is made: what is not told of them stays as it is.

    POST  /articles        {"title", "content"}, both required
    PATCH /articles/{id}   the same body, and neither is
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any  # Any: schemas are JSON

from chalicelib.tools.source import Operation


def in_part(made: Sequence[Operation]) -> list[Operation]:
    new = {_path(one): dict(_body(one)) for one in made if one.call.get("method") == "POST"}
    return [_loosened(one) if _changes_in_part(one, new) else one for one in made]


def _path(one: Operation) -> str:
    return str(one.call.get("path", "")).rstrip("/")


def _body(one: Operation) -> Iterator[tuple[str, Any]]:
    places = one.call.get("parameters") or {}
    inside = (name for name, place in places.items() if place["in"] == "body")
    yield from ((name, schema) for name in inside if (schema := _properties(one.input_schema).get(name)) is not None)


def _changes_in_part(one: Operation, new: Mapping[str, Mapping[str, Any]]) -> bool:
    place, _, last = _path(one).rpartition("/")
    body = dict(_body(one))
    return one.call.get("method") == "PATCH" and last.startswith("{") and bool(body) and body == new.get(place)


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
