"""Which words of a clause may be the values of an action's inputs.

an option of the input             "to routine", "as insufficient", "Archive it"
what records hold in that field    "to Fridge 1", "to Nora"
the one record of another table    "to the Green tariff" for its code
a number, also a step              "to 85", "by 10 euros", "one more seat"
a moment, also a shift             "until April 14", "back by a week", "at the end of the month"
a quotation                        'We are closed on Monday'
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import chain, pairwise
from typing import Any  # Any: values are JSON

from chalicelib.domain.binding import Binding, Literal, Mention
from chalicelib.planning.composer.calendar_words import MONTHS
from chalicelib.planning.composer.dates import _begin, _plus
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.thesaurus import opposites
from chalicelib.planning.composer.words import Token, bag, name_stems, stem
from chalicelib.planning.records import phrase, shapes, times
from chalicelib.planning.records.resources import PERSON, form
from chalicelib.planning.tables.deeds import option_named
from chalicelib.planning.tables.sources import offered
from chalicelib.planning.tables.world import Table, Wide, columns, keyed

_INTO = bag("to into as until till onto")
_AT = bag("on at for with over in of : by from")
_ARTICLES = bag("the a an my our their his her its all")
_UP = frozenset(map(stem, bag("increase raise lift grow add extend give put")))
_DOWN = frozenset(map(stem, bag("reduce lower decrease cut drop shorten take")))
_BACK = bag("forward earlier ahead")
_END = re.compile(
    r"\b(?P<at>end|start|beginning) of (?:(?P<which>the|this|next|last)\s+)?"
    r"(?P<unit>week|month|quarter|year|[A-Z][a-z]+)\b"
)
_LONGEST = 5
_NAME = bag("name titl full")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words that may be the value of an input; `of` gives it by record, None where it would change nothing."""

    tokens: tuple[Token, ...]
    of: Callable[[Wide], tuple[Any, Binding] | None]
    weight: float
    into: bool = False
    """Whether a word like "to" says that something becomes so."""


@dataclass(frozen=True, slots=True)
class Clause:
    """The words of a clause without its verb."""

    text: str
    words: tuple[Token, ...]
    verb: Token | None
    marks: tuple[Found, ...]
    now: datetime

    def lead(self, run: Sequence[Token]) -> str:
        """The word in front of the run, articles aside."""
        before = [token for token in self.words if token.end <= run[0].start and token.low not in _ARTICLES]
        return before[-1].low if before else ""

    def inside(self, mark: Found) -> tuple[Token, ...]:
        return tuple(token for token in self.words if mark.start <= token.start < mark.end)

    def quoted(self, token: Token) -> bool:
        return any(mark.kind == "quote" and mark.start <= token.start < mark.end for mark in self.marks)

    def runs(self) -> Iterator[tuple[Token, ...]]:
        plain = [token for token in self.words if token.text[0].isalnum() and not self.quoted(token)]
        for size in range(min(_LONGEST, len(plain)), 0, -1):
            for at in range(len(plain) - size + 1):
                yield tuple(plain[at : at + size])


def candidates(clause: Clause, param: Param, table: Table, known: Sequence[Table]) -> list[Candidate]:
    """The best first; runs of words inside a longer one that fits as well are left out."""
    if param.paging:
        return []
    found = [*chain(_options(clause, param), _held(clause, param, table, known), _named(clause, param, known))]
    if not offered(param):
        found += [
            *_truths(clause, param),
            *_people(clause, param, table),
            *_numbers(clause, param, table),
            *_moments(clause, param, table),
            *_texts(clause, param, known),
        ]
    ranked = sorted(found, key=lambda one: (-one.weight, -len(one.tokens)))
    kept: list[Candidate] = []
    for one in ranked:
        one = replace(one, into=one.into or not one.tokens or clause.lead(one.tokens) in _INTO | {"by"})
        if not any({*one.tokens} < {*other.tokens} or {*one.tokens} == {*other.tokens} for other in kept):
            kept.append(one)
    return kept[:4]


def _same(value: Any) -> Callable[[Wide], tuple[Any, Binding] | None]:
    return lambda row: value


def _placed(clause: Clause, run: Sequence[Token]) -> float:
    """New values stand behind "to" and the like, and mostly at the end."""
    lead = clause.lead(run)
    ends = not any(token.content and token.start > run[-1].start for token in clause.words)
    return (0.6 if lead in _INTO else 0.0 if lead in _AT else -0.2) + 0.3 * ends


def _text(clause: Clause, run: Sequence[Token]) -> str:
    return clause.text[run[0].start : run[-1].end]


def _options(clause: Clause, param: Param) -> Iterator[Candidate]:
    values = offered(param)
    runs = [*clause.runs(), *(((clause.verb,),) if clause.verb is not None else ())]
    for run in runs:
        said = tuple(part for token in run for part in shapes.words(phrase.bare(token)))
        for value in values:
            own = clause.verb is not None and run[0] is clause.verb and option_named(clause.verb, value)
            if own or phrase.fits(said, value):
                typed = next((one for one in param.enum if str(one) == value), value)
                place = 0.0 if run[0] is clause.verb else _placed(clause, run)
                bound = (typed, Mention(typed, _text(clause, run)))
                yield Candidate(() if run[0] is clause.verb else run, _same(bound), 1.6 + place)


def _held(clause: Clause, param: Param, table: Table, known: Sequence[Table]) -> Iterator[Candidate]:
    """What records hold in a field of that name."""
    if param.type not in ("string", "array") or param.temporal or param.is_id and offered(param) == ():
        return
    values: dict[str, None] = {}
    for other in (table, *known):
        for name in columns(other, param):
            values |= dict.fromkeys(str(value) for value in shapes.column(other.rows, name) if isinstance(value, str))
    for run in clause.runs():
        said = tuple(part for token in run for part in shapes.words(phrase.bare(token)))
        for value in values:
            if phrase.fits(said, value):
                bound = (value, Mention(value, _text(clause, run)))
                yield Candidate(run, _same(bound), 1.4 + _placed(clause, run))


def _named(clause: Clause, param: Param, known: Sequence[Table]) -> Iterator[Candidate]:
    """The one record of a table whose key the input takes."""
    for table in known:
        column = keyed(param, table, ())
        if not column:
            continue
        for run in clause.runs():
            said = tuple(part for token in run for part in shapes.words(phrase.bare(token)))
            if not any(token.content for token in run):
                continue
            for weight, whole in ((1.4, True), (1.0, False)):
                rows = [row for row in table.rows if _says(row, table, said, whole)]
                if len(rows) == 1:
                    value = rows[0].values[column]
                    tail = [t for t in clause.words if t.start >= run[-1].end][:1]
                    more = tuple(token for token in tail if token.stem in table.words)
                    yield Candidate(
                        (*run, *more), _same((value, rows[0].binding(column))), weight + _placed(clause, run)
                    )
                if rows:
                    break


def _says(row: Wide, table: Table, said: tuple[str, ...], whole: bool) -> bool:
    texts = [row.values.get(name) for name in table.own]
    return any(
        phrase.fits(said, value) if whole else phrase.part(said, value)
        for value in texts
        if isinstance(value, str) and (whole or len(value) < 60)
    )


def _numbers(clause: Clause, param: Param, table: Table) -> Iterator[Candidate]:
    if param.type not in ("integer", "number") or param.is_id:
        return
    column = next(columns(table, param), "")
    for mark in clause.marks:
        run = clause.inside(mark)
        if mark.kind not in ("number", "money", "percent") or not run:
            continue
        behind = [token for token in clause.words if token.start >= mark.end][:2]
        before = [token for token in clause.words if token.end <= mark.start][-3:]
        near = {token.stem for token in (*before, *behind)}
        beside = 0.5 if near & {*param.stems} else 0.0
        step = _step(clause, mark, behind)
        if step is not None and column:
            taken = (*run, *(token for token in behind[:1] if token.low in ("more", "fewer", "less", "extra")))
            yield Candidate(taken, _stepped(column, *step), 1.5 + beside)
        elif step is None and not {token.low for token in before} & bag("than above below over under least most"):
            value = int(mark.value) if float(mark.value).is_integer() else mark.value
            if param.type == "integer" and not isinstance(value, int):
                continue
            yield Candidate(run, _same((value, Mention(value, mark.text))), 1.0 + beside + max(_placed(clause, run), 0))


def _step(clause: Clause, mark: Found, behind: Sequence[Token]) -> tuple[float, float] | None:
    """The factor and what is added: "by 10", "by 5 %", "one more"."""
    verb = clause.verb.stem if clause.verb is not None else ""
    lead = clause.lead(clause.inside(mark))
    amount = float(mark.value)
    if behind and behind[0].low in ("more", "extra", "additional"):
        return 1.0, amount
    if behind and behind[0].low in ("fewer", "less"):
        return 1.0, -amount
    sign = 1 if verb in _UP else -1 if verb in _DOWN else 0
    if lead != "by" or not sign:
        return None
    return (1 + sign * amount / 100, 0.0) if mark.kind == "percent" else (1.0, sign * amount)


def _stepped(column: str, factor: float, added: float) -> Callable[[Wide], tuple[Any, Binding] | None]:
    def of(row: Wide) -> tuple[Any, Binding] | None:
        held = shapes.number(row.values.get(column))
        if held is None:
            return None
        value = round(held * factor + added, 2)
        whole = int(value) if value.is_integer() else value
        return whole, Literal(whole)

    return of


def _moments(clause: Clause, param: Param, table: Table) -> Iterator[Candidate]:
    column = next((name for name in columns(table, param) if shapes.shape(table.rows, name) == "moment"), "")
    like = form(param) or (str(shapes.column(table.rows, column)[0]) if column else "")
    if not like or not (param.temporal or column):
        return
    timed = ":" in like
    for run, day in _days(clause):
        clock = (
            next((mark for mark in clause.marks if mark.kind == "time" and clause.inside(mark)), None)
            if timed
            else None
        )
        if timed and clock is None and not column:
            continue
        tokens = (*run, *(clause.inside(clock) if clock else ()))
        place = 0.6 if clause.lead(run) in _INTO else 0.3 if clause.lead(run) in _AT | {"by"} else 0.0
        yield Candidate(tokens, _on(day, clock, column, like, _text(clause, run)), 1.2 + place)
    for mark in clause.marks:
        if mark.kind == "duration" and clause.inside(mark) and column:
            back = any(token.low in _BACK for token in clause.words) or (
                clause.verb is not None and clause.verb.stem in _DOWN
            )
            moving = clause.lead(clause.inside(mark)) == "by" or any(
                token.low in ("back", "forward") for token in clause.words
            )
            if moving:
                extra = tuple(token for token in clause.words if token.low in {"back"} | _BACK)
                yield Candidate((*clause.inside(mark), *extra), _shifted(column, mark, back), 1.6)


def _days(clause: Clause) -> Iterator[tuple[tuple[Token, ...], datetime]]:
    end = clause.words[-1].end if clause.words else 0
    for match in _END.finditer(clause.text[:end]):
        run = tuple(token for token in clause.words if match.start() <= token.start < match.end())
        day = _edge(match, clause.now.date())
        if run and day is not None:
            yield run, datetime.combine(day, datetime.min.time())
    for mark in clause.marks:
        run = clause.inside(mark)
        if mark.kind in ("date", "datetime") and run:
            when = shapes.moment(str(mark.value)[:19])
            if when is not None:
                yield run, when


def _edge(match: re.Match[str], today: date) -> date | None:
    """The first or last day of the week, month or year that is told."""
    unit, which = match["unit"].lower(), (match["which"] or "").lower()
    if unit in MONTHS:
        number = MONTHS[unit]
        first, unit = date(today.year + (number < today.month), number, 1), "month"
    elif unit in ("week", "month", "quarter", "year"):
        first = _plus(_begin(today, unit), {"next": 1, "last": -1}.get(which, 0), unit)
    else:
        return None
    return first if match["at"] != "end" else _plus(first, 1, unit) - timedelta(1)


def _on(
    day: datetime, clock: Found | None, column: str, like: str, text: str
) -> Callable[[Wide], tuple[Any, Binding] | None]:
    def of(row: Wide) -> tuple[Any, Binding] | None:
        held = shapes.moment(row.values.get(column)) if column else None
        at = datetime.strptime(str(clock.value), "%H:%M") if clock else (held or day)
        value = shapes.written(day.replace(hour=at.hour, minute=at.minute), like)
        return value, Mention(value, text)

    return of


def _shifted(column: str, mark: Found, back: bool) -> Callable[[Wide], tuple[Any, Binding] | None]:
    def of(row: Wide) -> tuple[Any, Binding] | None:
        held = shapes.moment(row.values.get(column))
        if held is None:
            return None
        value = shapes.written(times.shifted(held, mark, back), row.values[column])
        return value, Literal(value)

    return of


def _texts(clause: Clause, param: Param, known: Sequence[Table]) -> Iterator[Candidate]:
    if param.type != "string" or param.temporal or param.is_id or param.format == "email":
        return
    for mark in clause.marks:
        run = clause.inside(mark)
        if mark.kind == "quote" and run:
            named = 0.4 if {token.stem for token in clause.words} & {*param.stems} else 0.0
            yield Candidate(run, _same((mark.value, Mention(mark.value, mark.text))), 2.0 + named, True)


def fields(table: Table, param: Param) -> bool:
    """Whether a record holds what the input takes."""
    return any(name_stems(name) == param.stems for name in table.own)


def _people(clause: Clause, param: Param, table: Table) -> Iterator[Candidate]:
    """A name that no record holds yet, for an input that takes somebody's or something's name."""
    if param.type != "string" or param.temporal or param.is_id or not ({*param.stems} | param.about) & (PERSON | _NAME):
        return
    for mark in clause.marks:
        run = clause.inside(mark)
        said = tuple(part for token in run for part in shapes.words(phrase.bare(token)))
        if mark.kind == "name" and run and not any(_says(row, table, said, True) for row in table.rows):
            text = mark.text.removesuffix("'s")
            yield Candidate(run, _same((text, Mention(text, text))), 0.9 + _placed(clause, run))


def _truths(clause: Clause, param: Param) -> Iterator[Candidate]:
    """ "Close X" and "open X" of an input `closed`; "mark X as paid", "as unpaid" of one that says `paid`."""
    if param.type != "boolean":
        return
    said = clause.verb.stem if clause.verb is not None else ""
    contrary = {stem(word) for word in opposites(said)} | {*opposites(said)}
    if {*param.stems} & ({said} | contrary):
        truth = said in param.stems
        yield Candidate((), _same((truth, Literal(truth))), 1.6, True)
    for before, token in pairwise((*clause.words[:1], *clause.words)):
        bare = stem(token.low.removeprefix("un"))
        if bare in param.stems and token.low.endswith(("ed", "id", "en")):
            truth = not (token.low.startswith("un") or before.low in ("not", "no"))
            yield Candidate((token,), _same((truth, Mention(truth, token.text))), 1.4, True)
