"""Requests to made-up weather stations: names written in one, lists that need a parent, and what several inputs tell together."""

import pytest

from tests.fields.driver import judge
from tests.fields.service import ASK, Job
from tests.planning.tables.weather import FIELD, done, every, limit, settings


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
    ("Disable night mode for delta-7.coast", [settings("delta-7.coast", night_mode=False)]),
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


@pytest.mark.parametrize("prompt", ["Change GUST_MAX of delta-7.coast to 30", "Set GUST_MAX of delta-7.coast to 30"])
def test_what_is_made_or_replaced_may_be_changed_where_it_is_there(prompt: str) -> None:
    assert right(prompt, [limit("delta-7.coast", "GUST_MAX", "30")])


def test_the_action_that_takes_the_key_of_a_record_is_meant_before_one_that_replaces_it() -> None:
    assert right("Activate silent for RAIN_MAX of ridge.north", [("limits.patch", {"limit_id": "l2", "silent": True})])


def test_lists_are_read_for_each_parent_where_a_name_with_underscores_is_in_no_other_record() -> None:
    assert right("Set SURGE_MAX to 95", [limit("delta-7.coast", "SURGE_MAX", "95")])


def test_lists_are_read_for_each_parent_where_a_kind_is_named_by_which_they_can_be_listed() -> None:
    assert right("Scrap every VTR", [("items.scrap", {"item_id": f"i{one}"}) for one in (2, 4)])


@pytest.mark.parametrize(("prompt", "end"), [
    ("Scrap all items that are offline", [3, 6]), ("Scrap the items that are switched off", [5]),
    ("Scrap all items that are offline, so that nobody waits for them", [3, 6]),
])  # fmt: skip
def test_the_contrary_of_a_truth_limits_and_what_it_is_good_for_does_not(prompt: str, end: list[int]) -> None:
    assert right(prompt, [("items.scrap", {"item_id": f"i{one}"}) for one in end])


def test_an_address_is_told_like_those_that_records_hold() -> None:
    assert right("Change the feed of ridge.south to https://new.peaks.example/s", [settings("ridge.south", feed="https://new.peaks.example/s")])


def test_for_how_many_it_is_done_may_stand_in_front() -> None:
    ends = [limit(one, "GUST_MAX", "21") for one in ("ridge.north", "ridge.south", "delta-7.coast")]
    assert right("On every station that has a GUST_MAX, set it to 21", ends)


def test_a_name_at_the_beginning_is_one_where_a_record_holds_it_in_small_letters() -> None:
    ends = [settings(one, night_mode=False) for one in ("ridge.north", "ridge.south")]
    assert right("Ida broke the lamps. Turn night mode off for all of her stations", ends)


def test_nothing_is_done_to_all_where_nobody_is_named_whose_they_are() -> None:
    assert right("Somebody broke the lamps. Turn night mode off for all of her stations", ASK)


@pytest.mark.parametrize("prompt", [
    "Create a limit HAIL_MAX with the ceiling 5 for valley/check-in-and-close",
    "valley/check-in-and-close needs a new limit HAIL_MAX with the ceiling 5",
])  # fmt: skip
def test_a_new_name_with_underscores_and_a_number_behind_its_label_are_values_where_such_are_held(prompt: str) -> None:
    assert right(prompt, [limit("valley/check-in-and-close", "HAIL_MAX", "5")])


def test_a_code_behind_what_an_input_is_called_is_its_value_however_it_is_written() -> None:
    assert right("Create a limit HAIL_MAX with the ceiling h-20 for ridge.north", [limit("ridge.north", "HAIL_MAX", "h-20")])


def test_of_a_list_that_was_read_for_one_parent_all_of_that_parent_are_meant() -> None:
    ends = [("limits.patch", {"limit_id": one, "silent": True}) for one in ("l3", "l4")]
    assert right("Turn silent on for everything on ridge.south", ends)


def test_an_object_of_which_nothing_need_be_told_is_empty() -> None:
    assert right("Restart ridge.south", [("stations.restart", {"station": "ridge.south", "options": {}})])


def test_the_key_of_what_belongs_to_a_record_is_no_field_of_the_record() -> None:
    assert right("Set the keeper of ridge.south to noor", [settings("ridge.south", keeper="noor")])


def test_a_description_that_records_do_not_follow_lists_no_values() -> None:
    assert right("Set the shelf of wind.ridge.north to right", [("items.patch", {"item_id": "i1", "shelf": "right"})])


def test_a_field_of_one_word_that_could_be_a_key_is_none_of_what_the_record_refers_to() -> None:
    assert right("Set the tag of wind.ridge.north to blue", ASK)


@pytest.mark.parametrize(("prompt", "shows"), [("Is wind.ridge.south online?", "i3"), ("Is rain-tank.ridge.south online?", "i4")])
def test_what_is_asked_of_a_record_does_not_hide_it_and_it_may_be_called_by_two_of_its_values(prompt: str, shows: str) -> None:
    assert judge(FIELD, Job(prompt, [], shows=(f"'{shows}'",))).right


def test_what_is_not_needed_any_more_is_removed_and_no_other() -> None:
    end = [("limits.remove", {"station": "delta-7.coast", "gauge": "SURGE_MAX"})]
    assert right("SURGE_MAX isn't needed any more on delta-7.coast, remove it", end)
