"""The open places of a past request: the words that name records, and those that say values, no word at two of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any  # Any: values are JSON

from chalicelib.planning.composer.words import Token
from chalicelib.planning.precedent.naming import (
    all_named,
    held_by_all,
    kind,
    names,
    of_kind,
)
from chalicelib.planning.precedent.passing import Tests
from chalicelib.planning.records.resources import is_key
from chalicelib.planning.tables.clause import Clause
from chalicelib.planning.tables.table import Table, Wide


@dataclass(frozen=True, slots=True)
class Named:
    """A record that words of the request name; `name` is the field that holds its key.

    `slot` is -1 where no word does.
    """

    ref: str
    name: str
    key: Any
    slot: int
    keys: tuple[Any, ...] = ()
    """Where several are named: the key of each; `key` is that of the one that is looked at."""
    kind: str = ""
    chosen: bool = False
    """Whether words name it only in part."""
    tests: tuple[Tests, ...] = ()


@dataclass(slots=True)
class Places:
    clause: Clause
    known: Sequence[Table] = ()
    slots: list[tuple[Token, ...]] = field(default_factory=list)
    records: list[Named] = field(default_factory=list)
    zone: str = "UTC"

    def row(self, one: Named) -> Wide:
        """The record as it was read."""
        tables = (table for table in self.known if one.ref in table.refs)
        return next(row for table in tables for row in table.rows if row.values.get(one.name) == one.key)

    def name(self, value: Any) -> None:
        """The records whose keys stand in the inputs, where words name them."""
        match value:
            case Mapping():
                for one in value.values():
                    self.name(one)
            case list():
                for one in value:
                    self.name(one)
            case str() | int() if not isinstance(value, bool):
                for table, row, name in self.keyed(value):
                    for begins in dict.fromkeys(("", kind(value))):
                        run = self._left(names(self.clause.words, of_kind(table, name, begins), row) or ())
                        slot = self.slot(run) if run else None
                        if slot is not None:
                            self.records.append(Named(min(table.refs), name, value, slot, kind=begins))
                            return

    def keyed(self, value: Any) -> Iterator[tuple[Table, Wide, str]]:
        if any(one.key == value and type(one.key) is type(value) for one in self.records):
            return
        for table in self.known:
            keys = [name for name in table.own if name == table.key or is_key(name)]
            for name in sorted(keys, key=lambda one: (one != table.key, one)):
                found = [row for row in table.rows if row.values.get(name) == value]
                if len(found) == 1:
                    yield table, found[0], name

    def _left(self, run: Sequence[Token]) -> Sequence[Token]:
        """What of the run is at no other place: "sofa" of "Irma's sofa", where Irma's were looked for.

        What was looked for by all of it is at the same place.
        """
        if same := next((slot for slot in self.slots if run and {*run} <= {*slot}), ()):
            return same
        taken = {token for slot in self.slots for token in slot}
        left = [token for token in run if token not in taken]
        return left if len(left) == len(run) or any(token.content for token in left) else ()

    def slot(self, run: Sequence[Token]) -> int | None:
        """The number of the open place; None where some of its words are at another."""
        if self._cuts(run):
            return None
        for at, taken in enumerate(self.slots):
            if {*taken} == {*run}:
                return at
            if {*taken} & {*run}:
                return None
        self.slots.append(tuple(run))
        return len(self.slots) - 1

    def _cuts(self, run: Sequence[Token]) -> bool:
        """Whether the run holds some words of a quotation, and not all of them."""
        quotes = [self.clause.inside(mark) for mark in self.clause.marks if mark.kind == "quote"]
        return any({*run} & {*quote} and not {*quote} <= {*run} for quote in quotes)

    def several(self, keys: Sequence[Any]) -> int | None:
        """The number of the records with these keys, where words name just them."""
        for table, _, name in self.keyed(keys[0]):
            rows = [row for row in table.rows if row.values.get(name) in keys]
            run = self._left(all_named(self.clause.words, table, rows) or ()) if len(rows) == len(keys) else ()
            slot = self.slot(run) if run else None
            if slot is not None:
                self.records.append(Named(min(table.refs), name, keys[0], slot, tuple(keys)))
                return len(self.records) - 1
        return None

    def choose(self, keys: Sequence[Any]) -> int | None:
        """The number of the records with these keys, which words name in part, or not at all."""
        for table, _, name in self.keyed(keys[0]):
            begins = kind(keys[0]) if all(kind(one) == kind(keys[0]) for one in keys) else ""
            table = of_kind(table, name, begins)
            rows = [row for row in table.rows if row.values.get(name) in keys]
            if len(rows) != len(keys) or len(table.rows) == 1:
                continue
            run = held_by_all(self.free, table, rows)
            slot = self.slot(run) if run else -1
            if slot is not None:
                several = tuple(keys) if len(keys) > 1 else ()
                self.records.append(Named(min(table.refs), name, keys[0], slot, several, begins, chosen=True))
                return len(self.records) - 1
        return None

    @property
    def free(self) -> list[Token]:
        """The words at no place."""
        taken = {token for slot in self.slots for token in slot}
        return [token for token in self.clause.words if token not in taken]

    def look_at(self, at: int, key: Any) -> bool:
        """Makes this one of several the one that is looked at."""
        self.records[at] = replace(self.records[at], key=key)
        return True
