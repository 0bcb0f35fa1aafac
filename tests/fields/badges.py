"""Doors, badges and visitors: prefixed names, groups linked to people and to doors by two ids, batches of ids, tags, states by acts.

Left out until the afternoon of 2026-11-29.  Written without reading the planner, and before it was run.
At first sight: 25 of 36 right and none harmed without runs, 26 with ten, 26 with all.
"""

from collections.abc import Sequence

from tests.fields.checks import array, day, matching, one_of, shape, whole, words
from tests.fields.service import ASK, Call, Field, Job, Past, Refusal, Row, Rows, Tool, find, number, rows_of, text

ROWS: Rows = {
    "people": [{**row, "tags": row["tags"].split()} for row in rows_of(
        "personId fullName department kind tags",
        "P-1041|Adaeze Obi|Research|employee|first_aider",
        "P-1042|Bruno Keller|Facilities|employee|fire_warden",
        "P-1043|Chloe Martin|Research|employee|",
        "P-1044|Dmitri Volkov|IT|contractor|",
        "P-1045|Esra Aydin|Finance|employee|first_aider",
        "P-1046|Finn Larsson|IT|employee|fire_warden",
        "P-1047|Gloria Mendez|Facilities|contractor|",
        "P-1048|Hugo Martin|Finance|employee|",
        "P-1049|Ines Costa|Research|contractor|",
        "P-1050|Jamal Reed|IT|employee|",
        "P-1051|Kaori Abe|Research|employee|night_shift",
    )],
    "groups": [{**row, "memberIds": row["memberIds"].split(), "doorIds": row["doorIds"].split()} for row in rows_of(
        "groupId name memberIds doorIds",
        "G-1|Laboratory|P-1041 P-1043 P-1049|D-03 D-04",
        "G-2|Server room|P-1044 P-1046|D-05",
        "G-3|Warehouse|P-1042 P-1047|D-06 D-07",
        "G-4|Finance office|P-1045 P-1048|D-08",
        "G-5|Night access|P-1051|D-01 D-03",
        "G-6|Roof|P-1042|D-09",
    )],
    "doors": [{**row, "relocksAfter": None} for row in rows_of(
        "doorId name building state",
        "D-01|Main entrance|North|unlocked",
        "D-02|Side entrance|North|locked",
        "D-03|Lab corridor|North|locked",
        "D-04|Clean room|North|locked",
        "D-05|Server room|North|locked",
        "D-06|Loading dock|South|unlocked",
        "D-07|Warehouse gate|South|unlocked",
        "D-08|Finance office|South|locked",
        "D-09|Roof hatch|South|locked",
    )],
    "badges": [{**row, "reason": None} for row in rows_of(
        "badgeId personId status validUntil",
        "B-771|P-1041|active|2026-12-31",
        "B-772|P-1042|active|2026-12-31",
        "B-773|P-1043|suspended|2026-06-30",
        "B-774|P-1044|active|2026-03-31",
        "B-775|P-1045|active|2027-01-31",
        "B-776|P-1046|active|2026-09-30",
        "B-777|P-1047|active|2026-03-31",
        "B-778|P-1048|revoked|2026-12-31",
        "B-779|P-1048|active|2026-12-31",
        "B-780|P-1049|active|2026-03-15",
        "B-781|P-1050|active|2026-08-31",
        "B-782|P-1050|suspended|2026-08-31",
        "B-783|P-1051|active|2026-12-31",
    )],
    "visits": rows_of(
        "visitId visitor company hostId date status",
        "9011|Leonie Falk|Hartwell|P-1041|2026-03-11|expected",
        "9012|Tom Ashby|Pike Elevators|P-1042|2026-03-12|expected",
        "9013|Vera Lund|Hartwell|P-1041|2026-03-12|expected",
        "9014|Wes Carter|Redline Audit|P-1045|2026-03-16|expected",
        "9015|Yara Haddad|Redline Audit|P-1045|2026-03-16|expected",
        "9016|Zoe Blum|Pike Elevators|P-1042|2026-03-09|left",
        "9017|Leonie Falk|Hartwell|P-1043|2026-03-20|expected",
    ),
}
TAGS, REASONS = ("first_aider", "fire_warden", "night_shift"), ("lost", "left", "investigation")
BADGE_STATES, VISIT_STATES = ("active", "suspended", "revoked"), ("expected", "checked_in", "left", "cancelled")
TAKE = 8


def several(rows: Sequence[Row], key: str, ids: object) -> list[Row]:
    """The records of a batch: all of them, or the whole batch is refused."""
    if not isinstance(ids, list) or not ids:
        raise Refusal(f"{key}s is an array with at least one id")
    return [find(rows, key, one) for one in ids]


def taken(rows: Sequence[Row], skip: object) -> object:
    first = whole(skip, 0, 10**6)
    return {"items": [*rows[first:first + TAKE]], "skip": first, "total": len(rows)}


def find_people(rows: Rows, name: str = "", tag: str = "", skip: int = 0, **equals: str) -> object:
    found = matching(rows["people"], {"fullName": name}, **equals)
    return taken([row for row in found if not tag or tag in row["tags"]], skip)


def list_groups(rows: Rows, name: str = "") -> object:
    return [
        {"groupId": row["groupId"], "name": row["name"], "members": len(row["memberIds"]), "doors": len(row["doorIds"])}
        for row in matching(rows["groups"], {"name": name})
    ]


def group_of(rows: Rows, group_id: object) -> Row:
    return find(rows["groups"], "groupId", group_id)


def add_members(rows: Rows, groupId: str, personIds: list[str]) -> object:
    row = group_of(rows, groupId)
    row["memberIds"] = sorted({*row["memberIds"], *(one["personId"] for one in several(rows["people"], "personId", personIds))})
    return row


def remove_members(rows: Rows, groupId: str, personIds: list[str]) -> object:
    row = group_of(rows, groupId)
    told = [one["personId"] for one in several(rows["people"], "personId", personIds)]
    if {*told} - {*row["memberIds"]}:
        raise Refusal(f"not all of them are members of {row['name']}")
    row["memberIds"] = [one for one in row["memberIds"] if one not in told]
    return row


def attach_door(rows: Rows, groupId: str, doorId: str) -> object:
    row = group_of(rows, groupId)
    row["doorIds"] = sorted({*row["doorIds"], find(rows["doors"], "doorId", doorId)["doorId"]})
    return row


def detach_door(rows: Rows, groupId: str, doorId: str) -> object:
    row = group_of(rows, groupId)
    if doorId not in row["doorIds"]:
        raise Refusal(f"{row['name']} does not open {doorId}")
    row["doorIds"].remove(doorId)
    return row


def unlock_doors(rows: Rows, doorIds: list[str], minutes: int | None = None) -> object:
    relocks = None if minutes is None else whole(minutes, 1, 720)
    for row in several(rows["doors"], "doorId", doorIds):
        row.update(state="unlocked", relocksAfter=relocks)
    return {"done": doorIds}


def lock_doors(rows: Rows, doorIds: list[str]) -> object:
    for row in several(rows["doors"], "doorId", doorIds):
        row.update(state="locked", relocksAfter=None)
    return {"done": doorIds}


def in_state(rows: Sequence[Row], key: str, ids: object, *states: str) -> list[Row]:
    found = several(rows, key, ids)
    for row in found:
        if row["status"] not in states:
            raise Refusal(f"{row[key]} is {row['status']}")
    return found


def suspend_badges(rows: Rows, badgeIds: list[str], reason: str) -> object:
    one_of(reason, *REASONS)
    for row in in_state(rows["badges"], "badgeId", badgeIds, "active"):
        row.update(status="suspended", reason=reason)
    return {"done": badgeIds}


def reactivate_badges(rows: Rows, badgeIds: list[str]) -> object:
    for row in in_state(rows["badges"], "badgeId", badgeIds, "suspended"):
        row.update(status="active", reason=None)
    return {"done": badgeIds}


def extend_badge(rows: Rows, badgeId: str, validUntil: str) -> object:
    row = find(rows["badges"], "badgeId", badgeId)
    if row["status"] == "revoked" or day(validUntil) < row["validUntil"]:
        raise Refusal("it was revoked, or is valid for longer than that")
    row["validUntil"] = day(validUntil)
    return row


def tag_people(rows: Rows, personIds: list[str], tag: str) -> object:
    one_of(tag, *TAGS)
    for row in several(rows["people"], "personId", personIds):
        row["tags"] = sorted({*row["tags"], tag})
    return {"done": personIds}


def announce(rows: Rows, visitor: str, company: str, hostId: str, date: str) -> object:
    host = find(rows["people"], "personId", hostId)
    if day(date) < "2026-03-11":
        raise Refusal("that day is over")
    rows["visits"].append({
        "visitId": 9011 + len(rows["visits"]), "visitor": words(visitor), "company": words(company), "hostId": host["personId"],
        "date": day(date), "status": "expected",
    })  # fmt: skip
    return rows["visits"][-1]


def cancel_visits(rows: Rows, visitIds: list[int]) -> object:
    for row in in_state(rows["visits"], "visitId", visitIds, "expected"):
        row["status"] = "cancelled"
    return {"done": visitIds}


def people(*ids: int) -> dict[str, list[str]]:
    return {"personIds": [f"P-{one}" for one in ids]}


def members(verb: str, group: int, *ids: int) -> list[Call]:
    return [(f"keyway__{verb}_members", {"groupId": f"G-{group}", **people(*ids)})]


def door(verb: str, group: int, *doors: int) -> list[Call]:
    return [(f"keyway__{verb}_door", {"groupId": f"G-{group}", "doorId": f"D-0{one}"}) for one in doors]


def doors(verb: str, *ids: int, **more: int) -> list[Call]:
    return [(f"keyway__{verb}_doors", {"doorIds": [f"D-0{one}" for one in ids], **more})]


def suspended(reason: str, *badges: int) -> list[Call]:
    return [("keyway__suspend_badges", {"badgeIds": [f"B-{one}" for one in badges], "reason": reason})]


def reactivated(*badges: int) -> list[Call]:
    return [("keyway__reactivate_badges", {"badgeIds": [f"B-{one}" for one in badges]})]


def extended(until: str, *badges: int) -> list[Call]:
    return [("keyway__extend_badge", {"badgeId": f"B-{one}", "validUntil": until}) for one in badges]


def tagged(tag: str, *ids: int) -> list[Call]:
    return [("keyway__tag_people", {**people(*ids), "tag": tag})]


def announced(visitor: str, company: str, host: int, date: str) -> list[Call]:
    return [("keyway__announce_visit", {"visitor": visitor, "company": company, "hostId": f"P-{host}", "date": date})]


def cancelled(*visits: int) -> list[Call]:
    return [("keyway__cancel_visits", {"visitIds": [*visits]})]


def look(what: str, **filters: object) -> Call:
    return f"keyway__{what}", filters


def who(name: str) -> Call:
    return look("find_people", name=name)


def group(name: str) -> Call:
    return look("list_groups", name=name)


def held(person: int, **more: str) -> Call:
    return look("find_badges", personId=f"P-{person}", **more)


DOORS, VISITS = look("list_doors"), look("list_visits")
PERSON, GROUP, DOOR, DAY, TAG, SKIP = text("e.g. P-1000"), text("e.g. G-1"), text("e.g. D-01"), text("YYYY-MM-DD"), text(enum=list(TAGS)), number("How many to skip", default=0)


def ids(of: dict) -> dict:
    return {"type": "array", "items": of, "minItems": 1, "description": "The batch is done as a whole or not at all"}


def items(**fields: object) -> dict:
    return shape(items=array(**fields), skip=number(), total=number())


TOOLS = (
    Tool("keyway__find_people", f"Find people on site. {TAKE} at a time.", {"name": text("Part of the name"), "department": text(), "kind": text(enum=["employee", "contractor"]), "tag": TAG, "skip": SKIP}, find_people, outputs=items(personId=PERSON, fullName=text(), department=text(), kind=text(), tags={"type": "array", "items": TAG})),
    Tool("keyway__list_groups", "List access groups. Whoever is a member of a group can open its doors.", {"name": text("Part of the name")}, list_groups, outputs={"type": "array", "items": shape(groupId=GROUP, name=text(), members=number("How many"), doors=number("How many"))}),
    Tool("keyway__get_group", "Get an access group with its members and doors.", {"groupId": GROUP}, lambda rows, groupId: group_of(rows, groupId), ("groupId",), shape(groupId=GROUP, name=text(), memberIds={"type": "array", "items": PERSON}, doorIds={"type": "array", "items": DOOR})),
    Tool("keyway__add_members", "Add people to an access group. Those who are in it already are skipped.", {"groupId": GROUP, "personIds": ids(PERSON)}, add_members, ("groupId", "personIds")),
    Tool("keyway__remove_members", "Remove people from an access group.", {"groupId": GROUP, "personIds": ids(PERSON)}, remove_members, ("groupId", "personIds")),
    Tool("keyway__attach_door", "Let an access group open a door.", {"groupId": GROUP, "doorId": DOOR}, attach_door, ("groupId", "doorId")),
    Tool("keyway__detach_door", "Stop an access group from opening a door.", {"groupId": GROUP, "doorId": DOOR}, detach_door, ("groupId", "doorId")),
    Tool("keyway__list_doors", "List doors.", {"building": text(enum=["North", "South"]), "state": text(enum=["locked", "unlocked"])}, lambda rows, **equals: matching(rows["doors"], {}, **equals), outputs=array(doorId=DOOR, name=text(), building=text(), state=text(), relocksAfter={"type": ["integer", "null"]})),
    Tool("keyway__unlock_doors", "Unlock doors so that they open without a badge.", {"doorIds": ids(DOOR), "minutes": number("They lock again after that; without it they stay unlocked", maximum=720)}, unlock_doors, ("doorIds",)),
    Tool("keyway__lock_doors", "Lock doors.", {"doorIds": ids(DOOR)}, lock_doors, ("doorIds",)),
    Tool("keyway__find_badges", f"Find badges. {TAKE} at a time.", {"personId": PERSON, "status": text(enum=list(BADGE_STATES)), "skip": SKIP}, lambda rows, skip=0, **equals: taken(matching(rows["badges"], {}, **equals), skip), outputs=items(badgeId=text(), personId=PERSON, status=text(enum=list(BADGE_STATES)), validUntil=DAY, reason={"type": ["string", "null"]})),
    Tool("keyway__suspend_badges", "Suspend active badges for the time being.", {"badgeIds": ids(text()), "reason": text(enum=list(REASONS))}, suspend_badges, ("badgeIds", "reason")),
    Tool("keyway__reactivate_badges", "Make suspended badges work again.", {"badgeIds": ids(text())}, reactivate_badges, ("badgeIds",)),
    Tool("keyway__extend_badge", "Extend the validity of a badge.", {"badgeId": text(), "validUntil": DAY}, extend_badge, ("badgeId", "validUntil")),
    Tool("keyway__tag_people", "Put a tag on people.", {"personIds": ids(PERSON), "tag": TAG}, tag_people, ("personIds", "tag")),
    Tool("keyway__list_visits", "List announced visits.", {"date": DAY, "status": text(enum=list(VISIT_STATES)), "hostId": PERSON}, lambda rows, **equals: matching(rows["visits"], {}, **equals), outputs=array(visitId=number(), visitor=text(), company=text(), hostId=PERSON, date=DAY, status=text(enum=list(VISIT_STATES)))),
    Tool("keyway__announce_visit", "Announce a visitor at reception.", {"visitor": text("Full name"), "company": text(), "hostId": {**PERSON, "description": "Who is visited"}, "date": DAY}, announce, ("visitor", "company", "hostId", "date")),
    Tool("keyway__cancel_visits", "Cancel expected visits.", {"visitIds": ids(number())}, cancel_visits, ("visitIds",)),
)
JOBS = (
    Job("add Jamal Reed to Server room", members("add", 2, 1050)),
    Job("Remove Ines Costa from the Laboratory group", members("remove", 1, 1049)),
    Job("Gloria Mendez lost her badge, suspend it", suspended("lost", 777)),
    Job("reactivate Chloe Martins badge", reactivated(773)),
    Job("Unlock the clean room for 30 minutes", doors("unlock", 4, minutes=30)),
    Job("lock the loading dock and the warehouse gate", doors("lock", 6, 7)),
    Job("It's closing time in the South building: lock every door there that is still open", doors("lock", 6, 7)),
    Job("Add Esra Aydin and Hugo Martin to the Roof group", members("add", 6, 1045, 1048)),
    Job("The Warehouse group needs to open the side entrance too", door("attach", 3, 2)),
    Job("Night access must not open the lab corridor any more", door("detach", 5, 3)),
    Job("tag Kaori Abe as first aider", tagged("first_aider", 1051)),
    Job("Jamal Reed and Finn Larsson are on the night shift from now on, tag them accordingly", tagged("night_shift", 1050, 1046)),
    Job("Extend Ines Costa's badge until June 30", extended("2026-06-30", 780)),
    Job("Extend the badges of all contractors to 30 September 2026", extended("2026-09-30", 774, 777, 780)),
    Job("Announce Marta Silva from Cobalt for Friday, she's visiting Finn Larsson", announced("Marta Silva", "Cobalt", 1046, "2026-03-13")),
    Job("Cancel Tom Ashby's visit", cancelled(9012)),
    Job("Redline Audit has called, nobody from there comes on Monday. Cancel both visits", cancelled(9014, 9015)),
    Job("Cancel all visits that Adaeze Obi is expecting", cancelled(9011, 9013)),
    Job("Everybody in Research should be in the Night access group", members("add", 5, 1041, 1043, 1049)),
    Job("There's an investigation: suspend the badges of everyone in the Server room group", suspended("investigation", 774, 776)),
    Job("Remove all contractors from the Warehouse group", members("remove", 3, 1047)),
    Job("If Dmitri Volkov's badge runs out this month, extend it to December 31", extended("2026-12-31", 774)),
    Job("If the side entrance is unlocked, lock it", []),
    Job("Move Bruno Keller from the Warehouse group to the Laboratory group", [*members("remove", 3, 1042), *members("add", 1, 1042)]),
    Job("main entrance should be unlocked", []),
    Job("Jamal Reed's active badge is lost, suspend it and reactivate his other one", [*suspended("lost", 781), *reactivated(782)]),
    Job("The active badge that expires first should be valid a week longer", extended("2026-03-22", 780)),
    Job("Let the Roof group open the loading dock, the warehouse gate as well", door("attach", 6, 6, 7)),
    Job("Which doors can the Laboratory group open?", [], shows=("Lab corridor", "Clean room")),
    Job("Who is a fire warden?", [], shows=("Bruno Keller", "Finn Larsson")),
    Job("who's visiting tomorrow", [], shows=("Tom Ashby", "Vera Lund")),
    Job("Until when is Finn Larsson's badge valid?", [], shows=("2026-09-30",)),
    Job("Add Martin to the Roof group", ASK),
    Job("Cancel the visit of Leonie Falk", ASK),
    Job("Extend Kaori Abe's badge", ASK),
    Job("Order new uniforms for Facilities", ASK),
)
PASTS = (
    Past("Add Chloe Martin to the Night access group", [who("Chloe Martin"), group("Night access")], members("add", 5, 1043)),
    Past("Kaori Abe and Jamal Reed join Laboratory", [who("Kaori Abe"), who("Jamal Reed"), group("Laboratory")], members("add", 1, 1050, 1051)),
    Past("take Dmitri Volkov out of Server room", [who("Dmitri Volkov"), group("Server room")], members("remove", 2, 1044)),
    Past("Hugo Martin doesn't belong in the Finance office group any more", [who("Hugo Martin"), group("Finance office")], members("remove", 4, 1048)),
    Past("Finn Larsson lost his badge", [who("Finn Larsson"), held(1046)], suspended("lost", 776)),
    Past("Suspend Ines Costa's badge, she has left", [who("Ines Costa"), held(1049)], suspended("left", 780)),
    Past("Jamal Reed found his old badge, reactivate it", [who("Jamal Reed"), held(1050, status="suspended")], reactivated(782)),
    Past("All suspended badges can be reactivated", [look("find_badges", status="suspended")], reactivated(773, 782)),
    Past("unlock the side entrance", [DOORS], doors("unlock", 2)),
    Past("Unlock the finance office and the roof hatch for an hour", [DOORS], doors("unlock", 8, 9, minutes=60)),
    Past("Lock the main entrance", [DOORS], doors("lock", 1)),
    Past("lock everything that is unlocked", [look("list_doors", state="unlocked")], doors("lock", 1, 6, 7)),
    Past("Finance office should be able to open the main entrance", [group("Finance office"), DOORS], door("attach", 4, 1)),
    Past("Give the Laboratory group the server room door", [group("Laboratory"), DOORS], door("attach", 1, 5)),
    Past("Detach the warehouse gate from Warehouse", [group("Warehouse"), DOORS], door("detach", 3, 7)),
    Past("The Laboratory group loses the clean room", [group("Laboratory"), DOORS], door("detach", 1, 4)),
    Past("Tag Hugo Martin as fire warden", [who("Hugo Martin")], tagged("fire_warden", 1048)),
    Past("Chloe Martin and Ines Costa are first aiders now", [who("Chloe Martin"), who("Ines Costa")], tagged("first_aider", 1043, 1049)),
    Past("Everyone in Facilities works nights, tag them", [look("find_people", department="Facilities")], tagged("night_shift", 1042, 1047)),
    Past("Extend Dmitri Volkov's badge to April 30", [who("Dmitri Volkov"), held(1044)], extended("2026-04-30", 774)),
    Past("Gloria Mendez stays until the end of the year, extend her badge", [who("Gloria Mendez"), held(1047)], extended("2026-12-31", 777)),
    Past("Finn Larsson's badge should be valid for another month", [who("Finn Larsson"), held(1046)], extended("2026-10-30", 776)),
    Past("Announce a visit on March 17: Anton Berger, Pike Elevators, for Bruno Keller", [who("Bruno Keller")], announced("Anton Berger", "Pike Elevators", 1042, "2026-03-17")),
    Past("Kaori Abe expects Nils Holm from Hartwell tomorrow", [who("Kaori Abe")], announced("Nils Holm", "Hartwell", 1051, "2026-03-12")),
    Past("cancel Vera Lund's visit", [VISITS], cancelled(9013)),
    Past("Cancel everything that's expected on March 12", [look("list_visits", date="2026-03-12", status="expected")], cancelled(9012, 9013)),
    Past("Esra Aydin is ill, cancel her visitors", [who("Esra Aydin"), look("list_visits", hostId="P-1045", status="expected")], cancelled(9014, 9015)),
    Past("Suspend the badges of all contractors in IT, they have left", [look("find_people", department="IT", kind="contractor"), held(1044)], suspended("left", 774)),
    Past("Move Esra Aydin from Finance office to Roof", [who("Esra Aydin"), group("Finance office"), group("Roof")], [*members("remove", 4, 1045), *members("add", 6, 1045)]),
    Past("If Kaori Abe's badge is valid for less than a year, extend it to March 31, 2027", [who("Kaori Abe"), held(1051)], extended("2027-03-31", 783)),
    Past("Who is in the Roof group?", [group("Roof"), look("get_group", groupId="G-6"), who("Bruno Keller")], []),
    Past("Is the clean room locked?", [DOORS], []),
)
FIELD = Field("badges", ROWS, TOOLS, JOBS, PASTS)
