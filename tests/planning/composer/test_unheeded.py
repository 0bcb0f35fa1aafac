"""What a request makes its writes depend on is heeded by the plan, or nothing is written."""

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from chalicelib.cli.replay import saved
from chalicelib.domain.binding import Condition, Literal, Mention, Output
from chalicelib.domain.plan import Plan, Step
from chalicelib.domain.tool import Action
from chalicelib.engine.replay import catalogue_of
from chalicelib.planning.composer import doubt, mentions
from chalicelib.planning.composer.composer import Composer
from chalicelib.planning.composer.unheeded import unheeded
from chalicelib.planning.composer.words import tokens
from chalicelib.planning.deliberate import writes
from chalicelib.planning.planner import Brief, Catalogue
from tests.planning.composer.stand_ins import exam_catalogue

RUNS = Path(__file__).parents[2] / "golden" / "runs"
NUMBER = {"type": "number"}
SCHEMA = {"type": "object", "properties": {"amount": NUMBER, "min_amount": NUMBER}}
CATALOGUE = Catalogue("", {
    f"till.{name}": Action("till", name, "", SCHEMA, None, effect)
    for name, effect in (("list_slips", "read"), ("pay_slip", "idempotent"))
})
LISTED = Step(id="1", tool="till", action="list_slips", effect="read")


def paying(when=None, **inputs):
    return Step(id="2", tool="till", action="pay_slip", effect="idempotent", inputs=inputs, when=when)


def left_out(prompt, *steps):
    words = tokens(prompt)
    return unheeded(Plan(steps), words, mentions.read(prompt, words, date(2026, 3, 11)), CATALOGUE)


def test_a_condition_that_no_step_waits_for_is_told():
    assert left_out("Pay slip 7 if it is signed, and thank Bo", LISTED, paying()) == "if it is signed"
    assert left_out("Pay slip 7 unless it is stale", paying()) == "unless it is stale"


def test_a_condition_that_a_step_waits_for_is_heeded():
    when = Condition(Output("1", "signed"), "eq", Literal(True))
    assert left_out("Pay slip 7 if it is signed", LISTED, paying(when)) == ""


@pytest.mark.parametrize("prompt", ["Pay slip 7 if possible", "Pay slip 7, if you can", "Pay slip 'if not paid'"])
def test_what_is_only_polite_or_quoted_is_no_condition(prompt):
    assert left_out(prompt, paying()) == ""


def test_a_plan_that_only_reads_needs_no_condition():
    assert left_out("List the slips, and tell me if one is stale", LISTED) == ""


@pytest.mark.parametrize("bound", ["over 100 EUR", "at least 100 EUR", "more than 100 EUR", "below 100 EUR"])
def test_a_bound_is_not_the_amount_of_a_write(bound):
    amount = Mention(100, "100 EUR")
    assert left_out(f"Pay every slip {bound}", LISTED, paying(amount=amount)).endswith("100 EUR")
    assert left_out(f"Pay every slip {bound}", LISTED, paying(min_amount=amount)) == ""
    assert left_out("Pay 100 EUR for slip 7", paying(amount=amount)) == ""


@cache
def demo():
    return catalogue_of(next(past for past in saved(RUNS) if past.task.id == "demo-1").actions)


LIMITED = [
    "Post 'hello' in every channel that has fewer than 3 members",
    "Post 'hello' in every channel created after May 2025",
    "Post 'few' in #random if it has fewer than 3 members",
    "Post 'x' in #random if the latest invoice of user_123 is paid",
    "If #random is archived, post 'x' in #general",
    "Refund every paid invoice of user_123 over 100 USD",
]


@pytest.mark.parametrize("prompt", LIMITED)
def test_a_first_plan_writes_nothing_before_what_limits_it_was_looked_at(prompt):
    plan = Composer().draft(Brief(prompt, demo(), now=1_795_891_253_000))

    assert isinstance(plan, Plan)
    assert [f"{step.tool}.{step.action}" for step in plan.steps if writes(step, demo())] == []


CONNECTED = [
    ("stock", "Take the cheapest of our fasteners and reserve 1,000 of it for SO-6001."),
    ("stock", "Add 'Folding Crate 60L' under packaging, then order 200 of it from Hansa Verpackung."),
    ("bookings", "See whether hotel 77 still has a room for tonight. If it doesn't, cancel booking 48213."),
]


@pytest.mark.parametrize(("field", "prompt"), CONNECTED)
def test_a_plan_that_leaves_words_out_writes_nothing_at_first_also_where_a_connection_is_wanted(field, prompt):
    known = exam_catalogue(field)
    plan = Composer().draft(Brief(prompt, known, now=1_795_891_253_000))

    assert isinstance(plan, Plan)
    assert "authenticate" in [step.action for step in plan.steps]
    assert [step.action for step in plan.steps if writes(step, known) and step.action != "authenticate"] == []


def test_what_nothing_limits_is_planned_at_once():
    plan = Composer().draft(Brief("Refund 100 USD of invoice INV-1042", demo(), now=1_795_891_253_000))

    assert [step.action for step in plan.steps if writes(step, demo())] == ["create_refund"]


KEEP = {"type": "boolean", "default": True}
TOGGLE = {"type": "object", "properties": {"slip": {"type": "string"}, "keepCopy": KEEP}}
ERASE = Catalogue("", {"till.erase_slip": Action("till", "erase_slip", "Erases a slip.", TOGGLE, None, "unsafe")})


def forbidden_of(prompt, **inputs):
    words = tokens(prompt)
    step = Step(id="1", tool="till", action="erase_slip", effect="unsafe", inputs=inputs)
    return unheeded(Plan((step,)), words, mentions.read(prompt, words, date(2026, 3, 11)), ERASE)


@pytest.mark.parametrize("prompt", [
    "Erase slip 7 and don't keep a copy", "Erase slip 7, but do not keep a copy of it",
    "Don't keep a copy. Erase slip 7",
])
def test_what_must_not_be_done_is_told_where_an_input_leaves_it_to_its_default(prompt):
    assert "keep a copy" in forbidden_of(prompt, slip=Literal("7"))
    assert forbidden_of(prompt, slip=Literal("7"), keepCopy=Literal(False)) == ""


def test_a_call_that_is_of_the_forbidden_kind_is_told():
    assert forbidden_of("Change slip 7, but don't delete it", slip=Literal("7")) == "don't delete it"


@pytest.mark.parametrize("prompt", [
    "I don't need slip 7 any more, erase it", "Erase slip 7, they don't keep a copy", "Erase slip 7 and don't call Ann",
    "Erase slip 'and don't keep a copy'",
])
def test_what_is_only_told_forbids_nothing(prompt):
    assert forbidden_of(prompt, slip=Literal("7")) == ""


def test_a_word_is_told_where_a_value_has_it_as_a_word_and_not_as_a_part_of_another():
    brief = Brief("Pay slip for the artwork now, art", replace(CATALOGUE, digest="parts"))

    assert doubt.left_out(brief, Plan((paying(note=Literal("artwork")),))) == ["art"]
    assert doubt.left_out(brief, Plan((paying(note=Literal("artwork, art")),))) == []


def test_in_which_tool_it_is_done_is_told_and_so_is_what_was_looked_for():
    brief = Brief("Pay slip Zephyr in the ledger service", replace(CATALOGUE, digest="placed"))
    look = Step(id="1", tool="utility", action="pick_fields", effect="read", inputs={})
    found = Plan((look, paying(note=Output("1", "slips[?name=='Zephyr'] | [0].id"))))

    assert doubt.left_out(brief, found, looked=True) == []
    assert doubt.left_out(brief, found) == ["Zephyr"]
    other = replace(brief, prompt="Pay slip Zephyr of the ledger service")
    assert doubt.left_out(other, found, looked=True) == ["ledger", "service"]
