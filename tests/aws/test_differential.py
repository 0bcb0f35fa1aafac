"""DynamoDB's expressions say what the transition table says: the same random sequences go to both."""

from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import get_args

import pytest

from chalicelib.aws.store import DynamoStore
from chalicelib.domain.control import Control
from chalicelib.domain.transitions import Late, Recover, RetryLater, Settle, Transition
from chalicelib.engine.ports import META, Applied, Refused
from tests.aws.fixtures import moto_home
from tests.aws.proposals import NOW, propose, random_control

TRANSITIONS_PER_SEQUENCE = 12

EVERY_FORM = {
    *(row.__name__ for row in get_args(Transition)),
    "Settle running", "Settle expired", "Settle waiting", "Settle pending", "Settle with edges", "Settle with adds",
    "Settle with skips", "Settle with due", "Settle without a version", "Recover with adds",
    "Recover with a version", "RetryLater refunded", "Late by the sweeper",
}

Seen = Counter[tuple[str, bool]]


@pytest.fixture(scope="module")
def store() -> Iterator[DynamoStore]:
    with moto_home() as home:
        yield home.store


def forms(transition: Transition) -> Iterator[str]:
    """What is special about it: each form must have been seen applied and refused."""
    yield type(transition).__name__
    match transition:
        case Settle():
            yield f"Settle {transition.source}"
            yield from (f"Settle with {part}" for part in ("edges", "adds", "skips") if getattr(transition, part))
            if transition.due is not None:
                yield "Settle with due"
            if transition.seen is None:
                yield "Settle without a version"
        case Recover():
            if transition.adds:
                yield "Recover with adds"
            if transition.seen is not None:
                yield "Recover with a version"
        case RetryLater(refund=True):
            yield "RetryLater refunded"
        case Late(dead_at=int()):
            yield "Late by the sweeper"


def run_sequence(store: DynamoStore, seed: int) -> Seen:
    """How often each form was applied or refused; fails where the two sides differ."""
    rng, pk = Random(seed), f"T#a.test#{seed}"
    control = Control(due=NOW) if rng.random() < 0.4 else random_control(rng)
    assert store.accept(pk, control)
    seen: Seen = Counter()
    for _ in range(TRANSITIONS_PER_SEQUENCE):
        transition = propose(control, rng)
        after = transition.apply(control)
        expected = Refused(control) if after is None else Applied(after)
        assert store.apply(pk, transition) == expected, f"seed {seed}: {transition}\non {control}"
        seen.update((form, after is not None) for form in forms(transition))
        # A task that has ended takes little more: mostly go on from where it was, to see more of the table.
        if after is not None and (not after.terminal or rng.random() < 0.3):
            control = after
        elif after is not None:
            store.delete(pk, META)
            assert store.accept(pk, control)
    assert store.control(pk) == control
    return seen


def compare(store: DynamoStore, seeds: range) -> None:
    seen: Seen = sum((run_sequence(store, seed) for seed in seeds), Counter())
    missing = sorted((form, applied) for form in EVERY_FORM for applied in (True, False) if not seen[form, applied])
    assert not missing, f"never applied (True) or refused (False): {missing}"


def test_random_sequences_end_alike_on_dynamodb_and_in_the_table(store: DynamoStore) -> None:
    compare(store, range(160))


@pytest.mark.slow
def test_two_thousand_random_sequences_end_alike(store: DynamoStore) -> None:
    compare(store, range(1_000, 3_000))
