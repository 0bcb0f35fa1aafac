"""Which mention plays which part: by the words beside it, by the verb, and never by what is left over."""

from typing import Any

from chalicelib.domain.binding import Context, Literal, Mention, Output
from tests.planning.composer.stand_ins import action, planned, small, the

TEXT: dict[str, Any] = {"type": "string"}
WHOLE: dict[str, Any] = {"type": "integer"}
BEDS = {
    "type": "object",
    "properties": {"beds": {"type": "array", "items": {"type": "object", "properties": {"id": TEXT, "name": TEXT}}}},
}
FIND_BEDS = action("list_beds", "Lists the beds.", {}, BEDS, name=TEXT)
MOVE = action(
    "create_transplant",
    "Puts plants of one bed into another.",
    {"from_bed_id": TEXT, "to_bed_id": TEXT, "quantity": WHOLE},
    effect="unsafe",
)
PEOPLE = {"type": "array", "items": {"type": "object", "properties": {"id": TEXT, "name": TEXT}}}
FIND_PEOPLE = action("search_people", "Gardeners and guests.", {"query": {**TEXT, "description": "A name"}}, PEOPLE)
CHANGE_BED = action(
    "update_bed",
    "Changes a bed.",
    {"bed_id": TEXT},
    effect="unsafe",
    name=TEXT,
    depth=WHOLE,
)
MAKE_BED = action(
    "create_bed", "Raises a new bed of some depth.", {"name": TEXT, "soil": TEXT}, effect="unsafe", depth=WHOLE
)
BEDS_OF = action("find_beds", "Finds beds.", {}, BEDS, assignee_id=TEXT)
GARDEN = small(FIND_BEDS, MOVE, FIND_PEOPLE, CHANGE_BED, MAKE_BED)


def test_two_parts_of_one_kind_are_looked_up_by_their_own_names():
    plan = planned("Transplant 12 from Northside to Ponds.", GARDEN)

    finds = {step.inputs["name"].value: step.id for step in plan.steps if step.action == "list_beds"}
    move = the(plan, "create_transplant")
    assert move.inputs["from_bed_id"] == Output(finds["Northside"], "beds[0].id")
    assert move.inputs["to_bed_id"] == Output(finds["Ponds"], "beds[0].id")


def test_out_of_a_place_fills_where_it_comes_from_and_the_other_end_is_asked():
    plan = planned("Transplant 12 out of bed bed_07.", GARDEN)

    assert the(plan, "create_transplant").inputs["from_bed_id"] == Mention("bed_07", "bed_07")
    assert [list(step.ask.fields["properties"]) for step in plan.steps if step.ask] == [["to_bed_id"]]


def test_what_has_something_already_is_changed_and_not_made_anew():
    plan = planned("Our bed called 'Old Roses' is too shallow. Raise its depth to 40.", GARDEN)

    change = the(plan, "update_bed")
    assert change.inputs == {
        "bed_id": Output(the(plan, "list_beds").id, "beds[0].id"),
        "depth": Mention(40, "40"),
    }


def test_a_person_that_a_write_names_is_looked_up_for_the_part_that_speaks_of_such_people():
    tend = action(
        "tend_bed",
        "Gives a bed to somebody.",
        {"bed_id": TEXT},
        effect="unsafe",
        assignee_id={**TEXT, "description": "The gardener who looks after it"},
    )
    plan = planned("Bed bed_07 is to be tended by Priya Nair.", small(FIND_BEDS, FIND_PEOPLE, tend))

    assert the(plan, "tend_bed").inputs["assignee_id"] == Output(the(plan, "search_people").id, "[0].id")


def test_the_user_plays_the_part_that_the_words_give_him():
    beds = small(BEDS_OF)

    assert the(planned("Find the beds assigned to me.", beds, user_id="u7"), "find_beds").inputs == {
        "assignee_id": Context("user_id")
    }
    assert the(planned("Find the beds for me.", beds, user_id="u7"), "find_beds").inputs == {}


def test_a_flag_is_set_as_the_description_says_that_it_means():
    note = action(
        "add_note",
        "Tells the guests, or leaves an internal remark when `public` is false.",
        {"body": TEXT},
        effect="unsafe",
        public={"type": "boolean", "default": True},
    )

    told = planned('Leave the internal remark "frost tonight" as a note.', small(note))
    assert the(told, "add_note").inputs["public"] == Literal(False)
    assert "public" not in the(planned('Add the note "frost tonight".', small(note)), "add_note").inputs
