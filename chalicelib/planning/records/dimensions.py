"""What an adjective measures: "heaviest" and "heavier than" compare weights, "longest" lengths or durations.

The table is plain English; which field of a record holds such a measure is told by its name or its unit.
"""

from collections.abc import Iterable, Mapping, Sequence

from chalicelib.planning.composer.words import Token, bag, name_parts, name_stems, stem, stem_bag

_SIZE = "size area volume capacity quantity amount total count seat guest people square sqm bytes mb gb"
_TABLE = (
    ("heavy", "light", "weight mass load gram kg kilo kilogram lb pound ton g"),
    ("long", "short", "length duration day minute hour distance km mile span period time night week runtime"),
    ("tall", "short", "height size cm"),
    ("high", "low", "height level rank altitude elevation"),
    ("large", "small", _SIZE),
    ("big", "small", _SIZE),
    ("wide", "narrow", "width breadth"),
    ("deep", "shallow", "depth"),
    ("thick", "thin", "thickness"),
    ("fast", "slow", "speed pace velocity kmh mph"),
    ("warm", "cool", "temperature celsius degree"),
    ("hot", "cold", "temperature celsius degree"),
    ("old", "young", "age year"),
    ("far", "near", "distance km mile"),
    ("far", "close", "distance km mile"),
    ("strong", "weak", "strength power"),
    ("loud", "quiet", "volume noise level decibel"),
    ("rich", "poor", "balance income wealth"),
    ("busy", "idle", "load usage utilisation utilization"),
    ("costly", "cheap", "price cost amount fee rate total fare rent charge premium toll"),
)
UNITS = stem_bag(
    "gram grams kilo kilos kilogram kilograms kg g lb pounds tons tonnes metre metres meter meters cm km miles "
    "kilometres sqm degrees euros dollars days hours minutes weeks nights pieces litres liters percent"
)
_IRREGULAR = {
    "farthest": "far", "furthest": "far", "farther": "far", "further": "far", "eldest": "old", "elder": "old",
}  # fmt: skip
RATED = {"best": True, "worst": False}
_RATING = stem_bag("rating score star grade mark")


def _by_word() -> Mapping[str, list[tuple[bool, frozenset[str]]]]:
    found: dict[str, list[tuple[bool, frozenset[str]]]] = {}
    for high, low, names in _TABLE:
        stems = frozenset(map(stem, names.split()))
        found.setdefault(high, []).append((True, stems))
        found.setdefault(low, []).append((False, stems))
    return found


_WORDS = _by_word()


_MEASURES = frozenset(word for told in _WORDS.values() for _, stems in told for word in stems) | _RATING
_OWNING = bag("its their his her")


def compares(word: str, names: Sequence[str], endings: Iterable[str] = ("est", "er")) -> tuple[str, bool] | None:
    """The field that the word compares, and whether more of it is meant; None where it is not clear.

    `names`: the fields that hold numbers.
    """
    if word in RATED:
        fitting = {(name, RATED[word]) for name in names if {*name_stems(name)} & _RATING - {"grade", "mark"}}
        return fitting.pop() if len(fitting) == 1 else None
    base = _IRREGULAR.get(word) or next((bare for ending in endings if (bare := _base(word, ending))), "")
    fitting = {
        (name, high) for high, stems in _WORDS.get(base, ()) for name in names if {*name_stems(name)} & stems
    }
    own = [_ness(word, ending) for ending in endings]
    fitting = fitting or {(name, True) for name in names if {*own} & {*name_parts(name)}}
    return fitting.pop() if len(fitting) == 1 else None


def direction(word: str) -> int:
    """1 where the comparative means more of what it measures, -1 where less, 0 where that is not clear."""
    base = _IRREGULAR.get(word) or _base(word, "er")
    ways = {high for high, _ in _WORDS.get(base, ())}
    return 0 if len(ways) != 1 else 1 if ways.pop() else -1


def _ness(word: str, ending: str) -> str:
    """What the adjective measures by its own name: the brightness of "brightest"."""
    return f"{word.removesuffix(ending)}ness" if word.endswith(ending) else ""


def _base(word: str, ending: str) -> str:
    bare = word.removesuffix(ending)
    forms = (bare, bare + "e", bare[:-1], bare.removesuffix("i") + "y")
    return next((form for form in forms if form in _WORDS), "") if bare != word else ""


def of_something(words: Sequence[Token]) -> list[Token]:
    """The nouns for what is measured of something, which are no words for that: "the price of X", "its length"."""
    padded = [None, *words, None]
    rows = zip(padded, words, padded[2:], strict=False)
    measured = ((lead, token, behind) for lead, token, behind in rows if token.stem in _MEASURES)
    return [
        token for lead, token, behind in measured
        if (behind is not None and behind.low == "of")
        or (lead is not None and (lead.low in _OWNING or lead.low.endswith(("'s", "’s"))))
    ]
