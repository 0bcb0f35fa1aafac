"""Requests about leased beehives, a made-up service: what the second reading does with lists that go on, differences and statements."""

from typing import Any

import pytest

from tests.fields.service import ASK
from tests.planning.tables.bees import done, leased, ordered, priced, reminded, state


def right(prompt: str, end: Any) -> bool:
    return done(prompt, end).right


@pytest.mark.parametrize(("prompt", "end"), [
    ("Set Hollis Court to 8 hives", [leased(4, hives=8)]),
    ("Upgrade Odile Fenn to the Full Care grade", [leased(2, grade="g_full")]),
])  # fmt: skip
def test_a_list_goes_on_behind_the_id_of_its_last_record(prompt: str, end: Any) -> None:
    assert right(prompt, end)


@pytest.mark.parametrize(("prompt", "end"), [
    ("Add three hives to Odile Fenn", [leased(2, hives=5)]),
    ("Take two hives away from Tarn Brewery", [leased(3, hives=10)]),
    ("Take two hives away from Tarn Brewery, and the same for Hollis Court", [leased(3, hives=10), leased(4, hives=4)]),
])  # fmt: skip
def test_what_is_added_or_taken_away_is_a_difference(prompt: str, end: Any) -> None:
    assert right(prompt, end)


@pytest.mark.parametrize(("prompt", "end"), [
    ("If we have a smoker in stock, order 2 honey jars", ordered(("H-1", 2))),
    ("If the honey jars are out of stock, order 2 wax blocks", ordered(("H-2", 2))),
    ("If we have a honey jar in stock, order 2 smokers", []),
    ("Order 4 of everything that we have run out of", ordered(("H-1", 4))),
    ("If the stock of honey jars is low, order 2 wax blocks", ASK),
])  # fmt: skip
def test_in_stock_is_more_than_none_of_what_counts_it(prompt: str, end: Any) -> None:
    assert right(prompt, end)


def test_an_update_that_is_told_no_value_is_no_deed() -> None:
    verdict = done("Please update the swarm control", ASK)

    assert verdict.right and not any(name == "updateVisit" for name, _ in verdict.calls)


def test_what_another_kind_of_record_is_called_is_no_new_name() -> None:
    assert right("Change Ivo Marsh to Full Care", ASK)  # he leases nothing


@pytest.mark.parametrize(("prompt", "end"), [
    ("A wax block costs 10.50 from today", [priced("H-2", 10.5)]),
    ("Otis has missed the swarm control", [state(73, "MISSED")]),
    ("The swarm control is done", [state(73, "DONE")]),
    ("Otis takes the visits that have no by yet", [("updateVisit", {"visitNo": 74, "by": "Otis"})]),
    ("Ivo Marsh has a new e-mail: ivo@newmarsh.example", [("updateKeeper", {"id": "k4", "email": "ivo@newmarsh.example"})]),
])  # fmt: skip
def test_what_is_told_to_be_so_is_recorded(prompt: str, end: Any) -> None:
    assert right(prompt, end)


@pytest.mark.parametrize(("prompt", "end"), [
    ("Send a reminder to Ivo Marsh", [reminded("k4")]),
    ("Ivo Marsh gets a reminder, note: 'Please pay'", [reminded("k4", "Please pay")]),
])  # fmt: skip
def test_a_verb_that_says_nothing_leaves_the_deed_to_its_noun(prompt: str, end: Any) -> None:
    assert right(prompt, end)


@pytest.mark.parametrize(("prompt", "end"), [
    ("Order 3 smokers and 4 wax blocks", ordered(("H-3", 3), ("H-2", 4))),
    ("Add three hives to Odile Fenn, we are really pleased", [leased(2, hives=5)]),
    ("Odile Fenn wants the Full Care grade, please change that when you have a minute", [leased(2, grade="g_full")]),
])  # fmt: skip
def test_each_clause_is_about_one_thing_and_without_asides(prompt: str, end: Any) -> None:
    assert right(prompt, end)


@pytest.mark.parametrize(("prompt", "end"), [
    ("Mark visit 74 as missed", [state(74, "MISSED")]),
    ("The swarm control of Tarn Brewery was too late, mark the visit as missed", [state(73, "MISSED")]),
    ("Runa was at Meadow Lane School for the spring check, mark the visit as done", [state(71, "DONE")]),
])  # fmt: skip
def test_which_record_is_meant_is_told_by_its_number_or_beforehand(prompt: str, end: Any) -> None:
    assert right(prompt, end)
