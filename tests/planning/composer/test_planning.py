"""What a draft does with goals, values and lists, on a catalogue small enough to see through."""

import pytest

from chalicelib.domain.binding import Answer, Condition, Item, Literal, Mention, Output
from chalicelib.domain.tool import Action
from chalicelib.planning.planner import NoPlan
from tests.planning.composer.stand_ins import action, draft, planned, small, the

ID = {"type": "string"}
PLANT = {
    "type": "object",
    "properties": {
        "plant_id": ID,
        "name": {"type": "string"},
        "height_cm": {"type": "number"},
        "planted_on": {"type": "string", "format": "date"},
    },
}
PLANTS = {"type": "object", "properties": {"plants": {"type": "array", "items": PLANT}}}

LIST = action("list_plants", "List the plants of a bed.", {}, PLANTS, bed={"type": "string"}, name={"type": "string"})
WATER = action("water_plant", "Water a plant.", {"plant_id": ID}, None, "unsafe", litres={"type": "number"})
REMOVE = action("remove_plant", "Remove a plant for good.", {"plant_id": ID}, None, "idempotent")
MOVE = action(
    "move_plant", "Move a plant into another bed.", {"plant_id": ID, "to_bed": {"type": "string"}}, PLANT, "unsafe"
)
FORECAST = action(
    "get_forecast",
    "Weather forecast for a day.",
    {"date": {"type": "string", "format": "date"}},
    {"type": "object", "properties": {"rain_mm": {"type": "number"}}},
)
GARDEN = small(LIST, WATER, REMOVE, MOVE, FORECAST)


def test_a_value_that_the_prompt_names_is_bound_with_its_type():
    plan = planned("Water plant p-17 with 3.5 litres", GARDEN)

    assert the(plan, "water_plant").inputs == {"plant_id": Mention("p-17", "p-17"), "litres": Mention(3.5, "3.5")}


def test_a_name_where_an_id_is_needed_is_looked_up():
    plan = planned('Water the plant "Old Rose"', GARDEN)
    look, water = the(plan, "list_plants"), the(plan, "water_plant")

    assert look.inputs["name"] == Mention("Old Rose", '"Old Rose"')
    assert water.inputs["plant_id"] == Output(look.id, "plants[0].plant_id")


def test_a_superlative_chooses_inside_the_path():
    plan = planned("Water the oldest plant", GARDEN)

    assert the(plan, "water_plant").inputs["plant_id"] == Output(
        the(plan, "list_plants").id, "min_by(plants, &planted_on).plant_id"
    )


def test_each_makes_a_loop_with_a_body_that_speaks_of_the_item():
    plan = planned("Water every plant", GARDEN)
    (loop,) = [step for step in plan.steps if step.body]

    assert loop.inputs["items"] == Output(the(plan, "list_plants").id, "plants")
    assert loop.body is not None and loop.body.inputs["plant_id"] == Item("plant_id")


def test_what_nobody_told_is_asked_and_never_invented():
    plan = planned("Move plant p-17", GARDEN)
    (question,) = [step for step in plan.steps if step.ask]

    assert question.ask is not None and list(question.ask.fields["properties"]) == ["to_bed"]
    assert question.ask.about == the(plan, "move_plant").id
    assert the(plan, "move_plant").inputs["to_bed"] == Answer(question.id, "to_bed")


def test_a_write_on_any_item_at_all_is_asked_about_instead_of_done_to_the_first():
    plan = planned("Remove a plant", GARDEN)

    assert [step.action for step in plan.steps] == ["ask", "remove_plant"]


def test_independent_goals_do_not_wait_for_each_other():
    plan = planned("Water p-1, and remove p-2", GARDEN)

    assert [plan.needs(step) for step in plan.steps] == [(), ()]


def test_a_condition_on_an_output_guards_both_branches():
    plan = planned("If the forecast for tomorrow has less than 2 mm of rain, water p-1, otherwise remove p-2", GARDEN)
    forecast = the(plan, "get_forecast")

    assert the(plan, "water_plant").when == Condition(Output(forecast.id, "rain_mm"), "lt", Literal(2))
    assert the(plan, "remove_plant").when == Condition(Output(forecast.id, "rain_mm"), "lt", Literal(2), negated=True)


@pytest.mark.parametrize(
    "prompt",
    [
        "Translate the attached contract into Spanish, please.",
        "Who won the match last night?",
        "Hello there!",
    ],
)
def test_what_the_catalogue_cannot_do_gives_no_plan_and_a_suggestion(prompt: str):
    answer = draft(prompt, GARDEN)

    assert isinstance(answer, NoPlan) and answer.suggestion


def test_a_verb_that_is_refused_is_not_carried_out():
    plan = draft("Don't remove p-2, but water p-1", GARDEN)

    assert not isinstance(plan, NoPlan) and [step.action for step in plan.steps] == ["water_plant"]


@pytest.mark.parametrize(
    ("prompt", "right", "wrong"),
    [
        ("Refund order o-5", "refund_order", "pay_order"),
        ("Unlock door d-9", "unlock_door", "lock_door"),
        ("Pay order o-5", "pay_order", "refund_order"),
        ("Lock door d-9", "lock_door", "unlock_door"),
    ],
)
def test_an_action_is_never_taken_for_its_opposite(prompt: str, right: str, wrong: str):
    def one(name: str, key: str) -> Action:
        return action(name, name.replace("_", " ").capitalize() + ".", {key: ID}, None, "unsafe")

    key = "order_id" if "order" in right else "door_id"
    both, only_wrong = small(one(right, key), one(wrong, key)), small(one(wrong, key))

    assert [step.action for step in planned(prompt, both).steps] == [right]
    assert isinstance(draft(prompt, only_wrong), NoPlan)


def test_a_fact_of_the_context_fills_the_input_that_bears_its_name():
    plan = planned("Move plant p-17", GARDEN, to_bed="north")

    assert not any(step.ask for step in plan.steps)
