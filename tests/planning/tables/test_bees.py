"""Requests about leased beehives, a made-up service: what the second reading does with lists that go on, differences and statements."""

from typing import Any

import pytest

from tests.fields.service import ASK
from tests.planning.tables.bees import done, leased, ordered


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
