"""Training: a log-linear choice among the answers of each decision, by stochastic gradient steps.

Plain Python: a few thousand decisions of some eighty answers.  Steps shrink per weight (Adagrad), so that rare traits
still learn; small weights are dropped, so that the file stays small.
"""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from math import exp, sqrt

from infra.ranker.decisions import Decision

RATE, PULL, SMALLEST = 0.15, 1e-3, 0.1
PASSES, ORDERS = 3, 5
RARE = 0.008


def trained(found: Sequence[tuple[Decision, float]], seed: int = 1) -> dict[str, float]:
    """Weights of the traits; each decision counts by its share.  Traits of few decisions are left out.

    The mean of several orders of the decisions: a few passes in one order leave close calls to chance.
    """
    row = _common(found)
    weights: dict[str, float] = {}
    for order in range(ORDERS):
        for name, value in _descended(row, seed + order).items():
            weights[name] = weights.get(name, 0.0) + value
    means = ((name, round(value / ORDERS, 2)) for name, value in sorted(weights.items()))
    return {name: value for name, value in means if abs(value) >= SMALLEST}


def _descended(row: Sequence[tuple[Decision, float]], seed: int) -> dict[str, float]:
    weights: dict[str, float] = {}
    steps: dict[str, float] = {}
    draw = random.Random(seed)  # noqa: S311  # an order, nothing secret
    for _ in range(PASSES):
        for decision, share in draw.sample(row, len(row)):
            _learn(weights, steps, decision, share)
    return weights


def _common(found: Sequence[tuple[Decision, float]]) -> list[tuple[Decision, float]]:
    counts = Counter(trait for one, _ in found for trait in {trait for answer in one.answers for trait in answer})
    kept = {trait for trait, count in counts.items() if count >= RARE * len(found)}
    return [
        (Decision(tuple(tuple(trait for trait in answer if trait in kept) for answer in one.answers), one.right), share)
        for one, share in found
    ]


def _learn(weights: dict[str, float], steps: dict[str, float], decision: Decision, share: float) -> None:
    chances = shares(weights, decision)
    told = sum(chances[at] for at in decision.right)
    slopes: dict[str, float] = {}
    for at, chance in enumerate(chances):
        slope = (chance / told if at in decision.right else 0.0) - chance
        if abs(slope) < 1e-3:
            continue
        for trait in decision.answers[at]:
            slopes[trait] = slopes.get(trait, 0.0) + slope
    for trait, slope in slopes.items():
        slope = share * slope - PULL * weights.get(trait, 0.0)
        steps[trait] = steps.get(trait, 1e-6) + slope * slope
        weights[trait] = weights.get(trait, 0.0) + RATE * slope / sqrt(steps[trait] + 0.01)


def shares(weights: Mapping[str, float], decision: Decision) -> list[float]:
    """How likely each answer is."""
    totals = [sum(weights.get(trait, 0.0) for trait in answer) for answer in decision.answers]
    top = max(totals)
    powers = [exp(total - top) for total in totals]
    whole = sum(powers)
    return [max(power / whole, 1e-9) for power in powers]


def judged(weights: Mapping[str, float], found: Sequence[Decision]) -> dict[str, float]:
    """Precision and recall of values, and how many decisions are right."""
    given = hits = there = right = 0
    for decision in found:
        totals = [sum(weights.get(trait, 0.0) for trait in answer) for answer in decision.answers]
        best = max(range(len(totals)), key=totals.__getitem__)
        ok = best in decision.right
        right += ok
        given += best != 0
        there += decision.right != (0,)
        hits += ok and best != 0
    count = max(len(found), 1)
    return {
        "decisions": len(found),
        "right": 100 * right / count,
        "precision": 100 * hits / max(given, 1),
        "recall": 100 * hits / max(there, 1),
    }
