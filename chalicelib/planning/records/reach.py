"""What has been read so far, and what is still wanted.  The reading asks; whatever is missing is read next.

Asking for something that is not there gives None and notes it, so that one round asks for all it can.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any  # Any: inputs and outputs are JSON

from chalicelib.domain.binding import Output
from chalicelib.domain.tool import Action
from chalicelib.domain.types import in_type
from chalicelib.planning.composer.words import name_parts, name_stems, tokens
from chalicelib.planning.cursors import envelope, unread
from chalicelib.planning.once import once
from chalicelib.planning.records.bookkeeping import kept_books
from chalicelib.planning.records.instants import counted, described, slashes, typed
from chalicelib.planning.records.paging import MOST_PAGES, continued, following, whole
from chalicelib.planning.records.ranges import Days, ranged
from chalicelib.planning.records.truths import truths, with_truths
from chalicelib.planning.records.wrapped import lifted
from chalicelib.planning.revise.paths import entries_in, joined, list_in, look_up, quoted

Call = tuple[str, tuple[tuple[str, Any], ...]]
Look = Callable[[str, Mapping[str, Any]], tuple[str, Any] | None]
MOST_READS = 30
_REFUSED = ("", None)
"""What comes of a call that lacks an input: nothing was read."""
_ALL = ("all", "any")
_COUNTS = frozenset(("total", "count", "found", "matches"))


class Unsure(Exception):
    """The request cannot be read for certain; the text says why.

    `options`: what a person can answer, by how each is shown; `key` says what is open.
    """

    def __init__(self, detail: str, key: str = "", options: Mapping[Any, str] | None = None) -> None:
        super().__init__(detail)
        self.key = key
        self.options = dict(options or {})


class Ambiguous(Unsure):
    """The request is understood, and several records fit it where only one can be meant."""


@dataclass(frozen=True, slots=True)
class Row:
    """One record: its values, and the step and path where they were read.

    `inside`: the way from the path to values that stand deeper than beside each other, by name.  `given`: where values
    stand that another record tells, as the order does of its lines.
    """

    values: Mapping[str, Any]
    step: str
    path: str
    inside: Mapping[str, str] = field(default_factory=dict)
    given: Mapping[str, Output] = field(default_factory=dict)

    @property
    def own(self) -> Mapping[str, Any]:
        """Its values without those of what it refers to."""
        return self.values

    @property
    def near(self) -> Mapping[str, Any]:
        """Its values, and those of what it refers to itself; not those of what these refer to in turn."""
        return self.values

    def at(self, name: str) -> str:
        own = self.given.get(name)
        return own.path if own and own.step == self.step else joined(self.path, self.inside.get(name) or quoted(name))


@dataclass(slots=True)
class Reach:
    """`outputs`: by call, the step that made it and its output (None where it was refused)."""

    outputs: Mapping[Call, tuple[str, Any]]
    actions: Mapping[str, Action] = field(default_factory=dict)
    wanted: dict[Call, None] = field(default_factory=dict)
    capped: bool = True
    """Whether a search may give only a part of what it finds."""
    shown: tuple[Row, ...] = ()
    """Records that only show how values are written, besides those that are read."""
    behind: Mapping[Call, Call] = field(default_factory=dict)
    """By the call of a page, that of the next one that was read."""
    zone: str = "UTC"
    """Of whoever asks: numbers that count from 1970 are moments there."""
    prompt: str = ""
    days: Days | None = None
    """Of which the request speaks: lists of what is recent are asked for these."""

    def ask(self, ref: str, inputs: Mapping[str, Any]) -> tuple[str, Any] | None:
        call = self._call(ref, inputs)
        if call in self.outputs:
            return self.outputs[call]
        if not {*(self._schema(ref).get("required") or ())} <= {*inputs}:
            return _REFUSED
        self.wanted[call] = None
        return None

    def rows(self, ref: str, inputs: Mapping[str, Any]) -> list[Row] | None:
        """The records of a call, all its pages; None where some are still to be read."""
        inputs = self._every(ref, inputs)
        found = [self._page(*told, ref) if told is not None else None for told in self._pages(ref, inputs, self.ask)]
        return None if None in found else [row for page in found for row in page or ()]

    def pages(self, ref: str, inputs: Mapping[str, Any]) -> list[tuple[str, Any]] | None:
        """The step and the answer of a call and of all its pages; None where some are still to be read."""
        found = [*self._pages(ref, inputs, self.ask)]
        return None if None in found else [one for one in found if one is not None]

    def _every(self, ref: str, inputs: Mapping[str, Any]) -> Mapping[str, Any]:
        """The inputs, with those that leave something out unless they are told otherwise: `state` is open, or all."""
        properties = self._schema(ref).get("properties") or {}
        wider = {
            name: every for name, one in properties.items()
            if isinstance(one, Mapping) and "default" in one and name not in inputs
            for every in one.get("enum") or () if every in _ALL and one["default"] not in _ALL
        }
        needed = self._schema(ref).get("required") or ()
        told = {name: value for name, value in whole(properties, needed).items() if name not in inputs}
        every = {**inputs, **wider, **told}
        days = ranged(self.actions[ref], self.days, every) if ref in self.actions else {}
        read = self._read(ref, {**every, **days})
        return every if read is not None and read[1] is None else {**every, **days}  # the range may be too long

    def _schema(self, ref: str) -> Mapping[str, Any]:
        return self.actions[ref].input_schema if ref in self.actions else {}

    def _read(self, ref: str, inputs: Mapping[str, Any]) -> tuple[str, Any] | None:
        return self.outputs.get(self._call(ref, inputs))

    def _call(self, ref: str, inputs: Mapping[str, Any]) -> Call:
        """The call; a key that is a number where it is shown is written as the action takes it."""
        known = self.actions.get(ref)
        properties = known.properties if known else {}
        given = {name: in_type(properties.get(name), value) for name, value in inputs.items()}
        return ref, tuple(sorted(given.items()))

    def _pages(self, ref: str, inputs: Mapping[str, Any], read: Look) -> Iterator[tuple[str, Any] | None]:
        """What was read of the call page by page, None for the page that is still to be read."""
        asked: Mapping[str, Any] | None = inputs
        seen, first = 0, ref
        for _ in range(MOST_PAGES):
            if asked is None:
                return
            properties = self._schema(ref).get("properties") or {}
            told = read(ref, asked)
            yield told
            if told is None:
                return
            size = sum(1 for _ in entries_in(told[1], self._called(ref)))
            seen += size
            behind = self.behind.get(self._call(ref, asked))
            if behind:
                ref, asked = behind[0], dict(behind[1])
                continue
            asked = following(properties, asked, told[1], size, seen)
            if asked is None and (onward := continued(self.actions, first, told[1])) is not None:
                ref, asked = onward

    def partial(self, ref: str, inputs: Mapping[str, Any], seen: int) -> bool:
        """Whether the answer itself tells of more records than came back, or of a page that nothing leads to."""
        inputs = self._every(ref, inputs)
        pages = self._pages(ref, inputs, self._read)
        told = [page[1] for page in pages if page is not None and page[1] is not None]  # a page may be refused
        counts = (
            value > seen for way, value in (envelope(told[0]) if told else ())
            if isinstance(value, int) and not isinstance(value, bool) and {*name_parts(way[-1])} & _COUNTS
        )
        return any(counts) or (bool(told) and unread(told[-1]))

    def seen(self, refs: Sequence[str]) -> list[Row]:
        """The records of every call of those actions that was made."""
        made = [(ref, told) for (ref, _), told in self.outputs.items() if ref in refs]
        return [row for ref, (step, output) in made for row in self._page(step, output, ref)]

    def refuses(self, ref: str, inputs: Mapping[str, Any]) -> bool:
        """Whether the call was made and gave no list."""
        told = self.ask(ref, self._every(ref, inputs))
        return told is not None and list_in(told[1]) is None

    def _called(self, ref: str) -> frozenset[str]:
        """What the action that reads them may call the records."""
        return frozenset(name_stems(self.actions[ref].words)) if ref in self.actions else frozenset()

    def _page(self, step: str, output: Any, ref: str) -> list[Row]:
        told = [(path, *lifted(entry), key) for path, entry, key in entries_in(output, self._called(ref))]
        books = kept_books([values for _, values, _, _ in told], _said(self.prompt), _taken(self.actions))
        every = [{name: own[name] for name in own if name not in books} for _, own, _, _ in told]
        days, true, numbers = slashes(every, _days(self.actions)), truths(every), _counted(self.actions)
        rows = []
        for (path, _, inside, key), own in zip(told, every, strict=True):
            values = typed(with_truths(own, true), self.zone, days, numbers)
            keyed = {"id" if "id" not in values else "key": Output(step, key)} if key else {}
            held = {name: look_up(place.path, output) for name, place in keyed.items()}
            rows.append(Row({**held, **values}, step, path, inside, keyed))
        return rows


@lru_cache(maxsize=64)
def _said(prompt: str) -> frozenset[str]:
    return frozenset(token.stem for token in tokens(prompt) if token.word)


@once
def _taken(actions: Mapping[str, Action]) -> frozenset[str]:
    """The inputs of all actions."""
    return frozenset(name for one in actions.values() for name in one.properties)


@once
def _counted(actions: Mapping[str, Action]) -> frozenset[str]:
    """What the schemas say that counts from 1970."""
    schemas = (schema for one in actions.values() for schema in (one.input_schema, one.output_schema))
    return frozenset(name for schema in schemas for name in counted(schema))


@once
def _days(actions: Mapping[str, Action]) -> str:
    """How the schemas say that days with slashes are written."""
    return described(str(schema) for one in actions.values() for schema in (one.input_schema, one.output_schema))
