"""S3: more objects than one page, and what is not there."""

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.domain.errors import Unavailable
from tests.aws.fixtures import MotoHome, moto_home


@pytest.fixture
def home() -> Iterator[MotoHome]:
    with moto_home() as opened:
        yield opened


def test_a_prefix_of_several_pages_goes_and_its_neighbour_stays(home: MotoHome) -> None:
    for n in range(1_003):
        home.blobs.put(f"acc_1.live/{n}", b"x")
    home.blobs.put("acc_1.test/1", b"y")

    assert home.blobs.delete_prefix("acc_1.live/") == 1_003
    assert home.blobs.delete_prefix("acc_1.live/") == 0
    assert home.blobs.get("acc_1.live/7") is None
    assert home.blobs.get("acc_1.test/1") == b"y"


def test_no_prefix_means_nobody_and_not_everybody(home: MotoHome) -> None:
    with pytest.raises(ValueError, match="everybody"):
        home.blobs.delete_prefix("")


def test_a_blob_that_could_not_be_deleted_raises(home: MotoHome) -> None:
    def refuse(parsed: dict[str, Any], **_: object) -> None:
        parsed["Errors"] = [{"Key": "a/1", "Code": "InternalError", "Message": ""}]

    home.blobs.put("a/1", b"x")
    home.clients.s3.meta.events.register("after-call.s3.DeleteObjects", refuse)

    with pytest.raises(Unavailable, match="1 of 1 blobs were not deleted, first 'a/1'"):
        home.blobs.delete_prefix("a/")
