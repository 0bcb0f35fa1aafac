"""Whether records have something at all: "if it has no samples", "that have samples"."""

from typing import Any

import pytest

from tests.fields.checks import array
from tests.fields.driver import judge
from tests.fields.service import Field, Job, Rows, Tool, find, rows_of, text

LAB: Rows = {"studies": rows_of("study_id title state", "t1|Tea|open", "t2|Moss|open", "t3|Clay|open")}
for one, samples in zip(LAB["studies"], ([], ["s1", "s2"], ["s3"]), strict=True):
    one["samples"] = samples


def close(rows: Rows, study_id: str) -> object:
    find(rows["studies"], "study_id", study_id)["state"] = "closed"
    return {}


FIELD = Field("lab", LAB, (
    Tool("list_studies", "Lists all studies.", {}, lambda rows: rows["studies"], (), array(
        study_id=text(), title=text(), state=text(enum=["open", "closed"]), samples={"type": "array", "items": text()},
    )),
    Tool("close_study", "Closes a study.", {"study_id": text()}, close, ("study_id",)),
), ())  # fmt: skip


def closing(*studies: int) -> list[Any]:
    return [("close_study", {"study_id": f"t{one}"}) for one in studies]


@pytest.mark.parametrize(("prompt", "end"), [
    ("If the study Tea has no samples, close it.", closing(1)),
    ("If the study Moss has no samples, close it.", []),
    ("If the study Moss has samples, close it.", closing(2)),
    ("If the study Tea has any samples, close it.", []),
    ("Close all studies that have samples.", closing(2, 3)),
    ("Close all studies that have no samples.", closing(1)),
])  # fmt: skip
def test_what_records_have_at_all_decides(prompt: str, end: Any) -> None:
    verdict = judge(FIELD, Job(prompt, end))
    assert verdict.right, verdict
