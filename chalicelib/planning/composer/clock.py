"""The user's clock: what "now" and "today" mean for a request.

In this order: a sentence of the prompt that tells it ("Today's date is Thursday, 2023-11-30 and the current time is
09:00."), the `now` of the context, the task's own instant in the context's timezone.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from chalicelib.planning.composer import iso, layout, manners, spelling, taken_back
from chalicelib.planning.composer.calendar_words import DAYS
from chalicelib.planning.composer.dates import When, find
from chalicelib.planning.composer.numerals import numbered
from chalicelib.planning.planner import Brief

NOW = "now"
_NAMES = (NOW, "current_time", "current_datetime", "current_date", "today")
"""Facts of the context that tell the clock, the surest first."""

_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
_SENTENCE = re.compile(r"[^\s.!?](?:[^.!?\n]|(?<=\d)\.(?=\d)|(?<=[ap])\.(?=m\b)|(?<=\b[ap]\.m)\.)*[.!?]?\s*")
_WORDS = (
    "today today's todays date time day now current currently the is it it's its and at on of for as that note"
)
_TELLS = frozenset(_WORDS.split()) | frozenset(DAYS)
"""All that a sentence may hold beside a date and a time, if it is to tell the clock and nothing else."""


_CLOCK = r"(?<![\w:])(\d{1,2}(?::\d{2}(?: ?[ap]m)?| ?[ap]m)|noon|midnight) "


def heard(brief: Brief) -> Brief:
    """The brief in one line, without slips, manners and what it takes back.

    The clock that its prompt tells is a fact of the context.  The user's own zone behind a time of day says nothing
    more: "20:00 UTC" is 20:00 to who lives by it.
    """
    written = numbered(spelling.corrected(layout.flat(brief)))
    brief = _in_own_zone(iso.coded(manners.without(taken_back.without(written))))
    for sentence in _SENTENCE.finditer(brief.prompt):
        moment = _told(sentence[0])
        if moment is not None:
            rest = f"{brief.prompt[: sentence.start()]}{brief.prompt[sentence.end() :]}".strip()
            return replace(brief, prompt=rest, context={**brief.context, NOW: moment.isoformat()}) if rest else brief
    return brief


def _in_own_zone(brief: Brief) -> Brief:
    zone = zone_of(brief)
    if not any(character.isdigit() for character in brief.prompt):
        return brief
    names = "|".join(re.escape(name) for name in {zone, _short(brief.now, zone)} if name)
    said = re.sub(rf"{_CLOCK}\(?(?:{names})\b\)?", r"\1", brief.prompt)
    return replace(brief, prompt=said) if said != brief.prompt else brief


def _short(now: int, zone: str) -> str:
    """How the zone is called on that day: CET."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return (_EPOCH + timedelta(milliseconds=now)).astimezone(ZoneInfo(zone)).tzname() or ""
    except (ZoneInfoNotFoundError, ValueError):
        return ""


def now_of(brief: Brief) -> datetime:
    """The moment of the request on the user's own clock, without a zone."""
    told = (brief.context.get(name) for name in _NAMES)
    moments = (_read(fact) for fact in told if isinstance(fact, str))
    return next((moment for moment in moments if moment), None) or local(brief.now, zone_of(brief))


def zone_of(brief: Brief) -> str:
    return str(brief.context.get("timezone") or "UTC")


def local(now: int, zone: str) -> datetime:
    """`now` (ms since 1970, UTC) as the clocks of the zone show it; UTC where there is no such zone."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    moment = _EPOCH + timedelta(milliseconds=now)
    try:
        return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    except (ZoneInfoNotFoundError, ValueError):
        return moment.replace(tzinfo=None)


def _read(text: str) -> datetime | None:
    """A moment in ISO 8601, or as people write it ("Thursday 2023-11-30 09:00"); None where none is certain."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return _moment(text)


def _told(sentence: str) -> datetime | None:
    """The moment, if the sentence tells the clock and nothing else, and says so: "today is", "the current date is"."""
    left = _without(sentence, _found(sentence))
    words = re.findall(r"[a-z][a-z']*", left.lower())
    says = {"today", "today's", "todays", "current", "currently", "now"} & {*words}
    return _moment(sentence) if says and {"is", "it's"} & {*words} and {*words} <= _TELLS else None


def _moment(text: str) -> datetime | None:
    """The one date with a year that the text names, at the time that it names."""
    found = _found(text)
    days = {one.first[:10] for one in found if one.kind in ("date", "datetime") and one.first[:4] in text}
    clocks = [one.first[11:16] if one.kind == "datetime" else one.first for one in found if one.kind != "date"]
    return datetime.fromisoformat(f"{days.pop()}T{clocks[0] if clocks else '00:00'}") if len(days) == 1 else None


def _found(text: str) -> tuple[When, ...]:
    """What is temporal and absolute: "today" is what is told here, and a weekday only repeats the date."""
    kinds = ("date", "datetime", "time")
    named = (one for one in find(text, date(1970, 1, 1)) if one.kind in kinds)
    return tuple(one for one in named if re.search(r"\d", text[one.start : one.end]))


def _without(text: str, found: tuple[When, ...]) -> str:
    def kept() -> Iterator[str]:
        at = 0
        for one in found:
            yield text[at : one.start]
            at = one.end
        yield text[at:]

    return " ".join(kept())
