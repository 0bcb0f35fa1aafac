"""A rowing club: members are known by their e-mail address, trainers by a handle, boats by a code, trips by a number.

Most tasks speak of somebody by name, in words that are no action's; the past runs hold the addresses, handles and codes
of others as plain values, some of them more than once.
"""

from tests.fields.service import (
    ASK,
    Field,
    Job,
    Past,
    Refusal,
    Rows,
    Tool,
    contains,
    find,
    listing,
    number,
    rows_of,
    text,
)

ROWS = {
    "members": rows_of(
        "email name squad standing fee",
        "mia.tarn@club.example|Mia Tarn|juniors|active|120",
        "ole.brandt@club.example|Ole Brandt|seniors|active|240",
        "ivo.lenz@club.example|Ivo Lenz|seniors|trial|0",
        "sara.quist@club.example|Sara Quist|juniors|trial|0",
        "tom.ahl@club.example|Tom Ahl|seniors|lapsed|240",
        "una.fisk@club.example|Una Fisk|masters|active|180",
    ),
    "trainers": rows_of("handle name day", "jun|June Roth|Monday", "kofi|Kofi Adu|Tuesday", "pelle|Per Lind|Friday"),
    "boats": rows_of(
        "code name seats state",
        "B-07|Heron|4|ashore",
        "B-12|Kite|2|afloat",
        "B-15|Plover|8|ashore",
        "B-21|Swift|1|repair",
    ),
    "trips": rows_of(
        "number river day places",
        "41|Lahn|2026-03-14|8",
        "42|Isar|2026-03-21|4",
        "43|Saale|2026-03-28|8",
    ),
    "letters": [],
    "notes": [],
    "loans": [],
}


def members(rows: Rows, name: str = "") -> object:
    return {"members": contains(rows["members"], {"name": name})}


def trainers(rows: Rows, name: str = "") -> object:
    return {"trainers": contains(rows["trainers"], {"name": name})}


def boats(rows: Rows, state: str = "") -> object:
    return {"boats": contains(rows["boats"], {"state": state})}


def trips(rows: Rows) -> object:
    return {"trips": rows["trips"]}


def expel(rows: Rows, email: str) -> object:
    find(rows["members"], "email", email)["standing"] = "expelled"
    return {"ok": True}


def admit(rows: Rows, email: str, fee: int) -> object:
    find(rows["members"], "email", email).update(standing="active", fee=fee)
    return {"ok": True}


def regroup(rows: Rows, email: str, squad: str) -> object:
    find(rows["members"], "email", email)["squad"] = squad
    return {"ok": True}


def letter(rows: Rows, email: str, text: str) -> object:
    find(rows["members"], "email", email)
    rows["letters"].append({"email": email, "text": text})
    return {"ok": True}


def note(rows: Rows, handle: str, text: str) -> object:
    find(rows["trainers"], "handle", handle)
    rows["notes"].append({"handle": handle, "text": text})
    return {"ok": True}


def launch(rows: Rows, code: str, handle: str = "") -> object:
    row = find(rows["boats"], "code", code)
    if row["state"] == "repair":
        raise Refusal("the boat is being repaired")
    row["state"] = "afloat"
    rows["loans"].append({"code": code, "handle": handle})
    return {"ok": True}


def call_off(rows: Rows, number: int) -> object:
    rows["trips"].remove(find(rows["trips"], "number", number))
    return {"ok": True}


EMAIL, HANDLE = text("E-mail address of the member."), text("Handle of the trainer.")
SQUADS = ["juniors", "seniors", "masters"]


def looked(name: str) -> list[tuple[str, dict[str, object]]]:
    return [("search_members", {"name": name})]


def m(action: str, who: str, **more: object) -> tuple[str, dict[str, object]]:
    return action, {"email": f"{who}@club.example", **more}


FIELD = Field(
    "club", ROWS,
    (
        Tool("search_members", "Finds members of the club.", {"name": text("Part of the name.")}, members, outputs=listing("members", email=text(), name=text(), squad=text(), standing=text(), fee=number())),
        Tool("search_trainers", "Finds trainers of the club.", {"name": text("Part of the name.")}, trainers, outputs=listing("trainers", handle=text(), name=text(), day=text())),
        Tool("list_boats", "Lists the boats of the club.", {"state": text("Only boats in this state.")}, boats, outputs=listing("boats", code=text(), name=text(), seats=number(), state=text())),
        Tool("list_trips", "Lists the planned trips.", {}, trips, outputs=listing("trips", number=number(), river=text(), day=text(format="date"), places=number())),
        Tool("expel_member", "Ends a membership.", {"email": EMAIL}, expel, ("email",)),
        Tool("admit_member", "Makes somebody on trial a full member.", {"email": EMAIL, "fee": number("Yearly fee.")}, admit, ("email", "fee")),
        Tool("regroup_member", "Puts a member into another squad.", {"email": EMAIL, "squad": text("The squad.", enum=SQUADS)}, regroup, ("email", "squad")),
        Tool("write_letter", "Writes a letter to a member.", {"email": EMAIL, "text": text("What it says.")}, letter, ("email", "text")),
        Tool("leave_note", "Leaves a note for a trainer.", {"handle": HANDLE, "text": text("What it says.")}, note, ("handle", "text")),
        Tool("launch_boat", "Puts a boat on the water.", {"code": text("Code of the boat."), "handle": text("Handle of the trainer on board.")}, launch, ("code",)),
        Tool("call_off_trip", "Calls a planned trip off.", {"number": number("Number of the trip.")}, call_off, ("number",)),
    ),
    (
        Job("Throw Mia Tarn out", [m("expel_member", "mia.tarn")]),
        Job("Throw Una Fisk out", [m("expel_member", "una.fisk")]),
        Job("Take Sara Quist on for a fee of 150", [m("admit_member", "sara.quist", fee=150)]),
        Job("Take Gero Pohl on for a fee of 150", ASK),
        Job("Move Ole Brandt to the masters", [m("regroup_member", "ole.brandt", squad="masters")]),
        Job('Write to Una Fisk "The gate is locked on Sundays"', [m("write_letter", "una.fisk", text="The gate is locked on Sundays")]),
        Job('Tell June Roth "The ergometer is broken"', [("leave_note", {"handle": "jun", "text": "The ergometer is broken"})]),
        Job("Get the Plover on the water", [("launch_boat", {"code": "B-15"})]),
        Job("Launch the Heron with Kofi Adu on board", [("launch_boat", {"code": "B-07", "handle": "kofi"})]),
        Job("The trip on the Isar will not happen", [("call_off_trip", {"number": 42})]),
        Job("Call off trip 43", [("call_off_trip", {"number": 43})]),
        Job("Call the trip on the Saale off", [("call_off_trip", {"number": 43})]),
        Job("Throw out all lapsed members", [m("expel_member", "tom.ahl")]),
        Job("Expel ivo.lenz@club.example", [m("expel_member", "ivo.lenz")]),
        Job("Throw the usual one out", ASK),
        Job("If Tom Ahl has lapsed, throw him out", [m("expel_member", "tom.ahl")]),
    ),
    (
        Past("Throw Tom Ahl out", looked("Tom Ahl"), [m("expel_member", "tom.ahl")]),
        Past("Throw Tom out of the club", looked("Tom"), [m("expel_member", "tom.ahl")]),
        Past("Please throw Tom Ahl out at last", [], [m("expel_member", "tom.ahl")]),
        Past("Take Ivo Lenz on for a fee of 200", looked("Ivo Lenz"), [m("admit_member", "ivo.lenz", fee=200)]),
        Past("Take Ivo on for 200 a year", looked("Ivo"), [m("admit_member", "ivo.lenz", fee=200)]),
        Past("Move Tom Ahl to the masters", looked("Tom Ahl"), [m("regroup_member", "tom.ahl", squad="masters")]),
        Past("Move Tom Ahl to the juniors", looked("Tom Ahl"), [m("regroup_member", "tom.ahl", squad="juniors")]),
        Past('Write to Ole Brandt "Please pay"', looked("Ole Brandt"), [m("write_letter", "ole.brandt", text="Please pay")]),
        Past('Write to Ole "See you on Friday"', [], [m("write_letter", "ole.brandt", text="See you on Friday")]),
        Past('Tell Kofi Adu "No training today"', [("search_trainers", {"name": "Kofi Adu"})], [("leave_note", {"handle": "kofi", "text": "No training today"})]),
        Past('Tell Kofi "Bring the keys"', [], [("leave_note", {"handle": "kofi", "text": "Bring the keys"})]),
        Past("Get the Heron on the water", [("list_boats", {})], [("launch_boat", {"code": "B-07", "handle": "pelle"})]),
        Past("Put the Heron on the water", [], [("launch_boat", {"code": "B-07", "handle": "pelle"})]),
        Past("The trip on the Lahn will not happen", [("list_trips", {})], [("call_off_trip", {"number": 41})]),
        Past("There will be no trip on the Lahn", [], [("call_off_trip", {"number": 41})]),
    ),
)
