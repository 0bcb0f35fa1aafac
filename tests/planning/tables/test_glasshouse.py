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
    ("Could you double the opening of the roof vent in palms?", opened("roof-vent", 80)),
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
    ("The Aras visit will be seven instead of nine", changed(4, group_size=7)),
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


@pytest.mark.parametrize(("prompt", "told"), [
    ("Create a vent north-gate, name 'North gate', installed by Bo Frey", {"key": "north-gate", "name": "North gate", "installer": "bo.frey"}),
    ("New vent 'Dew pipe', key dew-pipe", {"key": "dew-pipe", "name": "Dew pipe"}),
])  # fmt: skip
def test_the_code_of_what_is_new_is_told_behind_its_label_or_its_noun(prompt: str, told: dict[str, str]) -> None:
    assert right(prompt, ("vent_create", told))


@pytest.mark.parametrize(("prompt", "plant", "on_sale"), [
    ("The kentia palm is sold out", 52, False), ("The agave is no longer sold out", 51, True),
])  # fmt: skip
def test_what_a_truth_is_described_to_mean_is_said_of_a_record(prompt: str, plant: int, on_sale: bool) -> None:
    assert right(prompt, ("set_plant_sale", {"plant_id": plant, "on_sale": on_sale}))


@pytest.mark.parametrize("prompt", [
    "Refuse the Hage delivery, they want the papers first", "5 euros off for bed 2", "Two days off for Ada",
])  # fmt: skip
def test_what_bids_something_else_is_no_aside_and_what_is_counted_is_not_switched(prompt: str) -> None:
    assert asked(prompt)


def test_what_is_told_with_numbers_is_meant_by_them() -> None:
    settled = [("settle_basket", {"basket_id": one, "settled_with": "coins"}) for one in (900, 901)]
    assert right("Beds 2 and 3 both paid in coins, settle them", *settled)


def test_a_value_of_a_record_is_meant_before_one_of_what_it_refers_to() -> None:
    assert right("Accept the Hage delivery", ("accept_delivery", {"delivery_id": 33}))  # a team is called so, too


@pytest.mark.parametrize("prompt", [
    "Otto Brandt wrote about Saturday's visit, move it to 4 pm",
    "Saturday's visit of the Brandts begins too early, move it to 4 pm",
])  # fmt: skip
def test_the_day_of_what_is_told_tells_which_record_is_meant(prompt: str) -> None:
    assert right(prompt, changed(3, hour="16:00"))


def test_who_cannot_come_on_a_day_means_the_visit_of_that_day() -> None:
    assert right("Mr Brandt called, he can't make it on Saturday. Cancel that one please.", ("cancel_visit", {"visit_id": "v3"}))


def test_what_somebody_wonders_decides_nothing() -> None:
    told = ("tell_visit", {"visit_id": "v2", "words": "See you soon"})
    assert right("Ines Falk isn't sure whether her visit was noted. Tell her 'See you soon'", told)


@pytest.mark.parametrize(("size", "end"), [("eight", [changed(4, bed_number=3)]), ("nine", [])])
def test_a_group_is_bigger_than_a_number_and_is_left_where_it_is_otherwise(
    size: str, end: list[tuple[str, dict[str, Any]]]
) -> None:
    prompt = f"If Mona Aras's group is bigger than {size}, give them bed 3, otherwise leave them where they are"
    assert right(prompt, *end)


def test_a_key_that_is_told_as_a_name_is_looked_up() -> None:
    assert right("Mist nozzle 2 can go to 80% in cacti", opened("mist-2", 80, "cacti"))
