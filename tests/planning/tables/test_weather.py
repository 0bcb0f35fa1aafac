"""Requests to made-up weather stations: names written in one, lists that need a parent, and what several inputs tell together."""

import pytest

from tests.fields.service import ASK
from tests.planning.tables.weather import done, every, limit, settings


def right(prompt: str, end: object) -> bool:
    return done(prompt, end).right


@pytest.mark.parametrize(("prompt", "end"), [
    ("Turn night mode on for valley/check-in-and-close", [settings("valley/check-in-and-close", night_mode=True)]),
    ("Change the owner of ridge.south to check-and-close@peaks.example", [settings("ridge.south", owner="check-and-close@peaks.example")]),
])  # fmt: skip
def test_a_name_or_an_address_written_in_one_is_one_word_whatever_words_are_in_it(prompt: str, end: object) -> None:
    assert right(prompt, end)


def test_a_record_is_also_called_by_two_of_its_values_written_in_one() -> None:
    assert right("Scrap rain-tank.ridge.south", [("items.scrap", {"item_id": "i4"})])


def test_a_list_of_items_is_one_of_records_though_its_name_says_nothing_else() -> None:
    assert right("Set all items on ridge.south to be read every 2 hours", [every(3, 7200), every(4, 7200)])


@pytest.mark.parametrize(("prompt", "end"), [
    ("Change wind.ridge.north to 5 minutes", [every(1, 300)]),
    ("Set all items on ridge.south to 2 hours", [every(3, 7200), every(4, 7200)]),
    ("Lease delta-7.coast for two more years", [("stations.lease", {"station": "delta-7.coast", "years": 2})]),
])  # fmt: skip
def test_a_duration_is_told_in_the_unit_that_the_name_or_the_description_of_the_input_says(prompt: str, end: object) -> None:
    assert right(prompt, end)


def test_a_duration_without_a_fixed_length_in_the_unit_of_the_input_is_asked_back() -> None:
    assert right("Set wind.ridge.north to a month", ASK)


@pytest.mark.parametrize(("prompt", "end"), [
    ("Turn night mode off for delta-7.coast", [settings("delta-7.coast", night_mode=False)]),
    ("Switch the rain hood of valley/check-in-and-close on", [settings("valley/check-in-and-close", covered=True)]),
])  # fmt: skip
def test_what_is_turned_on_or_off_by_its_name_is_a_truth_of_the_record(prompt: str, end: object) -> None:
    assert right(prompt, end)


def test_a_limit_that_two_inputs_tell_is_found_and_replaced_by_both() -> None:
    assert right("Raise RAIN_MAX of ridge.north to 55", [limit("ridge.north", "RAIN_MAX", "55")])


def test_the_same_preposition_may_stand_before_each_of_several_names() -> None:
    ends = [limit(one, "GUST_MAX", "20") for one in ("ridge.north", "ridge.south")]
    assert right("Set GUST_MAX to 20 on ridge.north and on ridge.south", ends)


def test_what_an_input_is_called_is_no_value_of_another_one() -> None:
    assert right("Set the CEILING on ridge.south to RAIN_MAX", ASK)
