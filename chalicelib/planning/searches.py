"""Searches by conditions: seen as lists that take a value for each field, and need not be told any.

    filters: [{field, op, value}]                 what must hold, in a list, or deeper: groups: [{filters: […]}]
    where: {status: {eq, ne}, title: {contains}}  by field and operator
    query: {}                                     any object, which must be there

What is planned is written as the search takes it.  Where there must be a condition and none is told, it is one that
every record fulfils: which of them are meant is decided by who reads them.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any  # Any: schemas and values are JSON

from chalicelib.domain.binding import Binding, Literal, Mention, Output, Several
from chalicelib.domain.tool import Action
from chalicelib.planning.composer.schema import options, param, type_of
from chalicelib.planning.composer.words import name_parts
from chalicelib.planning.cursors import handle
from chalicelib.planning.revise.paths import quoted

Path = tuple[str, ...]
Keys = tuple[str, str, str]
Fields = Mapping[str, Mapping[str, Any]]
_EACH = "[]"
_FIELD = frozenset(("field", "property", "column", "attribute", "path", "key"))
_OPERATOR = frozenset(("op", "operator", "operation", "comparison", "comparator", "condition", "match", "relation"))
_VALUE = frozenset(("value", "values", "val", "operand"))
_OPEN = frozenset(("filter", "filters", "where", "query", "criteria", "conditions", "selector"))
_ORDER = frozenset(("sort", "sorts", "sorting", "order", "ordering"))
_EQUAL = frozenset(("eq", "equals", "equal", "equal to", "is", "exact", "=", "=="))
_PART = frozenset(("contains", "icontains", "includes", "substring"))
_OTHER = frozenset(("ne", "neq", "not eq", "not equals", "not equal", "not equal to", "is not", "!=", "<>"))
_THERE = frozenset(("exists", "has property", "has value", "is set", "is known", "not null", "is not null"))
_MORE = frozenset(("gt", "gte", "lt", "lte", "in", "nin", "not in", "not", "between", "starts with", "ends with"))
_KNOWN = _EQUAL | _PART | _OTHER | _THERE | _MORE
DEEPEST, MOST_FIELDS = 3, 24


@dataclass(frozen=True, slots=True)
class Search:
    """How an action takes conditions.

    `way` leads to them.  `keys`: what in each says the field, the operator and the value; none where they stand by
    field and operator.  `operators`: by field the one that it is searched with.  `every`: told where nothing is.
    """

    way: Path
    fields: Fields
    operators: Mapping[str, str]
    keys: Keys | None = None
    every: Any = None
    order: tuple[str, ...] = ()
    """Inputs that only say by which field the answer is sorted."""

    @property
    def top(self) -> str:
        return self.way[0]


def search(action: Action) -> Search | None:
    """How the action is told what must hold of the records that it finds; None where it is told plainly."""
    if action.effect != "read":
        return None
    properties = action.properties
    shown = dict(_shown(action.output_schema or {}))
    for name, schema in properties.items():
        needed = name in action.required
        found = _listed(name, schema, shown, needed=needed) or _by_field(name, schema, shown, needed=needed)
        found = found or _open(name, schema, needed=needed)
        if found is not None:
            order = tuple(one for one in properties if name_parts(one)[:1] and {*name_parts(one)[:1]} <= _ORDER
                          and type_of(properties[one]) in ("object", "array"))
            own = handle(shown)
            plain = {key: told for key, told in found.fields.items() if key not in (own, *properties) and _chosen(told)}
            return replace(found, fields=plain, order=order)
    return None


def _chosen(schema: Mapping[str, Any]) -> bool:
    """Whether records are looked for by a value of the field: hardly by an amount, of which people say bounds."""
    return type_of(schema) not in ("integer", "number")


def _listed(name: str, schema: Mapping[str, Any], shown: Fields, *, needed: bool) -> Search | None:
    """Conditions that each say field, operator and value."""
    found = next(_conditions(schema, (name,)), None)
    if found is None:
        return None
    way, (of, by, to), one = found
    offered = _said(_told(by, one[by]))
    equal, part = (_first(offered, words) for words in (_EQUAL, _PART))
    fields = {told: shown.get(told, {"type": "string"}) for told in _told(of, one[of]) or shown}
    fields = dict([*fields.items()][:MOST_FIELDS])
    operators = {told: (part if _text(told, inner) else "") or equal for told, inner in fields.items()}
    every = _fulfilled(way, (of, by, to), offered, fields, part) if needed or schema.get("minItems") else None
    if every is None and needed:
        return None
    return Search(way, fields, {told: used for told, used in operators.items() if used}, (of, by, to), every)


def _fulfilled(way: Path, keys: Keys, offered: Mapping[str, str], fields: Fields, part: str) -> Any:
    """A condition that holds of every record: it has a key, and that is not nothing."""
    key = handle(fields) or next(iter(fields), "")
    there, other = (_first(offered, words) for words in (_THERE, _OTHER))
    none: Any = -1 if type_of(fields.get(key, {})) in ("integer", "number") else ""
    chosen = (there, True) if there else (other, none) if other else (part, "")
    return _nested(way, [dict(zip(keys, (key, *chosen), strict=True))]) if key and chosen[0] else None


def _by_field(name: str, schema: Any, shown: Fields, *, needed: bool) -> Search | None:
    """An object that has for each field an object of operators."""
    operators: dict[str, str] = {}
    inner = (schema.get("properties") or {}) if isinstance(schema, Mapping) else {}
    for told, one in inner.items():
        known = _said((one.get("properties") or {}) if isinstance(one, Mapping) else {})
        if not known or not {*known} <= _KNOWN:
            return None
        part = _first(known, _PART) if _text(told, shown.get(told, {"type": "string"})) else ""
        operators[told] = part or _first(known, _EQUAL)
    fields = {told: shown.get(told, {"type": "string"}) for told in operators}
    kept = {told: used for told, used in operators.items() if used}
    return Search((name,), fields, kept, every={} if needed else None) if kept else None


def _open(name: str, schema: Any, *, needed: bool) -> Search | None:
    plain = isinstance(schema, Mapping) and type_of(schema) == "object" and not schema.get("properties")
    bare = plain and not schema.get("minProperties") and {*name_parts(name)[-1:]} <= _OPEN
    return Search((name,), {}, {}, every={}) if needed and bare else None


def _conditions(schema: Any, way: Path) -> Iterator[tuple[Path, Keys, Mapping[str, Any]]]:
    """The objects that say field, operator and value, with the way to them."""
    if not isinstance(schema, Mapping) or len(way) > 2 * DEEPEST:
        return
    if type_of(schema) == "array":
        yield from _conditions(schema.get("items"), (*way, _EACH))
        return
    properties = schema.get("properties") or {}
    keys = [[name for name in properties if {*name_parts(name)} & words] for words in (_FIELD, _OPERATOR, _VALUE)]
    if all(keys):
        yield way, (keys[0][0], keys[1][0], keys[2][0]), properties
        return
    for name, inner in properties.items():
        yield from _conditions(inner, (*way, name))


def _told(name: str, schema: Mapping[str, Any]) -> list[str]:
    return [str(one) for one in options(param(name, (), False, schema))]


def _said(offered: Iterable[str]) -> dict[str, str]:
    """The operators in words: `notEqual`, `NOT_EQUAL` and `$not_equal` say the same."""
    return {" ".join(name_parts(one)) or one: one for one in offered}


def _first(offered: Mapping[str, str], words: frozenset[str]) -> str:
    return next((told for said, told in offered.items() if said in words), "")


def _text(name: str, schema: Mapping[str, Any]) -> bool:
    """Whether a part of it can be searched for: no key, no date and none of a few values."""
    plain = type_of(schema) == "string" and not schema.get("enum") and not schema.get("format")
    return plain and not param(name, (), False, schema).is_id


def _shown(schema: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The fields of the records that come back."""
    for one in (schema, *(schema.get("properties") or {}).values()):
        items = one.get("items") if isinstance(one, Mapping) and type_of(one) == "array" else None
        for name, inner in ((items or {}).get("properties") or {}).items():
            if isinstance(inner, Mapping) and type_of(inner) not in ("object", "array"):
                yield name, inner


def seen(one: Search, action: Action) -> Action:
    """The action as the planner sees it."""
    schema = action.input_schema
    gone = {one.top, *one.order}
    properties = {name: inner for name, inner in schema["properties"].items() if name not in gone}
    properties |= {name: inner for name, inner in one.fields.items() if name in one.operators}
    needed = [name for name in schema.get("required") or () if name not in gone]
    return replace(action, input_schema={**schema, "properties": properties, "required": needed})


def flat(one: Search, inputs: Mapping[str, Binding]) -> Mapping[str, Binding] | None:
    """The inputs by field; None where the conditions are not those that are written here."""
    left = {name: value for name, value in inputs.items() if name != one.top}
    held = inputs.get(one.top, Literal(one.every))
    if not isinstance(held, Literal):
        return None
    if held.value == one.every:
        return left
    told = {name: value for name, value in _values(one, held.value) if name in one.operators}
    again = written(one, {name: Literal(value) for name, value in told.items()})
    return {**left, **{name: Literal(value) for name, value in told.items()}} if again.get(one.top) == held else None


def _values(one: Search, held: Any) -> Iterator[tuple[str, Any]]:
    """Each field with its value."""
    if isinstance(held, list):
        for told in held:
            yield from _values(one, told)
    elif isinstance(held, Mapping) and one.keys is None:
        yield from (
            (name, told[one.operators[name]]) for name, told in held.items()
            if isinstance(told, Mapping) and one.operators.get(name) in told
        )
    elif isinstance(held, Mapping) and one.keys and one.keys[0] in held:
        yield str(held[one.keys[0]]), held.get(one.keys[2])
    elif isinstance(held, Mapping):
        yield from _values(one, [*held.values()])


def written(one: Search, inputs: Mapping[str, Binding]) -> Mapping[str, Binding]:
    """The inputs as the search takes them."""
    told = {name: value for name, value in inputs.items() if name in one.fields and name in one.operators}
    left = {name: value for name, value in inputs.items() if name not in told}
    if not told:
        return left if one.every is None or one.top in left else {**left, one.top: Literal(one.every)}
    if one.keys is None:
        whole = {name: {one.operators[name]: value} for name, value in told.items()}
    else:
        whole = _nested(one.way, [
            dict(zip(one.keys, (name, one.operators[name], value), strict=True)) for name, value in told.items()
        ])
    return {**left, one.top: bound(whole)}


def _nested(way: Path, conditions: Sequence[Any]) -> Any:
    """The conditions in the lists and objects that lead to them."""
    found: Any = list(conditions) if way[-1] == _EACH else conditions[0]
    for part in reversed(way[1:-1] if way[-1] == _EACH else way[1:]):
        found = [found] if part == _EACH else {part: found}
    return found


def bound(whole: Any) -> Binding:
    """Objects and lists that hold bindings as one binding."""
    steps = {*_outputs(whole)}
    if not steps:
        return Literal(_plain(whole))
    if isinstance(whole, list):
        return Several(tuple(map(bound, whole)))
    return Output(next(iter(steps)), _expression(whole))


def _outputs(whole: Any) -> Iterator[str]:
    if isinstance(whole, Output):
        yield whole.step
    for one in whole.values() if isinstance(whole, Mapping) else whole if isinstance(whole, list) else ():
        yield from _outputs(one)


def _plain(whole: Any) -> Any:
    if isinstance(whole, Literal | Mention):
        return whole.value
    if isinstance(whole, Mapping):
        return {name: _plain(one) for name, one in whole.items()}
    return [_plain(one) for one in whole] if isinstance(whole, list) else whole


def _expression(whole: Any) -> str:
    """What gives the same of an output, as a JMESPath."""
    if isinstance(whole, Output):
        return whole.path
    if isinstance(whole, Mapping):
        return "{" + ", ".join(f"{quoted(name)}: {_expression(one)}" for name, one in whole.items()) + "}"
    if isinstance(whole, list):
        return "[" + ", ".join(map(_expression, whole)) + "]"
    return "`" + json.dumps(_plain(whole)).replace("`", "\\`") + "`"
