"""What a sub-agent's lessons amount to for its next plan, made once per memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from chalicelib.domain.lesson import Lesson, Memory
from chalicelib.planning.composer.read import Reading
from chalicelib.planning.recall import answers, experience, order, sources
from chalicelib.planning.recall.answers import Answers
from chalicelib.planning.recall.blend import OFTEN, Blend, fitted
from chalicelib.planning.recall.case import Case, Hint, decoded
from chalicelib.planning.recall.experience import Experience
from chalicelib.planning.recall.order import Orders
from chalicelib.planning.recall.sources import Inputs
from chalicelib.planning.recall.together import together

Basis = tuple[tuple[str, int], ...]
"""The cases that a blend was fitted to, with their weights."""
FEW, STEP = 24, 1.25
HEAVIEST = 5
"""However often a task was done alike, its case counts for no more than so many."""
FAMILIAR = 0.05
CREDITED = 3


@dataclass(frozen=True, slots=True)
class Recall:
    experience: Experience = field(default_factory=Experience)
    blend: Blend = field(default_factory=Blend)
    inputs: Inputs = field(default_factory=Inputs)
    answers: Answers = field(default_factory=Answers)
    orders: Orders = field(default_factory=Orders)
    ids: tuple[str, ...] = ()
    """The lessons that its cases come from, in the order of the cases."""
    basis: Basis = ()

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

    def chosen(self, words: frozenset[str], chances: Mapping[str, float]) -> list[str]:
        """The actions that a run of the prompt would do, the likeliest first."""
        return together(chances, experience.plans(self.experience, words), self.experience.sizes)

    def speaking(self, words: frozenset[str], ref: str) -> tuple[str, ...]:
        """The lessons of the cases most like the words that used the action, the likest first."""
        cases = self.experience.cases
        near = [at for _, at in self.experience.nearest(words) if ref in cases[at].actions]
        return tuple(self.ids[at] for at in near[:CREDITED])

    def place(self, reading: Reading, ref: str) -> int:
        """Where the words of the prompt stand that speak most for the action."""
        best, where = 0.0, len(reading.text)
        for unit in reading.units:
            told = sum(experience.lift(self.experience, word, ref) for word in set(unit.stems))
            if told > best:
                best, where = told, reading.tokens[unit.first].start
        return where


NOTHING = Recall()


def from_memory(memory: Memory, before: Recall = NOTHING) -> Recall:
    """What the lessons amount to.

    `before` is what an earlier state of the same memory amounted to: it saves work and changes nothing of the result.
    """
    lessons = {lesson.id: lesson for lesson in sorted(memory.of("case"), key=lambda one: (one.first_at, one.id))}
    kept = _still(before, lessons)
    held = frozenset(kept.ids)
    added = {key: case for key, one in lessons.items() if key not in held and (case := _case(one))}
    facts = memory.of("fact")
    seen = answers.counted(facts)
    if not kept.ids and not added:
        return replace(NOTHING, answers=seen) if seen.schemas else NOTHING
    weights = (_weight(lessons[key]) for key in kept.ids)
    heavier = {at: new for at, new in enumerate(weights) if new != kept.experience.cases[at].weight}
    known = kept.experience
    if added or heavier:
        known = experience.extended(known, tuple(added.values()), heavier)
    ids = (*kept.ids, *added)
    blend, basis = _blend(known, ids, before)
    inputs = sources.counted(facts, known.uses)
    return Recall(known, blend, inputs, seen, order.counted(known.cases), ids, basis)


_MEMORIES: list[tuple[Memory, Recall]] = []
_AT_ONCE = 16


def remembered(memory: Memory) -> Recall:
    """The execution memory in the lessons.

    Kept for the latest memories; one that is like a kept one but for a few lessons is made from that.
    """
    for held, known in _MEMORIES:
        if held is memory:
            return known
    first = min(memory.of("case"), key=lambda one: (one.first_at, one.id), default=None)
    alike = next((at for at, (_, known) in enumerate(_MEMORIES) if first and known.ids[:1] == (first.id,)), None)
    before = _MEMORIES.pop(alike)[1] if alike is not None else NOTHING
    found = from_memory(memory, before)
    _MEMORIES.insert(0, (memory, found))
    del _MEMORIES[_AT_ONCE:]
    return found


def _still(before: Recall, lessons: Mapping[str, Lesson]) -> Recall:
    """`before`, if its cases are still the first ones in memory; otherwise nothing of it can be kept."""
    same = before.ids == tuple(islice(lessons, len(before.ids)))
    return before if same else NOTHING


def _case(lesson: Lesson) -> Case | None:
    return decoded(lesson.content, _weight(lesson))


def _blend(known: Experience, ids: Sequence[str], before: Recall) -> tuple[Blend, Basis]:
    """The blend that the first cases teach: as many as there were at the last milestone, so that it seldom changes."""
    count = milestone(len(ids))
    heaviest = OFTEN if count < FEW else 1
    cases = [replace(case, weight=min(case.weight, heaviest)) for case in known.cases[:count]]
    basis = tuple((key, case.weight) for key, case in zip(ids, cases, strict=False))
    if basis == before.basis:
        return before.blend, basis
    return fitted(experience.counted(cases)), basis


def milestone(count: int) -> int:
    """The greatest number up to `count` at which the blend is fitted anew."""
    reached = min(count, FEW)
    while reached * STEP <= count:
        reached = int(reached * STEP)
    return reached


def _weight(lesson: Lesson) -> int:
    return min(max(lesson.supported - lesson.opposed, 1), HEAVIEST)
