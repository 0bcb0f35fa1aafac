"""The prompt that the product is shown with, on the sandbox's documents, compiled like anyone's."""

from chalicelib.domain.binding import Item, Literal, Mention, Output
from tests.planning.composer.stand_ins import planned, sandbox, the

PROMPT = (
    "Connect to user_123's team chat, find the #engineering channel, and post a summary of their latest invoice "
    "from the payment service."
)


def test_two_services_are_authenticated_and_a_summary_of_the_latest_record_is_posted():
    plan = planned(PROMPT, sandbox())

    assert [(step.label, step.tool, step.action) for step in plan.steps] == [
        ("1", "payments", "authenticate"),
        ("2", "chat", "authenticate"),
        ("3", "payments", "list_invoices"),
        ("4", "chat", "find_channel"),
        ("5", "utility", "summarize"),
        ("6", "chat", "post_message"),
    ]


def test_each_input_comes_from_the_prompt_or_from_the_step_that_knows_it():
    plan = planned(PROMPT, sandbox())

    assert the(plan, "list_invoices").inputs["customer"] == Mention("user_123", "user_123")
    assert the(plan, "find_channel").inputs["name"] == Mention("engineering", "#engineering")
    assert the(plan, "summarize").inputs["data"] == Output("3", "max_by(data, &created)")
    assert the(plan, "post_message").inputs == {"channel": Output("4", "channel.id"), "text": Output("5", "text")}


def test_the_two_services_do_not_wait_for_each_other():
    plan = planned(PROMPT, sandbox())

    assert plan.needs(the(plan, "find_channel")) == ("2",)
    assert plan.needs(the(plan, "list_invoices")) == ("1",)


def test_every_step_says_why_it_is_there():
    assert all(step.reason for step in planned(PROMPT, sandbox()).steps)


def test_the_same_brief_gives_the_same_plan():
    assert planned(PROMPT, sandbox()) == planned(PROMPT, sandbox())


def test_other_people_and_other_channels_are_read_in_the_same_way():
    plan = planned("Find the #sales channel and post a summary of the oldest invoice of cus_77 there.", sandbox())

    assert the(plan, "find_channel").inputs["name"] == Mention("sales", "#sales")
    assert the(plan, "summarize").inputs["data"] == Output(the(plan, "list_invoices").id, "min_by(data, &created)")


def test_a_write_that_lacks_inputs_asks_for_them_instead_of_becoming_another_write():
    plan = planned("Create an invoice for user_5", sandbox())

    assert [step.action for step in plan.steps if step.tool == "payments"] == ["authenticate", "create_invoice"]
    assert [step.ask.tool for step in plan.steps if step.ask] == ["payments"]


def test_an_id_that_looks_like_another_thing_is_not_taken_for_this_one():
    plan = planned("Void every open invoice of user_5", sandbox())
    (loop,) = [step for step in plan.steps if step.body]

    assert the(plan, "list_invoices").inputs == {"status": Literal("open"), "customer": Mention("user_5", "user_5")}
    assert loop.inputs["items"] == Output(the(plan, "list_invoices").id, "data")
    assert loop.body is not None and loop.body.inputs == {"invoice": Item("id")}


def test_both_branches_of_a_condition_share_their_look_up_and_only_the_writes_are_guarded():
    plan = planned(
        "If user_5 has an open invoice, post 'please pay' in #billing, otherwise post 'all clear' there.", sandbox()
    )
    posts = [step for step in plan.steps if step.action == "post_message"]

    assert the(plan, "find_channel").when is None
    assert [step.when.negated for step in posts if step.when] == [True, False]
    assert {str(step.inputs["text"]) for step in posts} == {
        "Mention(value='please pay', text=\"'please pay'\")",
        "Mention(value='all clear', text=\"'all clear'\")",
    }


def test_a_message_that_nobody_worded_is_asked_for_and_no_record_is_sent_in_its_place():
    plan = planned("Post a message in #ops", sandbox())

    assert [step.ask.action for step in plan.steps if step.ask] == ["post_message"]
