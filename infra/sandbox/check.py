"""Is a value what a document's schema asks for? Only the words that our two documents use.

The product has a real JSON Schema validator; the sandbox must not lean on the product's libraries,
because it plays the part of a stranger.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from infra.sandbox.wire import Json, Refused

TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "object": (dict,),
    "array": (list,),
}
LIMITS: dict[str, tuple[Callable[[float, float], bool], str]] = {
    "minimum": (lambda value, limit: value >= limit, "be at least"),
    "maximum": (lambda value, limit: value <= limit, "be at most"),
}
SIZES: dict[str, tuple[Callable[[int, int], bool], str]] = {
    "minLength": (lambda size, limit: size >= limit, "have a length of at least"),
    "maxLength": (lambda size, limit: size <= limit, "have a length of at most"),
    "minItems": (lambda size, limit: size >= limit, "have at least this many items:"),
    "maxItems": (lambda size, limit: size <= limit, "have at most this many items:"),
    "minProperties": (lambda size, limit: size >= limit, "have at least this many fields:"),
}


def checked(schema: Json, value: object, where: str) -> object:
    """The value, with defaults filled in; refused if the schema does not allow it."""
    _check_type(schema, value, where)
    _check_value(schema, value, where)
    if isinstance(value, dict):
        return _checked_fields(schema, value, where)
    if isinstance(value, list):
        return [checked(schema.get("items", {}), item, f"{where}[{n}]") for n, item in enumerate(value)]
    return value


def read_text(schema: Json, text: str, where: str) -> object:
    """What a query parameter, which always arrives as text, stands for."""
    value: object = text
    match schema.get("type"):
        case "integer" if re.fullmatch(r"-?\d{1,9}", text):
            value = int(text)
        case "boolean" if text in ("true", "false"):
            value = text == "true"
    return checked(schema, value, where)


def _check_type(schema: Json, value: object, where: str) -> None:
    wanted = schema.get("type")
    if wanted is None:
        return
    fits = isinstance(value, TYPES[wanted]) and (wanted == "boolean" or not isinstance(value, bool))
    if not fits:
        raise _wrong(where, f"must be of type {wanted}")


def _check_value(schema: Json, value: object, where: str) -> None:
    if "enum" in schema and value not in schema["enum"]:
        raise _wrong(where, f"must be one of {', '.join(schema['enum'])}")
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        raise _wrong(where, f"must match {schema['pattern']}")
    for word, (fits, says) in LIMITS.items():
        if word in schema and isinstance(value, int | float) and not fits(value, schema[word]):
            raise _wrong(where, f"must {says} {schema[word]}")
    for word, (suits, says) in SIZES.items():
        if word in schema and isinstance(value, str | list | dict) and not suits(len(value), schema[word]):
            raise _wrong(where, f"must {says} {schema[word]}")


def _checked_fields(schema: Json, value: Json, where: str) -> Json:
    properties: Json = schema.get("properties", {})
    for name in schema.get("required", ()):
        if name not in value:
            raise _wrong(f"{where}.{name}", "is required")
    for name in value:
        if name not in properties and schema.get("additionalProperties") is False:
            raise _wrong(f"{where}.{name}", "is not known here")
    defaults = {name: part["default"] for name, part in properties.items() if "default" in part}
    return {**defaults, **{k: checked(properties.get(k, {}), v, f"{where}.{k}") for k, v in value.items()}}


def _wrong(where: str, what: str) -> Refused:
    return Refused("invalid_request", f"{where} {what}", param=where)
