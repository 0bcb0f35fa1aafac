"""Lifeboats, made up for the tests of this folder: names in camelCase, days as 13/03/2026, call signs for people, crews inside boats."""

from collections.abc import Mapping
from typing import Any

from tests.fields.driver import Verdict, judge
from tests.fields.service import Field, Job, Rows, Tool, find, rows_of, text

ROWS: Rows = {
    "volunteers": rows_of("callSign name", "KILO|Katrin Ilves", "LIMA|Liam Madden", "TANGO|Tove Anker"),
    "boats": [{**row, "crew": row["crew"].split()} for row in rows_of(
        "boatNo name crew", "B1|Grey Seal|KILO TANGO", "B2|Ann of Leith|TANGO LIMA", "B3|Storm Petrel|KILO",
    )],
    "drills": rows_of(
        "drillId boat topic heldOn done",
        "d1|B1|Night search|13/03/2026|false", "d2|B1|Towing|09/03/2026|false", "d3|B2|Man overboard|21/04/2026|false",
        "d4|B3|Radio|02/04/2026|false",
    ),
    "pages": [],
    "slips": [],
}
SIGN, BOAT, DRILL, DAY = text("Call sign"), text("Boat no."), text("Drill id."), text("DD/MM/YYYY")
WHEN = text("YYYY-MM-DD HH:MM")


def crew(rows: Rows, boatNo: str, volunteer: str, *, joins: bool) -> object:
    boat = find(rows["boats"], "boatNo", boatNo)
    find(rows["volunteers"], "callSign", volunteer)
    (boat["crew"].append if joins else boat["crew"].remove)(volunteer)
    return {}


def drill(rows: Rows, drillId: str, changes: Mapping[str, object]) -> object:
    find(rows["drills"], "drillId", drillId).update(changes)
    return {}


def page(rows: Rows, to: str, text: str) -> object:
    rows["pages"].append({"to": find(rows["volunteers"], "callSign", to)["callSign"], "text": text})
    return {}


def slip(rows: Rows, boatNo: str, startsAt: str, endsAt: str) -> object:
    rows["slips"].append({"boatNo": find(rows["boats"], "boatNo", boatNo)["boatNo"], "startsAt": startsAt, "endsAt": endsAt})
    return {}


def gone(rows: Rows, drillId: str) -> None:
    rows["drills"].remove(find(rows["drills"], "drillId", drillId))


FIELD = Field(
    "lifeboats", ROWS,
    (
        Tool("listVolunteers", "Lists volunteers.", {}, lambda rows: {"items": rows["volunteers"]}),
        Tool("listBoats", "Lists boats with their crews.", {}, lambda rows: {"items": rows["boats"]}),
        Tool("listDrills", "Lists drills.", {}, lambda rows: {"items": rows["drills"]}),
        Tool("addCrewMember", "Adds somebody to the crew of a boat.", {"boatNo": BOAT, "volunteer": SIGN}, lambda rows, **told: crew(rows, **told, joins=True), ("boatNo", "volunteer")),
        Tool("removeCrewMember", "Takes somebody out of the crew of a boat.", {"boatNo": BOAT, "volunteer": SIGN}, lambda rows, **told: crew(rows, **told, joins=False), ("boatNo", "volunteer")),
        Tool("updateDrill", "Changes a drill.", {"drillId": DRILL, "changes": {"type": "object", "properties": {"topic": text(), "heldOn": DAY, "done": {"type": "boolean"}}}}, drill, ("drillId", "changes")),
        Tool("deleteDrill", "Deletes a drill.", {"drillId": DRILL}, gone, ("drillId",)),
        Tool("bookSlipway", "Books the slipway for a boat.", {"boatNo": BOAT, "startsAt": WHEN, "endsAt": WHEN}, slip, ("boatNo", "startsAt", "endsAt")),
        Tool("sendAlert", "Sends somebody an alert.", {"to": SIGN, "text": text()}, page, ("to", "text")),
    ),
    (),
)


def done(prompt: str, end: Any) -> Verdict:
    return judge(FIELD, Job(prompt, end))


def off(sign: str, *boats: str) -> list[tuple[str, dict[str, Any]]]:
    return [("removeCrewMember", {"boatNo": one, "volunteer": sign}) for one in boats]


def drilled(which: str, **changes: object) -> tuple[str, dict[str, Any]]:
    return "updateDrill", {"drillId": which, "changes": changes}


def alerted(sign: str, said: str) -> tuple[str, dict[str, Any]]:
    return "sendAlert", {"to": sign, "text": said}
