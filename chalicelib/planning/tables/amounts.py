"""Numbers of a clause as values: plain ones, and steps by which a record's own number is changed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any  # Any: values are JSON

from chalicelib.domain.binding import Binding, Literal, Mention
from chalicelib.planning.composer.epoch import counts_else
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.words import Token, bag, stem_bag
from chalicelib.planning.records import durations, measures, shapes
from chalicelib.planning.records.reach import Unsure
from chalicelib.planning.records.resources import KEYS, field_stems
from chalicelib.planning.revise.money import counts_minor_units, names_amount
from chalicelib.planning.tables import replaced, shares
from chalicelib.planning.tables.clause import (
    ADDING,
    INTO,
    Candidate,
    Clause,
    Value,
    added,
    counted,
    placed,
    same,
)
from chalicelib.planning.tables.sources import offered
from chalicelib.planning.tables.table import Table, Wide
from chalicelib.planning.tables.world import columns

_UP = stem_bag("increase raise lift grow add extend give put")
DOWN = stem_bag("reduce lower decrease cut drop shorten take")
_SIGNED = {"add": 1, "remove": -1, "drop": -1, "cut": -1}
"""With a number right behind: "add five seats to X" gives it five more."""
_COUNTED = bag("more fewer less extra additional")
_LARGER = bag("more extra additional longer higher bigger larger greater wider heavier dearer faster")
_SMALLER = bag("less fewer shorter lower smaller narrower lighter cheaper slower")
"""Behind so much: "15 minutes shorter", "10 % cheaper"."""
_THE = bag("the these those both my our your his her its their")
_ONTO, _FROM = bag("to from off"), bag("from between")
_TO = bag("to until till and through")
_OFTEN = bag("every each")
_POINT = re.compile(r"\d\.(\d+)(?!\d)")
_RANGE = re.compile(r"\bfrom (\d+) to (\d+)\b")


def numbers(clause: Clause, param: Param, table: Table, known: Sequence[Table] = ()) -> Iterator[Candidate]:
    if param.type == "string" and names_amount(param.name) and not offered(param):
        digits = _digits(param, table)
        yield from (replace(one, of=_as_text(one.of, digits)) for one in _numbers(clause, param, table, known))
    elif param.type in ("integer", "number"):
        yield from _numbers(clause, param, table, known)


def _digits(param: Param, table: Table) -> int:
    """How many digits stand behind the point where amounts are written as text, as records or the schema show it."""
    held = [str(value) for name in columns(table, param) for value in shapes.column(table.rows, name)]
    return max((len(one[1]) for text in (*held, param.describes) for one in _POINT.finditer(text)), default=0)


def _as_text(of: Value, digits: int) -> Value:
    def written(row: Wide) -> tuple[Any, Binding] | None:
        if (told := of(row)) is None:
            return None
        text = f"{told[0]:.{digits}f}" if digits else str(told[0])
        return text, Mention(text, told[1].text) if isinstance(told[1], Mention) else Literal(text)

    return written


def _numbers(clause: Clause, param: Param, table: Table, known: Sequence[Table]) -> Iterator[Candidate]:
    column = next(iter(columns(table, param)), "")
    timed = bool(column) and shapes.shape(table.rows, column) == "moment"
    if param.is_id or timed:
        return
    yield from shares.scaled(clause, param, table)
    for mark in clause.marks:
        other = not replaced.older(clause, mark) and _of_another(clause, mark, param, (table, *known))
        if not clause.inside(mark) or not _counts(mark, param) or other or replaced.newer(clause, mark):
            continue
        if mark.kind == "percent" and not column and shares.in_percent(param):
            yield shares.percentage(clause, mark)
        elif mark.kind == "percent" and not column:
            yield from shares.share(clause, param, table, mark)
        elif (unit := _unit(mark, param)) is not None:
            found, old = _number(clause, param, column, mark, unit), replaced.older(clause, mark)
            yield from (replaced.with_older(one, clause, old, column) for one in found) if old else found


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
    if any(token.stem in param.stems for token in noun):
        return False  # "room 104 arriving on Friday"
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
    """Whether it is what records of a table are called, or what these belong to, and none of its fields beside keys."""
    within = {word for one in known[:1] for word in one.words | one.foreign.get(one.within, frozenset())}
    return any(token.stem in within for token in noun)


def _number(clause: Clause, param: Param, column: str, mark: Found, unit: float) -> Iterator[Candidate]:
    if counts_else(param.schema, mark.value):
        return
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
        taken = (*run, *(token for token in behind[:1] if token.low in _LARGER | _SMALLER | {"off"}))
        if _priced(param) or follows != "off":
            yield Candidate(taken, shares.stepped(column, step[0], step[1] * unit), 1.5 + beside, True)
        return
    if step is None and clause.lead(run) == "by":
        return  # by so much something is moved, whichever way
    worth = [token for token in before if clause.made in before and token.low in ("over", "worth", "for")]
    compared = not worth and {token.low for token in before} & bag("than above below over under least most")
    share = mark.kind == "percent" and _priced(param)  # "10 % of the order" are no 10 cents
    first = bool(clause.words) and run == clause.words[: len(run)]
    anew = first or clause.made is not None  # "add two cups to X", "add a van with 4 seats"
    added_ = not column and anew and clause.verb is not None and clause.verb.stem in ADDING
    if (step is None or added_) and not compared and not share and not (column and added(clause.verb)):
        amount = round(float(mark.value) * unit, 6)
        value = int(amount) if amount.is_integer() else amount
        if param.type != "integer" or isinstance(value, int):
            told, place = same((value, Mention(value, mark.text))), max(placed(clause, run), 0)
            often = before[-1:] if mark.kind == "duration" and before and before[-1].low in _OFTEN else ()
            yield Candidate((*worth, *often, *run), told, 1.0 + beside + place)  # "over 5 euros", "every 6 hours"


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
    if behind and behind[0].low in _LARGER | _SMALLER:
        return _stepped(mark, amount if behind[0].low in _LARGER else -amount)
    sign = 1 if verb in _UP else -1 if verb in DOWN else 0
    if behind and behind[0].low == "off" and mark.kind in ("percent", "money"):
        lead, sign = "by", -1  # "10 % off the chair"
    first = bool(clause.words) and clause.words[0] in clause.inside(mark)
    if first and behind and behind[0].content and clause.verb is not None and clause.verb.low in _SIGNED:
        return _stepped(mark, _SIGNED[clause.verb.low] * amount)
    named = [token for token in clause.words if token.start >= mark.end and token.content][:1]
    onto = bool(behind) and behind[0].low in _ONTO and counted(clause.verb, named, param)
    if onto or counted(clause.verb, behind, param):
        return _stepped(mark, amount if verb in ADDING else -amount)
    if lead != "by" or not sign:
        return None
    return _stepped(mark, sign * amount)


def _stepped(mark: Found, amount: float) -> tuple[float, float]:
    return (1 + amount / 100, 0.0) if mark.kind == "percent" else (1.0, amount)
