"""Experience: counts over all cases, from which evidence for each action of a new prompt is drawn.

Several pieces of evidence, each of which may leave one task out, so that tasks can be foretold from each other: votes
of the nearest cases, and how near these are; what the words have stood for (together, and the surest of them); how
common the action is, whether it is known at all, and whether likely companions bring it along.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from heapq import nlargest
from math import exp, log, prod, sqrt

from chalicelib.planning.recall.case import FAR, Case, Hint

NEIGHBOURS, COMPANIONS, WORDED = 20, 6, 10
PAIR = 0.5
"""A pair of words counts for less than a word: pairs are rare, and rarity alone proves little."""
STRANGE = 0.15
"""How much a word that no case has (or only the one that is left out) counts as one that all cases lack."""
SHRINK, SEEN_WHOLE = 0.02, 0.3
"""How much likeness must come together before near cases are believed: in what they did singly, and as a whole."""
_NOWHERE = Hint()
_NOBODY = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Experience:
    """Counts of tasks.

    `uses` by action, `pairs` by two actions, `holders` by word, `meant` by word and action.
    """

    cases: tuple[Case, ...] = ()
    idf: Mapping[str, float] = field(default_factory=dict)
    postings: Mapping[str, Sequence[int]] = field(default_factory=dict)
    lengths: Sequence[float] = ()
    uses: Mapping[str, int] = field(default_factory=dict)
    pairs: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    meant: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    holders: Mapping[str, int] = field(default_factory=dict)
    total: int = 0

    def nearest(self, words: Iterable[str], without: int = -1) -> list[tuple[float, int]]:
        """(likeness, case) of the cases most like the words, the likest first."""
        near: dict[int, float] = {}
        own, strange = 0.0, STRANGE * log(1 + 2 * max(self.total, 1)) ** 2
        for word in words:
            if word not in self.idf or (without >= 0 and self.holders[word] <= 1):
                own += strange * (PAIR**2 if " " in word else 1.0)
                continue
            weight = self.idf[word] ** 2
            own += weight
            for at in self.postings.get(word, ()):
                near[at] = near.get(at, 0.0) + weight
        if without >= 0 and self.cases[without].weight == 1:
            near.pop(without, None)
        length = sqrt(own) or 1.0
        scored = ((total / (length * self.lengths[at]), -at) for at, total in near.items())
        return [(likeness, -at) for likeness, at in nlargest(NEIGHBOURS, scored)]


def counted(cases: Iterable[Case]) -> Experience:
    return extended(Experience(), tuple(cases))


def extended(known: Experience, added: Sequence[Case], heavier: Mapping[int, int] | None = None) -> Experience:
    """The experience with more cases, and with other weights for the cases at some places.

    Tables are shared with `known` as far as they stay the same, so that one more case costs little.
    """
    growing = _Growing(known)
    for at, weight in (heavier or {}).items():
        growing.weigh(at, weight)
    for case in added:
        growing.add(case)
    return growing.grown()


class _Growing:
    """Tables of an experience that are copied where they change."""

    def __init__(self, known: Experience) -> None:
        self._cases = list(known.cases)
        self._holders, self._uses = dict(known.holders), dict(known.uses)
        self._pairs, self._meant = dict(known.pairs), dict(known.meant)
        self._postings = dict(known.postings)
        self._mine: set[int] = set()

    def add(self, case: Case) -> None:
        for word in case.words:
            self._listed(word).append(len(self._cases))
        self._cases.append(case)
        self._count(case, case.weight)

    def weigh(self, at: int, weight: int) -> None:
        self._count(self._cases[at], weight - self._cases[at].weight)
        self._cases[at] = replace(self._cases[at], weight=weight)

    def _count(self, case: Case, weight: int) -> None:
        actions = tuple(dict.fromkeys(case.actions))
        for word in case.words:
            self._holders[word] = self._holders.get(word, 0) + weight
            self._raise(self._meant, word, actions, weight)
        for action in actions:
            self._uses[action] = self._uses.get(action, 0) + weight
            self._raise(self._pairs, action, (other for other in actions if other != action), weight)

    def _raise(
        self, table: dict[str, Mapping[str, int]], key: str, actions: Iterable[str], weight: int
    ) -> None:
        row = table.get(key)
        if row is None or id(row) not in self._mine:
            row = table[key] = dict(row or {})
            self._mine.add(id(row))
        assert isinstance(row, dict)
        for action in actions:
            row[action] = row.get(action, 0) + weight

    def _listed(self, word: str) -> list[int]:
        row = self._postings.get(word)
        if row is None or id(row) not in self._mine:
            row = self._postings[word] = list(row or ())
            self._mine.add(id(row))
        assert isinstance(row, list)
        return row

    def grown(self) -> Experience:
        total = sum(case.weight for case in self._cases)
        idf = {
            word: log(1 + total / count) * (PAIR if " " in word else 1.0) for word, count in self._holders.items()
        }
        squares = {word: value * value for word, value in idf.items()}
        lengths = [sqrt(sum(map(squares.__getitem__, case.words))) or 1.0 for case in self._cases]
        return Experience(
            tuple(self._cases), idf, self._postings, lengths, self._uses, self._pairs, self._meant, self._holders,
            total
        )


Evidence = tuple[float, ...]
NAMES = (
    "always", "read", "near goal", "near prompt", "votes", "words", "surest word", "common", "unknown", "companions",
    "near votes",
)


def evidence(
    known: Experience, words: frozenset[str], hints: Mapping[str, Hint], without: int = -1
) -> dict[str, Evidence]:
    """The evidence for each action that anything speaks for, in the order of `NAMES`.

    `without` leaves one task of that case out, so that cases can be foretold from the others.
    """
    own = known.cases[without] if without >= 0 else None
    view = _View(known, frozenset(own.actions) if own else frozenset(), 1 if own else 0)
    votes = _votes(known, words, without)
    lifts, surest = _lifts(view, words)
    whole = sum(known.idf.get(word, 0.0) for word in words) or 1.0
    likely = nlargest(WORDED, lifts, key=lambda ref: (lifts[ref], ref))
    first: dict[str, list[float]] = {}
    for ref in dict.fromkeys((*hints, *votes, *likely)):
        hint = hints.get(ref, _NOWHERE)
        uses = view.uses(ref)
        first[ref] = [
            1.0, float(hint.goal == 0.0), _closeness(hint.goal), _closeness(hint.loose), votes.get(ref, _NOBODY)[0],
            lifts.get(ref, 0.0) / whole, surest.get(ref, 0.0), log(1 + uses) / log(2 + view.total), float(not uses),
        ]
    brought = zip(first.items(), _companions(view, first), strict=True)
    return {ref: (*row, share, prod(votes.get(ref, _NOBODY))) for (ref, row), share in brought}


def _closeness(gap: float) -> float:
    return exp(-gap) if gap < FAR else 0.0


@dataclass(frozen=True, slots=True)
class _View:
    """The counts without one task, whose actions are `own`; `weight` is 0 where none is left out."""

    known: Experience
    own: frozenset[str]
    weight: int

    @property
    def total(self) -> int:
        return self.known.total - self.weight

    def uses(self, ref: str) -> int:
        return self.known.uses.get(ref, 0) - (self.weight if ref in self.own else 0)

    def together(self, ref: str, other: str) -> int:
        both = self.known.pairs.get(ref, {}).get(other, 0)
        return both - (self.weight if ref in self.own and other in self.own else 0)


def plans(known: Experience, words: frozenset[str]) -> dict[frozenset[str], float]:
    """The sets of actions that the nearest cases did, each with its share by the cube of their likeness."""
    found: dict[frozenset[str], float] = {}
    for likeness, at in known.nearest(words):
        case = known.cases[at]
        plan = frozenset(case.actions)
        found[plan] = found.get(plan, 0.0) + likeness ** 3 * min(case.weight, 3)
    whole = SEEN_WHOLE + sum(found.values())
    return {plan: weight / whole for plan, weight in found.items()}


def _votes(known: Experience, words: frozenset[str], without: int) -> dict[str, tuple[float, float]]:
    """For each action the share of the nearest cases that used it, by the cube of their likeness, and the greatest."""
    found: dict[str, float] = {}
    likest: dict[str, float] = {}
    whole = SHRINK
    for likeness, at in known.nearest(words, without):
        case = known.cases[at]
        weight = likeness ** 3 * min(case.weight - (at == without), 3)
        whole += weight
        for action in dict.fromkeys(case.actions):
            found[action] = found.get(action, 0.0) + weight
            likest.setdefault(action, likeness)
    return {action: (weight / whole, likest[action]) for action, weight in found.items()}


def _lifts(view: _View, words: frozenset[str]) -> tuple[dict[str, float], dict[str, float]]:
    """How much likelier the words make each action, and the surest of them."""
    known = view.known
    lifts: dict[str, float] = {}
    surest: dict[str, float] = {}
    for word in words:
        held = known.holders.get(word, 0) - view.weight
        if held <= 0:
            continue
        for ref, count in known.meant[word].items():
            count -= view.weight if ref in view.own else 0
            if count <= 0:
                continue
            before = (view.uses(ref) + 0.3) / (view.total + 3)
            after = (count + 2 * before) / (held + 2)
            surest[ref] = max(surest.get(ref, 0.0), after)
            if after > before:
                lifts[ref] = lifts.get(ref, 0.0) + log(after / before) * known.idf[word]
    return lifts, surest


def lift(known: Experience, word: str, ref: str) -> float:
    """How much likelier the word makes the action."""
    held = known.holders.get(word, 0)
    if not held:
        return 0.0
    before = (known.uses.get(ref, 0) + 0.3) / (known.total + 3)
    return max(log((known.meant[word].get(ref, 0) + 2 * before) / (held + 2) / before), 0.0) * known.idf[word]


def _companions(view: _View, rows: Mapping[str, Sequence[float]]) -> list[float]:
    """For each action, how surely the likeliest others bring it along."""
    strength = {ref: max(0.5 * row[1], row[4]) for ref, row in rows.items()}
    leading = nlargest(COMPANIONS, strength, key=lambda ref: (strength[ref], ref))
    return [
        max((strength[other] * max(view.together(other, ref), 0) / (view.uses(other) + 1)
             for other in leading if other != ref), default=0.0)
        for ref in rows
    ]
