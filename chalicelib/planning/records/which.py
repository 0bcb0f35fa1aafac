"""One record is needed and several fit: the one that a person has chosen, or the question which one is meant.

    3 records fit 'booking', and only one can be meant: B1 = starts 09:00, room Oak; B2 = …

A record is answered by the field that tells all of them apart, an id before others, and shown by what differs.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from chalicelib.planning.composer.words import Token, name_parts, name_stems
from chalicelib.planning.records import phrase, shapes
from chalicelib.planning.records.choices import Choices
from chalicelib.planning.records.instants import Instant
from chalicelib.planning.records.reach import Ambiguous, Row, Unsure
from chalicelib.planning.records.resources import is_key
from chalicelib.planning.records.view import Selection

One = TypeVar("One", bound=Row)
MOST, SHOWN, LONGEST = 20, 4, 60
SEVERAL = frozenset(("them", "these", "those", "they"))


def only(rows: Sequence[One], noun: str, said: str, choices: Choices) -> One:
    """The one that a person chose; raises `Ambiguous` with what can be chosen.  `said`: how the request calls it."""
    shown = candidates(rows)
    chosen = choices.pick(f"record|{noun}", [*map(str, shown)])
    if chosen is not None:
        return rows[[*map(str, shown)].index(chosen)]
    fit = f"fit {said!r}" if said else "fit"
    raise Ambiguous(f"{len(rows)} records {fit}, and only one can be meant", f"record|{noun}", shown)


def spoken_of(rows: Sequence[One], words: Sequence[Token]) -> Sequence[One]:
    """Of several that "that claim" may mean the one that was spoken of before: all others lack a word of that."""
    held = [tuple(row for row in rows if _holds(row, phrase.bare(token))) for token in words if token.content]
    told = [some for some in held if some and len(some) < len(rows)]
    left = [row for row in rows if told and all(row in some for some in told)]
    return left if len(left) == 1 else rows


def _holds(row: Row, word: str) -> bool:
    return any(isinstance(value, str) and phrase.part((word,), value) for value in row.own.values())


@dataclass(frozen=True, slots=True)
class Lack:
    """Why there is nothing to change.  `one`: one record is spoken of, so that what is asked for cannot be done."""

    why: str
    one: bool


def lack(found: Selection, said: str, back: bool = False, among: Sequence[Row] = ()) -> Lack | None:
    """`said`: how the request calls such a record; `back`: it points at what was told before, perhaps wrongly.

    Of what is latest or next there may be none, unless a name is unknown.  Raises Unsure where the records `among`
    which none is found hold others, by which they may be told, too (`tables.nested`).
    """
    if found.rows:
        return None
    if shapes.nested(among):
        raise Unsure(f"no {said or 'record'} itself tells it")
    name = " ".join(found.strays).removesuffix("'s").removesuffix("’s")
    why = f"nothing that was read is called {name!r}" if name else f"no such {said or 'record'} among what was read"
    return Lack(why, found.single or (found.choice and bool(name)) or found.unclear or (back and not name))


def points_back(words: Sequence[Token], own: Sequence[Token]) -> bool:
    """Whether the clause is about one that was told before; of several, "them", there may be none."""
    return len(words) > len(own) and not any(token.low in SEVERAL for token in own)


def candidates(rows: Sequence[Row]) -> Mapping[str | int | float, str]:
    """How each record can be answered and how it is shown, in their order; nothing where they cannot be told apart."""
    keys = [name for name in _names(rows) if _tells_apart(name, rows)]
    if not keys or len(rows) > MOST:
        return {}
    key = min(keys, key=lambda name: (not is_key(name), len(name_parts(name)), keys.index(name)))
    differing = [name for name in _names(rows) if name != key and len({str(row.values.get(name)) for row in rows}) > 1]
    return {row.values[key]: _shown(row, differing or [n for n in _names(rows) if n != key]) for row in rows}


def called(nouns: Iterable[str], words: Sequence[Token], names: Iterable[str]) -> str:
    """The word for such a record: as the request says it, else as an action's name does."""
    stems = frozenset(nouns)
    said = next((phrase.bare(token) for token in words if token.stem in stems and not token.low.endswith("ed")), "")
    parts = (part for name in names for part in name_parts(name))
    return said or next((part for part in parts if {*name_stems(part)} & stems), "")


def _names(rows: Sequence[Row]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name, value in row.values.items() if _plain(value)))


def _plain(value: object) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool) and 0 < len(str(value)) <= LONGEST


def _tells_apart(name: str, rows: Sequence[Row]) -> bool:
    values = [row.values.get(name) for row in rows]
    return all(map(_plain, values)) and len({*map(str, values)}) == len(rows)


def _shown(row: Row, names: Sequence[str]) -> str:
    told = [(name, _told(row.values[name])) for name in names if _plain(row.values.get(name))]
    return ", ".join(f"{' '.join(name_parts(name))} {value}" for name, value in told[:SHOWN])


def _told(value: object) -> object:
    """A moment that is a number as a person tells it."""
    return value.local.strftime("%Y-%m-%d %H:%M") if isinstance(value, Instant) else value
