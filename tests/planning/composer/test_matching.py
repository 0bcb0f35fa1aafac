"""Which actions a prompt means, how many, and in which order, on catalogues that declare no inputs or outputs."""

import pytest

from chalicelib.planning.composer.entry import entry
from chalicelib.planning.composer.read import read
from chalicelib.planning.door import catalogue_from_tools, plan_requests
from chalicelib.planning.planner import Brief

KITCHEN = {
    "timer_start": "Start a kitchen timer",
    "timer_cancel": "Cancel a running timer",
    "recipe_search": "Search for recipes",
    "recipe_delete": "Delete a recipe",
    "oven_preheat": "Preheat the oven",
    "send_shopping_list": "Send the shopping list to somebody",
}
PORT = {
    "search_berths": "Search for free berths",
    "berth_booking": "Book a berth",
    "berth_cancellation": "Cancel a berth",
    "tide_forecast": "Forecast of the tides",
}


def catalogue(described, **declared):
    tools = [
        {"name": name, "description": text, "parameters": declared.get(name, {}), "outputs": None}
        for name, text in described.items()
    ]
    return catalogue_from_tools({"tools": tools})


def planned(prompt, described=KITCHEN, **declared):
    plan = next(plan_requests(catalogue(described, **declared), [{"id": "1", "prompt": prompt}]))
    return [step["tool"] for step in plan["steps"]], [tuple(link) for link in plan["links"]]


def units(prompt):
    return read(Brief(prompt, catalogue(KITCHEN))).units


def test_a_clause_that_leaves_out_its_object_means_what_the_prompt_speaks_of():
    changes = ("room", "ticket", "password", "address", "seat", "name", "colour", "route", "order", "invoice", "plan")
    clocks = {
        "clock_alarm_set": "Set a new alarm",
        "clock_alarm_change": "Change an existing alarm",
        **{f"{thing}_change": f"Change the {thing}" for thing in changes},
        **PORT,
        **KITCHEN,
    }

    prompt = "Set an alarm for 7:30 every morning, and then change the time to 10:00"

    assert planned(prompt, clocks)[0] == ["clock_alarm_set", "clock_alarm_change"]


def test_who_asks_for_help_with_something_asks_for_it():
    assert [unit.verb for unit in units("Please help me cancel the timer")] == ["cancel"]


def test_a_time_of_day_ends_no_sentence():
    assert planned("Start a timer for 7 a.m. tomorrow and preheat the oven")[0] == ["timer_start", "oven_preheat"]


def test_next_before_a_day_continues_nothing():
    assert [unit.cut for unit in units("Cancel it next Tuesday")] == ["sentence"]
    assert [unit.cut for unit in units("Cancel it next tell her")] == ["sentence", "then"]


def test_confirming_whether_something_is_so_is_a_look():
    berths = {**PORT, "send_confirmation": "Send a confirmation of a booking"}

    assert planned("Confirm whether there are free berths", berths)[0] == ["search_berths"]


@pytest.mark.parametrize(
    ("name", "verb"),
    [
        ("file_delete", "delet"),
        ("comments_list", "list"),
        ("check_update", "check"),
        ("place_hold", "place"),
        ("customer_report", "report"),
    ],
)
def test_the_verb_of_a_name_is_found_behind_its_object(name, verb):
    action = next(iter(catalogue({name: ""}).actions.values()))

    assert entry(action.ref, action).verb == verb


def test_what_is_booked_is_looked_for_first_where_nothing_is_declared():
    assert planned("Book a berth for two nights", PORT) == (["search_berths", "berth_booking"], [(0, 1)])
    assert planned("Cancel the berth", PORT)[0] == ["berth_cancellation"]


def test_nothing_is_looked_for_that_the_prompt_looks_for_itself():
    assert planned("Search for free berths and book a berth", PORT)[0] == ["search_berths", "berth_booking"]


def test_an_action_that_declares_its_inputs_needs_no_look():
    inputs = {"type": "object", "properties": {"nights": {"type": "integer"}}, "required": ["nights"]}

    assert "search_berths" not in planned("Book a berth for 2 nights", PORT, berth_booking=inputs)[0]


def test_steps_wait_in_the_order_of_telling_where_neither_side_declares_anything():
    assert planned("Preheat the oven, delete the recipe and send the shopping list")[1] == [(0, 1), (1, 2)]


def test_steps_whose_inputs_are_declared_and_told_wait_for_nobody():
    degrees = {"type": "object", "properties": {"degrees": {"type": "integer"}}}

    assert planned("Delete the recipe and preheat the oven to 200 degrees", oven_preheat=degrees)[1] == []


def test_words_joined_by_a_preposition_alone_ask_for_no_change():
    tools = {"notes_list": "List notes", "tickets_list": "List tickets", "tags_add": "Add a tag to a ticket"}

    assert "tags_add" not in planned("Read me the notes on the latest ticket that came in tagged urgent", tools)[0]
