"""Ranking: which span of the prompt, if any, is the value of which input.

A linear model over traits that name no field of work (see `traits`); "nothing" is one of the answers.  Its weights are
learned from several catalogues of different styles by `python -m infra.ranker` and kept as numbers only.  Each span
serves one input: the surest pair is taken first.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any  # Any: values are JSON

from chalicelib.planning.composer import coerce
from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.fit import KINDS, fit
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.sketch import Path
from chalicelib.planning.composer.spans import Span, Window
from chalicelib.planning.composer.traits import Wanted, nothing, read, traits, wanted

MARGIN = 0.0
LONGER = 0.12
"""What a run of words yields to another for each word that it has."""
_TYPED = frozenset(("number", "date", "time", "email", "url", "phone"))

Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Pick:
    """An input with the span that is its value."""

    param: Param
    span: Span
    value: Any
    lead: float


@cache
def learned() -> Weights:
    text = resources.files(__package__).joinpath("weights.json").read_text(encoding="utf-8")
    found: Weights = json.loads(text)
    return found


def ranked(params: Iterable[Param]) -> list[Param]:
    """The inputs whose values are spans: those that allowed values or yes-or-no words decide are none."""
    return [one for one in params if one.type not in ("boolean", "object") and not one.enum and not _coded(one)]


def _coded(one: Param) -> bool:
    inner = coerce.items(one) if one.many else one
    return bool(inner.enum) or inner.type in ("object", "boolean", "array")


def picks(
    entry: Entry, params: Sequence[Param], near: Window, given: Mapping[Path, Found], weights: Weights | None = None
) -> list[Pick]:
    """The spans chosen for the inputs, the surest first, none of them twice."""
    known = learned() if weights is None else weights
    asked = wanted(params, given)
    found = []
    for one in asked:
        least = total(known, nothing(entry, one, near)) + MARGIN
        for span in near.spans:
            value = value_of(one, span)
            if value is None or (one.given and span.found and span.zone != "in"):
                continue  # what stands elsewhere is not asked where the goal itself holds a mention that fits
            if _names_another(one, asked, span, near):
                continue
            lead = total(known, traits(entry, one, asked, span, near)) - least
            if lead > 0:
                found.append(Pick(one.param, span, value, lead))
    return _apart(sorted(found, key=_surest))


def _names_another(one: Wanted, asked: Sequence[Wanted], span: Span, near: Window) -> bool:
    """Whether the word behind a quoted text says that it is another input's: "the 'Porters' room" is no message."""
    if span.shape != "quote" or span.last >= len(near.words):
        return False
    behind = near.words[span.last].stem
    return behind not in one.param.stems and any(behind in other.label for other in asked if other is not one)


def _surest(pick: Pick) -> tuple[float, int, int, Path]:
    return _length(pick.span) - pick.lead, pick.span.start, len(pick.param.path), pick.param.path


def _length(span: Span) -> float:
    """Of two runs of words that are about as likely the shorter: "sales" of "the sales team"."""
    return LONGER * (span.last - span.first) if span.found is None else 0.0


def together(pick: Pick, near: Window, taken: Sequence[Pick]) -> tuple[Any, str, list[Span]]:
    """For a list: the picked value with those that are joined to it by a comma or "and", and their words."""
    row, last = [pick.span], pick.span
    for span in sorted(near.spans, key=lambda one: (one.first, -one.last)):
        if span.first < last.last or (span.found is None) != (last.found is None) or span.shape != last.shape:
            continue
        between = [token.low for token in near.words[last.last : span.first]]
        if between and set(between) <= {",", "and", "or"} and not any(_overlap(span, one.span) for one in taken):
            row.append(span)
            last = span
    asked = read(pick.param)
    values = [value_of(asked, one) for one in row]
    return [entry for value in values if value for entry in value], ", ".join(one.text for one in row), row


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _apart(found: Iterable[Pick]) -> list[Pick]:
    chosen: list[Pick] = []
    for pick in found:
        if any(pick.param.path == other.param.path or _overlap(pick.span, other.span) for other in chosen):
            continue
        chosen.append(pick)
    return chosen


def total(weights: Weights, found: Iterable[str]) -> float:
    return sum(weights.get(one, 0.0) for one in found)


def value_of(one: Wanted, span: Span) -> Any:
    """The span as a value of the input; None if it cannot be one."""
    found = span.found
    if found is None:
        if {*span.stems} <= {*one.param.stems}:
            return None  # the input's own name only says that its value stands near
        if one.sort in _TYPED or (one.sort == "id" and (one.param.looked_up or span.last - span.first > 1)):
            return None
        return [span.text] if one.param.many else span.text
    if found.kind == "period" and found.last is not None and one.sort in _TYPED:
        return None  # what wants days takes the first or the last of a period, each a span of its own
    if one.sort not in _TYPED and (span.start, span.end) != (found.start, found.end):
        return None  # and what wants words takes it whole
    if one.sort in _TYPED and found.kind not in KINDS[one.sort]:
        return None
    if one.sort == "id" and (found.kind not in KINDS["id"] or (one.param.looked_up and fit(one.param, found) <= 0)):
        return None
    return coerce.value_for(one.param, found)
