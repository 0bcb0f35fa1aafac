"""A boatyard: amounts with two ends, what counts none, and fields that belong to whoever is named."""

import pytest

from tests.fields.checks import array, shape
from tests.fields.driver import judge
from tests.fields.service import ASK, Call, Field, Job, Rows, Tool, find, number, rows_of, text

PRICE = number("EUR")
ROWS: Rows = {
    "boats": rows_of(
        "boatId name guide_low guide_high reserve last_offer state",
        "b1|Tern|800|1000|700|650|shown", "b2|Gannet|2000|2600|1800|0|shown", "b3|Little Auk|300|450|280|0|shown",
        "b4|Skua|900|1300|850|880|shown",
    ),
    "owners": rows_of("ownerId name phone tier", "o1|Ida Rask|5550101|basic", "o2|Tom Yu|5550102|premium"),
}  # fmt: skip


def edit(table: str, key: str) -> object:
    return lambda rows, **told: find(rows[table], key, told.pop(key)).update(told)


REASON = text(enum=["sold_elsewhere", "damaged", "owner_request"])
TIER = text(enum=["basic", "premium"])
YARD = Field("yard", ROWS, (
    Tool("list_boats", "All boats that are for sale.", {}, lambda rows: rows["boats"], outputs=array(
        boatId=text(), name=text(), guide_low=PRICE, guide_high=PRICE, reserve=PRICE, last_offer=PRICE, state=text())),
    Tool("edit_boat", "Changes a boat.", {"boatId": text(), "guide_low": PRICE, "guide_high": PRICE, "reserve": PRICE},
         edit("boats", "boatId"), ("boatId",)),
    Tool("hide_boat", "Hides a boat from buyers.", {"boatId": text()},
         lambda rows, boatId: find(rows["boats"], "boatId", boatId).update(state="hidden"), ("boatId",)),
    Tool("withdraw_boat", "Withdraws a boat from sale.", {"boatId": text(), "reason": REASON},
         lambda rows, boatId, reason: find(rows["boats"], "boatId", boatId).update(state=REASON["enum"].index(reason)),
         ("boatId", "reason")),
    Tool("list_owners", "All owners.", {}, lambda rows: {"owners": rows["owners"]},
         outputs=shape(owners=array(ownerId=text(), name=text(), phone=text(), tier=TIER))),
    Tool("edit_owner", "Changes an owner.", {"ownerId": text(), "phone": text(), "tier": TIER},
         edit("owners", "ownerId"), ("ownerId",)),
), ())  # fmt: skip


def boat(key: int, **told: object) -> list[Call]:
    return [("edit_boat", {"boatId": f"b{key}", **told})]


def withdrawn(key: int, reason: str) -> list[Call]:
    return [("withdraw_boat", {"boatId": f"b{key}", "reason": reason})]


def owner(key: int, **told: object) -> list[Call]:
    return [("edit_owner", {"ownerId": f"o{key}", **told})]


@pytest.mark.parametrize(("said", "end"), [
    ("The guide for the Tern should be 850 to 1,100 euros", boat(1, guide_low=850, guide_high=1100)),
    ("Set the guide of the Little Auk to €350 - €500", boat(3, guide_low=350, guide_high=500)),
    ("The reserve of the Skua should be 900 euros", boat(4, reserve=900)),
    ("Halve the reserve of the Gannet", boat(2, reserve=900)),
    ("Hide all boats that have no offer", [("hide_boat", {"boatId": f"b{one}"}) for one in (2, 3)]),
    ("Hide all boats without an offer yet", [("hide_boat", {"boatId": f"b{one}"}) for one in (2, 3)]),
    ("Change Ida Rask's phone to 5550199", owner(1, phone="5550199")),
    ("Make Ida Rask a premium owner", owner(1, tier="premium")),
    ("Make a premium owner", ASK),
    ("Hide all boats whose last offer is above the reserve", [("hide_boat", {"boatId": "b4"})]),
    ("Hide the Tern if its last offer is below its reserve", [("hide_boat", {"boatId": "b1"})]),
    ("Hide the Skua if its last offer is below its reserve", []),
    ("Hide the Tern if its reserve is above 650", [("hide_boat", {"boatId": "b1"})]),
    ("Hide the Tern if its reserve is above 750", []),
    ("Little Auk: reserve 250 euros", boat(3, reserve=250)),
    ("Hide the Tern, reserve 650", ASK),
    ("Withdraw the Tern. The owner asked for that.", withdrawn(1, "owner_request")),
    ("The storm damaged it: withdraw the Skua", withdrawn(4, "damaged")),
    ("Withdraw the Skua, it's been sold", withdrawn(4, "sold_elsewhere")),
    ("Withdraw the Skua as sold elsewhere", withdrawn(4, "sold_elsewhere")),
    ("Withdraw the Tern. The owner sold it.", ASK),
    ("Withdraw the Tern", ASK),
])  # fmt: skip
def test_what_is_said_of_records(said: str, end: list[Call]) -> None:
    verdict = judge(YARD, Job(said, end))

    assert verdict.right, (verdict.calls, verdict.said)
