"""What a sub-agent's lessons amount to for its next plan, made once per memory."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from chalicelib.domain.lesson import Lesson, Memory
from chalicelib.planning.composer.read import Reading
from chalicelib.planning.recall import experience, order, sources
from chalicelib.planning.recall.blend import Blend, fitted
from chalicelib.planning.recall.case import Hint, decoded
from chalicelib.planning.recall.experience import Experience
from chalicelib.planning.recall.order import Orders
from chalicelib.planning.recall.sources import Inputs

HEAVIEST = 5
"""However often a task was done alike, its case counts for no more than so many."""
FAMILIAR = 0.05
CREDITED = 3


@dataclass(frozen=True, slots=True)
class Recall:
    experience: Experience = field(default_factory=Experience)
    blend: Blend = field(default_factory=Blend)
    inputs: Inputs = field(default_factory=Inputs)
    orders: Orders = field(default_factory=Orders)
    lessons: Mapping[int, str] = field(default_factory=dict)

    def chances(self, words: frozenset[str], hints: Mapping[str, Hint]) -> dict[str, float]:
        """For each action the probability that the prompt needs it; empty where memory has nothing to say.

        Nothing to say: no cases, a blend that was not trusted on held-back cases, or a prompt that resembles none.
        """
        if not self.blend.trusted:
            return {}
        nearest = self.experience.nearest(words)
        if not nearest or nearest[0][0] < FAMILIAR:
            return {}
        found = experience.evidence(self.experience, words, hints)
        return {ref: self.blend.chance(row) for ref, row in found.items()}

    def speaking(self, words: frozenset[str], ref: str) -> tuple[str, ...]:
        """The lessons of the cases most like the words that used the action, the likest first."""
        cases = self.experience.cases
        near = [at for _, at in self.experience.nearest(words) if ref in cases[at].actions]
        return tuple(self.lessons[at] for at in near[:CREDITED] if at in self.lessons)

    def place(self, reading: Reading, ref: str) -> int:
        """Where the words of the prompt stand that speak most for the action."""
        best, where = 0.0, len(reading.text)
        for unit in reading.units:
            told = sum(experience.lift(self.experience, word, ref) for word in set(unit.stems))
            if told > best:
                best, where = told, reading.tokens[unit.first].start
        return where


NOTHING = Recall()


def from_memory(memory: Memory) -> Recall:
    named = [(lesson.id, case) for lesson in memory.of("case") if (case := decoded(lesson.content, _weight(lesson)))]
    if not named:
        return NOTHING
    cases = [case for _, case in named]
    known = experience.counted(cases)
    inputs = sources.counted(memory.of("fact"), known.uses)
    return Recall(known, fitted(known), inputs, order.counted(cases), {at: one for at, (one, _) in enumerate(named)})


def _weight(lesson: Lesson) -> int:
    return min(max(lesson.supported - lesson.opposed, 1), HEAVIEST)


