"""Defects of a town's playgrounds: records with everything under `fields`, a query language, moves between states by ids of their own.

Where a defect may go depends on where it is.  Remarks are documents, fitters are accounts, whoever is asked for is told by name,
labels and dates are sent whole.  Nothing is said of what is answered.
PLAYGROUNDS has the forms of a service that tracks issues.  Left out.  Written on 2026-11-30 without reading the planner, and before it was run.
"""

import re
from typing import Any

from tests.fields.checks import body, day, one_of, texts, whole, words
from tests.fields.service import ASK, Call, Field, Job, Past, Refusal, Row, Rows, Tool, find, number, rows_of, text

PEOPLE = rows_of(
    "accountId displayName emailAddress active",
    "712020:a31|Marek Dvorak|marek.dvorak@town.example|true",
    "712020:b47|Marta Dvorak|marta.dvorak@town.example|true",
    "712020:c02|Lou Pfeiffer|lou.pfeiffer@town.example|true",
    "712020:d88|Sunil Rao|sunil.rao@town.example|true",
    "712020:e15|Greta Olsen|greta.olsen@town.example|false",
)
SITES = {"ELM": "Elm Park", "MIL": "Mill Lane", "HAR": "Harbour Green", "ELS": "Elmshorn Street"}
STATES = {"1": "Reported", "2": "In repair", "3": "Fenced off", "4": "Fixed"}
MOVES = {"11": ("Start repair", "2", "13"), "21": ("Fence off", "3", "12"), "31": ("Mark as fixed", "4", "23"), "41": ("Reopen", "1", "4")}
PRIORITIES, LINKS = ("Highest", "High", "Medium", "Low"), ("Duplicate", "Relates")


def person(key: object) -> Row:
    row = find(PEOPLE, "accountId", key)
    return {"accountId": row["accountId"], "displayName": row["displayName"]}


def defect(key: int, told: str) -> Row:
    name, summary, state, priority, fitter, reported, due, labels = told.split("|")
    site = name.split("-")[0]
    return {"id": str(key), "key": name, "fields": {
        "summary": summary, "site": {"key": site, "name": SITES[site]}, "state": {"id": state, "name": STATES[state]}, "priority": {"name": priority},
        "fitter": person(f"712020:{fitter}") if fitter else None, "reported": reported, "due": due or None, "labels": labels.split(),
    }}  # fmt: skip


ROWS: Rows = {
    "defects": [defect(at, told) for at, told in enumerate((
        "ELM-1|Loose bolt on the tube slide|1|Medium|a31|2026-02-18|2026-03-20|",
        "ELM-2|Wobbly springer horse|1|Low||2026-02-25||wood",
        "ELM-3|Springer horse leans to one side|1|Low|b47|2026-03-02||",
        "ELM-4|Chain of the baby swing worn|2|High|b47|2026-02-27|2026-03-13|metal",
        "ELM-5|Sandpit frame split|4|Medium|a31|2026-01-30|2026-02-20|wood",
        "MIL-1|Chain of the big swing broken|3|High|b47|2026-03-04|2026-03-12|metal",
        "MIL-2|Graffiti on the climbing wall|1|Low||2026-02-11||",
        "MIL-3|Seesaw handle missing|2|Medium|c02|2026-03-05|2026-03-18|",
        "HAR-1|Rotten step of the boat|1|Medium|d88|2026-03-01||wood",
        "HAR-2|Rope bridge frayed|2|High|d88|2026-02-20|2026-03-10|rope",
        "HAR-3|Bench without a slat|4|Low|c02|2026-02-02||wood",
        "HAR-4|Crack in the slide|1|High|a31|2026-03-09|2026-03-16|",
        "ELS-1|Gate does not latch|1|Medium|b47|2026-03-06||metal",
        "ELS-2|Basketball hoop bent|4|Low||2026-02-15||metal",
    ), 20011)],
    "remarks": [],
    "worklogs": [],
    "links": [],
}
CLAUSE = re.compile(r"^\s*(\w+)\s*(!=|=|~|<=|>=|<|>|not in|in|is not|is)\s*(.+?)\s*$", re.IGNORECASE)
NAMES = {"site": ("key", "name"), "state": ("name", "id"), "priority": ("name",), "fitter": ("displayName", "accountId")}


def values(row: Row, name: str) -> list[str]:
    """What a clause of a query compares: every form in which the value may be told."""
    if name in ("key", "id"):
        return [row[name]]
    if name not in row["fields"]:
        raise Refusal(f"Field '{name}' does not exist or you do not have permission to view it.")
    value = row["fields"][name]
    if isinstance(value, dict):
        return [str(value[one]).lower() for one in NAMES[name]]
    return [str(one).lower() for one in (value if isinstance(value, list) else [value] if value else [])]


def holds(row: Row, clause: str) -> bool:
    found = CLAUSE.match(clause)
    if not found:
        raise Refusal(f"Error in the query near '{clause}'")
    name, sign, told = found[1].lower(), found[2].lower(), [one.strip(" \"'").lower() for one in found[3].strip("()").split(",")]
    has = values(row, name)
    if told == ["empty"]:
        return bool(has) == (sign in ("is not", "!="))
    if sign == "~":
        return any(told[0] in one for one in has)
    if sign in ("<", ">", "<=", ">="):
        return any({"<": one < told[0], ">": one > told[0], "<=": one <= told[0], ">=": one >= told[0]}[sign] for one in has)
    return any(one.lower() in told for one in has) == (sign in ("=", "in", "is"))


def search(rows: Rows, query: str = "", startAt: int = 0, maxResults: int = 50) -> object:
    if not isinstance(query, str):
        raise Refusal("query is a text")
    asked = re.split(r"\s+order\s+by\s+|^order\s+by\s+", query, flags=re.IGNORECASE)
    clauses = [one for one in re.split(r"\s+and\s+", asked[0], flags=re.IGNORECASE) if one.strip()]
    found = [row for row in rows["defects"] if all(holds(row, one) for one in clauses)]
    if len(asked) > 1:
        name, *way = asked[1].split() or [""]
        found = sorted(found, key=lambda row: values(row, name.lower()), reverse=[one.lower() for one in way] == ["desc"])
    first, many = whole(startAt, 0, 10**6), whole(maxResults, 1, 100)
    return {"startAt": first, "maxResults": many, "total": len(found), "defects": found[first:first + many]}


def one(rows: Rows, key: object) -> Row:
    return next((row for row in rows["defects"] if key in (row["key"], row["id"])), None) or find(rows["defects"], "key", key)


def get_defect(rows: Rows, defectIdOrKey: str) -> object:
    return one(rows, defectIdOrKey)


def fitter(told: object) -> Row | None:
    row = None if told is None else find(PEOPLE, "accountId", told)
    if row and not row["active"]:
        raise Refusal(f"User '{row['displayName']}' cannot be assigned defects.")
    return row and person(row["accountId"])


CHECKS: dict[str, Any] = {
    "summary": words,
    "priority": lambda told: {"name": one_of(body(told).get("name"), *PRIORITIES)},
    "fitter": lambda told: fitter(body(told).get("accountId")) if told is not None else None,
    "due": lambda told: None if told is None else day(told),
    "labels": lambda told: sorted({*texts(told)}),
}


def edit(rows: Rows, defectIdOrKey: str, fields: Row) -> object:
    row, told = one(rows, defectIdOrKey), body(fields)
    if not told or {*told} - {*CHECKS}:
        raise Refusal(f"Fields that can be set: {', '.join(CHECKS)}")
    row["fields"].update({name: check(told[name]) for name, check in CHECKS.items() if name in told})
    return {}


def create(rows: Rows, fields: Row) -> object:
    told = body(fields)
    site = one_of(body(told.get("site")).get("key"), *SITES)
    if {*told} - {*CHECKS, "site"}:
        raise Refusal("Field cannot be set. It is not on the appropriate screen, or unknown.")
    many = sum(row["fields"]["site"]["key"] == site for row in rows["defects"])
    row = defect(20011 + len(rows["defects"]), f"{site}-{many + 1}|{words(told.get('summary'))}|1|Medium||2026-03-11||")
    row["fields"].update({name: check(told[name]) for name, check in CHECKS.items() if name in told})
    rows["defects"].append(row)
    return {"id": row["id"], "key": row["key"]}


def assign(rows: Rows, defectIdOrKey: str, accountId: str | None) -> object:
    one(rows, defectIdOrKey)["fields"]["fitter"] = fitter(accountId)
    return {}


def moves(rows: Rows, defectIdOrKey: str) -> object:
    state = one(rows, defectIdOrKey)["fields"]["state"]["id"]
    return {"moves": [{"id": key, "name": name, "to": {"id": to, "name": STATES[to]}} for key, (name, to, before) in MOVES.items() if state in before]}


def move(rows: Rows, defectIdOrKey: str, move: Row) -> object:
    row, key = one(rows, defectIdOrKey), str(body(move).get("id"))
    if key not in MOVES or row["fields"]["state"]["id"] not in MOVES[key][2]:
        raise Refusal("It seems that you have tried to perform a move that is not available from the current state of this defect.")
    to = MOVES[key][1]
    row["fields"]["state"] = {"id": to, "name": STATES[to]}
    return {}


def plain(told: object) -> str:
    """The text of a document with paragraphs."""
    node = body(told)
    if node.get("type") == "text":
        return words(node.get("text"))
    content = node.get("content")
    if node.get("type") not in ("doc", "paragraph") or not isinstance(content, list):
        raise Refusal("INVALID_INPUT: the body is not a document")
    return "".join(plain(part) for part in content)


def remark(rows: Rows, defectIdOrKey: str, body: Row) -> object:
    rows["remarks"].append({"defect": one(rows, defectIdOrKey)["key"], "text": words(plain(body))})
    return {"id": str(10100 + len(rows["remarks"]))}


def worklog(rows: Rows, defectIdOrKey: str, timeSpentSeconds: int) -> object:
    rows["worklogs"].append({"defect": one(rows, defectIdOrKey)["key"], "timeSpentSeconds": whole(timeSpentSeconds, 60, 10**6)})
    return {"id": str(30100 + len(rows["worklogs"]))}


def link(rows: Rows, type: Row, inwardDefect: Row, outwardDefect: Row) -> object:
    between = sorted(one(rows, body(told).get("key"))["key"] for told in (inwardDefect, outwardDefect))
    rows["links"].append({"type": one_of(body(type).get("name"), *LINKS), "between": between})
    return {}


def find_people(rows: Rows, query: str) -> object:
    return [row for row in PEOPLE if str(query).lower() in f"{row['displayName']} {row['emailAddress']}".lower()]


def assigned(key: str, who: str | None) -> Call:
    return "assignDefect", {"defectIdOrKey": key, "accountId": who and f"712020:{who}"}


def moved(key: str, to: str) -> Call:
    return "doMove", {"defectIdOrKey": key, "move": {"id": to}}


def edited(key: str, **told: Any) -> Call:
    return "editDefect", {"defectIdOrKey": key, "fields": told}


def remarked(key: str, told: str) -> Call:
    return "addRemark", {"defectIdOrKey": key, "body": {"type": "doc", "version": 1, "content": [{"type": "paragraph", "content": [{"type": "text", "text": told}]}]}}


def looked(query: str) -> Call:
    return "searchDefects", {"query": query}


def sought(name: str) -> Call:
    return "findPeople", {"query": name}


def obj(*required: str, **fields: Any) -> dict[str, Any]:
    return {"type": "object", "properties": fields, "required": [*required]}


KEY = {"defectIdOrKey": text("The ID or key of the defect.")}
FIELDS = {"summary": text(), "priority": obj("name", name=text(enum=list(PRIORITIES))), "fitter": obj(accountId={"type": ["string", "null"]}), "due": {"type": ["string", "null"], "format": "date"}, "labels": {"type": "array", "items": text()}}
TOOLS = (
    Tool("searchDefects", "Search for defects using a query.", {"query": text('Clauses joined by AND, e.g. site = "Elm Park" AND state != Fixed AND fitter is EMPTY ORDER BY reported DESC. Fields: key, summary, site, state, priority, fitter, reported, due, labels.'), "startAt": number(default=0), "maxResults": number(default=50)}, search),
    Tool("getDefect", "Get defect.", KEY, get_defect, ("defectIdOrKey",)),
    Tool("createDefect", "Create defect.", {"fields": obj("summary", "site", site=obj("key", key=text(enum=list(SITES), description="ELM Elm Park, MIL Mill Lane, HAR Harbour Green, ELS Elmshorn Street.")), **FIELDS)}, create, ("fields",)),
    Tool("editDefect", "Edit defect.", {**KEY, "fields": obj(**FIELDS)}, edit, ("defectIdOrKey", "fields")),
    Tool("assignDefect", "Assign defect.", {**KEY, "accountId": {"type": ["string", "null"], "description": "The account ID of the fitter; null for nobody."}}, assign, ("defectIdOrKey", "accountId")),
    Tool("getMoves", "Get the moves that are available for a defect in its current state.", KEY, moves, ("defectIdOrKey",)),
    Tool("doMove", "Move a defect to another state.", {**KEY, "move": obj("id", id=text("The ID of the move."))}, move, ("defectIdOrKey", "move")),
    Tool("addRemark", "Add remark.", {**KEY, "body": obj("type", "content", type=text(enum=["doc"]), version=number(), content={"type": "array", "items": obj("type", type=text(enum=["paragraph"]), content={"type": "array", "items": obj("type", "text", type=text(enum=["text"]), text=text())})})}, remark, ("defectIdOrKey", "body")),
    Tool("addWorklog", "Add worklog.", {**KEY, "timeSpentSeconds": number()}, worklog, ("defectIdOrKey", "timeSpentSeconds")),
    Tool("linkDefects", "Link two defects.", {"type": obj("name", name=text(enum=list(LINKS))), "inwardDefect": obj("key", key=text()), "outwardDefect": obj("key", key=text())}, link, ("type", "inwardDefect", "outwardDefect")),
    Tool("findPeople", "Find people.", {"query": text("Matched against the display name and the email address.")}, find_people, ("query",)),
)
JOBS = (
    Job("Lou's taking over the broken swing on Mill Lane", [assigned("MIL-1", "c02")]),
    Job("Bump that loose slide bolt at Elm Park to highest, it needs to be sorted by Friday", [edited("ELM-1", priority={"name": "Highest"}, due="2026-03-13")]),
    Job("The rope bridge down at the harbour is repaired, mark it fixed", [moved("HAR-2", "31")]),
    Job('Put a remark on ELM-4: "New chain has arrived"', [remarked("ELM-4", "New chain has arrived")]),
    Job("Get everything at Harbour Green that's only been reported so far fenced off", [moved("HAR-1", "21"), moved("HAR-4", "21")]),
    Job('Open a defect at Mill Lane, "Torn mat under the seesaw", low priority', [("createDefect", {"fields": {"summary": "Torn mat under the seesaw", "site": {"key": "MIL"}, "priority": {"name": "Low"}}})]),
    Job("Those two springer horses at Elm Park are one and the same thing, link them as duplicates", [("linkDefects", {"type": {"name": "Duplicate"}, "inwardDefect": {"key": "ELM-2"}, "outwardDefect": {"key": "ELM-3"}})]),
    Job("Sunil put in 90 minutes on the rotten step, log that, and start the repair of it", [("addWorklog", {"defectIdOrKey": "HAR-1", "timeSpentSeconds": 5400}), moved("HAR-1", "11")]),
    Job("how many things at Elm Park aren't fixed yet?", [], shows=("ELM-1", "ELM-2", "ELM-3", "ELM-4")),
    Job("Marta's off sick. Whatever she's down for goes to Marek, apart from the one that's already in repair", [assigned("ELM-3", "a31"), assigned("MIL-1", "a31"), assigned("ELS-1", "a31")]),
    Job("Give the oldest unfixed defect that nobody's on to the active fitter who has the fewest unfixed ones", [assigned("MIL-2", "c02")]),
    Job("If there are more than two unfixed defects at Harbour Green, add the label hotspot to each of them, otherwise just fence off HAR-4", [edited("HAR-1", labels=["hotspot", "wood"]), edited("HAR-2", labels=["hotspot", "rope"]), edited("HAR-4", labels=["hotspot"])]),
    Job("Let Dvorak do the graffiti", ASK),
    Job("Order a new chain for the baby swing", ASK),
)
PASTS = (
    Past("Sunil will see to the seesaw handle", [looked("summary ~ seesaw"), sought("Sunil")], [assigned("MIL-3", "d88")]),
    Past("Somebody bent the hoop on Elmshorn Street again, reopen that", [looked("site = ELS"), ("getMoves", {"defectIdOrKey": "ELS-2"})], [moved("ELS-2", "41")]),
    Past("ELS-1 isn't urgent, low will do", [], [edited("ELS-1", priority={"name": "Low"})]),
    Past('Note on the crack in the slide: "Taped over for now"', [looked("summary ~ crack")], [remarked("HAR-4", "Taped over for now")]),
    Past("Log two hours for MIL-3", [("getDefect", {"defectIdOrKey": "MIL-3"})], [("addWorklog", {"defectIdOrKey": "MIL-3", "timeSpentSeconds": 7200})]),
    Past("The swing on Mill Lane and the one in Elm Park have to do with each other", [looked("summary ~ swing")], [("linkDefects", {"type": {"name": "Relates"}, "inwardDefect": {"key": "MIL-1"}, "outwardDefect": {"key": "ELM-4"}})]),
    Past('"Paint peels off the boat" at Harbour Green, please file it', [], [("createDefect", {"fields": {"summary": "Paint peels off the boat", "site": {"key": "HAR"}}})]),
    Past("Nobody's on the gate latch any longer", [looked("summary ~ gate")], [assigned("ELS-1", None)]),
)
FIELD = Field("playgrounds", ROWS, TOOLS, JOBS, PASTS)
