"""What the records make together: "the total hours", "the average of their grades", "more than 20 reports in total".

The field is the one that the words name, else the only one that holds numbers; a field that is itself called so
("a total above 50") is compared record by record.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import mean
from typing import Literal

from chalicelib.planning.composer.words import Token, bag, name_stems
from chalicelib.planning.records import numbers, shapes
from chalicelib.planning.records.reach import Row, Unsure
from chalicelib.planning.records.resources import is_key
from chalicelib.planning.records.view import View

TOTAL, MEAN = bag("total sum altogether combined overall together"), bag("average mean")
_SUMMING = frozenset(("add up", "adds up", "come to", "comes to", "amount to", "amounts to", "sum up", "sums up"))
"""Verbs by which numbers are taken together: "her bills come to more than 30 euros"."""


@dataclass(frozen=True, slots=True)
class Series:
    """`tokens`: the words that say how the numbers are taken together."""

    name: str
    by: Literal["total", "mean"]
    tokens: tuple[Token, ...]

    def of(self, rows: Sequence[Row]) -> float:
        held = [shapes.number(row.values.get(self.name)) for row in rows]
        known = [value for value in held if value is not None]
        if len(known) < len(held) or (not known and self.by == "mean"):
            raise Unsure(f"not every record tells its {self.name}")
        return sum(known) if self.by == "total" else mean(known)


def told(view: View, words: Sequence[Token]) -> Series | None:
    """None where nothing is taken together."""
    summing = [pair for pair in pairwise(words) if f"{pair[0].low} {pair[1].low}" in _SUMMING]
    said = tuple(token for token in words if token.low in TOTAL | MEAN or any(token in pair for pair in summing))
    if not said or any(token.stem in name_stems(name) for name in shapes.names(view.rows) for token in said):
        return None
    name = numbers.measured(view.rows, words) or only(view.rows)
    if not view.rows:
        name = name or "number"  # of no record the sum is nothing, whatever it is called
    if name is None:
        raise Unsure("it is not clear which numbers are taken together")
    return Series(name, "mean" if said[0].low in MEAN else "total", said)


def only(rows: Sequence[Row]) -> str | None:
    """The one field that holds numbers, and is no key."""
    held = [name for name in shapes.names(rows) if shapes.shape(rows, name) == "number"]
    plain = [name for name in held if not is_key(name)]
    return plain[0] if len(plain) == 1 else None
