"""Objects of which a schema tells no fields: they take those that the records show, once these are read.

    {attributes: object}     talks show {"attributes": {"title", "minutes"}}  ─>  attributes.title, attributes.minutes
    {fields: object}         accounts show {"id", "name", "rating"}           ─>  fields.name, fields.rating
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any  # Any: schemas and outputs are JSON

from chalicelib.domain.edit import Edit
from chalicelib.domain.plan import Step
from chalicelib.domain.tool import Action
from chalicelib.planning import generic, part_inputs, relations
from chalicelib.planning.composer.words import name_stems, senses
from chalicelib.planning.cursors import handle
from chalicelib.planning.gathering import looks
from chalicelib.planning.generic import Form, Spread
from chalicelib.planning.input_views import Scattered
from chalicelib.planning.own_fields import own_fields
from chalicelib.planning.planner import Brief, Catalogue, Revise, Run
from chalicelib.planning.revise.paths import list_in

_OPEN = ("fields", "attributes", "values", "changes", "set", "properties", "body", "data")
_NAMES = ("name", "title", "label", "subject")
_STATE = [(word,) for word in name_stems("status state stage phase")]


def revised(brief: Brief, run: Run, step: Step, revise: Revise, edit: Edit) -> Edit:
    """The edit that `revise` makes of `edit`, with an action for each kind, as it is carried out."""
    one = generic.spread(brief.catalogue)
    seen = replace(run, plan=generic.turned(run.plan, partial(generic.forward, one)))
    one = shown(one, seen)
    if one.catalogue is brief.catalogue:
        return revise(brief, run, step, edit)
    forward = partial(generic.forward, one)
    told = revise(replace(brief, catalogue=one.catalogue), seen, forward(step), generic.edited(edit, forward))
    try:
        return generic.edited(generic.together(one, told, run.outputs), partial(generic.back, one, outputs=run.outputs))
    except Scattered:
        return revise(brief, run, step, edit)


def shown(one: Spread, run: Run) -> Spread:
    """With what the records that were read show of what the actions take."""
    outputs = [run.outputs[step.id] for step in run.plan.steps if looks(step) and step.id in run.outputs]
    return _with_parts(_with_own(_with_fields(one, run) if one.forms else one, outputs), outputs)


def _with_own(one: Spread, outputs: Sequence[Any]) -> Spread:
    """With the fields that those who use the service made themselves."""
    found = {ref: own for ref, action in one.catalogue.actions.items() if (own := own_fields(action, outputs))}
    if not found:
        return one
    made = {ref: own.seen(one.catalogue.actions[ref]) for ref, own in found.items()}
    forms = {ref: one.forms.get(ref) or Form(one.catalogue.actions[ref]) for ref in found}
    forms = {ref: replace(form, views=(*form.views, found[ref])) for ref, form in forms.items()}
    digest = f"{one.catalogue.digest}+{json.dumps({ref: own.schemas for ref, own in found.items()}, default=str)}"
    return replace(one, catalogue=Catalogue(digest, {**one.catalogue.actions, **made}), forms={**one.forms, **forms})


def _with_parts(one: Spread, outputs: Sequence[Any]) -> Spread:
    """With an action for each part where one takes a list of parts that the records hold."""
    found = list(part_inputs.parts(one.catalogue.actions.values(), outputs))
    made = {part.seen(action).ref: part.seen(action) for action, part in found}
    forms = {
        part.seen(action).ref: replace(one.forms.get(action.ref) or Form(action), part=part) for action, part in found
    }
    digest = f"{one.catalogue.digest}+{json.dumps(sorted(made))}"
    whole = Catalogue(digest, {**one.catalogue.actions, **made}) if made else one.catalogue
    return replace(one, catalogue=whole, forms={**one.forms, **forms})


def _with_fields(one: Spread, run: Run) -> Spread:
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
            making = any("create" in senses(word) for word in name_stems(form.action.words))
            schema = _opened(actions[ref].input_schema, found[form.kind], making=making)
            actions[ref] = replace(actions[ref], input_schema=schema)
    related = {ref: form for ref, form, _ in _related_forms(one, links)}
    actions = {ref: action for ref, action in actions.items() if not relations.pointing(action)}
    actions |= {ref: action for ref, _, action in _related_forms(one, links)}
    digest = f"{one.catalogue.digest}+{json.dumps(found, sort_keys=True)}"
    return replace(one, catalogue=Catalogue(digest, actions), forms={**related, **one.forms}, links=links)


def _related_forms(
    one: Spread, links: Mapping[tuple[str, str], tuple[str, bool]]
) -> Iterator[tuple[str, Form, Action]]:
    """A form for each relation whose members an action changes, and that action."""
    for form in one.forms.values():
        for relation in relations.relations(form.action, form.kind, links):
            action = relations.seen(relation, form.action, form.kind)
            yield action.ref, replace(form, relation=relation), action


def _rows(one: Spread, run: Run) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The records that were read, with their kinds."""
    for step in run.plan.steps:
        form = one.forms.get(step.ref)
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
            fields[name] = {"type": kind, **_states(fields.get(name, {}), name, value)}
        fields.setdefault(name, {"type": "string"})


def _states(before: Mapping[str, Any], name: str, value: Any) -> Mapping[str, Any]:
    """The states that records are in, which are those that there are as far as is known."""
    if name_stems(name)[-1:] not in _STATE or not isinstance(value, str):
        return {}
    return {"enum": list(dict.fromkeys((*before.get("enum", ()), value)))}


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
