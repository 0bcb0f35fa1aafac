"""Requests to a made-up bicycle workshop: what each rule of the two readings makes possible, and what it keeps from being done."""

import pytest

from tests.fields.service import ASK
from tests.planning.tables.workshop import done, fee, mailed, pickup


def right(prompt: str, end: object) -> bool:
    return done(prompt, end).right


def test_a_verb_behind_a_prefix_is_a_deed_though_a_noun_of_the_name_shares_its_stem_with_a_verb() -> None:
    assert right("Assign the wheel truing to Tomas Lind", [("velo_assign_mechanic", {"repair_id": "r2", "mechanic_id": "m1"})])


@pytest.mark.parametrize(("prompt", "end"), [
    ("Set the fee of the chain swap to €35.50", [fee(3, 3550)]),
    ("Raise the fee of the wheel truing by 20 euros", [fee(2, 14000)]),
    ("Set the fee of the brake service to 5000 cents", [fee(1, 5000)]),
])  # fmt: skip
def test_money_is_written_in_the_unit_that_the_input_counts(prompt: str, end: object) -> None:
    assert right(prompt, end)


def test_a_bare_number_is_not_taken_for_cents() -> None:
    assert right("Set the fee of the chain swap to 35", ASK)


@pytest.mark.parametrize(("prompt", "end"), [
    ("Move the pickup of the wheel truing to March 22 at 9:00", [pickup(2, "2026-03-22T09:00")]),
    ("Postpone the pickup of the chain swap by two days", [pickup(3, "2026-03-12T10:00")]),
])  # fmt: skip
def test_seconds_since_1970_are_moments(prompt: str, end: object) -> None:
    assert right(prompt, end)


@pytest.mark.parametrize(("prompt", "end"), [
    ("Vera Okoye is back, set her to available again", [("velo_set_availability", {"mechanic_id": "m2", "available": True})]),
    ("Mark Tomas Lind as unavailable", [("velo_set_availability", {"mechanic_id": "m1", "available": False})]),
])  # fmt: skip
def test_a_truth_is_told_by_the_word_behind_to_or_as(prompt: str, end: object) -> None:
    assert right(prompt, end)


def test_a_thing_that_a_condition_names_in_small_letters_is_meant_by_its() -> None:
    assert right("If the brake service is still in repair, move its pickup to March 13 at 12:00", [pickup(1, "2026-03-13T12:00")])


@pytest.mark.parametrize(("prompt", "end"), [
    ("Mark the frame check as ready unless it has been collected", []),
    ("Mark the brake service as ready unless it has been collected", [("velo_set_status", {"repair_id": "r1", "status": "ready"})]),
])  # fmt: skip
def test_a_condition_behind_the_deed_is_asked_first(prompt: str, end: object) -> None:
    assert right(prompt, end)


@pytest.mark.parametrize(("prompt", "end"), [
    ("Mail Ida Berg, subject 'Keys', 'Please bring both keys.'", [mailed("ida@berg.example", "Keys", "Please bring both keys.")]),
    ("Mail Ida Berg, 'Please bring both keys.', subject 'Keys'", [mailed("ida@berg.example", "Keys", "Please bring both keys.")]),
])  # fmt: skip
def test_the_word_before_a_quotation_names_the_input_for_it(prompt: str, end: object) -> None:
    assert right(prompt, end)


@pytest.mark.parametrize(("prompt", "end"), [
    ("Mail the owner of the Cargo Long, subject 'Ready', 'It is ready.'", ASK),  # nobody is called an owner here
    ("Mail the customer with the black bike, subject 'Ready', 'It is ready.'", [mailed("noor@haddad.example", "Ready", "It is ready.")]),
    ("Mail every customer with a grey bike, subject 'Lights', 'Your lights came.'",
     [mailed("ida@berg.example", "Lights", "Your lights came."), mailed("pavel@rys.example", "Lights", "Your lights came.")]),
])  # fmt: skip
def test_records_are_told_by_what_refers_to_them(prompt: str, end: object) -> None:
    assert right(prompt, end)


@pytest.mark.parametrize("prompt", [
    "Assign the wheel truing to Tomas Lind and set the pickup of the gear service to March 22 at 9:00",
    "Repaint the wheel truing",
])  # fmt: skip
def test_half_of_a_request_is_not_done(prompt: str) -> None:
    verdict = done(prompt, ASK)

    assert verdict.right and not verdict.harm
