"""A number that gives way to another one: "from 5 to 20", "three instead of four".

What it was tells which field is meant, as only records that hold the old number can get the new one.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any  # Any: values are JSON

from chalicelib.domain.binding import Binding
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.words import bag
from chalicelib.planning.records import shapes
from chalicelib.planning.tables.clause import Candidate, Clause
from chalicelib.planning.tables.table import Wide

_SWAPPED = (["instead", "of"], ["rather", "than"])
_LEADING = bag("from instead of rather than")
_COUNTS = ("number", "percent", "money")


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
        if between == ["to"] and clause.lead(clause.inside(one)) == "from":
            yield one, other
        elif between[-2:] in _SWAPPED:
            yield other, one


def replacing(one: Candidate, clause: Clause, old: Found, column: str) -> Candidate:
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
