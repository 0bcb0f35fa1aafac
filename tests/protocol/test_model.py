"""The protocol holds, and each of its rules is needed: the explorer's short form.

The long form is `python -m tests.protocol --faults 2` (docs/protocol.md).
"""

import pytest

from tests.protocol.explorer import explore
from tests.protocol.rules import Rules
from tests.protocol.scenarios import SCENARIOS
from tests.protocol.weakened import WEAKENED, Weakened


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_invariant_holds_in_every_order_of_events(name: str) -> None:
    scenario = SCENARIOS[name]
    result = explore(scenario, Rules(), 1 - scenario.wide)
    assert not result.broken, " | ".join(result.trace)
    assert result.complete
    assert result.ends, "no path ended, so nothing was shown"
    assert scenario.wide or result.faults, "no fault fired"


@pytest.mark.parametrize("weakened", WEAKENED, ids=lambda one: one.number)
def test_a_counter_example_is_found_as_soon_as_a_rule_is_removed(weakened: Weakened) -> None:
    result = explore(weakened.scenario, weakened.rules, weakened.faults, seconds=60)
    assert result.broken, f"{weakened.what}: nothing found in {result.states} states"
    assert result.trace
