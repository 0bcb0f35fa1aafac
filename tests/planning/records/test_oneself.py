""" "My", "mine" and "me" in requests about records, in two catalogues of different style."""

from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.domain.binding import Binding, Context
from chalicelib.planning.door import catalogue_from_tools
from chalicelib.planning.planner import Brief
from chalicelib.planning.records import decide
from chalicelib.planning.records.reach import Reach, Unsure
from tests.planning.records.test_records import TEXT, tool

NOW = int(datetime(2026, 3, 11, 10, tzinfo=UTC).timestamp() * 1000)
DIVES = {
    "tools": [
        tool("list_dives", "Lists all dives."),
        tool("cancel_dive", "Cancels a dive.", "dive_id", dive_id=TEXT),
        tool("update_dive", "Updates a dive.", "dive_id", dive_id=TEXT, leader_email=TEXT, assigned_to=TEXT),
    ]
}
DIVE_ROWS = [
    {"dive_id": "d1", "site": "Wreck", "assigned_to": "u-7", "leader_email": "ida@sea.example", "depth": 30},
    {"dive_id": "d2", "site": "Reef", "assigned_to": "u-9", "leader_email": "kai@sea.example", "depth": 12},
    {"dive_id": "d3", "site": "Wall", "assigned_to": "u-7", "leader_email": "kai@sea.example", "depth": 25},
]
SONGS = {
    "tools": [
        tool("songs.list", "All songs of the choir."),
        tool("songs.delete", "Deletes a song.", "songId", songId={"type": "integer"}),
        tool("songs.edit", "Edits a song.", "songId", songId={"type": "integer"}, conductor=TEXT, title=TEXT),
    ]
}
SONG_ROWS = [
    {"songId": 11, "title": "Dawn", "conductor": "Ruth Abel", "key": "C"},
    {"songId": 12, "title": "Dusk", "conductor": "Tim Roe", "key": "G"},
    {"songId": 13, "title": "Ember", "conductor": "Ruth Abel", "key": "G"},
]


def writes(
    document: Any, rows: list[dict[str, Any]], prompt: str, **context: Any
) -> list[tuple[Any, dict[str, Binding]]]:
    catalogue = catalogue_from_tools(document)
    (reader,) = [one.ref for one in catalogue.actions.values() if "list" in one.name]
    found = decide.decided(Brief(prompt, catalogue, context=context, now=NOW), Reach({(reader, ()): ("look1a", rows)}))
    assert found is not None
    told = []
    for one in found.writes:
        target = next(name for name in one.inputs if name.lower().endswith("id"))
        row = one.row
        assert row is not None
        told.append((row.values[target], {name: value for name, value in one.inputs.items() if name != target}))
    return told


def ids(document: Any, rows: list[dict[str, Any]], prompt: str, **context: Any) -> list[Any]:
    return [one for one, _ in writes(document, rows, prompt, **context)]


@pytest.mark.parametrize(
    ("prompt", "found"),
    [
        ("Cancel all dives assigned to me", ["d1", "d3"]),
        ("Cancel my dives", ["d1", "d3"]),
        ("Cancel my deepest dive", ["d1"]),
        ("Cancel my loveliest dive", None),
        ("Cancel every dive of mine", ["d1", "d3"]),
        ("Cancel my dive with the greatest depth", ["d1"]),
    ],
)
def test_mine_is_what_the_users_id_stands_in(prompt: str, found: list[str] | None) -> None:
    if found is None:
        with pytest.raises(Unsure):
            ids(DIVES, DIVE_ROWS, prompt, user_id="u-7")
    else:
        assert ids(DIVES, DIVE_ROWS, prompt, user_id="u-7") == found


@pytest.mark.parametrize(
    "context", [{"name": "Ruth Abel"}, {"user": {"name": "Ruth Abel", "id": 4}}, {"user_name": "ruth abel"}]
)
def test_a_name_fact_finds_the_field_with_names(context: dict[str, Any]) -> None:
    assert ids(SONGS, SONG_ROWS, "Delete my songs", **context) == [11, 13]
    assert ids(SONGS, SONG_ROWS, "Delete all songs conducted by me", **context) == [11, 13]


def test_a_user_of_whom_no_record_tells_has_none() -> None:
    assert ids(DIVES, DIVE_ROWS, "Cancel all dives assigned to me", user_id="u-1") == []


@pytest.mark.parametrize("prompt", ["Cancel all dives assigned to me", "Cancel my dives"])
def test_who_asks_is_asked_where_no_fact_tells_it(prompt: str) -> None:
    with pytest.raises(Unsure, match="person who asks"):
        ids(DIVES, DIVE_ROWS, prompt)


def test_two_fields_that_tell_other_records_lead_to_a_question_and_the_verb_decides() -> None:
    rows = [{**DIVE_ROWS[0], "booked_by": "u-9"}, {**DIVE_ROWS[1], "booked_by": "u-7"}]

    assert ids(DIVES, rows, "Cancel the dives booked by me", user_id="u-7") == ["d2"]
    assert ids(DIVES, rows, "Cancel the dives assigned to me", user_id="u-7") == ["d1"]


def test_me_as_a_new_value_is_the_fact_that_the_field_takes() -> None:
    assert writes(DIVES, DIVE_ROWS, "Assign the Reef dive to me", user_id="u-7", email="ida@sea.example") == [
        ("d2", {"assigned_to": Context("user_id")})
    ]
    assert writes(SONGS, SONG_ROWS, "Hand the song Dusk to me", user={"name": "Ruth Abel"}) == [
        (12, {"conductor": Context("user.name")})
    ]


def test_me_as_a_new_value_is_asked_where_no_fact_tells_it() -> None:
    with pytest.raises(Unsure):
        writes(DIVES, DIVE_ROWS, "Assign the Reef dive to me")
