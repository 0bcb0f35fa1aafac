"""A planner that proposes a write which nobody asked for: the engine puts it to a person, whoever the planner is."""

from dataclasses import replace

from chalicelib.domain.edit import CarryOn, GiveUp, Recover
from chalicelib.domain.outcome import Failed
from chalicelib.engine.history import history
from chalicelib.engine.signals import answer
from tests.engine.scripted import ACCOUNT, Scene, fails_once, step

SHUT = Failed("rejected", "the gate is shut")
BREAK = replace(step("1.x", action="break_gate", effect="unsafe"), remedy_for="1")


def eager(run, failed, outcome):
    """Proposes a write as the remedy for anything, and does not ask."""
    if not isinstance(outcome, Failed):
        return CarryOn()
    return Recover((BREAK,)) if outcome == SHUT else GiveUp(outcome.reason, outcome.detail)


def scene():
    return Scene((step("1"),), {"1": fails_once(SHUT)}, eager, extra=(BREAK,)).run()


def decide(told, decision):
    answer(told.engine, ACCOUNT, told.task.id, decision=decision, values={}, who="somebody")
    return told.run()


def test_a_write_that_a_planner_proposes_on_its_own_waits_for_a_person_with_the_exact_request():
    told = scene()

    assert told.status == "waiting" and told.called == ["1"]
    records = history(told.world.ports, ACCOUNT, told.task.id).records
    shown = next(record.output for record in records if record.status == "waiting")
    assert (shown["reason"], shown["request"]["action"]) == ("approval", "tool.break_gate")


def test_a_yes_lets_it_happen_once():
    told = decide(scene(), "approve")

    assert told.status == "complete" and told.called == ["1", "break_gate", "1"]


def test_a_no_leaves_everything_as_it_was():
    told = decide(scene(), "reject")

    assert told.status == "failed" and told.called == ["1"]
