"""Greenhouses with climate computers, valves, lamps and probes: an IoT platform, ids as objects, telemetry as texts with epoch milliseconds.

What forms are in it: Java-like operation names, `{"entityType": "DEVICE", "id": …}` for every id, `pageSize` and `page` from 0 with `hasNext`,
settings as attributes in a scope, readings as `{"temperature": [{"ts": …, "value": "27.4"}]}`, what is in a house as relations.  An alarm
is acknowledged, cleared and assigned by calls of their own, its state is two truths and an upper-case word.  To act at once is a remote
procedure call with a method and parameters, to act each day is an event of the scheduler; one call makes and changes, by whether it has an
id.  Hardly anything but the lists is declared.

Left out.  Written on 2026-11-29 without reading the planner, and before it was run.
"""

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from tests.fields.checks import array, body, boolean, one_of, shape, whole, words
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
    find,
    number,
    text,
)


def uid(told: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"greenhouse/{told}"))


def ms(told: str) -> int:
    """'03-11 08:40' in epoch milliseconds."""
    return int(datetime.fromisoformat(f"2026-{told.replace(' ', 'T')}").replace(tzinfo=UTC).timestamp() * 1000)


NOW_MS = ms(NOW[5:].replace("T", " "))
SEVERITIES = ("CRITICAL", "MAJOR", "MINOR", "WARNING", "INDETERMINATE")
SCOPES = {"SHARED_SCOPE": "shared", "SERVER_SCOPE": "server"}
TYPES = ("climate", "valve", "light", "probe")
METHODS: dict[str, tuple[str, dict[str, int]]] = {
    "open": ("valve", {"seconds": 7200}), "close": ("valve", {}), "vent": ("climate", {"percent": 100}), "reboot": ("", {}),
}  # fmt: skip
PAGE = 10


def machine(name: str, kind: str, label: str, house: str, seen: str, shared: Row, latest: Row, **server: Any) -> Row:
    return {
        "id": uid(name), "name": name, "type": kind, "label": label, "house": uid(house) if house else "", "active": seen > "03-11",
        "lastActivityTime": ms(seen), "createdTime": ms("01-12 09:00"), "shared": shared, "server": server, "latest": latest,
    }  # fmt: skip


def climate(name: str, label: str, house: str, target: float, humidity: float, mode: str, temperature: float, damp: float, co2: int) -> Row:
    settings = {"targetTemperature": target, "targetHumidity": humidity, "mode": mode}
    return machine(name, "climate", label, house, "03-11 09:58", settings, {"temperature": temperature, "humidity": damp, "co2": co2}, firmware="4.2.1")


def valve(name: str, label: str, house: str, flow: float, litres: int) -> Row:
    return machine(name, "valve", label, house, "03-11 09:55", {"maxFlow": 12.0}, {"flow": flow, "waterToday": litres}, firmware="2.0.7")


def lamp(name: str, label: str, house: str, on: str, off: str, level: float, power: int) -> Row:
    return machine(name, "light", label, house, "03-11 09:59", {"onTime": on, "offTime": off, "dimLevel": level}, {"power": power}, firmware="1.9.0")


def probe(name: str, label: str, house: str, seen: str, moisture: int, warm: float, battery: int) -> Row:
    return machine(name, "probe", label, house, seen, {"intervalSeconds": 300.0}, {"soilMoisture": moisture, "soilTemperature": warm, "battery": battery}, firmware="3.3.0")


DEVICES = [
    climate("CL-101", "Tomato climate computer", "H1", 21.0, 70.0, "auto", 27.4, 61, 640),
    climate("CL-201", "Cucumber climate computer", "H2", 23.5, 80.0, "auto", 24.1, 78, 710),
    climate("CL-301", "Seedling climate computer", "H3", 22.0, 75.0, "manual", 22.8, 74, 580),
    climate("CL-401", "Herb climate computer", "H4", 18.5, 60.0, "auto", 19.6, 58, 495),
    valve("VA-101", "Tomato drip line north", "H1", 0.0, 410),
    valve("VA-102", "Tomato drip line south", "H1", 0.0, 385),
    valve("VA-201", "Cucumber drip line", "H2", 0.0, 520),
    valve("VA-301", "Seedling mist", "H3", 0.0, 60),
    valve("VA-401", "Herb sprinkler", "H4", 3.5, 105),
    lamp("LT-201", "Cucumber lamps", "H2", "05:00", "21:00", 80.0, 2350),
    lamp("LT-301", "Seedling lamps", "H3", "04:30", "21:00", 100.0, 1800),
    lamp("LT-401", "Herb lamps", "H4", "06:00", "20:00", 70.0, 1150),
    probe("PR-101", "Tomato root probe", "H1", "03-11 09:56", 41, 19.2, 88),
    probe("PR-102", "Tomato canopy probe", "H1", "03-10 21:14", 39, 20.1, 11),
    probe("PR-201", "Cucumber root probe", "H2", "03-11 09:57", 24, 20.8, 64),
    probe("PR-301", "Seedling tray probe", "H3", "03-11 09:55", 55, 21.5, 17),
    probe("PR-401", "Herb bed probe", "H4", "03-11 09:54", 33, 17.3, 92),
    probe("PR-901", "Spare probe", "", "03-01 12:00", 0, 15.0, 35),
]
HOUSES = [
    {"id": uid(key), "name": name, "type": "greenhouse", "label": label, "server": {"areaM2": area, "manager": who}}
    for key, name, label, area, who in (
        ("H1", "House 1", "Tomatoes", 2200, "Joris de Wit"), ("H2", "House 2", "Cucumbers", 1480, "Ana Petrova"),
        ("H3", "House 3", "Seedlings", 640, "Samira Haddou"), ("H4", "House 4", "Herbs", 910, "Ana Petrova"),
    )
]  # fmt: skip
USERS = [
    {"id": uid(key), "firstName": first, "lastName": last, "email": f"{key}@glasgarten.example", "authority": role}
    for key, first, last, role in (
        ("ana", "Ana", "Petrova", "CUSTOMER_USER"), ("joris", "Joris", "de Wit", "CUSTOMER_USER"),
        ("samira", "Samira", "Haddou", "TENANT_ADMIN"), ("tom", "Tom", "Bakker", "CUSTOMER_USER"),
    )
]  # fmt: skip
ALARMS = [
    {
        "id": uid(key), "type": kind, "severity": severity, "device": uid(name), "createdTime": ms(made), "acknowledged": state.endswith("_ACK"),
        "cleared": state.startswith("CLEARED"), "assignee": uid(who) if who else "",
    }
    for key, kind, severity, name, made, state, who in (
        ("a1", "High Temperature", "CRITICAL", "CL-101", "03-11 08:40", "ACTIVE_UNACK", ""),
        ("a2", "Low Soil Moisture", "MAJOR", "PR-201", "03-11 05:10", "ACTIVE_UNACK", ""),
        ("a3", "Low Battery", "WARNING", "PR-301", "03-08 14:00", "ACTIVE_ACK", "ana"),
        ("a4", "No Flow", "CRITICAL", "VA-102", "03-10 19:30", "ACTIVE_UNACK", "joris"),
        ("a5", "High Humidity", "MINOR", "CL-301", "03-09 11:20", "CLEARED_ACK", ""),
        ("a6", "Low Battery", "WARNING", "PR-102", "03-02 06:45", "ACTIVE_UNACK", ""),
        ("a7", "Device Offline", "MAJOR", "PR-901", "03-01 13:00", "ACTIVE_UNACK", ""),
        ("a8", "Lamp Failure", "MINOR", "LT-401", "03-10 22:00", "ACTIVE_ACK", ""),
        ("a9", "High Temperature", "MAJOR", "CL-401", "03-07 15:30", "CLEARED_ACK", ""),
        ("a10", "Low Soil Moisture", "MINOR", "PR-401", "03-11 07:00", "ACTIVE_UNACK", "ana"),
    )
]  # fmt: skip
EVENTS = [
    {
        "id": uid(key), "name": name, "type": "Send RPC Request", "device": uid(device_), "startTime": ms(f"03-01 {clock}"), "repeat": repeat,
        "configuration": {"method": method, "params": params}, "enabled": on,
    }
    for key, name, device_, clock, repeat, method, params, on in (
        ("s1", "Morning watering tomatoes north", "VA-101", "06:00", "DAILY", "open", {"seconds": 900}, True),
        ("s2", "Morning watering tomatoes south", "VA-102", "06:30", "DAILY", "open", {"seconds": 900}, True),
        ("s3", "Cucumber watering", "VA-201", "07:00", "DAILY", "open", {"seconds": 1200}, True),
        ("s4", "Noon mist seedlings", "VA-301", "12:00", "DAILY", "open", {"seconds": 120}, True),
        ("s5", "Evening sprinkling herbs", "VA-401", "18:30", "DAILY", "open", {"seconds": 300}, False),
        ("s6", "Weekly reboot tomato climate", "CL-101", "03:00", "WEEKLY", "reboot", {}, False),
        ("s7", "Morning airing herbs", "CL-401", "08:00", "DAILY", "vent", {"percent": 30}, True),
    )
]  # fmt: skip
ROWS: dict[str, list[Row]] = {"devices": DEVICES, "houses": HOUSES, "users": USERS, "alarms": ALARMS, "events": EVENTS, "commands": []}


def ref(kind: str, key: str) -> Row:
    return {"entityType": kind, "id": key}


def paged(rows: list[Row], size: object, page: object) -> Row:
    most, at = min(whole(size, 1, 100), PAGE), whole(page, 0, 1000)
    pages = -(-len(rows) // most)
    return {"data": rows[at * most:(at + 1) * most], "totalPages": pages, "totalElements": len(rows), "hasNext": at + 1 < pages}


def shown(row: Row) -> Row:
    names = ("name", "type", "label", "active", "lastActivityTime", "createdTime")
    return {"id": ref("DEVICE", row["id"]), **{name: row[name] for name in names}}


def devices(rows: Rows, pageSize: int, page: int, type: str = "", textSearch: str = "") -> object:
    found = [row for row in rows["devices"] if type in ("", None, row["type"])]
    hit = [row for row in found if str(textSearch or "").lower() in f"{row['name']} {row['label']}".lower()]
    return paged([shown(row) for row in hit], pageSize, page)


def houses(rows: Rows, pageSize: int, page: int) -> object:
    return paged([{"id": ref("ASSET", row["id"]), **{name: row[name] for name in ("name", "type", "label")}} for row in rows["houses"]], pageSize, page)


def relations(rows: Rows, fromId: str, fromType: str = "ASSET") -> object:
    one_of(fromType, "ASSET")
    house = find(rows["houses"], "id", fromId)
    return [{"from": ref("ASSET", house["id"]), "to": ref("DEVICE", row["id"]), "type": "Contains"} for row in rows["devices"] if row["house"] == house["id"]]


def entity(rows: Rows, kind: object, key: object) -> Row:
    return find(rows["devices" if one_of(kind, "DEVICE", "ASSET") == "DEVICE" else "houses"], "id", key)


def telemetry(rows: Rows, entityType: str, entityId: str, keys: str = "") -> object:
    row = entity(rows, entityType, entityId)
    wanted = [one.strip() for one in str(keys or "").split(",") if one.strip()]
    return {name: [{"ts": row["lastActivityTime"], "value": str(value)}] for name, value in row.get("latest", {}).items() if not wanted or name in wanted}


def attributes(rows: Rows, entityType: str, entityId: str, scope: str) -> object:
    row = entity(rows, entityType, entityId)
    found = row.get(SCOPES[one_of(scope, *SCOPES)], {})
    return [{"lastUpdateTs": ms("02-20 10:00"), "key": name, "value": value} for name, value in found.items()]


def save_attributes(rows: Rows, entityType: str, entityId: str, scope: str, request: Mapping[str, Any]) -> object:
    row = entity(rows, entityType, entityId)
    old = row.get(SCOPES[one_of(scope, *SCOPES)], {})
    if not body(request):
        raise Refusal("Request body is empty")
    for name, value in request.items():
        if name not in old:
            raise Refusal(f"unknown attribute {name}; there are {', '.join(old)}")
        if isinstance(value, bool) or isinstance(old[name], str) != isinstance(value, str) or not isinstance(value, (str, int, float)):
            raise Refusal(f"{name} is a {'text' if isinstance(old[name], str) else 'number'}")
        if name == "mode":
            one_of(value, "auto", "manual")
    old.update({name: type(old[name])(request[name]) for name in old if name in request})
    return None


def state(row: Row) -> str:
    return f"{'CLEARED' if row['cleared'] else 'ACTIVE'}_{'ACK' if row['acknowledged'] else 'UNACK'}"


def alarm(rows: Rows, row: Row) -> Row:
    source = next((one for one in rows["devices"] if one["id"] == row["device"]), {"name": "", "label": ""})
    who = [one for one in rows["users"] if one["id"] == row["assignee"]]
    return {
        "id": ref("ALARM", row["id"]), "type": row["type"], "severity": row["severity"], "status": state(row), "acknowledged": row["acknowledged"],
        "cleared": row["cleared"], "createdTime": row["createdTime"], "originator": ref("DEVICE", row["device"]), "originatorName": source["name"],
        "originatorLabel": source["label"],
        "assignee": {"id": ref("USER", who[0]["id"]), "firstName": who[0]["firstName"], "lastName": who[0]["lastName"]} if who else None,
    }  # fmt: skip


def alarms(rows: Rows, pageSize: int, page: int, searchStatus: str = "ANY", severityList: str = "", textSearch: str = "") -> object:
    wanted = one_of(searchStatus or "ANY", "ANY", "ACTIVE", "CLEARED", "ACK", "UNACK")
    levels = [one_of(one.strip(), *SEVERITIES) for one in str(severityList or "").split(",") if one.strip()]
    found = [row for row in rows["alarms"] if wanted == "ANY" or wanted in state(row).split("_")]
    hit = contains([row for row in found if not levels or row["severity"] in levels], {"type": textSearch})
    newest = sorted(hit, key=lambda row: -row["createdTime"])
    return paged([alarm(rows, row) for row in newest], pageSize, page)


def acknowledge(rows: Rows, alarmId: str) -> object:
    return set_once(rows, alarmId, "acknowledged")


def clear(rows: Rows, alarmId: str) -> object:
    return set_once(rows, alarmId, "cleared")


def set_once(rows: Rows, key: str, name: str) -> Row:
    row = find(rows["alarms"], "id", key)
    if row[name]:
        raise Refusal(f"Alarm was already {name}!")
    row[name] = True
    return alarm(rows, row)


def assign(rows: Rows, alarmId: str, assigneeId: str) -> object:
    row = find(rows["alarms"], "id", alarmId)
    row["assignee"] = find(rows["users"], "id", assigneeId)["id"]
    return alarm(rows, row)


def request(kind: str, told: object) -> Row:
    """The method and parameters of a call, as a device of this kind takes it."""
    asked = body(told)
    method = one_of(asked.get("method"), *METHODS)
    of, limits = METHODS[method]
    given = body(asked.get("params", {}))
    if of not in ("", kind) or {*given} != {*limits}:
        raise Refusal(f"{method} is for a {of or 'device'} and takes {', '.join(limits) or 'nothing'}")
    return {"method": method, "params": {name: whole(given[name], 0, most) for name, most in limits.items()}}


def call(rows: Rows, deviceId: str, method: str, params: Mapping[str, Any]) -> object:
    row = find(rows["devices"], "id", deviceId)
    rows["commands"].append({"device": row["id"], **request(row["type"], {"method": method, "params": params})})
    return {"success": True}


def save_device(rows: Rows, device: Mapping[str, Any]) -> object:
    told = body(device)
    if {*told} - {"id", "name", "type", "label"}:
        raise Refusal("a device has id, name, type and label")
    if "id" in told:
        row = find(rows["devices"], "id", body(told["id"]).get("id"))
        new = {name: words(told[name]) for name in ("name", "label") if name in told}
        one_of(told.get("type", row["type"]), row["type"])
    else:
        row = machine(words(told.get("name")), one_of(told.get("type"), *TYPES), str(told.get("label", "")), "", "01-01 00:00", {}, {})
        new = {"createdTime": NOW_MS, "lastActivityTime": 0}
        if any(one["name"] == row["name"] for one in rows["devices"]):
            raise Refusal("Device with such name already exists!")
        rows["devices"].append(row)
    row.update(new)
    return shown(row)


def delete_device(rows: Rows, deviceId: str) -> object:
    rows["devices"].remove(find(rows["devices"], "id", deviceId))
    return None


def users(rows: Rows, pageSize: int, page: int) -> object:
    return paged([{**row, "id": ref("USER", row["id"])} for row in rows["users"]], pageSize, page)


def event(row: Row) -> Row:
    return {
        "id": ref("SCHEDULER_EVENT", row["id"]), "name": row["name"], "type": row["type"], "originatorId": ref("DEVICE", row["device"]),
        "schedule": {"timezone": "UTC", "startTime": row["startTime"], "repeat": {"type": row["repeat"]}}, "configuration": row["configuration"],
        "enabled": row["enabled"],
    }  # fmt: skip


def events(rows: Rows, type: str = "") -> object:
    return [event(row) for row in contains(rows["events"], {"type": type})]


def save_event(rows: Rows, schedulerEvent: Mapping[str, Any]) -> object:
    told = body(schedulerEvent)
    if {*told} - {"id", "name", "type", "originatorId", "schedule", "configuration", "enabled"}:
        raise Refusal("unrecognized field")
    row: Row = {"id": uid(f"event {told.get('name')}"), "name": "", "type": "Send RPC Request", "device": "", "startTime": 0, "repeat": "DAILY", "configuration": {}, "enabled": True}
    known = "id" in told
    if known:
        row = find(rows["events"], "id", body(told["id"]).get("id"))
    elif {"name", "originatorId", "schedule", "configuration"} - {*told}:
        raise Refusal("name, originatorId, schedule and configuration are needed")
    row.update(taken(rows, row, told))
    if not known:
        rows["events"].append(row)
    return event(row)


def taken(rows: Rows, row: Row, told: Row) -> Row:
    """What an event is told, looked at before any of it is taken over."""
    source = find(rows["devices"], "id", body(told["originatorId"]).get("id") if "originatorId" in told else row["device"])
    new: Row = {"device": source["id"], "type": one_of(told.get("type", row["type"]), "Send RPC Request")}
    if "name" in told:
        new["name"] = words(told["name"])
    if "schedule" in told:
        schedule = body(told["schedule"])
        new["startTime"] = whole(schedule.get("startTime", row["startTime"]), 1_600_000_000_000, 2_000_000_000_000)
        new["repeat"] = one_of(body(schedule.get("repeat", {"type": row["repeat"]})).get("type"), "DAILY", "WEEKLY", "MONTHLY")
    if "configuration" in told:
        new["configuration"] = request(source["type"], told["configuration"])
    if "enabled" in told:
        new["enabled"] = boolean(told["enabled"])
    return new


def enable(rows: Rows, schedulerEventId: str, enabledValue: bool) -> object:
    row = find(rows["events"], "id", schedulerEventId)
    row["enabled"] = boolean(enabledValue)
    return event(row)


def delete_event(rows: Rows, schedulerEventId: str) -> object:
    rows["events"].remove(find(rows["events"], "id", schedulerEventId))
    return None


ID = shape(entityType=text(), id=text(format="uuid"))
SIZE = {"pageSize": number("Maximum amount of entities in a one page. At most 10 are returned."), "page": number("Sequence number of page starting from 0.")}
ENTITY = {"entityType": text("A string value representing the entity type. For example, 'DEVICE'", enum=["DEVICE", "ASSET"]), "entityId": text("A string value representing the entity id. For example, '784f394c-42b6-435a-983c-b7beff2784f9'")}
ALARM = {"alarmId": text("A string value representing the alarm id.")}
EVENT = {"schedulerEventId": text("A string value representing the scheduler id.")}
RPC = shape(method=text(enum=[*METHODS]), params={"type": "object"})


def data(**fields: object) -> dict[str, Any]:
    return shape(data=array(**fields), totalPages=number(), totalElements=number(), hasNext={"type": "boolean"})


def setting(name: str, **values: object) -> Call:
    return "saveEntityAttributesV2", {"entityType": "DEVICE", "entityId": uid(name), "scope": "SHARED_SCOPE", "request": values}


def rpc(name: str, method: str, **params: int) -> Call:
    return "handleTwoWayDeviceRPCRequest", {"deviceId": uid(name), "method": method, "params": params}


def ack(key: str) -> Call:
    return "ackAlarm", {"alarmId": uid(key)}


def cleared(key: str) -> Call:
    return "clearAlarm", {"alarmId": uid(key)}


def given(key: str, who: str) -> Call:
    return "assignAlarm", {"alarmId": uid(key), "assigneeId": uid(who)}


def switched(key: str, on: bool) -> Call:
    return "enableSchedulerEvent", {"schedulerEventId": uid(key), "enabledValue": on}


def timed(key: str, when: str) -> Call:
    return "saveSchedulerEvent", {"schedulerEvent": {"id": ref("SCHEDULER_EVENT", uid(key)), "schedule": {"startTime": ms(when)}}}


def look(words_: str, kind: str = "") -> Call:
    return "getTenantDeviceInfos", {"pageSize": 10, "page": 0, **({"textSearch": words_} if words_ else {}), **({"type": kind} if kind else {})}


def readings(name: str) -> Call:
    return "getLatestTimeseries", {"entityType": "DEVICE", "entityId": uid(name)}


def settings(name: str) -> Call:
    return "getAttributesByScope", {"entityType": "DEVICE", "entityId": uid(name), "scope": "SHARED_SCOPE"}


def active(status: str = "ACTIVE") -> Call:
    return "getAllAlarms", {"pageSize": 10, "page": 0, "searchStatus": status}


PEOPLE: Call = ("getUsers", {"pageSize": 10, "page": 0})
SCHEDULES: Call = ("getSchedulerEvents", {})
FIELD = Field(
    "greenhouse", ROWS,
    (
        Tool("getTenantDeviceInfos", "Returns a page of devices owned by tenant. You can specify parameters to filter the results. The result is wrapped with PageData object that allows you to iterate over result set using pagination.",
             {**SIZE, "type": text("Device type as the name of the device profile.", enum=[*TYPES]), "textSearch": text("The case insensitive 'substring' filter based on the device name or label.")},
             devices, ("pageSize", "page"), data(id=ID, name=text(), type=text(), label=text(), active={"type": "boolean"}, lastActivityTime=number("Milliseconds since epoch."), createdTime=number())),
        Tool("getTenantAssets", "Returns a page of assets (greenhouses) owned by tenant.", dict(SIZE), houses, ("pageSize", "page"), data(id=ID, name=text(), type=text(), label=text())),
        Tool("findByFrom", "Returns list of relation objects for the specified entity by the 'from' direction, e.g. the devices which a greenhouse contains.", {"fromId": text("A string value representing the entity id."), "fromType": text(enum=["ASSET"])}, relations, ("fromId",)),
        Tool("getLatestTimeseries", "Returns the latest value of each time series (telemetry) of an entity: temperature, humidity and co2 of climate computers, flow (l/min) and waterToday (litres) of valves, power (W) of lights, soilMoisture (%), soilTemperature and battery (%) of probes.",
             {**ENTITY, "keys": text("A string value representing the comma-separated list of telemetry keys. If keys are not selected, the result will return all latest time series.")}, telemetry, ("entityType", "entityId")),
        Tool("getAttributesByScope", "Returns all attributes of a specified scope that belong to specified entity. Device settings are in SHARED_SCOPE: targetTemperature, targetHumidity and mode of climate computers, onTime, offTime and dimLevel of lights, maxFlow of valves, intervalSeconds of probes.",
             {**ENTITY, "scope": text(enum=[*SCOPES])}, attributes, ("entityType", "entityId", "scope")),
        Tool("saveEntityAttributesV2", "Creates or updates the entity attributes based on entity id and the specified attribute scope. The request payload is a JSON object with key-value format of attributes to create or update. Settings in SHARED_SCOPE are pushed to the device: targetTemperature, targetHumidity, mode (auto or manual), onTime and offTime (HH:MM), dimLevel (percent), maxFlow, intervalSeconds.",
             {**ENTITY, "scope": text(enum=[*SCOPES]), "request": {"type": "object", "description": "Attributes by key."}}, save_attributes, ("entityType", "entityId", "scope", "request")),
        Tool("getAllAlarms", "Returns a page of alarms, newest first.", {**SIZE, "searchStatus": text(enum=["ANY", "ACTIVE", "CLEARED", "ACK", "UNACK"]), "severityList": text(f"A list of string values separated by comma ',' representing one of {', '.join(SEVERITIES)}"), "textSearch": text("The case insensitive 'substring' filter based on the type of the alarm.")},
             alarms, ("pageSize", "page"), data(id=ID, type=text(), severity=text(), status=text(), acknowledged={"type": "boolean"}, cleared={"type": "boolean"}, createdTime=number(), originator=ID, originatorName=text(), originatorLabel=text(), assignee=shape(id=ID, firstName=text(), lastName=text()))),
        Tool("ackAlarm", "Acknowledge the Alarm.", ALARM, acknowledge, ("alarmId",)),
        Tool("clearAlarm", "Clear the Alarm.", ALARM, clear, ("alarmId",)),
        Tool("assignAlarm", "Assign/Reassign Alarm.", {**ALARM, "assigneeId": text("A string value representing the id of the user.")}, assign, ("alarmId", "assigneeId")),
        Tool("handleTwoWayDeviceRPCRequest", "Sends the two-way remote-procedure call (RPC) request to device, which acts at once. Valves: `open` for some `seconds`, `close`. Climate computers: `vent` opens the vents to `percent`. Every device: `reboot`.",
             {"deviceId": text("A string value representing the device id."), "method": text("Name of the method.", enum=[*METHODS]), "params": shape(seconds=number(), percent=number())}, call, ("deviceId", "method", "params")),
        Tool("saveDevice", "Create or update the Device. When creating device, platform generates Device Id. Specify existing Device id to update the device; what is not specified is kept.", {"device": shape(id=ID, name=text("Unique."), type=text(enum=[*TYPES]), label=text())}, save_device, ("device",)),
        Tool("deleteDevice", "Deletes the device, it's credentials and all the relations (from and to the device).", {"deviceId": text()}, delete_device, ("deviceId",)),
        Tool("getUsers", "Returns a page of users.", dict(SIZE), users, ("pageSize", "page"), data(id=ID, firstName=text(), lastName=text(), email=text(), authority=text())),
        Tool("getSchedulerEvents", "Requested scheduler events.", {"type": text()}, events),
        Tool("saveSchedulerEvent", "Creates or Updates scheduler event. When creating, the platform generates the id. Specify existing id to update; what is not specified is kept. `schedule.startTime` is the first occurrence in milliseconds since epoch, which is repeated.",
             {"schedulerEvent": shape(id=ID, name=text(), type=text(enum=["Send RPC Request"]), originatorId=ID, schedule=shape(startTime=number(), repeat=shape(type=text(enum=["DAILY", "WEEKLY", "MONTHLY"]))), configuration=RPC, enabled={"type": "boolean"})}, save_event, ("schedulerEvent",)),
        Tool("enableSchedulerEvent", "Updates scheduler event with enabled = true/false.", {**EVENT, "enabledValue": {"type": "boolean", "description": "Enabled or disabled scheduler"}}, enable, ("schedulerEventId", "enabledValue")),
        Tool("deleteSchedulerEvent", "Deletes the scheduler event.", EVENT, delete_event, ("schedulerEventId",)),
    ),
    (
        Job("How warm is it at the tomatoes right now?", [], shows=("27.4",)),
        Job("Set the tomato climate computer to 20.5 degrees", [setting("CL-101", targetTemperature=20.5)]),
        Job("Which critical alarms has nobody acknowledged yet?", [], shows=("High Temperature", "No Flow")),
        Job("Give the most recent alarm that nobody has acknowledged to Tom Bakker", [given("a1", "tom")]),
        Job("ack all low battery alarms that aren't acknowledged", [ack("a6")]),
        Job("Everything critical that is still active should be assigned to Samira Haddou", [given("a1", "samira"), given("a4", "samira")]),
        Job("I'm standing at the cucumbers and it's bone dry in here. Can you let their drip line run for ten minutes?", [rpc("VA-201", "open", seconds=600)]),
        Job("close both tomato drip lines", [rpc("VA-101", "close"), rpc("VA-102", "close")]),
        Job("Which probe has the lowest battery?", [], shows=("Tomato canopy probe",)),
        Job("Switch the evening sprinkling of the herbs on again", [switched("s5", True)]),
        Job("The cucumber watering should start half an hour earlier every day", [timed("s3", "03-01 06:30")]),
        Job("If the soil moisture at the cucumber root probe is below 30 percent, open the cucumber drip line for 5 minutes, otherwise don't do anything", [rpc("VA-201", "open", seconds=300)]),
        Job("Reboot every device that's offline", [rpc("PR-102", "reboot"), rpc("PR-901", "reboot")]),
        Job("We threw the spare probe away. Please delete it from the platform", [("deleteDevice", {"deviceId": uid("PR-901")})]),
        Job("Clear Joris de Wit's alarm, the flow is fine again", [cleared("a4")]),
        Job("Ana is on leave as of today, so Tom Bakker takes over her active alarms", [given("a3", "tom"), given("a10", "tom")]),
        Job("How many valves do we have?", [], shows=("Tomato drip line north", "Tomato drip line south", "Cucumber drip line", "Seedling mist", "Herb sprinkler")),
        Job("Dim the herb lamps to 40%. And the seedling lamps to 60", [setting("LT-401", dimLevel=40), setting("LT-301", dimLevel=60)]),
        Job("Cucumber lamps and seedling lamps should go off at 20:30 instead of 21:00", [setting("LT-201", offTime="20:30"), setting("LT-301", offTime="20:30")]),
        Job("Change the label of the spare probe to 'Herb bed probe east'", [("saveDevice", {"device": {"id": ref("DEVICE", uid("PR-901")), "label": "Herb bed probe east"}})]),
        Job("Add a new valve with the name VA-402 and the label Herb drip line", [("saveDevice", {"device": {"name": "VA-402", "type": "valve", "label": "Herb drip line"}})]),
        Job("Fertilise the tomatoes", ASK),
        Job("Open the tomato drip line for 3 minutes", ASK),
        Job("How much water have all our valves used today altogether?", [], shows=("1480",)),
        Job("Which climate computer measures the highest temperature at the moment?", [], shows=("Tomato climate computer",)),
        Job("Has any device been silent for more than a week?", [], shows=("Spare probe",)),
        Job("The seedlings don't need their noon mist while it rains, so pause that schedule for now", [switched("s4", False)]),
        Job("Get rid of all schedules which are switched off", [("deleteSchedulerEvent", {"schedulerEventId": uid("s5")}), ("deleteSchedulerEvent", {"schedulerEventId": uid("s6")})]),
        Job("Target humidity of 65 for every climate computer except the one of the seedlings please", [setting("CL-101", targetHumidity=65), setting("CL-201", targetHumidity=65), setting("CL-401", targetHumidity=65)]),
        Job("The broken lamp in the herb house has been replaced, so that alarm can be cleared", [cleared("a8")]),
        Job("Raise the target temperature for the herbs by 1.5 degrees", [setting("CL-401", targetTemperature=20)]),
        Job("Create a daily schedule called 'Herb dawn watering' that opens the herb sprinkler for 4 minutes, first time tomorrow at 05:15",
            [("saveSchedulerEvent", {"schedulerEvent": {"name": "Herb dawn watering", "type": "Send RPC Request", "originatorId": ref("DEVICE", uid("VA-401")), "schedule": {"startTime": ms("03-12 05:15"), "repeat": {"type": "DAILY"}}, "configuration": {"method": "open", "params": {"seconds": 240}}}})]),
        Job("Acknowledge Samira's alarms", []),
        Job("What is in House 3?", [], shows=("Seedling climate computer", "Seedling mist", "Seedling lamps", "Seedling tray probe")),
        Job("Is any climate computer in manual mode? Put it back to auto then", [setting("CL-301", mode="auto")]),
        Job("If it's warmer than 26 degrees at the cucumbers, open their vents to 50 percent. Otherwise set their target temperature to 23", [setting("CL-201", targetTemperature=23)]),
    ),
    (
        Past("What is the temperature at the herbs?", [look("Herb climate"), readings("CL-401")], []),
        Past("What target does the cucumber climate computer have?", [look("Cucumber climate"), settings("CL-201")], []),
        Past("Set the seedling climate computer to 23 degrees", [look("Seedling climate")], [setting("CL-301", targetTemperature=23)]),
        Past("Acknowledge the low soil moisture alarm of the cucumber root probe", [active()], [ack("a2")]),
        Past("Clear the alarm of the seedling tray probe", [active()], [cleared("a3")]),
        Past("Assign the lamp failure to Tom Bakker", [active(), PEOPLE], [given("a8", "tom")]),
        Past("Let the herb sprinkler run for 2 minutes", [look("Herb sprinkler")], [rpc("VA-401", "open", seconds=120)]),
        Past("Close the herb sprinkler", [look("Herb sprinkler")], [rpc("VA-401", "close")]),
        Past("Open the vents at the tomatoes to 30 percent", [look("Tomato climate")], [rpc("CL-101", "vent", percent=30)]),
        Past("Reboot the seedling lamps", [look("Seedling lamps")], [rpc("LT-301", "reboot")]),
        Past("Which devices are in House 1?", [("getTenantAssets", {"pageSize": 10, "page": 0}), ("findByFrom", {"fromId": uid("H1"), "fromType": "ASSET"}), look(""), ("getTenantDeviceInfos", {"pageSize": 10, "page": 1})], []),
        Past("Rename the herb lamps to 'Herb LED lamps'", [look("Herb lamps")], [("saveDevice", {"device": {"id": ref("DEVICE", uid("LT-401")), "label": "Herb LED lamps"}})]),
        Past("Stop the morning airing of the herbs", [SCHEDULES], [switched("s7", False)]),
        Past("Water the tomatoes in the south at 7 instead", [SCHEDULES], [timed("s2", "03-01 07:00")]),
        Past("Delete the weekly reboot", [SCHEDULES], [("deleteSchedulerEvent", {"schedulerEventId": uid("s6")})]),
        Past("Herb lamps on at 5:30", [look("Herb lamps")], [setting("LT-401", onTime="05:30")]),
        Past("Every lamp to 60 percent", [look("", "light")], [setting(name, dimLevel=60) for name in ("LT-201", "LT-301", "LT-401")]),
    ),
)  # fmt: skip
