"""A town's pick-ups of bulky waste: bodies wrapped by their kind, own fields by number, several changed by ids in one text, remarks as a part of a change.

Whoever asks for a pick-up is a user as its driver is, and both stand in it as numbers.  What is told of the own fields is changed, the
others stay.  A page says where the next one is; what one pick-up says may be merged into another.
BULKYWASTE has the forms of a help desk.  Written on 2026-11-30 without reading the planner, and
before it was run.  Developed on since that night.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any

from tests.fields.checks import array, body, boolean, day, one_of, shape, texts, whole, words
from tests.fields.service import (
    ASK,
    Call,
    Field,
    Job,
    Past,
    Refusal,
    Row,
    Rows,
    Tool,
    equal,
    find,
    number,
    rows_of,
    text,
)

DAY, VOLUME, MATERIAL = 7701, 7702, 7703
STATES, PRIORITIES, MATERIALS = ("new", "open", "pending", "solved"), ("low", "normal", "high", "urgent"), ("wood", "metal", "mattress", "electrical")


def pickup(told: str) -> Row:
    key, subject, who, status, priority, driver, crew, when, volume, material, tags = told.split("|")
    return {
        "id": int(key), "subject": subject, "requester_id": int(who), "status": status, "priority": priority,
        "assignee_id": int(driver) if driver else None, "group_id": int(crew) if crew else None, "tags": tags.split(),
        "custom_fields": [{"id": DAY, "value": when or None}, {"id": VOLUME, "value": float(volume)}, {"id": MATERIAL, "value": material}],
    }  # fmt: skip


ROWS: Rows = {
    "users": [{**row, "suspended": False} for row in rows_of(
        "id name email phone role",
        "91001|Irma Vogel|irma.vogel@post.example|555-0401|end-user",
        "91002|Irma Vogt|irma.vogt@post.example|555-0402|end-user",
        "91003|Dennis Achebe|dennis@achebe.example|555-0403|end-user",
        "91004|Halina Zajac|halina.zajac@post.example|555-0404|end-user",
        "91005|Omar Nasser|omar@nasser.example|555-0405|end-user",
        "91006|Pauline Roy|pauline.roy@post.example|555-0406|end-user",
        "92001|Steffi Brandt|steffi@waste.example|555-0421|agent",
        "92002|Cole Whitman|cole@waste.example|555-0422|agent",
        "92003|Aki Lahti|aki@waste.example|555-0423|agent",
    )],
    "groups": rows_of("id name", "36001|North crew", "36002|South crew", "36003|Harbour crew"),
    "pickups": [pickup(told) for told in (
        "5501|Sofa and armchair|91001|open|normal|92001|36001|2026-03-12|2.5|wood|",
        "5502|Old fridge|91002|new|normal||||0.8|electrical|",
        "5503|Two mattresses|91003|open|normal|92002|36002|2026-03-13|1.2|mattress|",
        "5504|Wardrobe|91004|pending|normal|92002|36002|2026-03-17|3.0|wood|fee stairs",
        "5505|Washing machine|91005|new|high||||0.7|electrical|",
        "5506|Garden bench|91006|solved|low|92001|36001|2026-03-04|1.5|wood|",
        "5507|Mattress|91006|open|normal|92003|36003|2026-03-12|0.6|mattress|",
        "5508|Mattress, double|91003|new|normal||||0.9|mattress|",
        "5509|Bike frames|91005|open|low|92003|36003|2026-03-16|1.1|metal|",
        "5510|Fridge freezer|91004|open|high|92001|36001|2026-03-13|1.4|electrical|",
        "5511|Shed boards|91001|pending|normal|92003|36003|2026-03-19|4.5|wood|fee",
        "5512|Cot mattress|91004|solved|normal|92002|36002|2026-03-06|0.3|mattress|",
    )],
    "comments": [],
}
FIELDS = [
    {"id": DAY, "type": "date", "title": "Collection day"},
    {"id": VOLUME, "type": "decimal", "title": "Cubic metres"},
    {"id": MATERIAL, "type": "tagger", "title": "Material", "custom_field_options": [{"name": one.title(), "value": one} for one in MATERIALS]},
]


def paged(name: str, found: Sequence[Row], page: object, per_page: object) -> Row:
    at, many = whole(page, 1, 10**4), whole(per_page, 1, 100)
    more = at * many < len(found)
    return {name: [*found[(at - 1) * many:at * many]], "count": len(found), "next_page": f"/api/v2/{name}.json?page={at + 1}&per_page={many}" if more else None}


def pickups(rows: Rows, page: int = 1, per_page: int = 6) -> Row:
    return paged("pickups", rows["pickups"], page, per_page)


def users(rows: Rows, role: str = "", page: int = 1, per_page: int = 6) -> Row:
    return paged("users", equal(rows["users"], {"role": role}), page, per_page)


def owned(key: int, told: object) -> object:
    if key == MATERIAL:
        return one_of(told, *MATERIALS)
    if key == DAY:
        return None if told is None else day(told)
    if isinstance(told, bool) or not isinstance(told, int | float) or not 0 < told < 100:
        raise Refusal("Cubic metres: a decimal is needed")
    return float(told)


def own_fields(row: Row, told: object) -> None:
    if not isinstance(told, list):
        raise Refusal("custom_fields is an array")
    for one in map(body, told):
        field = find(row["custom_fields"], "id", one.get("id"))
        field["value"] = owned(field["id"], one.get("value"))


def whom(table: str, **equals: object) -> Callable[[Rows, object], object]:
    return lambda rows, told: None if told is None else find(equal(rows[table], equals), "id", told)["id"]


PARTS: dict[str, Callable[[Rows, Any], object]] = {
    "subject": lambda rows, told: words(told),
    "status": lambda rows, told: one_of(told, *STATES),
    "priority": lambda rows, told: one_of(told, *PRIORITIES),
    "assignee_id": whom("users", role="agent"),
    "group_id": whom("groups"),
    "tags": lambda rows, told: sorted({*texts(told)}),
}


def change(rows: Rows, row: Row, told: object) -> Row:
    new = body(told)
    if not new or {*new} - {*PARTS, "custom_fields", "comment"}:
        raise Refusal("RecordInvalid: unknown or missing attributes of the pickup")
    row.update({name: check(rows, new[name]) for name, check in PARTS.items() if name in new})
    if "custom_fields" in new:
        own_fields(row, new["custom_fields"])
    if "comment" in new:
        comment = body(new["comment"])
        rows["comments"].append({"pickup": row["id"], "body": words(comment.get("body")), "public": boolean(comment.get("public", True))})
    return row


def show(rows: Rows, pickup_id: int) -> Row:
    return {"pickup": find(rows["pickups"], "id", pickup_id)}


def update(rows: Rows, pickup_id: int, pickup: Row) -> Row:
    return {"pickup": change(rows, find(rows["pickups"], "id", pickup_id), pickup)}


def update_many(rows: Rows, ids: str, pickup: Row) -> Row:
    keys = [one.strip() for one in words(ids).split(",")]
    if not all(one.isdigit() for one in keys):
        raise Refusal("ids is a comma-separated list of ids")
    for row in [find(rows["pickups"], "id", int(one)) for one in keys]:
        change(rows, row, pickup)
    return {"job_status": {"id": "82de0b04", "status": "completed", "total": len(keys)}}


def create(rows: Rows, pickup: Row) -> Row:
    told = dict(body(pickup))
    who = find(rows["users"], "id", told.pop("requester_id", None))
    words(told.get("subject"))
    row = {
        "id": 5501 + len(rows["pickups"]), "subject": "", "requester_id": who["id"], "status": "new", "priority": "normal", "assignee_id": None, "group_id": None,
        "tags": [], "custom_fields": [{"id": key, "value": None} for key in (DAY, VOLUME, MATERIAL)],
    }  # fmt: skip
    rows["pickups"].append(change(rows, row, told))
    return {"pickup": row}


def merge(rows: Rows, pickup_id: int, ids: list[int]) -> Row:
    target = find(rows["pickups"], "id", pickup_id)
    if not isinstance(ids, list) or not ids or target["id"] in ids:
        raise Refusal("ids is an array of other pickups")
    for row in [find(rows["pickups"], "id", one) for one in ids]:
        if row["status"] == "solved" or row["requester_id"] != target["requester_id"]:
            raise Refusal(f"{row['id']} is solved, or somebody else's")
        row["status"] = "solved"
        row["tags"] = sorted({*row["tags"], f"merged_into_{target['id']}"})
    return {"job_status": {"id": "82de0b05", "status": "completed", "total": len(ids)}}


def tagging(adds: bool) -> Callable[..., Row]:
    def do(rows: Rows, pickup_id: int, tags: list[str]) -> Row:
        row, told = find(rows["pickups"], "id", pickup_id), {*texts(tags)}
        row["tags"] = sorted({*row["tags"]} | told if adds else {*row["tags"]} - told)
        return {"tags": row["tags"]}
    return do


def update_user(rows: Rows, user_id: int, user: Row) -> Row:
    row, told = find(rows["users"], "id", user_id), body(user)
    checks: dict[str, Callable[[Any], object]] = {"name": words, "email": words, "phone": words, "suspended": boolean}
    if not told or {*told} - {*checks}:
        raise Refusal("RecordInvalid: unknown attributes of the user")
    row.update({name: check(told[name]) for name, check in checks.items() if name in told})
    return {"user": row}


def passes(rows: Rows, row: Row, name: str, told: str) -> bool:
    if name in ("requester", "assignee", "group"):
        key = row["requester_id" if name == "requester" else f"{name}_id"]
        of = next((one["name"].lower() for one in [*rows["users"], *rows["groups"]] if one["id"] == key), "none")
        return told in of or told == str(key)
    if name == "tags":
        return told in row["tags"]
    return str(row.get(name, "")).lower() == told


def search(rows: Rows, query: str, page: int = 1, per_page: int = 6) -> Row:
    terms = re.findall(r'(-?)(?:(\w+):)?("[^"]*"|\S+)', words(query))
    kind = next((told for _, name, told in terms if name == "type"), "")
    found = [
        {**row, "result_type": table[:-1]} for table in ("pickups", "users", "groups") if kind in ("", table[:-1]) for row in rows[table]
        if all(
            (passes(rows, row, name, told.strip('"').lower()) if name else told.strip('"').lower() in str([row.get("subject"), row.get("name"), row.get("email")]).lower()) != bool(sign)
            for sign, name, told in terms if name != "type"
        )
    ]
    return paged("results", found, page, per_page)


def changed(key: int, **told: Any) -> Call:
    return "UpdatePickup", {"pickup_id": key, "pickup": told}


def dated(key: int, when: str) -> Call:
    return changed(key, custom_fields=[{"id": DAY, "value": when}])


def many(ids: str, **told: Any) -> Call:
    return "UpdateManyPickups", {"ids": ids, "pickup": told}


def user(key: int, **told: Any) -> Call:
    return "UpdateUser", {"user_id": key, "user": told}


def looked(query: str) -> Call:
    return "ListSearchResults", {"query": query}


PICKUPS: Call = ("ListPickups", {"per_page": 100})
FIELDS_LOOK: Call = ("ListPickupFields", {})
GROUPS: Call = ("ListGroups", {})
PAGE = {"page": number("The page to return.", default=1), "per_page": number("How many there are on a page.", default=6)}
NO = {"type": ["integer", "null"]}
TAGS = {"type": "array", "items": text()}
OWN = {"type": "array", "items": {**shape(id=number("The id of the pickup field."), value={"description": "Its value; dates are YYYY-MM-DD."}), "required": ["id", "value"]}, "description": "Custom fields of the pickup. See ListPickupFields."}
BODY = {"subject": text("What is to be fetched."), "status": text(enum=list(STATES)), "priority": text(enum=list(PRIORITIES)), "assignee_id": {**NO, "description": "The driver, who is a user with the role agent."}, "group_id": {**NO, "description": "The crew."}, "tags": {**TAGS, "description": "Replaces the tags."}, "custom_fields": OWN, "comment": {**shape(body=text("What it says."), public={"type": "boolean", "description": "Whether the requester sees it; true if not told.", "default": True}), "required": ["body"]}}
PICKUP = {"id": number(), "subject": text(), "requester_id": number("The resident who asked for it."), "status": text(enum=list(STATES)), "priority": text(enum=list(PRIORITIES)), "assignee_id": NO, "group_id": NO, "tags": TAGS, "custom_fields": array(id=number(), value={})}
USER = {"id": number(), "name": text(), "email": text(), "phone": text(), "role": text(enum=["end-user", "agent"]), "suspended": {"type": "boolean"}}
PAGED = {"count": number(), "next_page": {"type": ["string", "null"]}}
KEY, JOB = number("The ID of the pickup."), shape(job_status=shape(id=text(), status=text(), total=number()))
TOOLS = (
    Tool("ListPickups", "Lists pickups.", PAGE, pickups, outputs=shape(pickups=array(**PICKUP), **PAGED)),
    Tool("ShowPickup", "Shows a pickup.", {"pickup_id": KEY}, show, ("pickup_id",), shape(pickup=shape(**PICKUP))),
    Tool("CreatePickup", "Creates a pickup.", {"pickup": {**shape(**{**BODY, "requester_id": number("The resident.")}), "required": ["subject", "requester_id"]}}, create, ("pickup",), shape(pickup=shape(**PICKUP))),
    Tool("UpdatePickup", "Updates a pickup, and may add a comment to it.", {"pickup_id": KEY, "pickup": shape(**BODY)}, update, ("pickup_id", "pickup"), shape(pickup=shape(**PICKUP))),
    Tool("UpdateManyPickups", "Makes the same change to several pickups.", {"ids": text("Comma-separated list of pickup ids."), "pickup": shape(**BODY)}, update_many, ("ids", "pickup"), JOB),
    Tool("MergePickups", "Merges other pickups of the same requester into the target pickup. They are solved.", {"pickup_id": number("The ID of the target."), "ids": {"type": "array", "items": number(), "description": "Ids of the pickups to merge into the target."}}, merge, ("pickup_id", "ids"), JOB),
    Tool("AddTags", "Adds tags to a pickup.", {"pickup_id": KEY, "tags": TAGS}, tagging(True), ("pickup_id", "tags"), shape(tags=TAGS)),
    Tool("RemoveTags", "Removes tags from a pickup.", {"pickup_id": KEY, "tags": TAGS}, tagging(False), ("pickup_id", "tags"), shape(tags=TAGS)),
    Tool("ListPickupFields", "Lists the fields that pickups have of their own.", {}, lambda rows: {"pickup_fields": FIELDS}, outputs=shape(pickup_fields=array(id=number(), type=text(), title=text(), custom_field_options=array(name=text(), value=text())))),
    Tool("ListGroups", "Lists crews.", {}, lambda rows: {"groups": rows["groups"]}, outputs=shape(groups=array(id=number(), name=text()))),
    Tool("ListUsers", "Lists users: residents are end-users, drivers are agents.", {"role": text(enum=["end-user", "agent"]), **PAGE}, users, outputs=shape(users=array(**USER), **PAGED)),
    Tool("UpdateUser", "Updates a user.", {"user_id": number("The ID of the user."), "user": shape(name=text(), email=text(), phone=text(), suspended={"type": "boolean", "description": "A suspended user can ask for no pickups."})}, update_user, ("user_id", "user"), shape(user=shape(**USER))),
    Tool("ListSearchResults", "Searches pickups, users and groups.", {"query": text("Words and terms, e.g. type:pickup status:open requester:\"Jane Doe\""), **PAGE}, search, ("query",), shape(results={"type": "array", "items": {"type": "object"}}, **PAGED)),
)
JOBS = (
    Job("Irma Vogt's fridge is one for the North crew", [changed(5502, group_id=36001)]),
    Job("Halina's wardrobe gets fetched a day later than planned, she's out on the 17th", [dated(5504, "2026-03-18")]),
    Job('Let Omar know about his bike frames, so that he can read it: "Please leave the yard open"', [changed(5509, comment={"body": "Please leave the yard open", "public": True})]),
    Job("All the mattresses we haven't dealt with yet are urgent now, there are bugs going round", [many("5503,5507,5508", priority="urgent")]),
    Job("Dennis has sent the same thing in twice: merge 5508 into 5503", [("MergePickups", {"pickup_id": 5503, "ids": [5508]})]),
    Job("Pauline Roy has a new phone, it's 555-0466, and could you raise her unsolved one to high?", [user(91006, phone="555-0466"), changed(5507, priority="high")]),
    Job("There are no stairs at the wardrobe after all, drop that tag", [("RemoveTags", {"pickup_id": 5504, "tags": ["stairs"]})]),
    Job("Steffi's called in sick, so everything she still has open is Cole's", [many("5501,5510", assignee_id=92002)]),
    Job("which pickups has no driver been given yet?", [], shows=("Old fridge", "Washing machine", "Mattress, double")),
    Job("Anything electrical that has no crew so far goes to the crew and the driver who've got Halina's fridge freezer", [many("5502,5505", group_id=36001, assignee_id=92001)]),
    Job("The crew with the fewest cubic metres among what isn't solved takes the washing machine", [changed(5505, group_id=36001)]),
    Job("If there's more than 2 cubic metres to fetch on Friday, put the smaller of those off to Monday, otherwise mark them both low", [dated(5503, "2026-03-16")]),
    Job("Solve the one from Irma", ASK),
    Job("Put the shed boards off to some other day", ASK),
)
PASTS = (
    Past("5507 belongs to the South crew, not the harbour", [("ShowPickup", {"pickup_id": 5507}), GROUPS], [changed(5507, group_id=36002)]),
    Past("Fetch Omar's bike frames on the 18th instead", [looked("type:pickup requester:omar"), FIELDS_LOOK], [dated(5509, "2026-03-18")]),
    Past('Internal remark on the shed boards: "Nails in them"', [looked("type:pickup shed")], [changed(5511, comment={"body": "Nails in them", "public": False})]),
    Past("Tag both of Dennis's unsolved ones with gate", [looked("type:pickup requester:dennis -status:solved")], [("AddTags", {"pickup_id": 5503, "tags": ["gate"]}), ("AddTags", {"pickup_id": 5508, "tags": ["gate"]})]),
    Past('A new one for Halina Zajac, "Ironing board", metal, 0.2 cubic metres', [("ListUsers", {"per_page": 50}), FIELDS_LOOK], [("CreatePickup", {"pickup": {"subject": "Ironing board", "requester_id": 91004, "custom_fields": [{"id": MATERIAL, "value": "metal"}, {"id": VOLUME, "value": 0.2}]}})]),
    Past("Suspend Omar Nasser, he keeps locking the yard", [looked("type:user omar")], [user(91005, suspended=True)]),
    Past("Aki's pending one can be set to open", [looked("type:pickup assignee:aki status:pending")], [changed(5511, status="open")]),
    Past("The wardrobe and the shed boards are both low", [PICKUPS], [many("5504,5511", priority="low")]),
)
FIELD = Field("bulkywaste", ROWS, TOOLS, JOBS, PASTS)
