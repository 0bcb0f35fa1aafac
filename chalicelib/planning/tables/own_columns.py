"""Fields that records tell by keys, as columns called by what another list says: see `planning.own_fields`."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any  # Any: values are JSON

from chalicelib.domain.binding import Output
from chalicelib.planning.own_fields import defines, name_of, told
from chalicelib.planning.revise.paths import joined
from chalicelib.planning.tables.table import Table, Wide


def with_own(found: Sequence[Table]) -> list[Table]:
    """The tables, with a column for each such field of their records."""
    return [_with_own(one, [other for other in found if other is not one]) for one in found]


def _with_own(one: Table, others: Sequence[Table]) -> Table:
    lists = {name for row in one.rows for name, (value, _) in row.compound.items() if told(value)}
    own, rows = one.own, one.rows
    for name in sorted(lists):
        keys = {key for row in rows for key in told(row.compound.get(name, ((), None))[0])}
        near = (other for other in others if defines(keys, name, other.words))
        names = next((held for other in near if {*(held := _names(other))} >= keys), {})
        taken = {name: title for name, title in names.items() if title not in own}
        if taken:
            rows = tuple(_filled(row, name, taken) for row in rows)
            own = own | {title for key, title in taken.items() if key in keys}
    return replace(one, own=own, rows=rows) if own != one.own else one


def _names(other: Table) -> dict[str, str]:
    """By their keys what the records are called."""
    if not other.key:
        return {}
    return {str(row.values.get(other.key)): title for row in other.rows if (title := name_of(row.values))}


def _filled(row: Wide, name: str, titles: Mapping[str, str]) -> Wide:
    held, place = row.compound.get(name, ((), Output("", "@")))
    found: dict[str, Any] = {}
    places: dict[str, Output] = {}
    for key, (way, value) in told(held).items():
        if key in titles:
            found[titles[key]], places[titles[key]] = value, Output(place.step, joined(place.path, way))
    return replace(row, values={**row.values, **found}, places={**row.places, **places})
