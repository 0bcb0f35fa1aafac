"""The order that past runs kept: which action came first, and whether the later one waited for it.

What a prompt tells first is mostly done first.  Runs show for which actions that holds, and which come first however
they are told ("book … and check what is free"); of two actions never seen together, what runs did with actions of
their kinds (what looks before what sends) says it.
Independent steps stay independent unless runs say otherwise: for the two actions themselves, or, where these were never
seen side by side, for neighbours in general, and then only after enough of them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations
from math import log

from chalicelib.planning.composer.words import name_stems, senses
from chalicelib.planning.recall.blend import logistic
from chalicelib.planning.recall.case import UNTOLD, Case, Told

SURE, OFTEN = 2, 0.6
SEEN = 10
USUAL, TIED, PLACED = 0.7, 0.5, 0.5
ALIKE, MIXED = 0.25, 2.0
"""How much pairs of the same two kinds count, and how many of them say little."""
BLIND = 0.5
"""For actions that the prompt does not speak of: how much the place that memory guessed for them counts."""
GUESSED = 1.0


Kind = frozenset[str]


@lru_cache(4096)
def kind(ref: str) -> Kind:
    """What the verbs in the action's name do, in general."""
    return frozenset().union(*map(senses, name_stems(ref.rpartition(".")[2])))


@dataclass(frozen=True, slots=True)
class Orders:
    """Counts of pairs: `before`, side by side (`beside`), and `waited` among those; `kinds` is `before` by kind.

    `place` is the mean place of an action between first (0) and last (1).  `kept` counts pairs that were done as the
    prompt told them, `turned` pairs (told first, told later) that were done the other way; `as_told` is what both say
    of pairs in general, as log odds.  `waiting` is the share of
    neighbours that waited without being handed data, of `neighbours`.
    """

    before: Mapping[tuple[str, str], int] = field(default_factory=dict)
    beside: Mapping[tuple[str, str], int] = field(default_factory=dict)
    waited: Mapping[tuple[str, str], int] = field(default_factory=dict)
    kinds: Mapping[tuple[Kind, Kind], int] = field(default_factory=dict)
    place: Mapping[str, float] = field(default_factory=dict)
    kept: Mapping[tuple[str, str], int] = field(default_factory=dict)
    turned: Mapping[tuple[str, str], int] = field(default_factory=dict)
    as_told: float = 0.0
    waiting: float = 0.0
    neighbours: int = 0

    def waits(self, first: str, then: str, *, next_to: bool, blind: bool = False) -> bool:
        """Whether `then` should wait for `first`, as runs with both did, or (side by side) as neighbours do.

        `blind`: what the two give and take is not declared, so that they wait until runs show that they need not.
        """
        waited = self.waited.get((first, then), 0)
        seen = (self.beside if next_to else self.before).get((first, then), 0)
        if seen >= SURE or not next_to:
            return seen >= SURE and waited >= OFTEN * seen
        if self.neighbours < SEEN:
            return blind
        return (waited + self.waiting) / (seen + 1) >= OFTEN

    def sequence(self, refs: Sequence[str], told: Sequence[Told]) -> list[int]:
        """Places in `refs` in the order of past runs; where these say nothing, as they stand.

        `told`: where the prompt speaks of the actions.
        """
        count = len(refs)
        lead = [0.0] * count
        for at, other in combinations(range(count), 2):
            ahead = self._first(refs[at], refs[other], told[at].before(told[other])) - 0.5
            lead[at] += ahead
            lead[other] -= ahead
        return sorted(range(count), key=lambda at: (-lead[at], at))

    def _first(self, one: str, other: str, told: float) -> float:
        """The chance that the one is done before the other; `told` as `Told.before` has it."""
        if told < 0:
            return 1 - self._first(other, one, -told)
        usual = self._usual(one, other)
        if not told:
            return logistic(BLIND + usual)
        kept, turned = self.kept.get((one, other), 0), self.turned.get((one, other), 0)
        return (kept + GUESSED * logistic(told * self.as_told + usual)) / (kept + turned + GUESSED)

    def _usual(self, one: str, other: str) -> float:
        """How much runs speak for doing the one first, wherever prompts tell it."""
        ahead, behind = self.before.get((one, other), 0), self.before.get((other, one), 0)
        placed = self.place.get(other, 0.5) - self.place.get(one, 0.5)
        kinds = kind(one), kind(other)
        alike = log((self.kinds.get(kinds, 0) + MIXED) / (self.kinds.get(kinds[::-1], 0) + MIXED))
        return USUAL * log((ahead + TIED) / (behind + TIED)) + PLACED * placed + ALIKE * alike


def counted(cases: Iterable[Case]) -> Orders:
    before: Counter[tuple[str, str]] = Counter()
    beside: Counter[tuple[str, str]] = Counter()
    waited: Counter[tuple[str, str]] = Counter()
    places: dict[str, list[float]] = {}
    free = neighbours = 0
    kept: Counter[tuple[str, str]] = Counter()
    turned: Counter[tuple[str, str]] = Counter()
    for case in cases:
        last = max(len(case.actions) - 1, 1)
        for at, action in enumerate(case.actions):
            places.setdefault(action, []).append(at / last)
            for earlier in dict.fromkeys(case.actions[:at]):
                before[earlier, action] += case.weight if earlier != action else 0
        for (here, first), (there, then) in combinations(zip(_told(case), case.actions, strict=True), 2):
            told = here.before(there) if first != then else 0
            kept[first, then] += case.weight if told > 0 else 0
            turned[then, first] += case.weight if told < 0 else 0
        for one, other in case.links:
            waited[case.actions[one], case.actions[other]] += case.weight
        for at in range(1, len(case.actions)):
            beside[case.actions[at - 1], case.actions[at]] += case.weight
            if (at - 1, at) not in case.fed:
                neighbours += case.weight
                free += case.weight if (at - 1, at) in case.links else 0
    place = {action: (sum(row) + 0.5) / (len(row) + 1) for action, row in places.items()}
    as_told = log((kept.total() + 4) / (turned.total() + 1))
    kinds: Counter[tuple[Kind, Kind]] = Counter()
    for (earlier, later), count in before.items():
        kinds[kind(earlier), kind(later)] += count
    return Orders(before, beside, waited, kinds, place, kept, turned, as_told, free / max(neighbours, 1), neighbours)


def _told(case: Case) -> list[Told]:
    """Where the prompt told of each action; a case may be older than what is kept of it."""
    count = len(case.actions)
    rows = ((*row, *(UNTOLD,) * (count - len(row))) for row in (case.told, case.clauses))
    return [Told(goal, clause) for goal, clause in zip(*rows, strict=True)]
