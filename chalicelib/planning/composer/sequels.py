"""Another deed on the thing that a goal is about: "lock the gate for the night | and open it at seven".

Such a clause names its thing by a pronoun or once more, so that it weighs less than a piece costs in a large grant,
and falls to the piece before it or to none.  Its verb tells: it is that of an action for the same thing.
"""

from collections.abc import Iterator
from dataclasses import replace

from chalicelib.planning.composer.chain import reads
from chalicelib.planning.composer.coerce import enum_value
from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.index import Index
from chalicelib.planning.composer.match import SMALL, Piece, Scored, gains
from chalicelib.planning.composer.read import Reading, Unit, refers_back
from chalicelib.planning.composer.thesaurus import opposites, related
from chalicelib.planning.composer.verbs import kind
from chalicelib.planning.composer.words import agreement

ALIKE = 0.5
"""How much of their things, by weight, two actions must share."""


def parted(index: Index, reading: Reading, pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """The pieces, and those of other deeds that fell to them or to nobody."""
    if index.size <= SMALL:
        return pieces
    found: list[Piece] = []
    planned = {piece.candidates[0].ref for piece in pieces if piece.candidates}
    for at, piece in enumerate(pieces):
        stop = pieces[at + 1].first if at + 1 < len(pieces) else len(reading.units)
        again = bool(piece.candidates) and any(_entry(index, one) is _entry(index, piece) for one in found)
        found += _parts(index, reading, piece, stop, planned, again) if piece.candidates else [piece]
    return tuple(found)


def _parts(
    index: Index, reading: Reading, piece: Piece, stop: int, planned: set[str], again: bool
) -> Iterator[Piece]:
    """The parts of the piece, which ends at `stop` if another deed takes what is left there.

    `again`: a piece before it means the same action, so that its own verb may tell of another.
    """
    verbs = [at for at in range(piece.first, stop) if reading.units[at].verb]
    own = next((at for at in verbs if reading.units[at].verb in _entry(index, piece).name), verbs[0] if verbs else stop)
    for at in verbs:
        ref = _other(index, reading, reading.units[at], _entry(index, piece)) if again or at != own else None
        if ref is None or ref in planned:
            continue
        planned.add(ref)
        deed = (Scored(ref, piece.candidates[0].score),)
        if at < own < piece.last:
            yield Piece(piece.first, own, deed)
            piece = replace(piece, first=own)
        elif at == own:
            piece = replace(piece, candidates=deed)
        elif at > own:
            yield replace(piece, last=min(at, piece.last))
            piece = Piece(at, max(at + 1, piece.last), deed)
    yield piece


def _entry(index: Index, piece: Piece) -> Entry:
    return index.entries[piece.candidates[0].ref]


def _other(index: Index, reading: Reading, unit: Unit, before: Entry) -> str | None:
    """What does to the thing of `before` as the unit's verb says, where that is not what `before` does."""
    if unit.refused or unit.cut == "phrase" or unit.verb in before.name or not _same_thing(reading, unit, before):
        return None
    if reads(before) and kind(unit.verb) == {"read"}:
        return None  # that is what it does
    named = {found.noun for found in reading.mentions if found.start < reading.tokens[unit.first].start}
    others = [
        one for one in index.entries.values()
        if _does(one, unit.verb) and (one.resource in named or _likeness(index, one, before) >= ALIKE)
    ]

    def worth(one: Entry) -> tuple[float, str]:
        said = sum(gains(index, word).get(one.ref, 0.0) for word in {*unit.stems, unit.verb})
        return said + _likeness(index, one, before), one.ref

    return max(others, key=worth).ref if others else None


def _does(one: Entry, verb: str) -> bool:
    """Whether the name says the verb, or a word near to it, and means what the verb asks for; or a value says it."""
    said = verb in one.name or any(other in one.name for other, _ in related(verb))
    if said and agreement(kind(verb), one.senses) == 1.0 and one.verb not in opposites(verb):
        return True
    return one.action.writes and any(enum_value(param.enum, [verb]) is not None for param in one.params if param.enum)


def _same_thing(reading: Reading, unit: Unit, before: Entry) -> bool:
    return refers_back(reading.tokens[unit.first : unit.last]) or any(word in before.objects for word in unit.stems)


def _likeness(index: Index, one: Entry, other: Entry) -> float:
    """How much of the things that they are about two actions share, by weight."""
    mine, theirs = {*one.objects}, {*other.objects}
    whole = sum(index.idf[word] for word in mine | theirs)
    return sum(index.idf[word] for word in mine & theirs) / whole if whole and one is not other else 0.0
