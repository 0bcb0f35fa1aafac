"""Absorbing: pieces that are no goals of their own join the one that they belong to.

A statement belongs to the request behind it that points back at it ("three got lost. Remove them"); words that a
preposition joins to a read, without a verb of their own, only say more of what is read.
"""

from dataclasses import replace

from chalicelib.planning.composer.index import Index
from chalicelib.planning.composer.match import Piece, add, best
from chalicelib.planning.composer.read import Reading, deed, refers_back


def absorbed(index: Index, reading: Reading, pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """A statement is no goal of its own when the next piece points back at it ("three got lost. Remove them")."""
    found: list[Piece] = []
    for at, piece in enumerate(pieces):
        if found and _belongs(index, reading, found[-1], piece):
            found[-1] = replace(found[-1], last=piece.last)
            continue
        nearest = pieces[at + 1] if at + 1 < len(pieces) else None
        if nearest and not _verb(reading, piece) and _verb(reading, nearest) and _points_back(reading, nearest):
            continue
        last = found[-1].last if found else 0
        if _verb(reading, piece) and _points_back(reading, piece) and last < piece.first:
            first = max(last, _statement(reading, piece.first))
            words = [word for unit in reading.units[first : piece.last] for word in unit.stems]
            kinds = frozenset(kind for unit in reading.units[first : piece.last] for kind in unit.kinds)
            sums: dict[str, float] = {}
            for word in dict.fromkeys(words):
                add(sums, index, word, None)
            piece = Piece(first, piece.last, best(index, sums, _verb(reading, piece), kinds))
        found.append(piece)
    return tuple(found)


def _belongs(index: Index, reading: Reading, before: Piece, piece: Piece) -> bool:
    """Whether a piece without a verb only says more of what the one before it reads ("… for the storage team").

    Or of what it does: the same deed is not done again by a mere phrase ("merge A | into B").
    """
    reads = all(
        index.entries[one.candidates[0].ref].action.effect == "read" for one in (before, piece) if one.candidates
    )
    joined = before.last == piece.first and reading.units[piece.first].cut == "phrase"
    same = bool(before.candidates and piece.candidates) and before.candidates[0].ref == piece.candidates[0].ref
    led = bool(before.candidates and _verb(reading, before))
    return joined and (reads or same) and led and not _verb(reading, piece)


def _verb(reading: Reading, piece: Piece) -> str:
    return deed(reading.units[piece.first : piece.last], reading.large)


def _points_back(reading: Reading, piece: Piece) -> bool:
    start = reading.units[piece.first].first
    return refers_back(reading.tokens[start : reading.units[piece.last - 1].last])


def _statement(reading: Reading, first: int) -> int:
    """Where the sentence before unit `first` begins, if it is a statement."""
    at = first
    while at > 0 and not reading.units[at - 1].verb:
        at -= 1
        if reading.units[at].cut == "sentence":
            return at
    return first
