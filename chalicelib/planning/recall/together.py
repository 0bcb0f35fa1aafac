"""Which actions are done together: the set of actions that agrees best with what a run of the prompt would do.

Chances of single actions do not tell what goes with what: "change" alone and "cancel" with "set" may be as likely, all
three together hardly are.  Every set of the actions in doubt is weighed by its chances, and a set that near cases did
counts for more, as does one of a usual size; the one with the greatest expected agreement (F1) over the likeliest of
these sets is planned, where to agree wholly is worth something more.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import sqrt

CERTAIN, SELDOM = 0.97, 0.02
DOUBTFUL, LIKELIEST = 7, 30
TRUST = 20.0
"""How many times likelier a set is if all near cases did it."""
WHOLE = 0.1
"""What it is worth that the whole set agrees, beside the agreement of its parts."""
OWN = 10
"""As many tasks as the chances themselves count for, when they are asked how many actions a task does."""

Plans = Mapping[frozenset[str], float]
"""The share of the near cases, by likeness, that did just these actions."""


def together(chances: Mapping[str, float], near: Plans, sizes: Mapping[int, int] | None = None) -> list[str]:
    """The actions, likeliest first; there is always one.  `sizes`: how many tasks did so many actions."""
    ranked = sorted(chances, key=lambda ref: (-chances[ref], ref))
    certain = [ref for ref in ranked if chances[ref] >= CERTAIN]
    doubtful = [ref for ref in ranked[len(certain):] if chances[ref] > SELDOM][:DOUBTFUL]
    row = [*certain, *doubtful] or ranked[:1]
    odds = [chances[ref] / (1 - chances[ref]) for ref in row[len(certain):]]
    best = _closest(_likeliest(len(certain), odds, _masks(row, near), sizes or {}))
    return [ref for at, ref in enumerate(row) if best >> at & 1]


def _masks(row: Sequence[str], near: Plans) -> dict[int, float]:
    """The near plans as bits, one per action of the row; plans with another action are left out."""
    place = {ref: 1 << at for at, ref in enumerate(row)}
    return {sum(place[ref] for ref in plan): share for plan, share in near.items() if plan <= place.keys()}


Sets = list[tuple[float, int]]
"""(weight, actions as bits)"""


def _likeliest(certain: int, odds: Sequence[float], near: Mapping[int, float], sizes: Mapping[int, int]) -> Sets:
    """The likeliest sets; the first `certain` actions are in all of them."""
    base = (1 << certain) - 1
    sets = [(1.0, base)]
    for at, one in enumerate(odds, certain):
        sets += [(weight * one, taken | 1 << at) for weight, taken in sets]
    found = [(weight * (1 + TRUST * near.get(taken, 0.0)), taken) for weight, taken in sets if taken]
    return sorted(_of_usual_size(found, sizes), key=lambda one: (-one[0], one[1]))[:LIKELIEST]


def _of_usual_size(sets: Sets, sizes: Mapping[int, int]) -> Sets:
    """The sets weighed by how often tasks did so many actions, beside how likely the sets themselves make that.

    By the root of it: a task that many words speak for may be longer than usual.
    """
    whole = sum(weight for weight, _ in sets)
    told: defaultdict[int, float] = defaultdict(float)
    for weight, taken in sets:
        told[taken.bit_count()] += weight / whole
    tasks = sum(sizes.values())
    usual = {size: sqrt((sizes.get(size, 0) / share + OWN) / (tasks + OWN)) for size, share in told.items()}
    return [(weight * usual[taken.bit_count()], taken) for weight, taken in sets]


def _closest(sets: Sets) -> int:
    """The set whose agreement with the others, by their weights, is greatest."""
    sized = [(weight, taken, taken.bit_count()) for weight, taken in sets]

    def expected(own: float, taken: int, size: int) -> float:
        agreed = sum(weight * (taken & other).bit_count() / (size + count) for weight, other, count in sized)
        return agreed + WHOLE * own

    return max(sized, key=lambda one: expected(*one))[1]
