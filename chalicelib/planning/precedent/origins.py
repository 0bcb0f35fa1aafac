"""Where each value of a past call came from: words of its request, a record that words name, or always the same."""

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any  # Any: values are JSON

from chalicelib.planning.composer.words import name_stems
from chalicelib.planning.precedent.kept import Value
from chalicelib.planning.precedent.naming import raw
from chalicelib.planning.precedent.wording import MARKS, Find, Old, Path, Schema, Wording, deep, param_of
from chalicelib.planning.records.places import of_several
from chalicelib.planning.records.resources import is_key
from chalicelib.planning.tables.sources import numbered
from chalicelib.planning.tables.table import Wide
from chalicelib.planning.usage import ways
from chalicelib.planning.usage.given import alike, always, leaves

MOST_EACH, MOST_CHOSEN, _TELLING = 8, 3, 6


class Unexplained(Exception):
    """A value came from nowhere that is known: its path, and the value."""

    def __init__(self, path: str = "", value: Any = None) -> None:
        super().__init__(path)
        self.value = value


@dataclass(slots=True)
class Origins(Wording):
    """What has been explained of one run."""

    described: str = ""
    """What the catalogue says of the action: it may tell what codes stand for."""

    def call(self, schema: Schema, inputs: Mapping[str, Any], choosing: bool = True) -> dict[str, Value]:
        """Raises `Unexplained`; then nothing is taken."""
        slots, records = [*self.slots], [*self.records]
        self.described = str(schema.get("description", ""))
        try:
            self.name(inputs)
            return self._inputs(schema, inputs) if choosing else self._each_input(schema, inputs)
        except Unexplained:
            self.slots, self.records = slots, records
            raise

    def _inputs(self, schema: Schema, inputs: Mapping[str, Any]) -> dict[str, Value]:
        """With the records that no word names alone, but that may be chosen."""
        for _ in range(MOST_CHOSEN if not self.looking else 0):
            try:
                return self._each_input(schema, inputs)
            except Unexplained as missing:
                value = missing.value
                if not isinstance(value, str | int) or isinstance(value, bool) or self.choose([value]) is None:
                    raise
        return self._each_input(schema, inputs)

    def _each_input(self, schema: Schema, inputs: Mapping[str, Any]) -> dict[str, Value]:
        return {
            name: self._value(value, _inner(schema, name), (name,), self._olds(value, name))
            for name, value in inputs.items()
        }

    def calls(self, schema: Schema, each: Sequence[Mapping[str, Any]], find: Find) -> tuple[dict[str, Value], int]:
        """What is alike done to several records, and which these are; raises `Unexplained`."""
        return self._each_alike(each, find, lambda inputs: self.call(schema, inputs))

    def _each_alike(
        self, each: Sequence[Mapping[str, Any]], find: Find, told_of: Callable[[Mapping[str, Any]], Any]
    ) -> tuple[Any, int]:
        slots, records = [*self.slots], [*self.records]
        held = [leaves(one) for one in each]
        for path, value in held[0].items():
            keys = [one.get(path) for one in held]
            at = find(keys) if isinstance(value, str | int) and len({*map(str, keys)}) == len(keys) else None
            if at is None:
                continue
            try:
                told = [told_of(one) for one, key in zip(each, keys, strict=True) if self.look_at(at, key)]
            except Unexplained:
                told = []
            if told and all(one == told[0] for one in told):
                return told[0], at
            self.slots, self.records = [*slots], [*records]
        raise Unexplained

    def _olds(self, value: Any, name: str) -> list[Old]:
        found: list[Old] = []
        for at, one in enumerate(self.records):
            held = raw(self.row(one))
            if name in held:
                found.append((at, (name,), held[name]))
            elif isinstance(value, Mapping) and {*value} & {*held}:
                found.append((at, (), held))
        return found

    def _value(self, value: Any, schema: Schema, path: Path, olds: Sequence[Old]) -> Value:
        """Raises `Unexplained`."""
        several = isinstance(value, list) or of_several(param_of(schema, path))
        first = (self._more, self._said, self._kept) if several else (self._kept, self._said, self._more)
        parts = (self._joined, self._together, self._dated, self._inside)
        for told in (*first, *parts, self._moved, self._found, self._always, self._texts, self._any):
            if (one := told(value, schema, path, olds)) is not None:
                return one
        raise Unexplained(".".join(path), value)

    def _kept(self, value: Any, schema: Schema, path: Path, olds: Sequence[Old]) -> Value | None:
        """What the record held before."""
        held = next((one for one in olds if one[1] and one[2] == value and type(one[2]) is type(value)), None)
        return ["old", held[0], [*held[1]]] if held is not None else None

    def _more(self, value: Any, schema: Schema, path: Path, olds: Sequence[Old]) -> Value | None:
        """What the record holds with some things less or more in a list, or with one more in a text of several."""
        for at, where, held in olds:
            if isinstance(value, list) and isinstance(held, list) and not deep(held):
                kept = [one for one in held if one in value]
                less, more = [one for one in held if one not in value], value[len(kept) :]
                if (kept or not held) and (less or more) and value[: len(kept)] == kept:
                    items = schema.get("items") or {}
                    told = [[self._value(one, items, path, ()) for one in some] for some in (less, more)]
                    return ["change", at, [*where], *told]
            if not (isinstance(value, str) and isinstance(held, str) and value and value.startswith(held)):
                continue
            first = ", " if not held and of_several(param_of(schema, path)) else None
            sign = first or next((one for one in MARKS if held and value.startswith(held + one)), None)
            if sign is not None:
                rest = value.removeprefix(f"{held}{sign}" if held else "")
                return ["plus", at, [*where], sign, self._value(rest, schema, path, ())]
        return None

    def _inside(self, value: Any, schema: Schema, path: Path, olds: Sequence[Old]) -> Value | None:
        match value:
            case None | "" | []:
                return ["always", value]
            case Mapping():
                return ["object", {
                    name: self._value(one, _inner(schema, name), (*path, name), _below(olds, name))
                    for name, one in value.items()
                }]  # fmt: skip
            case list():
                items = schema.get("items") or {}
                if every := self._every(value, items, path, olds):
                    return every
                each = enumerate(value)
                return ["list", [self._value(one, items, path, _below(olds, at, len(value))) for at, one in each]]
        return None

    def _every(self, value: list[Any], items: Schema, path: Path, olds: Sequence[Old]) -> Value | None:
        """A list with the same told of each of several records."""
        if len(value) < 2 or self.looking or not all(isinstance(one, Mapping) for one in value):
            return None
        for find in (self.several, self.choose):
            try:
                told, at = self._each_alike(
                    value, find, lambda one: self._value(one, items, path, [*olds, *self._olds(one, "")])
                )
                return ["every", at, told]
            except Unexplained:
                continue
        return None

    def _moved(self, value: Any, schema: Schema, path: Path, olds: Sequence[Old]) -> Value | None:
        """What a named record holds, moved by what words say."""
        for at, named in enumerate(self.records):
            row = self.row(named)
            table = next(table for table in self.known if row in table.rows)
            for way, said in ways.ways(self.clause, param_of(schema, path), [], table, self.zone):
                if way.kind == "moved" and _called(way.detail[0], path) and alike((said.of(row) or ("",))[0], value):
                    slot = self.slot(said.tokens)
                    if slot is not None:
                        return ["moved", at, slot, way.detail]
        return None

    def _found(self, value: Any, schema: Schema, path: Path, olds: Sequence[Old]) -> Value | None:
        """Another field of a record that is named, or one of the only record that a read shows."""
        if isinstance(value, bool) or value in (0, 1):
            return None
        for at, named in enumerate(self.records):
            row = self.row(named)
            if name := _holding(row, value, path):
                return ["field", at, name]
        for table in self.known:
            row = table.rows[0]
            if len(table.rows) == 1 and (name := _holding(row, value, path)):
                return ["sole", min(table.refs), name]
        return None

    def _always(self, value: Any, schema: Schema, path: Path, olds: Sequence[Old]) -> Value | None:
        one = param_of(schema, path)
        named = value in numbered(one, self.described).values() and not isinstance(value, bool)
        return ["always", deepcopy(value)] if named or always(one, [value], self.clause) else None

    def _any(self, value: Any, schema: Schema, path: Path, olds: Sequence[Old]) -> Value | None:
        """What some record holds: the read is made for each of them."""
        if self.looking and isinstance(value, str | int) and not isinstance(value, bool):
            for table in self.known:
                for name in sorted(table.own):
                    if value in [row.values.get(name) for row in table.rows] and 1 < len(table.rows) <= MOST_EACH:
                        return ["each", min(table.refs), name]
        return None

def _inner(schema: Schema, name: str) -> Schema:
    inner = (schema.get("properties") or {}).get(name)
    return inner if isinstance(inner, Mapping) else {}


def _holding(row: Wide, value: Any, path: Path) -> str:
    """The field of the record that holds the value for the input; "" for none."""
    names = (one for one in sorted(row.places) if row.values.get(one) == value)
    return next((one for one in names if _called(one, path, value)), "")


def _called(name: str, path: Path, value: Any = None) -> bool:
    """Whether the field may be meant by the input: it is a key, or called like it, or holds what is no mere chance."""
    told = isinstance(value, str) and len(value) >= _TELLING
    return told or is_key(name) or bool({*name_stems(name)} & {stem for part in path for stem in name_stems(part)})


def _below(olds: Sequence[Old], name: str | int, size: int = 0) -> list[Old]:
    found: list[Old] = []
    for at, where, held in olds:
        if isinstance(name, str) and isinstance(held, Mapping) and name in held:
            found.append((at, (*where, name), held[name]))
        if isinstance(name, int) and isinstance(held, list) and len(held) == size and deep(held):
            found.append((at, (*where, name), held[name]))
    return found
