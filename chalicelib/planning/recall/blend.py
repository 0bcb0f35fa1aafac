"""Blending: the probability that a run of the prompt uses an action, from the reading and from experience.

A logistic model over a handful of pieces of evidence, fitted to cases, each foretold from all others.  It starts from
what such evidence is worth in general, which is not the same for a few tasks as for many: what words stood for in ten
tasks is mostly chance.  The fewer the cases, the closer it stays to where it started.  Held-back cases decide whether
it is used: where it foretells runs worse than the reading alone, memory abstains.  They also tell how many actions
tasks do beside how many the chances expect.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import exp, log, sqrt

from chalicelib.planning.recall.experience import Evidence, Experience, evidence

FEW: Evidence = (-3.35, 0.64, 2.12, 1.04, 1.83, 0.13, -0.35, -0.72, 0.65, 2.68, 1.5)
MANY: Evidence = (-5.04, 1.03, 1.92, 1.02, 3.12, 0.74, 1.26, -0.54, 1.55, 2.18, 0.73)
"""What evidence is worth with about ten tasks and with a hundred, the mean over catalogues of several kinds."""
FIT_ON, PASSES, RATE, HOLD = 150, 5, 0.3, 5.0
LEAST, LEEWAY, FOLDS = 4, 0.2, 3
MOST, OFTEN = 8, 3
LONGEST, EXPECTED = 12, 4.0
"""Sizes that are looked at, and as many tasks as the expectation of a size itself counts for."""


@dataclass(frozen=True, slots=True)
class Blend:
    """`trusted` tells whether the held-back cases speak for using it; `checked` is (with it, by reading alone).

    `sizes`: how much oftener tasks do so many actions than the chances expect.
    """

    weights: Evidence = FEW
    trusted: bool = False
    checked: tuple[float, float] = (0.0, 0.0)
    sizes: Mapping[int, float] = field(default_factory=dict)

    def chance(self, row: Evidence) -> float:
        return logistic(sum(weight * value for weight, value in zip(self.weights, row, strict=True)))


Sample = tuple[frozenset[str], dict[str, Evidence]]


def start(tasks: int) -> Evidence:
    """Where the weights begin with so many tasks."""
    share = min(max(log(max(tasks, 1) / 10) / log(10), 0.0), 1.0)
    return tuple(few + share * (many - few) for few, many in zip(FEW, MANY, strict=True))


def fitted(known: Experience) -> Blend:
    """The blend that the cases teach, each case foretold from the others."""
    samples, begin = _samples(known), start(known.total)
    if len(samples) < LEAST:
        return Blend()
    checked = []
    for turn in range(FOLDS):
        held = samples[turn::FOLDS]
        rest = [sample for at, sample in enumerate(samples) if at % FOLDS != turn]
        checked.append(_agreement(held, Blend(_weights(rest, begin))))
    learned, read = (sum(column) / len(samples) for column in zip(*checked, strict=True))
    blend = Blend(_weights(samples, begin), learned >= read - LEEWAY / len(samples), (learned, read))
    return replace(blend, sizes=_sizes(samples, blend))


def _sizes(samples: Sequence[Sample], blend: Blend) -> dict[int, float]:
    """How much oftener tasks did so many actions than their chances expected, of those that did any."""
    done, expected = [0.0] * LONGEST, [0.0] * LONGEST
    for actual, found in samples:
        shares = [1.0]
        for chance in map(blend.chance, found.values()):
            fewer, more = (*shares, 0.0), (0.0, *shares)
            shares = [one * (1 - chance) + other * chance for one, other in zip(fewer, more, strict=True)]
        some = max(1 - shares[0], 1e-9)
        for size, share in enumerate(shares[1:LONGEST], 1):
            expected[size] += share / some
        done[min(len(actual), LONGEST - 1)] += 1
    return {size: (done[size] + EXPECTED) / (expected[size] + EXPECTED) for size in range(1, LONGEST)}


def _samples(known: Experience) -> list[Sample]:
    """What each of a spread of cases did, and the evidence that the others give for it."""
    stride = max(1, len(known.cases) // FIT_ON)
    return [
        (frozenset(case.actions), evidence(known, case.words, case.hints or {}, at))
        for at, case in list(enumerate(known.cases))[::stride] if case.hints for _ in range(min(case.weight, OFTEN))
    ]


def _weights(samples: Sequence[Sample], begin: Evidence) -> Evidence:
    """Logistic regression with a pull towards where it begins, by stochastic steps in a fixed order."""
    rows = [(row, float(ref in actual)) for actual, found in samples for ref, row in found.items()]
    weights = list(begin)
    squares = [0.01] * len(weights)
    pull = HOLD / max(len(rows), 1)
    for number in range(PASSES):
        for at in _mixed(len(rows), number):
            row, truth = rows[at]
            error = logistic(sum(w * v for w, v in zip(weights, row, strict=True))) - truth
            for j, value in enumerate(row):
                slope = error * value + pull * (weights[j] - begin[j])
                squares[j] += slope * slope
                weights[j] -= RATE * slope / sqrt(squares[j])
    return tuple(weights)


def _mixed(count: int, number: int) -> list[int]:
    """All places in an order without pattern, the same each time."""
    return sorted(range(count), key=lambda at: ((at + 1) * (2654435761 + 2 * number * 40503)) & 0xFFFFFFFF)


def _agreement(samples: Sequence[Sample], blend: Blend) -> tuple[float, float]:
    """Summed agreement with what was done: of the blend, and of the reading alone."""
    learned = read = 0.0
    for actual, found in samples:
        learned += agreement(chosen({ref: blend.chance(row) for ref, row in found.items()}), actual)
        read += agreement([ref for ref, row in found.items() if row[1]], actual)
    return learned, read


def agreement(one: Sequence[str], other: frozenset[str]) -> float:
    shared = len(other.intersection(one))
    return 2 * shared / (len(one) + len(other)) if shared else 0.0


def chosen(chances: Mapping[str, float], most: int = MOST) -> list[str]:
    """The actions, likeliest first, whose expected agreement (F1) with the run is greatest."""
    ranked = sorted(chances, key=lambda ref: (-chances[ref], ref))
    size = max(sum(chances.values()), 1.0)
    best, count, gained = 0.0, 0, 0.0
    for at, ref in enumerate(ranked[:most], 1):
        gained += chances[ref]
        if gained / (at + size) > best:
            best, count = gained / (at + size), at
    return ranked[:count]


def logistic(value: float) -> float:
    return 1 / (1 + exp(-max(-30.0, min(30.0, value))))
