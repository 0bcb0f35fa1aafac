"""The kinds of record in one list, each as a table of its own beside that of all.

An action that is for some kinds is done to their tables only; one that speaks of no kind, to the table of all.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.words import Token, stem
from chalicelib.planning.records.kinds import Kinds, kinds, nouns, short
from chalicelib.planning.tables.keys import keyed
from chalicelib.planning.tables.table import Table

KIND = "+kind"


def apart(known: Sequence[Table], writes: Sequence[Entry], said: Sequence[Token]) -> list[Table]:
    """`said`: the words of the request, as it may speak of a kind that no action is for."""
    found = [(table, _kinds(table, writes)) for table in known]
    whole = [_whole(table, told) if told else table for table, told in found]
    return [*whole, *(part for table, told in found if told for part in _parts(table, told, writes, said))]


def _whole(table: Table, told: Kinds) -> Table:
    """The table of all, where every record shows what its kind is called."""
    kinds_ = [(row, told.called(told.of(row.values))) for row in table.rows]
    rows = (replace(row, values={**row.values, KIND: named}, foreign=row.foreign | {KIND}) for row, named in kinds_)
    return replace(table, rows=tuple(rows), barred=frozenset(told.takes))


def _kinds(table: Table, writes: Sequence[Entry]) -> Kinds | None:
    if len(table.rows) < 2 or not table.key:
        return None
    return kinds([row.values for row in table.rows], table.key, [one for one in writes if _takes(one, table)])


def _takes(one: Entry, table: Table) -> bool:
    """Whether it can be done to such records, if they are called as its name says."""
    named = replace(table, words=table.words | {*nouns(one)})
    return any(keyed(param, named, named.words) == table.key for param in one.params)


def _parts(table: Table, told: Kinds, writes: Sequence[Entry], said: Sequence[Token]) -> Iterator[Table]:
    """Of each kind a table, with the fields that its records have."""
    every = {stem(word) for names in told.names.values() for name in names for word in name}
    for kind in sorted(told.names):
        rows = tuple(row for row in table.rows if told.of(row.values) == kind)
        own = frozenset(name for name in table.own if any(row.values.get(name) is not None for row in rows))
        called = {stem(word) for name in told.names[kind] for word in name}
        spoken = {token.stem for token in said if told.begins and len(called) == 1 and short(kind.lower(), token.low)}
        words = table.words | called | (spoken - every)
        barred = frozenset(one.ref for one in writes if kind not in told.takes.get(one.ref, ()))
        yield replace(table, rows=rows, own=own, words=words, barred=barred)
