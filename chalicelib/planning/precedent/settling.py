"""Which of the records that a past request names were meant, once all its values are explained."""

from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any  # Any: values are JSON

from chalicelib.planning.composer.words import Token
from chalicelib.planning.precedent.alike import telling
from chalicelib.planning.precedent.chosen import EXCEPT, held_in_time, limits, placed, saying, slot_of, ways
from chalicelib.planning.precedent.kept import Value
from chalicelib.planning.precedent.limiting import TIMED, choosing, phrase_of, superlative
from chalicelib.planning.precedent.naming import also_named, held_by_none, of_kind, those_named
from chalicelib.planning.precedent.passing import Passing, Test, Tests
from chalicelib.planning.precedent.places import Named, Places
from chalicelib.planning.tables.table import Table, Wide


@dataclass(frozen=True, slots=True)
class Settling:
    """`acting`: stems of verbs for what can be done; `told`: stems of what is written."""

    places: Places
    acting: Container[str]
    told: Collection[str]

    def settle(self) -> bool:
        """Gives words at no place that are a value of a named record to its place: "on the roof" beside "hot brood".

        False where nothing tells which of the records that are named in part were meant.
        """
        for at, one in enumerate(self.places.records):
            if one.chosen:
                self.places.records[at] = replace(one, tests=self._tests(one))
                if not self.places.records[at].tests:
                    return False
                continue
            if any(other.slot == one.slot for other in self.places.records if other is not one):
                continue
            row = self.places.row(one)
            table = next(table for table in self.places.known if row in table.rows)
            more = also_named(self.places.free, table, row)
            run = (*self.places.slots[one.slot], *more)
            self.places.slots[one.slot] = tuple(sorted(run, key=lambda token: token.start))
        return True

    def limit(self) -> bool:
        """Tells the records that words name by what other words may tell of them besides; False where nothing is told.

        Of one that is named alone only time words count: at an end are all that are alone.
        """
        timed = [token for token in self._choosing if token.low in TIMED]
        for at, one in enumerate(self.places.records):
            if one.keys and not one.tests:
                self.places.records[at] = replace(one, tests=self._tests(one))
            elif not one.tests and not one.keys:
                table, row = self._table(one)
                tests = held_in_time(table.rows, row, timed, self._passing(table, {}, self.places.slots))
                self.places.records[at] = replace(one, tests=(tests,) if bool(timed) <= bool(tests) else ())
        told = [bool(one.tests) for one in self.places.records if one.keys]
        return all(told) and any(one.tests for one in self.places.records)

    def _table(self, one: Named) -> tuple[Table, Wide]:
        row = self.places.row(one)
        table = next(table for table in self.places.known if one.ref in table.refs and row in table.rows)
        return of_kind(table, one.name, one.kind), row

    def _passing(self, table: Table, values: Mapping[str, Any], runs: Sequence[Sequence[Token]]) -> Passing:
        return Passing(self.places.clause.now, lambda how: values[str(how)], lambda slot: runs[slot], table)

    def _tests(self, one: Named) -> tuple[Tests, ...]:
        table, _ = self._table(one)
        taken = [row for row in table.rows if row.values.get(one.name) in (one.keys or (one.key,))]
        words = self.places.slots[one.slot] if one.slot >= 0 else ()
        named = those_named(words, table) if words else [*table.rows]
        free, runs = self.places.free, [*self.places.slots]
        values: dict[str, Any] = {}
        more: list[Test] = []
        for how, name, key in self._of_others(one, table, taken):
            values[str(how)] = key
            more.append(["of", name, how])
        for run in held_by_none(free, table, taken)[:1] if any(token.low in EXCEPT for token in free) else ():
            more.append(["but", len(runs)])
            runs.append(run)
        for limit in limits(replace(self.places.clause, words=tuple(free)), table, self.places.zone):
            runs += [limit.words] if limit.words not in runs else []
            how = ["words", runs.index(limit.words), limit.kind, limit.detail]
            values[str(how)] = limit.value
            more.append([limit.side, limit.name, how])
        left = [token for token in free if token.stem not in self.acting and not any(token in run for run in runs)]
        ends = [token for token in self._choosing if superlative(token) and token in free]
        around = partial(self._phrase, one, table)
        found = ways(table, named, taken, more, left, self._passing(table, values, runs), ends, around)
        return self._placed([self._said(some, left, runs) for some in found], runs)

    def _said(self, some: Tests, left: Sequence[Token], runs: list[tuple[Token, ...]]) -> Tests:
        """The tests, with a place for each word that alone says a value."""
        found: list[Test] = []
        for test in some:
            token = saying(test, left)
            if token is not None:
                runs += [(token,)] if (token,) not in runs else []
            found.append(["said", test[1], runs.index((token,))] if token is not None else test)
        return tuple(found)

    @property
    def _choosing(self) -> list[Token]:
        return choosing(self.places.clause.words, self.places.clause.marks, self.told)

    def _phrase(self, one: Named, table: Table, told: Sequence[Token]) -> list[Token]:
        """The words around those that name the records, and what else tells them."""
        named = self.places.slots[one.slot] if one.slot >= 0 else ()
        return phrase_of(self.places.clause.words, {*named, *told}, table.words | table.near)

    def limited(self) -> bool:
        """Whether a word tells more of which several records are meant than what names them."""
        for one in self.places.records:
            table, _ = self._table(one)
            known = table.words | table.near | table.about
            words = self._phrase(one, table, ()) if one.keys else []
            left = [token for token in words if token in self.places.free and telling(token.stem)]
            if any(token.stem not in known and token.stem not in self.acting for token in left):
                return True
        return False

    def _of_others(self, one: Named, table: Table, taken: Sequence[Wide]) -> Iterator[tuple[Value, str, Any]]:
        """The fields in which all that were taken hold the key of another record that is named."""
        for at, other in enumerate(self.places.records):
            for name in sorted(table.own) if other is not one and not other.chosen and not other.keys else ():
                if all(row.values.get(name) == other.key for row in taken) and name != one.name:
                    yield ["field", at, other.name], name, other.key

    def _placed(self, found: Sequence[Tests], runs: Sequence[tuple[Token, ...]]) -> tuple[Tests, ...]:
        """The tests, with places for just those words that they need."""
        used = {at for some in found for one in some if (at := slot_of(one)) is not None}
        at_ = {at: place for at in sorted(used) if (place := self.places.slot(runs[at])) is not None}
        kept = [some for some in found if all((at := slot_of(one)) is None or at in at_ for one in some)]
        return tuple(tuple(placed(one, at_) for one in some) for some in kept) if len(kept) == len(found) else ()
