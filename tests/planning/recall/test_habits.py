"""What past runs gave to inputs, and took from other steps, when a prompt holds values that fit as well."""

from typing import Any

from chalicelib.planning.composer.composer import read_of
from chalicelib.planning.door import catalogue_from_tools, plan_requests
from chalicelib.planning.planner import Brief
from chalicelib.planning.recall.sources import Source, of_value
from tests.planning.recall.made_up import Run, run

TEXT = {"type": "string"}


def tool(name: str, description: str, needed: list[str], *gives: str, **optional: Any) -> dict[str, Any]:
    return {
        "name": name,
        "description": description,
        "parameters": {
            "type": "object", "properties": {**dict.fromkeys(needed, TEXT), **optional}, "required": needed,
        },
        "outputs": {"type": "object", "properties": dict.fromkeys(gives, TEXT)},
    }


LAMPS = catalogue_from_tools({"tools": [
    tool("search_lamps", "Search lamps by words.", ["query"], "lamp_id", "title",
         most_watts={"type": "integer"}, shop_id=TEXT, language=TEXT),
    tool("lamp_reviews", "Reviews of a lamp.", ["lamp_id"], "text", language=TEXT),
    tool("lamp_offers", "Offers for a lamp.", ["lamp_id"], "price"),
    tool("find_shop", "Find a shop in a town.", ["town"], "shop_id"),
]})


def seen(name: str, *wanted: str) -> Run:
    """The search takes an `order` that its schema does not tell of."""
    steps = [(f"lamp_{one}", {"lamp_id": "$0.lamp_id"}) for one in wanted]
    search = {"query": name, "language": "en", "order": "BEST_MATCH"}
    return run(
        f'Find {" and ".join(wanted)} for the lamp "{name}"', ("search_lamps", search), *steps,
        links=[(0, at) for at, _ in enumerate(steps, 1)],
    )


RUNS = [
    seen("Halo", "reviews"), seen("Venus", "offers", "reviews"), seen("Moon", "reviews", "offers"),
    seen("Sun", "offers"), seen("Comet", "reviews", "offers"),
]


def steps(prompt: str, runs: list[Run] = RUNS) -> list[tuple[str, dict[str, Any]]]:
    plan = next(plan_requests(LAMPS, [{"id": "one", "prompt": prompt}], runs))
    return [(step["tool"], step["arguments"]) for step in plan["steps"]]


def test_a_number_that_nobody_ever_gave_to_an_input_is_not_given_to_it_unless_it_is_named():
    (_, search), _ = steps('Find offers for the lamp "Vento" 40')
    ((_, named),) = steps('Search the lamp "Vento" with most watts 40')

    assert "most_watts" not in search
    assert named["most_watts"] == 40


def test_nothing_is_looked_up_for_an_input_that_nobody_ever_gave():
    assert "find_shop" not in dict(steps('Find reviews and offers for the lamp "Vento" XK-200'))


def test_an_input_that_is_handed_over_by_habit_takes_no_code_of_the_prompt_but_one_that_names_it():
    assert dict(steps('Compare offers for the "Vento" XK-200'))["lamp_offers"] == {"lamp_id": "$0.lamp_id"}
    assert dict(steps("Find offers for the lamp XK-200"))["lamp_offers"] == {"lamp_id": "XK-200"}


def test_two_steps_that_need_the_same_look_by_habit_share_it():
    assert [name for name, _ in steps('Find offers and reviews for the lamp "Vento"')].count("search_lamps") == 1


def test_what_runs_always_gave_is_given_though_the_schema_does_not_tell_of_it():
    assert dict(steps('Find reviews for the lamp "Vento"'))["search_lamps"] == {
        "query": "Vento", "language": "en", "order": "BEST_MATCH",
    }


def test_a_value_that_only_stands_inside_a_word_of_the_prompt_is_not_said_there():
    reading = read_of(Brief("Find the venue of the Moon concert", LAMPS))

    assert of_value("en", (), reading) == Source("constant", '"en"')
    assert of_value("Moon", (), reading).origin == "mention"
