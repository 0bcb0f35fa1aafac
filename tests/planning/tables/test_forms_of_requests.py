"""Forms in which people ask for a change, each read against all records of a small service."""

from typing import Any

import pytest

from tests.fields import shop
from tests.fields.driver import Verdict, judge
from tests.fields.service import ASK, Job


def ended(prompt: str, *calls: tuple[str, dict[str, Any]]) -> Verdict:
    return judge(shop.FIELD, Job(prompt, list(calls)))


def asked(prompt: str) -> Verdict:
    return judge(shop.FIELD, Job(prompt, ASK))


def test_a_code_that_is_only_told_for_an_example_is_no_choice_of_values() -> None:
    assert ended("Retire E8", ("retire_bike", {"bike": "E8"})).right


def test_an_input_to_which_something_goes_takes_the_key_of_such_a_record() -> None:
    assert ended("Shift Mila Brenner's ride over to T2", ("swap_bike", {"hiring": 43, "to_bike": "T2"})).right


def test_a_capital_letter_in_the_middle_of_a_sentence_is_no_article() -> None:
    prices = [("set_daily_price", {"bike": bike, "daily_price": price}) for bike, price in (("T1", 15), ("T2", 17))]
    assert ended("Raise the daily price of all rack A bikes by 3 euros", *prices).right


def test_the_verb_of_a_booking_is_no_verb_of_its_cancelling() -> None:
    verdict = asked("Book a bike for Ugo Salter")
    assert verdict.right and not verdict.harm


def test_two_days_told_at_once_begin_and_end_what_is_made() -> None:
    made = {"rider": "Mila Brenner", "bike": "T2", "pickup": "2026-04-04", "dropoff": "2026-04-09"}
    assert ended("Book T2 for Mila Brenner from 4 to 9 April", ("book_bike", made)).right


def test_the_dates_of_the_records_tell_which_of_them_begins() -> None:
    gone = [("cancel_booking", {"hiring": one}) for one in (43,)]
    assert ended("Cancel all bookings that begin after March 15", *gone).right


@pytest.mark.parametrize("prompt", ["Let Wanda Pike ride until the 15th", "Give Wanda Pike three more days"])
def test_a_verb_that_leaves_the_deed_open_is_asked_about_where_two_deeds_explain_every_word(prompt: str) -> None:
    assert asked(prompt).right  # her ride, or her pass


def test_a_deed_called_after_the_field_is_meant_before_one_that_can_change_any() -> None:
    later = ("change_dropoff", {"hiring": 43, "dropoff": "2026-03-21"})
    assert ended("Give Mila Brenner's ride two more days", later).right


def test_what_stands_behind_a_label_is_its_value() -> None:
    retired = {"bike": "E8", "note": "frame cracked"}
    assert ended("Take bike E8 off its rack, note: frame cracked", ("retire_bike", retired)).right


def test_what_somebody_is_told_goes_to_those_whose_records_are_described() -> None:
    told = [("text_rider", {"rider": "Ugo Salter", "message": "Please lock it"})]
    assert ended("Text everybody who has bike T2 'Please lock it'", *told).right


def test_what_is_to_become_so_is_not_how_the_record_is() -> None:
    assert ended("Mark Wanda Pike's ride as settled", ("mark_settled", {"hiring": 41})).right


@pytest.mark.parametrize(
    "prompt",
    [
        "Have the chain of T1 oiled",
        "Oil the chain of T1",
        "Let T1 rest",
        "Extend Mila Brenner's ride with T2 until May 1",
    ],
)
def test_a_change_that_cannot_be_made_out_never_ends_as_complete(prompt: str) -> None:
    assert asked(prompt).right


def test_what_is_so_already_is_left() -> None:
    assert ended("Settle all rides of Wanda Pike", ("mark_settled", {"hiring": 41})).calls[3:] == (
        ("mark_settled", {"hiring": 41}),
    )


def test_to_let_somebody_know_is_to_tell_them() -> None:
    told = ("text_rider", {"rider": "Mila Brenner", "message": "It is ready for you now"})
    assert ended("Let Mila Brenner know: 'It is ready for you now'", told).right


def test_those_whose_records_are_described_are_told() -> None:
    told = ("text_rider", {"rider": "Mila Brenner", "message": "Please renew it"})
    assert ended("Text everyone whose pass has expired 'Please renew it'", told).right


def test_a_condition_about_a_kind_that_is_only_guessed_is_not_decided() -> None:
    assert asked("If there are helmets left, cancel Mila Brenner's booking").right
