"""The built-in tool: small, deterministic work on values, without a network.

Planners find these actions by their words and schemas, like any other tool's, so those are written with care.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any  # Any: schemas and inputs are JSON

from chalicelib.domain.binding import as_text
from chalicelib.domain.outcome import Done, Failed, Outcome
from chalicelib.domain.tool import UTILITY, Action
from chalicelib.engine.ports import Call
from chalicelib.tools import lists
from chalicelib.tools.currency import convert_currency
from chalicelib.tools.dates import UNITS, date_arithmetic
from chalicelib.tools.shape import shape_result
from chalicelib.tools.summary import in_whole_units, summarized
from chalicelib.tools.validate import fitted, wrong_input

Json = Mapping[str, Any]
Do = Callable[[Json], Outcome]

_TEXT = {"type": "string"}
_CODE = {"type": "string", "minLength": 1, "maxLength": 4}
_NUMBER = {"type": "number"}
_LIST = {"type": "array"}


@dataclass(frozen=True, slots=True)
class _Spec:
    name: str
    group: str
    description: str
    properties: Json
    required: tuple[str, ...]
    output: Json
    do: Do
    open: bool = False
    """Inputs of other names are taken as well."""


def _said(schema: Json, description: str, **more: Any) -> dict[str, Any]:
    return {**schema, "description": description, **more}


def _object(properties: Json) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


_CHOSEN = _object({
    "items": _said(_LIST, "The items."),
    "count": _said({"type": "integer"}, "How many there are."),
    "first": {"description": "The first of them, or null."},
})
_ITEMS = _said(_LIST, "The list to work on.")
_ORDER = _said(_TEXT, "Name of the field (or path) to order by.")
_DESCENDING = _said({"type": "boolean"}, "Largest, latest or last in the alphabet first.", default=False)
_GROUP = _object({"group": _TEXT, "value": {}, "count": _NUMBER})
_TEST = {
    "type": "object", "required": ["field"], "additionalProperties": False,
    "properties": {"field": _TEXT, "is": {"enum": list(lists.COMPARISONS)}, "value": {}, "not": {"type": "boolean"}},
}


def _summarize(inputs: Json) -> Outcome:
    data = in_whole_units(inputs["data"], inputs.get("minor_units") or ())
    return Done({"text": summarized(data, inputs.get("extra"), inputs.get("title") or "")})


def _format_text(inputs: Json) -> Outcome:
    """`{field}` and `{path.to.field}` are replaced by values; `{{` and `}}` stand for braces."""
    import re

    values, missing = inputs.get("values") or {}, []

    def filled(found: re.Match[str]) -> str:
        if found[0] in ("{{", "}}"):
            return found[0][0]
        try:
            value = lists.at(values, found[1].strip())
        except ValueError:
            value = None
        if value is None:
            missing.append(found[1])
        return as_text(value)

    text = re.sub(r"\{\{|\}\}|\{([^{}]+)\}", filled, inputs["template"])
    if missing:
        return Failed("invalid_input", f"values has nothing for {', '.join(map(repr, missing))}", "values")
    return Done({"text": text})


_SPECS = (
    _Spec(
        "convert_currency", "money",
        "Convert an amount of money from one currency into another at the exchange rate of a date "
        "(the latest by default).",
        {
            "amount": _said(_NUMBER, "Amount of money to convert."),
            "from_currency": _said(_CODE, "Currency of the amount, as a three-letter code."),
            "to_currency": _said(_CODE, "Currency to convert into, as a three-letter code."),
            "date": _said(_TEXT, "Day whose exchange rate is used, such as 2026-01-31."),
            "rates": {
                "type": "object", "description": "A table of rates in place of the built-in ones.",
                "properties": {"base": _TEXT, "date": _TEXT, "rates": {"type": "object"}},
                "required": ["base", "date", "rates"],
            },
        },
        ("amount", "from_currency", "to_currency"),
        _object({
            "amount": _said(_NUMBER, "The converted amount."), "currency": _said(_TEXT, "Its currency."),
            "original_amount": _NUMBER, "original_currency": _TEXT, "rate": _NUMBER, "rate_date": _TEXT,
            "text": _said(_TEXT, "The conversion in words."),
        }),
        convert_currency,
    ),
    _Spec(
        "summarize", "text",
        "Summarize a record or a list in a short readable text: write a summary of data for people.",
        {
            "data": {"description": "The record, list or text to summarize."},
            "extra": {"description": "Further facts to mention, such as a converted amount."},
            "title": _said(_TEXT, "What the data is about; put first."),
            "minor_units": _said(
                {"type": "array", "items": _TEXT}, "Names of fields whose amounts are in cents or the like."
            ),
        },
        ("data",), _object({"text": _said(_TEXT, "The summary.")}), _summarize,
    ),
    _Spec(
        "format_text", "text",
        "Fill a text template with values: {field} is replaced by the value of that name.",
        {
            "template": _said(_TEXT, "The text, with {field} where a value goes."),
            "values": _said({"type": "object"}, "The values by name."),
        },
        ("template",), _object({"text": _said(_TEXT, "The text with the values in it.")}), _format_text,
    ),
    _Spec(
        "select_items", "lists",
        "Select the items of a list that meet conditions: filter, choose, find the first, latest, largest or "
        "smallest.",
        {
            "items": _ITEMS,
            "where": {
                "description": "Conditions that must all hold: {field: value}, or a list of {field, is, value}.",
                "anyOf": [{"type": "array", "items": _TEST}, {"type": "object"}],
            },
            "order_by": _ORDER, "descending": _DESCENDING,
            "limit": _said({"type": "integer"}, "Keep at most so many.", minimum=1),
        },
        ("items",), _CHOSEN, lists.select_items,
    ),
    _Spec(
        "sort_items", "lists", "Sort a list by a field, ascending or descending.",
        {"items": _ITEMS, "order_by": _ORDER, "descending": _DESCENDING},
        ("items", "order_by"), _CHOSEN, lists.sort_items,
    ),
    _Spec(
        "aggregate", "lists",
        "Calculate the sum (total), average, minimum, maximum, count or distinct values of a field over a list, "
        "as a whole or per group.",
        {
            "items": _ITEMS, "field": _said(_TEXT, "Name of the field (or path) to calculate with."),
            "operation": {"enum": list(lists.OPERATIONS), "type": "string", "description": "What to calculate."},
            "group_by": _said(_TEXT, "Name of the field to group by."),
        },
        ("items", "operation"),
        _object({
            "value": {"description": "The result over all items."}, "count": {"type": "integer"},
            "groups": _said(_LIST, "The result per group.", items=_GROUP),
        }),
        lists.aggregate,
    ),
    _Spec(
        "for_each", "lists", "Go through a list: do something for each of its items.",
        {"items": _said(_LIST, "The list to go through.")}, ("items",), _LIST, lists.for_each,
    ),
    _Spec(
        "concat_items", "lists", "Join several lists or pages of results into one list.",
        {"pages": _said(_LIST, "Lists, or objects that each hold one.")}, ("pages",), _CHOSEN, lists.concat_items,
    ),
    _Spec(
        "pick_fields", "lists", "Keep only some fields of a record, or of each record in a list.",
        {
            "data": {"description": "The record or list."},
            "fields": _said(_LIST, "Names of the fields (or paths).", items=_TEXT),
        },
        ("data", "fields"), _object({"data": {"description": "The record or list with only those fields."}}),
        lists.pick_fields,
    ),
    _Spec(
        "shape_result", "", "Gives a task's result its promised shape.",
        {"schema": _said({"type": "object"}, "JSON Schema of the promised result.")},
        ("schema",), {}, shape_result, open=True,
    ),
    _Spec(
        "date_arithmetic", "dates",
        "Calculate with dates: add or subtract days, weeks, months or years, find the weekday, or count the days "
        "until another date.",
        {
            "date": _said({"type": ["string", "number"]}, "The date or time to start from, such as 2026-01-31."),
            **{unit: _said({"type": "integer"}, f"How many {unit} to add; negative to go back.") for unit in UNITS},
            "until": _said({"type": ["string", "number"]}, "Another date: how far is it from the result?"),
        },
        ("date",),
        _object({
            "date": _said(_TEXT, "The resulting date or time."), "day": _said(_TEXT, "Its day."),
            "weekday": _said(_TEXT, "Its day of the week."), "text": _TEXT,
            "days_until": {"type": "integer"}, "hours_until": _NUMBER,
        }),
        date_arithmetic,
    ),
)


def utility_actions() -> tuple[Action, ...]:
    """The actions of the built-in tool; every sub-agent may use them."""
    return tuple(
        Action(
            tool=UTILITY, name=spec.name, description=spec.description, effect="read", via="utility",
            group=spec.group,
            input_schema={
                "type": "object", "properties": spec.properties, "required": list(spec.required),
                "additionalProperties": spec.open,
            },
            output_schema=spec.output,
        )
        for spec in _SPECS
    )


class Utility:
    """Carries them out.  `rates`: gives exchange rates in place of the bundled ones."""

    def __init__(self, rates: Callable[[], Json | Failed] | None = None) -> None:
        self._do: dict[str, Do] = {spec.name: spec.do for spec in _SPECS}
        if rates is not None:
            self._do["convert_currency"] = lambda inputs: _converted(inputs, rates())

    def call(self, call: Call) -> Outcome:
        do = self._do.get(call.action.name)
        if do is None:
            return Failed("not_found", f"there is no utility {call.action.name!r}", "no_action")
        inputs = fitted(call.inputs, call.action.input_schema)
        return wrong_input(inputs, call.action.input_schema) or do(inputs)

    def preview(self, call: Call) -> Json:
        return {"tool": UTILITY, "action": call.action.name, "inputs": dict(call.inputs)}


def _converted(inputs: Json, table: Json | Failed) -> Outcome:
    return table if isinstance(table, Failed) else convert_currency(inputs, table)
