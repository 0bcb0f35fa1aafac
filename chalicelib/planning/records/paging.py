"""The inputs that give the next page of a list, from what the page itself tells: a cursor, a link, or a count."""

from collections.abc import Iterator, Mapping
from typing import Any  # Any: inputs and outputs are JSON
from urllib.parse import parse_qs

from chalicelib.planning.composer.words import name_parts

MOST_PAGES = 10


def following(
    properties: Mapping[str, Any], inputs: Mapping[str, Any], output: Any, size: int, seen: int
) -> Mapping[str, Any] | None:
    """None where the page is the last one, as far as it tells.  `seen`: records up to here, `size` on this page."""
    for parts, value in _envelope(output):
        for name in properties:
            if _takes(name_parts(name), parts) and value != inputs.get(name):
                return {**inputs, name: value}
        if "next" in parts and isinstance(value, str) and "?" in value:
            query = value.partition("?")[2].partition("#")[0]  # of any text: a service wrote it
            linked = {name: told[0] for name, told in parse_qs(query).items() if name in properties}
            if linked:
                return {**inputs, **{name: _like(properties[name], told) for name, told in linked.items()}}
    return _counted(properties, inputs, size) if size and _more(output, seen) else None


def _takes(name: tuple[str, ...], told: tuple[str, ...]) -> bool:
    """`next_cursor` goes into `cursor`, `nextPageToken` into `pageToken`."""
    bare = tuple(part for part in told if part != "next")
    if not {"next", "cursor", "token"} & {*told}:
        return False
    return name in (told, bare) or bool({"cursor", "token"} & {*name} and {"cursor", "token"} & {*bare})


def _envelope(output: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
    """What stands beside the list, and in objects beside it; what is empty says nothing."""
    for name, value in output.items() if isinstance(output, Mapping) else ():
        if isinstance(value, Mapping):
            yield from _envelope(value)
        elif not isinstance(value, list) and value not in (None, "", False):
            yield name_parts(name), value


def _more(output: Any, seen: int) -> bool:
    return any(
        (value is True and "more" in parts)
        or (isinstance(value, int) and not isinstance(value, bool) and "total" in parts and value > seen)
        for parts, value in _envelope(output)
    )


def _counted(properties: Mapping[str, Any], inputs: Mapping[str, Any], size: int) -> Mapping[str, Any] | None:
    for name, first, step in (("page", 1, 1), ("offset", 0, size), ("skip", 0, size)):
        if name in properties:
            return {**inputs, name: int(inputs.get(name, first)) + step}
    return None


def _like(schema: Mapping[str, Any], told: str) -> Any:
    return int(told) if told.isdecimal() and schema.get("type") == "integer" else told
