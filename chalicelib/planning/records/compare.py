"""Conditions on numbers: how many records there are, or what the one that is meant holds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from chalicelib.planning.composer.mentions import COUNTED, Found
from chalicelib.planning.composer.words import Token, name_stems, stem_bag
from chalicelib.planning.records import against, dimensions, numbers, series, shapes
from chalicelib.planning.records import view as words_of
from chalicelib.planning.records.phrase import Used
from chalicelib.planning.records.reach import Row, Unsure
from chalicelib.planning.records.telling import within
from chalicelib.planning.records.view import View

_UNITS = stem_bag("unit units uom")


@dataclass(frozen=True, slots=True)
class Comparison:
    holds: Callable[[Sequence[Row]], bool]
    negates: bool = False

    def __call__(self, rows: Sequence[Row]) -> bool:
        return self.holds(rows)


def compared(view: View, words: Sequence[Token], used: Used) -> Comparison | None:
    """ "More than 3 critical alerts" counts them; "fewer than 5 pieces of it" compares a field of the one record;
    "the total hours are above 20", "the average of their grades is below 2" compare what all of them make together."""
    if (two := against.against(view.rows, words, view.marks)) is not None:
        used.take(two.tokens)
        return Comparison(partial(_sole, two))
    for mark in view.marks:
        if mark.kind not in COUNTED or not within(mark, words):
            continue
        lead = [token for token in words if token.end <= mark.start][-3:]
        near = {token.low for token in lead}
        lows, unit = [token.low for token in lead], _unit(view, mark, words)
        bound = lows[-2:] in (["at", "least"], ["at", "most"])
        than = dimensions.direction(lead[-2].low) if unit and len(lead) > 1 and lows[-1] == "than" else 0
        under = bool(near & words_of.UNDER) or than < 0 or (bound and lows[-1] == "most")
        over = bool(near & words_of.OVER) or than > 0 or (bound and lows[-1] == "least")
        together = series.told(view, words)
        if (not under and not over) or (mark.kind not in ("number", "money") and together is None):
            continue
        inside = [token for token in words if token in mark]
        behind = [token for token in words if token.start >= mark.end and token.content][:3]
        used.take([*inside, *(token for token in lead if token.low in words_of.UNDER | words_of.OVER | {"than"})])
        used.take([*unit, *(lead[-2:] if than or bound else ())])
        if together is not None:
            used.take(together.tokens)
            wanted = numbers.in_unit(view, mark, together.name)
            return Comparison(_held(together.of, wanted, under, bound))
        if any(token.stem in view.nouns for token in behind) and not numbers.spoken(view.rows, lead):
            return Comparison(_held(len, float(mark.value), under, bound))
        name = numbers.measured(view.rows, words) or series.only(_in_unit(view, unit) or view.rows)
        name = name or (numbers.paid(view) if mark.kind == "money" else None)
        if name is None:
            raise Unsure("it is not clear what is compared")
        return Comparison(_held(partial(_one, name), numbers.in_unit(view, mark, name), under, bound))
    return None


def _unit(view: View, mark: Found, words: Sequence[Token]) -> Sequence[Token]:
    """The words behind the number that are its unit, as a record tells it: "40 km/h"."""
    behind = [token for token in words if token.start >= mark.end][:3]
    runs = (behind[:size] for size in range(len(behind), 0, -1))
    return next((run for run in runs if _in_unit(view, run)), [])


def _in_unit(view: View, unit: Sequence[Token]) -> Sequence[Row]:
    """The records that tell this unit."""
    said = "".join(token.low for token in unit)
    told = ((row, str(row.values[name]).lower()) for row in view.rows for name in row.values if _names_unit(name))
    return [row for row, held in told if said and held == said]


def _names_unit(name: str) -> bool:
    return bool({*name_stems(name)} & _UNITS)


def _held(
    value: Callable[[Sequence[Row]], float], wanted: float, under: bool, itself: bool
) -> Callable[[Sequence[Row]], bool]:
    """Whether it is less than that, or more.  `itself`: so much itself is enough, too."""
    return lambda rows: (itself and value(rows) == wanted) or (value(rows) < wanted if under else value(rows) > wanted)


def _sole(two: against.Against, rows: Sequence[Row]) -> bool:
    if len(rows) != 1:
        raise Unsure(f"not exactly one record tells its {two.one}")
    return two.holds(rows[0])


def _one(name: str, rows: Sequence[Row]) -> float:
    held = [shapes.number(row.values.get(name)) for row in rows]
    if len(held) != 1 or held[0] is None:
        raise Unsure(f"not exactly one record tells its {name}")
    return held[0]
