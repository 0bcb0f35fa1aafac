"""The values of a call at the places of its inputs, in the types that these have."""

from collections.abc import Mapping
from typing import Any  # Any: values are JSON

from chalicelib.domain.binding import Binding, Literal, Several
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.tables.deeds import Deed

Path = tuple[str, ...]
Told = Mapping[Path, tuple[Any, Binding]]


def inputs_of(deed: Deed, told: Told) -> dict[str, Binding]:
    """The inputs at their places: inside an object, all of which is known, they are values."""
    inputs: dict[str, Binding] = {}
    for param in (deed.target, *deed.rest):
        if param.path not in told:
            continue
        value, binding = told[param.path]
        if len(param.path) == 1:
            inputs[param.name] = _fitted(value, binding, param)
            continue
        held = inputs.get(param.path[0])
        whole: dict[str, Any] = dict(held.value) if isinstance(held, Literal) else {}
        inner = whole
        for step in param.path[1:-1]:
            inner = inner.setdefault(step, {})
        fitted = _fitted(value, Literal(value), param)
        inner[param.path[-1]] = fitted.value if isinstance(fitted, Literal) else value
        inputs[param.path[0]] = Literal(whole)
    return inputs


def _fitted(value: Any, binding: Binding, param: Param) -> Binding:
    if param.type == "string" and isinstance(value, int | float) and not isinstance(value, bool):
        return Literal(str(value))
    if param.type == "integer" and isinstance(value, str) and value.isdigit():
        return Literal(int(value))
    if param.type == "array" and not isinstance(binding, Several):
        return Several((binding,))
    return binding
