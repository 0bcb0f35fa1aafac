"""What the answers of an action were seen to hold, where the action itself does not declare it.

Learned per action and path, one vote per task, and structure alone: names of fields and JSON types, never a value.  A
service may put anything into its names, so a name is kept only if it is made of words that the catalogue speaks in,
and only if a plan may ask for it: an id, a name to tell items apart by, something to choose by, or what an input of the
catalogue is called.  An object that is a table by keys ("c_17": {...}) has no fields.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any  # Any: outputs and schemas are JSON

from chalicelib.domain.lesson import Lesson
from chalicelib.planning.composer import thesaurus
from chalicelib.planning.composer.chain import CONTAINERS, ID_WORDS
from chalicelib.planning.composer.choose import MEASURING, NAMING
from chalicelib.planning.composer.index import Index
from chalicelib.planning.composer.schema import fields, type_of
from chalicelib.planning.composer.words import name_stems

KEY = "|holds:"
DEEPEST, MOST, LOOKED_AT = 4, 24, 20
ENOUGH = 0.2
"""The share of the runs that saw an action's answers in which a path must have been."""
ALIKE, WIDEST = 3, 60
"""So many objects with the same fields, or so many keys, make a table."""
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,39}")
_TYPES: Mapping[type, str] = {str: "string", bool: "boolean", int: "integer", float: "number"}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The stems that a catalogue speaks in, and the names of its inputs as joined stems."""

    words: frozenset[str]
    asked: frozenset[str]

    def asks_for(self, name: str) -> bool:
        stems = name_stems(name)
        if not stems or not self.words.issuperset(stems):
            return False
        return stems[-1] in ID_WORDS or bool((NAMING | MEASURING) & {*stems}) or " ".join(stems) in self.asked

    def holds(self, name: str) -> bool:
        """Whether an object or a list may be called so."""
        return all(stem in self.words or stem in CONTAINERS or thesaurus.known(stem) for stem in name_stems(name))


def vocabulary(index: Index) -> Vocabulary:
    asked = {" ".join(one.stems) for entry in index.entries.values() for one in entry.params}
    return Vocabulary(frozenset({*index.idf, *ID_WORDS, *NAMING, *MEASURING}), frozenset(asked))


def undeclared(schema: Mapping[str, Any] | None) -> bool:
    """Whether an output schema names no value that a later step could take."""
    return all(one.listed or one.type in ("object", "array") for one in fields(schema)) and not _plain(schema)


def _plain(schema: Mapping[str, Any] | None) -> bool:
    """A bare value, or a list of such, is declared as far as it goes."""
    if not schema or "type" not in schema:
        return False
    kind = type_of(schema)
    return kind in _TYPES.values() or (kind == "array" and _plain(schema.get("items")))


def shape(output: Any, known: Vocabulary) -> dict[str, str]:
    """JSON types by path ("beds[].plant.id"), ids first where there are too many."""
    found: dict[str, str] = {}
    for path, kind in _leaves(output, "", known, 0):
        found.setdefault(path, kind)
    ranked = sorted(found, key=lambda path: (name_stems(_last(path))[-1] not in ID_WORDS, path.count("."), path))
    return {path: found[path] for path in ranked[:MOST]}


def _leaves(value: Any, path: str, known: Vocabulary, depth: int) -> Iterator[tuple[str, str]]:
    if isinstance(value, list) and "[]" not in path:
        for item in value[:LOOKED_AT]:
            if isinstance(item, Mapping):
                yield from _leaves(item, f"{path}[]", known, depth)
    elif isinstance(value, Mapping) and depth < DEEPEST and not _is_table(value):
        for name, inner in value.items():
            if not isinstance(name, str) or not _NAME.fullmatch(name):
                continue
            here = f"{path}.{name}" if path else name
            if isinstance(inner, Mapping | list):
                yield from _leaves(inner, here, known, depth + 1) if known.holds(name) else ()
            elif type(inner) in _TYPES and known.asks_for(name):
                yield here, _TYPES[type(inner)]


def _is_table(value: Mapping[Any, Any]) -> bool:
    rows = [frozenset(inner) for inner in value.values() if isinstance(inner, Mapping)]
    names = sum(isinstance(name, str) and bool(_NAME.fullmatch(name)) for name in value)
    return len(value) > WIDEST or 2 * names < len(value) or any(rows.count(row) >= ALIKE for row in rows)


def _last(path: str) -> str:
    return path.rpartition(".")[2]


def key(ref: str, path: str) -> str:
    return f"{ref}{KEY}{path}"


def tells(lesson: Lesson) -> bool:
    """Whether the lesson is about what an action answers."""
    return lesson.kind == "fact" and KEY in lesson.key


@dataclass(frozen=True, slots=True)
class Answers:
    """What the answers of each action hold, as schemas, and the lesson of each path."""

    schemas: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    lessons: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def lesson(self, ref: str, told: str) -> str:
        """The lesson that taught where the path into an answer ends; empty if none did."""
        held = self.lessons.get(ref, {})
        ends = [path for path in held if _ends(told, path)]
        return held[max(ends, key=len)] if ends else ""


def _ends(told: str, path: str) -> bool:
    """Whether the path into an answer (`beds[?name=='A'] | [0].id`) ends where the learned one (`beds[].id`) does."""
    rows, listed, tail = path.rpartition("[]")
    return told == path or (bool(listed) and rows in told and told.endswith(tail))


def counted(facts: Iterable[Lesson]) -> Answers:
    """Paths that enough of the runs saw; of two types of one path the one that more saw."""
    rows: dict[str, dict[str, Lesson]] = {}
    for lesson in facts:
        ref, sign, path = lesson.key.partition(KEY)
        held = rows.setdefault(ref, {}) if sign else {}
        if sign and (path not in held or _votes(held[path]) < _votes(lesson)):
            held[path] = lesson
    kept = {ref: _enough(held) for ref, held in rows.items()}
    return Answers(
        {ref: _schema(held) for ref, held in kept.items()},
        {ref: {path: one.id for path, one in held.items()} for ref, held in kept.items()},
    )


def _votes(lesson: Lesson) -> tuple[bool, int]:
    return lesson.pinned, lesson.supported - lesson.opposed


def _enough(held: Mapping[str, Lesson]) -> dict[str, Lesson]:
    most = max(one.supported for one in held.values())
    return {path: held[path] for path in sorted(held) if held[path].pinned or held[path].supported >= ENOUGH * most}


def _schema(held: Mapping[str, Lesson]) -> dict[str, Any]:
    root: dict[str, Any] = {}
    for path, lesson in held.items():
        place = root
        for part in re.findall(r"\[\]|[^.\[\]]+", path):
            if part == "[]":
                place["type"] = "array"
                place = place.setdefault("items", {})
            else:
                place["type"] = "object"
                place = place.setdefault("properties", {}).setdefault(part, {})
        place["type"] = str(lesson.content.get("type"))
    return root
