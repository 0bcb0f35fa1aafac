"""Refusals as many services write them: what is done first, by the totals that the benchmark tells."""

import pytest

from chalicelib.domain.edit import Recover
from infra.recovery.refusals.__main__ import FILES, first, judged, refusals

LEAST = {"developed": 247, "left_out": 173}
"""Of 336 and 240: never lowered."""


@pytest.mark.parametrize("name", FILES)
def test_as_many_refusals_as_before_are_understood(name: str):
    found = [good for *_, good in judged(name)]

    assert sum(found) >= LEAST[name]


@pytest.mark.parametrize("name", FILES)
def test_whatever_a_service_says_nothing_is_written_that_nobody_was_asked_about(name: str):
    for told in refusals(name):
        edit = first(told)
        steps = edit.steps if isinstance(edit, Recover) else ()
        assert steps[:1] == () or steps[0].ask or steps[0].effect != "unsafe", told
