"""Generic APIs: one action for records of every kind, with an input that says which.

    records.update {type: talks, id, attributes: {…}}

The planner plans with one action for each kind, named after it and without that input: `records.update:talks`.  What it
plans is turned back before anybody else sees it.  An object that only leafs through pages is one number.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from types import MappingProxyType
from typing import Any  # Any: schemas and outputs are JSON

from chalicelib.domain.binding import Binding, Literal, Mention, Output
from chalicelib.domain.edit import Edit, Insert, Recover
from chalicelib.domain.edit import Replace as Exchange
from chalicelib.domain.plan import Plan, Step
from chalicelib.domain.tool import Action
from chalicelib.planning import input_views, kind_inputs, relations, rewriting, searches
from chalicelib.planning.composer.words import name_parts, stem, text_stems
from chalicelib.planning.input_views import Scattered, View
from chalicelib.planning.once import once
from chalicelib.planning.part_inputs import Part
from chalicelib.planning.planner import Brief, Catalogue, NoPlan
from chalicelib.planning.relations import Relation
from chalicelib.planning.searches import Search

Path = kind_inputs.Path
_PAGE = ("number", "page", "no")


@dataclass(frozen=True, slots=True)
class Form:
    """How an action that the planner sees is really called.

    `kind` stands at `place` in the inputs; each input in `inside` is the number at that place in an object.  `key`: the
    input that takes a record's key and is called after no kind (`recordId`), `called` so by the planner.  `search`: how
    it takes conditions.  `relation`: whose members it changes.  `views`: how its inputs are seen, from the outside in.
    `part`: that it changes one part of a record.
    """

    action: Action
    place: Path = ()
    kind: str = ""
    inside: Mapping[str, str] = field(default_factory=dict)
    key: str = ""
    search: Search | None = None
    relation: Relation | None = None
    views: tuple[View, ...] = ()
    part: Part | None = None
    called: str = "id"
    told: tuple[Literal, Output] | None = None
    """The kind as reads and as writes are told it, where it was read."""

    @property
    def says(self) -> Any:
        return self.told[0].value if self.told else self.kind


@dataclass(frozen=True, slots=True)
class Spread:
    """`links`: to which kind a relation leads, and whether to several, by the kind and the name that it has there."""

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
    kinds, left = kind_inputs.kinds(catalogue), rewriting.without(catalogue.actions)
    actions: dict[str, Action] = {}
    forms: dict[str, Form] = {}
    for ref, action in left.items():
        made = list(_forms(action, *kinds[action.tool])) if action.tool in kinds else []
        if (conditions := searches.search(action)) is not None:
            made = [replace(form, search=conditions) for form in made or [Form(action)]]
        elif not made and (views := input_views.views(action)):
            made = [Form(action, views=views)]
        for form in made:
            one = seen(form)
            actions[one.ref], forms[one.ref] = one, form
        if not made:
            actions[ref] = action
    if actions == catalogue.actions:
        return Spread(catalogue, {})
    return Spread(Catalogue(f"{catalogue.digest}+kinds", actions), forms)


def _forms(action: Action, name: str, kinds: Sequence[str]) -> Iterator[Form]:
    place = next(kind_inputs.places(action.input_schema, name, kinds), None)
    open_ = place is not None and not kind_inputs.enumerated(action.input_schema, place)
    if open_ and not {stem(part) for part in name_parts(action.words)} & kind_inputs.ANY:
        return  # any text, of an action that has a noun of its own
    pages, key = dict(_leafing(action.input_schema)), kind_inputs.key_of(action.properties)
    for kind in kinds if place else ():
        yield Form(action, place or (), kind, pages, key)


def _leafing(schema: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, one in (schema.get("properties") or {}).items():
        inner = (one.get("properties") or {}) if isinstance(one, Mapping) else {}
        if name.lower() in ("page", "paging") and (found := next((n for n in inner if n.lower() in _PAGE), "")):
            yield name, found


def seen(form: Form) -> Action:
    """The action as the planner sees it."""
    action = searches.seen(form.search, form.action) if form.search else form.action
    for view in form.views:
        action = view.seen(action)
    return _of_kind(form, action) if form.place else action


def _of_kind(form: Form, action: Action) -> Action:
    words = [part for part in name_parts(action.words) if stem(part) not in kind_inputs.ANY]
    said = " ".join((*words[:1], form.kind, *words[1:]))
    own = {stem(part) for part in name_parts(form.kind)}
    plain = {*text_stems(action.description)} & own or not {*text_stems(action.description)} & kind_inputs.ANY
    schema = _without(action.input_schema, form.place)
    properties = {
        form.called if name == form.key else name: {"type": "integer"} if name in form.inside else one
        for name, one in (schema.get("properties") or {}).items()
    }
    needed = [form.called if name == form.key else name for name in schema.get("required") or ()]
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
    needed = [one for one in schema.get("required") or () if one != name]
    return {**schema, "properties": properties, "required": needed}


def forward(one: Spread, step: Step) -> Step:
    """The step as the planner plans it."""
    for ref in one.of.get(step.ref, ()):
        form = one.forms[ref]
        inputs = _taken_out(step.inputs, form)
        if inputs is not None:
            body = forward(one, step.body) if step.body else None
            return replace(step, action=one.catalogue.actions[ref].name, inputs=inputs, body=body)
    return replace(step, body=forward(one, step.body)) if step.body else step


def _taken_out(inputs: Mapping[str, Binding], form: Form) -> Mapping[str, Binding] | None:
    """None where the inputs do not say this kind, or conditions of another form."""
    told = searches.flat(form.search, inputs) if form.search else inputs
    for view in form.views:
        told = view.flat(told) if told is not None else None
    told = relations.forward(form.relation, inputs) if form.relation else None if form.part else told
    return told if told is None or not form.place else _without_kind(told, form)


def _without_kind(inputs: Mapping[str, Binding], form: Form) -> Mapping[str, Binding] | None:
    name, *behind = form.place
    held = inputs.get(name)
    if form.told and held == form.told[1]:
        held = form.told[0]
    if not isinstance(held, (Literal, Mention)):
        return None
    if not behind:
        left = {key: value for key, value in inputs.items() if key != name} if held.value == form.says else None
    else:
        value = held.value if isinstance(held.value, Mapping) else {}
        inner = {key: told for key, told in value.items() if key != behind[0]}
        left = {**inputs, name: Literal(inner)} if value.get(behind[0]) == form.says else None
    if left is None:
        return None
    return {
        form.called if key == form.key else key: _number(value, form.inside.get(key, "")) for key, value in left.items()
    }


def _number(binding: Binding, inside: str) -> Binding:
    known = inside and isinstance(binding, Literal) and isinstance(binding.value, Mapping)
    return Literal(binding.value.get(inside)) if known and isinstance(binding, Literal) else binding


def back(one: Spread, step: Step, outputs: Mapping[str, Any] = MappingProxyType({})) -> Step:
    """The step as it is carried out.  `outputs`: what is known of what steps gave."""
    body = back(one, step.body, outputs) if step.body else None
    if step.ask and (asking := one.forms.get(step.ask.ref)):
        text = step.ask.text.replace(step.ask.ref, asking.action.ref)
        return replace(step, ask=replace(step.ask, action=asking.action.name, text=text))
    form = one.forms.get(step.ref)
    if form is None:
        return replace(step, body=body) if step.body else step
    inputs = searches.written(form.search, step.inputs) if form.search else step.inputs
    inputs = relations.back(form.relation, inputs) if form.relation else inputs
    for view in (*((form.part,) if form.part else ()), *reversed(form.views)):
        inputs = view.written(inputs, outputs)
    inputs = _with_kind(one, form, inputs) if form.place else inputs
    return replace(step, action=form.action.name, inputs=inputs, body=body)


def together(one: Spread, edit: Edit, outputs: Mapping[str, Any]) -> Edit:
    """The edit with one step for all parts of a record that change, each of which was planned for itself."""
    if not isinstance(edit, Insert | Recover):
        return edit
    groups: dict[tuple[str, str], list[Step]] = {}
    for step in edit.steps:
        part = one.forms[step.ref].part if step.ref in one.forms else None
        groups.setdefault((step.ref, part.of(step.inputs)) if part else ("", step.id), []).append(step)
    found = []
    for (ref, _), steps in groups.items():
        part = one.forms[ref].part if len(steps) > 1 else None
        inputs = part.together([step.inputs for step in steps], outputs) if part else steps[0].inputs
        found.append(replace(steps[0], inputs=inputs))
    return replace(edit, steps=tuple(found))


def _with_kind(one: Spread, form: Form, told: Mapping[str, Binding]) -> Mapping[str, Binding]:
    name, *behind = form.place
    inputs = {
        form.key if form.key and key == form.called else key:
        Literal({form.inside[key]: value.value}) if key in form.inside and isinstance(value, Literal) else value
        for key, value in told.items()
    }
    if behind:
        held = inputs.get(name, Literal({}))
        if isinstance(held, Literal | Mention) and isinstance(held.value, Mapping):  # else it is of another step
            inputs[name] = Literal({behind[0]: form.says, **_linked(one, form, held.value)})
    else:
        inputs[name] = form.told[form.action.writes] if form.told else Literal(form.kind)
    return inputs


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


def drafted(brief: Brief, draft: Callable[[Brief], Plan | NoPlan]) -> Plan | NoPlan:
    """What is drafted with an action for each kind, as it is carried out."""
    one = spread(brief.catalogue)
    if one.catalogue is brief.catalogue:
        return draft(brief)
    plan = draft(replace(brief, catalogue=one.catalogue))
    try:
        return turned(plan, partial(back, one)) if isinstance(plan, Plan) else plan
    except Scattered:
        return draft(brief)


def replanned(brief: Brief, plan: Plan, change: Callable[[Brief, Plan], Plan]) -> Plan:
    """The plan changed as one with an action for each kind."""
    one = spread(brief.catalogue)
    if one.catalogue is brief.catalogue:
        return change(brief, plan)
    planned = turned(plan, partial(forward, one))
    try:
        return turned(change(replace(brief, catalogue=one.catalogue), planned), partial(back, one))
    except Scattered:
        return change(brief, plan)


def turned(plan: Plan, turn: Callable[[Step], Step]) -> Plan:
    return Plan(tuple(map(turn, plan.steps)))


def edited(edit: Edit, turn: Callable[[Step], Step]) -> Edit:
    match edit:
        case Insert(steps) | Recover(steps):
            return replace(edit, steps=tuple(map(turn, steps)))
        case Exchange(step):
            return replace(edit, step=turn(step))
    return edit
