"""The records among which a phrase chooses: everything where that can be listed, else what its words find.

A list that is capped is read in windows of time until no window is full.  A word that may be a value is tried in
every text input of the search: what it finds holds at least the records that are meant.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any  # Any: inputs are JSON

from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.words import bag
from chalicelib.planning.records import shapes
from chalicelib.planning.records.reach import Reach, Row, Unsure
from chalicelib.planning.records.resources import Finder, Resource, form, is_address, options
from chalicelib.planning.records.times import Span
from chalicelib.planning.records.wanted import Wanted

HORIZON = timedelta(days=366)
NEAR = timedelta(days=31)
SHORTEST = timedelta(minutes=30)
DAY = timedelta(days=1)
_LEAFING = bag("page offset skip cursor token after")
MOST_PHRASES = 4
MOST_EXAMPLES = 16
MOST_PARTS = 8


@dataclass(frozen=True, slots=True)
class Population:
    """`shown`: records that only show how values are written.  `partial`: what some words found, not everything."""

    rows: tuple[Row, ...]
    shown: tuple[Row, ...] = ()
    partial: bool = False


def population(
    reach: Reach, resource: Resource, wanted: Wanted, new: Sequence[str], now: datetime
) -> Population | None:
    """The records; None while some are still to be read.  Raises where they cannot be told apart from the rest."""
    finder = _widest(reach, resource)
    needs = [param for param in finder.entry.params if param.required]
    if not needs and (not finder.cap or leafed(finder)):
        rows = reach.rows(finder.entry.ref, {})
        if rows is None:
            return None
        if reach.partial(finder.entry.ref, {}, len(rows)):
            finder = replace(finder, cap=len(rows))
        elif len(rows) != (finder.cap or -1) and (rows or not reach.refuses(finder.entry.ref, {})):
            return Population(tuple(rows))
    try:
        found = _found(reach, finder, wanted, now)
    except Capped:
        found = _by_parts(reach, resource, finder)
    if new and not _general(finder):
        shown = examples(reach, resource, new)
        return None if found is None or shown is None else replace(found, shown=(*found.shown, *shown.shown))
    return found


def leafed(finder: Finder) -> bool:
    """Whether the cap is that of a page, and there is an input for the next one."""
    return any(param.paging and {*param.stems} & _LEAFING for param in finder.entry.params)


class Capped(Unsure):
    """A search gives only a part, and nothing narrows it down by itself."""


def _by_parts(reach: Reach, resource: Resource, finder: Finder) -> Population | None:
    """All records, one value of a category after the other, where no part of them fills the search."""
    acts = [param for act in (*resource.acts, *resource.makers) for param in act.rest]
    for param in finder.entry.params:
        same = next((other for other in acts if other.name == param.name and options(other)), param)
        values = options(param) or options(same)
        if not 1 < len(values) <= MOST_PARTS:
            continue
        parts = [reach.rows(finder.entry.ref, {param.name: value}) for value in values]
        if any(rows is None for rows in parts):
            return None
        if any(parts) and all(len(rows or ()) < finder.cap for rows in parts):
            found = _distinct([row for rows in parts for row in rows or ()])
            return Population(tuple(found.values()))
    raise Capped("not all records can be read, so the right ones may be missing")


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
    told = [_windowed(reach, finder, probe, wanted.span, now) for probe in probes]
    found = [one for one in told if one is not None]
    if len(found) < len(told):
        return None
    if all(cut for _, cut in found):
        raise Capped("not all records can be read, so the right ones may be missing")
    if rows := _distinct([row for part, _ in found for row in part]):
        return Population(tuple(rows.values()), partial=probes != [{}])
    return _nothing(reach, finder, wanted, probes, now)


def _nothing(
    reach: Reach, finder: Finder, wanted: Wanted, probes: Sequence[Mapping[str, Any]], now: datetime
) -> Population | None:
    """What single words find where several together find nothing; what is called so at other times shows a name."""
    single = tuple(word for words in wanted.words for word in words.split() if " " in words and len(word) > 2)
    if single and not _general(finder):
        return _found(reach, finder, replace(wanted, words=single), now)
    shown: list[Row] = []
    if _general(finder) and wanted.words and (wanted.span.first or wanted.span.last):
        told = [reach.rows(finder.entry.ref, probe) for probe in probes]
        if None in told:
            return None
        shown = [row for rows in told for row in rows or ()]
    return Population((), tuple(_distinct(shown).values()), partial=probes != [{}])


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
    return str(shapes.written(when, form(param) or "2000-01-01 00:00:00"))
