"""No secret is kept or said anywhere outside the vault, on either home; what stands beside it stays readable."""

from pathlib import Path

import pytest

from tests.security.canaries import ALL
from tests.security.kept import FEWER, on_aws, on_sqlite, tally


@pytest.mark.parametrize("home", ["sqlite", "aws"])
def test_no_canary_is_found_and_every_neighbour_is(home: str, tmp_path: Path):
    kept = on_sqlite(tmp_path) if home == "sqlite" else on_aws()
    found = tally(kept)

    assert found.breaches == [] and found.hindered == []
    assert found.hostile == found.benign == len(kept.cases)
    places = {where.split()[0] for where in kept.said}
    assert {"logs", "answers", "messages", "webhooks"} < places and places & {"table", "requests"}


def test_the_canaries_are_all_different():
    assert len({case.secret for case in ALL}) == len(ALL) == len({case.word for case in ALL})
    assert len(ALL) >= 50 and len(FEWER) >= 20 and {case.kind for case in FEWER} == {case.kind for case in ALL}
