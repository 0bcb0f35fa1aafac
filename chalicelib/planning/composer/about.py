"""What a message is about is looked up by a goal of its own: "post a note | on the newest bed".

In a small catalogue the price of a piece lets such words be one; in a large grant, where a piece costs more than a
single noun can be worth, the grammar must tell: the action sends, and behind its verb a preposition leads to a thing
that the action does not speak of, and another action reads.
"""

from collections.abc import Iterator
from dataclasses import replace

from chalicelib.planning.composer.chain import reads
from chalicelib.planning.composer.index import Index
from chalicelib.planning.composer.match import SMALL, Piece, Scored, rank
from chalicelib.planning.composer.read import Reading, Unit
from chalicelib.planning.composer.verbs import ASKS

_LEADS = frozenset(("of", "about", "on", "with"))


def parted(index: Index, reading: Reading, pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """The pieces, those that send something parted from what it is about."""
    if index.size <= SMALL:
        return pieces
    return tuple(part for piece in pieces for part in _parts(index, reading, piece))


def _parts(index: Index, reading: Reading, piece: Piece) -> Iterator[Piece]:
    sends = "send" in index.entries[piece.candidates[0].ref].senses if piece.candidates else False
    for at in range(piece.first + 1, piece.last) if sends else ():
        found = _subject(index, reading, reading.units[at], piece)
        if found:
            yield replace(piece, last=at)
            yield Piece(at, piece.last, found)
            return
    yield piece


def _subject(index: Index, reading: Reading, unit: Unit, piece: Piece) -> tuple[Scored, ...]:
    """The reads of the thing that a unit names behind a preposition."""
    if unit.cut != "phrase" or unit.verb or reading.tokens[unit.first].low not in _LEADS:
        return ()
    own = index.entries[piece.candidates[0].ref].weights
    named = frozenset(word for word in unit.stems if word in index.about and word not in own)
    found = rank(index, unit.stems, ASKS) if named else ()
    return tuple(one for one in found if reads(index.entries[one.ref]) and index.entries[one.ref].resource in named)
