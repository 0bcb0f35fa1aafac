"""Of which parents a list is read that needs the key of one: the variables of a project, the records of a domain."""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any  # Any: values are JSON

from chalicelib.planning.composer.words import Token
from chalicelib.planning.records import phrase, shapes
from chalicelib.planning.records.reach import Row

MOST, FEW_HOLD = 14, 2
Name = tuple[str, ...]


def keys(rows: Sequence[Row], key: str, said: Sequence[Token], most: int) -> list[Any]:
    """The keys of the parents: of all where these are few, else of those that hold most of what is said."""
    if len(rows) <= most:
        return list(dict.fromkeys(row.values[key] for row in rows if key in row.values))
    spoken = phrase.words_of(said)
    held = {id(row): sum(_within(value, spoken) for value in row.values.values()) for row in rows}
    held = held if any(held.values()) else _in_part(rows, spoken)
    best = max(held.values(), default=0)
    meant = [row for row in rows if best and held[id(row)] == best]
    return list(dict.fromkeys(row.values[key] for row in meant[:MOST] if key in row.values))


def _in_part(rows: Sequence[Row], said: Sequence[str]) -> dict[int, int]:
    """How many of the words are said that few of them hold: "Kestrel" of "NDA with Kestrel Robotics"."""
    own = {id(row): {word for value in row.values.values() for word in _telling(value)} & {*said} for row in rows}
    often = Counter(word for words in own.values() for word in words)
    return {row: sum(often[word] <= FEW_HOLD for word in words) for row, words in own.items()}


def _telling(value: Any) -> tuple[str, ...]:
    words = shapes.words(value) if isinstance(value, str) else ()
    return tuple(word for word in words if len(word) > 2 and word.isalpha())


def unknown(rows: Sequence[Row], said: Sequence[Token]) -> bool:
    """Whether something is named in one, as `API_URL` is, that none of these records holds."""
    names = {phrase.bare(token) for token in said if "_" in token.low}
    return bool(names) and not names <= {str(value).lower() for row in rows for value in row.values.values()}


def named(rows: Sequence[Row], key: str, said: Sequence[Token], read: Collection[Any]) -> frozenset[Name]:
    """How the request calls the parents with these keys."""
    spoken = phrase.words_of(said)
    texts = [value for row in rows if row.values.get(key) in read for value in row.values.values()]
    return frozenset(shapes.words(value) for value in texts if _within(value, spoken))


def speaks(names: Collection[Name], said: Sequence[Token]) -> bool:
    spoken = phrase.words_of(said) if names else ()
    return any(_runs(name, spoken) for name in names)


def _within(value: Any, said: tuple[str, ...]) -> bool:
    """Whether the words of a text stand in what is said."""
    return isinstance(value, str) and len(value) > 2 and _runs(shapes.words(value), said)


def _runs(held: tuple[str, ...], said: tuple[str, ...]) -> bool:
    return bool(held) and any(said[at : at + len(held)] == held for at in range(len(said) - len(held) + 1))
