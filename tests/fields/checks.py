"""What the services of several fields look at before they take an input, and how their answers are declared."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, time
from typing import Any

from tests.fields.service import Refusal, Row, Rows, contains, equal, find


def day(told: object) -> str:
    try:
        return date.fromisoformat(str(told)).isoformat()
    except ValueError:
        raise Refusal("dates are written as YYYY-MM-DD") from None


def clock(told: object) -> str:
    try:
        return time.fromisoformat(str(told)).strftime("%H:%M")
    except ValueError:
        raise Refusal("times are written as HH:MM") from None


def whole(told: object, least: int, most: int) -> int:
    if not isinstance(told, int) or isinstance(told, bool) or not least <= told <= most:
        raise Refusal(f"a whole number from {least} to {most} is needed")
    return told


def words(told: object) -> str:
    if not isinstance(told, str) or not told:
        raise Refusal("a text is needed")
    return told


def boolean(told: object) -> bool:
    if not isinstance(told, bool):
        raise Refusal("true or false is needed")
    return told


def one_of(told: object, *allowed: str) -> str:
    if told not in allowed:
        raise Refusal(f"one of {', '.join(allowed)} is needed")
    return str(told)


def matching(rows: Sequence[Row], texts: Mapping[str, Any], **equals: Any) -> list[Row]:
    """Rows that hold each of these texts and have each of these values."""
    return contains(equal(rows, equals), texts)


def changing(row: Row, fields: dict[str, Any], **checks: Callable[[Any], object]) -> Row:
    """The row with what is told of it, in the service's own order and looked at."""
    if not fields or {*fields} - {*checks}:
        raise Refusal(f"give at least one of {', '.join(checks)}")
    row.update({name: check(fields[name]) for name, check in checks.items() if name in fields})
    return row


def step(rows: Rows, table: str, key: Any, to: str, *before: str) -> Row:
    """The record with this key in another state, where it may go there from the one that it is in."""
    row = find(rows[table], next(iter(rows[table][0])), key)
    if row["status"] not in before:
        raise Refusal(f"{key} is {row['status']}")
    row["status"] = to
    return row


def shape(**fields: object) -> dict[str, Any]:
    return {"type": "object", "properties": fields}


def array(**fields: object) -> dict[str, Any]:
    return {"type": "array", "items": shape(**fields)}


def body(told: object) -> dict[str, Any]:
    if not isinstance(told, dict):
        raise Refusal("an object is needed")
    return told


def texts(told: object) -> list[str]:
    if not isinstance(told, list) or not all(isinstance(one, str) and one for one in told):
        raise Refusal("an array of texts is needed")
    return told
