"""Narrowing: of everything that is granted, the few actions that a person would have granted for this prompt.

    prompt ─> for each clause the actions that its words speak for
           ─> the plain actions on each thing that is named (list, find, create, get)
           ─> what gives the ids that these need

A large grant is planned from this part as if it were all there is: words are weighed and pieces priced by what may be
meant, not by the length of a service's documentation.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from chalicelib.domain.tool import Action
from chalicelib.planning.composer import chain, match
from chalicelib.planning.composer.index import Index, held, hold, index_of, part
from chalicelib.planning.composer.place import segments
from chalicelib.planning.composer.read import Reading, Unit
from chalicelib.planning.once import once
from chalicelib.planning.planner import Catalogue

LARGE = 60
"""A grant of at most this many actions is not narrowed."""
BY_CLAUSE, BY_UNIT, BY_NOUN, SUPPLIERS = 8, 4, 6, 3
DEPTH = 2


def narrowed(catalogue: Catalogue, reading: Reading, always: Iterable[str] = ()) -> Catalogue:
    """The part of the catalogue that the prompt may mean, with the actions that are `always` kept."""
    index = index_of(catalogue)
    if index.size <= LARGE:
        return catalogue
    refs = {*shortlist(index, reading), *always}
    actions = {
        ref: one for ref, one in catalogue.actions.items() if ref in refs or one.via in ("auth", "utility")
    }
    digest = hashlib.sha256("\n".join((catalogue.digest, *actions)).encode()).hexdigest()
    found = Catalogue(digest, actions)
    if not held(found):
        hold(found, part(index, actions))
    return found


def shortlist(index: Index, reading: Reading) -> frozenset[str]:
    told = {ref for units in _windows(reading) for ref in _told(index, units)}
    said = frozenset(word for unit in reading.units for word in unit.stems)
    found = told | {*_named(index, said), *_joint(index, said), *_taking(index, said)}
    fresh = found
    for _ in range(DEPTH):
        fresh = set(_suppliers(index, fresh)) - found
        found = found | fresh
    return frozenset(found)


def strange(index: Index, reading: Reading) -> bool:
    """Whether a large grant holds nothing of what the prompt speaks of, and no record explains it."""
    said = {word for unit in reading.units for word in unit.stems}
    return index.size > match.SMALL and not any(word in index.about for word in said)


def _windows(reading: Reading) -> Iterator[tuple[Sequence[Unit], int]]:
    """Runs of units, each with how many actions it may name."""
    units = reading.units
    starts = [at for at, unit in enumerate(units) if unit.cut in ("sentence", "then", "clause")]
    for first, last in pairwise([*starts, len(units)]):
        yield units[first:last], BY_CLAUSE
    for unit in units:
        yield (unit,), BY_UNIT


def _told(index: Index, window: tuple[Sequence[Unit], int]) -> list[str]:
    units, most = window
    sums: dict[str, float] = {}
    for word in dict.fromkeys(word for unit in units for word in unit.stems):
        match.add(sums, index, word, None)
    verb = next((unit.verb for unit in units if unit.verb), "")
    kinds = frozenset(kind for unit in units for kind in unit.kinds)
    return [one.ref for one in match.best(index, sums, verb, kinds)[:most]]


def _named(index: Index, words: Iterable[str]) -> Iterator[str]:
    """The plainest actions on each thing that is named."""
    for word in words:
        about = [index.entries[ref] for ref in index.about.get(word, ()) if ref in index.entries]
        plain = min((len(one.objects) for one in about), default=0)
        for one in [one for one in about if len(one.objects) == plain][:BY_NOUN]:
            yield one.ref


def _joint(index: Index, words: frozenset[str]) -> Iterator[str]:
    """The actions on several of the things that are named, such as a run of a deployment; first what is of no other."""
    named = Counter(ref for word in words for ref in _objects(index).get(word, ()))
    several = [ref for ref, both in named.items() if both > 1]
    yield from sorted(several, key=lambda ref: (len(index.entries[ref].objects) - named[ref], ref))[:BY_NOUN]


@once
def _objects(index: Index) -> Mapping[str, Sequence[str]]:
    """The actions by each word of what they are on."""
    found: dict[str, list[str]] = {}
    for ref, one in index.entries.items():
        for word in {*one.objects}:
            found.setdefault(word, []).append(ref)
    return found


def _taking(index: Index, words: frozenset[str]) -> Iterator[str]:
    """The changes that take the key of what is named, where these are few: "move it to the shelf Maps"."""
    for word in sorted(words):
        taking = [ref for ref in _keyed(index).get(word, ()) if word not in index.entries[ref].objects]
        yield from taking if len(taking) <= BY_NOUN else ()


@once
def _keyed(index: Index) -> Mapping[str, Sequence[str]]:
    """The changes by the words of which they take a key: "shelf" of `shelf` and of `shelf_id`."""
    found: dict[str, dict[str, None]] = {}
    for ref, one in index.entries.items():
        for key in (param.stems for param in one.params if "update" in one.senses and not param.relation):
            if len(key) == 1 or key[1:] == ("id",):
                found.setdefault(key[0], {})[ref] = None
    return {word: tuple(refs) for word, refs in found.items()}


def _suppliers(index: Index, refs: Iterable[str]) -> Iterator[str]:
    for ref in sorted(refs):
        for one in index.entries[ref].params:
            if one.is_id and (one.required or (one.looked_up and not one.relation)):
                options = index.sources(one)
                reads = [found for found in options if chain.reads(index.entries[found.ref])]
                yield from list(dict.fromkeys(found.ref for found in reads))[:SUPPLIERS]
        yield from _listed(index, index.entries[ref].action)


def _listed(index: Index, action: Action) -> Iterator[str]:
    """The lists in front of the inputs in its path: `/boats` of `/boats/{code}/launch`."""
    parts = segments(action)
    for at, part_ in enumerate(parts):
        if "{" in part_ and (found := _lists(index).get((action.tool, parts[:at]))):
            yield found


@once
def _lists(index: Index) -> Mapping[tuple[str, tuple[str, ...]], str]:
    """The reads by their tool and path."""
    entries = [one for one in index.entries.values() if chain.reads(one)]
    return {(one.action.tool, segments(one.action)): one.ref for one in entries if segments(one.action)}
