"""Actions that join two records: members of projects and teams, with or without records of their own."""

from typing import Any

import pytest

from tests.fields.checks import array, shape
from tests.fields.driver import judge
from tests.fields.service import ASK, Field, Job, Rows, Tool, find, number, rows_of, text
from tests.planning.tables import workshop


def create(rows: Rows, team_id: int, user_id: int, role: str = "member") -> object:
    rows["memberships"].append({"id": 3009, "team_id": team_id, "user_id": user_id, "role": role})
    return {}


def listed(name: str, /, **fields: Any) -> Tool:
    return Tool(f"list_{name}", f"List {name}", {}, lambda rows: {"items": rows[name]}, (), shape(items=array(**fields)))


ROLE = text(enum=["member", "captain"], default="member")
CHESS = Field("chess", {
    "users": rows_of("id name handle", "1001|Eva Frost|eva", "1002|Finn Gray|finn", "1003|Gil Holt|gil"),
    "teams": rows_of("id name", "2001|Rooks", "2002|Knights", "2003|Bishops"),
    "memberships": rows_of("id team_id user_id role", "3001|2001|1001|captain", "3002|2001|1002|member", "3003|2002|1003|member"),
}, (
    listed("users", id=number(), name=text(), handle=text()), listed("teams", id=number(), name=text()),
    listed("memberships", id=number(), team_id=number(), user_id=number(), role=text()),
    Tool("create_membership", "Create a membership", {"team_id": number(), "user_id": number(), "role": ROLE}, create, ("team_id", "user_id")),
    Tool("update_membership", "Update a membership", {"id": number(), "team_id": number(), "role": text(enum=["member", "captain"])},
         lambda rows, id, **told: find(rows["memberships"], "id", id).update(told), ("id",)),
    Tool("delete_membership", "Delete a membership", {"id": number()},
         lambda rows, id: rows["memberships"].remove(find(rows["memberships"], "id", id)), ("id",)),
), ())  # fmt: skip


@pytest.mark.parametrize(("prompt", "end"), [
    ("Add Gil Holt to the team Rooks", [("create_membership", {"team_id": 2001, "user_id": 1003})]),
    ("Add Eva to the Bishops as captain", [("create_membership", {"team_id": 2003, "user_id": 1001, "role": "captain"})]),
    ("Remove Finn Gray from the Rooks", [("delete_membership", {"id": 3002})]),
    ("Make Finn captain of the Rooks", [("update_membership", {"id": 3002, "role": "captain"})]),
    ("Move Gil Holt from the Knights to the Bishops", [("update_membership", {"id": 3003, "team_id": 2003})]),
    ("Add Zed to the Rooks", ASK),
])  # fmt: skip
def test_a_membership_is_a_record_of_its_own(prompt: str, end: Any) -> None:
    verdict = judge(CHESS, Job(prompt, end))

    assert verdict.right, (verdict.calls, verdict.said)


@pytest.mark.parametrize(("prompt", "end"), [
    ("Add Cleo Park to the Tempest ship project", [("add_project_member", {"project_id": 22, "person_id": 13})]),
    ("Add Dan to Hamlet set", [("add_project_member", {"project_id": 21, "person_id": 14})]),
    ("Take Bo off the Tempest ship project", [("remove_project_member", {"project_id": 22, "person_id": 12})]),
    ("Add Zoe to the Hamlet set", ASK),
    ("Add Dan and Cleo to the Hamlet set", [("add_project_member", {"project_id": 21, "person_id": one}) for one in (14, 13)]),
])  # fmt: skip
def test_a_member_is_only_a_key_among_those_of_a_project(prompt: str, end: Any) -> None:
    verdict = workshop.done(prompt, end)

    assert verdict.right, (verdict.calls, verdict.said)


def test_who_moves_from_one_thing_to_another_leaves_the_first_and_joins_the_second() -> None:
    end = [("remove_project_member", {"project_id": 21, "person_id": 12}), ("add_project_member", {"project_id": 23, "person_id": 12})]
    verdict = workshop.done("Move Bo Lind from the Hamlet set to the Lear throne", end)

    assert verdict.right, (verdict.calls, verdict.said)


def moved_by(action: str) -> Any:
    """What becomes of a file that is to move from a folder to another, where an action of that name takes both keys."""
    keys = {"folder_id": number(), "file_id": number()}
    field = Field("drive", {
        "folders": rows_of("id name", "1|Drafts", "2|Archive"), "files": rows_of("id title", "11|Report", "12|Plan"),
        "places": rows_of("folder_id file_id", "1|11"),
    }, (
        listed("folders", id=number(), name=text()), listed("files", id=number(), title=text()),
        Tool("add_file", "Add a file to a folder", keys,
             lambda rows, folder_id, file_id: rows["places"].append({"folder_id": folder_id, "file_id": file_id}), (*keys,)),
        Tool(action, "Of a folder", keys, lambda rows, **told: rows["places"].remove(told), (*keys,)),
    ), ())  # fmt: skip
    return judge(field, Job("Move the Report from Drafts to Archive", [(action, {"folder_id": 1, "file_id": 11}), ("add_file", {"folder_id": 2, "file_id": 11})]))


def test_what_moves_is_not_deleted_where_it_was() -> None:
    assert moved_by("remove_file").right
    assert not any(name == "delete_file" for name, _ in moved_by("delete_file").calls)


TRACKER = Field("bug desk", {
    "projects": rows_of("id name", "1|Web shop", "2|Mobile"),
    "users": rows_of("id name email", "1|Ann Orr|ann@x.example", "2|Bob Ray|bob@x.example", "3|Cyd Say|cyd@x.example"),
    "labels": rows_of("id project_id name", "1|1|bug", "2|1|design", "3|2|crash"),
    "tickets": rows_of("id project_id title assignee_id reporter_id", "11|1|Broken cart|1|2", "12|1|Slow loading|2|1", "13|2|Freeze on start|3|1"),
    "labelled": [],
}, (
    listed("projects", id=number(), name=text()), listed("users", id=number(), name=text(), email=text()),
    listed("labels", id=number(), project_id=number(), name=text()),
    listed("tickets", id=number(), project_id=number(), title=text(), assignee_id=number(), reporter_id=number()),
    Tool("create_label", "Create a label in a project", {"project_id": number(), "name": text()},
         lambda rows, project_id, name: rows["labels"].append({"id": 9, "project_id": project_id, "name": name}), ("project_id", "name")),
    Tool("add_ticket_label", "Add a label to a ticket", {"ticket_id": number(), "label_id": number()},
         lambda rows, ticket_id, label_id: rows["labelled"].append({"ticket_id": ticket_id, "label_id": label_id}), ("ticket_id", "label_id")),
    Tool("create_ticket", "Create a ticket", {"project_id": number(), "title": text(), "assignee_id": number(), "reporter_id": number()},
         lambda rows, **told: rows["tickets"].append({"id": 99, **{name: told[name] for name in sorted(told)}}), ("project_id", "title")),
    Tool("update_ticket", "Update a ticket", {"id": number(), "title": text(), "assignee_id": number(), "reporter_id": number()},
         lambda rows, id, **told: find(rows["tickets"], "id", id).update(told), ("id",)),
), ())  # fmt: skip


@pytest.mark.parametrize(("prompt", "end"), [
    ("Add the label 'urgent' to Broken cart", ASK), ("Add a label 'urgent' to Broken cart", ASK), ("Label Broken cart as urgent", ASK),
    ("Add Ann to Slow loading", ASK), ("Give Slow loading to Cyd", ASK),
    ("Add the label design to Broken cart", [("add_ticket_label", {"ticket_id": 11, "label_id": 2})]),
    ("Add the ticket Broken cart to the Mobile project", ASK),
    ("Assign Slow loading to Cyd Say", [("update_ticket", {"id": 12, "assignee_id": 3})]),
    ("Make Cyd Say the reporter of Slow loading", [("update_ticket", {"id": 12, "reporter_id": 3})]),
    ("Create a ticket 'Typo' in Mobile assigned to Ann", [("create_ticket", {"project_id": 2, "title": "Typo", "assignee_id": 1})]),
    ("Add a ticket 'Typo' to the Web shop project and assign it to Bob Ray", [
        ("create_ticket", {"project_id": 1, "title": "Typo", "assignee_id": 2})]),
])  # fmt: skip
def test_nothing_is_made_that_is_only_missing_and_nobody_takes_a_place_that_was_not_spoken_of(prompt: str, end: Any) -> None:
    verdict = judge(TRACKER, Job(prompt, end))

    assert verdict.right, (verdict.calls, verdict.said)
