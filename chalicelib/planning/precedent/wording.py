"""What words of a request say of the values of a past call: values, keys of the records that they name, and texts."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any  # Any: values are JSON

from chalicelib.planning.composer.schema import Param, param
from chalicelib.planning.composer.words import Token, tokens
from chalicelib.planning.precedent.kept import Value
from chalicelib.planning.precedent.limiting import every
from chalicelib.planning.precedent.places import Places
from chalicelib.planning.records import phrase, shapes
from chalicelib.planning.tables.clause import Clause, text_of
from chalicelib.planning.usage import ways
from chalicelib.planning.usage.given import alike

MARKS = (", ", ",", "; ", ";", " ")
"""What stands between several values in one text."""
FORMS = ("said", "low", "one")
_BOUNDS = re.compile(r"(?:00:00(?::00(?:\.0+)?)?|23:59(?::59(?:\.9+)?)?)(?:Z|\+00:00)?")
_TYPES = {int: "integer", float: "number", str: "string"}
Schema = Mapping[str, Any]
Path = tuple[str, ...]
Where = tuple[str | int, ...]
Find = Callable[[Sequence[Any]], int | None]
"""Gives the number of the records with some keys, as words name them."""
Old = tuple[int, Where, Any]
"""What a record holds where a value is now: the record, the path, what is there."""


@dataclass(slots=True)
class Wording(Places):
    """`plain`: whether a word is everybody's; `looking`: whether a read is explained."""

    plain: Callable[[Token], bool] = bool
    looking: bool = False

    def _said(self, value: Any, schema: Schema, path: Path, olds: Sequence[Old]) -> Value | None:
        """A key of a record that is named, else what words say."""
        if isinstance(value, Mapping | bool) or value in (None, "", []) or (isinstance(value, list) and deep(value)):
            return None
        for at, named in enumerate(self.records):
            if named.key == value and type(named.key) is type(value):
                return ["field", at, named.name]
        if (several := self._each(value, self.several)) is not None:
            return several
        typed = [] if schema else [_TYPES[type(value)]] if type(value) in _TYPES else []
        one = param_of({"type": typed[0]} if typed else schema, path)
        told = [
            (way, said) for way, said in ways.ways(self.clause, one, self.known, None, self.zone)
            if way.kind not in ("record", "moved", "tail") and alike((said.of(ways.EMPTY) or ("",))[0], value)
        ]
        told.sort(key=lambda pair: (-pair[1].weight, -len(pair[1].tokens)))
        for way, said in told:
            if said.tokens and (slot := self.slot(said.tokens)) is not None:
                return ["words", slot, way.kind, way.detail, *typed]
        return None

    def _each(self, value: Any, find: Find) -> Value | None:
        """The keys of several records that are named, or chosen, together, in a list or a text."""
        marks = [mark for mark in MARKS if isinstance(value, str) and mark in value][:1]
        parts = value.split(marks[0]) if marks else value if isinstance(value, list) else []
        keys = [int(one) if marks and one.isdigit() else one for one in parts]
        plain = len(keys) > 1 and all(isinstance(one, str | int) for one in keys)
        at = find(keys) if plain else None
        return ["all", at, self.records[at].name, marks[0] if marks else None] if at is not None else None

    def _together(self, value: Any, schema: Schema, path: Path, olds: Sequence[Old]) -> Value | None:
        """The keys of several records that are chosen together."""
        return self._each(value, self.choose) if isinstance(value, str | list) and not self.looking else None

    def _joined(self, value: Any, schema: Schema, path: Path, olds: Sequence[Old]) -> Value | None:
        """The keys of records that are named one by one, in one text."""
        if every(self.clause.words, self.clause.marks, False):
            return None
        mark = next((mark for mark in MARKS[:-1] if isinstance(value, str) and mark in value), None)
        parts = str(value).split(mark) if mark is not None else []
        slots, records = [*self.slots], [*self.records]
        known = [self._key(int(part) if part.isdigit() else part) for part in parts]
        if known and None not in known:
            return ["join", mark, known]
        self.slots, self.records = slots, records
        return None

    def _key(self, value: Any) -> Value | None:
        """Of the record that words name with this key."""
        self.name(value)
        at = next((at for at, one in enumerate(self.records) if one.key == value and not one.keys), None)
        return ["field", at, self.records[at].name] if at is not None else None

    def _dated(self, value: Any, schema: Schema, path: Path, olds: Sequence[Old]) -> Value | None:
        """A day that words say, with the time at which it begins or ends."""
        day, mark, rest = value.partition("T") if isinstance(value, str) else ("", "", "")
        if not mark or shapes.moment(day) is None or not _BOUNDS.fullmatch(rest):
            return None
        told = self._said(day, {"type": "string"}, path, ())
        return ["dated", told, f"T{rest}"] if told is not None and told[0] == "words" else None

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


def param_of(schema: Schema, path: Path) -> Param:
    return param(path[-1], path, False, schema)


def deep(value: list[Any]) -> bool:
    """Whether it holds objects or lists."""
    return any(isinstance(one, Mapping | list) for one in value)
