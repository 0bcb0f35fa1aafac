"""Where the records of an answer stand, and what they hold."""

import pytest

from chalicelib.planning.records.reach import Reach
from chalicelib.planning.revise.paths import list_in

LAMPS = [{"id": "l1", "room": "hall"}, {"id": "l2", "room": "porch"}]
EDGES = [{"cursor": one["id"], "node": one} for one in LAMPS]
CONNECTION = {"edges": EDGES, "pageInfo": {"endCursor": "l2"}}


@pytest.mark.parametrize(("answer", "path"), [
    (LAMPS, "@"),
    ({"ok": True, "lamps": LAMPS}, "lamps"),
    ({"data": {"lamps": LAMPS}, "meta": {"requestId": "r1"}}, "data.lamps"),
    ({"success": True, "result": {"total": 2, "hasMore": False, "lamps": LAMPS}}, "result.lamps"),
    ({"data": {"lamps": CONNECTION}}, "data.lamps.edges"),
    ({"data": {"lamps": []}, "warnings": {}}, "data.lamps"),
])
def test_the_list_of_an_answer_is_found_in_its_envelopes(answer: object, path: str) -> None:
    found = list_in(answer)

    assert found is not None
    assert found[0] == path


@pytest.mark.parametrize("answer", [
    {"data": {"id": "h7", "owner": "Ada", "lamps": LAMPS}},
    {"house": {"street": "Long Row", "lamps": LAMPS}},
    {"a": {"lamps": LAMPS}, "b": {"locks": LAMPS}},
])
def test_a_record_with_a_list_is_no_envelope_and_of_two_lists_none_is_the_list(answer: object) -> None:
    assert list_in(answer) is None


def test_a_record_in_a_wrapper_is_read_as_if_it_stood_there_itself() -> None:
    rows = Reach({("home.list_lamps", ()): ("1", {"data": {"lamps": CONNECTION}})}).rows("home.list_lamps", {})

    assert rows is not None
    assert [dict(row.values) for row in rows] == LAMPS
    assert rows[1].at("room") == "data.lamps.edges[1].node.room"
