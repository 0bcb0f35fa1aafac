"""The tasks of the fields in other words: how many are done, and how few wrongly, as measured: about a minute."""

import gc
import time
from collections.abc import Iterator

import pytest

from tests.fields import fields
from tests.fields.driver import score_twins, verdicts_reworded
from tests.fields.retold import RETOLD
from tests.fields.retold import TWINS as UNREAD_TWINS
from tests.fields.rewordings import FIRST, SECOND, Said
from tests.fields.sayings import SAYINGS, TWINS

SETS = {"first": FIRST, "second": SECOND, "sayings": SAYINGS, "retold": RETOLD}
"""Only of the last nobody who works on the planner reads what fails."""
LEAST = {"first": 104, "second": 120, "sayings": 89, "retold": 32}
MOST_HARM = {"first": 0, "second": 0, "sayings": 0, "retold": 5}
"""At first sight, before any rule was made for them, 45, 54, 78 and 28 were right and 8, 2, 4 and 6 harmed.  The first had
come to 105 before the merges of the afternoon of 2026-11-29."""
TWIN_SETS = {"sayings": TWINS, "retold": UNREAD_TWINS}
TWINS_TOLD, MOST_TWINS_CHANGED = {"sayings": 30, "retold": 20}, {"sayings": 0, "retold": 2}
"""At first sight 2 of both."""
MOST_IDLE = {"first": 1, "sayings": 1, "retold": 5}
"""That end as done with nothing changed, though something is to be."""
MOST_PIECES_EACH = 25.0
"""Of planning for one task, in pieces of plain Python that take as long: 0.5 seconds where one takes 20 ms, as it does on
an idle machine of ours; seconds alone were twice as many on two cores that had other work."""


@pytest.fixture
def small_heap() -> Iterator[None]:
    """What other tests have left is not looked through again and again: it more than doubled the time of planning."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("small_heap")
@pytest.mark.parametrize("name", SETS)
def test_tasks_in_other_words_are_done_as_often_as_was_measured_and_seldom_wrongly(name: str) -> None:
    ends, spent, pieces = [], 0.0, []
    for field, said in SETS[name].items():
        began = time.process_time()
        ends += verdicts_reworded({field: said})
        spent += time.process_time() - began
        pieces.append(piece())

    assert len(ends) >= 130
    assert sum(one.right for one in ends) >= LEAST[name]
    assert sum(one.harm for one in ends) <= MOST_HARM[name]
    assert sum(one.idle for one in ends) <= MOST_IDLE.get(name, 0)
    assert spent < MOST_PIECES_EACH * sum(pieces) / len(pieces) * len(ends)


def piece() -> float:
    """Seconds of processor time that words, tuples and dictionaries take, as in planning."""
    began = time.process_time()
    for at in range(10_000):
        words = [word.lower() for word in f"The crate {at % 977} of the {at % 83} blue mugs".split()]
        assert len({word: word.startswith("b") for word in words}) > 4
    return time.process_time() - began


@pytest.mark.parametrize("name", TWIN_SETS)
def test_what_only_looks_like_a_task_changes_nothing_but_for_the_few_that_were_measured(name: str) -> None:
    changed, twins = score_twins(TWIN_SETS[name])

    assert twins >= TWINS_TOLD[name]
    assert changed <= MOST_TWINS_CHANGED[name]


def known() -> dict[str, set[str]]:
    return {kind.name: {job.prompt for job in kind.jobs} for kinds in fields.GROUPS.values() for kind in kinds}


@pytest.mark.parametrize("name", SETS)
def test_each_is_a_task_of_its_field_in_other_words(name: str) -> None:
    prompts = known()
    told = [(field, said, other) for field, pairs in SETS[name].items() for said, other in pairs.items()]

    assert all(said in prompts[field] and other not in prompts[field] for field, said, other in told)


def test_no_words_are_counted_twice() -> None:
    told: list[Said] = [*SETS.values()]
    others = [other for said in told for pairs in said.values() for other in pairs.values()]
    others += [twin for twin_set in TWIN_SETS.values() for twins in twin_set.values() for twin in twins]

    assert not {*FIRST} & {*SECOND}
    assert len(others) == len({*others})


@pytest.mark.parametrize("name", TWIN_SETS)
def test_each_twin_is_of_a_field_and_no_task_of_it(name: str) -> None:
    prompts = known()

    assert all(field in prompts and not {*twins} & prompts[field] for field, twins in TWIN_SETS[name].items())
