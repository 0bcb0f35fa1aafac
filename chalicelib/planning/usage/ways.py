"""All ways in which words of a clause, or the record itself, may give the value of an input.

Teaching keeps the way that gives what a run wrote; reading then looks for values that come in a known way.  Unlike
`tables.values`, which has to judge by the input's name, this proposes far more than is likely: factors between what is
said and what is sent (euros and cents), moments as numbers, amounts by which what a record holds is moved.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import Any  # Any: values are JSON
from zoneinfo import ZoneInfo

from chalicelib.domain.binding import Binding, Literal, Mention
from chalicelib.planning.composer.dates import COUNTS, plus
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.words import PREPOSITIONS, Token, stem
from chalicelib.planning.records import phrase, shapes
from chalicelib.planning.tables.clause import AT, INTO, Candidate, Clause, Value, same, text_of
from chalicelib.planning.tables.sources import offered
from chalicelib.planning.tables.values import truths
from chalicelib.planning.tables.world import Table, Wide
from chalicelib.planning.usage.construction import Way

FACTORS = (1, 100, 1000, 60, 3600, 0.01)
_TEXTS = ("quote", "name", "email", "phone", "id", "url", "tag")
_DIGIT = re.compile(r"\d")
_UNITS = {stem(word): unit for word, unit in (
    ("day", "day"), ("night", "day"), ("week", "week"), ("fortnight", "week"), ("month", "month"), ("year", "year"),
    ("hour", "hour"), ("minute", "minute"),
)}
_LEADS = PREPOSITIONS | INTO | AT
_ONES = ("a", "an", "one")
EMPTY = Wide({}, "", "")
Told = tuple[Any, Binding]


def ways(
    clause: Clause, param: Param, known: Sequence[Table], table: Table | None, zone: str
) -> Iterator[tuple[Way, Candidate]]:
    """`table`: of the records that the action is done to."""
    found = chain(
        _texts(clause, param), _options(clause, param), _records(clause, known, param),
        _numbers(clause, param), _moments(clause, param, zone), _moved(clause, param, table, zone),
        _held(clause, known, param), _tail(clause, param), (((Way("truth"), one) for one in truths(clause, param))),
    )
    for way, one in found:
        lead = clause.lead(one.tokens) if one.tokens else ""
        yield Way(way.kind, way.detail, lead if lead in _LEADS else ""), one


def _texts(clause: Clause, param: Param) -> Iterator[tuple[Way, Candidate]]:
    if param.type != "string":
        return
    for mark in clause.marks:
        run = clause.inside(mark)
        if mark.kind in _TEXTS and run:
            value = str(mark.value) if mark.kind == "quote" else mark.text.removesuffix("'s")
            yield Way("text", mark.kind), Candidate(run, same((value, Mention(value, mark.text))), 1.0)


def _tail(clause: Clause, param: Param) -> Iterator[tuple[Way, Candidate]]:
    """The rest of the clause behind a colon: "reason: pile repairs"."""
    at = next((at for at, token in enumerate(clause.words) if token.text == ":"), -1)
    run = clause.words[at + 1 :] if at > 0 else ()
    if run and param.type == "string" and not param.is_id and not clause.quoted(run[0]):
        text = text_of(clause, run).rstrip(" .!")
        yield Way("tail", clause.words[at - 1].stem), Candidate(run, same((text, Mention(text, text))), 0.8, True)


def _options(clause: Clause, param: Param) -> Iterator[tuple[Way, Candidate]]:
    for value in offered(param):
        for run in clause.runs():
            if phrase.fits(_said(run), value):
                typed = next((one for one in param.enum if str(one) == value), value)
                yield Way("option"), Candidate(run, same((typed, Mention(typed, text_of(clause, run)))), 1.2)


def _held(clause: Clause, known: Sequence[Table], param: Param) -> Iterator[tuple[Way, Candidate]]:
    """A value that records hold in some field, as the words say it."""
    if param.type != "string" or param.temporal:
        return
    for table in known:
        for name in sorted(table.own):
            values = dict.fromkeys(str(v) for v in shapes.column(table.rows, name) if isinstance(v, str))
            for run in clause.runs():
                for value in values:
                    if phrase.fits(_said(run), value):
                        bound = value, Mention(value, text_of(clause, run))
                        yield Way("held", name), Candidate(run, same(bound), 0.9)


def _records(clause: Clause, known: Sequence[Table], param: Param) -> Iterator[tuple[Way, Candidate]]:
    """A field of the one record that the words name."""
    if param.temporal or param.type in ("boolean", "number", "object"):
        return
    for table in known:
        named = [(run, row) for run in clause.runs() if (row := _only(table, _said(run), run)) is not None]
        for run, row in named:
            more = tuple(t for t in clause.words if t.start >= run[-1].end)[:1]
            tail = tuple(t for t in more if t.stem in table.words)
            for name in sorted(table.own):
                if row.values.get(name) not in (None, "") and name in row.places:
                    way = Way("record", f"{min(table.refs)}:{name}")
                    yield way, Candidate((*run, *tail), same((row.values[name], row.binding(name))), 1.1)


def _only(table: Table, said: tuple[str, ...], run: Sequence[Token]) -> Wide | None:
    if not any(token.content for token in run):
        return None
    for whole in (True, False):
        rows = [row for row in table.rows if _says(row, table, said, whole)]
        if rows:
            return rows[0] if len(rows) == 1 else None
    return None


def _says(row: Wide, table: Table, said: tuple[str, ...], whole: bool) -> bool:
    texts = [row.values.get(name) for name in table.own]
    fits = phrase.fits if whole else phrase.part
    return any(fits(said, value) for value in texts if isinstance(value, str) and (whole or len(value) < 60))


def _numbers(clause: Clause, param: Param) -> Iterator[tuple[Way, Candidate]]:
    if param.type not in ("integer", "number", "string"):
        return
    for run, amount, text in _amounts(clause):
        for factor in FACTORS:
            value = _whole(amount * factor)
            if param.type == "string" and factor == 1:
                yield Way("number", factor), Candidate(run, same((str(value), Mention(str(value), text))), 1.0)
            elif param.type != "string" and not (param.type == "integer" and not isinstance(value, int)):
                bound: Binding = Mention(value, text) if factor == 1 else Literal(value)
                yield Way("number", factor), Candidate(run, same((value, bound)), 1.0)


def _amounts(clause: Clause) -> Iterator[tuple[tuple[Token, ...], float, str]]:
    for mark in clause.marks:
        run = clause.inside(mark)
        if mark.kind in ("number", "money", "percent") and run and isinstance(mark.value, int | float):
            yield run, float(mark.value), mark.text


def _whole(value: float) -> int | float:
    near = round(value, 4)
    return int(near) if float(near).is_integer() else near


def _moments(clause: Clause, param: Param, zone: str) -> Iterator[tuple[Way, Candidate]]:
    from chalicelib.planning.tables.amounts import _days

    if param.type == "boolean":
        return
    clocks = [(clause.inside(mark), mark) for mark in clause.marks if mark.kind == "time" and clause.inside(mark)]
    for run, day in [*_days(clause), *_ends(clause)]:
        whole = day
        tokens = run
        if len(clocks) == 1 and (day.hour, day.minute) == (0, 0):
            at = datetime.strptime(str(clocks[0][1].value), "%H:%M")
            whole, tokens = day.replace(hour=at.hour, minute=at.minute), (*run, *clocks[0][0])
        yield from _forms(param, whole, tokens, text_of(clause, run), zone)


def _ends(clause: Clause) -> Iterator[tuple[tuple[Token, ...], datetime]]:
    """The first and last day of a period: "from 4 to 9 April"."""
    for mark in clause.marks:
        run = clause.inside(mark)
        if mark.kind == "period" and run and mark.last is not None:
            for value, part in ((mark.value, run[:1]), (mark.last, run[1:])):
                when = shapes.moment(str(value)[:19])
                if when is not None and part:
                    yield part, when


def _forms(
    param: Param, when: datetime, run: tuple[Token, ...], text: str, zone: str
) -> Iterator[tuple[Way, Candidate]]:
    if param.type in ("integer", "number"):
        for form in ("s", "ms"):
            value = epoch(when, form, zone)
            yield Way("moment", form), Candidate(run, same((value, Literal(value))), 1.2)
        return
    for like in _LIKE:
        value_ = shapes.written(when, like)
        yield Way("moment", _shape(like)), Candidate(run, same((value_, Mention(value_, text))), 1.2)


_LIKE = ("2000-01-01", "2000-01-01T00:00", "2000-01-01T00:00:00", "2000-01-01T00:00:00Z", "2000-01-01 00:00",
         "2000-01-01 00:00:00", "01.01.2000", "2000/01/01")


def _shape(like: str) -> str:
    return _DIGIT.sub("0", like)


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


def _moved(
    clause: Clause, param: Param, table: Table | None, zone: str
) -> Iterator[tuple[Way, Candidate]]:
    """What the record holds, moved by an amount that is told."""
    if table is None or param.type == "boolean":
        return
    steps = [*_spans(clause)]
    for name in sorted(table.own):
        for run, count, unit in steps:
            for sign in (1, -1):
                for form in ("text", "s", "ms"):
                    way = Way("moved", [name, sign, "time", form])
                    yield way, Candidate(run, _later(name, sign * count, unit, form, zone), 1.4)
        if shapes.shape(table.rows, name) != "number":
            continue
        for run, amount, _ in _amounts(clause):
            percent = any(m.kind == "percent" and clause.inside(m) == run for m in clause.marks)
            for sign in (1, -1):
                for factor in (1,) if percent else FACTORS:
                    how = "percent" if percent else factor
                    yield Way("moved", [name, sign, how, ""]), Candidate(run, _stepped(name, sign, amount, how), 1.4)


def _spans(clause: Clause) -> Iterator[tuple[tuple[Token, ...], int, str]]:
    """ "Four more days", "a week", "two nights": a count and its unit."""
    words = clause.words
    for at, token in enumerate(words):
        unit = _UNITS.get(token.stem)
        if unit is None or at == 0:
            continue
        before = [one for one in words[max(0, at - 2) : at] if one.low not in ("more", "extra", "further", "another")]
        told = before[-1] if before else None
        counted = _count(told) if told is not None else None
        if told is not None and counted is not None:
            run = tuple(one for one in words if told.start <= one.start <= token.start)
            yield run, counted * (2 if token.stem == stem("fortnight") else 1), unit


def _count(token: Token) -> int | None:
    if token.low in _ONES:
        return 1
    return int(token.text) if token.text.isdigit() else COUNTS.get(token.low)


def _later(name: str, count: int, unit: str, form: str, zone: str) -> Value:
    def of(row: Wide) -> Told | None:
        held = row.values.get(name)
        if form == "text":
            when = shapes.moment(held) if isinstance(held, str) else None
            moved = shapes.written(_shifted(when, count, unit), held) if when else None
            return (moved, Literal(moved)) if moved else None
        if not isinstance(held, int) or isinstance(held, bool) or not 10**8 < held < 10**14:
            return None
        value = epoch(_shifted(since(held, form, zone), count, unit), form, zone)
        return value, Literal(value)

    return of


def _shifted(when: datetime, count: int, unit: str) -> datetime:
    if unit in ("hour", "minute"):
        return when + timedelta(**{f"{unit}s": count})
    return datetime.combine(plus(when.date(), count, unit), when.time())


def _stepped(name: str, sign: int, amount: float, how: Any) -> Value:
    def of(row: Wide) -> Told | None:
        held = shapes.number(row.values.get(name))
        if held is None:
            return None
        value = held * (1 + sign * amount / 100) if how == "percent" else held + sign * amount * how
        whole = _whole(round(value, 2))
        return whole, Literal(whole)

    return of


def of_row(name: str) -> Candidate:
    """What the record itself holds in the field."""
    def of(row: Wide) -> Told | None:
        return (row.values[name], row.binding(name)) if name in row.places and name in row.values else None

    return Candidate((), of, 0.5)


def constant(value: Any) -> Candidate:
    return Candidate((), same((value, Literal(value))), 0.5)


def _said(run: Iterable[Token]) -> tuple[str, ...]:
    return tuple(part for token in run for part in shapes.words(phrase.bare(token)))


def marked(clause: Clause, marks: Iterable[Found]) -> list[Token]:
    return [token for mark in marks for token in clause.inside(mark)]
