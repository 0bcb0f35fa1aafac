"""What memory knows of how actions are asked for, made once per memory.

A lesson counts by the tasks behind it less those against it.  Where the same words asked for different actions the one
that most people asked for so is meant; of lessons with other words the reading decides, by how much of each stands in
the request.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from chalicelib.domain.lesson import Lesson, Memory, outvotes
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
    states: Mapping[str, Mapping[str, Mapping[str, Lesson]]] = field(default_factory=dict)
    """By action and field: in which states records were when it was done to them."""
    runs: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By action: the runs that show how it is asked for."""

    def words(self, ref: str) -> frozenset[str]:
        """Every word that stood beside the action and in no record."""
        return frozenset(word for shown in self.by_action.get(ref, ()) for word in shown.one.words)

    def only(self, ref: str, least: int, people: bool = False) -> tuple[tuple[str, str, str], ...]:
        """(field, value, lesson) of those that held one value whenever the action was done, in at least so many runs.

        `people`: in runs of so many people.
        """
        return tuple(
            (name, value, lesson.id)
            for name, values in self.states.get(ref, {}).items() if len(values) == 1
            for value, lesson in values.items()
            if min(_weight(lesson), lesson.backers if people else HEAVIEST) >= least
            and self._always(ref, lesson)
        )

    def _always(self, ref: str, lesson: Lesson) -> bool:
        """Whether in no run some were so and some not; of many runs only the latest are known by name."""
        return len(lesson.tasks) < lesson.supported or self.runs.get(ref, frozenset()) <= {*lesson.tasks}

    def ways(self, ref: str, path: Path) -> tuple[Way, ...]:
        found: list[Way] = []
        for shown in self.by_action.get(ref, ()):
            way = shown.one.ways.get(path)
            if way is not None and way not in found:
                found.append(way)
        return tuple(found)


@once
def known(memory: Memory) -> Known:
    alike: dict[tuple[str, frozenset[str]], list[tuple[Construction, Lesson]]] = {}
    for lesson in memory.of("word"):
        one = decoded(lesson.key, lesson.content) if lesson.key.startswith(PREFIX) else None
        if one is not None and _weight(lesson) > 0:
            alike.setdefault((one.verb, one.words), []).append((one, lesson))
    found: dict[str, list[Shown]] = {}
    for told in alike.values():
        for one, lesson in _meant(told):
            found.setdefault(one.ref, []).append(Shown(one, lesson.id, _weight(lesson)))
    runs = {ref: frozenset(run for told in alike.values() for one, lesson in told if one.ref == ref
                           for run in lesson.tasks) for ref in found}
    shown_by = {ref: tuple(sorted(shown, key=lambda one: one.lesson)) for ref, shown in found.items()}
    return Known(shown_by, _states(memory), runs)


def _meant(told: Sequence[tuple[Construction, Lesson]]) -> Sequence[tuple[Construction, Lesson]]:
    """Of lessons with the same words those for the action that most people asked for so; all where none has most."""
    refs = {one.ref for one, _ in told}
    for ref in refs if len(refs) > 1 else ():
        others = [lesson for one, lesson in told if one.ref != ref]
        if any(one.ref == ref and outvotes(lesson, others) for one, lesson in told):
            return [pair for pair in told if pair[0].ref == ref]
    return told


def _states(memory: Memory) -> dict[str, dict[str, dict[str, Lesson]]]:
    found: dict[str, dict[str, dict[str, Lesson]]] = {}
    for lesson in memory.of("word"):
        if lesson.key.startswith(ONLY) and _weight(lesson) > 0:
            by_field = found.setdefault(lesson.key.removeprefix(ONLY), {})
            values = by_field.setdefault(str(lesson.content.get("state")), {})
            values[str(lesson.content.get("is"))] = lesson
    return found


def _weight(lesson: Lesson) -> int:
    return HEAVIEST if lesson.pinned else min(lesson.supported - lesson.opposed, HEAVIEST)
