"""People and things told by name where an action takes their keys, by what they are to the record: `lead`, `approver_ids`, `dept`, `new_owner`."""

from typing import Any

import pytest

from tests.fields.checks import array, shape
from tests.fields.driver import judge
from tests.fields.service import ASK, Call, Field, Job, Tool, find, number, rows_of, text
from tests.planning.tables import workshop


def change(table: str, key: str) -> Any:
    return lambda rows, **told: find(rows[table], key, told[key]).update(told)


def listed(name: str, table: str, /, **fields: Any) -> Tool:
    return Tool(name, f"All {table}", {}, lambda rows: {"items": rows[table]}, (), shape(items=array(**fields)))


IDS = {"type": "array", "items": number("Staff id")}
APPROVALS = Field("approvals", {
    "staff": rows_of("id name", "41|Tess Udal", "42|Uma Vale", "43|Vic Wynn"),
    "requests": [{"id": 51, "subject": "New press", "approver_ids": [41, 42], "watchers": [43]},
                 {"id": 52, "subject": "Trip to Oslo", "approver_ids": [43], "watchers": []}],
}, (
    listed("list_staff", "staff", id=number(), name=text()),
    listed("list_requests", "requests", id=number(), subject=text(), approver_ids=IDS, watchers=IDS),
    Tool("update_request", "Update a request", {"id": number(), "subject": text(), "approver_ids": IDS, "watchers": IDS},
         change("requests", "id"), ("id",)),
), ())  # fmt: skip

STAFFING = Field("staffing", {
    "departments": rows_of("code name", "FIN|Finance", "OPS|Operations", "LEG|Legal"),
    "employees": rows_of("emp_no name dept mgr", "71|Gus Hart|FIN|74", "72|Hal Ives|OPS|74", "73|Ivy Jay|LEG|74", "74|Joy Kerr|OPS|"),
    "projects": rows_of("proj_no title owner", "81|Atlas|71", "82|Borealis|72"),
    "hours": [],
}, (
    listed("getDepartments", "departments", code=text(), name=text()),
    listed("getEmployees", "employees", emp_no=number(), name=text(), dept=text(), mgr=number()),
    listed("getProjects", "projects", proj_no=number(), title=text(), owner=number()),
    Tool("changeEmployee", "Changes an employee", {"emp_no": number(), "dept": text("Department code"), "mgr": number("Employee number")},
         change("employees", "emp_no"), ("emp_no",)),
    Tool("changeProject", "Changes a project", {"proj_no": number(), "title": text(), "owner": number("Employee number")},
         change("projects", "proj_no"), ("proj_no",)),
    Tool("bookHours", "Books hours on a project", {"emp": number(), "proj": number(), "hours": {"type": "number"}},
         lambda rows, **told: rows["hours"].append(told), ("emp", "proj", "hours")),
), ())  # fmt: skip

LIBRARY = Field("library", {
    "users": rows_of("user_id name username", "1|Hana Ito|hito", "2|Ian Jost|ijost", "3|Kay Lowe|klowe"),
    "documents": rows_of("doc_id title owner", "11|Budget|hito", "12|Roadmap|ijost"),
}, (
    listed("list_users", "users", user_id=number(), name=text(), username=text()),
    listed("list_documents", "documents", doc_id=number(), title=text(), owner=text("Username")),
    Tool("transfer_document", "Transfer a document to another owner", {"doc_id": number(), "new_owner": text("Username of the new owner")},
         lambda rows, doc_id, new_owner: find(rows["documents"], "doc_id", doc_id).update(owner=new_owner), ("doc_id", "new_owner")),
), ())  # fmt: skip

HARBOUR = Field("harbour", {
    "people": [{"url": f"/v1/people/{one}", "name": name} for one, name in ((3, "Ola Brandt"), (4, "Una Moe"), (5, "Per Lund"))],
    "boats": [{"url": f"/v1/boats/{one}", "name": name, "skipper": f"/v1/people/{who}", "berth": where}
              for one, name, who, where in ((7, "Grey Seal", 3, "/v1/berths/1"), (8, "Tern", 4, "/v1/berths/2"), (9, "Puffin", 5, None))],
    "berths": [{"url": f"/v1/berths/{one}", "label": name} for one, name in ((1, "North 1"), (2, "North 2"), (3, "South 1"))],
}, (
    listed("list_people", "people", url=text(), name=text()),
    listed("list_boats", "boats", url=text(), name=text(), skipper=text("URL of a person"), berth=text("URL of a berth")),
    listed("list_berths", "berths", url=text(), label=text()),
    Tool("update_boat", "Changes a boat", {"url": text("URL of the boat"), "skipper": text("URL of the person"), "berth": text("URL of the berth")},
         change("boats", "url"), ("url",)),
), ())  # fmt: skip

PERSON = {**shape(id=text()), "required": ["id"]}
MUSEUM = Field("museum", {
    "curators": rows_of("id full_name", "a1|Mae Nash", "b2|Ned Oak", "c3|Ola Pike"),
    "loans": [{"id": one, "title": title, "curator": {"id": who}} for one, title, who in (("L1", "Blue vase", "a1"), ("L2", "Red mask", "b2"))],
}, (
    listed("loans.list", "loans", id=text(), title=text(), curator=shape(id=text())),
    listed("curators.list", "curators", id=text(), full_name=text()),
    Tool("loans.update", "Update a loan", {"id": text(), "curator": PERSON, "title": text()}, change("loans", "id"), ("id",)),
), ())  # fmt: skip


@pytest.mark.parametrize(("prompt", "end"), [
    ("Assign 'Build the mast' to Ada Moss", [("update_task", {"id": 32, "assignee_id": 11})]),
    ("Give the task Paint the castle to Bo", [("update_task", {"id": 31, "assignee_id": 12})]),
    ("Make Dan Orr the lead of Tempest ship", [("update_project", {"id": 22, "lead": 14})]),
    ("Set the lead of the Lear throne to Ada Moss", [("update_project", {"id": 23, "lead": 11})]),
    ("Assign Build the mast to Zoe", ASK),
])  # fmt: skip
def test_somebody_is_told_by_name_where_a_record_has_them_by_a_short_number(prompt: str, end: Any) -> None:
    verdict = workshop.done(prompt, end)

    assert verdict.right, (verdict.calls, verdict.said)


@pytest.mark.parametrize(("field", "prompt", "end"), [
    (APPROVALS, "Add Vic Wynn as an approver of the New press request", ("update_request", {"id": 51, "approver_ids": [41, 42, 43]})),
    (APPROVALS, "Remove Uma Vale from the approvers of New press", ("update_request", {"id": 51, "approver_ids": [41]})),
    (APPROVALS, "Add Tess Udal to the watchers of the Trip to Oslo", ("update_request", {"id": 52, "watchers": [41]})),
    (STAFFING, "Move Gus Hart to Legal", ("changeEmployee", {"emp_no": 71, "dept": "LEG"})),
    (STAFFING, "Make Ivy Jay the manager of Hal Ives", ("changeEmployee", {"emp_no": 72, "mgr": 73})),
    (STAFFING, "Make Joy Kerr the owner of Atlas", ("changeProject", {"proj_no": 81, "owner": 74})),
    (STAFFING, "Book 3 hours for Hal Ives on Borealis", ("bookHours", {"emp": 72, "proj": 82, "hours": 3})),
    (LIBRARY, "Transfer the Budget to Ian Jost", ("transfer_document", {"doc_id": 11, "new_owner": "ijost"})),
    (LIBRARY, "Make Kay the owner of the Roadmap", ("transfer_document", {"doc_id": 12, "new_owner": "klowe"})),
    (HARBOUR, "Give the Puffin to Ola Brandt", ("update_boat", {"url": "/v1/boats/9", "skipper": "/v1/people/3"})),
    (HARBOUR, "Move the Tern to South 1", ("update_boat", {"url": "/v1/boats/8", "berth": "/v1/berths/3"})),
    (MUSEUM, "Make Ola Pike the curator of the Blue vase", ("loans.update", {"id": "L1", "curator": {"id": "c3"}})),
])  # fmt: skip
def test_what_an_input_is_called_tells_whose_key_it_takes(field: Field, prompt: str, end: Call) -> None:
    verdict = judge(field, Job(prompt, [end]))

    assert verdict.right, (verdict.calls, verdict.said)
