"""A payroll, made up: records that hold others, names in two parts, keys of records of the same kind, reasons, cents."""

from copy import deepcopy
from typing import Any

import pytest

from tests.fields.driver import judge
from tests.fields.service import Field, Job, Rows, Tool, find, number, text


def employee(key: int, first: str, last: str, department: int, cents: int, manager: int | None) -> dict[str, Any]:
    return {
        "id": f"emp_{key}", "profile": {"firstName": first, "lastName": last, "email": f"{first.lower()}@co.example"},
        "department": {"id": f"dep_{department}", "name": ("Sales", "Support")[department - 1]},
        "salary": {"amountCents": cents, "currency": "EUR"}, "managerId": manager and f"emp_{manager}",
    }  # fmt: skip


ROWS: Rows = {
    "employees": [
        employee(1, "Ada", "Lind", 1, 420000, None), employee(2, "Bo", "Falk", 1, 380000, 1),
        employee(3, "Cleo", "Moor", 2, 310000, 4), employee(4, "Dan", "Ruiz", 2, 450000, None),
    ],
    "departments": [{"id": "dep_1", "name": "Sales", "ownerId": "emp_1"}, {"id": "dep_2", "name": "Support", "ownerId": "emp_4"}],
    "claims": [
        {"id": "cl_1", "employeeId": "emp_1", "amountCents": 12050, "category": "TRAVEL", "state": "SUBMITTED"},
        {"id": "cl_2", "employeeId": "emp_2", "amountCents": 89900, "category": "HARDWARE", "state": "SUBMITTED"},
    ],
}  # fmt: skip


def update(rows: Rows, id: str, **told: Any) -> None:
    row = find(rows["employees"], "id", id)
    row.update({name: {**row[name], **value} if isinstance(value, dict) else value for name, value in told.items()})


def inside(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


PAYROLL = Field("payroll", ROWS, (
    Tool("employees_list", "List employees.", {}, lambda rows: {"data": rows["employees"]}),
    Tool("employees_update", "Update an employee.", {
        "id": text(), "profile": inside(firstName=text(), lastName=text(), email=text()),
        "salary": inside(amountCents=number(), currency=text()), "managerId": text(), "departmentId": text(),
    }, update, ("id",)),
    Tool("departments_list", "List departments.", {}, lambda rows: {"data": rows["departments"]}),
    Tool("claims_list", "List expense claims.", {}, lambda rows: {"data": rows["claims"]}),
    Tool("claims_reject", "Reject an expense claim.", {"id": text(), "reason": text()},
         lambda rows, id, **told: find(rows["claims"], "id", id).update(told, state="REJECTED"), ("id",)),
), ())  # fmt: skip


def ends(prompt: str, end: Any) -> bool:
    return judge(PAYROLL, Job(prompt, deepcopy(end))).right


def changed(key: int, **told: Any) -> Any:
    return [("employees_update", {"id": f"emp_{key}", **told})]


@pytest.mark.parametrize(("prompt", "end"), [
    ("Change Ada's email to ada.l@co.example", changed(1, profile={"email": "ada.l@co.example"})),
    ("Ada's last name is Berg now", changed(1, profile={"lastName": "Berg"})),
    ("Raise Bo Falk's salary by 5%", changed(2, salary={"amountCents": 399000})),
])  # fmt: skip
def test_records_are_told_and_changed_by_what_stands_inside_of_them(prompt: str, end: Any) -> None:
    assert ends(prompt, end)


@pytest.mark.parametrize("prompt", [
    "Set Bo's manager to Dan Ruiz", "Make Dan Ruiz the manager of Bo", "Make Dan Ruiz manager of Bo Falk",
    "Change the manager of Bo to Dan Ruiz",
])  # fmt: skip
def test_a_key_may_be_that_of_a_record_of_the_same_kind(prompt: str) -> None:
    assert ends(prompt, changed(2, managerId="emp_4"))


def test_why_something_is_done_is_its_reason_and_limits_nothing() -> None:
    why = "IT had not agreed to it"

    assert ends(f"Reject Bo's hardware claim because {why}", [("claims_reject", {"id": "cl_2", "reason": why})])
    assert ends("Change Bo's email to b@co.example because he is leaving", changed(2, profile={"email": "b@co.example"}))


def test_a_code_that_is_told_with_somebody_is_what_is_done_for_them() -> None:
    people = [{"personId": "u1", "name": "Ada Lind"}, {"personId": "u2", "name": "Tom Reed"}]
    papers = [{"paperKey": "PAY-41", "ownerId": "u1", "readers": ""}, {"paperKey": "MOB-103", "ownerId": "u2", "readers": ""}]
    archive = Field("archive", {"people": people, "papers": papers}, (
        Tool("listPeople", "All people.", {}, lambda rows: rows["people"]),
        Tool("listPapers", "All papers.", {}, lambda rows: rows["papers"]),
        Tool("addReader", "Add a reader to a paper.", {"paperKey": text(), "personId": text()},
             lambda rows, paperKey, personId: find(rows["papers"], "paperKey", paperKey).update(readers=personId),
             ("paperKey", "personId")),
    ), ())  # fmt: skip
    job = Job("Tom would like to read PAY-41, can you add him?", [("addReader", {"paperKey": "PAY-41", "personId": "u2"})])

    assert judge(archive, job).right
