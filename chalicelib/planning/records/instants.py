"""Moments that a service writes as numbers: seconds or milliseconds since 1970, in a field that is called like a time.

They become `Instant`s when records are read, so that they are compared, moved and written like any other moment.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any  # Any: values are JSON

from chalicelib.planning.composer.clock import local
from chalicelib.planning.composer.words import bag, name_stems, stem

_TIMES = frozenset(map(stem, bag(
    "at on date day time timestamp ts due deadline until till since start begin end expire expires expiry created "
    "updated modified closed opened"
)))
_FIRST, _LAST, _MILLIS = 1_000_000_000, 4_000_000_000, 1000
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


def typed(values: Mapping[str, Any], zone: str) -> Mapping[str, Any]:
    """The record with its numbers that are moments as such."""
    found = {name: Instant(value, zone) for name, value in values.items() if _counts(name, value)}
    return {**values, **found} if found else values


def _counts(name: str, value: Any) -> bool:
    if not isinstance(value, int) or isinstance(value, bool):
        return False
    dated = _FIRST <= value < _LAST or _FIRST * _MILLIS <= value < _LAST * _MILLIS
    return dated and bool({*name_stems(name)} & _TIMES)
