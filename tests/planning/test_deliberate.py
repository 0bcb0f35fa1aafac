"""What writes unsafely is asked for by the prompt, confirmed by a lesson, or put to a person, whoever proposes it."""

from dataclasses import replace

from chalicelib.domain.binding import Item, Output
from chalicelib.domain.edit import Insert, Recover, Replace
from chalicelib.domain.lesson import HALF_LIFE
from chalicelib.domain.plan import Plan, Step
from chalicelib.planning.deliberate import deliberate_edit, deliberate_plan
from tests.planning.revise.made_up import TEXT, action, brief, catalogue, lesson, listing, run, step

SHED = catalogue(
    action("shed.list_rakes", "List the rakes.", output=listing("rakes", id=TEXT)),
    action("shed.lend_rake", "Lend a rake.", {"rake": TEXT}, effect="unsafe"),
    action("shed.unlock_door", "Unlock a door.", {"door": TEXT}, effect="unsafe"),
    action("shed.note_rake", "Note something.", {"rake": TEXT}, effect="idempotent"),
)
LEND = step("2", "shed.lend_rake", "unsafe", rake="r1")
UNLOCK = replace(step("2.a", "shed.unlock_door", "unsafe", door="d1"), remedy_for="2")
CONTENT = {"steps": [{"tool": "shed", "action": "unlock_door", "inputs": {}}]}


def recovered(*steps, lessons=(), now=0, prompt="Lend rake r1"):
    told = replace(brief(prompt, SHED, lessons=lessons), now=now)
    return deliberate_edit(Recover(steps), told, run(LEND), LEND).steps


def test_an_unsafe_remedy_that_anybody_proposes_goes_behind_a_question_about_it():
    asked, remedy = recovered(UNLOCK)

    assert asked.ask.reason == "approval" and asked.ask.about == remedy.id == "2.a"
    assert remedy.depends_on == (asked.id,) and asked.remedy_for == "2"


def test_a_remedy_is_not_asked_for_by_a_prompt_that_uses_its_words():
    assert len(recovered(UNLOCK, prompt="Unlock door d1 and lend rake r1")) == 2


def test_a_remedy_that_is_asked_about_already_is_asked_about_once():
    steps = recovered(UNLOCK)

    assert recovered(*steps) == steps


def test_what_reads_or_is_idempotent_is_nobodys_business():
    harmless = (step("2.b", "shed.list_rakes"), step("2.c", "shed.note_rake", "idempotent", rake="r1"))

    assert recovered(*harmless) == harmless


def test_a_lesson_that_a_person_confirmed_acts_without_asking():
    known = lesson("any", CONTENT)

    assert len(recovered(replace(UNLOCK, lessons=(known.id,)), lessons=[known])) == 1


def test_a_lesson_that_is_about_another_action_does_not_help():
    other = lesson("any", {"steps": [{"tool": "shed", "action": "lend_rake", "inputs": {}}]})

    assert len(recovered(replace(UNLOCK, lessons=(other.id,)), lessons=[other])) == 2


def test_a_lesson_that_failed_as_often_as_it_helped_or_is_old_or_disabled_has_to_ask_again():
    doubtful, disabled = lesson("any", CONTENT, 1, 1), lesson("any", CONTENT, disabled=True)
    fresh = lesson("any", CONTENT)
    named = replace(UNLOCK, lessons=(fresh.id,))

    assert len(recovered(named, lessons=[doubtful])) == 2
    assert len(recovered(named, lessons=[disabled])) == 2
    assert len(recovered(named, lessons=[fresh], now=HALF_LIFE)) == 2
    assert len(recovered(named, lessons=[replace(fresh, supported=5)], now=HALF_LIFE)) == 1


def test_a_lesson_that_the_memory_does_not_hold_is_worth_nothing():
    assert len(recovered(replace(UNLOCK, lessons=("les_made_up",)))) == 2


def test_another_unsafe_action_in_place_of_the_failed_one_is_put_to_a_person_first():
    stand_in = replace(UNLOCK, id="2.z", remedy_for=None, replaces="2")

    edit = deliberate_edit(Replace(stand_in), brief("Lend rake r1", SHED), run(LEND), LEND)

    assert isinstance(edit, Recover)
    assert [one.ask.about for one in edit.steps] == ["2.z"] and edit.steps[0].remedy_for == "2"


def test_the_same_action_with_corrected_inputs_is_not_asked_about():
    corrected = replace(LEND, id="2.k", replaces="2")

    edit = Replace(corrected)

    assert deliberate_edit(edit, brief("Lend rake r1", SHED), run(LEND), LEND) == edit


def test_steps_inserted_for_the_prompts_own_deed_are_not_asked_about():
    reads = step("1", "shed.list_rakes")
    insert = Insert((replace(LEND, id="1.x", inputs={"rake": Output("1", "rakes[0].id")}),))

    assert deliberate_edit(insert, brief("Lend the first rake", SHED), run(reads), reads) == insert
    asked = deliberate_edit(Insert((replace(UNLOCK, remedy_for=None),)), brief("Lend a rake", SHED), run(reads), reads)
    assert [one.action for one in asked.steps] == ["ask", "unlock_door"]


def test_the_items_of_a_planned_loop_are_not_asked_about():
    body = Step("each", "shed", "lend_rake", "unsafe", {"rake": Item("id")})
    loop = replace(step("1", "utility.for_each", items=Output("0", "rakes")), body=body)
    reads = step("0", "shed.list_rakes")
    insert = Insert((replace(LEND, id="1.x"),))

    assert deliberate_edit(insert, brief("", SHED), run(reads, loop), loop) == insert


def test_a_draft_whose_verb_nobody_knows_is_put_to_a_person_unless_the_prompt_speaks_of_its_object():
    actions = catalogue(action("den.flurb_quib", "", {"quib": TEXT}, effect="unsafe"))
    plan = Plan((step("1", "den.flurb_quib", "unsafe", quib="q"),))

    assert len(deliberate_plan(plan, brief("Show me the weather", actions)).steps) == 2
    assert deliberate_plan(plan, brief("Flurb the quib", actions)) == plan


def test_a_draft_that_writes_what_no_word_of_the_prompt_speaks_of_is_put_to_a_person():
    plan = Plan((LEND, replace(UNLOCK, id="3", remedy_for=None)))

    asked = deliberate_plan(plan, brief("Lend rake r1", SHED))

    assert [one.action for one in asked.steps] == ["lend_rake", "ask", "unlock_door"]
    assert asked.steps[2].depends_on == (asked.steps[1].id,)


def test_a_verb_that_says_a_truth_asks_for_the_action_that_sets_it():
    actions = catalogue(
        action("depot.list_drivers", "List the drivers.", output=listing("drivers", id=TEXT)),
        action("depot.update_driver", "", {"id": TEXT, "blocked": {"type": "boolean"}}, effect="unsafe"),
    )
    reads = step("look1", "depot.list_drivers")
    change = Insert((step("2", "depot.update_driver", "unsafe", id=Output("look1", "drivers[0].id"), blocked=True),))

    assert deliberate_edit(change, brief("Block Fadi", actions), run(reads), reads) == change
    assert deliberate_edit(change, brief("Greet Fadi", actions), run(reads), reads) != change
