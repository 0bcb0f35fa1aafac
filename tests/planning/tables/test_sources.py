"""Which reads are lists of records, and what is read of them."""

from typing import Any

import pytest

from chalicelib.domain.edit import Replace
from chalicelib.domain.outcome import Failed
from chalicelib.domain.plan import Step
from chalicelib.planning.composer.index import index_of
from chalicelib.planning.door import catalogue_from_tools
from chalicelib.planning.records.carry import refused
from chalicelib.planning.records.reach import Reach, Row
from chalicelib.planning.tables.nested import level
from chalicelib.planning.tables.sources import sources
from tests.fields.service import listing, number, text

BOAT = {"id": text(), "name": text(), "hull": text()}
BOATS = {"type": "array", "items": {"type": "object", "properties": BOAT}}


def tool(name: str, outputs: Any, required: tuple[str, ...] = (), **inputs: Any) -> dict[str, Any]:
    parameters = {"type": "object", "properties": inputs, "required": list(required)}
    return {"name": name, "description": name.replace("_", " "), "outputs": outputs, "parameters": parameters}


def catalogue(*tools: dict[str, Any]) -> Any:
    return catalogue_from_tools({"tools": list(tools)})


def names(*tools: dict[str, Any]) -> list[str]:
    return [one.entry.action.name for one in sources(index_of(catalogue(*tools)).entries.values())]


def test_what_gives_one_value_or_only_leafs_on_is_no_list() -> None:
    assert names(
        tool("count_boats", {"type": "integer"}), tool("list_boats", BOATS),
        tool("next_boats", BOATS, ("page_token",), page_token=text("The token of the page.")),
    ) == ["list_boats"]


def test_of_reads_that_give_the_same_records_one_is_read() -> None:
    paged = listing("results", **BOAT)

    assert names(tool("find_boats", BOATS), tool("search_boats", paged), tool("list_crews", BOATS)) == [
        "find_boats", "list_crews",
    ]


def test_a_look_that_lacks_an_input_is_not_made() -> None:
    known = catalogue(tool("list_berths", BOATS, ("harbour", "pier"), harbour=text(), pier=text()))
    (ref,) = [one for one in known.actions if one.endswith("list_berths")]
    reach = Reach({}, known.actions)

    assert reach.rows(ref, {"harbour": "north"}) == [] and not reach.wanted
    assert reach.rows(ref, {"harbour": "north", "pier": "2"}) is None and len(reach.wanted) == 1


def test_a_list_that_leaves_some_out_by_default_is_asked_for_all() -> None:
    state = text(enum=["afloat", "sunk", "all"], default="afloat")
    known = catalogue(tool("list_boats", BOATS, state=state, size=number(default=20), kind=text(enum=["all", "oak"])))
    (ref,) = known.actions
    reach = Reach({}, known.actions)
    reach.rows(ref, {})
    reach.rows(ref, {"state": "sunk"})

    assert [dict(inputs) for _, inputs in reach.wanted] == [{"state": "all"}, {"state": "sunk"}]


@pytest.mark.parametrize(("failure", "goes_on"), [
    (Failed("forbidden", "admins only"), True), (Failed("forbidden", "more", scopes=("boats:read",)), False),
    (Failed("not_found"), True), (Failed("unauthorized"), False),
])
def test_a_list_that_the_user_may_not_see_keeps_nobody_from_reading_the_others(failure: Failed, goes_on: bool) -> None:
    edit = refused(Step(id="look1a", tool="harbour", action="list_audits", effect="read"), failure)

    assert isinstance(edit, Replace) == goes_on


def test_records_in_a_list_are_known_by_their_names() -> None:
    row = Row({"id": 1, "tags": [{"id": 7, "name": "oak"}, {"id": 8, "name": "old"}], "crew": [{"id": 3}]}, "1", "")

    assert level(row).values == {"id": 1, "tags": ["oak", "old"], "crew": [{"id": 3}]}


def test_of_a_record_that_holds_a_great_deal_names_and_keys_inside_still_count() -> None:
    owner = {"id": 4, "name": "Ann", **{f"detail{at}": at for at in range(50)}}

    assert level(Row({"id": 1, "owner": owner}, "1", "")).values == {"id": 1, "owner.id": 4, "owner.name": "Ann"}
