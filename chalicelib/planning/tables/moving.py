"""What a record leaves when it is moved, where what it is in is added to a list and taken from it.

    move the plan to Archive      files.update(addParents: Archive, removeParents: where it is)
"""

from dataclasses import replace
from typing import Any  # Any: values are JSON

from chalicelib.domain.binding import Binding
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.words import senses, stem, stem_bag
from chalicelib.planning.records import shapes
from chalicelib.planning.records.reach import Unsure
from chalicelib.planning.revise.paths import joined
from chalicelib.planning.tables.clause import ADDING, Candidate, Clause
from chalicelib.planning.tables.deeds import Deed
from chalicelib.planning.tables.inputs import Path, Told
from chalicelib.planning.tables.table import Wide
from chalicelib.planning.tables.world import columns

_TAKES, _STAYS = (stem("remove"),), ADDING | stem_bag("copy share tag label link also")


def fits(param: Param, one: Candidate, clause: Clause) -> bool:
    """Whether the value stands where an input takes it that adds to a list or takes from it: "to X", "from X"."""
    from_ = bool(one.tokens) and clause.lead(one.tokens) in ("from", "off", "of")
    takes = clause.verb is not None and "delete" in senses(clause.verb.stem)
    if not param.is_id or len(param.stems) < 2:
        return True
    return (from_ or takes) if param.stems[:1] == _TAKES else not from_ if {*param.stems[:1]} & ADDING else True


def left(deed: Deed, clause: Clause, told: Told, row: Wide) -> dict[Path, tuple[Any, Binding]]:
    """The values for the inputs that take from a list, where another input adds to the same; nothing for what stays."""
    if clause.verb is None or clause.verb.stem in _STAYS:
        return {}
    added = {param.stems[1:]: param for param in deed.rest if param.path in told and {*param.stems[:1]} & ADDING}
    found: dict[Path, tuple[Any, Binding]] = {}
    for param in deed.rest:
        name = next(iter(columns(deed.holder, param)), "")
        if param.stems[:1] == _TAKES and param.stems[1:] in added and param.path not in told and name:
            value = _first(row, name)
            found |= {param.path: value} if value[0] != told[added[param.stems[1:]].path][0] else {}
    return found


def _first(row: Wide, name: str) -> tuple[Any, Binding]:
    """The one thing that the record is in."""
    held, place = shapes.items(row.values.get(name)), row.binding(name)
    if len(held) != 1:
        raise Unsure(f"it is not clear which of its {name} it is to leave")
    listed = isinstance(row.values[name], list)
    return held[0], replace(place, path=joined(place.path, "[0]")) if listed else place
