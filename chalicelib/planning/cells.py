"""Cells that hold more than their value, planned with as if they held it alone, and bound where it really stands.

    "Status": {"id": 7, "value": "Open", "color": "red"}     "Open"     in .value
    "Guests": [{"id": 3, "value": "Ann"}]                    [3]        in [].id, as a link is told by keys
    "Colours": [{"id": 1, "value": "Red"}]                   ["Red"]    in [].value
"""

from collections.abc import Collection, Mapping
from copy import deepcopy
from dataclasses import replace
from typing import Any  # Any: what a read gives is JSON

from chalicelib.domain.binding import Binding, Output, Several, Text
from chalicelib.domain.plan import Step
from chalicelib.planning.input_views import Scattered
from chalicelib.planning.revise.paths import behind_field, entries_in

_VALUE = "value"
_BESIDE = frozenset(("id", _VALUE, "color", "order"))
Ways = Mapping[str, str]
"""By the names of columns what leads from the cell to its value."""


def plain(output: Any, links: Collection[str], words: Collection[str]) -> tuple[Any, Ways]:
    """The answer with plain cells, and where their values really stand; `links`: columns that refer to records."""
    seen, ways = deepcopy(output), dict[str, str]()
    for _, entry, _ in entries_in(seen, words):
        for held in (one for one in (entry, *entry.values()) if isinstance(one, dict)):
            for name, cell in held.items():
                if (found := _value(cell, name in links)) is not None:
                    held[name], ways[name] = found
    return seen, ways


def _value(cell: Any, linked: bool) -> tuple[Any, str] | None:
    if _holds(cell):
        return (cell["id"], ".id") if linked else (cell[_VALUE], f".{_VALUE}")
    if isinstance(cell, list) and cell and all(map(_holds, cell)):
        name = "id" if linked else _VALUE
        return [one[name] for one in cell], f"[].{name}"
    return None


def _holds(cell: Any) -> bool:
    return isinstance(cell, Mapping) and {"id", _VALUE} <= {*cell} <= _BESIDE


def bound(step: Step, ways: Mapping[str, Ways]) -> Step:
    """The step with what it takes from cells bound where that really stands; `ways` by the steps that read them."""
    inputs = {name: _bound(one, ways) for name, one in step.inputs.items()}
    return replace(step, inputs=inputs, body=bound(step.body, ways) if step.body else None)


def _bound(binding: Binding, ways: Mapping[str, Ways]) -> Binding:
    match binding:
        case Output(step, path) if step in ways:
            for name, way in ways[step].items():
                path = _behind(path, name, way)
            return Output(step, path)
        case Text(parts) | Several(parts):
            return replace(binding, parts=tuple(_bound(part, ways) for part in parts))
    return binding


def _behind(path: str, name: str, way: str) -> str:
    """Raises `Scattered` where one of several values is taken: no path says that of them all."""
    found = behind_field(path, name, way)
    if way.startswith("[") and f"{way}[" in found:
        raise Scattered(name)
    return found
