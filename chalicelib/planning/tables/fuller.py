"""Fields that only the read of a single record shows, where the request speaks of one and the lists do not.

    listTents ─> {number, name}      getTent(4) ─> {number, name, dry}      "Which tents are dry?"

So many reads are made only for lists that are short.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any  # Any: outputs are JSON

from chalicelib.domain.binding import Output
from chalicelib.planning.composer.words import Token, name_parts
from chalicelib.planning.records.instants import typed
from chalicelib.planning.records.reach import Reach
from chalicelib.planning.records.resources import field_stems
from chalicelib.planning.records.wrapped import lifted
from chalicelib.planning.revise.paths import joined, quoted
from chalicelib.planning.tables import parents
from chalicelib.planning.tables.explain import speaks
from chalicelib.planning.tables.sources import Source
from chalicelib.planning.tables.table import Table, Wide
from chalicelib.planning.tables.world import keyed, shows_single


def fuller(reach: Reach, known: Sequence[Source], found: Sequence[Table], said: Sequence[Token]) -> list[Table] | None:
    """The tables with what single records show beside; None while something is still to be read."""
    tables = [*found]
    for one in known:
        at = next((at for at, table in enumerate(tables) if shows_single(one, table)), -1)
        if at >= 0 and len(tables[at].rows) <= parents.MOST and _lacks(one, tables, said):
            tables[at] = _with_singles(reach, one, tables[at])
    return None if reach.wanted else tables


def _lacks(one: Source, tables: Sequence[Table], said: Sequence[Token]) -> bool:
    """Whether a word speaks of a field that only this read shows, in its very form: "pause" is no "paused"."""
    listed = {field_stems(name) for table in tables for name in table.own}
    plain = [field.name for field in one.entry.fields if not field.within and field.type not in ("array", "object")]
    own = [name for name in plain if field_stems(name) not in listed]
    shown = {parts[-1].removesuffix("s") for name in own if (parts := name_parts(name)) and len(field_stems(name)) == 1}
    words = [token for token in said if token.content and not any(speaks(table, token) for table in tables)]
    return any(token.low.removesuffix("s") in shown for token in words)


def _with_singles(reach: Reach, one: Source, table: Table) -> Table:
    assert one.needs is not None
    key = keyed(one.needs, table, one.words)
    told = [(row, reach.ask(one.ref, {one.needs.name: row.values.get(key)})) for row in table.rows]
    rows = tuple(_beside(reach, row, *read) if read else row for row, read in told)
    names = {name for row in rows for name in row.values}
    return replace(table, rows=rows, own=table.own | {name for name in names if name not in rows[0].foreign})


def _beside(reach: Reach, row: Wide, step: str, output: Any) -> Wide:
    """The record as its own read shows it, with the plain values that the list does not."""
    way, record = _record(output)
    values, inside = lifted(record)
    fresh = {
        name: value for name, value in typed(values, reach.zone).items()
        if name not in row.values and not isinstance(value, Mapping | list)
    }
    places = {name: Output(step, joined(way, inside.get(name) or quoted(name))) for name in fresh}
    values, places = {**row.values, **fresh}, {**row.places, **places}
    return replace(row, values=values, places=places, step=step, path=way, inside=inside)


def _record(output: Any) -> tuple[str, Mapping[str, Any]]:
    """The record of an answer, which may stand alone in an envelope."""
    held = output if isinstance(output, Mapping) else {}
    inner = [(quoted(name), one) for name, one in held.items() if isinstance(one, Mapping)]
    return inner[0] if len(held) == len(inner) == 1 else ("@", held)
