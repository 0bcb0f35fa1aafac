"""A depot of gauges, made up: pages that must be told, keys that stand beside their kind, deeds that speak of other kinds."""

from copy import deepcopy
from typing import Any

import pytest

from chalicelib.planning.records.paging import whole
from tests.fields.driver import Verdict, judge
from tests.fields.service import ASK, Field, Job, Rows, Tool, find, number, text

ROWS: Rows = {
    "gauges": [
        {"id": f"g{at}", "title": title, "active": active}
        for at, (title, active) in enumerate((("North tank", True), ("South tank", False), ("Yard", True), ("Gate", False), ("Roof", True)))
    ],
    "routines": [{"id": f"r{at}", "name": name, "active": active} for at, (name, active) in enumerate((("Night flush", False), ("Test", True)))],
}  # fmt: skip


def paged(rows: Rows, table: str, pageSize: int, page: int) -> Any:
    size = min(pageSize, 2)
    held = rows[table][size * page : size * (page + 1)]
    shown = [{**one, "id": {"entityType": table.upper(), "id": one["id"]}} for one in held]
    return {"data": shown, "hasNext": size * (page + 1) < len(rows[table])}


def listed(name: str) -> Tool:
    inputs = {"pageSize": number("At most 2 are given."), "page": number("Starting from 0.")}
    return Tool(f"get_{name}", f"A page of {name}.", inputs, lambda rows, **told: paged(rows, name, **told), ("pageSize", "page"))


def taken(rows: Rows, id: str) -> None:
    rows["gauges"].remove(find(rows["gauges"], "id", id))


DEPOT = Field("depot", ROWS, (
    *map(listed, ROWS),
    Tool("delete_gauge", "Delete the gauge, its values and all routines of it.", {"id": text()}, taken, ("id",)),
    Tool("rename_gauge", "Change the title of a gauge.", {"id": text(), "title": text()},
         lambda rows, id, title: find(rows["gauges"], "id", id).update(title=title), ("id", "title")),
), ())  # fmt: skip


def ended(prompt: str, end: Any) -> Verdict:
    return judge(DEPOT, Job(prompt, deepcopy(end)))


@pytest.mark.parametrize(("prompt", "end"), [
    ("Delete the Roof gauge", [("delete_gauge", {"id": "g4"})]),
    ("Change the title of the gauge Gate to 'Main gate'", [("rename_gauge", {"id": "g3", "title": "Main gate"})]),
])  # fmt: skip
def test_pages_that_must_be_told_are_read_from_the_first_and_a_key_beside_its_kind_is_the_key(prompt: str, end: Any) -> None:
    assert ended(prompt, end).right


def test_what_is_deleted_is_what_is_called_so_and_nothing_that_the_action_only_speaks_of() -> None:
    told = ended("Get rid of all routines which are switched off", ASK)
    assert not [name for name, _ in told.calls if name == "delete_gauge"]


@pytest.mark.parametrize(("name", "schema", "first"), [
    ("page", number("Page number"), 1), ("page", number("Starting from 0"), 0), ("page_number", number("zero-based"), 0),
    ("page", number("Page", minimum=0), 0), ("offset", number(), 0), ("per_page", number("At most 50"), 50),
    ("pageSize", number(maximum=200), 200), ("limit", number(), 100), ("page", text("Which page of the book"), None), ("monthlyLimit", number(), None),
])  # fmt: skip
def test_what_a_page_begins_with(name: str, schema: Any, first: int | None) -> None:
    assert whole({name: schema}, [name]).get(name) == first
