"""Moments that a service writes in a way of its own: as numbers, and as days with slashes.

Numbers are seconds or milliseconds since 1970, in a field that is called like a time.  Whether 04/03/2026 is in March
or in April is told by the descriptions, or by a day past the twelfth among the records; else it is but a text.  They
become `Instant`s and `Slashed` when records are read, so that they are compared, moved and written like other moments.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any  # Any: values are JSON

from chalicelib.planning.composer.clock import local
from chalicelib.planning.composer.epoch import EARLIEST, from_1970
from chalicelib.planning.composer.words import name_parts, name_stems, stem_bag

_TIMES = stem_bag(
    "at on date day time timestamp ts due deadline until till since start begin end expire expires expiry created "
    "updated modified closed opened"
)
_WHEN = frozenset(("last", "first", "next", "previous"))
_NO_TIME = stem_bag("id ids number no count size bytes ref key code total")
_LAST, _MILLIS = 4_000_000_000, 1000
_MONTHS = 12
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?:[T ]\d{1,2}:\d{2}(?::\d{2})?)?$")
_FORM, _LEADING = re.compile(r"\b(DD/MM|MM/DD)(?=/YYYY\b)", re.IGNORECASE), re.compile(r"\b0(?=\d/)")
_ZERO = datetime(1970, 1, 1, tzinfo=UTC)


class Instant(int):
    """A whole number that counts from 1970, and the zone of whoever speaks of it."""

    zone: str

    def __new__(cls, value: int, zone: str) -> "Instant":
        made = super().__new__(cls, value)
        made.zone = zone
        return made

    @property
    def unit(self) -> int:
        """How many of it are a second."""
        return _MILLIS if self > _LAST else 1

    @property
    def local(self) -> datetime:
        return local(self * _MILLIS // self.unit, self.zone)

    def at(self, when: datetime) -> int:
        """The moment on the same clock as a number of the same kind."""
        from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

        try:
            zoned = when.replace(tzinfo=ZoneInfo(self.zone))
        except (ZoneInfoNotFoundError, ValueError):
            zoned = when.replace(tzinfo=UTC)
        return (zoned - _ZERO) // timedelta(seconds=1) * self.unit


class Slashed(str):
    """A day with slashes, and the form in which it is written."""

    form: str

    def __new__(cls, value: str, form: str) -> "Slashed":
        made = super().__new__(cls, value)
        made.form = form
        return made

    @property
    def local(self) -> datetime:
        return datetime.strptime(self, self.form)

    def at(self, when: datetime) -> str:
        """The moment in the same form, with as many digits."""
        said = when.strftime(self.form)
        return said if len(self) == len(when.strftime(self.form)) else _LEADING.sub("", said)


def typed(
    values: Mapping[str, Any], zone: str, days: str = "", counted: frozenset[str] = frozenset()
) -> Mapping[str, Any]:
    """The record with its moments as such.

    `days`: how days with slashes are written, see `slashes`.  `counted`: what is said to count from 1970.
    """
    found = {name: Instant(value, zone) for name, value in values.items() if _counts(name, value, counted)}
    return dated({**values, **found} if found else values, days)


def dated(values: Mapping[str, Any], days: str) -> Mapping[str, Any]:
    """The record with its days with slashes as such, see `slashes`."""
    found = {name: said for name, value in values.items() if (said := _slashed(value, days)) is not None}
    return {**values, **found} if found else values


def slashes(records: Iterable[Mapping[str, Any]], described: str) -> str:
    """How the records write days with slashes; "" where they have none, or nothing tells."""
    told = [one for record in records for value in record.values() if isinstance(value, str)
            for one in [_DAY.match(value)] if one is not None]
    days = any(int(one[1]) > _MONTHS for one in told)
    months = any(int(one[2]) > _MONTHS for one in told)
    if told and days == months:
        days, months = described in ("DD/MM", "both"), described in ("MM/DD", "both")
    return "" if not told or days == months else "%d/%m/%Y" if days else "%m/%d/%Y"


def described(texts: Iterable[str]) -> str:
    """The form of days with slashes that the texts tell: "DD/MM", "MM/DD", "both" or ""."""
    said = {one.upper() for text in texts for one in _FORM.findall(text)}
    return "both" if len(said) > 1 else next(iter(said), "")


def _slashed(value: Any, days: str) -> Slashed | None:
    told = _DAY.match(value) if days and isinstance(value, str) else None
    if told is None:
        return None
    clock = {0: "", 1: "%H:%M", 2: "%H:%M:%S"}[value.count(":")]
    made = Slashed(value, days + (value[told.end(3)] + clock if clock else ""))
    try:
        return made if made.local else None
    except ValueError:
        return None


def counted(schema: Any) -> Iterator[str]:
    """The fields and inputs of which a schema says that they count from 1970."""
    if isinstance(schema, Mapping):
        for name, one in schema.items():
            if isinstance(one, Mapping):
                if from_1970(one):
                    yield name
                yield from counted(one)


def _counts(name: str, value: Any, counted: frozenset[str]) -> bool:
    if not isinstance(value, int) or isinstance(value, bool):
        return False
    dated = EARLIEST <= value < _LAST or EARLIEST * _MILLIS <= value < _LAST * _MILLIS
    parts, stems = name_parts(name), {*name_stems(name)}
    when = bool({*parts[:1]} & _WHEN) or (bool(parts) and parts[-1].endswith("ed"))  # `lastSeen`, `shipped`
    return dated and (name in counted or bool(stems & _TIMES) or (when and not stems & _NO_TIME))
