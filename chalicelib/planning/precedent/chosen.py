"""Which of the records were meant that words name only in part: "all that are packed", "the latest", "except hers".

A run shows which were taken and which were not.  What may have told them apart are tests of what they hold: the
simplest that fit, in every way that may be (a version space, after Mitchell).  Those of which the request speaks count
before others; all that are left must choose the same records anew, or nobody knows which are meant.

    ["is", field, [value]]     holds one of these, or nothing where there is none
    ["some", field]            holds something
    ["said", field, slot]      holds what words say there
    ["least", field]           holds the least, or the earliest, of those that pass the other tests
    ["most", field]
    ["under", field, value]    holds less than what words say (`kept.Value`), or something earlier
    ["over", field, value]
    ["past", field]            a moment that is over by now
    ["ahead", field]
    ["but", slot]              is not named there
    ["of", field, value]       holds the key of a record that is named besides
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any  # Any: tests are JSON

from chalicelib.planning.composer.schema import param
from chalicelib.planning.composer.words import Token, bag, name_stems
from chalicelib.planning.precedent.alike import near
from chalicelib.planning.precedent.limiting import superlative
from chalicelib.planning.precedent.passing import Passing, Test, Tests, order, says
from chalicelib.planning.records import shapes
from chalicelib.planning.records.resources import is_key
from chalicelib.planning.records.tell_apart import categorical
from chalicelib.planning.records.view import AHEAD, GONE, LATE, NEWEST, OLDEST, OVER, UNDER
from chalicelib.planning.tables.clause import Clause
from chalicelib.planning.tables.table import Table, Wide
from chalicelib.planning.usage import ways as usage

_CODES, _SEVERAL = 10, 3
EXCEPT = bag("except but without excepting excluding excepted apart only not save besides than")
_ALWAYS_OUT = bag("except excepting excluding excepted apart besides")
_UNDER, _OVER = UNDER | bag("before until till most earlier"), OVER | bag("after since beyond least later")
_DENIED = bag("not never no without")
_THAN = "than"
_WHEN = "0000-00-00T00:00:00"


def ways(
    table: Table, named: Sequence[Wide], taken: Sequence[Wide], more: Sequence[Test], words: Sequence[Token],
    passing: Passing, ends: Sequence[Token], phrase: Callable[[Sequence[Token]], Sequence[Token]],
) -> list[Tests]:
    """The tests that choose just those that were taken out of the records that are named.

    `more`: tests of what words say; `words`: what no name and no value is; `ends`: those that choose one at an end;
    `phrase`: gives the words around what names the records, and some others, that may tell which are meant.
    """
    told = [one for one in (*_same(table, named, taken), *_timed(named), *more) if any(_speaks(t, one) for t in words)]
    passed = [(one, {id(row) for row in passing(one, named)}) for one in told]
    wanted = {id(row) for row in taken}
    passed = [(one, rows) for one, rows in passed if wanted <= rows]
    must = tuple(one for one, _ in passed if one[0] == "of")
    first = {id(row) for row in passing.all(must, named)}
    alone = [((one,), rows) for one, rows in passed if one not in must]
    found: list[tuple[Tests, set[int]]] = [((), first), *alone]
    found += [((*one, *two), rows & others) for (one, rows), (two, others) in combinations(alone, 2)]
    fits = [(*must, *some) for some, rows in found if rows & first == wanted and (must or some or len(taken) > 1)]
    for some, one in product(((), *(one for one, _ in alone)), _ends(named, ends) if len(taken) == 1 else ()):
        fits += [(*must, *some, one)] if passing.all((*must, *some, one), named) == [*taken] else []
    return _likeliest([some for some in fits if _covers(some, words, bool(ends))], words, table, phrase)


def _covers(tests: Tests, words: Sequence[Token], ends: bool) -> bool:
    """Whether each word that chooses has its test."""
    kinds = {one[0] for one in tests}
    said = {token.low for token in words}
    out = bool(said & _ALWAYS_OUT) <= ("but" in kinds)
    return ends <= bool(kinds & {"least", "most"}) and out and (_THAN in said) <= bool(kinds & {"under", "over"})


def _likeliest(
    fits: Sequence[Tests], words: Sequence[Token], table: Table, phrase: Callable[[Sequence[Token]], Sequence[Token]]
) -> list[Tests]:
    """Those of which words tell every value; else those that they tell, where no word is left; the simplest of them."""
    tells = [(some, [max((_speaks(token, one) for token in words), default=0) for one in some]) for some in fits]
    sure = [some for some, told in tells if some and all(one > 1 for one in told)]
    told = [some for some, one in tells if all(one)]
    spoken = [token for token in words if any(_speaks(token, one) for some in told for one in some)]
    known = {*table.words, *table.near, *table.about, *(stem_ for name in table.own for stem_ in name_stems(name))}
    left = [token for token in phrase(spoken) if token in words and token not in spoken and token.content]
    unclear = any(token.stem not in known for token in left)
    kept = sure or ([] if unclear else told)
    least = min(map(len, kept), default=0)
    return [some for some in kept if len(some) == least]


@dataclass(frozen=True, slots=True)
class Limit:
    """What words say that may limit a field: the side, the way in which they say the value, and the value."""

    words: tuple[Token, ...]
    side: str
    name: str
    kind: str
    detail: Any
    value: Any


def limits(clause: Clause, table: Table, zone: str) -> Iterator[Limit]:
    for name in shapes.names(table.rows):
        shape = shapes.shape(table.rows, name)
        if shape not in ("number", "moment") or is_key(name):
            continue
        told = param(name, (name,), False, {"type": "number" if shape == "number" else "string"})
        for way, said in usage.ways(clause, told, [], None, zone):
            value = (said.of(usage.EMPTY) or ("",))[0]
            plain = way.kind in ("number", "length") or (way.kind == "moment" and way.detail == _WHEN)
            if plain and order(value) is not None and (side := _side(clause, said.tokens)):
                yield Limit(said.tokens, side, name, way.kind, way.detail, value)


def _side(clause: Clause, run: Sequence[Token]) -> str:
    """On which side of what the words say the records are: "fewer than 5", "after Friday", "not seen since Friday"."""
    before = [token.low for token in clause.words if token.end <= run[0].start][-3:]
    under, over = (any(word in some for word in before) for some in (_UNDER, _OVER))
    denied = any(token.low in _DENIED or token.low.endswith(("n't", "n’t")) for token in clause.words)
    return "" if under == over else "under" if under != denied else "over"


def slot_of(test: Test) -> int | None:
    """The open place whose words the test needs."""
    match test:
        case ["but", slot] | ["said", _, slot] | ["under" | "over", _, ["words", slot, *_]]:
            return int(slot)
    return None


def placed(test: Test, places: Mapping[int, int]) -> Test:
    """The test with another number for its place."""
    match test:
        case ["but", slot]:
            return ["but", places[slot]]
        case ["said", name, slot]:
            return ["said", name, places[slot]]
        case [side, name, ["words", slot, *how]]:
            return [side, name, ["words", places[slot], *how]]
    return test


def _speaks(token: Token, test: Test) -> int:
    """2 where the word tells the value, or how it is chosen, 1 where it only may tell the field, else 0."""
    match test:
        case ["but" | "under" | "over" | "of", *_]:
            return 2
        case ["least" | "most" as end, name]:
            newest, oldest = token.low in NEWEST, token.low in OLDEST
            wrong = (newest and end == "least") or (oldest and end == "most")
            return 2 if not wrong and superlative(token) else 0
        case ["past" | "ahead" as side, name]:
            told = token.low in (LATE | GONE if side == "past" else AHEAD)
            return 2 if told else int(token.stem in name_stems(name))
        case ["some", name]:
            return int(_names(token, name))
        case ["is", name, values]:
            return 2 if any(says(token, value) for value in values) else int(_names(token, name))
    return 0


def _names(token: Token, name: str) -> bool:
    """Whether the word may be the field's name."""
    return token.content and any(near(one, token.stem) for one in name_stems(name))


def saying(test: Test, words: Sequence[Token]) -> Token | None:
    """The only word that says the only value of the test."""
    match test:
        case ["is", _, [value]]:
            found = [token for token in words if says(token, value)]
            return found[0] if len(found) == 1 else None
    return None


def _same(table: Table, named: Sequence[Wide], taken: Sequence[Wide]) -> Iterator[Test]:
    """What all that were taken hold, where it is nobody's."""
    for name in shapes.names(named):
        each = [shapes.items(row.values.get(name)) for row in taken]
        every = [one for one in each[0] if all(one in other for other in each)]
        union = list(dict.fromkeys(one for some in each for one in some))
        if all(map(bool, each)) and any(not shapes.items(row.values.get(name)) for row in named):
            yield ["some", name]
        if not union:
            yield ["is", name, []]
        elif not (_coded(table, name) or categorical(table.rows, name)):
            continue
        elif every:
            yield from (["is", name, [one]] for one in every)
        elif all(map(bool, each)) and len(union) <= _SEVERAL:
            yield ["is", name, union]


def _coded(table: Table, name: str) -> bool:
    """Whether the field holds one of few small numbers."""
    held = [row.values.get(name) for row in table.rows]
    codes = [value for value in held if isinstance(value, int) and not isinstance(value, bool)]
    small = len(codes) == len(held) and all(0 <= value < _CODES for value in codes) and len({*codes}) < len(codes)
    return small and not is_key(name)


def _timed(named: Sequence[Wide]) -> Iterator[Test]:
    for name in shapes.names(named):
        if shapes.shape(tuple(named), name) == "moment":
            yield ["past", name]
            yield ["ahead", name]


def held_in_time(rows: Sequence[Wide], row: Wide, words: Sequence[Token], passing: Passing) -> Tests:
    """Every test of what is over or ahead that the record passes, and of which a word speaks."""
    tests = [one for one in _timed(rows) if row in passing(one, rows)]
    return tuple(one for one in tests if any(_speaks(token, one) > 1 for token in words))


def _ends(named: Sequence[Wide], words: Sequence[Token]) -> list[Test]:
    """The newest and the oldest are told by moments; none where no word chooses an end."""
    if not words:
        return []
    held = {name: shapes.shape(tuple(named), name) for name in shapes.names(named) if not is_key(name)}
    moments = [name for name, shape in held.items() if shape == "moment"]
    timed = any(token.low in NEWEST | OLDEST for token in words) and moments
    names = moments if timed else [name for name, shape in held.items() if shape in ("moment", "number")]
    return [[end, name] for name in names for end in ("least", "most")]
