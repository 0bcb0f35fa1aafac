"""The exam: prompts on catalogues that the composer was not written for.  Floors are what it really reaches.

The development fields were looked at while it was written; of the held-out fields only the totals were.  (The
prompts of two of the three had been read once before; those of fleet had not.)
"""

from collections import Counter

import pytest

from tests.catalogues import exam
from tests.planning.composer.stand_ins import draft, exam_catalogue, told

FLOORS = {
    "stock": 10,
    "bookings": 10,
    "tickets": 14,
    "metrics": 11,
    "library": 8,
    "clinic": 10,
    "fleet": 5,
}
KINDS = {
    "single": 19,
    "lookup": 9,
    "danger": 3,
    "branches": 5,
    "ask": 7,
    "no_plan": 6,
    "several": 6,
    "runtime": 13,
}


@pytest.fixture(scope="module")
def results() -> list[tuple[exam.Case, list[str]]]:
    found = []
    for case in exam.load_cases():
        plan = draft(case.prompt, exam_catalogue(case.field), **case.context)
        found.append((case, exam.judge(case, told(plan, case.context))))
    return found


def test_each_field_is_planned_at_least_as_well_as_before(results):
    right = Counter(case.field for case, faults in results if not faults)
    print("\n" + table(results))

    assert {name: right[name] for name in FLOORS if right[name] < FLOORS[name]} == {}


def test_each_kind_of_prompt_is_planned_at_least_as_well_as_before(results):
    right = Counter(case.kind for case, faults in results if not faults)

    assert {kind: right[kind] for kind in KINDS if right[kind] < KINDS[kind]} == {}


def test_no_development_prompt_leads_to_an_action_that_must_never_be_taken(results):
    assert [
        (case.id, fault)
        for case, faults in results
        if not case.heldout
        for fault in faults
        if fault.startswith("forbidden")
    ] == []


def table(results: list[tuple[exam.Case, list[str]]]) -> str:
    rows = []
    for name in (*exam.FIELDS, *exam.KINDS):
        mine = [faults for case, faults in results if name in (case.field, case.kind)]
        steps = sum(all(fault.startswith("wrong input") for fault in faults) for faults in mine)
        rows.append(
            f"{name:10} {sum(not faults for faults in mine):3} right, {steps:3} with right steps, of {len(mine)}"
        )
    return "\n".join(rows)
