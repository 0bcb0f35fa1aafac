"""Inputs are checked before a call, and what was promised after it.

A value that only has the wrong notation (`"5"` for 5) is put right; anything else is refused with the
field's name, before a service sees it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any  # Any: schemas and inputs are JSON

from chalicelib.domain.outcome import Done, Failed, Outcome

DEEPEST = 6
MOST_ITEMS = 20


def fitted(inputs: Mapping[str, Any], schema: Mapping[str, Any]) -> dict[str, Any]:
    """The inputs in the notation that the schema asks for.  None is left out unless it is a value there."""
    properties, required = schema.get("properties", {}), schema.get("required", ())
    return {
        name: _fitted(value, properties.get(name, {})) for name, value in inputs.items()
        if value is not None or _takes_null(properties.get(name, {}), name in required)
    }


def wrong_input(inputs: Mapping[str, Any], schema: Mapping[str, Any]) -> Failed | None:
    """Why these inputs cannot be sent, if so."""
    for name in schema.get("required", ()):
        if name not in inputs:
            return Failed("invalid_input", f"input {name!r} is missing", signal="missing_input")
    if not inputs:
        return None
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import best_match

    error = best_match(Draft202012Validator(schema).iter_errors(dict(inputs)))
    if error is None:
        return None
    where = ".".join(str(part) for part in error.absolute_path)
    named = f"input {where!r}: " if where else ""
    message = error.message if len(error.message) <= 300 else f"{error.message[:140]} … {error.message[-140:]}"
    return Failed("invalid_input", f"{named}{message}", signal="schema")


def sendable(inputs: Mapping[str, Any], schema: Mapping[str, Any]) -> dict[str, Any] | Failed:
    """The inputs as they go out, or why they do not."""
    made = fitted(inputs, schema)
    return wrong_input(made, schema) or made


def with_promises_checked(outcome: Outcome, schema: Mapping[str, Any] | None) -> Outcome:
    """A promised field that is missing is said, not judged: whether it matters is the planner's to see."""
    if not isinstance(outcome, Done):
        return outcome
    shape = wrong_shape(outcome.output, schema)
    if shape:
        return replace(outcome, note=f"The answer has another shape than promised: {shape}")
    missing = missing_promises(outcome.output, schema)
    if not missing:
        return outcome
    return replace(outcome, note=f"The answer lacks promised fields: {', '.join(missing[:8])}")


def missing_promises(output: Any, schema: Mapping[str, Any] | None) -> tuple[str, ...]:
    """Fields that the output schema requires and the output lacks, by path."""
    return tuple(dict.fromkeys(_missing(output, schema, "", DEEPEST))) if schema else ()


def wrong_shape(output: Any, schema: Mapping[str, Any] | None) -> str:
    """What came instead of the promised object or list; empty where the shape is right, or nothing came."""
    promised = set(_types(schema or {})) & {"object", "array"}
    shape = "object" if isinstance(output, Mapping) else "array" if isinstance(output, list) else "text"
    if output is None or not promised or len(promised) != len(_types(schema or {})) or shape in promised:
        return ""
    return f"{shape} instead of {' or '.join(sorted(promised))}"


def _missing(value: Any, schema: Mapping[str, Any], at: str, depth: int) -> Iterator[str]:
    if depth == 0 or not isinstance(schema, Mapping):
        return
    if isinstance(value, Mapping):
        yield from (f"{at}{name}" for name in schema.get("required", ()) if name not in value)
        for name, entry in schema.get("properties", {}).items():
            if name in value:
                yield from _missing(value[name], entry, f"{at}{name}.", depth - 1)
    elif isinstance(value, list) and "items" in schema:
        for entry in value[:MOST_ITEMS]:
            yield from _missing(entry, schema["items"], f"{at.rstrip('.')}[].", depth - 1)


def _takes_null(schema: Mapping[str, Any], required: bool) -> bool:
    types = _types(schema)
    return "null" in types or (required and not types and "anyOf" not in schema and "enum" not in schema)


def _types(schema: Mapping[str, Any]) -> tuple[str, ...]:
    kind = schema.get("type", ())
    return (kind,) if isinstance(kind, str) else tuple(kind)


def _fitted(value: Any, schema: Mapping[str, Any]) -> Any:
    types = _types(schema)
    match value:
        case bool():
            return str(value).lower() if types == ("string",) else value
        case str() if "string" not in types:
            return _read(value, types, schema)
        case int() | float() if types and not {"integer", "number"} & set(types) and "string" in types:
            return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
        case float() if "integer" in types and "number" not in types and value.is_integer():
            return int(value)
        case int() | float() if "array" in types and not {"integer", "number"} & set(types):
            return [_fitted(value, schema.get("items", {}))]
    return value


def _read(text: str, types: tuple[str, ...], schema: Mapping[str, Any]) -> Any:
    """A text where the schema wants something else."""
    plain = text.strip()
    if "boolean" in types and plain.lower() in ("true", "false"):
        return plain.lower() == "true"
    if {"integer", "number"} & set(types):
        try:
            number = float(plain)
        except ValueError:
            return text
        if number.is_integer() and ("integer" in types or "." not in plain):
            return int(number)
        return number if "number" in types else text
    if "array" in types:
        return [_fitted(text, schema.get("items", {}))]
    return text
