"""What memory knows of how actions are asked for, made once per memory.

A lesson counts by the tasks behind it less those against it; of lessons that speak for different actions the reading
decides, by how much of each stands in the request.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from chalicelib.domain.lesson import Lesson, Memory
from chalicelib.planning.once import once
from chalicelib.planning.usage.construction import ONLY, PREFIX, Construction, Path, Way, decoded

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
    states: Mapping[str, Mapping[str, Mapping[str, int]]] = field(default_factory=dict)
    """By action and field: in which states records were when it was done to them, and how often."""

    def words(self, ref: str) -> frozenset[str]:
        """Every word that stood beside the action and in no record."""
        return frozenset(word for shown in self.by_action.get(ref, ()) for word in shown.one.words)

    def only(self, ref: str, least: int) -> tuple[tuple[str, str], ...]:
        """The fields that held one value whenever the action was done, in at least so many runs."""
        return tuple(
            (name, value)
            for name, values in self.states.get(ref, {}).items() if len(values) == 1
            for value, times in values.items() if times >= least
        )

    def ways(self, ref: str, path: Path) -> tuple[Way, ...]:
        return tuple(dict.fromkeys(
            way for shown in self.by_action.get(ref, ()) for other, way in shown.one.ways.items() if other == path
        ))


@once
def known(memory: Memory) -> Known:
    found: dict[str, list[Shown]] = {}
    for lesson in memory.of("word"):
        one = decoded(lesson.key, lesson.content) if lesson.key.startswith(PREFIX) else None
        weight = _weight(lesson)
        if one is not None and weight > 0:
            found.setdefault(one.ref, []).append(Shown(one, lesson.id, weight))
    shown_by = {ref: tuple(sorted(shown, key=lambda one: one.lesson)) for ref, shown in found.items()}
    return Known(shown_by, _states(memory))


def _states(memory: Memory) -> dict[str, dict[str, dict[str, int]]]:
    found: dict[str, dict[str, dict[str, int]]] = {}
    for lesson in memory.of("word"):
        weight = _weight(lesson)
        if lesson.key.startswith(ONLY) and weight > 0:
            by_field = found.setdefault(lesson.key.removeprefix(ONLY), {})
            values = by_field.setdefault(str(lesson.content.get("state")), {})
            values[str(lesson.content.get("is"))] = weight
    return found


def _weight(lesson: Lesson) -> int:
    return HEAVIEST if lesson.pinned else min(lesson.supported - lesson.opposed, HEAVIEST)
