"""The pages of a list that is looked at, and the record that ends them because the request names it."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.binding import Literal, Output, Several
from chalicelib.domain.edit import CarryOn, Insert
from chalicelib.domain.lesson import HALF_LIFE, Lesson, Memory
from chalicelib.domain.outcome import Done
from chalicelib.domain.plan import Plan, Step
from chalicelib.planning.composer.composer import Composer
from chalicelib.planning.door import catalogue_from_tools
from chalicelib.planning.gathering import gathers, goes_on, looks
from chalicelib.planning.planner import Brief, Catalogue, Run
from chalicelib.planning.records import alone
from chalicelib.planning.records import recorded as runs
from chalicelib.planning.records.paging import MOST_PAGES
from chalicelib.tools.utility import utility_actions

TEXT = {"type": "string"}


def tool(name: str, text: str, *required: str, **params: Any) -> dict[str, Any]:
    schema = {"type": "object", "properties": params, "required": list(required)}
    return {"name": name, "description": text, "parameters": schema, "outputs": None}


KNOWN = catalogue_from_tools({"tools": [
    tool("list_boats", "Lists boats.", page={"type": "integer"}),
    tool("add_berth", "Adds a berth for a boat in a harbour.", "harbour", "boat_id", harbour=TEXT, boat_id=TEXT),
    tool("scrap_boat", "Scraps a boat.", "boat_id", boat_id=TEXT),
]})
BOATS = Catalogue("boats", {**KNOWN.actions, **{one.ref: one for one in utility_actions()}})
LIST = "catalogue.list_boats"
BERTH = "Find the boat called 'Blue Heron' and add a berth for it in the harbour 'Vik'."
ONCE = Lesson("l1", "fact", f"{LIST}|alone:name", {"value": "name"}, supported=1)
NAMES = ["Grey Gull", "Red Kite", "Blue Heron", "Black Swan", "Sea Eagle", "Storm Petrel"]


def page(first: int, size: int = 2) -> dict[str, Any]:
    rows = [{"id": f"b{at}", "name": NAMES[at], "length": at} for at in range(first, min(first + size, len(NAMES)))]
    return {"boats": rows, "has_more": first + size < len(NAMES)}


def brief(prompt: str = BERTH, *lessons: Lesson) -> Brief:
    return Brief(prompt, BOATS, Memory(lessons))


def read(asked: Brief, pages: int, size: int = 2) -> tuple[Plan, dict[str, Any], Any]:
    """The plan after so many pages, what they showed, and the last edit."""
    plan = Composer().draft(asked)
    assert isinstance(plan, Plan)
    outputs: dict[str, Any] = {}
    edit: Any = None
    for at in range(pages):
        step = [one for one in plan.steps if looks(one)][-1]
        outputs[step.id] = page(at * size, size)
        run = Run(plan, dict.fromkeys(outputs, "D"), {step.id: outputs[step.id]})
        edit = Composer().revise(asked, run, step, Done(outputs[step.id]))
        if not isinstance(edit, Insert):
            break
        plan = plan.with_steps(edit.steps)
    return plan, outputs, edit


def gathered(asked: Brief, plan: Plan, outputs: dict[str, Any]) -> Any:
    done = plan.effective(next(one for one in plan.steps if gathers(one)).id, outputs)
    assert set(done.sources()) == set(outputs)
    return Composer().revise(asked, Run(plan, dict.fromkeys(outputs, "D"), outputs), done, Done([]))


def test_all_pages_are_read_before_the_request_is_read_over_them_once() -> None:
    plan, outputs, edit = read(brief(), 5)

    assert [one.id for one in plan.steps if looks(one)] == ["look1a", "look.1a.3", "look.1a.5"]
    assert sum(map(gathers, plan.steps)) == 1 and isinstance(edit, CarryOn)
    (write,) = gathered(brief(), plan, outputs).steps
    assert write.inputs["boat_id"].path == "boats[0].id" and write.inputs["boat_id"].step == "look.1a.3"


def test_pages_that_two_lists_add_are_all_read_by_the_gathering_step() -> None:
    first, second = Step("look1a", "catalogue", "list_boats", "read"), Step("look1b", "catalogue", "list_boats", "read")
    plan = Composer().draft(brief())
    assert isinstance(plan, Plan)
    gather = next(one for one in plan.steps if gathers(one))
    plan = Plan((first, second, replace(gather, inputs={"data": Several((Output("look1a"), Output("look1b")))})))
    for step in (first, second):
        edit = Composer().revise(brief(), Run(plan, {step.id: "D"}, {step.id: page(0)}), step, Done(page(0)))
        assert isinstance(edit, Insert)
        plan = plan.with_steps(edit.steps)

    assert set(plan.effective(gather.id, ("look.1a.3", "look.1b.3")).sources()) >= {"look1a", "look.1a.3", "look.1b.3"}


def test_no_more_pages_are_read_than_a_list_may_have() -> None:
    plan = Composer().draft(brief())
    assert isinstance(plan, Plan)
    for at in range(1, MOST_PAGES):
        plan = plan.with_steps([Step(f"look.1a.{1 + 2 * at}", "catalogue", "list_boats", "read")])
    step = plan.steps[0]

    edit = Composer().revise(brief(), Run(plan, {step.id: "D"}, {step.id: page(0)}), step, Done(page(0)))

    assert isinstance(edit, CarryOn)


def test_a_record_that_is_named_ends_the_pages_where_a_run_saw_each_name_once() -> None:
    plan, outputs, edit = read(brief(BERTH, ONCE), 5)

    assert len(outputs) == 2 and isinstance(edit, CarryOn)
    (write,) = gathered(brief(BERTH, ONCE), plan, outputs).steps
    assert (write.tool, write.action) == ("catalogue", "add_berth") and "l1" in write.lessons


@pytest.mark.parametrize(("prompt", "lesson"), [
    (BERTH, Lesson("l1", "fact", f"{LIST}|alone:name", {"value": "name"}, supported=9, opposed=1)),
    (BERTH, replace(ONCE, last_at=-HALF_LIFE)), (BERTH, replace(ONCE, disabled=True)),
    (BERTH, Lesson("l1", "fact", f"{LIST}|alone:length", {"value": "length"}, supported=9)),
    ("Find the boat called 'Blue Heron' and scrap it.", ONCE),
    ("If there is no boat called 'Storm Petrel', add a berth for the boat 'Blue Heron' in the harbour 'Vik'.", ONCE),
    ("Add a berth in the harbour 'Vik' for the boats 'Blue Heron' and 'Sea Eagle'.", ONCE),
    (BERTH.replace("Blue Heron", "Blue Heron of Vik"), ONCE),
    ("Find the longest boat and add a berth for it in the harbour 'Vik'.", ONCE),
])
def test_what_a_later_page_may_change_is_read_on(prompt: str, lesson: Lesson) -> None:
    asked = brief(prompt, lesson)
    plan = Composer().draft(asked)
    assert isinstance(plan, Plan)
    assert any(map(looks, plan.steps))

    _, outputs, _ = read(asked, 2)

    assert len(outputs) == 2
    seen = Composer().revise(
        asked, Run(plan, {"look1a": "D"}, {"look1a": page(2)}), plan.steps[0], Done(page(2))
    )
    assert isinstance(seen, Insert) and goes_on(seen.steps[0])


def call(first: int, rows: list[dict[str, Any]], more: bool) -> runs.Done:
    return runs.Done(LIST, {"page": first} if first > 1 else {}, {"boats": rows, "has_more": more}, True)


def taught(*names: str, more: bool = False) -> dict[str, int]:
    rows = [{"id": f"b{at}", "name": name, "owner": "Ann"} for at, name in enumerate(names)]
    pages = [call(1, rows[:3], True), call(2, rows[3:], more)]
    votes = list(alone.taught(BOATS, pages))
    assert votes == list(alone.taught(BOATS, pages[::-1])), "the order in which pages are told says nothing"
    return {key.partition("|")[2]: vote for key, _, vote in votes}


def test_a_list_that_was_read_to_its_end_tells_whether_a_name_is_given_once() -> None:
    assert taught("Heron", "Swan", "Gull", "Kite", "Eagle") == {"alone:name": 1}
    assert taught("Heron", "Swan", "Gull", "Heron", "Eagle") == {"alone:name": -1}


def test_a_part_of_a_list_and_a_short_one_tell_nothing() -> None:
    assert taught("Heron", "Swan", "Gull", "Kite", "Eagle", more=True) == {}
    assert taught("Heron", "Swan", "Gull", "Kite") == {}
    rows = [{"name": str(at)} for at in range(9)]
    assert list(alone.taught(BOATS, [call(1, rows, False)])) == []


def test_a_page_that_only_the_headers_tell_of_is_read_and_counted_in() -> None:
    asked = brief("Find the boat called 'Sea Eagle' and add a berth for it in the harbour 'Vik'.")
    plan = Composer().draft(asked)
    assert isinstance(plan, Plan)
    first, second = (page(at, 3)["boats"] for at in (0, 3))

    edit = Composer().revise(
        asked, Run(plan, {"look1a": "D"}, {"look1a": first}), plan.steps[0], Done(first, onward={"page": 7})
    )

    assert isinstance(edit, Insert)
    assert edit.steps[0].inputs == {"page": Literal(7)}
    outputs = {"look1a": first, edit.steps[0].id: second}
    (write,) = gathered(asked, plan.with_steps(edit.steps), outputs).steps
    assert (write.inputs["boat_id"].step, write.inputs["boat_id"].path) == (edit.steps[0].id, "[1].id")


def test_a_header_that_leads_back_to_the_same_page_is_not_followed() -> None:
    plan = Composer().draft(brief())
    assert isinstance(plan, Plan)
    step = replace(plan.steps[0], inputs={"page": Literal(2)})
    again = Plan((step, *plan.steps[1:]))

    edit = Composer().revise(
        brief(), Run(again, {step.id: "D"}, {step.id: page(0)["boats"]}), step,
        Done(page(0)["boats"], more=True, onward={"page": 2}),
    )

    assert isinstance(edit, CarryOn)


def test_a_second_record_of_that_name_on_a_later_page_is_found_and_asked_about() -> None:
    plan, outputs, _ = read(brief(), 5)
    last = outputs["look.1a.5"]["boats"]
    last[0] = {**last[0], "name": "Blue Heron"}

    (asked, _) = gathered(brief(), plan, outputs).steps

    assert asked.ask is not None and "2 records fit, and only one can be meant" in asked.ask.text
