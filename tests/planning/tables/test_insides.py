"""Records inside of others are told by the key of the outer one and their own number."""

from typing import Any

import pytest

from tests.fields.checks import array, shape
from tests.fields.driver import judge
from tests.fields.service import Call, Field, Job, Row, Rows, Tool, find, number, text


def inner(rows: Rows, table: str, key: Any, field: str, own: Any) -> Row:
    outer = find(rows[table], next(iter(rows[table][0])), key)
    return find(outer[field], next(iter(outer[field][0])), own)


def line(one: int, article: str, state: str) -> Row:
    return {"id": one, "article": article, "state": state}


ORDERS = Field("orders", {"orders": [
    {"id": 310, "buyer": "Ada Moss", "lines": [line(1, "Oak shelf", "packed"), line(2, "Brass hook", "open")]},
    {"id": 311, "buyer": "Bo Lind", "lines": [line(1, "Brass hook", "open"), line(2, "Pine board", "missing")]},
]}, (
    Tool("listOrders", "All orders with their lines", {}, lambda rows: {"items": rows["orders"], "total": len(rows["orders"])}, outputs=shape(
        items=array(id=number(), buyer=text(), lines=array(id=number(), article=text(), state=text())))),
    Tool("cancelLine", "Cancels one line of an order", {"orderId": number(), "lineId": number()},
         lambda rows, orderId, lineId: inner(rows, "orders", orderId, "lines", lineId).update(state="cancelled"), ("orderId", "lineId")),
), ())  # fmt: skip

HIVES = Field("hives", {"hives": [
    {"hive_code": "HV-1", "place": "Orchard", "frames": [{"position": 1, "brood": "sound"}, {"position": 2, "brood": "sick"}]},
    {"hive_code": "HV-2", "place": "Meadow", "frames": [{"position": 1, "brood": "sick"}, {"position": 2, "brood": "sound"}, {"position": 3, "brood": "sound"}]},
]}, (
    Tool("hive_list", "The hives", {}, lambda rows: rows["hives"], outputs=array(
        hive_code=text(), place=text(), frames=array(position=number(), brood=text()))),
    Tool("frame_isolate", "Isolate a frame of a hive", {"hive_code": text(), "position": number()},
         lambda rows, hive_code, position: inner(rows, "hives", hive_code, "frames", position).update(isolated=True), ("hive_code", "position")),
), ())  # fmt: skip


def cancelled(order: int, one: int) -> Call:
    return "cancelLine", {"orderId": order, "lineId": one}


def isolated(hive: str, position: int) -> Call:
    return "frame_isolate", {"hive_code": hive, "position": position}


@pytest.mark.parametrize(("field", "said", "end"), [
    (ORDERS, "Cancel the missing line", [cancelled(311, 2)]),
    (ORDERS, "Cancel all lines that are open", [cancelled(310, 2), cancelled(311, 1)]),
    (ORDERS, "Cancel Ada Moss's open line", [cancelled(310, 2)]),
    (HIVES, "Isolate every sick frame", [isolated("HV-1", 2), isolated("HV-2", 1)]),
    (HIVES, "Isolate the sick frame in the meadow", [isolated("HV-2", 1)]),
])  # fmt: skip
def test_a_record_inside_of_another_is_told_by_the_keys_of_both(field: Field, said: str, end: list[Call]) -> None:
    verdict = judge(field, Job(said, end))

    assert verdict.right, (verdict.calls, verdict.said)


def test_which_of_several_inside_is_meant_is_asked() -> None:
    assert judge(ORDERS, Job("Cancel the brass hook line", "ask")).right


def bay(one: int, title: str, fee: str, boats: int) -> Row:
    return {"id": one, "title": title, "fee": fee, "boats": boats}


SHEDS = Field("sheds", {
    "sheds": [
        {"id": 41, "title": "Mill shed", "state": "open", "bays": [bay(901, "Small", "24.00", 4), bay(902, "Large", "28.00", 7)]},
        {"id": 42, "title": "Quay shed", "state": "open", "bays": [bay(903, "Small", "18.00", 2), bay(904, "Large", "33.00", 1)]},
    ],
    "keepers": [
        {"id": "k1", "name": "Ada Moss", "homes": [{"id": "a1", "sort": "Summer", "town": "Visby"}, {"id": "a2", "sort": "Winter", "town": "Kalmar"}]},
        {"id": "k2", "name": "Bo Lind", "homes": [{"id": "a3", "sort": "Summer", "town": "Lund"}]},
    ],
    "ropes": [{"id": 7, "name": "Hemp rope", "levels": [{"shed_id": 41, "metres": 50}, {"shed_id": 42, "metres": 90}]},
              {"id": 8, "name": "Steel rope", "levels": [{"shed_id": 41, "metres": 10}, {"shed_id": 42, "metres": 0}]}],
}, (
    Tool("sheds.list", "List sheds with their bays", {}, lambda rows: {"sheds": rows["sheds"]}, outputs=shape(sheds=array(
        id=number(), title=text(), state=text(), bays=array(id=number(), title=text(), fee=text(), boats=number())))),
    Tool("keepers.list", "List keepers with their homes", {}, lambda rows: {"keepers": rows["keepers"]}, outputs=shape(keepers=array(
        id=text(), name=text(), homes=array(id=text(), sort=text(), town=text())))),
    Tool("ropes.list", "List ropes", {}, lambda rows: {"ropes": rows["ropes"]}, outputs=shape(ropes=array(
        id=number(), name=text(), levels=array(shed_id=number(), metres=number())))),
    Tool("bays.update", "Update a bay of a shed", {"shed_id": number(), "bay_id": number(), "fee": text(), "boats": number()},
         lambda rows, shed_id, bay_id, **told: find(find(rows["sheds"], "id", shed_id)["bays"], "id", bay_id).update(told), ("shed_id", "bay_id")),
    Tool("keepers.update", "Update a keeper", {"keeper_id": text(), "name": text()},
         lambda rows, keeper_id, **told: find(rows["keepers"], "id", keeper_id).update(told), ("keeper_id",)),
    Tool("homes.update", "Update a home of a keeper", {"keeper_id": text(), "home_id": text(), "town": text(), "sort": text()},
         lambda rows, keeper_id, home_id, **told: find(find(rows["keepers"], "id", keeper_id)["homes"], "id", home_id).update(told), ("keeper_id", "home_id")),
    Tool("rope_levels.set", "Set how much of a rope is in a shed", {"rope_id": number(), "shed_id": number(), "metres": number()},
         lambda rows, rope_id, shed_id, metres: find(find(rows["ropes"], "id", rope_id)["levels"], "shed_id", shed_id).update(metres=metres),
         ("rope_id", "shed_id", "metres")),
), ())  # fmt: skip


@pytest.mark.parametrize(("said", "end"), [
    ("Set the fee of the large bay of the Quay shed to 30", [("bays.update", {"shed_id": 42, "bay_id": 904, "fee": "30.00"})]),
    ("Set the boats of the small bay of the Mill shed to 5", [("bays.update", {"shed_id": 41, "bay_id": 901, "boats": 5})]),
    ("Change the town of Bo Lind's summer home to Malmö", [("homes.update", {"keeper_id": "k2", "home_id": "a3", "town": "Malmö"})]),
    ("Set the metres of the hemp rope in the Quay shed to 70", [("rope_levels.set", {"rope_id": 7, "shed_id": 42, "metres": 70})]),
])  # fmt: skip
def test_a_part_is_told_by_what_it_is_called_and_what_holds_it(said: str, end: list[Call]) -> None:
    verdict = judge(SHEDS, Job(said, end))

    assert verdict.right, (verdict.calls, verdict.said)


def test_a_field_that_only_parts_have_is_none_of_the_record() -> None:
    keepers = Field("keepers", SHEDS.rows, (SHEDS.tools[1], SHEDS.tools[4]), ())

    assert judge(keepers, Job("Change the town of Bo Lind's summer home to Malmö", "ask")).right
