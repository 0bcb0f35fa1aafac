"""Flats to let: the kind of record stands in the tool's name, the verb behind a dot; references instead of ids."""

from collections.abc import Mapping

from tests.fields.service import ASK, Field, Job, Past, Refusal, Rows, Tool, find, number, rows_of, text

ROWS = {
    "flats": rows_of(
        "ref street district rooms rent phase agent free_from",
        "F-10|Alder Lane 4|North|3|950|advertised|Mona|2026-04-01",
        "F-11|Birch Road 12|South|2|780|reserved|Mona|2026-03-15",
        "F-12|Cedar Way 1|North|4|1450|let|Piet|2025-11-01",
        "F-13|Dock Street 8|Harbour|1|620|advertised|Piet|2026-03-20",
        "F-14|Elm Square 3|South|3|990|draft|Mona|2026-05-01",
        "F-15|Ferry Quay 2|Harbour|2|1100|advertised|Ruth|2026-04-15",
        "F-16|Glen Row 7|North|2|700|withdrawn|Ruth|2026-03-01",
        "F-17|Hill Top 9|South|5|1900|advertised|Piet|2026-06-01",
    ),
    "viewings": rows_of(
        "code flat visitor slot outcome",
        "V1|F-10|Sam Hook|2026-03-12T10:00|open",
        "V2|F-10|Tia Lund|2026-03-12T11:00|open",
        "V3|F-13|Sam Hook|2026-03-09T09:00|absent",
        "V4|F-15|Uwe Post|2026-03-16T15:00|open",
        "V5|F-17|Tia Lund|2026-03-05T14:00|interested",
        "V6|F-13|Uwe Post|2026-03-10T12:00|absent",
    ),
}


def flats(rows: Rows, filter: Mapping[str, object] | None = None, page: int = 1) -> object:
    found = [row for row in rows["flats"] if all(row[name] == value for name, value in (filter or {}).items())]
    return {"results": found[5 * (page - 1):5 * page], "page": page, "has_more": len(found) > 5 * page}


def viewings(rows: Rows, flat: str = "", visitor: str = "") -> object:
    return [row for row in rows["viewings"] if flat in ("", row["flat"]) and visitor.lower() in row["visitor"].lower()]


def mail(rows: Rows, name: str) -> object:
    return [f"{agent.lower()}@lets.example" for agent in ("Mona", "Piet", "Ruth") if name.lower() == agent.lower()]


def edit(rows: Rows, ref: str, set: Mapping[str, object]) -> object:
    row = find(rows["flats"], "ref", ref)
    if {*set} - {"street", "rent", "agent", "free_from", "rooms"}:
        raise Refusal("this cannot be set")
    row.update(set)
    return row


def phase(name: str) -> object:
    def act(rows: Rows, ref: str) -> object:
        find(rows["flats"], "ref", ref)["phase"] = name
        return {}
    return act


def cancel(rows: Rows, code: str) -> object:
    rows["viewings"].remove(find(rows["viewings"], "code", code))
    return {}


def shift(rows: Rows, code: str, slot: str) -> object:
    find(rows["viewings"], "code", code)["slot"] = slot
    return {}


def note(rows: Rows, code: str, outcome: str) -> object:
    find(rows["viewings"], "code", code)["outcome"] = outcome
    return {}


def f(name: str, *refs: str) -> list[tuple[str, dict[str, object]]]:
    return [(f"flat.{name}", {"ref": ref}) for ref in refs]


def changed(ref: str, **values: object) -> tuple[str, dict[str, object]]:
    return "flat.edit", {"ref": ref, "set": values}


def off(*codes: str) -> list[tuple[str, dict[str, object]]]:
    return [("viewing.cancel", {"code": code}) for code in codes]


REF, CODE = text("Reference of the flat, such as F-10."), text("Code of the viewing.")
ALL = [("flat.search", {}), ("flat.search", {"page": 2})]
SEEN = [("viewing.search", {})]
FIELD = Field(
    "estates", ROWS,
    (
        Tool("flat.search", "Flats of the agency, five a page.", {"filter": {"type": "object", "properties": {"district": text("District of the town."), "phase": text("draft, advertised, reserved, let or withdrawn"), "agent": text("First name of the agent.")}}, "page": number("Page, from 1.")}, flats),
        Tool("flat.edit", "Changes a flat.", {"ref": REF, "set": {"type": "object", "properties": {"street": text("Street and number."), "rent": number("Rent a month."), "agent": text("First name of the agent."), "free_from": text("First day it is free.", format="date"), "rooms": number("How many rooms.")}}}, edit, ("ref", "set")),
        Tool("flat.advertise", "Puts a flat on the market.", {"ref": REF}, phase("advertised"), ("ref",)),
        Tool("flat.reserve", "Reserves a flat.", {"ref": REF}, phase("reserved"), ("ref",)),
        Tool("flat.withdraw", "Takes a flat off the market.", {"ref": REF}, phase("withdrawn"), ("ref",)),
        Tool("staff.address", "Finds the email address of an agent by name.", {"name": text("Name of the agent.")}, mail, ("name",)),
        Tool("viewing.search", "Viewings of flats.", {"flat": text("Reference of the flat."), "visitor": text("Name of the visitor.")}, viewings),
        Tool("viewing.cancel", "Cancels a viewing.", {"code": CODE}, cancel, ("code",)),
        Tool("viewing.move", "Moves a viewing to another time.", {"code": CODE, "slot": text("New time.", format="date-time")}, shift, ("code", "slot")),
        Tool("viewing.conclude", "Notes how a viewing went.", {"code": CODE, "outcome": text("interested, declined or absent")}, note, ("code", "outcome")),
    ),
    (
        Job("Withdraw all advertised flats of Piet", f("withdraw", "F-13", "F-17")),
        Job("Advertise the flat in Elm Square", f("advertise", "F-14")),
        Job("Reserve the cheapest advertised flat in the Harbour district", f("reserve", "F-13")),
        Job("Set the rent of the flat in Ferry Quay to 1050", [changed("F-15", rent=1050)]),
        Job("Give all of Ruth's flats to Mona", [changed("F-15", agent="Mona"), changed("F-16", agent="Mona")]),
        Job("Reserve the largest flat in the North", ASK),
        Job("Withdraw the flat with the highest rent in the South", f("withdraw", "F-17")),
        Job("Cancel Sam Hook's viewing on March 12", off("V1")),
        Job("Cancel every no-show", off("V3", "V6")),
        Job("Move Uwe Post's next viewing to March 17 at 4pm", [("viewing.move", {"code": "V4", "slot": "2026-03-17T16:00"})]),
        Job("Push Tia Lund's next viewing back by 30 minutes", [("viewing.move", {"code": "V2", "slot": "2026-03-12T11:30"})]),
        Job("If Piet has more than two flats, give the one in Dock Street to Ruth", [changed("F-13", agent="Ruth")]),
        Job("If Ruth has more than two flats, give the one in Ferry Quay to Piet", []),
        Job("Withdraw the flat in Maple Court", ASK),
        Job("Put all drafts on the market", f("advertise", "F-14")),
        Job("Advertise all vacant flats in the North and set the rent of the flat in Birch Road to 800", [*f("advertise", "F-16"), changed("F-11", rent=800)]),
        Job("Push back the date from which the flat in Hill Top is free by 2 weeks", [changed("F-17", free_from="2026-06-15")]),
    ),
    (
        Past("Withdraw all advertised flats in the Harbour district", ALL, f("withdraw", "F-13", "F-15")),
        Past("Advertise the flat in Glen Row", ALL, f("advertise", "F-16")),
        Past("Reserve the cheapest advertised flat in the South district", ALL, f("reserve", "F-17")),
        Past("Set the rent of the flat in Dock Street to 640", ALL, [changed("F-13", rent=640)]),
        Past("Give all of Mona's flats to Ruth", ALL, [changed("F-10", agent="Ruth"), changed("F-11", agent="Ruth"), changed("F-14", agent="Ruth")]),
        Past("Withdraw the flat with the lowest rent in the South", ALL, f("withdraw", "F-11")),
        Past("Cancel Tia Lund's viewing on March 12", SEEN, off("V2")),
        Past("Cancel all no-shows of Sam Hook", SEEN, off("V3")),
        Past("Cancel Uwe Post's no-show", SEEN, off("V6")),
        Past("Move Sam Hook's next viewing to March 18 at 9am", SEEN, [("viewing.move", {"code": "V1", "slot": "2026-03-18T09:00"})]),
        Past("If Mona has more than two flats, give the one in Alder Lane to Piet", ALL, [changed("F-10", agent="Piet")]),
        Past("Put the draft of Mona on the market", ALL, f("advertise", "F-14")),
        Past("Put all drafts in the South on the market", ALL, f("advertise", "F-14")),
        Past("Advertise all vacant flats of Ruth", ALL, f("advertise", "F-16")),
        Past("Reserve the vacant flat in the North", ALL, f("reserve", "F-16")),
    ),
)
