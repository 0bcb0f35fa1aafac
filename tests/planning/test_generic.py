"""Generic APIs: one action for records of every kind, with an input that says which."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.binding import Literal, Output
from chalicelib.domain.plan import Step
from chalicelib.planning import generic
from chalicelib.planning.door import catalogue_from_tools
from tests.fields.checks import shape
from tests.fields.driver import judge
from tests.fields.service import ASK, Field, Job, Rows, Tool, find, number, rows_of, text

KIND = text(enum=["accounts", "contacts", "leads"])
CRM_ROWS: Rows = {
    "accounts": rows_of(
        "id name city rating", "a1|Brightwater|Leeds|warm", "a2|Oak & Sons|York|cold", "a3|Pillar|Hull|hot",
    ),
    "contacts": rows_of("id name account phone", "c1|Ida Rask|a1|0113 1", "c2|Tom Yu|a3|01482 2"),
    "leads": rows_of("id name stage score", "l1|Fern Mill|new|20", "l2|Gate Works|qualified|70"),
}


def query(rows: Rows, object: str) -> object:
    return {"records": rows[object]}


def alter(rows: Rows, object: str, recordId: str, fields: dict[str, Any]) -> object:
    row = find(rows[object], "id", recordId)
    assert {*fields} <= {*row} - {"id"}
    row.update(fields)
    return {}


def erase(rows: Rows, object: str, recordId: str) -> object:
    rows[object].remove(find(rows[object], "id", recordId))
    return {}


CRM = Field("crm", CRM_ROWS, (
    Tool("listRecords", "Returns the records of an object.", {"object": KIND}, query, ("object",)),
    Tool(
        "updateRecord", "Updates a record.", {"object": KIND, "recordId": text(), "fields": {"type": "object"}}, alter,
        ("object", "recordId", "fields"),
    ),
    Tool("deleteRecord", "Deletes a record.", {"object": KIND, "recordId": text()}, erase, ("object", "recordId")),
), ())  # fmt: skip


def crm(kind: str, key: str, **fields: object) -> list[Any]:
    return [("updateRecord", {"object": kind, "recordId": key, "fields": fields})]


@pytest.mark.parametrize(("prompt", "end"), [
    ("Set the rating of Oak & Sons to warm", crm("accounts", "a2", rating="warm")),
    ("Set the score of Fern Mill to 45", crm("leads", "l1", score=45)),
    ("Change the phone of Ida Rask to 01132077", crm("contacts", "c1", phone="01132077")),
    ("Delete the lead Gate Works", [("deleteRecord", {"object": "leads", "recordId": "l2"})]),
    ("Delete the account Gate Works", ASK),
    ("Pillar is hot, not cold, change that", ASK),
])  # fmt: skip
def test_an_action_for_every_kind_is_done_to_a_record_of_the_kind_that_is_meant(prompt: str, end: Any) -> None:
    verdict = judge(CRM, Job(prompt, end))
    assert verdict.right, verdict


TYPE = text(enum=["books", "authors", "halls"])
BOOKS = {
    "books": rows_of("id title copies hall", *(f"{at}|{name}|{at}|{1 + at % 2}" for at, name in enumerate(
        ("Tidewater", "Salt Roads", "The Long Barn", "Glass Season", "Moth Hours"), 1,
    ))),
    "authors": rows_of("id name", "7|Wren Abbot", "8|Juno Falk"),
    "halls": rows_of("id name", "1|Nave", "2|Crypt", "3|Vault 2"),
}  # fmt: skip


def resource(kind: str, row: Any) -> Any:
    own = {name: value for name, value in row.items() if name not in ("id", "hall")}
    related = {"hall": {"data": {"type": "halls", "id": str(row["hall"])}}} if "hall" in row else {}
    return {"type": kind, "id": str(row["id"]), "attributes": own, "relationships": related}


def index(rows: Rows, type: str, page: Any = None) -> object:
    at = (page or {}).get("number", 1)
    return {"data": [resource(type, row) for row in rows[type][3 * at - 3:3 * at]], "meta": {"total": len(rows[type])}}


def patch(rows: Rows, data: Any) -> object:
    row = next(one for one in rows[data["type"]] if str(one["id"]) == data["id"])
    row.update(data.get("attributes") or {})
    for name, told in (data.get("relationships") or {}).items():
        assert told["data"]["type"] == "halls"
        row[name] = int(told["data"]["id"])
    return {}


OPEN = {"type": "object"}
BODY = {**shape(type=TYPE, id=text(), attributes=OPEN, relationships=OPEN), "required": ["type", "id"]}
PAGE = shape(number=number(), size=number())
LIBRARY = Field("jsonapi", BOOKS, (
    Tool("resources_list", "GET /{type}", {"type": TYPE, "page": PAGE}, index, ("type",)),
    Tool("resources_update", "PATCH /{type}/{id}", {"data": BODY}, patch, ("data",)),
), ())  # fmt: skip


def book(key: int, **body: object) -> list[Any]:
    return [("resources_update", {"data": {"type": "books", "id": str(key), **body}})]


def on(hall: int) -> dict[str, Any]:
    return {"hall": {"data": {"type": "halls", "id": str(hall)}}}


@pytest.mark.parametrize(("prompt", "end"), [
    ("Set the copies of Salt Roads to 12", book(2, attributes={"copies": 12})),
    ("Rename the book Moth Hours to Moth Nights", book(5, attributes={"title": "Moth Nights"})),
    ("Move Tidewater to the Nave", book(1, relationships=on(1))),
    ("Move Tidewater to Vault 2", book(1, relationships=on(3))),
])  # fmt: skip
def test_values_and_relations_are_set_where_the_records_show_them(prompt: str, end: Any) -> None:
    verdict = judge(LIBRARY, Job(prompt, end))
    assert verdict.right, verdict


def test_what_a_resource_object_holds_is_shown_to_who_asks_for_it() -> None:
    verdict = judge(LIBRARY, Job("Which books are on the Nave hall?", [], shows=("Salt Roads", "Glass Season")))
    assert verdict.right, verdict


def catalogue(*tools: tuple[str, dict[str, Any]]) -> Any:
    """Of each tool every input is required."""
    listed = [
        {"name": name, "description": "", "parameters": {"type": "object", "properties": own, "required": [*own]}}
        for name, own in tools
    ]
    return catalogue_from_tools({"tools": listed})


def seen(*tools: tuple[str, dict[str, Any]]) -> list[str]:
    return [one.name for one in generic.spread(catalogue(*tools)).catalogue.actions.values()]


LIST, MANY = ("list_records", {"type": KIND}), text(enum=[f"kind{at}" for at in range(40)])


def test_an_api_is_generic_only_where_a_list_and_a_write_take_the_same_few_kinds() -> None:
    assert "delete_record:leads" in seen(LIST, ("delete_record", {"type": KIND, "id": text()}))
    assert seen(LIST, ("add_track", {"name": text()})) == ["list_records", "add_track"]
    assert seen(LIST, ("pay_fine", {"type": text(enum=["card", "cash"])})) == ["list_records", "pay_fine"]
    assert seen(("list_records", {"type": MANY}), ("delete_record", {"type": MANY}))[0] == "list_records"
    assert "add_ticket" in seen(LIST, ("delete_record", {"type": KIND}), ("add_ticket", {"type": text()}))


def test_steps_are_turned_into_those_of_a_kind_and_back() -> None:
    known = generic.spread(catalogue(LIST, ("delete_record", {"type": KIND, "recordId": text()})))
    plain = Step("1", "catalogue", "delete_record", "unsafe", {"type": Literal("leads"), "recordId": Literal("l1")})
    turned = generic.forward(known, plain)

    assert (turned.action, turned.inputs) == ("delete_record:leads", {"id": Literal("l1")})
    assert generic.back(known, turned) == plain
    assert generic.forward(known, replace(plain, inputs={"type": Literal("boats")})).action == "delete_record"


def test_a_body_that_comes_whole_from_elsewhere_is_not_lost() -> None:
    body = {"type": "object", "properties": {"type": KIND, "id": text(), "fields": {"type": "object"}}}
    known = generic.spread(catalogue(LIST, ("update_record", {"data": body})))
    told = Step("2", "catalogue", "update_record:leads", "unsafe", {"data": Output("1", "draft")})

    assert generic.back(known, told).inputs == {"data": Output("1", "draft")}
    assert generic.back(known, replace(told, inputs={})).inputs == {"data": Literal({"type": "leads"})}


MEMBER = {**shape(type=text(), id=text()), "required": ["type", "id"]}
SORT = text(enum=["teams", "players", "grounds"])
CLUB_ROWS: Rows = {
    "teams": [
        {"id": "t1", "name": "Falcons", "status": "active", "players": ["p1", "p2"]},
        {"id": "t2", "name": "Otters", "status": "paused", "players": ["p3"]},
    ],
    "players": rows_of("id name age", "p1|Ida Rask|19", "p2|Bo Lind|22", "p3|Cy Noon|24"),
    "grounds": rows_of("id name seats", "g1|North End|400", "g2|South End|90"),
}  # fmt: skip


def linked(kind: str, row: Any) -> Any:
    own = {name: value for name, value in row.items() if name not in ("id", "players")}
    data = [{"type": "players", "id": one} for one in row.get("players", ())]
    related = {"players": {"data": data}} if kind == "teams" else {}
    return {"type": kind, "id": row["id"], "attributes": own, "relationships": related}


def among(rows: Rows, type: str, id: str, relationship: str, data: list[Any], gone: bool) -> object:
    held = find(rows[type], "id", id)[relationship]
    for one in data:
        assert one["type"] == "players" and (one["id"] in held) == gone
        held.remove(one["id"]) if gone else held.append(one["id"])
    return {}


def patched(rows: Rows, data: dict[str, Any]) -> object:
    find(rows[data["type"]], "id", data["id"]).update(data["attributes"])
    return {}


WHOSE = {"type": SORT, "id": text(), "relationship": text(enum=["players"]), "data": {"type": "array", "items": MEMBER}}
CLUB = Field("club", CLUB_ROWS, (
    Tool("items.list", "Lists teams, players or grounds.", {"type": SORT},
         lambda rows, type: {"data": [linked(type, row) for row in rows[type]]}, ("type",)),
    Tool("items.update", "Changes a record.", {"data": {
        **shape(type=SORT, id=text(), attributes={"type": "object"}), "required": ["type", "id", "attributes"]}},
        patched, ("data",)),
    Tool("items.delete", "Deletes a record.", {"type": SORT, "id": text()},
         lambda rows, type, id: rows[type].remove(find(rows[type], "id", id)), ("type", "id")),
    Tool("links.add", "Adds members to a relationship.", WHOSE,
         lambda rows, **told: among(rows, **told, gone=False), tuple(WHOSE)),
    Tool("links.remove", "Removes members from a relationship.", WHOSE,
         lambda rows, **told: among(rows, **told, gone=True), tuple(WHOSE)),
), ())  # fmt: skip


def patch(kind: str, key: str, **told: object) -> list[Any]:
    return [("items.update", {"data": {"type": kind, "id": key, "attributes": told}})]


def link(verb: str, team: str, *players: str) -> list[Any]:
    data = [{"type": "players", "id": one} for one in players]
    return [(f"links.{verb}", {"type": "teams", "id": team, "relationship": "players", "data": data})]


@pytest.mark.parametrize(("prompt", "end"), [
    ("Add Ida Rask to the players of the Otters", link("add", "t2", "p1")),
    ("Add Ida Rask and Bo Lind to the Otters", link("add", "t2", "p1", "p2")),
    ("Remove Bo Lind from the Falcons", link("remove", "t1", "p2")),
    ("Remove Bo Lind from the players of the Falcons", link("remove", "t1", "p2")),
    ("Delete the player Cy Noon", [("items.delete", {"type": "players", "id": "p3"})]),
    ("Pause the Falcons", patch("teams", "t1", status="paused")),
    ("Change Cy Noon's age to 25", patch("players", "p3", age=25)),
])  # fmt: skip
def test_members_are_added_to_a_relation_and_taken_from_it(prompt: str, end: Any) -> None:
    verdict = judge(CLUB, Job(prompt, end))
    assert verdict.right, verdict
