"""Requests about records in which a second clause repeats the deed of the first, in two catalogues."""

from typing import Any

import pytest

from chalicelib.planning.records.reach import Unsure
from tests.planning.records.test_oneself import DIVE_ROWS, DIVES, SONG_ROWS, SONGS, ids, writes
from tests.planning.records.test_records import writes as plants


@pytest.mark.parametrize(
    ("prompt", "found"),
    [
        ("Cancel the Reef dive and do the same for the Wall dive", ["d2", "d3"]),
        ("Cancel the Reef dive, and the Wall dive too", ["d2", "d3"]),
        ("Cancel the Reef dive. Do the same for the Wreck dive.", ["d2", "d1"]),
        ("I need to cancel the Reef dive. Can you do that for me please?", ["d2"]),
        ("If there are more than 2 dives, cancel the Reef dive and the Wall dive as well", ["d2", "d3"]),
        ("If there are more than 5 dives, cancel the Reef dive and the Wall dive as well", []),
    ],
)
def test_the_deed_is_done_to_both(prompt: str, found: list[Any]) -> None:
    assert ids(DIVES, DIVE_ROWS, prompt) == found


def test_the_new_value_is_said_again() -> None:
    told = writes(SONGS, SONG_ROWS, "Hand the song Dawn to Tim Roe and do the same for the song Ember")

    assert [(one, inputs["conductor"].value) for one, inputs in told] == [(11, "Tim Roe"), (13, "Tim Roe")]  # type: ignore[union-attr]  # a mention


def test_another_style_of_request_reads_the_same() -> None:
    prompt = "Move the Thyme plant to the South bed, and the North Basil plant as well"

    assert plants(prompt) == [("update_plant", "p2"), ("update_plant", "p1")]


def test_where_the_second_cannot_be_told_nothing_is_written() -> None:
    with pytest.raises(Unsure):
        ids(DIVES, DIVE_ROWS, "Cancel the Reef dive and do the same for the withered dive")
