"""Whole tasks on stateful services of several fields: the end state is right, and nothing else was changed."""

import pytest

from tests.fields.driver import judge, score
from tests.fields.fields import DEVELOPED, HELD_OUT
from tests.fields.service import ASK, Field, Service

LEAST = {"rooms": 13, "tickets": 12, "stock": 12, "alerts": 13, "fleet": 13, "library": 12, "mail": 6}


@pytest.mark.parametrize("kind", [*DEVELOPED, *HELD_OUT], ids=lambda kind: kind.name)
def test_tasks_of_a_field_end_as_they_should_and_change_nothing_else(kind: Field) -> None:
    right, harm, tasks = score(kind)

    assert tasks >= 10
    assert harm == 0
    assert right >= LEAST[kind.name]


@pytest.mark.parametrize("kind", [*DEVELOPED, *HELD_OUT], ids=lambda kind: kind.name)
def test_the_expected_ends_can_be_reached_with_the_tools_of_the_field(kind: Field) -> None:
    for job in kind.jobs:
        if job.end not in (ASK, []):
            assert Service(kind).end(job.end) != kind.rows, job.prompt


def test_a_service_that_was_changed_wrongly_is_told_from_one_that_was_not() -> None:
    kind = DEVELOPED[0]
    wrong = next(job for job in kind.jobs if job.prompt.startswith("Cancel my first"))
    other = type(wrong)(wrong.prompt, [("cancel_booking", {"booking_id": "bk-10"})])

    assert judge(kind, wrong).right and not judge(kind, wrong).harm
    assert judge(kind, other).harm and not judge(kind, other).right
