"""What memory knows of a sub-agent's words, as answers to what a request leaves open.

Every lesson is one answer to one key.  Of several answers the one with the most tasks behind it counts, and only if
it has more than all others together: wrong runs are outvoted, and where runs disagree the question stays open.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any  # Any: content is JSON

from chalicelib.domain.lesson import Lesson, Memory
from chalicelib.planning.once import once
from chalicelib.planning.records import states
from chalicelib.planning.records.choices import Choices, Meaning
from chalicelib.planning.records.tell_apart import nobodys

_NEGATIVE = ("un", "not ", "non")
SURE = 2
"""So many runs must show that a word says nothing: in one, it may just fit all."""


def learned(memory: Memory) -> Choices:
    """Every reading gets notes of its own."""
    return Choices(*_from(memory))


@once
def _from(memory: Memory) -> tuple[Mapping[str, Any], Mapping[str, Meaning]]:
    by_key: dict[str, list[Lesson]] = {}
    for lesson in memory.of("word"):
        by_key.setdefault(lesson.key, []).append(lesson)
    answers = {key: best for key, found in by_key.items() if (best := _best(found)) is not None}
    means = {key: one for key, found in by_key.items() if (one := _meaning(key, found)) is not None}
    return answers, means


def _best(found: Iterable[Lesson]) -> Any | None:
    rows = [one for one in found if "answer" in one.content]
    first = max(rows, key=_weight, default=None)
    if first is None or 2 * _weight(first) <= sum(map(_weight, rows)):
        return None
    return first.content["answer"]


def _weight(one: Lesson) -> int:
    return max(one.supported - one.opposed, 0) + (1000 if one.pinned else 0)


def _meaning(key: str, found: Iterable[Lesson]) -> Meaning | None:
    """The field that told the records apart in the most runs, and on which side its values stood."""
    found = _nobodys(found)
    fields: dict[str, int] = {}
    sides: dict[tuple[str, str], dict[bool, int]] = {}
    for one in found:
        name = one.content.get("field")
        if name is None:
            continue
        if "value" not in one.content:
            fields[name] = fields.get(name, 0) + _weight(one)
        else:
            votes = sides.setdefault((name, str(one.content["value"])), {True: 0, False: 0})
            votes[bool(one.content["fits"])] += _weight(one)
    for (name, _), votes in sides.items():
        fields[name] = fields.get(name, 0) - min(votes.values())  # a value on both sides: no meaning
    most = max(fields.values(), default=0)
    nothing = max((_weight(one) for one in found if "says" in one.content), default=0)
    if most <= 0 or nothing > most:
        return Meaning("") if nothing >= SURE else None
    negative = key.split("|")[-1].startswith(_NEGATIVE)
    best = [name for name, weight in sorted(fields.items()) if weight == most]
    best = [name for name in best if any(states.plain(value) for field, value in sides if field == name)] or best
    first, *others = (_sides(name, sides, negative) for name in best)
    return replace(first, others=tuple(others)) if first.fits or first.not_fits else None


def _nobodys(found: Iterable[Lesson]) -> list[Lesson]:
    """Without the fields of which a value is somebody's: a memory may be older than the rule."""
    rows = list(found)
    held: dict[str, list[str]] = {}
    for one in rows:
        if "value" in one.content:
            held.setdefault(str(one.content.get("field")), []).append(str(one.content["value"]))
    somebodys = {name for name, values in held.items() if not nobodys(name, values)}
    return [one for one in rows if one.content.get("field") not in somebodys]


def _sides(name: str, sides: Mapping[tuple[str, str], Mapping[bool, int]], negative: bool) -> Meaning:
    told = {value: votes for (field, value), votes in sides.items() if field == name}
    return Meaning(
        name,
        frozenset(value for value, votes in told.items() if votes[True] > votes[False]),
        frozenset(value for value, votes in told.items() if votes[False] > votes[True]),
        negative=negative,
    )
