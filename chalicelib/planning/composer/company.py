"""Goals in company: of the actions that fit one, that which speaks of the same things as the goals beside it.

"Get me details and offers for it": details may be those of a restaurant or of a product, and neither is said; but only
of products there are offers.  So words that the actions of other goals bear in their names speak for an action,
where these are surely meant.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

from chalicelib.planning.composer.index import Index
from chalicelib.planning.composer.match import Piece, Scored, add, best, gains
from chalicelib.planning.composer.read import Reading, deed

SURE, ALIKE, SHARED = 1.0, 0.9, 0.6
"""How far ahead an action is that is surely meant; how much of what the first one explains another has to explain; what
a word that goals share speaks for an action, of how rare it is."""


def kept(index: Index, reading: Reading, pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """The pieces, each with its actions ranked in the company of the others'."""
    said = {word for unit in reading.units for word in unit.stems} | reading.aside
    beside = ([other for other in pieces if other is not piece] for piece in pieces)
    return tuple(_among(index, reading, *each, said) for each in zip(pieces, beside, strict=True))


def _among(
    index: Index, reading: Reading, piece: Piece, others: Sequence[Piece], said: Collection[str]
) -> Piece:
    if not piece.candidates or not _strange(index, piece.candidates[0], said):
        return piece
    names = [index.entries[one.candidates[0].ref].objects for one in others if _sure(one)]
    shared = {word for name in names for word in name if word not in said}
    found = _ranked(index, reading, piece, shared, said) if shared else ()
    asked = {one.candidates[0].ref for one in others if one.candidates}
    return replace(piece, candidates=found) if found and found[0].ref not in asked else piece


def _sure(one: Piece) -> bool:
    first, *others = one.candidates or (None,)
    return first is not None and all(first.score - other.score > SURE for other in others)


def _strange(index: Index, top: Scored, said: Collection[str]) -> bool:
    """Whether the action is about something that nobody speaks of."""
    return any(word not in said for word in index.entries[top.ref].objects)


def _ranked(
    index: Index, reading: Reading, piece: Piece, shared: Collection[str], said: Collection[str]
) -> tuple[Scored, ...]:
    """The actions that explain the nouns of the piece as well as the first one, by what they share with the others."""
    units = reading.units[piece.first : piece.last]
    own, verb = {word for unit in units for word in unit.stems}, deed(units, reading.large)
    sums: dict[str, float] = {}
    for word in own:
        add(sums, index, word, None)
    least = _explained(index, own - {verb}, piece.candidates[0].ref) * ALIKE
    sums = {ref: total for ref, total in sums.items() if _explained(index, own - {verb}, ref) >= least}
    for ref in sums:
        sums[ref] += SHARED * sum(index.idf.get(word, 0.0) for word in {*index.entries[ref].objects} & {*shared})
    kinds = frozenset(kind for unit in units for kind in unit.kinds)
    return best(index, sums, verb, kinds, {*said} - own, said)


def _explained(index: Index, words: Collection[str], ref: str) -> float:
    return sum(gains(index, word).get(ref, 0.0) for word in words)
