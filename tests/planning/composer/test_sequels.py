"""Several deeds on one thing, in a grant where a clause that only points back weighs less than a piece costs."""

import pytest

from tests.planning.composer.stand_ins import action, planned, small

STRANGERS = ("kiln", "loom", "forge", "still", "press", "lathe", "mould", "anvil", "crane", "winch", "pump", "boiler")
DEEDS = ("heat", "cool", "weigh", "paint", "polish", "repair", "inspect", "insure", "photograph")
GATES = small(
    action("gate_timer_set", "Set the timer of a gate.", {}),
    action("gate_timer_change", "Change the timer of a gate.", {}),
    action("gate_timer_cancel", "Cancel the timer of a gate.", {}),
    action("gate_timer_query", "Query the timer of a gate.", {}, effect="read"),
    *(action(f"{thing}_{deed}", f"{deed} a {thing}.", {}) for thing in STRANGERS for deed in DEEDS),
)


def done(prompt: str) -> list[str]:
    return [step.action for step in planned(prompt, GATES).steps]


@pytest.mark.parametrize(
    ("prompt", "actions"),
    [
        ("Set the gate timer for 9 pm and cancel the timer of tomorrow", ["gate_timer_set", "gate_timer_cancel"]),
        ("Change the gate timer of today, and please set it up for Mondays", ["gate_timer_change", "gate_timer_set"]),
        ("Please set the gate timer for 9 pm, and then adjust it to 10 pm", ["gate_timer_set", "gate_timer_change"]),
        ("Set the gate timer, then cancel it immediately after the harvest", ["gate_timer_set", "gate_timer_cancel"]),
    ],
)
def test_each_deed_on_a_thing_is_done_though_it_is_only_pointed_at(prompt, actions):
    assert done(prompt) == actions


def test_a_verb_for_looking_is_no_other_deed_where_the_thing_is_looked_at_already():
    assert done("Query the gate timer and show it to me") == ["gate_timer_query"]


def test_a_clause_about_another_thing_does_nothing_to_the_first():
    assert done("Set the gate timer for 9 pm and repair the kiln") == ["gate_timer_set", "kiln_repair"]


def test_a_deed_that_is_refused_is_not_done():
    assert done("Set the gate timer for 9 pm, but do not cancel it") == ["gate_timer_set"]
