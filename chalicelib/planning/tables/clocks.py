"""Times of day that stand in a field of their own, beside the day: "at 8 pm", "half an hour later"."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any  # Any: values are JSON

from chalicelib.domain.binding import Binding, Literal, Mention
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.records import shapes, times
from chalicelib.planning.records.resources import form
from chalicelib.planning.tables.clause import AT, INTO, Candidate, Clause, Value, same
from chalicelib.planning.tables.table import Table, Wide
from chalicelib.planning.tables.world import columns

_ANY_DAY = datetime(2000, 1, 1)


def column(param: Param, table: Table) -> str:
    """The field with the time of day that the input takes; "" for none."""
    return next((name for name in columns(table, param) if shapes.shape(table.rows, name) == "clock"), "")


def like(param: Param, table: Table) -> str:
    """An example of the time of day that the input takes, as records hold it or its schema says; "" for none."""
    name = column(param, table)
    shown = str(shapes.column(table.rows, name)[0]) if name else form(param)
    return shown if shapes.clock(shown) is not None else ""


def told(clause: Clause, param: Param, table: Table) -> Iterator[Candidate]:
    shown = like(param, table)
    for mark in clause.marks:
        run = clause.inside(mark)
        if mark.kind == "time" and run:
            value = shapes.written(datetime.combine(_ANY_DAY, _clock(str(mark.value))), shown)
            place = 0.6 if clause.lead(run) in INTO else 0.3 if clause.lead(run) in AT else 0.0
            yield Candidate(run, same((value, Mention(value, mark.text))), 1.2 + place)


def shifted(name: str, mark: Found, back: bool) -> Value:
    """The record's own time of day, moved; None where that would be another day."""

    def of(row: Wide) -> tuple[Any, Binding] | None:
        held = shapes.clock(row.values.get(name))
        when = times.shifted(datetime.combine(_ANY_DAY, held), mark, back) if held is not None else None
        if when is None or when.date() != _ANY_DAY.date():
            return None
        value = shapes.written(when, row.values[name])
        return value, Literal(value)

    return of


def _clock(told_: str) -> Any:
    return datetime.strptime(told_, "%H:%M").time()
