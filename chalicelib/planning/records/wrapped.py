"""Records that do not hold their values themselves.

An entry of a connection, or any other that is nothing but a record in a wrapper (relay.dev/graphql/connections.htm,
"Edge Types"):

    {"cursor": "c3", "node": {"id": "3", "title": "Maps"}}  ─>  {"id": "3", "title": "Maps"}

A resource object, whose values stand in `attributes`, and whom it refers to in `relationships`:

    {"type": "talks", "id": "3", "attributes": {"title": "Maps"}, "relationships": {"room": {"data": {"type", "id"}}}}
        ─>  {"type": "talks", "id": "3", "title": "Maps", "room": "1"}        (jsonapi.org/format, "Resource Objects")

A key that stands beside its kind:

    {"id": {"entityType": "DEVICE", "id": "f8eb"}, "name": "Lamp"}  ─>  {"id": "f8eb", "name": "Lamp"}

A text by language:

    {"id": 3, "name": {"en": "Pier", "de": "Steg"}}  ─>  {"id": 3, "name": "Pier"}
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any  # Any: outputs are JSON

from chalicelib.planning.composer.words import name_parts
from chalicelib.planning.revise.paths import quoted

_LANGUAGE = re.compile(
    r"(?:en|de|fr|es|it|nl|pt|pl|ru|ja|zh|ko|ar|cs|sv|da|fi|nb|hu|tr|uk|el|he|ro|bg|hr|sk|sl|lt|lv|et|ca)"
    r"(?:[-_][A-Za-z]{2,4})?"
)


def lifted(entry: Mapping[str, Any]) -> tuple[Mapping[str, Any], Mapping[str, str]]:
    """The record with all its values side by side, and by name the way to those that stood inside; else as it is."""
    if len(held := [name for name, value in entry.items() if value and isinstance(value, Mapping)]) == 1:
        (name,) = held
        if {*entry} <= {name, "cursor"}:
            values, inside = lifted(entry[name])
            return values, {key: f"{quoted(name)}.{inside.get(key) or quoted(key)}" for key in values}
    if not (isinstance(entry.get("attributes"), Mapping) and "id" in entry and "type" in entry):
        return _pointed(entry)
    own = {name: value for name, value in entry.items() if name not in ("attributes", "relationships", "links")}
    inside = {name: f"attributes.{quoted(name)}" for name in entry["attributes"] if name not in own}
    values = {**entry["attributes"], **own}
    for name, value, way in _referred(entry.get("relationships")):
        if name not in values:
            values[name], inside[name] = value, way
    return values, inside


def _pointed(entry: Mapping[str, Any]) -> tuple[Mapping[str, Any], Mapping[str, str]]:
    """The record with what stands in an object of its own as values: keys beside their kinds, texts by language."""
    told = {name: "id" for name, value in entry.items() if _points(value)}
    told |= {name: language for name, value in entry.items() if (language := spoken(value))}
    inside = {name: f"{quoted(name)}.{quoted(key)}" for name, key in told.items()}
    return {name: value[told[name]] if name in told else value for name, value in entry.items()}, inside


def spoken(value: Any) -> str:
    """The language of the text, where it is one by language; "" where it is none."""
    texts = isinstance(value, Mapping) and all(one is None or isinstance(one, str) for one in value.values())
    if not texts or not all(_LANGUAGE.fullmatch(str(name)) for name in value):
        return ""
    return next((name for name in value if name[:2] == "en"), next(iter(value), ""))


def _points(value: Any) -> bool:
    """Whether it is an id with its kind: {"entityType": "DEVICE", "id": "f8eb"}."""
    beside = [*value] if isinstance(value, Mapping) and isinstance(value.get("id"), str | int) else []
    return len(beside) == 2 and any(name_parts(name)[-1] in ("type", "kind") for name in beside)


def _referred(told: Any) -> Iterator[tuple[str, Any, str]]:
    for name, one in told.items() if isinstance(told, Mapping) else ():
        data = one.get("data") if isinstance(one, Mapping) else None
        way = f"relationships.{quoted(name)}.data"
        if isinstance(data, list):
            yield name, [other["id"] for other in data if isinstance(other, Mapping) and "id" in other], f"{way}[].id"
        else:
            yield name, data.get("id") if isinstance(data, Mapping) else None, f"{way}.id"
