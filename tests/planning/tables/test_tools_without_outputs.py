"""Tools that declare no outputs, as most MCP servers do: an id is looked up, and the shape is read from what comes."""

from dataclasses import replace

import pytest

from chalicelib.domain.binding import Values, resolve
from chalicelib.domain.edit import Insert
from chalicelib.domain.outcome import Done
from chalicelib.domain.plan import Plan
from chalicelib.planning.composer.composer import Composer
from chalicelib.planning.planner import Brief, Run
from chalicelib.tools import lists
from chalicelib.tools.utility import utility_actions
from tests.planning.composer.stand_ins import NOW, action, small

TEXT, NUMBER = {"type": "string"}, {"type": "integer"}
MEMBERS = [{"id": 7, "name": "Ann Meier"}, {"id": 8, "name": "Ben Okafor"}, {"id": 9, "name": "Cy Young"}]
LOANS = [
    {"id": 100, "member_id": 7, "item": "rake", "state": "open"},
    {"id": 101, "member_id": 7, "item": "spade", "state": "returned"},
    {"id": 102, "member_id": 8, "item": "hoe", "state": "open"},
]


def served(name, text, inputs, effect="read"):
    return replace(action(name, text, inputs, effect=effect), via="mcp", output_schema=None)


FIND = served("find-member", "Find members by name", {"name": TEXT})
ALL = served("list-members", "List all members", {})
LIST = served("list-loans", "List the loans of a member", {"member_id": NUMBER})
CANCEL = served("cancel-loan", "Cancel a loan", {"loan_id": NUMBER}, "unsafe")
SHEDS = {
    "a search": small(FIND, LIST, CANCEL, *utility_actions()),
    "a list": small(ALL, LIST, CANCEL, *utility_actions()),
}


def served_by(name, inputs):
    match name:
        case "find-member":
            return [one for one in MEMBERS if one["name"] == inputs["name"]]
        case "list-members":
            return MEMBERS
        case "list-loans":
            own = [one for one in LOANS if one["member_id"] == inputs["member_id"]]
            return [{key: value for key, value in one.items() if key != "member_id"} for one in own]
        case "pick_fields":
            return lists.pick_fields(inputs).output
        case "aggregate":
            return lists.aggregate(inputs).output
    return {"done": True}


def carried_out(prompt, catalogue):
    """What each step was given and gave, the steps that gather left out; a question is the end."""
    brief, planner = Brief(prompt, catalogue, now=NOW), Composer()
    plan = planner.draft(brief)
    assert isinstance(plan, Plan), plan
    steps, outputs, done = list(plan.steps), {}, []
    while step := next((one for one in steps if one.id not in outputs), None):
        if step.ask:
            return [*done, ("ask", step.ask.text, None)]
        inputs = {name: resolve(one, Values(outputs, {})) for name, one in step.inputs.items()}
        outputs[step.id] = served_by(step.action, inputs)
        if not step.id.startswith("gather"):
            done.append((step.action, inputs, outputs[step.id]))
        edit = planner.revise(brief, Run(Plan(tuple(steps)), outputs=outputs), step, Done(outputs[step.id]))
        steps += edit.steps if isinstance(edit, Insert) else ()
    return done


@pytest.mark.parametrize("shed", SHEDS)
@pytest.mark.parametrize("prompt", ["List the loans of Ann Meier.", "Find the member 'Ann Meier' and list her loans."])
def test_what_somebody_wants_to_see_is_looked_up_and_shown(prompt, shed):
    done = carried_out(prompt, SHEDS[shed])

    assert ("list-loans", {"member_id": 7}) in [(name, given) for name, given, _ in done]
    assert done[-1][0] == "pick_fields"
    assert [row["item"] for row in done[-1][2]["data"]] == ["rake", "spade"]


@pytest.mark.parametrize("shed", SHEDS)
def test_a_write_gets_the_id_that_was_looked_up(shed):
    done = carried_out("Cancel the spade loan of Ann Meier.", SHEDS[shed])

    assert done[-1][:2] == ("cancel-loan", {"loan_id": 101})


@pytest.mark.parametrize("shed", SHEDS)
def test_a_number_is_computed_over_what_came(shed):
    done = carried_out("How many open loans does Ann Meier have?", SHEDS[shed])

    assert done[-1][0] == "aggregate" and done[-1][2]["value"] == 1


@pytest.mark.parametrize("shed", SHEDS)
def test_of_somebody_who_is_not_there_nothing_is_shown(shed):
    done = carried_out("List the loans of Zoe Unknown.", SHEDS[shed])

    assert all(name != "pick_fields" for name, *_ in done)
