"""Days of the week in records that come back every week: `MON`, `Friday`, `thu`."""

from collections.abc import Iterable, Sequence
from typing import Any  # Any: values are JSON

from chalicelib.planning.composer.calendar_words import DAYS
from chalicelib.planning.records import shapes
from chalicelib.planning.records.reach import Row


def weekday(value: Any) -> int | None:
    """From 0 for Monday; "Fridays" is Friday, too."""
    low = value.lower() if isinstance(value, str) else ""
    return DAYS.get(low, DAYS.get(low.removesuffix("s")))


def column(rows: Sequence[Row], names: Iterable[str]) -> str:
    """The field that holds a day of the week; "" for none, or several."""
    found = [name for name in names if _held(shapes.column(rows, name))]
    return found[0] if len(found) == 1 else ""


def _held(values: Sequence[Any]) -> bool:
    return bool(values) and all(weekday(value) is not None for value in values)
