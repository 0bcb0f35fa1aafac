"""Fields that the users of a service made themselves: records tell them by keys, and a list says what these are called.

    ticket {id, own_fields: [{id: 36, value: "low"}]}     fields [{id: 36, title: "Risk level", options: [{"low"}, …]}]
                                      ─>  ticket {id, Risk level: "low"}
    update ticket {id, own_fields: [{id, value}]}   ─>  update ticket {id, Risk level: low or high}

What else such a field of the record holds is written along: the list may be replaced.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any  # Any: schemas and values are JSON

from chalicelib.domain.binding import Binding, Literal, Output, Several
from chalicelib.domain.tool import Action
from chalicelib.planning.composer.entry import entry
from chalicelib.planning.composer.schema import type_of
from chalicelib.planning.composer.words import name_stems, stem_bag
from chalicelib.planning.input_views import Scattered, whole
from chalicelib.planning.record_lists import lists
from chalicelib.planning.revise.paths import quoted, records_in

Inputs = Mapping[str, Binding]
_IDS, _VALUES, _NAMES = ("id", "key", "field_id", "fieldid", "field"), ("value", "val"), ("title", "name", "label")
_KEYS = (*_IDS, "name", "type", "kind", "label")
_TYPES = {"number": "number", "numeric": "number", "decimal": "number", "integer": "integer", "checkbox": "boolean",
          "boolean": "boolean"}  # fmt: skip
CALLED = "x-called-by-name"
"""In the schema of an input: nothing is told to it that is not called by its name."""
_FIELDS = stem_bag("field attribute property column definition")
MOST, _LONG = 40, 4


@dataclass(frozen=True, slots=True)
class Pair:
    """What in an entry says which field it is, and what its value."""

    key: str
    value: str


def pair(names: Iterable[str]) -> Pair | None:
    """None where an entry is something else than a key with a value."""
    held = {name.lower(): name for name in names}
    key, value = (next((held[one] for one in known if one in held), "") for known in (_KEYS, _VALUES))
    return Pair(key, value) if key and value and len(held) <= 3 else None


def told(value: Any) -> dict[str, tuple[str, Any]]:
    """Of a list of such entries by key the way to the value, and the value; nothing of any other list."""
    found: dict[str, tuple[str, Any]] = {}
    for at, one in enumerate(value if isinstance(value, list) else ()):
        names = pair(one) if isinstance(one, Mapping) else None
        if names is None or one.get(names.key) is None or str(one[names.key]) in found:
            return {}
        if isinstance(one.get(names.value), Mapping):
            return {}  # something with a name, and no field
        found[str(one[names.key])] = f"[{at}].{quoted(names.value)}", one.get(names.value)
    return found


def name_of(record: Mapping[str, Any]) -> str:
    """What a field is called, as the list of them says; "" where it says nothing."""
    held = {name.lower(): value for name, value in record.items()}
    return next((held[name] for name in _NAMES if isinstance(held.get(name), str) and held[name]), "")


@dataclass(frozen=True, slots=True)
class OwnFields:
    """`list`: the input that takes them; `keys`: by what they are called their keys, `schemas` what they take.

    `made`: whether the action makes a record, of which nothing is there that could be lost.
    """

    list: str
    pair: Pair
    keys: Mapping[str, Any]
    schemas: Mapping[str, Any]
    made: bool
    owner: tuple[str, ...] = ()
    """The inputs that tell the record."""

    def seen(self, action: Action) -> Action:
        schema = action.input_schema
        left = {name: one for name, one in action.properties.items() if name != self.list}
        needed = [name for name in action.required if name != self.list]
        return replace(action, input_schema={**schema, "properties": {**left, **self.schemas}, "required": needed})

    def flat(self, inputs: Inputs) -> Inputs | None:
        return None if self.list in inputs else inputs

    def written(self, inputs: Inputs, outputs: Mapping[str, Any]) -> Inputs:
        left = {name: value for name, value in inputs.items() if name not in self.keys}
        new = {name: value for name, value in inputs.items() if name in self.keys}
        if not new:
            return left
        kept = () if self.made else self._kept(left, outputs, {str(self.keys[name]) for name in new})
        told = ({self.pair.key: Literal(self.keys[name]), self.pair.value: value} for name, value in new.items())
        return {**left, self.list: Several(tuple(whole(one, outputs) for one in (*kept, *told)))}

    def _kept(self, owner: Inputs, outputs: Mapping[str, Any], new: Collection[str]) -> Iterator[Inputs]:
        """The entries of the record that stay as they are."""
        keys = {name: one for name, one in owner.items() if name in self.owner}
        place = next(lists(self.list, keys, outputs), None)
        if place is None:
            raise Scattered(self.list)
        for at, one in enumerate(place.held(outputs)):
            names = pair(one if isinstance(one, Mapping) else ())
            if names is None:
                raise Scattered(self.list)
            if str(one[names.key]) not in new and one[names.value] is not None:
                ways = ((self.pair.key, names.key), (self.pair.value, names.value))
                yield {to: Output(place.step, f"{place.path}[{at}].{quoted(of)}") for to, of in ways}


def own_fields(action: Action, outputs: Sequence[Any]) -> OwnFields | None:
    """How the action is told them, where what was read says what they are called."""
    for name, schema in action.properties.items() if action.writes else ():
        items = schema.get("items") if isinstance(schema, Mapping) and type_of(schema) == "array" else None
        names = pair((items or {}).get("properties") or ())
        keys = {key for held in _lists(outputs, name) for key in told(held)} if names else set()
        known = _definitions(outputs, keys, name) if keys else {}
        if names and keys and len(keys) <= MOST and (known or names.key.lower() not in _IDS):
            value = (items or {})["properties"][names.value]
            called = {name_of(one): (one[_key_of(one)], _schema(one, value)) for one in known.values()}
            called = called or {f"{name}.{key}": (key, value) for key in sorted(keys)}
            plain = {title: one for title, one in called.items() if title and title not in action.properties}
            made = "create" in entry(action.ref, action).senses
            keys_ = {title: key for title, (key, _) in plain.items()}
            schemas = {title: {**told_, CALLED: True} for title, (_, told_) in plain.items()}
            return OwnFields(name, names, keys_, schemas, made, tuple(one for one in action.required if one != name))
    return None


def _key_of(record: Mapping[str, Any]) -> str:
    return next((name for name in record if name.lower() in _IDS), "")


def _lists(outputs: Sequence[Any], called: str) -> Iterator[Any]:
    for output in outputs:
        for record in records_in(output):
            yield from (value for name, value in record.items() if name_stems(name) == name_stems(called))


def _definitions(outputs: Sequence[Any], keys: Collection[str], called: str) -> dict[str, Mapping[str, Any]]:
    """By key what a list says of the fields, of the one in which all of them are."""
    for name, entries in (pair for output in outputs for pair in _named_lists(output)):
        known = {str(one[_key_of(one)]): one for one in entries if isinstance(one, Mapping) and _key_of(one)}
        if {*known} >= {*keys} and all(map(name_of, known.values())) and defines(keys, called, name_stems(name)):
            return known
    return {}


def _named_lists(output: Any) -> Iterator[tuple[str, Sequence[Any]]]:
    if isinstance(output, list):
        yield "", output
    for record in records_in(output):
        yield from ((name, value) for name, value in record.items() if isinstance(value, list))


def defines(keys: Collection[str], called: str, words: Collection[str]) -> bool:
    """Whether a list that is called so can say what the fields are: short keys are those of many things."""
    return all(len(key) >= _LONG for key in keys) or bool({*words} & {*_FIELDS, *name_stems(called)})


def _schema(record: Mapping[str, Any], value: Any) -> Mapping[str, Any]:
    """What the field takes, as far as its definition says."""
    lists = [one for name, one in record.items() if isinstance(one, list) and one and "option" in name_stems(name)]
    offered = [option for one in lists[:1] for option in one]
    told_ = [option for option in offered if isinstance(option, Mapping)]
    values = [(option.get("value", option.get("id")), name_of(option)) for option in told_]
    values += [(option, "") for option in offered if isinstance(option, str)]
    if values and all(one is not None for one, _ in values):
        said = ", ".join(f"{one}: {name}" for one, name in values if name and str(one).lower() != name.lower())
        return {"type": "string", "enum": [one for one, _ in values], "description": said}
    kind = _TYPES.get(str(record.get("type", "")).lower(), "")
    plain = type_of(value) if isinstance(value, Mapping) and "type" in value else "string"
    return {"type": kind if kind and plain == "string" and (value or {}).get("type") != "string" else plain}
