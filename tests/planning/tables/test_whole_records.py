"""Records that are replaced as a whole or changed in part, and that belong to others: lamps with bodies, valves of farms."""

from typing import Any

import pytest

from tests.fields.checks import array, shape
from tests.fields.driver import judge
from tests.fields.service import ASK, Call, Field, Job, Refusal, Row, Rows, Tool, find, number, text

FLAG = {"type": "boolean"}
LAMP = shape(uid=text(), title=text(), level=number(), isPaused=FLAG, note=text(),
             tags=shape(zone=text(), owner=text()), beams=array(side=text(), lens=text()))  # fmt: skip
NEEDED = ["title", "level", "isPaused", "tags", "beams"]


def lamp(uid: str, title: str, level: int, paused: bool, zone: str, owner: str) -> Row:
    beams = [{"side": "sea", "lens": f"{uid}-a"}]
    return {"uid": uid, "title": title, "level": level, "isPaused": paused, "note": f"see {uid}",
            "tags": {"zone": zone, "owner": owner}, "beams": beams}  # fmt: skip


LAMPS: Rows = {"lamps": [
    lamp("k3x", "Pier end", 70, False, "north", "Ann Pole"), lamp("k3y", "Quay steps", 55, True, "north", "Bo Lind"),
    lamp("k3z", "Old slip", 30, False, "south", "Bo Lind"),
], "tides": [{"day": "Monday", "high": "04:12"}, {"day": "Tuesday", "high": "05:02"}]}  # fmt: skip


def put_lamp(rows: Rows, uid: str, body: dict[str, Any]) -> object:
    if {*NEEDED} - {*body} or not body["beams"] or {"zone", "owner"} - {*body["tags"]}:
        raise Refusal("the whole lamp is needed")
    find(rows["lamps"], "uid", uid).update({"note": "", **body})
    return body


LIGHTS = Field("lights", LAMPS, (
    Tool("getTides", "Get all tides.", {}, lambda rows: rows["tides"], outputs=array(day=text(), high=text())),
    Tool("HandlerGetLamps", "Get all lamps.", {}, lambda rows: rows["lamps"], outputs={"type": "array", "items": LAMP}),
    Tool("HandlerPutLamp", "Update an existing lamp.", {"uid": text(), "body": {**LAMP, "required": NEEDED}}, put_lamp, ("uid", "body"), LAMP),
    Tool("HandlerDeleteLamp", "Delete a lamp.", {"uid": text()}, lambda rows, uid: rows["lamps"].remove(find(rows["lamps"], "uid", uid)), ("uid",)),
), ())  # fmt: skip


def whole(uid: str, **told: object) -> Call:
    return "HandlerPutLamp", {"uid": uid, "body": {**find(LAMPS["lamps"], "uid", uid), **told}}


@pytest.mark.parametrize(("said", "end"), [
    ("Set the level of the Pier end lamp to 40", [whole("k3x", level=40)]),
    ("Unpause Quay steps", [whole("k3y", isPaused=False)]),
    ("Set isPaused of Old slip to true", [whole("k3z", isPaused=True)]),
    ("Set the owner of Old slip to Ann Pole", [whole("k3z", tags={"zone": "south", "owner": "Ann Pole"})]),
    ("Set the owner of all lamps with zone north to Ann Pole", [whole("k3y", tags={"zone": "north", "owner": "Ann Pole"})]),
    ("Delete the Old slip lamp", [("HandlerDeleteLamp", {"uid": "k3z"})]),
    ("The Pier end lamp should go off at four", ASK),
])  # fmt: skip
def test_what_a_whole_record_needs_besides_is_told_as_it_is_held(said: str, end: list[Call]) -> None:
    verdict = judge(LIGHTS, Job(said, end))

    assert verdict.right, (verdict.calls, verdict.said)


def valve(key: str, farm: str, name: str, minutes: int, tel: str) -> Row:
    return {"id": key, "farm_id": farm, "name": name, "kind": "drip", "minutes": minutes, "auto": True, "logged": True, "alarm": tel}


FARMS: Rows = {
    "farms": [{"id": "f10c", "name": "hill-farm"}, {"id": "f20d", "name": "brook-farm"}, {"id": "f30e", "name": "mill-farm"}],
    "valves": [valve("v71a", "f10c", "south-3", 20, "+46850000101"), valve("v72b", "f10c", "barn", 5, "+46850000102"),
               valve("v73c", "f20d", "barn", 9, "+46850000103")],
}  # fmt: skip
VALVE = {"name": text(), "kind": text(), "minutes": number(), "auto": FLAG, "logged": FLAG, "alarm": text("Whom it calls")}
WHICH = {"farm_id": text(), "valve_id": text()}


def inside(rows: Rows, farm_id: str, valve_id: str) -> Row:
    return find([row for row in rows["valves"] if row["farm_id"] == farm_id], "id", valve_id)


WATER = Field("water", FARMS, (
    Tool("farms-list", "List farms.", {}, lambda rows: {"result": rows["farms"]}, outputs=shape(result=array(id=text(), name=text()))),
    Tool("valves-list", "List the valves of a farm.", {"farm_id": text()},
         lambda rows, farm_id: {"result": [row for row in rows["valves"] if row["farm_id"] == farm_id]}, ("farm_id",),
         shape(result=array(id=text(), farm_id=text(), **VALVE))),
    Tool("valves-patch", "Update a valve.", {**WHICH, "record": shape(**VALVE)},
         lambda rows, record, **which: inside(rows, **which).update(record), ("farm_id", "valve_id", "record")),
    Tool("valves-put", "Overwrite a valve.", {**WHICH, "record": {**shape(**VALVE), "required": ["name", "kind", "minutes"]}},
         lambda rows, record, **which: inside(rows, **which).update({"auto": False, "alarm": "", **record}), ("farm_id", "valve_id", "record")),
    Tool("valves-create", "Create a new valve for a farm.", {"farm_id": text(), "record": {**shape(**VALVE), "required": ["name", "minutes"]}},
         lambda rows, farm_id, record: rows["valves"].append({"id": "v90z", "farm_id": farm_id, **record}), ("farm_id", "record")),
    Tool("valves-delete", "Delete a valve.", WHICH, lambda rows, **which: rows["valves"].remove(inside(rows, **which)), ("farm_id", "valve_id")),
), ())  # fmt: skip


def patched(farm: str, valve: str, **record: object) -> Call:
    return "valves-patch", {"farm_id": farm, "valve_id": valve, "record": record}


@pytest.mark.parametrize(("said", "end"), [
    ("Set the minutes of the valve south-3 to 12", [patched("f10c", "v71a", minutes=12)]),
    ("Set the minutes of south-3 to 12", [patched("f10c", "v71a", minutes=12)]),
    ("Set auto of the barn valve at hill-farm to false", [patched("f10c", "v72b", auto=False)]),
    ("Stop logging the barn valve at hill-farm", [patched("f10c", "v72b", logged=False)]),
    ("Start cleaning the barn valve at hill-farm", ASK),
    ("Set the alarm of the barn valve at brook-farm to +46850000177", [patched("f20d", "v73c", alarm="+46850000177")]),
    ("The barn valve at brook-farm should go off at four", ASK),
    ("Delete the barn valve at brook-farm", [("valves-delete", {"farm_id": "f20d", "valve_id": "v73c"})]),
    ("Delete the barn valve", ASK),
    ("Give mill-farm a valve called barn with 15 minutes", [
        ("valves-create", {"farm_id": "f30e", "record": {"name": "barn", "minutes": 15}})]),
])  # fmt: skip
def test_a_part_is_changed_and_its_parent_only_tells_which(said: str, end: list[Call]) -> None:
    verdict = judge(WATER, Job(said, end))

    assert verdict.right and {ref for ref, _ in verdict.calls} & {"valves-put"} == set(), (verdict.calls, verdict.said)
