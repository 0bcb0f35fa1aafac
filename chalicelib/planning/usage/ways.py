"""All ways in which words of a clause, or the record itself, may give the value of an input.

Teaching keeps the way that gives what a run wrote; reading then looks for values that come in a known way.  Unlike
`tables.values`, which has to judge by the input's name, this proposes far more than is likely: factors between what is
said and what is sent (euros and cents), moments as numbers, amounts by which what a record holds is moved.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import chain
from typing import Any  # Any: values are JSON

from chalicelib.domain.binding import Binding, Literal, Mention
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.words import PREPOSITIONS, Token
from chalicelib.planning.records import phrase, shapes
from chalicelib.planning.tables import texts
from chalicelib.planning.tables.clause import AT, INTO, Candidate, Clause, same, text_of
from chalicelib.planning.tables.moments import days
from chalicelib.planning.tables.sources import offered
from chalicelib.planning.tables.table import Table, Wide
from chalicelib.planning.tables.truths import truths
from chalicelib.planning.usage.amounts import FACTORS, MINUTES, Told, amounts, epoch, lengths, plainly
from chalicelib.planning.usage.construction import Way
from chalicelib.planning.usage.lists import inner, listed
from chalicelib.planning.usage.moved import moved

_TEXTS = ("quote", "name", "email", "phone", "id", "url", "tag")
_DIGIT = re.compile(r"\d")
_LEADS = PREPOSITIONS | INTO | AT
EMPTY = Wide({}, "", "")


def ways(
    clause: Clause, param: Param, known: Sequence[Table], table: Table | None, zone: str
) -> Iterator[tuple[Way, Candidate]]:
    """`table`: of the records that the action is done to."""
    if param.type == "array":
        yield from listed(ways(clause, inner(param), known, table, zone))
        return
    found = chain(
        _texts(clause, param), _options(clause, param), _records(clause, known, param),
        _numbers(clause, param), _lengths(clause, param), _moments(clause, param, zone),
        moved(clause, param, table, zone),
        _held(clause, known, param), _tail(clause, param), ((Way("truth"), one) for one in truths(clause, param)),
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
        if mark.kind == "name" and len(run) > 1:
            for part, said in (("first", run[:1]), ("last", run[1:])):
                text = text_of(clause, said).removesuffix("'s")
                yield Way("text", part), Candidate(said, same((text, Mention(text, text))), 0.9)


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
            if phrase.fits(phrase.words_of(run), value):
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
                    if phrase.fits(phrase.words_of(run), value):
                        bound = value, Mention(value, text_of(clause, run))
                        yield Way("held", name), Candidate(run, same(bound), 0.9)


def _records(clause: Clause, known: Sequence[Table], param: Param) -> Iterator[tuple[Way, Candidate]]:
    """A field of the one record that the words name."""
    if param.temporal or param.type in ("boolean", "number", "object"):
        return
    for table in known:
        named = [(run, row) for run in clause.runs() if (row := _only(table, phrase.words_of(run), run)) is not None]
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
        rows = texts.saying(table, said, whole)
        if rows:
            return rows[0] if len(rows) == 1 else None
    return None


def _numbers(clause: Clause, param: Param) -> Iterator[tuple[Way, Candidate]]:
    if param.type not in ("integer", "number", "string"):
        return
    for run, amount, text in amounts(clause):
        for factor in FACTORS:
            value = plainly(amount * factor)
            if param.type == "string" and factor == 1:
                yield Way("number", factor), Candidate(run, same((str(value), Mention(str(value), text))), 1.0)
            elif param.type != "string" and not (param.type == "integer" and not isinstance(value, int)):
                bound: Binding = Mention(value, text) if factor == 1 else Literal(value)
                yield Way("number", factor), Candidate(run, same((value, bound)), 1.0)


def _lengths(clause: Clause, param: Param) -> Iterator[tuple[Way, Candidate]]:
    """A span of time as a number: an hour as 60 minutes, and three years as 3; in a text as 60m."""
    if param.type not in ("integer", "number", "string"):
        return
    for run, count, unit in lengths(clause):
        if param.type == "string":
            for sent, size in MINUTES.items() if unit in MINUTES else ():
                value = plainly(count * MINUTES[unit] / size)
                if isinstance(value, int):
                    told = f"{value}{sent[0]}"
                    yield Way("length", sent[0]), Candidate(run, same((told, Literal(told))), 1.0)
            continue
        if unit not in MINUTES and (param.type == "number" or count.is_integer()):
            yield Way("length", unit), Candidate(run, same((plainly(count), Literal(plainly(count)))), 1.0)
        for sent, size in MINUTES.items() if unit in MINUTES else ():
            value = plainly(count * MINUTES[unit] / size)
            if param.type == "number" or isinstance(value, int):
                yield Way("length", sent), Candidate(run, same((value, Literal(value))), 1.0)


def _moments(clause: Clause, param: Param, zone: str) -> Iterator[tuple[Way, Candidate]]:
    if param.type == "boolean":
        return
    clocks = [(clause.inside(mark), mark) for mark in clause.marks if mark.kind == "time" and clause.inside(mark)]
    for run, mark in clocks if param.type == "string" else ():
        yield Way("moment", "00:00"), Candidate(run, same((str(mark.value), Mention(str(mark.value), mark.text))), 1.0)
    for run, day in [*days(clause), *_ends(clause)]:
        if len(clocks) != 1 or (day.hour, day.minute) != (0, 0):
            yield from _forms(param, day, run, text_of(clause, run), zone)
        for number, (clock, mark) in enumerate(clocks if (day.hour, day.minute) == (0, 0) else ()):
            at = datetime.strptime(str(mark.value), "%H:%M")
            tokens = (*run, *clock) if len(clocks) == 1 else (*clock, *(() if number else run))  # the day is told once
            tokens += tuple(one for one in clause.words if one.text == zone and one.start == clock[-1].end + 1)
            yield from _forms(param, day.replace(hour=at.hour, minute=at.minute), tokens, text_of(clause, run), zone)


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
         "2000-01-01 00:00:00", "01.01.2000", "01/01/2000", "01-01-2000", "2000/01/01")


def _shape(like: str) -> str:
    return _DIGIT.sub("0", like)


def of_row(name: str) -> Candidate:
    """What the record itself holds in the field."""
    def of(row: Wide) -> Told | None:
        return (row.values[name], row.binding(name)) if name in row.places and name in row.values else None

    return Candidate((), of, 0.5)


def constant(value: Any) -> Candidate:
    return Candidate((), same((value, Literal(value))), 0.5)
