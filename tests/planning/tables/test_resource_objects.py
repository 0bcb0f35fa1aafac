"""A document in JSON:API: values in `attributes`, others in `relationships`, which have addresses of their own."""

from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.domain.binding import Values, resolve
from chalicelib.planning.planner import Brief, Catalogue
from chalicelib.planning.records import readings
from chalicelib.planning.records.reach import Reach, Unsure
from chalicelib.tools import Guard, compile_tool

NOW = int(datetime(2026, 3, 11, 10, tzinfo=UTC).timestamp() * 1000)
TEXT = {"type": "string"}
POINTER = {"type": "object", "required": ["type", "id"], "properties": {"type": TEXT, "id": TEXT}}


def resource(**attributes: Any) -> dict[str, Any]:
    inner = {"type": "object", "required": [*attributes], "properties": attributes}
    return {"type": "object", "properties": {"id": TEXT, "type": TEXT, "attributes": inner}}


BARREL = resource(name=TEXT, state={**TEXT, "description": "The state of the barrel - empty, filling, resting"})
LABEL = resource(name=TEXT)


def operation(text: str, body: Any = None, answer: Any = None) -> dict[str, Any]:
    def content(data: Any) -> dict[str, Any]:
        return {"content": {"application/json": {"schema": {"type": "object", "properties": {"data": data}}}}}

    told = {"requestBody": {"required": True, **content(body)}} if body else {}
    return {"description": text, **told, "responses": {"200": {"description": "done", **(content(answer) if answer else {})}}}


def listed(one: Any) -> dict[str, Any]:
    return {"type": "array", "items": one}


KEY = [{"name": "id", "in": "path", "required": True, "description": "id of the instance", "schema": TEXT}]
DOCUMENT = {
    "openapi": "3.0.3", "info": {"title": "cellar", "version": "1"}, "servers": [{"url": "https://cellar.example.com"}],
    "paths": {
        "/barrels": {"get": operation("Search for barrels", None, listed(BARREL)),
                     "post": operation("Create a new instance of barrels", BARREL)},
        "/barrels/{id}": {"parameters": KEY, "patch": operation("Update an instance of barrels", BARREL),
                          "delete": operation("Delete an instance of barrels")},
        "/barrels/{id}/relationships/labels": {
            "parameters": KEY, "post": operation("Create the labels relationship of a specific instance of barrels", POINTER),
            "delete": operation("Delete the labels relationship of a specific instance of barrels", POINTER)},
        "/labels": {"get": operation("Search for labels", None, listed(LABEL)),
                    "post": operation("Create a new instance of labels", LABEL)},
        "/labels/{id}": {"parameters": KEY, "patch": operation("Update an instance of labels", LABEL),
                         "delete": operation("Delete an instance of labels")},
    },
}  # fmt: skip
ACTIONS = compile_tool(
    {"name": "cellar", "openapi": DOCUMENT, "auth": {"type": "none"}},
    Guard(resolve=lambda host, port: ("93.184.216.34",)),
).actions
CATALOGUE = Catalogue("cellar", {one.ref: one for one in ACTIONS})


def held(kind: str, key: str, labels: Any = None, **attributes: str) -> dict[str, Any]:
    pointers = [{"type": "labels", "id": one} for one in labels or ()]
    related = {} if labels is None else {"relationships": {"labels": {"data": pointers}}}
    return {"type": kind, "id": key, "attributes": attributes, **related}


BARRELS = {"data": [
    held("barrels", "b1", ["l1"], name="North wall", state="resting"), held("barrels", "b2", [], name="Old oak", state="empty"),
]}  # fmt: skip
LABELS = {"data": [held("labels", "l1", name="late harvest"), held("labels", "l2", name="reserve")]}
READ = {("cellar.GET_barrels", ()): ("1", BARRELS), ("cellar.GET_labels", ()): ("2", LABELS)}


def done(prompt: str) -> list[tuple[str, dict[str, Any]]]:
    """What is written; reads of single records that are asked for show nothing."""
    outputs: dict[Any, Any] = dict(READ)
    for _ in range(4):
        reach = Reach(outputs, CATALOGUE.actions)
        try:
            found = readings.decided(Brief(prompt, CATALOGUE, now=NOW), reach)
        except Unsure:
            found = None
            if not reach.wanted:
                return []
        if found is not None:
            values = Values({"1": BARRELS, "2": LABELS}, {})
            return [(one.ref.removeprefix("cellar."), {name: resolve(told, values) for name, told in one.inputs.items()})
                    for one in found.writes]
        outputs |= {call: ("", None) for call in reach.wanted}
    return []


LABELLING = "barrels_id_relationships_labels"


@pytest.mark.parametrize(("prompt", "writes"), [
    ("Label the barrel “Old oak” with reserve.", [
        (f"POST_{LABELLING}", {"id": "b2", "data": {"type": "labels", "id": "l2"}}),
    ]),
    ("Remove the label late harvest from the barrel “North wall”.", [
        (f"DELETE_{LABELLING}", {"id": "b1", "data": {"type": "labels", "id": "l1"}}),
    ]),
    ("Delete the label “late harvest”.", [("DELETE_labels_id", {"id": "l1"})]),
    ("Set the state of the barrel “Old oak” to filling.", [
        ("PATCH_barrels_id", {"id": "b2", "data": {"attributes": {"state": "filling"}}}),
    ]),
])  # fmt: skip
def test_what_is_related_is_told_by_its_kind_and_key_and_an_id_is_that_of_what_stands_before_it(
    prompt: str, writes: Any
) -> None:
    assert done(prompt) == writes
