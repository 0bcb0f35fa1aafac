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


KITS = Field("kits", {"kits": [{**row, "labels": row["labels"].split("+")} for row in rows_of(
    "kit_id title labels shelf",
    "k1|Tent|outdoor+family|low", "k2|Stove|outdoor|low", "k3|Bunk|family|high",
)]}, (
    Tool("listKits", "All kits", {}, lambda rows: rows["kits"],
         outputs=array(kit_id=text(), title=text(), labels={"type": "array", "items": text()}, shelf=text())),
    Tool("lendKit", "Lend a kit", {"kit_id": text()},
         lambda rows, kit_id: find(rows["kits"], "kit_id", kit_id).update(shelf="lent"), ("kit_id",)),
), ())  # fmt: skip


@pytest.mark.parametrize(("said", "kits"), [
    ("Lend every outdoor family kit", ["k1"]),  # it bears both labels
    ("The Outdoor week begins: lend every outdoor kit", ["k1", "k2"]),  # one value, told twice
])  # fmt: skip
def test_a_record_may_bear_several_values_of_a_list_and_one_told_twice_is_one(said: str, kits: list[str]) -> None:
    verdict = judge(KITS, Job(said, [("lendKit", {"kit_id": one}) for one in kits]))

    assert verdict.right, (verdict.calls, verdict.said)
