"""Ways to mend: an old id looked up again, other names, successors, pages, guesses that a person decides."""

from dataclasses import replace

import pytest

from chalicelib.domain.binding import Literal, Mention, Output
from chalicelib.domain.edit import CarryOn, GiveUp, Insert, Recover, Replace
from chalicelib.domain.lesson import HALF_LIFE, Lesson
from chalicelib.domain.outcome import Done, Failed
from chalicelib.planning.revise import revise
from chalicelib.planning.revise.paths import look_up
from chalicelib.planning.revise.remedy import generalised
from chalicelib.planning.revise.signature import signature

from .made_up import TEXT, action, brief, catalogue, lesson, listing, renewals, run, step, tried

PUMPS = catalogue(
    action(
        "grid.find_pumps", "Find pumps.", {"name": TEXT}, required=[], output=listing("pumps", pump_id=TEXT, name=TEXT)
    ),
    action("works.add_task", "Add a task.", {"yard": TEXT, "pump_id": TEXT}, effect="unsafe"),
    action("works.enter_yard", "Go into a yard.", {"yard": TEXT}, effect="unsafe"),
    action("works.create_yard", "Create a yard.", {"yard": TEXT}, effect="unsafe"),
)
FIND = step("1", "grid.find_pumps", name="Ada")
ADD = step("2", "works.add_task", "unsafe", yard="north", pump_id=Output("1", "pumps[0].pump_id"))
GONE = Failed("invalid_input", "No pump p1 exists: unknown pump")


def after(failure, *, actions=PUMPS, failed=ADD, others=(FIND,), lessons=(), trials=(), now=0, outputs=None):
    told = replace(brief("Add a task for the pump 'Ada' in yard north", actions, lessons=lessons), now=now)
    return revise(told, run(*others, failed, done=["1"], trials=trials, outputs=outputs or {}), failed, failure)


@pytest.mark.parametrize("reason", ["not_found", "invalid_input", "rejected", "conflict"])
def test_an_id_that_is_not_known_any_more_is_looked_up_by_the_read_that_gave_it(reason):
    edit = after(replace(GONE, reason=reason))

    (search,) = edit.steps
    assert (search.action, search.inputs, search.effect) == ("find_pumps", FIND.inputs, "read")
    assert search.rebinds == {"2": {"pump_id": Output(search.id, "pumps[0].pump_id")}}


def test_a_look_up_that_helped_is_a_lesson_and_is_then_named():
    first = after(GONE).steps[0]
    content = generalised((first,), ADD)
    known = lesson(signature(ADD, GONE), content)

    edit = after(GONE, lessons=[known])

    assert content == {"steps": [{"tool": "grid", "action": "find_pumps", "inputs": {}, "gives": ["pump_id"]}]}
    assert edit.steps[0].lessons == (known.id,) and edit.steps[0].rebinds["2"]["pump_id"].path == "pumps[0].pump_id"
    assert "an earlier run showed" in edit.steps[0].reason


def test_a_value_that_is_no_id_is_not_looked_up_again():
    failed = step("2", "works.add_task", "unsafe", yard=Output("1", "pumps[0].name"), pump_id="p1")

    edit = after(Failed("rejected", "unknown yard"), failed=failed)

    assert "find_pumps" not in [one.action for one in edit.steps]


def test_a_refusal_in_words_that_nobody_knows_is_met_with_what_changes_nothing():
    actions = replace(PUMPS, actions={**PUMPS.actions, **{one.ref: one for one in renewals("works")}})
    trials, others, order = [], [FIND], []
    while isinstance(edit := after(Failed("invalid_input", "E 7 flurb"), actions=actions, trials=trials, others=others),
                     Recover):
        order.append(edit.steps[0].action)
        if edit.steps[0].ask:
            break
        trials.append(tried(Failed("invalid_input", "E 7 flurb"), *edit.steps))
        others += edit.steps

    assert order == ["find_pumps", "refresh_token", "authenticate"]


def test_a_state_that_no_word_names_is_a_persons_to_confirm_even_for_an_idempotent_action():
    entering = replace(PUMPS.actions["works.enter_yard"], effect="idempotent")
    actions = replace(PUMPS, actions={**PUMPS.actions, entering.ref: entering})
    failed = replace(ADD, inputs={**ADD.inputs, "pump_id": Literal("p1")})

    edit = after(Failed("invalid_input", "This yard will not do as things are"), actions=actions, failed=failed)

    assert [one.action for one in edit.steps] == ["ask", "enter_yard"]


def test_a_value_that_the_refusal_quotes_is_refused_itself_and_no_state_is_missing():
    failed = replace(ADD, inputs={**ADD.inputs, "pump_id": Literal("p1")})

    assert isinstance(after(Failed("invalid_input", "yard north will not do"), failed=failed), GiveUp)


def test_a_shared_outward_action_is_tried_only_if_the_service_asks_for_it_and_then_behind_a_person():
    actions = catalogue(
        PUMPS.actions["works.add_task"],
        action("works.publish_yard", "Publish a yard.", {"yard": TEXT}, effect="idempotent"),
    )
    failed = replace(ADD, inputs={**ADD.inputs, "pump_id": Literal("p1")})

    asked = after(Failed("rejected", "", "not_published"), actions=actions, failed=failed)
    silent = after(Failed("rejected", "", "yard_trouble"), actions=actions, failed=failed)

    assert [one.action for one in asked.steps] == ["ask", "publish_yard"]
    assert isinstance(silent, GiveUp)


def test_a_record_that_is_looked_up_again_is_found_by_its_name_and_not_by_its_place():
    pumps = {"pumps": [{"pump_id": "p1", "name": "Ada"}, {"pump_id": "p2", "name": "Bea"}]}
    failed = replace(ADD, inputs={**ADD.inputs, "pump_id": Output("1", "pumps[1].pump_id")})

    edit = after(GONE, failed=failed, outputs={"1": pumps})

    path = edit.steps[0].rebinds["2"]["pump_id"].path
    assert look_up(path, {"pumps": [{"pump_id": "p7", "name": "Bea"}, {"pump_id": "p8", "name": "Cal"}]}) == "p7"
    assert look_up(path, {"pumps": [{"pump_id": "p1", "name": "Ada"}, {"pump_id": "p8", "name": "Cal"}]}) is None


def test_a_record_that_only_its_place_tells_is_not_looked_up_again():
    pumps = {"pumps": [{"pump_id": "p1", "name": "Ada"}, {"pump_id": "p2", "name": "Ada"}]}

    assert isinstance(after(GONE, outputs={"1": pumps}), GiveUp)


# names


LISTED = catalogue(action("grid.find_pumps", "", {"name": TEXT, "label": TEXT}, required=[]))


@pytest.mark.parametrize("text", ["Unknown parameter 'name', use 'label'.", "missing:label", "label is required"])
def test_an_input_gets_the_name_that_the_service_and_the_schema_know(text):
    edit = after(Failed("invalid_input", text), actions=LISTED, failed=FIND, others=())

    assert isinstance(edit, Replace) and edit.step.inputs == {"label": Literal("Ada")}


def test_an_input_of_several_words_is_found_inside_a_code():
    actions = catalogue(action("grid.find_pumps", "", {"name": TEXT, "called_pump": TEXT}, required=[]))
    failure = Failed("rejected", "missing_called_pump", "missing_called_pump")

    assert after(failure, actions=actions, failed=FIND, others=()).step.inputs == {"called_pump": Literal("Ada")}


def test_what_a_change_lacks_is_no_other_name_of_what_it_was_told():
    step = replace(ADD, inputs={"pump_id": Literal("p1")})
    inputs = {"pump_id": TEXT, "due": TEXT}
    actions = catalogue(action(f"{ADD.tool}.{ADD.action}", "", inputs, required=[], effect="unsafe"))

    edit = after(Failed("invalid_input", "missing 'due'"), actions=actions, failed=step, others=())

    assert not isinstance(edit, Replace)


def test_a_required_input_is_not_given_another_name():
    actions = catalogue(action("grid.find_pumps", "", {"name": TEXT, "label": TEXT}, required=["name"]))

    assert isinstance(after(Failed("invalid_input", "use 'label'"), actions=actions, failed=FIND, others=()), GiveUp)


@pytest.mark.parametrize(
    "text", ["find_pumps was retired, use find_pumps_v2", "deprecated: find_pumps_v2", "moved to FIND-PUMPS-V2"]
)
@pytest.mark.parametrize("reason", ["not_found", "rejected", "invalid_input"])
def test_the_successor_that_a_service_names_takes_the_place_of_what_was_withdrawn(text, reason):
    actions = replace(PUMPS, actions={**PUMPS.actions, "grid.find_pumps_v2": action(
        "grid.find_pumps_v2", "", {"name": TEXT}, required=[], output=PUMPS.actions["grid.find_pumps"].output_schema
    )})

    edit = after(Failed(reason, text), actions=actions, failed=FIND, others=())

    assert isinstance(edit, Replace) and edit.step.action == "find_pumps_v2"


def test_an_action_that_is_named_to_be_called_first_is_no_successor():
    edit = after(Failed("rejected", "call enter_yard first"), failed=replace(ADD, inputs={
        **ADD.inputs, "pump_id": Literal("p1")}))

    assert isinstance(edit, Recover) and edit.steps[-1].action == "enter_yard"


# guesses about fields


def found(*pumps, actions=PUMPS):
    output = {"pumps": list(pumps)}
    return revise(brief("Add a task", actions), run(FIND, ADD, outputs={"1": output}), FIND, Done(output))


def test_an_id_under_another_name_for_an_id_of_the_same_thing_is_taken():
    edit = found({"pump_uuid": "p1", "name": "Ada"})

    assert isinstance(edit, Insert) and all(one.ask is None for one in edit.steps)
    assert edit.steps[0].rebinds["2"]["pump_id"].path == "pumps[0].pump_uuid"


def test_an_id_that_only_its_place_speaks_for_goes_into_a_write_after_a_person_agreed():
    edit = found({"flurb": "zz-91", "name": "Ada"})

    (question,) = edit.steps
    assert question.ask.reason == "approval" and "'flurb'" in question.ask.text and "zz-91" in question.ask.text
    assert question.rebinds["2"]["pump_id"].path == "pumps[0].flurb"


@pytest.mark.parametrize("extra", [{"owner_id": "o-17", "colour": "red"}, {"remarks": "kept dry"}, {"colour": "red"}])
def test_what_is_no_id_or_the_id_of_something_else_is_not_taken_for_one(extra):
    edit = found({**extra, "name": "Ada"})

    assert not any(one.ask is None and one.rebinds for one in getattr(edit, "steps", ()))


# pages


BOOK = catalogue(
    action("grid.find_pumps", "", {"page": {"type": "integer"}}, required=[]),
    action("works.add_task", "", {"pump_id": TEXT}, effect="unsafe"),
)
TAKE = step("2", "works.add_task", "unsafe", pump_id=Output("1", "pumps[0].pump_id"))
SOME = [{"pump_id": "p1", "name": "Bo"}, {"pump_id": "p2", "name": "Cy"}]


def page(prompt, output, *others, listing_step=None):
    first = listing_step or step("1", "grid.find_pumps")
    return revise(brief(prompt, BOOK), run(first, TAKE, *others, outputs={"1": output}), first, Done(output))


def test_a_thing_that_the_prompt_names_and_no_entry_bears_is_looked_for_on_the_next_page():
    edit = page("Add a task for the pump called Ada", {"pumps": SOME, "total": 5})

    assert edit.steps[0].inputs == {"page": Literal(2)}
    assert edit.steps[0].rebinds["2"]["pump_id"] == Output(edit.steps[0].id, "pumps[0].pump_id")


def test_the_last_entry_leads_on_under_whatever_name_its_id_has():
    actions = catalogue(action("grid.find_pumps", "", {"after": TEXT}, required=[]), BOOK.actions["works.add_task"])
    output = {"pumps": SOME, "has_more": True}
    first = step("1", "grid.find_pumps")

    edit = revise(brief("Add a task for 'Ada'", actions), run(first, TAKE, outputs={"1": output}), first, Done(output))

    assert edit.steps[0].inputs == {"after": Output("1", "pumps[-1].pump_id")}


@pytest.mark.parametrize(
    ("prompt", "output"),
    [
        ("Add a task for 'Bo'", {"pumps": SOME, "total": 5}),
        ("Add a task for 'Ada'", {"pumps": SOME, "total": 2}),
        ("Add a task for a pump", {"pumps": SOME, "total": 5}),
    ],
)
def test_no_page_is_read_for_what_is_here_what_is_nowhere_or_what_nobody_named(prompt, output):
    edit = page(prompt, output)

    assert not any(one.action == "find_pumps" for one in getattr(edit, "steps", ()))


def test_a_name_that_another_step_was_given_is_not_looked_for():
    other = step("3", "works.add_task", "unsafe", pump_id=Mention("Ada", "'Ada'"))

    edit = page("Add a task for 'Ada'", {"pumps": SOME, "total": 5}, other)

    assert not any(one.action == "find_pumps" for one in getattr(edit, "steps", ())) or edit == CarryOn()


# trust


SHUT = Failed("rejected", "", "not_entered")


def entering(**counts) -> Lesson:
    content = {"steps": [{"tool": "works", "action": "enter_yard", "inputs": {"yard": {"same": "yard"}}}]}
    return lesson(signature(ADD, SHUT), content, **counts)


def test_a_lesson_that_is_older_than_its_evidence_bears_is_explored_anew_with_a_person():
    known = entering(supported=1)

    assert [one.action for one in after(SHUT, lessons=[known]).steps] == ["enter_yard"]
    assert [one.action for one in after(SHUT, lessons=[known], now=HALF_LIFE).steps] == ["ask", "enter_yard"]
    many = replace(known, supported=5)
    assert [one.action for one in after(SHUT, lessons=[many], now=HALF_LIFE).steps] == ["enter_yard"]


def test_a_remedy_that_failed_once_is_explored_after_others_and_one_that_failed_often_not_at_all():
    actions = replace(PUMPS, actions={**PUMPS.actions, "works.join_yard": action(
        "works.join_yard", "Be entered in a yard.", {"yard": TEXT}, effect="unsafe")})

    def tried_first(*lessons):
        edit = after(SHUT, actions=actions, lessons=lessons)
        return edit.steps[-1].action

    assert tried_first() == "enter_yard"
    assert tried_first(entering(supported=0, opposed=1)) == "join_yard"
    assert tried_first(entering(supported=0, opposed=2)) == "join_yard"


def test_the_trace_says_why_a_remedy_is_tried():
    assert "the service asks for what its name says" in after(SHUT).steps[-1].reason


def test_what_was_taken_from_a_record_that_changed_is_all_taken_from_the_new_one():
    dated = replace(ADD, inputs={**ADD.inputs, "version": Output("1", "pumps[0].version")})

    (search,) = after(Failed("conflict", "The pump was changed meanwhile: stale version"), failed=dated).steps

    assert search.rebinds == {"2": {
        "version": Output(search.id, "pumps[0].version"), "pump_id": Output(search.id, "pumps[0].pump_id"),
    }}


def test_a_version_alone_is_read_again():
    told = {"yard": Literal("north"), "pump_id": Literal("p1")}
    dated = replace(ADD, inputs={**told, "rev": Output("1", "pumps[0].rev")})

    (search,) = after(Failed("conflict", "Stale revision"), failed=dated).steps

    assert (search.action, set(search.rebinds["2"])) == ("find_pumps", {"rev"})


PAIR = {"1": {"pumps": [{"pump_id": "p0", "name": "Bo"}, {"pump_id": "p1", "name": "Ada"}]}}
SECOND = replace(ADD, inputs={**ADD.inputs, "pump_id": Output("1", "pumps[1].pump_id")})


def test_a_record_is_found_again_by_its_name_and_not_by_its_place():
    (search,) = after(GONE, failed=SECOND, outputs=PAIR).steps

    (path,) = {one.path for one in search.rebinds["2"].values()}
    assert look_up(path, {"pumps": [{"pump_id": "p9", "name": "Ada"}, {"pump_id": "p0", "name": "Bo"}]}) == "p9"
    assert look_up(path, {"pumps": [{"pump_id": "p0", "name": "Bo"}, {"pump_id": "p7", "name": "Cy"}]}) is None


@pytest.mark.parametrize("twin", [{"pump_id": "p0", "name": "Ada"}, {"pump_id": "p0"}])
def test_a_write_is_not_done_to_whatever_stands_at_the_place_of_a_record_that_nothing_tells_apart(twin):
    nameless = {"pump_id": "p1", **{name: value for name, value in twin.items() if name == "name"}}

    edit = after(GONE, failed=SECOND, outputs={"1": {"pumps": [twin, nameless]}})

    assert not isinstance(edit, Recover) or all(one.action != "find_pumps" for one in edit.steps)
