"""A joinery's jobs, with actions named by group and route: what is made takes along who does it, lists are told as a whole."""

from typing import Any

import pytest

from chalicelib.domain.tool import Action
from chalicelib.planning.composer.entry import entry
from chalicelib.planning.composer.words import stem, tokens
from chalicelib.planning.tables.deeds import made
from chalicelib.planning.tables.sources import called
from tests.fields.checks import texts, words
from tests.fields.driver import judge
from tests.fields.service import Call, Field, Job, Row, Rows, Tool, find, number, text

ROWS: Rows = {
    "jobs": [
        {"number": key, "title": title, "state": state, "assignees": who.split(), "tags": tags.split()}
        for key, title, state, who, tags in (
            (11, "Oak staircase", "open", "", "urgent"), (12, "Shop counter", "open", "mira", "urgent oak"), (14, "Window seat", "open", "jon", ""),
        )
    ],
    "joiners": [{"login": login, "id": key, "name": name} for login, key, name in (("mira", 51, "Mira Holt"), ("jon", 52, "Jon Reed"), ("sue-k", 53, "Sue Kay"))],
    "tags": [{"id": key, "name": name} for key, name in ((11, "urgent"), (14, "oak"), (15, "outdoor"))],
    "remarks": [],
}  # fmt: skip


def told(rows: Rows, row: Row, told: dict[str, Any]) -> Row:
    for name, value in told.items():
        known = {"assignees": ("joiners", "login"), "tags": ("tags", "name")}.get(name)
        row[name] = [find(rows[known[0]], known[1], one)[known[1]] for one in texts(value)] if known else words(value)
    return row


def create(rows: Rows, title: str, **more: Any) -> Row:
    rows["jobs"].append({"number": 15, "title": title, "state": "open", "assignees": [], "tags": []})
    return told(rows, rows["jobs"][-1], more)


def remark(rows: Rows, job_number: int, body: str) -> Row:
    rows["remarks"].append({"job": find(rows["jobs"], "number", job_number)["number"], "body": body})
    return rows["remarks"][-1]


MANY = {"type": "array", "items": text()}
JOB = {"title": text(), "assignees": {**MANY, "description": "Logins of joiners"}, "tags": {**MANY, "description": "Tags of the job"}}
JOINERY = Field("joinery", ROWS, (
    Tool("jobs/list-for-shop", "List the jobs of the shop", {}, lambda rows: rows["jobs"]),
    Tool("jobs/list-tags-for-shop", "List the tags of the shop", {}, lambda rows: rows["tags"]),
    Tool("shops/list-joiners", "List the joiners of the shop", {}, lambda rows: rows["joiners"]),
    Tool("jobs/create", "Create a job", JOB, create, ("title",)),
    Tool("jobs/update", "Update a job", {"job_number": number(), **JOB, "state": text(enum=["open", "closed"])}, lambda rows, job_number, **more: told(rows, find(rows["jobs"], "number", job_number), more), ("job_number",)),
    Tool("jobs/create-remark", "Create a remark on a job", {"job_number": number(), "body": text()}, remark, ("job_number", "body")),
), ())  # fmt: skip


def updated(key: int, **more: object) -> Call:
    return "jobs/update", {"job_number": key, **more}


def new(title: str, **more: object) -> list[Call]:
    return [("jobs/create", {"title": title, **more})]


@pytest.mark.parametrize(("said", "end"), [
    ("Open a job 'Garden gate' and assign it to jon", new("Garden gate", assignees=["jon"])),
    ("Create a job 'Garden gate' with the tag oak and assign it to Mira", new("Garden gate", assignees=["mira"], tags=["oak"])),
    ("Open a job titled 'Garden gate', assigned to jon, with the tag urgent", new("Garden gate", assignees=["jon"], tags=["urgent"])),
    ("Close job 14 and assign it to mira", [updated(14, state="closed", assignees=["mira"])]),
    ("Close all jobs with the tag urgent", [updated(11, state="closed"), updated(12, state="closed")]),
    ("Add the tag outdoor to everything with the tag oak", [updated(12, tags=["urgent", "oak", "outdoor"])]),
    ("Remove the tag oak from all jobs with the tag urgent", [updated(12, tags=["urgent"])]),
])  # fmt: skip
def test_what_is_asked_for_is_done(said: str, end: Any) -> None:
    verdict = judge(JOINERY, Job(said, end))

    assert verdict.right, (verdict.calls, verdict.said)


@pytest.mark.parametrize(("name", "words"), [
    ("jobs/list-tags-for-shop", {"tag"}), ("jobs/list-for-shop", {"job"}), ("files/list_folder", {"file", "folder"}),
])  # fmt: skip
def test_a_group_is_no_part_of_what_its_lists_hold(name: str, words: set[str]) -> None:
    assert called(entry(f"x.{name}", Action("x", name, "Lists them.", {}, None, "read"))) == {*map(stem, words)}


def test_what_is_made_is_what_the_action_is_called_by_last() -> None:
    remark = entry("x.jobs/create-remark", Action("x", "jobs/create-remark", "Create a remark on a job", {}, None, "unsafe"))

    assert made(remark, tokens("Write a remark")) is not None
    assert made(remark, tokens("Open a job")) is None
