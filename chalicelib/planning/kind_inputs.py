"""Where generic actions are told the kind of record: an input of a list that needs nothing else, and of the writes."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any  # Any: schemas are JSON

from chalicelib.planning.composer.words import name_parts, name_stems, stem_bag
from chalicelib.planning.planner import Catalogue

Path = tuple[str, ...]
_KIND = frozenset(["type", "kind", "resource", "object", "entity", "collection", "table", "module", "model"])
ANY = stem_bag("resource record object entity item row document data type kind collection table")
"""Words for a record of whatever kind."""
MOST = 20
"""More kinds would be too many lists to look at."""


def kinds(catalogue: Catalogue) -> dict[str, tuple[str, tuple[str, ...]]]:
    """By tool the input that says the kind, and the kinds: a list needs it and nothing else, a write takes it too."""
    found: dict[str, tuple[str, tuple[str, ...]]] = {}
    for action in catalogue.actions.values():
        if action.effect == "read" and action.tool not in found and (told := _listed(action.input_schema)):
            found[action.tool] = told
    written = {
        action.tool for action in catalogue.actions.values()
        if action.tool in found and action.writes and any(places(action.input_schema, *found[action.tool]))
    }
    return {tool: told for tool, told in found.items() if tool in written}


def _listed(schema: Mapping[str, Any]) -> tuple[str, tuple[str, ...]] | None:
    name = next(iter(schema.get("required") or ()), "")
    if len(schema.get("required") or ()) != 1 or name_parts(name)[-1:] not in {(one,) for one in _KIND}:
        return None
    told = (schema.get("properties") or {}).get(name)
    kinds = told.get("enum") if isinstance(told, Mapping) else None
    fits = isinstance(kinds, list) and 1 < len(kinds) <= MOST and all(isinstance(one, str) for one in kinds)
    return (name, tuple(kinds)) if kinds and fits else None


def places(schema: Mapping[str, Any], name: str, kinds: Sequence[str]) -> Iterator[Path]:
    """Where the action is told the kind: at the top, or in the object that it takes."""
    properties = schema.get("properties") or {}
    if _says_kind(properties.get(name), kinds):
        yield (name,)
    for outer, inner in properties.items():
        if isinstance(inner, Mapping) and _says_kind((inner.get("properties") or {}).get(name), kinds):
            if len(inner.get("properties") or {}) > 2:  # {type, id} alone points at another record
                yield outer, name


def _says_kind(schema: Any, kinds: Sequence[str]) -> bool:
    if not isinstance(schema, Mapping) or schema.get("type", "string") != "string":
        return False
    return "enum" not in schema or all(one in kinds for one in schema["enum"])


def enumerated(schema: Mapping[str, Any], place: Path) -> bool:
    for name in place:
        schema = (schema.get("properties") or {})[name]
    return "enum" in schema


def key_of(names: Collection[str]) -> str:
    """Of the inputs the one that takes the key of a record of any kind; "" for none."""
    keys = [name for name in names if name_parts(name)[-1:] == ("id",) and {*name_stems(name)[:-1]} & ANY]
    return keys[0] if len(keys) == 1 and "id" not in names else ""
