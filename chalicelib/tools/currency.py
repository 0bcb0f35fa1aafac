"""Converting money by reference rates: those bundled with a package, offline, or a table from the settings.

Rates are of one day; a day without any (a weekend, or later than the data) uses the last one before it.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any  # Any: inputs are JSON, and the package is untyped

from chalicelib.domain.outcome import Done, Failed, Outcome
from chalicelib.tools.formats import currency_code, day, moment, money, rounded

LONGEST_GAP = 31
Rate = tuple[Decimal, date]


def convert_currency(inputs: Mapping[str, Any], table: Mapping[str, Any] | None = None) -> Outcome:
    """`table`: {"base", "date", "rates": {code: number}}, in place of the bundled rates; that of the inputs wins."""
    table = inputs.get("rates") or table
    source, target = currency_code(inputs["from_currency"]), currency_code(inputs["to_currency"])
    wanted = moment(inputs.get("date")) if inputs.get("date") else None
    if inputs.get("date") and wanted is None:
        return Failed("invalid_input", f"date {inputs['date']!r} is not a date such as 2026-01-31", "date")
    on = None if wanted is None else date(wanted.year, wanted.month, wanted.day)
    found = _from_table(source, target, table) if table else _bundled(source, target, on)
    if isinstance(found, Failed):
        return found
    rate, rate_date = found
    amount = Decimal(str(inputs["amount"]))
    converted = rounded(amount * rate, target)
    shown = rate.quantize(Decimal("0.000001")).normalize()
    text = f"{money(amount, source)} is {money(converted, target)} (rate {shown:f} of {day(rate_date)})"
    return Done({
        "amount": _plain(converted), "currency": target, "original_amount": inputs["amount"],
        "original_currency": source, "rate": float(shown), "rate_date": rate_date.isoformat(), "text": text,
    })


def _from_table(source: str, target: str, table: Mapping[str, Any]) -> Rate | Failed:
    rates = {currency_code(str(code)): rate for code, told in table["rates"].items() if (rate := _rate(told))}
    rates[currency_code(str(table["base"]))] = Decimal(1)
    for code in (source, target):
        if code not in rates:
            return _unknown(code, sorted(rates))
    told = moment(str(table.get("date")))
    if told is None:
        return Failed("invalid_input", f"the table of rates is of no day: its date is {table.get('date')!r}", "rates")
    return rates[target] / rates[source], date(told.year, told.month, told.day)


def _rate(told: Any) -> Decimal | None:
    """A number, or one that is written as a text; None for what nobody could convert by."""
    try:
        rate = Decimal(str(told))
    except InvalidOperation:
        return None
    return rate if rate.is_finite() and rate > 0 else None


def _bundled(source: str, target: str, on: date | None) -> Rate | Failed:
    try:
        converter = _converter()
    except ImportError:
        return Failed("unavailable", "there are no exchange rates here; install the package CurrencyConverter or "
                      "configure a table of rates", "no_rates")
    for code in (source, target):
        if code not in converter.currencies:
            return _unknown(code, sorted(converter.currencies))
    from currency_converter import RateNotFoundError

    last = min(converter.bounds[code].last_date for code in (source, target))
    at = last if on is None else min(on, last)
    for days in range(LONGEST_GAP):
        try:
            return Decimal(converter.convert(1, source, target, at - timedelta(days=days))), at - timedelta(days=days)
        except RateNotFoundError:
            continue
    return Failed("not_found", f"there is no rate from {source} to {target} for {at.isoformat()}", "no_rate")


@cache
def _converter() -> Any:
    from currency_converter import CurrencyConverter

    return CurrencyConverter(decimal=True)


def _unknown(code: str, known: list[str]) -> Failed:
    return Failed("invalid_input", f"there is no rate for {code!r}; known are {', '.join(known)}", "unknown_currency")


def _plain(amount: Decimal) -> int | float:
    return int(amount) if amount == amount.to_integral_value() else float(amount)
