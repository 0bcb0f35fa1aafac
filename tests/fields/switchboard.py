"""A telephone switchboard: the extensions of each site and rules for calls, in the manner of an API for names on the internet.

Everything lies below a site, ids have 32 digits, every answer is wrapped with success, errors and where the page is,
records are replaced as a whole or patched, and a rule is a target with a constraint and a list of actions.

switchboard (one of six fields by one hand).  Left out until late that night.  Written on 2026-11-29 without reading the planner, and before it was run.
"""

import hashlib
from collections.abc import Sequence
from typing import Any

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
    contains,
    equal,
    find,
    number,
    rows_of,
    text,
)


def uid(of: str) -> str:
    return hashlib.md5(of.encode(), usedforsecurity=False).hexdigest()


def rule(line: str) -> Row:
    key, site, operator, value, act, to, priority, status = (one.strip() for one in line.split("|"))
    action: Row = {"id": act, "value": {"number": to}} if to else {"id": act}
    targets = [{"target": "caller", "constraint": {"operator": operator, "value": value}}]
    return {"id": uid(key), "site_id": uid(site), "targets": targets, "actions": [action], "priority": int(priority), "status": status}


KINDS, ACTIONS, STATUSES = ("DESK", "MOBILE", "GROUP", "FAX", "DOOR"), ("forward", "block", "voicemail", "announce"), ("active", "disabled")
ROWS: Rows = {
    "sites": [{"id": uid(row["name"]), **row, "paused": row["paused"]} for row in rows_of(
        "name status paused plan",
        "harbour-clinic|active|false|business", "hillside-clinic|active|false|business", "old-mill-depot|active|true|basic", "head-office|pending|false|basic",
    )],
    "extensions": [{"id": uid(row["site"] + row["name"] + row["type"]), "site_id": uid(row.pop("site")), **row, "tags": row["tags"].split()} for row in rows_of(
        "site type name content ring_seconds recorded comment tags",
        "harbour-clinic|DESK|reception|+442071000101|20|true|Front desk|public",
        "harbour-clinic|MOBILE|dr-ahmed|+447700900111|30|false|Amina Ahmed|doctors",
        "harbour-clinic|MOBILE|dr-ahmad|+447700900112|30|false|Saul Ahmad, locum|doctors locum",
        "harbour-clinic|DESK|pharmacy|+442071000104|20|true||public",
        "harbour-clinic|GROUP|nurses|601,602,603|15|false||",
        "harbour-clinic|FAX|records|+442071000199|60|false|To be taken out in summer|",
        "harbour-clinic|DOOR|side-gate|+442071000150|60|false||",
        "harbour-clinic|DESK|accounts|+442071000105|10|true||",
        "harbour-clinic|DESK|physio|+442071000106|10|false||public",
        "harbour-clinic|MOBILE|on-call|+447700900120|45|true||doctors",
        "harbour-clinic|DESK|x-ray|+442071000107|20|false||",
        "harbour-clinic|DESK|manager|+442071000108|20|false|Lena Hart|",
        "hillside-clinic|DESK|reception|+441223000201|20|false|Front desk|public",
        "hillside-clinic|MOBILE|dr-osei|+447700900211|30|false|Kwame Osei|doctors",
        "hillside-clinic|DESK|manager|+441223000208|25|false|Tim Pell|",
        "hillside-clinic|FAX|records|+441223000299|60|false||",
        "old-mill-depot|DESK|gate|+441603000301|30|false||",
        "old-mill-depot|DESK|stores|+441603000302|30|false||",
    )],
    "rules": [rule(line) for line in (
        "r1|harbour-clinic|matches|+1900*|block||1|active",
        "r2|harbour-clinic|equals|+442079460000|forward|+442071000108|2|active",
        "r3|harbour-clinic|matches|anonymous|voicemail||3|disabled",
        "r4|hillside-clinic|matches|+1900*|block||1|disabled",
        "r5|hillside-clinic|matches|anonymous|announce||2|active",
        "r6|old-mill-depot|matches|*|forward|+442071000101|1|active",
    )],
}


def answer(result: object, **more: object) -> object:
    return {"success": True, "errors": [], "messages": [], "result": result, **more}


def paged(rows: Sequence[Row], page: int, per_page: int) -> object:
    first = (whole(page, 1, 1000) - 1) * whole(per_page, 5, 100)
    found = rows[first:first + per_page]
    info = {"page": page, "per_page": per_page, "count": len(found), "total_count": len(rows), "total_pages": -(-len(rows) // per_page)}
    return answer(found, result_info=info)


def site(rows: Rows, site_id: object) -> str:
    return str(find(rows["sites"], "id", site_id)["id"])


def inside(rows: Rows, table: str, site_id: object, key: object) -> Row:
    return find(equal(rows[table], {"site_id": site(rows, site_id)}), "id", key)


def list_sites(rows: Rows, name: str = "", status: str = "", page: int = 1, per_page: int = 20) -> object:
    return paged(equal(rows["sites"], {"name": name, "status": status}), page, per_page)


def edit_site(rows: Rows, site_id: str, paused: bool) -> object:
    find(rows["sites"], "id", site_id)["paused"] = boolean(paused)
    return answer(find(rows["sites"], "id", site_id))


def list_extensions(rows: Rows, site_id: str, search: str = "", tag: str = "", page: int = 1, per_page: int = 10, **equals: str) -> object:
    if {*equals} - {"type", "name", "content"}:
        raise Refusal("9005: unknown filter")
    found = equal(rows["extensions"], {"site_id": site(rows, site_id), **equals})
    either = [row for row in found if any(contains([row], {key: search}) for key in ("name", "content", "comment"))]
    return paged([row for row in either if not tag or tag in row["tags"]], page, per_page)


CHECKS: dict[str, Any] = {
    "type": lambda told: one_of(told, *KINDS), "name": words, "content": words, "ring_seconds": lambda told: whole(told, 5, 120),
    "recorded": boolean, "comment": lambda told: str(told), "tags": texts,
}  # fmt: skip
NEEDED = ("type", "name", "content", "ring_seconds")


def looked_at(rows: Rows, told: object, needed: Sequence[str] = ()) -> Row:
    row = body(told)
    if not row or {*row} - {*CHECKS} or {*needed} - {*row}:
        raise Refusal(f"9000: a record has {', '.join(CHECKS)} and needs {', '.join(needed)}")
    return {name: check(row[name]) for name, check in CHECKS.items() if name in row}


def unlike(rows: Rows, row: Row) -> Row:
    if [one for one in equal(rows["extensions"], {"site_id": row["site_id"], "name": row["name"], "type": row["type"]}) if one["id"] != row["id"]]:
        raise Refusal("81058: an identical record already exists")
    return row


def create_extension(rows: Rows, site_id: str, record: dict[str, Any]) -> object:
    told = looked_at(rows, record, NEEDED)
    new = {"id": "", "site_id": site(rows, site_id), "recorded": False, "comment": "", "tags": [], **told}
    rows["extensions"].append(unlike(rows, {name: new[name] for name in rows["extensions"][0]} | {"id": uid(site_id + told["name"] + told["type"])}))
    return answer(rows["extensions"][-1])


def patch_extension(rows: Rows, site_id: str, extension_id: str, record: dict[str, Any]) -> object:
    row = inside(rows, "extensions", site_id, extension_id)
    row.update(unlike(rows, {**row, **looked_at(rows, record)}))
    return answer(row)


def replace_extension(rows: Rows, site_id: str, extension_id: str, record: dict[str, Any]) -> object:
    row = inside(rows, "extensions", site_id, extension_id)
    row.update(unlike(rows, {**row, "recorded": False, "comment": "", "tags": [], **looked_at(rows, record, NEEDED)}))
    return answer(row)


def delete_extension(rows: Rows, site_id: str, extension_id: str) -> object:
    row = inside(rows, "extensions", site_id, extension_id)
    rows["extensions"].remove(row)
    return answer({"id": row["id"]})


def targets_of(told: object) -> list[Row]:
    if not isinstance(told, list) or len(told) != 1:
        raise Refusal("1001: a rule has one target")
    asked = body(body(told[0]).get("constraint"))
    one_of(body(told[0]).get("target"), "caller")
    return [{"target": "caller", "constraint": {"operator": one_of(asked.get("operator"), "matches", "equals"), "value": words(asked.get("value"))}}]


def actions_of(told: object) -> list[Row]:
    if not isinstance(told, list) or len(told) != 1:
        raise Refusal("1004: a rule has one action")
    kind = one_of(body(told[0]).get("id"), *ACTIONS)
    return [{"id": kind, "value": {"number": words(body(told[0].get("value")).get("number"))}}] if kind == "forward" else [{"id": kind}]


def list_rules(rows: Rows, site_id: str, status: str = "") -> object:
    return answer(equal(rows["rules"], {"site_id": site(rows, site_id), "status": status}))


def create_rule(rows: Rows, site_id: str, targets: list[Any], actions: list[Any], priority: int = 1, status: str = "disabled") -> object:
    row = {"id": uid(f"rule{len(rows['rules'])}"), "site_id": site(rows, site_id), "targets": targets_of(targets), "actions": actions_of(actions), "priority": whole(priority, 1, 100), "status": one_of(status, *STATUSES)}
    rows["rules"].append(row)
    return answer(row)


def patch_rule(rows: Rows, site_id: str, rule_id: str, **told: Any) -> object:
    row = inside(rows, "rules", site_id, rule_id)
    checks: dict[str, Any] = {"targets": targets_of, "actions": actions_of, "priority": lambda one: whole(one, 1, 100), "status": lambda one: one_of(one, *STATUSES)}
    if not told or {*told} - {*checks}:
        raise Refusal("1000: nothing that could be changed")
    row.update({name: check(told[name]) for name, check in checks.items() if name in told})
    return answer(row)


def delete_rule(rows: Rows, site_id: str, rule_id: str) -> object:
    row = inside(rows, "rules", site_id, rule_id)
    rows["rules"].remove(row)
    return answer({"id": row["id"]})


def at(where: str, what: str = "", kind: str = "DESK") -> dict[str, str]:
    """The ids of a site and of an extension there, or of a rule."""
    return {"site_id": uid(where), **({"extension_id": uid(where + what + kind)} if what else {})}


def patch(where: str, what: str, kind: str = "DESK", **record: Any) -> Call:
    return "extensions-patch", {**at(where, what, kind), "record": record}


def ruled(verb: str, where: str, key: str, **told: Any) -> Call:
    return f"call-rules-{verb}", {**at(where), "rule_id": uid(key), **told}


def target(value: str, operator: str = "matches") -> list[Row]:
    return [{"target": "caller", "constraint": {"operator": operator, "value": value}}]


HARBOUR, HILLSIDE, DEPOT = "harbour-clinic", "hillside-clinic", "old-mill-depot"
ID, TRUTH, PAGED = text(minLength=32, maxLength=32), {"type": "boolean"}, {"page": number(minimum=1, default=1), "per_page": number(minimum=5, maximum=100, default=10)}
RECORD = {"type": text("Record type.", enum=list(KINDS)), "name": text("Name of the extension at its site, e.g. reception."), "content": text("Number that rings, or the numbers of a group with commas."), "ring_seconds": number("How long it rings before voicemail.", minimum=5, maximum=120), "recorded": {**TRUTH, "description": "Whether calls are recorded."}, "comment": text(), "tags": {"type": "array", "items": text()}}
TARGETS = {"type": "array", "items": {**shape(target=text(enum=["caller"]), constraint=shape(operator=text(enum=["matches", "equals"]), value=text("Number of the caller; * stands for anything, anonymous for none."))), "required": ["target", "constraint"]}}
DEEDS = {"type": "array", "items": {**shape(id=text(enum=list(ACTIONS)), value=shape(number=text("Where forward goes to."))), "required": ["id"]}}
RULE = {"targets": TARGETS, "actions": DEEDS, "priority": number(minimum=1), "status": text(enum=list(STATUSES))}
INFO = shape(page=number(), per_page=number(), count=number(), total_count=number(), total_pages=number())
SITE, WHICH, RULED = {"site_id": ID}, {"site_id": ID, "extension_id": ID}, {"site_id": ID, "rule_id": ID}


def wrapped(result: dict[str, Any]) -> dict[str, Any]:
    return shape(success=TRUTH, errors=array(code=number(), message=text()), messages={"type": "array", "items": text()}, result=result, result_info=INFO)


TOOLS = (
    Tool("sites-get", "List, search, sort, and filter your sites.", {"name": text(), "status": text(enum=["active", "pending"]), **PAGED}, list_sites, outputs=wrapped(array(id=ID, name=text(), status=text(), paused=TRUTH, plan=text()))),
    Tool("sites-patch", "Edits a site. Only one site property can be changed at a time.", {**SITE, "paused": {**TRUTH, "description": "Nothing rings at a site that is paused."}}, edit_site, ("site_id", "paused"), wrapped(shape(id=ID, name=text(), paused=TRUTH))),
    Tool("extensions-list", "List, search, sort, and filter the extension records of a site.", {**SITE, "type": RECORD["type"], "name": text(), "content": text(), "search": text("In any of its texts."), "tag": text(), **PAGED}, list_extensions, ("site_id",), wrapped(array(id=ID, site_id=ID, **RECORD))),
    Tool("extensions-create", "Create a new extension record for a site.", {**SITE, "record": {**shape(**RECORD), "required": list(NEEDED)}}, create_extension, ("site_id", "record"), wrapped(shape(id=ID, **RECORD))),
    Tool("extensions-patch", "Update an existing extension record.", {**WHICH, "record": shape(**RECORD)}, patch_extension, ("site_id", "extension_id", "record"), wrapped(shape(id=ID, **RECORD))),
    Tool("extensions-put", "Overwrite an existing extension record. What is not sent is reset.", {**WHICH, "record": {**shape(**RECORD), "required": list(NEEDED)}}, replace_extension, ("site_id", "extension_id", "record"), wrapped(shape(id=ID, **RECORD))),
    Tool("extensions-delete", "Delete extension record.", WHICH, delete_extension, ("site_id", "extension_id"), wrapped(shape(id=ID))),
    Tool("call-rules-list", "Fetches the call rules of a site.", {**SITE, "status": text(enum=list(STATUSES))}, list_rules, ("site_id",), wrapped(array(id=ID, site_id=ID, **RULE))),
    Tool("call-rules-create", "Creates a new call rule.", {**SITE, **RULE}, create_rule, ("site_id", "targets", "actions"), wrapped(shape(id=ID, **RULE))),
    Tool("call-rules-patch", "Updates one or more fields of an existing call rule.", {**RULED, **RULE}, patch_rule, ("site_id", "rule_id"), wrapped(shape(id=ID, **RULE))),
    Tool("call-rules-delete", "Deletes an existing call rule.", RULED, delete_rule, ("site_id", "rule_id"), wrapped(shape(id=ID))),
)
JOBS = (
    Job("The pharmacy at harbour-clinic has a new number, +442071000144", [patch(HARBOUR, "pharmacy", content="+442071000144")]),
    Job("Let Dr Osei's mobile ring for 45 seconds, he's slow to pick up", [patch(HILLSIDE, "dr-osei", "MOBILE", ring_seconds=45)]),
    Job("Don't record calls to accounts at Harbour any more", [patch(HARBOUR, "accounts", recorded=False)]),
    Job("Hillside has scrapped its fax machine, take it off the system", [("extensions-delete", at(HILLSIDE, "records", "FAX"))]),
    Job("Nothing should ring at hillside-clinic for now, they're closed. The depot's back in business though, so unpause that one", [("sites-patch", {**at(HILLSIDE), "paused": True}), ("sites-patch", {**at(DEPOT), "paused": False})]),
    Job("We get too many premium calls at Hillside, switch its +1900 blocking on", [ruled("patch", HILLSIDE, "r4", status="active")]),
    Job("Give hillside-clinic a desk extension called pharmacy on +441223000204, 20 seconds of ringing", [("extensions-create", {**at(HILLSIDE), "record": {"type": "DESK", "name": "pharmacy", "content": "+441223000204", "ring_seconds": 20}})]),
    Job("Block +448450000000 at the depot with an active rule, priority 2", [("call-rules-create", {**at(DEPOT), "targets": target("+448450000000", "equals"), "actions": [{"id": "block"}], "priority": 2, "status": "active"})]),
    Job("What number rings at the Harbour side gate?", [], shows=("+442071000150",)),
    Job("Everything at Harbour that rings for less than 15 seconds should ring for 20", [patch(HARBOUR, "accounts", ring_seconds=20), patch(HARBOUR, "physio", ring_seconds=20)]),
    Job("If Harbour has more than four recorded extensions, stop recording the on-call phone; otherwise start recording physio", [patch(HARBOUR, "physio", recorded=True)]),
    Job("Whatever is forwarded to the manager's desk at Harbour should go to Hillside's manager from now on", [ruled("patch", HARBOUR, "r2", actions=[{"id": "forward", "value": {"number": "+441223000208"}}])]),
    Job("Reception moved upstairs, their number is +442071000188 now", ASK),
    Job("Play me the last voicemail for Dr Ahmed", ASK),
)


def look(where: str, **filters: Any) -> Call:
    return "extensions-list", {**at(where), **filters}


SITES = ("sites-get", {})
PASTS = (
    Past("Stores at the depot has moved to +441603000312", [SITES, look(DEPOT, name="stores")], [patch(DEPOT, "stores", content="+441603000312")]),
    Past("x-ray at harbour should ring half a minute", [SITES, look(HARBOUR, search="x-ray")], [patch(HARBOUR, "x-ray", ring_seconds=30)]),
    Past("Start recording reception in Hillside", [SITES, look(HILLSIDE)], [patch(HILLSIDE, "reception", recorded=True)]),
    Past("Dr Ahmad the locum has left Harbour, delete his mobile", [SITES, look(HARBOUR, search="ahmad")], [("extensions-delete", at(HARBOUR, "dr-ahmad", "MOBILE"))]),
    Past("Set the depot's gate up afresh as a DOOR on +441603000305 with 60 seconds", [SITES, look(DEPOT)], [("extensions-put", {**at(DEPOT, "gate"), "record": {"type": "DOOR", "name": "gate", "content": "+441603000305", "ring_seconds": 60}})]),
    Past("Anonymous callers at Harbour should get voicemail again", [SITES, ("call-rules-list", at(HARBOUR))], [ruled("patch", HARBOUR, "r3", status="active")]),
    Past("The depot's forwarding rule can go", [SITES, ("call-rules-list", at(DEPOT))], [ruled("delete", DEPOT, "r6")]),
    Past("New rule at Hillside: whoever calls from +353 anything goes to voicemail, active", [SITES], [("call-rules-create", {**at(HILLSIDE), "targets": target("+353*"), "actions": [{"id": "voicemail"}], "status": "active"})]),
)
FIELD = Field("switchboard", ROWS, TOOLS, JOBS, PASTS)
