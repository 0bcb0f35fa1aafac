"""Where in a request a fault is, as error bodies point at it outside their words: a sentence such as "can't be blank"
tells nothing without it.

    {"field" | "param" | "parameter" | "property" | "argument" | "fieldName": "weight"}      beside the words
    {"source": {"pointer": "/data/attributes/weight"}}   {"loc": ["body", "weight"]}        a way to it
    [{"name": "weight", "reason": "…"}]                                                      in a list of faults
    {"errors": {"weight": ["…"]}}                                                            faults by the input's name

Beside the words bodies also tell what would do instead: {"replacement": "search_contacts"}, {"options": ["de", "fr"]}.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any  # Any: bodies are JSON

MOST, DEEPEST = 5, 5
_PLACES = (
    "field", "param", "parameter", "property", "attribute", "argument", "pointer", "loc", "fieldName", "field_name",
    "propertyName", "propertyPath", "source",
)
_WORDS = ("message", "detail", "description", "reason", "msg", "title", "code", "error")
_BY_NAME = frozenset(
    ("errors", "error", "fields", "field_errors", "fieldErrors", "details", "validation", "violations")
)
_INSTEAD = frozenset(
    ("use", "replacement", "replaced", "successor", "moved", "new", "old", "accepted", "allowed", "options", "values",
     "choices", "supported", "valid", "expected", "permitted", "hint", "suggestion", "messages")
)
_LONGEST = 300
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,59}")


def pointed_at(body: Any) -> list[tuple[str, str]]:
    """(input, words) of the faults that a body points at, the first few."""
    return list(dict.fromkeys(_found(body, "", False, 0)))[:MOST]


def with_places(text: str, body: Any) -> str:
    """The words with what they are about, where they do not name it themselves, and with what would do instead."""
    more = [
        f"{name}: {words}" if words and words != text else name
        for name, words in pointed_at(body) if not re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE)
    ]
    more += [f"{key}: {told}" for key, told in _instead(body, 0) if told not in "; ".join((text, *more))][:MOST]
    return "; ".join((text, *more)) if text else "; ".join(more)


def _instead(node: Any, depth: int) -> Iterator[tuple[str, str]]:
    """The fields that are called after what would do instead, as words: "options: de, fr"."""
    if isinstance(node, list) and depth <= DEEPEST:
        for one in node[:MOST]:
            yield from _instead(one, depth + 1)
    elif isinstance(node, Mapping) and depth <= DEEPEST:
        for key, told in node.items():
            parts = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", str(key)).lower().split("_")
            listed = told if isinstance(told, list) else [told]
            plain = all(isinstance(one, str | int) and not isinstance(one, bool) for one in listed)
            words = ", ".join(map(str, listed)) if plain else ""
            if _INSTEAD & {*parts} and 0 < len(words) <= _LONGEST and "://" not in words:
                yield str(key), words
            elif not plain:
                yield from _instead(told, depth + 1)


def _found(node: Any, within: str, listed: bool, depth: int) -> Iterator[tuple[str, str]]:
    if depth > DEEPEST:
        return
    if isinstance(node, list):
        for one in node[:MOST]:
            yield from _found(one, within, True, depth + 1)
    elif isinstance(node, Mapping):
        place = next((name for key in _PLACES if (name := _name(node.get(key)))), "")
        words = next((text for key in _WORDS if isinstance(text := node.get(key), str) and text), "")
        if not place and listed and words:
            place = _name(node.get("name"))
        if place:
            yield place, words
            return
        if within in _BY_NAME and not listed:
            yield from _by_name(node)
        for key, inner in node.items():
            yield from _found(inner, str(key), False, depth + 1)


def _by_name(node: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key, told in node.items():
        first = told[0] if isinstance(told, list) and told else None
        if isinstance(first, str) and _NAME.fullmatch(str(key)):
            yield str(key), first


def _name(told: Any) -> str:
    """The last name on a way: of `/data/attributes/weight`, `["body", "items", 0, "weight"]` or `items[0].weight`."""
    if isinstance(told, Mapping):
        told = told.get("pointer") or told.get("parameter")
    parts = told if isinstance(told, list) else re.split(r"[/.\[\]]+", told) if isinstance(told, str) else []
    names = [str(part) for part in parts if isinstance(part, str) and _NAME.fullmatch(part)]
    return names[-1] if names else ""
