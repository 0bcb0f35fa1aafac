"""Parts of records that only the read of a single record shows: the lines of an order, the stops of a tour.

They are asked for where the lists alone explain no request: first of one record, and of the others if that has any.

    getOrder(10431) ─> {…, "lines": [{…}, {…}]}  ─>  a table of lines, each with the number of its order
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any  # Any: outputs are JSON

from chalicelib.domain.binding import Output
from chalicelib.planning.composer.words import Token, name_stems
from chalicelib.planning.records.instants import typed
from chalicelib.planning.records.reach import Reach, Row
from chalicelib.planning.records.resources import KEYS, is_key
from chalicelib.planning.revise.paths import joined, quoted
from chalicelib.planning.tables import parents
from chalicelib.planning.tables.explain import speaks
from chalicelib.planning.tables.keys import keyed
from chalicelib.planning.tables.sources import Source
from chalicelib.planning.tables.table import Table
from chalicelib.planning.tables.world import shows_single, table_of


def details(reach: Reach, known: Sequence[Source], found: Sequence[Table], said: Sequence[Token]) -> list[Table] | None:
    """None while something is still to be read; nothing where every word speaks of the lists."""
    if accounted(found, said):
        return []
    parts: list[Table] = []
    for one in known:
        owner = next((table for table in found if shows_single(one, table)), None)
        if owner is not None and one.needs is not None:
            key = keyed(one.needs, owner, one.words)
            values = parents.keys(owner.rows, key, said, parents.MOST)
            places, listed = owner.places(key), _listed(reach, owner)
            parts += _tables(one, _read(reach, one, key, {value: places[value] for value in values}, listed))
    return None if reach.wanted else parts


def accounted(found: Sequence[Table], said: Sequence[Token]) -> bool:
    """Whether every word speaks of the lists."""
    return all(any(speaks(table, token) for table in found) for token in said)


def _listed(reach: Reach, owner: Table) -> frozenset[str]:
    """The parts that the list of the records shows as well."""
    rows = reach.seen([*owner.refs])
    return frozenset(
        name for row in rows for name, held in row.values.items()
        if isinstance(held, list) and any(isinstance(one, Mapping) for one in held)
    )


def _read(
    reach: Reach, one: Source, key: str, values: Mapping[Any, Output], listed: frozenset[str]
) -> list[tuple[str, Row]]:
    """The parts with the name of the list in which they stand.  `values`: of which records, and where these stand."""
    found: list[tuple[str, Row]] = []
    assert one.needs is not None
    for at, value in enumerate(values):
        told = reach.ask(one.ref, {one.needs.name: value})
        shown = list(_parts(reach, told, key, (value, values[value]))) if told is not None else []
        shown = [(name, part) for name, part in shown if name not in listed]
        if at == 0 and not shown:
            break  # not read yet, or without parts
        found += shown
    return found


def _parts(reach: Reach, told: tuple[str, Any], key: str, owner: tuple[Any, Output]) -> Iterator[tuple[str, Row]]:
    step, output = told
    if not isinstance(output, Mapping):
        return
    inside = [(name, entry) for name, entry in output.items() if isinstance(entry, Mapping)]
    for way, record in [("", output), *((quoted(name), entry) for name, entry in inside)]:
        for name, entries in record.items():
            for at, entry in enumerate(entries if isinstance(entries, list) else []):
                if isinstance(entry, Mapping):
                    path = joined(joined(way, quoted(name)) if way else quoted(name), f"[{at}]")
                    given = {} if key in entry else {key: owner[1]}
                    yield name, Row({key: owner[0], **typed(entry, reach.zone)}, step, path, given=given)


def _tables(one: Source, parts: Sequence[tuple[str, Row]]) -> Iterator[Table]:
    for name in dict.fromkeys(name for name, _ in parts):
        made = table_of(one, [row for other, row in parts if other == name], True)
        own = {*name_stems(made.key)} - KEYS if is_key(made.key) else ()
        yield replace(made, words=frozenset((*name_stems(name)[-1:], *own)))
