"""The first free slot: when a new record can begin so that it meets no other, within the hours that the context tells.

    context   earliest_start 09:00 · latest_end 18:00
    "for my first free slot from tomorrow"
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from itertools import pairwise
from typing import Any  # Any: facts are JSON

from chalicelib.planning.composer.words import Token, bag, name_stems
from chalicelib.planning.records import durations, population, shapes
from chalicelib.planning.records.reach import Row, Unsure
from chalicelib.planning.records.resources import Resource
from chalicelib.planning.records.scene import Scene
from chalicelib.planning.records.times import Span
from chalicelib.planning.records.view import moment_of
from chalicelib.planning.records.wanted import Wanted

FREE, SLOT = bag("free available open"), bag("slot gap time opening window spot")
_OPENS, _CLOSES = bag("start begin open earliest from"), bag("end close latest until finish")
LENGTH = bag("durat minut length hour")
_CLOCKS = re.compile(r"\b[012]\d:[0-5]\d\b")
DAYS = 7


def asked(words: Sequence[Token]) -> bool:
    """ "My first free slot", "the next available time"."""
    lows = [token.low for token in words]
    return any(one in FREE and other in SLOT for one, other in pairwise(lows))


def hours(context: Mapping[str, Any]) -> tuple[time, time] | None:
    """The working hours among the facts of the context: two facts, or one that tells both times."""
    for value in context.values():
        both = _CLOCKS.findall(value) if isinstance(value, str) and "T" not in value else []
        if len(both) == 2 and both[0] < both[1]:
            return time.fromisoformat(both[0]), time.fromisoformat(both[1])
    told = {name: clock for name, value in context.items() if (clock := shapes.clock(value)) is not None}
    first = [clock for name, clock in told.items() if {*name_stems(name)} & _OPENS]
    last = [clock for name, clock in told.items() if {*name_stems(name)} & _CLOSES]
    return (first[0], last[0]) if len(first) == 1 and len(last) == 1 else None


def first_free(scene: Scene, kind: Resource, words: Sequence[Token], minutes: float) -> datetime | None:
    """None while the records of the days are still to be read."""
    if scene.hours is None:
        raise Unsure("nothing tells between which hours a slot may lie")
    day = next(
        (m for m in scene.marks if m.kind == "date" and any(token in m for token in words)), None
    )
    first = datetime.fromisoformat(str(day.value)) if day else scene.now
    last = first + timedelta(days=DAYS)
    found = population.population(scene.reach, kind, Wanted((), (), Span(first, last)), (), scene.now)
    if found is None:
        return None
    busy = sorted(span for row in found.rows if (span := _span(row)) is not None)
    for ahead in range(DAYS):
        start, end = (datetime.combine(first.date() + timedelta(days=ahead), clock) for clock in scene.hours)
        at = _gap(busy, max(start, first, scene.now), end, timedelta(minutes=minutes))
        if at is not None:
            return at
    raise Unsure(f"no slot is free within {DAYS} days")


def _gap(
    busy: Sequence[tuple[datetime, datetime]], start: datetime, end: datetime, length: timedelta
) -> datetime | None:
    for begins, ends in busy:
        if ends > start and begins < end:
            if begins - start >= length:
                break
            start = ends
    return start if end - start >= length else None


def _span(row: Row) -> tuple[datetime, datetime] | None:
    name = next((one for one in row.values if shapes.moment(row.values[one])), "")
    begins = moment_of(row, name) if name else None
    length = next((shapes.number(value) for one, value in row.values.items() if {*name_stems(one)} & LENGTH), None)
    if begins is None or length is None:
        return None
    hourly = any("hour" in name_stems(one) for one in row.values)
    return begins, begins + timedelta(minutes=length * (60 if hourly else 1))


def length(scene: Scene, words: Sequence[Token]) -> float | None:
    """How long the new record is, in minutes."""
    told = [m for m in scene.marks if m.kind == "duration"]
    return next((durations.minutes(m) for m in told if any(token in m for token in words)), None)
