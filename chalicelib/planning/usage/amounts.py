"""Amounts, spans and moments as they are told and as they are sent: euros as cents, hours as minutes."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any  # Any: values are JSON
from zoneinfo import ZoneInfo

from chalicelib.domain.binding import Binding
from chalicelib.planning.composer.words import Token, stem
from chalicelib.planning.tables.clause import Clause

FACTORS = (1, 100, 1000, 60, 3600, 0.01, -1)
MINUTES = {"second": 1 / 60, "minute": 1, "hour": 60, "day": 1440, "week": 10080}
UNITS = {stem(word): unit for word, unit in (
    ("second", "second"), ("day", "day"), ("night", "day"), ("week", "week"), ("fortnight", "week"), ("month", "month"),
    ("year", "year"), ("hour", "hour"), ("minute", "minute"),
)}
FORTNIGHT = stem("fortnight")
Told = tuple[Any, Binding]


def amounts(clause: Clause) -> Iterator[tuple[tuple[Token, ...], float, str]]:
    for mark in clause.marks:
        run = clause.inside(mark)
        if mark.kind in ("number", "money", "percent") and run and isinstance(mark.value, int | float):
            yield run, float(mark.value), mark.text
    opens = (clause.verb, *clause.words) if clause.verb is not None else clause.words
    for half, article in pairwise(opens):
        if half.low == "half" and article.low in ("a", "an"):
            yield (half, article), 0.5, f"{half.text} {article.text}"


def lengths(clause: Clause) -> Iterator[tuple[tuple[Token, ...], float, str]]:
    """Spans of time that are told: "half an hour", "90 minutes"."""
    for mark in clause.marks:
        run = clause.inside(mark)
        unit = UNITS.get(run[-1].stem) if run else None
        if mark.kind == "duration" and unit is not None and isinstance(mark.value, int | float):
            yield run, float(mark.value) * (2 if run[-1].stem == FORTNIGHT else 1), unit


def plainly(value: float) -> int | float:
    near = round(value, 4)
    return int(near) if float(near).is_integer() else near


def epoch(when: datetime, form: str, zone: str) -> int:
    """The moment on the clocks of the zone as seconds or milliseconds since 1970."""
    seconds = int(when.replace(tzinfo=_zone(zone)).timestamp())
    return seconds if form == "s" else seconds * 1000


def since(value: float, form: str, zone: str) -> datetime:
    seconds = value if form == "s" else value / 1000
    return datetime.fromtimestamp(seconds, _zone(zone)).replace(tzinfo=None)


def _zone(zone: str) -> Any:
    try:
        return ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        return UTC
