"""Names written in one with dots, slashes, dashes or underscores: `shop/web`, `NODE_VERSION`, `api.harbour.example`.

Such a name is one word of a request where it is an address or a record holds it.  Where a record holds its two parts in
two fields, that record is called so: the `api` of the domain `harbour.example`, row `B` seat `12`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import permutations
from typing import Any  # Any: values are JSON

from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.words import Token
from chalicelib.planning.records import shapes
from chalicelib.planning.tables.table import Table, Wide

CALLED_SO = "+"
"""The field of a record in which the name stands that its parts make."""
_JOINERS = "./:@_-"
_PLAINLY = "./:@_"
"""What stands between words of a name only; dashes stand between other words, too."""
_IN_ONE = re.compile(r"\w(?:[\w./:@-]*\w)?")
_ADDRESSES = ("id", "email", "url", "path")

Span = tuple[int, int]


def addressed(text: str, marks: Sequence[Found]) -> Iterator[Span]:
    """Where addresses and names with underscores stand, whether or not a record holds them."""
    for mark in marks:
        if mark.kind in _ADDRESSES and any(char in mark.text for char in _PLAINLY):
            yield mark.start, mark.end
    yield from (one.span() for one in written(text) if "_" in one[0].strip("_"))


def written(text: str) -> Iterator[re.Match[str]]:
    return (one for one in _IN_ONE.finditer(text) if any(char in one[0] for char in _JOINERS))


def held(text: str, known: Sequence[Table]) -> Iterator[Span]:
    """Where names stand that are a value of a record."""
    said = [*written(text)]
    wanted = {one[0].lower() for one in said}
    values = {low for table in known for low in _lows(table, wanted)} if said else set()
    return (one.span() for one in said if one[0].lower() in values)


def _lows(table: Table, wanted: set[str]) -> Iterator[str]:
    for row in table.rows:
        for held_ in row.values.values():
            yield from (low for one in shapes.items(held_) if isinstance(one, str) and (low := one.lower()) in wanted)


def whole(words: Sequence[Token], spans: Sequence[Span], text: str) -> tuple[Token, ...]:
    """The words, those inside a span as one."""
    found: list[Token] = []
    for token in words:
        span = next(((first, last) for first, last in spans if first <= token.start < last), None)
        if span is not None and _continues(found, token, span):
            found[-1] = _longer(found[-1], token, text)
        else:
            found.append(token)
    return tuple(found)


def _continues(found: Sequence[Token], token: Token, span: Span) -> bool:
    last = found[-1] if found else None
    return last is not None and span[0] <= last.start and last.end == token.start and last.text[0].isalnum()


def _longer(first: Token, token: Token, text: str) -> Token:
    said = text[first.start : token.end]
    low = said.lower().replace("’", "'")
    return replace(first, end=token.end, text=said, low=low, stem=low.removesuffix("'s"))


def called(text: str, known: Sequence[Table]) -> list[Table]:
    """The tables, with what the request calls their records that hold the parts of such a name."""
    said = [one[0] for one in written(text)]
    return [_called(table, said) for table in known] if said else [*known]


def _called(table: Table, said: Sequence[str]) -> Table:
    names = [next((name for name in said if _made_of(row, name)), "") for row in table.rows]
    if not any(names):
        return table
    rows = (_named(row, name) if name else row for row, name in zip(table.rows, names, strict=True))
    return replace(table, rows=tuple(rows))


def _named(row: Wide, name: str) -> Wide:
    return replace(row, values={**row.values, CALLED_SO: name}, foreign=row.foreign | {CALLED_SO})


def _made_of(row: Wide, name: str) -> bool:
    """Whether two of its values make the name."""
    low = name.lower()
    parts = [one for value in row.values.values() for one in [_text(value)] if one and one in low]
    return any(
        len(low) == len(one) + 1 + len(other) and low[len(one)] in _JOINERS and low == f"{one}{low[len(one)]}{other}"
        for one, other in permutations(parts, 2)
    )


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, str | int) and not isinstance(value, bool) else ""
