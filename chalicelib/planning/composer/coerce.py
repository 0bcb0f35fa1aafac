"""Values in the type that a schema asks for, or None where a mention cannot be one."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any  # Any: values are JSON

from chalicelib.planning.composer.fit import kind_of
from chalicelib.planning.composer.mentions import COUNTED, Found
from chalicelib.planning.composer.schema import Param, param, type_of
from chalicelib.planning.composer.words import stem, text_stems

_UNITS = {
    "second": 1,
    "sec": 1,
    "minut": 60,
    "min": 60,
    "hour": 3600,
    "hr": 3600,
    "day": 86400,
    "night": 86400,
    "week": 604800,
    "fortnight": 1209600,
    "month": 2592000,
    "year": 31536000,
}
_DMY = re.compile(r"\bDD[/.-]MM[/.-]YYYY\b", re.IGNORECASE)
_MDY = re.compile(r"\bMM[/.-]DD[/.-]YYYY\b", re.IGNORECASE)


def value_for(target: Param, found: Found) -> Any:
    """The mention as a value of the parameter; None if it cannot be one."""
    match target.type:
        case "integer" | "number":
            return _number(target, found)
        case "boolean" | "object":
            return None
        case "array":
            inner = items(target)
            value = value_for(inner, found)
            return None if value is None else [value]
    return _text(target, found)


def items(target: Param) -> Param:
    """The parameter that one entry of a list parameter is."""
    given = target.schema.get("items") or {"type": "string"}
    schema: Mapping[str, Any] = given[0] if isinstance(given, list) else given
    described = {"description": target.describes, **schema}
    inner = param(target.name, target.path, target.required, described)
    return inner if type_of(schema) != "array" else param(target.name, target.path, False, {"type": "string"})


def _number(target: Param, found: Found) -> int | float | None:
    value: Any = found.value
    if found.kind == "duration":
        value = _in_units(target, found)
    elif found.kind == "money":
        value = _in_minor_units(target, found)
    elif found.kind == "id" and str(value).isdigit():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if target.type == "integer":
        if float(value) != int(value):
            return None
        value = int(value)
    number: int | float = value
    low, high = target.schema.get("minimum"), target.schema.get("maximum")
    if (isinstance(low, int | float) and value < low) or (isinstance(high, int | float) and value > high):
        return None
    return number


def _in_units(target: Param, found: Found) -> int | float:
    """A duration in the unit that the parameter's name or description asks for."""
    given = _UNITS.get(stem(found.unit), 0)
    words = [*target.stems, *target.about]
    asked = next((word for word in words if word in _UNITS), "")
    if not asked or not given or stem(found.unit) == asked:
        return float(found.value) if not float(found.value).is_integer() else int(found.value)
    amount = float(found.value) * given / _UNITS[asked]
    return int(amount) if amount.is_integer() else amount


def _in_minor_units(target: Param, found: Found) -> Any:
    """An amount of money in cents or the like, where the parameter counts them."""
    from chalicelib.planning.revise.money import counts_minor_units, decimals

    if not counts_minor_units(target.schema, target.name):
        return found.value
    amount = round(float(found.value) * 10 ** decimals(found.unit), 6)
    return int(amount) if amount.is_integer() else amount


def _text(target: Param, found: Found) -> Any:
    if target.enum:
        return enum_value(target.enum, text_stems(str(found.value)))
    if found.kind in ("period", "time") and kind_of(target) == "text" and not target.format:
        return found.text  # an input that takes no day or time of day takes the words: "last month", "1:50"
    if found.kind in ("date", "period", "datetime", "time"):
        return _moment(target, found)
    if found.kind == "tag":
        return found.text[1:] if found.text[0] == "#" else found.text.lstrip("@")
    if found.kind == "id" and found.text.startswith("#"):
        return found.value
    if found.kind in COUNTED:
        if found.kind == "money" and {"currenc", "currency"} & {*target.stems}:
            return found.unit
        return found.text if found.kind in ("percent", "duration") else _digits(found)
    value = found.value
    return value if _allowed(target, value) else None


def _digits(found: Found) -> str:
    if found.kind == "number" and found.unit:
        return found.text  # the unit is a part of it: "200mg"
    return re.sub(r"[^\d.-]", "", found.text) or str(found.value)


def _allowed(target: Param, value: Any) -> bool:
    pattern = target.schema.get("pattern")
    if not isinstance(pattern, str) or not isinstance(value, str):
        return True
    try:
        return bool(re.search(pattern, value))
    except re.error:
        return True


def _instant(local: str, zone: str) -> str:
    """A moment on the user's clock, with its offset."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    moment = datetime.fromisoformat(local)
    try:
        moment = moment.replace(tzinfo=ZoneInfo(zone or "UTC"))
    except (ZoneInfoNotFoundError, ValueError):
        moment = moment.replace(tzinfo=UTC)
    return moment.isoformat().replace("+00:00", "Z")


def _moment(target: Param, found: Found) -> Any:
    value = str(found.value)
    if found.kind == "time":
        if target.format == "date-time":
            return _instant(f"{found.last}T{value}:00", found.zone)
        return (
            value if target.format != "date" and not (target.temporal and {"date", "day"} & {*target.stems}) else None
        )
    if target.format == "date-time" and found.kind == "date":
        return _instant(f"{value}T00:00:00", found.zone)
    if target.format == "time":
        return None
    if target.format == "date":
        return value[:10]
    year, month, day = value[:10].split("-")
    if told := _DMY.search(target.describes):
        return told[0][2].join((day, month, year))
    if told := _MDY.search(target.describes):
        return told[0][2].join((month, day, year))
    return value


def enum_value(allowed: Iterable[Any], stems: Iterable[str]) -> Any:
    """The allowed value whose words all occur among the stems; the longest if several do."""
    have = set(stems)
    best, size = None, 0
    for value in allowed:
        if isinstance(value, bool) or value is None:
            continue
        words = text_stems(str(value).replace("_", " ")) or (str(value).lower(),)
        if set(words) <= have and len(words) > size:
            best, size = value, len(words)
    return best
