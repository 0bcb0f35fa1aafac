"""Lists of parts that an action takes, seen as an action for each part.

    update_order {order_id, lines: [{uid, quantity}]}    orders show {"id", "lines": [{"uid", "name", "quantity"}]}
                                      ─>  update order lines {order_id, uid, quantity}

Which parts there are, and by what they are told apart, the records show.  All of them are written as they were read,
with what changes in one: an action may replace the list, and would lose the others.  Only where it says that what is
not told stays as it is, nothing is told but the change.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any  # Any: schemas and outputs are JSON

from chalicelib.domain.binding import Binding, Output, Several
from chalicelib.domain.tool import Action
from chalicelib.planning.composer.entry import entry
from chalicelib.planning.composer.schema import param, type_of
from chalicelib.planning.composer.words import name_parts, name_stems, senses, stem, stem_bag
from chalicelib.planning.input_views import Scattered, known, whole
from chalicelib.planning.own_fields import own_fields
from chalicelib.planning.record_lists import Place, alike, entries, lists
from chalicelib.planning.records.resources import KEYS, is_key
from chalicelib.planning.records.wrapped import lifted
from chalicelib.planning.revise.paths import joined, look_up, quoted, records_in

Inputs = Mapping[str, Binding]
_STAYS = re.compile(
    r"\b(?:unchanged|untouched|sparse|left alone|(?:left|stay|remain|kept) as (?:they|it) (?:are|is)"
    r"|(?:are|is) merged|merges)\b", re.IGNORECASE,
)
_ADDING = stem_bag("add append")
_CHANGING = stem_bag("set change patch edit modify replace put")
_PLACE = re.compile(r"(.+)\[(\d+)\]\.(.+)")


@dataclass(frozen=True, slots=True)
class Part:
    """`list`: the input that takes the parts; `key`: the field that tells one of them, "" where one is added.

    `fields`: by what they are called here those of a part; `owner`: by what they are called here the other inputs.
    `needed`: what each part must have.  `alone`: nothing but the part that changes is told.
    """

    list: str
    key: str
    fields: Mapping[str, str]
    owner: Mapping[str, str]
    needed: tuple[str, ...]
    alone: bool
    kept: tuple[str, ...]
    """What is written again of the parts that stay."""

    def seen(self, action: Action) -> Action:
        """The action for one part."""
        inner, properties = _items(action.properties[self.list])["properties"], action.properties
        told = {name: properties[real] for name, real in self.owner.items()}
        told |= {name: inner[real] for name, real in self.fields.items()}
        one = [name for name, real in self.fields.items() if real == self.key or (real in self.needed and not self.key)]
        schema = {"type": "object", "properties": told, "required": [*self.owner, *one]}
        said = f"{action.words} {self.list}" if self.key else _adding(action, self.list)
        name = f"{action.name}:{self.list}{'' if self.key else '+'}"
        return replace(action, name=name, said=said, description=said, input_schema=schema)

    def flat(self, inputs: Inputs) -> Inputs | None:
        return None

    def written(self, inputs: Inputs, outputs: Mapping[str, Any]) -> Inputs:
        return inputs if self.list in inputs else self.together([inputs], outputs)

    def of(self, inputs: Inputs) -> str:
        """Whose part it is."""
        return str([inputs.get(name) for name in self.owner])

    def together(self, changes: Sequence[Inputs], outputs: Mapping[str, Any]) -> Inputs:
        """The inputs for changes of several parts of one record; raises `Scattered` where these are not known."""
        left = {real: changes[0][name] for name, real in self.owner.items() if name in changes[0]}
        told = [{real: one[name] for name, real in self.fields.items() if name in one} for one in changes]
        found = [*lists(self.list, left, outputs)]
        parts = self._changed(told, found, outputs) if self.key else self._added(told, found, outputs)
        return {**left, self.list: Several(tuple(whole(one, outputs) for one in parts))}

    def _changed(
        self, told: Sequence[Inputs], found: Sequence[Place], outputs: Mapping[str, Any]
    ) -> Iterator[Inputs]:
        places = [place for one in told if (place := _place(one.get(self.key)))]
        held = next((one for one in found if places and all(map(one.same, places))), None)
        changed = {place.at: one for place, one in zip(places, told, strict=False)}
        if held is None or len(changed) < len(told):
            raise Scattered(self.list)
        yield from self._whole(held, changed, outputs)

    def _added(
        self, told: Sequence[Inputs], found: Sequence[Place], outputs: Mapping[str, Any]
    ) -> Iterator[Inputs]:
        """What is there of it already may be meant to become more, so that nothing is told then."""
        if not (found or self.alone) or any(_there(one, found[0], outputs) for one in told if found):
            raise Scattered(self.list)
        yield from () if self.alone else self._whole(found[0], {}, outputs)
        yield from told

    def _whole(
        self, place: Place, changed: Mapping[int, Inputs], outputs: Mapping[str, Any]
    ) -> Iterator[Inputs]:
        """The parts as they are to be; only those that change where the others stay as they are."""
        for at, one in enumerate(place.held(outputs)):
            held = look_up(place.inside, one)
            kept = {name: Output(place.step, joined(f"{place.path}[{at}]", joined(place.inside, quoted(name))))
                    for name in held or () if name in self.kept and held[name] is not None and not self.alone}
            told: Inputs = {**kept, **changed.get(at, {})}
            if at in changed or not self.alone:
                if not {*self.needed} <= {*told}:
                    raise Scattered(self.list)
                yield told


def _place(key: Binding | None) -> Place | None:
    found = _PLACE.fullmatch(key.path) if isinstance(key, Output) else None
    if found is None or not isinstance(key, Output):
        return None
    return Place(key.step, found[1], int(found[2]), found[3].rpartition(".")[0] or "@")


def _there(told: Inputs, place: Place, outputs: Mapping[str, Any]) -> bool:
    """Whether a part is there of what is added."""
    values = {name: getattr(known(one, outputs), "value", None) for name, one in told.items()}
    texts = {name: value for name, value in values.items() if isinstance(value, str) or is_key(name)}
    held = (look_up(place.inside, one) or {} for one in place.held(outputs))
    return any(one.get(name) == value for one in held for name, value in texts.items())


def parts(actions: Iterable[Action], outputs: Sequence[Any]) -> Iterator[tuple[Action, Part]]:
    """The writes that take lists of parts which these outputs show, with how each is seen as an action for one."""
    held = _shown(outputs)
    for action in actions:
        for name, schema in action.properties.items() if action.writes else ():
            others = [one for one in action.required if one != name]
            fields = _items(schema).get("properties") or {}
            if len(fields) > 1 and _only_keys(action, others) and own_fields(action, outputs) is None:
                shown = [one for other, several in held.items() if alike(name, other) for one in several]
                owner = {_owned(one, action): one for one in others}
                yield from ((action, part) for part in _parts(action, name, owner, shown))


def _only_keys(action: Action, names: Sequence[str]) -> bool:
    """Whether nothing is told by them but which record it is."""
    keys = all(param(name, (name,), True, action.properties[name]).is_id for name in names)
    return bool(names) and (keys or len(names) == 1)


def _parts(
    action: Action, name: str, owner: Mapping[str, str], shown: Sequence[Sequence[Mapping[str, Any]]]
) -> Iterator[Part]:
    """How one of the parts is changed, or added."""
    items, known = _items(action.properties[name]), entry(action.ref, action)
    changes = bool(shown) and ("update" in known.senses or known.verb in _CHANGING)
    key, adds = _key(items["properties"], shown), known.verb in _ADDING
    stays = bool(_STAYS.search(f"{action.description} {action.properties[name].get('description', '')}"))
    one = "_".join((*name_parts(name)[:-1], _single(name_parts(name)[-1])))
    every, needed = tuple(items["properties"]), tuple(items.get("required") or ())
    if key and changes:
        bare = {real for real in every if real in owner or (real == key and {*name_stems(real)} <= KEYS)}
        fields = {f"{one}_{real}" if real in bare else real: real for real in every}
        yield Part(name, key, fields, owner, needed, stays, every)
    if changes or adds:
        given = key if name_stems(key) == ("id",) else ""  # parts get it, and are not told
        fields = {f"{one}_{real}" if real in owner else real: real for real in every if real != given}
        yield Part(name, "", fields, owner, tuple(real for real in needed if real != given), adds or stays, every)


def _adding(action: Action, name: str) -> str:
    """How it is said that a part is added."""
    known = entry(action.ref, action)
    nouns = [part for part in name_parts(action.words) if stem(part) != known.verb]
    return action.words if known.verb in _ADDING else f"add {name} to {' '.join(nouns)}"


def _single(word: str) -> str:
    return word[:-3] + "y" if word.endswith("ies") else word.removesuffix("s")


def _owned(name: str, action: Action) -> str:
    """What the key of the record is called, also where the action calls it just an id."""
    nouns = [part for part in name_parts(action.words) if not senses(stem(part))]
    return f"{_single(nouns[-1])}_{name}" if {*name_stems(name)} <= KEYS and nouns else name


def _items(schema: Any) -> Mapping[str, Any]:
    """The schema of each part; empty for anything but a list of objects."""
    held = schema if isinstance(schema, Mapping) else {}
    items = held.get("items") if type_of(held) == "array" else None
    return items if isinstance(items, Mapping) and isinstance(items.get("properties"), Mapping) else {}


def _shown(outputs: Iterable[Any]) -> dict[str, list[Sequence[Mapping[str, Any]]]]:
    """By the name of the field the lists of records that stand inside of others."""
    found: dict[str, list[Sequence[Mapping[str, Any]]]] = {}
    for record in (one for output in outputs for one in records_in(output) if any(map(is_key, one))):
        for name, value in record.items():
            held = entries(value)[1]
            if held and all(isinstance(one, Mapping) for one in held):
                found.setdefault(name, []).append([lifted(one)[0] for one in held])
    return found


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
