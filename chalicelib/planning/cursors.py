"""How an answer tells of the next page, in the conventions that services have: by name and place, never by service.

    next_cursor, nextPageToken, meta.next_cursor       into the input of that name, with or without "next"
    next                                               into the one input that takes a cursor
    paging.next.after                                  into `after`: it stands below "next"
    pageInfo.endCursor                                 into `after`, `cursor` or the like
    metadata.continue, meta.marker                     into the input of the same name, where it stands in an envelope
    offset: "itr/rec3"                                 into the input of the same name: it is no count
    a link to the next page, or to more                what its query says for inputs that the action has
    no mark at all, and an input `starting_after`      takes the id of the last record
    has_more, hasNextPage, isTruncated, is_last        whether there is one at all
"""

from collections.abc import Iterator, Mapping
from typing import Any  # Any: outputs and schemas are JSON
from urllib.parse import parse_qs

from chalicelib.domain.types import TRUTH
from chalicelib.planning.composer.words import name_parts
from chalicelib.planning.revise.paths import is_map

Way = tuple[str, ...]
DEEPEST = 4
_LEADING = frozenset(("next", "more"))
_CURSORS = frozenset(("cursor", "token", "continuation", "marker"))
_ENVELOPES = frozenset(
    ("metadata", "meta", "paging", "pagination", "page", "pages", "pager", "cursor", "cursors", "response", "links")
)
_AFTER = ("after", "cursor", "starting_after", "page_token", "pageToken")
_LAST_ID = (("starting", "after"), ("after",), ("after", "id"), ("last", "id"), ("since", "id"), ("last", "seen", "id"))
_PLACES = (("offset",), ("page",), ("start",), ("position",), ("bookmark",))
_COUNTS = frozenset(("page", "offset", "limit", "size", "total", "count", "per", "number"))


def envelope(output: Any, way: Way = ()) -> Iterator[tuple[Way, Any]]:
    """What stands beside the list, and in objects beside it, with the way to it."""
    for name, value in output.items() if isinstance(output, Mapping) and not is_map(output) else ():
        here = (*way, str(name))
        if isinstance(value, Mapping):
            if len(here) < DEEPEST:
                yield from envelope(value, here)
        elif not isinstance(value, list):
            yield here, value


def says_more(output: Any) -> bool | None:
    """Whether a flag says that there is a next page, or that there is none; None where no flag says anything."""
    told = [said for way, value in envelope(output) if (said := _flag(name_parts(way[-1]), value)) is not None]
    return None if not told else any(told)


def _flag(parts: tuple[str, ...], value: Any) -> bool | None:
    words = set(parts)
    named = isinstance(value, str) or (isinstance(value, int) and words & {"has", "is"})  # a `last_page` is the first
    value = TRUTH.get(str(value).lower(), value) if named else value
    if not isinstance(value, bool):
        return None
    if "last" in words and words <= {"is", "last", "page"}:
        return not value
    return value if "more" in words or "truncated" in words or {"has", "next"} <= words else None


def marks(output: Any, properties: Mapping[str, Any]) -> Iterator[tuple[str, Way, Any]]:
    """Inputs that lead to the next page, with the way to what goes into them; none if a flag says it was the last."""
    if says_more(output) is False:
        return
    for way, value in envelope(output):
        if value in (None, "", False, True) or not isinstance(value, (str, int)) or is_link(value):
            continue
        name = _input(way, value, properties)
        if name:
            yield name, way, value


def linked(output: Any, properties: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a link to the next page says for inputs that the action has, as they are typed."""
    for way, value in envelope(output):
        if isinstance(value, str) and "?" in value and any(_LEADING & {*name_parts(one)} for one in way):
            query = value.partition("?")[2].partition("#")[0]  # of any text: a service wrote it
            found = {
                name: told for name, said in parse_qs(query).items()
                if name in properties and (told := typed(said[0], properties[name])) is not None
            }
            if found:
                return found
    return {}


def unread(output: Any) -> bool:
    """Whether it tells of a next page, in whatever way."""
    told = says_more(output)
    if told is not None:
        return told
    marked = (value for way, value in envelope(output) if name_parts(way[-1])[:1] == ("next",))
    return any(value not in (None, "", False) for value in marked)


def behind(properties: Mapping[str, Any]) -> Iterator[str]:
    """The inputs that take the id of the last record that was seen, however they are written."""
    yield from (name for name in properties if name_parts(name) in _LAST_ID)


def handle(entry: Any) -> str:
    """The field by which an entry is known: its id, under whatever name."""
    if not isinstance(entry, Mapping):
        return ""
    ids = [name for name in entry if name_parts(name)[-1:] in (("id",), ("uid",), ("uuid",), ("key",))]
    return "id" if "id" in entry else ids[0] if ids else ""


def is_link(value: Any) -> bool:
    """Whether it leads to a page itself, from the root of the service or in full."""
    return isinstance(value, str) and value.startswith(("http://", "https://", "/", "?"))


def _input(way: Way, value: Any, properties: Mapping[str, Any]) -> str:
    last = name_parts(way[-1])
    if last in _PLACES and isinstance(value, str) and not value.isdigit():
        return next((name for name in properties if name_parts(name) == last), "")
    around = {part for one in way[:-1] for part in name_parts(one)}
    names = {name: name_parts(name) for name in properties}
    if last == ("end", "cursor"):
        return next((name for name in _AFTER if name in properties), "")
    if {"next", "cursor"} & set(last) or (_CURSORS & set(last) and "page" in last):
        bare = tuple(part for part in last if part != "next")
        same = [name for name, parts in names.items() if parts in (bare, last)]
        if same or (bare and not _CURSORS & set(bare)):
            return same[0] if same else ""
        return next((name for name, parts in names.items() if _CURSORS & set(parts)), "")
    if "next" in around or (isinstance(value, str) and (around & _ENVELOPES or _CURSORS & set(last))):
        return next((name for name, parts in names.items() if parts == last and not _COUNTS & set(parts)), "")
    return ""


def typed(text: str, schema: Any) -> int | str | None:
    """What a link says, as the input takes it; None where it cannot be meant for it."""
    if not isinstance(schema, Mapping) or schema.get("type") not in ("integer", "number"):
        return text
    return int(text) if text.isascii() and text.isdigit() else None
