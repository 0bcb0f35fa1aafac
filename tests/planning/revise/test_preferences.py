"""The currency that a person thinks in, by a locale; the rates that an account goes by; which record is meant by an id
that stands inside it."""

from chalicelib.domain.binding import Literal, Mention, Output
from chalicelib.domain.edit import CarryOn, GiveUp, Insert
from chalicelib.domain.outcome import Done
from chalicelib.planning.revise import revise
from chalicelib.planning.revise.money import CODES
from chalicelib.planning.revise.regions import _CURRENCIES, currency_in

from .made_up import NUMBER, TEXT, action, brief, catalogue, listing, run, step

CLUB = catalogue(
    action("club.list_members", "List members.", {}, output=listing("members", id=TEXT, tongue=TEXT)),
    action("club.list_loans", "List loans.", {"member": TEXT},
           output=listing("loans", id=TEXT, total=NUMBER, currency=TEXT)),
)
WITH_RATES = catalogue(
    *(one for one in CLUB.actions.values() if one.tool == "club"),
    action("bank.latest", "Rates of a currency.", {"base": TEXT}, output={"type": "object", "properties": {
        "base": TEXT, "date": TEXT, "rates": {"type": "object"},
    }}),
)
MEMBERS = step("1", "club.list_members")
LOANS = step("2", "club.list_loans", member=Output("1", "members[1].id"))
SUMMARY = step("3", "utility.summarize", data=Output("2", "loans[0]"))
LOAN = {"loans": [{"id": "l1", "total": 40, "currency": "EUR", "parts": [{"amount": 30, "currency": "EUR"}]}]}


def after_loans(member, actions=CLUB, context=None):
    outputs = {"1": {"members": [{"id": "m0", "locale": "ja-JP"}, member]}, "2": LOAN}
    seen = run(MEMBERS, LOANS, SUMMARY, done=("1",), outputs=outputs)
    return revise(brief("Summarise the loan", actions, context), seen, LOANS, Done(LOAN))


def converts_to(edit):
    assert isinstance(edit, Insert)
    (step,) = [one for one in edit.steps if one.action == "convert_currency"]
    return step.inputs["to_currency"]


def test_a_record_that_the_step_was_asked_by_tells_the_currency_by_its_locale():
    assert converts_to(after_loans({"id": "m1", "preferred_locales": ["en-US", "de-DE"]})) == Literal("USD")
    assert converts_to(after_loans({"id": "m1", "locale": "de_CH"})) == Literal("CHF")


def test_nothing_is_converted_for_a_locale_of_the_same_currency_or_of_no_region():
    assert isinstance(after_loans({"id": "m1", "locale": "de-DE"}), CarryOn)
    assert isinstance(after_loans({"id": "m1", "locale": "de"}), CarryOn)


def test_the_context_comes_before_a_record():
    member = {"id": "m1", "locale": "en-US"}

    assert converts_to(after_loans(member, context={"locale": "en-GB"})) == Literal("GBP")
    assert isinstance(after_loans(member, context={"locale": "fr-FR"}), CarryOn)
    assert converts_to(after_loans(member, context={"locale": "fr-FR", "currency": "nok"})) == Literal("NOK")


def test_a_record_with_an_amount_of_its_own_is_not_converted_part_by_part():
    edit = after_loans({"id": "m1", "locale": "en-US"})

    assert [one.inputs["amount"] for one in edit.steps] == [Output("2", "loans[0].total")]


def test_rates_that_the_catalogue_gives_are_read_first_and_go_into_the_conversion():
    edit = after_loans({"id": "m1", "locale": "en-US"}, WITH_RATES)

    rates, conversion = edit.steps
    assert (rates.tool, rates.action, rates.inputs) == ("bank", "latest", {"base": Output("2", "loans[0].currency")})
    assert conversion.inputs["rates"] == Output(rates.id)


def test_every_region_has_a_currency_that_is_one():
    assert set(_CURRENCIES.values()) <= CODES
    assert [currency_in(one) for one in ("en-US", "de_DE.UTF-8", "zh-Hant-TW", "fr", "x", "en-ZZ")] == [
        "USD", "EUR", "TWD", "", "", ""
    ]


def test_an_entry_is_known_by_a_value_that_is_noted_inside_it():
    found = {"members": [{"id": "m0", "notes": {"user": "user_7"}}, {"id": "m1", "notes": {"user": "user_77"}}]}
    loans = step("2", "club.list_loans", member=Output("1", "members[0].id"))
    seen = run(MEMBERS, loans, outputs={"1": found})
    edit = revise(brief("Summarise the loans of user_77", CLUB), seen, MEMBERS, Done(found))

    assert edit.steps[-1].rebinds["2"]["member"] == Output("1", "members[?notes.user == 'user_77'] | [0].id")
    assert not isinstance(edit.steps[-1].inputs["data"], Mention)


def page_of(*users, more=True):
    return {"members": [{"id": f"m{user}", "notes": {"user": f"user_{user}"}} for user in users], "has_more": more}


PAGED = catalogue(
    action("club.list_members", "List members.", {"starting_after": TEXT}, required=(),
           output=listing("members", id=TEXT, notes={"type": "object"})),
    CLUB.actions["club.list_loans"],
)


BEARS = """members[?contains(to_string(@), '"user_77"')] | [0].id"""


def after_page(output, more=True, path=BEARS):
    loans = step("2", "club.list_loans", member=Output("1", path))
    seen = run(MEMBERS, loans, outputs={"1": output})
    return revise(brief("Post the loans of user_77 in #porters", PAGED), seen, MEMBERS, Done(output, more=more))


def test_an_id_that_no_entry_of_a_page_bears_is_looked_for_on_the_next():
    for path in (BEARS, "members[0].id"):
        edit = after_page(page_of(1, 7, 770), path=path)

        assert edit.steps[0].inputs == {"starting_after": Output("1", "members[-1].id")}
        assert edit.steps[-1].rebinds["2"]["member"] == Output(edit.steps[0].id, path)


def test_no_further_page_is_asked_for_once_the_id_is_there_whatever_else_the_prompt_names():
    assert isinstance(after_page(page_of(1, 77, 770)), CarryOn)
    edit = after_page(page_of(1, 77, 770), path="members[0].id")
    assert edit.steps[-1].rebinds["2"]["member"] == Output("1", "members[?notes.user == 'user_77'] | [0].id")


def test_an_id_that_nothing_bears_on_the_last_page_ends_the_step_and_nobody_else_is_taken():
    edit = after_page(page_of(1, 7, 770, more=False), more=False)

    assert isinstance(edit, GiveUp)
    assert (edit.reason, edit.detail) == ("not_found", "club.list_members has nothing that bears 'user_77' among 3")
