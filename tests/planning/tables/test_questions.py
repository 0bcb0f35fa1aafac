"""Questions are answered by a step over the records that were read: it computes a number, or shows those that are meant."""

import pytest

from chalicelib.domain.binding import Values, resolve
from chalicelib.domain.edit import CarryOn, Insert
from chalicelib.domain.outcome import Done
from chalicelib.domain.plan import Plan
from chalicelib.planning.composer.composer import Composer
from chalicelib.planning.planner import Brief, Run
from chalicelib.tools import lists
from chalicelib.tools.utility import utility_actions
from tests.planning.composer.stand_ins import NOW, action, small

TEXT, NUMBER = {"type": "string"}, {"type": "number"}


def listing(within, **fields):
    items = {"type": "object", "properties": fields}
    return {"type": "object", "properties": {within: {"type": "array", "items": items}}}


ERRANDS = action(
    "list_errands", "Lists errands.", {},
    listing("errands", id=TEXT, title=TEXT, status=TEXT, runner_id=TEXT, hours=NUMBER), status=TEXT,
)
RUNNERS = action("list_runners", "Lists runners.", {}, listing("runners", id=TEXT, name=TEXT))
CLOSE = action("close_errand", "Closes an errand.", {"errand_id": TEXT}, effect="unsafe")
SHOP = small(ERRANDS, RUNNERS, CLOSE, *utility_actions())
PEOPLE = [{"id": "r-1", "name": "Maria Lind"}, {"id": "r-2", "name": "Otto Berg"}]
ROWS = [
    {"id": f"e-{at}", "title": f"Parcel {at}", "status": status, "runner_id": runner, "hours": hours}
    for at, (status, runner, hours) in enumerate(
        [("open", "r-1", 1), ("open", "r-1", 2), ("closed", "r-1", 4), ("open", "r-2", 8), ("closed", "r-2", 16)]
    )
]
OUTPUTS = {"list_errands": {"errands": ROWS}, "list_runners": {"runners": PEOPLE}}
REAL = {"aggregate": lists.aggregate, "pick_fields": lists.pick_fields}


def answer(prompt, catalogue=SHOP, outputs=OUTPUTS):
    """What the steps give that follow the reads, in their order; and the edit."""
    brief, planner = Brief(prompt, catalogue, now=NOW), Composer()
    plan = planner.draft(brief)
    assert isinstance(plan, Plan)
    assert all(step.effect == "read" for step in plan.steps)
    seen = {step.id: outputs.get(step.action, {"data": {}}) for step in plan.steps}
    gather = plan.steps[-1]
    edit = planner.revise(brief, Run(plan, outputs=seen), gather, Done({"data": {}}))
    if not isinstance(edit, Insert):
        return [], edit
    given = []
    for step in edit.steps:
        inputs = {name: resolve(one, Values(seen, {})) for name, one in step.inputs.items()}
        given.append(REAL[step.action](inputs).output if step.action in REAL else {})
    return given, edit


@pytest.mark.parametrize("prompt, value", [
    ("How many open errands does maria have?", 2),
    ("How many open errands does Maria have?", 2),
    ("How many errands are there?", 5),
    ("Count the closed errands.", 2),
    ("What is the number of open errands?", 3),
    ("What is the total of the hours of all open errands?", 11),
    ("What are the average hours of the closed errands?", 10),
    ("How many hours do the open errands take in total?", None),
])
def test_the_number_is_computed_over_the_records_that_are_meant(prompt, value):
    given, _ = answer(prompt)

    assert [one["value"] for one in given] == ([value] if value is not None else [])


def test_who_has_the_most_is_counted_and_named():
    (counts, who), _ = answer("Who has the most open errands?")

    assert {row["group"]: row["value"] for row in counts["groups"]} == {"r-1": 2, "r-2": 1}
    assert who["data"] == [{"id": "r-1", "name": "Maria Lind"}]


def test_where_two_have_the_most_both_are_named():
    rows = [row for row in ROWS if row["id"] != "e-0"]
    (_, who), _ = answer("Who has the most open errands?", outputs={**OUTPUTS, "list_errands": {"errands": rows}})

    assert [one["name"] for one in who["data"]] == ["Maria Lind", "Otto Berg"]


def test_of_none_the_number_is_nothing():
    rows = [{**row, "runner_id": "r-2"} for row in ROWS]
    held = {**OUTPUTS, "list_errands": {"errands": rows}}
    (given,), _ = answer("How many open errands does Maria have?", outputs=held)

    assert given["value"] == 0


def test_whose_they_are_is_not_guessed():
    assert answer("How many errands do I have?")[0] == []


def test_where_a_word_is_left_over_nothing_is_computed():
    given, edit = answer("How many purple errands does Maria have?")

    assert given == [] and isinstance(edit, CarryOn)


@pytest.mark.parametrize("prompt, ids", [
    ("Which errands are open?", ["e-0", "e-1", "e-3"]),
    ("Which errands does Maria have?", ["e-0", "e-1", "e-2"]),
    ("What is Maria's open errand with the most hours?", ["e-1"]),
    ("What's the status of Parcel 3?", ["e-3"]),
    ("Which closed errands has Otto got?", ["e-4"]),
])  # fmt: skip
def test_the_records_that_a_question_means_are_shown_and_no_others(prompt, ids):
    (given,), _ = answer(prompt)

    assert [one["id"] for one in given["data"]] == ids


def test_who_is_asked_for_is_somebody_and_not_what_belongs_to_them():
    teams = zip(PEOPLE, ("North", "South"), strict=True)
    people = [{**one, "email": f"{one['id']}@r.example", "team": team} for one, team in teams]
    fields = {"id": TEXT, "name": TEXT, "email": TEXT, "team": TEXT}
    runners = action("list_runners", "Lists runners.", {}, listing("runners", **fields))
    (given,), _ = answer("Who is in the North team?", small(ERRANDS, runners, CLOSE, *utility_actions()),
                         {**OUTPUTS, "list_runners": {"runners": people}})

    assert [one["name"] for one in given["data"]] == ["Maria Lind"]


def test_a_word_that_says_nothing_of_the_records_is_left_out_of_a_question_and_told():
    (given,), edit = answer("Which purple errands does Maria have?")

    assert [one["id"] for one in given["data"]] == ["e-0", "e-1", "e-2"]
    assert "'purple'" in edit.note


@pytest.mark.parametrize("prompt", [
    "Which errands does Zelda have?",  # nobody is called so
    "Which parcels weigh more than their boxes?",  # more is unknown than known
    "Which customers have a closed one?",  # there are no customers
])
def test_where_it_is_not_clear_which_are_meant_none_are_shown_as_the_answer(prompt):
    given, edit = answer(prompt)

    assert given == [] and edit.note


def test_an_action_that_counts_is_asked_instead():
    count = action("count_errands", "Counts errands.", {}, {"type": "object", "properties": {"count": NUMBER}})
    plan = Composer().draft(Brief("How many errands are there?", small(*SHOP.actions.values(), count), now=NOW))

    assert "count_errands" in [step.action for step in plan.steps]


def test_a_prompt_that_asks_for_more_is_no_such_question():
    _, edit = answer("How many open errands does Maria have? Close them.")

    assert [step.action for step in edit.steps] == ["close_errand", "close_errand"]
