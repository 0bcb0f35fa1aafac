"""Moments of a clause as values: plain ones, and lengths of time by which a record's own moment is moved."""

from collections.abc import Callable, Container, Iterator, Sequence
from datetime import datetime, time
from itertools import pairwise
from typing import Any  # Any: values are JSON

from chalicelib.domain.binding import Binding, Literal, Mention
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.words import Token, bag
from chalicelib.planning.records import durations, shapes, times
from chalicelib.planning.records.instants import Instant
from chalicelib.planning.records.newvalue import LASTS
from chalicelib.planning.records.resources import field_stems, form
from chalicelib.planning.records.view import BEGINS, FINISHES, ends
from chalicelib.planning.tables import clocks
from chalicelib.planning.tables.amounts import DOWN
from chalicelib.planning.tables.clause import AT, INTO, Candidate, Clause, Value, text_of
from chalicelib.planning.tables.table import Table, Wide
from chalicelib.planning.tables.world import columns

_BACK = bag("forward earlier ahead sooner shorter less fewer")
_MOVING = bag("more extra additional further longer later back")
_SIDES, _LENGTHS = bag("back forward ahead"), bag("longer shorter")


def moments(clause: Clause, param: Param, table: Table, shown: Sequence[Table]) -> Iterator[Candidate]:
    """`shown`: other tables, whose records also show how moments of that name are written, and are not moved."""
    own, table = table, next((one for one in (table, *shown) if any(columns(one, param))), table)
    lengths = _LENGTHS if any(_lasting(table)) else ()
    if clocks.like(param, table):
        yield from clocks.told(clause, param, table)
        if clocks.column(param, own):
            yield from _moved(clause, clocks.column(param, table), clocks.shifted, lengths)
        return
    column = next((name for name in columns(table, param) if shapes.shape(table.rows, name) == "moment"), "")
    like = form(param) or (shapes.column(table.rows, column)[0] if column else "")
    if not like or not (param.temporal or column or form(param)):
        return
    if column and not _lasts(clause, table, column):
        return
    timed = isinstance(like, Instant) or ":" in str(like)
    for run, day in days(clause):
        clock = (
            next((mark for mark in clause.marks if mark.kind == "time" and clause.inside(mark)), None)
            if timed
            else None
        )
        if timed and clock is None and not column:
            continue
        tokens = (*run, *(clause.inside(clock) if clock else ()))
        place = 0.6 if clause.lead(run) in INTO else 0.3 if clause.lead(run) in AT | {"by"} else 0.0
        spoken = {*field_stems(column)} & {token.stem for token in clause.words} if column else ()
        place += 0.5 if spoken else 0.0
        mark = next((mark for mark in clause.marks if mark.kind == "date" and run == clause.inside(mark)), None)
        told = _on(day, clock, column, like, text_of(clause, run), (mark, clause.now) if mark else None)
        yield Candidate(tokens, told, 1.2 + place)
    if column and own is table:
        yield from _moved(clause, column, _shifted, lengths)
        yield from _at_clock(clause, column, like) if timed else ()


def _at_clock(clause: Clause, column: str, like: Any) -> Iterator[Candidate]:
    """A time of day on the day that the record holds: "to 17:30", where no day is told."""
    if any(mark.kind in ("date", "datetime", "period") and clause.inside(mark) for mark in clause.marks):
        return
    for mark in clause.marks:
        run = clause.inside(mark)
        if mark.kind == "time" and run and clause.lead(run) in INTO | AT:
            spoken = {*field_stems(column)} & {token.stem for token in clause.words}
            told = _on(None, mark, column, like, text_of(clause, run))
            yield Candidate(run, told, 1.2 + 0.6 * (clause.lead(run) in INTO) + 0.5 * bool(spoken))


def _lasting(table: Table) -> Iterator[str]:
    """The fields that hold how long its records last."""
    return (name for name in table.own if durations.counts(name, table.lasting.get(name, "")))


def _moved(
    clause: Clause, column: str, shifted: Callable[[str, Found, bool], Value], lengths: Container[str] = ()
) -> Iterator[Candidate]:
    """ "By two days", "two more days", "two days longer", "forward two days": the record's own moment is moved.

    `lengths`: words that change how long it lasts, which stands in another field.
    """
    for mark in clause.marks:
        run = clause.inside(mark)
        if mark.kind != "duration" or not run:
            continue
        behind = [token for token in clause.words if token.start >= run[-1].end][:1]
        extra = [token for token in (*run, *clause.words) if token.low in _MOVING | _BACK]
        extra = [token for token in extra if token in run or token in behind or token.low in _SIDES]
        if any(token.low in lengths for token in behind):
            continue
        if clause.lead(run) == "by" or extra:
            down = clause.verb is not None and clause.verb.stem in DOWN
            back = down or any(token.low in _BACK for token in (*clause.words,))
            taken = tuple(dict.fromkeys((*run, *extra)))
            yield Candidate(taken, shifted(column, mark, back), 1.6, True)


def _lasts(clause: Clause, table: Table, column: str) -> bool:
    """What is extended ends later and begins when it did; else "the start of" tells which of both days is meant."""
    moments_ = [name for name in sorted(table.own) if shapes.shape(table.rows, name) == "moment"]
    pair = ends(table.rows, moments_)
    spoken = [token.stem for token, of in pairwise(clause.words) if of.low == "of"]
    for place, words in enumerate((BEGINS, FINISHES)):
        if pair and any(word in words for word in spoken):
            return column == pair[place]
    return clause.verb is None or clause.verb.stem not in LASTS or not pair or column == pair[1]


def days(clause: Clause) -> Iterator[tuple[tuple[Token, ...], datetime]]:
    end = clause.words[-1].end if clause.words else 0
    for first, last, day in times.edges(clause.text[:end], clause.now.date()):
        if run := tuple(token for token in clause.words if first <= token.start < last):
            yield run, datetime.combine(day, datetime.min.time())
    for mark in clause.marks:
        run = clause.inside(mark)
        if mark.kind in ("date", "datetime") and run:
            when = shapes.moment(str(mark.value)[:19])
            if when is not None:
                yield run, when


def _on(
    day: datetime | None, clock: Found | None, column: str, like: Any, text: str,
    told: tuple[Found, datetime] | None = None,
) -> Value:
    """`day`: None for that of the record.  `told`: the mention of the day, and now."""

    def of(row: Wide) -> tuple[Any, Binding] | None:
        held = shapes.moment(row.values.get(column)) if column else None
        at = datetime.strptime(str(clock.value), "%H:%M") if clock else (held or day)
        when = times.corrected(told[0], day, held, told[1]) if told and held and day else (day or held)
        if at is None or when is None:
            return None
        value = shapes.written(when.replace(hour=at.hour, minute=at.minute), like)
        return value, Mention(value, text)

    return of


def _shifted(column: str, mark: Found, back: bool) -> Value:
    hours = times.shifted(datetime.min.replace(year=2000), mark, False).time() != time.min

    def of(row: Wide) -> tuple[Any, Binding] | None:
        held = shapes.moment(row.values.get(column))
        if held is None or (hours and not isinstance(row.values[column], Instant) and ":" not in row.values[column]):
            return None  # half an hour does not move a day
        value = shapes.written(times.shifted(held, mark, back), row.values[column])
        return value, Literal(value)

    return of
