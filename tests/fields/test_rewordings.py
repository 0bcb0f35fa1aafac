"""The tasks of the fields in other words: how many are done, and how few wrongly, as measured: about a minute."""

from cProfile import Profile

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
MOST_CALLS_EACH = 3_000_000
"""Calls of functions for one task, from its first plan to its end: 1.6 million on 2026-11-30, when such a task took 0.2
seconds.  The bound that was told in seconds left as much room, but twice as many are taken beside other work."""


@pytest.mark.parametrize("name", SETS)
def test_tasks_in_other_words_are_done_as_often_as_was_measured_and_seldom_wrongly(name: str) -> None:
    ends = verdicts_reworded(SETS[name])

    assert len(ends) >= 130
    assert sum(one.right for one in ends) >= LEAST[name]
    assert sum(one.harm for one in ends) <= MOST_HARM[name]
    assert sum(one.idle for one in ends) <= MOST_IDLE.get(name, 0)


def test_planning_a_task_takes_no_more_work_than_was_measured() -> None:
    counted = Profile()

    ends = counted.runcall(verdicts_reworded, dict([*RETOLD.items()][::8]))

    assert len(ends) >= 15
    assert sum(one.callcount for one in counted.getstats()) < MOST_CALLS_EACH * len(ends)


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
