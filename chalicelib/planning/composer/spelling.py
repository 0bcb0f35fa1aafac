"""Slips of the keyboard in a request, and what is typed for short: both become the words that are meant.

    Cancle all bokings that are unconfrimed      ─>  Cancel all bookings that are unconfirmed
    Move it to 3pm tmrw & tell Ann               ─>  Move it to 3pm tomorrow and tell Ann

A slip is two letters changed over, one left out, one struck twice, or its neighbour on the keyboard struck instead
(Damerau, "A technique for computer detection and correction of spelling errors", 1964).  It must be one of a word that
the catalogue speaks of, or of those that a request is made of; other words of the dictionary must be longer, and have
two letters changed over, unless they are long.  What may be meant for two words, is a name, a code, or a text of the
user's own, stays.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from itertools import chain

from chalicelib.domain.tool import Action
from chalicelib.planning.composer.calendar_words import DAYS, MONTHS
from chalicelib.planning.composer.mentions import begins_in, quotes
from chalicelib.planning.composer.numerals import says
from chalicelib.planning.composer.thesaurus import known
from chalicelib.planning.composer.verbs import of_gerund
from chalicelib.planning.composer.words import STOP, bag, description_tokens, is_verb, name_parts, senses, stem
from chalicelib.planning.once import once
from chalicelib.planning.planner import Brief

_SHORTEST, _LONG = 5, 7
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_WORD = re.compile(r"(?<![\w@./#:&'’\"“‘-])[A-Za-z][a-z]{4,}(?![\w@/'’\"”-]|[.:]\w)")
_STARTS = re.compile(r"(?:^|[.!?,:;]\s+|\n\s*|\b(?:and|then|please|to)\s+)$", re.IGNORECASE)
_GOES_ON = re.compile(
    r"\s*(?:[,:;]|(?:is|are|was|were|has|have|had|should|would|can|could|will|may|must|needs?|wants?|gets?|does|did|"
    r"and|or|just|still|now|called)\b)"
)
"""What follows a name that begins a sentence, and no order."""
_ENDS = re.compile(r"(?:(?<!ing)s|ly|ive|er|est)$")
_DERIVED = re.compile(r"(.{4,}?)(?:an(?:t|ce)|en(?:t|ce)|[ai]ble|al|ous|ful|less|ist|ness|ity|ment|ion|or)s?$")
_PLAIN = STOP | bag(
    "minute minutes hour hours week weeks month months today tomorrow yesterday morning afternoon evening midnight "
    "latest newest oldest earliest current upcoming everything everyone everybody anything anybody "
    "nothing nobody somebody something thing things whatever whoever between unless"
)
_SHOUTED, _CAPITALS = 4, re.compile(r"(?<![\w-])[A-Z][A-Z'’]*(?![\w-]*\d)(?!\w)")
"""A request of so many words, all in capitals, is read as if it were in small letters; a code with a number stays."""
_SHORT = {
    "&": "and", "@": "at", "w/": "with", "w/o": "without", "b/c": "because", "tmrw": "tomorrow", "tmr": "tomorrow",
}  # fmt: skip
_SHORTENED = re.compile(
    r"(?<=\w )(?:&(?= [a-z\d])(?! (?:co|sons?|partners)\b)|w/o?(?= )|b/c(?= )|tmrw?\b|"
    r"@(?= ?\d{1,2}(?::\d\d)?(?: ?[ap]m)?\b))"
)
"""Between two names "&" may be a part of one: "Smith & Sons"."""


def corrected(brief: Brief) -> Brief:
    """The brief with such slips of its request mended; the catalogue is only read where a word is not known without."""
    told = words_told(brief.catalogue.actions) if _strange(brief.prompt) else frozenset[str]()
    said = plain(brief.prompt, told)
    return replace(brief, prompt=said, said=brief.said or brief.prompt) if said != brief.prompt else brief


@lru_cache(maxsize=64)
def _strange(text: str) -> bool:
    words = (one for one in _WORD.finditer(text) if one[0].islower() or _STARTS.search(text[: one.start()]))
    return text.isupper() or any(not _common(one[0].lower()) for one in words)


@lru_cache(maxsize=64)
def plain(text: str, told: frozenset[str]) -> str:
    """The request with its slips mended; `told`: the words that the catalogue speaks of."""
    if text.isupper() and len(text.split()) >= _SHOUTED:
        text = _outside(_CAPITALS, text, lambda found: found[0].lower(), said=True)
    text = _outside(_SHORTENED, text, lambda found: _SHORT[found[0]])
    return _outside(_WORD, text, lambda found: _mended(found, told))


def _outside(
    pattern: re.Pattern[str], text: str, instead: Callable[[re.Match[str]], str], said: bool = False
) -> str:
    """The text with what is found replaced, but in quotes and, without `said`, behind a verb of saying.

    What stands there is the user's own text.
    """
    marks = quotes(text)

    def told(found: re.Match[str]) -> str:
        new = instead(found)
        inside = new != found[0] and begins_in(marks, found)
        return found[0] if inside or (new != found[0] and not said and says(text, marks, found.start())) else new

    return pattern.sub(told, text)


def _mended(found: re.Match[str], told: frozenset[str]) -> str:
    word, low = found[0], found[0].lower()
    if _knows(low, told):
        return word
    if word != low:
        return _order(low, found.string[: found.start()], found.string[found.end() :]).capitalize() or word
    near = [one for one in _near(low) if one in told or one in _PLAIN or one in _DATED or is_verb(one)]
    return _meant(low, near or _of_dictionary(low)) or word


def _form(word: str) -> bool:
    """Whether it is a form of a known word; what ends like one of a verb must be that of a verb."""
    if word.endswith("ing"):
        return bool(of_gerund(word))
    if word.endswith("ed"):
        return is_verb(word[:-2]) or is_verb(word[:-1])
    return _ENDS.search(word) is not None and known(stem(word))


def _of_dictionary(low: str) -> list[str]:
    """Other words of which it is a slip; the longer it is, the fewer it may be one of."""
    if len(low) <= _SHORTEST or low.removesuffix("s").endswith(("re", "er")):  # metre and meter
        return []
    swapped = [one for one in _swapped(low) if known(one) or _form(one)]
    more = chain(_longer(low), _shorter(low)) if len(low) >= _LONG and not swapped else ()
    return swapped or [one for one in more if known(one) or (low.endswith("s") and known(one.removesuffix("s")))]


def _order(low: str, before: str, behind: str) -> str:
    """The verb that a word with a capital is meant for; no name that begins a sentence is one."""
    if not _STARTS.search(before) or _GOES_ON.match(behind):
        return ""
    named = behind.lstrip()[:1].isupper()
    near = chain(_swapped(low), _shorter(low)) if named else _near(low)
    return _meant(low, [one for one in near if is_verb(one) or one == "please"])


def _meant(low: str, near: Sequence[str]) -> str:
    """The one word that is meant; "" where it may be several."""
    return min(near, key=lambda one: (len(one) != len(low), one)) if len({stem(one) for one in near}) == 1 else ""


def _knows(low: str, told: frozenset[str]) -> bool:
    """Whether it is a word of the catalogue, in any form, or known without it."""
    return low in told or stem(low) in _stems(told) or _common(low)


@lru_cache(maxsize=4096)
def _common(low: str) -> bool:
    """Whether it is a word of the dictionary, or of the language of requests, in any form."""
    root, derived = stem(low), _DERIVED.match(low)
    formed = low in _PLAIN or low in _DATED or (derived is not None and known(derived[1]))
    return formed or known(low) or known(root) or bool(is_verb(low) or senses(root) or of_gerund(low))


_DATED = frozenset(name for name in (*DAYS, *MONTHS) if len(name) >= _SHORTEST)


@lru_cache(maxsize=64)
def _stems(told: frozenset[str]) -> frozenset[str]:
    return frozenset(map(stem, told))


@once
def words_told(actions: Mapping[str, Action]) -> frozenset[str]:
    """The words in small letters that the catalogue speaks of, in the forms that it has them in, and as several."""
    found: set[str] = set()
    for action in actions.values():
        found |= {*name_parts(action.name), *(token.low for token in description_tokens(action.description))}
        for name, schema in action.properties.items():
            options = schema.get("enum") if isinstance(schema, Mapping) else None
            found |= {*name_parts(name)}
            found |= {part for one in options or () if isinstance(one, str) for part in name_parts(one)}
    plain_ = {word.lower() for word in found if len(word) >= _SHORTEST - 1 and word.isalpha()}
    done = {f"{word.removesuffix('e')}ed" for word in plain_ if is_verb(word)}
    many = {f"{word}s" for word in plain_ if not word.endswith("s")}
    return frozenset(plain_ | many | done | {f"un{word}" for word in done})


def _near(word: str) -> Iterator[str]:
    """The words of which it may be a slip."""
    yield from chain(_swapped(word), _longer(word), _shorter(word))
    for at in range(1, len(word)):
        yield from (f"{word[:at]}{letter}{word[at + 1 :]}" for letter in _beside()[word[at]])


def _longer(word: str) -> Iterator[str]:
    for at in range(1, len(word) + 1):
        yield from (f"{word[:at]}{letter}{word[at:]}" for letter in _LETTERS)


def _shorter(word: str) -> Iterator[str]:
    yield from (word[:at] + word[at + 1 :] for at in range(1, len(word)) if word[at] == word[at - 1])


def _swapped(word: str) -> Iterator[str]:
    for at in range(len(word) - 1):
        if word[at] != word[at + 1]:
            yield f"{word[:at]}{word[at + 1]}{word[at]}{word[at + 2 :]}"


@cache
def _beside() -> Mapping[str, str]:
    """The letters to the left and the right of each on a keyboard; a vowel for another makes a past: "wrote"."""
    beside = {one: row[max(0, at - 1) : at] + row[at + 1 : at + 2] for row in _ROWS for at, one in enumerate(row)}
    return {
        one: "".join(other for other in near if not {one, other} <= {*"aeiou"}) for one, near in beside.items()
    }
