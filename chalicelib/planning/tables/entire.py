"""What an action that takes a record whole is told beside the change: all else that the record holds.

    replaceRule(id, title, limits, labels)     with a new title alone the limits and labels would be lost
"""

from collections.abc import Iterator
from typing import Any  # Any: values are JSON

from chalicelib.domain.binding import Binding
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.words import stem_bag, text_stems
from chalicelib.planning.once import once_each
from chalicelib.planning.records.calls import tells_which
from chalicelib.planning.tables.combinations import Chosen
from chalicelib.planning.tables.deeds import Deed, makes
from chalicelib.planning.tables.table import Table, Wide
from chalicelib.planning.tables.values import fields
from chalicelib.planning.tables.world import columns

_PART = stem_bag("patch edit rename")
"""Verbs of actions that change what they are told, and leave the rest."""
_WHOLE = stem_bag("replaces overwrites")
"""How what takes a record whole is described, though nothing of it need be told."""


def replaces(deed: Deed, chosen: Chosen) -> bool:
    """Whether it needs what nobody says and the record holds: then that is how the record is to be."""
    roots = {path[0] for path in chosen}
    listed = (one for one in deed.rest if one.path[0] in deed.entry.action.required and kept(deed, one))
    needed = (*(one for one in deed.rest if one.required), *listed)
    asked = [one for one in needed if one.path not in chosen and one.path[0] not in roots]
    held = (one for one in asked if "default" not in one.schema and (fields(deed.holder, one) or kept(deed, one)))
    whole = bool({*text_stems(deed.entry.action.description.partition(" ")[0])} & _WHOLE)
    whole = whole or any(not tells_which(one) for one in held)
    return whole and deed.entry.verb not in _PART and not makes(deed.entry)


def kept(deed: Deed, param: Param) -> bool:
    """Whether it stands in an object, or a list of them, that the record holds as a whole."""
    inside = len(param.path) > 1 and not makes(deed.entry)
    return inside and param.path[0] in _objects(deed.holder)


@once_each
def _objects(table: Table) -> frozenset[str]:
    """The fields in which the records hold an object, or a list of them."""
    return frozenset(name for row in table.rows for name in row.compound)


def rest(deed: Deed, row: Wide) -> Iterator[tuple[tuple[str, ...], tuple[Any, Binding]]]:
    """What the record holds of the other inputs; of one inside of an object the whole object."""
    for param in deed.rest:
        root = param.path[:1]
        if len(param.path) > 1 and root[0] in row.compound:
            yield root, row.compound[root[0]]
        elif (name := next(iter(columns(deed.holder, param)), "")) in row.places and row.values[name] is not None:
            yield param.path, (row.values[name], row.binding(name))
        elif param.name in row.compound:
            yield param.path, row.compound[param.name]
