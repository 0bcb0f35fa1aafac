"""Records inside of others: the connectors of a station, each with the key of what it is part of.

    {"station": "S1", "connectors": [{"no": 1, "state": "free"}]}  ─>  a connector: station S1, no 1, state free
    {"id": 4, "seats": {"data": [{"id": 9, "row": 2}]}}            ─>  a seat: id 9, row 2, of the record 4

They are records of their own where the outer ones alone explain no request.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any  # Any: values are JSON

from chalicelib.domain.binding import Output
from chalicelib.planning.composer.words import name_stems
from chalicelib.planning.record_lists import entries
from chalicelib.planning.records.instants import typed
from chalicelib.planning.records.reach import Reach, Row
from chalicelib.planning.records.resources import KEYS, is_key
from chalicelib.planning.records.wrapped import lifted
from chalicelib.planning.revise.paths import joined
from chalicelib.planning.tables.sources import Source
from chalicelib.planning.tables.table import Table
from chalicelib.planning.tables.world import table_of

Part = tuple[Row, Any, Output]
"""The record inside, the key of the one that holds it, and where that was read."""


def insides(reach: Reach, known: Sequence[Source], found: Sequence[Table]) -> list[Table]:
    """A table for each field in which records of the lists hold others."""
    tables: dict[frozenset[str], Table] = {}
    for one in known:
        outer = next((table for table in found if one.ref in table.refs and table.key), None)
        if outer is None:
            continue
        for name, rows in _inner(reach, one, outer).items():
            made = part_table(one, outer, outer.key, name, rows)
            if made.words not in tables or len(tables[made.words].rows) < len(made.rows):
                tables[made.words] = made
    return list(tables.values())


def _inner(reach: Reach, one: Source, outer: Table) -> dict[str, list[Part]]:
    """By the field, the records inside with the key of the one that holds them."""
    read = {str(row.values[outer.key]): row for row in reach.seen([one.ref]) if outer.key in row.values}
    found: dict[str, list[Part]] = {}
    for row in read.values():
        key = row.values[outer.key], Output(row.step, row.at(outer.key))
        for name, inside in parts_of(row, reach.zone):
            found.setdefault(name, []).append((inside, *key))
    return found


def parts_of(row: Row, zone: str) -> Iterator[tuple[str, Row]]:
    """The records inside, each with the name of the field that holds it."""
    for name, value in row.values.items():
        way, held = entries(value)
        for at, entry in enumerate(held):
            if isinstance(entry, Mapping):
                values, inside = lifted(entry)
                yield name, Row(typed(values, zone), row.step, joined(joined(row.at(name), way), f"[{at}]"), inside)


def part_table(one: Source, outer: Table, of: str, name: str, parts: Sequence[Part]) -> Table:
    """The records of the field as a table.  `of`: the key of the outer ones, told by the parts under its full name."""
    own = {field for inside, _, _ in parts for field in inside.values}
    bare = {*name_stems(of)} <= KEYS or any(inside.values.get(of, value) != value for inside, value, _ in parts)
    key = f"{min(outer.words, default='outer')}_{of}" if bare else of
    rows = [
        inside if key in own else replace(inside, values={key: value, **inside.values}, given={key: place})
        for inside, value, place in parts
    ]  # fmt: skip
    made = table_of(one, rows, outer.whole)
    own_key = made.key if is_key(made.key) and made.key != key else ""  # nothing refers to a sort of parts
    words = frozenset((*name_stems(name), *({*name_stems(own_key)} - KEYS)))
    refs = frozenset((f"{one.ref} {name}",))
    return replace(made, words=words, refs=refs, key=own_key, foreign={key: outer.words}, within=key)
