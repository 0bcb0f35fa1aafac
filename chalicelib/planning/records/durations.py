"""How long something lasts, in the unit in which a field counts: "5 minutes" of an `age` that is told in seconds."""

import re

from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.words import name_parts, stem
from chalicelib.planning.records.reach import Unsure

_DAY = 86400
_SIZES = {
    "second": 1, "sec": 1, "minut": 60, "min": 60, "hour": 3600, "hr": 3600, "day": _DAY, "night": _DAY,
    "week": 7 * _DAY, "fortnight": 14 * _DAY,
}  # fmt: skip
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_UNIT = re.compile(
    r"\b(?:in|of) (?:whole )?(seconds|minutes|hours|days|weeks|months|years)\b|^(seconds|minutes|hours|days|weeks)\b",
    re.IGNORECASE,
)


def minutes(one: Found) -> float:
    return float(one.value) * _SIZES.get(stem(one.unit), 60) / 60


def unit(name: str, describes: str) -> str:
    """The stem of the unit of time in which a field counts, as its name or its description tells; "" for none.

    A `year` is one of the calendar, `years` are counted.
    """
    parts = name_parts(name)
    named = [stem(part) for part in parts if stem(part) in _SIZES or (stem(part) in _MONTHS and part.endswith("s"))]
    told = _UNIT.search(describes)
    return next(iter(named), stem((told[1] or told[2]).lower()) if told else "")


def counts(name: str, describes: str = "") -> bool:
    """Whether a field tells in which unit of time it counts."""
    return bool(unit(name, describes))


def in_unit(one: Found, name: str, describes: str) -> float:
    """The duration in the unit that a field tells, else as it is told; raises where that has no fixed length."""
    counted = unit(name, describes)
    said = stem(one.unit)
    if not counted:
        return float(one.value)
    if (said in _MONTHS) != (counted in _MONTHS):
        raise Unsure(f"it is not clear how many {counted}s are meant by {one.text!r}")
    if counted in _MONTHS:
        return float(one.value) * _MONTHS[said] / _MONTHS[counted]
    return round(float(one.value) * _SIZES.get(said, 60) / _SIZES[counted], 6)
