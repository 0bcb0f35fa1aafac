"""Inputs that fit an action's schema, made from the schema: does a request come of every action?

It proves that a record can be used: its schema is one that a validator reads, and each input has its place.
"""

from collections.abc import Mapping
from typing import Any  # Any: schemas and inputs are JSON

from chalicelib.domain.tool import Action
from chalicelib.tools.request import BadInput, build
from chalicelib.tools.validate import fitted, wrong_input

DEEPEST = 8
_FORMATS = {
    "date": "2030-01-31", "date-time": "2030-01-31T12:00:00Z", "email": "a@example.com", "uri": "https://example.com",
    "uuid": "123e4567-e89b-42d3-a456-426614174000", "byte": "YQ==", "binary": "YQ==", "ipv4": "192.0.2.1",
}


def trouble(action: Action) -> str:
    """Why no request can be made of an action; empty where one can, from the required inputs and from all."""
    properties = action.input_schema.get("properties", {})
    for names in (action.input_schema.get("required", ()), properties):
        given = {name: sample(properties[name]) for name in names}
        inputs = fitted(given, action.input_schema)
        wrong = wrong_input(inputs, action.input_schema)
        if wrong and not _hard_to_guess(wrong.detail):
            return wrong.detail
        try:
            build(action.call, inputs, action.call["base_url"], "key")
        except BadInput as error:
            return str(error)
    return ""


def _hard_to_guess(detail: str) -> bool:
    """A pattern, or one of several shapes: a person writes such a value, a generator does not."""
    return "does not match" in detail or "is not valid under any" in detail


def sample(schema: Mapping[str, Any], depth: int = DEEPEST) -> Any:
    for word in ("const", "default"):
        if word in schema and schema[word] is not None:
            return schema[word]
    if schema.get("enum"):
        return next((one for one in schema["enum"] if one is not None), None)
    if schema.get("anyOf"):
        return sample(schema["anyOf"][0], depth)
    return _of_type(_type(schema), schema, depth)


def _type(schema: Mapping[str, Any]) -> str:
    kind = schema.get("type", "object" if "properties" in schema else "string")
    return str(next((one for one in kind if one != "null"), "string") if isinstance(kind, list) else kind)


def _of_type(kind: str, schema: Mapping[str, Any], depth: int) -> Any:
    match kind:
        case "object":
            properties = schema.get("properties", {})
            names = dict.fromkeys((*(properties if depth > 0 else ()), *schema.get("required", ())))
            made = {name: sample(properties.get(name, {}), depth - 1) for name in names}
            return made or ({"a": sample(_further(schema), depth - 1)} if schema.get("minProperties") else {})
        case "array":
            return [sample(schema.get("items", {}), depth - 1)] * max(1, schema.get("minItems", 1))
        case "integer" | "number":
            least = schema.get("minimum", schema.get("exclusiveMinimum", 0) + ("exclusiveMinimum" in schema))
            return min(max(1, least), schema.get("maximum", max(1, least)))
        case "boolean":
            return True
    if "contentEncoding" in schema:
        return "YQ=="
    text: str = _FORMATS.get(str(schema.get("format")), "a")
    return text.ljust(schema.get("minLength", 1), "a")[: schema.get("maxLength", 10_000)]


def _further(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    extra = schema.get("additionalProperties")
    return extra if isinstance(extra, Mapping) else {}
