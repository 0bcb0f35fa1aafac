"""Records that hold others: what stands inside counts as a field of the outer one, called by the way to it.

    {"id": 7, "owner": {"name": "Ann"}}   ─>   id, owner.name
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any  # Any: values are JSON

from chalicelib.planning.records.reach import Row
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
    return replace(row, values=found) if len(found) <= MOST else row


def path_of(row: Row, name: str) -> str:
    """Where the field stands in what was read.  `row`: as it was read."""
    if name in row.values:
        return row.at(name)
    return joined(row.path, ".".join(map(quoted, name.split("."))))
