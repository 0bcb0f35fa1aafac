"""A value that stands in another unit than the user's context prefers, and the action that converts it.

The gap is found in the data, the action by its words and its schema: nothing here knows which tool converts.
What is shown to people gets both values; what is only handed on to a service stays as it came.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any  # Any: outputs are JSON

from chalicelib.domain.binding import Binding, Literal, Output, Several, Text
from chalicelib.domain.plan import Step
from chalicelib.domain.tool import UTILITY, Action
from chalicelib.planning.composer.words import bag, name_parts, stem, stem_bag, text_stems
from chalicelib.planning.planner import Catalogue
from chalicelib.planning.revise.look import Finding, Look, Use, inserted, rebound
from chalicelib.planning.revise.money import Money, counts_minor_units, minor_fields, moneys
from chalicelib.planning.revise.paths import joined, look_up, owner_of, promised
from chalicelib.planning.revise.preferences import Preferred, preferred_currency
from chalicelib.planning.revise.rates import table_step
from chalicelib.planning.revise.units import Quantity, asks_for_units, preferred_unit, quantities

_FURTHER = stem_bag("extra further additional also more facts notes mention besides")
_TO = bag("to target into quote destination wanted")
_MOST = 5


@dataclass(frozen=True, slots=True)
class Gap:
    """An `amount` in unit `have` where `want` is preferred; `kind` are the words of the need."""

    kind: tuple[str, ...]
    amount: Binding
    have: Binding
    want: Binding
    reason: str


def unit_gaps(look: Look) -> Finding | None:
    """One conversion for each amount that pending steps show in a unit other than the preferred one."""
    steps: dict[str, Step] = {}
    inputs: dict[str, dict[str, Binding]] = {}
    notes: list[str] = []
    for use in look.uses():
        for gap, path in _gaps(look, use):
            action = converter(look.brief.catalogue, gap.kind)
            if action is None or _served(look, action, gap) or use.step.action == action.name:
                continue
            table = table_step(look, action, gap.have, gap.reason)
            step = inserted(look, action, {**_inputs(action, gap), **(table[1] if table else {})}, gap.reason)
            changed = _shown(look, use, step, action, path, inputs.get(use.step.id, {}))
            if changed:
                if table:
                    steps.setdefault(table[0].id, table[0])
                steps[step.id] = step
                inputs.setdefault(use.step.id, {}).update(changed)
                notes.append(gap.reason)
    if not steps:
        return None
    return Finding("; ".join(dict.fromkeys(notes)), tuple(steps.values()), inputs)


def converter(catalogue: Catalogue, kind: tuple[str, ...]) -> Action | None:
    """The action that converts such amounts: its words speak of it and its inputs are amount, from and to."""
    wanted = {stem(word) for word in kind}
    rated = []
    for action in catalogue.actions.values():
        if action.effect == "unsafe" or not set(name_parts(action.name)) & {"convert", "exchange", "conversion"}:
            continue
        named = {stem(part) for part in name_parts(action.name)}
        words = named | set(text_stems(action.description))
        if wanted & words and _roles(action) is not None:
            rated.append((-len(wanted & named), -len(wanted & words), action.tool != UTILITY, action.ref, action))
    return min(rated, key=lambda entry: entry[:4])[4] if rated else None


def _roles(action: Action) -> tuple[str, str, str] | None:
    """The names of the inputs for amount, from and to; None where they are not these, or more is required."""
    properties = action.properties
    amounts = [name for name, schema in properties.items() if _numeric(schema)]
    texts = [name for name, schema in properties.items() if not _numeric(schema)]
    to = [name for name in texts if _TO & set(name_parts(name))]
    have = [name for name in texts if name not in to and {"from", "source", "base"} & set(name_parts(name))]
    if not (amounts and to and have):
        return None
    roles = (amounts[0], have[0], to[0])
    return roles if set(action.required) <= set(roles) else None


def _numeric(schema: Any) -> bool:
    return isinstance(schema, Mapping) and schema.get("type") in ("number", "integer", ["number", "string"])


def _inputs(action: Action, gap: Gap) -> dict[str, Binding]:
    roles = _roles(action)
    assert roles is not None
    return dict(zip(roles, (gap.amount, gap.have, gap.want), strict=True))


def _served(look: Look, action: Action, gap: Gap) -> bool:
    """Whether the plan converts already: a step of that action with the same wish."""
    return any(
        step.action == action.name and step.tool == action.tool and gap.want in step.inputs.values()
        for step in look.pending
    )


def _gaps(look: Look, use: Use) -> Iterator[tuple[Gap, str]]:
    """The gaps in what one use takes, with the path of the amount; a long list is shown as it is, not in part."""
    value = look_up(use.output.path, look.output)
    path = use.output.path
    if not isinstance(value, (Mapping, list)):
        owner = owner_of(path)
        if owner is None:
            return
        value, path = look_up(owner, look.output), owner
    minor = minor_fields(look.action.output_schema if look.action else None)
    found = [
        *islice(_money_gaps(look, value, path, minor), _MOST + 1), *islice(_quantity_gaps(look, value, path), _MOST + 1)
    ]
    if len(found) <= _MOST:
        yield from found


def _money_gaps(
    look: Look, value: Any, path: str, minor: Collection[str]
) -> Iterator[tuple[Gap, str]]:
    wanted = preferred_currency(look)
    if wanted is None:
        return
    for money in _chief(value, look.brief.prompt):
        if money.currency != wanted.currency:
            small = money.name in minor or counts_minor_units({}, money.name)
            yield _money_gap(look, money, path, wanted, small), joined(path, money.amount_path)


def _chief(value: Any, prompt: str) -> Iterator[Money]:
    """The amounts that speak for a value: a record that has one of its own is not told part by part."""
    own = next(moneys(value, prompt), None) if isinstance(value, Mapping) else None
    if own is not None and "." not in own.amount_path and "[" not in own.amount_path:
        yield own
    else:
        yield from moneys(value, prompt)


def _quantity_gaps(look: Look, value: Any, path: str) -> Iterator[tuple[Gap, str]]:
    if not asks_for_units(look.brief.context, look.brief.prompt):
        return
    for quantity in quantities(value):
        target = preferred_unit(quantity, look.brief.context, look.brief.prompt)
        if target is not None and target != quantity.unit:
            yield _unit_gap(look, quantity, path, target), joined(path, quantity.path)


def _money_gap(look: Look, money: Money, path: str, wanted: Preferred, minor: bool) -> Gap:
    amount: Binding = Output(look.step.id, joined(path, money.amount_path))
    currency = Output(look.step.id, joined(path, money.currency_path))
    plain = look_up(currency.path, look.output) == money.currency
    have: Binding = currency if plain else Literal(money.currency)
    if minor and money.amount.is_integer():
        amount = Literal(money.major)
    why = f"the {money.name} is in {money.currency}, {wanted.why}"
    return Gap(("currency", "money"), amount, have, wanted.binding, why)


def _unit_gap(look: Look, quantity: Quantity, path: str, target: str) -> Gap:
    amount = Output(look.step.id, joined(path, quantity.path))
    return Gap(
        (quantity.dimension,), amount, Literal(quantity.unit), Literal(target),
        f"the {quantity.name} is in {quantity.unit}, {target} is preferred",
    )


def _shown(
    look: Look, use: Use, step: Step, action: Action, path: str, changed: Mapping[str, Binding]
) -> dict[str, Binding]:
    """How the using step takes the converted value too; {} where it does not show values to anybody."""
    told = _telling(step, action)
    if use.within == "list":
        return {}
    if use.within == "text":
        current = changed.get(use.name, use.step.inputs[use.name])
        parts: Binding = Text((use.output, Literal(" ("), told, Literal(")")))
        return {use.name: _flat(rebound(current, use.output, parts))}
    value = look_up(use.output.path, look.output)
    if isinstance(value, (Mapping, list)):
        return _beside(look, use, step, action, changed)
    if use.output.path == path and _takes_target(use, step):
        return {use.name: Output(step.id, _amount_of(action))}
    return {}


def _beside(
    look: Look, use: Use, step: Step, action: Action, changed: Mapping[str, Binding]
) -> dict[str, Binding]:
    """A step that takes a whole record is given the converted value as a further fact, or as text behind it."""
    taker = look.brief.catalogue.actions.get(use.step.ref)
    properties: Mapping[str, Any] = taker.properties if taker else {}
    for name, schema in properties.items():
        described = schema.get("description", "") if isinstance(schema, Mapping) else ""
        if name != use.name and _FURTHER & {stem(name), *text_stems(described)}:
            current = changed.get(name, use.step.inputs.get(name))
            return {name: _collected(current, step, action, schema)}
    kinds = look.schema_of(use).get("type")
    if kinds == "string" or (isinstance(kinds, list) and "string" in kinds):
        current = changed.get(use.name, use.step.inputs[use.name])
        return {use.name: _flat(Text((current, Literal("; "), _telling(step, action))))}
    return {}


def _collected(current: Binding | None, step: Step, action: Action, schema: Any) -> Binding:
    """The further facts: one text, or a list of them where there are several or the schema wants one."""
    told = _telling(step, action)
    wants_list = isinstance(schema, Mapping) and schema.get("type") == "array"
    if current is None:
        return Several((told,)) if wants_list else told
    before = current.parts if isinstance(current, Several) else (current,)
    return current if told in before else Several((*before, told))


def _telling(step: Step, action: Action) -> Output:
    """What of a conversion is said to people: its text where it promises one, else all of it."""
    known = promised(action.output_schema)
    return Output(step.id, "text" if "text" in known else "@")


def _amount_of(action: Action) -> str:
    known = promised(action.output_schema)
    numbers = (name for name, schema in known.items() if _numeric(schema) and "rate" not in name_parts(name))
    return next(numbers, "amount")


def _takes_target(use: Use, step: Step) -> bool:
    """A number is exchanged only for a step that itself names the wanted unit beside it."""
    wanted = list(step.inputs.values())[2]
    return any(name != use.name and binding == wanted for name, binding in use.step.inputs.items())


def _flat(binding: Binding) -> Binding:
    if not isinstance(binding, Text):
        return binding
    parts: list[Binding] = []
    for part in binding.parts:
        flat = _flat(part)
        parts += flat.parts if isinstance(flat, Text) else (flat,)
    return Text(tuple(parts))
