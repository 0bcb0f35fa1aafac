"""Whom and what a write concerns stands in the request, its context, an answer or data of the task."""

from dataclasses import replace

import pytest

from chalicelib.domain.binding import Answer, Context, Item, Literal, Mention, Output, Several, Text
from chalicelib.domain.edit import Insert, Recover, Replace
from chalicelib.domain.errors import InvalidPlan
from chalicelib.domain.outcome import Failed
from chalicelib.domain.plan import Plan, Question, Step
from chalicelib.planning.planner import Trial
from chalicelib.planning.told import told_edit, told_plan
from tests.planning.revise.made_up import TEXT, action, brief, catalogue, listing, run, step

MANY = {"type": "array", "items": TEXT}
BOXED = {"type": "object", "properties": {"owner_id": TEXT, "note": TEXT}}
MAIL = catalogue(
    action("mail.list_people", "List the people.", output=listing("people", email=TEXT)),
    action("mail.send_word", "Send a word.", {"email": TEXT, "text": TEXT}, effect="unsafe"),
    action("mail.set_lamp", "Set a lamp.", {"lamp_id": TEXT, "color": TEXT}, effect="idempotent"),
    action("mail.invite", "Invite people.", {"attendees": MANY}, effect="unsafe"),
    action("mail.pack", "Pack a box.", {"box": BOXED}, effect="unsafe"),
    action("mail.read_word", "Read words.", {"email": TEXT}),
)


def word(binding, ref="mail.send_word", **more):
    return step("1", ref, "unsafe", **{"email": binding, "text": Literal("hello"), **more})


def asked(*steps, prompt="Send Cy a word", context=None, purpose=""):
    """The questions in front of the steps."""
    told = replace(brief(prompt, MAIL, context or {}), purpose=purpose)
    return [one for one in told_plan(Plan(steps), told).steps if one.ask]


def test_an_address_that_nothing_in_the_task_tells_is_asked_for():
    plan = told_plan(Plan((word(Literal("cy.ware@example.com")),)), brief("Send Cy a word", MAIL))
    question, send = plan.steps

    assert question.ask.reason == "missing_input" and question.ask.about == "1"
    assert question.ask.fields["required"] == ["email"] and "email" in question.ask.text
    assert send.inputs["email"] == Answer(question.id, "email") and question.id in plan.needs(send)
    assert send.inputs["text"] == Literal("hello"), "what it says may be the planner's own"


@pytest.mark.parametrize(("binding", "prompt", "context", "purpose"), [
    (Literal("cy@example.com"), "Send a word to CY@example.com", {}, ""),
    (Literal("cy@example.com"), "Send me a word", {"me": {"email": "cy@example.com"}}, ""),
    (Literal("cy@example.com"), "Send a word", {}, "Every word goes to cy@example.com."),
    (Mention("PX-501", "px 501"), "Send a word to px 501", {}, ""),
    (Literal("px501"), "Send a word to PX-501", {}, ""),
    (Literal("general"), "Send a word to #general", {}, ""),
    (Literal(""), "Send a word", {}, ""),
])
def test_what_the_request_its_context_or_the_purpose_tells_goes_through(binding, prompt, context, purpose):
    assert asked(word(binding), prompt=prompt, context=context, purpose=purpose) == []


@pytest.mark.parametrize("binding", [
    Mention("cy.ware@example.com", "Gil Bard"), Several((Literal("cy@example.com"),)),
    Text((Literal("cy@"), Literal("example.com"))), Literal("50"), Literal("501"),
])
def test_a_value_is_looked_for_whole_and_whatever_a_planner_says_of_where_it_stood(binding):
    assert len(asked(word(binding), prompt="Send a word to Gil Bard, box 5015")) == 1


def test_what_is_bound_to_the_task_is_its_own_and_what_reads_or_directs_nothing_may_hold_anything():
    look = step("0", "mail.list_people")
    bound = [word(Output("0", "people[0].email")), word(Context("email"))]

    assert all(asked(look, one) == [] for one in bound)
    assert asked(step("1", "mail.read_word", email=Literal("cy@example.com"))) == []
    assert asked(step("1", "mail.set_lamp", "idempotent", lamp_id=Output("0"), color=Literal("red")), look) == []


def test_lists_and_objects_are_looked_into():
    invite = step("1", "mail.invite", "unsafe", attendees=Literal(["amy@example.com", "cy@example.com"]))
    pack = step("1", "mail.pack", "unsafe", box=Literal({"owner_id": "u-7", "note": "any"}))

    assert asked(invite, prompt="Invite amy@example.com and cy@example.com") == []
    assert len(asked(invite, prompt="Invite amy@example.com")) == 1
    assert (len(asked(pack, prompt="Pack it")), asked(pack, prompt="Pack it for u-7")) == (1, [])


def test_a_step_for_each_item_is_looked_at_too():
    look = step("0", "mail.list_people")
    body = replace(word(Literal("cy@example.com")), id="1.each")
    loop = Step("1", "utility", "for_each", "read", {"items": Output("0", "people")}, body=body)

    plan = told_plan(Plan((look, loop)), brief("Send everybody a word", MAIL))

    assert isinstance(plan.steps[2].body.inputs["email"], Answer) and plan.steps[1].ask
    assert asked(look, replace(loop, body=replace(body, inputs={**body.inputs, "email": Item("email")}))) == []


# edits


def edited(edit, outputs=None, failure=None, planned=()):
    failed = word(Output("0", "people[0].email"))
    trials = (Trial(failure),) if failure else ()
    so_far = replace(run(step("0", "mail.list_people"), failed, *planned), outputs=outputs or {}, trials=trials)
    return told_edit(edit, brief("Send Cy a word", MAIL), so_far, failed)


READ = {"0": {"people": [{"email": "amy@example.com"}, {"email": "cy@example.com"}]}}


def test_an_added_write_asks_and_one_to_whom_the_task_was_told_does_not():
    other = replace(word(Literal("cy@example.com")), id="2")
    question, send = edited(Insert((other,))).steps
    asking = Step("q", "person", "ask", "read", ask=Question("missing_input", "Who?"))

    assert question.ask and send.inputs["email"] == Answer(question.id, "email")
    assert edited(Insert((other,)), {"q": {"email": "cy@example.com"}}, planned=(asking,)).steps == (other,)


def test_what_was_read_has_to_be_bound_except_inside_an_object():
    value = replace(word(Literal("cy@example.com")), id="2")
    bound = replace(word(Output("0", "people[1].email")), id="2")
    inside = replace(step("2", "mail.pack", "unsafe", box=Literal({"owner_id": "cy@example.com"})), id="2")

    assert len(edited(Insert((value,)), READ).steps) == 2, "nothing tells that it is the right one"
    assert edited(Insert((bound,)), READ).steps == (bound,)
    assert edited(Insert((inside,)), READ).steps == (inside,) and len(edited(Insert((inside,))).steps) == 2


@pytest.mark.parametrize("make", [
    lambda one: Recover((replace(one, remedy_for="1"),)), lambda one: Replace(replace(one, replaces="1")),
    lambda one: Recover((
        replace(step("9", "mail.list_people"), remedy_for="1", rebinds={"1": {"email": one.inputs["email"]}}),)),
    lambda one: Insert((replace(step("9", "mail.list_people"), rebinds={"1": {"email": one.inputs["email"]}}),)),
])
def test_a_remedy_a_stand_in_and_a_rebinding_to_somebody_from_nowhere_are_refused(make):
    other = replace(word(Literal("cy@example.com")), id="2")

    with pytest.raises(InvalidPlan, match="email"):
        edited(make(other))
    assert edited(make(replace(other, inputs={**other.inputs, "email": Output("0", "people[1].email")})), READ)


def test_what_a_refusal_tells_and_what_was_planned_before_is_told():
    other = Replace(replace(word(Literal("cy@example.com")), id="2", replaces="1"))

    assert edited(other, failure=Failed("rejected", "write to cy@example.com instead")) == other
    assert edited(other, planned=(replace(word(Literal("cy@example.com")), id="3"),)) == other
