"""Moments that a request speaks of, as bounds: which field they limit is not decided here."""

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from chalicelib.planning.composer import mentions
from chalicelib.planning.composer.calendar_words import MONTHS
from chalicelib.planning.composer.dates import begin, plus
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.words import Token, bag

TIMED = ("date", "period", "time", "datetime")
_HOUR_AHEAD = bag("at before after from until till by around")
_YEAR_AHEAD = bag("in before after since until till from during of")
_OF_MONTHS, _LIMITS = bag("from since during"), bag("since before after")
_BEFORE = bag("before until till by earlier older prior")
_AFTER = bag("after since later newer past starting onwards")
_PARTS = {"morning": (0, 12), "afternoon": (12, 18), "evening": (17, 24)}
TONIGHT = bag("tonight")
"""Days of which only the evening is meant."""
_WHOLE = timedelta(days=1) - timedelta(seconds=1)
_EDGE = re.compile(
    r"\b(?P<at>end|start|beginning) of (?:(?P<which>the|this|next|last)\s+)?"
    r"(?P<unit>week|month|quarter|year|[A-Z][a-z]+)\b"
)


@dataclass(frozen=True, slots=True)
class Span:
    """Both ends included; None is open.  `clock`: only the time of day is limited."""

    first: datetime | None
    last: datetime | None
    clock: bool = False

    def holds(self, when: datetime) -> bool:
        if self.clock:
            first, last = self.first, self.last
            return (first is None or when.time() >= first.time()) and (last is None or when.time() <= last.time())
        return (self.first is None or when >= self.first) and (self.last is None or when <= self.last)


def marks(text: str, words: tuple[Token, ...], now: datetime) -> tuple[Found, ...]:
    """The mentions of the text; bare hours ("before 2") follow the working day."""
    read = [_year(one) for one in _months(mentions.read(text, words, now.date()), words, now)]
    found = tuple(one for one in read if one.kind != "period" or text[one.end : one.end + 1] != "-")
    return tuple(map(_hour, _ranged(_edged(found, text, words, now), text)))


def _edge(match: re.Match[str], today: date) -> date | None:
    """The first or last day of the week, month or year that is told."""
    unit, which = match["unit"].lower(), (match["which"] or "").lower()
    if unit in MONTHS:
        number = MONTHS[unit]
        first, unit = date(today.year + (number < today.month), number, 1), "month"
    elif unit in ("week", "month", "quarter", "year"):
        first = plus(begin(today, unit), {"next": 1, "last": -1}.get(which, 0), unit)
    else:
        return None
    return first if match["at"] != "end" else plus(first, 1, unit) - timedelta(1)


def edges(text: str, today: date) -> Iterator[tuple[int, int, date]]:
    """Where a first or last day is told, and which day that is."""
    for match in _EDGE.finditer(text):
        if (day := _edge(match, today)) is not None:
            yield *match.span(), day


def _edged(found: tuple[Found, ...], text: str, words: Sequence[Token], now: datetime) -> tuple[Found, ...]:
    """The mentions with the edges of time that records are told by: "before the end of May"; "since" one that was."""
    for start, end, day in edges(text, now.date()):
        before = tuple(token.low for token in words if token.end <= start and token.low != "the")
        lead = before[-1] if before else ""
        if lead not in _LIMITS or any(one.kind == "quote" and one.start < end and start < one.end for one in found):
            continue
        if lead == "since" and day > now.date():
            day = plus(day + timedelta(1), -1, "year") - timedelta(1)
        edge = Found(start, end, "date", str(day), text[start:end], before=before[-3:])
        kept = (one for one in found if one.end <= start or end <= one.start)
        found = tuple(sorted((*kept, edge), key=lambda one: one.start))
    return found


_LYING, _REACHING = bag("is are lies lie falls fall dates"), bag("to until till through - –")


def _ranged(found: Sequence[Found], text: str) -> tuple[Found, ...]:
    """The mentions with two days as one period where the words say what lies between them.

    "Move it from April 1 to April 5" says no such thing.
    """
    kept = [*found]
    for one, other in pairwise(found):
        lead, joint = text[: one.start].lower().split()[-2:], text[one.end : other.start].strip().lower()
        between = lead[-1:] == ["between"] and joint == "and"
        reaching = lead[-1:] == ["from"] and lead[0] in _LYING and joint in _REACHING
        if one.kind == other.kind == "date" and (between or reaching) and one in kept:
            whole = replace(one, end=other.end, kind="period", last=other.value, text=text[one.start : other.end])
            kept[kept.index(one) : kept.index(other) + 1] = [whole]
    return tuple(kept)


def _year(one: Found) -> Found:
    """A bare number of four digits behind "in" or "before" is a year."""
    told = one.kind == "number" and one.text.isdigit() and 1900 <= int(one.value) < 2100
    if not told or one.before[-1:] == () or one.before[-1] not in _YEAR_AHEAD:
        return one
    return replace(one, kind="period", value=f"{one.value}-01-01", last=f"{one.value}-12-31")


def _months(read: Sequence[Found], words: Sequence[Token], now: datetime) -> list[Found]:
    """The mentions with months that stand in front of a noun or behind "from": "her April booking", "those from April".

    "April's booking" is somebody's.
    """
    found = list(read)
    for at, token in enumerate(words):
        number = MONTHS.get(token.low, 0) if len(token.text) > 3 and token.text[0].isupper() else 0
        behind = words[at + 1] if at + 1 < len(words) else None
        held = next((one for one in found if token in one), None)
        ends = held is None or (held.kind == "name" and held.end == token.end)
        noun = behind is not None and behind.word and behind.text.islower() and behind.content
        alone = held is None or held.start == token.start
        led = alone and at > 0 and words[at - 1].low in _OF_MONTHS and (behind is None or not behind.text[0].isdigit())
        if number and at and ends and (noun or led):
            first = datetime(now.year, number, 1)
            last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
            found = [one for one in found if one is not held]
            if held is not None and held.start < token.start:
                found.append(replace(held, end=token.start - 1, text=held.text[: token.start - 1 - held.start]))
            found.append(Found(token.start, token.end, "period", str(first.date()), token.text, last=str(last.date())))
    return sorted(found, key=lambda one: one.start)


def _hour(one: Found) -> Found:
    if (
        one.kind == "time"
        and one.before[-1:]
        and one.before[-1] in _HOUR_AHEAD
        and ":" in one.text
        and "m" not in one.text.lower()
    ):
        hour, minute = one.value.split(":")
        if 1 <= int(hour) <= 6 and not one.text.startswith("0"):
            return replace(one, value=f"{int(hour) + 12}:{minute}")
        return one
    told = one.kind == "number" and isinstance(one.value, int) and 0 < one.value < 24 and one.text.isdigit()
    ends = (
        not one.after
        or not one.after[0].isalpha()
        or one.after[0] in ("on", "tomorrow", "today", "with", "and", "for", "in")
    )
    if not told or not ends or one.before[-1:] == () or one.before[-1] not in _HOUR_AHEAD - {"by"}:
        return one
    if one.after[:1] in (("%",), ("-",)):
        return one
    hour = one.value + 12 if one.value <= 6 else one.value
    return replace(one, kind="time", value=f"{hour:02d}:00")


def span(one: Found, now: datetime, lead: Sequence[str]) -> Span:
    """What the mention limits, by the words in front of it."""
    first, last = (_nearest(one, when, now) for when in ends(one, now))
    clock = one.kind == "time"
    near = {*lead[-2:]}
    if one.text.lower().endswith(" ago") and (compared := _ago(lead, first, last, clock)):
        return compared
    if near & _BEFORE:
        inclusive = near & {"until", "till", "by"}
        return Span(None, (last if inclusive else first - timedelta(seconds=1)), clock)
    if near & _AFTER:
        inclusive = near & {"since", "starting", "onwards"}
        return Span(first if inclusive else last + timedelta(seconds=1), None, clock)
    return Span(first, last, clock)


def part_of_day(word: str) -> Span | None:
    """The hours of "morning" and the like, on any day."""
    told = _PARTS.get(word)
    if told is None:
        return None
    first, end = (datetime.min + timedelta(hours=hour) for hour in told)
    return Span(first, end - timedelta(seconds=1), True)


def _ago(lead: Sequence[str], first: datetime, last: datetime, clock: bool) -> Span | None:
    """ "More than two days ago" is before that day, "less than two days ago" after it."""
    if lead[-1:] not in (("than",), ["than"]):
        return Span(None, first - timedelta(seconds=1), clock) if lead[-1:] in (("over",), ["over"]) else None
    if lead[-2] in ("more", "longer"):
        return Span(None, first - timedelta(seconds=1), clock)
    return Span(last + timedelta(seconds=1), None, clock) if lead[-2] in ("less", "fewer") else None


def _nearest(one: Found, when: datetime, now: datetime) -> datetime:
    """Of a day or month without a year, the one that is nearest: records have a past as well as a future."""
    if one.kind == "period" and _month(one.text) and abs(now - when) > timedelta(days=183):
        return _moved(when, 1 if when < now else -1)
    leap = (when.month, when.day) == (2, 29)
    late = when - now > timedelta(days=183)
    return when.replace(year=when.year - 1) if _yearless(one) and not leap and late else when


def _yearless(one: Found) -> bool:
    """Whether it is a day of which the year is not told."""
    dated = one.kind == "date" and one.text[-1:].isalnum() and any(char.isdigit() for char in one.text)
    return dated and not re.search(r"\d{4}", one.text) and "in " not in one.text


def corrected(one: Found, when: datetime, held: datetime, now: datetime) -> datetime:
    """The day in the place of one that a record holds: where that has been, a day without a year has been, too."""
    leap = (when.month, when.day) == (2, 29)
    past = held <= now < when and _yearless(one) and not leap
    earlier = when.replace(year=when.year - 1) if past else when
    return earlier if abs(earlier - held) < abs(when - held) else when


def _month(text: str) -> bool:
    """Whether a month is named, and no year."""
    words = [word.lower().rstrip(".,") for word in text.split()]
    return not any(char.isdigit() for char in text) and any(word in MONTHS for word in words)


def _moved(when: datetime, years: int) -> datetime:
    """The same end of the month in another year."""
    last = (when + timedelta(days=1)).month != when.month
    first = when.replace(day=1, year=when.year + years)
    return first.replace(day=calendar.monthrange(first.year, first.month)[1] if last else when.day)


def ends(one: Found, now: datetime) -> tuple[datetime, datetime]:
    if one.kind == "time":
        at = datetime.combine(now.date(), datetime.strptime(str(one.value), "%H:%M").time())
        return at, at
    if one.kind == "datetime":
        at = datetime.fromisoformat(str(one.value)[:19])
        return at, at
    first = datetime.fromisoformat(str(one.value))
    if one.kind == "date":
        return first, first + _WHOLE
    last = datetime.fromisoformat(str(one.last)) + _WHOLE
    rolling = bool({*one.text.lower().split()} & {"last", "past", "next", "coming", "previous"}) and any(
        char.isdigit() for char in one.text
    )
    if rolling and first.date() == now.date():
        return now, last
    if rolling and str(one.last) == str(now.date()):
        return first, now
    return first, last


def shifted(when: datetime, one: Found, back: bool) -> datetime:
    """The moment moved by a duration."""
    count = float(one.value) * (-1 if back else 1)
    unit = one.unit.rstrip("s")
    hours = {"second": 1 / 3600, "sec": 1 / 3600, "minute": 1 / 60, "min": 1 / 60, "hour": 1.0, "hr": 1.0}
    days = {"day": 1, "night": 1, "week": 7, "fortnight": 14}
    if unit in hours:
        return when + timedelta(hours=count * hours[unit])
    if unit in days:
        return when + timedelta(days=count * days[unit])
    return datetime.combine(plus(when.date(), int(count), unit), when.time())
