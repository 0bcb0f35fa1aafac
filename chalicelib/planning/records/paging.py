"""The inputs that give the next page of a list, from what the page tells: a cursor, a link, its last id, or a count.

A page that tells nothing at all is followed by another one where it is full.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any  # Any: inputs and outputs are JSON

from chalicelib.domain.tool import Action
from chalicelib.planning.composer.words import name_parts
from chalicelib.planning.cursors import behind, envelope, handle, linked, marks, says_more
from chalicelib.planning.revise.paths import list_in

MOST_PAGES, LARGE = 10, 100
"""So many pages are read; so many records are asked for where a size must be told and nothing says how many may be."""
_OF_PAGES = frozenset(("page", "records", "items", "entries", "count"))
_PAGES = (("page",), ("page", "number"), ("page", "no"), ("page", "index"), ("page", "num"))
_FIRST = re.compile(r"\b(?:start\w*|begin\w*|counted|first(?: page)?)\b\D{0,12}?\b(\d)\b", re.IGNORECASE)
_ZERO = re.compile(r"\b(?:0|zero)[- ](?:based|indexed)\b|\bfrom (?:0|zero)\b", re.IGNORECASE)
_EMPTY = re.compile(r"\bempty (?:string )?(?:for|means|lists|gives) (?:the |all|every)", re.IGNORECASE)
_DEEP = (("recursive",), ("recurse",), ("recursively",))
_NUMBER = ("number", "page", "no")
SIZES = frozenset(("limit", "size", "per", "results", "max"))
_COUNTING = frozenset(("total", "count", "pages"))
_MOST = re.compile(r"\b(?:at most|up to|max(?:imum)?|default(?:s to)?)\W+(\d+)\b", re.IGNORECASE)


def following(
    properties: Mapping[str, Any], inputs: Mapping[str, Any], output: Any, size: int, seen: int, more: bool = False,
) -> Mapping[str, Any] | None:
    """None where the page is the last one, as far as it tells.  `seen`: records up to here, `size` on this page.

    `more`: the service says so beside its output.
    """
    told = [*marks(output, properties)]
    for name, _, value in told:
        if value != inputs.get(name):
            return {**inputs, name: value}
    further = linked(output, properties)
    if further:
        return {**inputs, **further}
    if not size or not (more or _more(output, seen, inputs) or (not told and _full(properties, output, size))):
        return None
    behind_last = None if told else _last(properties, inputs, output)
    return behind_last or _counted(properties, inputs, size)


def continued(
    actions: Mapping[str, Action], ref: str, output: Any
) -> tuple[str, Mapping[str, Any]] | None:
    """The call of another action that goes on with a list: `list_entries/continue` takes nothing but the cursor."""
    if not says_more(output):
        return None
    for other, action in actions.items():
        properties = action.properties
        told = [(name, value) for name, _, value in marks(output, properties)]
        goes_on = other != ref and other.startswith(ref) and action.effect == "read" and len(properties) == 1
        if goes_on and told:
            return other, dict(told[:1])
    return None


def whole(properties: Mapping[str, Any], needed: Collection[str]) -> Mapping[str, Any]:
    """What inputs are told for all there is: a path that is "empty for the root", and what lies below it as well.

    Where a page and its size must be told, the first one, as large as may be.
    """
    pages = {name: begun for name in needed if (begun := _begins(name, properties.get(name))) is not None}
    roots = {
        name: "" for name in needed
        if isinstance(one := properties.get(name), Mapping) and _EMPTY.search(str(one.get("description") or ""))
    }
    deep = {name: True for name in properties if roots and name_parts(name)[:1] in _DEEP}
    return {**pages, **roots, **deep}


def _begins(name: str, schema: Any) -> int | None:
    """What an input for the size or the number of a page is told to begin with; None for any other."""
    told = schema if isinstance(schema, Mapping) else {}
    parts, said = name_parts(name), str(told.get("description") or "")
    if told.get("type") != "integer":
        return None
    if {*parts} & SIZES and {*parts} <= SIZES | _OF_PAGES:
        return max(sizes(told), default=LARGE)
    if parts in _PAGES:
        first = told.get("default", told.get("minimum"))
        counted = _FIRST.search(said)
        return int(first) if isinstance(first, int) else int(counted[1]) if counted else 0 if _ZERO.search(said) else 1
    return 0 if parts in (("offset",), ("skip",)) else None


def _last(properties: Mapping[str, Any], inputs: Mapping[str, Any], output: Any) -> Mapping[str, Any] | None:
    """The id of the last record that came, for the input that takes it."""
    found = list_in(output)
    entry: Any = found[1][-1] if found and found[1] else {}
    name, known = next(behind(properties), ""), handle(entry)
    return {**inputs, name: entry[known]} if name and known and entry[known] != inputs.get(name) else None


def _more(output: Any, seen: int, inputs: Mapping[str, Any]) -> bool:
    told = says_more(output)
    if told is not None:
        return told
    here = next((value for name, value in inputs.items() if name.lower() == "page"), 1)
    if any(_pages(name_parts(way[-1])) and isinstance(value, int) and value > here for way, value in envelope(output)):
        return True
    return any(
        isinstance(value, int) and not isinstance(value, bool) and "total" in name_parts(way[-1]) and value > seen
        for way, value in envelope(output)
    )


def _full(properties: Mapping[str, Any], output: Any, size: int) -> bool:
    """Whether as many came as a page holds, where nothing beside them tells whether there are more.

    Where nobody says how many a page holds, whoever goes on behind the last id asks until nothing comes.
    """
    silent = not any(_COUNTING & {*name_parts(way[-1])} for way, _ in envelope(output)) and says_more(output) is None
    told = [one for name in properties if {*name_parts(name)} & SIZES for one in sizes(properties[name])]
    return silent and (size in told if told else any(behind(properties)))


def sizes(schema: Any) -> Iterator[int]:
    """How many a page holds, as the input for that tells: its default, else the most that it takes."""
    told = schema if isinstance(schema, Mapping) else {}
    said = _MOST.search(str(told.get("description") or ""))
    found = [told.get("default"), told.get("maximum"), int(said[1]) if said else None]
    yield from (one for one in found if isinstance(one, int) and not isinstance(one, bool))


def _pages(parts: tuple[str, ...]) -> bool:
    """Whether the field says how many pages there are: `pages`, `totalPages`, `page_count`, `last_page`."""
    return parts[-1] == "pages" or parts[-2:] in (("page", "count"), ("last", "page"))


def _counted(properties: Mapping[str, Any], inputs: Mapping[str, Any], size: int) -> Mapping[str, Any] | None:
    for name, first, step in (("page", 1, 1), ("offset", 0, size), ("skip", 0, size)):
        own = next((one for one in properties if one.lower() == name), "")
        inside = (properties[own].get("properties") or {}) if own else {}
        inner = next((one for one in inside if one.lower() in _NUMBER), "")
        if inner:  # page[number]
            held = inputs.get(own) or {}
            return {**inputs, own: {**held, inner: int(held.get(inner, first)) + step}}
        if own:
            return {**inputs, own: int(inputs.get(own, first)) + step}
    return None
