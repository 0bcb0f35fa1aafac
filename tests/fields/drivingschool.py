"""A driving school's diaries: lessons inside of a diary, patched bodies, times with zones inside objects, guests as a whole list, rules of access.

A lesson that is cancelled stays, but is not listed.  A diary is called by an address, a page goes on with a token, a version may be
required.  Who is free is asked for in a body of its own.
DRIVINGSCHOOL has the forms of a calendar.  Left out.  Written on 2026-11-30 without reading the planner, and before it was run.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from zlib import crc32

from tests.fields.checks import array, body, one_of, shape, whole, words
from tests.fields.service import (
    ASK,
    Absent,
    Call,
    Field,
    Job,
    Past,
    Refusal,
    Row,
    Rows,
    Tool,
    find,
    number,
    rows_of,
    text,
)

PUPILS = {
    f"{name.lower().replace(' ', '.')}@post.example": name
    for name in ("Jonas Wirth", "Nora Lindqvist", "Nora Lund", "Pia Moreau", "Samir Haddad", "Wilma Jansen", "Eli Stone")
}


def guest(email: str, answer: str = "needsAction") -> Row:
    return {"email": email, "displayName": PUPILS.get(email, ""), "responseStatus": answer}


def lesson(told: str) -> Row:
    key, diary, summary, start, end, guests, location = told.split("|")
    return {
        "id": key, "diaryId": f"{diary}@wheels.example", "status": "confirmed", "summary": summary, "location": location,
        "start": {"dateTime": f"2026-03-{start}:00Z", "timeZone": "UTC"}, "end": {"dateTime": f"2026-03-{start[:3]}{end}:00Z", "timeZone": "UTC"},
        "attendees": [guest(f"{one}@post.example", "accepted") for one in guests.split()],
    }  # fmt: skip


ROWS: Rows = {
    "diaries": rows_of(
        "id summary accessRole",
        "hana@wheels.example|Hana Sato|owner",
        "bert@wheels.example|Bert Claes|owner",
        "coralie@wheels.example|Coralie Dumas|owner",
        "cars@wheels.example|Cars|owner",
    ),
    "lessons": [lesson(told) for told in (
        "k1v0a|hana|Jonas Wirth: town driving|12T09:00|10:30|jonas.wirth|Station forecourt",
        "k1v1b|hana|Nora Lindqvist: motorway|12T11:00|12:30|nora.lindqvist|School",
        "k1v2c|hana|Theory evening|12T18:00|19:30|jonas.wirth nora.lindqvist pia.moreau|School, room 2",
        "k1v3d|hana|Pia Moreau: parking|13T08:00|09:30|pia.moreau|Market place",
        "k1v4e|hana|Jonas Wirth: night driving|16T19:00|20:30|jonas.wirth|Station forecourt",
        "k1v5f|bert|Samir Haddad: motorway|12T09:00|10:30|samir.haddad|School",
        "k1v6g|bert|Nora Lund: town driving|13T10:00|11:30|nora.lund|School",
        "k1v7h|bert|Wilma Jansen: parking|13T14:00|15:00|wilma.jansen|Market place",
        "k1v8i|bert|Samir Haddad: mock test|17T09:00|10:00|samir.haddad|School",
        "k1v9j|bert|Wilma Jansen: mock test|18T09:00|10:00|wilma.jansen|School",
        "k2v0k|coralie|Eli Stone: first lesson|12T13:00|14:00|eli.stone|School",
        "k2v1l|coralie|Pia Moreau: mock test|20T15:00|16:00|pia.moreau|School",
        "k2v2m|coralie|Eli Stone: town driving|19T13:00|14:30|eli.stone|School",
        "k2v3n|cars|Blue Polo: service|13T08:00|12:00||Garage Held",
        "k2v4o|cars|Red Fiesta: new tyres|16T10:00|11:00||Garage Held",
    )],
    "rules": [{**row, "scope": {"type": "user", "value": row["scope"]}} for row in rows_of(
        "id diaryId role scope",
        "user:office@wheels.example|cars@wheels.example|writer|office@wheels.example",
        "user:held@garage.example|cars@wheels.example|reader|held@garage.example",
    )],
}
ROLES = ("freeBusyReader", "reader", "writer", "owner")


def tagged(row: Row) -> Row:
    return {**row, "etag": f'"{crc32(str(row).encode())}"'}


def instant(told: object) -> datetime:
    try:
        found = datetime.fromisoformat(words(told))
    except ValueError:
        raise Refusal("Bad Request: a timestamp as of RFC 3339 is needed") from None
    if not found.tzinfo:
        raise Refusal("Bad Request: a timestamp with an offset is needed")
    return found.astimezone(UTC)


def moment(told: object) -> Row:
    return {"dateTime": instant(body(told).get("dateTime")).strftime("%Y-%m-%dT%H:%M:%SZ"), "timeZone": "UTC"}


def guests(told: object, before: Sequence[Row] = ()) -> list[Row]:
    if not isinstance(told, list):
        raise Refusal("attendees is an array")
    known = {one["email"]: one for one in before}
    emails = sorted({words(body(one).get("email")).lower() for one in told})
    return [known.get(one, guest(one)) for one in emails]


def change(row: Row, told: object) -> Row:
    new = body(told)
    if {*new} - {"summary", "location", "start", "end", "attendees"}:
        raise Refusal("Bad Request: unknown name in the body")
    row.update({name: words(new[name]) for name in ("summary", "location") if name in new})
    row.update({name: moment(new[name]) for name in ("start", "end") if name in new})
    if "attendees" in new:
        row["attendees"] = guests(new["attendees"], row["attendees"])
    if instant(row["start"]["dateTime"]) >= instant(row["end"]["dateTime"]):
        raise Refusal("The specified time range is empty.")
    return row


def diaries(rows: Rows) -> object:
    return {"kind": "diaryList", "items": rows["diaries"]}


def lessons(rows: Rows, diaryId: str, q: str = "", timeMin: str = "", timeMax: str = "", maxResults: int = 5, pageToken: str = "", orderBy: str = "") -> object:
    diary = find(rows["diaries"], "id", diaryId)
    since, until = (instant(one) if one else None for one in (timeMin, timeMax))
    found = [
        row for row in rows["lessons"]
        if row["diaryId"] == diary["id"] and row["status"] != "cancelled" and str(q or "").lower() in str([row["summary"], row["location"], row["attendees"]]).lower()
        and (not since or instant(row["end"]["dateTime"]) > since) and (not until or instant(row["start"]["dateTime"]) < until)
    ]
    if orderBy:
        found.sort(key=lambda row: str(row["start"]["dateTime"]))
    if not isinstance(pageToken, str) or (pageToken and not pageToken.isdigit()):
        raise Refusal("Invalid page token value.")
    first = int(pageToken or 0)
    last = first + whole(maxResults, 1, 250)
    more = {"nextPageToken": str(last)} if last < len(found) else {}
    return {"kind": "lessons", "summary": diary["summary"], "items": [tagged(row) for row in found[first:last]], **more}


def one(rows: Rows, diary: object, key: object, version: object = None) -> Row:
    row = next((row for row in rows["lessons"] if row["id"] == key and row["diaryId"] == diary), None)
    if row is None:
        raise Absent("Not Found")
    if row["status"] == "cancelled":
        raise Refusal("Resource has been deleted")
    if version is not None and version != tagged(row)["etag"]:
        raise Refusal("Precondition Failed")
    return row


def get(rows: Rows, diaryId: str, lessonId: str) -> object:
    return tagged(one(rows, diaryId, lessonId))


def insert(rows: Rows, diaryId: str, body: Row) -> object:
    row = lesson(f"k3v{len(rows['lessons'])}|x|Lesson|12T09:00|10:00||School")
    row["diaryId"] = find(rows["diaries"], "id", diaryId)["id"]
    if not isinstance(body, dict) or not {"start", "end"} <= {*body}:
        raise Refusal("Missing end time.")
    rows["lessons"].append(change(row, body))
    return tagged(row)


def patch(rows: Rows, diaryId: str, lessonId: str, body: Row, ifMatch: str | None = None) -> object:
    return tagged(change(one(rows, diaryId, lessonId, ifMatch), body))


def delete(rows: Rows, diaryId: str, lessonId: str, ifMatch: str | None = None) -> object:
    one(rows, diaryId, lessonId, ifMatch)["status"] = "cancelled"
    return {}


def move(rows: Rows, diaryId: str, lessonId: str, destination: str) -> object:
    row = one(rows, diaryId, lessonId)
    row["diaryId"] = find(rows["diaries"], "id", destination)["id"]
    return tagged(row)


def busy(rows: Rows, timeMin: str, timeMax: str, items: list[Row]) -> object:
    since, until, found = instant(timeMin), instant(timeMax), {}
    if not isinstance(items, list):
        raise Refusal("items is an array")
    for told in items:
        key = find(rows["diaries"], "id", body(told).get("id"))["id"]
        found[key] = {"busy": [
            {"start": row["start"]["dateTime"], "end": row["end"]["dateTime"]} for row in rows["lessons"]
            if row["diaryId"] == key and row["status"] != "cancelled" and instant(row["start"]["dateTime"]) < until and instant(row["end"]["dateTime"]) > since
        ]}  # fmt: skip
    return {"kind": "freeBusy", "diaries": found}


def rules(rows: Rows, diaryId: str) -> object:
    return {"kind": "acl", "items": [row for row in rows["rules"] if row["diaryId"] == find(rows["diaries"], "id", diaryId)["id"]]}


def share(rows: Rows, diaryId: str, body: Row) -> object:
    if not isinstance(body, dict) or not isinstance(body.get("scope"), dict) or body["scope"].get("type") != "user":
        raise Refusal("Invalid scope value.")
    diary, who = find(rows["diaries"], "id", diaryId)["id"], words(body["scope"].get("value"))
    rows["rules"].append({"id": f"user:{who}", "diaryId": diary, "role": one_of(body.get("role"), *ROLES), "scope": {"type": "user", "value": who}})
    return rows["rules"][-1]


def unshare(rows: Rows, diaryId: str, ruleId: str) -> object:
    row = find(rows["rules"], "id", ruleId)
    if row["diaryId"] != diaryId:
        raise Absent("Not Found")
    rows["rules"].remove(row)
    return {}


def d(who: str) -> str:
    return f"{who}@wheels.example"


def patched(who: str, key: str, **told: Any) -> Call:
    return "lessons.patch", {"diaryId": d(who), "lessonId": key, "body": told}


def deleted(who: str, key: str) -> Call:
    return "lessons.delete", {"diaryId": d(who), "lessonId": key}


def moved(who: str, key: str, to: str) -> Call:
    return "lessons.move", {"diaryId": d(who), "lessonId": key, "destination": d(to)}


def when(told: str) -> Row:
    return {"dateTime": f"2026-03-{told}:00Z"}


def asked(*names: str) -> list[Row]:
    return [{"email": f"{one}@post.example"} for one in names]


def looked(who: str, **told: Any) -> Call:
    return "lessons.list", {"diaryId": d(who), **told}


DIARIES: Call = ("diaries.list", {})
DIARY, LESSON, MATCH = text("Diary identifier. To retrieve diary IDs call the diaries.list method."), text("Lesson identifier."), text("Only if this is still its etag.")
TIME = {**shape(dateTime=text("The time, as a combined date-time value (formatted according to RFC3339).", format="date-time"), timeZone=text("The time zone in which the time is specified.")), "required": ["dateTime"]}
BODY = {"summary": text("Title of the lesson."), "location": text("Where it starts, as free-form text."), "start": TIME, "end": TIME, "attendees": {"type": "array", "items": {**shape(email=text("The attendee's email address."), displayName=text(), responseStatus=text()), "required": ["email"]}, "description": "The attendees of the lesson. The list is replaced as a whole."}}
SHOWN = {"id": text(), "etag": text(), "diaryId": text(), "status": text(enum=["confirmed", "cancelled"]), "summary": text(), "location": text(), "start": shape(dateTime=text(format="date-time"), timeZone=text()), "end": shape(dateTime=text(format="date-time"), timeZone=text()), "attendees": array(email=text(), displayName=text(), responseStatus=text(enum=["needsAction", "declined", "accepted"]))}
RULE = {"id": text(), "role": text(enum=list(ROLES)), "scope": shape(type=text(), value=text())}
TOOLS = (
    Tool("diaries.list", "Returns the diaries on the user's diary list.", {}, diaries, outputs=shape(kind=text(), items=array(id=text(), summary=text("Whose or what's diary it is."), accessRole=text()))),
    Tool("lessons.list", "Returns lessons on the specified diary.", {"diaryId": DIARY, "q": text("Free text search terms."), "timeMin": text("Lower bound (exclusive) for a lesson's end time.", format="date-time"), "timeMax": text("Upper bound (exclusive) for a lesson's start time.", format="date-time"), "maxResults": number("Maximum number of lessons on one result page.", default=5), "pageToken": text("Token specifying which result page to return."), "orderBy": text(enum=["startTime"])}, lessons, ("diaryId",), shape(kind=text(), summary=text(), items=array(**SHOWN), nextPageToken=text())),
    Tool("lessons.get", "Returns a lesson.", {"diaryId": DIARY, "lessonId": LESSON}, get, ("diaryId", "lessonId"), shape(**SHOWN)),
    Tool("lessons.insert", "Creates a lesson.", {"diaryId": DIARY, "body": {**shape(**BODY), "required": ["start", "end"]}}, insert, ("diaryId", "body"), shape(**SHOWN)),
    Tool("lessons.patch", "Updates a lesson. This method supports patch semantics.", {"diaryId": DIARY, "lessonId": LESSON, "body": shape(**BODY), "ifMatch": MATCH}, patch, ("diaryId", "lessonId", "body"), shape(**SHOWN)),
    Tool("lessons.delete", "Deletes a lesson.", {"diaryId": DIARY, "lessonId": LESSON, "ifMatch": MATCH}, delete, ("diaryId", "lessonId")),
    Tool("lessons.move", "Moves a lesson to another diary.", {"diaryId": text("Identifier of the source diary where the lesson currently is."), "lessonId": LESSON, "destination": text("Identifier of the target diary.")}, move, ("diaryId", "lessonId", "destination"), shape(**SHOWN)),
    Tool("freebusy.query", "Returns free/busy information for a set of diaries.", {"timeMin": text("The start of the interval for the query.", format="date-time"), "timeMax": text("The end of the interval for the query.", format="date-time"), "items": {**array(id=text("The identifier of a diary.")), "description": "List of diaries to query."}}, busy, ("timeMin", "timeMax", "items"), shape(kind=text(), diaries={"type": "object", "additionalProperties": shape(busy=array(start=text(format="date-time"), end=text(format="date-time")))})),
    Tool("acl.list", "Returns the rules in the access control list for the diary.", {"diaryId": DIARY}, rules, ("diaryId",), shape(kind=text(), items=array(**RULE))),
    Tool("acl.insert", "Creates an access control rule.", {"diaryId": DIARY, "body": {**shape(role=text("freeBusyReader sees when it is free, reader sees it, writer changes it, owner shares it.", enum=list(ROLES)), scope={**shape(type=text(enum=["user"]), value=text("Email address.")), "required": ["type", "value"]}), "required": ["role", "scope"]}}, share, ("diaryId", "body"), shape(**RULE)),
    Tool("acl.delete", "Deletes an access control rule.", {"diaryId": DIARY, "ruleId": text("ACL rule identifier.")}, unshare, ("diaryId", "ruleId")),
)
JOBS = (
    Job("Samir can't make it tomorrow, take his motorway drive out of the diary", [deleted("bert", "k1v5f")]),
    Job("Start Pia's parking practice an hour later, it's the same length", [patched("hana", "k1v3d", start=when("13T09:00"), end=when("13T10:30"))]),
    Job("Coralie is taking Nora Lindqvist on the motorway instead of Hana", [moved("hana", "k1v1b", "coralie")]),
    Job("Could Eli Stone come along to the theory evening as well? Add him", [patched("hana", "k1v2c", attendees=asked("jonas.wirth", "nora.lindqvist", "pia.moreau", "eli.stone"))]),
    Job('Put "Wilma Jansen: motorway" in Bert\'s diary for next Tuesday, 2 to 3:30 pm, at School', [("lessons.insert", {"diaryId": d("bert"), "body": {"summary": "Wilma Jansen: motorway", "start": when("17T14:00"), "end": when("17T15:30"), "location": "School"}})]),
    Job('Everything Bert does on Friday starts at "Harbour car park"', [patched("bert", "k1v6g", location="Harbour car park"), patched("bert", "k1v7h", location="Harbour car park")]),
    Job("kim@wheels.example needs to be able to change things in the car diary, and the people from garage Held shouldn't see it any more", [("acl.insert", {"diaryId": d("cars"), "body": {"role": "writer", "scope": {"type": "user", "value": "kim@wheels.example"}}}), ("acl.delete", {"diaryId": d("cars"), "ruleId": "user:held@garage.example"})]),
    Job("Eli's first lesson can go on for half an hour more", [patched("coralie", "k2v0k", end=when("12T14:30"))]),
    Job("what's Hana got on tomorrow?", [], shows=("k1v0a", "k1v1b", "k1v2c")),
    Job("If Coralie has nothing on between 9 and half past ten tomorrow, she does Samir's motorway drive; otherwise cancel it", [moved("bert", "k1v5f", "coralie")]),
    Job("Everyone with a mock test next week ought to be invited to the theory evening too", [patched("hana", "k1v2c", attendees=asked("jonas.wirth", "nora.lindqvist", "pia.moreau", "samir.haddad", "wilma.jansen"))]),
    Job("Call off all the lessons of whichever instructor has the most of them on Friday, just the ones on that day", [deleted("bert", "k1v6g"), deleted("bert", "k1v7h")]),
    Job("Nora would rather come on Saturday at 10", ASK),
    Job("Charge Jonas for the lesson that he slept through", ASK),
)
PASTS = (
    Past("Wilma's parking on Friday won't happen", [DIARIES, looked("bert", q="Wilma")], [deleted("bert", "k1v7h")]),
    Past("Hana does the mock test with Samir, not Bert", [DIARIES, looked("bert", q="mock test")], [moved("bert", "k1v8i", "hana")]),
    Past("Night driving with Jonas starts at half past seven and ends at nine", [looked("hana", q="night")], [patched("hana", "k1v4e", start=when("16T19:30"), end=when("16T21:00"))]),
    Past("Meet Pia for her mock test at the market place", [looked("coralie", q="Pia"), ("lessons.get", {"diaryId": d("coralie"), "lessonId": "k2v1l"})], [patched("coralie", "k2v1l", location="Market place")]),
    Past('A new entry for the cars on Monday, 8 to 9: "Blue Polo: wash"', [DIARIES], [("lessons.insert", {"diaryId": d("cars"), "body": {"summary": "Blue Polo: wash", "start": when("16T08:00"), "end": when("16T09:00")}})]),
    Past("Let ines@wheels.example read Bert's diary", [DIARIES], [("acl.insert", {"diaryId": d("bert"), "body": {"role": "reader", "scope": {"type": "user", "value": "ines@wheels.example"}}})]),
    Past("office@wheels.example must not get at the cars any more", [("acl.list", {"diaryId": d("cars")})], [("acl.delete", {"diaryId": d("cars"), "ruleId": "user:office@wheels.example"})]),
    Past("Is Bert free on Wednesday afternoon next week?", [DIARIES, ("freebusy.query", {"timeMin": "2026-03-18T12:00:00Z", "timeMax": "2026-03-18T18:00:00Z", "items": [{"id": d("bert")}]})], []),
)
FIELD = Field("drivingschool", ROWS, TOOLS, JOBS, PASTS)
