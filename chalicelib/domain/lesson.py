"""What past runs taught, with evidence counted for and against.

A lesson is structure, never free text from a tool: which remedy worked for which failure of which tool,
how a kind of task was settled, which output feeds which input.  Evidence is one item per (lesson, task),
so that learning twice from one task counts once.

    kind        key                                          content
    remedy      tool.action|reason|signal                    {"steps": [{"tool", "action", "inputs"}], …}
    case        signature of the prompt                      {"steps": [...], "links": [...]}
    fact        tool.action|what                             {"value": …}
    word        what a request left open, and the word       {"answer": …} or {"field": …, "value": …, "fits": …}
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import sqrt
from typing import Any, Literal  # Any: content is JSON

LessonKind = Literal["remedy", "case", "fact", "word"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One task's vote on one lesson: +1 for, -1 against."""

    lesson: str
    kind: LessonKind
    key: str
    content: Mapping[str, Any]
    vote: Literal[1, -1]
    task: str
    at: int


@dataclass(frozen=True, slots=True)
class Lesson:
    """`supported` and `opposed` count tasks; `last_at` is in ms; `tasks` names the latest few as provenance."""

    id: str
    kind: LessonKind
    key: str
    content: Mapping[str, Any]
    supported: int = 0
    opposed: int = 0
    last_at: int = 0
    tasks: tuple[str, ...] = ()
    pinned: bool = False
    disabled: bool = False

    @property
    def confidence(self) -> float:
        """Lower bound of the share of runs in which it helped (Wilson score interval, one-sided 80 %, z = 0.84).

        One run for and none against gives 0.59.
        """
        total = self.supported + self.opposed
        if total == 0:
            return 0.0
        z = 0.84
        share = self.supported / total
        centre = share + z * z / (2 * total)
        spread = z * sqrt(share * (1 - share) / total + z * z / (4 * total * total))
        return (centre - spread) / (1 + z * z / total)

    @property
    def usable(self) -> bool:
        return not self.disabled and (self.pinned or self.confidence >= 0.5)


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
