"""What a cellist practises: pieces of ensembles and sessions with a clock, in the manner of a service that tracks time.

Everything lies in a studio whose number is told with every call, lengths are in seconds and -1 while the clock runs, times
have an offset, several sessions are edited at once by a list of operations on paths, their ids as one text with commas,
sessions are asked for by a range of days, and a piece that is over is no longer active.

practice (one of six fields by one hand).  Written on 2026-11-29 without reading the planner, and before it was run.  Developed on since
2026-11-30.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.fields.checks import array, body, boolean, day, shape, texts, whole, words
from tests.fields.service import (
    ASK,
    NOW,
    Call,
    Field,
    Job,
    Past,
    Refusal,
    Row,
    Rows,
    Tool,
    contains,
    equal,
    find,
    number,
    rows_of,
    text,
)

STUDIO = 4410021


def moment(told: object) -> datetime:
    try:
        found = datetime.fromisoformat(str(told))
    except ValueError:
        raise Refusal("times are written as 2006-01-02T15:04:05Z") from None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)


def stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def session(line: str) -> Row:
    key, piece, description, start, minutes, tags, teacher = (one.strip() for one in line.split("|"))
    begun, seconds = moment(f"2026-{start}:00Z"), int(minutes) * 60
    return {
        "id": int(key), "studio_id": STUDIO, "piece_id": int(piece) if piece else None, "description": description, "start": stamp(begun),
        "stop": stamp(begun + timedelta(seconds=seconds)) if seconds > 0 else None, "duration": seconds if seconds > 0 else -1,
        "tags": tags.split(), "with_teacher": teacher == "yes",
    }  # fmt: skip


ROWS: Rows = {
    "studios": [{"id": STUDIO, "name": "Marta's studio", "default_currency": None, "only_admins_may_create_tags": False}],
    "ensembles": [{**row, "studio_id": STUDIO, "archived": False} for row in rows_of("id name", "60114|Riverside Quartet", "60115|Riverside Orchestra", "60116|St. Anne's Choir", "60117|Solo")],
    "pieces": [{**row, "studio_id": STUDIO, "ensemble_id": row["ensemble_id"] or None, "estimated_hours": row["estimated_hours"] or None} for row in rows_of(
        "id name ensemble_id active color estimated_hours",
        "203301|Elgar Concerto|60115|true|#d94182|40", "203302|Dvorak American Quartet|60114|true|#c9806b|25", "203303|Brahms Sextet|60114|true|#0b83d9|15",
        "203304|Bach Suite No. 1|60117|true|#06a893|", "203305|Bach Suite No. 3|60117|true|#566614|", "203306|Faure Requiem|60116|true|#990099|6",
        "203307|Technique|60117|true|#525266|", "203308|Shostakovich Quartet No. 8|60114|false|#2da608|20", "203309|Debussy Sonata|60117|true|#9e5bd9|10",
    )],
    "sessions": [session(line) for line in (
        "9901001|203303|first reading|01-14T18:00|60||", "9901002|203304|prelude|01-20T17:30|40||yes", "9901003|203301|first movement|02-18T17:00|90||yes",
        "9901004|203302|lento|03-02T18:00|50|slow|", "9901005|203302|finale|03-04T18:00|45||", "9901006|203302|scherzo|03-06T17:15|30|memory|",
        "9901007||thumb position|03-03T08:00|20||", "9901008||shifts|03-07T09:00|25|slow|", "9901009|203301|cadenza|03-08T10:00|50||", "9901010|203301|second movement|03-09T17:00|40||",
        "9901011|203306|cuts|03-09T20:00|35||", "9901012|203305|courante|03-10T16:00|45|memory|", "9901013||warm-up|03-11T08:00|15||", "9901014|203307|scales in thirds|03-11T09:20|0||",
    )],
    "tags": [{**row, "studio_id": STUDIO} for row in rows_of("id name", "3301|slow", "3302|memory", "3303|recording")],
}


def inside(rows: Rows, table: str, studio_id: object, key: object) -> Row:
    return find(equal(rows[table], {"studio_id": find(rows["studios"], "id", studio_id)["id"]}), "id", key)


def of_studio(rows: Rows, table: str, studio_id: object, name: str = "") -> list[Row]:
    return contains(equal(rows[table], {"studio_id": find(rows["studios"], "id", studio_id)["id"]}), {"name": name})


def get_sessions(rows: Rows, start_date: str | None = None, end_date: str | None = None) -> object:
    if (start_date is None) != (end_date is None):
        raise Refusal("start_date and end_date are given together")
    first, last = (day(start_date), day(end_date)) if start_date is not None else ("2026-03-02", "2026-03-12")
    return sorted((row for row in rows["sessions"] if first <= row["start"][:10] < last), key=lambda row: row["start"], reverse=True)


def current(rows: Rows) -> Row | None:
    return next((row for row in rows["sessions"] if row["duration"] < 0), None)


def stop(rows: Rows, studio_id: int, session_id: int) -> object:
    row = inside(rows, "sessions", studio_id, session_id)
    if row["duration"] >= 0:
        raise Refusal("Session already stopped")
    row.update(stop=f"{NOW}Z", duration=int((moment(NOW) - moment(row["start"])).total_seconds()))
    return row


def checked(rows: Rows, studio_id: object, name: str, told: object) -> object:
    checks: dict[str, Callable[[Any], object]] = {
        "description": words, "tags": texts, "with_teacher": boolean, "start": lambda one: stamp(moment(one)), "duration": lambda one: whole(one, -1, 86_400),
        "piece_id": lambda one: None if one is None else inside(rows, "pieces", studio_id, one)["id"],
    }  # fmt: skip
    if name not in checks:
        raise Refusal(f"unknown field {name}")
    return checks[name](told)


def timed(row: Row, told: Row) -> None:
    """The session with what is told of it, its end where its start and length say."""
    row.update(told)
    row["stop"] = None if row["duration"] < 0 else stamp(moment(row["start"]) + timedelta(seconds=row["duration"]))


def create_session(rows: Rows, studio_id: int, start: str, duration: int, **more: Any) -> object:
    find(rows["studios"], "id", studio_id)
    told = {name: checked(rows, studio_id, name, one) for name, one in {"start": start, "duration": duration, **more}.items()}
    running, new = current(rows), session(f"{9901001 + len(rows['sessions'])}|||01-01T00:00|0||")
    timed(new, told)
    if running and new["duration"] < 0:
        stop(rows, STUDIO, running["id"])
    rows["sessions"].append(new)
    return new


def update_session(rows: Rows, studio_id: int, session_id: int, **told: Any) -> object:
    row = inside(rows, "sessions", studio_id, session_id)
    timed(row, {name: checked(rows, studio_id, name, one) for name, one in told.items()})
    return row


def patch_sessions(rows: Rows, studio_id: int, session_ids: str, operations: list[Row]) -> object:
    ids = [int(one) if one.isdecimal() else one for one in words(session_ids).split(",")]
    found = [inside(rows, "sessions", studio_id, one) for one in ids]
    if not isinstance(operations, list) or not operations:
        raise Refusal("operations is an array")
    asked = [(str(body(one).get("op")), str(one.get("path")).removeprefix("/"), one.get("value")) for one in operations]
    if [one for one, _, _ in asked if one not in ("add", "replace", "remove")] or [one for one, name, _ in asked if one != "replace" and name != "tags"]:
        raise Refusal("op is replace, and for tags also add or remove")
    looked = [(one, name, checked(rows, studio_id, name, value)) for one, name, value in asked]
    for row in found:
        for op, name, value in looked:
            if op != "replace":
                left = [one for one in row["tags"] if one not in value]  # type: ignore[operator]
                value = left if op == "remove" else [*left, *value]  # type: ignore[misc]
            timed(row, {name: value})
    return {"success": ids, "failure": []}


def delete_session(rows: Rows, studio_id: int, session_id: int) -> None:
    rows["sessions"].remove(inside(rows, "sessions", studio_id, session_id))


def get_pieces(rows: Rows, studio_id: int, name: str = "", active: bool | None = None, page: int = 1, per_page: int = 6) -> object:
    found = [row for row in of_studio(rows, "pieces", studio_id, name) if active is None or row["active"] == boolean(active)]
    return found[(whole(page, 1, 1000) - 1) * whole(per_page, 1, 200):][:per_page]


def piece_of(rows: Rows, studio_id: int, told: Row) -> Row:
    checks: dict[str, Callable[[Any], object]] = {"name": words, "ensemble_id": lambda one: inside(rows, "ensembles", studio_id, one)["id"], "active": boolean, "color": words, "estimated_hours": lambda one: whole(one, 1, 10_000)}
    if {*told} - {*checks}:
        raise Refusal("unknown field")
    return {name: check(told[name]) for name, check in checks.items() if name in told}


def create_piece(rows: Rows, studio_id: int, name: str, **more: Any) -> object:
    new = {"ensemble_id": None, "active": True, "color": "#525266", "estimated_hours": None, **piece_of(rows, find(rows["studios"], "id", studio_id)["id"], {"name": name, **more})}
    if equal(rows["pieces"], {"name": name}):
        raise Refusal("Name has already been taken")
    rows["pieces"].append({"id": 203301 + len(rows["pieces"]), **{key: {**new, "studio_id": STUDIO}[key] for key in rows["pieces"][0] if key != "id"}})
    return rows["pieces"][-1]


def update_piece(rows: Rows, studio_id: int, piece_id: int, **told: Any) -> object:
    row = inside(rows, "pieces", studio_id, piece_id)
    row.update(piece_of(rows, studio_id, told))
    return row


def s(action: str, key: int, **told: Any) -> Call:
    return f"{action}_session", {"studio_id": STUDIO, "session_id": 9901000 + key, **told}


def log(**told: Any) -> Call:
    return "create_session", {"studio_id": STUDIO, **told}


def piece(key: int, **told: Any) -> Call:
    return "update_piece", {"studio_id": STUDIO, "piece_id": 203300 + key, **told}


def edited(op: str, name: str, value: object, *keys: int) -> Call:
    return "patch_sessions", {"studio_id": STUDIO, "session_ids": ",".join(str(9901000 + key) for key in keys), "operations": [{"op": op, "path": f"/{name}", "value": value}]}


INT, TRUTH, NAMES, COLOR = number(), {"type": "boolean"}, {"type": "array", "items": text()}, text("Hex color")
IN, TIME, DAY = {"studio_id": number("Numeric ID of the studio")}, text("Time in UTC", format="date-time"), text("YYYY-MM-DD", format="date")
ENTRY = {"piece_id": {"type": ["integer", "null"]}, "description": text(), "start": TIME, "duration": number("In seconds; -1 while it is running"), "tags": NAMES, "with_teacher": {**TRUTH, "description": "Whether it was a lesson"}}
PIECE = {"name": text(), "ensemble_id": INT, "active": {**TRUTH, "description": "Whether the piece is active or archived"}, "color": COLOR, "estimated_hours": INT}
SESSION, WHOLE = {"id": INT, "studio_id": INT, **ENTRY, "stop": {"type": ["string", "null"]}}, {"id": INT, "studio_id": INT, **PIECE, "ensemble_id": {"type": ["integer", "null"]}, "estimated_hours": {"type": ["integer", "null"]}}
OPERATIONS = {"type": "array", "items": {**shape(op=text(enum=["add", "replace", "remove"]), path=text("The field, e.g. /description"), value={}), "required": ["op", "path"]}}
TOOLS = (
    Tool("get_me", "Returns details of the current user.", {}, lambda rows: {"id": 7700145, "fullname": "Marta Lind", "default_studio_id": STUDIO, "timezone": "UTC", "beginning_of_week": 1}, outputs=shape(id=INT, fullname=text(), default_studio_id=INT, timezone=text(), beginning_of_week=INT)),
    Tool("get_sessions", "Lists latest sessions: the last days, or those of a range.", {"start_date": DAY, "end_date": {**DAY, "description": "YYYY-MM-DD, itself not included"}}, get_sessions, outputs=array(**SESSION)),
    Tool("get_current_session", "Load running session for the current user.", {}, current, outputs={"type": ["object", "null"], "properties": SESSION}),
    Tool("create_session", "Creates a new studio session. A running one is stopped when another starts to run.", {**IN, **ENTRY}, create_session, ("studio_id", "start", "duration"), shape(**SESSION)),
    Tool("update_session", "Updates a studio session.", {**IN, "session_id": INT, **ENTRY}, update_session, ("studio_id", "session_id"), shape(**SESSION)),
    Tool("patch_sessions", "Bulk editing of sessions with JSON Patch operations.", {**IN, "session_ids": text("Numeric IDs of sessions, separated by comma"), "operations": OPERATIONS}, patch_sessions, ("studio_id", "session_ids", "operations"), shape(success={"type": "array", "items": INT}, failure={"type": "array", "items": INT})),
    Tool("stop_session", "Stops a studio session.", {**IN, "session_id": INT}, stop, ("studio_id", "session_id"), shape(**SESSION)),
    Tool("delete_session", "Deletes a studio session.", {**IN, "session_id": INT}, delete_session, ("studio_id", "session_id")),
    Tool("get_pieces", "Get pieces of the given studio.", {**IN, "name": text(), "active": TRUTH, "page": number(default=1), "per_page": number(default=6)}, get_pieces, ("studio_id",), array(**WHOLE)),
    Tool("create_piece", "Creates a piece in the given studio.", {**IN, **PIECE}, create_piece, ("studio_id", "name"), shape(**WHOLE)),
    Tool("update_piece", "Updates a piece in the given studio.", {**IN, "piece_id": INT, **PIECE}, update_piece, ("studio_id", "piece_id"), shape(**WHOLE)),
    Tool("get_ensembles", "Lists ensembles of the studio.", {**IN, "name": text()}, lambda rows, studio_id, name="": of_studio(rows, "ensembles", studio_id, name), ("studio_id",), array(id=INT, studio_id=INT, name=text(), archived=TRUTH)),
    Tool("get_tags", "Lists the tags of the studio.", IN, lambda rows, studio_id: of_studio(rows, "tags", studio_id), ("studio_id",), array(id=INT, studio_id=INT, name=text())),
)
JOBS = (
    Job("That's enough scales for today, stop the clock", [s("stop", 14)]),
    Job("Log three quarters of an hour on the Debussy for yesterday, I began at 6 pm", [log(piece_id=203309, start="2026-03-10T18:00:00Z", duration=2700)]),
    Job("Monday's session on the Elgar was with my teacher", [s("update", 10, with_teacher=True)]),
    Job("The Requiem's over and done with, put it in the archive", [piece(6, active=False)]),
    Job("Strike this morning's warm-up, that wasn't practice", [s("delete", 13)]),
    Job("Everything I did on the Dvorak last week was for the recording, add that tag", [edited("add", "tags", ["recording"], 4, 5, 6)]),
    Job("We're taking up a new piece in the Riverside Quartet: \"Haydn Emperor\", about 12 hours of work", [("create_piece", {"studio_id": STUDIO, "name": "Haydn Emperor", "ensemble_id": 60114, "estimated_hours": 12})]),
    Job("Start the clock on the Elgar now, \"bars 40 to 80\"", [log(piece_id=203301, description="bars 40 to 80", start="2026-03-11T10:00:00Z", duration=-1)]),
    Job("What did I work on yesterday?", [], shows=("courante",)),
    Job("Whatever I've logged this month without a piece counts as technique", [edited("replace", "piece_id", 203307, 7, 8, 13)]),
    Job("Archive every active piece that I haven't worked on since the end of January", [piece(3, active=False), piece(4, active=False), piece(9, active=False)]),
    Job("If I've spent more than two hours on the Elgar in March, raise its estimate to 50 hours; otherwise bring it down to 30", [piece(1, estimated_hours=30)]),
    Job("Yesterday afternoon's session wasn't on that suite but on one of the quartets, change it", ASK),
    Job("Remind me to practise at six this evening", ASK),
)
ME, RECENT = ("get_me", {}), ("get_sessions", {"start_date": "2026-03-01", "end_date": "2026-03-12"})


def pieces(name: str) -> Call:
    return "get_pieces", {"studio_id": STUDIO, "name": name}


PASTS = (
    Past("I'm finished, stop it", [("get_current_session", {})], [s("stop", 14)]),
    Past("Note half an hour of Bach's third suite on Saturday at 11", [ME, pieces("Bach Suite No. 3")], [log(piece_id=203305, start="2026-03-07T11:00:00Z", duration=1800)]),
    Past("Sunday's cadenza session was a lesson", [ME, RECENT], [s("update", 9, with_teacher=True)]),
    Past("Shostakovich is back, make it active again", [ME, ("get_pieces", {"studio_id": STUDIO, "active": False})], [piece(8, active=True)]),
    Past("Remove the session on the cuts in the Requiem", [ME, RECENT], [s("delete", 11)]),
    Past("Mark Friday's scherzo and Tuesday's courante as slow", [ME, RECENT, ("get_tags", {"studio_id": STUDIO})], [edited("add", "tags", ["slow"], 6, 12)]),
    Past("The choir sings the Rutter Gloria next, add it", [ME, ("get_ensembles", {"studio_id": STUDIO})], [("create_piece", {"studio_id": STUDIO, "name": "Rutter Gloria", "ensemble_id": 60116})]),
    Past("Plan 18 hours for the Brahms", [ME, pieces("Brahms")], [piece(3, estimated_hours=18)]),
)
FIELD = Field("practice", ROWS, TOOLS, JOBS, PASTS)
