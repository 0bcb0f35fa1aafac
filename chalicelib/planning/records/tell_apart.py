"""Which fields tell the records that were meant from those that were not.

A field can be the meaning of a word where it holds few values, and none of them on both sides.  The fewer values it
holds, the likelier; a name that happens to differ between two records is no category.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any  # Any: content is JSON

from chalicelib.planning.composer.words import name_stems
from chalicelib.planning.records import shapes
from chalicelib.planning.records.reach import Row

MOST_VALUES, LONGEST = 12, 40
NEAR = 0.1


def categorical(rows: Sequence[Row], name: str) -> bool:
    held = {str(value) for value in shapes.column(rows, name)}
    return (
        shapes.shape(rows, name) in ("text", "truth")
        and name_stems(name)[-1:] != ("id",)
        and 0 < len(held) <= MOST_VALUES
        and (len(held) < len(rows) or all(len(shapes.words(value)) == 1 for value in held))
        and all(len(value) < LONGEST for value in held)
    )


def contents(rows: Sequence[Row], taken: Sequence[Row], left: Sequence[Row]) -> Iterator[Mapping[str, Any]]:
    """The fields that tell the two apart, and on which side each value stood."""
    names = [name for name in shapes.names(rows) if categorical(rows, name)]
    apart = {name: _variety(rows, name) for name in names if _separates(name, taken, left)}
    best = min(apart.values(), default=0.0)
    likely = [name for name, variety in apart.items() if variety <= best + NEAR]
    if left:
        yield from ({"field": name} for name in likely)
    for name in likely if left else names:
        for fits, side in ((True, taken), (False, left)):
            for value in dict.fromkeys(str(row.values.get(name)) for row in side):
                yield {"field": name, "value": value, "fits": fits}


def _separates(name: str, taken: Sequence[Row], left: Sequence[Row]) -> bool:
    held, others = ({str(row.values.get(name)) for row in side} for side in (taken, left))
    return bool(held and others) and not held & others


def _variety(rows: Sequence[Row], name: str) -> float:
    return len({str(value) for value in shapes.column(rows, name)}) / max(len(rows), 1)
