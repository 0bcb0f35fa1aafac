"""Conditions on numbers: how many records there are, or what the one that is meant holds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from chalicelib.planning.composer.mentions import COUNTED
from chalicelib.planning.composer.words import Token
from chalicelib.planning.records import against, numbers, series, shapes
from chalicelib.planning.records import view as words_of
from chalicelib.planning.records.phrase import Used
from chalicelib.planning.records.reach import Row, Unsure
from chalicelib.planning.records.telling import within
from chalicelib.planning.records.view import View


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
        under, over = bool(near & words_of.UNDER), bool(near & words_of.OVER)
        together = series.told(view, words)
        if (not under and not over) or (mark.kind not in ("number", "money") and together is None):
            continue
        inside = [token for token in words if token in mark]
        behind = [token for token in words if token.start >= mark.end and token.content][:3]
        used.take([*inside, *(token for token in lead if token.low in words_of.UNDER | words_of.OVER | {"than"})])
        if together is not None:
            used.take(together.tokens)
            wanted = numbers.in_unit(view, mark, together.name)
            return Comparison(_held(together.of, wanted, under))
        if any(token.stem in view.nouns for token in behind) and not numbers.spoken(view.rows, lead):
            return Comparison(_held(len, float(mark.value), under))
        name = numbers.measured(view.rows, words) or series.only(view.rows)
        name = name or (numbers.paid(view) if mark.kind == "money" else None)
        if name is None:
            raise Unsure("it is not clear what is compared")
        return Comparison(_held(partial(_one, name), numbers.in_unit(view, mark, name), under))
    return None


def _held(value: Callable[[Sequence[Row]], float], wanted: float, under: bool) -> Callable[[Sequence[Row]], bool]:
    return lambda rows: value(rows) < wanted if under else value(rows) > wanted


def _sole(two: against.Against, rows: Sequence[Row]) -> bool:
    if len(rows) != 1:
        raise Unsure(f"not exactly one record tells its {two.one}")
    return two.holds(rows[0])


def _one(name: str, rows: Sequence[Row]) -> float:
    held = [shapes.number(row.values.get(name)) for row in rows]
    if len(held) != 1 or held[0] is None:
        raise Unsure(f"not exactly one record tells its {name}")
    return held[0]
