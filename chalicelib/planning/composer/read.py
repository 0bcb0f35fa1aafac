"""Reading a prompt: its tokens, its mentions, and the pieces that goals may be made of.

    prompt ─> tokens ─> mentions ─> units (the pieces between places where one goal may end and another begin)

A unit never begins inside a mention.  `cut` is what it costs to begin a new goal there: nothing at the end
of a sentence, most at a preposition.
"""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from chalicelib.planning.composer import jsons, mentions, spelled, verbs
from chalicelib.planning.composer.clock import now_of
from chalicelib.planning.composer.fit import shape
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.slashed import spelled as paths_in
from chalicelib.planning.composer.thesaurus import known
from chalicelib.planning.composer.words import (
    DETERMINERS,
    NEGATIONS,
    PRONOUNS,
    QUESTION_WORDS,
    SEQUELS,
    STOP,
    Token,
    bag,
    senses,
    stem,
    tokens,
)
from chalicelib.planning.planner import Brief

Cut = Literal["sentence", "then", "clause", "and", "comma", "phrase"]
CUT_PRICE: dict[Cut, float] = {
    "sentence": 0.0,
    "then": 0.1,
    "clause": 0.15,
    "and": 0.35,
    "comma": 0.6,
    "phrase": 1.3,
}
_PHRASE = bag("of for with from in on to about using into by")
_ENDS = frozenset(".!?;\n")


@dataclass(frozen=True, slots=True)
class Unit:
    """Tokens `first` up to (not including) `last`; `cut` says what stands in front of it."""

    first: int
    last: int
    cut: Cut
    stems: tuple[str, ...]
    verb: str
    kinds: frozenset[str]
    refused: bool
    decides: bool = False
    """Whether an "if" stands at its head."""


@dataclass(frozen=True, slots=True)
class Reading:
    text: str
    tokens: tuple[Token, ...]
    mentions: tuple[Found, ...]
    units: tuple[Unit, ...]
    today: str
    aside: frozenset[str] = frozenset()
    """The stems of clauses that are no units any more because they are understood already."""
    large: bool = False
    """Whether it is read against a grant so large that a piece costs more than one noun can be worth."""

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The characters of the tokens `first` up to `last`."""
        return self.tokens[first].start, self.tokens[last - 1].end

    @property
    def numbered(self) -> bool:
        """Whether a record is told by its number, behind what it is: "order 1009238"."""
        return any(one.kind in ("id", "number") and one.noun and len(one.text) > 3 for one in self.mentions)

    def within(self, start: int, end: int) -> tuple[Found, ...]:
        return tuple(found for found in self.mentions if start <= found.start and found.end <= end)


def read(
    brief: Brief, doing: Container[str] = (), slashed: bool = False, owners: Container[str] = frozenset()
) -> Reading:
    """`doing`: what the catalogue's actions do, in their own words; they count as verbs too.

    `slashed`: whether it knows things by names with a slash in them.  `owners`: what its ids identify.
    """
    text = brief.prompt
    today = now_of(brief).date()
    words = jsons.language(text, tokens(text))
    paths = (*(paths_in(text) if slashed else ()), *mentions.hyphened(text, owners))
    zone = str(brief.context.get("timezone", ""))
    found = mentions.read(text, words, today, zone, paths, jsons.spelled(text))
    return Reading(text, words, found, tuple(_units(text, words, found, doing)), str(today))


def typed(reading: Reading, shapes: Sequence[tuple[str, str]], owners: Container[str]) -> Reading:
    """The reading with each id marked by the inputs whose examples it looks like."""
    verbs_said = {unit.verb for unit in reading.units}
    marked = tuple(
        replace(found, of=_like(found, shapes), noun=_noun(found, owners, verbs_said)) for found in reading.mentions
    )
    return replace(reading, mentions=marked)


def _like(found: Found, shapes: Sequence[tuple[str, str]]) -> frozenset[str]:
    if found.kind != "id":
        return frozenset()
    return frozenset(name for example, name in shapes if shape((example,), str(found.value)) >= 0.8)


def _noun(found: Found, owners: Container[str], verbs_said: Container[str]) -> str:
    """What the mention identifies by the words beside it: "ticket #4821", "the Billing team"."""
    if found.kind not in ("id", "number", "quote", "name", "tag"):
        return ""
    before = [word for word in found.before if word not in ("#", "no", ".", "number", "called", "named", "'s", "id")]
    beside = [*before[-1:], *(found.after[:1] if found.kind != "number" else ())]
    told = next(
        (
            stem(word)
            for word in beside
            if stem(word) in owners and (word.endswith("ing") or stem(word) not in verbs_said)
        ),
        "",
    )
    return told or (_inside_noun(str(found.value), owners) if found.kind == "id" else "")


_LED = re.compile(r"([a-z]{3,})[_-]\d")


def _inside_noun(value: str, owners: Container[str]) -> str:
    """What an id says itself that it identifies: "user_77" no customer, "order-7" no parcel."""
    led = _LED.match(value)
    word = stem(led[1]) if led else ""
    return word if word and (word in owners or known(word)) else ""


def without_labels(reading: Reading, vocabulary: Container[str]) -> Reading:
    """The reading without names that only label a value behind them: the SKU of "SKU HX-4410"."""
    kept = tuple(
        found
        for at, found in enumerate(reading.mentions)
        if not (
            found.kind == "name"
            and stem(found.text) in vocabulary
            and at + 1 < len(reading.mentions)
            and reading.mentions[at + 1].start - found.end <= 1
        )
    )
    return replace(reading, mentions=kept)


def _units(text: str, words: tuple[Token, ...], found: tuple[Found, ...], doing: Container[str]) -> list[Unit]:
    cuts: dict[int, Cut] = {}
    for position in range(1, len(words)):
        cut = _cut(text, words, position, found, doing)
        if cut:
            cuts[position] = cut
    bounds = [0, *cuts, len(words)]
    units = []
    for first, last in pairwise(bounds):
        if any(words[at].text[0].isalnum() for at in range(first, last)):
            unit = _unit(words, first, last, cuts.get(first, "sentence"), found, doing)
            names = spelled.spelled(text[words[first].start : words[last - 1].end])
            units.append(replace(unit, stems=(*unit.stems, *names)) if names else unit)
    return units


def _inside(found: tuple[Found, ...], token: Token) -> bool:
    return any(one.start < token.start < one.end for one in found)


def _cut(
    text: str, words: tuple[Token, ...], position: int, found: tuple[Found, ...], doing: Container[str]
) -> Cut | None:
    here, before = words[position], words[position - 1]
    if _inside(found, here) or (_inside(found, before) and any(o.start < here.start < o.end for o in found)):
        return None
    if (before.text in _ENDS and not _abbreviation(words, position)) or "\n" in text[before.end : here.start]:
        return "sentence"
    if here.low in SEQUELS and before.low not in SEQUELS and not _points_at_a_time(words, position, found):
        return "then"
    if before.text in "()—–:" or here.text == "(":
        return "clause"
    if here.low in ("and", "but", "or") and _begins_verb(words, position + 1, doing):
        return "clause"
    if before.text == "," and _begins_verb(words, position, doing):
        return "clause"
    if here.low == "and" and position + 1 < len(words):
        return "and"
    if before.text == ",":
        return "comma"
    if here.low in _PHRASE and before.low != "rid" and before.low not in STOP and before.text[0].isalnum():
        return "phrase"
    return None


def _points_at_a_time(words: tuple[Token, ...], position: int, found: tuple[Found, ...]) -> bool:
    """Whether "next" belongs to what follows ("next Tuesday", "the next one") and continues nothing."""
    here = words[position]
    dated = any(here in one for one in found)
    return here.low == "next" and (dated or words[position - 1].low in DETERMINERS)


def _abbreviation(words: tuple[Token, ...], position: int) -> bool:
    before = words[position - 2] if position > 1 else None
    if before is not None and before.low == "m" and position > 3 and words[position - 4].low in ("a", "p"):
        return not words[position].text[0].isupper()
    return (
        before is not None
        and words[position - 1].text == "."
        and (
            before.low in ("mr", "mrs", "ms", "dr", "prof", "st", "no", "e.g", "i.e", "vs")
            or (len(before.text) == 1 and before.text.isupper())
        )
    )


def _begins_verb(words: tuple[Token, ...], position: int, doing: Container[str]) -> bool:
    """Whether a clause of its own begins here: a verb comes first, adverbs and pronouns aside."""
    for at, token in enumerate(words[position : position + 4]):
        first = at == 0 or words[position].low in STOP
        if token.low not in STOP and (
            senses(token.stem) or (first and (token.stem in doing or verbs.kind(token.stem)))
        ):
            return True
        if token.low in QUESTION_WORDS:
            return True
        if token.low not in STOP and token.low not in SEQUELS:
            return False
    return False


def _unit(
    words: tuple[Token, ...], first: int, last: int, cut: Cut, found: tuple[Found, ...], doing: Container[str]
) -> Unit:
    inner = words[first:last]
    plain = tuple(token for token in inner if not _quoted(found, token))
    verb, at = verbs.main(plain, cut in ("sentence", "clause", "then", "and"), doing)
    decides = any(token.low in ("if", "unless") for token in inner[:2])
    if decides:
        verb, at = verbs.ASKS, -1
    refused = at >= 0 and verbs.refused(plain, at)
    stems = tuple(token.stem for token in plain if token.content and not (" " in verb and token is plain[at]))
    start, end = inner[0].start, inner[-1].end
    kinds = frozenset(one.kind for one in found if start <= one.start < end)
    return Unit(first, last, cut, (*stems, verb) if " " in verb else stems, verb, kinds, refused, decides)


def _quoted(found: tuple[Found, ...], token: Token) -> bool:
    return any(
        token in one
        and (one.kind in ("quote", "url", "email", "path", "tag") or (one.kind == "id" and not _worded(one)))
        for one in found
    )


_WORDED = re.compile(r"(?:[a-z]{4,}|[A-Z]{4,})(?![A-Za-z])")


def _worded(found: Found) -> bool:
    """Whether an id begins with a word that tells something, as `order-7` does, and is not made of mere letters."""
    return bool(_WORDED.match(str(found.value)))


def deed(units: Sequence[Unit], large: bool) -> str:
    """The verb of the units: the first, but "find the channel and post …" posts, and finds only for that.

    In a small catalogue both are done, each by an action of its own.
    """
    first = next((unit for unit in units if unit.verb), None)
    if first is None or not large or first.decides or not _finds(first):
        return first.verb if first else ""
    later = (unit.verb for unit in units if unit.cut in ("then", "clause") and unit.verb and not unit.refused)
    return next((verb for verb in later if verbs.kind(verb) and "read" not in verbs.kind(verb)), first.verb)


def _finds(unit: Unit) -> bool:
    return senses(unit.verb) == {"read"} and unit.verb != verbs.ASKS and bool(unit.kinds)


def negated(words: tuple[Token, ...]) -> bool:
    return any(token.low in NEGATIONS or token.low.endswith("n't") for token in words)


def refers_back(words: tuple[Token, ...]) -> bool:
    """Whether the words leave out what they speak of: "cancel it", "the same card"."""
    return any(token.low in PRONOUNS or token.low == "same" for token in words)
