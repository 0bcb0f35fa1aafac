"""How long records last, where two fields tell when they begin and end: "stays of more than five days".

Whether the last day counts is a matter of taste, so a record that this decides about is asked about.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from chalicelib.planning.composer.words import bag, name_stems
from chalicelib.planning.records import shapes
from chalicelib.planning.records.reach import Row, Unsure

LENGTH = "length in days"
LASTING = bag("run last take go stay")
_MEASURES = bag("day night length durat hour minut week month")
Rows = TypeVar("Rows", bound=Row)


def measured(rows: Sequence[Rows], ends: tuple[str, ...]) -> tuple[Rows, ...]:
    """The records with their length, where no number of theirs tells it.  `ends`: the fields of both moments."""
    numbers = [name for name in shapes.names(rows) if shapes.shape(rows, name) == "number"]
    if len(ends) != 2 or any({*name_stems(name)} & _MEASURES for name in numbers):
        return tuple(rows)
    return tuple(_with_length(row, *ends) for row in rows)


def _with_length(row: Rows, begins: str, ends: str) -> Rows:
    first, last = shapes.moment(row.values.get(begins)), shapes.moment(row.values.get(ends))
    if first is None or last is None:
        return row
    return replace(row, values={**row.values, LENGTH: (last - first).total_seconds() / 86400})


def compares(row: Row, wanted: float, compare: int) -> bool:
    """Whether the record lasts longer (1) or shorter (-1) than so many days."""
    if LENGTH not in row.values:
        return False
    held = float(row.values[LENGTH])
    answers = {(one - wanted) * compare > 0 for one in ((held, held + 1) if held.is_integer() else (held,))}
    if len(answers) > 1:
        raise Unsure("it is not clear whether the last day counts")
    return answers.pop()
