"""The rota of three cafés: OData, `$filter` as an expression, `@odata.nextLink`, an etag that every change has to send along.

What forms are in it: names as `schedule.UpdateShift`, PascalCase fields, `value` with `@odata.count`, pages by `$top` and `$skip`, an
expression such as `Date ge 2026-03-12 and UserId eq null` in one text.  A change or a removal of a shift needs `If-Match` with the
`@odata.etag` that was read last.  Days are dates, times of day are minutes after midnight, hours a week are decimals; an open
shift has no user, a draft is a truth, states are upper-case words.  Requests are approved and declined by actions that look alike, and
to approve a swap exchanges the people of two shifts.  `schedule.ShareSchedule` publishes, and tells everybody unless it is told not to.
Half is declared, and little is described.

Left out.  Written on 2026-11-29 without reading the planner, and before it was run.
"""

import re
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

from tests.fields.checks import array, body, boolean, changing, day, one_of, shape, texts, whole, words
from tests.fields.service import ASK, Call, Field, Job, Past, Refusal, Row, Rows, Tool, find, number, rows_of, text

PAGE, TODAY = 8, "2026-03-11"
ROLES, REASONS = ("BARISTA", "KITCHEN", "TILL"), ("VACATION", "SICK", "UNPAID")
HANNAH, MILAN, SOFIA, TOBIAS, AYLIN, MAREK, JANA, LEO, EMMA = (
    f"{one}-77c1-4e0b-9d52-0c6f5a1e{1100 + at}"
    for at, one in enumerate(("3f0c81aa", "9be2470d", "c81d55f2", "07a6e913", "e4429b8c", "5d17f0c6", "b2039ed1", "61c8ad34", "f97e2b05"))
)
MITTE, NORD, KIOSK = "ST-101", "ST-102", "ST-103"


def shifts(*lines: str) -> list[Row]:
    found = rows_of("Id UserId StoreId Date StartMinutes EndMinutes Role Draft Notes", *lines)
    for row in found:
        row["UserId"] = row["UserId"] or None
    return found


ROWS: Rows = {
    "users": [
        {**row, "WeeklyHours": float(row["WeeklyHours"])}
        for row in rows_of(
            "Id DisplayName Mail JobTitle HomeStoreId WeeklyHours Active",
            f"{HANNAH}|Hannah Vogt|hannah@kaffa.example|Shift lead|{MITTE}|38.5|true",
            f"{MILAN}|Milan Petrov|milan@kaffa.example|Barista|{MITTE}|32|true",
            f"{SOFIA}|Sofia Reyes|sofia@kaffa.example|Barista|{NORD}|30|true",
            f"{TOBIAS}|Tobias Kern|tobias@kaffa.example|Cook|{NORD}|38.5|true",
            f"{AYLIN}|Aylin Kaya|aylin@kaffa.example|Barista|{MITTE}|24|true",
            f"{MAREK}|Marek Dvorak|marek@kaffa.example|Cashier|{NORD}|15|true",
            f"{JANA}|Jana Kern|jana@kaffa.example|Barista|{NORD}|20|true",
            f"{LEO}|Leo Fischer|leo@kaffa.example|Cook|{MITTE}|35|true",
            f"{EMMA}|Emma Wolf|emma@kaffa.example|Barista|{NORD}|20|false",
        )
    ],
    "stores": rows_of("Id Name OpensAt ClosesAt", f"{MITTE}|Mitte|480|1320", f"{NORD}|Nord|420|1320", f"{KIOSK}|Kiosk|600|1080"),
    "shifts": shifts(
        f"SHFT_4001|{MILAN}|{MITTE}|2026-03-11|480|960|BARISTA|false|",
        f"SHFT_4002|{AYLIN}|{MITTE}|2026-03-11|840|1320|BARISTA|false|",
        f"SHFT_4003|{LEO}|{MITTE}|2026-03-11|600|1080|KITCHEN|false|",
        f"SHFT_4004|{SOFIA}|{NORD}|2026-03-12|420|900|BARISTA|false|",
        f"SHFT_4005|{TOBIAS}|{NORD}|2026-03-12|540|1020|KITCHEN|false|",
        f"SHFT_4006|{MAREK}|{NORD}|2026-03-12|600|1080|TILL|false|Cash count",
        f"SHFT_4007||{NORD}|2026-03-12|840|1320|BARISTA|false|",
        f"SHFT_4008|{MILAN}|{MITTE}|2026-03-12|480|960|BARISTA|false|",
        f"SHFT_4009|{HANNAH}|{MITTE}|2026-03-13|480|960|BARISTA|false|",
        f"SHFT_4010|{AYLIN}|{MITTE}|2026-03-13|840|1320|BARISTA|false|",
        f"SHFT_4011||{MITTE}|2026-03-14|540|1020|TILL|false|",
        f"SHFT_4012|{JANA}|{NORD}|2026-03-13|420|900|BARISTA|false|",
        f"SHFT_4013|{SOFIA}|{NORD}|2026-03-14|420|900|BARISTA|false|",
        f"SHFT_4014|{LEO}|{MITTE}|2026-03-14|600|1080|KITCHEN|false|",
        f"SHFT_4015||{NORD}|2026-03-15|540|960|KITCHEN|false|",
        f"SHFT_4016|{MILAN}|{MITTE}|2026-03-16|480|960|BARISTA|true|",
        f"SHFT_4017|{AYLIN}|{MITTE}|2026-03-16|840|1320|BARISTA|true|",
        f"SHFT_4018|{SOFIA}|{NORD}|2026-03-17|420|900|BARISTA|true|",
        f"SHFT_4019|{TOBIAS}|{NORD}|2026-03-18|540|1020|KITCHEN|true|",
        f"SHFT_4020|{JANA}|{NORD}|2026-03-17|840|1320|BARISTA|true|",
        f"SHFT_4021|{MILAN}|{MITTE}|2026-03-18|480|960|BARISTA|true|",
    ),
    "timeoff": rows_of(
        "Id UserId FirstDay LastDay Reason State SenderMessage ManagerMessage",
        f"TOR_811|{AYLIN}|2026-03-23|2026-03-27|VACATION|PENDING|Visiting my parents|",
        f"TOR_812|{LEO}|2026-03-14|2026-03-14|SICK|PENDING||",
        f"TOR_813|{JANA}|2026-04-06|2026-04-10|VACATION|PENDING||",
        f"TOR_814|{MAREK}|2026-03-12|2026-03-12|UNPAID|DECLINED||Nobody else can count",
        f"TOR_815|{SOFIA}|2026-03-30|2026-04-02|VACATION|APPROVED||Enjoy",
        f"TOR_816|{TOBIAS}|2026-03-20|2026-03-20|UNPAID|PENDING|Moving house|",
    ),
    "swaps": rows_of(
        "Id SenderUserId SenderShiftId RecipientUserId RecipientShiftId State",
        f"SWP_61|{MILAN}|SHFT_4008|{AYLIN}|SHFT_4010|PENDING",
        f"SWP_62|{SOFIA}|SHFT_4013|{JANA}|SHFT_4012|PENDING",
        f"SWP_63|{LEO}|SHFT_4003|{TOBIAS}|SHFT_4005|DECLINED",
    ),
    "messages": [],
}
CLAUSE = re.compile(r"(\w+) (eq|ne|ge|gt|le|lt) ('[^']*'|[\w.-]+)|contains\((\w+), ?'([^']*)'\)")


def literal(told: str) -> Any:
    if told in ("null", "true", "false"):
        return {"null": None, "true": True, "false": False}[told]
    return told.strip("'") if not re.fullmatch(r"-?\d+(\.\d+)?", told) else float(told)


def holds(row: Row, clause: str) -> bool:
    found = CLAUSE.fullmatch(clause.strip())
    if not found or (found[1] or found[4]) not in row:
        raise Refusal(f"$filter: {clause!r} is not understood")
    if found[4]:
        return found[5].lower() in str(row[found[4]]).lower()
    value, told = row[found[1]], literal(found[3])
    if found[2] in ("eq", "ne"):
        return (value == told) == (found[2] == "eq")
    if value is None or isinstance(value, str) != isinstance(told, str):
        return False
    return {"ge": value >= told, "gt": value > told, "le": value <= told, "lt": value < told}[found[2]]


def listed(rows: Sequence[Row], kind: str, options: Mapping[str, Any]) -> object:
    if {*options} - {"$filter", "$top", "$skip"}:
        raise Refusal("options are $filter, $top and $skip")
    asked = str(options.get("$filter") or "")
    found = [row for row in rows if all(holds(row, one) for one in asked.split(" and ") if asked)]
    top, skip = whole(options.get("$top", PAGE), 1, PAGE), whole(options.get("$skip", 0), 0, 10**6)
    more = {"@odata.nextLink": f"https://rota.example/v1/{kind}?$skip={skip + top}&$top={top}"} if skip + top < len(found) else {}
    return {"@odata.context": f"https://rota.example/v1/$metadata#{kind}", "@odata.count": len(found), "value": found[skip:skip + top], **more}


def etag(row: Row) -> str:
    told = {name: value for name, value in row.items() if name not in ("@odata.etag", "User", "Store")}
    return f'W/"{zlib.crc32(str(told).encode()):08x}"'


def user(rows: Rows, told: object) -> Row:
    return find(rows["users"], "Id", told)


def employee(rows: Rows, told: object) -> str | None:
    if told is not None and not user(rows, told)["Active"]:
        raise Refusal("the employee has left")
    return None if told is None else str(told)


def seen(rows: Rows, row: Row) -> Row:
    named = row["UserId"] and {"DisplayName": user(rows, row["UserId"])["DisplayName"]}
    return {"@odata.etag": etag(row), **row, "User": named, "Store": {"Name": find(rows["stores"], "Id", row["StoreId"])["Name"]}}


def list_shifts(rows: Rows, **options: Any) -> object:
    return listed([seen(rows, row) for row in rows["shifts"]], "shifts", options)


def current(rows: Rows, told: object, headers: Mapping[str, Any]) -> Row:
    row = find(rows["shifts"], "Id", told)
    if {*headers} != {"If-Match"} or headers["If-Match"] != etag(row):
        raise Refusal("412 Precondition Failed: the etag does not match")
    return row


def checks(rows: Rows) -> dict[str, Any]:
    return {
        "UserId": lambda told: employee(rows, told), "StoreId": lambda told: find(rows["stores"], "Id", told)["Id"], "Date": day,
        "StartMinutes": lambda told: whole(told, 0, 1439), "EndMinutes": lambda told: whole(told, 1, 1440),
        "Role": lambda told: one_of(told, *ROLES), "Draft": boolean, "Notes": str,
    }  # fmt: skip


def changed(rows: Rows, row: Row, told: object) -> Row:
    found = changing(dict(row), body(told), **checks(rows))
    if found["StartMinutes"] >= found["EndMinutes"]:
        raise Refusal("a shift ends after it starts")
    return found


def create_shift(rows: Rows, body: dict[str, Any]) -> object:
    first = {"Id": f"SHFT_{4001 + len(rows['shifts'])}", "UserId": None, "StoreId": "", "Date": "", "StartMinutes": 0, "EndMinutes": 0, "Role": "", "Draft": False, "Notes": ""}
    made = changed(rows, first, body)
    if not all(made[name] for name in ("StoreId", "Date", "Role")):
        raise Refusal("StoreId, Date and Role are needed")
    rows["shifts"].append(made)
    return seen(rows, made)


def update_shift(rows: Rows, Id: str, body: dict[str, Any], **headers: str) -> object:
    row = current(rows, Id, headers)
    row.update(changed(rows, row, body))
    return seen(rows, row)


def delete_shift(rows: Rows, Id: str, **headers: str) -> object:
    rows["shifts"].remove(current(rows, Id, headers))
    return {}


def share(rows: Rows, StoreId: str, FirstDay: str, LastDay: str, NotifyTeam: bool = True) -> object:
    store, first, last, tell = find(rows["stores"], "Id", StoreId)["Id"], day(FirstDay), day(LastDay), boolean(NotifyTeam)
    drafts = [row for row in rows["shifts"] if row["StoreId"] == store and row["Draft"] and first <= row["Date"] <= last]
    for row in drafts:
        row["Draft"] = False
    rows["messages"].extend({"UserId": one["Id"], "Body": f"{store} {first}"} for one in rows["users"] if tell and one["HomeStoreId"] == store)
    return {"Shared": len(drafts)}


def update_user(rows: Rows, Id: str, body: dict[str, Any]) -> object:
    def hours(told: object) -> float:
        return float(whole(told, 0, 48)) if not isinstance(told, float) else max(0.0, min(told, 48.0))

    store = checks(rows)["StoreId"]
    return changing(user(rows, Id), dict(told_body(body)), DisplayName=words, Mail=words, JobTitle=words, HomeStoreId=store, WeeklyHours=hours)


def told_body(told: object) -> dict[str, Any]:
    return body(told)


def create_timeoff(rows: Rows, body: dict[str, Any]) -> object:
    told = told_body(body)
    if {*told} - {"UserId", "FirstDay", "LastDay", "Reason", "SenderMessage"}:
        raise Refusal("a request has UserId, FirstDay, LastDay, Reason and SenderMessage")
    first, last = day(told.get("FirstDay")), day(told.get("LastDay", told.get("FirstDay")))
    rows["timeoff"].append({
        "Id": f"TOR_{811 + len(rows['timeoff'])}", "UserId": user(rows, told.get("UserId"))["Id"], "FirstDay": first, "LastDay": last,
        "Reason": one_of(told.get("Reason"), *REASONS), "State": "PENDING", "SenderMessage": str(told.get("SenderMessage") or ""), "ManagerMessage": "",
    })  # fmt: skip
    return rows["timeoff"][-1]


def decide(rows: Rows, table: str, told: object, state: str) -> Row:
    row = find(rows[table], "Id", told)
    if row["State"] != "PENDING":
        raise Refusal(f"{told} is {row['State']}")
    row["State"] = state
    return row


def decide_timeoff(rows: Rows, Id: str, state: str, ManagerMessage: str = "") -> object:
    row = decide(rows, "timeoff", Id, state)
    row["ManagerMessage"] = str(ManagerMessage or "")
    return row


def approve_swap(rows: Rows, Id: str) -> object:
    row = decide(rows, "swaps", Id, "APPROVED")
    first, second = (find(rows["shifts"], "Id", row[name]) for name in ("SenderShiftId", "RecipientShiftId"))
    first["UserId"], second["UserId"] = second["UserId"], first["UserId"]
    return row


def send(rows: Rows, UserIds: list[str], Body: str) -> object:
    told = [user(rows, one)["Id"] for one in texts(UserIds)]
    rows["messages"].extend([{"UserId": one, "Body": words(Body)} for one in told])
    return {"Sent": len(told)}


def with_names(rows: Rows, table: str, *names: str) -> list[Row]:
    return [{**row, **{name.removesuffix("Id"): {"DisplayName": user(rows, row[name])["DisplayName"]} for name in names}} for row in rows[table]]


def tag(which: int) -> str:
    return etag(find(ROWS["shifts"], "Id", f"SHFT_{which}"))


def shift(which: int, **fields: object) -> list[Call]:
    return [("schedule.UpdateShift", {"Id": f"SHFT_{which}", "If-Match": tag(which), "body": fields})]


def gone(*which: int) -> list[Call]:
    return [("schedule.DeleteShift", {"Id": f"SHFT_{one}", "If-Match": tag(one)}) for one in which]


def off(action: str, *which: int, **more: str) -> list[Call]:
    return [(f"requests.{action}TimeOff", {"Id": f"TOR_{one}", **more}) for one in which]


def swap(action: str, which: int) -> list[Call]:
    return [(f"requests.{action}Swap", {"Id": f"SWP_{which}"})]


def written(said: str, *who: str) -> list[Call]:
    return [("messages.Send", {"UserIds": [*who], "Body": said})]


ID, USER, DAY, MINUTES = text(), {"type": ["string", "null"], "description": "Guid of the employee; null for an open shift."}, text(format="date"), number("Minutes after midnight.")
SHIFT = dict(UserId=USER, StoreId=text(), Date=DAY, StartMinutes=MINUTES, EndMinutes=MINUTES, Role=text(enum=[*ROLES]), Draft={"type": "boolean"}, Notes=text())
OPTIONS = {"$filter": text("e.g. Date ge 2026-01-31 and Name eq 'x'"), "$top": number(f"At most {PAGE}."), "$skip": number()}
MATCH = text("The @odata.etag that was read last.")
NAMED = shape(DisplayName=text())


def values(**fields: object) -> dict[str, Any]:
    return shape(**{"@odata.count": number(), "value": array(**fields), "@odata.nextLink": text()})


TOOLS = (
    Tool("staff.ListUsers", "Get employees.", OPTIONS, lambda rows, **options: listed(rows["users"], "users", options), outputs=values(Id=text(), DisplayName=text(), Mail=text(), JobTitle=text(), HomeStoreId=text(), WeeklyHours={"type": "number"}, Active={"type": "boolean"})),
    Tool("staff.UpdateUser", "Update the properties of an employee.", {"Id": ID, "body": shape(DisplayName=text(), Mail=text(), JobTitle=text(), HomeStoreId=text(), WeeklyHours={"type": "number"})}, update_user, ("Id", "body")),
    Tool("stores.ListStores", "Get stores.", OPTIONS, lambda rows, **options: listed(rows["stores"], "stores", options)),
    Tool("schedule.ListShifts", "Get shifts, open ones and drafts among them.", OPTIONS, list_shifts, outputs=values(**{"@odata.etag": text()}, Id=text(), **SHIFT, User=NAMED, Store=shape(Name=text()))),
    Tool("schedule.GetShift", "Get a shift.", {"Id": ID}, lambda rows, Id: seen(rows, find(rows["shifts"], "Id", Id)), ("Id",), shape(**{"@odata.etag": text()}, Id=text(), **SHIFT)),
    Tool("schedule.CreateShift", "Create a shift.", {"body": {**shape(**SHIFT), "required": ["StoreId", "Date", "StartMinutes", "EndMinutes", "Role"]}}, create_shift, ("body",)),
    Tool("schedule.UpdateShift", "Update a shift. Properties that are not sent keep their value.", {"Id": ID, "If-Match": MATCH, "body": shape(**SHIFT)}, update_shift, ("Id", "If-Match", "body")),
    Tool("schedule.DeleteShift", "Delete a shift.", {"Id": ID, "If-Match": MATCH}, delete_shift, ("Id", "If-Match")),
    Tool("schedule.ShareSchedule", "Share the drafts of a store with the team.", {"StoreId": ID, "FirstDay": DAY, "LastDay": DAY, "NotifyTeam": {"type": "boolean", "description": "true by default."}}, share, ("StoreId", "FirstDay", "LastDay")),
    Tool("requests.ListTimeOff", "Get time off requests.", OPTIONS, lambda rows, **options: listed(with_names(rows, "timeoff", "UserId"), "timeOffRequests", options), outputs=values(Id=text(), UserId=text(), FirstDay=text(), LastDay=text(), Reason=text(), State=text(), SenderMessage=text(), ManagerMessage=text(), User=NAMED)),
    Tool("requests.CreateTimeOff", "Create a time off request for an employee.", {"body": {**shape(UserId=text(), FirstDay=DAY, LastDay=DAY, Reason=text(enum=[*REASONS]), SenderMessage=text()), "required": ["UserId", "FirstDay", "LastDay", "Reason"]}}, create_timeoff, ("body",)),
    Tool("requests.ApproveTimeOff", "Approve a time off request.", {"Id": ID, "ManagerMessage": text()}, lambda rows, Id, ManagerMessage="": decide_timeoff(rows, Id, "APPROVED", ManagerMessage), ("Id",)),
    Tool("requests.DeclineTimeOff", "Decline a time off request.", {"Id": ID, "ManagerMessage": text()}, lambda rows, Id, ManagerMessage="": decide_timeoff(rows, Id, "DECLINED", ManagerMessage), ("Id",)),
    Tool("requests.ListSwaps", "Get swap requests.", OPTIONS, lambda rows, **options: listed(with_names(rows, "swaps", "SenderUserId", "RecipientUserId"), "swapRequests", options)),
    Tool("requests.ApproveSwap", "Approve a swap request. The two shifts change hands.", {"Id": ID}, approve_swap, ("Id",)),
    Tool("requests.DeclineSwap", "Decline a swap request.", {"Id": ID}, lambda rows, Id: decide(rows, "swaps", Id, "DECLINED"), ("Id",)),
    Tool("messages.Send", "Send a message to employees.", {"UserIds": {"type": "array", "items": text()}, "Body": text()}, send, ("UserIds", "Body")),
)
JOBS = (
    Job("Sofia takes the open barista shift in Nord tomorrow", shift(4007, UserId=SOFIA)),
    Job("approve Aylin's vacation pls", off("Approve", 811)),
    Job("Marek comes in at 11 tomorrow instead of 10", shift(4006, StartMinutes=660)),
    Job("Decline Tobias' day off, message: 'Inventory that day'", off("Decline", 816, ManagerMessage="Inventory that day")),
    Job("put a note on Hannah's shift on Friday: 'Opens alone'", shift(4009, Notes="Opens alone")),
    Job("new shift please: Saturday in Mitte, barista, 9 to 17, nobody on it yet", [("schedule.CreateShift", {"body": {"StoreId": MITTE, "Date": "2026-03-14", "StartMinutes": 540, "EndMinutes": 1020, "Role": "BARISTA"}})]),
    Job("the swap between Milan and Aylin is fine with me, approve it", swap("Approve", 61)),
    Job("Jana works 30 hours a week from now on", [("staff.UpdateUser", {"Id": JANA, "body": {"WeeklyHours": 30}})]),
    Job("Leo's shift on Saturday can be deleted", gone(4014)),
    Job("Write to Marek: 'Bring the till keys tomorrow'", written("Bring the till keys tomorrow", MAREK)),
    Job("Share next week's drafts for Nord, but don't notify anyone", [("schedule.ShareSchedule", {"StoreId": NORD, "FirstDay": "2026-03-16", "LastDay": "2026-03-20", "NotifyTeam": False})]),
    Job("put in a sick day for Milan for today", [("requests.CreateTimeOff", {"body": {"UserId": MILAN, "FirstDay": "2026-03-11", "LastDay": "2026-03-11", "Reason": "SICK"}})]),
    Job("Leo is out until Sunday. All his shifts become open", [*shift(4003, UserId=None), *shift(4014, UserId=None)]),
    Job("all the vacation requests that are still pending are fine, approve them", off("Approve", 811, 813)),
    Job("Tobias will do both of the open shifts in Nord", [*shift(4007, UserId=TOBIAS), *shift(4015, UserId=TOBIAS)]),
    Job("Everyone who works in Mitte on Friday should get a message: 'Please come 15 minutes early'", written("Please come 15 minutes early", HANNAH, AYLIN)),
    Job("if the swap of Sofia and Jana is still pending, decline it", swap("Decline", 62)),
    Job("All shifts this week that end at 22:00 end at 21:00 instead", [*shift(4002, EndMinutes=1260), *shift(4007, EndMinutes=1260), *shift(4010, EndMinutes=1260)]),
    Job("what Aylin has on next week goes to Hannah", shift(4017, UserId=HANNAH)),
    Job("Whoever has the fewest hours a week takes the open till shift on Saturday", shift(4011, UserId=MAREK)),
    Job("delete all the drafts in Nord except Sofia's", gone(4019, 4020)),
    Job("Milan's shift next Wednesday, the 18th, moves to Nord", shift(4021, StoreId=NORD)),
    Job("the open kitchen shift on Sunday is from 11 to 18 now", shift(4015, StartMinutes=660, EndMinutes=1080)),
    Job("Approve Leo's sick day and take him off his shift that day, it stays open", [*off("Approve", 812), *shift(4014, UserId=None)]),
    Job("who's working in Nord tomorrow?", [], shows=("Sofia Reyes", "Tobias Kern", "Marek Dvorak")),
    Job("how many shifts are still open?", [], shows=("SHFT_4007", "SHFT_4011", "SHFT_4015")),
    Job("where is Hannah on Friday, which shop?", [], shows=("Mitte",)),
    Job("Which time off requests haven't been decided yet?", [], shows=("TOR_811", "TOR_812", "TOR_813", "TOR_816")),
    Job("how many hours a week does Hannah have?", [], shows=("38.5",)),
    Job("when is Sofia on vacation?", [], shows=("2026-03-30", "2026-04-02")),
    Job("give Kern the open till shift on Saturday", ASK),
    Job("approve Hannah's time off", ASK),
    Job("Milan's shift can be deleted", ASK),
    Job("If there's an open shift at the Kiosk, Marek takes it", []),
    Job("Decline all of Marek's swap requests", []),
    Job("Transfer Jana's wages today please", ASK),
)


def look(what: str, told: str = "", **more: object) -> Call:
    return what, {**({"$filter": told} if told else {}), **more}


STORES: Call = ("stores.ListStores", {})


def named(name: str) -> Call:
    return look("staff.ListUsers", f"contains(DisplayName,'{name}')")


PASTS = (
    Past("Jana takes the open kitchen shift on Sunday", [named("Jana"), look("schedule.ListShifts", "Date eq 2026-03-15")], shift(4015, UserId=JANA)),
    Past("approve Jana's vacation", [named("Jana"), look("requests.ListTimeOff", "State eq 'PENDING'")], off("Approve", 813)),
    Past("Decline Aylin's vacation with the message 'Too many are away'", [named("Aylin"), look("requests.ListTimeOff", "State eq 'PENDING'")], off("Decline", 811, ManagerMessage="Too many are away")),
    Past("Tobias starts at 8 tomorrow", [named("Tobias"), look("schedule.ListShifts", "Date eq 2026-03-12")], shift(4005, StartMinutes=480)),
    Past("Sofia's shift on Saturday ends at 16:00", [named("Sofia"), look("schedule.ListShifts", "Date eq 2026-03-14")], shift(4013, EndMinutes=960)),
    Past("note for Leo today: 'Clean the grill'", [named("Leo"), look("schedule.ListShifts", "Date eq 2026-03-11")], shift(4003, Notes="Clean the grill")),
    Past("New shift for Hannah on Sunday in Mitte, barista, 8 to 14", [named("Hannah"), STORES], [("schedule.CreateShift", {"body": {"UserId": HANNAH, "StoreId": MITTE, "Date": "2026-03-15", "StartMinutes": 480, "EndMinutes": 840, "Role": "BARISTA"}})]),
    Past("Approve the swap of Sofia and Jana", [look("requests.ListSwaps", "State eq 'PENDING'")], swap("Approve", 62)),
    Past("decline Milan's swap", [named("Milan"), look("requests.ListSwaps")], swap("Decline", 61)),
    Past("Marek has 18 hours a week now", [named("Marek")], [("staff.UpdateUser", {"Id": MAREK, "body": {"WeeklyHours": 18}})]),
    Past("Aylin is a shift lead now, in Nord", [named("Aylin"), STORES], [("staff.UpdateUser", {"Id": AYLIN, "body": {"JobTitle": "Shift lead", "HomeStoreId": NORD}})]),
    Past("the open till shift on Saturday can go", [look("schedule.ListShifts", "UserId eq null")], gone(4011)),
    Past("Tell Hannah and Leo 'The inspector comes at noon'", [look("staff.ListUsers")], written("The inspector comes at noon", HANNAH, LEO)),
    Past("Share the drafts for Mitte from Monday to Friday next week", [STORES], [("schedule.ShareSchedule", {"StoreId": MITTE, "FirstDay": "2026-03-16", "LastDay": "2026-03-20"})]),
    Past("Sofia wants two unpaid days off, April 13 and 14, please put that in", [named("Sofia")], [("requests.CreateTimeOff", {"body": {"UserId": SOFIA, "FirstDay": "2026-04-13", "LastDay": "2026-04-14", "Reason": "UNPAID"}})]),
    Past("Hannah does Milan's drafts", [named("Hannah"), named("Milan"), look("schedule.ListShifts", f"UserId eq '{MILAN}' and Draft eq true")], [*shift(4016, UserId=HANNAH), *shift(4021, UserId=HANNAH)]),
    Past("Everybody in Nord tomorrow gets the message 'Delivery at seven'", [STORES, look("schedule.ListShifts", f"Date eq 2026-03-12 and StoreId eq '{NORD}'")], written("Delivery at seven", SOFIA, TOBIAS, MAREK)),
    Past("SHFT_4020 moves to Wednesday", [("schedule.GetShift", {"Id": "SHFT_4020"})], shift(4020, Date="2026-03-18")),
    Past("what's open in Nord?", [STORES, look("schedule.ListShifts", f"UserId eq null and StoreId eq '{NORD}'")], []),
    Past("Which shifts has Aylin got?", [named("Aylin"), look("schedule.ListShifts"), ("schedule.ListShifts", {"$skip": 8}), ("schedule.ListShifts", {"$skip": 16})], []),
)
FIELD = Field("rota", ROWS, TOOLS, JOBS, PASTS)
