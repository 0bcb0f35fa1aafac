"""Several values in one text with commas, which an action replaces as a whole: the labels of a loom."""

import pytest

from tests.fields.driver import judge
from tests.fields.service import Call, Field, Job, Row, Rows, Tool, find, number, rows_of, text

ROWS: Rows = {"looms": rows_of("id name labels", "4|Hazel|narrow, lent", "7|Rowan|", "9|Alder|lent; old", "12|Larch|repaired")}


def update(rows: Rows, loom: Row) -> object:
    find(rows["looms"], "id", loom["id"]).update(loom)
    return {"loom": loom}


FIELDS = {"id": number(), "name": text(), "labels": text("Comma-separated.")}
LOOMS = Field("looms", ROWS, (
    Tool("looms_index", "Retrieves all looms.", {}, lambda rows: {"looms": rows["looms"]}),
    Tool("looms_update", "Updates a loom.", {"loom": {"type": "object", "properties": FIELDS, "required": ["id"]}},
         update, ("loom",)),
), ())  # fmt: skip


def marked(loom: int, labels: str) -> list[Call]:
    return [("looms_update", {"loom": {"id": loom, "labels": labels}})]


@pytest.mark.parametrize(("said", "end"), [
    ("Label the loom Hazel as repaired", marked(4, "narrow, lent, repaired")),
    ("Label the loom Rowan as repaired", marked(7, "repaired")),
    ("Add the label 'repaired' to Alder", marked(9, "lent; old; repaired")),
    ("Set the labels of Hazel to 'repaired'", marked(4, "repaired")),
])  # fmt: skip
def test_a_value_more_leaves_the_others_as_they_are(said: str, end: list[Call]) -> None:
    verdict = judge(LOOMS, Job(said, end))

    assert verdict.right, (verdict.calls, verdict.said)
