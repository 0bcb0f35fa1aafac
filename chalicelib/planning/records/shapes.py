"""What the fields of observed records hold: moments, times of day, numbers, truths, addresses, or texts."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, time
from functools import lru_cache
from itertools import chain
from typing import Any, Literal  # Any: values are JSON

from chalicelib.planning.composer.numerals import NUMERALS
from chalicelib.planning.once import once_each
from chalicelib.planning.records.instants import Instant, Slashed
from chalicelib.planning.records.reach import Row

Shape = Literal["moment", "clock", "number", "truth", "address", "text", "none"]
_WORD = re.compile(r"[^\W_]+")
_LONG = 80
_MOMENT = re.compile(r"(\d{4}[-/.]\d{2}[-/.]\d{2}|\d{2}\.\d{2}\.\d{4})(?:[T ](\d{2}:\d{2}(?::\d{2})?).*)?$")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?$")
_PATTERN = re.compile(
    r"(?:YYYY[-/.]MM[-/.]DD|DD[-/.]MM[-/.]YYYY|MM[-/.]DD[-/.]YYYY)(?:[T ]HH:MM(?::SS)?)?|\bHH:MM(?::SS)?", re.IGNORECASE
)

_PARTS = (
    ("HH:MM:SS", "00:00:00", "%H:%M:%S"), ("HH:MM", "00:00", "%H:%M"), ("YYYY", "2000", "%Y"), ("MM", "01", "%m"),
    ("DD", "01", "%d"),
)  # fmt: skip
_SHOWN = re.compile(r"\b\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?Z?)?")
"""A moment that a description shows: "like 2026-03-11T14:00"."""


def words(value: Any) -> tuple[str, ...]:
    """The words of a value in lower case, numbers in digits: `In Progress` and `in-progress` are the same."""
    text = str(value)
    return _kept(text) if len(text) < _LONG else _words(text)


def _words(text: str) -> tuple[str, ...]:
    return tuple(NUMERALS.get(word, word) for word in map(str.lower, _WORD.findall(text)))


_kept = lru_cache(maxsize=16384)(_words)
"""Every clause is held against every record; long texts are not kept."""


@once_each
def names(rows: Sequence[Row]) -> tuple[str, ...]:
    """The fields of those records; `rows` must not be changed after."""
    return tuple(dict.fromkeys(chain.from_iterable(row.values for row in rows)))


def items(value: Any) -> list[Any]:
    """What a field holds: each of the values of a list, else the one value."""
    if not isinstance(value, list):
        return [] if value is None or value == "" else [value]
    plain = all(isinstance(one, str | int | float) for one in value)
    return [one for one in (value if plain else [value]) if one not in (None, "")]


def column(rows: Sequence[Row], name: str) -> list[Any]:
    return list(chain.from_iterable(items(row.values[name]) for row in rows if name in row.values))


def listed(rows: Sequence[Row], name: str) -> bool:
    """Whether the field holds several values of a record."""
    return any(isinstance(row.values.get(name), list) for row in rows)


def of_records(rows: Sequence[Row], name: str) -> bool:
    """Whether the field holds lists of other records."""
    held = (row.values.get(name) for row in rows)
    return any(isinstance(one, Mapping) for value in held if isinstance(value, list) for one in value)


def nested(rows: Sequence[Row]) -> bool:
    """Whether records hold others, by whose fields they may be told, too."""
    return any(isinstance(value, Mapping) for row in rows for value in row.values.values())


def shape(rows: Sequence[Row], name: str) -> Shape:
    """What the field of those records holds; `rows` must not be changed after."""
    known = _shapes(rows)
    if name not in known:
        known[name] = _shape(rows, name)
    return known[name]


@once_each
def _shapes(rows: Sequence[Row]) -> dict[str, Shape]:
    """The shapes that were found so far."""
    return {}


def _shape(rows: Sequence[Row], name: str) -> Shape:
    held = column(rows, name)
    if not held:
        return "none"
    if listed(rows, name):
        return "text"
    if all(isinstance(value, bool) for value in held):
        return "truth"
    if all(isinstance(value, str | Instant) and moment(value) is not None for value in held):
        return "moment"
    if all(isinstance(value, str) and _CLOCK.match(value) for value in held):
        return "clock"
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
    if isinstance(value, Instant | Slashed):
        return value.local
    told = _MOMENT.match(str(value).strip())
    if told is None:
        return None
    parts = re.split(r"[-/.]", told[1])
    day = "-".join(parts if len(parts[0]) == 4 else reversed(parts))
    try:
        return datetime.fromisoformat(f"{day}T{told[2] or '00:00'}")
    except ValueError:
        return None


def clock(value: Any) -> time | None:
    """A written time of day."""
    told = str(value).strip()
    return time.fromisoformat(told.zfill(5) if len(told) < 6 else told.zfill(8)) if _CLOCK.match(told) else None


def written(when: datetime, like: Any) -> str | int:
    """The moment in the form of an example: `2026-03-01`, `01.03.2026`, `2026-03-01T09:00`, `09:00`, `1773680400`."""
    if isinstance(like, Instant | Slashed):
        return like.at(when)
    example = str(like)
    seconds = ":%S" if example[:19].count(":") == 2 else ""
    if _CLOCK.match(example):
        return when.strftime("%H:%M" + seconds)
    mark = next((char for char in example if not char.isdigit()), "-")
    day = when.strftime(mark.join(("%Y", "%m", "%d") if example[:4].isdigit() else ("%d", "%m", "%Y")))
    if ":" not in example:
        return day
    between, zone = "T" if "T" in example else " ", "Z" if example[-1:] == "Z" else ""
    return day + between + when.strftime("%H:%M" + seconds) + zone


def pattern(describes: str) -> str:
    """An example in the form that a description tells ("DD.MM.YYYY"), "" where it tells none."""
    shown = _SHOWN.search(describes)
    if shown is not None:
        return shown[0]
    told = _PATTERN.search(describes)
    if told is None:
        return ""
    example = form = told[0].upper()
    for part, digits, code in _PARTS:
        example, form = example.replace(part, digits), form.replace(part, code)
    return Slashed(example, form) if form.startswith("%m") else example
