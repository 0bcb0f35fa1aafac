"""What past runs taught, with evidence counted for and against.

A lesson is structure, never free text from a tool: which remedy worked for which failure of which tool,
how a kind of task was settled, which output feeds which input.  Evidence is one item per (lesson, task),
so that learning twice from one task counts once.

    kind        key                                          content
    remedy      tool.action|reason|signal                    {"steps": [{"tool", "action", "inputs"}], …}
    case        signature of the prompt                      {"steps": [...], "links": [...]}
    fact        tool.action|what                             {"value": …} or {"from": …} or {"type": …}
    word        what a request left open, and the word       {"answer": …} or {"field": …, "value": …, "fits": …}
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import sqrt
from typing import Any, Literal  # Any: content is JSON

USABLE = 0.5
HALF_LIFE = 90 * 24 * 3_600_000
LessonKind = Literal["remedy", "case", "fact", "word"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One task's vote on one lesson: +1 for, -1 against.

    `by` stands for the end user whose task it was, so that one person's tasks can be told from many people's; it is
    no id.  A task without a user stands for itself.
    """

    lesson: str
    kind: LessonKind
    key: str
    content: Mapping[str, Any]
    vote: Literal[1, -1]
    task: str
    at: int
    by: str = ""


@dataclass(frozen=True, slots=True)
class Lesson:
    """`supported` and `opposed` count tasks; `tasks` names the latest few as provenance.

    `backers` counts the different people behind what supports it.  `first_at` (first learned), `last_at` (last
    confirmed or doubted) and `used_at` (by a task, when it was accepted) are in ms.  Suspended since `suspended_at`:
    what it rests on has changed; a run that ends well with it, or a person, brings it back.
    """

    id: str
    kind: LessonKind
    key: str
    content: Mapping[str, Any]
    supported: int = 0
    opposed: int = 0
    last_at: int = 0
    first_at: int = 0
    tasks: tuple[str, ...] = ()
    pinned: bool = False
    disabled: bool = False
    used_at: int = 0
    backers: int = 0
    suspended_at: int = 0
    suspended_because: str = ""

    @property
    def confidence(self) -> float:
        """Lower bound of the share of runs in which it helped (Wilson score interval, one-sided 80 %, z = 0.84).

        One run for and none against gives 0.59.
        """
        return _lower_bound(self.supported, self.opposed)

    @property
    def usable(self) -> bool:
        return self._allowed and (self.pinned or self.confidence >= USABLE)

    @property
    def _allowed(self) -> bool:
        return not self.disabled and not self.suspended_at

    def trusted(self, now: int) -> bool:
        """Whether it is usable at `now` (ms): evidence loses half its weight in `HALF_LIFE`.

        What one run showed is believed for 45 days, what five showed for 250.
        """
        weight = 0.5 ** (max(0, now - self.last_at) / HALF_LIFE)
        fresh = _lower_bound(self.supported * weight, self.opposed * weight) >= USABLE
        return self._allowed and (self.pinned or fresh)


def outvotes(one: Lesson, others: Iterable[Lesson]) -> bool:
    """Whether more people stand behind it than behind all the others together, or as many people with more tasks.

    One person's tasks are one voice, however many there are.
    """
    told = [_voices(other) for other in others]
    return _voices(one) > tuple(sum(each) for each in zip(*told, strict=True)) if told else _voices(one)[2] > 0


def _voices(one: Lesson) -> tuple[int, int, int]:
    """Pinned, people, tasks.  Who stood behind a lesson is not known of the oldest ones."""
    tasks = max(one.supported - one.opposed, 0)
    return int(one.pinned), min(one.backers or tasks, tasks), tasks


def _lower_bound(supported: float, opposed: float) -> float:
    total = supported + opposed
    if total == 0:
        return 0.0
    z = 0.84
    share = supported / total
    centre = share + z * z / (2 * total)
    spread = z * sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    return (centre - spread) / (1 + z * z / total)


@dataclass(frozen=True, slots=True)
class Memory:
    """The lessons of one sub-agent, as a planner sees them."""

    lessons: tuple[Lesson, ...] = field(default_factory=tuple)

    def of(self, kind: LessonKind, key: str | None = None) -> tuple[Lesson, ...]:
        """Usable lessons of a kind (and key), the most trusted first."""
        found = [
            lesson for lesson in self.lessons
            if lesson.kind == kind and (key is None or lesson.key == key) and lesson.usable
        ]
        return tuple(sorted(found, key=lambda lesson: (-lesson.pinned, -lesson.confidence, lesson.id)))
