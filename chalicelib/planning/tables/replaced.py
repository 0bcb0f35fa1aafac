"""What a new value takes the place of, where that is told: it is what the record holds, and tells nothing else.

    change its amount from 24.99 to 29.99
    give it from Ann to Bob                        of an input whose field holds Ann's key
    book it under software instead of training
    three instead of four                          the field is the one that holds four
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any  # Any: values are JSON

from chalicelib.domain.binding import Binding
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.words import Token, bag
from chalicelib.planning.records import phrase, shapes
from chalicelib.planning.tables.clause import ARTICLES, Candidate, Clause
from chalicelib.planning.tables.table import Table, Wide
from chalicelib.planning.tables.world import columns

_MOST, _SURER = 5, 0.5
_INSTEAD = (("instead", "of"), ("rather", "than"), ("and", "not"), (",", "not"), ("not",))
_LEADING = bag("from instead of rather than")
_COUNTS = ("number", "percent", "money")


def replacing(clause: Clause, one: Candidate, param: Param, table: Table) -> Candidate:
    """The value with the words for what it replaces; of a record that holds something else it is none.

    Somebody is only replaced where the record itself says who it is.
    """
    words = clause.words
    told = _before(words, one.tokens) or _behind(words, one.tokens) if one.tokens else ()
    old = [token for token in told if token.text[0].isalnum() and token.low not in ("from", "instead", "rather", "of")]
    old = [token for token in old if token.low not in ARTICLES | {"to", "than", "and", "not"}]
    if not 0 < len(old) <= _MOST or not any(_holds(row, old, clause) for row in table.rows):
        return one
    somebody = any(mark.kind == "name" and mark.start == old[0].start for mark in clause.marks)
    if somebody and not any(name in table.foreign for name in columns(table, param)):
        return one

    def of(row: Wide) -> tuple[Any, Binding] | None:
        return one.of(row) if _holds(row, old, clause) else None

    words_ = tuple(sorted({*told, *one.tokens}, key=lambda token: token.start))
    return replace(one, tokens=words_, of=of, weight=one.weight + (_SURER if somebody else 0.0), into=True)


def _before(words: Sequence[Token], run: Sequence[Token]) -> Sequence[Token]:
    """ "From 24.99 to" in front of the new value."""
    at = next((at for at, token in enumerate(words) if token is run[0]), 0)
    while at and words[at - 1].low in ARTICLES:
        at -= 1
    begins = next((place for place in range(at - 1, -1, -1) if words[place].low == "from"), -1)
    return words[begins:at] if begins >= 0 and at and words[at - 1].low == "to" else ()


def _behind(words: Sequence[Token], run: Sequence[Token]) -> Sequence[Token]:
    """ "Instead of training" behind the new value."""
    at = next((at + 1 for at, token in enumerate(words) if token is run[-1]), len(words))
    lows = tuple(token.low for token in words[at : at + 2])
    lead = next((one for one in _INSTEAD if lows[: len(one)] == one), ())
    ends = next((place for place in range(at + len(lead), len(words)) if words[place].text in ",;"), len(words))
    return words[at:ends] if lead else ()


def _holds(row: Wide, old: Sequence[Token], clause: Clause) -> bool:
    said = phrase.words_of(old)
    marks = [mark for mark in clause.marks if mark.start == old[0].start]
    number = next((mark for mark in marks if mark.kind in ("number", "money")), None)
    when = next((mark for mark in marks if mark.kind in ("date", "datetime")), None)
    for value in row.values.values():
        if number is not None and shapes.number(value) == float(number.value):
            return True
        if when is not None and (held := shapes.moment(value)) and str(held.date()) == str(when.value)[:10]:
            return True
        fits = phrase.part if any(one.kind == "name" for one in marks) else phrase.fits
        if isinstance(value, str) and number is None and when is None and fits(said, value):
            return True
    return False


def newer(clause: Clause, mark: Found) -> Found | None:
    """The number to which this one gives way."""
    return next((new for old, new in _pairs(clause) if old is mark), None)


def older(clause: Clause, mark: Found) -> Found | None:
    """The number that gives way to this one."""
    return next((old for old, new in _pairs(clause) if new is mark), None)


def _pairs(clause: Clause) -> Iterator[tuple[Found, Found]]:
    """What is old, and what is new."""
    counts = [one for one in clause.marks if one.kind in _COUNTS and clause.inside(one)]
    for one, other in pairwise(counts):
        between = [token.low for token in clause.words if one.end <= token.start < other.start]
        if tuple(between[-2:]) in _INSTEAD[:2]:
            yield other, one


def with_older(one: Candidate, clause: Clause, old: Found, column: str) -> Candidate:
    """The value together with the words for the old one, for records that hold that."""
    inside = clause.inside(old)
    before = [token for token in clause.words if token.end <= inside[0].start][-2:]
    lead = [token for token in before if token.low in _LEADING]
    counted = [token for token in clause.words if token.start >= one.tokens[-1].end][:1]
    lead += [token for token in counted if token.content and token.text.islower() and token.end < inside[0].start]

    def of(row: Wide) -> tuple[Any, Binding] | None:
        held = [row.values.get(column)] if column else [*row.values.values()]
        return one.of(row) if any(shapes.number(value) == float(old.value) for value in held) else None

    return replace(one, tokens=(*one.tokens, *lead, *inside), of=of, weight=one.weight + 0.5, into=True)
