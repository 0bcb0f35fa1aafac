"""Matching: which action does a piece of a prompt mean, and into which pieces does a prompt fall?

A piece explains an action by the words that both have, each counted by how rare it is in the catalogue, less
a part of the name's words that the piece lacks.  The prompt is cut so that the sum over its pieces, less a
price per piece, is greatest (dynamic programming).  The price grows with the catalogue, as rarity does.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import nlargest
from itertools import pairwise
from math import log

from chalicelib.planning.composer.chain import reads
from chalicelib.planning.composer.entry import DESCRIBED
from chalicelib.planning.composer.index import Index
from chalicelib.planning.composer.read import CUT_PRICE, Reading, Unit, deed
from chalicelib.planning.composer.thesaurus import opposites, related
from chalicelib.planning.composer.verbs import kind
from chalicelib.planning.composer.words import agreement, senses, text_stems, tokens

KEEP = 8
LONGEST = 10
AGREES, CONTRADICTS = 0.6, 2.5
MAKES = 0.3
"""What speaks for making one where the verb is a noun of the name: who tags adds a tag to those that are there."""
SMALL = 100
"""In a catalogue of at most this many actions, each may be tried for a clause."""
CROSSING = 0.5
RELATED, TAKES = 0.5, 0.5
WIDE, LEFT_OUT, ASIDE = 16, 0.5, 1.0
PLAIN = 2.0
"""A piece costs no more than this times what its action's name weighs: nobody can say more than the whole name."""
BESIDE = 2.0
"""What an aside of a document yields to what it repeats, unless the prompt speaks of it."""


@dataclass(frozen=True, slots=True)
class Scored:
    ref: str
    score: float


@dataclass(frozen=True, slots=True)
class Piece:
    """Units `first` up to `last` of a reading, and the actions they may mean, best first."""

    first: int
    last: int
    candidates: tuple[Scored, ...]
    tentative: bool = False
    """Whether no word speaks for the candidates, so that what they can be given must."""


def rank(
    index: Index, words: Iterable[str] | str, verb: str = "", learned: Mapping[str, Mapping[str, float]] | None = None
) -> tuple[Scored, ...]:
    """Actions for a phrase (or its stems), best first; `verb` is the stem of the phrase's verb."""
    if isinstance(words, str):
        text = words
        words = text_stems(text)
        verb = verb or next((token.stem for token in tokens(text) if senses(token.stem)), "")
    sums: dict[str, float] = {}
    stems = set(words)
    for word in stems:
        add(sums, index, word, learned)
    return best(index, sums, verb, said=stems)


def add(sums: dict[str, float], index: Index, word: str, learned: Mapping[str, Mapping[str, float]] | None) -> None:
    """What the word adds to each action's sum, which begins below nothing by a part of its name's words."""
    mass = index.name_mass
    for told in (gains(index, word), learned.get(word, {}) if learned else {}):
        for ref, gain in told.items():
            sums[ref] = (sums[ref] if ref in sums else -mass[ref]) + gain


def gains(index: Index, word: str) -> Mapping[str, float]:
    """What a word (or phrase) of the prompt adds to each action: for itself, or for a related word of the catalogue."""
    known = index.gains.get(word)
    if known is not None:
        return known
    found = dict(index.postings.get(word, ()))
    for other, closeness in () if found else (*related(word), *index.reverse.get(word, ())):
        for ref, gain in index.postings.get(other, ()):
            if index.entries[ref].weights[other] >= DESCRIBED:
                found[ref] = max(found.get(ref, 0.0), RELATED * closeness * gain)
    if len(index.gains) > 20000:
        index.gains.clear()
    index.gains[word] = found
    return found


def best(
    index: Index,
    sums: Mapping[str, float],
    verb: str,
    kinds: frozenset[str] = frozenset(),
    elsewhere: Container[str] = (),
    said: Container[str] = (),
) -> tuple[Scored, ...]:
    """`elsewhere`: what the prompt says outside the piece; a clause may leave out what it speaks of.

    `said`: everything that the prompt says.
    """
    found = [ref for ref, gained in sums.items() if gained > 0.0] or list(sums)
    near = nlargest(WIDE, found, key=sums.__getitem__) if len(found) > WIDE else found
    wanted = kind(verb)
    scored = [
        Scored(
            ref,
            sums[ref]
            + _verb_bonus(index, ref, verb, wanted, elsewhere)
            + TAKES * min(len(kinds & index.entries[ref].wants), 2)
            - BESIDE * any(word not in said for word in index.entries[ref].aside),
        )
        for ref in near
    ]
    return tuple(sorted(scored, key=lambda one: (-one.score, one.ref))[:KEEP])


def _verb_bonus(index: Index, ref: str, verb: str, wanted: frozenset[str], elsewhere: Container[str]) -> float:
    if not verb:
        return 0.0
    found = index.entries[ref]
    if found.verb != verb and found.verb in opposites(verb):
        return -2 * CONTRADICTS
    level = agreement(wanted, found.senses)
    # a word of the name may be its noun: who enrols does not search enrolments, and who labels deletes no label
    noun = verb != found.verb and verb in found.name
    level = 1.0 if verb == found.verb or (noun and (level or not (reads(found) or "delete" in found.senses))) else level
    if not level and "delete" in wanted and "update" in found.senses:
        return -CONTRADICTS / 3
    if level < 1.0:
        asks = wanted == {"read"} and found.action.effect != "read"  # who asks to be shown something changes nothing
        return -CONTRADICTS if asks or not level else 0.0
    if not (senses(verb) or verb in index.verbs):
        return AGREES
    makes = MAKES * (noun and "create" in found.senses)
    return AGREES + makes + LEFT_OUT * sum(index.idf[word] for word in found.objects if word in elsewhere)


def price(index: Index) -> float:
    """What one more piece costs.

    How often words meet by chance depends on how many different things there are, not on how much can be done to each.
    """
    things = log(max(len(index.about), 2))
    return log(max(index.size, 2)) * min(max(0.15 + (things - 3.43) * 0.237, 0.15), 1.0)


def segment(
    index: Index, reading: Reading, learned: Mapping[str, Mapping[str, float]] | None = None
) -> tuple[Piece, ...]:
    """The pieces of a prompt that mean something in this catalogue."""
    units = reading.units
    count = len(units)
    cost = price(index)
    best: list[float] = [0.0] * (count + 1)
    chosen: list[Piece | None] = [None] * (count + 1)
    table = [_spans(index, reading, first, learned) for first in range(count)]
    for last in range(1, count + 1):
        best[last] = best[last - 1]
        for first in range(max(0, last - LONGEST), last):
            candidates = table[first][last - first - 1]
            if not candidates:
                continue
            plain = PLAIN * index.name_mass[candidates[0].ref] if _begins(units[first]) else cost
            fair = min(cost, plain)
            total = best[first] + candidates[0].score - fair - CUT_PRICE[units[first].cut] * fair
            total -= CROSSING * sum(
                _own_clause(unit) * (4 if unit_before.decides else 1)
                for unit_before, unit in zip(units[first:last], units[first + 1 : last], strict=False)
            )
            if total > best[last]:
                best[last], chosen[last] = total, Piece(first, last, candidates)
    return _stretched(reading, _walk(chosen, count))


def whole(index: Index, reading: Reading) -> list[Piece]:
    """The prompt as one piece, if it is short and an action explains something of it; for what no piece was worth.

    Several deeds are no one piece: an action that does one of them would pass over the others.
    """
    if not reading.units or len(reading.units) > 4 or any(_own_clause(unit) for unit in reading.units[1:]):
        return []
    found = _spans(index, reading, 0, None)[-1]
    return [Piece(0, len(reading.units), found)] if found and found[0].score > 0.4 * price(index) else []


def silent(index: Index, reading: Reading, pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, and clauses of which no word is known but whose verb and values some action takes."""
    covered = {at for piece in pieces for at in range(piece.first, piece.last)}
    found = list(pieces)
    if index.size > SMALL:
        return found
    for first, last in _clauses(reading):
        verb = next((unit.verb for unit in reading.units[first:last] if unit.verb), "")
        kinds = {kind for unit in reading.units[first:last] for kind in unit.kinds}
        if (
            not verb
            or not kinds
            or covered & {*range(first, last)}
            or any(u.refused for u in reading.units[first:last])
        ):
            continue
        meant = [
            ref for ref, one in index.entries.items() if agreement(kind(verb), one.senses) == 1.0 and kinds & one.wants
        ]
        if meant and len(meant) <= WIDE:  # else the values speak for no one of them
            found.append(Piece(first, last, tuple(Scored(ref, 0.0) for ref in meant), tentative=True))
    return sorted(found, key=lambda piece: piece.first)


def _clauses(reading: Reading) -> Iterator[tuple[int, int]]:
    starts = [at for at, unit in enumerate(reading.units) if unit.cut == "sentence" or _own_clause(unit)]
    yield from pairwise([*starts, len(reading.units)])


def _walk(chosen: list[Piece | None], count: int) -> tuple[Piece, ...]:
    pieces = []
    while count > 0:
        piece = chosen[count]
        if piece is None:
            count -= 1
        else:
            pieces.append(piece)
            count = piece.first
    return tuple(reversed(pieces))


def _stretched(reading: Reading, pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Pieces that take along what is left of their sentence behind them, and before the first of it."""
    units = reading.units
    found: list[Piece] = []
    for at, piece in enumerate(pieces):
        stop = pieces[at + 1].first if at + 1 < len(pieces) else len(units)
        last = piece.last
        while last < stop and units[last].cut != "sentence" and not _own_clause(units[last]):
            last += 1
        start = found[-1].last if found else 0
        first = piece.first
        while first > start and units[first].cut != "sentence" and not _own_clause(units[first]):
            first -= 1
        found.append(replace(piece, first=first, last=last))
    return tuple(found)


def _own_clause(unit: Unit) -> bool:
    return unit.cut in ("then", "clause") and bool(unit.verb)


def _begins(unit: Unit) -> bool:
    """Whether a clause with a verb begins here, which seldom is no goal."""
    return unit.cut in ("sentence", "then", "clause") and bool(unit.verb)


def _asking(index: Index, found: tuple[Scored, ...]) -> tuple[Scored, ...]:
    """What a piece without a verb of its own may mean: something to be looked up rather than done."""
    lowered = [
        one if reads(index.entries[one.ref]) else replace(one, score=one.score - ASIDE) for one in found
    ]
    return tuple(sorted(lowered, key=lambda one: (-one.score, one.ref)))


def _spans(
    index: Index, reading: Reading, first: int, learned: Mapping[str, Mapping[str, float]] | None
) -> list[tuple[Scored, ...]]:
    """The best actions of every piece that begins at unit `first`."""
    sums: dict[str, float] = {}
    seen: set[str] = set()
    kinds: frozenset[str] = frozenset()
    whole = {word for unit in reading.units for word in unit.stems} | reading.aside
    said = whole if reading.units[first].cut in ("sentence", "then", "clause", "and") else frozenset()
    found = []
    for unit_at, unit in enumerate(reading.units[first : first + LONGEST], start=first):
        for word in unit.stems:
            if word not in seen:
                seen.add(word)
                add(sums, index, word, learned)
        verb = deed(reading.units[first : unit_at + 1], reading.large)
        kinds |= unit.kinds
        found.append(best(index, sums, verb, kinds, said - seen, whole) if sums else ())
        if not verb and reading.units[first].cut in ("phrase", "comma"):
            found[-1] = _asking(index, found[-1])
    return found
