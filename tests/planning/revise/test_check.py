"""The rules for proposals: for each refusal there is a twin that passes."""

from dataclasses import replace

import pytest

from chalicelib.domain.binding import Answer, Context, Literal, Mention, Output
from chalicelib.domain.edit import CarryOn, GiveUp, Insert, Later, Recover, Replace, step_id
from chalicelib.domain.errors import InvalidPlan
from chalicelib.domain.plan import CAP, Plan, Question, Step
from chalicelib.planning.check import check_edit, check_plan, misfit

from .made_up import NUMBER, TEXT, action, catalogue, record, renewals, run, step

KILN = catalogue(
    action(
        "kiln.fire_pot",
        "Fire a pot.",
        {"pot": TEXT, "degrees": {"type": "integer", "maximum": 1300}, "glaze": {"enum": ["matte", "gloss"]}},
        required=["pot", "degrees"],
        effect="unsafe",
    ),
    action("kiln.list_pots", "List pots.", output=record(pots={"type": "array"})),
    action("kiln.tag_pot", "Tag.", {"pot": TEXT, "weight": NUMBER}, required=["pot"], effect="idempotent"),
    *renewals("kiln"),
)
FIRE = step("2", "kiln.fire_pot", "unsafe", pot=Output("1", "pots[0]"), degrees=Mention(900, "900"))
LIST = step("1", "kiln.list_pots")
ASK = Step(
    "q",
    "person",
    "ask",
    "read",
    ask=Question("missing_input", "Which pot?", {"type": "object"}, "2", "kiln", "fire_pot"),
)


def refused(plan, catalogue=KILN, cap=CAP):
    with pytest.raises(InvalidPlan) as raised:
        check_plan(Plan(plan), catalogue, cap)
    return raised.value


def test_a_sound_plan_comes_back_as_it_was():
    assert check_plan(Plan((LIST, FIRE)), KILN, 50) == Plan((LIST, FIRE))


def test_an_action_outside_the_boundary_is_refused_and_a_granted_one_named():
    error = refused((step("1", "kiln.list_pot"),))

    assert "'1'" in error.detail and "'kiln.list_pot'" in error.detail and "kiln.list_pots" in error.detail
    assert error.details[0]["field"] == "1.action"


@pytest.mark.parametrize(
    "name", ["kiln.lіst_pots", "kiln.list_p0ts", "kiln.list_pots\u200b", "kiln.LIST_POTS", "kiln.Iist_pots"]
)
def test_a_name_that_only_looks_like_a_granted_one_is_refused_as_such(name):
    assert "only looks like 'kiln.list_pots'" in refused((step("1", name),)).detail


def test_of_two_granted_names_that_look_alike_the_foreign_one_is_refused():
    foreign = replace(KILN.actions["kiln.list_pots"], name="list_pоts")

    assert (
        "looks like 'kiln.list_pots'"
        in refused((step("1", foreign.ref),), catalogue(*KILN.of_tool("kiln"), foreign)).detail
    )
    check_plan(Plan((step("1", foreign.ref),)), catalogue(foreign))


def test_an_input_that_the_action_does_not_have_is_refused_and_the_known_ones_are_named():
    error = refused((LIST, replace(FIRE, inputs={**FIRE.inputs, "temperature": Literal(3)})))

    assert error.details == ({"field": "2.temperature", "message": error.details[0]["message"]},)
    assert "it takes pot, degrees, glaze" in error.detail


def test_an_action_that_takes_any_input_takes_this_one_too():
    opened = replace(KILN.actions["kiln.list_pots"], input_schema={"type": "object", "additionalProperties": True})

    check_plan(Plan((step("1", "kiln.list_pots", anything=1),)), catalogue(opened))


def test_a_required_input_must_be_bound_and_may_be_bound_to_anything_that_comes_before():
    error = refused((LIST, replace(FIRE, inputs={"pot": Output("1", "pots[0]")})))

    assert "requires 'degrees'" in error.detail and error.details[0]["field"] == "2.degrees"
    for binding in (Context("heat"), Output("1", "heat"), Answer("q", "heat")):
        check_plan(Plan((LIST, ASK, replace(FIRE, inputs={**FIRE.inputs, "degrees": binding}))), KILN)


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("degrees", Literal(1300), Literal(1301)),
        ("degrees", Mention(900, "900"), Mention("hot", "hot")),
        ("glaze", Literal("matte"), Literal("shiny")),
        ("pot", Literal("p1"), Literal(7)),
    ],
)
def test_values_that_are_known_are_held_against_the_schema(name, good, bad):
    check_plan(Plan((LIST, replace(FIRE, inputs={**FIRE.inputs, name: good}))), KILN)

    error = refused((LIST, replace(FIRE, inputs={**FIRE.inputs, name: bad})))
    assert error.details[0]["field"] == f"2.{name}" and "kiln.fire_pot" in error.detail


def test_values_inside_a_loop_are_checked_too():
    body = step("b", "kiln.tag_pot", "idempotent", pot="p1", weight=3)
    loop = replace(step("2", "utility.for_each", items=Output("1", "pots")), body=body)

    check_plan(Plan((LIST, loop)), KILN)
    bad = replace(loop, body=replace(body, inputs={"pot": Literal("p1"), "weight": Literal("heavy")}))
    assert refused((LIST, bad)).details[0]["field"] == "2.body.b.weight"


def test_the_cap_is_kept():
    steps = tuple(step(str(n), "kiln.list_pots") for n in range(4))

    check_plan(Plan(steps), KILN, 4)
    assert "4 steps, the cap is 3" in refused(steps, cap=3).detail


def test_all_faults_are_told_at_once():
    error = refused((step("1", "kiln.melt"), replace(FIRE, inputs={"pot": Literal(1)})))

    assert {fault["field"] for fault in error.details} == {"1.action", "2.pot", "2.degrees"}
    assert "(and 2 more)" in error.detail


def test_the_effect_is_what_the_catalogue_tells():
    claimed = replace(FIRE, effect="read")

    assert check_plan(Plan((LIST, claimed)), KILN).step("2").effect == "unsafe"


def test_a_question_is_asked_of_a_person_and_nothing_else_is():
    check_plan(Plan((LIST, ASK, FIRE)), KILN)
    for wrong in (
        replace(ASK, tool="kiln", action="list_pots"),
        replace(ASK, ask=None),
        replace(ASK, effect="unsafe"),
    ):
        refused((LIST, wrong, FIRE))


def test_a_question_about_an_action_outside_the_boundary_is_refused():
    refused((LIST, replace(ASK, ask=replace(ASK.ask, action="smash_pot")), FIRE))


def test_a_first_plan_repairs_and_replaces_nothing():
    refused((LIST, replace(FIRE, remedy_for="1")))
    refused((LIST, replace(FIRE, replaces="1")))


def test_rebinds_speak_of_steps_that_exist():
    good = replace(LIST, rebinds={"2": {"pot": Output("1", "pots[1]")}})

    check_plan(Plan((good, FIRE)), KILN)
    assert refused((replace(LIST, rebinds={"9": {}}), FIRE)).details[0]["field"] == "1.rebinds.9"
    refused((replace(LIST, rebinds={"2": {"pot": Output("8")}}), FIRE))


# edits

RUN = run(LIST, FIRE, done=["1"])


def remedy(ref="kiln.refresh_token", **inputs):
    made = replace(step("", ref, "idempotent", **inputs), remedy_for="2", label="")
    return replace(made, id=step_id(made, "2"))


def refused_edit(edit):
    with pytest.raises(InvalidPlan) as raised:
        check_edit(edit, RUN, FIRE, KILN)
    return raised.value


@pytest.mark.parametrize(
    "edit",
    [
        CarryOn(),
        GiveUp("rejected", "no"),
        Later(30),
        Insert((remedy("kiln.tag_pot", pot="p1"),)),
        Recover((remedy(),)),
        Replace(replace(FIRE, id="2.x", inputs={"pot": Literal("p2"), "degrees": Literal(800)}, replaces="2")),
    ],
)
def test_sound_edits_come_back_as_they_were(edit):
    assert check_edit(edit, RUN, FIRE, KILN) == edit


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (Recover((remedy("kiln.smash"),)), "may not use"),
        (Recover(()), "needs a remedy"),
        (Recover((remedy("kiln.tag_pot", pot=Output("2", "id")),)), "which waits for it"),
        (Recover((remedy("kiln.tag_pot"),)), "requires 'pot'"),
        (Insert((remedy("kiln.tag_pot", pot=Output("77")),)), "unknown step '77'"),
        (Insert((replace(remedy("kiln.tag_pot", pot="p"), rebinds={"1": {"x": Literal(1)}}),)), "has ended"),
        (Replace(replace(FIRE, id="2.x")), "must say that it replaces"),
        (Later(-1), "between 0 s and 7 days"),
        (Later(8 * 24 * 3600), "between 0 s and 7 days"),
    ],
)
def test_unsound_edits_are_refused(edit, told):
    assert told in refused_edit(edit).detail


def test_an_edit_cannot_make_an_unsafe_action_look_harmless():
    edit = Recover((replace(remedy("kiln.fire_pot", pot="p", degrees=1), effect="read"),))

    assert check_edit(edit, RUN, FIRE, KILN).steps[0].effect == "unsafe"


def test_a_step_that_was_planned_already_may_be_proposed_again():
    fresh = remedy()
    again = run(LIST, FIRE, fresh, done=["1"])

    assert check_edit(Recover((fresh,)), again, FIRE, KILN) == Recover((fresh,))


def test_more_steps_than_the_cap_are_the_engines_to_end():
    many = tuple(replace(remedy("kiln.tag_pot", pot=f"p{n}"), id=f"n.{n}") for n in range(60))

    assert len(check_edit(Insert(many), RUN, FIRE, KILN).steps) == 60


def test_a_value_that_is_known_and_does_not_fit_is_told_by_its_input_and_what_is_lacking_is_not():
    fire = KILN.actions["kiln.fire_pot"]

    assert misfit(fire, {"pot": Literal("p1"), "degrees": Mention(1400, "1400")}) == "degrees"
    assert misfit(fire, {"pot": Output("1", "pots[0].id"), "degrees": Literal(900)}) == ""
    assert misfit(fire, {"glaze": Literal("gloss")}) == ""
