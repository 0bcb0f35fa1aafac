"""A theatre workshop, made up for the tests of this folder: small numbers as ids, people by what they are to records, members, nested bodies."""

from typing import Any

from tests.fields.checks import array, shape
from tests.fields.driver import Verdict, judge
from tests.fields.service import Call, Field, Job, Refusal, Rows, Tool, find, number, rows_of, text

ROWS = {
    "people": rows_of("id name email username", "11|Ada Moss|ada@w.example|amoss", "12|Bo Lind|bo@w.example|blind",
                      "13|Cleo Park|cleo@w.example|cpark", "14|Dan Orr|dan@w.example|dorr"),
    "projects": rows_of("id name lead deadline", "21|Hamlet set|11|2026-04-01", "22|Tempest ship|12|2026-05-01", "23|Lear throne|13|2026-06-01"),
    "tasks": rows_of("id title assignee_id project_id status", "31|Paint the castle|11|21|open", "32|Build the mast|12|22|open",
                     "33|Cut the crown|13|23|done", "34|Hang the curtain|11|21|open"),
    "members": rows_of("project_id person_id", "21|11", "21|12", "22|12"),
    "comments": [],
}  # fmt: skip


def change(table: str) -> Any:
    return lambda rows, id, **told: find(rows[table], "id", id).update(told)


def create(rows: Rows, project_id: int, task: dict[str, Any]) -> object:
    find(rows["projects"], "id", project_id)
    rows["tasks"].append({"id": 99, "project_id": project_id, **{name: task[name] for name in sorted(task)}})
    return {}


def join(rows: Rows, project_id: int, person_id: int) -> object:
    find(rows["projects"], "id", project_id), find(rows["people"], "id", person_id)
    rows["members"].append({"project_id": project_id, "person_id": person_id})
    return {}


def leave(rows: Rows, project_id: int, person_id: int) -> object:
    told = {"project_id": project_id, "person_id": person_id}
    if told not in rows["members"]:
        raise Refusal("they are no member")
    rows["members"].remove(told)
    return {}


def members(rows: Rows, project_id: int) -> object:
    return {"items": [{"person_id": one["person_id"]} for one in rows["members"] if one["project_id"] == project_id]}


def comment(rows: Rows, task_id: int, body: str) -> object:
    find(rows["tasks"], "id", task_id)
    rows["comments"].append({"task_id": task_id, "body": body})
    return {}


def listed(name: str, /, **fields: Any) -> Tool:
    return Tool(f"list_{name}", f"List {name}", {}, lambda rows: {"items": rows[name]}, (), shape(items=array(**fields)))


LEAD, DAY = number("Id of the person who leads"), text(format="date")
TASK = {**shape(title=text(), assignee_id=number(), due=shape(date=DAY, time=text("HH:MM"))), "required": ["title"]}
WORKSHOP = Field("workshop", ROWS, (
    listed("people", id=number(), name=text(), email=text(), username=text()),
    listed("projects", id=number(), name=text(), lead=LEAD, deadline=DAY),
    listed("tasks", id=number(), title=text(), assignee_id=number(), project_id=number(), status=text()),
    Tool("update_task", "Update a task", {"id": number(), "title": text(), "assignee_id": number(), "status": text(enum=["open", "done"])},
         change("tasks"), ("id",)),
    Tool("update_project", "Update a project", {"id": number(), "name": text(), "lead": LEAD, "deadline": DAY}, change("projects"), ("id",)),
    Tool("create_task", "Create a task in a project", {"project_id": number(), "task": TASK}, create, ("project_id", "task")),
    Tool("list_project_members", "List the members of a project", {"project_id": number()}, members, ("project_id",),
         shape(items=array(person_id=number()))),
    Tool("add_project_member", "Add a person to a project", {"project_id": number(), "person_id": number()}, join, ("project_id", "person_id")),
    Tool("remove_project_member", "Remove a person from a project", {"project_id": number(), "person_id": number()}, leave,
         ("project_id", "person_id")),
    Tool("create_task_comment", "Add a comment to a task", {"task_id": number(), "body": text()}, comment, ("task_id", "body")),
), ())  # fmt: skip


def done(prompt: str, end: list[Call] | str) -> Verdict:
    return judge(WORKSHOP, Job(prompt, end))
