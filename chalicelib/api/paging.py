"""Collections that fit in memory, newest first, one page at a time.

A cursor names the last entry of the page before, so that entries made meanwhile do not shift a page.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable
from typing import Any, TypeVar  # Any: answers are JSON

from chalicelib.api.queries import PageQuery
from chalicelib.domain.errors import InvalidRequest

T = TypeVar("T")
Place = tuple[int, str]


def page(
    entries: Iterable[T], asked: PageQuery, place: Callable[[T], Place], show: Callable[[T], dict[str, Any]]
) -> dict[str, Any]:
    """`place`: when an entry was made, and its id: together they order the collection."""
    def order(entry: T) -> Place:
        made, name = place(entry)
        return -made, name

    ordered = sorted(entries, key=order)
    if asked.cursor:
        last = _decode(asked.cursor)
        ordered = [entry for entry in ordered if order(entry) > last]
    shown, rest = ordered[:asked.limit], ordered[asked.limit:]
    return {
        "data": [show(entry) for entry in shown],
        "has_more": bool(rest),
        "next_cursor": _encode(order(shown[-1])) if rest else None,
    }


def _encode(place: Place) -> str:
    return urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def _decode(cursor: str) -> Place:
    try:
        made, name = json.loads(urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4)))
        return int(made), str(name)
    except (ValueError, TypeError):
        message = "is not one that we gave: send `next_cursor` of the page before, unchanged"
        raise InvalidRequest(f"cursor: {message}", details=[{"field": "cursor", "message": message}]) from None
