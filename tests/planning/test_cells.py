"""Cells that hold more than their value: read as it, and bound where it stands."""

import pytest

from chalicelib.domain.binding import Literal, Output, Several
from chalicelib.domain.plan import Step
from chalicelib.planning.cells import bound, plain
from chalicelib.planning.input_views import Scattered

ROWS = {"results": [
    {"id": 1, "State": {"id": 7, "value": "Open", "color": "red"}, "Guests": [{"id": 3, "value": "Ann"}],
     "Tags": [{"id": 1, "value": "Red"}, {"id": 2, "value": "Blue"}], "Own": {"street": "Elm"}},
    {"id": 2, "State": None, "Guests": [], "Tags": [], "Own": {}},
]}  # fmt: skip


def test_a_cell_is_seen_as_what_it_holds() -> None:
    seen, ways = plain(ROWS, ["Guests"], ["result"])
    assert seen["results"][0] == {
        "id": 1, "State": "Open", "Guests": [3], "Tags": ["Red", "Blue"], "Own": {"street": "Elm"}
    }
    assert ways == {"State": ".value", "Guests": "[].id", "Tags": "[].value"}
    assert ROWS["results"][0]["State"] == {"id": 7, "value": "Open", "color": "red"}  # what was read stays as it is


def test_what_is_taken_from_it_is_taken_where_it_stands() -> None:
    step = Step("1", "t", "a", "update", {
        "id": Output("look1", "results[0].id"), "state": Output("look1", "results[0].State"),
        "all": Several((Output("look1", "{Key: results[0].id, Guests: results[0].Guests}"),)),
        "other": Output("look2", "results[0].State"), "said": Literal("State"),
    })  # fmt: skip
    real = bound(step, {"look1": {"State": ".value", "Guests": "[].id"}}).inputs
    assert real["state"] == Output("look1", "results[0].State.value")
    assert real["all"] == Several((Output("look1", "{Key: results[0].id, Guests: results[0].Guests[].id}"),))
    assert real["id"] == step.inputs["id"] and real["other"] == step.inputs["other"]


def test_one_of_several_values_has_no_path() -> None:
    step = Step("1", "t", "a", "update", {"tag": Output("look1", "results[0].Tags[0]")})
    with pytest.raises(Scattered):
        bound(step, {"look1": {"Tags": "[].value"}})
