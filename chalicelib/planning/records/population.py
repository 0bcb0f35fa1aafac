"""The records among which a phrase chooses: everything where that can be listed, else what its words find.

A list that is capped is read in windows of time until no window is full.  A word that may be a value is tried in
every text input of the search: what it finds holds at least the records that are meant.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any  # Any: inputs are JSON

from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.words import Token, bag
from chalicelib.planning.records import phrase, shapes, times
from chalicelib.planning.records.reach import Reach, Row, Unsure
from chalicelib.planning.records.resources import Finder, Resource, form, is_address
from chalicelib.planning.records.times import Span

HORIZON = timedelta(days=366)
NEAR = timedelta(days=31)
SHORTEST = timedelta(minutes=30)
DAY = timedelta(days=1)
MOST_PHRASES = 4
MOST_EXAMPLES = 16
_JOINS = bag("& of the in for and to on")


@dataclass(frozen=True, slots=True)
class Population:
    """`shown`: records that only show how values are written.  `partial`: what some words found, not everything."""

    rows: tuple[Row, ...]
    shown: tuple[Row, ...] = ()
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """`words`: runs of words that may be values.  `people`: addresses of those who are named.  `span`: the time."""

    words: tuple[str, ...]
    people: tuple[str, ...]
    span: Span


def population(
    reach: Reach, resource: Resource, wanted: Wanted, new: Sequence[str], now: datetime
) -> Population | None:
    """The records; None while some are still to be read.  Raises where they cannot be told apart from the rest."""
    finder = _widest(reach, resource)
    needs = [param for param in finder.entry.params if param.required]
    if not finder.cap and not needs:
        rows = reach.rows(finder.entry.ref, {})
        if rows is None:
            return None
        if rows or not reach.refuses(finder.entry.ref, {}):
            return Population(tuple(rows))
    found = _found(reach, finder, wanted, now)
    if new and not _general(finder):
        shown = examples(reach, resource, new)
        return None if found is None or shown is None else replace(found, shown=(*found.shown, *shown.shown))
    return found


def _widest(reach: Reach, resource: Resource) -> Finder:
    """The search that gives the most; what was recorded is all there is."""
    found = max(resource.finders, key=lambda one: (not one.cap, len(one.texts)))
    return found if reach.capped else replace(found, cap=0)


def examples(reach: Reach, resource: Resource, said: Sequence[str]) -> Population | None:
    """Records that hold one of the words: they show how values are written, and are not meant themselves."""
    finder = _widest(reach, resource)
    if not finder.cap and not any(param.required for param in finder.entry.params):
        rows = reach.rows(finder.entry.ref, {})
        if rows is None or rows:
            return None if rows is None else Population((), tuple(rows))
    rows_found: list[Row] = []
    waiting = False
    inputs = inputs_for(finder)
    for words in said[: MOST_EXAMPLES // max(1, len(inputs))]:
        for param in inputs:
            rows = reach.rows(finder.entry.ref, {param.name: words})
            waiting = waiting or rows is None
            rows_found += rows or ()
    return None if waiting else Population((), tuple(rows_found))


def _found(reach: Reach, finder: Finder, wanted: Wanted, now: datetime) -> Population | None:
    groups = _probes(finder, wanted)
    if not groups:
        if finder.lower is None and finder.cap == 0:
            raise Unsure("nothing tells which records to search for")
        groups = [[{}]]
    elif (least := _shortest(reach, finder, groups, wanted.span, now)) is not None:
        return least
    if reach.wanted and groups != [[{}]]:
        return None
    probes = [probe for group in groups for probe in group]
    waiting = False
    rows: dict[str, Row] = {}
    full = 0
    for probe in probes:
        told = _windowed(reach, finder, probe, wanted.span, now)
        waiting = waiting or told is None
        if told is not None:
            full += told[1]
            rows |= _distinct(told[0])
    if waiting:
        return None
    if full == len(probes):
        raise Unsure("the search gives only a part of what it finds")
    single = tuple(word for words in wanted.words for word in words.split() if " " in words and len(word) > 2)
    if not rows and single and not _general(finder):
        return _found(reach, finder, replace(wanted, words=single), now)
    return Population(tuple(rows.values()), partial=probes != [{}])


def _shortest(
    reach: Reach, finder: Finder, groups: Sequence[Sequence[Mapping[str, Any]]], span: Span, now: datetime
) -> Population | None:
    """What one of the names finds, where that is all there is of it: every record that is meant is among them."""
    found: list[list[Row]] = []
    for group in groups:
        first, last = span.first or now - HORIZON, span.last or max(now, span.first or now) + HORIZON
        limits: Mapping[str, Any] = {}
        if finder.lower and finder.upper and not span.clock and (span.first or span.last):
            limits = {finder.lower.name: _told(first, finder, False), finder.upper.name: _told(last, finder, True)}
        told = [reach.rows(finder.entry.ref, {**probe, **limits}) for probe in group]
        rows = [row for one in told for row in one or ()]
        whole = all(one is not None and not (finder.cap and len(one) >= finder.cap) for one in told)
        if whole and rows:
            found.append(rows)
    if not found or reach.wanted:
        return None
    best = _distinct(min(found, key=len))
    others = _distinct([row for rows in found for row in rows])
    shown = tuple(row for key, row in others.items() if key not in best)
    return Population(tuple(best.values()), shown, partial=True)


def _distinct(rows: Sequence[Row]) -> dict[str, Row]:
    return {str(sorted(row.values.items(), key=str)): row for row in rows}


def by_address(resource: Resource) -> bool:
    """Whether records can be searched by the address of a person; else the name is a word like others."""
    return any(_general(one) or any(is_address(param) for param in one.texts) for one in resource.finders)


def _probes(finder: Finder, wanted: Wanted) -> list[list[Mapping[str, Any]]]:
    """For each name or run of words the searches for it."""
    found: list[list[Mapping[str, Any]]] = []
    for address in wanted.people:
        own = [one for one in finder.texts if is_address(one)] or _general(finder)
        if own:
            found.append([{one.name: address} for one in own])
    if found and _general(finder):
        return found
    if wanted.people and not found:
        raise Unsure("the records cannot be searched by a person")
    for words in wanted.words[:MOST_PHRASES]:
        found.append(
            [{one.name: words} for one in inputs_for(finder)]
        )
    return [group for group in found if group]


def inputs_for(finder: Finder) -> list[Param]:
    """The inputs in which a word is tried: the general one, else every text."""
    return _general(finder) or [one for one in finder.texts if not is_address(one)]


def _general(finder: Finder) -> list[Param]:
    """The one input that searches in several fields."""
    return [one for one in finder.texts if {*one.stems} & bag("queri text search keyword q term")][:1]


def _windowed(
    reach: Reach, finder: Finder, probe: Mapping[str, Any], span: Span, now: datetime
) -> tuple[list[Row], bool] | None:
    """The rows of one probe within the span, and whether some may be missing."""
    if finder.lower is None or finder.upper is None:
        rows = reach.rows(finder.entry.ref, probe)
        return None if rows is None else (rows, bool(finder.cap) and len(rows) >= finder.cap)
    if span.clock or (span.first is None and span.last is None):
        rows = reach.rows(finder.entry.ref, probe)
        if rows is None or len(rows) < (finder.cap or len(rows) + 1):
            return None if rows is None else (rows, False)
    first = span.first or now - HORIZON
    last = span.last or max(now, first) + HORIZON
    if first > last:
        return [], False
    return _window(reach, finder, probe, first, last, now)


def _window(
    reach: Reach, finder: Finder, probe: Mapping[str, Any], first: datetime, last: datetime, now: datetime
) -> tuple[list[Row], bool] | None:
    assert finder.lower is not None and finder.upper is not None
    bounds = {finder.lower.name: _told(first, finder, False), finder.upper.name: _told(last, finder, True)}
    rows = reach.rows(finder.entry.ref, {**probe, **bounds})
    if rows is None:
        return None
    if not finder.cap or len(rows) < finder.cap:
        return rows, False
    daily = ":" not in bounds[finder.lower.name]
    if last - first <= (DAY if daily else SHORTEST):
        return rows, True
    middle = _middle(first, last, now).replace(microsecond=0)
    if daily:
        ends = [day.replace(hour=23, minute=59, second=59) for day in (middle, first)]
        middle = next(end for end in ends if end < last)
    early = _window(reach, finder, probe, first, middle, now)
    late = _window(reach, finder, probe, middle + timedelta(seconds=1), last, now)
    if early is None or late is None:
        return None
    return [*early[0], *late[0]], early[1] or late[1]


def _middle(first: datetime, last: datetime, now: datetime) -> datetime:
    """Where a window is cut: most records are near now, so what is far is left in large pieces."""
    if last - first <= 3 * NEAR:
        return first + (last - first) / 2
    if first < now < last:
        return now
    near = max(NEAR, (first - now if first >= now else now - last))
    return min(first + near, last - NEAR) if first >= now else max(last - near, first + NEAR)


def _told(when: datetime, finder: Finder, upper: bool) -> str:
    param = finder.upper if upper else finder.lower
    assert param is not None
    return shapes.written(when, form(param) or "2000-01-01 00:00:00")


def wanted(
    tokens: Sequence[Token],
    marks: Sequence[Found],
    people: Mapping[str, str],
    skip: frozenset[str],
    now: datetime,
    ahead: frozenset[str],
    gone: frozenset[str],
) -> Wanted:
    """What of a phrase can be searched for."""
    told = [token for token in tokens if phrase.bare(token) in people]
    runs: list[list[Token]] = [[]]
    for at, token in enumerate(tokens):
        inside = any(
            mark.start <= token.start < mark.end and mark.kind not in ("name", "quote", "id") for mark in marks
        )
        behind = tokens[at + 1].low if at + 1 < len(tokens) else ""
        if token in told or inside or behind == "than" or (not token.text[0].isalnum() and token.text not in "&-'"):
            runs.append([])
        elif token.content and token.stem not in skip:
            runs[-1].append(token)
            if token.low.endswith("'s"):
                runs.append([])
        elif (runs[-1] and token.low in _JOINS and token.low not in ("to", "in", "on")) or token.text in "&-":
            runs[-1].append(token)
        else:
            runs.append([])
    words = [_text(run) for run in runs if any(token.content for token in run)]
    return Wanted(
        tuple(dict.fromkeys(word for word in words if len(word) > 1)),
        tuple(dict.fromkeys(people[phrase.bare(token)] for token in told)),
        _span(tokens, marks, now, ahead, gone),
    )


def _text(run: Sequence[Token]) -> str:
    kept = list(run)
    while kept and not kept[-1].content:
        kept.pop()
    while kept and not kept[0].content:
        kept.pop(0)
    return _singular("".join(
        (" " if at and token.start > kept[at - 1].end else "")
        + token.text[: len(phrase.bare(token))]
        for at, token in enumerate(kept)
    ))


def _singular(text: str) -> str:
    """A plural is searched by its singular, which most searches find in it: records hold `vacation`, not vacations."""
    last = text.rsplit(" ", 1)[-1]
    plural = last.islower() and len(last) > 3 and last.endswith("s") and not last.endswith(("ss", "us", "is"))
    return (text[:-3] + "y" if last.endswith("ies") else text[:-1]) if plural else text


def _span(
    tokens: Sequence[Token], marks: Sequence[Found], now: datetime, ahead: frozenset[str], gone: frozenset[str]
) -> Span:
    first: datetime | None = None
    last: datetime | None = None
    for mark in marks:
        inside = [token for token in tokens if mark.start <= token.start < mark.end]
        if mark.kind in ("date", "period", "datetime") and inside:
            lead = [token.low for token in tokens if token.end <= mark.start][-3:]
            limit = times.span(mark, now, lead)
            first = limit.first if first is None or (limit.first and limit.first > first) else first
            last = limit.last if last is None or (limit.last and limit.last < last) else last
    lows = {token.low for token in tokens if not any(m.start <= token.start < m.end for m in marks)}
    if lows & ahead:
        first = now if first is None else max(first, now)
    if lows & gone:
        last = now if last is None else min(last, now)
    return Span(first, last)
