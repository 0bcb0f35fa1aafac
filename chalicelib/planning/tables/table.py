"""A list of records as a table: its rows with what they refer to, and what the catalogue says of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any  # Any: values are JSON

from chalicelib.domain.binding import Output
from chalicelib.planning.composer.words import Token
from chalicelib.planning.records.reach import Row
from chalicelib.planning.tables import parents


@dataclass(frozen=True, slots=True)
class Wide(Row):
    """A record with what it refers to.  `places`: where each value was read.

    `compound`: its objects and lists of objects as they are, and where each was read.
    """

    places: Mapping[str, Output] = field(default_factory=dict)
    key: str = ""
    foreign: frozenset[str] = frozenset()
    """Which values are those of what it refers to."""
    far: frozenset[str] = frozenset()
    """Which of them are those of what that refers to in turn."""
    led: Mapping[str, frozenset[frozenset[str]]] = field(default_factory=dict)
    """For each of them, what the records are called that stand in lists on the way to it."""
    compound: Mapping[str, tuple[Any, Output]] = field(default_factory=dict)

    @property
    def own(self) -> Mapping[str, Any]:
        return {name: value for name, value in self.values.items() if name not in self.foreign}

    @property
    def near(self) -> Mapping[str, Any]:
        return {name: value for name, value in self.values.items() if name not in self.far}

    def binding(self, name: str) -> Output:
        return self.places[name]


@dataclass(frozen=True, slots=True)
class Table:
    """`own`: its own fields; the others are those of records that it refers to.  `whole`: every record is there."""

    words: frozenset[str]
    rows: tuple[Wide, ...]
    key: str
    own: frozenset[str]
    whole: bool
    refs: frozenset[str]
    near: frozenset[str] = frozenset()
    """What the records that it refers to are called."""
    about: frozenset[str] = frozenset()
    """Words by which the catalogue describes it."""
    foreign: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Its own fields that hold keys of other records, with what those are called."""
    states: tuple[tuple[str, str], ...] = ()
    """Fields with values that the catalogue offers for them, whether or not a record holds them."""
    minor: frozenset[str] = frozenset()
    """Fields that count cents or the like."""
    lasting: Mapping[str, str] = field(default_factory=dict)
    """What the schemas say of fields that count a unit of time: "Seconds" of `ttl`."""
    ended: frozenset[str] = frozenset()
    """States in which the actions that close such records leave them."""
    asked_of: frozenset[tuple[str, ...]] = frozenset()
    """What those are called of which alone it was read: "the rules of the north gate"."""
    searched: frozenset[str] = frozenset()
    """Names of which all records are there, in small letters: a search for them found less than may come back."""
    links: tuple[tuple[str, frozenset[str], str], ...] = ()
    """Own fields that hold keys of another table: the field, the reads of that table, its field."""
    persons: bool = False
    """Whether it is the one table that shows who there is."""
    within: str = ""
    """The input that took the key of what its records belong to, where it was read of each of those."""
    barred: frozenset[str] = frozenset()
    """Actions that are for records of another kind in the same list."""

    def places(self, name: str) -> dict[Any, Output]:
        """Where each value of the field was read."""
        return {row.values[name]: row.places[name] for row in self.rows if name in row.places and name in row.values}

    def complete(self, said: Sequence[Token]) -> bool:
        """Whether all its records are there that the words can mean: all, or those of a parent that the words name."""
        return self.whole or parents.speaks(self.asked_of, said)

    def found(self, said: Sequence[Token], meant: Sequence[Row]) -> bool:
        """Whether the one record that is meant, if any, was searched for by a name that the words tell."""
        words = f" {' '.join(token.low for token in said)} "
        named = [name for name in self.searched if f" {name} " in words]
        return len(meant) < 2 and any(all(_holds(row, one) for row in meant) for one in named)


def _holds(row: Row, name: str) -> bool:
    return any(isinstance(value, str) and name in value.lower() for value in row.own.values())


def unique_in(rows: Sequence[Row], name: str) -> bool:
    held = [row.values.get(name) for row in rows if not isinstance(row.values.get(name), list)]
    return (
        len(held) == len(rows)
        and None not in held
        and "" not in held
        and len({str(value) for value in held}) == len(held)
    )


def unique(table: Table) -> list[str]:
    """Its own fields that tell all records apart."""
    return [name for name in sorted(table.own) if len(table.rows) > 1 and unique_in(table.rows, name)]
