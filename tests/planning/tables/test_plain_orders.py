"""Orders in plain words, as agents write them: each field by its name, each record by what it belongs to.

A yard rents out moorings: berths with the ids of two persons, sums in cents, moments in seconds, a field that is called
like a deed, and an action that makes one change to many.
"""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.fields.checks import boolean, shape, whole
from tests.fields.driver import judge
from tests.fields.service import ASK, Call, Field, Job, Row, Rows, Tool, find, number, rows_of, text


def at(told: str) -> int:
    return int(datetime.fromisoformat(told).replace(tzinfo=UTC).timestamp())


ROWS: Rows = {
    "members": rows_of(
        "id name phone", "60011|Ada Brook|555-0101", "60012|Bo Kern|555-0102", "60013|Cy Lamb|555-0103",
    ),
    "berths": [
        {"id": int(key), "label": label, "tenant_id": int(tenant), "warden_id": int(warden), "depth": float(depth),
         "close_at_term_end": closes == "yes", "hold": {"kind": hold} if hold else None}
        for key, label, tenant, warden, depth, closes, hold in (one.split("|") for one in (
            "4101|North 1|60011|60012|1.5|yes|winter", "4102|North 2|60013|60012|2.5|no|", "4103|South 1|60011|60013|4|no|",
        ))
    ],
    "bills": [
        {"id": f"b_{key}", "berth_id": int(berth), "amount": int(amount), "state": state, "due_at": at(due)}
        for key, berth, amount, state, due in (one.split("|") for one in (
            "k1|4101|1450|open|2026-02-20", "k2|4101|1450|open|2026-03-06", "m1|4102|4700|open|2026-03-16", "m2|4103|2200|paid|2026-04-16",
        ))
    ],
}  # fmt: skip


def put(table: str) -> Any:
    def do(rows: Rows, id: Any, **told: Any) -> Row:
        row = find(rows[table], "id", id)
        for name in ("tenant_id", "warden_id"):
            if name in told:
                find(rows["members"], "id", told[name])
        if "close_at_term_end" in told:
            boolean(told["close_at_term_end"])
        if "hold_until" in told:
            whole(told["hold_until"], at("2026-03-01"), 2**33)
        row.update(told)
        return row

    return do


def each(rows: Rows, ids: str, **told: Any) -> Row:
    for one in ids.split(","):
        put("berths")(rows, int(one), **told)
    return {"done": ids}


def dropped(rows: Rows, berth_id: int) -> Row:
    rows["berths"].remove(row := find(rows["berths"], "id", berth_id))
    return row


def tool(name: str, says: str, do: Any, needed: tuple[str, ...] = (), outputs: Any = None, **inputs: Any) -> Tool:
    return Tool(name, says, shape(**inputs)["properties"], do, needed, outputs)


CHANGES = {"tenant_id": number(), "warden_id": number(), "close_at_term_end": {"type": "boolean"}, "hold_until": number(format="unix-time")}
BILL = shape(id=text(), berth_id=number(), amount=number("In cents."), state=text(), due_at=number(format="unix-time"))
YARD = Field("yard", ROWS, (
    tool("members", "Returns a list of members.", lambda rows: rows["members"]),
    tool("berths", "Returns a list of berths.", lambda rows: rows["berths"]),
    tool("bills", "Returns a list of bills.", lambda rows: rows["bills"], (), {"type": "array", "items": BILL}),
    tool("update_member", "Updates a member.", put("members"), ("id",), id=number("The id of the member."), phone=text()),
    tool("update_berth", "Updates a berth.", put("berths"), ("id",), id=number("The id of the berth."), **CHANGES),
    tool("update_many_berths", "Makes the same change to several berths.", each, ("ids",), ids=text("Comma-separated list of berth ids."), **CHANGES),
    tool("delete_berth", "Cancels a berth immediately.", dropped, ("berth_id",), berth_id=number()),
    tool("void_bill", "Voids a bill.", lambda rows, id: put("bills")(rows, id, state="void"), ("id",), id=text("The id of the bill.")),
), ())  # fmt: skip


def changed(berth: int, **told: Any) -> Call:
    return "update_berth", {"id": berth, **told}


def void(*bills: str) -> list[Call]:
    return [("void_bill", {"id": one}) for one in bills]


@pytest.mark.parametrize(("prompt", "end"), [
    ("Set the phone of the member 'Cy Lamb' to 555-0177", [("update_member", {"id": 60013, "phone": "555-0177"})]),
    ("Set the warden of the berth 'North 1' to 'Cy Lamb'", [changed(4101, warden_id=60013)]),
    ("Set the warden of every berth whose warden is 'Bo Kern' to 'Cy Lamb'", [changed(4101, warden_id=60013), changed(4102, warden_id=60013)]),
    ("Set close at term end of the berth 'North 1' to false", [changed(4101, close_at_term_end=False)]),
    ("Remove the hold of the berth 'North 1'", ASK),
    ("Void every bill whose due at is between 2026-03-01 and 2026-03-31", void("b_k2", "b_m1")),
    ("Void every bill whose amount is between 20 euros and 25 euros", void("b_m2")),
    ("Void every bill whose state is open, except the bills of the berth 'North 1'", void("b_m1")),
    ("Void the older bill of the berth 'North 1'", void("b_k1")),
    ("Do the bills of the berth 'North 1' add up to more than 30 euros? If so cancel the berth, otherwise void the older bill of the berth 'North 1'", void("b_k1")),
    ("If the bills of the berth 'North 1' come to more than 28 euros, void the older one", void("b_k1")),
    ("If the number of berths whose warden is 'Bo Kern' is over 1, set the warden of the berth 'South 1' to 'Ada Brook'", [changed(4103, warden_id=60011)]),
    ("If there are at least 2 berths whose warden is 'Bo Kern', set the warden of the berth 'South 1' to 'Ada Brook'", [changed(4103, warden_id=60011)]),
    ("If there are at least 3 berths whose warden is 'Bo Kern', set the warden of the berth 'South 1' to 'Ada Brook'", []),
    ("If the number of berths whose warden is 'Ada Brook' is 0, set the warden of the berth 'South 1' to 'Ada Brook'", [changed(4103, warden_id=60011)]),
])  # fmt: skip
def test_plain_orders(prompt: str, end: Any) -> None:
    verdict = judge(YARD, Job(prompt, end))

    assert not verdict.harm
    assert verdict.right, (verdict.status, verdict.said, verdict.calls)
