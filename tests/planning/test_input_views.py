"""Inputs in the form in which they are planned: side by side, called by what they are, and true or false."""

from typing import Any  # Any: inputs are JSON

import pytest

from chalicelib.domain.binding import Answer, Literal, Mention, Output
from chalicelib.domain.tool import Action
from chalicelib.planning import generic
from chalicelib.planning.input_views import Scattered, Wrapper, views
from tests.fields.driver import Verdict, judge
from tests.fields.service import Field, Job, Row, Rows, Tool, contains, find, number, rows_of, text

ROWS: Rows = {"kites": rows_of(
    "id name owner colour insured", "4|Swift|Ann Lee|red|true", "7|Rook|Ann Lee|blue|false", "9|Heron|Bo Dam|red|false",
)}
FIELDS = {"name": text(), "owner": text(), "colour": text(), "insured": {"type": "string", "enum": ["Y", "N"]}}


def told(row: Row) -> Row:
    return {**row, "insured": "Y" if row["insured"] else "N"}


def found(rows: Rows, **wanted: Any) -> object:
    wanted = wanted.get("filter") or {name[7:-1]: value for name, value in wanted.items()}
    return {"kites": [told(row) for row in contains(rows["kites"], wanted)][:2]}


def changed(rows: Rows, input: Row) -> object:
    row = find(rows["kites"], "id", input["id"])
    row.update({name: value == "Y" if name == "insured" else value for name, value in input.items()})
    return told(row)


def held(**inner: Any) -> dict[str, Any]:
    return {"type": "object", "properties": inner}


CHANGE = Tool(
    "update_kite", "Updates a kite.", {"input": {**held(id=number(), **FIELDS), "required": ["id"]}}, changed,
    ("input",),
)
SEARCHES = {
    "in an object": {"filter": held(owner=text(), colour=text())},
    "one by one": {"filter[owner]": text(), "filter[colour]": text()},
}


def judged(said: str, end: Row, search: str) -> Verdict:
    look = Tool("search_kites", "Searches kites. At most 2 are returned.", SEARCHES[search], found)
    return judge(Field("kites", ROWS, (look, CHANGE), ()), Job(said, [("update_kite", {"input": end})]))


@pytest.mark.parametrize("search", SEARCHES)
@pytest.mark.parametrize(("said", "end"), [
    ("Change the colour of Bo Dam's kite to green", {"id": 9, "colour": "green"}),
    ("Change the owner of Ann Lee's blue kite to Bo Dam", {"id": 7, "owner": "Bo Dam"}),
])
def test_what_stands_in_an_object_is_planned_as_if_it_stood_beside_it(said: str, end: Row, search: str) -> None:
    verdict = judged(said, end, search)

    assert verdict.right, (verdict.calls, verdict.said)


def test_a_truth_that_is_a_letter_is_given_and_taken_as_one() -> None:
    verdict = judged("Mark Bo Dam's kite as insured", {"id": 9, "insured": "Y"}, "in an object")

    assert verdict.right, (verdict.calls, verdict.said)


def action(name: str, effect: Any, properties: dict[str, Any], *required: str, says: str = "") -> Action:
    schema = {"type": "object", "properties": properties, "required": [*required]}
    return Action("kites", name, says, schema, None, effect)


@pytest.mark.parametrize("one", [
    action("rename_pilot", "unsafe", {"pilot_id": text(), "name": held(first=text(), last=text())}, "pilot_id", "name"),
    action("move_kite", "unsafe", {"kite": held(id=text()), "to": held(x=number(), y=number())}, "kite", "to"),
    action("tag_kite", "unsafe", {"id": text(), "data": held(type=text(), id=text())}, "id", "data"),
    action("list_kites", "read", {"page": held(number=number(), size=number())}),
    action("search_kites", "read", {"filter": held(made=held(after=text(), before=text()))}),
])
def test_an_object_that_is_a_value_of_its_own_is_no_wrapper(one: Action) -> None:
    assert not any(isinstance(view, Wrapper) for view in views(one))


def test_what_is_planned_side_by_side_is_written_into_the_object_and_read_from_it() -> None:
    one = Wrapper("input", frozenset(("id", "colour")), True)
    inputs = {"id": Literal(4), "colour": Mention("red", "red")}

    assert one.written(inputs, {}) == {"input": Literal({"id": 4, "colour": "red"})}
    assert one.flat(one.written(inputs, {})) == {"id": Literal(4), "colour": Literal("red")}
    assert one.flat({"input": Output("1", "kite")}) is None


def test_what_a_step_gave_or_a_person_answered_stands_in_the_object_too() -> None:
    one = Wrapper("input", frozenset(("id", "colour")), True)

    assert one.written({"id": Output("1", "kites[0].id"), "colour": Literal("red")}, {}) == {
        "input": Output("1", '{id: kites[0].id, colour: `"red"`}')
    }
    assert one.written({"id": Answer("q1", "id")}, {}) == {"input": Output("q1", "{id: id}")}


def test_what_two_steps_gave_is_written_once_it_is_known() -> None:
    one = Wrapper("input", frozenset(("id", "owner")), True)
    inputs = {"id": Output("1", "id"), "owner": Output("2", "name")}

    with pytest.raises(Scattered):
        one.written(inputs, {})
    assert one.written(inputs, {"1": {"id": 4}, "2": {"name": "Bo"}}) == {"input": Literal({"id": 4, "owner": "Bo"})}


@pytest.mark.parametrize(("one", "needed"), [
    (action("ground_kite", "unsafe", {"kite_id": text(), "until": text()}), ["kite_id", "until"]),
    (action("update_kite", "unsafe", {"kite_id": text(), "name": text(), "colour": text()}), ["kite_id"]),
    (action("update_kite", "unsafe", {"kite_id": text(), "name": text()}, "name"), ["name"]),
    (action("list_lines", "read", {"kite_id": text()}), []),
    (action("save_kite", "unsafe", {"kite_id": text(), "name": text()}, says="Create or update a kite."), []),
])
def test_a_change_needs_a_record_where_nothing_is_said_to_be_required(one: Action, needed: object) -> None:
    seen = one
    for view in views(one):
        seen = view.seen(seen)

    assert seen.input_schema["required"] == needed


def test_the_whole_is_seen_from_the_outside_in() -> None:
    form = generic.Form(one := action("update_kite", "unsafe", {"data": held(**FIELDS)}, "data"), views=views(one))

    assert [type(view).__name__ for view in form.views] == ["Wrapper", "Truths"]


def test_a_key_that_is_told_beside_an_object_is_told_in_it_too() -> None:
    body = {**held(id=text(), note=text()), "required": ["note"]}
    schema = {**held(id=text(), body=body), "required": ["id", "body"]}
    put = Action("inn", "putRoom", "Update a room.", schema, None, "unsafe")
    (view,) = views(put)

    assert {*view.seen(put).input_schema["properties"]} == {"id", "note"}
    assert view.written({"id": Literal("4a"), "note": Literal("dry")}, {}) == {
        "id": Literal("4a"), "body": Literal({"id": "4a", "note": "dry"}),
    }
    assert view.flat({"id": Literal("4a"), "body": Literal({"id": "4a", "note": "dry"})}) == {
        "id": Literal("4a"), "note": Literal("dry"),
    }
