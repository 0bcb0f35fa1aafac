"""A paper mill, made up, with more lists than are read for one request; tags in lists, runs of a batch."""

from copy import deepcopy
from typing import Any

import pytest

from tests.fields.driver import Verdict, judge
from tests.fields.service import ASK, Field, Job, Rows, Tool, find, rows_of, text

TAGS = {"type": "array", "items": {"type": "string"}}
ROWS: Rows = {
    "machines": [
        {"id": "m1", "name": "press-1", "hall": "north", "state": "RUNNING", "tags": ["wet"]},
        {"id": "m2", "name": "Marlin", "hall": "south", "state": "RUNNING", "tags": []},
        {"id": "m3", "name": "dryer", "hall": "south", "state": "PAUSED", "tags": ["hot", "loud"]},
    ],
    "batches": rows_of(
        "id name machineId state", "b1|Old marlin stock|m1|OPEN", "b2|Fine white|m2|OPEN", "b3|Brown wrap|m3|FAILED",
        "b4|Grey board|m3|OPEN", "b5|Tea paper|m1|FAILED",
    ),
    "batchRuns": rows_of("id batchId state", "r1|b1|DONE", "r2|b2|OPEN"),
    "workers": rows_of("id name", "w1|Ann Berg", "w2|Bo Lind"),
    "shifts": rows_of("id workerId day", "s1|w1|2026-03-12", "s2|w2|2026-03-13"),
    "orders": rows_of("id customerId paper", "o1|c1|Fine white", "o2|c2|Grey board"),
    "customers": rows_of("id name", "c1|Harbour Press", "c2|Lund Cards"),
    "suppliers": rows_of("id name", "u1|North Pulp", "u2|Marlin Chemicals"),
    "alarms": rows_of("id machineId text", "a1|m2|too hot", "a2|m3|belt"),
    "limits": rows_of("id tag most", "l1|wet|4", "l2|hot|2"),
}  # fmt: skip


def lists() -> tuple[Tool, ...]:
    def one(name: str) -> Tool:
        return Tool(f"{name}_list", f"List the {name}.", {}, lambda rows: {"items": rows[name]})
    return tuple(map(one, ROWS))


def taken(rows: Rows, table: str, key: str, value: str) -> None:
    rows[table].remove(find(rows[table], key, value))


MILL = Field("mill", ROWS, (
    *lists(),
    Tool("machines_update", "Update a machine.", {"id": text(), "name": text(), "hall": text(), "tags": TAGS},
         lambda rows, id, **told: find(rows["machines"], "id", id).update(told), ("id",)),
    Tool("machines_pause", "Pause a machine.", {"id": text()},
         lambda rows, id: find(rows["machines"], "id", id).update(state="PAUSED"), ("id",)),
    Tool("machines_delete", "Delete a machine.", {"id": text()}, lambda rows, id: taken(rows, "machines", "id", id), ("id",)),
    Tool("batches_close", "Close a batch.", {"id": text()},
         lambda rows, id: find(rows["batches"], "id", id).update(state="CLOSED"), ("id",)),
    Tool("batches_delete", "Delete a batch.", {"id": text()}, lambda rows, id: taken(rows, "batches", "id", id), ("id",)),
    Tool("batch_runs_create", "Create a run of a batch.", {"batchId": text(), "note": text(), "state": text(enum=["OPEN", "RUNNING"])},
         lambda rows, **told: rows["batchRuns"].append({"id": "new", **told}), ("batchId",)),
    Tool("limits_delete_by_tag", "Delete the limit of a tag.", {"tag": text()},
         lambda rows, tag: taken(rows, "limits", "tag", tag), ("tag",)),
), ())  # fmt: skip


def ended(prompt: str, end: Any) -> Verdict:
    return judge(MILL, Job(prompt, deepcopy(end)))


def read(verdict: Verdict) -> set[str]:
    return {name.removesuffix("_list") for name, _ in verdict.calls if name.endswith("_list")}


def closed(*keys: int) -> Any:
    return [("batches_close", {"id": f"b{key}"}) for key in keys]


@pytest.mark.parametrize(("prompt", "end", "lists"), [
    ("Pause the machine press-1", [("machines_pause", {"id": "m1"})], {"machines"}),
    ("Close the batch Fine white", closed(2), {"batches"}),
    ("Delete all batches of the machine dryer that have failed", [("batches_delete", {"id": "b3"})], {"machines", "batches"}),
])  # fmt: skip
def test_of_many_lists_those_are_read_that_the_request_speaks_of(prompt: str, end: Any, lists: set[str]) -> None:
    told = ended(prompt, end)
    assert told.right
    assert read(told) == lists


def test_what_those_refer_to_is_read_where_a_name_is_only_a_part_of_what_they_hold() -> None:
    told = ended("Close the Marlin batch", closed(2))  # none of "Old marlin stock"
    assert told.right
    assert "machines" in read(told)


def test_what_is_not_there_is_asked_about_without_reading_everything() -> None:
    told = ended("Pause the machine press-9", ASK)
    assert told.right
    assert read(told) <= {"machines", "limits", "alarms"}


@pytest.mark.parametrize(("prompt", "tags"), [
    ("Add the tag 'critical' to the machine press-1", ["wet", "critical"]),
    ("Tag the machine dryer as 'spare'", ["hot", "loud", "spare"]),
    ("Set the tags of the machine dryer to 'spare'", ["spare"]),
])  # fmt: skip
def test_a_list_that_is_replaced_keeps_what_it_held_unless_it_is_set(prompt: str, tags: list[str]) -> None:
    key = "m1" if "press" in prompt else "m3"
    assert ended(prompt, [("machines_update", {"id": key, "tags": tags})]).right


@pytest.mark.parametrize("prompt", [
    "Remove the tag wet from the machine press-1", "Delete the tag hot from the dryer", "Take the tag loud off the machine dryer",
])  # fmt: skip
def test_nothing_is_deleted_for_what_is_only_taken_from_it(prompt: str) -> None:
    told = ended(prompt, ASK)
    assert not [name for name, _ in told.calls if name.startswith(("machines_delete", "limits_delete"))]


def test_a_new_one_is_started_and_its_noun_is_no_value() -> None:
    assert ended("Start a run of the batch Grey board", [("batch_runs_create", {"batchId": "b4"})]).right
