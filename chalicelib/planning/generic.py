"""Generic APIs: one action for records of every kind, with an input that says which.

    records.update {type: talks, id, attributes: {…}}

The planner plans with one action for each kind, named after it and without that input: `records.update:talks`.  What it
plans is turned back before anybody else sees it.  An object of which the schema tells no fields has those that records
of that kind show under the same name; and an object that only leafs through pages is one number.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any  # Any: schemas and outputs are JSON

from chalicelib.domain.binding import Binding, Literal, Mention
from chalicelib.domain.edit import Edit, Insert, Recover
from chalicelib.domain.edit import Replace as Exchange
from chalicelib.domain.plan import Plan, Step
from chalicelib.domain.tool import Action
from chalicelib.planning.cursors import handle
from chalicelib.planning.composer.words import bag, name_parts, name_stems, stem, text_stems
from chalicelib.planning.once import once
from chalicelib.planning.planner import Brief, Catalogue, Run
from chalicelib.planning.revise.paths import list_in

Path = tuple[str, ...]
_KIND = frozenset("type kind resource object entity collection table module model sobject".split())
_ANY = frozenset(map(stem, bag("resource record object entity item row document data type kind collection table")))
_OPEN = ("fields", "attributes", "values", "changes", "set", "properties", "body", "data")
_NAMES = ("name", "title", "label", "subject")
_MAKE = stem("create")
_PAGE = ("number", "page", "no")


@dataclass(frozen=True, slots=True)
class Form:
    """How an action that the planner sees is really called.

    `kind` stands at `place` in the inputs; each input in `inside` is the number at that place in an object.  `key`: the
    input that takes a record's key and is called after no kind (`recordId`).
    """

    action: Action
    place: Path = ()
    kind: str = ""
    inside: Mapping[str, str] = field(default_factory=dict)
    key: str = ""


@dataclass(frozen=True, slots=True)
class Spread:
    """`links`: of the objects that say to whom a record of a kind is related, by kind and name, kind and number there."""

    catalogue: Catalogue
    forms: Mapping[str, Form]
    links: Mapping[tuple[str, str], tuple[str, bool]] = field(default_factory=dict)

    @property
    def of(self) -> dict[str, list[str]]:
        """The actions that are planned with, by the one that they are forms of."""
        found: dict[str, list[str]] = {}
        for ref, form in self.forms.items():
            found.setdefault(form.action.ref, []).append(ref)
        return found


@once
def spread(catalogue: Catalogue) -> Spread:
    kinds = {tool: found for tool in {one.tool for one in catalogue.actions.values()} if (found := _kinds(catalogue, tool))}
    actions: dict[str, Action] = {}
    forms: dict[str, Form] = {}
    for ref, action in catalogue.actions.items():
        made = list(_forms(action, *kinds[action.tool])) if action.tool in kinds else []
        for form in made:
            one = _seen(form)
            actions[one.ref], forms[one.ref] = one, form
        if not made:
            actions[ref] = action
    return Spread(Catalogue(f"{catalogue.digest}+kinds", actions) if forms else catalogue, forms)


def _kinds(catalogue: Catalogue, tool: str) -> tuple[str, tuple[str, ...]] | None:
    """The input that says the kind, and the kinds: lists need it and nothing else."""
    for action in catalogue.of_tool(tool):
        needed: list[str] = list(action.input_schema.get("required") or [])
        if action.effect == "read" and len(needed) == 1 and name_parts(needed[0])[-1] in _KIND:
            told = (action.input_schema.get("properties") or {}).get(needed[0], {}).get("enum")
            if isinstance(told, list) and len(told) > 1 and all(isinstance(one, str) for one in told):
                return needed[0], tuple(told)
    return None


def _forms(action: Action, name: str, kinds: Sequence[str]) -> Iterator[Form]:
    place = next(_places(action.input_schema, name, kinds), None)
    for kind in kinds if place else ():
        yield Form(action, place or (), kind, dict(_leafing(action.input_schema)), _key(action.input_schema))


def _places(schema: Mapping[str, Any], name: str, kinds: Sequence[str]) -> Iterator[Path]:
    """Where the action is told the kind: at the top, or in the object that it takes."""
    properties = schema.get("properties") or {}
    if _says_kind(properties.get(name), kinds):
        yield (name,)
    for outer, inner in properties.items():
        if isinstance(inner, Mapping) and _says_kind((inner.get("properties") or {}).get(name), kinds):
            if len(inner.get("properties") or {}) > 2:  # {type, id} alone points at another record
                yield outer, name


def _says_kind(schema: Any, kinds: Sequence[str]) -> bool:
    if not isinstance(schema, Mapping) or schema.get("type", "string") != "string":
        return False
    return "enum" not in schema or {*schema["enum"]} <= {*kinds}


def _key(schema: Mapping[str, Any]) -> str:
    names = [*(schema.get("properties") or {})]
    keys = [name for name in names if name_parts(name)[-1] == "id" and {*name_stems(name)[:-1]} & _ANY]
    return keys[0] if len(keys) == 1 and "id" not in names else ""


def _leafing(schema: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, one in (schema.get("properties") or {}).items():
        inner = (one.get("properties") or {}) if isinstance(one, Mapping) else {}
        if name.lower() in ("page", "paging") and (found := next((n for n in inner if n.lower() in _PAGE), "")):
            yield name, found


def _seen(form: Form) -> Action:
    """The action of one kind, as the planner sees it."""
    action = form.action
    words = [part for part in name_parts(action.words) if stem(part) not in _ANY]
    said = " ".join((*words, form.kind))
    own = {stem(part) for part in name_parts(form.kind)}
    plain = {*text_stems(action.description)} & own or not {*text_stems(action.description)} & _ANY
    schema = _without(action.input_schema, form.place)
    properties = {
        "id" if name == form.key else name: {"type": "integer"} if name in form.inside else one
        for name, one in (schema.get("properties") or {}).items()
    }
    needed = ["id" if name == form.key else name for name in schema.get("required") or ()]
    return replace(
        action, name=f"{action.name}:{form.kind}", said=said, description=action.description if plain else said,
        input_schema={**schema, "properties": properties, "required": needed},
    )


def _without(schema: Mapping[str, Any], place: Path) -> Mapping[str, Any]:
    """The schema without the input at the place."""
    name, *behind = place
    properties = dict(schema.get("properties") or {})
    if behind:
        properties[name] = _without(properties[name], tuple(behind))
        return {**schema, "properties": properties}
    properties.pop(name)
    return {**schema, "properties": properties, "required": [one for one in schema.get("required") or () if one != name]}


def shown(one: Spread, run: Run) -> Spread:
    """With the fields that the records of each kind show, for objects of which the schema tells none."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    links: dict[tuple[str, str], tuple[str, bool]] = {}
    for kind, row in _rows(one, run):
        for name, held in row.items():
            if isinstance(held, Mapping):
                links |= {(kind, inner): to for inner, value in held.items() if (to := _related(value))}
                _note(found.setdefault(kind, {}).setdefault(name, {}), held)
        plain = {name: value for name, value in row.items() if not isinstance(value, Mapping | list)}
        plain.pop(handle(row), None)
        _note(found.setdefault(kind, {}).setdefault("", {}), plain)
    actions = dict(one.catalogue.actions)
    for ref, form in one.forms.items():
        if form.kind in found and actions[ref].effect != "read":
            making = _MAKE in name_stems(actions[ref].words)
            schema = _opened(actions[ref].input_schema, found[form.kind], making=making)
            actions[ref] = replace(actions[ref], input_schema=schema)
    digest = f"{one.catalogue.digest}+{json.dumps(found, sort_keys=True)}"
    return replace(one, catalogue=Catalogue(digest, actions), links=links)


def _rows(one: Spread, run: Run) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The records that were read, with their kinds."""
    for step in run.plan.steps:
        form = one.forms.get(f"{step.tool}.{step.action}")
        if form is not None and step.id in run.outputs and (listed := list_in(run.outputs[step.id])) is not None:
            yield from ((form.kind, row) for row in listed[1] if isinstance(row, Mapping))


def _related(value: Any) -> tuple[str, bool] | None:
    """The kind of what a relationship points at, and whether at several (JSON:API)."""
    data = value.get("data") if isinstance(value, Mapping) else None
    first = data[0] if isinstance(data, list) and data else data
    return (str(first["type"]), isinstance(data, list)) if isinstance(first, Mapping) and "type" in first else None


def _note(fields: dict[str, Any], held: Mapping[str, Any]) -> None:
    for name, value in held.items():
        to, kind = _related(value), _type(value)
        if to is not None and not to[1]:
            fields[name] = {"type": "string", "description": f"The id of one of the {to[0]}"}
        if kind and fields.get(name, {}).get("type") != "number":
            fields[name] = {"type": kind}
        fields.setdefault(name, {"type": "string"})


def _type(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, Mapping) and isinstance(value.get("data"), list):
        return "array"
    for kind, name in ((int, "integer"), (float, "number"), (str, "string")):
        if isinstance(value, kind):
            return name
    return ""


def _opened(schema: Mapping[str, Any], fields: Mapping[str, Mapping[str, Any]], *, making: bool) -> Mapping[str, Any]:
    """The schema with the fields of its open objects; what is made has a name."""
    properties: dict[str, Any] = {}
    for name, one in (schema.get("properties") or {}).items():
        told = one if isinstance(one, Mapping) else {}
        shows = fields.get(name) or (fields[""] if name.lower() in _OPEN else {})
        if told.get("type") == "object" and shows and not told.get("properties"):
            needed = [inner for inner in shows if inner.lower() in _NAMES][:1] if making else []
            properties[name] = {**told, "properties": shows, "required": needed}
        else:
            properties[name] = _opened(told, fields, making=making) if told.get("properties") else one
    return {**schema, "properties": properties}


def forward(one: Spread, step: Step) -> Step:
    """The step as the planner plans it."""
    for ref in one.of.get(f"{step.tool}.{step.action}", ()):
        form = one.forms[ref]
        inputs = _taken_out(step.inputs, form)
        if inputs is not None:
            body = forward(one, step.body) if step.body else None
            return replace(step, action=one.catalogue.actions[ref].name, inputs=inputs, body=body)
    return replace(step, body=forward(one, step.body)) if step.body else step


def _taken_out(inputs: Mapping[str, Binding], form: Form) -> Mapping[str, Binding] | None:
    """None where the inputs do not say this kind."""
    name, *behind = form.place
    held = inputs.get(name)
    if not isinstance(held, (Literal, Mention)):
        return None
    if not behind:
        left = {key: value for key, value in inputs.items() if key != name} if held.value == form.kind else None
    else:
        value = held.value if isinstance(held.value, Mapping) else {}
        inner = {key: told for key, told in value.items() if key != behind[0]}
        left = {**inputs, name: Literal(inner)} if value.get(behind[0]) == form.kind else None
    if left is None:
        return None
    return {
        "id" if key == form.key else key: _number(value, form.inside.get(key, "")) for key, value in left.items()
    }


def _number(binding: Binding, inside: str) -> Binding:
    return Literal(binding.value.get(inside)) if inside and isinstance(binding, Literal) else binding


def back(one: Spread, step: Step) -> Step:
    """The step as it is carried out."""
    body = back(one, step.body) if step.body else None
    if step.ask and (asking := one.forms.get(f"{step.ask.tool}.{step.ask.action}")):
        text = step.ask.text.replace(f"{step.ask.tool}.{step.ask.action}", asking.action.ref)
        return replace(step, ask=replace(step.ask, action=asking.action.name, text=text))
    form = one.forms.get(f"{step.tool}.{step.action}")
    if form is None:
        return replace(step, body=body) if step.body else step
    name, *behind = form.place
    inputs = {
        form.key if form.key and key == "id" else key:
        Literal({form.inside[key]: value.value}) if key in form.inside and isinstance(value, Literal) else value
        for key, value in step.inputs.items()
    }
    if behind:
        held = inputs.get(name)
        inner = held.value if isinstance(held, Literal) and isinstance(held.value, Mapping) else {}
        inputs[name] = Literal({behind[0]: form.kind, **_linked(one, form, inner)})
    else:
        inputs[name] = Literal(form.kind)
    return replace(step, action=form.action.name, inputs=inputs, body=body)


def _linked(one: Spread, form: Form, body: Mapping[str, Any]) -> dict[str, Any]:
    """The body, with those to whom the record is related as the records say it."""
    return {
        name: {inner: _link(one.links.get((form.kind, inner)), told) for inner, told in value.items()}
        if isinstance(value, Mapping) else value
        for name, value in body.items()
    }


def _link(to: tuple[str, bool] | None, told: Any) -> Any:
    if to is None or isinstance(told, Mapping):
        return told
    each = [{"type": to[0], "id": one} for one in (told if isinstance(told, list) else [told])]
    return {"data": each if to[1] else each[0]}


def with_kinds(one: Spread, run: Run) -> Run:
    return replace(run, plan=planned(one, run.plan))


def planned(one: Spread, plan: Plan, turn: Callable[[Spread, Step], Step] = forward) -> Plan:
    return Plan(tuple(turn(one, step) for step in plan.steps)) if one.forms else plan


def edited(one: Spread, edit: Edit, turn: Callable[[Spread, Step], Step]) -> Edit:
    if not one.forms:
        return edit
    match edit:
        case Insert(steps) | Recover(steps):
            return replace(edit, steps=tuple(turn(one, step) for step in steps))
        case Exchange(step):
            return replace(edit, step=turn(one, step))
    return edit


def kinds_of(brief: Brief) -> Brief:
    found = spread(brief.catalogue)
    return replace(brief, catalogue=found.catalogue) if found.forms else brief
