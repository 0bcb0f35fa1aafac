"""Cases: one run without its values, as the content of a lesson.

Kept are the words of the prompt that stand in no mention and that a dictionary or the catalogue knows (a name in
lower case is neither), pairs of neighbouring words with mentions replaced by their kinds, verbs with what they are
about, the actions in order, where the prompt told of each, the links, and what the reading alone made of the prompt,
so that later it can be held against what was really done.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any  # Any: content is JSON

from chalicelib.planning.composer.goals import Goal
from chalicelib.planning.composer.index import Index
from chalicelib.planning.composer.match import add, best, rank
from chalicelib.planning.composer.read import Reading
from chalicelib.planning.composer.thesaurus import known
from chalicelib.planning.composer.words import Token

FAR = 9.0
"""The distance of an action that the reading does not see at all."""
_PER_GOAL, _LOOSE = 5, 6
_KINDS_OPEN = "<"
UNTOLD = -1


@dataclass(frozen=True, slots=True)
class Hint:
    """How far an action is from the reading's best one: for the nearest goal, and for the prompt as a bag of words."""

    goal: float = FAR
    loose: float = FAR


@dataclass(frozen=True, slots=True)
class Case:
    """`links` are places in `actions`; `fed` those that hand over data.  `weight` counts the tasks behind it.

    `told`: for each action the number of the goal that speaks of it, `UNTOLD` where none does; `clauses`: that of the
    clause.
    """

    words: frozenset[str]
    actions: tuple[str, ...]
    links: tuple[tuple[int, int], ...] = ()
    fed: frozenset[tuple[int, int]] = frozenset()
    hints: Mapping[str, Hint] | None = None
    weight: int = 1
    told: tuple[int, ...] = ()
    clauses: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """Where a prompt tells of an action: the numbers of the goal and of the clause that come nearest to it."""

    goal: int = UNTOLD
    clause: int = UNTOLD

    def before(self, other: "Told") -> float:
        """1 where it is told before the other, -1 where behind it; half where only the goal or the clause says so."""
        return (_ahead(self.goal, other.goal) + _ahead(self.clause, other.clause)) / 2


def _ahead(one: int, other: int) -> int:
    return 0 if UNTOLD in (one, other) else (one < other) - (other < one)


def told_by(goals: Iterable[Goal], actions: Iterable[str]) -> tuple[int, ...]:
    """For each action the number of the goal whose words come nearest to it."""
    nearest: dict[str, tuple[float, int]] = {}
    for goal in goals:
        for scored in goal.candidates:
            gap = goal.candidates[0].score - scored.score
            nearest[scored.ref] = min(nearest.get(scored.ref, (gap, goal.number)), (gap, goal.number))
    return tuple(nearest[ref][1] if ref in nearest else UNTOLD for ref in actions)


def clauses_of(index: Index, reading: Reading, actions: Iterable[str]) -> tuple[int, ...]:
    """For each action the number of the clause whose words come nearest to it.

    A goal may hold several deeds, and none may be of an action that only memory sees; clauses know nothing of goals.
    """
    wanted = tuple(actions)
    nearest: dict[str, tuple[float, int]] = {}
    verb = ""
    for number, unit in enumerate(reading.units):
        verb = unit.verb or ("" if unit.cut == "sentence" else verb)
        sums: dict[str, float] = {}
        for word in set(unit.stems):
            add(sums, index, word, None)
        spoken = {ref: sums[ref] for ref in wanted if ref in sums}
        for scored in best(index, spoken, verb, said=unit.stems):
            nearest[scored.ref] = min(nearest.get(scored.ref, (-scored.score, number)), (-scored.score, number))
    return tuple(nearest[ref][1] if ref in nearest else UNTOLD for ref in wanted)


def told_of(index: Index, reading: Reading, goals: Iterable[Goal], actions: Sequence[str]) -> list[Told]:
    """Where the prompt tells of each action, its goals being those without memory."""
    return [Told(*one) for one in zip(told_by(goals, actions), clauses_of(index, reading, actions), strict=True)]


def words_of(reading: Reading, vocabulary: Container[str]) -> frozenset[str]:
    """The words of a prompt that are no values, pairs of neighbours, and verbs with what they are about."""
    found: list[str] = []
    for token in reading.tokens:
        kind = next((one.kind for one in reading.mentions if token in one), None)
        if kind:
            word = f"{_KINDS_OPEN}{kind}>"
            if found[-1:] != [word]:
                found.append(word)
        elif _speaks(token, vocabulary):
            found.append(token.stem)
    pairs = (f"{one} {other}" for one, other in pairwise(found))
    return frozenset((*(word for word in found if not _kind(word)), *pairs, *_deeds(reading, vocabulary)))


def _deeds(reading: Reading, vocabulary: Container[str]) -> Iterator[str]:
    """Each verb with each thing of its clause: "cancel the 7 AM alarm" cancels an alarm, however it is told."""
    verb = ""
    for unit in reading.units:
        verb = unit.verb or ("" if unit.cut == "sentence" else verb)
        if not verb or not all(_is_word(part, vocabulary) for part in verb.split()):
            continue
        for token in reading.tokens[unit.first : unit.last]:
            valued = any(token in one for one in reading.mentions)
            if token.stem != verb and _speaks(token, vocabulary) and not valued:
                yield f"{verb} … {token.stem}"


def _speaks(token: Token, vocabulary: Container[str]) -> bool:
    return token.content and token.word and _is_word(token.stem, vocabulary)


def _is_word(stem: str, vocabulary: Container[str]) -> bool:
    return stem in vocabulary or known(stem)


def _kind(word: str) -> bool:
    return word.startswith(_KINDS_OPEN)


def hints_of(index: Index, reading: Reading, goals: Iterable[Goal]) -> dict[str, Hint]:
    """What the reading alone thinks of the likeliest actions."""
    near: dict[str, float] = {}
    for goal in goals:
        for scored in goal.candidates[:_PER_GOAL]:
            gap = goal.candidates[0].score - scored.score
            near[scored.ref] = min(near.get(scored.ref, FAR), gap)
    ranked = rank(index, [token.stem for token in reading.tokens if token.content])
    loose = {scored.ref: ranked[0].score - scored.score for scored in ranked}
    refs = dict.fromkeys((*near, *list(loose)[:_LOOSE]))
    return {ref: Hint(_short(near.get(ref, FAR)), _short(loose.get(ref, FAR))) for ref in refs}


def _short(gap: float) -> float:
    return round(min(gap, FAR), 1)


def encoded(case: Case) -> dict[str, Any]:
    return {
        "words": sorted(case.words), "steps": list(case.actions), "links": [list(link) for link in case.links],
        "fed": [list(link) for link in sorted(case.fed)], "told": list(case.told),
        "clauses": list(case.clauses),
        "read": {ref: [hint.goal, hint.loose] for ref, hint in sorted((case.hints or {}).items())},
    }


def decoded(content: Mapping[str, Any], weight: int = 1) -> Case | None:
    """The case in a lesson's content; None where the content is of another make."""
    try:
        return Case(
            frozenset(map(str, content["words"])), tuple(map(str, content["steps"])),
            tuple((int(one), int(other)) for one, other in content.get("links", ())),
            frozenset((int(one), int(other)) for one, other in content.get("fed", ())),
            {str(ref): Hint(float(goal), float(loose)) for ref, (goal, loose) in content.get("read", {}).items()},
            weight,
            tuple(map(int, content.get("told", ()))),
            tuple(map(int, content.get("clauses", ()))),
        )
    except (KeyError, TypeError, ValueError):
        return None

