"""Parts of records that only the read of a single record shows: the lines of an order, the stops of a tour.

They are asked for where the lists alone explain no request: first of one record, and of the others if that has any.

    getOrder(10431) ─> {…, "lines": [{…}, {…}]}  ─>  a table of lines, each with the number of its order
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any  # Any: outputs are JSON

from chalicelib.domain.binding import Output
from chalicelib.planning.composer.words import Token
from chalicelib.planning.record_lists import entries
from chalicelib.planning.records.reach import Reach, Row
from chalicelib.planning.revise.paths import quoted
from chalicelib.planning.tables import parents
from chalicelib.planning.tables.explain import speaks
from chalicelib.planning.tables.insides import Part, part_table, parts_of
from chalicelib.planning.tables.keys import keyed
from chalicelib.planning.tables.sources import Source
from chalicelib.planning.tables.table import Table
from chalicelib.planning.tables.world import shows_single


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
            read = _read(reach, one, {value: places[value] for value in values}, listed)
            parts += [part_table(one, owner, key, name, told) for name, told in read.items()]
    return None if reach.wanted else parts


def accounted(found: Sequence[Table], said: Sequence[Token]) -> bool:
    """Whether every word speaks of the lists."""
    return all(any(speaks(table, token) for table in found) for token in said)


def _listed(reach: Reach, owner: Table) -> frozenset[str]:
    """The parts that the list of the records shows as well."""
    return frozenset(name for row in reach.seen([*owner.refs]) for name, _ in parts_of(row, reach.zone))


def _read(
    reach: Reach, one: Source, values: Mapping[Any, Output], listed: frozenset[str]
) -> dict[str, list[Part]]:
    """The parts by the list in which they stand.  `values`: of which records, and where these stand."""
    found: dict[str, list[Part]] = {}
    assert one.needs is not None
    for at, value in enumerate(values):
        told = reach.ask(one.ref, {one.needs.name: value})
        shown = [pair for pair in _parts(reach, *told) if pair[0] not in listed] if told is not None else []
        if at == 0 and not shown:
            break  # not read yet, or without parts
        for name, part in shown:
            found.setdefault(name, []).append((part, value, values[value]))
    return found


def _parts(reach: Reach, step: str, output: Any) -> Iterator[tuple[str, Row]]:
    held = output if isinstance(output, Mapping) else {}
    yield from parts_of(Row(held, step, "@"), reach.zone)
    for name, one in held.items():
        if isinstance(one, Mapping) and not entries(one)[1]:
            yield from parts_of(Row(one, step, quoted(name)), reach.zone)
