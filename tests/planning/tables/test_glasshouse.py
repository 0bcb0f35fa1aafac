"""Requests to a made-up glasshouse: what each rule of the second reading makes possible, and what it keeps from being done."""

from typing import Any

import pytest

from tests.fields.service import ASK
from tests.planning.tables.glasshouse import basket, changed, done, kept, opened, turned


def right(prompt: str, *end: tuple[str, dict[str, Any]]) -> bool:
    return done(prompt, list(end)).right


def asked(prompt: str) -> bool:
    return done(prompt, ASK).right


@pytest.mark.parametrize(("prompt", "end"), [
    ("Turn on the side flap in palms", turned("side-flap", True)),
    ("switch the roof vent off please", turned("roof-vent", False)),
    ("roof vent off please, it's far too cold for the ferns", turned("roof-vent", False)),
    ("mist nozzle 2 on in cacti", turned("mist-2", True, "cacti")),
])  # fmt: skip
def test_the_particle_tells_whether_something_is_to_be_on(prompt: str, end: tuple[str, dict[str, Any]]) -> None:
    assert right(prompt, end)


@pytest.mark.parametrize(("prompt", "keys"), [
    ("Every vent of Ada's that's off in palms should be turned on there", ["side-flap"]),
    ("Turn on every vent that is off in palms", ["side-flap", "mist-2"]),
])  # fmt: skip
def test_what_is_off_is_told_by_the_state_in_the_place_that_is_named(prompt: str, keys: list[str]) -> None:
    assert right(prompt, *(turned(key, True) for key in keys))


@pytest.mark.parametrize(("prompt", "end"), [
    ("Set the opening of the roof vent to 60%", opened("roof-vent", 60)),
    ("Move the side flap from 25 to 50 percent in cacti", opened("side-flap", 50, "cacti")),
])  # fmt: skip
def test_a_share_is_the_value_of_an_input_that_takes_percents(prompt: str, end: tuple[str, dict[str, Any]]) -> None:
    assert right(prompt, end)


def test_a_record_that_does_not_hold_the_old_number_gets_no_new_one() -> None:
    assert asked("Move the side flap from 33 to 50 percent in cacti")


@pytest.mark.parametrize(("prompt", "end"), [
    ("Make Cy Moor the keeper of the roof vent", kept("roof-vent", "cy.moor")),
    ("The roof vent belongs to Cy from now on", kept("roof-vent", "cy.moor")),
    ("Set the keeper of the side flap to Bo", kept("side-flap", "bo.frey")),
])  # fmt: skip
def test_a_field_that_holds_keys_takes_the_key_of_whom_the_request_names(
    prompt: str, end: tuple[str, dict[str, Any]]
) -> None:
    assert right(prompt, end)


def test_a_quotation_is_no_key_of_a_person() -> None:
    verdict = done("Close the roof vent, comment 'Season is over'", [("vent_close", {"key": "roof-vent", "comment": "Season is over"})])

    assert verdict.right


@pytest.mark.parametrize(("prompt", "end"), [
    ("The Aras visit will be seven instead of nine", changed(4, heads=7)),
    ("Mona Aras wants to come half an hour later on Friday", changed(4, hour="20:00")),
    ("Mona Aras should come an hour earlier", changed(4, hour="18:30")),
    ("Move the Aras visit to 8 pm", changed(4, hour="20:00")),
    ("Put Ines Falk on bed 4", changed(2, bed_number=4)),
    ("Mona Aras should sit at bed 3", changed(4, bed_number=3)),
    ("All of Friday's visits have to move to Saturday, same time", changed(4, day="2026-03-14")),
])  # fmt: skip
def test_days_hours_and_numbers_of_a_visit_are_told_apart(prompt: str, end: tuple[str, dict[str, Any]]) -> None:
    assert right(prompt, end)


def test_tonight_is_the_evening_where_records_have_times() -> None:
    assert right("Tell everyone with a visit tonight 'It is warm'", ("tell_visit", {"visit_id": "v1", "words": "It is warm"}))


@pytest.mark.parametrize(("prompt", "end"), [
    ("A fern costs 4.20 from now on", ("set_plant_price", {"plant_id": 53, "price_cents": 420})),
    ("Two more ferns for bed 3", basket(901, 53, 2)),
    ("another agave for bed 2", basket(900, 51)),
    ("10% off for bed 2, they had to wait for ages", ("apply_rebate", {"basket_id": 900, "percent": 10})),
])  # fmt: skip
def test_amounts_are_told_without_an_order(prompt: str, end: tuple[str, dict[str, Any]]) -> None:
    assert right(prompt, end)


def test_a_whole_number_may_be_cents_and_is_asked_about() -> None:
    assert asked("A fern costs 4 from now on")


@pytest.mark.parametrize(("prompt", "end"), [
    ("Accept everything that is waiting for inspection", [31, 33]), ("Accept the delivery that's awaiting inspection from Hage", [33]),
])  # fmt: skip
def test_waiting_for_something_is_awaiting_it(prompt: str, end: list[int]) -> None:
    assert right(prompt, *(("accept_delivery", {"delivery_id": one}) for one in end))


@pytest.mark.parametrize(("prompt", "reason"), [
    ("Refuse the Hage delivery, it was never ordered", "not_ordered"), ("Refuse the Hage delivery, it wasn't ordered", "not_ordered"),
    ("Refuse the Hage delivery, they forgot the papers", "other"),
])  # fmt: skip
def test_what_is_told_behind_may_be_the_reason(prompt: str, reason: str) -> None:
    assert right(prompt, ("refuse_delivery", {"delivery_id": 33, "reason": reason}))
