"""Several values that stand beside one another are one list, and a day of the week is nobody's name."""

import pytest

from tests.fields.checks import array, changing
from tests.fields.driver import judge
from tests.fields.service import Field, Job, Tool, find, rows_of, text

DAYS = ["mon", "tue", "wed", "thu", "fri"]
ROWS = {"walks": [{**row, "days": row["days"].split("+")} for row in rows_of(
    "walk_id title days", "W1|Mill round|fri", "W2|Harbour round|mon+wed", "W3|Ridge|tue",
)]}  # fmt: skip
LIST = {"type": "array", "items": {"type": "string", "enum": DAYS}}
WALKS = Field("walks", ROWS, (
    Tool("listWalks", "All walks", {}, lambda rows: rows["walks"],
         outputs=array(walk_id=text(), title=text(), days=LIST)),
    Tool("updateWalk", "Change a walk", {"walk_id": text(), "title": text(), "days": LIST},
         lambda rows, walk_id, **told: changing(find(rows["walks"], "walk_id", walk_id), told, title=str, days=list),
         ("walk_id",)),
), ())  # fmt: skip


@pytest.mark.parametrize(("said", "days"), [
    ("Move the Mill round to Tuesdays and Thursdays", ["tue", "thu"]),
    ("Move the Mill round to Mondays, Wednesdays and Thursdays", ["mon", "wed", "thu"]),
    ("Move the Mill round to Thursdays", ["thu"]),
])
def test_values_joined_by_and_are_one_list(said: str, days: list[str]) -> None:
    verdict = judge(WALKS, Job(said, [("updateWalk", {"walk_id": "W1", "days": days})]))

    assert verdict.right, (verdict.calls, verdict.said)
