"""Mentions: the values that a prompt itself names, each with its kind, its span and the words in front.

Everything after reading works on mentions, never on strings.  Spans do not overlap: the more certain kind
wins, so that the 10 of 10:30 is no number and the words inside quotes are no names.
"""

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, Literal  # Any: a mention's value is JSON

from chalicelib.planning.composer import dates, names
from chalicelib.planning.composer.currency_words import CURRENCIES
from chalicelib.planning.composer.words import Token, name_parts, stem

Kind = Literal[
    "quote",
    "id",
    "email",
    "url",
    "tag",
    "money",
    "percent",
    "number",
    "date",
    "period",
    "time",
    "datetime",
    "duration",
    "name",
    "phone",
    "path",
    "list",
    "json",
]

COUNTED: Final = ("number", "money", "percent", "duration")
"""Kinds of mention that say how many or how much."""

_WORDS = "|".join(sorted((word for word in CURRENCIES if word.isalpha()), key=len, reverse=True))
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_NUMBER_WORDS = "|".join(sorted((w for w in dates.COUNTS if len(w) > 2), key=len, reverse=True))

_CERTAIN = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (
            "quote",
            r"\"([^\"]+)\"|“([^”]+)”|(?<![A-Za-z0-9])['‘]([^'’]+(?:['’](?:s|t|re)\b[^'’]*)*)['’](?![A-Za-z])|«([^»]+)»|`([^`]+)`",
        ),
        ("url", r"\b(?:https?|ftp)://[^\s<>\"')]+[^\s<>\"').,;:!?]"),
        ("email", r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}"),
        ("tag", r"(?<![\w/])[#@][A-Za-z][\w./-]*\w"),
        (
            "path",
            r"(?<![\w/])(?:[A-Za-z]:[\\/]|~?/)[\w.\\/-]+\w|\b[\w-]+(?:/[\w.-]+)*\.(?:txt|docx?|pdf|csv|xlsx?|json|png|jpe?g|zip|py|md|pptx?|mp[34]|html?)\b",
        ),
        (
            "phone",
            r"(?<!\w)\+\d[\d\s()-]{6,}\d|(?<![\w-])(?:\(?\d{3}\)?[ -])?\d{3}-\d{4}(?![\w-])"
            r"|(?<![\w.(-])(?=\(?0(?:[ ()-]{0,2}\d){8,11}(?![ -]?\d))\(?0\d{1,4}\)?(?:[ -]\d{2,8}){1,4}(?![\w-])",
        ),
        ("id", r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?:/\d{1,2})?(?![\w/]|\.\d)"),
    )
)
_LOOSE = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (
            "id",
            r"\b(?!\d+-(?:year|month|week|day|night|hour|minute|second)s?\b)(?=[\w-]*\d)(?=[\w-]*[a-z])[a-z0-9]+(?:[_-][a-z0-9]+)+(?:\.[a-z0-9][a-z0-9-]*)*\b|#\d+\b|\b[a-z]\w+(?:\.[a-z]\w+)+\b",
        ),
        (
            "money",
            rf"[$€£¥₹]\s?(?:{_NUMBER})(?:\s?[km]\b)?(?:\s(?:USD|EUR|GBP|JPY|CHF|CNY|INR|CAD|AUD)\b)?|\b(?:{_NUMBER})\s?(?:{_WORDS})\b|\b(?:USD|EUR|GBP|JPY|CHF|CNY|INR|CAD|AUD)\s?(?:{_NUMBER})|\b(?:{_NUMBER})\s?[€£]",
        ),
        ("percent", rf"\b(?:{_NUMBER})\s?(?:%|percent\b|per cent\b)"),
    )
)
_CODE = re.compile(
    r"\b(?=[A-Z0-9]*\d)(?=[A-Z0-9]*[A-Z])[A-Z0-9]{4,}\b|\b[a-zA-Z]+\d+[a-zA-Z\d]*(?:\.\d+)*\b|\b\d+[a-zA-Z]+\d+[a-zA-Z\d]*\b|(?<![\d.])\d{7,}\b|"
    r"\b\d+(?=[a-zA-Z]{4})[a-z]*[A-Z]+[a-z][a-zA-Z]*\b"
)
_LETTERS = re.compile(r"\b(?=[A-Z]*[a-z]+[A-Z])[A-Za-z]{7,}\b")
_MEASURE = re.compile(rf"(?<![\w.])({_NUMBER})(?!(?:st|nd|rd|th|k|K)\b)([a-zA-Z°µ%]{{1,4}})(?![\w])")
_ENDS = r"(?=\s*(?:[.,;!?](?!\w)|$)|\s+(?:in|of|for|with|on|at|and|to|from)\b)"
_CALLED = re.compile(rf"\b(?:called|named|titled) ([a-z][\w-]*){_ENDS}")
"""A name that is written small, where nothing else of it follows: "a volume called backups in zone-b"."""
_HYPHENED = re.compile(rf"\b([a-z]+) ([a-z]+(?:-[a-z]+)+){_ENDS}")
_SIZED = re.compile(rf"(?<![\w.])({_NUMBER})\s([KMGTP]i?[Bb](?:ps)?)\b")
_PLAIN = re.compile(rf"(?<![\w.])-?(?:{_NUMBER})(?![\w]|\.\d|,\d)|\b(?:{_NUMBER_WORDS})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """`value` is typed (numbers are numbers, dates ISO); `unit` a currency or a unit; `last` a period's end."""

    start: int
    end: int
    kind: Kind
    value: Any
    text: str
    unit: str = ""
    last: Any = None
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    zone: str = ""
    noun: str = ""
    """What the words beside it say that it identifies ("ticket 4821", "the Billing team")."""
    of: frozenset[str] = frozenset()
    """The inputs whose examples it looks like."""

    def __contains__(self, one: "Token | Found") -> bool:
        """Whether it begins inside."""
        return self.start <= one.start < self.end


def read(
    text: str, words: tuple[Token, ...], today: date, zone: str = "", more: Iterable[Found] = (),
    data: Iterable[Found] = (),
) -> tuple[Found, ...]:
    """All mentions of the prompt, in order, without overlaps; `more` are those that only the catalogue makes such.

    `data`: what is no language at all.
    """
    taken: list[Found] = []
    for group in (
        data,
        _certain(text),
        _isos(text, today),
        more,
        _loose(text, "id"),
        _dates(text, today),
        _loose(text, "money"),
        _loose(text, "percent"),
        _codes(text),
        _numbers(text),
    ):
        _take(taken, group)
    within = [one for one in taken if _in_name(one, words, taken)]
    taken = [one for one in taken if one not in within]
    _take(taken, _named(text, words, taken, within))
    placed = [_placed(found, words) for found in sorted(taken, key=lambda one: one.start)]
    return tuple(replace(_companion(found, placed, text, today), zone=zone) for found in placed)


def _companion(found: Found, others: Sequence[Found], text: str, today: date) -> Found:
    """A time of day with the day that is told beside it (`last`), else today; a day with its time (`unit`)."""
    kinds = {"time": ("date",), "date": ("time",)}.get(found.kind, ())
    near = [
        one
        for one in others
        if one.kind in kinds and not re.search(r"[.!?;]\s", text[min(found.end, one.end) : max(found.start, one.start)])
    ]
    best = min(near, key=lambda one: max(one.start - found.end, found.start - one.end), default=None)
    if found.kind == "time":
        return replace(found, last=str(best.value) if best else str(today))
    if best is not None and max(best.start - found.end, found.start - best.end) < 20:
        return replace(found, unit=str(best.value))
    return found


def hyphened(text: str, owners: Container[str]) -> Iterator[Found]:
    """Names that are written like words, behind what they identify: "the branch feature-x from …"."""
    for match in _HYPHENED.finditer(text):
        if stem(match[1]) in owners:
            yield Found(match.start(2), match.end(2), "id", match[2], match[2])


def _take(taken: list[Found], group: Iterable[Found]) -> None:
    for found in group:
        if not any(found.start < other.end and other.start < found.end for other in taken):
            taken.append(found)


_WITHIN = tuple((kind, pattern) for kind, pattern in _CERTAIN if kind in ("email", "url", "phone"))
"""What says what it is in quotes too."""


def _certain(text: str) -> Iterator[Found]:
    for kind, pattern in _CERTAIN:
        for match in pattern.finditer(text):
            value = next((group for group in match.groups() if group), match[0]) if match.groups() else match[0]
            if kind == "quote":
                value = value.strip().rstrip(",") if value.strip().rstrip(",") else value
                kind = next((other for other, within in _WITHIN if within.fullmatch(value)), kind)
            yield Found(match.start(), match.end(), kind, value, match[0])  # type: ignore[arg-type]  # kinds are keys


def begins_in(marks: Iterable[Found], found: re.Match[str]) -> bool:
    """Whether what was found begins inside one of them, as in a quotation, which stays as it is written."""
    return any(one.start <= found.start() < one.end for one in marks)


def quotes(text: str) -> tuple[Found, ...]:
    return tuple(one for one in _certain(text) if one.kind == "quote")


def _loose(text: str, wanted: str) -> Iterator[Found]:
    for kind, pattern in _LOOSE:
        if kind != wanted:
            continue
        for match in pattern.finditer(text):
            if kind == "id":
                yield Found(match.start(), match.end(), "id", match[0].lstrip("#"), match[0])
            else:
                yield _amount(match, kind)


def _amount(match: re.Match[str], kind: str) -> Found:
    low = match[0].lower()
    unit = next((code for sign, code in CURRENCIES.items() if sign in low), "%")
    digits = re.search(_NUMBER, low)
    value = number(digits[0]) if digits else 0
    if low.rstrip().endswith("k") and kind == "money":
        value = value * 1000
    return Found(match.start(), match.end(), "money" if kind == "money" else "percent", value, match[0], unit)


def _isos(text: str, today: date) -> Iterator[Found]:
    return (found for found in _dates(text, today) if found.text[:4].isdigit() and "-" in found.text)


def _dates(text: str, today: date) -> Iterator[Found]:
    for when in dates.find(text, today):
        value: Any = when.first
        if when.kind == "duration":
            value = int(when.count) if when.count.is_integer() else when.count
        yield Found(when.start, when.end, when.kind, value, text[when.start : when.end], when.unit, when.last or None)


def _codes(text: str) -> Iterator[Found]:
    for match in _CODE.finditer(text):
        yield Found(match.start(), match.end(), "id", match[0], match[0])
    for match in _LETTERS.finditer(text):
        if _jumbled(match[0]):
            yield Found(match.start(), match.end(), "id", match[0], match[0])


def _jumbled(word: str) -> bool:
    """Whether letters change their case as they do in a code ("rSDbXyvGAp"), not as in a name ("DataConnect")."""
    parts = name_parts(word)
    return len(parts) >= 3 and len(word) < 3 * len(parts)


def _numbers(text: str) -> Iterator[Found]:
    for match in (*_MEASURE.finditer(text), *_SIZED.finditer(text)):
        yield Found(match.start(), match.end(), "number", number(match[1]), match[0], match[2])
    for match in _PLAIN.finditer(text):
        low = match[0].lower()
        if low == "one" and re.search(
            r"\b(?:the|this|that|which|each|every|any|no|er|est|last|next|first)\s+(?:\w+\s+)?$", text[: match.start()]
        ):
            continue
        if low in ("couple", "dozen", "hundred", "thousand", "zero") and not low.isdigit():
            continue
        value: int | float = dates.COUNTS[low] if low in dates.COUNTS else number(low)
        yield Found(match.start(), match.end(), "number", value, match[0])


def number(text: str) -> int | float:
    bare = text.replace(",", "")
    return float(bare) if "." in bare else int(bare)


def _in_name(found: Found, words: tuple[Token, ...], others: Sequence[Found]) -> bool:
    """Whether a code or a number stands inside of a name: "Galaxy S21 Ultra", "iPhone 13 Pro", "Air Force One"."""
    if found.kind not in ("id", "number") or found.unit or found.text[0] == "#":
        return False
    spelt = found.kind == "number" and found.text[0].isupper()
    return names.holds(words, found.start, found.end, spelt, [(one.start, one.end) for one in others])


def _named(
    text: str, words: tuple[Token, ...], taken: Sequence[Found], within: Sequence[Found]
) -> Iterator[Found]:
    for match in _CALLED.finditer(text):
        if not any(start < match.end(1) and match.start(1) < end for start, end in ((o.start, o.end) for o in taken)):
            yield Found(match.start(1), match.end(1), "name", match[1], match[1])
    for start, end, value in names.find(text, words, *([(o.start, o.end) for o in some] for some in (taken, within))):
        yield Found(start, end, "name", value, text[start:end])


def _placed(found: Found, words: tuple[Token, ...]) -> Found:
    before = [token for token in words if token.end <= found.start][-4:]
    after = [token for token in words if token.start >= found.end][:3]
    return replace(found, before=tuple(t.low for t in before), after=tuple(t.low for t in after))
