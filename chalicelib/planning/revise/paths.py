"""Reading and rewriting JMESPath expressions, and the fields that a schema promises.

Only names are looked at: an expression is never built from a tool's text without being quoted.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Any  # Any: outputs and schemas are JSON

import jmespath
from jmespath.exceptions import JMESPathError
from jmespath.lexer import Lexer

from chalicelib.planning.composer.words import bag, name_parts, name_stems

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_FIELD = re.compile(r"(?:(.*)\.)?([A-Za-z_][A-Za-z0-9_]*|\"[^\"]+\")")
_LIKE_AN_ID = re.compile(r"(?=.*\d)[\w.:-]+")
ALL_VALUES = "values(@)"
_DEEPEST = 6
_MOST = 60
_ENVELOPES = 2
_ABOUT_LISTS = bag(
    "total count page pages per size limit offset cursor next previous prev has more first last after before token "
    "link url href self start end index number results items records ok success object type kind is truncated typename"
)
"""Parts of the names of what stands beside a list."""


def quoted(name: str) -> str:
    """A field name as part of a path."""
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return name if _PLAIN.fullmatch(name) else f'"{escaped}"'


def joined(path: str, rest: str) -> str:
    """`path.rest`, where either may be `@`; `rest` may begin with a bracket."""
    if rest in ("", "@"):
        return path or "@"
    if path in ("", "@"):
        return rest
    return f"{path}{rest}" if rest.startswith("[") else f"{path}.{rest}"


def look_up(path: str, value: Any) -> Any:
    """What stands at the path, None where nothing does or the path does not fit the value."""
    try:
        return value if path == "@" else jmespath.search(path, value)
    except JMESPathError:
        return None


@lru_cache(maxsize=4096)
def _names(path: str) -> tuple[tuple[str, int, int], ...]:
    tokens = list(Lexer().tokenize(path))
    found = []
    for token, following in pairwise(tokens):
        if token["type"] in ("unquoted_identifier", "quoted_identifier") and following["type"] != "lparen":
            found.append((token["value"], token["start"], token["end"]))
    return tuple(found)


def field_names(path: str) -> tuple[str, ...]:
    """The fields that an expression names, in order, functions left out."""
    try:
        return tuple(dict.fromkeys(name for name, _, _ in _names(path)))
    except JMESPathError:
        return ()


def with_field(path: str, old: str, new: str) -> str:
    """The expression with every field `old` called `new`."""
    for name, start, _ in reversed(_names(path)):
        if name == old:
            length = len(old) if path[start:start + len(old)] == old else len(old) + 2
            path = path[:start] + quoted(new) + path[start + length:]
    return path


def behind_field(path: str, name: str, way: str) -> str:
    """The expression with the way behind every field of that name that is read from something."""
    for found, start, end in reversed(_names(path)):
        if found == name and path[start - 1 : start] == ".":
            path = f"{path[:end]}{way}{path[end:]}"
    return path


def owner_of(path: str) -> str | None:
    """The object that a field stands in: `items[0].price` gives `items[0]`."""
    match = _FIELD.fullmatch(path)
    return (match[1] or "@") if match else None


def chooses(path: str) -> bool:
    """Whether the expression picks from a list: by a filter, an index, or an extreme."""
    return "[?" in path or bool(re.search(r"\[-?\d+\]|\b(max_by|min_by|sort_by)\(", path))


def list_in(value: Any, depth: int = 0) -> tuple[str, list[Any]] | None:
    """The one list of a value and its path: the value itself, or the only list in an envelope.

        {"ok": true, "channels": [...]}                         channels
        {"data": {"orders": [...], "total": 3}, "meta": {...}}  data.orders: beside it stand only pages and counts
        {"7f3a": {"title": "Maps"}, "91bc": {...}}              values(@): the records of a map, by their keys
    """
    if isinstance(value, list):
        return "@", value
    if not isinstance(value, Mapping):
        return None
    lists = [(quoted(name), entry) for name, entry in value.items() if isinstance(entry, list)]
    if len(lists) > 1:
        lists = [pair for pair in lists if pair[1] and all(isinstance(entry, Mapping) for entry in pair[1])]
        return lists[0] if len(lists) == 1 else None
    if lists or depth > _ENVELOPES:
        return next(iter(lists), None)
    if is_map(value):
        return ALL_VALUES, [*value.values()]
    inner = [(name, entry) for name, entry in value.items() if isinstance(entry, Mapping) and _is_envelope(entry)]
    found = [(name, there) for name, entry in inner if (there := list_in(entry, depth + 1)) is not None]
    return (joined(quoted(found[0][0]), found[0][1][0]), found[0][1][1]) if len(found) == 1 else None


def list_called(value: Any, words: Collection[str], depth: int = 0) -> tuple[str, list[Any]] | None:
    """The one list of records with that name, also in an envelope, whatever other lists stand beside it.

        {"users": [...], "notice_list": {"more": true, "notices": [...]}}      notice_list.notices, of notices
    """
    if not isinstance(value, Mapping) or depth > _ENVELOPES:
        return None
    named = [(quoted(name), entry) for name, entry in value.items() if {*name_stems(name)[-1:]} & {*words}]
    found: list[tuple[str, list[Any]]] = [(path, entry) for path, entry in named if _of_records(entry)]
    for name, entry in value.items() if not found and not is_map(value) else ():
        if (there := list_called(entry, words, depth + 1)) is not None:
            found.append((joined(quoted(name), there[0]), there[1]))
    return found[0] if len(found) == 1 else None


def _of_records(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(entry, Mapping) for entry in value)


def is_map(value: Mapping[str, Any]) -> bool:
    """Whether these are records by key: each tells its own, all look like ids, or all records have the same fields."""
    records = [entry for entry in value.values() if isinstance(entry, Mapping) and entry]
    if not records or len(records) < len(value):
        return False
    own = all(key in (held for held in entry.values() if isinstance(held, str)) for key, entry in value.items())
    alike = len(records) > 1 and len(records[0]) > 1 and all(entry.keys() == records[0].keys() for entry in records)
    return own or alike or all(map(_LIKE_AN_ID.fullmatch, value))


def raw(text: str) -> str:
    """A text as a raw string of JMESPath."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def entries_in(value: Any, words: Collection[str]) -> Iterator[tuple[str, Mapping[str, Any], str]]:
    """The records of the one list of a value, each with its path, and where the key of one in a map stands ("").

    `words`: the stems of what the list may be called, where there are several.
    """
    path, entries = list_called(value, words) or list_in(value) or ("", [])
    if not path.endswith(ALL_VALUES):
        yield from ((joined(path, f"[{at}]"), one, "") for at, one in enumerate(entries) if isinstance(one, Mapping))
        return
    owner = path.removesuffix(ALL_VALUES).rstrip(".")
    for key, entry in look_up(owner or "@", value).items():
        own = any(held == key for held in entry.values())
        yield joined(owner, quoted(key)), entry, "" if own else f"{joined(owner, 'keys(@)')}[?@ == {raw(key)}] | [0]"


def _is_envelope(value: Mapping[str, Any]) -> bool:
    """Whether nothing that a record would tell stands in it: no plain value but of pages, counts and kinds."""
    return all(
        isinstance(inner, (list, Mapping)) or inner is None or {*name_parts(name)} <= _ABOUT_LISTS
        for name, inner in value.items()
    )


def records_in(value: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    """Every object inside a value, outer ones first; the first few of each list."""
    if depth > _DEEPEST:
        return
    if isinstance(value, Mapping):
        yield value
        for entry in value.values():
            yield from records_in(entry, depth + 1)
    elif isinstance(value, list):
        for entry in value[:_MOST]:
            yield from records_in(entry, depth + 1)


def promised(schema: Mapping[str, Any] | None, depth: int = 0) -> dict[str, Mapping[str, Any]]:
    """Every field name in a schema with its own schema, outer ones first."""
    found: dict[str, Mapping[str, Any]] = {}
    if not schema or depth > _DEEPEST:
        return found
    for name, inner in (schema.get("properties") or {}).items():
        found.setdefault(name, inner if isinstance(inner, Mapping) else {})
    for part in (*(schema.get("properties") or {}).values(), schema.get("items"), *(schema.get("allOf") or ())):
        if isinstance(part, Mapping):
            for name, inner in promised(part, depth + 1).items():
                found.setdefault(name, inner)
    return found

