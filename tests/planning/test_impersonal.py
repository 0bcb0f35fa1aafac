"""A value is kept only if it means the same to everybody who asks, by the name and the schema of its input."""

import json

import pytest

from chalicelib.domain.binding import Literal, Mention, Output
from chalicelib.domain.lesson import Lesson, Memory
from chalicelib.planning.composer.composer import Composer
from chalicelib.planning.composer.schema import param
from chalicelib.planning.door import catalogue_from_tools, evidence, memory_of, plain
from chalicelib.planning.impersonal import directs, identifies, impersonal, named
from chalicelib.planning.lessons import lesson_id
from chalicelib.planning.planner import Brief
from chalicelib.planning.recall import sources
from tests.fields import fields
from tests.fields.driver import taught_by

SOMEBODYS = [
    ("email", "cy.ware@example.com"), ("to", "cy"), ("recipient", "Cy Ware"), ("candidate", "Cy Ware"),
    ("name", "Ida"), ("title", "Rye"), ("invoiceId", 3001), ("code", "PX-501"), ("handle", "kofi"), ("phone", "+49"),
    ("amount", 61000), ("salary", 61000), ("fee", 12.5), ("duration", 30), ("due_date", "2026-03-01"),
    ("city", "Zwickau"), ("city", "BAD_ZWICKAU"), ("nurse_name", "GRACE_HILL"),
    ("text", "please pay"), ("query", "paid"), ("nurse", "Grace"), ("ward", "Grace Hill"), ("url", "https://a.example"),
    ("queue", "cy@example.com"), ("status", "waits for 30015"), ("color", "x" * 50), ("tags", ["red"]), ("who", "lin"),
]
NOBODYS = [
    ("status", "OPN"), ("state", "In Progress"), ("list_name", "Completed"), ("priority", "P1"),
    ("customer_type", "gold"),
    ("currency", "EUR"), ("shed", "North"), ("grade", "ripe"), ("limit", 20), ("per_page", 50), ("urgent", True),
    ("country", "de"), ("user_status", "paused"), ("quality", "archival"), ("purpose", "BEST_MATCH"),
]


@pytest.mark.parametrize(("name", "value"), SOMEBODYS)
def test_what_is_somebodys_is_not_kept(name, value):
    assert not impersonal(value, named(name))


@pytest.mark.parametrize(("name", "value"), NOBODYS)
def test_what_means_the_same_to_everybody_is_kept(name, value):
    assert impersonal(value, named(name))


def test_what_the_schema_names_is_nobodys_but_not_what_only_the_description_of_an_address_does():
    choices = param("region_code", ("region_code",), True, {"type": "string", "enum": ["EU-1", "US-2"]})
    many = param("days", ("days",), True, {"type": "array", "items": {"enum": ["Mon", "Tue"]}})
    told = param("depot", ("depot",), True, {"type": "string", "description": "One of D-1, D-2 or D-3."})
    address = param("email", ("email",), True, {"type": "string", "description": "One of amy, bo or cy."})

    assert impersonal("EU-1", choices) and not impersonal("EU-9", choices)
    assert impersonal(["Mon"], many) and not impersonal(["Mon", "cy"], many)
    assert impersonal("D-2", told) and not impersonal("amy", address)


def test_a_key_that_the_caller_makes_up_directs_nothing_and_a_name_identifies_without_directing():
    assert not directs(named("idempotency_key")) and directs(named("account_id")) and directs(named("assignee"))
    assert identifies(named("title")) and not directs(named("title"))
    assert not identifies(named("list_name"))


# what past runs leave


@pytest.mark.parametrize("kind", [one for one in fields.DEVELOPED if one.pasts], ids=lambda one: one.name)
def test_no_lesson_of_a_field_holds_what_identifies_a_record_of_it(kind):
    held = [pair for rows in kind.rows.values() for row in rows for pair in row.items()]
    told = [(name, value) for name, value in held if value is not None and not isinstance(value, bool)]
    identities = {str(value) for name, value in told if identifies(named(name))}
    kept = [one for one in taught_by(kind, kind.runs()) if one.kind in ("fact", "word")]
    values = {str(one.content.get("value")) for one in kept}
    values |= {str(json.loads(one.content["what"])) for one in kept if one.content.get("from") == "constant"}
    values |= {str(value) for one in kept if one.kind == "word" for value in _given(one.content.get("answer"))}

    assert identities and not values & identities
    assert values, "the twin: something is kept"


def _given(answer):
    return answer["set"].values() if isinstance(answer, dict) else [answer]


DOCUMENT = {"tools": [
    {"name": "send_card", "description": "Sends a card.", "parameters": {
        "type": "object", "required": ["email"],
        "properties": {"email": {"type": "string"}, "paper": {"type": "string"}, "copies": {"type": "integer"}}}},
    {"name": "list_friends", "description": "Lists friends.", "parameters": {"type": "object", "properties": {}}},
]}
KNOWN = catalogue_from_tools(DOCUMENT, carried_out=True)
PROMPTS = ("Send a card to Amy", "Send a birthday card", "Please send a card today", "Send another card")


def card(prompt, **inputs):
    return {"prompt": prompt, "status": "succeeded", "steps": [{"tool": "send_card", "arguments": inputs}]}


def inputs_of(prompt, memory):
    plan = Composer(looks=False).draft(Brief(prompt, KNOWN, memory))
    return next(one["arguments"] for one in plain(plan)["steps"] if one["tool"] == "send_card")


def test_a_constant_of_past_runs_is_given_on_only_if_it_is_nobodys():
    runs = [card(prompt, email="cy@example.com", paper="white", copies=12) for prompt in PROMPTS]

    assert inputs_of("Send a card to Bo", memory_of(KNOWN, runs)) == {"paper": "white"}


def test_a_plan_that_the_words_make_gets_from_runs_only_what_the_words_leave_open():
    memory = memory_of(KNOWN, [card(prompt, email="x", paper="white") for prompt in PROMPTS])

    def paper(prompt):
        (step,) = Composer().draft(Brief(prompt, KNOWN, memory)).steps
        return step.inputs["paper"].value, bool(step.lessons)

    assert paper("Send a card to bo7@example.com") == ("white", True)
    assert paper("Send a card on blue paper to bo7@example.com") == ("blue", False)


def test_a_value_that_the_run_had_read_before_is_of_a_record_and_no_constant():
    looks = {"tool": "list_friends", "arguments": {}, "result": [{"friend": "Cy", "likes": "White"}]}
    runs = [card(prompt, email="x", paper="white") for prompt in PROMPTS]
    seen = [{**run, "steps": [looks, *run["steps"]]} for run in runs]

    assert inputs_of("Send a card to Bo", memory_of(KNOWN, runs)) == {"paper": "white"}
    assert "paper" not in inputs_of("Send a card to Bo", memory_of(KNOWN, seen))


def test_a_memory_that_is_older_than_the_rule_gives_no_address_either():
    content = {"from": "constant", "what": '"cy@example.com"'}
    key = sources.key("catalogue.send_card", "email")
    old = Lesson(lesson_id("fact", key, content), "fact", key, content, supported=9, backers=9)
    twin = {"from": "constant", "what": '"white"'}
    other = Lesson("les_twin", "fact", sources.key("catalogue.send_card", "paper"), twin, supported=9, backers=9)
    cases = memory_of(KNOWN, [card(prompt) for prompt in PROMPTS]).lessons

    assert inputs_of("Send a card to Bo", Memory((*cases, old, other))) == {"paper": "white"}


# paths


@pytest.mark.parametrize(("path", "kept"), [
    ("rows[0].id", "rows[].id"), ("[-1].id", "[].id"), ("max_by(rows, &made).id", "rows[].id"),
    ("owner.id", "owner.id"), ("@", "@"), ("rows[3].id", ""), ("rows[?name=='Cy'] | [0].id", ""),
    ("rows[0].parts[0].id", ""),
])
def test_of_a_path_it_is_kept_where_the_value_stands_and_not_which_item_was_taken(path, kept):
    found = sources.of_binding(Output("1", path), {"1": "shop.list"}, "", {})

    assert (found.what if found else "") == kept
    old = sources.decoded({"from": "output", "what": path, "action": "shop.list"})
    assert (old.what if old else "") == kept


def test_a_mention_and_a_value_of_the_prompt_are_no_constants():
    assert sources.of_binding(Mention("x", "x"), {}, "x", {}).origin == "mention"
    assert sources.of_binding(Literal("x"), {}, "say x", {"enum": ["x"]}) is None
    assert len(list(evidence(KNOWN, {}, []))) == 0
