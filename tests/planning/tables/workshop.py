"""A bicycle workshop, made up for the tests of this folder: a prefix before each verb, epoch seconds, cents, pages of three."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from tests.fields.driver import Verdict, judge
from tests.fields.service import Field, Job, Refusal, Row, Rows, Tool, find, listing, number, rows_of, text


def at(when: str) -> int:
    return int(datetime.fromisoformat(when).replace(tzinfo=UTC).timestamp())


def repair(line: str) -> Row:
    (row,) = rows_of("id bike_id mechanic_id job status fee_cents ready_at", line)
    return {**row, "ready_at": at(str(row["ready_at"]))}


ROWS = {
    "customers": rows_of(
        "id name email", "c1|Ida Berg|ida@berg.example", "c2|Noor Haddad|noor@haddad.example", "c3|Pavel Rys|pavel@rys.example",
    ),
    "bikes": rows_of(
        "bikeId model colour customerId insuredValue",
        "b1|Swift 3|grey|c1|900", "b2|Cargo Long|green|c2|4200", "b3|City One|grey|c3|650", "b4|Gravel X|black|c2|2300",
    ),
    "mechanics": [
        {"id": "m1", "name": "Tomas Lind", "on_duty": True, "available": True},
        {"id": "m2", "name": "Vera Okoye", "on_duty": False, "available": False},
    ],
    "repairs": [repair(line) for line in (
        "r1|b1|m1|Brake service|in_repair|4500|2026-03-09T12:00",
        "r2|b2|m2|Wheel truing|booked|12000|2026-03-20T17:00",
        "r3|b3|m1|Chain swap|ready|3000|2026-03-10T10:00",
        "r4|b4|m2|Frame check|collected|0|2026-02-20T10:00",
    )],
    "letters": [],
}


def bikes(rows: Rows, pageToken: str = "") -> object:
    start = int(pageToken or 0)
    more = {"nextPageToken": str(start + 3)} if start + 3 < len(rows["bikes"]) else {}
    return {"bikes": rows["bikes"][start : start + 3], **more}


def put(table: str, key: str, **names: str) -> Any:
    """A change of the one field that the call brings along."""

    def act(rows: Rows, **told: Any) -> object:
        find(rows[table], "id", told.pop(key)).update({names.get(name, name): value for name, value in told.items()})
        return {}

    return act


def letter(rows: Rows, to: str, message: Mapping[str, Any]) -> object:
    if {*message} != {"subject", "body"}:
        raise Refusal("a message has a subject and a body")
    rows["letters"].append({"to": find(rows["customers"], "email", to)["email"], **message})
    return {}


REPAIR, MECHANIC = text("ID of the repair."), text("ID of the mechanic.")
MESSAGE = {
    "type": "object", "required": ["subject", "body"],
    "properties": {"subject": text("Subject line."), "body": text("Plain text.")},
}
FIELD = Field(
    "workshop", ROWS,
    (
        Tool("velo_list_customers", "List the customers.", {}, lambda rows: {"data": rows["customers"]}),
        Tool("velo_list_bikes", "List the bikes. Returns up to three per page.", {"pageToken": text("Token of a further page.")}, bikes, outputs=listing("bikes", bikeId=text(), model=text(), colour=text(), customerId=text(), insuredValue=number())),
        Tool("velo_list_mechanics", "List the mechanics.", {}, lambda rows: {"data": rows["mechanics"]}),
        Tool("velo_find_repairs", "Find repairs in all states.", {"status": text("Status.", enum=["booked", "in_repair", "ready", "collected"])}, lambda rows, status="": {"data": [row for row in rows["repairs"] if status in ("", row["status"])]}),
        Tool("velo_assign_mechanic", "Assign a repair to a mechanic.", {"repair_id": REPAIR, "mechanic_id": MECHANIC}, put("repairs", "repair_id"), ("repair_id", "mechanic_id")),
        Tool("velo_set_fee", "Set the fee of a repair.", {"repair_id": REPAIR, "fee_cents": number("New fee in cents.")}, put("repairs", "repair_id"), ("repair_id", "fee_cents")),
        Tool("velo_set_pickup", "Change when a repair is ready.", {"repair_id": REPAIR, "ready_at": number("Pickup time, Unix timestamp in seconds.")}, put("repairs", "repair_id"), ("repair_id", "ready_at")),
        Tool("velo_set_status", "Set the status of a repair.", {"repair_id": REPAIR, "status": text("New status.", enum=["in_repair", "ready", "collected"])}, put("repairs", "repair_id"), ("repair_id", "status")),
        Tool("velo_set_availability", "Set whether a mechanic takes on work.", {"mechanic_id": MECHANIC, "available": {"type": "boolean"}}, put("mechanics", "mechanic_id"), ("mechanic_id", "available")),
        Tool("velo_mail_customer", "Send an e-mail to a customer.", {"to": text("E-mail address of the customer.", format="email"), "message": MESSAGE}, letter, ("to", "message")),
    ),
    (),
)


def done(prompt: str, end: Any) -> Verdict:
    return judge(FIELD, Job(prompt, end))


def fee(repair_: int, cents: int) -> tuple[str, dict[str, Any]]:
    return "velo_set_fee", {"repair_id": f"r{repair_}", "fee_cents": cents}


def pickup(repair_: int, when: str) -> tuple[str, dict[str, Any]]:
    return "velo_set_pickup", {"repair_id": f"r{repair_}", "ready_at": at(when)}


def mailed(to: str, subject: str, body: str) -> tuple[str, dict[str, Any]]:
    return "velo_mail_customer", {"to": to, "message": {"subject": subject, "body": body}}
