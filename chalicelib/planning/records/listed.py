"""Lists that have to be there before anything else is planned."""

from collections.abc import Mapping, Sequence
from typing import Any  # Any: inputs are JSON

from chalicelib.domain.edit import Insert
from chalicelib.domain.plan import Step
from chalicelib.planning.gathering import GATHER
from chalicelib.planning.planner import Brief, Run
from chalicelib.planning.records.carry import looking, reached
from chalicelib.planning.records.reach import Row

Calls = Sequence[tuple[str, Mapping[str, Any]]]


def listed(brief: Brief, run: Run, calls: Calls) -> list[list[Row]] | None:
    """The records of each call; None where some were not read yet."""
    reach, _ = reached(brief, run)
    found = [reach.rows(ref, inputs) for ref, inputs in calls]
    known = [rows for rows in found if rows is not None]
    return known if len(known) == len(found) else None


def reading(brief: Brief, run: Run, step: Step, calls: Calls) -> Insert:
    """The steps behind the one that gathers which make those calls, and gather once more."""
    reach, reads = reached(brief, run)
    for ref, inputs in calls:
        reach.rows(ref, inputs)
    number = int(step.id.removeprefix(GATHER).strip(".")) + 1
    before = tuple(one.id for one in reads)
    return Insert(tuple(looking(brief, reach, before, number)), "The tables have to be looked at")
