"""Traits of a pair: what speaks for a span being the value of an input.

Traits name no word of any field of work: only kinds and classes, English function words, and whether the words of the
prompt are those of the input's name, description or examples.  So what they weigh on one catalogue holds on the next.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.fit import NAMED, fit, kind_of
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.sketch import Path
from chalicelib.planning.composer.spans import Span, Window
from chalicelib.planning.composer.words import bag, text_stems

_PLACE = bag("locat citi countri region place address state area venu origin destin nation territori")
_SORT = bag("type categori kind genr style format method techniqu level status mode role class theme gender stage")
_SAYS = bag("text messag bodi comment note content reason descript detail subject summari feedback question")
_SEEKS = bag("q queri search keyword term topic subject field interest")
_EXTENT = bag("period rang interval frame timefram durat frequenc span horizon window recurr")
_OFTEN = bag("hourly daily weekly biweekly fortnightly monthly quarterly yearly annual annually")
_WEAK = bag("id name type code number the of valu data info detail")
_SHOWN = re.compile(r"(?:e\.?\s?g\.?|such as|for example|for instance|example:|like)[,:]?\s+([^)]+)", re.IGNORECASE)
_BRIDGES = bag("of is as : = are be called named titled at to id name - for in on with and , #")
NEAR = 4


@dataclass(frozen=True, slots=True)
class Wanted:
    """An input with what its traits need, read once."""

    param: Param
    sort: str
    label: tuple[str, ...]
    about: frozenset[str]
    shown: tuple[tuple[str, ...], ...]
    styles: frozenset[str]
    rank: int
    given: Found | None = None
    """The mention that its kind and the words beside it alone would give to it."""


def read(param: Param, rank: int = 1, given: Found | None = None) -> Wanted:
    label = tuple(word for word in param.stems if word not in _WEAK) or param.stems
    shown = _shown(param.describes)
    styles = frozenset(_style(text) for text in shown)
    stems = tuple(text_stems(text) for text in shown)
    return Wanted(param, sort_of(param), label, param.about, stems, styles, rank, given)


def wanted(params: Sequence[Param], given: Mapping[Path, Found]) -> tuple[Wanted, ...]:
    """The inputs, each with its rank among those of its sort: those that stand by themselves first."""
    counts: dict[str, int] = {}
    found: dict[Path, Wanted] = {}
    for one in sorted(params, key=lambda one: len(one.path)):
        sort = sort_of(one)
        counts[sort] = counts.get(sort, 0) + 1
        found[one.path] = read(one, counts[sort], given.get(one.path))
    return tuple(_told_apart(found[one.path], [*found.values()]) for one in params)


def _told_apart(one: Wanted, rest: Sequence[Wanted]) -> Wanted:
    """With those words of its name only that no other input has: "labor" and "material" of two costs."""
    others = {word for other in rest if other is not one for word in other.param.stems}
    own = tuple(word for word in one.label if word not in others)
    return replace(one, label=own) if own else one


def sort_of(one: Param) -> str:
    """The class of an input: of values that it takes and, for text, what its name says that it is for."""
    kind = kind_of(one)
    if kind != "text":
        return kind
    stems = {*one.stems}
    for name, words in (
        ("extent", _EXTENT),
        ("place", _PLACE),
        ("says", _SAYS),
        ("sort", _SORT),
        ("seeks", _SEEKS),
        ("name", NAMED),
    ):
        if stems & words:
            return name
    return "text"


@lru_cache(maxsize=16384)
def _shown(describes: str) -> tuple[str, ...]:
    """The examples in a description."""
    match = _SHOWN.search(describes)
    if match is None:
        return ()
    parts = [part.strip(" .'\"") for part in match[1].split(",")]
    return tuple(part.removeprefix("or ").removeprefix("and ") for part in parts if 0 < len(part) < 60)[:8]


@lru_cache(maxsize=16384)
def _style(text: str) -> str:
    if text[0].isdigit():
        return "digits"
    capital = sum(word[0].isupper() for word in text.split())
    return "capital" if capital == len(text.split()) else "lower" if not capital else "mixed"


def nothing(entry: Entry, one: Wanted, near: Window) -> tuple[str, ...]:
    """Traits of leaving the input out."""
    said = "said" if any(word in near.places for word in one.label) else "unsaid"
    need = "needed" if one.param.required else "spare"
    size = "few" if len(entry.params) < 3 else "some" if len(entry.params) < 7 else "many"
    told = "0 given" if one.given else "0 not given"
    return (
        told,
        f"{told} {one.sort}",
        "0",
        f"0 {need}",
        f"0 {said}",
        f"0 {need} {said}",
        f"0 {one.sort} {need}",
        f"0 {one.sort} {said}",
        f"0 {size} {need}",
    )


def traits(entry: Entry, one: Wanted, rest: Sequence[Wanted], span: Span, near: Window) -> list[str]:
    """Traits of the pair, and those of the span alone; what it is itself is crossed with the sort of the input."""
    found = [*span.edges, *span.kinds, *(f"{one.sort} {trait}" for trait in span.kinds)]
    for trait in _joint(entry, one, rest, span, near):
        found.append(trait)
        if span.found is None:
            found.append(f"run {trait}")
    return found


def _joint(entry: Entry, one: Wanted, rest: Sequence[Wanted], span: Span, near: Window) -> Iterator[str]:
    yield from _beside(one, span, near)
    yield _rivals(one, rest, span, near)
    yield from _inner(entry, one, span)
    yield from _shown_alike(one, span)
    yield from _given(one, span)
    if span.text.lower() in _OFTEN:
        yield f"often {one.sort}"
    if span.found is not None:
        yield from _mentioned(one, span, span.found)


def _inner(entry: Entry, one: Wanted, span: Span) -> Iterator[str]:
    """Whether the words of the span are those of the action, of the input's name or of its description."""
    inner = {*span.stems}
    if not inner:
        return
    yield f"own {_share(inner, entry.weights)}"
    if inner & {*one.param.stems}:
        yield "label all" if inner <= {*one.param.stems} else "label in"
    elif inner & one.about:
        yield f"about {_share(inner, one.about)}"
    if inner <= {*entry.name}:
        yield "names it"


def _shown_alike(one: Wanted, span: Span) -> Iterator[str]:
    """How the span compares with the examples in the description, by its words and by how it is written."""
    if not one.shown:
        return
    if span.stems in one.shown:
        yield "shown"
    elif any({*span.stems} & {*words} for words in one.shown):
        yield "shown in"
    if span.found is None or span.shape in ("name", "number", "id"):
        for style in one.styles:
            yield f"style {style}/{span.shape}"


def _given(one: Wanted, span: Span) -> Iterator[str]:
    """Whether kind and neighbouring words alone would have chosen the span."""
    if one.given is None:
        if span.found is not None:
            yield f"not given {one.sort}"
        return
    inside = span.start <= one.given.start and one.given.end <= span.end
    yield "given" if span.found == one.given else "given in" if inside else "given else"
    if span.found == one.given:
        yield f"given {one.sort} {'needed' if one.param.required else 'spare'}"
        yield f"given {span.shape}"


def _mentioned(one: Wanted, span: Span, found: Found) -> Iterator[str]:
    if span.order == one.rank:
        yield f"turn {one.sort}"
    value = fit(one.param, found)
    yield f"fit {min(int(value * 4), 8)}"
    yield f"{one.sort} fit {min(int(value * 2), 4)}"
    if one.param.looked_up:
        yield f"looked up {span.shape}"


def _share(inner: set[str], words: object) -> str:
    hits = sum(word in words for word in inner)  # type: ignore[operator]  # a mapping or a set
    return "all" if hits == len(inner) else "some" if hits else "none"


def _beside(one: Wanted, span: Span, near: Window) -> Iterator[str]:
    """How the words of the input's name, else of its description, stand to the span."""
    before, behind = distances(one, span, near)
    if before is not None:
        yield f"before {before if before < NEAR else 'far' if before < 12 else 'off'}"
        if before <= 3:
            yield f"bridge {_bridge(near, span.first - before, span.first)}"
            yield f"{one.sort} before"
    if behind is not None:
        yield f"behind {behind if behind < 3 else 'far' if behind < 12 else 'off'}"
        if behind == 0:
            yield f"{one.sort} behind"
    if before is None and behind is None:
        yield "unlabelled"
    for word, name in (
        (_word(near, span.first - 1), "just"),
        (_word(near, span.first - 2), "soon"),
        (_word(near, span.last), "then"),
    ):
        if word and word in one.about and word not in one.label:
            yield f"about {name}"


def _word(near: Window, at: int) -> str:
    return near.words[at].stem if 0 <= at < len(near.words) and near.words[at].content else ""


def _bridge(near: Window, first: int, last: int) -> str:
    """The small words between a label and a span."""
    words = [token.low for token in near.words[first:last]]
    words = [word for word in words if word not in ("the", "a", "an", "'", '"', "“", "$")]
    return " ".join(word if word in _BRIDGES else "?" for word in words)


def distances(one: Wanted, span: Span, near: Window) -> tuple[int | None, int | None]:
    """How many words lie between the span and the nearest word of the label before and behind it."""
    before = behind = None
    for word in one.label:
        for at in near.places.get(word, ()):
            if at < span.first:
                gap = span.first - at - 1
                before = gap if before is None or gap < before else before
            elif at >= span.last:
                gap = at - span.last
                behind = gap if behind is None or gap < behind else behind
    return before, behind


def _rivals(one: Wanted, rest: Sequence[Wanted], span: Span, near: Window) -> str:
    """Whether the nearest label is this input's or another's."""
    mine = _nearest(one, span, near)
    others = min(
        (_nearest(other, span, near) for other in rest if other is not one and not {*other.label} <= {*one.label}),
        default=99.0,
    )
    if mine >= 12 and others >= 12:
        return "free"
    return "mine" if mine < others else "shared" if mine == others else "theirs" if others < 3 else "rather theirs"


def _nearest(one: Wanted, span: Span, near: Window) -> float:
    before, behind = distances(one, span, near)
    return min(99.0 if before is None else before, 99.0 if behind is None else behind + 0.5)
