"""A shop, made up: keys that are called uuid in every list, records that are replaced whole, amounts as text, truths, numbers in names."""

from copy import deepcopy
from typing import Any

import pytest

from tests.fields.checks import array
from tests.fields.driver import judge
from tests.fields.service import Field, Job, Refusal, Rows, Tool, find, number, text

TRUTH = {"type": "boolean"}
WARE = {"sku": text(), "title": text(), "price": text(), "stock": number(), "active": TRUTH, "tags": {"type": "array", "items": text()}}


def key(at: int) -> str:
    return f"{at}f9a7c1b-33e4-4b90-9d19-5e6f7a8b9c0{at}"


ROWS: Rows = {
    "wares": [
        {"uuid": key(1), "sku": "MUG-B", "title": "Blue mug", "price": "12.50", "stock": 40, "active": True, "tags": ["home"]},
        {"uuid": key(2), "sku": "MUG-R", "title": "Red mug", "price": "12.50", "stock": 0, "active": True, "tags": ["home", "sale"]},
        {"uuid": key(3), "sku": "CAP", "title": "Cap", "price": "15.00", "stock": 3, "active": False, "tags": []},
    ],
    "buyers": [{"uuid": key(4), "name": "Iris Wolf", "vip": False}, {"uuid": key(5), "name": "Paul Adler", "vip": True}],
    "orders": [
        {"uuid": key(6), "number": 1007, "buyer": key(4), "state": "paid"},
        {"uuid": key(7), "number": 1008, "buyer": key(5), "state": "open"},
    ],
}


def replaced(rows: Rows, uuid: str, **told: Any) -> None:
    if {*told} != {*WARE}:
        raise Refusal("all properties must be told")
    find(rows["wares"], "uuid", uuid).update(told)


def put(table: str, **state: str) -> Any:
    return lambda rows, uuid, **told: find(rows[table], "uuid", uuid).update({**told, **state})


SHELVES = Field("shelves", ROWS, (
    Tool("wares.list", "All wares", {}, lambda rows: rows["wares"], outputs=array(uuid=text(), **WARE)),
    Tool("wares.replace", "Replace a ware", {"uuid": text(), **WARE}, replaced, ("uuid", *WARE)),
    Tool("buyers.list", "All buyers", {}, lambda rows: rows["buyers"], outputs=array(uuid=text(), name=text(), vip=TRUTH)),
    Tool("buyers.patch", "Patch a buyer", {"uuid": text(), "name": text(), "vip": TRUTH}, put("buyers"), ("uuid",)),
    Tool("orders.list", "All orders", {}, lambda rows: rows["orders"],
         outputs=array(uuid=text(), number=number(), buyer=text(), state=text())),
    Tool("orders.ship", "Mark an order as shipped", {"uuid": text(), "carrier": text(enum=["dhl", "ups"])},
         put("orders", state="shipped"), ("uuid",)),
    Tool("orders.update", "Updates an order", {"uuid": text(), "note": text()}, put("orders"), ("uuid",)),
    Tool("orders.send_invoice", "Sends the invoice to the buyer", {"uuid": text(), "message": text()},
         put("orders", billed="yes"), ("uuid",)),
    Tool("orders.cancel", "Cancel an order", {"uuid": text()}, put("orders", state="cancelled"), ("uuid",)),
), ())  # fmt: skip


def ware(at: int, **told: Any) -> Any:
    row = {**ROWS["wares"][at - 1], **told}
    return [("wares.replace", row)]


@pytest.mark.parametrize(("prompt", "end"), [
    ("Ship order 1007 with UPS", [("orders.ship", {"uuid": key(6), "carrier": "ups"})]),
    ("Cancel Paul's order", [("orders.cancel", {"uuid": key(7)})]),
    ("Make Iris Wolf a VIP", [("buyers.patch", {"uuid": key(4), "vip": True})]),
    ("Paul Adler is no longer a VIP", [("buyers.patch", {"uuid": key(5), "vip": False})]),
    ("Set the price of the blue mug to 13.90", ware(1, price="13.90")),
    ("Raise the price of the cap by 10%", ware(3, price="16.50")),
    ("Activate the cap", ware(3, active=True)),
    ("Deactivate the red mug", ware(2, active=False)),
    ("Deactivate every ware that is out of stock", ware(2, active=False)),
])  # fmt: skip
def test_what_is_called_uuid_everywhere_is_the_key_of_its_own_list(prompt: str, end: Any) -> None:
    assert judge(SHELVES, Job(prompt, deepcopy(end))).right


def test_what_stands_in_quotes_asks_for_nothing() -> None:
    verdict = judge(SHELVES, Job("note on order 1007: 'Gift, no invoice in the box'", []))

    assert not any("invoice" in name for name, _ in verdict.calls)


EPISODES = Field("podcasts", {
    "shows": [{"id": "s1", "title": "Deep Water"}, {"id": "s2", "title": "Brotzeit"}],
    "episodes": [
        {"id": f"e{at}", "showId": show, "number": no, "title": title, "state": "draft"}
        for at, (show, no, title) in enumerate((("s1", 1, "Reefs"), ("s1", 2, "Wrecks"), ("s2", 1, "Rye"), ("s2", 2, "Oil")))
    ],
}, (
    Tool("get_shows", "Shows of the account.", {}, lambda rows: rows["shows"]),
    Tool("get_episodes", "Episodes of all shows.", {}, lambda rows: rows["episodes"]),
    Tool("patch_episode", "Edit an episode.", {"id": text(), "title": text()},
         lambda rows, id, **told: find(rows["episodes"], "id", id).update(told), ("id",)),
    Tool("publish_episode", "Publish an episode now.", {"id": text()},
         lambda rows, id: find(rows["episodes"], "id", id).update(state="published"), ("id",)),
), ())  # fmt: skip


@pytest.mark.parametrize(("prompt", "end"), [
    ("Publish episode 2 of Deep Water", [("publish_episode", {"id": "e1"})]),
    ("Rename episode 1 of Brotzeit to 'Bread'", [("patch_episode", {"id": "e2", "title": "Bread"})]),
])  # fmt: skip
def test_a_number_behind_the_noun_tells_which_of_a_parent(prompt: str, end: Any) -> None:
    assert judge(EPISODES, Job(prompt, end)).right
