"""The crash sweep in its short form; the long one is `make sweep`."""

from dataclasses import replace

import pytest

from tests.proof import sweep
from tests.proof.gate import Fault
from tests.proof.scenarios import SCENARIOS
from tests.proof.stage import Stage


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_task_survives_whatever_goes_wrong_at_any_call(name: str) -> None:
    found = sweep.swept(SCENARIOS[name], every=19)
    assert [point for point in found if point.broken] == []
    assert all(point.fired for point in found), "a fault that does not fire shows nothing"


def test_the_long_form_has_at_least_1500_crash_points_in_12_scenarios() -> None:
    assert len(SCENARIOS) >= 12
    total = 0
    for scenario in SCENARIOS.values():
        total += sum(1 for _ in sweep.points(scenario))
        if total >= 1_500:
            return
    pytest.fail(f"only {total} crash points")


def test_the_sweep_notices_a_provider_that_does_not_keep_its_keys() -> None:
    """A control: what ought to break it does."""
    made = sweep.calls_of(SCENARIOS["linear"])
    at = next(number for number, call in enumerate(made, 1) if call.name == "call 2")
    stage = Stage(SCENARIOS["linear"], Fault(at, "after"))
    stage.provider.memory = -1

    with pytest.raises(AssertionError, match="took effect 2 times"):
        stage.drive()


def test_the_sweep_notices_a_task_that_needs_the_sweeper_where_it_must_not() -> None:
    made = sweep.calls_of(SCENARIOS["linear"])
    at = next(number for number, call in enumerate(made, 1) if call.name == "send steps" and not call.by_api)
    point = sweep.Point("linear", at, "lost", unswept=True)

    assert "only the sweeper can save it" in sweep.crash(point).broken
    assert not sweep.crash(replace(point, unswept=False)).broken
