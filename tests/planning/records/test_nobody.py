"""Fields that nobody stands in, told by what nobody has done: "that nobody is assigned to", "claimed by no one"."""

from typing import Any

import pytest

from tests.fields.checks import array
from tests.fields.driver import judge
from tests.fields.service import Field, Job, Rows, Tool, find, rows_of, text

SHIFTS: Rows = {"shifts": rows_of(
    "shift_id day team assignee",
    "s1|Monday|north|Ann", "s2|Tuesday|north|", "s3|Friday|south|",
)}
SHIFTS["shifts"][0]["booked_by"] = None
SHIFTS["shifts"][1]["booked_by"] = "Lee"
SHIFTS["shifts"][2]["booked_by"] = None
for one in SHIFTS["shifts"]:
    one["assignee"] = one["assignee"] or None


def cancel(rows: Rows, shift_id: str) -> object:
    find(rows["shifts"], "shift_id", shift_id)["team"] = "none"
    return {}


FIELD = Field("rota", SHIFTS, (
    Tool("list_shifts", "Lists all shifts.", {}, lambda rows: rows["shifts"], (), array(
        shift_id=text(), day=text(), team=text(), assignee=text(), booked_by=text(),
    )),
    Tool("cancel_shift", "Cancels a shift.", {"shift_id": text()}, cancel, ("shift_id",)),
), ())  # fmt: skip


def cancelled(*shifts: int) -> list[Any]:
    return [("cancel_shift", {"shift_id": f"s{one}"}) for one in shifts]


@pytest.mark.parametrize(("prompt", "end"), [
    ("Cancel all shifts that nobody is assigned to.", cancelled(2, 3)),
    ("Cancel the shifts that no one is assigned to.", cancelled(2, 3)),
    ("Cancel all shifts that are assigned to nobody.", cancelled(2, 3)),
    ("Cancel all shifts that nobody has booked.", cancelled(1, 3)),
    ("If nobody is assigned to the Monday shift, cancel it.", []),
    ("If nobody is assigned to the Friday shift, cancel it.", cancelled(3)),
])  # fmt: skip
def test_who_is_nobody_is_an_empty_field(prompt: str, end: Any) -> None:
    verdict = judge(FIELD, Job(prompt, end))
    assert verdict.right, verdict
