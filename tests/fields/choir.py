"""The diaries and sheet music of a parish's choirs: patched bodies, times as objects, lists of guests that are sent as a whole,
a query language for files, parents that are added and removed, permissions as records of their own.

CHOIR: 13 tools, 14 tasks, 8 past runs.  Left out until late that night.  Written on 2026-11-29 without reading the planner, and before it was run.
At first sight: 2 of 14 right and none harmed without runs, 2 and none with all.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from zlib import crc32

from tests.fields.checks import array, body, boolean, one_of, shape, whole, words
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
    contains,
    number,
    rows_of,
    text,
)

MAIN, CHAMBER, YOUTH = "main@choir.example", "c_k31vq@group.choir.example", "c_y88ta@group.choir.example"
NAMES = ("Oona Varley", "Piers Holt", "Petra Holt", "Ravi Menon", "Sian Pugh", "Tobias Kerr", "Ursula Deane", "Wilf Hart")
ANSWERS = {"y": "accepted", "n": "declined", "?": "needsAction", "~": "tentative"}
FOLDER, PDF, DOC = "application/x-folder", "application/pdf", "application/x-document"


def mail(name: str) -> str:
    return f"{name.lower().replace(' ', '.')}@choir.example"


def guests(told: str) -> list[Row]:
    """`"Oona:y Piers:n"`: who is invited, and what they answered."""
    pairs = [one.split(":") for one in told.split()]
    full = {name.split()[0]: name for name in NAMES}
    return [{"email": mail(full[who]), "displayName": full[who], "responseStatus": ANSWERS[said]} for who, said in pairs]


def event(line: str) -> Row:
    key, owner, summary, where, day, start, end, status, invited = line.split("|")
    where_kept = {"m": MAIN, "c": CHAMBER, "y": YOUTH}[owner]
    return {"id": key, "diaryId": where_kept, "summary": summary, "location": where, "start": f"{day}T{start}:00Z", "end": f"{day}T{end}:00Z", "status": status, "attendees": guests(invited)}


ROWS: Rows = {
    "diaries": [
        {"id": MAIN, "summary": "Parish Choir", "primary": True},
        {"id": CHAMBER, "summary": "Chamber Singers", "primary": False},
        {"id": YOUTH, "summary": "Youth Choir", "primary": False},
    ],
    "events": [event(line) for line in (
        "4tq0m0a|m|Tuesday rehearsal|Church hall|2026-03-10|19:00|21:00|confirmed|",
        "4tq0m1a|m|Tuesday rehearsal|Church hall|2026-03-17|19:00|21:00|confirmed|",
        "4tq0m2a|m|Tuesday rehearsal|Church hall|2026-03-24|19:00|21:00|confirmed|",
        "5sx1a0k|m|Sectional: sopranos|Vestry|2026-03-12|18:30|19:30|confirmed|Oona:y Petra:y Ursula:n",
        "5sx1b0k|m|Sectional: basses|Vestry|2026-03-13|18:30|19:30|confirmed|Piers:? Wilf:y Tobias:~",
        "6dr2c0p|m|Dress rehearsal|St Anne's|2026-03-20|17:00|20:00|confirmed|Ravi:y Sian:n Oona:y Wilf:?",
        "7ch3a1s|c|Madrigal run-through|Lodge|2026-03-14|10:00|12:00|confirmed|Ravi:y Petra:y",
        "7ch3a2s|c|Recording session|Studio 2|2026-03-21|13:00|18:00|confirmed|Ravi:y Oona:y Tobias:n",
        "7ch3a3s|c|Coffee concert warm-up|Lodge|2026-03-15|09:00|10:00|tentative|Ravi:?",
        "8yo4a1u|y|Easter play|School gym|2026-03-14|10:00|11:30|confirmed|Ursula:y",
        "8yo4a2u|y|Easter play|School gym|2026-03-21|10:00|11:30|confirmed|Ursula:y",
        "8yo4a3u|y|Parents' evening|School gym|2026-03-19|18:00|19:00|confirmed|Ursula:y Sian:?",
    )],
    "files": [{**row, "parents": [row["parents"]], "trashed": row["trashed"]} for row in rows_of(
        "id name mimeType parents trashed",
        f"1Fd_lentQ7|Lent|{FOLDER}|root|false",
        f"1Fd_eastK2|Easter|{FOLDER}|root|false",
        f"1Fd_archZ9|Archive|{FOLDER}|root|false",
        f"1Pd_alleG4|Miserere (Allegri).pdf|{PDF}|1Fd_lentQ7|false",
        f"1Pd_lottB1|Miserere (Lotti).pdf|{PDF}|1Fd_lentQ7|false",
        f"1Pd_tallX8|Lamentations (Tallis).pdf|{PDF}|1Fd_lentQ7|false",
        f"1Pd_byrdM3|Haec dies (Byrd).pdf|{PDF}|1Fd_eastK2|false",
        f"1Pd_byrdO0|Haec dies (old scan).pdf|{PDF}|1Fd_eastK2|true",
        f"1Dc_planV5|Easter seating plan|{DOC}|1Fd_eastK2|false",
        f"1Dc_listW6|Singer list|{DOC}|root|false",
        f"1Pd_caroY4|Carols 2024.pdf|{PDF}|1Fd_archZ9|false",
    )],
    "permissions": [
        {"id": key, "fileId": file, "type": "user", "role": role, "emailAddress": mail(name), "displayName": name} for key, file, role, name in (
            ("070114", "1Dc_listW6", "writer", "Ravi Menon"),
            ("070115", "1Dc_listW6", "reader", "Sian Pugh"),
            ("070116", "1Dc_listW6", "reader", "Petra Holt"),
            ("070220", "1Dc_planV5", "writer", "Ravi Menon"),
            ("070221", "1Dc_planV5", "reader", "Sian Pugh"),
            ("070330", "1Pd_byrdM3", "reader", "Tobias Kerr"),
            ("070331", "1Pd_alleG4", "reader", "Sian Pugh"),
        )
    ],
}
ROLES = ("reader", "commenter", "writer")


def got(rows: Sequence[Row], key: object) -> Row:
    for row in rows:
        if row["id"] == key:
            return row
    raise Absent(f"Not Found: {key}")


def paged(kind: str, rows: Sequence[Row], most: object, token: object) -> Row:
    if token is not None and not (isinstance(token, str) and token.isdigit()):
        raise Refusal("Invalid value for: pageToken")
    first, most = int(token or 0), whole(most, 1, 250)
    more = {"nextPageToken": str(first + most)} if first + most < len(rows) else {}
    return {"kind": kind, "items": [*rows[first:first + most]], **more}


def instant(told: object) -> str:
    """In UTC, in which the parish is all March; a time without an offset is there."""
    try:
        at = datetime.fromisoformat(words(told))
    except ValueError:
        raise Refusal("Bad Request: dateTime") from None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def shown(row: Row) -> Row:
    times = {name: {"dateTime": row[name], "timeZone": "Europe/London"} for name in ("start", "end")}
    rest = {name: value for name, value in row.items() if name not in ("diaryId", "start", "end")}
    return {"kind": "diary#event", "etag": f'"{crc32(str(row).encode())}"', **rest, **times}


def written(row: Row, told: object) -> Row:
    told = body(told)
    if {*told} - {"summary", "location", "start", "end", "status", "attendees"}:
        raise Refusal("Unknown name in the request body")
    new = dict(row)
    for name, value in told.items():
        if name in ("start", "end"):
            new[name] = instant(body(value).get("dateTime"))
        elif name == "attendees":
            new[name] = invited(row["attendees"], value)
        else:
            new[name] = one_of(value, "confirmed", "tentative") if name == "status" else words(value)
    if new["end"] <= new["start"]:
        raise Refusal("The specified time range is empty.")
    row.update(new)
    return shown(row)


def invited(before: Sequence[Row], told: object) -> list[Row]:
    """The whole list as it is sent; who was in it keeps what they answered."""
    if not isinstance(told, list):
        raise Refusal("attendees: an array is needed")
    known = {one["email"]: one for one in before}
    named = {mail(name): name for name in NAMES}
    sent = [words(body(one).get("email")) for one in told]
    return [known.get(one) or {"email": one, "displayName": named.get(one, ""), "responseStatus": "needsAction"} for one in sorted(sent)]


def of(rows: Rows, diary: object, key: object) -> Row:
    got(rows["diaries"], diary)
    row = got(rows["events"], key)
    if row["diaryId"] != diary or row["status"] == "cancelled":
        raise Absent(f"Not Found: {key}")
    return row


def events_list(rows: Rows, diaryId: str, q: str = "", timeMin: str = "", timeMax: str = "", maxResults: int = 250, pageToken: str | None = None) -> object:
    got(rows["diaries"], diaryId)
    found = [row for row in rows["events"] if row["diaryId"] == diaryId and row["status"] != "cancelled"]
    found = [row for row in found if str(q).lower() in f"{row['summary']} {row['location']} {row['attendees']}".lower()]
    found = [row for row in found if (not timeMin or row["end"] > instant(timeMin)) and (not timeMax or row["start"] < instant(timeMax))]
    return paged("diary#events", [shown(row) for row in found], maxResults, pageToken)


def events_insert(rows: Rows, diaryId: str, body: object) -> object:
    row = {"id": f"9nw{len(rows['events'])}", "diaryId": got(rows["diaries"], diaryId)["id"], "summary": "", "location": "", "start": "", "end": "", "status": "confirmed", "attendees": []}
    answer = written(row, body)
    words(row["start"])
    rows["events"].append(row)
    return answer


def events_move(rows: Rows, diaryId: str, eventId: str, destination: str) -> object:
    row = of(rows, diaryId, eventId)
    row["diaryId"] = got(rows["diaries"], destination)["id"]
    return shown(row)


CLAUSES = {r"name (contains|=) '(.*)'": "name", r"mimeType (=|!=) '(.*)'": "mimeType", r"'(.*)' in (parents)": "parents", r"trashed (=) (true|false)": "trashed"}


def holds(row: Row, clause: str) -> bool:
    for form, name in CLAUSES.items():
        if not (match := re.fullmatch(form, clause.strip())):
            continue
        first, second = match.groups()
        if name == "parents":
            return first in row["parents"]
        if name == "trashed":
            return str(row["trashed"]).lower() == second
        if first == "contains":
            return bool(contains([row], {"name": second}))
        return (row[name] == second) == (first == "=")
    raise Refusal("Invalid Value: q")


def files_list(rows: Rows, q: str = "", pageSize: int = 100, pageToken: str | None = None) -> object:
    found = [row for row in rows["files"] if all(holds(row, one) for one in str(q).split(" and ") if one)]
    answer = paged("folder#fileList", found, pageSize, pageToken)
    return {**{name: one for name, one in answer.items() if name != "items"}, "files": answer["items"]}


def files_update(rows: Rows, fileId: str, addParents: str = "", removeParents: str = "", body: object = None) -> object:
    row, told = got(rows["files"], fileId), {} if body is None else body
    if not isinstance(told, dict) or {*told} - {"name", "trashed"}:
        raise Refusal("The request body holds a field that is not writable.")
    kept = [one for one in row["parents"] if one != removeParents] + ([got(rows["files"], addParents)["id"]] if addParents else [])
    if len(kept) != 1:
        raise Refusal("A file has exactly one parent: cannotAddParent.")
    row.update({name: boolean(one) if name == "trashed" else words(one) for name, one in told.items()})
    row["parents"] = kept
    return row


def permissions_create(rows: Rows, fileId: str, body: object) -> object:
    if not isinstance(body, dict) or body.get("type") != "user":
        raise Refusal("The permission type field is required.")
    email, names = words(body.get("emailAddress")), {mail(name): name for name in NAMES}
    if any(row["fileId"] == fileId and row["emailAddress"] == email for row in rows["permissions"]):
        raise Refusal("The user has a permission already.")
    rows["permissions"].append({"id": f"0709{len(rows['permissions']):02}", "fileId": got(rows["files"], fileId)["id"], "type": "user", "role": one_of(body.get("role"), *ROLES), "emailAddress": email, "displayName": names.get(email, "")})
    return rows["permissions"][-1]


def permission(rows: Rows, file: object, key: object) -> Row:
    return got([row for row in rows["permissions"] if row["fileId"] == got(rows["files"], file)["id"]], key)


def permissions_update(rows: Rows, fileId: str, permissionId: str, body: object) -> object:
    row = permission(rows, fileId, permissionId)
    row["role"] = one_of(body.get("role") if isinstance(body, dict) else None, *ROLES)
    return row


def cancel(rows: Rows, diaryId: str, eventId: str) -> None:
    of(rows, diaryId, eventId)["status"] = "cancelled"


def patch(diary: str, key: str, **more: object) -> Call:
    return "events.patch", {"diaryId": diary, "eventId": key, "body": more}


def at(time: str) -> dict[str, str]:
    return {"dateTime": time, "timeZone": "Europe/London"}


def access(verb: str, file: str, key: str = "", **more: object) -> Call:
    return f"permissions.{verb}", {"fileId": file, **({"permissionId": key} if key else {}), **({"body": more} if more else {})}


def named(part: str) -> Call:
    return "files.list", {"q": f"name contains '{part}' and trashed = false"}


def diary(which: str, **more: str) -> list[Call]:
    return [("diaries.list", {}), ("events.list", {"diaryId": which, **more})]


DIARY, EVENT, FILE, PERMISSION, TOKEN = text("Diary identifier."), text("Event identifier."), text("The ID of the file."), text("The ID of the permission."), text("Token specifying which result page to return.")
TIME = {**shape(dateTime=text("The time, as a combined date-time value (RFC3339).", format="date-time"), timeZone=text("IANA time zone.")), "description": "The time of the event."}
GUESTS = array(email=text("The attendee's email address."), displayName=text(), responseStatus=text("needsAction, declined, tentative or accepted."))
EVENT_BODY = shape(summary=text("Title of the event."), location=text("Geographic location of the event as free-form text."), start=TIME, end=TIME, status=text(enum=["confirmed", "tentative"]), attendees=GUESTS)
EVENT_OUT = shape(kind=text(), etag=text(), id=text(), status=text(), summary=text(), location=text(), start=TIME, end=TIME, attendees=GUESTS)
FILE_OUT = {"id": text(), "name": text(), "mimeType": text(), "parents": {"type": "array", "items": text()}, "trashed": {"type": "boolean"}}
PERM_OUT = {"id": text(), "type": text(), "role": text(enum=list(ROLES)), "emailAddress": text(), "displayName": text()}
TOOLS = (
    Tool("diaries.list", "Returns the diaries on the user's diary list.", {"maxResults": number(), "pageToken": TOKEN}, lambda rows, maxResults=100, pageToken=None: paged("diary#list", rows["diaries"], maxResults, pageToken), outputs=shape(kind=text(), items=array(id=text(), summary=text("Title of the diary."), primary={"type": "boolean"}), nextPageToken=text())),
    Tool("events.list", "Returns events on the specified diary.", {"diaryId": DIARY, "q": text("Free text search terms to find events that match in any field."), "timeMin": text("Lower bound for an event's end time to filter by.", format="date-time"), "timeMax": text("Upper bound for an event's start time to filter by.", format="date-time"), "maxResults": number("Maximum number of events returned on one result page.", maximum=250), "pageToken": TOKEN}, events_list, ("diaryId",), shape(kind=text(), items={"type": "array", "items": EVENT_OUT}, nextPageToken=text())),
    Tool("events.get", "Returns an event based on its identifier.", {"diaryId": DIARY, "eventId": EVENT}, lambda rows, diaryId, eventId: shown(of(rows, diaryId, eventId)), ("diaryId", "eventId"), EVENT_OUT),
    Tool("events.insert", "Creates an event.", {"diaryId": DIARY, "body": {**EVENT_BODY, "required": ["start", "end"]}}, events_insert, ("diaryId", "body"), EVENT_OUT),
    Tool("events.patch", "Updates an event. This method supports patch semantics. Array fields, if specified, overwrite the existing arrays.", {"diaryId": DIARY, "eventId": EVENT, "body": EVENT_BODY}, lambda rows, diaryId, eventId, body: written(of(rows, diaryId, eventId), body), ("diaryId", "eventId", "body"), EVENT_OUT),
    Tool("events.move", "Moves an event to another diary.", {"diaryId": DIARY, "eventId": EVENT, "destination": text("Diary identifier of the target diary.")}, events_move, ("diaryId", "eventId", "destination"), EVENT_OUT),
    Tool("events.delete", "Deletes an event.", {"diaryId": DIARY, "eventId": EVENT}, cancel, ("diaryId", "eventId")),
    Tool("files.list", "Lists the user's files.", {"q": text("A query for filtering the file results, e.g. name contains 'x' and mimeType = 'application/pdf' and '1Fd_x' in parents and trashed = false."), "pageSize": number(), "pageToken": TOKEN}, files_list, outputs=shape(kind=text(), files=array(**FILE_OUT), nextPageToken=text())),
    Tool("files.update", "Updates a file's metadata with patch semantics.", {"fileId": FILE, "addParents": text("A parent ID to add."), "removeParents": text("A parent ID to remove."), "body": shape(name=text("The name of the file."), trashed={"type": "boolean", "description": "Whether the file has been trashed."})}, files_update, ("fileId",), shape(**FILE_OUT)),
    Tool("permissions.list", "Lists a file's permissions.", {"fileId": FILE}, lambda rows, fileId: {"kind": "folder#permissionList", "permissions": [row for row in rows["permissions"] if row["fileId"] == got(rows["files"], fileId)["id"]]}, ("fileId",), shape(kind=text(), permissions=array(**PERM_OUT))),
    Tool("permissions.create", "Creates a permission for a file.", {"fileId": FILE, "body": {**shape(type=text("The type of the grantee.", enum=["user"]), role=text("The role granted by this permission.", enum=list(ROLES)), emailAddress=text("The email address of the user.")), "required": ["type", "role", "emailAddress"]}}, permissions_create, ("fileId", "body"), shape(**PERM_OUT)),
    Tool("permissions.update", "Updates a permission with patch semantics.", {"fileId": FILE, "permissionId": PERMISSION, "body": shape(role=text(enum=list(ROLES)))}, permissions_update, ("fileId", "permissionId", "body"), shape(**PERM_OUT)),
    Tool("permissions.delete", "Deletes a permission.", {"fileId": FILE, "permissionId": PERMISSION}, lambda rows, fileId, permissionId: rows["permissions"].remove(permission(rows, fileId, permissionId)), ("fileId", "permissionId")),
)
JOBS = (
    Job("The dress rehearsal on the 20th will begin half an hour later, it still ends at eight", [patch(MAIN, "6dr2c0p", start=at("2026-03-20T17:30:00"))]),
    Job("We can't have the vestry on Friday, so the basses meet in the Lodge instead", [patch(MAIN, "5sx1b0k", location="Lodge")]),
    Job("Half the sopranos are ill. Please call off their sectional tomorrow", [("events.delete", {"diaryId": MAIN, "eventId": "5sx1a0k"})]),
    Job('Can you put "Tea for new parents" in the Youth Choir\'s diary, 26 March from 4 to 5 pm in the School gym?', [("events.insert", {"diaryId": YOUTH, "body": {"summary": "Tea for new parents", "location": "School gym", "start": at("2026-03-26T16:00:00"), "end": at("2026-03-26T17:00:00")}})]),
    Job("Sian shouldn't be able to see the singer list any more", [access("delete", "1Dc_listW6", "070115")]),
    Job("Petra can only read the singer list, she ought to be able to edit it", [access("update", "1Dc_listW6", "070116", role="writer")]),
    Job("We're through with the Tallis, so file it under Archive", [("files.update", {"fileId": "1Pd_tallX8", "addParents": "1Fd_archZ9", "removeParents": "1Fd_lentQ7"})]),
    Job("who's said no to the dress rehearsal?", [], shows=("Sian Pugh",)),
    Job("Both Easter play dates belong in the Parish Choir's diary, could you shift them over there?", [("events.move", {"diaryId": YOUTH, "eventId": f"8yo4a{one}u", "destination": MAIN}) for one in (1, 2)]),
    Job("Whoever declined the recording session can come off its guest list", [patch(CHAMBER, "7ch3a2s", attendees=[{"email": mail("Oona Varley")}, {"email": mail("Ravi Menon")}])]),
    Job("If two or more people have turned the dress rehearsal down, cancel it; otherwise it takes place in the Church hall", [patch(MAIN, "6dr2c0p", location="Church hall")]),
    Job("Everybody who's definitely coming to the dress rehearsal needs to be able to read the Allegri", [access("create", "1Pd_alleG4", type="user", role="reader", emailAddress=mail(name)) for name in ("Ravi Menon", "Oona Varley")]),
    Job("Let Holt read the Byrd", ASK),
    Job("The Tuesday rehearsal has to be put off", ASK),
)
PASTS = (
    Past("The recording session should begin at two, not at one", diary(CHAMBER, q="Recording"), [patch(CHAMBER, "7ch3a2s", start=at("2026-03-21T14:00:00"))]),
    Past("No coffee concert, so no warm-up for it either", diary(CHAMBER), [("events.delete", {"diaryId": CHAMBER, "eventId": "7ch3a3s"})]),
    Past("The madrigal run-through will be in the Church hall, put it into the parish choir's diary instead of the chamber one", diary(CHAMBER, q="Madrigal"), [patch(CHAMBER, "7ch3a1s", location="Church hall"), ("events.move", {"diaryId": CHAMBER, "eventId": "7ch3a1s", "destination": MAIN})]),
    Past("Ravi needs the seating plan no longer, take his access away", [named("seating"), access("list", "1Dc_planV5")], [access("delete", "1Dc_planV5", "070220")]),
    Past("Tobias may edit the Byrd from now on", [named("Byrd"), access("list", "1Pd_byrdM3")], [access("update", "1Pd_byrdM3", "070330", role="writer")]),
    Past("Throw the 2024 carols away", [named("Carols 2024")], [("files.update", {"fileId": "1Pd_caroY4", "body": {"trashed": True}})]),
    Past("Share the Lotti with wilf.hart@choir.example, reading is enough", [named("Lotti")], [access("create", "1Pd_lottB1", type="user", role="reader", emailAddress=mail("Wilf Hart"))]),
    Past("When is the parents' evening over?", [*diary(YOUTH, q="Parents"), ("events.get", {"diaryId": YOUTH, "eventId": "8yo4a3u"})], []),
)
FIELD = Field("choir", ROWS, TOOLS, JOBS, PASTS)
