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
