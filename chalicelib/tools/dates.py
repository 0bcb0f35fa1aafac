"""Reckoning with dates.  The day it starts from is an input: nothing here knows what day it is."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any  # Any: inputs are JSON

from chalicelib.domain.outcome import Done, Failed, Outcome
from chalicelib.tools.formats import day, instant, moment

UNITS = ("years", "months", "weeks", "days", "hours", "minutes")


def date_arithmetic(inputs: Mapping[str, Any]) -> Outcome:
    """`date` moved by the given units (negative: back), and how far it is from there to `until`."""
    from dateutil.relativedelta import relativedelta

    start = _moment(inputs["date"])
    until = _moment(inputs["until"]) if inputs.get("until") is not None else None
    for name, found in (("date", start), ("until", until)):
        if inputs.get(name) is not None and found is None:
            return Failed("invalid_input", f"{name} {inputs[name]!r} is not a date such as 2026-01-31", name)
    assert start is not None
    moved = {unit: int(inputs[unit]) for unit in UNITS if inputs.get(unit)}
    if moved.keys() & {"hours", "minutes"} and not isinstance(start, datetime):
        start = datetime(start.year, start.month, start.day)
    try:
        end = start + relativedelta(**moved)  # type: ignore[arg-type]  # the stub knows no unpacked mapping
    except (OverflowError, ValueError):
        return Failed("invalid_input", f"{inputs['date']} moved by {moved} is not a date", "date")
    return Done(_told(end, until))


def _told(end: date, until: date | None) -> dict[str, Any]:
    told: dict[str, Any] = {
        "date": end.isoformat().replace("+00:00", "Z"), "day": end.isoformat()[:10],
        "weekday": f"{end:%A}", "text": f"{end:%A}, {day(end, with_time=True)}",
    }
    if until is None:
        return told
    seconds = (_utc(until) - _utc(end)).total_seconds()
    return {**told, "days_until": int(seconds // 86_400), "hours_until": round(seconds / 3600, 4)}


def _moment(value: Any) -> date | None:
    return moment(value) or instant(value)


def _utc(value: date) -> datetime:
    if not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    return value if value.tzinfo else value.replace(tzinfo=UTC)
