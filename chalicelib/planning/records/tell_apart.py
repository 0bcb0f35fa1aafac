"""Which fields tell the records that were meant from those that were not.

A field can be the meaning of a word where it holds few values, and none of them on both sides.  Several may do so in
one run; a field that holds a value on both sides in another run is not the meaning, and that counts against it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal  # Any: content is JSON

from chalicelib.planning.composer.words import name_stems
from chalicelib.planning.impersonal import impersonal, named
from chalicelib.planning.records import shapes
from chalicelib.planning.records.reach import Row

MOST_VALUES, LONGEST = 12, 40
Vote = tuple[Mapping[str, Any], Literal[1, -1]]


def categorical(rows: Sequence[Row], name: str) -> bool:
    held = {str(value) for value in shapes.column(rows, name)}
    return (
        (shapes.shape(rows, name) == "truth" or nobodys(name, held))
        and shapes.shape(rows, name) in ("text", "truth")
        and name_stems(name)[-1:] != ("id",)
        and 0 < len(held) <= MOST_VALUES
        and (len(held) < len(rows) or (len(rows) < 4 and all(len(shapes.words(value)) == 1 for value in held)))
        and all(len(value) < LONGEST for value in held)
    )


def nobodys(name: str, values: Iterable[str]) -> bool:
    """Whether the values of the field say nothing of anybody: one that does, and the field is none to remember."""
    return all(value in ("True", "False") or impersonal(value, named(name)) for value in values)


def votes(rows: Sequence[Row], taken: Sequence[Row], left: Sequence[Row]) -> Iterator[Vote]:
    """The fields that tell the two apart, on which side each value stood, and the fields that do not."""
    names = [name for name in shapes.names(rows) if categorical(rows, name)]
    for name in names if taken and left else ():
        apart = _separates(name, taken, left)
        yield {"field": name}, 1 if apart else -1
        for fits, side in ((True, taken), (False, left)) if apart else ():
            for value in dict.fromkeys(str(row.values.get(name)) for row in side):
                yield {"field": name, "value": value, "fits": fits}, 1


def _separates(name: str, taken: Sequence[Row], left: Sequence[Row]) -> bool:
    held, others = ({str(row.values.get(name)) for row in side} for side in (taken, left))
    return bool(held and others) and not held & others
