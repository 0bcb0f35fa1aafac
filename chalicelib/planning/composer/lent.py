"""Values that a read of a kind lists, for the input of the same name of what changes that kind and lists none.

    GET /issues?state=open|closed|all      PATCH /issues/{index} {"state": "string"}
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any  # Any: schemas are JSON

from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.words import bag

_SORTS = bag("state status stage phase")
_Listed = Mapping[tuple[str, str, str], tuple[Any, ...]]


def lent(entries: Mapping[str, Entry]) -> dict[str, Entry]:
    """The entries with what is listed elsewhere."""
    listed = {
        (one.action.tool, one.resource, param.name): param.enum
        for one in entries.values() if one.action.effect == "read"
        for param in one.params if param.enum and {*param.stems} & _SORTS
    }
    return {ref: _with(one, listed) for ref, one in entries.items()}


def _with(one: Entry, listed: _Listed) -> Entry:
    if one.action.effect == "read" or not any(_bare(param) for param in one.params):
        return one
    found = tuple(_told(param, listed.get((one.action.tool, one.resource, param.name))) for param in one.params)
    return replace(one, params=found)


def _told(param: Param, values: tuple[Any, ...] | None) -> Param:
    return replace(param, schema={**param.schema, "enum": [*values]}) if values and _bare(param) else param


def _bare(param: Param) -> bool:
    return bool({*param.stems} & _SORTS) and param.type == "string" and not param.enum and not param.format
