"""What the fields of observed records hold: moments, numbers, truths, addresses, categories, or free text."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal  # Any: values are JSON

from chalicelib.planning.records.reach import Row

Shape = Literal["moment", "number", "truth", "address", "text", "none"]
_WORD = re.compile(r"[^\W_]+")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?.*)?$")


def words(value: Any) -> tuple[str, ...]:
    """The words of a value in lower case: `In Progress`, `in-progress` and `in_progress` are the same."""
    return tuple(word.lower() for word in _WORD.findall(str(value)))


def names(rows: Sequence[Row]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row.values))


def column(rows: Sequence[Row], name: str) -> list[Any]:
    return [row.values[name] for row in rows if row.values.get(name) not in (None, "")]


def shape(rows: Sequence[Row], name: str) -> Shape:
    held = column(rows, name)
    if not held:
        return "none"
    if all(isinstance(value, bool) for value in held):
        return "truth"
    if all(isinstance(value, str) and _MOMENT.match(value) for value in held):
        return "moment"
    if all(number(value) is not None for value in held):
        return "number"
    if all(isinstance(value, str) and "@" in value for value in held):
        return "address"
    return "text"


def number(value: Any) -> float | None:
    if isinstance(value, bool):
        return None
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def moment(value: Any) -> datetime | None:
    """A written moment without its zone; a day is its midnight."""
    try:
        return datetime.fromisoformat(str(value).strip()[:19].replace(" ", "T"))
    except ValueError:
        return None


def written(when: datetime, like: Any) -> str:
    """The moment in the form of an example: `2026-03-01`, `2026-03-01 09:00:00`, `2026-03-01T09:00`."""
    example = str(like)
    if len(example) <= 10:
        return when.strftime("%Y-%m-%d")
    between = "T" if "T" in example else " "
    seconds = len(re.findall(":", example[:19])) == 2
    return when.strftime(f"%Y-%m-%d{between}%H:%M" + (":%S" if seconds else "")) + (
        "Z" if example.endswith("Z") else ""
    )
