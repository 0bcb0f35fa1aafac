"""Records inside of others: the connectors of a station, each with the key of what it is part of.

    {"station": "S1", "connectors": [{"no": 1, "state": "free"}]}  ─>  a connector: station S1, no 1, state free

They are records of their own where the outer ones alone explain no request.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from chalicelib.domain.binding import Output
from chalicelib.planning.composer.words import name_stems
from chalicelib.planning.records.instants import typed
from chalicelib.planning.records.reach import Reach, Row
from chalicelib.planning.records.resources import KEYS
from chalicelib.planning.revise.paths import joined
from chalicelib.planning.tables.sources import Source
from chalicelib.planning.tables.table import Table
from chalicelib.planning.tables.world import table_of


def insides(reach: Reach, known: Sequence[Source], found: Sequence[Table]) -> list[Table]:
    """A table for each field in which records of the lists hold others."""
    tables: dict[frozenset[str], Table] = {}
    for one in known:
        outer = next((table for table in found if one.ref in table.refs and table.key), None)
        if outer is None:
            continue
        for name, rows in _inner(reach, one, outer).items():
            made = _table(one, outer, name, rows)
            if made.words not in tables or len(tables[made.words].rows) < len(made.rows):
                tables[made.words] = made
    return list(tables.values())


def _inner(reach: Reach, one: Source, outer: Table) -> dict[str, list[tuple[Row, Row]]]:
    """By the field, the records inside with the one that holds them."""
    read = {str(row.values[outer.key]): row for row in reach.seen([one.ref]) if outer.key in row.values}
    found: dict[str, list[tuple[Row, Row]]] = {}
    for row in read.values():
        for name, inside in _listed(row, reach.zone):
            found.setdefault(name, []).append((inside, row))
    return found


def _listed(row: Row, zone: str) -> Iterator[tuple[str, Row]]:
    for name, held in row.values.items():
        for at, entry in enumerate(held if isinstance(held, list) else []):
            if isinstance(entry, Mapping):
                yield name, Row(typed(entry, zone), row.step, joined(row.at(name), f"[{at}]"))


def _table(one: Source, outer: Table, name: str, rows: Sequence[tuple[Row, Row]]) -> Table:
    """The records of the field as a table; a key that both are called by is that of the outer one by its full name."""
    own = {field for inside, _ in rows for field in inside.values}
    key = outer.key if outer.key not in own else f"{min(outer.words, default='outer')}_{outer.key}"
    whole = [
        replace(inside, values={key: row.values[outer.key], **inside.values},
                given={key: Output(row.step, row.at(outer.key))})
        for inside, row in rows
    ]  # fmt: skip
    made = table_of(one, whole, outer.whole)
    words = frozenset((*name_stems(name)[-1:], *({*name_stems(made.key)} - KEYS - {*name_stems(key)})))
    own_key = "" if made.key == key else made.key
    return replace(made, words=words, refs=frozenset((f"{one.ref} {name}",)), key=own_key)
