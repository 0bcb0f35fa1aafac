"""What the path of a request tells of an action: which of its inputs says which thing is meant, and what is an aside.

    /v1/customers/{customer}/sources/{id}     `id` is that of a source, `customer` that of a customer
    /v1/test_helpers/customers/{customer}     an aside: customers are there without it too
    /apis/apps/v1beta1/deployments            an aside: it says itself that it is not finished

Official documents hold many such asides; nobody means them who does not say so.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from chalicelib.domain.tool import Action
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.words import bag, name_stems, stem

_VERSION = re.compile(r"v\d+(?:\.\d+)*|\d{4}-\d\d-\d\d|\d+(?:\.\d+)*")
_EARLY = re.compile(r"v\d+(?:alpha|beta|rc|preview)\w*", re.IGNORECASE)
_UNFINISHED = frozenset(
    stem(word) for word in bag("beta alpha preview experimental deprecated legacy internal test sandbox mock debug")
)
_NAMING = bag("id gid sid uid uuid guid key name number slug index hash")
ENOUGH, MOST = 2, 0.5
"""How many of the things behind a prefix must be there without it, so that it leads to asides."""


def segments(action: Action) -> tuple[str, ...]:
    """The parts of the path, those that only tell a version left out."""
    path = str(action.call.get("path", "")).removesuffix(".json")
    return tuple(part for part in re.split(r"[/.]", path) if part and not _VERSION.fullmatch(part))


def identified(action: Action, params: Iterable[Param]) -> tuple[Param, ...]:
    """The inputs, those in the path marked as ids of the thing that stands before them.

    `/books/{id}/tags` with a body that tells a kind and an id: that of a tag.
    """
    parts = segments(action)
    owners, told = dict(_owners(parts)), tuple(params)
    last = name_stems(parts[-1]) if len(parts) > 2 and "{" not in parts[-1] and any("{" in one for one in parts) else ()
    kinds = {one.path[:-1] for one in told if one.stems == ("type",) and len(one.path) > 1}
    return tuple(
        _identified(one, owners.get(one.name) if len(one.path) == 1 else last if one.path[:-1] in kinds else None)
        for one in told
    )


def told_apart(found: Sequence[Param]) -> tuple[Param, ...]:
    """The inputs, moments of one name with what they stand in: the `dateTime` of `start` and that of `end`."""
    inside = [one for one in found if len(one.path) > 1 and one.path[-2] != "[]" and one.temporal]
    often = Counter(one.name for one in inside)
    alike = [one for one in inside if often[one.name] > 1]
    return tuple(
        replace(one, stems=(*name_stems(one.path[-2]), *one.stems)) if one in alike else one for one in found
    )


def _owners(parts: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for before, part in pairwise(parts):
        inner = re.fullmatch(r"\{([^{}]+)\}", part)
        if inner and "{" not in before:
            yield inner[1], name_stems(before)


def _identified(one: Param, thing: tuple[str, ...] | None) -> Param:
    if not thing or one.enum or one.type not in ("string", "integer"):
        return one
    if {*one.stems} <= _NAMING:
        return replace(one, is_id=True, owner=thing[-1:])
    if "__" in one.name and len(one.stems) > 1:  # `/runners/{user__code}`: the code that a runner has of a user
        return replace(one, is_id=True, owner=thing[-1:], stems=(*thing[-1:], one.stems[-1]))
    if not {*one.stems} & {*thing}:
        return one
    return replace(one, is_id=True, owner=thing if {*thing} < {*one.owner} else one.owner)


def asides(actions: Mapping[str, Action]) -> dict[str, frozenset[str]]:
    """For each action that is an aside the words that a request for it would say."""
    parts = {ref: (one.tool, segments(one)) for ref, one in actions.items()}
    led = _led(parts.values())
    found = {}
    for ref, (tool, row) in parts.items():
        early = {part.lower() for part in row if _EARLY.fullmatch(part)}
        plain = [part for part in row if "{" not in part and part.lower() not in early]
        words = early | {word for part in plain for word in name_stems(part) if word in _UNFINISHED}
        if row[:1] and (tool, row[0]) in led:
            words |= {*name_stems(row[0])}
        if words:
            found[ref] = frozenset(words)
    return found


def _led(places: Iterable[tuple[str, tuple[str, ...]]]) -> frozenset[tuple[str, str]]:
    """First parts of paths, by tool, that are nothing by themselves and repeat what is there without them."""
    rows = [(tool, row) for tool, row in places if row]
    plain = {(tool, row[0]) for tool, row in rows}
    things = {(tool, row[0]) for tool, row in rows if len(row) == 1 or "{" in row[1]}
    behind: dict[tuple[str, str], set[str]] = {}
    for tool, row in rows:
        if len(row) > 1 and (tool, row[0]) not in things:
            behind.setdefault((tool, row[0]), set()).add(row[1])
    return frozenset(
        (tool, lead)
        for (tool, lead), found in behind.items()
        if sum((tool, one) in plain for one in found) >= max(ENOUGH, MOST * len(found))
    )
