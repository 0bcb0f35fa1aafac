"""Goals in company: an action that fits one goal is chosen by what the others are about."""

from tests.planning.composer.stand_ins import action, planned, small

TEXT = {"type": "string"}
ATTIC = action("attic_details", "Get the details of an attic", {"attic": TEXT}, {})
BOAT = action("boat_details", "The details of a boat", {"boat": TEXT}, {})
BERTHS = action("boat_berths", "The berths that a boat may lie at", {"boat": TEXT}, {})
OTHERS = (
    action("list_crews", "All crews", {}, {}),
    action("get_crew", "One crew", {"crew": TEXT}, {}),
    action("get_room_prices", "What a room costs", {"room": TEXT}, {}),
    action("list_rooms", "All rooms", {}, {}),
)


def names(prompt):
    plan = planned(prompt, small(ATTIC, BOAT, BERTHS, *OTHERS))
    return {step.action for step in plan.steps if step.tool == "garden"}


def test_an_action_about_what_nobody_speaks_of_yields_to_one_about_what_the_others_speak_of():
    assert names("Get me the details and the berths of Halcyon.") == {"boat_details", "boat_berths"}


def test_alone_and_where_it_is_said_what_is_meant_the_words_decide():
    assert names("Get me the details of Halcyon.") == {"attic_details"}
    said = "Get me the details of the attic Halcyon, and the berths of Halcyon."
    assert names(said) == {"attic_details", "boat_berths"}
