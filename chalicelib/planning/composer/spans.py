"""Spans: everything in a goal's part of the prompt that could be the value of an input.

Mentions (a date, a quote, an amount) are spans already.  Many values are none of these: "vibrant" in "a vibrant
color scheme".  So every short run of words is a span too, as long as it neither cuts a mention nor crosses a stop;
which of them are values is for the ranking to say.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from chalicelib.planning.composer.goals import Goal
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.words import STOP, Token, bag, senses

LONGEST = 6
FAR = 60
"""Words on either side of a goal that may still speak of it."""
WHOLE = bag("quote id email url tag money percent date period time datetime phone path json")
"""Kinds of mentions that are never cut nor made part of something longer."""
_STOPS = frozenset('.,;:?!()"“”—–…')
_LINKS = bag(
    "of in on at to for from by with without about as into between within until since before after over under than "
    "via per"
)
_SAID = bag(
    "is are be was named called titled using and or the a an my its their our like such including than that which"
)
_ARTICLES = bag("the a an my its their our")
WRITTEN = bag("lower capital mixed digits")
_VERBS = bag("be is are was were has have had")


@dataclass(frozen=True, slots=True)
class Span:
    """`shape` is the mention's kind, or how the words are written; `zone` its side of the goal.

    `edges` are traits of what stands around it, `kinds` traits of what it is itself.
    """

    start: int
    end: int
    text: str
    shape: str
    first: int
    last: int
    zone: str
    stems: tuple[str, ...]
    edges: tuple[str, ...]
    kinds: tuple[str, ...]
    found: Found | None = None
    order: int = 0


@dataclass(frozen=True, slots=True)
class Window:
    """The words that may speak of a goal, and the spans in them."""

    words: tuple[Token, ...]
    spans: tuple[Span, ...]
    places: dict[str, tuple[int, ...]]
    """Where each stem stands."""
    found: tuple[Found, ...]

    def touched(self, spans: Iterable["Span"]) -> set[Found]:
        """The mentions that the spans cover or cut."""
        row = list(spans)
        return {one for one in self.found if any(one.start < span.end and span.start < one.end for span in row)}


def window(text: str, words: Sequence[Token], goal: Goal, goals: Sequence[Goal]) -> Window:
    """The goal with what stands between it and its neighbours."""
    before = max((one.end for one in goals if one.end <= goal.start), default=0)
    behind = min((one.start for one in goals if one.start >= goal.end), default=len(text))
    near = tuple(token for token in words if before <= token.start < behind)
    lead = sum(token.start < goal.start for token in near)
    tail = sum(token.start >= goal.end for token in near)
    near = near[max(0, lead - FAR) : len(near) - max(0, tail - FAR)]
    found = sorted(
        {one for one in (*goal.own, *goal.near) if near and near[0].start <= one.start and one.end <= near[-1].end},
        key=lambda one: one.start,
    )
    places: dict[str, tuple[int, ...]] = {}
    for at, token in enumerate(near):
        places[token.stem] = (*places.get(token.stem, ()), at)
    return Window(near, tuple(_spans(text, near, found, goal)), places, tuple(found))


def _spans(text: str, words: Sequence[Token], found: Sequence[Found], goal: Goal) -> Iterator[Span]:
    taken = set()
    counts: dict[str, int] = {}
    for one in found:
        first = next((at for at, token in enumerate(words) if token.end > one.start), None)
        last = next((at for at in range(len(words) - 1, -1, -1) if words[at].start < one.end), None)
        if first is None or last is None or last < first:
            continue
        order = counts[one.kind] = counts.get(one.kind, 0) + 1
        taken.add((first, last + 1))
        sides = halves(one)
        width = (one.end - one.start) // len(sides)
        for at, half in enumerate(sides):
            whole = _span(text, words, first, last + 1, goal, half, order + at)
            yield (
                replace(whole, start=one.start + at * width, end=one.start + (at + 1) * width)
                if at or len(sides) > 1
                else whole
            )
    fixed = _fixed(words, [one for one in found if one.kind in WHOLE])
    for first in range(len(words)):
        if fixed[first] or not _begins(words, first):
            continue
        for last in range(first + 1, min(first + LONGEST, len(words)) + 1):
            token = words[last - 1]
            if fixed[last - 1] or token.text in _STOPS:
                break
            if (first, last) not in taken and _ends(words, last):
                yield _span(text, words, first, last, goal)


def halves(found: Found) -> tuple[Found, ...]:
    """A period serves two sides, a day on its own one."""
    if found.kind != "period" or found.last is None:
        return (found,)
    return (
        replace(found, before=("from",), kind="date"),
        replace(found, before=("until",), kind="date", value=found.last, last=None),
    )


def _fixed(words: Sequence[Token], found: Sequence[Found]) -> list[bool]:
    return [any(one.start < token.end and token.start < one.end for one in found) for token in words]


def _begins(words: Sequence[Token], at: int) -> bool:
    token, before = words[at], words[at - 1] if at else None
    if before is not None and before.text in "-_'’/" and before.end == token.start:
        return False
    if token.low in ("the", "a") and token.text[0].isupper():
        return before is not None and before.text not in ".!?\n" and _ends(words, at + 2)
    return token.content


def _ends(words: Sequence[Token], last: int) -> bool:
    if last > len(words):
        return False
    token = words[last - 1]
    after = words[last] if last < len(words) else None
    if after is not None and after.text in "-_/" and after.start == token.end:
        return False
    return token.content


def _span(
    text: str,
    words: Sequence[Token],
    first: int,
    last: int,
    goal: Goal,
    found: Found | None = None,
    order: int = 0,
) -> Span:
    start, end = (found.start, found.end) if found else (words[first].start, words[last - 1].end)
    inner = words[first:last]
    shape = found.kind if found else _written(inner)
    zone = "in" if goal.start <= start < goal.end else "before" if start < goal.start else "behind"
    stems = tuple(token.stem for token in inner if token.content)
    return Span(
        start, end, text[start:end], shape, first, last, zone, stems,
        _edges(words, first, last, shape), _kinds(words[first:last], shape, zone), found, order,
    )  # fmt: skip


def _written(inner: Sequence[Token]) -> str:
    content = [token for token in inner if token.content]
    capital = sum(token.text[0].isupper() for token in content)
    if any(token.text[0].isdigit() for token in content):
        return "digits"
    return "capital" if capital == len(content) else "lower" if not capital else "mixed"


def _edges(words: Sequence[Token], first: int, last: int, shape: str) -> tuple[str, ...]:
    left, right = side(words, first - 1), side(words, last)
    if left in _ARTICLES:
        left = f"the<{side(words, first - 2)}"
    before, behind = _coarse(left), _coarse(right)
    return f"l:{left}", f"r:{right}", f"lr:{before}/{behind}", f"s:{shape} r:{behind}", f"s:{shape} l:{before}"


def _kinds(inner: Sequence[Token], shape: str, zone: str) -> tuple[str, ...]:
    found = [f"s:{shape}", f"z:{zone}"]
    if shape in WRITTEN:
        found.append(f"n:{min(len(inner), 5)}")
        if any(token.low in _LINKS or token.low == "and" for token in inner):
            found.append("linked")
        if any(token.low in STOP and token.low not in _LINKS for token in inner[1:]):
            found.append("stopped")
        if inner[0].low.endswith(("ing", "ed")):
            found.append("doing")
        if senses(inner[0].stem) and shape == "lower":
            found.append("verb")
    return tuple(found)


def side(words: Sequence[Token], at: int) -> str:
    """What stands at a place beside a span, by class: a stop, a link, a verb, another word, or an end."""
    if at < 0 or at >= len(words):
        return "end"
    return _class(words[at].low, words[at].stem)


@lru_cache(maxsize=16384)
def _class(low: str, stem: str) -> str:
    if low in _LINKS or low in _SAID or not low[0].isalnum():
        return low
    if low in STOP:
        return "stop"
    if low[0].isdigit():
        return "number"
    return "verb" if senses(stem) else "word"


@lru_cache(maxsize=1024)
def _coarse(given: str) -> str:
    if given.startswith("the<"):
        return "the"
    if given in _VERBS:
        return "be"
    if given in _LINKS:
        return "link"
    if given in ("named", "called", "titled", "using", "like", "including"):
        return "called"
    return (
        "stop"
        if given in _STOPS or given == "end"
        else given
        if given in ("word", "verb", "number", "and")
        else "other"
    )
