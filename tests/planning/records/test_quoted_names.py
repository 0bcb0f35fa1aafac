"""Of several quoted names each must be accounted for: what is removed from something is not what is done away with."""

from typing import Any

import pytest

from tests.fields.checks import array
from tests.fields.driver import judge
from tests.fields.service import ASK, Field, Job, Rows, Tool, find, rows_of, text

MUSEUM: Rows = {
    "labels": rows_of("label_id name", "l1|fragile", "l2|dusty", "l3|on loan"),
    "exhibits": rows_of("exhibit_id title", "e1|Old clock", "e2|Bronze horse"),
}


def delete(rows: Rows, label_id: str) -> object:
    rows["labels"].remove(find(rows["labels"], "label_id", label_id))
    return {}


FIELD = Field("museum", MUSEUM, (
    Tool("list_labels", "Lists all labels.", {}, lambda rows: rows["labels"], (), array(label_id=text(), name=text())),
    Tool("list_exhibits", "Lists all exhibits.", {}, lambda rows: rows["exhibits"], (),
         array(exhibit_id=text(), title=text())),
    Tool("delete_label", "Deletes a label.", {"label_id": text()}, delete, ("label_id",)),
), ())  # fmt: skip


@pytest.mark.parametrize(("prompt", "end"), [
    ("Delete the label “dusty”.", [("delete_label", {"label_id": "l2"})]),
    ("Delete the label dusty from the exhibit “Old clock”.", ASK),
    ("Delete the label “dusty” from “Old clock”.", ASK),
])  # fmt: skip
def test_a_quoted_name_beside_the_one_that_is_meant_is_not_passed_over(prompt: str, end: Any) -> None:
    verdict = judge(FIELD, Job(prompt, end))
    assert verdict.right, verdict
