"""Numbers and moments of a clause as values: plain ones, and those by which a record's own value is moved."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, time
from itertools import pairwise
from typing import Any  # Any: values are JSON

from chalicelib.domain.binding import Binding, Literal, Mention
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.words import Token, bag, stem
from chalicelib.planning.records import durations, measures, shapes, times
from chalicelib.planning.records.instants import Instant
from chalicelib.planning.records.newvalue import LASTS
from chalicelib.planning.records.reach import Unsure
from chalicelib.planning.records.resources import KEYS, field_stems, form
from chalicelib.planning.records.view import BEGINS, FINISHES, ends
from chalicelib.planning.revise.money import counts_minor_units, names_amount
from chalicelib.planning.tables import clocks, outnumbered, shares
from chalicelib.planning.tables.clause import (
    ADDING,
    AT,
    INTO,
    Candidate,
    Clause,
    Value,
    added,
    counted,
    placed,
    same,
    text_of,
)
from chalicelib.planning.tables.table import Table, Wide
from chalicelib.planning.tables.world import columns

_UP = frozenset(map(stem, bag("increase raise lift grow add extend give put")))
_DOWN = frozenset(map(stem, bag("reduce lower decrease cut drop shorten take")))
_BACK = bag("forward earlier ahead sooner shorter less fewer")
_SIGNED = {"add": 1, "remove": -1, "drop": -1, "cut": -1}
"""With a number right behind: "add five seats to X" gives it five more."""
_COUNTED = bag("more fewer less extra additional")
_MOVING = bag("more extra additional further longer later back")
_THE, _SIDES = bag("the these those both my our your his her its their"), bag("back forward ahead")
_ONTO, _FROM = bag("to from off"), bag("from between")
_TO = bag("to until till and through")
_RANGE = re.compile(r"\bfrom (\d+) to (\d+)\b")


def numbers(clause: Clause, param: Param, table: Table, known: Sequence[Table] = ()) -> Iterator[Candidate]:
    column = next(columns(table, param), "")
    timed = bool(column) and shapes.shape(table.rows, column) == "moment"
    if param.type not in ("integer", "number") or param.is_id or timed:
        return
    yield from shares.scaled(clause, param, table)
    for mark in clause.marks:
        other = not outnumbered.older(clause, mark) and _of_another(clause, mark, param, (table, *known))
        if not clause.inside(mark) or not _counts(mark, param) or other or outnumbered.newer(clause, mark):
            continue
        if mark.kind == "percent" and not column and shares.in_percent(param):
            yield shares.percentage(clause, mark)
        elif mark.kind == "percent" and not column:
            yield from shares.share(clause, param, table, mark)
        elif (unit := _unit(mark, param)) is not None:
            found, old = _number(clause, param, column, mark, unit), outnumbered.older(clause, mark)
            yield from (outnumbered.replacing(one, clause, old, column) for one in found) if old else found


def _of_another(clause: Clause, mark: Found, param: Param, known: Sequence[Table]) -> bool:
    """Whether the word beside it names another field, "room 105", "its seats to 12", or it is out of the range told."""
    before = [token for token in clause.words if token.end <= mark.start]
    if before and before[-1].low in _THE and mark.kind == "number":
        return True  # "the two vases" says how many are meant
    bounds = _RANGE.search(param.describes)
    if bounds and mark.kind == "number" and not float(bounds[1]) <= float(mark.value) <= float(bounds[2]):
        return True
    if before and any(before[-1].stem in one.words and str(mark.value) in _keys(one) for one in known):
        return True  # "table 11" is a table
    led = before and before[-1].low in INTO
    noun = before[-2 if led else -1 :][:1]
    if led and (_thing(noun, known) or (len(before) > 2 and before[-3].content and not before[-3].low.endswith("'s"))):
        noun = []  # "the North district to 10", "Ann's card to 10" only tells which
    behind = [token for token in clause.words if token.start >= mark.end][:1]
    fields = {stems[-1] for one in known for name in one.own if (stems := field_stems(name))} - KEYS
    own = {*param.stems, *param.about}
    labels = [token for token in (*noun, *behind) if token.content and token.text.islower()]
    return any(token.stem in fields and token.stem not in own for token in labels)


def _since_number(before: Sequence[Token]) -> Sequence[Token]:
    """The words behind the last number: "more than 70 to 95" says that much only of the first."""
    last = max((at for at, token in enumerate(before) if token.text[0].isdigit()), default=-1)
    return before[last + 1 :]


def _thing(noun: Sequence[Token], known: Sequence[Table]) -> bool:
    """Whether it is what records of a table are called, and none of its fields beside the key."""
    return any(token.stem in one.words for token in noun for one in known[:1])


def _number(clause: Clause, param: Param, column: str, mark: Found, unit: float) -> Iterator[Candidate]:
    run = clause.inside(mark)
    behind = [token for token in clause.words if token.start >= mark.end][:2]
    before = _since_number([token for token in clause.words if token.end <= mark.start][-3:])
    beside = 0.5 if {token.stem for token in (*before, *behind)} & {*param.stems} else 0.0
    step = _step(clause, mark, behind, param)
    follows = behind[0].low if behind else ""
    if follows in _COUNTED and behind[1:] and behind[1].content and not beside:
        return  # "one more seat" changes how many seats there are
    if follows in _TO and clause.lead(run) in _FROM:
        return  # "from 2 to 4 pm" is a time
    if step is not None and column:
        taken = (*run, *(token for token in behind[:1] if token.low in _COUNTED | {"off"}))
        if _priced(param) or follows != "off":
            yield Candidate(taken, shares.stepped(column, step[0], step[1] * unit), 1.5 + beside, True)
        return
    if step is None and clause.lead(run) == "by":
        return  # by so much something is moved, whichever way
    worth = [token for token in before if clause.made in before and token.low in ("over", "worth", "for")]
    compared = not worth and {token.low for token in before} & bag("than above below over under least most")
    share = mark.kind == "percent" and _priced(param)  # "10 % of the order" are no 10 cents
    first = bool(clause.words) and run == clause.words[: len(run)]
    added_ = not column and first and clause.verb is not None and clause.verb.stem in ADDING  # "add two cups to X"
    if (step is None or added_) and not compared and not share and not (column and added(clause.verb)):
        amount = round(float(mark.value) * unit, 6)
        value = int(amount) if amount.is_integer() else amount
        if param.type != "integer" or isinstance(value, int):
            told, place = same((value, Mention(value, mark.text))), max(placed(clause, run), 0)
            yield Candidate((*worth, *run), told, 1.0 + beside + place)  # "a voucher over 5 euros"


def _priced(param: Param) -> bool:
    return names_amount(param.name) or counts_minor_units(param.schema, param.name)


def _keys(table: Table) -> set[str]:
    return {str(row.values.get(table.key)) for row in table.rows}


def _counts(mark: Found, param: Param) -> bool:
    """Whether it is a number, or so long in what the input counts: "14 days" of `trialDays`."""
    lasts = mark.kind == "duration" and durations.counts(param.name, param.describes)
    return lasts or mark.kind in ("number", "money", "percent")


def _unit(mark: Found, param: Param) -> float | None:
    """How many of what the input counts are one of what is told; None where that is not clear."""
    try:
        return measures.in_unit(mark, param.name, param.schema) / float(mark.value) if mark.value else 1.0
    except Unsure:
        return None


def _step(clause: Clause, mark: Found, behind: Sequence[Token], param: Param) -> tuple[float, float] | None:
    """The factor and what is added: "by 10", "by 5 %", "one more", "add five seats"."""
    verb = clause.verb.stem if clause.verb is not None else ""
    lead = clause.lead(clause.inside(mark))
    amount = float(mark.value)
    if behind and behind[0].low in ("more", "extra", "additional"):
        return 1.0, amount
    if behind and behind[0].low in ("fewer", "less"):
        return 1.0, -amount
    sign = 1 if verb in _UP else -1 if verb in _DOWN else 0
    if behind and behind[0].low == "off" and mark.kind in ("percent", "money"):
        lead, sign = "by", -1  # "10 % off the chair"
    first = bool(clause.words) and clause.words[0] in clause.inside(mark)
    if first and behind and behind[0].content and clause.verb is not None and clause.verb.low in _SIGNED:
        return 1.0, _SIGNED[clause.verb.low] * amount
    named = [token for token in clause.words if token.start >= mark.end and token.content][:1]
    onto = bool(behind) and behind[0].low in _ONTO and counted(clause.verb, named, param)
    if onto or counted(clause.verb, behind, param):
        return 1.0, amount if verb in ADDING else -amount
    if lead != "by" or not sign:
        return None
    return (1 + sign * amount / 100, 0.0) if mark.kind == "percent" else (1.0, sign * amount)


def moments(clause: Clause, param: Param, table: Table) -> Iterator[Candidate]:
    if clocks.column(param, table):
        yield from clocks.told(clause, param, table)
        yield from _moved(clause, clocks.column(param, table), clocks.shifted)
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
        tokens = (*run, *(clause.inside(clock) if clock else _kept(clause)))
        place = 0.6 if clause.lead(run) in INTO else 0.3 if clause.lead(run) in AT | {"by"} else 0.0
        spoken = {*field_stems(column)} & {token.stem for token in clause.words} if column else ()
        place += 0.5 if spoken else 0.0
        mark = next((mark for mark in clause.marks if mark.kind == "date" and run == clause.inside(mark)), None)
        told = _on(day, clock, column, like, text_of(clause, run), (mark, clause.now) if mark else None)
        yield Candidate(tokens, told, 1.2 + place)
    if column:
        yield from _moved(clause, column, _shifted)


def _kept(clause: Clause) -> tuple[Token, ...]:
    """ "Same time of day": it stays as it is when only the day is told."""
    words = clause.words
    at = next((at for at, (one, two) in enumerate(pairwise(words)) if (one.low, two.low) == ("same", "time")), -1)
    if at < 0:
        return ()
    ends = 2 if [token.low for token in words[at + 2 : at + 4]] == ["of", "day"] else 0
    return words[at : at + 2 + ends]


def _moved(clause: Clause, column: str, shifted: Callable[[str, Found, bool], Value]) -> Iterator[Candidate]:
    """ "By two days", "two more days", "two days longer", "forward two days": the record's own moment is moved."""
    for mark in clause.marks:
        run = clause.inside(mark)
        if mark.kind != "duration" or not run:
            continue
        behind = [token for token in clause.words if token.start >= run[-1].end][:1]
        extra = [token for token in (*run, *clause.words) if token.low in _MOVING | _BACK]
        extra = [token for token in extra if token in run or token in behind or token.low in _SIDES]
        if clause.lead(run) == "by" or extra:
            down = clause.verb is not None and clause.verb.stem in _DOWN
            back = down or any(token.low in _BACK for token in (*clause.words,))
            taken = tuple(dict.fromkeys((*run, *extra, *_kept(clause))))
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
    day: datetime, clock: Found | None, column: str, like: Any, text: str, told: tuple[Found, datetime] | None = None
) -> Value:
    """`told`: the mention of the day, and now."""

    def of(row: Wide) -> tuple[Any, Binding] | None:
        held = shapes.moment(row.values.get(column)) if column else None
        at = datetime.strptime(str(clock.value), "%H:%M") if clock else (held or day)
        when = times.corrected(told[0], day, held, told[1]) if told and held else day
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
