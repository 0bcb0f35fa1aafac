"""What a record holds, moved by an amount that is told, or a share of it: "four more days", "by £9", "10 % off".

Which way it goes depends on the words of a trade, so both are proposed and a run decides.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any  # Any: values are JSON

from chalicelib.domain.binding import Literal
from chalicelib.planning.composer.dates import COUNTS, plus
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.words import Token
from chalicelib.planning.records import shapes
from chalicelib.planning.tables.clause import Candidate, Clause, Value
from chalicelib.planning.tables.table import Table, Wide
from chalicelib.planning.usage.amounts import (
    FACTORS,
    FORTNIGHT,
    UNITS,
    Told,
    amounts,
    epoch,
    lengths,
    plainly,
    since,
)
from chalicelib.planning.usage.construction import Way

_ONES = ("a", "an", "one")


def moved(
    clause: Clause, param: Param, table: Table | None, zone: str
) -> Iterator[tuple[Way, Candidate]]:
    """What the record holds, moved by an amount that is told."""
    if table is None or param.type == "boolean":
        return
    steps = [*_spans(clause)]
    for name in sorted(table.own):
        timed = shapes.shape(table.rows, name) in ("moment", "number", "clock")
        for run, count, unit in steps if timed else ():
            for sign in (1, -1):
                for form in ("text", "s", "ms"):
                    way = Way("moved", [name, sign, "time", form])
                    yield way, Candidate(run, _later(name, sign * count, unit, form, zone), 1.4)
        if shapes.shape(table.rows, name) != "number":
            continue
        for run, amount, _ in amounts(clause):
            percent = any(m.kind == "percent" and clause.inside(m) == run for m in clause.marks)
            for sign in (1, -1, 0) if percent else (1, -1):
                for factor in (1,) if percent else FACTORS:
                    how = "percent" if percent else factor
                    yield Way("moved", [name, sign, how, ""]), Candidate(run, _stepped(name, sign, amount, how), 1.4)


def _spans(clause: Clause) -> Iterator[tuple[tuple[Token, ...], float, str]]:
    """ "Four more days", "a week", "two nights": a count and its unit."""
    words = clause.words
    yield from lengths(clause)
    for at, token in enumerate(words):
        unit = UNITS.get(token.stem)
        if unit is None or at == 0:
            continue
        before = [one for one in words[max(0, at - 2) : at] if one.low not in ("more", "extra", "further", "another")]
        told = before[-1] if before else None
        counted = _count(told) if told is not None else None
        if told is not None and counted is not None:
            run = tuple(one for one in words if told.start <= one.start <= token.start)
            yield run, counted * (2 if token.stem == FORTNIGHT else 1), unit


def _count(token: Token) -> int | None:
    if token.low in _ONES:
        return 1
    return int(token.text) if token.text.isdigit() else COUNTS.get(token.low)


def _later(name: str, count: float, unit: str, form: str, zone: str) -> Value:
    def of(row: Wide) -> Told | None:
        held = row.values.get(name)
        if form == "text":
            when = (shapes.moment(held) or _today(held)) if isinstance(held, str) else None
            later = shapes.written(_shifted(when, count, unit), held) if when else None
            return (later, Literal(later)) if later else None
        low, high = (10**8, 10**11) if form == "s" else (10**11, 10**14)
        if not isinstance(held, int) or isinstance(held, bool) or not low < held < high:
            return None
        value = epoch(_shifted(since(held, form, zone), count, unit), form, zone)
        return value, Literal(value)

    return of


def _today(held: str) -> datetime | None:
    """A time of day as one of some day, so that it can be moved."""
    clock = shapes.clock(held)
    return datetime.combine(datetime(2000, 1, 1), clock) if clock is not None else None


def _shifted(when: datetime, count: float, unit: str) -> datetime:
    if unit in ("hour", "minute"):
        return when + timedelta(**{f"{unit}s": count})
    return datetime.combine(plus(when.date(), int(count), unit), when.time())


def _stepped(name: str, sign: int, amount: float, how: Any) -> Value:
    def of(row: Wide) -> Told | None:
        held = shapes.number(row.values.get(name))
        if held is None:
            return None
        step = held * amount / 100 if how == "percent" else amount * how
        value = held + sign * step if sign else step
        found = plainly(round(value, 2))
        return found, Literal(found)

    return of
