"""Numbers that a request spells out, in digits: "thirty minutes", "two hundred and fifty euros", "5 thousand"; months
and sizes in small letters as they are spelled: "april", "500 mb".

"One" is as often a pronoun, a number with a capital a part of a name, one behind "at" an hour, one behind "the" what
was spoken of: they stay.  So do few days, which are understood in words, and all behind a verb of saying or naming, as
that text is the user's own.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from chalicelib.planning.composer.dates import COUNTS
from chalicelib.planning.composer.mentions import Found, begins_in, quotes
from chalicelib.planning.planner import Brief

_NO_NUMERALS = ("a", "an", "dozen", "couple")
_VALUES = {word: number for word, number in COUNTS.items() if number < 100 and word not in _NO_NUMERALS}
_VALUES |= {"sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
NUMERALS = {word: str(number) for word, number in _VALUES.items() if number > 1}
"""The digits of a number that is one word; "one" is seldom a number."""
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
_WORD, _SCALE = "|".join((*_VALUES, *_SCALES)), "|".join(_SCALES)
_NEXT = rf"(?:[ -]|(?:(?<=hundred)|(?<=thousand)|(?<=million)),? and )(?:{_WORD})"
_UNIT = "sec|second|min|minute|hour|day|night|week|month|year"
_FEW = rf"(?:two|three|four|five|six|seven|eight|nine|ten|twelve)[ -](?:{_UNIT})s?\b"
_ORDINAL = r"first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
_NUMBER = re.compile(
    rf"(?<![\w.,'’-])(?<!\bat )(?<!\b(?:not|the|all) )(?<!\b(?:these|those) )(?!{_FEW})"
    rf"(?:(?P<digits>\d+(?:\.\d+)?) (?P<scale>{_SCALE})|"
    rf"(?P<words>(?:a (?={_SCALE}))?(?:{_WORD})(?:{_NEXT})*))(?![\w'’]|-\w|[ -](?:{_ORDINAL})\b)"
)
_BEGINS = re.compile(
    rf"(?:^|(?<=[.!?:] ))(?:{'|'.join(word.capitalize() for word in (*_VALUES, *_SCALES))})(?=(?:-[a-z]+)? [a-z])"
)
"""A number that is only written large because it begins a sentence."""
_SAID = re.compile(
    r"\b(?:tell|ask|remind|message|text|inform|notify|say|says|saying|reply|answer|post|comment|note|warn|called|named|"
    r"titled|call|name|rename|title)\b[^.!?]*$",
    re.IGNORECASE,
)


_SMALL_LETTERS = re.compile(
    r"(?<![\w@./-])(?P<month>january|february|april|june|july|august|september|october|november|december)"
    r"(?![\w@/-]|\.\w)|"
    r"(?<=\d) ?(?P<size>[kmgt]b)\b"
)
"""Not "march" and "may", which are words as well."""
_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
    "twentieth",
)
_DAYS = {word: number for number, word in enumerate(_ORDINALS, 1)}
_DAYS |= {f"twenty-{word}": number + 20 for word, number in _DAYS.items() if number < 10}
_DAYS |= {"thirtieth": 30, "thirty-first": 31}
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAY = re.compile(rf"\b({'|'.join(sorted(_DAYS, key=len, reverse=True))}) of (?={_MONTHS})", re.IGNORECASE)
"""A day of a month that is told by its place: "the first of April"."""


def numbered(brief: Brief) -> Brief:
    """The brief with the numbers of its request in digits."""
    said = plain(brief.prompt)
    return replace(brief, prompt=said, said=brief.said or brief.prompt) if said != brief.prompt else brief


def plain(text: str) -> str:
    if _DAY.search(text):
        own = quotes(text)
        text = _DAY.sub(
            lambda found: found[0] if begins_in(own, found) else f"{_nth(_DAYS[found[1].lower()])} of ", text
        )
    small = _BEGINS.sub(lambda found: found[0].lower(), text)
    if not (_NUMBER.search(small) or _SMALL_LETTERS.search(small)):
        return text
    marks = quotes(text)

    def spelled(found: re.Match[str]) -> str:
        return found[0] if begins_in(marks, found) else found[0].upper() if found["size"] else found[0].capitalize()

    def told(found: re.Match[str]) -> str:
        if begins_in(marks, found) or says(text, marks, found.start()):
            return found[0]
        if found["digits"]:
            return str(round(float(found["digits"]) * _SCALES[found["scale"]]))
        value = _value([word for word in re.findall("[a-z]+", found["words"]) if word != "and"])
        return found[0] if value is None else str(value)

    small = _SMALL_LETTERS.sub(spelled, small)
    said = _NUMBER.sub(told, small)
    return said if said.lower() != text.lower() or _SMALL_LETTERS.search(text) else text


def _nth(day: int) -> str:
    return f"{day}{'th' if day in (11, 12, 13) else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"


def says(text: str, marks: Sequence[Found], at: int) -> bool:
    """Whether a verb of saying or naming stands before the place in its sentence, outside of the quotes `marks`."""
    before = text[:at]
    for one in marks:
        before = f"{before[: one.start]}{' ' * len(before[one.start : one.end])}{before[one.end :]}"
    return _SAID.search(before) is not None


def _value(words: list[str]) -> int | None:
    """What they say together; None for "one" alone, and where they are several numbers: "two three"."""
    total, part, room = 0, 0, 100
    for word in words:
        if word == "hundred":
            part, room = max(part, 1) * 100, 100
        elif word in _SCALES:
            total, part, room = total + max(part, 1) * _SCALES[word], 0, 100
        elif word != "a":
            number = _VALUES[word]
            if number >= room:
                return None
            part, room = part + number, 10 if number >= 20 else 0
    return None if words == ["one"] else total + part
