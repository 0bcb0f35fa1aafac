"""What a step's output shows to be needed: conversions, choices, loops, pages, renamed fields."""

from dataclasses import replace

import jmespath
import pytest

from chalicelib.domain.binding import (
    Answer,
    Condition,
    Context,
    Item,
    Literal,
    Output,
    Several,
    Text,
    Values,
    resolve,
)
from chalicelib.domain.edit import CarryOn, GiveUp, Insert, Replace
from chalicelib.domain.lesson import Lesson
from chalicelib.domain.outcome import Done, Failed
from chalicelib.domain.plan import Plan, Step
from chalicelib.planning.check import check_edit
from chalicelib.planning.planner import Run
from chalicelib.planning.revise import revise
from chalicelib.planning.revise.renamed import fact_key, known_path

from .made_up import NUMBER, TEXT, action, brief, catalogue, listing, record, run, step

TRIP = catalogue(
    action(
        "rail.list_tickets",
        "List tickets.",
        {"traveller": TEXT},
        output=listing("tickets", id=TEXT, fare=NUMBER, currency=TEXT, bought_on=TEXT),
    ),
    action("rail.get_ticket", "One ticket.", {"ticket": TEXT}, output=record(id=TEXT, fare=NUMBER, currency=TEXT)),
    action("rail.refund_ticket", "Refund.", {"ticket": TEXT, "fare": NUMBER}, effect="unsafe"),
    action("wall.pin_note", "Pin a note.", {"text": TEXT}, effect="unsafe"),
    action("budget.set_limit", "Set a limit.", {"limit": NUMBER, "currency": TEXT}, effect="idempotent"),
)
TICKETS = step("1", "rail.list_tickets", traveller="t1")
TWO = {
    "tickets": [
        {"id": "k1", "fare": 40, "currency": "GBP", "bought_on": "2026-01-05"},
        {"id": "k2", "fare": 55.5, "currency": "GBP", "bought_on": "2026-03-01"},
    ]
}
SUMMARY = step("2", "utility.summarize", data=Output("1", "max_by(tickets, &bought_on)"))


def after(
    output,
    *plan,
    prompt="Summarise the latest ticket",
    actions=TRIP,
    context=None,
    lessons=(),
    more=False,
    done=(),
    outputs=None,
):
    """The edit after the first step of `plan` gave `output`; checked like every edit."""
    first = plan[0]
    so_far = run(*plan, done=done, outputs={**(outputs or {}), first.id: output})
    edit = revise(brief(prompt, actions, context, lessons), so_far, first, Done(output, more=more))
    return check_edit(edit, so_far, first, actions)


def seen(edit, output, *plan, sid, outputs=None, context=None):
    """The inputs of step `sid` once what the edit inserted is done."""
    whole = Plan((*plan, *edit.steps))
    step = whole.effective(sid, [plan[0].id, *(one.id for one in edit.steps)])
    values = Values({plan[0].id: output, **(outputs or {})}, context or {})
    return {name: resolve(binding, values) for name, binding in step.inputs.items()}


# currency


def test_an_amount_in_another_currency_than_the_context_prefers_is_converted():
    edit = after(TWO, TICKETS, SUMMARY, context={"currency": "CHF"})

    (convert,) = edit.steps
    assert (convert.tool, convert.action) == ("utility", "convert_currency")
    values = Values({"1": TWO}, {"currency": "CHF"})
    assert {name: resolve(one, values) for name, one in convert.inputs.items()} == {
        "amount": 55.5,
        "from_currency": "GBP",
        "to_currency": "CHF",
    }
    assert convert.label == "1a" and convert.revision == 2
    assert convert.reason == "the fare is in GBP, the user's context prefers CHF"


def test_the_summary_shows_the_original_and_the_converted_amount():
    edit = after(TWO, TICKETS, SUMMARY, context={"currency": "CHF"})

    inputs = seen(edit, TWO, TICKETS, SUMMARY, sid="2", outputs={edit.steps[0].id: {"text": "CHF 61.00"}})
    assert inputs == {"data": TWO["tickets"][1], "extra": "CHF 61.00"}


@pytest.mark.parametrize("context", [{}, {"currency": "GBP"}, {"currency": "gbp"}, {"currency": "gold"}])
def test_nothing_is_converted_where_the_context_prefers_nothing_else(context):
    assert after(TWO, TICKETS, SUMMARY, context=context) == CarryOn()


def test_a_currency_that_the_prompt_asks_for_goes_before_the_context():
    edit = after(TWO, TICKETS, SUMMARY, prompt="Summarise the latest ticket in SEK", context={"currency": "CHF"})

    assert resolve(edit.steps[0].inputs["to_currency"], Values({}, {})) == "SEK"


def test_nothing_is_converted_without_an_action_that_converts():
    actions = replace(TRIP, actions={r: a for r, a in TRIP.actions.items() if "convert" not in r})

    assert after(TWO, TICKETS, SUMMARY, actions=actions, context={"currency": "CHF"}) == CarryOn()


def test_any_action_with_the_words_and_inputs_of_a_conversion_serves():
    bureau = action(
        "bureau.exchange",
        "Convert money between currencies.",
        {"value": NUMBER, "source": TEXT, "target": TEXT},
        output=record(result=NUMBER),
    )
    actions = replace(
        TRIP,
        actions={
            **{r: a for r, a in TRIP.actions.items() if "convert" not in r},
            bureau.ref: bureau,
        },
    )

    edit = after(TWO, TICKETS, SUMMARY, actions=actions, context={"currency": "CHF"})

    assert edit.steps[0].tool == "bureau" and set(edit.steps[0].inputs) == {"value", "source", "target"}


def test_an_amount_in_minor_units_is_converted_as_the_whole_amount():
    cents = {"type": "integer", "description": "The fare in cents."}
    actions = replace(
        TRIP,
        actions={
            **TRIP.actions,
            "rail.list_tickets": action(
                "rail.list_tickets",
                "",
                {"traveller": TEXT},
                output=listing("tickets", id=TEXT, fare=cents, currency=TEXT, bought_on=TEXT),
            ),
        },
    )
    output = {"tickets": [{"id": "k1", "fare": 4050, "currency": "GBP", "bought_on": "2026-01-05"}]}

    edit = after(output, TICKETS, SUMMARY, actions=actions, context={"currency": "CHF"})

    assert edit.steps[0].inputs["amount"] == Literal(40.5)


@pytest.mark.parametrize(
    "says", ["In major units: 12.5 is 12 and a half, not cents.", "The fare.", "Fare in whole units"]
)
def test_an_amount_in_major_units_is_converted_as_it_is(says):
    fare = {"type": "number", "description": says}
    listed = action(
        "rail.list_tickets", "", {"traveller": TEXT}, output=listing("tickets", id=TEXT, fare=fare, currency=TEXT)
    )
    output = {"tickets": [{"id": "k1", "fare": 4050, "currency": "GBP", "bought_on": "2026-01-05"}]}

    edit = after(
        output,
        TICKETS,
        SUMMARY,
        actions=replace(TRIP, actions={**TRIP.actions, listed.ref: listed}),
        context={"currency": "CHF"},
    )

    assert edit.steps[0].inputs["amount"].path.endswith(".fare")


def test_an_amount_of_nothing_is_not_the_one_that_is_meant():
    output = {"tickets": [{"id": "k1", "price": 0, "value": 70, "currency": "GBP", "bought_on": "2026-01-05"}]}

    edit = after(output, TICKETS, SUMMARY, context={"currency": "CHF"})

    assert edit.steps[0].inputs["amount"].path.endswith(".value")


def test_the_currency_that_somebody_prefers_is_not_the_one_of_the_amount():
    ticket = {"preferred_currency": "CHF", "id": "k1", "fare": 7, "currency": "GBP", "bought_on": "2026-01-05"}

    edit = after({"tickets": [ticket]}, TICKETS, SUMMARY, context={"currency": "CHF"})

    assert edit.steps[0].inputs["from_currency"].path.endswith(").currency")


def test_a_planned_step_that_fails_is_not_talked_over():
    pins = step("3", "wall.pin_note", "unsafe", text=Output("2", "text"))
    so_far = run(TICKETS, SUMMARY, pins, done=["1"], outputs={"1": TWO})

    edit = revise(brief("Summarise", TRIP), so_far, SUMMARY, Failed("invalid_input", "nothing to summarise"))

    assert isinstance(edit, GiveUp)


def test_of_several_amounts_the_one_that_is_due_is_converted():
    output = {
        "tickets": [
            {
                "id": "k1",
                "amount_paid": 0,
                "amount_due": 70,
                "amount_refunded": 5,
                "currency": "GBP",
                "preferred_currency": "CHF",
                "bought_on": "2026-01-05",
            }
        ]
    }

    edit = after(output, TICKETS, SUMMARY, context={"currency": "CHF"})

    assert edit.steps[0].inputs["amount"].path.endswith(".amount_due")
    assert edit.steps[0].inputs["from_currency"].path.endswith(").currency")


def test_yen_have_no_minor_unit():
    output = {"tickets": [{"id": "k1", "fare_minor": 900, "currency": "JPY", "bought_on": "2026-01-05"}]}

    edit = after(output, TICKETS, SUMMARY, context={"currency": "CHF"})

    assert edit.steps[0].inputs["amount"] == Literal(900)


def test_a_text_with_the_amount_gets_the_converted_one_behind_it():
    note = step(
        "2",
        "wall.pin_note",
        "unsafe",
        text=Text((Literal("Paid "), Output("1", "tickets[0].fare"), Literal(" in all"))),
    )
    output = {"tickets": [TWO["tickets"][0]]}

    edit = after(output, TICKETS, note, context={"currency": "CHF"})

    inputs = seen(edit, output, TICKETS, note, sid="2", outputs={edit.steps[0].id: {"text": "CHF 44"}})
    assert inputs["text"] == "Paid 40 (CHF 44) in all"


def test_an_amount_that_a_service_is_to_act_on_stays_as_it_came():
    refund = step(
        "2",
        "rail.refund_ticket",
        "unsafe",
        ticket=Output("1", "tickets[0].id"),
        fare=Output("1", "tickets[0].fare"),
    )

    assert after({"tickets": TWO["tickets"][:1]}, TICKETS, refund, context={"currency": "CHF"}) == CarryOn()


def test_an_amount_beside_the_wanted_currency_is_exchanged():
    limit = step(
        "2", "budget.set_limit", "idempotent", limit=Output("1", "tickets[0].fare"), currency=Context("currency")
    )

    edit = after({"tickets": TWO["tickets"][:1]}, TICKETS, limit, context={"currency": "CHF"})

    assert edit.steps[0].rebinds == {"2": {"limit": Output(edit.steps[0].id, "amount")}}


def test_a_plan_that_converts_already_is_left_alone():
    convert = step(
        "3",
        "utility.convert_currency",
        amount=Output("1", "max_by(tickets, &bought_on).fare"),
        from_currency="GBP",
        to_currency=Context("currency"),
    )

    assert after(TWO, TICKETS, SUMMARY, convert, context={"currency": "CHF"}) == CarryOn()


def test_labels_in_use_are_passed_over():
    taken = replace(step("n.x", "utility.summarize", data="x"), label="1a")

    assert after(TWO, TICKETS, SUMMARY, taken, context={"currency": "CHF"}).steps[0].label == "1b"


def test_more_amounts_than_a_few_are_shown_as_they_came_and_not_in_part():
    sums = step("2", "utility.summarize", data=Output("1", "tickets"))
    tickets = [{"id": f"k{n}", "fare": n + 1, "currency": "GBP", "bought_on": "x"} for n in range(6)]

    assert len(after({"tickets": tickets[:5]}, TICKETS, sums, context={"currency": "CHF"}).steps) == 5
    assert after({"tickets": tickets}, TICKETS, sums, context={"currency": "CHF"}) == CarryOn()


def test_all_converted_amounts_reach_the_summary():
    sums = step("2", "utility.summarize", data=Output("1", "tickets"))

    edit = after(TWO, TICKETS, sums, context={"currency": "CHF"})

    texts = {made.id: {"text": f"CHF {place}"} for place, made in enumerate(edit.steps)}
    assert seen(edit, TWO, TICKETS, sums, sid="2", outputs=texts)["extra"] == ["CHF 0", "CHF 1"]


def test_a_conversion_that_fails_does_not_cost_the_task():
    (convert,) = after(TWO, TICKETS, SUMMARY, context={"currency": "CHF"}).steps
    so_far = run(TICKETS, SUMMARY, convert, done=["1"], outputs={"1": TWO})
    gone = Failed("invalid_input", "there is no rate for {'GBP'}", "unknown_currency")

    edit = revise(brief("Summarise", TRIP, {"currency": "CHF"}), so_far, convert, gone)

    assert isinstance(edit, Replace) and edit.step.replaces == convert.id
    assert edit.step.action == "format_text" and "no rate" in edit.note
    assert edit.step.inputs["template"] == Literal("convert currency was not possible")


def test_a_conversion_whose_number_is_acted_on_may_not_be_left_out():
    limit = step(
        "2", "budget.set_limit", "idempotent", limit=Output("1", "tickets[0].fare"), currency=Context("currency")
    )
    output = {"tickets": TWO["tickets"][:1]}
    (convert,) = after(output, TICKETS, limit, context={"currency": "CHF"}).steps

    edit = revise(
        brief("", TRIP, {"currency": "CHF"}),
        run(TICKETS, limit, convert, done=["1"], outputs={"1": output}),
        convert,
        Failed("invalid_input", "there is no rate"),
    )

    assert isinstance(edit, GiveUp)


# other units

THERMO = action("lab.read_probe", "Read a probe.", {"probe": TEXT}, output=record(temperature=NUMBER, unit=TEXT))
CONVERT_UNIT = action(
    "lab.convert_unit",
    "Convert a temperature or another unit.",
    {"value": NUMBER, "from_unit": TEXT, "to_unit": TEXT},
    output=record(text=TEXT),
)


def probe(*more):
    return after(
        {"temperature": 20, "unit": "C"},
        step("1", "lab.read_probe", probe="p"),
        step("2", "utility.summarize", data=Output("1")),
        prompt="Tell me the reading of probe p",
        actions=catalogue(THERMO, *more),
        context={"units": "imperial"},
    )


def test_a_temperature_is_converted_if_the_catalogue_can():
    assert probe(CONVERT_UNIT).steps[0].inputs == {
        "value": Output("1", "temperature"),
        "from_unit": Literal("C"),
        "to_unit": Literal("F"),
    }


def test_a_temperature_stays_as_it_is_if_the_catalogue_cannot_convert():
    assert probe() == CarryOn()


def test_a_unit_that_the_prompt_names_goes_before_the_context():
    edit = after(
        {"temperature": 20, "unit": "C"},
        step("1", "lab.read_probe", probe="p"),
        step("2", "utility.summarize", data=Output("1")),
        prompt="Tell me the reading of probe p in kelvin",
        actions=catalogue(THERMO, CONVERT_UNIT),
    )

    assert edit.steps[0].inputs["to_unit"] == Literal("K")


# another language

LETTERS = (
    action("post.get_letter", "A letter.", {"letter": TEXT}, output=record(body=TEXT, language=TEXT)),
    action("wall.pin_note", "Pin a note.", {"text": TEXT}, effect="unsafe"),
)
TRANSLATES = action(
    "tongues.translate_text",
    "Translate a text.",
    {"text": TEXT, "target_language": TEXT},
    output=record(translation=TEXT),
)


def letter(*more, context=None):
    return after(
        {"body": "Guten Tag zusammen", "language": "de-AT"},
        step("1", "post.get_letter", letter="l"),
        step("2", "wall.pin_note", "unsafe", text=Output("1", "body")),
        prompt="Pin the letter",
        actions=catalogue(*LETTERS, *more),
        context=context,
    )


def test_a_text_in_another_language_is_translated_if_the_catalogue_can():
    edit = letter(TRANSLATES, context={"locale": "en-GB"})

    assert edit.steps[0].inputs == {"text": Output("1", "body"), "target_language": Literal("en")}
    assert edit.steps[0].rebinds == {"2": {"text": Output(edit.steps[0].id, "translation")}}


@pytest.mark.parametrize("context", [{}, {"language": "de"}, {"locale": "de-DE"}])
def test_a_text_in_the_users_language_stays_as_it_is(context):
    assert letter(TRANSLATES, context=context) == CarryOn()


def test_a_text_stays_as_it_is_if_nothing_translates():
    assert letter(context={"locale": "en-GB"}) == CarryOn()


# one of a list

CREW = catalogue(
    action("crew.find_people", "Find people.", {"q": TEXT}),
    action("crew.assign_shift", "Assign a shift.", {"person_id": TEXT, "day": TEXT}, effect="idempotent"),
    action("crew.get_person", "A person.", {"person_id": TEXT}),
)
FIND = step("1", "crew.find_people", q="kim")
ASSIGN = step("2", "crew.assign_shift", "idempotent", person_id=Output("1"), day="2026-12-01")
KIMS = {
    "people": [
        {"id": "p1", "name": "Kim Ono", "hired": "2020-02-02"},
        {"id": "p2", "name": "Kim Tal", "hired": "2024-02-02"},
    ]
}


def person(edit, output=KIMS):
    return seen(edit, output, FIND, ASSIGN, sid="2")["person_id"]


def test_the_only_entry_is_taken():
    one = {"people": KIMS["people"][:1]}

    assert person(after(one, FIND, ASSIGN, actions=CREW, prompt="Give Kim the shift"), one) == "p1"


def test_the_entry_that_the_prompt_names_is_taken():
    assert person(after(KIMS, FIND, ASSIGN, actions=CREW, prompt="Give Kim Tal the shift on 1 December")) == "p2"


def test_a_superlative_before_the_noun_chooses():
    edit = after(KIMS, FIND, ASSIGN, actions=CREW, prompt="Give the newest of the people called Kim the shift")

    assert person(edit) == "p2"


def test_a_superlative_of_something_else_does_not_choose():
    edit = after(KIMS, FIND, ASSIGN, actions=CREW, prompt="Give Kim the latest shift")

    assert edit.steps[0].ask is not None


def test_a_superlative_after_the_noun_does_not_choose():
    edit = after(KIMS, FIND, ASSIGN, actions=CREW, prompt="Of the people called Kim, one does the latest shift")

    assert edit.steps[0].ask is not None


def test_two_that_the_prompt_names_are_not_one():
    edit = after(KIMS, FIND, ASSIGN, actions=CREW, prompt="Give Kim Ono or Kim Tal the shift")

    assert edit.steps[0].ask is not None


def test_where_the_words_do_not_decide_the_person_is_asked_with_the_candidates():
    edit = after(KIMS, FIND, ASSIGN, actions=CREW, prompt="Give Kim the shift on 1 December")

    (asked,) = edit.steps
    assert asked.ask.reason == "missing_input"
    assert asked.ask.fields["properties"]["person_id"]["enum"] == ["p1", "p2"]
    assert "Kim Ono" in asked.ask.text and "Kim Tal" in asked.ask.text
    assert asked.rebinds == {"2": {"person_id": Answer(asked.id, "person_id")}}


def test_an_empty_list_ends_the_step_and_says_what_was_looked_for():
    edit = after({"people": []}, FIND, ASSIGN, actions=CREW, prompt="Give Kim the shift")

    assert isinstance(edit, GiveUp) and edit.reason == "not_found"
    assert "crew.find_people found nothing" in edit.detail and "person_id" in edit.detail


def test_an_empty_list_is_an_answer_where_a_condition_asks_for_it():
    guarded = replace(ASSIGN, when=Condition(Output("1", "people"), "empty", negated=True))

    assert after({"people": []}, FIND, guarded, actions=CREW) == CarryOn()


NAMED = replace(ASSIGN, inputs={"person_id": Output("1", "people[?name=='kim tal'] | [0].id"), "day": Literal("x")})


def test_a_name_written_otherwise_is_found():
    edit = after(KIMS, FIND, NAMED, actions=CREW, prompt="Give kim tal the shift")

    assert seen(edit, KIMS, FIND, NAMED, sid="2")["person_id"] == "p2"


def test_a_name_that_is_not_there_ends_the_step_and_names_the_nearest():
    wanted = replace(NAMED, inputs={**NAMED.inputs, "person_id": Output("1", "people[?name=='Kim Tan'] | [0].id")})

    edit = after(KIMS, FIND, wanted, actions=CREW, prompt="Give Kim Tan the shift")

    assert isinstance(edit, GiveUp) and edit.reason == "not_found"
    assert "'Kim Tan'" in edit.detail and "Kim Tal" in edit.detail


FIRST = replace(ASSIGN, inputs={**ASSIGN.inputs, "person_id": Output("1", "people[0].id")})


def test_a_write_does_not_take_the_first_of_several_for_want_of_better():
    assert after(KIMS, FIND, FIRST, actions=CREW, prompt="Give Kim the shift").steps[0].ask is not None


def test_a_read_may_take_the_first_of_several():
    reads = step("2", "crew.get_person", person_id=Output("1", "people[0].id"))

    assert after(KIMS, FIND, reads, actions=CREW, prompt="Who is Kim?") == CarryOn()


def test_the_first_is_meant_where_the_service_was_asked_for_an_order():
    ordered = replace(FIND, inputs={**FIND.inputs, "sort_by": Literal("name")})

    assert after(KIMS, ordered, FIRST, actions=CREW, prompt="Give Kim the shift") == CarryOn()


def test_a_list_that_a_list_is_wanted_for_is_left_alone():
    taker = action("crew.invite", "", {"people": {"type": "array"}}, effect="unsafe")
    invite = step("2", "crew.invite", "unsafe", people=Output("1", "people"))

    assert after(KIMS, FIND, invite, actions=catalogue(CREW.actions["crew.find_people"], taker)) == CarryOn()


# for each


def loop(body, output, *others):
    each = replace(step("4", "utility.for_each", items=Output("1", "people")), body=body)
    so_far = Run(Plan((FIND, each, *others)), {"1": "D"}, {"1": KIMS, "4": output})
    edit = revise(brief("Greet all people", CREW), so_far, each, Done(output))
    return check_edit(edit, so_far, each, CREW)


GREET = Step(
    "b",
    "crew",
    "assign_shift",
    "idempotent",
    {"person_id": Item("id"), "day": Text((Literal("for "), Item("name")))},
)


def test_a_list_becomes_one_step_for_each_item():
    edit = loop(GREET, KIMS["people"])

    values = Values({"4": KIMS["people"]}, {})
    assert [{name: resolve(one, values) for name, one in made.inputs.items()} for made in edit.steps] == [
        {"person_id": "p1", "day": "for Kim Ono"},
        {"person_id": "p2", "day": "for Kim Tal"},
    ]
    assert [made.label for made in edit.steps] == ["4a", "4b"]
    assert edit == loop(GREET, KIMS["people"])


def test_conditions_of_the_body_speak_of_the_item():
    guarded = replace(GREET, when=Condition(Item("hired"), "gt", Literal("2022")))

    assert loop(guarded, KIMS["people"]).steps[1].when.left == Output("4", "[1].hired")


def test_an_empty_list_makes_no_step():
    edit = loop(GREET, [])

    assert isinstance(edit, CarryOn) and "empty" in edit.note


def test_more_items_than_the_cap_allows_are_proposed_all_the_same():
    edit = loop(GREET, [{"id": f"p{n}", "name": f"n{n}"} for n in range(60)])

    assert len(edit.steps) == 60 and len({made.id for made in edit.steps}) == 60
    assert [made.label for made in edit.steps[25:28]] == ["4z", "4aa", "4ab"]


# a field under another name


def test_a_renamed_field_is_found_and_rebound():
    output = {"tickets": [{"id": "k1", "fare_total": 40, "currency": "GBP", "bought_on": "2026-01-05"}]}
    pays = step("2", "budget.set_limit", "idempotent", limit=Output("1", "tickets[0].fare"), currency="GBP")

    edit = after(output, TICKETS, pays)

    assert seen(edit, output, TICKETS, pays, sid="2")["limit"] == 40
    assert edit.steps[0].rebinds == {"2": {"limit": Output("1", "tickets[0].fare_total")}}
    assert "fare_total" in edit.note


def test_a_field_renamed_beyond_recognition_is_found_if_it_is_the_only_change():
    output = {"tickets": [{"id": "k1", "kosten": 40, "currency": "GBP", "bought_on": "2026-01-05"}]}
    pays = step("2", "budget.set_limit", "idempotent", limit=Output("1", "tickets[0].fare"), currency="GBP")

    assert seen(after(output, TICKETS, pays), output, TICKETS, pays, sid="2")["limit"] == 40


@pytest.mark.parametrize(
    "ticket",
    [
        {"id": "k1", "kosten": 40, "extra": 3, "currency": "GBP", "bought_on": "2026-01-05"},
        {"id": "k1", "fare_net": 40, "fare_all": 44, "currency": "GBP", "bought_on": "2026-01-05"},
        {"id": "k1", "fare_total": {"of": 1}, "currency": "GBP", "bought_on": "2026-01-05"},
        {"id": "k1", "currency": "GBP", "bought_on": "2026-01-05"},
        {"id": "k1", "fare": None, "fare_total": 4, "currency": "GBP", "bought_on": "2026-01-05"},
    ],
)
def test_without_exactly_one_plausible_name_nothing_is_rebound(ticket):
    pays = step("2", "budget.set_limit", "idempotent", limit=Output("1", "tickets[0].fare"), currency="GBP")

    assert after({"tickets": [ticket]}, TICKETS, pays) == CarryOn()


def test_a_learned_name_is_used_without_searching():
    known = Lesson("les_1", "fact", fact_key("rail.list_tickets", "fare"), {"value": "kosten"}, 3, 0)
    output = {"tickets": [{"id": "k1", "kosten": 40, "extra": 3, "currency": "GBP", "bought_on": "2026-01-05"}]}
    pays = step("2", "budget.set_limit", "idempotent", limit=Output("1", "tickets[0].fare"), currency="GBP")

    edit = after(output, TICKETS, pays, lessons=[known])

    assert seen(edit, output, TICKETS, pays, sid="2")["limit"] == 40 and "les_1" in edit.note


def test_a_draft_can_ask_for_the_learned_name():
    known = Lesson("les_1", "fact", fact_key("rail.list_tickets", "fare"), {"value": "kosten"}, 3, 0)
    memory = brief("", TRIP, lessons=[known]).memory

    assert known_path(memory, "rail.list_tickets", "tickets[0].fare") == ("tickets[0].kosten", (known,))
    assert known_path(memory, "rail.get_ticket", "fare") == ("fare", ())


# pages

SHELF = catalogue(
    action(
        "shelf.list_books",
        "List books.",
        {"owner": TEXT, "cursor": TEXT, "year": NUMBER},
        required=["owner"],
        output={
            "type": "object",
            "properties": {
                "books": {"type": "array", "items": record(id=TEXT, title=TEXT, pages=NUMBER)},
                "next_cursor": TEXT,
            },
        },
    ),
    action("shelf.lend_book", "Lend a book.", {"book_id": TEXT}, effect="idempotent"),
)
BOOKS = step("1", "shelf.list_books", owner="o1")
PAGE = {
    "books": [{"id": "a", "title": "Ada", "pages": 5}, {"id": "b", "title": "Bel", "pages": 9}],
    "next_cursor": "c2",
}
LAST = {"books": [{"id": "z", "title": "Zoe", "pages": 7}], "next_cursor": ""}
LEND = step("2", "shelf.lend_book", "idempotent", book_id=Output("1", "books[?title=='Zoe'] | [0].id"))
COUNT = step("2", "utility.aggregate", items=Output("1", "books"), operation="sum", field="pages")


def test_what_is_not_on_this_page_is_looked_for_on_the_next():
    edit = after(PAGE, BOOKS, LEND, actions=SHELF, prompt="Lend Zoe")

    (page,) = edit.steps
    assert page.action == "list_books"
    assert page.inputs == {"owner": Literal("o1"), "cursor": Output("1", "next_cursor")}
    assert page.rebinds == {"2": {"book_id": Output(page.id, "books[?title=='Zoe'] | [0].id")}}


def test_what_is_on_this_page_needs_no_other():
    ada = replace(LEND, inputs={"book_id": Output("1", "books[?title=='Ada'] | [0].id")})

    assert after(PAGE, BOOKS, ada, actions=SHELF, prompt="Lend Ada") == CarryOn()


def test_all_of_them_are_put_together_from_every_page():
    edit = after(PAGE, BOOKS, COUNT, actions=SHELF, prompt="How many pages do all my books have?")

    page, merged = edit.steps
    assert merged.action == "concat_items"
    assert merged.inputs == {"pages": Several((Output("1", "books"), Output(page.id, "books")))}
    assert merged.rebinds == {"2": {"items": Output(merged.id, "items")}}


def test_the_page_after_the_next_is_fetched_too():
    first = after(PAGE, BOOKS, COUNT, actions=SHELF, prompt="How many pages do all my books have?")
    page, merged = first.steps
    third = {**PAGE, "next_cursor": "c3"}
    plan = Plan((BOOKS, COUNT, page, merged))
    so_far = Run(plan, {"1": "D"}, {"1": PAGE, page.id: third})

    edit = revise(brief("How many pages do all my books have?", SHELF), so_far, page, Done(third))

    following, joined = edit.steps
    assert following.inputs["cursor"] == Output(page.id, "next_cursor")
    assert joined.rebinds == {merged.id: {"pages": Several((Output("1", "books"), Output(joined.id, "items")))}}


def test_pages_go_on_for_a_superlative_too():
    longest = replace(LEND, inputs={"book_id": Output("1", "max_by(books, &pages).id")})
    unsorted = {"books": [{"id": "a", "pages": 1}, {"id": "b", "pages": 3}], "next_cursor": "c2"}
    page, merged = after(unsorted, BOOKS, longest, actions=SHELF, prompt="Lend the longest book").steps
    third = {**unsorted, "next_cursor": "c3"}
    so_far = Run(Plan((BOOKS, longest, page, merged)), {"1": "D"}, {"1": unsorted, page.id: third})

    edit = revise(brief("Lend the longest book", SHELF), so_far, page, Done(third))

    assert edit.steps[0].inputs["cursor"] == Output(page.id, "next_cursor")


def next_by_header(*pages):
    """The edit after a bare list whose headers lead on to `c9`, with these pages read already."""
    plan = Plan((*pages, replace(LEND, inputs={"book_id": Output(pages[-1].id, "[?title=='Zoe'] | [0].id")})))
    seen = Run(plan, dict.fromkeys((one.id for one in pages), "D"), {pages[-1].id: PAGE["books"]})
    return revise(brief("Lend Zoe", SHELF), seen, pages[-1], Done(PAGE["books"], more=True, onward={"cursor": "c9"}))


def test_a_page_that_only_headers_tell_of_is_asked_for_but_not_for_ever():
    def page(at, cursor):
        return replace(BOOKS, id=f"p{at}", inputs={**BOOKS.inputs, "cursor": Literal(cursor)})

    (following,) = next_by_header(BOOKS).steps

    assert following.inputs == {**BOOKS.inputs, "cursor": Literal("c9")}
    assert isinstance(next_by_header(BOOKS, page(1, "c1")), Insert)
    assert not isinstance(next_by_header(BOOKS, page(1, "c9")), Insert), "it would be asked for ever"
    assert isinstance(next_by_header(BOOKS, *(page(at, f"c{at}") for at in range(10, 18))), Insert)
    assert not isinstance(next_by_header(BOOKS, *(page(at, f"c{at}") for at in range(10, 19))), Insert)


@pytest.mark.parametrize("host", ["shelf.example", "169.254.169.254", "[::1", "user@127.0.0.1:x"])
def test_of_a_link_to_the_next_page_only_the_query_counts_wherever_it_leads(host):
    page = {"books": PAGE["books"], "next": f"https://{host}/books?cursor=c2&year=²#x"}

    edit = after(page, BOOKS, LEND, actions=SHELF, prompt="Lend Zoe")

    (following,) = edit.steps
    assert following.action == "list_books" and following.inputs["cursor"] == Literal("c2")


def test_there_is_an_end_to_the_pages():
    pages = [BOOKS]
    for number in range(2, 20):
        cursor = Output(pages[-1].id, "next_cursor")
        pages.append(replace(BOOKS, id=str(number), inputs={**BOOKS.inputs, "cursor": cursor}))
    followed = []
    for page in pages:
        asks = replace(COUNT, id="99", inputs={**COUNT.inputs, "items": Output(page.id, "books")})
        so_far = Run(Plan((*pages, asks)), {}, {one.id: {"next_cursor": f"c{one.id}"} for one in pages})
        output = {**PAGE, "next_cursor": f"d{page.id}"}
        edit = revise(brief("Count all books", SHELF), so_far, page, Done(output))
        followed.append(isinstance(edit, Insert))

    assert followed == [True] * 9 + [False] * 10


def test_an_action_that_writes_is_not_repeated_for_another_page():
    actions = replace(
        SHELF,
        actions={**SHELF.actions, "shelf.list_books": replace(SHELF.actions["shelf.list_books"], effect="unsafe")},
    )

    assert (
        after(PAGE, replace(BOOKS, effect="unsafe"), COUNT, actions=actions, prompt="Count all books") == CarryOn()
    )


def test_the_last_page_ends_it():
    assert after(LAST, BOOKS, COUNT, actions=SHELF, prompt="How many pages do all my books have?") == CarryOn()


def test_a_summary_that_does_not_speak_of_all_takes_one_page():
    sums = step("2", "utility.summarize", data=Output("1", "books"))

    assert after(PAGE, BOOKS, sums, actions=SHELF, prompt="Tell me about my books") == CarryOn()


@pytest.mark.parametrize(
    ("entries", "pages"),
    [
        ([9, 5, 2], 0),  # sorted that way: nothing later is longer
        ([5, 9, 2], 2),
    ],
)
def test_a_superlative_needs_other_pages_only_if_this_one_does_not_decide(entries, pages):
    output = {"books": [{"id": str(n), "title": "x", "pages": n} for n in entries], "next_cursor": "c2"}
    longest = replace(LEND, inputs={"book_id": Output("1", "max_by(books, &pages).id")})

    edit = after(output, BOOKS, longest, actions=SHELF, prompt="Lend the longest book")

    assert len(getattr(edit, "steps", ())) == pages


def test_a_superlative_reads_from_all_pages_together():
    output = {
        "books": [{"id": "a", "title": "x", "pages": 1}, {"id": "b", "title": "x", "pages": 3}],
        "next_cursor": "c",
    }
    longest = replace(LEND, inputs={"book_id": Output("1", "max_by(books, &pages).id")})

    merged = after(output, BOOKS, longest, actions=SHELF, prompt="Lend the longest book").steps[1]

    path = merged.rebinds["2"]["book_id"].path
    assert jmespath.search(path, {"items": [{"id": "a", "pages": 1}, {"id": "q", "pages": 8}]}) == "q"


def test_a_cursor_that_comes_back_unchanged_is_not_followed():
    again = replace(BOOKS, inputs={**BOOKS.inputs, "cursor": Literal("c2")})

    assert after(PAGE, again, COUNT, actions=SHELF, prompt="Count all books") == CarryOn()


@pytest.mark.parametrize(
    ("inputs", "output", "expected"),
    [
        (
            {"pageToken": TEXT},
            {"books": [{"id": "a"}], "nextPageToken": "t"},
            {"pageToken": Output("1", "nextPageToken")},
        ),
        (
            {"cursor": TEXT},
            {"books": [{"id": "a"}], "meta": {"next_cursor": "t"}},
            {"cursor": Output("1", "meta.next_cursor")},
        ),
        (
            {"starting_after": TEXT},
            {"books": [{"id": "a"}], "has_more": True},
            {"starting_after": Output("1", "books[-1].id")},
        ),
        ({"page": {"type": "integer"}}, {"books": [{"id": "a"}], "hasMore": True}, {"page": Literal(2)}),
        (
            {"continue": TEXT, "limit": NUMBER},
            {"books": [{"id": "a"}], "metadata": {"continue": "t", "resourceVersion": "7", "remainingItemCount": 3}},
            {"continue": Output("1", "metadata.continue")},
        ),
        (
            {"after": TEXT},
            {"books": [{"id": "a"}], "paging": {"next": {"after": "t", "link": "https://shelf.example/b?after=t"}}},
            {"after": Output("1", "paging.next.after")},
        ),
        (
            {"first": NUMBER, "after": TEXT},
            {"books": [{"id": "a"}], "pageInfo": {"hasNextPage": True, "startCursor": "s", "endCursor": "t"}},
            {"after": Output("1", "pageInfo.endCursor")},
        ),
        (
            {"cursor": TEXT},
            {"books": [{"id": "a"}], "response_metadata": {"next_cursor": "t"}},
            {"cursor": Output("1", "response_metadata.next_cursor")},
        ),
        (
            {"marker": TEXT},
            {"books": [{"id": "a"}], "IsTruncated": True, "NextMarker": "t"},
            {"marker": Output("1", "NextMarker")},
        ),
        (
            {"page[cursor]": TEXT, "cursor": TEXT},
            {"books": [{"id": "a"}], "_links": {"next": {"href": "https://shelf.example/b?cursor=t"}}},
            {"cursor": Literal("t")},
        ),
        (
            {"offset": {"type": "integer"}},
            {"books": [{"id": "a"}, {"id": "b"}], "more": True},
            {"offset": Literal(2)},
        ),
        (
            {"page": {"type": "integer"}},
            {"books": [{"id": "a"}], "next": "https://shelf.example/b?page=4"},
            {"page": Literal(4)},
        ),
    ],
)
def test_ways_to_ask_for_the_next_page(inputs, output, expected):
    actions = catalogue(action("shelf.list_books", "", inputs, required=[]))

    edit = after(output, step("1", "shelf.list_books"), COUNT, actions=actions, prompt="Count all books")

    assert edit.steps[0].inputs == expected


@pytest.mark.parametrize(
    ("inputs", "output"),
    [
        ({"after": TEXT}, {"books": [{"id": "a"}], "pageInfo": {"hasNextPage": False, "endCursor": "t"}}),
        ({"continue": TEXT}, {"books": [{"id": "a"}], "metadata": {"continue": ""}}),
        ({"starting_after": TEXT}, {"books": [{"id": "a"}], "has_more": False}),
        ({"cursor": TEXT}, {"books": [{"id": "a"}], "isLastPage": True, "cursor": "t"}),
        ({"name": TEXT, "token": TEXT}, {"books": [{"id": "a"}], "metadata": {"uid": "u"}, "token": {"name": "n"}}),
        ({"page": NUMBER}, {"books": [{"id": "a"}], "metadata": {"page": 1}}),
    ],
)
def test_the_last_page_is_the_last_whatever_else_stands_in_its_envelope(inputs, output):
    actions = catalogue(action("shelf.list_books", "", inputs, required=[]))

    assert after(output, step("1", "shelf.list_books"), COUNT, actions=actions, prompt="Count all books") == CarryOn()


def test_an_action_without_an_input_for_the_cursor_is_not_repeated():
    actions = catalogue(action("shelf.list_books", "", {"owner": TEXT}))

    assert after(PAGE, BOOKS, COUNT, actions=actions, prompt="Count all books") == CarryOn()


# the ordinary case


def test_most_looks_find_nothing():
    assert after({"ok": True}, step("1", "rail.list_tickets", traveller="t"), actions=TRIP) == CarryOn()


def test_edits_are_repeatable_with_the_same_ids():
    one, two = (after(TWO, TICKETS, SUMMARY, context={"currency": "CHF"}) for _ in range(2))

    assert isinstance(one, Insert) and one == two
