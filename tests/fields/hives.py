"""Alarms over bee hives: rules that are sent as a whole, hushes with matchers, contact points whose addresses are one text,
views under a wrapper with a version, folders by uid, times as RFC 3339 and durations as 15m.

APIARY: 13 tools, 14 tasks, 8 past runs.  Left out until late that night.  Written on 2026-11-29 without reading the planner, and before it was run.
At first sight: 3 of 14 right and none harmed without runs, 4 and none with all.
"""

import re
from datetime import UTC, datetime
from zlib import crc32

from tests.fields.checks import array, body, boolean, one_of, shape, texts, words
from tests.fields.service import (
    ASK,
    NOW,
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

OUT = "api"


def rule(line: str) -> Row:
    uid, title, folder, group, metric, kind, limit, lasts, paused, severity, receiver = line.split("|")
    yard = {"fOrch4k": "orchard", "fHeat9m": "heath", "fRoof2t": "roof"}[folder]
    return {
        "uid": uid, "title": title, "folderUID": folder, "ruleGroup": group, "for": lasts, "isPaused": paused == "paused",
        "labels": {"yard": yard, "severity": severity}, "notification_settings": {"receiver": receiver},
        "data": [{"refId": "A", "model": {"metric": metric, "evaluator": {"type": kind, "params": [float(limit)]}}}],
    }  # fmt: skip


def hush(line: str) -> Row:
    key, title, yard, start, end, by, comment = line.split("|")
    return {"id": key, "matchers": matchers(title, yard), "startsAt": f"2026-03-{start}:00Z", "endsAt": f"2026-03-{end}:00Z", "createdBy": by, "comment": comment}


def matchers(title: str, yard: str) -> list[Row]:
    return [{"name": name, "value": value, "isRegex": False, "isEqual": True} for name, value in (("alertname", title), ("yard", yard))]


ROWS: Rows = {
    "folders": rows_of("uid title", "fOrch4k|Old orchard", "fHeat9m|Heath", "fRoof2t|Town hall roof"),
    "rules": [rule(line) for line in (
        "cdk3hx0|Brood too cold|fOrch4k|brood|brood_temperature|lt|32|15m|on|critical|Beekeepers",
        "cdk3hx1|Weight loss|fOrch4k|weight|weight_per_hour|lt|-2|30m|on|critical|Beekeepers",
        "cdk3hx2|Battery low|fOrch4k|sensors|battery|lt|20|1h|on|warning|Office mail",
        "cdm8wq0|Brood too cold|fHeat9m|brood|brood_temperature|lt|32|15m|paused|critical|Beekeepers",
        "cdm8wq1|Weight loss|fHeat9m|weight|weight_per_hour|lt|-2|30m|on|critical|Night phone",
        "cdm8wq2|Hive too damp|fHeat9m|brood|humidity|gt|80|30m|on|warning|Office mail",
        "cdz5bn0|Brood too hot|fRoof2t|brood|brood_temperature|gt|37|10m|on|critical|Beekeepers",
        "cdz5bn1|Battery low|fRoof2t|sensors|battery|lt|20|1h|paused|warning|Office mail",
        "cdz5bn2|Queenless roar|fRoof2t|sound|loudness|gt|70|10m|on|info|Beekeepers",
    )],
    "hushes": [hush(line) for line in (
        "5f0e7c1a-93d2|Hive too damp|heath|10T08:00|13T08:00|jonas|wet week",
        "a41b22d8-07ce|Brood too hot|roof|11T06:00|11T20:00|mirela|insulation comes off",
        "c97731ef-5b60|Weight loss|orchard|20T07:00|20T18:00|jonas|harvest",
        "e08d6a35-41bb|Battery low|heath|02T08:00|03T08:00|mirela|new cells",
    )],
    "contacts": [
        {"uid": "cp1beek", "name": "Beekeepers", "type": "email", "settings": {"addresses": "jonas@hives.example;mirela@hives.example"}, "disableResolveMessage": False},
        {"uid": "cp2offi", "name": "Office mail", "type": "email", "settings": {"addresses": "office@hives.example"}, "disableResolveMessage": True},
        {"uid": "cp3nigh", "name": "Night phone", "type": "email", "settings": {"addresses": "night@hives.example"}, "disableResolveMessage": False},
    ],
    "views": [{**row, "tags": row["tags"].split()} for row in rows_of(
        "uid title tags refresh folderUid",
        "vw7Ha1|Hive weights|weight honey|5m|fHeat9m",
        "vw7Ha2|Brood nest|brood|1m|fHeat9m",
        "vw7Ob1|Hive weights|weight honey|5m|fOrch4k",
        "vw7Ob2|Hive weights (old)|weight|1h|fOrch4k",
        "vw7Rc1|Sound|sound roof|30s|fRoof2t",
        "vw7Rc2|Sensors|battery|15m|fRoof2t",
    )],
}
RULE_KEYS, CONTACT_KEYS = {*ROWS["rules"][0]}, {*ROWS["contacts"][0]}


def got(rows: Rows, table: str, key: object, by: str = "uid") -> Row:
    for row in rows[table]:
        if row[by] == key:
            return row
    raise Absent(f"{table[:-1]} not found")


def instant(told: object) -> str:
    try:
        at = datetime.fromisoformat(words(told))
    except ValueError:
        raise Refusal("bad request data: time is not RFC 3339") from None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def lasting(told: object) -> str:
    if not re.fullmatch(r"\d+[smhd]", words(told)):
        raise Refusal("not a valid duration string")
    return {"60m": "1h", "120m": "2h"}.get(str(told), str(told))


def queries(told: object) -> list[Row]:
    if not isinstance(told, list) or not told:
        raise Refusal("invalid alert rule: no queries or expressions are found")
    done = []
    for one in told:
        model = body(body(one).get("model"))
        evaluator = body(model.get("evaluator"))
        params = evaluator.get("params")
        if not isinstance(params, list) or not all(isinstance(value, int | float) and not isinstance(value, bool) for value in params):
            raise Refusal("invalid alert rule: params are numbers")
        kind = one_of(evaluator.get("type"), "gt", "lt")
        done.append({"refId": words(one.get("refId")), "model": {"metric": words(model.get("metric")), "evaluator": {"type": kind, "params": [float(value) for value in params]}}})
    return done


def put_rule(rows: Rows, uid: str, body: object) -> object:
    row = got(rows, "rules", uid)
    if not isinstance(body, dict) or RULE_KEYS - {"uid"} - {*body}:
        raise Refusal("bad request data: the whole rule is needed")
    if not isinstance(body["labels"], dict) or not isinstance(body["notification_settings"], dict):
        raise Refusal("bad request data: an object is needed")
    receiver = got(rows, "contacts", body["notification_settings"].get("receiver"), "name")["name"]
    row.update({
        "title": words(body["title"]), "folderUID": got(rows, "folders", body["folderUID"])["uid"], "ruleGroup": words(body["ruleGroup"]),
        "for": lasting(body["for"]), "isPaused": boolean(body["isPaused"]), "notification_settings": {"receiver": receiver},
        "labels": {name: words(body["labels"][name]) for name in sorted(body["labels"], reverse=True)}, "data": queries(body["data"]),
    })  # fmt: skip
    return row


def shown(row: Row) -> Row:
    state = "expired" if row["endsAt"] < NOW else "pending" if row["startsAt"] > NOW else "active"
    return {**row, "status": {"state": state}}


def create_hush(rows: Rows, body: object) -> object:
    if not isinstance(body, dict) or not isinstance(body.get("matchers"), list) or not body["matchers"]:
        raise Refusal("silence invalid: at least one matcher must be given")
    found = []
    for one in body["matchers"]:
        if not isinstance(one, dict) or one.get("isRegex"):
            raise Refusal("silence invalid: invalid label matcher")
        found.append({"name": words(one.get("name")), "value": words(one.get("value")), "isRegex": False, "isEqual": boolean(one.get("isEqual", True))})
    start, end = instant(body.get("startsAt")), instant(body.get("endsAt"))
    if end <= start or end < NOW:
        raise Refusal("silence invalid: end time must be after start time and not in the past")
    key = f"{crc32(str(found).encode()):08x}-{len(rows['hushes']):04x}"
    rows["hushes"].append({"id": key, "matchers": sorted(found, key=lambda one: one["name"]), "startsAt": start, "endsAt": end, "createdBy": words(body.get("createdBy") or OUT), "comment": words(body.get("comment"))})
    return {"hushID": key}


def delete_hush(rows: Rows, hushId: str) -> object:
    row = got(rows, "hushes", hushId, "id")
    if row["endsAt"] < NOW:
        raise Refusal("silence already expired")
    rows["hushes"].remove(row)
    return {}


def put_contact(rows: Rows, uid: str, body: object) -> object:
    row = got(rows, "contacts", uid)
    if not isinstance(body, dict) or CONTACT_KEYS - {"uid", "disableResolveMessage"} - {*body} or not isinstance(body["settings"], dict):
        raise Refusal("contact point validation failed: the whole contact point is needed")
    told = [one for one in re.split(r"[;,\s]+", words(body["settings"].get("addresses"))) if one]
    if not all("@" in one for one in told):
        raise Refusal("contact point validation failed: could not find addresses in settings")
    if words(body["name"]) != row["name"]:
        raise Refusal("a contact point that rules use is not renamed")
    row.update(type=one_of(body["type"], "email"), settings={"addresses": ";".join(told)}, disableResolveMessage=boolean(body.get("disableResolveMessage", False)))
    return {"message": "contactpoint updated"}


def version(row: Row) -> int:
    return crc32(str(row).encode()) % 900


def search(rows: Rows, query: str = "", tag: str = "", folderUIDs: object = None) -> object:
    wanted = texts(folderUIDs) if folderUIDs is not None else [row["uid"] for row in rows["folders"]]
    found = [row for row in contains(rows["views"], {"title": query}) if row["folderUid"] in wanted and (not tag or tag in row["tags"])]
    titles = {row["uid"]: row["title"] for row in rows["folders"]}
    return [{"uid": row["uid"], "title": row["title"], "type": "dash-db", "url": f"/d/{row['uid']}", "tags": row["tags"], "folderUid": row["folderUid"], "folderTitle": titles[row["folderUid"]]} for row in found]


def view(rows: Rows, uid: str) -> object:
    row = got(rows, "views", uid)
    return {"view": {**{name: row[name] for name in ("uid", "title", "tags", "refresh")}, "version": version(row)}, "meta": {"folderUid": row["folderUid"], "url": f"/d/{uid}"}}


def post_view(rows: Rows, view: object, folderUid: str = "", overwrite: bool = False, message: str = "") -> object:
    if not isinstance(view, dict):
        raise Refusal("bad request data")
    row = got(rows, "views", view.get("uid"))
    if not boolean(overwrite) and view.get("version") != version(row):
        raise Refusal("The view has been changed by someone else: version-mismatch")
    new = {"title": words(view.get("title")), "tags": sorted(texts(view.get("tags", []))), "refresh": lasting(view.get("refresh"))}
    if folderUid:
        new["folderUid"] = got(rows, "folders", folderUid)["uid"]
    row.update(new)
    return {"status": "success", "uid": row["uid"], "version": version(row)}


def whole(uid: str, **more: object) -> Call:
    """The rule as it is, with these fields of it changed."""
    kept = got(ROWS, "rules", uid)
    return "RoutePutWatchRule", {"uid": uid, "body": {**kept, **more}}


def limit(uid: str, value: float) -> list[Row]:
    one = got(ROWS, "rules", uid)["data"][0]
    return [{"refId": "A", "model": {**one["model"], "evaluator": {**one["model"]["evaluator"], "params": [value]}}}]


def hushed(title: str, yard: str, start: str, end: str, comment: str) -> Call:
    return "createHush", {"body": {"matchers": matchers(title, yard), "startsAt": f"2026-03-{start}:00Z", "endsAt": f"2026-03-{end}:00Z", "createdBy": OUT, "comment": comment}}


def contact(uid: str, addresses: str) -> Call:
    return "RoutePutContactpoint", {"uid": uid, "body": {**got(ROWS, "contacts", uid), "settings": {"addresses": addresses}}}


def saved(uid: str, **more: object) -> Call:
    row = got(ROWS, "views", uid)
    return "postView", {"view": {**{name: row[name] for name in ("uid", "title", "tags", "refresh")}, "version": version(row), **more}, "folderUid": row["folderUid"]}


RULES, HUSHES, CONTACTS, FOLDERS = ("RouteGetWatchRules", {}), ("getHushes", {}), ("RouteGetContactpoints", {}), ("getFolders", {})
UID, FLAG = text("UID"), {"type": "boolean"}
RULE = shape(
    uid=text(), title=text(), folderUID=text(), ruleGroup=text(), isPaused=FLAG, labels=shape(yard=text(), severity=text()), notification_settings=shape(receiver=text()),
    data=array(refId=text(), model=shape(metric=text(), evaluator=shape(type=text(enum=["gt", "lt"]), params={"type": "array", "items": {"type": "number"}}))), **{"for": text("How long the condition holds before it fires, e.g. 5m")},
)  # fmt: skip
MATCHERS = array(name=text(), value=text(), isRegex=FLAG, isEqual=FLAG)
HUSH = {"matchers": MATCHERS, "startsAt": text(format="date-time"), "endsAt": text(format="date-time"), "createdBy": text(), "comment": text()}
CONTACT = shape(uid=text(), name=text(), type=text(), settings=shape(addresses=text("Separated by ;")), disableResolveMessage=FLAG)
VIEW = shape(uid=text(), title=text(), tags={"type": "array", "items": text()}, refresh=text(), version=number())
TOOLS = (
    Tool("getFolders", "Get all folders.", {}, lambda rows: rows["folders"], outputs=array(uid=text(), title=text())),
    Tool("RouteGetWatchRules", "Get all the watch rules.", {}, lambda rows: rows["rules"], outputs={"type": "array", "items": RULE}),
    Tool("RoutePutWatchRule", "Update an existing watch rule.", {"uid": text("Watch rule UID"), "body": {**RULE, "required": sorted(RULE_KEYS - {"uid"})}}, put_rule, ("uid", "body"), RULE),
    Tool("RouteDeleteWatchRule", "Delete a specific watch rule by UID.", {"uid": text("Watch rule UID")}, lambda rows, uid: rows["rules"].remove(got(rows, "rules", uid)), ("uid",)),
    Tool("getHushes", "Get hushes. While a hush is active, rules that all its matchers match do not notify.", {}, lambda rows: [shown(row) for row in rows["hushes"]], outputs=array(id=text(), status=shape(state=text(enum=["expired", "active", "pending"])), **HUSH)),
    Tool("createHush", "Create a hush.", {"body": {**shape(**HUSH), "required": ["matchers", "startsAt", "endsAt", "comment"]}}, create_hush, ("body",), shape(hushID=text())),
    Tool("deleteHush", "Delete a hush.", {"hushId": text()}, delete_hush, ("hushId",)),
    Tool("RouteGetContactpoints", "Get all the contact points.", {}, lambda rows: rows["contacts"], outputs={"type": "array", "items": CONTACT}),
    Tool("RoutePutContactpoint", "Update an existing contact point.", {"uid": text("UID is the contact point unique identifier"), "body": {**CONTACT, "required": ["name", "type", "settings"]}}, put_contact, ("uid", "body"), shape(message=text())),
    Tool("searchViews", "Search views.", {"query": text("Search query"), "tag": text("A tag to search for"), "folderUIDs": {"type": "array", "items": text(), "description": "List of folder UIDs to search in"}}, search, outputs=array(uid=text(), title=text(), type=text(), url=text(), tags={"type": "array", "items": text()}, folderUid=text(), folderTitle=text())),
    Tool("getViewByUID", "Get view by uid.", {"uid": UID}, view, ("uid",), shape(view=VIEW, meta=shape(folderUid=text(), url=text()))),
    Tool("postView", "Create / update view. The version must be the one that was read, unless overwrite is set.", {"view": VIEW, "folderUid": text("The UID of the folder to save the view in."), "overwrite": FLAG, "message": text("Commit message")}, post_view, ("view",), shape(status=text(), uid=text(), version=number())),
    Tool("deleteViewByUID", "Delete view by uid.", {"uid": UID}, lambda rows, uid: rows["views"].remove(got(rows, "views", uid)), ("uid",)),
)
JOBS = (
    Job('I\'m opening the orchard hives this afternoon from two to four, so hush the cold-brood alarm there for that time. Comment: "spring inspection"', [hushed("Brood too cold", "orchard", "11T14:00", "11T16:00", "spring inspection")]),
    Job("It's dry again on the heath, the damp alarm needn't stay hushed", [("deleteHush", {"hushId": "5f0e7c1a-93d2"})]),
    Job("Start watching the batteries on the roof again", [whole("cdz5bn1", isPaused=False)]),
    Job("The queenless roar should only go off after 20 minutes", [whole("cdz5bn2", **{"for": "20m"})]),
    Job("In the orchard I want to hear about cold brood at 34 degrees already, not just at 32", [whole("cdk3hx0", data=limit("cdk3hx0", 34))]),
    Job("We don't care how damp it gets any more, get rid of that alarm for good", [("RouteDeleteWatchRule", {"uid": "cdm8wq2"})]),
    Job("Whatever goes to the office by mail should reach nadia@hives.example as well", [contact("cp2offi", "office@hives.example;nadia@hives.example")]),
    Job('The heath\'s "Hive weights" are to be called "Honey flow" from now on', [saved("vw7Ha1", title="Honey flow")]),
    Job("which alarms are switched off right now, and where?", [], shows=("cdm8wq0", "cdz5bn1")),
    Job("All the warnings should go to the night phone, except the one from the heath", [whole(uid, notification_settings={"receiver": "Night phone"}) for uid in ("cdk3hx2", "cdz5bn1")]),
    Job("If more than three alarms are paused, switch them all back on; otherwise only the one on the heath", [whole("cdm8wq0", isPaused=False)]),
    Job('Every view in the heath\'s folder gets the tag "moor" on top of what it has', [saved("vw7Ha1", tags=["weight", "honey", "moor"]), saved("vw7Ha2", tags=["brood", "moor"])]),
    Job("Make the weight loss alarm less twitchy", ASK),
    Job("Feed the hives on the roof with sugar syrup on Saturday", ASK),
)
PASTS = (
    Past("Nobody needs to hear about hot brood on the roof for now, pause that", [RULES], [whole("cdz5bn0", isPaused=True)]),
    Past("It's enough if weight loss on the heath is told after an hour", [RULES], [whole("cdm8wq1", **{"for": "1h"})]),
    Past("The insulation is on again, so lift the hush up on the roof", [HUSHES], [("deleteHush", {"hushId": "a41b22d8-07ce"})]),
    Past('No battery alarms from the orchard tomorrow between 8 and 9 in the morning please, comment "new cells"', [RULES], [hushed("Battery low", "orchard", "12T08:00", "12T09:00", "new cells")]),
    Past("The old weights can go, nobody looks at them", [("searchViews", {"query": "weights (old)"})], [("deleteViewByUID", {"uid": "vw7Ob2"})]),
    Past("The night phone is for ines@hives.example too", [CONTACTS], [contact("cp3nigh", "night@hives.example;ines@hives.example")]),
    Past("Let the sound view refresh every minute", [FOLDERS, ("searchViews", {"query": "Sound"}), ("getViewByUID", {"uid": "vw7Rc1"})], [saved("vw7Rc1", refresh="1m")]),
    Past("Drop the weight alarm of the orchard altogether", [FOLDERS, RULES], [("RouteDeleteWatchRule", {"uid": "cdk3hx1"})]),
)
FIELD = Field("hives", ROWS, TOOLS, JOBS, PASTS)
