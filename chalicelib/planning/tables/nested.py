"""Records that hold others: what stands inside counts as a field of the outer one, called by the way to it.

    {"id": 7, "owner": {"name": "Ann"}}   ─>   id, owner.name
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any  # Any: values are JSON

from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.words import name_stems
from chalicelib.planning.records.reach import Row
from chalicelib.planning.records.resources import is_key
from chalicelib.planning.revise.paths import joined, quoted

DEEPEST, MOST = 3, 40
"""More fields than that are no record to speak of, but a document."""


def flat(values: Mapping[str, Any], before: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """The values of a record, those inside of others with the way to them."""
    for name, value in values.items():
        if isinstance(value, Mapping) and len(before) < DEEPEST and not any("." in inner for inner in (name, *value)):
            yield from flat(value, (*before, name))
        else:
            yield (*before, name), value


def level(row: Row) -> Row:
    """The record with what stands inside of its values as values of its own."""
    if not any(isinstance(value, Mapping) for value in row.values.values()):
        return row
    found = {".".join(way): value for way, value in flat(row.values)}
    return Row(found, row.step, row.path) if len(found) <= MOST else row


def path_of(row: Row, name: str) -> str:
    """Where the field stands in what was read.  `row`: as it was read."""
    if name in row.values:
        return row.at(name)
    return joined(row.path, ".".join(map(quoted, name.split("."))))


def inner(names: Collection[str], param: Param) -> list[str]:
    """The one field inside of others that is called as the input; of several that in what is called as around it."""
    found = [name for name in sorted(names) if _called_so(names, name, param)]
    around = name_stems(param.path[-2]) if len(param.path) > 1 else ()
    return found if len(found) == 1 else [name for name in found if name_stems(name.split(".")[-2]) == around][:1]


def _called_so(names: Collection[str], name: str, param: Param) -> bool:
    """Whether it is such a field in a part of the record; what has a key of its own is another record."""
    outer, _, leaf = name.rpartition(".")
    if not outer or (leaf != param.name and name_stems(leaf) != param.stems):
        return False
    return not any(one.rpartition(".")[0] == outer and is_key(one.rpartition(".")[2]) for one in names)
