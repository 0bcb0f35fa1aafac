"""Stores whose tables users made, in the manner of two products, as strangers wrote them: what of them is right."""

import pytest

from tests.fields.driver import judge
from tests.fields.service import Field, Job
from tests.planning.tables import instrument_store, path_wardens


def right(kind: Field) -> list[str]:
    return [job.prompt for job in kind.jobs if judge(kind, job).right]


@pytest.mark.parametrize(("kind", "few"), [(path_wardens.FIELD, 15), (instrument_store.FIELD, 13)])
def test_tables_whose_columns_another_read_tells(kind: Field, few: int) -> None:
    assert len(right(kind)) >= few


@pytest.mark.parametrize("kind", [path_wardens.FIELD, instrument_store.FIELD])
def test_nothing_else_is_done(kind: Field) -> None:
    assert not [job.prompt for job in kind.jobs if judge(kind, job).harm]


@pytest.mark.parametrize("said", [
    "Set the status of Quarry Steps to Restricted.",
    'Delete the defect "Missing waymark at the fork".',
    "Set all defects of kind Overgrowth to Planned.",
    "Mark Raven Notch as waymarked.",
])
def test_records_are_written_as_an_array_of_objects_with_their_key(said: str) -> None:
    assert said in right(_only(path_wardens.FIELD, said))


@pytest.mark.parametrize("said", [
    "Set the status of the Noblet Clarinet to In repair",
    'Delete the repair "Snare head change"',
    "Mark all woodwind instruments that are on loan as insured",
    "Set the value of the Fox Bassoon to 4500",
])
def test_cells_that_are_objects_are_read_as_their_values(said: str) -> None:
    assert said in right(_only(instrument_store.FIELD, said))


def _only(kind: Field, said: str) -> Field:
    from dataclasses import replace

    return replace(kind, jobs=[Job(job.prompt, job.end, job.context, job.shows) for job in kind.jobs if job.prompt == said])
