"""What records are called in the titles of their fields, said as the catalogue calls them.

    bookings.list, whose records have a "Reservation number" and a "Reservation state"
    how many reservations are open?      ─>  how many bookings are open?

So is what is told by the day, where the catalogue has a `day_rate` and no daily one: "the daily rate".
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any  # Any: schemas are JSON

from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.index import Index
from chalicelib.planning.composer.mentions import begins_in, quotes
from chalicelib.planning.composer.words import name_parts, name_stems, stem
from chalicelib.planning.once import once

ENOUGH = 2
"""So many fields must have a title with the word: one alone may tell of something else."""


_PERIODS = {
    "hourly": "hour", "daily": "day", "nightly": "night", "weekly": "week", "monthly": "month", "yearly": "year",
    "annual": "year",
}
_BY_PERIOD = re.compile(rf"\b({'|'.join(_PERIODS)}) ([a-z]+)\b", re.IGNORECASE)


def titled(prompt: str, index: Index) -> str:
    """The prompt with such words replaced; what stands in quotes, or is written like a name, stays."""
    words, marks = _otherwise(index), quotes(prompt)

    def said(match: re.Match[str]) -> str:
        noun = words.get(stem(match[0]), "")
        if not noun or begins_in(marks, match):
            return match[0]
        return noun if match[0].endswith("s") else noun.removesuffix("s")

    prompt = re.sub(r"(?<![\w'’-])[a-z]{3,}(?![\w-])", said, prompt) if words else prompt
    own = quotes(prompt)
    return _BY_PERIOD.sub(lambda found: found[0] if begins_in(own, found) else _named(found, index), prompt)


def _named(found: re.Match[str], index: Index) -> str:
    """The period as a name has it in front of the noun behind: "day rate"."""
    period = _PERIODS[found[1].lower()]
    there = (stem(period), stem(found[2]))
    return f"{period} {found[2]}" if there in _pairs(index) else found[0]


@once
def _pairs(index: Index) -> frozenset[tuple[str, str]]:
    """What stands side by side in the names of inputs."""
    names = (param.stems for one in index.entries.values() for param in one.params)
    return frozenset(pair for stems in names for pair in pairwise(stems))


@once
def _otherwise(index: Index) -> Mapping[str, str]:
    """The stem of each such word, and the plural by which the actions call the records."""
    entries = index.entries.values()
    known = {word for one in entries for word in (*one.name, *(stem_ for param in one.params for stem_ in param.stems))}
    found: dict[str, set[str]] = {}
    for one in entries:
        plural = [part for part in name_parts(one.action.words) if part.endswith("s") and one.objects == (stem(part),)]
        often = Counter(_titles(one)) if plural and one.action.effect == "read" else Counter[str]()
        for word in (word for word, count in often.items() if count >= ENOUGH and word not in known):
            found.setdefault(word, set()).add(plural[0])
    return {word: next(iter(nouns)) for word, nouns in found.items() if len(nouns) == 1}


def _titles(one: Entry) -> Iterator[str]:
    """The word in front of its own name in the title of each field: "Reservation state" of `state`."""
    open_: list[Any] = [one.action.output_schema or {}]
    while open_:
        schema = open_.pop()
        told = ((name, inner) for name, inner in (schema.get("properties") or {}).items() if isinstance(inner, Mapping))
        for name, inner in told:
            first, *rest = name_stems(str(inner.get("title") or "")) or ("",)
            if first and tuple(rest) == name_stems(name):
                yield first
            open_.append(inner)
        if isinstance(schema.get("items"), Mapping):
            open_.append(schema["items"])
