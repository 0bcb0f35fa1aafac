"""Choosing from a list, inside the path of a binding: by a superlative, by a name, or the first.

A superlative has a direction and a measure: "cheapest" asks for the least of a price, "latest" for the greatest of
a time.  The measure is found among the fields of the list's items; without one the choice is left open (None).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile
from typing import Literal

from chalicelib.planning.composer.schema import Field
from chalicelib.planning.composer.words import Token, bag

_MEASURES = {
    "time": "creat date time start at due timestamp updat publish when day sent issu month",
    "price": "price cost rate amount total fee fare tariff",
    "size": "size amount quantiti count total number volum stock capac seat",
    "rating": "rate score star review rank",
    "duration": "durat length time minut hour",
    "distance": "distanc km mile",
    "number": "",
    "due": "due deadlin expir end",
    "age": "age birth",
    "weight": "weight",
    "prioriti": "prioriti urgenc sever",
}
_SUPERLATIVES: dict[str, tuple[Literal["max", "min"], str]] = {
    "latest": ("max", "time"),
    "newest": ("max", "time"),
    "last": ("max", "time"),
    "recent": ("max", "time"),
    "oldest": ("min", "time"),
    "earliest": ("min", "time"),
    "first": ("min", "time"),
    "soonest": ("min", "time"),
    "next": ("min", "time"),
    "cheapest": ("min", "price"),
    "dearest": ("max", "price"),
    "expensive": ("max", "price"),
    "costliest": ("max", "price"),
    "largest": ("max", "size"),
    "biggest": ("max", "size"),
    "smallest": ("min", "size"),
    "greatest": ("max", "size"),
    "highest": ("max", "number"),
    "lowest": ("min", "number"),
    "most": ("max", "number"),
    "least": ("min", "number"),
    "fewest": ("min", "size"),
    "best": ("max", "rating"),
    "worst": ("min", "rating"),
    "top": ("max", "rating"),
    "longest": ("max", "duration"),
    "shortest": ("min", "duration"),
    "quickest": ("min", "duration"),
    "fastest": ("min", "duration"),
    "nearest": ("min", "distance"),
    "closest": ("min", "distance"),
    "heaviest": ("max", "weight"),
    "lightest": ("min", "weight"),
    "urgent": ("max", "prioriti"),
    "youngest": ("max", "age"),
}
_NAMES = ("name", "titl", "label", "email", "subject")
NAMING = frozenset(_NAMES)
MEASURING = frozenset(word for words in _MEASURES.values() for word in words.split())
EVERY = bag("each every all everybody everyone everything both any")


@dataclass(frozen=True, slots=True)
class Choice:
    """`word` of the prompt, the direction, the stems of the measure, the likeliest first, and of what is chosen."""

    word: str
    end: Literal["max", "min"]
    measures: tuple[str, ...]
    noun: str = ""


def choice(words: Iterable[Token]) -> Choice | None:
    """What the words ask for when a list has several; None if they do not say."""
    inner = tuple(words)
    for position, token in enumerate(inner):
        if token.low not in _SUPERLATIVES:
            continue
        after = inner[position + 1].low if position + 1 < len(inner) else ""
        if token.low in ("last", "next", "first", "most", "least") and (after[:1].isdigit() or after in _TIME_UNITS):
            continue
        if position and inner[position - 1].low == "at" and token.low in ("least", "most"):
            continue
        end, measure = _SUPERLATIVES[token.low]
        spoken = tuple(word.stem for word in inner[position + 1 : position + 3] if word.content and measure == "number")
        return Choice(token.low, end, (*spoken, *_MEASURES[measure].split()), _noun(inner[position + 1 :]))
    return None


def _noun(words: Iterable[Token]) -> str:
    """The last word of what follows a superlative: "the newest empty bed"."""
    row = tuple(takewhile(lambda token: token.content and token.word, words))
    return row[-1].stem if row else ""


_TIME_UNITS = bag("day days week weeks month months year years hour hours minute minutes quarter")


def every(words: Iterable[Token]) -> bool:
    """Whether the words speak of each item of a list."""
    inner = tuple(words)
    return any(
        token.low in EVERY and not (token.low in ("any", "all", "both") and _not_items(inner, at))
        for at, token in enumerate(inner)
    )


def _not_items(inner: tuple[Token, ...], at: int) -> bool:
    after = inner[at + 1].low if at + 1 < len(inner) else ""
    return inner[at].low == "any" or after in ("day", "in", "at", "right", "night", "")


def measure(wanted: Choice, fields: Iterable[Field], within: str) -> Field | None:
    """The field of the list's items that the choice goes by."""
    inner = [field for field in fields if field.within == within and not field.listed]
    for word in wanted.measures:
        for field in inner:
            if word in field.way and (field.type in ("number", "integer") or _sorts(field)):
                return field
    if wanted.measures[-1:] == tuple(_MEASURES["time"].split()[-1:]):
        return next((field for field in inner if field.format.startswith("date")), None)
    return None


def _sorts(field: Field) -> bool:
    return field.type == "string" and (
        field.format.startswith("date")
        or bool(
            {*field.stems} & {"creat", "date", "time", "start", "due", "updat", "at", "end", "deadlin", "timestamp"}
        )
    )


def path(
    field: Field, fields: Iterable[Field], wanted: Choice | None, called: tuple[Field, str] | None = None,
    bearing: str = "",
) -> str:
    """The JMESPath from an output to the field, one item chosen where it stands in a list.

    `bearing`: a value that the item has somewhere, nobody knows where.
    """
    if not field.within:
        return field.path
    rest = "" if field.path == "@" else "." + field.path
    if bearing:
        quoted = bearing.replace("\\", "\\\\").replace("'", "\\'")
        return f"{'' if field.within == '@' else field.within}[?contains(to_string(@), '\"{quoted}\"')] | [0]{rest}"
    by = measure(wanted, fields, field.within) if wanted else None
    if by and wanted:
        return f"{wanted.end}_by({field.within}, &{by.path}){rest}"
    head = "" if field.within == "@" else field.within
    if called:
        literal = called[1].replace("\\", "\\\\").replace("'", "\\'")
        return f"{head}[?{called[0].path}=='{literal}'] | [0]{rest}"
    position = "-1" if wanted and wanted.end == "max" and wanted.word == "last" else "0"
    return f"{head}[{position}]{rest}"


def naming(fields: Iterable[Field], of: Field) -> Field | None:
    """The field that holds the name of what `of` is a field of."""
    inner = [one for one in fields if one.within == of.within and one.type == "string" and _beside(one, of)]
    for word in _NAMES:
        for field in inner:
            if word in field.stems:
                return field
    return None


def _beside(one: Field, of: Field) -> bool:
    """Whether both are fields of one object; what a service nests under `attributes` belongs to the object around."""
    place, home = one.path.rpartition(".")[0], of.path.rpartition(".")[0]
    return place == home or (place.rpartition(".")[0] == home and place.rpartition(".")[2] in ("attributes", "fields"))
