"""Which actions are done together: the set of actions that agrees best with what a run of the prompt would do.

Chances of single actions do not tell what goes with what: "change" alone and "cancel" with "set" may be as likely, all
three together hardly are.  Every set of the actions in doubt is weighed by its chances, and a set that near cases did
counts for more, as does one of a size that tasks have oftener than such chances expect; the one with the greatest
expected agreement (F1) over the likeliest of these sets is planned.  To agree in pairs of actions is worth half as much
as to agree in actions, as pairs are what waits for each other, and to agree wholly something more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

CERTAIN, SELDOM = 0.97, 0.02
DOUBTFUL, LIKELIEST = 7, 30
TRUST = 20.0
"""How many times likelier a set is if all near cases did it."""
WHOLE = 0.1
"""What it is worth that the whole set agrees, beside the agreement of its parts."""
PAIRED = 0.5

Plans = Mapping[frozenset[str], float]
"""The share of the near cases, by likeness, that did just these actions."""


@dataclass(frozen=True, slots=True)
class Picked:
    """The actions, likeliest first (there is always one), and the chances of all, as the sets have them."""

    actions: tuple[str, ...]
    chances: Mapping[str, float]


def together(chances: Mapping[str, float], near: Plans, sizes: Mapping[int, float] | None = None) -> Picked:
    """The actions that agree best; `sizes`: how much likelier than by their chances sets of so many actions are."""
    ranked = sorted(chances, key=lambda ref: (-chances[ref], ref))
    certain = [ref for ref in ranked if chances[ref] >= CERTAIN]
    doubtful = [ref for ref in ranked[len(certain):] if chances[ref] > SELDOM][:DOUBTFUL]
    row = [*certain, *doubtful] or ranked[:1]
    odds = [chances[ref] / (1 - chances[ref]) for ref in row[len(certain):]]
    sets = _weighed(len(certain), odds, _masks(row, near), sizes or {})
    best = _closest(sets[:LIKELIEST])
    whole = sum(weight for weight, _ in sets)
    held = {ref: sum(weight for weight, taken in sets if taken >> at & 1) / whole for at, ref in enumerate(row)}
    return Picked(tuple(ref for at, ref in enumerate(row) if best >> at & 1), {**chances, **held})


def _masks(row: Sequence[str], near: Plans) -> dict[int, float]:
    """The near plans as bits, one per action of the row; plans with another action are left out."""
    place = {ref: 1 << at for at, ref in enumerate(row)}
    return {sum(place[ref] for ref in plan): share for plan, share in near.items() if plan <= place.keys()}


Sets = list[tuple[float, int]]
"""(weight, actions as bits)"""


def _weighed(certain: int, odds: Sequence[float], near: Mapping[int, float], sizes: Mapping[int, float]) -> Sets:
    """All sets, the likeliest first; the first `certain` actions are in all of them."""
    base = (1 << certain) - 1
    sets = [(1.0, base)]
    for at, one in enumerate(odds, certain):
        sets += [(weight * one, taken | 1 << at) for weight, taken in sets]
    found = [
        (weight * (1 + TRUST * near.get(taken, 0.0)) * sizes.get(taken.bit_count(), 1.0), taken)
        for weight, taken in sets if taken
    ]
    return sorted(found, key=lambda one: (-one[0], one[1]))


def _closest(sets: Sets) -> int:
    """The set whose agreement with the others, by their weights, is greatest."""
    sized = [(weight, taken, taken.bit_count()) for weight, taken in sets]

    def expected(own: float, taken: int, size: int) -> float:
        agreed = WHOLE * own
        for weight, other, count in sized:
            shared = (taken & other).bit_count()
            pairs = size * (size - 1) + count * (count - 1)
            agreed += weight * (shared / (size + count) + (PAIRED * shared * (shared - 1) / pairs if pairs else 0.0))
        return agreed

    return max(sized, key=lambda one: expected(*one))[1]
