"""What is written in small letters is written to a service as its records write it."""

from dataclasses import replace

from tests.fields import rooms
from tests.fields.driver import judge

FIELD = rooms.FIELD


def test_a_value_that_records_hold_is_written_as_they_hold_it() -> None:
    moved = next(job for job in FIELD.jobs if job.prompt.endswith("move the Town hall booking to room Elm"))

    assert judge(FIELD, replace(moved, prompt=moved.prompt.lower())).right
