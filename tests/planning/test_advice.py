"""What `replan tools check` finds: each thing in a service that has it, and nothing in one that has all it needs."""

import pytest

from chalicelib.domain.tool import Action
from chalicelib.planning.advice import advice

TEXT = {"type": "string"}


def action(name, description="Finds a plant.", effect="read", output=None, required=(), **inputs):
    schema = {"type": "object", "properties": inputs, "required": list(required)}
    return Action("shop", name, description, schema, output, effect)


def gives(**fields):
    return {"type": "object", "properties": fields}


PLANTS = gives(plants={"type": "array", "items": gives(id=TEXT, name=TEXT)})
LIST = action("list_plants", "Lists all plants of the garden.", output=PLANTS)
PLANT = action("get_plant", "One plant with its details.", output=gives(id=TEXT), required=["plant_id"], plant_id=TEXT)
WATER = action("water_plant", "Waters one plant.", "idempotent", gives(id=TEXT), ["plant_id"], plant_id=TEXT)
GOOD = (LIST, PLANT, WATER)


def found(*actions):
    return {one.kind: one.actions for one in advice(actions)}


def test_a_service_that_tells_everything_gets_no_advice():
    assert found(*GOOD) == {}


@pytest.mark.parametrize(
    ("kind", "added", "named"),
    [
        ("no_words", action("x", "GET /x", output=PLANTS), "x"),
        ("untyped_input", action("sow", "Sows seeds.", output=PLANTS, depth={"description": "How deep"}), "sow.depth"),
        ("alike", action("plantsList", "Shows what grows.", output=PLANTS), "list_plants = plantsList"),
        ("same_words", action("weigh", "Waters one plant.", output=PLANTS), "water_plant = weigh"),
        ("undeclared_output", action("look", "Looks around."), "look"),
        ("undeclared_output", action("look", "Looks around.", output={"type": "object"}), "look"),
        ("nobody_provides", action("ship", "Ships it.", "idempotent", PLANTS, ["courier_id"], courier_id=TEXT),
         "ship.courier_id"),
        ("reads_by_name", action("search_beds", "Searches beds.", "unsafe", PLANTS), "search_beds"),
        ("unsafe", action("sell", "Sells one.", "unsafe", PLANTS), "sell"),
    ],
)
def test_what_a_planner_stumbles_on_is_named(kind, added, named):
    assert found(*GOOD, added) == {kind: (named,)}


def test_authentication_is_not_advised_on():
    login = Action("shop", "authenticate", "GET /", {"type": "object"}, None, "unsafe", via="auth")

    assert found(*GOOD, login) == {}
