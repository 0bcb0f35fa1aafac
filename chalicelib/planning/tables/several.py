"""Records that several parents show: everybody who shares a folder is there under each folder.

    members(folder 1) ─> Ann, Bo      members(folder 2) ─> Ann      ─>   Ann of 1 and 2, Bo of 1

Each is one record, which its own key tells, unless something is done to it as a part of one of its parents.
"""

from collections.abc import Sequence
from dataclasses import replace

from chalicelib.planning.composer.words import name_stems
from chalicelib.planning.records.reach import Reach, Row
from chalicelib.planning.tables.sources import Source


def told_apart(reach: Reach, one: Source) -> bool:
    """Whether an action takes such a record together with its parent: `remove_member` of a team."""
    assert one.needs is not None
    writes = (action for action in reach.actions.values() if action.effect != "read")
    inputs = [{*action.properties} for action in writes]
    own = (told - {one.needs.name} for told in inputs if one.needs.name in told)
    return any({*name_stems(name)} & one.words for told in own for name in told)


def once(rows: Sequence[Row], parent: str) -> list[Row]:
    """Each record once, with the keys of all its parents; as they are, where each has one parent."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(str({name: value for name, value in row.values.items() if name != parent}), []).append(row)
    if all(len(same) == 1 for same in found.values()) or any(parent not in row.values for row in rows):
        return [*rows]
    whose = ([one.values[parent] for one in same] for same in found.values())
    return [
        replace(same[0], values={**same[0].values, parent: keys})
        for same, keys in zip(found.values(), whose, strict=True)
    ]
