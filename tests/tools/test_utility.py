"""The built-in tool: deterministic work on values, found by its words."""

import subprocess
import sys
from datetime import date

import pytest
from jsonschema import Draft202012Validator

from chalicelib.domain.outcome import Done, Failed
from chalicelib.tools.formats import day, money, number
from chalicelib.tools.summary import summarized
from chalicelib.tools.utility import Utility, utility_actions
from tests.tools.world import call

ACTIONS = {action.name: action for action in utility_actions()}
RATES = {"base": "EUR", "date": "2026-11-20", "rates": {"USD": 1.25, "JPY": 160, "KWD": 0.4}}
PLANTS = [
    {"name": "mint", "beds": 3, "price": "2.50", "kind": "herb", "sown": "2026-03-01"},
    {"name": "rose", "beds": 12, "price": "9.10", "kind": "bush", "sown": "2025-10-09"},
    {"name": "sage", "beds": None, "price": "3.40", "kind": "herb", "sown": "2026-04-11"},
]


def do(name: str, utility: Utility | None = None, **inputs):
    return (utility or Utility()).call(call(ACTIONS[name], **inputs))


def names(outcome: Done) -> list[str]:
    return [item["name"] for item in outcome.output["items"]]


def test_every_action_reads_and_has_schemas_and_words():
    for action in ACTIONS.values():
        Draft202012Validator.check_schema(action.input_schema)
        Draft202012Validator.check_schema(action.output_schema)
        assert action.effect == "read" and action.via == "utility" and len(action.description) > 30
        described = [entry for entry in action.input_schema["properties"].values() if entry.get("description")]
        assert len(described) == len(action.input_schema["properties"])


@pytest.mark.parametrize(
    ("amount", "source", "target", "converted", "text"),
    [
        (100, "EUR", "USD", 125, "100.00 EUR is 125.00 USD (rate 1.25 of 20 Nov 2026)"),
        (10.01, "usd", "EUR", 8.01, "10.01 USD is 8.01 EUR (rate 0.8 of 20 Nov 2026)"),
        ("19.99", "€", "JPY", 3198, "19.99 EUR is 3,198 JPY (rate 160 of 20 Nov 2026)"),
        (1, "EUR", "KWD", 0.4, "1.00 EUR is 0.400 KWD (rate 0.4 of 20 Nov 2026)"),
        (5, "USD", "USD", 5, "5.00 USD is 5.00 USD (rate 1 of 20 Nov 2026)"),
    ],
)
def test_money_is_rounded_to_the_units_of_its_currency(amount, source, target, converted, text):
    utility = Utility(lambda: RATES)
    output = do("convert_currency", utility, amount=amount, from_currency=source, to_currency=target).output

    assert (output["amount"], output["text"]) == (converted, text)
    Draft202012Validator(ACTIONS["convert_currency"].output_schema).validate(output)


def test_the_bundled_rates_are_of_the_day_or_the_last_one_before():
    saturday = do("convert_currency", amount=100, from_currency="EUR", to_currency="USD", date="2024-03-30").output
    monday = do("convert_currency", amount=100, from_currency="EUR", to_currency="USD", date="2024-03-28").output
    latest = do("convert_currency", amount=100, from_currency="GBP", to_currency="USD", date="2999-01-01").output

    assert (saturday["rate_date"], saturday["rate"]) == ("2024-03-28", monday["rate"]) and monday["amount"] == 108.11
    assert date.fromisoformat(latest["rate_date"]) > date(2025, 1, 1)


@pytest.mark.parametrize(
    ("inputs", "words"),
    [
        ({"from_currency": "ZZZ", "to_currency": "EUR"}, "ZZZ"),
        ({"from_currency": "EUR", "to_currency": "USD", "date": "soon"}, "soon"),
        ({"from_currency": "EUR"}, "to_currency"),
        ({"from_currency": "EUR", "to_currency": "US dollars"}, "to_currency"),
    ],
)
def test_a_conversion_that_cannot_be_made_names_what_is_wrong(inputs, words):
    outcome = do("convert_currency", amount=1, **inputs)

    assert isinstance(outcome, Failed) and outcome.reason == "invalid_input" and words in outcome.detail


def test_without_rates_a_conversion_says_what_to_install():
    program = (
        "import sys; sys.modules['currency_converter'] = None\n"
        "from chalicelib.tools.currency import convert_currency\n"
        "print(convert_currency({'amount': 1, 'from_currency': 'EUR', 'to_currency': 'USD'}))"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout

    assert "reason='unavailable'" in told and "CurrencyConverter" in told


RECORD = {
    "id": "ord_91",
    "number": "O-77",
    "customer": "cus_1",
    "customer_name": "Ada Byron",
    "status": "in_transit",
    "currency": "eur",
    "amount_due": 1240.5,
    "amount_refunded": 0,
    "created": "2026-11-14T09:30:00Z",
    "due_date": "2026-12-14",
    "paid_at": None,
    "gift": True,
    "lines": [{"a": 1}, {"a": 2}],
    "url": "https://x.example",
}
SAID = "O-77 for Ada Byron: in transit; amount due 1,240.50 EUR; created 14 Nov 2026; due 14 Dec 2026; 2 lines"


@pytest.mark.parametrize(
    ("data", "extra", "title", "text"),
    [
        (RECORD, None, "", f"{SAID}."),
        (
            {"ok": True, "order": RECORD, "next_cursor": "x"},
            {"amount": 1550.63, "currency": "USD", "text": "1,550.63 USD"},
            "",
            f"{SAID}. 1,550.63 USD.",
        ),
        (RECORD, {"amount": 1550.625, "currency": "usd"}, "Order", f"Order {SAID}. 1,550.63 USD."),
        ({"data": [{"name": "a", "state": "open"}, {"name": "b"}]}, None, "", "2 entries:\n- a: open\n- b"),
        ({"rows": []}, None, "", "rows: no entries."),
        ([1, 2.5], None, "", "2 entries:\n- 1\n- 2.5"),
        ("just words", None, "Note", "Note: just words."),
        (None, None, "", "There is nothing to summarise."),
        ({}, None, "", "an empty record."),
        (
            {"title": "Watering", "start": "2026-05-01T18:00:00Z", "created": 1777593600, "owner": {"name": "Bo"}},
            None,
            "",
            "Watering for Bo: start 1 May 2026 18:00 UTC; created 1 May 2026.",
        ),
        ({"name": "p", "price": "3.10", "stock": 12000}, None, "", "p: price 3.1; stock 12,000."),
    ],
)
def test_a_summary_says_name_status_money_and_dates_readably(data, extra, title, text):
    assert do("summarize", data=data, extra=extra, title=title) == Done({"text": text})


def test_a_long_list_is_cut_and_says_so():
    assert summarized([{"name": str(n)} for n in range(14)]).endswith("- 9\n- and 4 more")


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ({"kind": "herb"}, ["mint", "sage"]),
        ([{"field": "beds", "is": "gt", "value": 2}], ["mint", "rose"]),
        ([{"field": "kind", "value": "herb"}, {"field": "price", "is": "lt", "value": 3}], ["mint"]),
        ([{"field": "beds", "is": "exists", "not": True}], ["sage"]),
        ([{"field": "name", "is": "contains", "value": "s"}], ["rose", "sage"]),
        ([], ["mint", "rose", "sage"]),
        ({"kind": "tree"}, []),
    ],
)
def test_items_are_selected_by_a_closed_grammar(where, found):
    outcome = do("select_items", items=PLANTS, where=where)

    assert names(outcome) == found and outcome.output["count"] == len(found)
    assert outcome.output["first"] == (next(plant for plant in PLANTS if plant["name"] == found[0]) if found else None)


def test_the_latest_largest_and_first_few_are_found_by_ordering():
    assert names(do("select_items", items=PLANTS, order_by="sown", descending=True, limit=1)) == ["sage"]
    assert names(do("sort_items", items=PLANTS, order_by="price")) == ["mint", "sage", "rose"]
    assert names(do("sort_items", items=PLANTS, order_by="beds", descending=True)) == ["rose", "mint", "sage"]


@pytest.mark.parametrize(
    ("inputs", "value"),
    [
        ({"operation": "count"}, 3),
        ({"operation": "count", "field": "beds"}, 2),
        ({"operation": "sum", "field": "price"}, 15),
        ({"operation": "sum", "field": "beds"}, 15),
        ({"operation": "average", "field": "beds"}, 7.5),
        ({"operation": "min", "field": "price"}, "2.50"),
        ({"operation": "max", "field": "sown"}, "2026-04-11"),
        ({"operation": "distinct", "field": "kind"}, ["herb", "bush"]),
    ],
)
def test_lists_are_aggregated_exactly(inputs, value):
    assert do("aggregate", items=PLANTS, **inputs).output["value"] == value


def test_groups_are_aggregated_and_wrong_fields_are_named():
    grouped = do("aggregate", items=PLANTS, operation="sum", field="price", group_by="kind").output["groups"]

    assert grouped == [{"group": "herb", "value": 5.9, "count": 2}, {"group": "bush", "value": 9.1, "count": 1}]
    assert do("aggregate", items=PLANTS, operation="sum", field="name").reason == "invalid_input"
    assert do("aggregate", items=PLANTS, operation="sum").signal == "field"
    assert do("sort_items", items=PLANTS, order_by="a[").signal == "path"


def test_for_each_gives_the_list_itself_and_pages_are_joined():
    assert do("for_each", items=[1, 2]) == Done([1, 2])
    assert do("concat_items", pages=[[1], {"data": [2, 3], "has_more": False}, 4]).output["items"] == [1, 2, 3, 4]
    assert do("pick_fields", data=PLANTS[:1], fields=["name", "beds"]).output == {"data": [{"name": "mint", "beds": 3}]}


def test_a_template_is_filled_and_a_missing_value_is_named():
    assert do("format_text", template="{a.b} of {{x}} {n}", values={"a": {"b": "y"}, "n": 2.0}).output == {
        "text": "y of {x} 2"
    }
    assert "'z'" in do("format_text", template="{z}", values={}).detail
    assert do("format_text", template="{__class__}", values={}).reason == "invalid_input"


@pytest.mark.parametrize(
    ("inputs", "told"),
    [
        ({"date": "2026-01-31", "months": 1}, {"date": "2026-02-28", "weekday": "Saturday"}),
        ({"date": "2024-02-29", "years": -1}, {"date": "2023-02-28"}),
        ({"date": "2026-11-23T14:00:00Z", "hours": 36}, {"date": "2026-11-25T02:00:00Z", "day": "2026-11-25"}),
        ({"date": "2026-11-23", "minutes": 90}, {"date": "2026-11-23T01:30:00"}),
        ({"date": "2026-11-23", "weeks": 1, "days": -1}, {"date": "2026-11-29", "text": "Sunday, 29 Nov 2026"}),
        ({"date": "2026-11-23", "until": "2026-12-24"}, {"days_until": 31}),
        ({"date": 1777593600}, {"date": "2026-05-01T00:00:00Z"}),
    ],
)
def test_dates_are_reckoned(inputs, told):
    output = do("date_arithmetic", **inputs).output

    assert {key: output[key] for key in told} == told


@pytest.mark.parametrize(
    "inputs",
    [
        {"date": "tomorrow"},
        {"date": "2026-13-01"},
        {"date": "2026-01-01", "years": 9000},
        {"date": "2026-01-01", "until": "x"},
    ],
)
def test_what_is_no_date_is_refused(inputs):
    assert do("date_arithmetic", **inputs).reason == "invalid_input"


def test_formats():
    assert (money(1234567.891, "usd"), money(-5, "JPY")) == ("1,234,567.89 USD", "-5 JPY")
    assert (number(0.1 + 0.2), number(1000), number(0.0)) == ("0.3", "1,000", "0")
    assert day(date(2026, 1, 2), with_time=True) == "2 Jan 2026"
