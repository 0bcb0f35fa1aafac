"""The inputs of a call, from the values that its deed was told."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any  # Any: values are JSON

from chalicelib.domain.binding import Binding, Literal
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.records import places
from chalicelib.planning.tables.deeds import Deed, makes
from chalicelib.planning.tables.texts import NAME
from chalicelib.planning.tables.values import fields

Path = tuple[str, ...]
_KIND = (("type",), ("kind",))
Told = Mapping[Path, tuple[Any, Binding]]


def of_kind(param: Param, others: Sequence[Param]) -> bool:
    """Whether it only says of which kind the record is whose key stands beside it, which nobody says in words."""
    beside = {one.path for one in others if one.name == "id"}
    return param.stems in _KIND and not param.enum and len(param.path) > 1 and (*param.path[:-1], "id") in beside


def fixed(param: Param) -> tuple[Any, ...]:
    """The one value that it may take, which nobody says in words: the `type` of what is made."""
    told = (param.schema["const"],) if "const" in param.schema else param.enum
    return told if len(told) == 1 else ()


def shown(deed: Deed, param: Param) -> bool:
    """Whether the record that the deed is done to shows it; nothing new is called as what it is made for."""
    return fields(deed.holder, param) and not (makes(deed.entry) and {*param.stems} <= NAME)


def inputs_of(deed: Deed, told: Told) -> dict[str, Binding]:
    inputs: dict[str, Binding] = {}
    single = {param.path for param in (deed.target, *(one for one, _ in deed.beside), *deed.rest)}
    for path, (value, binding) in told.items():
        if path not in single:  # an object as a whole, of which something may be told anew
            anew = any(path == other[:1] != other for other in told)
            inputs[path[0]] = Literal(deepcopy(value)) if anew else binding
    for param in (deed.target, *(one for one, _ in deed.beside), *deed.rest):
        if param.path in told:
            places.put(inputs, param, *told[param.path])
    return inputs
