"""Webinars, who registers and what was recorded: a GraphQL schema turned into tools, connections with edges, mutations with an `input`.

What forms are in it: every list is a connection (`edges`, `node`, `pageInfo.endCursor`, `totalCount`) of at most five, ids are
`gid://…`, enums upper-case.  Filters are comparators (`{"status": {"eq": "DRAFT"}}`).  A mutation that cannot be made does not fail: it
answers with `userErrors` and changes nothing.  A webinar has sessions, and those have the times: instants in UTC beside the webinar's own
`timeZone`, in which a time without offset is read; durations are minutes.  Registrants are approved and denied in batches, and
stand in several webinars under one name; hosts and speakers are people, found by a query.  Recordings go to a trash and come back;
`recordingDelete` is for good, `webinarCancel` tells everybody unless it is told not to.  Answers are declared for the queries alone.

Left out.  Written on 2026-11-29 without reading the planner, and before it was run.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.fields.checks import array, body, boolean, one_of, shape, texts, whole, words
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

LEAST = 5
STATES, APPROVALS, VISIBLE = ("DRAFT", "SCHEDULED", "ENDED", "CANCELLED"), ("AUTOMATIC", "MANUAL"), ("PRIVATE", "LINK", "PUBLIC")
REGISTERED = ("PENDING", "APPROVED", "DENIED", "CANCELLED")
PER, WEB, SES, REG, REC = (f"gid://lectern/{one}/" for one in ("Person", "Webinar", "Session", "Registrant", "Recording"))
MARIA, BEN, ODILE, KENJI, AMARA, FELIX, LENA = (f"{PER}{one}" for one in range(1101, 1108))

ROWS: Rows = {
    "people": rows_of(
        "id name email",
        f"{MARIA}|Maria Coll|maria@lectern.example",
        f"{BEN}|Ben Hartley|ben@lectern.example",
        f"{ODILE}|Odile Renard|odile@lectern.example",
        f"{KENJI}|Kenji Mori|kenji@lectern.example",
        f"{AMARA}|Amara Obi|amara@obibakes.example",
        f"{FELIX}|Felix Braun|felix@braun.example",
        f"{LENA}|Lena Braun|lena@braun.example",
    ),
    "webinars": rows_of(
        "id title host status timeZone durationMinutes capacity approval",
        f"{WEB}2079|Winter soups|{BEN}|ENDED|Europe/London|60|100|AUTOMATIC",
        f"{WEB}2081|Sourdough for beginners|{MARIA}|SCHEDULED|Europe/Madrid|60|100|MANUAL",
        f"{WEB}2082|Fermentation basics|{BEN}|SCHEDULED|Europe/London|45|50|AUTOMATIC",
        f"{WEB}2083|Knife skills|{BEN}|DRAFT|Europe/London|30|40|AUTOMATIC",
        f"{WEB}2084|Regional cheeses of France|{ODILE}|SCHEDULED|Europe/Paris|120|200|MANUAL",
        f"{WEB}2085|Wine pairing evening|{ODILE}|SCHEDULED|Europe/Paris|75|80|MANUAL",
        f"{WEB}2086|Food photography|{KENJI}|DRAFT|America/New_York|60|60|AUTOMATIC",
        f"{WEB}2087|Sourdough, advanced|{MARIA}|SCHEDULED|Europe/Madrid|90|60|MANUAL",
        f"{WEB}2088|Tasting olive oil|{MARIA}|ENDED|Europe/Madrid|60|90|AUTOMATIC",
        f"{WEB}2089|Spring menus|{BEN}|CANCELLED|Europe/London|60|100|AUTOMATIC",
        f"{WEB}2090|Coffee brewing at home|{KENJI}|SCHEDULED|America/New_York|45|150|AUTOMATIC",
    ),
    "sessions": rows_of(
        "id webinar startsAt status",
        f"{SES}3101|{WEB}2079|2026-01-22T18:00:00Z|ENDED",
        f"{SES}3102|{WEB}2081|2026-03-12T17:00:00Z|PLANNED",
        f"{SES}3103|{WEB}2081|2026-03-19T17:00:00Z|PLANNED",
        f"{SES}3104|{WEB}2081|2026-03-26T17:00:00Z|PLANNED",
        f"{SES}3105|{WEB}2082|2026-03-13T12:00:00Z|PLANNED",
        f"{SES}3106|{WEB}2083|2026-03-20T10:00:00Z|PLANNED",
        f"{SES}3107|{WEB}2084|2026-03-17T18:30:00Z|PLANNED",
        f"{SES}3108|{WEB}2085|2026-03-12T19:00:00Z|PLANNED",
        f"{SES}3109|{WEB}2086|2026-04-02T22:00:00Z|PLANNED",
        f"{SES}3110|{WEB}2087|2026-03-24T17:00:00Z|PLANNED",
        f"{SES}3111|{WEB}2088|2026-03-03T17:00:00Z|ENDED",
        f"{SES}3112|{WEB}2090|2026-03-18T23:00:00Z|PLANNED",
    ),
    "speakers": rows_of("webinar person", f"{WEB}2081|{AMARA}", f"{WEB}2084|{FELIX}", f"{WEB}2085|{LENA}", f"{WEB}2087|{AMARA}", f"{WEB}2090|{LENA}"),
    "registrants": rows_of(
        "id webinar name email company state registeredAt",
        f"{REG}5501|{WEB}2081|Jonas Weber|jonas.weber@post.example||PENDING|2026-03-08T11:00:00Z",
        f"{REG}5502|{WEB}2081|Aisha Khan|aisha@khanfoods.example|Khan Foods|PENDING|2026-03-10T08:30:00Z",
        f"{REG}5503|{WEB}2081|Paul Martin|paul.martin@post.example||APPROVED|2026-02-25T16:12:00Z",
        f"{REG}5504|{WEB}2081|Nina Rossi|nina@rossi.example|Rossi Bakery|APPROVED|2026-02-27T09:45:00Z",
        f"{REG}5505|{WEB}2084|Clara Vogel|clara@vogel.example|Vogel Delikatessen|PENDING|2026-03-05T14:20:00Z",
        f"{REG}5506|{WEB}2084|Hugo Lefevre|hugo@chezhugo.example|Chez Hugo|PENDING|2026-03-07T19:00:00Z",
        f"{REG}5507|{WEB}2084|Paul Martin|paul.martin@post.example||APPROVED|2026-03-01T07:15:00Z",
        f"{REG}5508|{WEB}2084|Lucky Winner|win@prizes.example||PENDING|2026-03-11T03:03:00Z",
        f"{REG}5509|{WEB}2085|Nina Rossi|nina@rossi.example|Rossi Bakery|APPROVED|2026-03-02T10:00:00Z",
        f"{REG}5510|{WEB}2085|Hugo Lefevre|hugo@chezhugo.example|Chez Hugo|APPROVED|2026-03-07T19:05:00Z",
        f"{REG}5511|{WEB}2087|Jonas Weber|jonas.weber@post.example||PENDING|2026-03-08T11:02:00Z",
        f"{REG}5512|{WEB}2087|Petra Novak|petra@novak.example||DENIED|2026-03-03T12:00:00Z",
        f"{REG}5513|{WEB}2087|Aisha Khan|aisha@khanfoods.example|Khan Foods|APPROVED|2026-03-04T08:30:00Z",
        f"{REG}5514|{WEB}2082|Clara Vogel|clara@vogel.example|Vogel Delikatessen|APPROVED|2026-03-05T14:22:00Z",
        f"{REG}5515|{WEB}2082|Jonas Weber|jonas.weber@post.example||CANCELLED|2026-02-21T11:00:00Z",
        f"{REG}5516|{WEB}2090|Petra Novak|petra@novak.example||APPROVED|2026-03-09T22:10:00Z",
    ),
    "recordings": rows_of(
        "id webinar title sizeMb visibility recordedAt trashed",
        f"{REC}7701|{WEB}2088|Tasting olive oil|820|PRIVATE|2026-03-03T18:04:00Z|false",
        f"{REC}7702|{WEB}2088|Tasting olive oil (backup)|815|PRIVATE|2026-03-03T18:04:00Z|false",
        f"{REC}7703|{WEB}2079|Winter soups|640|PUBLIC|2026-01-22T19:10:00Z|false",
        f"{REC}7704||Tempering chocolate|1210|LINK|2025-11-12T19:30:00Z|false",
        f"{REC}7705||Bread questions and answers|410|LINK|2025-10-07T17:45:00Z|true",
        f"{REC}7706||Christmas biscuits|930|PUBLIC|2025-12-04T18:20:00Z|false",
    ),
    "messages": [],
}


def instant(told: object, zone: str) -> str:
    try:
        found = datetime.fromisoformat(str(told))
    except ValueError:
        raise Refusal("a DateTime is ISO 8601") from None
    return (found if found.tzinfo else found.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def zone(told: object) -> str:
    if not isinstance(told, str) or told not in {row["timeZone"] for row in ROWS["webinars"]} | {"UTC", "Europe/Berlin", "Asia/Tokyo"}:
        raise Refusal("a time zone as Europe/Paris is needed")
    return told


def connection(nodes: Sequence[Any], first: object, after: object) -> dict[str, Any]:
    size, ids = whole(first, 1, LEAST), [one["id"] for one in nodes]
    if after and after not in ids:
        raise Refusal("after: the cursor is not valid")
    start = ids.index(after) + 1 if after else 0
    shown = nodes[start:start + size]
    info = {"hasNextPage": start + size < len(nodes), "endCursor": shown[-1]["id"] if shown else None}
    return {"edges": [{"cursor": one["id"], "node": one} for one in shown], "pageInfo": info, "totalCount": len(nodes)}


COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": lambda value, told: value == told, "neq": lambda value, told: value != told, "in": lambda value, told: value in told,
    "contains": lambda value, told: str(told).lower() in str(value).lower(), "gte": lambda value, told: str(value) >= str(told), "lt": lambda value, told: str(value) < str(told),
}  # fmt: skip


def passes(row: Mapping[str, Any], told: object, *names: str) -> bool:
    """Whether every comparator of a filter holds."""
    fields = body(told or {})
    if {*fields} - {*names} or any({*body(one)} - {*COMPARE} for one in fields.values()):
        raise Refusal(f"filters are {', '.join(names)} with {', '.join(COMPARE)}")
    return all(COMPARE[how](row[name], value) for name, one in fields.items() for how, value in one.items())


def person(rows: Rows, told: object) -> dict[str, Any]:
    return {name: find(rows["people"], "id", told)[name] for name in ("id", "name")}


def webinar_seen(rows: Rows, row: Row) -> dict[str, Any]:
    sessions = [{name: one[name] for name in ("id", "startsAt", "status")} for one in equal(rows["sessions"], {"webinar": row["id"]})]
    speakers = [person(rows, one["person"]) for one in equal(rows["speakers"], {"webinar": row["id"]})]
    told = {name: row[name] for name in ("id", "title", "status", "timeZone", "durationMinutes", "capacity", "approval")}
    count = len(equal(rows["registrants"], {"webinar": row["id"], "state": "APPROVED"}))
    return {**told, "host": person(rows, row["host"]), "sessions": {"nodes": sessions}, "speakers": {"nodes": speakers}, "approvedCount": count}


def next_start(rows: Rows, row: Row) -> str:
    planned = [one["startsAt"] for one in equal(rows["sessions"], {"webinar": row["id"]})]
    return min(planned, default="")


def webinars(rows: Rows, first: int = LEAST, after: str = "", query: str = "", filter: dict[str, Any] | None = None) -> object:
    found = [row for row in rows["webinars"] if str(query or "").lower() in row["title"].lower()]
    kept = [row for row in found if passes({**row, "hostId": row["host"], "startsAt": next_start(rows, row)}, filter, "status", "hostId", "title", "startsAt")]
    return {"webinars": connection([webinar_seen(rows, row) for row in kept], first, after)}


def registrants(rows: Rows, webinarId: str = "", first: int = LEAST, after: str = "", filter: dict[str, Any] | None = None) -> object:
    found = [row for row in equal(rows["registrants"], {"webinar": webinarId}) if passes(row, filter, "state", "name", "email", "company")]
    shown = [{**row, "webinar": {name: find(rows["webinars"], "id", row["webinar"])[name] for name in ("id", "title")}} for row in found]
    return {"registrants": connection(shown, first, after)}


def recordings(rows: Rows, first: int = LEAST, after: str = "", trashed: bool = False, filter: dict[str, Any] | None = None) -> object:
    return {"recordings": connection([row for row in rows["recordings"] if row["trashed"] is trashed and passes(row, filter, "title", "visibility", "recordedAt")], first, after)}


def people(rows: Rows, query: str, first: int = LEAST, after: str = "") -> object:
    asked = words(query).lower()
    return {"people": connection([row for row in rows["people"] if asked in f"{row['name']} {row['email']}".lower()], first, after)}


def mutation(name: str, do: Callable[..., Any]) -> Callable[..., Any]:
    """What cannot be made is told in the answer, as GraphQL services do."""

    def made(rows: Rows, **inputs: Any) -> object:
        try:
            return {name: do(rows, **inputs), "userErrors": []}
        except Refusal as refusal:
            return {name: None, "userErrors": [{"message": str(refusal)}]}

    return made


def webinar(rows: Rows, told: object, *states: str) -> Row:
    row = find(rows["webinars"], "id", told)
    if states and row["status"] not in states:
        raise Refusal(f"{row['title']} is {row['status']}")
    return row


CHECKS: Mapping[str, Callable[[Any], Any]] = {
    "title": words, "hostId": words, "timeZone": zone, "durationMinutes": lambda told: whole(told, 5, 480),
    "capacity": lambda told: whole(told, 1, 1000), "approval": lambda told: one_of(told, *APPROVALS),
}  # fmt: skip


def checked(rows: Rows, told: object) -> Row:
    fields = body(told)
    if not fields or {*fields} - {*CHECKS}:
        raise Refusal(f"input can be {', '.join(CHECKS)}")
    found = {("host" if name == "hostId" else name): check(fields[name]) for name, check in CHECKS.items() if name in fields}
    find(rows["people"], "id", found.get("host", MARIA))
    return found


def create(rows: Rows, input: dict[str, Any]) -> object:
    told = dict(body(input))
    starts = told.pop("startsAt", None)
    fields = checked(rows, told)
    if not {"title", "host", "timeZone"} <= {*fields}:
        raise Refusal("title, hostId and timeZone are needed")
    at = instant(starts, fields["timeZone"])
    row = {"id": f"{WEB}{2080 + len(rows['webinars'])}", "title": "", "host": "", "status": "DRAFT", "timeZone": "", "durationMinutes": 60, "capacity": 100, "approval": "AUTOMATIC", **fields}
    rows["webinars"].append(row)
    rows["sessions"].append({"id": f"{SES}{3101 + len(rows['sessions'])}", "webinar": row["id"], "startsAt": at, "status": "PLANNED"})
    return webinar_seen(rows, row)


def update(rows: Rows, id: str, input: dict[str, Any]) -> object:
    row, fields = webinar(rows, id, "DRAFT", "SCHEDULED"), checked(rows, input)
    row.update(fields)
    return webinar_seen(rows, row)


def publish(rows: Rows, id: str) -> object:
    row = webinar(rows, id, "DRAFT")
    row["status"] = "SCHEDULED"
    return webinar_seen(rows, row)


def told_to(rows: Rows, told: str, said: str) -> None:
    rows["messages"].extend({"email": one["email"], "webinar": told, "body": said} for one in equal(rows["registrants"], {"webinar": told, "state": "APPROVED"}))


def cancel(rows: Rows, id: str, notify: bool = True) -> object:
    row, tell = webinar(rows, id, "DRAFT", "SCHEDULED"), boolean(notify)
    row["status"] = "CANCELLED"
    if tell:
        told_to(rows, row["id"], "cancelled")
    return webinar_seen(rows, row)


def message(rows: Rows, webinarId: str, body: str) -> object:
    row, said = webinar(rows, webinarId), words(body)
    told_to(rows, row["id"], said)
    return {"sent": len(equal(rows["registrants"], {"webinar": row["id"], "state": "APPROVED"}))}


def session(rows: Rows, told: object) -> Row:
    row = find(rows["sessions"], "id", told)
    if row["status"] != "PLANNED":
        raise Refusal(f"the session is {row['status']}")
    return row


def reschedule(rows: Rows, sessionId: str, startsAt: str) -> object:
    row = session(rows, sessionId)
    row["startsAt"] = instant(startsAt, webinar(rows, row["webinar"])["timeZone"])
    return row


def skip(rows: Rows, sessionId: str) -> object:
    row = session(rows, sessionId)
    row["status"] = "SKIPPED"
    return row


def add_speaker(rows: Rows, webinarId: str, personId: str) -> object:
    told = {"webinar": webinar(rows, webinarId, "DRAFT", "SCHEDULED")["id"], "person": find(rows["people"], "id", personId)["id"]}
    if equal(rows["speakers"], told):
        raise Refusal("they speak already")
    rows["speakers"].append(told)
    return webinar_seen(rows, webinar(rows, webinarId))


def remove_speaker(rows: Rows, webinarId: str, personId: str) -> object:
    found = equal(rows["speakers"], {"webinar": webinar(rows, webinarId)["id"], "person": personId or "nobody"})
    if not found:
        raise Refusal("they do not speak there")
    rows["speakers"].remove(found[0])
    return webinar_seen(rows, webinar(rows, webinarId))


def register(rows: Rows, input: dict[str, str]) -> object:
    told = body(input)
    row = webinar(rows, told.get("webinarId"), "SCHEDULED")
    if {*told} - {"webinarId", "name", "email", "company"} or "@" not in words(told.get("email")):
        raise Refusal("input is webinarId, name, email and company")
    if equal(rows["registrants"], {"webinar": row["id"], "email": told["email"]}):
        raise Refusal(f"{told['email']} is registered")
    rows["registrants"].append({
        "id": f"{REG}{5501 + len(rows['registrants'])}", "webinar": row["id"], "name": words(told.get("name")), "email": told["email"],
        "company": str(told.get("company", "")), "state": "PENDING" if row["approval"] == "MANUAL" else "APPROVED", "registeredAt": "2026-03-11T10:00:00Z",
    })  # fmt: skip
    return rows["registrants"][-1]


def decide(rows: Rows, ids: list[str], state: str, *before: str) -> object:
    found = [find(rows["registrants"], "id", one) for one in texts(ids)]
    if not found or any(row["state"] not in before for row in found):
        raise Refusal(f"every registrant has to be {' or '.join(before)}")
    for row in found:
        row["state"] = state
    return found


def recording(rows: Rows, told: object, trashed: bool) -> Row:
    row = find(rows["recordings"], "id", told)
    if row["trashed"] != trashed:
        raise Refusal("the recording is in the trash" if row["trashed"] else "the recording is not in the trash")
    return row


def trash(rows: Rows, id: str, trashed: bool) -> object:
    row = recording(rows, id, not trashed)
    row["trashed"] = trashed
    return row


def edit_recording(rows: Rows, id: str, input: dict[str, str]) -> object:
    row, told = recording(rows, id, False), body(input)
    if not told or {*told} - {"title", "visibility"}:
        raise Refusal("input is title or visibility")
    row.update({name: check(told[name]) for name, check in (("title", words), ("visibility", lambda one: one_of(one, *VISIBLE))) if name in told})
    return row


def erase(rows: Rows, id: str) -> object:
    row = find(rows["recordings"], "id", id)
    rows["recordings"].remove(row)
    return row["id"]


def change(which: int, **fields: object) -> list[Call]:
    return [("webinarUpdate", {"id": f"{WEB}{which}", "input": fields})]


def starts(which: int, at: str) -> list[Call]:
    return [("sessionReschedule", {"sessionId": f"{SES}{which}", "startsAt": at})]


def batch(action: str, *which: int) -> list[Call]:
    return [(f"registrants{action}", {"ids": [f"{REG}{one}" for one in which]})]


def acts(name: str, kind: str, *which: int, **more: object) -> list[Call]:
    return [(name, {"id": f"{kind}{one}", **more}) for one in which]


def speaks(action: str, which: int, who: str) -> list[Call]:
    return [(f"speaker{action}", {"webinarId": f"{WEB}{which}", "personId": who})]


def says(which: int, words: str) -> list[Call]:
    return [("messageSend", {"webinarId": f"{WEB}{which}", "body": words})]


ID, FIRST, AFTER, AT = text("Global ID."), number("At most 5."), text("endCursor of the page before."), text("DateTime. Without an offset it is in the time zone of the webinar.")


def compared(*enum: str) -> dict[str, Any]:
    return shape(**{how: text(**({"enum": [*enum]} if enum else {})) for how in ("eq", "neq")}, **{"in": {"type": "array", "items": text()}}, **{how: text() for how in ("contains", "gte", "lt")})


def declared(name: str, /, **node: object) -> dict[str, Any]:
    return shape(**{name: shape(edges=array(cursor=text(), node=shape(id=text(), **node)), pageInfo=shape(hasNextPage={"type": "boolean"}, endCursor=text()), totalCount=number())})


PERSON = shape(id=text(), name=text())
NODE = dict(title=text(), status=text(), timeZone=text(), durationMinutes=number(), capacity=number(), approval=text(), host=PERSON, sessions=shape(nodes=array(id=text(), startsAt=text(), status=text())), speakers=shape(nodes=array(id=text(), name=text())), approvedCount=number())
INPUT = dict(title=text(), hostId=ID, timeZone=text("IANA name."), durationMinutes=number(), capacity=number(), approval=text(enum=[*APPROVALS]))
IDS, YES = {"type": "array", "items": ID}, {"type": "boolean"}
TOOLS = (
    Tool("webinars", "Webinars of the organization.", {"first": FIRST, "after": AFTER, "query": text("Words of the title."), "filter": shape(status=compared(*STATES), hostId=compared(), title=compared(), startsAt=compared())}, webinars, outputs=declared("webinars", **NODE)),
    Tool("webinar", "A webinar by its ID.", {"id": ID}, lambda rows, id: {"webinar": webinar_seen(rows, webinar(rows, id))}, ("id",), shape(webinar=shape(id=text(), **NODE))),
    Tool("webinarCreate", "Creates a webinar as a draft, with one session.", {"input": {**shape(**INPUT, startsAt=AT), "required": ["title", "hostId", "timeZone", "startsAt"]}}, mutation("webinar", create), ("input",)),
    Tool("webinarUpdate", "Updates a webinar.", {"id": ID, "input": shape(**INPUT)}, mutation("webinar", update), ("id", "input")),
    Tool("webinarPublish", "Publishes a draft and opens the registration.", {"id": ID}, mutation("webinar", publish), ("id",)),
    Tool("webinarCancel", "Cancels a webinar.", {"id": ID, "notify": {"type": "boolean", "description": "Whether registrants are told. Default: true."}}, mutation("webinar", cancel), ("id",)),
    Tool("sessionReschedule", "Moves one session of a webinar.", {"sessionId": ID, "startsAt": AT}, mutation("session", reschedule), ("sessionId", "startsAt")),
    Tool("sessionSkip", "Skips one session of a webinar.", {"sessionId": ID}, mutation("session", skip), ("sessionId",)),
    Tool("speakerAdd", "Adds a speaker.", {"webinarId": ID, "personId": ID}, mutation("webinar", add_speaker), ("webinarId", "personId")),
    Tool("speakerRemove", "Removes a speaker.", {"webinarId": ID, "personId": ID}, mutation("webinar", remove_speaker), ("webinarId", "personId")),
    Tool("people", "People who can host or speak.", {"query": text("Part of the name or e-mail address."), "first": FIRST, "after": AFTER}, people, ("query",), declared("people", name=text(), email=text())),
    Tool("registrants", "Registrations, of one webinar or of all.", {"webinarId": ID, "first": FIRST, "after": AFTER, "filter": shape(state=compared(*REGISTERED), name=compared(), email=compared(), company=compared())}, registrants, outputs=declared("registrants", webinar=shape(id=text(), title=text()), name=text(), email=text(), company=text(), state=text(), registeredAt=text())),
    Tool("registrantAdd", "Registers somebody for a webinar.", {"input": {**shape(webinarId=ID, name=text(), email=text(), company=text()), "required": ["webinarId", "name", "email"]}}, mutation("registrant", register), ("input",)),
    Tool("registrantsApprove", "Approves registrations.", {"ids": IDS}, mutation("registrants", lambda rows, ids: decide(rows, ids, "APPROVED", "PENDING", "DENIED")), ("ids",)),
    Tool("registrantsDeny", "Denies registrations.", {"ids": IDS}, mutation("registrants", lambda rows, ids: decide(rows, ids, "DENIED", "PENDING")), ("ids",)),
    Tool("registrantsCancel", "Cancels registrations on behalf of the registrants.", {"ids": IDS}, mutation("registrants", lambda rows, ids: decide(rows, ids, "CANCELLED", "PENDING", "APPROVED")), ("ids",)),
    Tool("messageSend", "Sends an e-mail to all approved registrants of a webinar.", {"webinarId": ID, "body": text()}, mutation("message", message), ("webinarId", "body")),
    Tool("recordings", "Recordings.", {"first": FIRST, "after": AFTER, "trashed": {"type": "boolean", "description": "Those in the trash instead. Default: false."}, "filter": shape(title=compared(), visibility=compared(*VISIBLE), recordedAt=compared())}, recordings, outputs=declared("recordings", webinar=text(), title=text(), sizeMb=number(), visibility=text(), recordedAt=text(), trashed=YES)),
    Tool("recordingUpdate", "Updates a recording.", {"id": ID, "input": shape(title=text(), visibility=text(enum=[*VISIBLE]))}, mutation("recording", edit_recording), ("id", "input")),
    Tool("recordingTrash", "Moves a recording to the trash.", {"id": ID}, mutation("recording", lambda rows, id: trash(rows, id, True)), ("id",)),
    Tool("recordingRestore", "Takes a recording out of the trash.", {"id": ID}, mutation("recording", lambda rows, id: trash(rows, id, False)), ("id",)),
    Tool("recordingDelete", "Deletes a recording.", {"id": ID}, mutation("deletedId", erase), ("id",)),
)
JOBS = (
    Job("approve Jonas Weber for Sourdough for beginners pls", batch("Approve", 5501)),
    Job("Knife skills can be published", acts("webinarPublish", WEB, 2083)),
    Job("Fermentation basics should have room for 80 people", change(2082, capacity=80)),
    Job("The wine pairing starts at 20:30 Paris time instead", starts(3108, "2026-03-12T20:30:00")),
    Job("add Amara Obi as a speaker to Fermentation basics", speaks("Add", 2082, AMARA)),
    Job("Can you register Tom Baker (tom@baker.example) for the coffee brewing?", [("registrantAdd", {"input": {"webinarId": f"{WEB}2090", "name": "Tom Baker", "email": "tom@baker.example"}})]),
    Job("Sourdough for beginners: no session on March 19, skip that one", [("sessionSkip", {"sessionId": f"{SES}3103"})]),
    Job("Cancel the cheese webinar. Don't notify people, I'll do that myself", acts("webinarCancel", WEB, 2084, notify=False)),
    Job("the backup recording of the olive oil tasting can go in the trash", acts("recordingTrash", REC, 7702)),
    Job("make the chocolate recording public", acts("recordingUpdate", REC, 7704, input={"visibility": "PUBLIC"})),
    Job("We need the bread questions and answers recording back from the trash", acts("recordingRestore", REC, 7705)),
    Job("write to everybody in Fermentation basics: 'Please have a jar ready'", says(2082, "Please have a jar ready")),
    Job("Approve all who are waiting for the cheese webinar except win@prizes.example. That one gets denied", [*batch("Approve", 5505, 5506), *batch("Deny", 5508)]),
    Job("Kenji can't do the coffee webinar, Odile will host it", change(2090, hostId=ODILE)),
    Job("both of Maria's upcoming webinars get 20 more seats", [*change(2081, capacity=120), *change(2087, capacity=80)]),
    Job("If there are still pending registrations for Sourdough, advanced, approve them", batch("Approve", 5511)),
    Job("Everything that's on tomorrow starts half an hour later", [*starts(3102, "2026-03-12T17:30:00Z"), *starts(3108, "2026-03-12T19:30:00Z")]),
    Job("put all private recordings in the trash", acts("recordingTrash", REC, 7701, 7702)),
    Job("Hugo Lefevre isn't coming to anything, cancel whatever he's registered for", batch("Cancel", 5506, 5510)),
    Job("The longest of the scheduled webinars should be 15 minutes shorter", change(2084, durationMinutes=105)),
    Job("publish both drafts please", acts("webinarPublish", WEB, 2083, 2086)),
    Job("Wine pairing evening: Felix Braun speaks instead of Lena", [*speaks("Remove", 2085, LENA), *speaks("Add", 2085, FELIX)]),
    Job("the next session of Sourdough for beginners moves to Friday, same time", starts(3102, "2026-03-13T17:00:00Z")),
    Job("Set up a new webinar 'Pickling vegetables', hosted by Ben Hartley, 45 minutes, on April 9 at 6 pm London time", [("webinarCreate", {"input": {"title": "Pickling vegetables", "hostId": BEN, "timeZone": "Europe/London", "durationMinutes": 45, "startsAt": "2026-04-09T18:00:00"}})]),
    Job("who's still waiting to be approved for Sourdough for beginners?", [], shows=("Jonas Weber", "Aisha Khan")),
    Job("how many webinars are scheduled at the moment?", [], shows=("Sourdough for beginners", "Fermentation basics", "Regional cheeses of France", "Wine pairing evening", "Sourdough, advanced", "Coffee brewing at home")),
    Job("when's the wine pairing?", [], shows=("2026-03-12T19:00:00Z",)),
    Job("who speaks at the cheese webinar?", [], shows=("Felix Braun",)),
    Job("Which recordings are in the trash?", [], shows=("Bread questions and answers",)),
    Job("what has Paul Martin registered for?", [], shows=("Sourdough for beginners", "Regional cheeses of France")),
    Job("approve Jonas Weber's registration", ASK),
    Job("Please cancel the sourdough webinar", ASK),
    Job("publish 'Pasta from scratch'", ASK),
    Job("If Fermentation basics has been cancelled, write to the participants: 'Sorry, see you next time'", []),
    Job("Deny all the pending registrations for the wine pairing", []),
    Job("Give Nina Rossi her money back for the wine evening", ASK),
)


def look(what: str, **told: object) -> Call:
    return what, told


def titled(query: str) -> Call:
    return "webinars", {"query": query}


def who(query: str) -> Call:
    return "people", {"query": query}


def of(which: int, **told: object) -> Call:
    return "registrants", {"webinarId": f"{WEB}{which}", **told}


PENDING = {"filter": {"state": {"eq": "PENDING"}}}
PASTS = (
    Past("approve Aisha Khan for Sourdough for beginners", [titled("sourdough"), of(2081, **PENDING)], batch("Approve", 5502)),
    Past("Deny Lucky Winner", [look("registrants", filter={"name": {"contains": "Lucky Winner"}})], batch("Deny", 5508)),
    Past("Everybody who's waiting for the cheese webinar can come", [titled("cheese"), of(2084, **PENDING)], batch("Approve", 5505, 5506, 5508)),
    Past("Clara Vogel won't make it to Fermentation basics, cancel her registration", [titled("fermentation"), of(2082)], batch("Cancel", 5514)),
    Past("Food photography can go online", [titled("photography")], acts("webinarPublish", WEB, 2086)),
    Past("Knife skills takes 40 minutes", [titled("knife")], change(2083, durationMinutes=40)),
    Past("Lena Braun hosts the wine pairing", [titled("wine"), who("Lena Braun")], change(2085, hostId=LENA)),
    Past("registrations for Fermentation basics need approval from now on", [titled("fermentation")], change(2082, approval="MANUAL")),
    Past("The coffee brewing is at 8 pm New York time", [titled("coffee")], starts(3112, "2026-03-18T20:00:00")),
    Past("Cheese moves to Thursday next week, same time", [titled("cheese")], starts(3107, "2026-03-19T18:30:00Z")),
    Past("skip the last session of Sourdough for beginners", [titled("beginners"), look("webinar", id=f"{WEB}2081")], [("sessionSkip", {"sessionId": f"{SES}3104"})]),
    Past("Felix Braun speaks at Food photography", [titled("photography"), who("Felix Braun")], speaks("Add", 2086, FELIX)),
    Past("take Lena off the coffee webinar", [titled("coffee")], speaks("Remove", 2090, LENA)),
    Past("Cancel Food photography", [titled("photography")], acts("webinarCancel", WEB, 2086)),
    Past("Register Eva Stein, eva@stein.example, from Stein Catering for the wine pairing", [titled("wine")], [("registrantAdd", {"input": {"webinarId": f"{WEB}2085", "name": "Eva Stein", "email": "eva@stein.example", "company": "Stein Catering"}})]),
    Past("write to the people in the wine pairing: 'Chill the white wine in time'", [titled("wine")], says(2085, "Chill the white wine in time")),
    Past("New webinar 'Tea ceremony' by Kenji Mori, on April 15 at 7 pm Tokyo time, for 30 people", [who("Kenji Mori")], [("webinarCreate", {"input": {"title": "Tea ceremony", "hostId": KENJI, "timeZone": "Asia/Tokyo", "startsAt": "2026-04-15T19:00:00", "capacity": 30}})]),
    Past("The winter soups recording shouldn't be public any more, only with the link", [look("recordings")], acts("recordingUpdate", REC, 7703, input={"visibility": "LINK"})),
    Past("put the Christmas biscuits recording in the trash", [look("recordings", filter={"title": {"contains": "biscuits"}})], acts("recordingTrash", REC, 7706)),
    Past("What's in the trash can come back", [look("recordings", trashed=True)], acts("recordingRestore", REC, 7705)),
    Past("Delete what's in the trash for good", [look("recordings", trashed=True)], acts("recordingDelete", REC, 7705)),
)
FIELD = Field("webinars", ROWS, TOOLS, JOBS, PASTS)
