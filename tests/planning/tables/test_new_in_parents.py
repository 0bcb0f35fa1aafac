"""Something new inside of something else: in a list on a board, with an object of its values, as a JSON:API resource, as a note."""

from typing import Any

import pytest

from tests.fields.checks import array, shape
from tests.fields.driver import judge
from tests.fields.service import ASK, Field, Job, Rows, Tool, find, number, rows_of, text
from tests.planning.tables import workshop

DAY = text(format="date")


def inside(table: str, key: str) -> Any:
    return lambda rows, **told: {"items": [one for one in rows[table] if one[key] == told[key]]}


def new(table: str, key: str) -> Any:
    return lambda rows, **told: rows[table].append({key: "99", **{name: told[name] for name in sorted(told)}})


def listed(name: str, table: str, /, **fields: Any) -> Tool:
    return Tool(name, f"All {table}", {}, lambda rows: {"items": rows[table]}, (), shape(items=array(**fields)))


KANBAN = Field("kanban", {
    "boards": rows_of("boardId title", "b1|Garden", "b2|Kitchen"),
    "lists": rows_of("listId boardId title", "l1|b1|To do", "l2|b1|Doing", "l3|b2|To do", "l4|b2|Done"),
    "cards": rows_of("cardId listId title", "c1|l1|Dig", "c2|l3|Tiles", "c3|l4|Sink"),
}, (
    listed("getBoards", "boards", boardId=text(), title=text()),
    Tool("getCards", "Cards of a list", {"listId": text()}, inside("cards", "listId"), ("listId",),
         shape(items=array(cardId=text(), listId=text(), title=text()))),
    Tool("getLists", "Lists of a board", {"boardId": text()}, inside("lists", "boardId"), ("boardId",),
         shape(items=array(listId=text(), boardId=text(), title=text()))),
    Tool("createCard", "Creates a card in a list", {"listId": text(), "title": text(), "dueOn": DAY}, new("cards", "cardId"), ("listId", "title")),
    Tool("moveCard", "Moves a card to another list", {"cardId": text(), "listId": text()},
         lambda rows, cardId, listId: find(rows["cards"], "cardId", cardId).update(listId=listId), ("cardId", "listId")),
), ())  # fmt: skip


def pointer() -> dict[str, Any]:
    return {**shape(data={**shape(type=text(), id=text()), "required": ["type", "id"]}), "required": ["data"]}


def resource(kind: str, key: str, of: dict[str, str] | None = None, **attributes: str) -> dict[str, Any]:
    related = {"relationships": {one: {"data": {"type": f"{one}s", "id": to}} for one, to in of.items()}} if of else {}
    return {"id": key, "type": kind, "attributes": attributes, **related}


def visit(rows: Rows, id: str, data: dict[str, Any]) -> object:
    row = find(rows["visits"], "id", id)
    for part in ("attributes", "relationships"):
        row[part] = {**row[part], **data.get(part, {})}
    return {}


def new_visit(rows: Rows, data: dict[str, Any]) -> object:
    attributes = {name: data["attributes"][name] for name in ("reason", "day")}
    rows["visits"].append({"id": "99", "type": data["type"], "attributes": attributes, "pet": data["relationships"]["pet"]["data"]["id"]})
    return {}


VALUES = {**shape(reason=text(), day=DAY), "required": ["reason", "day"]}
CLINIC = Field("clinic", {
    "vets": [resource("vets", one, name=name) for one, name in (("1", "Ida Berg"), ("2", "Jon Hale"), ("3", "Kim Dahl"))],
    "pets": [resource("pets", one, name=name) for one, name in (("4", "Rex"), ("5", "Mimi"), ("6", "Bruno"))],
    "visits": [resource("visits", one, {"vet": vet, "pet": pet}, reason=reason, day=day) for one, reason, day, vet, pet in (
        ("7", "Checkup", "2026-03-12", "1", "4"), ("8", "Vaccination", "2026-03-13", "2", "5"), ("9", "Limping", "2026-03-14", "1", "6"))],
}, (
    *(Tool(f"list_{one}", f"List {one}", {}, lambda rows, of=one: {"data": rows[of]}) for one in ("vets", "pets", "visits")),
    Tool("update_visit", "Update a visit", {"id": text(), "data": shape(attributes=shape(reason=text(), day=DAY),
         relationships=shape(vet=pointer(), pet=pointer()))}, visit, ("id", "data")),
    Tool("create_visit", "Create a visit", {"data": {**shape(type=text(enum=["visits"]), attributes=VALUES,
         relationships={**shape(vet=pointer(), pet=pointer()), "required": ["pet"]}), "required": ["type", "attributes", "relationships"]}},
         new_visit, ("data",)),
), ())  # fmt: skip

BOOKING = {**shape(guestId=text(), room=number(), arrival=DAY, nights=number()), "required": ["guestId", "room", "arrival"]}
INN = Field("inn", {
    "guests": rows_of("guestId name", "g1|Amy Bell", "g2|Ben Cole", "g3|Cy Dunn"),
    "bookings": rows_of("bookingId guestId room arrival", "k1|g1|101|2026-03-12", "k2|g2|102|2026-03-13", "k3|g1|103|2026-04-02"),
    "notes": [],
}, (
    listed("listGuests", "guests", guestId=text(), name=text()),
    listed("listBookings", "bookings", bookingId=text(), guestId=text(), room=number(), arrival=text()),
    Tool("addBookingNote", "Adds a note to a booking", {"bookingId": text(), "text": text()},
         lambda rows, **told: rows["notes"].append(told), ("bookingId", "text")),
    Tool("createBooking", "Creates a booking", {"booking": BOOKING},
         lambda rows, booking: new("bookings", "bookingId")(rows, **booking), ("booking",)),
), ())  # fmt: skip

PLACE = {**shape(uuid=text()), "required": ["uuid"]}
FARM = Field("farm", {
    "fields": rows_of("uuid name", "f-1|North", "f-2|South"), "workers": rows_of("uuid full_name", "w-1|Pip Reed", "w-2|Quy Sand"),
    "jobs": [{"uuid": "j-1", "title": "Plough", "field": {"uuid": "f-1"}, "worker": {"uuid": "w-1"}}],
}, (
    listed("getFields", "fields", uuid=text(), name=text()), listed("getWorkers", "workers", uuid=text(), full_name=text()),
    listed("getJobs", "jobs", uuid=text(), title=text(), field=PLACE, worker=PLACE),
    Tool("patchJob", "Changes a job", {"uuid": text(), "field": PLACE, "worker": PLACE},
         lambda rows, uuid, **told: find(rows["jobs"], "uuid", uuid).update(told), ("uuid",)),
    Tool("postJob", "Creates a job", {"title": text(), "field": PLACE, "worker": PLACE}, new("jobs", "uuid"), ("title", "field")),
), ())  # fmt: skip

LEVEL = text(enum=["low", "normal", "high"])
DESK = Field("desk", {
    "tickets": rows_of("id subject priority", "11|Broken chair|low", "12|No heating|high"), "replies": [],
}, (
    listed("list_tickets", "tickets", id=number(), subject=text(), priority=text()),
    Tool("create_reply", "Reply to a ticket", {"ticket_id": number(), "body": text()}, lambda rows, **told: rows["replies"].append(told),
         ("ticket_id", "body")),
    Tool("create_ticket", "Create a ticket", {"subject": text(), "priority": LEVEL}, new("tickets", "id"), ("subject", "priority")),
), ())  # fmt: skip

CATEGORY = number("1 = Electrical, 2 = Plumbing, 3 = Carpentry", enum=[1, 2, 3])
REPAIRS = Field("repairs", {"jobs": rows_of("job_id title category_id", "1|Leaking tap|2", "2|Broken lamp|1", "3|Stuck door|3")}, (
    listed("list_jobs", "jobs", job_id=number(), title=text(), category_id=number()),
    Tool("create_job", "Create a job", {"title": text(), "category_id": CATEGORY}, new("jobs", "job_id"), ("title", "category_id")),
), ())  # fmt: skip


def card(at: str, **more: str) -> list[Any]:
    return [("createCard", {"listId": at, "title": "Oven", **more})]


def related(one: str, kind: str, key: str) -> list[Any]:
    return [("update_visit", {"id": one, "data": {"relationships": {kind: {"data": {"type": f"{kind}s", "id": key}}}}})]


@pytest.mark.parametrize(("prompt", "end"), [
    ("Create a card 'Oven' in the list To do on the board Kitchen", card("l3")),
    ("Add a card 'Oven' to Doing on the Garden board", card("l2")),
    ("On the Kitchen board, add the card 'Oven' to To do, due on Friday", card("l3", dueOn="2026-03-13")),
    ("Create a card 'Oven' in To do", ASK),
    ("Move Dig to Doing", [("moveCard", {"cardId": "c1", "listId": "l2"})]),
])  # fmt: skip
def test_what_is_in_a_list_of_a_board_is_read_board_by_board_and_called_as_they_are(prompt: str, end: Any) -> None:
    verdict = judge(KANBAN, Job(prompt, end))

    assert verdict.right, (verdict.calls, verdict.said)


@pytest.mark.parametrize(("prompt", "task"), [
    ("Create a task 'Sew the sail' in Tempest ship", {"title": "Sew the sail"}),
    ("Add a task 'Sew the sail' to the Tempest ship project, due on Friday", {"title": "Sew the sail", "due": {"date": "2026-03-13"}}),
])  # fmt: skip
def test_a_new_record_takes_an_object_of_its_values_beside_its_parent(prompt: str, task: Any) -> None:
    verdict = workshop.done(prompt, [("create_task", {"project_id": 22, "task": task})])

    assert verdict.right, (verdict.calls, verdict.said)


@pytest.mark.parametrize(("field", "prompt", "end"), [
    (CLINIC, "Change the vet of Mimi's vaccination to Ida Berg", related("8", "vet", "1")),
    (CLINIC, "Create a visit for Bruno on 20 March: 'Stitches'", [("create_visit", {"data": {
        "type": "visits", "attributes": {"reason": "Stitches", "day": "2026-03-20"}, "relationships": {"pet": {"data": {"type": "pets", "id": "6"}}}}})]),
    (REPAIRS, "Create an electrical job 'Dead socket'", [("create_job", {"title": "Dead socket", "category_id": 1})]),
    (DESK, "Create a high priority ticket 'Leaking roof'", [("create_ticket", {"subject": "Leaking roof", "priority": "high"})]),
    (DESK, "Reply 'Coming at noon' to the No heating ticket", [("create_reply", {"ticket_id": 12, "body": "Coming at noon"})]),
    (FARM, "Create a job 'Harvest' on the South field for Pip Reed", [
        ("postJob", {"title": "Harvest", "field": {"uuid": "f-2"}, "worker": {"uuid": "w-1"}})]),
    (FARM, "Move Plough to the South field", [("patchJob", {"uuid": "j-1", "field": {"uuid": "f-2"}})]),
    (INN, "Create a booking for Cy Dunn in room 104 arriving on Friday", [
        ("createBooking", {"booking": {"guestId": "g3", "room": 104, "arrival": "2026-03-13"}})]),
    (INN, "Note 'Late arrival' on the booking for room 103", [("addBookingNote", {"bookingId": "k3", "text": "Late arrival"})]),
    (INN, "Add the note 'Late arrival' to the booking of Amy Bell", ASK),
])  # fmt: skip
def test_what_a_new_record_belongs_to_is_told_by_name(field: Field, prompt: str, end: Any) -> None:
    verdict = judge(field, Job(prompt, end))

    assert verdict.right, (verdict.calls, verdict.said)


@pytest.mark.parametrize(("prompt", "task", "body"), [
    ("Add the comment 'Use oak' to Paint the castle", 31, "Use oak"), ("Comment 'Use oak' on the task Build the mast", 32, "Use oak"),
    ("Add a comment to Bo's task: 'Use oak'", 32, "Use oak"),
])  # fmt: skip
def test_a_comment_is_made_under_a_record_that_is_called_by_its_name_or_by_whose_it_is(prompt: str, task: int, body: str) -> None:
    verdict = workshop.done(prompt, [("create_task_comment", {"task_id": task, "body": body})])

    assert verdict.right, (verdict.calls, verdict.said)
