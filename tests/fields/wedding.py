"""What is left to do before a wedding: folders, parts of them, errands, helpers and notes, in the manner of a to-do service.

Ids are texts that say nothing, labels are names and are sent as the whole set, priority 4 is the most urgent and 1 the
usual one, a due date is an object but is written as a plain input, whatever is done has an act of its own and answers
nothing, and lists are given behind a cursor.

wedding (one of six fields by one hand).  Left out until late that night.  Written on 2026-11-29 without reading the planner, and before it was run.
"""

from typing import Any

from tests.fields.checks import array, day, one_of, shape, texts, whole, words
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

TODAY, PAGE = "2026-03-11", 50
F = {"ceremony": "2fCqP4", "party": "2fCqR9", "honeymoon": "2fCqT2", "guests": "2fCqV7", "outfits": "2fCqX3"}


def due_of(date: str | None) -> Row | None:
    return {"date": date, "string": date, "is_recurring": False} if date else None


def errand(line: str) -> Row:
    key, content, folder, part, labels, priority, due, helper, *closed = (one.strip() for one in line.split("|"))
    return {
        "id": key, "content": content, "description": "", "folder_id": F[folder], "part_id": part or None, "labels": labels.split(),
        "priority": int(priority), "due": due_of(due), "responsible_uid": helper or None, "completed_at": closed[0] if closed else None,
    }  # fmt: skip


ROWS: Rows = {
    "folders": [{"id": F[name], "name": name.capitalize(), "parent_id": None, "is_favorite": name == "party"} for name in F],
    "parts": [{**row, "folder_id": F[row["folder_id"]]} for row in rows_of(
        "id folder_id name part_order",
        "7hBd1k|party|Food|1", "7hBd2m|party|Music|2", "7hBd3p|ceremony|Flowers|1", "7hBd4q|ceremony|Paperwork|2", "7hBd5r|honeymoon|Flights|1",
    )],
    "errands": [errand(line) for line in (
        "6XGgm1|Confirm menu with the caterer|party|7hBd1k|phone|3|2026-03-13|u701",
        "6XGgm2|Order wedding cake|party|7hBd1k|deposit|2|2026-03-20|u701",
        "6XGgm3|Taste cake samples|party|7hBd1k||1|2026-03-14|u702",
        "6XGgm4|Hire a DJ|party|7hBd2m|phone deposit|4|2026-03-09|u702",
        "6XGgm5|Write playlist for the DJ|party|7hBd2m||2||u702",
        "6XGgm6|Rent dance floor|party||deposit|2|2026-04-02|",
        "6XGgn1|Choose bouquet|ceremony|7hBd3p||2|2026-03-18|u701",
        "6XGgn2|Order table flowers|ceremony|7hBd3p|deposit|3|2026-03-25|u703",
        "6XGgn3|Register at the town hall|ceremony|7hBd4q|phone|4|2026-03-06|u701",
        "6XGgn4|Get birth certificates|ceremony|7hBd4q||3|2026-03-16|u702",
        "6XGgp1|Book flights to Lisbon|honeymoon|7hBd5r|deposit|3|2026-03-31|u702",
        "6XGgp2|Renew passports|honeymoon|||4|2026-03-24|",
        "6XGgq1|Send invitations|guests|||3|2026-03-12|u703",
        "6XGgq2|Collect replies|guests|||1|2026-04-15|u703",
        "6XGgq3|Draw up seating plan|guests|||1|2026-05-04|",
        "6XGgr1|Fit the dress|outfits||phone|2|2026-03-27|u701",
        "6XGgr2|Buy rings|outfits||deposit|4|2026-03-21|u702",
        "6XGgs1|Book the church|ceremony|||3|2026-02-20|u701|2026-02-18T09:12:00Z",
        "6XGgs2|Agree on a budget|party|||4|2026-01-31|u702|2026-01-30T18:40:00Z",
    )],
    "helpers": rows_of("id name email", "u701|Nadia Kern|nadia@kern.example", "u702|Ruben Faber|ruben@faber.example", "u703|Ilse Faber|ilse@faber.example", "u704|Ilse Maas|ilse.maas@post.example"),
    "notes": rows_of("id errand_id content posted_at", "n31|6XGgm4|Two offers so far|2026-03-02T11:00:00Z", "n32|6XGgr1|Ask for Mrs Ott|2026-03-05T16:20:00Z"),
}


def page(rows: list[Row], limit: int, cursor: object) -> object:
    ids = [row["id"] for row in rows]
    if cursor is not None and cursor not in ids:
        raise Refusal("invalid cursor")
    first = ids.index(cursor) if cursor is not None else 0
    rest = rows[first + whole(limit, 1, 200):]
    return {"results": rows[first:first + limit], "next_cursor": rest[0]["id"] if rest else None}


def list_parts(rows: Rows, folder_id: str | None = None, limit: int = PAGE, cursor: str | None = None) -> object:
    return page(equal(rows["parts"], {"folder_id": folder_id}), limit, cursor)


def list_errands(rows: Rows, label: str | None = None, limit: int = PAGE, cursor: str | None = None, **equals: str) -> object:
    if {*equals} - {"folder_id", "part_id"}:
        raise Refusal("unknown parameter")
    found = equal([row for row in rows["errands"] if not row["completed_at"]], equals)
    return page([row for row in found if not label or label in row["labels"]], limit, cursor)


def list_completed(rows: Rows, since: str, until: str) -> object:
    found = [row for row in rows["errands"] if row["completed_at"] and day(since) <= row["completed_at"][:10] <= day(until)]
    return {"items": found, "next_cursor": None}


def list_helpers(rows: Rows, folder_id: str) -> object:
    find(rows["folders"], "id", folder_id)
    return {"results": rows["helpers"], "next_cursor": None}


def when(rows: Rows, told: object) -> Row | None:
    return due_of(day(told))


def spoken(rows: Rows, told: object) -> Row | None:
    said = {"no date": None, "today": TODAY, "tomorrow": "2026-03-12"}
    return due_of(said[one_of(told, *said)])


CHECKS: dict[str, tuple[str, Any]] = {
    "content": ("content", lambda rows, told: words(told)),
    "description": ("description", lambda rows, told: words(told)),
    "labels": ("labels", lambda rows, told: texts(told)),
    "priority": ("priority", lambda rows, told: whole(told, 1, 4)),
    "due_date": ("due", when),
    "due_string": ("due", spoken),
    "assignee_id": ("responsible_uid", lambda rows, told: find(rows["helpers"], "id", told)["id"]),
}


def fields_of(rows: Rows, told: dict[str, Any]) -> Row:
    if {*told} - {*CHECKS} or {"due_date", "due_string"} <= {*told}:
        raise Refusal("unknown field, or two due dates")
    return {CHECKS[name][0]: CHECKS[name][1](rows, value) for name, value in sorted(told.items())}


def place(rows: Rows, folder_id: object, part_id: object) -> Row:
    if part_id is not None:
        row = find(rows["parts"], "id", part_id)
        if folder_id not in (None, row["folder_id"]):
            raise Refusal("the part is in another folder")
        return {"folder_id": row["folder_id"], "part_id": row["id"]}
    return {"folder_id": find(rows["folders"], "id", folder_id)["id"], "part_id": None}


def create_errand(rows: Rows, content: str, folder_id: str | None = None, part_id: str | None = None, **more: Any) -> object:
    where, told = place(rows, folder_id, part_id), fields_of(rows, {"content": content, **more})
    rows["errands"].append({**errand(f"6XGh{len(rows['errands'])}|new|party|||1||"), **where, **told})
    return rows["errands"][-1]


def update_errand(rows: Rows, errand_id: str, **told: Any) -> object:
    row = find(rows["errands"], "id", errand_id)
    row.update(fields_of(rows, told))
    return row


def move_errand(rows: Rows, errand_id: str, folder_id: str | None = None, part_id: str | None = None) -> object:
    row = find(rows["errands"], "id", errand_id)
    row.update(place(rows, folder_id, part_id))
    return row


def close_errand(rows: Rows, errand_id: str) -> None:
    find(rows["errands"], "id", errand_id)["completed_at"] = "2026-03-11T10:00:00Z"


def reopen_errand(rows: Rows, errand_id: str) -> None:
    find(rows["errands"], "id", errand_id)["completed_at"] = None


def delete_errand(rows: Rows, errand_id: str) -> None:
    rows["errands"].remove(find(rows["errands"], "id", errand_id))


def create_part(rows: Rows, folder_id: str, name: str) -> object:
    order = sum(row["folder_id"] == folder_id for row in rows["parts"]) + 1
    rows["parts"].append({"id": f"7hBe{len(rows['parts'])}", "folder_id": find(rows["folders"], "id", folder_id)["id"], "name": words(name), "part_order": order})
    return rows["parts"][-1]


def list_notes(rows: Rows, errand_id: str) -> object:
    return page(equal(rows["notes"], {"errand_id": find(rows["errands"], "id", errand_id)["id"]}), PAGE, None)


def create_note(rows: Rows, errand_id: str, content: str) -> object:
    rows["notes"].append({"id": f"n{31 + len(rows['notes'])}", "errand_id": find(rows["errands"], "id", errand_id)["id"], "content": words(content), "posted_at": "2026-03-11T10:00:00Z"})
    return rows["notes"][-1]


def put(key: str, **told: Any) -> Call:
    return "update_errand", {"errand_id": f"6XG{key}", **told}


def act(verb: str, key: str, **told: str) -> Call:
    return f"{verb}_errand", {"errand_id": f"6XG{key}", **told}


def note(key: str, content: str) -> Call:
    return "create_note", {"errand_id": f"6XG{key}", "content": content}


ID, DAY, NAMES = text(), text("Date in format YYYY-MM-DD"), {"type": "array", "items": text(), "description": "Names of the labels"}
PAGED = {"limit": number("Objects per page, at most 200", default=PAGE), "cursor": text("next_cursor of the page before")}
PLAIN = {"description": text(), "labels": NAMES, "priority": number("From 1 (normal) to 4 (urgent)", minimum=1, maximum=4), "due_date": DAY, "due_string": text('"today", "tomorrow", or "no date" to take the due date away'), "assignee_id": text("Id of the responsible helper")}
DUE = {"type": ["object", "null"], "properties": {"date": DAY, "string": text(), "is_recurring": {"type": "boolean"}}}
ERRAND = {"id": ID, "content": text(), "description": text(), "folder_id": ID, "part_id": {"type": ["string", "null"]}, "labels": NAMES, "priority": number(), "due": DUE, "responsible_uid": {"type": ["string", "null"]}, "completed_at": {"type": ["string", "null"]}}
NEXT, ONE = {"type": ["string", "null"]}, {"errand_id": ID}
TOOLS = (
    Tool("list_folders", "Returns all folders of the user.", PAGED, lambda rows, limit=PAGE, cursor=None: page(rows["folders"], limit, cursor), outputs=shape(results=array(id=ID, name=text(), parent_id=NEXT, is_favorite={"type": "boolean"}), next_cursor=NEXT)),
    Tool("list_parts", "Returns the parts of a folder.", {"folder_id": ID, **PAGED}, list_parts, outputs=shape(results=array(id=ID, folder_id=ID, name=text(), part_order=number()), next_cursor=NEXT)),
    Tool("create_part", "Creates a new part in a folder.", {"folder_id": ID, "name": text()}, create_part, ("folder_id", "name"), shape(id=ID, folder_id=ID, name=text(), part_order=number())),
    Tool("list_errands", "Returns active errands.", {"folder_id": ID, "part_id": ID, "label": text("Name of a label"), **PAGED}, list_errands, outputs=shape(results=array(**ERRAND), next_cursor=NEXT)),
    Tool("list_completed_errands", "Returns errands by the day on which they were completed.", {"since": DAY, "until": DAY}, list_completed, ("since", "until"), shape(items=array(**ERRAND), next_cursor=NEXT)),
    Tool("create_errand", "Creates a new errand.", {"content": text("What is to be done"), "folder_id": ID, "part_id": ID, **PLAIN}, create_errand, ("content",), shape(**ERRAND)),
    Tool("update_errand", "Updates an errand. What is not given stays.", {**ONE, "content": text(), **PLAIN}, update_errand, ("errand_id",), shape(**ERRAND)),
    Tool("move_errand", "Moves an errand to another folder or part.", {**ONE, "folder_id": ID, "part_id": ID}, move_errand, ("errand_id",), shape(**ERRAND)),
    Tool("close_errand", "Closes an errand.", ONE, close_errand, ("errand_id",)),
    Tool("reopen_errand", "Reopens an errand that was closed.", ONE, reopen_errand, ("errand_id",)),
    Tool("delete_errand", "Deletes an errand for good.", ONE, delete_errand, ("errand_id",)),
    Tool("list_helpers", "Returns everybody who shares a folder.", {"folder_id": ID}, list_helpers, ("folder_id",), shape(results=array(id=ID, name=text(), email=text()), next_cursor=NEXT)),
    Tool("list_notes", "Returns the notes on an errand.", ONE, list_notes, ("errand_id",), shape(results=array(id=ID, errand_id=ID, content=text(), posted_at=text()), next_cursor=NEXT)),
    Tool("create_note", "Adds a note to an errand.", {**ONE, "content": text()}, create_note, ("errand_id", "content"), shape(id=ID, errand_id=ID, content=text(), posted_at=text())),
)
JOBS = (
    Job("We've been to the town hall and we're registered, so that one's done", [act("close", "gn3")]),
    Job("Invitations went out this morning, tick that off please", [act("close", "gq1")]),
    Job("Tasting the cake samples doesn't work this Saturday, push it back by a week", [put("gm3", due_date="2026-03-21")]),
    Job('Add "Pay the photographer" to the Party folder, it\'s due on the 20th and as urgent as it gets', [("create_errand", {"content": "Pay the photographer", "folder_id": F["party"], "due_date": "2026-03-20", "priority": 4})]),
    Job("Flowers can wait. Set everything in that part to the lowest priority", [put("gn1", priority=1), put("gn2", priority=1)]),
    Job("We won't need a dance floor after all, get rid of it", [act("delete", "gm6")]),
    Job("Nobody's looking after the passports or the seating plan yet - give both to Ilse Faber", [put("gp2", assignee_id="u703"), put("gq3", assignee_id="u703")]),
    Job("Which errands still need a deposit?", [], shows=("Order wedding cake", "Hire a DJ", "Rent dance floor", "Order table flowers", "Book flights to Lisbon", "Buy rings")),
    Job("The wedding cake needs a phone call too, so label it phone as well, and note on it that we want three tiers: \"Three tiers, no fondant\"", [put("gm2", labels=["deposit", "phone"]), note("gm2", "Three tiers, no fondant")]),
    Job("Whatever is overdue gets tomorrow as its new date", [put("gm4", due_date="2026-03-12"), put("gn3", due_date="2026-03-12")]),
    Job("Ilse Maas wants to help: whoever has the most open errands hands their least urgent one to her", [put("gm3", assignee_id="u704")]),
    Job('If there are more than three errands left under Paperwork, make them all urgent, otherwise just leave a note on the birth certificates: "The registry in Ghent sends them by post"', [note("gn4", "The registry in Ghent sends them by post")]),
    Job("Let Ilse do the seating plan", ASK),
    Job("Email the florist that we'd like peonies", ASK),
)
ALL, FOLDERS, HELPERS = ("list_errands", {}), ("list_folders", {}), ("list_helpers", {"folder_id": F["ceremony"]})
PASTS = (
    Past("The rings are bought!", [ALL], [act("close", "gr2")]),
    Past("The church cancelled on us, we have to open that errand again", [("list_completed_errands", {"since": "2026-01-01", "until": "2026-03-11"})], [act("reopen", "gs1")]),
    Past("Fitting the dress only happens on April 3", [ALL], [put("gr1", due_date="2026-04-03")]),
    Past("Ruben should choose the bouquet, and it's urgent now", [ALL, FOLDERS, HELPERS], [put("gn1", assignee_id="u702", priority=4)]),
    Past("Collecting the replies belongs in Party", [FOLDERS, ALL], [act("move", "gq2", folder_id=F["party"])]),
    Past("Party needs a part for Drinks", [FOLDERS, ("list_parts", {"folder_id": F["party"]})], [("create_part", {"folder_id": F["party"], "name": "Drinks"})]),
    Past('Write under the flights: "TAP flies on Tuesdays"', [ALL, ("list_notes", {"errand_id": "6XGgp1"})], [note("gp1", "TAP flies on Tuesdays")]),
    Past("We need to buy sunscreen for the honeymoon by May 1", [FOLDERS], [("create_errand", {"content": "Buy sunscreen", "folder_id": F["honeymoon"], "due_date": "2026-05-01"})]),
)
FIELD = Field("wedding", ROWS, TOOLS, JOBS, PASTS)
