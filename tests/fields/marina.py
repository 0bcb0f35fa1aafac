"""A marina: berths and boats known by their names, three lists without any filter, and answers that nobody declared.

Left out until its failures were read on 2026-11-28.  Written without reading the planner, and before it was run.
"""

from collections.abc import Mapping

from tests.fields.service import ASK, Field, Job, Past, Refusal, Row, Rows, Tool, find, number, rows_of, text

ROWS = {
    "berths": rows_of(
        "berth pontoon length_m shore_power daily_rate state",
        "A1|A|9|true|22|open",
        "A2|A|10|true|26|open",
        "A3|A|10|false|24|open",
        "B1|B|12|true|31|open",
        "B2|B|12|true|31|open",
        "B3|B|14|false|35|open",
        "B4|B|16|true|44|closed",
        "C1|C|20|true|60|open",
        "V1|V|9|false|18|open",
        "V2|V|15|true|40|open",
    ),
    "boats": rows_of(
        "boat owner kind length_m phone insured_until",
        "Halcyon|Greta Lund|sailing yacht|9|+45 2011 3456|2026-08-31",
        "Petrel|Ivo Brandt|sailing yacht|7|+49 151 5550 162|2026-03-31",
        "Marguerite|Celia Moore|motor yacht|14|+44 7700 900155|2026-02-15",
        "Sea Otter|Dov Katz|motor yacht|11|+972 50 5550 104|2027-01-10",
        "Wanderer|Nils Oxholm|catamaran|13|+45 3055 0127|2026-02-28",
        "Nordlys|Greta Lund|sailing yacht|12|+45 2011 3456|2026-05-01",
        "Kittiwake|Priya Nair|sailing yacht|10|+44 7700 900381|2026-12-01",
        "Old Bess|Hamish Orr|fishing boat|16|+44 7700 900706|2026-06-30",
        "Zephyr|Celia Moore|sailing yacht|8|+44 7700 900155|2026-11-11",
    ),
    "moorings": rows_of(
        "mooring boat berth arrival departure status paid",
        "301|Halcyon|A1|2026-01-05|2026-04-30|moored|true",
        "302|Petrel|A2|2026-03-01|2026-03-10|moored|false",
        "303|Marguerite|B3|2026-02-20|2026-03-20|moored|false",
        "304|Sea Otter|B1|2026-03-06|2026-03-09|moored|true",
        "305|Wanderer|V2|2026-03-10|2026-03-14|moored|false",
        "306|Nordlys|B2|2026-03-18|2026-03-25|reserved|false",
        "307|Kittiwake|A3|2026-03-12|2026-03-15|reserved|true",
        "308|Old Bess|C1|2026-03-21|2026-04-18|reserved|false",
        "309|Zephyr|V1|2026-02-01|2026-02-08|departed|true",
        "310|Nordlys|V2|2026-02-10|2026-02-12|departed|false",
        "311|Zephyr|A2|2026-03-14|2026-03-16|reserved|false",
    ),
    "charges": rows_of("charge boat item amount", "1|Petrel|electricity|14"),
    "messages": [],
}
ITEMS = ("electricity", "water", "pump-out", "late fee", "other")


def every(table: str) -> object:
    def read(rows: Rows) -> object:
        return rows[table]
    return read


def fitting(rows: Rows, boat: str, berth: str) -> None:
    place = find(rows["berths"], "berth", berth)
    if place["state"] != "open":
        raise Refusal(f"berth {berth} is out of service")
    if place["length_m"] < find(rows["boats"], "boat", boat)["length_m"]:
        raise Refusal(f"{boat} is too long for berth {berth}")


def reserve(rows: Rows, boat: str, berth: str, arrival: str, departure: str) -> object:
    fitting(rows, boat, berth)
    for row in rows["moorings"]:
        if row["berth"] == berth and row["status"] != "departed" and arrival < row["departure"] and row["arrival"] < departure:
            raise Refusal(f"berth {berth} is taken by {row['boat']} at that time")
    rows["moorings"].append({"mooring": 301 + len(rows["moorings"]), "boat": boat, "berth": berth, "arrival": arrival, "departure": departure, "status": "reserved", "paid": False})
    return rows["moorings"][-1]


def lying(rows: Rows, **by: object) -> list[Row]:
    return [row for row in rows["moorings"] if row["status"] == "moored" and all(row[name] == value for name, value in by.items())]


def move(rows: Rows, boat: str, to_berth: str) -> object:
    fitting(rows, boat, to_berth)
    if lying(rows, berth=to_berth):
        raise Refusal(f"berth {to_berth} is occupied")
    if not (here := lying(rows, boat=boat)):
        raise Refusal(f"{boat} does not lie here")
    here[0]["berth"] = to_berth
    return here[0]


def extend(rows: Rows, mooring: int, departure: str) -> object:
    row = find(rows["moorings"], "mooring", mooring)
    if row["status"] == "departed":
        raise Refusal("the boat has left")
    row["departure"] = departure
    return row


def leave(rows: Rows, mooring: int) -> object:
    row = find(rows["moorings"], "mooring", mooring)
    if row["status"] != "moored":
        raise Refusal("only a boat that lies here can depart")
    row["status"] = "departed"
    return row


def cancel(rows: Rows, mooring: int) -> object:
    row = find(rows["moorings"], "mooring", mooring)
    if row["status"] != "reserved":
        raise Refusal("only a reservation can be cancelled")
    rows["moorings"].remove(row)
    return {"ok": True}


def settle(rows: Rows, mooring: int) -> object:
    find(rows["moorings"], "mooring", mooring)["paid"] = True
    return {"ok": True}


def charge(rows: Rows, boat: str, item: str, amount: int) -> object:
    find(rows["boats"], "boat", boat)
    if item not in ITEMS or not isinstance(amount, int | float) or amount != int(amount):
        raise Refusal(f"a charge is an amount in whole euros for one of {', '.join(ITEMS)}")
    rows["charges"].append({"charge": 1 + len(rows["charges"]), "boat": boat, "item": item, "amount": int(amount)})
    return rows["charges"][-1]


def update(rows: Rows, boat: str, changes: Mapping[str, object]) -> object:
    row = find(rows["boats"], "boat", boat)
    if not isinstance(changes, Mapping) or not changes or {*changes} - {"owner", "phone", "insured_until"}:
        raise Refusal("changes may name owner, phone and insured_until")
    row.update(changes)
    return row


def tell(rows: Rows, boat: str, text: str) -> object:
    find(rows["boats"], "boat", boat)
    rows["messages"].append({"boat": boat, "text": text})
    return {"ok": True}


def close(rows: Rows, berth: str, reason: str = "") -> object:
    find(rows["berths"], "berth", berth).update({"state": "closed", **({"reason": reason} if reason else {})})
    return {"ok": True}


def reopen(rows: Rows, berth: str) -> object:
    find(rows["berths"], "berth", berth)["state"] = "open"
    return {"ok": True}


def price(rows: Rows, berth: str, daily_rate: int) -> object:
    if not isinstance(daily_rate, int | float) or daily_rate != int(daily_rate):
        raise Refusal("daily_rate is in whole euros")
    find(rows["berths"], "berth", berth)["daily_rate"] = int(daily_rate)
    return {"ok": True}


def at(name: str, *moorings: int, **more: object) -> list[tuple[str, dict[str, object]]]:
    return [(name, {"mooring": one, **more}) for one in moorings]


def bill(boat: str, item: str, amount: int) -> tuple[str, dict[str, object]]:
    return "post_charge", {"boat": boat, "item": item, "amount": amount}


def say(words: str, *boats: str) -> list[tuple[str, dict[str, object]]]:
    return [("message_skipper", {"boat": one, "text": words}) for one in boats]


def edit(boat: str, **changes: object) -> tuple[str, dict[str, object]]:
    return "update_boat", {"boat": boat, "changes": changes}


def book(boat: str, berth: str, arrival: str, departure: str) -> tuple[str, dict[str, object]]:
    return "reserve_berth", {"boat": boat, "berth": berth, "arrival": arrival, "departure": departure}


def rate(berth: str, daily_rate: int) -> tuple[str, dict[str, object]]:
    return "set_berth_rate", {"berth": berth, "daily_rate": daily_rate}


BERTHS: tuple[str, dict[str, object]] = ("list_berths", {})
BOATS: tuple[str, dict[str, object]] = ("list_boats", {})
MOORINGS: tuple[str, dict[str, object]] = ("list_moorings", {})
BOAT, BERTH, MOORING = text("Name of the boat as registered."), text("Berth code, e.g. B2."), number("Mooring number.")
FIELD = Field(
    "marina", ROWS,
    (
        Tool("list_berths", "Returns every berth of the harbour with its pontoon, length, shore power, daily rate in euros and state.", {}, every("berths")),
        Tool("list_boats", "Returns the boat register: owner, type, length overall, phone and insurance expiry of each boat.", {}, every("boats")),
        Tool("list_moorings", "Returns all moorings: upcoming reservations, boats currently alongside (moored) and past stays (departed).", {}, every("moorings")),
        Tool("reserve_berth", "Creates a reservation of a berth for a registered boat. Fails if the berth is taken in that period or too short.", {"boat": BOAT, "berth": BERTH, "arrival": text("Day of arrival (YYYY-MM-DD)."), "departure": text("Day of departure (YYYY-MM-DD).")}, reserve, ("boat", "berth", "arrival", "departure")),
        Tool("move_boat", "Moves a boat that is alongside to a different berth.", {"boat": BOAT, "to_berth": BERTH}, move, ("boat", "to_berth")),
        Tool("change_departure", "Changes the planned day of departure of a mooring or reservation.", {"mooring": MOORING, "departure": text("New day of departure (YYYY-MM-DD).")}, extend, ("mooring", "departure")),
        Tool("record_departure", "Checks a boat out: records that it has cast off and frees the berth.", {"mooring": MOORING}, leave, ("mooring",)),
        Tool("cancel_reservation", "Cancels a reservation. The entry is removed.", {"mooring": MOORING}, cancel, ("mooring",)),
        Tool("mark_paid", "Marks the mooring fee of a stay as paid.", {"mooring": MOORING}, settle, ("mooring",)),
        Tool("post_charge", "Posts an additional charge to the account of a boat.", {"boat": BOAT, "item": text("What is charged.", enum=list(ITEMS)), "amount": number("Amount in euros.")}, charge, ("boat", "item", "amount")),
        Tool("update_boat", "Updates the register entry of a boat. Only the fields given are changed.", {"boat": BOAT, "changes": {"type": "object", "properties": {"owner": text("Full name of the owner."), "phone": text("Phone number of the skipper."), "insured_until": text("Expiry of the insurance (YYYY-MM-DD).")}}}, update, ("boat", "changes")),
        Tool("message_skipper", "Sends a text message to the skipper of a boat.", {"boat": BOAT, "text": text("Text of the message.")}, tell, ("boat", "text")),
        Tool("close_berth", "Takes a berth out of service.", {"berth": BERTH, "reason": text("Shown on the harbour plan.")}, close, ("berth",)),
        Tool("reopen_berth", "Puts a berth back into service.", {"berth": BERTH}, reopen, ("berth",)),
        Tool("set_berth_rate", "Sets the daily rate of a berth.", {"berth": BERTH, "daily_rate": number("Euros per day.")}, price, ("berth", "daily_rate")),
    ),
    (
        Job("Cancel Kittiwake's reservation", at("cancel_reservation", 307)),
        Job("Nordlys isn't coming after all, please cancel her booking.", at("cancel_reservation", 306)),
        Job("Let Halcyon stay until May 15 and Wanderer until March 20", [*at("change_departure", 301, departure="2026-05-15"), *at("change_departure", 305, departure="2026-03-20")]),
        Job("Give Marguerite five more days", at("change_departure", 303, departure="2026-03-25")),
        Job("Hi, the skipper of Wanderer just called, he would like to stay two nights longer than planned. Could you arrange that? Thanks!", at("change_departure", 305, departure="2026-03-16")),
        Job("Shift Petrel over to V1", [("move_boat", {"boat": "Petrel", "to_berth": "V1"})]),
        Job("Check out all boats that should have left by now", at("record_departure", 302, 304)),
        Job("Check out Ivo Brandt's boat", at("record_departure", 302)),
        Job("Put 35 euros for electricity on Wanderer's account", [bill("Wanderer", "electricity", 35)]),
        Job("Charge every boat that is lying on pontoon B right now 12 euros for water", [bill("Marguerite", "water", 12), bill("Sea Otter", "water", 12)]),
        Job("Marguerite paid in cash today. Mark her stay as paid", at("mark_paid", 303)),
        Job("Send every skipper whose insurance has run out the message 'Please hand in a valid insurance certificate'", say("Please hand in a valid insurance certificate", "Marguerite", "Wanderer")),
        Job("Kittiwake's insurance now runs until 1 December 2027", [edit("Kittiwake", insured_until="2027-12-01")]),
        Job("Priya Nair has a new number: +44 7700 900412", [edit("Kittiwake", phone="+44 7700 900412")]),
        Job("Reserve V1 for Zephyr from 4 to 9 April", [book("Zephyr", "V1", "2026-04-04", "2026-04-09")]),
        Job("Cancel the longest reservation we have on the books", at("cancel_reservation", 308)),
        Job("If Sea Otter has paid, let her stay until the 15th, otherwise check her out", at("change_departure", 304, departure="2026-03-15")),
        Job("If Petrel hasn't paid yet, tell her skipper 'Your mooring fee is due' and put a late fee of 20 euros on the account", [*say("Your mooring fee is due", "Petrel"), bill("Petrel", "late fee", 20)]),
        Job("Check Halcyon out unless she has paid", []),
        Job("Take berth V1 out of service, reason: pile repairs", [("close_berth", {"berth": "V1", "reason": "pile repairs"})]),
        Job("Reopen B4 and set its rate to 48 a day", [("reopen_berth", {"berth": "B4"}), rate("B4", 48)]),
        Job("Raise the daily rate of all pontoon A berths by 2 euros", [rate("A1", 24), rate("A2", 28), rate("A3", 26)]),
        Job("Cancel all unpaid reservations that begin after March 15", at("cancel_reservation", 306, 308)),
        Job("Halcyon is leaving this afternoon. Check her out and tell Kittiwake's skipper 'A1 is free if you prefer it'", [*at("record_departure", 301), *say("A1 is free if you prefer it", "Kittiwake")]),
        Job("Which boats alongside have not paid yet?", [], shows=("Petrel", "Marguerite", "Wanderer")),
        Job("Greta Lund's boat is now insured until 1 May 2027, please enter that", ASK),
        Job("Reserve a berth for Zephyr in June", ASK),
        Job("Paint the hull of Old Bess", ASK),
    ),
    (
        Past("Cancel Zephyr's reservation", [MOORINGS], at("cancel_reservation", 311)),
        Past("Old Bess won't be coming, cancel her booking please", [MOORINGS], at("cancel_reservation", 308)),
        Past("Let Sea Otter stay until March 18", [MOORINGS], at("change_departure", 304, departure="2026-03-18")),
        Past("Give Petrel four more days", [MOORINGS], at("change_departure", 302, departure="2026-03-14")),
        Past("The skipper of Halcyon would like to stay a week longer than planned", [MOORINGS], at("change_departure", 301, departure="2026-05-07")),
        Past("Move Halcyon to V1", [BERTHS], [("move_boat", {"boat": "Halcyon", "to_berth": "V1"})]),
        Past("Put 50 euros for water on Halcyon's account", [BOATS], [bill("Halcyon", "water", 50)]),
        Past("Mark Wanderer's stay as paid", [MOORINGS], at("mark_paid", 305)),
        Past("Halcyon's insurance now runs until 31 August 2027", [BOATS], [edit("Halcyon", insured_until="2027-08-31")]),
        Past("Dov Katz has a new number: +972 50 5550 118", [BOATS], [edit("Sea Otter", phone="+972 50 5550 118")]),
        Past("Reserve V1 for Petrel from 20 to 24 April", [BERTHS], [book("Petrel", "V1", "2026-04-20", "2026-04-24")]),
        Past("Check out Dov Katz's boat", [BOATS, MOORINGS], at("record_departure", 304)),
        Past("Check out all boats that should have left yesterday", [MOORINGS], at("record_departure", 302)),
        Past("Charge every boat that is alongside on pontoon A 8 euros for electricity", [BERTHS, MOORINGS], [bill("Halcyon", "electricity", 8), bill("Petrel", "electricity", 8)]),
        Past("Send every skipper whose insurance runs out this month the message 'Please renew your insurance'", [BOATS], say("Please renew your insurance", "Petrel")),
        Past("If Halcyon has paid, let her stay until the 31st of May, otherwise check her out", [MOORINGS], at("change_departure", 301, departure="2026-05-31")),
        Past("If Wanderer hasn't paid yet, tell her skipper 'Your stay is not paid'", [MOORINGS], say("Your stay is not paid", "Wanderer")),
        Past("Take berth A3 out of service, reason: broken cleat", [], [("close_berth", {"berth": "A3", "reason": "broken cleat"})]),
        Past("Raise the daily rate of all pontoon V berths by 3 euros", [BERTHS], [rate("V1", 21), rate("V2", 43)]),
        Past("Cancel all unpaid reservations that begin before March 20", [MOORINGS], at("cancel_reservation", 306, 311)),
        Past("Which boats are moored at the moment?", [MOORINGS], []),
    ),
)
