"""Relations with several members that one generic action adds to or takes from: seen as an action for each of them.

    relationships.add {type: talks, id, relationship: speakers, data: [{type, id}]}
                                      ─>  add speakers {talk_id, speaker_ids}

Which relations a kind has, and to which kind they lead, the records show.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any  # Any: schemas are JSON

from chalicelib.domain.binding import Binding, Literal, Mention, Several
from chalicelib.domain.tool import Action
from chalicelib.planning.composer.words import name_parts
from chalicelib.planning.searches import bound

_POINTING = ({"type", "id"}, {"kind", "id"})
_FROM = frozenset(("remove", "delete", "unlink", "detach", "disconnect", "take"))


@dataclass(frozen=True, slots=True)
class Relation:
    """`called`: the input that says which relation, and what it says; `members`: the input for those who are meant.

    `type`: what in each of them says the kind; `target`, `keys`: what the inputs for the keys are called here.
    """

    called: tuple[str, str]
    members: str
    type: str
    kind: str
    target: str
    keys: str


def relations(action: Action, kind: str, links: Mapping[tuple[str, str], tuple[str, bool]]) -> Iterator[Relation]:
    """Those of the kind that the action changes."""
    properties = action.properties
    members = pointing(action)
    for name, one in properties.items() if members and "id" in properties else ():
        for told in (one.get("enum") or ()) if isinstance(one, Mapping) else ():
            to, several = links.get((kind, str(told)), ("", False))
            if several:
                each = properties[members]["items"]["properties"]
                type_ = next(inner for inner in each if inner != "id")
                yield Relation((name, str(told)), members, type_, to, f"{_one(kind)}_id", f"{_one(to)}_ids")


def pointing(action: Action) -> str:
    """The input of a write that takes several other records by kind and key; "" for none."""
    properties = action.properties if action.effect != "read" else {}
    return next((name for name, one in properties.items() if _points(one)), "")


def _points(schema: Any) -> bool:
    items = schema.get("items") if isinstance(schema, Mapping) else None
    return isinstance(items, Mapping) and {*(items.get("properties") or {})} in _POINTING


def _one(kind: str) -> str:
    return kind[:-3] + "y" if kind.endswith("ies") else kind.removesuffix("s")


def seen(one: Relation, action: Action, kind: str) -> Action:
    """The action for the relation, as the planner sees it."""
    verb = name_parts(action.words)[-1]
    said = f"{verb} {one.called[1]}"
    text = f"{verb.capitalize()}s {one.called[1]} {'from' if verb in _FROM else 'to'} a {_one(kind)}"
    key = {"type": "string", "description": f"Id of a {_one(one.kind)}"}
    inputs = {one.target: {"type": "string"}, one.keys: {"type": "array", "items": key}}
    schema = {"type": "object", "properties": inputs, "required": [*inputs]}
    name = f"{action.name}:{kind}/{one.called[1]}"
    return replace(action, name=name, said=said, description=text, input_schema=schema)


def forward(one: Relation, inputs: Mapping[str, Binding]) -> Mapping[str, Binding] | None:
    """The inputs as they are planned; None where they speak of another relation.  Members stay as they are written."""
    if inputs.get(one.called[0]) != Literal(one.called[1]):
        return None
    left = {name: value for name, value in inputs.items() if name != one.called[0]}
    return {one.target if name == "id" else name: value for name, value in left.items()}


def back(one: Relation, inputs: Mapping[str, Binding]) -> Mapping[str, Binding]:
    """The inputs as they are sent."""
    told: dict[str, Binding] = {"id" if name == one.target else name: value for name, value in inputs.items()}
    told[one.called[0]] = Literal(one.called[1])
    if (keys := told.pop(one.keys, None)) is not None:
        told[one.members] = bound([{one.type: one.kind, "id": key} for key in _each(keys)])
    return told


def _each(keys: Binding) -> Iterator[Binding]:
    match keys:
        case Several(parts):
            yield from parts
        case Literal(value) | Mention(value) if isinstance(value, list):
            yield from map(Literal, value)
        case _:
            yield keys
