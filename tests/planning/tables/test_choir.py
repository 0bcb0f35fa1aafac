"""Requests to a made-up choir: records that hold lists, parts that are listed per owner, names that say something else."""

import pytest

from chalicelib.planning.door import catalogue_from_tools
from tests.fields.service import ASK
from tests.planning.tables.choir import concert, done, seated, voiced


def right(prompt: str, end: object) -> bool:
    return done(prompt, end).right


@pytest.mark.parametrize(("prompt", "end"), [
    ("Give all sopranos the voice 'descant'", voiced("add", "descant", "a1", "c3")),
    ("Remove the alto voice from Ada Fenn", voiced("drop", "alto", "a1")),
])  # fmt: skip
def test_a_record_is_told_by_one_value_of_a_list_and_loses_or_gets_one(prompt: str, end: object) -> None:
    assert right(prompt, end)


@pytest.mark.parametrize(("prompt", "end"), [
    ("Seat Cleo Marsh on the Balcony", seated("c3", "t1")),
    ("Seat Dov Stern on the Balcony", seated("d4", "o1")),
    ("Seat Bo Fenn at the Back", seated("b2", "t2")),
])  # fmt: skip
def test_of_parts_with_one_name_that_of_the_same_owner_is_meant(prompt: str, end: object) -> None:
    assert right(prompt, end)


def test_first_and_last_name_in_two_fields_are_one_name() -> None:
    assert right("Seat Ada Fenn on the Balcony", seated("a1", "o1"))


def test_a_new_address_is_a_value_though_no_record_holds_it() -> None:
    assert right("Add eva@lake.example to the Town Hall choir", [("singer_join", {"email": "eva@lake.example", "hall": "town"})])


@pytest.mark.parametrize(("prompt", "end"), [
    ("Move the May concert to June 6", concert(1, day="2026-06-06")),
    ("Set the dress of the May concert to colours", concert(1, dress="colours")),
])  # fmt: skip
def test_a_month_in_a_name_is_no_time(prompt: str, end: object) -> None:
    assert right(prompt, end)


def test_what_a_record_is_called_is_no_new_name_for_another_and_a_format_is_no_option() -> None:
    assert right("Push the day of the Harvest evening to September 27", concert(2, day="2026-09-27"))


def test_renaming_changes_the_name() -> None:
    assert right("Rename the Winter songs to 'Songs of winter'", concert(3, name="Songs of winter"))


@pytest.mark.parametrize("prompt", [
    "Change the day of the Rehearsal weekend",  # to which?
    "Seat Ada Fenn on the Gallery",  # there is none
    "Seat Bo Fenn in Henrik",
])  # fmt: skip
def test_what_is_missing_is_asked_for(prompt: str) -> None:
    assert right(prompt, ASK)


@pytest.mark.parametrize(("prompt", "end"), [
    ("Take the concert with the latest day and set its dress to none", concert(3, dress="none")),
    ("Find the concert with the earliest day and rename it to 'Spring songs'", concert(1, name="Spring songs")),
])  # fmt: skip
def test_what_is_taken_first_is_what_it_is_done_to(prompt: str, end: object) -> None:
    assert right(prompt, end)


@pytest.mark.parametrize(("name", "describes", "effect"), [
    ("Plots_SetWater", "Sets how often a plot is watered.", "unsafe"),
    ("review.conclude", "Notes how a review went.", "unsafe"),
    ("checklist_tick", "Tick an item off.", "unsafe"),
    ("Plots_Search", "Gets plots.", "read"),
    ("staff.email", "Gives the email address of somebody.", "read"),
    ("viewBoard", "The cards of a board.", "read"),
])  # fmt: skip
def test_a_noun_that_is_a_verb_for_looking_does_not_make_a_deed_harmless(name: str, describes: str, effect: str) -> None:
    parameters = {"type": "object", "properties": {"code": {"type": "string"}}, "required": ["code"]}
    document = {"tools": [{"name": name, "description": describes, "parameters": parameters}]}

    (action,) = catalogue_from_tools(document, carried_out=True).actions.values()

    assert action.effect == effect
