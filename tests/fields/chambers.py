"""A law firm: REST routes turned into tool names, matter numbers, initials for people, days as 13/03/2026, hours as decimals, pages.

Left out until the morning of 2026-11-29.  Written without reading the planner, and before it was run.
At first sight: 12 of 35 right and 2 harmed without runs, 15 and 2 with ten, 16 and 3 with all.
"""

from collections.abc import Sequence
from datetime import datetime

from tests.fields.checks import boolean, changing, matching, one_of, shape
from tests.fields.service import ASK, Call, Field, Job, Past, Refusal, Row, Rows, Tool, find, number, rows_of, text

TODAY = "11/03/2026"
ROWS: Rows = {
    "people": rows_of(
        "initials name role",
        "RK|Rosalind Kerr|PARTNER",
        "LS|Lydia Stone|PARTNER",
        "AM|Amara Mensah|ASSOCIATE",
        "TD|Tobias Dunne|ASSOCIATE",
        "JP|Joel Prior|TRAINEE",
    ),
    "matters": [{**row, "team": row["team"].split()} for row in rows_of(
        "number title client practice status lead team",
        "2024-090|Purchase of Quay House|Tandem Cycles|PROPERTY|CLOSED|AM|",
        "2025-118|Harrow v Brightline|Harrow Foods|LITIGATION|OPEN|RK|JP TD",
        "2025-131|Sale of Mill Lane|Estelle Corbin|PROPERTY|OPEN|AM|JP",
        "2026-004|Okafor probate|Chidi Okafor|PROBATE|ON_HOLD|LS|",
        "2026-007|Lease of Unit 9|Tandem Cycles|PROPERTY|OPEN|AM|TD",
        "2026-012|Veltman employment claim|Saskia Veltman|EMPLOYMENT|OPEN|TD|JP",
        "2026-015|Sundew trademark|Harrow Foods|IP|OPEN|RK|AM",
        "2026-019|Corbin divorce|Estelle Corbin|FAMILY|OPEN|LS|TD",
    )],
    "deadlines": rows_of(
        "id matter title due owner court done",
        "301|2025-118|Serve witness statements|13/03/2026|TD|true|false",
        "302|2025-118|Disclosure list|20/03/2026|JP|true|false",
        "303|2025-131|Reply to enquiries|10/03/2026|AM|false|false",
        "304|2025-131|Exchange of contracts|27/03/2026|AM|false|false",
        "305|2026-004|Apply for grant|30/03/2026|LS|true|false",
        "306|2026-007|Draft lease to tenant|12/03/2026|TD|false|false",
        "307|2026-012|File claim form|09/03/2026|TD|true|true",
        "308|2026-012|Schedule of loss|09/03/2026|JP|false|false",
        "309|2026-015|Answer to the examiner|17/04/2026|AM|false|false",
        "310|2026-019|Financial disclosure|16/03/2026|TD|true|false",
    ),
    "time_entries": [{**row, "hours": float(row["hours"])} for row in rows_of(
        "id matter person date hours narrative status",
        "7001|2025-118|TD|09/03/2026|2.5|Witness interviews|DRAFT",
        "7002|2025-118|RK|09/03/2026|0.5|Call with client|DRAFT",
        "7003|2025-131|JP|10/03/2026|1.2|Title search|DRAFT",
        "7004|2026-012|TD|06/03/2026|3.0|Drafting claim form|POSTED",
        "7005|2026-012|JP|10/03/2026|4.0|Research|DRAFT",
        "7006|2026-019|LS|10/03/2026|1.0|Meeting with client|DRAFT",
        "7007|2026-015|AM|05/03/2026|0.8|Class search|POSTED",
        "7008|2025-118|JP|10/03/2026|3.5|Trial bundle|DRAFT",
    )],
    "memos": [],
}
PAGE = 5
STATES, ENTRY_STATES = ("OPEN", "ON_HOLD", "CLOSED"), ("DRAFT", "POSTED", "WRITTEN_OFF")


def day(told: object) -> str:
    try:
        return datetime.strptime(str(told), "%d/%m/%Y").strftime("%d/%m/%Y")
    except ValueError:
        raise Refusal("dates are written as DD/MM/YYYY") from None


def words(told: object) -> str:
    if not isinstance(told, str) or not told:
        raise Refusal("a text is needed")
    return told


def hours_of(told: object) -> float:
    if isinstance(told, bool) or not isinstance(told, int | float) or not 0 < told <= 24:
        raise Refusal("hours are decimals up to 24")
    return round(float(told), 2)


def paged(rows: Sequence[Row], page: object) -> object:
    if not isinstance(page, int) or isinstance(page, bool) or page < 1:
        raise Refusal("pages begin with 1")
    first = PAGE * (page - 1)
    more = first + PAGE < len(rows)
    return {"results": [*rows[first:first + PAGE]], "total": len(rows), "page": page, "next_page": page + 1 if more else None}


def person_of(rows: Rows) -> object:
    return lambda told: find(rows["people"], "initials", told)["initials"]


def matter_of(rows: Rows, told: object) -> str:
    return str(find(rows["matters"], "number", told)["number"])


def listed(table: str) -> object:
    return lambda rows, page=1, **filters: paged(matching(rows[table], {"title": filters.pop("q", "")} if table == "matters" else {}, **filters), page)


def patch_matter(rows: Rows, number: str, **fields: object) -> object:
    return changing(
        find(rows["matters"], "number", number), fields,
        title=words, status=lambda told: one_of(told, *STATES), lead=person_of(rows),
    )  # fmt: skip


def join(rows: Rows, number: str, person: str) -> object:
    row = find(rows["matters"], "number", number)
    row["team"] = sorted({*row["team"], person_of(rows)(person)})
    return row


def leave(rows: Rows, number: str, person: str) -> object:
    row = find(rows["matters"], "number", number)
    if person not in row["team"]:
        raise Refusal(f"{person} is not on the team of {number}")
    row["team"].remove(person)
    return row


def post_deadline(rows: Rows, matter: str, title: str, due: str, owner: str, court: bool = False) -> object:
    rows["deadlines"].append({
        "id": 301 + len(rows["deadlines"]), "matter": matter_of(rows, matter), "title": words(title), "due": day(due),
        "owner": person_of(rows)(owner), "court": boolean(court), "done": False,
    })  # fmt: skip
    return rows["deadlines"][-1]


def patch_deadline(rows: Rows, id: int, **fields: object) -> object:
    return changing(find(rows["deadlines"], "id", id), fields, title=words, due=day, owner=person_of(rows), done=boolean)


def delete_deadline(rows: Rows, id: int) -> object:
    rows["deadlines"].remove(find(rows["deadlines"], "id", id))
    return None


def post_time(rows: Rows, matter: str, person: str, hours: float, narrative: str, date: str = TODAY) -> object:
    rows["time_entries"].append({
        "id": 7001 + len(rows["time_entries"]), "matter": matter_of(rows, matter), "person": person_of(rows)(person), "date": day(date),
        "hours": hours_of(hours), "narrative": words(narrative), "status": "DRAFT",
    })  # fmt: skip
    return rows["time_entries"][-1]


def patch_time(rows: Rows, id: int, **fields: object) -> object:
    row = find(rows["time_entries"], "id", id)
    if row["status"] != "DRAFT":
        raise Refusal(f"{id} is {row['status']}")
    return changing(row, fields, hours=hours_of, narrative=words)


def put_status(rows: Rows, id: int, status: str) -> object:
    row = find(rows["time_entries"], "id", id)
    row["status"] = one_of(status, *ENTRY_STATES)
    return row


def post_memo(rows: Rows, recipient: str, text: str) -> object:
    rows["memos"].append({"recipient": person_of(rows)(recipient), "text": words(text)})
    return {"sent": True}


def matter(number: str, **fields: object) -> list[Call]:
    return [("patch_matter", {"number": number, **fields})]


def team(verb: str, person: str, *matters: str) -> list[Call]:
    return [(f"{verb}_matter_team_member", {"number": one, "person": person}) for one in matters]


def due(*deadlines: int, **fields: object) -> list[Call]:
    return [("patch_deadline", {"id": one, **fields}) for one in deadlines]


def status(to: str, *entries: int) -> list[Call]:
    return [("put_time_entry_status", {"id": one, "status": to}) for one in entries]


def worked(matter: str, person: str, hours: float, narrative: str, **more: str) -> list[Call]:
    return [("post_time_entry", {"matter": matter, "person": person, "hours": hours, "narrative": narrative, **more})]


def memo(said: str, *people: str) -> list[Call]:
    return [("post_memo", {"recipient": one, "text": said}) for one in people]


def look(what: str, **filters: object) -> Call:
    return f"get_{what}", filters


PEOPLE = look("people")
NUMBER, PERSON, DAY, FLAG = text("Matter number, e.g. 2026-012"), text("Initials"), text("DD/MM/YYYY"), {"type": "boolean"}
ID, HOURS, PAGES = number(), {"type": "number", "description": "Decimal hours, 0.5 is thirty minutes"}, number("Five results a page", default=1)
STATE, ENTRY = text(enum=list(STATES)), text(enum=list(ENTRY_STATES))


def results(**fields: object) -> dict:
    return shape(results={"type": "array", "items": shape(**fields)}, total=number(), page=number(), next_page={"type": ["integer", "null"]})


TOOLS = (
    Tool("get_people", "GET /people: everybody at the firm who can own work, with initials.", {}, lambda rows: paged(rows["people"], 1), outputs=results(initials=PERSON, name=text(), role=text())),
    Tool("get_matters", "GET /matters: search matters.", {"q": text("Part of the title"), "client": text("Exact name of the client"), "status": STATE, "lead": PERSON, "page": PAGES}, listed("matters"), outputs=results(number=NUMBER, title=text(), client=text(), practice=text(), status=STATE, lead=PERSON, team={"type": "array", "items": PERSON})),
    Tool("patch_matter", "PATCH /matters/{number}: change title, status or the lead (responsible lawyer) of a matter.", {"number": NUMBER, "title": text(), "status": STATE, "lead": PERSON}, patch_matter, ("number",)),
    Tool("put_matter_team_member", "PUT /matters/{number}/team/{person}: add a person to the team of a matter. Does nothing if already there.", {"number": NUMBER, "person": PERSON}, join, ("number", "person")),
    Tool("delete_matter_team_member", "DELETE /matters/{number}/team/{person}: take a person off the team of a matter.", {"number": NUMBER, "person": PERSON}, leave, ("number", "person")),
    Tool("get_deadlines", "GET /deadlines", {"matter": NUMBER, "owner": PERSON, "done": FLAG, "page": PAGES}, listed("deadlines"), outputs=results(id=ID, matter=NUMBER, title=text(), due=DAY, owner=PERSON, court={"type": "boolean", "description": "Set by a court"}, done=FLAG)),
    Tool("post_deadline", "POST /deadlines: put a deadline in the diary.", {"matter": NUMBER, "title": text(), "due": DAY, "owner": PERSON, "court": {"type": "boolean", "default": False, "description": "Set by a court"}}, post_deadline, ("matter", "title", "due", "owner")),
    Tool("patch_deadline", "PATCH /deadlines/{id}: move a deadline, give it to somebody else, rename it or mark it as done.", {"id": ID, "title": text(), "due": DAY, "owner": PERSON, "done": FLAG}, patch_deadline, ("id",)),
    Tool("delete_deadline", "DELETE /deadlines/{id}", {"id": ID}, delete_deadline, ("id",)),
    Tool("get_time_entries", "GET /time-entries: recorded time. Drafts are not billed until they are posted.", {"matter": NUMBER, "person": PERSON, "status": ENTRY, "page": PAGES}, listed("time_entries"), outputs=results(id=ID, matter=NUMBER, person=PERSON, date=DAY, hours=HOURS, narrative=text(), status=ENTRY)),
    Tool("post_time_entry", "POST /time-entries: record time on a matter.", {"matter": NUMBER, "person": PERSON, "date": {**DAY, "description": "DD/MM/YYYY, today if left out"}, "hours": HOURS, "narrative": text("What was done")}, post_time, ("matter", "person", "hours", "narrative")),
    Tool("patch_time_entry", "PATCH /time-entries/{id}: correct hours or narrative of a draft.", {"id": ID, "hours": HOURS, "narrative": text()}, patch_time, ("id",)),
    Tool("put_time_entry_status", "PUT /time-entries/{id}/status: post a draft, write an entry off, or take it back to draft.", {"id": ID, "status": ENTRY}, put_status, ("id", "status")),
    Tool("post_memo", "POST /memos: send an internal memo.", {"recipient": PERSON, "text": text()}, post_memo, ("recipient", "text")),
)
JOBS = (
    Job("Joel Prior is leaving on Friday, take him off every team that he's on", team("delete", "JP", "2025-118", "2025-131", "2026-012")),
    Job("Reopen the Okafor probate", matter("2026-004", status="OPEN")),
    Job("Amara Mensah takes over Harrow v Brightline from Rosalind", matter("2025-118", lead="AM")),
    Job("Please add Lydia Stone to the team of the Lease of Unit 9", team("put", "LS", "2026-007")),
    Job("The court gave us until 24 March for the disclosure list", due(302, due="24/03/2026")),
    Job("'Draft lease to tenant' is done", due(306, done=True)),
    Job("New court deadline on the Veltman claim: 'Preliminary hearing', 2 April, Tobias Dunne owns it", [("post_deadline", {"matter": "2026-012", "title": "Preliminary hearing", "due": "02/04/2026", "owner": "TD", "court": True})]),
    Job("Push the exchange of contracts back by a week", due(304, due="03/04/2026")),
    Job("Tobias is off sick, so whatever he still has to do this week goes to Amara", due(301, 306, owner="AM")),
    Job("Which deadlines have we missed?", [], shows=("Reply to enquiries", "Schedule of loss")),
    Job("Record 1.5 hours for Rosalind Kerr on Harrow v Brightline today, 'Review of statements'", worked("2025-118", "RK", 1.5, "Review of statements")),
    Job("Tobias Dunne spent 45 minutes on the Corbin divorce yesterday, narrative: 'Letter to the other side'. Can you put that in?", worked("2026-019", "TD", 0.75, "Letter to the other side", date="10/03/2026")),
    Job("Joel's research on Veltman took five hours, not four", [("patch_time_entry", {"id": 7005, "hours": 5})]),
    Job("Post all the draft time on Harrow v Brightline", status("POSTED", 7001, 7002, 7008)),
    Job("Nobody will pay for a trainee, so please write off everything Joel has in draft", status("WRITTEN_OFF", 7003, 7005, 7008)),
    Job("Send Amara a memo: 'Please call Mrs Corbin back'", memo("Please call Mrs Corbin back", "AM")),
    Job("Every partner gets a memo 'Billing closes on Friday'", memo("Billing closes on Friday", "RK", "LS")),
    Job("Estelle Corbin can't pay at the moment. Put her open matters on hold", [*matter("2025-131", status="ON_HOLD"), *matter("2026-019", status="ON_HOLD")]),
    Job("If the answer to the examiner is due before the end of April, Rosalind should own it", due(309, owner="RK")),
    Job("Has Joel put down more than three hours for his research on Veltman? If so, cut it to 3, otherwise leave it as it is", [("patch_time_entry", {"id": 7005, "hours": 3})]),
    Job("Delete the deadline that is furthest away", [("delete_deadline", {"id": 309})]),
    Job("'Apply for grant' goes to Joel, and it has to be ready by 25 March", due(305, owner="JP", due="25/03/2026")),
    Job("Tobias joins the team of the Sundew trademark, and Joel as well", [*team("put", "TD", "2026-015"), *team("put", "JP", "2026-015")]),
    Job("The schedule of loss went out this morning and so did the reply to enquiries, tick both off", due(308, 303, done=True)),
    Job("Bring both of the court's deadlines in Harrow v Brightline forward by two days", [*due(301, due="11/03/2026"), *due(302, due="18/03/2026")]),
    Job("Close Harrow Foods' trademark matter and post a memo to Rosalind: 'Sundew is closed'", [*matter("2026-015", status="CLOSED"), *memo("Sundew is closed", "RK")]),
    Job("The Lease of Unit 9 should be called 'Lease of Units 9 and 10' now", matter("2026-007", title="Lease of Units 9 and 10")),
    Job("If the Okafor probate is still open, put it on hold", []),
    Job("Make sure that Joel Prior is on the team of the Veltman claim", []),
    Job("What's the status of the Okafor probate?", [], shows=("ON_HOLD",)),
    Job("When is the financial disclosure due?", [], shows=("16/03/2026",)),
    Job("Move the Corbin deadline to 1 April", ASK),
    Job("Add Kirsten Vale to the team of Harrow v Brightline", ASK),
    Job("Record an hour on the Veltman claim", ASK),
    Job("Book a conference room for the Corbin mediation", ASK),
)
PASTS = (
    Past("Take Tobias Dunne off the Lease of Unit 9", [PEOPLE, look("matters", q="Lease of Unit 9")], team("delete", "TD", "2026-007")),
    Past("Put the Sale of Mill Lane on hold", [look("matters", q="Sale of Mill Lane")], matter("2025-131", status="ON_HOLD")),
    Past("Lydia takes over the Veltman employment claim", [PEOPLE, look("matters", q="Veltman employment claim")], matter("2026-012", lead="LS")),
    Past("Add Amara Mensah to the team of the Okafor probate", [PEOPLE, look("matters", q="Okafor probate")], team("put", "AM", "2026-004")),
    Past("The financial disclosure has to be in on 18 March now", [look("deadlines"), look("deadlines", page=2)], due(310, due="18/03/2026")),
    Past("'Serve witness statements' is done", [look("deadlines")], due(301, done=True)),
    Past("New deadline on the Sale of Mill Lane: 'Completion', 10 April, Amara Mensah owns it", [PEOPLE, look("matters", q="Sale of Mill Lane")], [("post_deadline", {"matter": "2025-131", "title": "Completion", "due": "10/04/2026", "owner": "AM"})]),
    Past("Push 'Apply for grant' back by three days", [look("deadlines")], due(305, due="02/04/2026")),
    Past("Everything that Joel still has to do goes to Tobias", [PEOPLE, look("deadlines", owner="JP", done=False)], due(302, 308, owner="TD")),
    Past("Delete 'Exchange of contracts'", [look("deadlines")], [("delete_deadline", {"id": 304})]),
    Past("Record 2 hours for Amara Mensah on the Sundew trademark today, 'Specimens of use'", [PEOPLE, look("matters", q="Sundew trademark")], worked("2026-015", "AM", 2, "Specimens of use")),
    Past("Joel Prior's title search took 1.5 hours", [PEOPLE, look("time_entries", person="JP")], [("patch_time_entry", {"id": 7003, "hours": 1.5})]),
    Past("Post all the draft time on the Corbin divorce", [look("matters", q="Corbin divorce"), look("time_entries", matter="2026-019", status="DRAFT")], status("POSTED", 7006)),
    Past("Please write off what Tobias has in draft", [PEOPLE, look("time_entries", person="TD", status="DRAFT")], status("WRITTEN_OFF", 7001)),
    Past("Send Joel Prior a memo: 'The bundle needs an index'", [PEOPLE], memo("The bundle needs an index", "JP")),
    Past("Every associate gets a memo 'Appraisals start on Monday'", [PEOPLE], memo("Appraisals start on Monday", "AM", "TD")),
    Past("Who leads the Corbin divorce?", [look("matters", q="Corbin divorce")], []),
)
FIELD = Field("chambers", ROWS, TOOLS, JOBS, PASTS)
