"""The list that is written of what is told of one part."""

from typing import Any

import pytest

from chalicelib.domain.binding import Binding, Literal, Output, Values, resolve
from chalicelib.domain.tool import Action
from chalicelib.planning import own_fields
from chalicelib.planning.input_views import Scattered
from chalicelib.planning.part_inputs import Part, parts

LINES = {"type": "array", "items": {"type": "object", "required": ["size"], "properties": {
    "id": {"type": "integer"}, "size": {"type": "string"}, "count": {"type": "integer"}}}}  # fmt: skip
KEY, READ = Output("look1", "kits[0].key"), "kits[0].lines[1].id"


def kit(description: str = "Update a kit") -> Action:
    inputs = {"type": "object", "properties": {"kit_key": {"type": "string"}, "lines": LINES}, "required": ["kit_key"]}
    return Action("gear", "update_kit", description, inputs, None, "idempotent")


def shown(*lines: dict[str, Any], **beside: Any) -> dict[str, Any]:
    """What was read of the kits."""
    return {"kits": [{"key": "k1", "lines": {"data": [*lines], **beside} if beside else [*lines]}]}


PLAIN = shown({"id": 1, "size": "S", "count": 2}, {"id": 2, "size": "L", "count": 5})


def changing(action: Action, output: Any, adds: bool = False) -> Part:
    return next(part for _, part in parts([action], [output]) if adds != bool(part.key))


def written(part: Part, output: Any, *changes: dict[str, Binding]) -> Any:
    outputs = {"look1": output}
    inputs = part.together([{"kit_key": KEY, **one} for one in changes], outputs)
    return resolve(inputs["lines"], Values(outputs, {}))


def test_all_parts_are_written_with_what_changes() -> None:
    told = written(changing(kit(), PLAIN), PLAIN, {"line_id": Output("look1", READ), "count": Literal(9)})

    assert told == [{"id": 1, "size": "S", "count": 2}, {"id": 2, "size": "L", "count": 9}]


def test_changes_of_several_parts_are_one_list() -> None:
    changes = [{"line_id": Output("look1", f"kits[0].lines[{at}].id"), "count": Literal(9)} for at in (0, 1)]

    assert written(changing(kit(), PLAIN), PLAIN, *changes) == [
        {"id": 1, "size": "S", "count": 9}, {"id": 2, "size": "L", "count": 9}]  # fmt: skip


def test_what_is_not_told_is_left_out_where_it_stays() -> None:
    action = kit("Update a kit; lines that are left out remain as they are")
    change = {"line_id": Output("look1", READ), "size": Literal("XL")}

    assert written(changing(action, PLAIN), PLAIN, change) == [{"id": 2, "size": "XL"}]


@pytest.mark.parametrize(("output", "place"), [
    (shown({"id": 1, "size": None, "count": 2}, {"id": 2, "size": "L"}), READ),
    (shown({"id": 1, "size": "S"}, {"id": 2, "size": "L"}, has_more=True), "kits[0].lines.data[1].id"),
    ({**PLAIN, "others": [{"id": 1}, {"id": 2}]}, "others[1].id"),
    ({"kits": [{**PLAIN["kits"][0], "key": "k9"}, PLAIN["kits"][0]]}, "kits[1].lines[1].id"),
], ids=["a part lacks what is needed", "not all parts were read", "of another list", "of another record"])  # fmt: skip
def test_no_list_is_written_that_could_lose_parts(output: Any, place: str) -> None:
    with pytest.raises(Scattered):
        written(changing(kit(), PLAIN), output, {"line_id": Output("look1", place), "count": Literal(9)})


def test_what_is_added_stands_behind_all_parts() -> None:
    told = written(changing(kit(), PLAIN, adds=True), PLAIN, {"size": Literal("M"), "count": Literal(1)})

    assert [one["size"] for one in told] == ["S", "L", "M"] and "id" not in told[2]


def test_what_is_there_is_not_added_once_more() -> None:
    with pytest.raises(Scattered):
        written(changing(kit(), PLAIN, adds=True), PLAIN, {"size": Literal("L"), "count": Literal(1)})


@pytest.mark.parametrize("action", [
    Action("gear", "create_kit", "Create a kit", kit().input_schema, None, "unsafe"),
    Action("gear", "list_kits", "List kits", kit().input_schema, None, "read"),
])  # fmt: skip
def test_only_changes_have_parts(action: Action) -> None:
    assert not list(parts([action], [PLAIN]))


OWN = {"type": "array", "items": {"type": "object", "properties": {"id": {"type": "integer"}, "value": {}}}}
NAMES = {"fields": [{"id": 7, "title": "Deposit", "type": "number"}, {"id": 8, "title": "Shelf", "type": "text"}]}
HELD = {"kits": [{"key": "k9", "colour": "red", "extras": [{"id": 7, "value": 99}]},
                 {"key": "k1", "colour": "blue", "extras": [{"id": 7, "value": 20}, {"id": 8, "value": "B4"}]}]}


def test_other_fields_that_users_made_are_written_along() -> None:
    inputs = {"type": "object", "properties": {"kit_key": {"type": "string"}, "extras": OWN}, "required": ["kit_key"]}
    action = Action("gear", "update_kit", "Update a kit", inputs, None, "idempotent")
    view = own_fields.own_fields(action, [NAMES, HELD])
    assert view is not None and view.seen(action).properties["Deposit"]["type"] == "number"

    changes = {"kit_key": Output("look1", "kits[1].key"), "colour": Literal("red"), "Deposit": Literal(35)}
    told = view.written(changes, {"look1": HELD})
    values = resolve(told["extras"], Values({"look1": HELD}, {}))

    assert {one["id"]: one["value"] for one in values} == {7: 35, 8: "B4"}


def test_fields_of_which_nothing_was_read_are_not_written() -> None:
    view = own_fields.OwnFields("extras", own_fields.Pair("id", "value"), {"Shelf": 8}, {"Shelf": {}}, made=False)

    with pytest.raises(Scattered):
        view.written({"kit_key": KEY, "Shelf": Literal("C1")}, {"look1": PLAIN})


def test_others_with_the_same_short_keys_say_nothing_of_fields() -> None:
    inputs = {"type": "object", "properties": {"kit_key": {"type": "string"}, "extras": OWN}, "required": ["kit_key"]}
    action = Action("gear", "update_kit", "Update a kit", inputs, None, "idempotent")
    people = {"people": [{"id": 7, "name": "Ada Moss"}, {"id": 8, "name": "Bo Lind"}]}

    assert own_fields.own_fields(action, [people, HELD]) is None
