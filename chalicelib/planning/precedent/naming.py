"""Which words of a request name one record, and which record words name."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any  # Any: values are JSON

from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.words import Token
from chalicelib.planning.precedent.kept import Call, Precedent, values
from chalicelib.planning.records import phrase
from chalicelib.planning.records.phrase import Named, Used
from chalicelib.planning.tables.keys import keyed
from chalicelib.planning.tables.nested import NAMES
from chalicelib.planning.tables.table import Table, Wide


def raw(row: Wide) -> dict[str, Any]:
    """The record as the service told it."""
    return {**row.own, **{name: value for name, (value, _) in row.compound.items()}}


def names(words: Sequence[Token], table: Table, row: Wide) -> tuple[Token, ...] | None:
    """The words, from the first to the last, that name this record and no other of the table.

    Whose it is said to be belongs to them: "Ann's" of "Ann's bike".
    """
    found = [one for one in _named(words, table) if one.holds(row)]
    titles = [[one] for one in found if one.whole and {*map(str.lower, one.fields)} & _TITLES]
    near = sorted(_clusters(words, found, table), key=_size)
    for cluster in [*sorted(titles, key=_size), *near, *sorted(([one] for one in found), key=_size), found]:
        if cluster and _rows(table, cluster) == [row]:
            told = {token for one in cluster for token in one.tokens}
            first, last = min(token.start for token in told), max(token.end for token in told)
            run = [one for one in words if (first <= one.start < last if cluster is not found else one in told)]
            return _with_owner(words, run)
    return None


def also_named(words: Sequence[Token], table: Table, row: Wide) -> list[Token]:
    """The words that are a whole value of the record, and names that are a part of one."""
    held = [one for one in _named(words, table) if one.holds(row)]
    held = [one for one in held if one.whole or all(token.named for token in one.tokens if token.content)]
    return [token for one in held for token in one.tokens if token.content]


_TITLES = frozenset((*NAMES, "summary", "subject", "displayname"))
_KIND = re.compile(r"[A-Za-z]+[._:/]")


def kind(key: Any) -> str:
    """How a key begins that tells its kind: "heater." of heater.sauna; "" where it tells none."""
    found = _KIND.match(key) if isinstance(key, str) else None
    return found[0] if found else ""


def of_kind(table: Table, name: str, begins: str) -> Table:
    """The table with those records alone whose key begins so."""
    rows = tuple(row for row in table.rows if str(row.values.get(name)).startswith(begins))
    return replace(table, rows=rows)


def all_named(words: Sequence[Token], table: Table, rows: Sequence[Wide]) -> tuple[Token, ...] | None:
    """The words that name just these records."""
    found = [one for one in _named(words, table) if all(one.holds(row) for row in rows)]
    for some in [found, *([one] for one in found)]:
        if some and _rows(table, some) == [row for row in table.rows if row in rows]:
            told = {token for one in some for token in one.tokens}
            return tuple(token for token in words if token in told)
    return None


def held_by_all(words: Sequence[Token], table: Table, rows: Sequence[Wide]) -> tuple[Token, ...]:
    """The words that name what all of these records hold."""
    found = [one for one in _named(words, table) if all(one.holds(row) for row in rows)]
    told = {token for one in found for token in one.tokens}
    return tuple(token for token in words if token in told)


def held_by_none(words: Sequence[Token], table: Table, rows: Sequence[Wide]) -> list[tuple[Token, ...]]:
    """The words that name what others hold, and none of these."""
    return [one.tokens for one in _named(words, table) if not any(one.holds(row) for row in rows)]


def those_named(words: Sequence[Token], table: Table) -> list[Wide]:
    """The records that all these words name; none where a word says something else."""
    found = _named(words, table)
    return _rows(table, found) if found and not _left(words, found, table) else []


def _left(words: Sequence[Token], found: Sequence[Named], table: Table) -> list[Token]:
    taken = {token for one in found for token in one.tokens}
    left = [token for token in words if token.content and token not in taken and token.stem not in table.words]
    return [token for token in left if not token.low.endswith(("'s", "’s", "s'"))]  # whose it is the read may not show


def _size(cluster: Sequence[Named]) -> int:
    return -sum(len(one.tokens) for one in cluster)


def _with_owner(words: Sequence[Token], run: Sequence[Token]) -> tuple[Token, ...]:
    before = [token for token in words if token.end <= run[0].start]
    while before and (before[-1].low.endswith(("'s", "’s")) or (before[-1].named and run[0].named)):
        run = [before.pop(), *run]
    return tuple(run)


def _named(words: Sequence[Token], table: Table) -> list[Named]:
    return phrase.named(words, table.rows, table.words, Used())


def _rows(table: Table, found: Sequence[Named]) -> list[Wide]:
    return [row for row in table.rows if all(one.holds(row) for one in found)]


def _clusters(words: Sequence[Token], found: Sequence[Named], table: Table) -> list[list[Named]]:
    """Those with nothing but small words, or what such records are called, in between."""
    near: list[list[Named]] = []
    for one in sorted(found, key=lambda each: each.tokens[0].start):
        last = near[-1][-1].tokens[-1] if near else None
        between = [token for token in words if last is not None and last.end <= token.start < one.tokens[0].start]
        beside = last is not None and not any(token.content and token.stem not in table.words for token in between)
        if beside and len(between) < 3:
            near[-1].append(one)
        else:
            near.append([one])
    return near


def showing(one: Precedent, at: int, known: Sequence[Table], entries: Mapping[str, Entry]) -> list[Table]:
    """The tables that may show the record: those of the same read, else those whose key it gives to a write."""
    record = one.records[at]
    found = [table for table in known if record.ref in table.refs] or [
        table for table in known if any(_takes(call, at, table, entries) for call in one.writes)
    ]
    return [of_kind(table, record.name, record.kind) for table in found] if record.kind else found


def _takes(call: Call, at: int, table: Table, entries: Mapping[str, Entry]) -> bool:
    """Whether the call gives an input the key of that record, and it takes one of the table."""
    entry = entries[call.ref]
    paths = {path for path, value in values(call.inputs) if value[0] == "field" and value[1] == at}
    return any(param.path in paths and keyed(param, table, entry.name) for param in entry.params)
