"""Requests to a made-up bicycle workshop: what each rule of the two readings makes possible, and what it keeps from being done."""

import pytest

from tests.fields.service import ASK
from tests.planning.tables.bikes import done, fee, mailed, pickup


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


@pytest.mark.parametrize(("prompt", "end"), [
    ("Strike off everything that is out of stock", [("velo_drop_part", {"part_id": "p2"}), ("velo_drop_part", {"part_id": "p3"})]),
    ("If the saddle is in stock, set its price to 40, otherwise set its price to 50", [("velo_set_price", {"part_id": "p2", "priceInEuros": 50})]),
])  # fmt: skip
def test_stock_is_a_number_that_may_be_nothing(prompt: str, end: object) -> None:
    assert right(prompt, end)


@pytest.mark.parametrize(("prompt", "end"), [
    ("End all hires of more than ten days", [("velo_end_hire", {"hire_id": "h1"}), ("velo_end_hire", {"hire_id": "h3"})]),
    ("End the longest hire", [("velo_end_hire", {"hire_id": "h3"})]),
    ("End all hires of more than three days", ASK),  # of h2 the last day would decide
])  # fmt: skip
def test_how_long_a_record_lasts_is_what_lies_between_its_ends(prompt: str, end: object) -> None:
    assert right(prompt, end)


@pytest.mark.parametrize(("prompt", "end"), [
    ("Extend the hire of the Gravel X until May 5", [("velo_change_hire", {"hire_id": "h3", "ends": "2026-05-05"})]),
    ("Extend the hire of the Swift 3 until March 25 and that of the Cargo Long until March 16",
     [("velo_change_hire", {"hire_id": "h1", "ends": "2026-03-25"}), ("velo_change_hire", {"hire_id": "h2", "ends": "2026-03-16"})]),
])  # fmt: skip
def test_what_is_extended_ends_later_and_that_of_another_likewise(prompt: str, end: object) -> None:
    assert right(prompt, end)


@pytest.mark.parametrize(("prompt", "end"), [
    ("10% off the saddle, please", [("velo_set_price", {"part_id": "p2", "priceInEuros": 31.5})]),
    ("Take 2 euros off the price of the bell", [("velo_set_price", {"part_id": "p4", "priceInEuros": 9})]),
])  # fmt: skip
def test_off_lowers_what_is_a_price(prompt: str, end: object) -> None:
    assert right(prompt, end)


def test_an_adjective_names_the_field_it_is_made_of_and_a_nested_input_is_filled_at_its_place() -> None:
    assert right("Insure our most valuable bike for 4,500 euros", [("velo_set_insured_value", {"bikeId": "b2", "value": {"amount": 4500}})])


@pytest.mark.parametrize("prompt", [
    "The saddle should be cheaper than 30 euros",
    "Strike off the Gravel X",  # the services know it, and nothing strikes off a bike
    "Have the brake service done by Friday",
    "Reschedule the chain swap",
])  # fmt: skip
def test_what_was_asked_for_is_not_done_by_looking(prompt: str) -> None:
    assert right(prompt, ASK)


def test_who_is_to_know_is_told() -> None:
    assert right("Let Noor Haddad know, subject 'Done', 'Come by.'", [mailed("noor@haddad.example", "Done", "Come by.")])


@pytest.mark.parametrize(("prompt", "end"), [
    ("Insure all bikes that are out for 3000 euros",
     [("velo_set_insured_value", {"bikeId": one, "value": {"amount": 3000}}) for one in ("b1", "b4")]),
    ("Insure all bikes that are rusty for 3000 euros", ASK),
])  # fmt: skip
def test_what_stands_behind_that_are_limits_even_if_it_is_a_common_word(prompt: str, end: object) -> None:
    assert right(prompt, end)


@pytest.mark.parametrize(("prompt", "end"), [
    ("Shift the end of the hire of the Cargo Long to March 18", [("velo_change_hire", {"hire_id": "h2", "ends": "2026-03-18"})]),
    ("Shift the start of the hire of the Cargo Long to March 12", [("velo_change_hire", {"hire_id": "h2", "begins": "2026-03-12"})]),
])  # fmt: skip
def test_of_two_days_the_one_that_is_spoken_of_is_moved(prompt: str, end: object) -> None:
    assert right(prompt, end)


def test_somebody_is_made_so() -> None:
    assert right("Make Tomas Lind unavailable", [("velo_set_availability", {"mechanic_id": "m1", "available": False})])


def test_what_is_written_to_somebody_is_no_summary() -> None:
    assert right("Write to Pavel Rys, subject 'Bell', 'Which one?'", [mailed("pavel@rys.example", "Bell", "Which one?")])
