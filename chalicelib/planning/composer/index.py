"""The index of a catalogue: every action with its words weighed, its inputs, its outputs and its sense.

Built in one pass over the catalogue and kept per catalogue digest.  A word counts where it stands best: in
the name fully, in the description by half, in a parameter's name by a third.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from math import log

from chalicelib.domain.tool import Action
from chalicelib.planning.composer import slashed
from chalicelib.planning.composer.chain import Provider, Providers
from chalicelib.planning.composer.chain import providers as providing
from chalicelib.planning.composer.chain import table as chain_table
from chalicelib.planning.composer.entry import Entry, entry
from chalicelib.planning.composer.everywhere import asked
from chalicelib.planning.composer.fit import wanted_kinds
from chalicelib.planning.composer.lent import lent
from chalicelib.planning.composer.place import asides
from chalicelib.planning.composer.receivers import receives, shows_people
from chalicelib.planning.composer.schema import Field, Param
from chalicelib.planning.composer.spelled import spelled
from chalicelib.planning.composer.thesaurus import related
from chalicelib.planning.composer.words import PREPOSITIONS, bag, name_stems
from chalicelib.planning.planner import Catalogue

MISSING = 0.3
SPELLED = 8.0
"""What the very name of an action in the prompt weighs: as much as two of its rarest words."""
_KEPT = 256


Settled = dict[tuple[str, ...], Param]
"""Inputs with what the whole catalogue tells of them, by all that they tell themselves."""


@dataclass(frozen=True, slots=True)
class Index:
    entries: Mapping[str, Entry]
    idf: Mapping[str, float]
    postings: Mapping[str, tuple[tuple[str, float], ...]]
    name_mass: Mapping[str, float]
    tools: Mapping[str, frozenset[str]]
    """The words of each tool, for goals that speak of a tool rather than of an action."""
    auth: Mapping[str, Action] = field(default_factory=dict)

    providers: Mapping[str, tuple[tuple[str, Field], ...]] = field(default_factory=dict)
    reverse: Mapping[str, tuple[tuple[str, float], ...]] = field(default_factory=dict)
    verbs: frozenset[str] = frozenset()
    """What its actions do, in their own words."""
    owners: frozenset[str] = frozenset()
    """What ids of the catalogue identify."""
    shapes: tuple[tuple[str, str], ...] = ()
    """Examples of ids, each with the name of the input that they belong to."""
    about: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The actions by what they are about."""
    slashed: bool = False
    """Whether things are known by names with a slash in them."""
    gains: dict[str, Mapping[str, float]] = field(default_factory=dict)
    """What a word adds to each action's score, kept once it was asked for."""
    found: dict[tuple[object, ...], tuple[Provider, ...]] = field(default_factory=dict)
    """What may provide an input, kept once it was asked for: an input is asked about on many ways to it."""

    def sources(self, asked: Param) -> tuple[Provider, ...]:
        """Fields that may provide the input, the surest first."""
        known = asked.stems, asked.type, asked.is_id, asked.owner, asked.about, asked.describes
        if known not in self.found:
            if len(self.found) >= _KEPT:
                self.found.clear()
            self.found[known] = providing(asked, self.providers, self.entries)
        return self.found[known]

    @property
    def size(self) -> int:
        return len(self.entries)


def build(catalogue: Catalogue) -> Index:
    entries = {ref: entry(ref, action) for ref, action in catalogue.actions.items() if action.via != "auth"}
    entries = lent(asked(entries))
    providers = chain_table(entries)
    known: Settled = {}
    beside = asides({ref: one.action for ref, one in entries.items()})
    entries = {
        ref: replace(settled(one, providers, entries, known), aside=beside.get(ref, frozenset()))
        for ref, one in entries.items()
    }
    auth = {
        action.tool: action
        for action in catalogue.actions.values()
        if action.via == "auth" and action.name == "authenticate"
    }
    idf = _rarity(entries)
    return Index(
        entries,
        idf,
        _postings(entries, idf),
        _name_mass(entries, idf),
        _tools(catalogue, entries),
        auth,
        providers,
        _reverse(idf),
        frozenset(one.verb for one in entries.values() if one.verb),
        _owners(entries),
        _shapes(entries),
        _about(entries),
        any(slashed.row(one.action) for one in entries.values()),
    )


def part(index: Index, refs: Container[str]) -> Index:
    """The index of some of the actions, their words weighed among themselves."""
    entries = {ref: one for ref, one in index.entries.items() if ref in refs}
    idf = _rarity(entries)
    return replace(
        index,
        entries=entries,
        idf=idf,
        postings=_postings(entries, idf),
        name_mass=_name_mass(entries, idf),
        providers=Some(index.providers, entries),
        verbs=frozenset(one.verb for one in entries.values() if one.verb),
        gains={},
        found={},
    )


@dataclass(frozen=True, slots=True)
class Some(Mapping[str, tuple[tuple[str, Field], ...]]):
    """The providers that are among some of the actions, looked for when they are asked for."""

    all: Mapping[str, tuple[tuple[str, Field], ...]]
    refs: Container[str]

    def __getitem__(self, name: str) -> tuple[tuple[str, Field], ...]:
        return tuple(row for row in self.all[name] if row[0] in self.refs)

    def __iter__(self) -> Iterator[str]:
        return iter(self.all)

    def __len__(self) -> int:
        return len(self.all)


def _rarity(entries: Mapping[str, Entry]) -> dict[str, float]:
    holders: dict[str, float] = {}
    for one in entries.values():
        for word, weight in one.weights.items():
            holders[word] = holders.get(word, 0.0) + weight ** 0.5
    total = max(len(entries), 1)
    return {word: log(1 + total / count) for word, count in holders.items()}


def _postings(entries: Mapping[str, Entry], idf: Mapping[str, float]) -> dict[str, tuple[tuple[str, float], ...]]:
    found: dict[str, list[tuple[str, float]]] = {}
    for ref, one in entries.items():
        name = set(one.name)
        for word, weight in one.weights.items():
            found.setdefault(word, []).append((ref, idf[word] * (weight + (MISSING if word in name else 0.0))))
        for spelling in spelled(one.action.name):
            found.setdefault(spelling, []).append((ref, SPELLED))
    return {word: tuple(rows) for word, rows in found.items()}


def _name_mass(entries: Mapping[str, Entry], idf: Mapping[str, float]) -> dict[str, float]:
    return {ref: MISSING * sum(idf.get(word, 0.0) for word in set(one.name)) for ref, one in entries.items()}


def _tools(catalogue: Catalogue, entries: Mapping[str, Entry]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {action.tool: set(name_stems(action.tool)) for action in catalogue.actions.values()}
    for one in entries.values():
        found[one.action.tool] |= {*one.objects}
    return {tool: frozenset(words) for tool, words in found.items()}


def _about(entries: Mapping[str, Entry]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for ref, one in entries.items():
        found.setdefault(one.resource, []).append(ref)
    return {word: tuple(refs) for word, refs in found.items()}


def _reverse(words: Iterable[str]) -> dict[str, tuple[tuple[str, float], ...]]:
    """For words that the catalogue lacks: its words that they can stand for."""
    found: dict[str, list[tuple[str, float]]] = {}
    for word in words:
        for other, closeness in related(word):
            found.setdefault(other, []).append((word, closeness))
    return {word: tuple(rows) for word, rows in found.items()}


def _owners(entries: Mapping[str, Entry]) -> frozenset[str]:
    return frozenset(
        one.owner[-1]
        for entry in entries.values()
        for one in entry.params
        if one.is_id and one.owner and one.owner[-1] != "id" and one.owner[-1] not in PREPOSITIONS  # `assign_to`
    )


def _shapes(entries: Mapping[str, Entry]) -> tuple[tuple[str, str], ...]:
    return tuple(
        sorted(
            {
                (example, " ".join(one.stems))
                for entry in entries.values()
                for one in entry.params
                if one.is_id
                for example in one.examples
            }
        )
    )


def settled(one: Entry, providers: Providers, entries: Mapping[str, Entry], known: Settled) -> Entry:
    """The entry with what only the whole catalogue tells of its inputs: which are ids, and how these look.

    `known`: what was found for inputs of other entries; in a large service hundreds take the same one.
    """
    found = []
    for param in one.params:
        alike = tuple(str(getattr(param, name)) for name in Param.__slots__)
        if alike not in known:
            known[alike] = _settled(param, providers, entries)
        found.append(known[alike])
    named = {"name", "quote", "tag"} if any(param.looked_up for param in found) else set()
    return replace(one, params=tuple(found), wants=wanted_kinds(found) | named)


def _settled(param: Param, providers: Providers, entries: Mapping[str, Entry]) -> Param:
    key = " ".join(param.stems)
    listed = [field for name in (key, f"{key} id") for _, field in providers.get(name, ()) if field.within]
    if receives(param) and any(map(shows_people, entries.values())):
        return replace(param, is_id=True, looked_up=True)
    if not param.is_id and listed and param.type in ("string", "integer") and _identifies(param, entries):
        param = replace(param, is_id=True)
    if not param.is_id:
        return param
    found = [
        one
        for one in providing(param, providers, entries)
        if one.agreement >= 0.7 and entries[one.ref].action.effect == "read"
    ]
    shown = tuple(dict.fromkeys((*param.examples, *(text for one in found[:6] for text in one.field.examples))))
    return replace(
        param, examples=shown, looked_up=any(one.field.within for one in found) or (bool(found) and param.required)
    )


def _identifies(param: Param, entries: Mapping[str, Entry]) -> bool:
    """An input that alone decides what some action speaks of is an id, whatever its name."""
    if param.enum or param.format or set(param.stems) & _DESCRIBING:
        return False
    alone = [
        one
        for one in entries.values()
        if [other.stems for other in one.params if other.required] == [param.stems]
        and one.senses & {"read", "delete", "update"}
    ]
    return len(alone) >= 2 or any(one.resource == param.stems[-1] for one in alone)


_DESCRIBING = bag("name titl text q queri search email phone date citi countri locat address descript keyword symbol")


_HELD: dict[str, Index] = {}
_AT_ONCE = 8


def index_of(catalogue: Catalogue) -> Index:
    """The index of a catalogue, built once per digest and process.

    The one that was asked for last is kept longest: parts of a large grant come and go, its own index takes seconds.
    """
    known = _HELD.pop(catalogue.digest, None)
    return hold(catalogue, known if known is not None else build(catalogue))


def held(catalogue: Catalogue) -> bool:
    return catalogue.digest in _HELD


def hold(catalogue: Catalogue, index: Index) -> Index:
    """Keep the index for the catalogues to come that are the same."""
    while len(_HELD) >= _AT_ONCE:
        _HELD.pop(next(iter(_HELD)), None)
    _HELD[catalogue.digest] = index
    return index
