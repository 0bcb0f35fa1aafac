"""How often, and how often at once, an account may call a tool: read from its registration."""

from collections.abc import Mapping
from typing import Any  # Any: registrations are JSON

from chalicelib.tools.source import invalid

MOST_CALLS = 1_000_000
LONGEST_PERIOD = 24 * 3600
MOST_AT_ONCE = 500
REMEDY = 'write {"calls": 100, "per_seconds": 60}'


def read_limits(registration: Mapping[str, Any]) -> dict[str, Any]:
    """`rate_limit` and `max_concurrent`, checked; what is not given is not limited."""
    limits: dict[str, Any] = {}
    rate, at_once = registration.get("rate_limit"), registration.get("max_concurrent")
    if rate is not None:
        if not isinstance(rate, Mapping):
            raise invalid("rate_limit", rate, REMEDY)
        calls = _number(rate.get("calls"), "rate_limit.calls", MOST_CALLS)
        limits["rate_limit"] = {
            "calls": calls, "per_seconds": _number(rate.get("per_seconds", 1), "rate_limit.per_seconds", LONGEST_PERIOD)
        }
    if at_once is not None:
        limits["max_concurrent"] = _number(at_once, "max_concurrent", MOST_AT_ONCE)
    return limits


def _number(value: Any, field: str, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
        raise invalid(field, value, f"give a whole number from 1 to {most}")
    return value
