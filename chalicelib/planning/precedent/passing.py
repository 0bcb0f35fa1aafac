"""Which records pass the tests by which a precedent tells those that are meant from others."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any  # Any: tests and values are JSON

from chalicelib.planning.composer.words import Token, stem
from chalicelib.planning.precedent.alike import near
from chalicelib.planning.precedent.naming import those_named
from chalicelib.planning.records import shapes
from chalicelib.planning.records.instants import Instant
from chalicelib.planning.tables.table import Table, Wide

Test = Sequence[Any]
Tests = tuple[Test, ...]
"""All of them must be passed."""
_ZERO = datetime(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Passing:
    """Which records pass tests: `value` and `words` give what a `kept.Value`, and an open place, say."""

    now: datetime
    value: Callable[[Any], Any]
    words: Callable[[int], Sequence[Token]]
    table: Table

    def all(self, tests: Tests, rows: Sequence[Wide]) -> list[Wide]:
        """The ends are taken of those that pass the others."""
        for one in tests:
            rows = self(one, rows)
        return [*rows]

    def __call__(self, test: Test, rows: Sequence[Wide]) -> list[Wide]:
        match test:
            case ["is", name, values]:
                return [row for row in rows if _one_of(shapes.items(row.values.get(name)), values)]
            case ["some", name]:
                return [row for row in rows if shapes.items(row.values.get(name))]
            case ["said", name, slot]:
                told = [token for token in self.words(slot) if token.content]
                each = [(row, shapes.items(row.values.get(name))) for row in rows]
                return [row for row, held in each if told and any(all(says(w, v) for w in told) for v in held)]
            case ["but", slot]:
                out = those_named(self.words(slot), self.table)
                return [row for row in rows if row not in out] if any(row in rows for row in out) else []
            case ["of", name, value]:
                return [row for row in rows if row.values.get(name) == self.value(value)]
            case ["past" | "ahead" as side, name]:
                timed = [(row, shapes.moment(row.values.get(name))) for row in rows]
                return [row for row, at in timed if at is not None and (at < self.now) == (side == "past")]
            case ["least" | "most" as end, name]:
                return _extreme(rows, name, end == "most")
            case ["under" | "over" as side, name, value]:
                return _beside(rows, name, self.value(value), side == "over")
        return []


def _one_of(held: Sequence[Any], values: Sequence[Any]) -> bool:
    return any(one == value and type(one) is type(value) for one in held for value in values) if values else not held


def _extreme(rows: Sequence[Wide], name: str, most: bool) -> list[Wide]:
    """The one record with the most, or the least, in the field; none for several."""
    held = _ordered(rows, name)
    if not held or len({kind for _, (kind, _) in held}) > 1:
        return []
    end = (max if most else min)(at for _, at in held)
    return found if len(found := [row for row, at in held if at == end]) == 1 else []


def _beside(rows: Sequence[Wide], name: str, value: Any, over: bool) -> list[Wide]:
    """None where one holds just that: whether it belongs to them is not told."""
    than = order(value)
    held = [(row, at) for row, at in _ordered(rows, name) if than is not None and at[0] == than[0]]
    sure = than is not None and all(at != than for _, at in held)
    return [row for row, at in held if sure and than is not None and (at > than if over else at < than)]


def _ordered(rows: Sequence[Wide], name: str) -> list[tuple[Wide, tuple[str, float]]]:
    each = ((row, order(row.values.get(name))) for row in rows)
    return [(row, at) for row, at in each if at is not None]


def order(value: Any) -> tuple[str, float] | None:
    """What can be compared of a value, with what it is: a number, or a moment."""
    if isinstance(value, int | float) and not isinstance(value, bool | Instant):
        return "number", float(value)
    when = shapes.moment(value) if isinstance(value, str | Instant) else None
    return ("moment", (when - _ZERO).total_seconds()) if when is not None else None


def says(token: Token, value: Any) -> bool:
    """Whether the word says the value: "succeeded" of SUCCESS."""
    words = shapes.words(value) if token.content and not isinstance(value, bool) else ()
    return any(near(stem(word), token.stem) for word in words)
