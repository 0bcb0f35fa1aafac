"""The order that past runs kept: which action came first, and whether the later one waited for it.

Independent steps stay independent unless runs say otherwise: for the two actions themselves, or, where these were never
seen side by side, for neighbours in general, and then only after enough of them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from chalicelib.planning.recall.case import Case

SURE, OFTEN = 2, 0.6
SEEN = 10
PLACED = 0.5
AS_TOLD = 0.9


@dataclass(frozen=True, slots=True)
class Orders:
    """Counts of pairs: `before`, side by side (`beside`), and `waited` among those.

    `place` is the mean place of an action between first (0) and last (1).  `waiting` is the share of
    neighbours that waited without being handed data, of `neighbours`.
    """

    before: Mapping[tuple[str, str], int] = field(default_factory=dict)
    beside: Mapping[tuple[str, str], int] = field(default_factory=dict)
    waited: Mapping[tuple[str, str], int] = field(default_factory=dict)
    place: Mapping[str, float] = field(default_factory=dict)
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

    def sequence(self, refs: Sequence[str]) -> list[int]:
        """Places in `refs` in the order of past runs; where these say nothing, as they stand."""
        count = len(refs)
        lead = [sum(self._ahead(refs[at], refs[other]) + (AS_TOLD if at < other else -AS_TOLD)
                    for other in range(count) if other != at) for at in range(count)]
        return sorted(range(count), key=lambda at: (-lead[at], at))

    def _ahead(self, one: str, other: str) -> float:
        ahead, behind = self.before.get((one, other), 0), self.before.get((other, one), 0)
        placed = PLACED * (self.place.get(other, 0.5) - self.place.get(one, 0.5))
        return (ahead - behind) / (ahead + behind + 1) + placed


def counted(cases: Iterable[Case]) -> Orders:
    before: Counter[tuple[str, str]] = Counter()
    beside: Counter[tuple[str, str]] = Counter()
    waited: Counter[tuple[str, str]] = Counter()
    places: dict[str, list[float]] = {}
    free = neighbours = 0
    for case in cases:
        last = max(len(case.actions) - 1, 1)
        for at, action in enumerate(case.actions):
            places.setdefault(action, []).append(at / last)
            for earlier in dict.fromkeys(case.actions[:at]):
                before[earlier, action] += case.weight if earlier != action else 0
        for one, other in case.links:
            waited[case.actions[one], case.actions[other]] += case.weight
        for at in range(1, len(case.actions)):
            beside[case.actions[at - 1], case.actions[at]] += case.weight
            if (at - 1, at) not in case.fed:
                neighbours += case.weight
                free += case.weight if (at - 1, at) in case.links else 0
    place = {action: (sum(row) + 0.5) / (len(row) + 1) for action, row in places.items()}
    return Orders(before, beside, waited, place, free / max(neighbours, 1), neighbours)
