"""Which actions are done together: the set of actions that agrees best with what a run of the prompt would do.

Chances of single actions do not tell what goes with what: "change" alone and "cancel" with "set" may be as likely, all
three together hardly are.  Every set of the actions in doubt is weighed by its chances, and a set that near cases did
counts for more; the one with the greatest expected agreement (F1) over the likeliest of these sets is planned.
"""

from collections.abc import Mapping, Sequence

CERTAIN, SELDOM = 0.97, 0.02
DOUBTFUL, LIKELIEST = 7, 30
TRUST = 20.0
"""How many times likelier a set is if all near cases did it."""

Plans = Mapping[frozenset[str], float]
"""The share of the near cases, by likeness, that did just these actions."""


def together(chances: Mapping[str, float], near: Plans) -> list[str]:
    """The actions, likeliest first; there is always one."""
    ranked = sorted(chances, key=lambda ref: (-chances[ref], ref))
    certain = [ref for ref in ranked if chances[ref] >= CERTAIN]
    doubtful = [ref for ref in ranked[len(certain):] if chances[ref] > SELDOM][:DOUBTFUL]
    row = [*certain, *doubtful] or ranked[:1]
    odds = [chances[ref] / (1 - chances[ref]) for ref in row[len(certain):]]
    best = _closest(_likeliest(len(certain), odds, _masks(row, near)))
    return [ref for at, ref in enumerate(row) if best >> at & 1]


def _masks(row: Sequence[str], near: Plans) -> dict[int, float]:
    """The near plans as bits, one per action of the row; plans with another action are left out."""
    place = {ref: 1 << at for at, ref in enumerate(row)}
    return {sum(place[ref] for ref in plan): share for plan, share in near.items() if plan <= place.keys()}


def _likeliest(certain: int, odds: Sequence[float], near: Mapping[int, float]) -> list[tuple[float, int]]:
    """(weight, set) of the likeliest sets; the first `certain` actions are in all of them."""
    base = (1 << certain) - 1
    sets = [(1.0, base)]
    for at, one in enumerate(odds, certain):
        sets += [(weight * one, taken | 1 << at) for weight, taken in sets]
    found = [(weight * (1 + TRUST * near.get(taken, 0.0)), taken) for weight, taken in sets if taken]
    return sorted(found, key=lambda one: (-one[0], one[1]))[:LIKELIEST]


def _closest(sets: Sequence[tuple[float, int]]) -> int:
    """The set whose agreement with the others, by their weights, is greatest."""
    sized = [(weight, taken, taken.bit_count()) for weight, taken in sets]

    def expected(taken: int, size: int) -> float:
        return sum(weight * (taken & other).bit_count() / (size + count) for weight, other, count in sized)

    return max(sized, key=lambda one: expected(one[1], one[2]))[1]
