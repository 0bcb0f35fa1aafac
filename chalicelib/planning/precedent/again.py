"""A precedent carried out anew: what was read then is read again, then what is named now is written to."""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any  # Any: values are JSON

from chalicelib.domain.binding import Binding, Literal, Several, Text
from chalicelib.planning.composer.clock import now_of, zone_of
from chalicelib.planning.composer.index import index_of
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.schema import param
from chalicelib.planning.composer.words import Token
from chalicelib.planning.precedent.kept import Call, Value, several
from chalicelib.planning.precedent.meant import Else, Meant
from chalicelib.planning.precedent.naming import raw
from chalicelib.planning.precedent.origins import MOST_EACH
from chalicelib.planning.precedent.seen import Read, seen
from chalicelib.planning.precedent.wording import spelled
from chalicelib.planning.records.reach import Reach
from chalicelib.planning.records.scene import Write
from chalicelib.planning.tables import request
from chalicelib.planning.tables.clause import Clause
from chalicelib.planning.tables.table import Table, Wide
from chalicelib.planning.usage.construction import Path, Way
from chalicelib.planning.usage.ways import EMPTY, ways

MOST_WORDS = 5
"""Of a text that is not quoted: what is longer says more than a value."""


@dataclass(slots=True, kw_only=True)
class Again(Meant):
    """A precedent carried out for another request."""

    reach: Reach

    def writes(self, lesson: str) -> tuple[Write, ...] | None:
        """None while more has to be read; raises `Else`."""
        shown: list[Read] = []
        entries = index_of(self.brief.catalogue).entries
        for look in self.one.looks:
            each = [(inputs, self.reach.pages(look.ref, inputs)) for inputs in self._made(look)]
            if any(pages is None for _, pages in each):
                return None
            read = [Read(look.ref, *page, inputs) for inputs, pages in each for page in pages or ()]
            if self._several and any(self._partial(look.ref, inputs) for inputs, _ in each):
                raise Else
            shown += [one for one in read if one.output is not None]
            self.known = seen(shown, entries, self._zone)
        self.told_apart()
        return tuple(
            Write(call.ref, inputs, "as a request that said the same", self.brief.prompt[:120], lessons=(lesson,))
            for call in self.one.writes for inputs in self._each(call)
        )

    @property
    def _several(self) -> bool:
        """Whether something is done to each of some records, or to one of them: then all must be seen."""
        return bool(several(self.one)) or any(one.tests for one in self.one.records)

    def _partial(self, ref: str, inputs: Mapping[str, Any]) -> bool:
        return self.reach.partial(ref, inputs, len(self.reach.rows(ref, inputs) or ()))

    def _each(self, call: Call) -> Iterator[dict[str, Binding]]:
        """The inputs; of a call that is made for each of several records, those of each."""
        for _ in self.looking_at(call.each) if call.each is not None else (None,):
            yield self._inputs(call)

    def _made(self, look: Call) -> list[dict[str, Any]]:
        """The inputs of the read, one of each record where it is made for some."""
        told = self._told(look)
        each = next(((name, value) for name, value in told.items() if value[0] == "each"), None)
        plain = {
            name: self._value(value, self._schema(look, name), (name,))
            for name, value in told.items() if value[0] != "each"
        }
        if each is None:
            return [plain]
        name, (_, ref, column) = each
        rows = [row for table in self.known if ref in table.refs for row in table.rows]
        held = (row.values.get(column) for row in rows)
        values = list(dict.fromkeys(value for value in held if isinstance(value, str | int)))
        if not 0 < len(values) <= MOST_EACH:
            raise Else
        return [{**plain, name: value} for value in values]

    @property
    def _zone(self) -> str:
        return zone_of(self.brief)

    def _schema(self, call: Call, name: str) -> Mapping[str, Any]:
        inner = self.brief.catalogue.actions[call.ref].properties.get(name)
        return inner if isinstance(inner, Mapping) else {}

    def _inputs(self, call: Call) -> dict[str, Binding]:
        """The inputs; what runs put into an object may be planned beside the others."""
        told = self._told(call)
        made = {name: self._value(value, self._schema(call, name), (name,)) for name, value in told.items()}
        return {name: self._bound(value, made[name]) for name, value in told.items()}

    def _told(self, call: Call) -> dict[str, Value]:
        """What the action takes here: an object may be opened, and the key of the only place left out."""
        known = self.brief.catalogue.actions[call.ref].properties
        told: dict[str, Value] = {}
        for name, value in call.inputs.items():
            if name in known:
                told[name] = value
            elif value[0] == "object":
                told |= {inner: one for inner, one in value[1].items() if inner in known}
        return told

    def _bound(self, told: Value, value: Any) -> Binding:
        """A field of a record by the place where it was read, anything else as it is."""
        match told:
            case ["sole", ref, name]:
                return self.place(self.sole(ref), name, value)
            case ["field", at, name] | ["old", at, [name]]:
                return self.place(self.row(at), name, value)
            case ["all", at, name, mark]:
                each = [self.place(row, name, row.values[name]) for row in self.rows(at)]
                between = [part for one in each for part in (Literal(mark), one)][1:]
                return Several(tuple(each)) if mark is None else Text(tuple(between))
            case ["join", mark, each]:
                parts = [self._bound(one, self._value(one, {}, ())) for one in each]
                return Text(tuple([part for one in parts for part in (Literal(mark), one)][1:]))
            case ["list", each]:
                return Several(tuple(self._bound(one, inner) for one, inner in zip(each, value, strict=True)))
        return Literal(value)

    def limit(self, how: Value) -> Any:
        for kind in ("number", "string"):
            try:
                return self._value(how, {"type": kind}, ("limit",))
            except Else:
                continue
        raise Else

    def _value(self, value: Value, schema: Mapping[str, Any], path: Path) -> Any:
        match value:
            case ["always", one]:
                return deepcopy(one)
            case ["object", inner]:
                own = schema.get("properties") or {}
                return {name: self._value(one, own.get(name) or {}, (*path, name)) for name, one in inner.items()}
            case ["list", each]:
                return [self._value(one, schema.get("items") or {}, path) for one in each]
            case ["join", mark, each]:
                return mark.join(str(self._value(one, {}, path)) for one in each)
            case ["dated", day, rest]:
                return f"{self._value(day, {'type': 'string'}, path)}{rest}"
            case ["every", at, inner]:
                items = schema.get("items") or {}
                return [self._value(inner, items, path) for _ in self.looking_at(at)]
            case ["words" | "text" | "moved", *_]:
                return self._of_words(value, schema, path)
        return self._of_records(value, schema, path)

    def _of_words(self, value: Value, schema: Mapping[str, Any], path: Path) -> Any:
        match value:
            case ["words", slot, kind, detail, *typed]:
                schema = {"type": typed[0]} if typed else schema
                return self._said(schema, path, slot, Way(kind, detail), EMPTY, None)
            case ["text", before, slot, behind, form]:
                words = _trimmed(self.places[slot])
                return before + spelled(self._clause(words), words, form) + behind
            case ["moved", at, slot, detail]:
                row = self.row(at)
                table = next((one for one in self.known if row in one.rows), None)
                return self._said(schema, path, slot, Way("moved", detail), row, table)
        raise Else

    def _of_records(self, value: Value, schema: Mapping[str, Any], path: Path) -> Any:
        match value:
            case ["field", at, name]:
                return _there(self.row(at).values.get(name))
            case ["all", at, name, mark]:
                told = [_there(row.values.get(name)) for row in self.rows(at)]
                return told if mark is None else mark.join(map(str, told))
            case ["sole", ref, name]:
                return _there(self.sole(ref).values.get(name))
            case ["old", at, where]:
                return _at(raw(self.row(at)), where)
            case ["change", at, where, less, more]:
                held, items = _at(raw(self.row(at)), where), schema.get("items") or {}
                gone, new = ([self._value(one, items, path) for one in some] for some in (less, more))
                return _changed(held, gone, new)
            case ["plus", at, where, mark, more]:
                held, one = _at(raw(self.row(at)), where), self._value(more, schema, path)
                return f"{held}{mark}{one}" if held else one
        raise Else

    @property
    def _marks(self) -> tuple[Found, ...]:
        return request.request(self.brief, index_of(self.brief.catalogue)).marks

    def _clause(self, words: Sequence[Token]) -> Clause:
        return Clause(self.brief.prompt, tuple(words), None, self._marks, now_of(self.brief))

    def _said(
        self, schema: Mapping[str, Any], path: Path, slot: int, way: Way, row: Wide, table: Table | None
    ) -> Any:
        """The one value that the words at the place give in the way; no word may be left."""
        words = self.places[slot]
        clause = self._clause(words)
        one = param(path[-1], path, False, schema)
        content = {token for token in words if token.content or token.named}
        given = [
            value[0] for other, said in ways(clause, one, self.known, table, self._zone)
            if other.same(way) and content <= {*said.tokens} and (value := said.of(row)) is not None
        ]
        if not given or any(other != given[0] for other in given):
            raise Else
        return given[0]


def _there(value: Any) -> Any:
    if value is None:
        raise Else
    return value


def _trimmed(words: Sequence[Token]) -> Sequence[Token]:
    """The words without the small ones around them: "wholesale" of "wholesale as well"."""
    told = [at for at, token in enumerate(words) if token.content or token.named or token.text[0].isdigit()]
    if not told or told[-1] - told[0] >= MOST_WORDS:
        raise Else
    return words[told[0] : told[-1] + 1]


def _changed(held: Any, gone: Sequence[Any], new: Sequence[Any]) -> list[Any]:
    if not isinstance(held, list) or any(one not in held for one in gone):
        raise Else
    return [one for one in held if one not in gone] + [one for one in new if one not in held]


def _at(value: Any, path: Sequence[str | int]) -> Any:
    for step in path:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            raise Else from None
    return deepcopy(value)
