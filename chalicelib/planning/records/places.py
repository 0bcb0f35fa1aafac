"""The values of a call at the places of its inputs, in the types that these have."""

import re
from collections.abc import Iterator, Mapping
from typing import Any  # Any: values are JSON

from chalicelib.domain.binding import Binding, Literal, Output, Several
from chalicelib.domain.tool import Action
from chalicelib.domain.types import in_type
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.words import name_parts, stem
from chalicelib.planning.records import shapes

_IN_ONE_TEXT = re.compile(
    r"\b(?:comma|semicolon)s?[- ](?:separated|delimited)\b|"
    r"\b(?:separated|delimited) (?:by|with) (?:an? )?(?:[;,]|comma|semicolon)",
    re.IGNORECASE,
)


def in_one_text(param: Param) -> bool:
    """Whether the input takes several values in one text: "Comma-separated"."""
    return _IN_ONE_TEXT.search(param.describes) is not None


def of_several(param: Param) -> bool:
    """Whether a text is called after several things: tags, labels."""
    last = name_parts(param.name)[-1:] if param.type == "string" else ()
    return bool(last) and last[0].endswith("s") and not last[0].endswith("ss") and stem(last[0]) != last[0]


def put(inputs: dict[str, Binding], param: Param, value: Any, binding: Binding) -> None:
    """The input at its place: inside an object, all of which is known, it is a value."""
    told = fitted(param, value, binding)
    if len(param.path) == 1:
        inputs[param.name] = told
        return
    held = inputs.get(param.path[0])
    whole: dict[str, Any] = dict(held.value) if isinstance(held, Literal) else {}
    inner = whole
    for part in param.path[1:-1]:
        inner = inner.setdefault(part, {})
    inner[param.path[-1]] = in_type(param.schema, told.value if isinstance(told, Literal) else value)
    inputs[param.path[0]] = Literal(whole)


def whole(action: Action, inputs: Mapping[str, Binding]) -> dict[str, Binding]:
    """The inputs, with an empty object for one that must be there though nothing in it need be."""
    told = {*needed(action)}
    empty = [name for name in required(action) if name not in inputs and name not in told]
    return {**inputs, **{name: Literal({}) for name in empty}}


def needed(action: Action) -> Iterator[str]:
    """The inputs that must be told: not objects in which everything may be left out."""
    properties = action.properties
    for name in required(action):
        schema = properties.get(name) or {}
        if not schema.get("properties") or schema.get("required") or "default" in schema:
            yield name


def required(action: Action) -> list[str]:
    return [str(name) for name in action.required]


def fitted(param: Param, value: Any, binding: Binding) -> Binding:
    """Texts where a text is taken, numbers where a number is, and a list of one where it is a list.

    What a step gave stays a reference to it: it is written in the type that is taken when the call is made.
    """
    if isinstance(binding, Output) and not param.many:
        return binding
    if param.type == "string" and isinstance(value, int | float) and not isinstance(value, bool):
        return Literal(str(value))
    if param.type in ("integer", "number") and isinstance(value, str) and (number := shapes.number(value)) is not None:
        return Literal(int(number) if number.is_integer() else number)
    if param.many and not isinstance(value, list):
        return Several((binding,))
    return binding
