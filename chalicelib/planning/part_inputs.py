"""Lists of parts that an action takes, seen as an action for each part.

    update_order {order_id, lines: [{uid, quantity}]}    orders show {"id", "lines": [{"uid", "name", "quantity"}]}
                                      ─>  update order lines {order_id, uid, quantity}

Which parts there are, and by what they are told apart, the records show.  All of them are written as they were read, with
what changes in one: an action may replace the list, and would lose the others.  Only where it says that what is not told
stays as it is, nothing is told but the change.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any  # Any: schemas and outputs are JSON

from chalicelib.domain.binding import Binding, Output, Several
from chalicelib.domain.tool import Action
from chalicelib.planning.composer.entry import entry
from chalicelib.planning.composer.schema import type_of
from chalicelib.planning.composer.words import name_parts, name_stems, senses, stem, stem_bag
from chalicelib.planning.cursors import unread
from chalicelib.planning.input_views import Scattered
from chalicelib.planning.own_fields import own_fields
from chalicelib.planning.records.resources import KEYS, is_key
from chalicelib.planning.records.wrapped import lifted
from chalicelib.planning.revise.paths import joined, look_up, quoted, records_in
from chalicelib.planning.searches import bound

Inputs = Mapping[str, Binding]
_HOLDING = frozenset(("data", "nodes", "edges", "items", "results", "records", "entries", "elements"))
_STAYS = re.compile(
    r"\b(?:unchanged|untouched|sparse|left (?:alone|as (?:they|it) (?:are|is))|(?:stay|remain|kept) as (?:they|it) (?:are|is)"
    r"|(?:are|is) merged|merges)\b", re.IGNORECASE,
)
_CHANGING = stem_bag("set change patch edit modify replace put")
_PLACE = re.compile(r"(.+)\[(\d+)\]\.(.+)")


@dataclass(frozen=True, slots=True)
class Part:
    """`list`: the input that takes the parts; `key`: the field that tells one of them.

    `fields`: by what they are called here those of a part; `owner`: by what they are called here the other inputs.
    `alone`: nothing but the part that changes is told.
    """

    list: str
    key: str
    fields: Mapping[str, str]
    owner: Mapping[str, str]
    needed: tuple[str, ...]
    alone: bool

    def seen(self, action: Action) -> Action:
        """The action for one part."""
        inner, properties = _items(action.properties[self.list]).get("properties") or {}, action.properties
        told = {name: properties[real] for name, real in self.owner.items()}
        told |= {name: inner[real] for name, real in self.fields.items()}
        key = next(name for name, real in self.fields.items() if real == self.key)
        said = f"{action.words} {self.list}"
        schema = {"type": "object", "properties": told, "required": [*self.owner, key]}
        return replace(action, name=f"{action.name}:{self.list}", said=said, description=said, input_schema=schema)

    def flat(self, inputs: Inputs) -> Inputs | None:
        return None

    def written(self, inputs: Inputs, outputs: Mapping[str, Any]) -> Inputs:
        return inputs if self.list in inputs else self.together([inputs], outputs)

    def of(self, inputs: Inputs) -> str:
        """Whose part it is."""
        return str([inputs.get(name) for name in self.owner])

    def together(self, changes: Sequence[Inputs], outputs: Mapping[str, Any]) -> Inputs:
        """The inputs for changes of several parts of one record; raises `Scattered` where these are not known."""
        key = next(name for name, real in self.fields.items() if real == self.key)
        places = [_place(change.get(key)) for change in changes]
        told: dict[int, dict[str, Binding]] = {}
        for place, change in zip(places, changes, strict=True):
            if place is None or (place.step, place.path) != (places[0].step, places[0].path):  # type: ignore[union-attr]  # first is seen first
                raise Scattered(self.list)
            told[place.at] = {real: change[name] for name, real in self.fields.items() if name in change}
        left = {real: changes[0][name] for name, real in self.owner.items() if name in changes[0]}
        if places[0] is None or len(told) < len(changes) or not self._of(places[0], left, outputs):
            raise Scattered(self.list)
        return {**left, self.list: Several(tuple(map(bound, self._whole(places[0], told, outputs))))}

    def _of(self, place: "Place", owner: Inputs, outputs: Mapping[str, Any]) -> bool:
        """Whether the list is that of the record whose key is told, and all of it was read."""
        way, _, name = place.path.rpartition(".")
        within = name in _HOLDING and not _alike(self.list, name)
        if within and unread(look_up(way, outputs.get(place.step))):
            return False
        way, _, name = way.rpartition(".") if within else (way, "", name)
        record = look_up(way or "@", outputs.get(place.step))
        keys = [look_up(one.path, outputs.get(one.step)) for one in owner.values() if isinstance(one, Output)]
        held = [*record.values()] if isinstance(record, Mapping) else []
        return _alike(self.list, name) and bool(keys) and any(key is not None and key in held for key in keys)

    def _whole(
        self, place: "Place", told: Mapping[int, Mapping[str, Binding]], outputs: Mapping[str, Any]
    ) -> Iterator[Mapping[str, Binding]]:
        """The parts as they are to be; only those that change where the others stay as they are."""
        for at, entry in enumerate(look_up(place.path, outputs.get(place.step)) or ()):
            own = look_up(place.inside or "@", entry)
            held = own if isinstance(own, Mapping) else {}
            kept = {name: Output(place.step, joined(f"{place.path}[{at}]", joined(place.inside, quoted(name))))
                    for name in self.fields.values() if held.get(name) is not None and not self.alone}
            one = {**kept, **told.get(at, {})}
            if at in told or not self.alone:
                if not {*self.needed} <= {*one}:
                    raise Scattered(self.list)
                yield one


@dataclass(frozen=True, slots=True)
class Place:
    """Where a part was read: the list, the number in it, and the way from there to what the part holds."""

    step: str
    path: str
    at: int
    inside: str


def _place(key: Binding | None) -> Place | None:
    found = _PLACE.fullmatch(key.path) if isinstance(key, Output) else None
    if found is None or not isinstance(key, Output):
        return None
    return Place(key.step, found[1], int(found[2]), found[3].rpartition(".")[0] or "@")


def parts(actions: Iterable[Action], outputs: Iterable[Any]) -> Iterator[tuple[Action, Part]]:
    """The writes that take lists of parts which these outputs show, with how each is seen as an action for one."""
    outputs = [*outputs]
    held = _shown(outputs)
    for action in actions:
        for name, schema in action.properties.items() if held and action.writes else ():
            fields = _items(schema).get("properties") or {}
            if len(fields) < 2 or not _changes(action):
                continue
            shown = [one for other, lists in held.items() if _alike(name, other) for one in lists]
            key = _key(fields, shown)
            others = {one: _owned(one, action) for one in action.required if one != name}
            if key and others and own_fields(action, outputs) is None:
                yield action, _part(action, name, key, others)


def _part(action: Action, name: str, key: str, others: Mapping[str, str]) -> Part:
    items = _items(action.properties[name])
    one = "_".join(name_parts(name)[:-1] + (_single(name_parts(name)[-1]),))
    owner = {called: real for real, called in others.items()}
    bare = {real for real in items["properties"] if real in owner or (real == key and {*name_stems(real)} <= KEYS)}
    fields = {f"{one}_{real}" if real in bare else real: real for real in items["properties"]}
    said = f"{action.description} {action.properties[name].get('description', '')}"
    return Part(name, key, fields, owner, tuple(items.get("required") or ()), bool(_STAYS.search(said)))


def _single(word: str) -> str:
    return word[:-3] + "y" if word.endswith("ies") else word.removesuffix("s")


def _owned(name: str, action: Action) -> str:
    """What the key of the record is called, also where the action calls it just an id."""
    nouns = [part for part in name_parts(action.words) if not senses(stem(part))]
    return f"{_single(nouns[-1])}_{name}" if {*name_stems(name)} <= KEYS and nouns else name


def _changes(action: Action) -> bool:
    known = entry(action.ref, action)
    return "update" in known.senses or known.verb in _CHANGING


def _items(schema: Any) -> Mapping[str, Any]:
    """The schema of each part; empty for anything but a list of objects."""
    held = schema if isinstance(schema, Mapping) else {}
    items = held.get("items") if type_of(held) == "array" else None
    return items if isinstance(items, Mapping) and isinstance(items.get("properties"), Mapping) else {}


def _alike(name: str, other: str) -> bool:
    return name_stems(name)[-1:] == name_stems(other)[-1:]


def _shown(outputs: Iterable[Any]) -> dict[str, list[Sequence[Mapping[str, Any]]]]:
    """By the name of the field the lists of records that stand inside of others."""
    found: dict[str, list[Sequence[Mapping[str, Any]]]] = {}
    for record in (one for output in outputs for one in records_in(output) if any(map(is_key, one))):
        for name, value in record.items():
            held = entries(value)[1]
            if held and all(isinstance(one, Mapping) for one in held):
                found.setdefault(name, []).append([lifted(one)[0] for one in held])
    return found


def entries(value: Any) -> tuple[str, Sequence[Any]]:
    """The list of a field and the way to it: itself, or the only one of an object that is there for it."""
    if isinstance(value, list):
        return "", value
    held = [name for name, one in value.items() if isinstance(one, list)] if isinstance(value, Mapping) else []
    return (quoted(held[0]), value[held[0]]) if len(held) == 1 and {*held} <= _HOLDING else ("", ())


def _key(fields: Mapping[str, Any], shown: Sequence[Sequence[Mapping[str, Any]]]) -> str:
    """The field that tells the parts of each record apart: an id, else what sorts they are of, or are called."""
    apart = [name for name in fields if shown and all(_apart(name, parts) for parts in shown)]
    sorts = {name: len({str(one[name]) for parts in shown for one in parts}) for name in apart}
    return min(apart, key=lambda name: (name_stems(name)[-1:] != ("id",), sorts[name], not is_key(name)), default="")


def _apart(name: str, parts: Sequence[Mapping[str, Any]]) -> bool:
    held = [one.get(name) for one in parts]
    numbers = int if is_key(name) else str  # how many there are tells nothing apart
    plain = all(isinstance(one, str | numbers) and not isinstance(one, bool) and one != "" for one in held)
    return plain and len({*map(str, held)}) == len(held)
