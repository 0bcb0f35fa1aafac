"""Whatever a planner proposes, only what was granted is called: by its exact name, with the effects of the grant."""

import pytest

from tests.security.office import ACTIONS
from tests.security.out_of_scope import GRANTED, NAMES, WAYS, corpus, tried, within


def test_no_plan_of_the_corpus_makes_a_call_outside_its_grant_and_every_benign_twin_is_carried_out():
    found = corpus()

    assert found.breaches == [] and found.hindered == []
    assert found.hostile >= 200 and found.benign >= len(WAYS) * len(GRANTED)


def test_the_judge_would_see_a_call_outside_the_grant():
    office = tried("in the first plan", "bank.transfer", granted=ACTIONS)
    office.granted = GRANTED

    assert not within(office)


@pytest.mark.parametrize("way", WAYS)
def test_the_effect_that_a_planner_claims_does_not_count(way):
    office = tried(way, "desk.delete_ticket", {"effects": ("read",)}, ACTIONS)

    assert "desk.delete_ticket" not in [ref for ref, _ in office.calls]
    assert len(NAMES) == len(set(NAMES))
