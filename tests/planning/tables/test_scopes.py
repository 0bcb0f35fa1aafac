"""Which lists of a large service are read for a request."""

from typing import Any

from chalicelib.planning.composer.index import index_of
from chalicelib.planning.composer.words import tokens
from chalicelib.planning.planner import Catalogue
from chalicelib.planning.records.reach import Reach
from chalicelib.planning.tables.scope import scopes
from tests.tools.documents import body, op, tool

KEY = [{"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}]


def kind(name: str, **fields: Any) -> dict[str, Any]:
    return {
        f"/{name}": {"get": op(operationId=f"list_{name}")},
        f"/{name}/{{id}}": {"patch": op(operationId=f"update_{name}", parameters=KEY, **body(
            {"type": "object", "properties": {"note": {"type": "string"}, **fields}}))},
    }


def test_what_takes_the_key_of_the_records_that_a_request_names_is_read_next():
    paths = {**kind("basins"), **kind("dinghies", basin={"type": "integer"})}
    for name in ("sails", "ropes", "oars", "anchors", "flags", "buoys", "charts"):
        paths |= kind(name)
    actions = tool(paths, name="marina", auth={"type": "none"}).actions
    entries = index_of(Catalogue("marina", {one.ref: one for one in actions})).entries.values()
    near, further = scopes(Reach({}), entries, tokens("Move Swift to the basin East"))

    assert [one.ref for one in near] == ["marina.list_basins"]
    assert {one.ref for one in further} == {"marina.list_basins", "marina.list_dinghies"}


def test_what_is_said_to_be_done_is_read_though_it_is_called_otherwise():
    scrap = {"post": op(operationId="scrap_dinghies", parameters=KEY)}
    paths = {**kind("basins"), **kind("dinghies"), "/dinghies/{id}/scrap": scrap}
    for name in ("sails", "ropes", "oars", "anchors", "flags", "buoys", "charts"):
        paths |= kind(name)
    actions = tool(paths, name="marina", auth={"type": "none"}).actions
    entries = index_of(Catalogue("marina with scrap", {one.ref: one for one in actions})).entries.values()
    near, *_ = scopes(Reach({}), entries, tokens("Which skiffs in the basin East have been scrapped?"))

    assert {one.ref for one in near} == {"marina.list_basins", "marina.list_dinghies"}
