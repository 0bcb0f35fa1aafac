"""A vineyard's machines, told by one of several keys: modes of which one is off, units, who gets a message."""

from typing import Any

import pytest

from chalicelib.domain.tool import Action
from chalicelib.planning.door import catalogue_from_tools
from chalicelib.planning.input_views import views
from tests.fields.checks import body, one_of, texts, words
from tests.fields.driver import judge
from tests.fields.service import ASK, Call, Field, Job, Row, Rows, Tool, find, number, text

ROWS: Rows = {
    "machines": [
        {"machine_id": f"m-{at}", "kind": kind, "name": name, "state": state, "level": level, "unit": unit}
        for at, (kind, name, state, level, unit) in enumerate((
            ("fan", "North fan", "on", 70, ""), ("fan", "South fan", "on", 40, ""), ("fan", "Cellar fan", "off", 0, ""),
            ("lamp", "Press house", "on", 90, ""), ("lamp", "Cellar stairs", "on", 80, ""), ("lamp", "Yard", "off", 0, ""),
            ("hatch", "Press hatch", "shut", 0, ""), ("hatch", "Loft hatch", "open", 100, ""),
            ("gauge", "Frost", "41", None, "m/s"), ("oven", "Drying oven", "off", 0, ""),
        ), 1)
    ],
    "people": [{"id": f"p-{name[:3].lower()}", "name": name, "role": role} for name, role in (("Lea Roth", "cellar hand"), ("Uwe Kern", "cooper"), ("Lars Ohm", "cellar hand"))],
    "sent": [],
}  # fmt: skip
TARGET = {"target": {"type": "object", "properties": {"machine_id": {"anyOf": [text(), {"type": "array", "items": text()}]}, "row_id": text()}}}


def told(rows: Rows, target: Row) -> list[Row]:
    key = body(target)["machine_id"]
    return [find(rows["machines"], "machine_id", one) for one in ([key] if isinstance(key, str) else texts(key))]


def put(rows: Rows, target: Row, state: str, **more: Any) -> list[Row]:
    found = told(rows, target)
    for row in found:
        row.update(state=state, **more)
    return found


def send(rows: Rows, to: str, note: str) -> Row:
    rows["sent"].append({"to": find(rows["people"], "id", to)["id"], "note": words(note)})
    return rows["sent"][-1]


def switch(name: str, state: str, **more: Any) -> Tool:
    return Tool(name, "Turn on." if state == "on" else "Turn off.", TARGET, lambda rows, target: put(rows, target, state, **more), ("target",))


def level(rows: Rows, target: Row, level: int) -> list[Row]:
    return put(rows, target, "on" if level else "off", level=level)


VINEYARD = Field("vineyard", ROWS, (
    Tool("machines", "Machines and how they are.", {}, lambda rows: rows["machines"]),
    Tool("people", "Who works here.", {}, lambda rows: rows["people"]),
    switch("fan.turn_off", "off", level=0), switch("lamp.turn_off", "off", level=0), switch("lamp.turn_on", "on", level=100),
    Tool("fan.set_level", "Set the level.", {**TARGET, "level": number("In percent", minimum=0, maximum=100)}, level, ("target", "level")),
    Tool("oven.set_mode", "Set mode.", {**TARGET, "mode": text(enum=["dry", "off"])}, lambda rows, target, mode: put(rows, target, one_of(mode, "dry", "off")), ("target", "mode")),
    Tool("messages.send", "Message somebody.", {"to": text(), "note": text()}, send, ("to", "note")),
), ())  # fmt: skip


def on(action: str, *keys: int, **more: object) -> list[Call]:
    return [(action, {"target": {"machine_id": f"m-{key}"}, **more}) for key in keys]


@pytest.mark.parametrize(("said", "end"), [
    ("Stop the north fan", on("fan.turn_off", 1)),
    ("Lights out in the press house", on("lamp.turn_off", 4)),
    ("Switch the drying oven on", on("oven.set_mode", 10, mode="dry")),
    ("The south fan is a bit too loud, 20% will do", on("fan.set_level", 2, level=20)),
    ("Tell Lea 'The press is free'", [("messages.send", {"to": "p-lea", "note": "The press is free"})]),
    ("Tell Lena 'The press is free'", ASK),
    ("If the frost is stronger than 40 m/s turn off the north fan, otherwise turn off the south fan", on("fan.turn_off", 1)),
    ("If the frost is stronger than 50 m/s turn off the north fan, otherwise turn off the south fan", on("fan.turn_off", 2)),
    ("If the north fan is on stop the south fan", on("fan.turn_off", 2)),
])  # fmt: skip
def test_what_is_asked_for_is_done(said: str, end: Any) -> None:
    verdict = judge(VINEYARD, Job(said, end))

    assert verdict.right, (verdict.calls, verdict.said)


def test_plain_nouns_and_questions_describe_what_is_shown() -> None:
    actions = catalogue_from_tools(VINEYARD.document(), carried_out=True).actions.values()

    assert [one.name for one in actions if one.effect == "read"] == ["machines", "people"]


@pytest.mark.parametrize(("keys", "seen"), [
    ({"valve_id": "string", "row_id": "string"}, ["valve_id"]),
    ({"valve_id": "string", "note": "string"}, ["target"]),
    ({"id": "string"}, ["target"]),
])  # fmt: skip
def test_an_object_of_keys_is_told_by_the_first_of_them(keys: dict[str, str], seen: list[str]) -> None:
    inner = {"type": "object", "properties": {name: {"type": one} for name, one in keys.items()}}
    action = Action("farm", "open", "Opens it.", {"properties": {"target": inner}, "required": ["target"]}, None, "unsafe")
    for view in views(action):
        action = view.seen(action)

    assert [*action.input_schema["properties"]] == seen
