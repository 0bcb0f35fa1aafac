"""Inputs that stand inside of others are those fields of the records, wherever each of both holds them."""

import pytest

from tests.fields.checks import array, shape
from tests.fields.driver import judge
from tests.fields.service import ASK, Call, Field, Job, Rows, Tool, find, number, rows_of, text

NUMBER, FLAG = {"type": "number"}, {"type": "boolean"}


def set_in(rows: Rows, device: str, settings: dict) -> object:
    row = find(rows["devices"], "deviceId", device)
    row["settings"] = row["settings"] | settings
    return row


DEVICES = Field("heating", {
    "devices": [
        {"deviceId": one, "room": room, "asleep": asleep, "settings": {"dailyLimit": limit, "targetTemperature": warm}}
        for one, room, asleep, limit, warm in (("d-4", "Study", False, 30, 19), ("d-5", "Nursery", False, 50, 22), ("d-6", "Hall", True, 20, 17))
    ],
    "pumps": rows_of("pumpNo place speed state", "61|Cellar|3|running", "62|Attic|5|resting"),
}, (
    Tool("listDevices", "All heating devices", {}, lambda rows: {"items": rows["devices"]}, outputs=shape(items=array(
        deviceId=text(), room=text(), asleep=FLAG, settings=shape(dailyLimit=NUMBER, targetTemperature=NUMBER)))),
    Tool("updateDevice", "Changes the settings of a device.", {
        "deviceId": text(), "settings": shape(dailyLimit={"type": "number", "description": "kWh"}, targetTemperature=NUMBER),
    }, lambda rows, deviceId, settings: set_in(rows, deviceId, settings), ("deviceId", "settings")),
    Tool("sleepDevice", "Lets a device rest for the night.", {"deviceId": text()},
         lambda rows, deviceId: find(rows["devices"], "deviceId", deviceId).update(asleep=True), ("deviceId",)),
    Tool("listPumps", "All pumps", {}, lambda rows: {"items": rows["pumps"]}, outputs=shape(items=array(
        pumpNo=number(), place=text(), speed=number(), state=text()))),
    Tool("changePump", "Changes a pump", {"pumpNo": number(), "change": shape(speed=number(), state=text(enum=["running", "resting"]))},
         lambda rows, pumpNo, change: find(rows["pumps"], "pumpNo", pumpNo).update(change), ("pumpNo", "change")),
), ())  # fmt: skip


def edited(rows: Rows, plot_code: str, **told: float) -> object:
    row = find(rows["plots"], "plot_code", plot_code)
    row["soil"] = row["soil"] | told
    return row


PLOTS = Field("plots", {"plots": [
    {"plot_code": "P1", "crop": "Leek", "soil": {"water_limit": 12, "acidity": 6.5}, "owner": {"id": 4, "name": "Ida Orr"}},
    {"plot_code": "P2", "crop": "Kale", "soil": {"water_limit": 9, "acidity": 7.0}, "owner": {"id": 5, "name": "Bo Lund"}},
]}, (
    Tool("plots.list", "The plots", {}, lambda rows: rows["plots"], outputs=array(
        plot_code=text(), crop=text(), soil=shape(water_limit=NUMBER, acidity=NUMBER), owner=shape(id=number(), name=text()))),
    Tool("plots.edit", "Edit a plot", {"plot_code": text(), "water_limit": NUMBER, "acidity": NUMBER}, edited, ("plot_code",)),
    Tool("plots.remove", "Remove a plot", {"plot_code": text()},
         lambda rows, plot_code: rows["plots"].remove(find(rows["plots"], "plot_code", plot_code)), ("plot_code",)),
), ())  # fmt: skip


def device(one: int, **settings: float) -> Call:
    return "updateDevice", {"deviceId": f"d-{one}", "settings": settings}


@pytest.mark.parametrize(("field", "said", "end"), [
    (DEVICES, "Raise the daily limit of the nursery's device to 65", [device(5, dailyLimit=65)]),
    (DEVICES, "Lower the daily limit of the nursery's device by 5", [device(5, dailyLimit=45)]),
    (DEVICES, "Set the study's target temperature to 21, and the same for the hall", [device(4, targetTemperature=21), device(6, targetTemperature=21)]),
    (PLOTS, "Raise the water limit of the leek plot to 15", [("plots.edit", {"plot_code": "P1", "water_limit": 15})]),
    (PLOTS, "Raise the water limit of the kale plot by 3", [("plots.edit", {"plot_code": "P2", "water_limit": 12})]),
])  # fmt: skip
def test_what_stands_inside_is_a_field_of_the_record(field: Field, said: str, end: list[Call]) -> None:
    verdict = judge(field, Job(said, end))

    assert verdict.right, (verdict.calls, verdict.said)


def test_all_records_but_those_that_are_named_are_meant_where_all_were_read() -> None:
    verdict = judge(DEVICES, Job("Let every device rest for the night except the study's", [("sleepDevice", {"deviceId": "d-5"})]))

    assert verdict.right, (verdict.calls, verdict.said)


def test_what_removes_records_is_not_done_to_all_but_some() -> None:
    assert judge(PLOTS, Job("Remove every plot except Ida Orr's", ASK)).right


def test_a_verb_that_names_an_option_is_meant_so_where_its_own_action_is_for_other_records() -> None:
    verdict = judge(DEVICES, Job("Rest the pump in the cellar", [("changePump", {"pumpNo": 61, "change": {"state": "resting"}})]))

    assert verdict.right, (verdict.calls, verdict.said)
