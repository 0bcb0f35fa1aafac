"""Records that come back every week, beside a day on which something is done to one of them.

cancel the swimming lesson tomorrow      of several such lessons that of the weekday that tomorrow is
"""

from collections.abc import Sequence
from datetime import datetime

from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.words import name_stems
from chalicelib.planning.records import shapes
from chalicelib.planning.records.weekdays import column, weekday
from chalicelib.planning.tables.combinations import Chosen
from chalicelib.planning.tables.deeds import Deed
from chalicelib.planning.tables.table import Wide

_DAY = frozenset(name_stems("date day on when occurrence session"))
_SPAN = frozenset(name_stems("from start begin since until till end to due effective valid first last by"))
"""From such a day on something may be so that happens on another one."""


def of_that_day(deed: Deed, chosen: Chosen, rows: Sequence[Wide]) -> list[Wide]:
    """The records without those that are not held on the day that is told; all of them where none is told."""
    name = column(deed.table.rows, sorted(deed.table.own))
    told = [chosen[param.path] for param in deed.rest if param.path in chosen and _is_day(param)]
    days = [(row, when) for row in rows for one in told[:1] if (when := _moment(one.of(row))) is not None]
    if not name or not days:
        return [*rows]
    return [row for row, when in days if weekday(row.values.get(name)) == when.weekday()]


def _is_day(param: Param) -> bool:
    stems = {*param.stems}
    return param.temporal and bool(stems & _DAY) and not stems & _SPAN


def _moment(value: tuple[object, object] | None) -> datetime | None:
    return shapes.moment(value[0]) if value is not None else None
