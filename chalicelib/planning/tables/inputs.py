"""The inputs of a call, from the values that its deed was told."""

from collections.abc import Mapping
from typing import Any  # Any: values are JSON

from chalicelib.domain.binding import Binding
from chalicelib.planning.records import places
from chalicelib.planning.tables.deeds import Deed

Path = tuple[str, ...]
Told = Mapping[Path, tuple[Any, Binding]]


def inputs_of(deed: Deed, told: Told) -> dict[str, Binding]:
    inputs: dict[str, Binding] = {}
    for param in (deed.target, *(one for one, _ in deed.beside), *deed.rest):
        if param.path in told:
            places.put(inputs, param, *told[param.path])
    return inputs
