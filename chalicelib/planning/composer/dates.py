"""Dates, times and durations that a text names, reckoned from the user's own day.

Only forms that are certain are read.  A day without a year is the next one that is not past, unless it is a
day of birth or the text looks back.  Whoever needs an exact form gets ISO 8601.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from chalicelib.planning.composer.calendar_words import DAYS, MONTHS, PATTERNS

_CLOCK = re.compile(
    r"\b(?P<hour>\d{1,2})(?::(?P<minute>\d{2}))?(?::(?P<second>\d{2}))?\s*(?P<half>[ap]\.?m\b\.?)"
    r"|\b(?P<h>\d{1,2}):(?P<m>\d{2})(?::(?P<s>\d{2}))?\b"
    r"|\b(?P<word>noon|midnight|midday)\b|\b(?P<sharp>\d{1,2})\s*o'?clock",
    re.IGNORECASE,
)
_BEFORE_CLOCK = re.compile(
    r"(?:(?:\b(?:from|between)\s+)(?P<hour>\d{1,2})(?::(?P<minute>\d{2}))?\s*(?:to|until|till|and|-|–)"
    r"|(?<![\w.,:/-])(?P<h>\d{1,2})(?::(?P<m>\d{2}))?\s?[-–])\s*$",
    re.IGNORECASE,
)
"""The hour in front of another that tells which half of the day it is: "from 4 to 5 pm", "9-11 am"."""
_DURATION = re.compile(
    r"(?<!\d )\b(?P<count>\d+(?:\.\d+)?|a|an|one|two|three|four|five|six|seven|eight|nine|ten|twelve|half an)[\s-]+"
    r"(?:(?:more|extra|additional|further)\s+)?(?P<unit>second|sec|minute|min|hour|hr|day|night|week|fortnight|month|year)s?\b",
    re.IGNORECASE,
)
_WHEN = re.compile(r"\b(?:until|till|by|on|from|to|before|after)\s+$", re.IGNORECASE)
COUNTS = {
    word: number
    for number, word in enumerate(
        (
            *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
            *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
        )
    )
} | {
    "a": 1,
    "an": 1,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "hundred": 100,
    "thousand": 1000,
    "dozen": 12,
    "couple": 2,
}


@dataclass(frozen=True, slots=True)
class When:
    """`kind` says which of the fields hold: a date, a period (both ends included), a time of day, a duration."""

    kind: Literal["date", "period", "time", "datetime", "duration"]
    start: int
    end: int
    first: str
    last: str = ""
    count: float = 0.0
    unit: str = ""


def find(text: str, today: date) -> tuple[When, ...]:
    """Everything temporal in the text, without overlaps, in order."""
    taken: list[When] = []
    for found in (*_dates(text, today), *_clocks(text), *_durations(text)):
        if not any(found.start < other.end and other.start < found.end for other in taken):
            taken.append(found)
    return tuple(sorted(taken, key=lambda when: when.start))


def _dates(text: str, today: date) -> Iterator[When]:
    for kind, pattern in PATTERNS:
        for match in pattern.finditer(text):
            value = _nth(match, today, text) if kind == "nth" else _value(kind, match, today, text)
            if value is not None:
                yield value


def _value(kind: str, match: re.Match[str], today: date, text: str) -> When | None:
    span = match.start(), match.end()
    parts = match.groupdict()
    try:
        match kind:
            case "iso":
                return _iso(span, parts)
            case "range":
                first = _calendar(parts["day"], parts["month"], parts["year"], today)
                return When("period", *span, str(first), str(first.replace(day=int(parts["last"]))))
            case "day":
                back = _looks_back(text[: span[0]])
                return When("date", *span, str(_calendar(parts["day"], parts["month"], parts["year"], today, back)))
            case "slash":
                return _slash(span, parts)
            case "month":
                return _month(span, parts, today)
            case "relative":
                shift = {
                    "today": 0,
                    "tonight": 0,
                    "tomorrow": 1,
                    "yesterday": -1,
                    "day after tomorrow": 2,
                    "day before yesterday": -2,
                }[parts["word"].lower()]
                return When("date", *span, str(today + timedelta(shift)))
            case "weekday":
                return _weekday(span, parts, today, _looks_back(text[: span[0]]))
            case "ago" | "in":
                count = _count(parts["count"]) * (-1 if parts.get("way") == "ago" else 1)
                return When("date", *span, str(plus(today, int(count), parts["unit"].lower())))
            case _:
                return _period(span, parts, today)
    except ValueError:
        return None


def _iso(span: tuple[int, int], parts: dict[str, str]) -> When:
    day = date.fromisoformat(parts["value"])
    if not parts["clock"]:
        return When("date", *span, str(day))
    return When("datetime", *span, f"{day}T{parts['clock']}{parts['zone'] or ''}")


def _month(span: tuple[int, int], parts: dict[str, str], today: date) -> When:
    number = MONTHS[parts["month"].lower().rstrip(".")]
    year = parts.get("year") or today.year - (number > today.month)
    first = date(int(year), number, 1)
    return When("period", *span, str(first), str(plus(first, 1, "month") - timedelta(1)))


def _nth(match: re.Match[str], today: date, text: str) -> When | None:
    """ "Until the 15th": the next such day."""
    number = int(match["day"])
    if not _WHEN.search(text[: match.start()]) or not 0 < number < 32:
        return None
    days = (today + timedelta(ahead) for ahead in range(62))
    return next((When("date", *match.span(), str(day)) for day in days if day.day == number), None)


def _slash(span: tuple[int, int], parts: dict[str, str]) -> When | None:
    a, b, c = (int(parts[name]) for name in "abc")
    if a > 31:
        return When("date", *span, str(date(a, b, c)))
    if c < 1000:
        return None
    month, day = (a, b) if a <= 12 else (b, a)
    return When("date", *span, str(date(c, month, day)))


def _weekday(span: tuple[int, int], parts: dict[str, str], today: date, back: bool) -> When | None:
    name = parts["name"].lower()
    if name in ("mon", "sun", "sat", "wed") and not parts["which"]:
        return None
    ahead = (DAYS[name] - today.weekday() - 1) % 7 + 1
    return When("date", *span, str(today + timedelta(ahead - 7 if parts["which"] == "last" or back else ahead)))


def _period(span: tuple[int, int], parts: dict[str, str], today: date) -> When:
    which, unit = parts["which"].lower(), parts["unit"].lower()
    if parts["count"]:
        count = int(_count(parts["count"]))
        if which in ("next", "coming"):
            return When("period", *span, str(today), str(plus(today, count, unit)))
        return When("period", *span, str(plus(today, -count, unit)), str(today))
    first = begin(today, unit)
    shift = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1}.get(which, 0)
    first = plus(first, shift, unit)
    return When("period", *span, str(first), str(plus(first, 1, unit) - timedelta(1)))


def begin(day: date, unit: str) -> date:
    match unit:
        case "week":
            return day - timedelta(day.weekday())
        case "month":
            return day.replace(day=1)
        case "quarter":
            return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
        case "year":
            return day.replace(month=1, day=1)
    return day


def plus(day: date, count: int, unit: str) -> date:
    if unit in ("day", "week"):
        return day + timedelta(count * (7 if unit == "week" else 1))
    months = day.year * 12 + day.month - 1 + count * {"month": 1, "quarter": 3, "year": 12}[unit]
    year, month = divmod(months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    return day


def _calendar(day: str, month: str, year: str | None, today: date, back: bool = False) -> date:
    number = MONTHS[month.lower().rstrip(".")]
    if year:
        return date(int(year), number, int(day))
    found = date(today.year, number, int(day))
    if found < today and not back:
        return date(today.year + 1, number, int(day))
    return found


def _looks_back(before: str) -> bool:
    return bool(re.search(r"\b(since|born|ago|was|were|had|did|last)\s+(?:on\s+|the\s+)*$", before, re.IGNORECASE))


def _count(text: str) -> float:
    low = text.lower()
    if low.startswith("half"):
        return 0.5
    return float(COUNTS[low]) if low in COUNTS else float(low)


def _clocks(text: str) -> Iterator[When]:
    for match in _CLOCK.finditer(text):
        clock = _clock(match.groupdict())
        if clock:
            yield from _before(text[: match.start()], match["half"], clock)
            yield When("time", match.start(), match.end(), clock)


def _before(text: str, half: str | None, until: str) -> Iterator[When]:
    """The hour from which something lasts until the clock behind it, in the same half of the day or the one before."""
    found = _BEFORE_CLOCK.search(text) if half else None
    if found is None:
        return
    group, minute = ("hour", "minute") if found["hour"] else ("h", "m")
    for which in (half, "am"):
        told = {"word": "", "hour": found[group], "minute": found[minute] or "", "half": str(which), "h": "", "m": ""}
        clock = _clock(told)
        if clock and clock < until:
            yield When("time", *found.span(group)[:1], max(found.end(group), found.end(minute)), clock)
            return


def _clock(parts: dict[str, str]) -> str:
    if parts["word"]:
        return "00:00" if parts["word"].lower() == "midnight" else "12:00"
    hour = int(parts["hour"] or parts["h"] or parts["sharp"])
    minute = int(parts["minute"] or parts["m"] or 0)
    half = (parts["half"] or "").lower()[:1]
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"{hour:02d}:{minute:02d}" if hour < 24 and minute < 60 else ""


def _durations(text: str) -> Iterator[When]:
    for match in _DURATION.finditer(text):
        count = _count(match["count"])
        yield When("duration", match.start(), match.end(), match[0], count=count, unit=match["unit"].lower())
