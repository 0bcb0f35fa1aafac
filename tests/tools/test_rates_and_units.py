"""Conversions and summaries take what other services say: a table of rates, and which amounts are cents."""

import pytest

from chalicelib.domain.outcome import Done, Failed
from chalicelib.tools.currency import convert_currency
from chalicelib.tools.summary import in_whole_units, summarized

TABLE = {"base": "EUR", "date": "2026-11-28", "rates": {"USD": 1.25, "JPY": 160, "XXX": None}}


def convert(**table):
    return convert_currency({"amount": 80, "from_currency": "EUR", "to_currency": "USD", "rates": {**TABLE, **table}})


def test_a_table_among_the_inputs_is_what_is_converted_by():
    found = convert()

    assert isinstance(found, Done) and found.output["amount"] == 100
    assert found.output["text"] == "80.00 EUR is 100.00 USD (rate 1.25 of 28 Nov 2026)"


@pytest.mark.parametrize(("table", "signal"), [
    ({"rates": {"JPY": 160}}, "unknown_currency"), ({"rates": {"USD": 0}}, "unknown_currency"),
    ({"date": "yesterday"}, "rates"),
])
def test_a_table_without_the_currency_or_of_no_day_is_refused(table, signal):
    found = convert(**table)

    assert isinstance(found, Failed) and found.signal == signal


def test_amounts_in_cents_are_told_in_whole_units_of_their_currency_and_others_as_they_are():
    bill = {"id": "b1", "total": 22450, "paid": 5, "currency": "eur", "lines": [{"amount": 9950, "currency": "jpy"}]}

    told = in_whole_units(bill, ["total", "amount"])

    assert (told["total"], told["paid"], told["lines"]) == (224.5, 5, [{"amount": 9950.0, "currency": "jpy"}])
    assert "total 224.50 EUR" in summarized(told)
    assert in_whole_units({"total": 22450}, ["total"]) == {"total": 22450}
