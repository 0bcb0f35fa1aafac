"""What memory knows of how actions are asked for, made once per memory.

A lesson counts by the tasks behind it less those against it; of lessons that speak for different actions the reading
decides, by how much of each stands in the request.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from chalicelib.domain.lesson import Lesson, Memory
from chalicelib.planning.usage.construction import PREFIX, Construction, Path, Way, decoded

HEAVIEST = 5


@dataclass(frozen=True, slots=True)
class Shown:
    """A construction with the lesson that it stands in and how much speaks for it."""

    one: Construction
    lesson: str
    weight: int


@dataclass(frozen=True, slots=True)
class Known:
    by_action: Mapping[str, tuple[Shown, ...]] = field(default_factory=dict)

    def words(self, ref: str) -> frozenset[str]:
        """Every word that stood beside the action and in no record."""
        return frozenset(word for shown in self.by_action.get(ref, ()) for word in shown.one.words)

    def ways(self, ref: str, path: Path) -> tuple[Way, ...]:
        return tuple(dict.fromkeys(
            way for shown in self.by_action.get(ref, ()) for other, way in shown.one.ways.items() if other == path
        ))


_HELD: dict[int, tuple[Memory, Known]] = {}


def known(memory: Memory) -> Known:
    held = _HELD.get(id(memory))
    if held is None or held[0] is not memory:
        if len(_HELD) > 16:
            _HELD.clear()
        held = _HELD[id(memory)] = memory, _from(memory)
    return held[1]


def _from(memory: Memory) -> Known:
    found: dict[str, list[Shown]] = {}
    for lesson in memory.of("word"):
        one = decoded(lesson.key, lesson.content) if lesson.key.startswith(PREFIX) else None
        weight = _weight(lesson)
        if one is not None and weight > 0:
            found.setdefault(one.ref, []).append(Shown(one, lesson.id, weight))
    return Known({ref: tuple(sorted(shown, key=lambda one: one.lesson)) for ref, shown in found.items()})


def _weight(lesson: Lesson) -> int:
    return HEAVIEST if lesson.pinned else min(lesson.supported - lesson.opposed, HEAVIEST)
