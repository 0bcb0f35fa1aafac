"""Records are read page by page in the same conventions as plans."""

import pytest

from chalicelib.domain.tool import Action
from chalicelib.planning.composer.entry import entry
from chalicelib.planning.records.paging import following
from chalicelib.planning.records.reach import Reach
from chalicelib.planning.tables.sources import cap

ROWS = [{"id": "a"}]


@pytest.mark.parametrize(("output", "name"), [
    ({"metadata": {"continue": "t"}}, "continue"), ({"paging": {"next": {"after": "t"}}}, "after"),
    ({"pageInfo": {"hasNextPage": True, "endCursor": "t"}}, "after"), ({"next_cursor": "t"}, "cursor"),
    ({"next": "t"}, "cursor"), ({"next": "t"}, "page_token"), ({"offset": "t"}, "offset"),
])
def test_each_convention_leads_to_the_next_page_once(output, name):
    properties = {name: {"type": "string"}, "limit": {"type": "integer"}}

    assert following(properties, {"limit": 1}, {"rows": ROWS, **output}, 1, 1) == {"limit": 1, name: "t"}
    assert following(properties, {name: "t"}, {"rows": ROWS, **output}, 1, 1) is None


@pytest.mark.parametrize("link", ["/v2/kegs.json?page=2&size=1", "?page=2", "https://kegs.example/v2/kegs?page=2"])
def test_a_link_to_the_next_page_is_no_page_itself(link: str) -> None:
    properties = {"page": {"type": "integer"}, "size": {"type": "integer", "default": 1}}

    followed = following(properties, {}, {"rows": ROWS, "next_page": link}, 1, 1)

    assert followed is not None and followed["page"] == 2


def test_a_flag_that_says_it_was_the_last_page_wins_over_a_total():
    properties = {"page": {"type": "integer"}}

    assert following(properties, {}, {"rows": ROWS, "total": 9, "has_more": False}, 1, 1) is None
    assert following(properties, {}, {"rows": ROWS, "total": 9, "has_more": "N"}, 1, 1) is None
    assert following(properties, {}, {"rows": ROWS, "total": 9, "last_page": 1}, 1, 1) == {"page": 2}
    assert following(properties, {}, {"rows": ROWS, "total": 9}, 1, 1) == {"page": 2}


@pytest.mark.parametrize(("output", "partial"), [
    ({"next": "t"}, True), ({"next": None}, False), ({"next_link": "/rows?b=2"}, True), ({"has_more": False}, False),
])
def test_a_list_is_not_whole_where_it_tells_of_a_page_that_no_input_leads_to(output, partial):
    reach = Reach({("rows.list", ()): ("1", {"rows": ROWS, **output})})

    assert reach.partial("rows.list", {}, 1) is partial


def test_a_list_is_not_whole_where_its_next_page_was_refused() -> None:
    many = {"type": "object", "properties": {"page": {"type": "integer"}}}
    listing = Action("rows", "list", "List rows.", many, None, "read")
    first, second = ("rows.list", ()), ("rows.list", (("page", 2),))
    reach = Reach({first: ("1", {"rows": ROWS, "has_more": True}), second: ("2", None)}, {"rows.list": listing})

    assert len(reach.rows("rows.list", {}) or ()) == 1
    assert reach.partial("rows.list", {}, 1)


@pytest.mark.parametrize(("said", "most"), [
    ("Returns at most 5.", 5), ("Gives up to twenty rows.", 20), ("The first 8 rows.", 8), ("5 at most", 5),
    ("Lists rows at most once.", 0), ("Returns all.", 0),
])
def test_how_many_come_back_at_most(said: str, most: int) -> None:
    listing = Action("rows", "list", said, {"type": "object", "properties": {}}, None, "read")

    assert cap(entry("rows.list", listing)) == most


SINCE = {"since_id": {"type": "integer"}, "limit": {"type": "integer", "description": "At most 2."}}
PAGED = {"page": {"type": "integer"}, "per_page": {"type": "integer", "default": 2, "maximum": 50}}


def test_a_full_page_that_tells_nothing_is_followed_by_another_one():
    two, one = {"kegs": [{"id": 4}, {"id": 9}]}, {"kegs": [{"id": 4}]}

    assert following(SINCE, {}, two, 2, 2) == {"since_id": 9}
    assert following(PAGED, {}, two, 2, 2) == {"page": 2}
    assert following(SINCE, {}, one, 1, 1) is following(PAGED, {}, one, 1, 1) is None
    assert following(PAGED, {}, {**two, "total": 2}, 2, 2) is None
    assert following(PAGED, {}, {**two, "has_more": False}, 2, 2) is None


def test_where_nobody_says_how_many_a_page_holds_only_the_last_id_is_gone_on_behind():
    assert following({"since_id": {"type": "integer"}}, {}, {"kegs": [{"id": 4}]}, 1, 1) == {"since_id": 4}
    assert following({"page": {"type": "integer"}}, {}, {"kegs": [{"id": 4}]}, 1, 1) is None
