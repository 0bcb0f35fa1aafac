"""Values in the form that an input wants: what in a prompt is an id, a name, a day, a period, or only words."""

from datetime import date
from typing import Any

import pytest

from chalicelib.domain.binding import Output
from chalicelib.domain.tool import Action
from chalicelib.planning.composer import mentions, ranking, spans
from chalicelib.planning.composer.composer import understood
from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.index import index_of
from chalicelib.planning.composer.schema import params
from chalicelib.planning.composer.spans import Window
from chalicelib.planning.composer.traits import wanted
from chalicelib.planning.composer.words import tokens
from chalicelib.planning.planner import Brief, Catalogue
from tests.planning.composer.stand_ins import action, planned, small, the

TEXT = {"type": "string"}
GARDENERS = action("list_gardeners", "List the gardeners", {}, {"gardeners": {"type": "array"}}, name=TEXT)
HIRE = action(
    "hire_gardener",
    "Hire a gardener for a plot",
    {"gardener_id": {**TEXT, "description": "ID of the gardener"}},
    effect="unsafe",
    plot=TEXT,
)
COST = action(
    "price_fence",
    "Price a fence",
    {"wood_cost": {"type": "number"}, "paint_cost": {"type": "number"}},
)
HARVEST = action("weigh_harvest", "Weigh the harvest of a plot", {"time_period": TEXT}, plot=TEXT)
TOKEN = action("lend_key", "Lend the key of the shed", {"expiration_time": TEXT})
SCALE = action("draw_plan", "Draw a plan of the garden", {"scale": TEXT})
NURSERY = action("open_nursery", "Open a nursery for plants", {"location": TEXT})
GATE = action("check_gate", "Check the gate of the garden", {"address": TEXT, "phone": TEXT})
SIGN = action("write_sign", "Write a sign", {"title": TEXT, "content": TEXT})


def value(prompt: str, catalogue: Catalogue, name: str, field: str) -> Any:
    return getattr(the(planned(prompt, catalogue), name).inputs.get(field), "value", None)


def read(text: str) -> dict[str, str]:
    return {one.text: one.kind for one in mentions.read(text, tokens(text), date(2026, 11, 28))}


@pytest.mark.parametrize("told", ["'kX82mQ'", '"kX82mQ"', "'4471'", "'abcdef'"])
def test_a_quoted_id_is_an_id_and_nothing_is_looked_up_for_it(told: str) -> None:
    plan = planned(f"Hire the gardener with the ID {told} for the plot 'North'.", small(HIRE, GARDENERS))

    assert the(plan, "hire_gardener").inputs["gardener_id"].value == told.strip("'\"")
    assert [step.action for step in plan.steps] == ["hire_gardener"]


@pytest.mark.parametrize(("name", "words"), [("wood_cost", ("wood",)), ("paint_cost", ("paint",)), ("plot", ("plot",))])
def test_an_input_is_told_from_its_neighbours_by_the_words_that_only_it_has(name: str, words: tuple[str, ...]) -> None:
    costs = params({"properties": {name: {"type": "number"} for name in ("wood_cost", "paint_cost", "plot")}})

    (one,) = [one for one in wanted(list(costs), {}) if one.param.name == name]

    assert one.label == words


def test_a_measure_is_no_id() -> None:
    plan = planned("Hire a gardener for 60.7kg of leaves.", small(HIRE))

    assert not [step for step in plan.steps if getattr(step.inputs.get("gardener_id"), "value", None)]


@pytest.mark.parametrize("told", ["last month", "past two years"])
def test_a_period_of_time_is_told_in_words_where_no_day_is_asked(told: str) -> None:
    assert value(f"Weigh the harvest of the {told}.", small(HARVEST), "weigh_harvest", "time_period") == told


def test_a_time_that_the_prompt_counts_in_hours_is_taken_where_it_is_called_so() -> None:
    prompt = "Lend the key of the shed with an expiration time of 2 hours."

    assert value(prompt, small(TOKEN), "lend_key", "expiration_time") == "2 hours"


def test_a_text_is_taken_as_it_is_told_though_it_looks_like_a_time_of_day() -> None:
    assert value("Draw a plan of the garden at a scale of 1:50.", small(SCALE), "draw_plan", "scale") == "1:50"


def test_a_place_keeps_what_follows_its_comma() -> None:
    assert value("Open a nursery in Paris, France.", small(NURSERY), "open_nursery", "location") == "Paris, France"


def test_a_colon_within_quotes_does_not_begin_what_is_to_be_written() -> None:
    prompt = "Write a sign titled 'Bees: How to Love Them'. The content should be 'Keep calm'."

    assert value(prompt, small(SIGN), "write_sign", "content") == "Keep calm"


@pytest.mark.parametrize(
    ("text", "found", "kind"),
    [
        ("at 192.168.10.6 now", "192.168.10.6", "id"),
        ("the range 10.0.0.0/16 only", "10.0.0.0/16", "id"),
        ("call 555-123-4567 now", "555-123-4567", "phone"),
        ("call '555-123-4567' now", "'555-123-4567'", "phone"),
        ("it costs $1000.0 USD today", "$1000.0 USD", "money"),
        ("written in C++ today", "C++", "name"),
        ("we use Scikit-learn today", "Scikit-learn", "name"),
        ("for the iOS platform", "iOS", "name"),
        ("Name: John Doe, as told", "John Doe", "name"),
    ],
)
def test_what_is_one_value_is_one_mention(text: str, found: str, kind: str) -> None:
    assert read(text).get(found) == kind


def test_a_word_that_only_says_that_more_follows_is_no_name() -> None:
    assert "Lastly" not in read("Look into warehouse A. Lastly, count the bulbs.")


def test_the_name_of_an_input_is_no_value_of_it() -> None:
    near, asked = _window("Open a nursery at the best location of the town.", NURSERY)
    (one,) = wanted(list(asked.params), {})

    assert {span.text: ranking.value_of(one, span) for span in near.spans if span.text in ("location", "town")} == {
        "location": None,
        "town": "town",
    }


def test_of_two_runs_of_words_that_are_about_as_likely_the_shorter_is_the_value() -> None:
    near, asked = _window("Open a nursery in the old mill yard.", NURSERY)
    weights = {"n:3": 0.1, "0": 0.0}

    (pick,) = ranking.picks(asked, ranking.ranked(asked.params), near, {}, {**weights, "n:1": 0.05})

    assert pick.span.last - pick.span.first == 1


def test_what_a_deed_makes_is_there_for_the_read_that_is_told_behind_it() -> None:
    plant = action("plant_tree", "Plant a tree", {"email": TEXT}, {"properties": {"tree_id": TEXT}}, effect="unsafe")
    show = action("show_tree", "Show a tree", {"tree_id": {**TEXT, "description": "ID of the tree"}})

    plan = planned("Plant a tree for ida@x.example. Then show it.", small(plant, show))

    assert the(plan, "show_tree").inputs["tree_id"] == Output(the(plan, "plant_tree").id, "tree_id")


def _window(prompt: str, one: Action) -> tuple[Window, Entry]:
    catalogue = small(one)
    index = index_of(catalogue)
    _, goals, _ = understood(index, Brief(prompt, catalogue))
    return spans.window(prompt, tokens(prompt), goals[0], goals), index.entries[one.ref]


def test_a_search_for_somebody_is_no_search_for_nothing_because_the_service_is_named_too() -> None:
    query = {**TEXT, "description": "Insert the name of a Gardengram user."}
    garden = small(action("Gardengram_Find", "List the users of that name on Gardengram", {}, search_query=query))

    assert value("Find out if NASA has an account on Gardengram", garden, "Gardengram_Find", "search_query") == "NASA"
