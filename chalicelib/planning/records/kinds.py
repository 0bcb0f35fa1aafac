"""A list that holds records of several kinds: what tells the kind of each, and for which of them an action is.

    light.hall, light.porch, lock.front        `light.turn_on` is for the first two, `lock.open` for the last

The kind is a value of which actions are named (`type`: incident, change), or how every id begins (`light.`, `usr_`,
`INC0017`).  An action that speaks of no kind is for all of them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any  # Any: values are JSON

from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.words import (
    PREPOSITIONS,
    STOP,
    Token,
    bag,
    description_tokens,
    name_parts,
    name_stems,
    stem,
    tokens,
)
from chalicelib.planning.records.reach import Row, Unsure
from chalicelib.planning.records.resources import Act, Resource

MOST = 12
_BEGINS = re.compile(r"([A-Za-z][A-Za-z_]*?[A-Za-z])(?:[.:/#_-]+|(?=\d))")
_TYPES = bag("type kind class categori domain object model resourc entiti")
"""Stems of what a field is called that tells the kind."""
_CODE = re.compile(r"[A-Za-z][\w.:/#-]*\w")
Names = frozenset[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Kinds:
    """`names`: what each kind is called.  `takes`: the kinds of the actions that speak of some."""

    field: str
    begins: bool
    names: Mapping[str, Names]
    takes: Mapping[str, frozenset[str]]

    def of(self, values: Mapping[str, Any]) -> str:
        """The kind of the record; "" where it tells none."""
        value = values.get(self.field)
        return (beginning(value) if self.begins else value) if isinstance(value, str) else ""

    def called(self, kind: str) -> list[str]:
        """What a record of the kind is called."""
        return [" ".join(words) for words in sorted(self.names.get(kind, ()))]

    def fits(self, ref: str, values: Mapping[str, Any]) -> bool:
        """Whether the action is for such a record."""
        return ref not in self.takes or self.of(values) in self.takes[ref]


def kinds(rows: Sequence[Mapping[str, Any]], key: str, writes: Iterable[Entry]) -> Kinds | None:
    """None where all are of one kind, or no action speaks of one.  `writes`: those that can take the key."""
    used = [*writes]
    found = [one for name in _fields(rows, key) if (one := _kinds(rows, name, name == key, used)) is not None]
    return max(found, key=lambda one: (one.begins, len(frozenset().union(*one.takes.values()))), default=None)


def only_one(rows: Sequence[Row], resource: Resource, act: Act) -> None:
    """Raises where the records are of several kinds, and the action is for some."""
    own = [row.values for row in rows]
    used = [one.entry for one in resource.acts]
    keys = [name for name in own[0] if name_stems(name) == name_stems(act.target)] if own else []
    told = [found for key in keys or ["id"] if (found := kinds(own, key, used)) is not None]
    if any(act.entry.ref in one.takes for one in told):
        raise Unsure("the records are of several kinds")


def strange(value: str, one: Entry, writes: Sequence[Entry]) -> bool:
    """Whether the id begins with what is short for a kind of which other actions speak, and this one does not."""
    kind = beginning(value)
    names = {kind: _names(kind, [one, *writes])}
    own = [*nouns(one), *_owners(one)]
    return any(_called(names, nouns(other)) for other in writes) and not _called(names, own)


def _fields(rows: Sequence[Mapping[str, Any]], key: str) -> Iterator[str]:
    """The fields that may tell the kind: few different words, one of them in every record."""
    typed = [name for name in dict.fromkeys(name for row in rows for name in row) if {*name_stems(name)} & _TYPES]
    for name in dict.fromkeys((key, *typed)):
        held = [row.get(name) for row in rows]
        if all(isinstance(value, str) and value for value in held):
            told = {beginning(value) if name == key else value for value in held}
            if 1 < len(told) <= min(MOST, len(rows)) and "" not in told:
                yield name


def _kinds(rows: Sequence[Mapping[str, Any]], name: str, begins: bool, writes: Sequence[Entry]) -> Kinds | None:
    found = {str(beginning(row[name]) if begins else row[name]) for row in rows}
    names = {one: _names(one, writes if begins else ()) for one in sorted(found)}
    takes = {one.ref: taken for one in writes if (taken := _taken(one, names, writes)) and len(taken) < len(names)}
    changed = not begins and any(param.stems == name_stems(name) for one in writes for param in one.params)
    spoken = frozenset[str]().union(*takes.values())
    chance = begins and (len(spoken) < 2 or 2 * len(spoken) < len(names))  # LI-LON of a lily, beside `add_line`
    return Kinds(name, begins, names, takes) if takes and not changed and not chance else None


def beginning(value: Any) -> str:
    """What an id begins with that is short for a kind, "usr" of `usr_12`; "" where nothing is."""
    told = _BEGINS.match(value) if isinstance(value, str) else None
    return told[1] if told else ""


def _names(kind: str, writes: Sequence[Entry]) -> Names:
    """The kind's own words, and the noun of an action for which it is short: `usr` of a user."""
    own = _forms(kind)
    spoken = {noun for one in writes for noun in nouns(one)}
    meant = {noun for noun in spoken if len(own) == 1 and own[0] not in spoken and short(own[0], noun)}
    return frozenset(one for one in (own, *((one,) for one in meant if len(meant) == 1)) if len("".join(one)) > 1)


def short(code: str, noun: str) -> bool:
    """Whether the code has letters of the noun in their order, the first among them."""
    left = iter(noun)
    return 1 < len(code) < len(noun) and code[0] == noun[0] and all(letter in left for letter in code)


def _forms(name: str) -> tuple[str, ...]:
    """The words of a name, each in one form whether there is one or many; `locked` is no `lock`."""
    bare = (word[:-1] if word.endswith(("eds", "ings")) else word for word in name_parts(name))
    return tuple(word if word.endswith(("ed", "ing")) else stem(word) for word in bare)


def nouns(one: Entry) -> list[str]:
    """What the action's name speaks of besides its verb: the lock of `lock.lock`."""
    words = [*_forms(one.action.words)]
    described = next((token.stem for token in description_tokens(one.action.description) if token.word), "")
    verb = described if described in words else one.verb  # to approve a change is no changing
    if verb in words:
        words.reverse()
        words.remove(verb)  # the last, as a name begins with what it is about
    return [word for word in words if word not in STOP]


def _taken(one: Entry, names: Mapping[str, Names], writes: Sequence[Entry]) -> frozenset[str]:
    """The kinds of which the action speaks: by its name, its inputs, an example for them, or its description."""
    ids = [param for param in one.params if param.is_id]
    shared = {param.describes for other in writes if other is not one for param in other.params}
    examples = [word for param in ids if param.describes not in shared for word in _CODE.findall(param.describes)]
    said = [form for token in _object(one.action.description) for form in _forms(token.text)]
    shown = {*map(beginning, examples)} & {*names}
    ways = (_called(names, nouns(one)), _called(names, _owners(one)), shown, _called(names, said))
    return frozenset(next((way for way in ways if way), ()))


def _owners(one: Entry) -> list[str]:
    """Of what the action takes ids, by the names of its inputs: the sale of `create_refund(sale)`."""
    return [word for param in one.params if param.is_id for word in _forms(param.name)]


def _object(description: str) -> list[Token]:
    """What a description says that is done, without to what or from where: "Moves an incident" of one to a team."""
    said = tokens(description)
    end = next((at for at, token in enumerate(said) if token.low in PREPOSITIONS or token.text in ".;:("), len(said))
    return [token for token in said[1:end] if token.word]


def _called(names: Mapping[str, Names], words: Sequence[str]) -> set[str]:
    """The kinds that are called so, the more telling name first: a service request is no mere request."""
    said = {*words}
    fits = {kind: [len(name) for name in called if {*name} <= said] for kind, called in names.items()}
    found = {kind: max(sizes, default=0) for kind, sizes in fits.items()}
    best = max(found.values(), default=0)
    return {kind for kind, size in found.items() if best and size == best}
