"""Blobs: bytes under a key, deleted by prefix."""

import pytest

from tests.contracts.conftest import AnyHome

BLOBS = {"empty": b"", "bytes": b"\x00\xff" * 10, "text": "Grüße".encode(), "2 MB": b"x" * 2_000_000}


@pytest.mark.parametrize("data", BLOBS.values(), ids=BLOBS)
def test_what_was_put_comes_back(home: AnyHome, data: bytes) -> None:
    home.blobs.put("acc.live/task_1/a", data)

    assert home.blobs.get("acc.live/task_1/a") == data


def test_a_key_nobody_put_is_none_and_a_second_put_replaces(home: AnyHome) -> None:
    assert home.blobs.get("acc.live/a") is None
    home.blobs.put("acc.live/a", b"1")
    home.blobs.put("acc.live/a", b"22")

    assert home.blobs.get("acc.live/a") == b"22"


def test_deleting_a_prefix_spares_the_neighbours_and_counts(home: AnyHome) -> None:
    doomed = ["acc.live/t1/a", "acc.live/t1/b", "acc.live/t1/é"]
    spared = ["acc.live/t1", "acc.live/t10/a", "acc.test/t1/a", "acc.live/t0/a"]
    for key in (*doomed, *spared):
        home.blobs.put(key, key.encode())

    assert home.blobs.delete_prefix("acc.live/t1/") == 3

    assert [home.blobs.get(key) for key in doomed] == [None] * 3
    assert [home.blobs.get(key) for key in spared] == [key.encode() for key in spared]
    assert home.blobs.delete_prefix("acc.live/t1/") == 0


def test_an_empty_prefix_is_refused_since_it_means_everybody(home: AnyHome) -> None:
    home.blobs.put("acc.live/a", b"1")

    with pytest.raises(ValueError, match="prefix"):
        home.blobs.delete_prefix("")

    assert home.blobs.get("acc.live/a") == b"1"
