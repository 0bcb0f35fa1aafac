"""Filters of a noun phrase by time: "this morning", "for over two weeks", "has ended", "the Friday tour"."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.words import Token, bag, name_stems
from chalicelib.planning.records import lengths, phrase, shapes, times, weekdays
from chalicelib.planning.records.denials import dated, denied_time
from chalicelib.planning.records.reach import Row, Unsure
from chalicelib.planning.records.view import (
    AHEAD,
    GONE,
    Reading,
    Test,
    ends,
    has_hours,
    inside_mention,
    moment_fields,
    moment_of,
)

_RANGING = bag("between from")
_PERFECT = bag("has have had hasn't haven't already")


def by_times(one: Reading) -> bool:
    found = False
    words = list(one.tokens)
    for mark in one.view.marks:
        inside = [token for token in words if token in mark]
        if mark.kind not in times.TIMED or not inside or not all(one.used.free(token) for token in inside):
            continue
        if _names_field(one, inside):
            continue
        lead = [token for token in words if token.end <= mark.start][-3:]
        limit = times.span(mark, one.view.now, [token.low for token in lead])
        leading = times._BEFORE | times._AFTER | (_RANGING if mark.kind == "period" else frozenset())
        one.used.take([*inside, *(token for token in lead if token.low in leading)])
        if (every := _every_week(one, mark)) is not None:
            one.tests.append(every)
            one.named = found = True
            continue
        _limit(one, limit, denied=denied_time(one, inside[0]))
        hours = any(has_hours(row, name) for name in moment_fields(one) for row in one.view.rows)
        if hours and inside[-1].low in times.TONIGHT:
            _limit(one, times.part_of_day("evening"))
        found = True
    found = _lasting(one) or _over(one) or _by_part_of_day(one) or found
    for token in words:
        timed = token.low in AHEAD | GONE and not inside_mention(one, token) and not _of_value(one, token)
        if one.used.free(token) and timed:
            one.used.take([token])
            ahead = token.low in AHEAD
            _limit(one, times.Span(one.view.now if ahead else None, None if ahead else one.view.now))
            found = True
    return found


def _names_field(one: Reading, inside: Sequence[Token]) -> bool:
    """Whether a field is called by it, and by other words that are told: the "this month" of `spentThisMonth`."""
    said, time = {token.stem for token in one.tokens}, {token.stem for token in inside}
    stems = [{*name_stems(name)} for name in shapes.names(one.view.rows)]
    return any(time < name <= said for name in stems)


def _every_week(one: Reading, mark: Found) -> Test | None:
    """ "The Friday crossing" of what comes back every week: also on a date, where the records have none."""
    name = weekdays.column(one.view.rows, [name for row in one.view.rows[:1] for name in row.own])
    when = shapes.moment(str(mark.value)[:10]) if mark.kind == "date" else None
    if not name or when is None or (weekdays.weekday(mark.text) is None and moment_fields(one)):
        return None
    return lambda row: weekdays.weekday(row.values.get(name)) == when.weekday()


def _by_part_of_day(one: Reading) -> bool:
    """ "Tomorrow afternoon", "this morning": the hours limit, too."""
    days = [mark for mark in one.view.marks if mark.kind == "date"]
    for before, token in pairwise(one.tokens):
        limit = times.part_of_day(phrase.bare(token))
        today = before.low == "this"
        dated = today or any(before in mark for mark in days)
        if limit is None or not dated or not one.used.free(token) or _of_value(one, token):
            continue
        fields = moment_fields(one)
        fields = [*ends(one.view.rows, fields)[:1]] or fields  # what lasts is in the part of the day in which it begins
        held = [has_hours(row, name) for row in one.view.rows for name in fields]
        if held and not any(held):
            raise Unsure(f"the records have no time of day for {token.text!r}")
        one.used.take([before, token])
        _limit(one, limit, fields)
        if today:
            midnight = one.view.now.replace(hour=0, minute=0, second=0, microsecond=0)
            _limit(one, times.Span(midnight, midnight + timedelta(days=1) - timedelta(seconds=1)))
        return True
    return False


def _of_value(one: Reading, token: Token) -> bool:
    """Whether the word begins or ends a value that records hold: the "past" of "past due"."""
    seen = {shapes.words(value) for name in shapes.names(one.view.seen) for value in shapes.column(one.view.seen, name)}
    at = one.tokens.index(token)
    pairs = [one.tokens[max(0, at - 1) : at + 1], one.tokens[at : at + 2]]
    return any(len(pair) == 2 and (pair[0].low, pair[1].low) in seen for pair in pairs)


def _over(one: Reading) -> bool:
    """ "Has already ended", of a day on which it ends: the day is past; "has not started yet": it is to come."""
    seen = one.view.seen
    states = {str(value).lower() for name in shapes.names(seen) for value in shapes.column(seen, name)}
    for at, token in enumerate(one.tokens):
        lead = [other.low for other in one.tokens[max(0, at - 3) : at]]
        if token.low in states or dated(one, one.tokens[at + 1 : at + 4]):
            continue
        names = [
            name for name in shapes.names(one.view.rows)
            if token.stem in name_stems(name) and shapes.shape(one.view.rows, name) == "moment"
        ]
        if one.used.free(token) and token.low.endswith("ed") and len(names) == 1 and {*lead} & _PERFECT:
            one.used.take([token])
            to_come = any(low == "not" or low.endswith("n't") for low in lead)
            _limit(one, times.Span(one.view.now, None) if to_come else times.Span(None, one.view.now))
            return True
    return False


def _lasting(one: Reading) -> bool:
    """ "For more than a month", "for over two weeks": it began before that."""
    for mark in one.view.marks:
        inside = [token for token in one.tokens if token in mark]
        lead = [token for token in one.tokens if token.end <= mark.start][-3:]
        lows = tuple(token.low for token in lead)
        since = any(token.low in _PERFECT | {"been"} for token in one.tokens if inside and token.end <= inside[0].start)
        if not since and any(lengths.LENGTH in row.values for row in one.view.rows):
            continue  # "that would run for more than a month": from the beginning to the end
        longer = lows[-3:] == ("for", "more", "than") or lows[-2:] == ("for", "over")
        if mark.kind == "duration" and inside and longer and one.used.free(inside[0]):
            begins = times.shifted(one.view.now, mark, True)
            one.used.take([*inside, *lead])
            _limit(one, times.Span(None, begins))
            return True
    return False


def _limit(one: Reading, limit: times.Span | None, fields: Sequence[str] = (), denied: bool = False) -> None:
    if limit is None:
        return
    names = fields or moment_fields(one)
    if not names:
        if one.view.rows:
            raise Unsure("the records have no date to compare with")
        return

    pair = ends(one.view.rows, names)

    def holds(row: Row) -> bool:
        decide = pair[:1] if _within_a_day(row, pair) else names
        held = {(when := moment_of(row, name)) is not None and limit.holds(when) for name in decide}
        if len(held) > 1:
            raise Unsure(f"the time may be that of {' or '.join(names)}")
        return held.pop() != denied

    (one.tests if len(names) == 1 else one.doubtful).append(holds)


def _within_a_day(row: Row, pair: Sequence[str]) -> bool:
    """Whether it begins and ends on one day, or goes on: then it is of the day on which it begins."""
    begun, ended = (moment_of(row, name) for name in pair) if pair else (None, None)
    return begun is not None and (ended is None or ended - begun < timedelta(days=1))
