"""Which records a request means where a precedent meant others: those that are named at its places, and chosen."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any  # Any: values are JSON

from chalicelib.domain.binding import Binding, Literal
from chalicelib.planning.composer.clock import now_of
from chalicelib.planning.composer.index import index_of
from chalicelib.planning.composer.words import Token
from chalicelib.planning.planner import Brief
from chalicelib.planning.precedent.kept import Precedent, Record, Value, several
from chalicelib.planning.precedent.naming import showing, those_named
from chalicelib.planning.precedent.passing import Passing
from chalicelib.planning.tables.table import Table, Wide

_BOTH = "both"


class Else(Exception):
    """It is another request."""


@dataclass(slots=True, kw_only=True)
class Meant(ABC):
    """`places`: the words at the open places of the precedent; `known`: what was read so far."""

    brief: Brief
    places: Mapping[int, Sequence[Token]]
    one: Precedent
    known: list[Table] = field(default_factory=list)
    now: dict[int, Wide] = field(default_factory=dict)
    """Of several records that are named at one place the one that is looked at."""

    @abstractmethod
    def limit(self, how: Value) -> Any:
        """The number or the moment that words say; raises `Else`."""

    def told_apart(self) -> None:
        """Raises `Else` where two places name the same record, or where "both" are not two."""
        each = [self.rows(at) for at in range(len(self.one.records))]
        rows = [id(row) for some in each for row in some]
        two = all(len(each[at]) == 2 for at in several(self.one))
        if len({*rows}) < len(rows) or (_BOTH in self.one.said and not two):
            raise Else

    def looking_at(self, at: int) -> Iterator[Wide]:
        """Each of the records, while it is the one that is looked at."""
        for row in self.rows(at):
            self.now[at] = row
            yield row
        self.now.pop(at, None)

    def row(self, at: int) -> Wide:
        """The record that is named where the other was."""
        if at in self.now:
            return self.now[at]
        rows = self.rows(at)
        if len(rows) != 1:
            raise Else
        return rows[0]

    def rows(self, at: int) -> list[Wide]:
        record = self.one.records[at]
        words = self.places.get(record.slot, ())
        for table in showing(self.one, at, self.known, index_of(self.brief.catalogue).entries):
            if rows := those_named(words, table) if words else [*table.rows]:
                return self._chosen(record, table, rows) if record.tests else rows
        raise Else

    def _chosen(self, record: Record, table: Table, rows: Sequence[Wide]) -> list[Wide]:
        """Those that all tests choose; raises `Else` where they do not agree."""
        passing = Passing(now_of(self.brief), self.limit, self.places.__getitem__, table)
        found = [passing.all(tuple(some), rows) for some in record.tests]
        if not found[0] or any(one != found[0] for one in found):
            raise Else
        return found[0]

    def sole(self, ref: str) -> Wide:
        """The only record that the read shows."""
        rows = [row for table in self.known if ref in table.refs for row in table.rows]
        if len(rows) != 1:
            raise Else
        return rows[0]

    def place(self, row: Wide, name: str, value: Any) -> Binding:
        """Where the value was read; what only tells by which it was read stands where that was read."""
        place = row.places.get(name) or row.compound[name][1]
        if place.step:
            return place
        held = (other for table in self.known for other in table.rows if other.values.get(table.key) == value)
        return next((other.places[other.key] for other in held if other.places[other.key].step), Literal(value))
