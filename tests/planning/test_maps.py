"""Lists that are maps: each record stands under its key, which it need not tell itself."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from chalicelib.domain.binding import Output, Values, resolve
from chalicelib.planning.composer.schema import fields
from chalicelib.planning.records.reach import Reach
from chalicelib.planning.records.resources import listed
from chalicelib.planning.revise.paths import list_in
from chalicelib.tools.outputs import completed
from tests.fields.checks import shape
from tests.fields.driver import judge
from tests.fields.service import Field, Job, Rows, Tool, find, number, rows_of, text

PUMPS: Rows = {"pumps": rows_of(
    "pump_id label site pressure state", "p-71|North intake|Arden|4|on", "p-72|South intake|Selby|6|off",
    "p-80|Drain|Selby|5|on",
)}  # fmt: skip
PUMP = {
    "label": text(), "site": text(), "pressure": number(), "state": text(enum=["on", "off"]),
}  # fmt: skip


def by_key(rows: Rows, *, own: bool) -> Mapping[str, Any]:
    hidden = () if own else ("pump_id",)
    return {one["pump_id"]: {name: one[name] for name in one if name not in hidden} for one in rows["pumps"]}


def field(form: str) -> Field:
    own = form != "without a key of their own"
    mapped = {"type": "object", "additionalProperties": shape(**({"pump_id": text()} if own else {}), **PUMP)}

    def pumps(rows: Rows) -> object:
        told = by_key(rows, own=own)
        return {"pumps": told} if form == "inside" else told

    def change(name: str) -> Callable[..., object]:
        def do(rows: Rows, pump_id: str, **told: Any) -> object:
            find(rows["pumps"], "pump_id", pump_id)[name] = told.get(name, "off")
            return {}

        return do

    key = {"pump_id": text()}
    return Field("pumps", PUMPS, (
        Tool("list_pumps", "Lists all pumps.", {}, pumps, (), shape(pumps=mapped) if form == "inside" else mapped),
        Tool("stop_pump", "Stops a pump.", key, change("state"), ("pump_id",)),
        Tool("set_pressure", "Sets the pressure of a pump.", {**key, "pressure": number()}, change("pressure"),
             ("pump_id", "pressure")),
    ), ())  # fmt: skip


@pytest.mark.parametrize("form", ["with a key of their own", "without a key of their own", "inside"])
@pytest.mark.parametrize(("prompt", "end"), [
    ("Stop the Drain pump", [("stop_pump", {"pump_id": "p-80"})]),
    ("Set the pressure of the North intake to 7", [("set_pressure", {"pump_id": "p-71", "pressure": 7})]),
    ("Stop all pumps in Selby that are on", [("stop_pump", {"pump_id": "p-80"})]),
])  # fmt: skip
def test_a_record_of_a_map_is_found_by_what_it_says_and_known_by_its_key(form: str, prompt: str, end: Any) -> None:
    verdict = judge(field(form), Job(prompt, end))
    assert verdict.right, verdict


@pytest.mark.parametrize(("answer", "path"), [
    ({"a7": {"site": "Arden"}, "b2": {"site": "Selby", "old": True}}, "values(@)"),
    ({"arden": {"name": "arden"}}, "values(@)"),
    ({"arden": {"flow": 1, "level": 2}, "selby": {"flow": 3, "level": 4}}, "values(@)"),
    ({"pumps": {"a7": {"site": "Arden"}}, "meta": {"total": 1}}, "pumps.values(@)"),
])
def test_the_records_of_a_map_are_a_list(answer: object, path: str) -> None:
    found = list_in(answer)
    assert found is not None
    assert found[0] == path


@pytest.mark.parametrize("answer", [
    {"owner": {"name": "Ada"}, "address": {"street": "Long Row"}},
    {"a7": {"site": "Arden"}, "b2": "Selby"},
    {"flow": {"litres": 3}},
])
def test_objects_under_names_that_are_no_keys_are_no_list(answer: object) -> None:
    assert list_in(answer) is None


def test_a_key_that_the_record_does_not_tell_is_bound_to_where_it_stands() -> None:
    answer = {"pumps": {"it's:1": {"site": "Arden", "flow": 1}, "p-2": {"site": "Selby", "flow": 2}}}
    rows = Reach({("water.pumps", ()): ("3", answer)}).rows("water.pumps", {})

    assert rows is not None
    assert [row.values["id"] for row in rows] == ["it's:1", "p-2"]
    for row in rows:
        told = [resolve(Output("3", row.at(name)), Values({"3": answer}, {})) for name in ("id", "site")]
        assert told == [row.values["id"], row.values["site"]]


def test_what_a_schema_says_of_each_record_of_a_map_is_known() -> None:
    each = {"type": "object", "properties": {"site": {"type": "string"}}}
    mapped = {"type": "object", "additionalProperties": each}
    inside = {"type": "object", "properties": {"pumps": mapped}}
    assert listed(mapped) == listed(inside) == each
    assert [(one.within, one.path) for one in fields(inside) if one.name == "site"] == [("pumps.values(@)", "site")]
    assert [(one.within, one.path) for one in fields(mapped) if one.name == "site"] == [("values(@)", "site")]


def test_an_example_completes_what_each_record_of_a_map_holds_and_its_keys_are_no_fields() -> None:
    mapped = {"type": "object", "additionalProperties": {"type": "object"}}
    told = completed(mapped, {"p-1": {"site": "Arden"}})
    assert told["additionalProperties"]["properties"] == {"site": {"type": "string"}}
    assert "properties" not in told
