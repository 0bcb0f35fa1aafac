"""Requests to a made-up ferry company: what comes back every week beside single dates, codes, people behind initials."""

import pytest

from tests.fields.service import ASK
from tests.planning.tables.ferries import covered, done, given, moved, off, told


@pytest.mark.parametrize(("prompt", "end"), [
    ("Cancel the 7C crossing tomorrow", off(12, "c2")),
    ("Cancel the 7C crossing this Friday", off(13, "c7")),
    ("Cancel 7C's crossing next Tuesday", off(17, "c1")),
    ("Cancel the 12A crossing this Saturday", ASK),  # there is none
])  # fmt: skip
def test_of_what_comes_back_every_week_that_of_the_weekday_is_meant(prompt: str, end: object) -> None:
    assert done(prompt, end).right


@pytest.mark.parametrize(("prompt", "end"), [
    ("Give Ruth Oakes's crossing to Luis Mora", given("LM", "c4")),
    ("Give 7C's Thursday crossing to Kaja Brun", given("KB", "c2")),
    ("Give all crossings of the Plover to Kaja Brun", given("KB", "c3", "c4")),
])  # fmt: skip
def test_records_that_are_told_by_a_field_called_as_they_are_and_refer_to_each_other_by_it(prompt: str, end: object) -> None:
    assert done(prompt, end).right


def test_what_somebody_has_is_what_refers_to_them_and_not_what_belongs_to_something_of_theirs() -> None:
    assert done("Luis Mora is leaving. Ruth Oakes gets all of his crossings.", given("RO", "c2", "c3")).right


@pytest.mark.parametrize(("prompt", "end"), [
    ("Luis Mora covers Ruth Oakes's crossing this Friday", covered("LM", 13, "c4")),
    ("Luis Mora is covering all of Kaja Brun's crossings this Friday", covered("LM", 13, "c5", "c7")),
])  # fmt: skip
def test_who_does_it_stands_in_front_of_the_verb(prompt: str, end: object) -> None:
    assert done(prompt, end).right


@pytest.mark.parametrize(("prompt", "end"), [
    ("Move 12A's Friday crossing to Mondays in the third slot", moved("c4", "Mon", 3)),
    ("Move 12A's Friday crossing to Monday, 2nd slot", moved("c4", "Mon", 2)),
    ("Give the crossings in the second slot to Luis Mora", given("LM", "c4", "c6")),
    ("Give the Tern's crossing in the first slot to Luis Mora", given("LM", "c1")),
])  # fmt: skip
def test_a_number_may_be_told_by_its_place(prompt: str, end: object) -> None:
    assert done(prompt, end).right


@pytest.mark.parametrize(("prompt", "end"), [
    ("The Heron is broken: the 12B crossing on Saturday doesn't take place. Let the passengers know: 'No ferry'", [*off(14, "c6"), *told("No ferry", "12B")]),
    ("The crossing of 12B on Saturday isn't going ahead", off(14, "c6")),
    ("The skipper says that the 12B crossing on Saturday will not happen", ASK),
])  # fmt: skip
def test_what_does_not_take_place_is_cancelled_and_those_concerned_are_told(prompt: str, end: object) -> None:
    assert done(prompt, end).right
