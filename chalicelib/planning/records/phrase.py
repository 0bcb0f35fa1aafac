"""The words of a request that name values of records: each run of words is held against what the records hold.

A whole value counts before a part of one, longer runs before shorter ones.  A word is used once.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any  # Any: values are JSON

from chalicelib.planning.composer.calendar_words import DAYS
from chalicelib.planning.composer.words import STOP, Token, bag, stem
from chalicelib.planning.once import once_each
from chalicelib.planning.records import shapes
from chalicelib.planning.records.reach import Ambiguous, Row

LONGEST = 8
_LONG = 200
_VOWELS, _DOUBLED = re.compile("[aeiou]"), re.compile(r"(.)\1+")
_STATES = bag("done")
"""States that are too plain to tell anything unless a record is in them."""
_COMPARING = bag("than over under above below least most the these those all")
_WAITS = bag("wait await")
KEEPS = bag("all every each any both my our the a an of with bunch lot")


@dataclass(slots=True)
class Used:
    """Which characters of the prompt have been read, so that nothing is read twice and nothing is dropped."""

    places: set[int] = field(default_factory=set)

    def take(self, tokens: Iterable[Token]) -> None:
        self.places |= {token.start for token in tokens}

    def leave(self, tokens: Iterable[Token]) -> None:
        self.places -= {token.start for token in tokens}

    def free(self, token: Token) -> bool:
        return token.start not in self.places


@dataclass(frozen=True, slots=True)
class Named:
    """A run of words and the fields whose values it names; `whole`: it is the value, not a part of it."""

    tokens: tuple[Token, ...]
    fields: frozenset[str]
    said: tuple[str, ...]
    whole: bool

    def holds(self, row: Row) -> bool:
        return any(
            _names(self.said, value, self.whole) for name in self.fields for value in shapes.items(row.values.get(name))
        )


def bare(token: Token) -> str:
    """The word without a possessive."""
    low = token.low
    return low[:-2] if low.endswith(("'s", "s'")) and len(low) > 2 else low


def words_of(run: Iterable[Token]) -> tuple[str, ...]:
    """The words as they are held against values."""
    return tuple(part for token in run for part in shapes.words(bare(token)))


def named(
    tokens: Sequence[Token], rows: Sequence[Row], skip: frozenset[str], used: Used, *, whole_only: bool = False
) -> list[Named]:
    """The values that the tokens name; `skip` are stems that mean the kind of record or a field."""
    found: list[Named] = []
    held = _held(rows)
    for whole in (True, False):
        if not whole and whole_only:
            break
        for size in range(LONGEST, 0, -1):
            for run in _runs(tokens, size, used):
                said = words_of(run)
                if not _speaks(run, said, skip, whole) or (not whole and said[0].isdigit() and _compared(tokens, run)):
                    continue
                if fields := held.fields(said, whole):
                    used.take(run)
                    found.append(Named(tuple(run), fields, said, whole))
    return found


def _compared(tokens: Sequence[Token], run: Sequence[Token]) -> bool:
    """Whether a number is compared with, or counts, and is no part of a name: "more than 3", beside a "Swift 3"."""
    before = max((token for token in tokens if token.end <= run[0].start), key=lambda token: token.start, default=None)
    return len(run) == 1 and before is not None and before.low in _COMPARING


def certain(one: Named, rows: Sequence[Row]) -> Named:
    """Raises where a part of a name fits several people."""
    for name in one.fields:
        if not one.whole and shapes.shape(rows, name) == "address":
            fitting = {row.values[name] for row in rows if _names(one.said, row.values.get(name), False)}
            if len(fitting) > 1:
                raise Ambiguous(f"{' '.join(one.said)!r} may be any of {', '.join(map(str, sorted(fitting)))}")
    return one


def _speaks(run: Sequence[Token], said: tuple[str, ...], skip: frozenset[str], whole: bool) -> bool:
    if not said or (not whole and not (run[0].content and run[-1].content)):
        return False
    telling = [t for t in run if t.named or ((t.content or t.low in _STATES) and t.low not in KEEPS)]
    if not telling or (len(run) == 1 and run[0].stem in skip):
        return False
    return whole or any(token.stem not in skip for token in telling)


def _runs(tokens: Sequence[Token], size: int, used: Used) -> Iterable[list[Token]]:
    words = [token for token in tokens if token.text[0].isalnum()]
    for at in range(len(words) - size + 1):
        run = words[at : at + size]
        if all(used.free(token) for token in run):
            yield run


@dataclass(frozen=True, slots=True)
class Held:
    """The texts that records hold by their fields, and the fields that were found to hold some words."""

    texts: Mapping[str, Sequence[str]]
    found: dict[tuple[tuple[str, ...], bool], frozenset[str]] = field(default_factory=dict)

    def fields(self, said: tuple[str, ...], whole: bool) -> frozenset[str]:
        """The fields whose values the words name, as a whole or in part."""
        known = self.found.get((said, whole))
        if known is None:
            texts = self.texts.items()
            known = frozenset(name for name, held in texts if any(_names(said, value, whole) for value in held))
            self.found[said, whole] = known
        return known


@once_each
def _held(rows: Sequence[Row]) -> Held:
    """Kept, as each clause is held against the same records for each action that it may ask for."""
    named = (name for name in shapes.names(rows) if shapes.shape(rows, name) in ("text", "address"))
    return Held({name: tuple(dict.fromkeys(str(one) for one in shapes.column(rows, name))) for name in named})


def fits(said: tuple[str, ...], value: Any) -> bool:
    """Whether the words are the value as a whole, in any form of them, or one of several in it: "hotel, vip"."""
    return _names(said, value, True)


def _each(value: str) -> list[str]:
    """The short words, without capitals, that a text lists: tags, labels."""
    parts = value.split(", ") if ", " in value and len(value) < _LONG and value == value.lower() else []
    return parts if all(one and " " not in one and not any(map(str.isdigit, one)) for one in parts) else []


def part(said: tuple[str, ...], value: Any) -> bool:
    """Whether the words are a part of the value."""
    return bool(said) and _names(said, value, False)


def _names(said: tuple[str, ...], value: Any, whole: bool) -> bool:
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return False
    kept = not isinstance(value, str) or len(value) < _LONG
    return _kept(said, value, whole) if kept else _says(said, value, whole)


@lru_cache(maxsize=16384, typed=True)
def _kept(said: tuple[str, ...], value: str | int | float, whole: bool) -> bool:
    """Kept, as every clause is held against every record for every input; long texts are not."""
    return _says(said, value, whole)


def _says(said: tuple[str, ...], value: str | int | float, whole: bool) -> bool:
    if whole and isinstance(value, str) and any(_says(said, one, True) for one in _each(value)):
        return True
    held = shapes.words(value)
    if held == said or (whole and "".join(held) == "".join(said)):
        return True
    if whole and len(said) == 1 and DAYS.get(said[0].removesuffix("s")) == DAYS.get(str(value).lower(), ""):
        return True  # "Mondays" of `Mon`
    if whole and (abbreviates(value, said) or (_waiting(held) is not None and _waiting(held) == _waiting(said))):
        return True
    if whole:
        return (
            len(held) == len(said)
            and len(value if isinstance(value, str) else "") < 40
            and all(
                one == other or (stem(one) == stem(other) and one not in STOP)
                for one, other in zip(held, said, strict=True)
            )
        )
    size = len(said)
    if size == 1 and len(said[0]) > 3 and "@" not in str(value) and any(stem(word) == stem(said[0]) for word in held):
        return True  # "both vases" of Red Vase and Blue Vase; a bill is no billing@example.com
    if size > 1 and said[-1].isdigit() and "".join(said) in held:
        return True  # "cone 10" of glaze-cone10
    return any(held[at : at + size] == said for at in range(len(held) - size + 1))


def _waiting(words: tuple[str, ...]) -> tuple[str, ...] | None:
    """What is waited for: "waiting for parts" and "awaiting parts" say the same."""
    waits = bool(words) and stem(words[0]) in _WAITS
    return tuple(stem(word) for word in words[1:] if word not in STOP) if waits else None


def abbreviates(value: Any, said: tuple[str, ...]) -> bool:
    """Whether the value is a code in capitals for the word: `ACT` for active, `PSD` for paused, `PD` for paid.

    It is how the word begins, with its vowels or without them, or all of its consonants.
    """
    if not isinstance(value, str) or not value.isalpha() or not value.isupper() or len(said) != 1:
        return False
    code, word = value.lower(), said[0]
    bones = _DOUBLED.sub(r"\1", word[:1] + _VOWELS.sub("", word[1:]))
    begins = len(code) == 3 and len(word) > 4 and (word.startswith(code) or bones.startswith(code))
    return begins or (code == bones and 1 < len(code) < len(word))


def otherwise_written(tokens: Sequence[Token], rows: Sequence[Row]) -> bool:
    """Whether a name of one word is but a plain word in the texts of these records: "card payments" for "Payments"."""
    texts = [str(value) for row in rows for value in row.own.values() if isinstance(value, str)]
    for before, token, after in zip(tokens, tokens[1:], [*tokens[2:], None], strict=False):
        beside = [one.text for one in (before, after) if one is not None]
        name = token.text[0].isupper() and token.content and not any(text[0].isupper() for text in beside)
        held = [text for text in texts if name and part((bare(token),), text)]
        if held and all(len(shapes.words(text)) > 1 and token.text[: len(bare(token))] not in text for text in held):
            return True
    return False


def value_named(tokens: Sequence[Token], rows: Sequence[Row], name: str) -> Any:
    """The value of the field that the tokens name as a whole, as the records write it; None where there is none."""
    said = words_of(token for token in tokens if token.text[0].isalnum())
    for value in dict.fromkeys(str(one) for one in shapes.column(rows, name)):
        if said and _names(said, value, True):
            return value
    return None
