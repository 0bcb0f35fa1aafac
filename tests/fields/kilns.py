"""A shared pottery's kilns: programs known by their name and firings by a number of it, switches that toggle, a queue with ids,
parameters as an object of texts, instants in milliseconds, results in capitals and colours for states; nothing that is given is declared.

KILNS: 14 tools, 14 tasks, 8 past runs.  Left out until late that night.  Written on 2026-11-29 without reading the planner, and before it was run.
At first sight: 3 of 14 right and none harmed without runs, 3 and none with all.
"""

from datetime import UTC, datetime
from typing import Any

from tests.fields.checks import words
from tests.fields.service import ASK, Absent, Call, Field, Job, Past, Refusal, Row, Rows, Tool, number, rows_of, text

BASE = "https://kilns.example"


def millis(told: str) -> int:
    return int(datetime.fromisoformat(f"2026-{told}").replace(tzinfo=UTC).timestamp() * 1000)


def firing(line: str) -> Row:
    program, no, kiln, result, start, minutes, peak, member, keep, says = line.split("|")
    return {
        "fullDisplayName": f"{program} #{no}", "program": program, "number": int(no), "builtOn": kiln, "building": result == "",
        "result": result or None, "timestamp": millis(start), "duration": int(minutes) * 60000, "description": says or None,
        "keepLog": keep == "keep", "parameters": {"PEAK": peak, "MEMBER": member},
    }  # fmt: skip


def waiting(line: str) -> Row:
    key, program, since, why, member, peak = line.split("|")
    return {"id": int(key), "program": program, "inQueueSince": millis(since), "why": why, "parameters": {"PEAK": peak, "MEMBER": member}}


BUSY = "Waiting for next available kiln"
ROWS: Rows = {
    "kilns": [{**row, "labels": row["labels"].split()} for row in rows_of(
        "displayName labels offline offlineCauseReason",
        "big-bertha|gas stoneware large|true|thermocouple swapped",
        "little-bertha|electric stoneware|false|",
        "old-smoky|gas raku|false|",
        "dragon|gas stoneware|false|",
        "ember|electric earthenware|false|",
        "spark|electric test|false|",
    )],
    "programs": [{**row, "peak": str(row["peak"])} for row in rows_of(
        "name description disabled peak",
        "bisque-slow|Thick walls, 14 hours|false|1000",
        "bisque-fast|Thin walls, 8 hours|false|1000",
        "glaze-cone6|Mid-range glazes|false|1222",
        "glaze-cone10|High-fire glazes|false|1285",
        "raku|Pulled at red heat|false|980",
        "lustre|Gold and mother-of-pearl|true|740",
        "crystalline|Zinc crystals, with a hold|false|1270",
        "test-tiles|Small batches|false|1222",
    )],
    "firings": [firing(line) for line in (
        "bisque-slow|61|little-bertha|SUCCESS|03-06T08:00|840|1000|Noor Haddad||",
        "bisque-slow|62|ember|UNSTABLE|03-10T05:00|870|1000|Greta Ahlm||",
        "bisque-slow|63|ember||03-11T06:30|0|990|Milo Santos||",
        "bisque-fast|88|little-bertha|SUCCESS|03-08T08:00|480|1000|Greta Lind||",
        "bisque-fast|89|little-bertha|ABORTED|03-09T08:00|95|1000|Noor Haddad||lid not shut",
        "glaze-cone6|140|dragon|SUCCESS|03-05T09:00|600|1222|Milo Santos|keep|",
        "glaze-cone6|141|little-bertha|FAILURE|03-09T14:00|410|1222|Noor Haddad||",
        "glaze-cone10|33|dragon|FAILURE|03-01T07:00|720|1290|Greta Ahlm|keep|shelf collapsed",
        "glaze-cone10|34|big-bertha|FAILURE|03-07T07:00|530|1285|Jo Pascoe||",
        "glaze-cone10|35|dragon||03-11T07:00|0|1285|Jo Pascoe||",
        "raku|18|old-smoky||03-11T09:10|0|980|Milo Santos||",
        "raku|17|old-smoky|SUCCESS|03-08T15:00|70|980|Jo Pascoe||",
        "test-tiles|402|spark|SUCCESS|03-10T12:00|300|1222|Jo Pascoe||",
        "crystalline|9|little-bertha|SUCCESS|03-04T06:00|900|1275|Greta Lind||",
    )],
    "queue": [waiting(line) for line in (
        f"5071|bisque-slow|03-09T18:20|{BUSY}|Greta Ahlm|1000",
        f"5074|glaze-cone6|03-10T09:00|{BUSY}|Greta Ahlm|1222",
        "5075|test-tiles|03-10T16:45|In the quiet period. Expires in 3 hr|Milo Santos|1240",
        f"5076|glaze-cone10|03-10T19:05|{BUSY}|Noor Haddad|1285",
        "5078|crystalline|03-11T08:15|In the quiet period. Expires in 1 hr|Greta Ahlm|1270",
        "5079|bisque-fast|03-11T08:40|In the quiet period. Expires in 2 hr|Greta Lind|1000",
    )],
}


def named(rows: Rows, table: str, key: object, by: str = "name") -> Row:
    for row in rows[table]:
        if row[by] == key:
            return row
    raise Absent("404 Not Found")


def fired(rows: Rows, name: object, no: object) -> Row:
    named(rows, "programs", name)
    if isinstance(no, bool):
        raise Refusal("400 Bad Request")
    return named({"firings": [row for row in rows["firings"] if row["program"] == name]}, "firings", no, "number")


def shown(row: Row) -> Row:
    told = [{"name": name, "value": value} for name, value in row["parameters"].items()]
    rest = {name: value for name, value in row.items() if name not in ("parameters", "program")}
    return {"_class": "FreeStyleFiring", **rest, "actions": [{"_class": "ParametersAction", "parameters": told}], "url": f"{BASE}/program/{row['program']}/{row['number']}/"}


def colour(rows: Rows, row: Row) -> str:
    own = sorted((one for one in rows["firings"] if one["program"] == row["name"]), key=lambda one: one["number"])
    ended = [one["result"] for one in own if one["result"]]
    last = {"SUCCESS": "blue", "FAILURE": "red", "UNSTABLE": "yellow", "ABORTED": "aborted"}[ended[-1]] if ended else "notbuilt"
    return "disabled" if row["disabled"] else last + ("_anime" if own and own[-1]["building"] else "")


def get_programs(rows: Rows) -> object:
    return {"_class": "Studio", "programs": [{"_class": "FreeStyleProgram", "name": row["name"], "url": f"{BASE}/program/{row['name']}/", "color": colour(rows, row)} for row in rows["programs"]]}


def get_program(rows: Rows, name: str) -> object:
    row = named(rows, "programs", name)
    own = sorted((one for one in rows["firings"] if one["program"] == name), key=lambda one: -one["number"])
    last = {"number": own[0]["number"], "url": shown(own[0])["url"]} if own else None
    parameters = [{"name": "PEAK", "type": "StringParameterDefinition", "defaultParameterValue": {"value": row["peak"]}}, {"name": "MEMBER", "type": "StringParameterDefinition", "defaultParameterValue": {"value": ""}}]
    return {
        "_class": "FreeStyleProgram", "name": name, "description": row["description"], "buildable": not row["disabled"], "color": colour(rows, row),
        "inQueue": any(one["program"] == name for one in rows["queue"]), "firings": [shown(one) for one in own], "lastFiring": last, "property": [{"parameterDefinitions": parameters}],
    }  # fmt: skip


def get_kilns(rows: Rows) -> object:
    def executors(row: Row) -> list[Row]:
        own = [shown(one) for one in rows["firings"] if one["builtOn"] == row["displayName"] and one["building"]]
        return [{"currentExecutable": {name: one[name] for name in ("number", "url", "fullDisplayName")}} for one in own] or [{"currentExecutable": None}]

    return {"busyExecutors": sum(one["building"] for one in rows["firings"]), "computer": [
        {"_class": "Kiln", "displayName": row["displayName"], "assignedLabels": [{"name": one} for one in row["labels"]], "offline": row["offline"], "temporarilyOffline": row["offline"], "offlineCauseReason": row["offlineCauseReason"], "idle": executors(row)[0]["currentExecutable"] is None, "executors": executors(row)}
        for row in rows["kilns"]
    ]}  # fmt: skip


def get_queue(rows: Rows) -> object:
    return {"_class": "Queue", "items": [
        {"_class": "WaitingItem", "id": row["id"], "task": {"name": row["program"], "url": f"{BASE}/program/{row['program']}/"}, "inQueueSince": row["inQueueSince"], "why": row["why"], "params": "".join(f"\n{name}={value}" for name, value in row["parameters"].items())}
        for row in rows["queue"]
    ]}  # fmt: skip


def fire(rows: Rows, name: str, parameters: object = None) -> object:
    row, told = named(rows, "programs", name), {} if parameters is None else parameters
    if row["disabled"]:
        raise Refusal("409 Conflict: the program is disabled")
    if not isinstance(told, dict) or {*told} - {"PEAK", "MEMBER"} or not all(isinstance(one, str | int) and not isinstance(one, bool) for one in told.values()):
        raise Refusal("400 Bad Request: no such parameter, or it is no text")
    peak = str(told.get("PEAK", row["peak"]))
    if not peak.isdigit() or not 600 <= int(peak) <= 1320:
        raise Refusal("400 Bad Request: PEAK is in degrees Celsius")
    key = max([row["id"] for row in rows["queue"]], default=5079) + 1
    rows["queue"].append({"id": key, "program": name, "inQueueSince": millis("03-11T10:00"), "why": BUSY, "parameters": {"PEAK": peak, "MEMBER": str(told.get("MEMBER", ""))}})
    return {"status": 201, "location": f"{BASE}/queue/item/{key}/"}


def stop(rows: Rows, name: str, number: int) -> object:
    row = fired(rows, name, number)
    if not row["building"]:
        raise Refusal("409 Conflict: it is not running")
    row.update(building=False, result="ABORTED")
    return {"status": 302}


def switch(disabled: bool) -> Any:
    def do(rows: Rows, name: str) -> object:
        named(rows, "programs", name)["disabled"] = disabled
        return {"status": 302}

    return do


def describe(rows: Rows, name: str, number: int, description: str) -> object:
    fired(rows, name, number)["description"] = words(description).strip()
    return {"status": 302}


def toggle_log(rows: Rows, name: str, number: int) -> object:
    row = fired(rows, name, number)
    row["keepLog"] = not row["keepLog"]
    return {"status": 302}


def toggle_offline(rows: Rows, kilnName: str, offlineMessage: str = "") -> object:
    row = named(rows, "kilns", kilnName, "displayName")
    if not isinstance(offlineMessage, str):
        raise Refusal("400 Bad Request")
    row["offline"] = not row["offline"]
    row["offlineCauseReason"] = offlineMessage.strip().lower() if row["offline"] else ""
    return {"status": 302}


def delete_firing(rows: Rows, name: str, number: int) -> object:
    row = fired(rows, name, number)
    if row["building"] or row["keepLog"]:
        raise Refusal("400 Bad Request: it is running, or marked to be kept")
    rows["firings"].remove(row)
    return {"status": 302}


def on(verb: str, program: str, no: int, **more: str) -> Call:
    return verb, {"name": program, "number": no, **more}


def unqueued(*ids: int) -> list[Call]:
    return [("cancelItem", {"id": one}) for one in ids]


def toggled(kiln: str, *why: str) -> Call:
    return "toggleOffline", {"kilnName": kiln, **({"offlineMessage": why[0]} if why else {})}


def started(program: str, **more: str) -> Call:
    return "fireWithParameters", {"name": program, "parameters": more}


PROGRAMS, KILNS, QUEUE, NAME, NUMBER = ("getPrograms", {}), ("getKilns", {}), ("getQueue", {}), text(), number()
TOOLS = (
    Tool("getPrograms", "Retrieve programs.", {}, get_programs),
    Tool("getProgram", "Retrieve program.", {"name": NAME}, get_program, ("name",)),
    Tool("getFiring", "Retrieve firing.", {"name": NAME, "number": NUMBER}, lambda rows, name, number: shown(fired(rows, name, number)), ("name", "number")),
    Tool("getKilns", "Retrieve kilns.", {}, get_kilns),
    Tool("getQueue", "Retrieve queue.", {}, get_queue),
    Tool("fireWithParameters", "Fire a program.", {"name": NAME, "parameters": {"type": "object", "additionalProperties": {"type": "string"}}}, fire, ("name",)),
    Tool("stopFiring", "Stop a firing.", {"name": NAME, "number": NUMBER}, stop, ("name", "number")),
    Tool("enableProgram", "Enable program.", {"name": NAME}, switch(False), ("name",)),
    Tool("disableProgram", "Disable program.", {"name": NAME}, switch(True), ("name",)),
    Tool("submitDescription", "Describe a firing.", {"name": NAME, "number": NUMBER, "description": text()}, describe, ("name", "number", "description")),
    Tool("toggleLogKeep", "Toggle keep log.", {"name": NAME, "number": NUMBER}, toggle_log, ("name", "number")),
    Tool("toggleOffline", "Toggle kiln offline.", {"kilnName": NAME, "offlineMessage": text()}, toggle_offline, ("kilnName",)),
    Tool("cancelItem", "Cancel queue item.", {"id": number()}, lambda rows, id: rows["queue"].remove(named(rows, "queue", id, "id")), ("id",)),
    Tool("doDelete", "Delete firing.", {"name": NAME, "number": NUMBER}, delete_firing, ("name", "number")),
)
JOBS = (
    Job("Halt the raku that's going on right now, it's starting to rain", [on("stopFiring", "raku", 18)]),
    Job('Little Bertha\'s lid is cracked. Take her out of service and give "cracked lid" as the reason', [toggled("little-bertha", "cracked lid")]),
    Job("Big Bertha's mended, bring her back", [toggled("big-bertha")]),
    Job("Please fire Noor Haddad's mugs at cone 6, but only up to 1215 degrees", [started("glaze-cone6", PEAK="1215", MEMBER="Noor Haddad")]),
    Job("The ventilation's fixed, so people may do lustre again", [("enableProgram", {"name": "lustre"})]),
    Job("Milo doesn't need his test tiles in the queue any longer", unqueued(5075)),
    Job("Make sure the log of the latest cone 10 that failed isn't thrown away", [on("toggleLogKeep", "glaze-cone10", 34)]),
    Job('Note down on yesterday\'s slow bisque that "two shelves cracked"', [on("submitDescription", "bisque-slow", 62, description="two shelves cracked")]),
    Job("What's in the queue just because no kiln is free?", [], shows=("bisque-slow", "glaze-cone6", "glaze-cone10")),
    Job("Greta Ahlm is moving away, cancel all that she's got waiting, except her crystals", unqueued(5071, 5074)),
    Job("If more than five firings are waiting, drop the one that's been there longest; otherwise put Jo Pascoe's plates in for a fast bisque", unqueued(5071)),
    Job("The gas runs low: abort whatever's burning in a gas kiln at the moment", [on("stopFiring", "raku", 18), on("stopFiring", "glaze-cone10", 35)]),
    Job("Fire Greta's bowls once more", ASK),
    Job("Order twelve new kiln shelves from the supplier", ASK),
)
PASTS = (
    Past("Stop Milo's bisque, it's the wrong clay", [KILNS, ("getFiring", {"name": "bisque-slow", "number": 63})], [on("stopFiring", "bisque-slow", 63)]),
    Past('Nobody is to use Spark until further notice, the reason is "new elements"', [KILNS], [toggled("spark", "new elements")]),
    Past("No more crystals for now, please", [PROGRAMS], [("disableProgram", {"name": "crystalline"})]),
    Past("Put Jo Pascoe's vases in for cone 10, up to 1280", [PROGRAMS, ("getProgram", {"name": "glaze-cone10"})], [started("glaze-cone10", PEAK="1280", MEMBER="Jo Pascoe")]),
    Past("Noor's cone 10 can come out of the queue", [QUEUE], unqueued(5076)),
    Past("Keep the log of the last raku that came out well", [("getProgram", {"name": "raku"})], [on("toggleLogKeep", "raku", 17)]),
    Past("The fast bisque that was broken off can be deleted", [("getProgram", {"name": "bisque-fast"})], [on("doDelete", "bisque-fast", 89)]),
    Past('Write "pinholes in the white" on the last test tiles', [("getProgram", {"name": "test-tiles"})], [on("submitDescription", "test-tiles", 402, description="pinholes in the white")]),
)
FIELD = Field("kilns", ROWS, TOOLS, JOBS, PASTS)
