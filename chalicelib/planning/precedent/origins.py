"""Where each value of a past call came from: words of its request, a record that words name, or always the same."""

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any  # Any: values are JSON

from chalicelib.planning.composer.schema import Param, param
from chalicelib.planning.composer.words import Token, name_stems, tokens
from chalicelib.planning.precedent.kept import Value
from chalicelib.planning.precedent.naming import raw
from chalicelib.planning.precedent.places import Places
from chalicelib.planning.records import phrase
from chalicelib.planning.records.places import of_several
from chalicelib.planning.records.resources import is_key
from chalicelib.planning.tables.clause import Clause, text_of
from chalicelib.planning.tables.table import Wide
from chalicelib.planning.usage import ways
from chalicelib.planning.usage.given import alike, always

_MARKS = (", ", ",", "; ", ";", " ")
"""What stands between several values in one text."""
FORMS = ("said", "low", "one")
MOST_EACH, _TELLING = 8, 6
Schema = Mapping[str, Any]
Path = tuple[str, ...]
Where = tuple[str | int, ...]
Old = tuple[int, Where, Any]
"""What a record holds where a value is now: the record, the path, what is there."""


class Unexplained(Exception):
    """A value came from nowhere that is known."""


@dataclass(slots=True)
class Origins(Places):
    """What has been explained of one run."""

    zone: str = "UTC"
    plain: Callable[[Token], bool] = bool
    """Whether a word is everybody's."""
    looking: bool = False
    """Whether a read is explained: it may be made for each of some records."""

    def call(self, schema: Schema, inputs: Mapping[str, Any]) -> dict[str, Value]:
        """Raises `Unexplained`; then nothing is taken."""
        slots, records = [*self.slots], [*self.records]
        try:
            self.name(inputs)
            return {
                name: self._value(value, _inner(schema, name), (name,), self._olds(value, name))
                for name, value in inputs.items()
            }
        except Unexplained:
            self.slots, self.records = slots, records
            raise

    def calls(self, schema: Schema, each: Sequence[Mapping[str, Any]]) -> tuple[dict[str, Value], int]:
        """What is alike done to several records that words name, and which these are; raises `Unexplained`."""
        slots, records = [*self.slots], [*self.records]
        for name, value in each[0].items():
            keys = [one.get(name) for one in each]
            at = self.several(keys) if isinstance(value, str | int) and len({*map(str, keys)}) == len(keys) else None
            if at is None:
                continue
            try:
                told = [self.call(schema, inputs) for inputs in each if self.look_at(at, inputs[name])]
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
        several = isinstance(value, list) or of_several(_param(schema, path))
        first = (self._more, self._said, self._kept) if several else (self._kept, self._said, self._more)
        for told in (*first, self._inside, self._moved, self._found, self._always, self._texts, self._any):
            if (one := told(value, schema, path, olds)) is not None:
                return one
        raise Unexplained(".".join(path))

    def _said(self, value: Any, schema: Schema, path: Path, olds: Sequence[Old]) -> Value | None:
        """A key of a record that is named, else what words say."""
        if isinstance(value, Mapping | bool) or value in (None, "", []) or (isinstance(value, list) and _deep(value)):
            return None
        for at, named in enumerate(self.records):
            if named.key == value and type(named.key) is type(value):
                return ["field", at, named.name]
        if (several := self._each(value)) is not None:
            return several
        told = [
            (way, said) for way, said in ways.ways(self.clause, _param(schema, path), self.known, None, self.zone)
            if way.kind not in ("record", "moved", "tail") and alike((said.of(ways.EMPTY) or ("",))[0], value)
        ]
        told.sort(key=lambda pair: (-pair[1].weight, -len(pair[1].tokens)))
        for way, said in told:
            if said.tokens and (slot := self.slot(said.tokens)) is not None:
                return ["words", slot, way.kind, way.detail]
        return None

    def _each(self, value: Any) -> Value | None:
        """The keys of several records that are named together, in a list or a text."""
        marks = [mark for mark in _MARKS if isinstance(value, str) and mark in value][:1]
        parts = value.split(marks[0]) if marks else value if isinstance(value, list) else []
        keys = [int(one) if marks and one.isdigit() else one for one in parts]
        at = self.several(keys) if len(keys) > 1 and all(isinstance(one, str | int) for one in keys) else None
        return ["all", at, self.records[at].name, marks[0] if marks else None] if at is not None else None

    def _kept(self, value: Any, schema: Schema, path: Path, olds: Sequence[Old]) -> Value | None:
        """What the record held before."""
        held = next((one for one in olds if one[1] and one[2] == value and type(one[2]) is type(value)), None)
        return ["old", held[0], [*held[1]]] if held is not None else None

    def _more(self, value: Any, schema: Schema, path: Path, olds: Sequence[Old]) -> Value | None:
        """What the record holds with some things less or more in a list, or with one more in a text of several."""
        for at, where, held in olds:
            if isinstance(value, list) and isinstance(held, list) and not _deep(held):
                kept = [one for one in held if one in value]
                less, more = [one for one in held if one not in value], value[len(kept) :]
                if (kept or not held) and (less or more) and value[: len(kept)] == kept:
                    items = schema.get("items") or {}
                    told = [[self._value(one, items, path, ()) for one in some] for some in (less, more)]
                    return ["change", at, [*where], *told]
            if not (isinstance(value, str) and isinstance(held, str) and value and value.startswith(held)):
                continue
            first = ", " if not held and of_several(_param(schema, path)) else None
            sign = first or next((one for one in _MARKS if held and value.startswith(held + one)), None)
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
                each = enumerate(value)
                return ["list", [self._value(one, items, path, _below(olds, at, len(value))) for at, one in each]]
        return None

    def _moved(self, value: Any, schema: Schema, path: Path, olds: Sequence[Old]) -> Value | None:
        """What a named record holds, moved by what words say."""
        for at, named in enumerate(self.records):
            row = self.row(named)
            table = next(table for table in self.known if row in table.rows)
            for way, said in ways.ways(self.clause, _param(schema, path), [], table, self.zone):
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
        return ["always", deepcopy(value)] if always(_param(schema, path), [value], self.clause) else None

    def _any(self, value: Any, schema: Schema, path: Path, olds: Sequence[Old]) -> Value | None:
        """What some record holds: the read is made for each of them."""
        if self.looking and isinstance(value, str | int) and not isinstance(value, bool):
            for table in self.known:
                for name in sorted(table.own):
                    if value in [row.values.get(name) for row in table.rows] and 1 < len(table.rows) <= MOST_EACH:
                        return ["each", min(table.refs), name]
        return None

    def _texts(self, value: Any, schema: Schema, path: Path, olds: Sequence[Old]) -> Value | None:
        """Words of the request, in a search inside of a text whose other words are everybody's: "customer:omar"."""
        if not isinstance(value, str) or any(True for _ in self.keyed(value)):
            return None  # no key is made up
        for run in sorted(self.clause.runs(), key=len, reverse=True):
            if not any(token.content for token in run):
                continue
            for form in FORMS:
                said = spelled(self.clause, run, form)
                at = (value if form == FORMS[0] else value.lower()).find(said)
                before, behind = (value[:at], value[at + len(said) :]) if at >= 0 else ("", "")
                made_up = bool(before or behind) and not self.looking
                if at < 0 or made_up or not all(map(self.plain, _words(f"{before} {behind}"))):
                    continue
                if (slot := self.slot(run)) is not None:
                    return ["text", before, slot, behind, form]
        return None


def spelled(clause: Clause, run: Sequence[Token], form: str) -> str:
    """The words as they are said, in small letters, or of one: "seedling" of "seedlings"."""
    if form == FORMS[0]:
        return text_of(clause, run)
    low = " ".join(map(phrase.bare, run))
    return low.removesuffix("s") if form == FORMS[2] and not low.endswith("ss") else low


def _words(text: str) -> list[Token]:
    return [token for token in tokens(text) if token.text[0].isalnum()]


def _param(schema: Schema, path: Path) -> Param:
    return param(path[-1], path, False, schema)


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


def _deep(value: list[Any]) -> bool:
    return any(isinstance(one, Mapping | list) for one in value)


def _below(olds: Sequence[Old], name: str | int, size: int = 0) -> list[Old]:
    found: list[Old] = []
    for at, where, held in olds:
        if isinstance(name, str) and isinstance(held, Mapping) and name in held:
            found.append((at, (*where, name), held[name]))
        if isinstance(name, int) and isinstance(held, list) and len(held) == size and _deep(held):
            found.append((at, (*where, name), held[name]))
    return found
