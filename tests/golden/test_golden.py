"""Our own upgrades are replayed: the golden runs are planned as they were when they were recorded.

A change of plans on purpose: count `VERSION` up in `composer.py`, then `python -m tests.golden`, and read the diff.
"""

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

from chalicelib.cli import main
from chalicelib.cli.replay import saved, verdict
from chalicelib.domain.redact import redact
from chalicelib.engine.recording import Recording
from chalicelib.planning.composer.composer import VERSION, Composer
from tests.golden.__main__ import RUNS

GOLDEN = list(saved(RUNS))
ADVICE = "if this is meant: count VERSION up in composer.py, then python -m tests.golden"


@pytest.mark.parametrize("past", GOLDEN, ids=lambda past: past.task.id)
def test_a_golden_run_is_planned_as_it_was(past: Recording) -> None:
    found = verdict(past, Composer()).differences

    assert found == (), ADVICE
    assert past.versions["planner"] == VERSION, ADVICE


def test_the_golden_runs_are_of_many_kinds_and_the_demo_is_among_them() -> None:
    names = {past.task.id for past in GOLDEN}
    assert {f"demo-{number}" for number in (1, 2, 3, 4)} <= names and len(names) >= 20
    assert len({name.partition("-")[0] for name in names}) >= 8
    outcomes = {record.status for past in GOLDEN for record in past.records}
    assert {"complete", "retried", "waiting"} <= outcomes
    assert any(step.remedy_for for past in GOLDEN for step in past.steps)
    assert any(step.label.endswith("a") for past in GOLDEN for step in past.steps), "an inserted step"


def test_a_lesson_taken_away_or_a_tool_changed_is_noticed() -> None:
    """The test above could fail: what the second act of the demo rests on is missed."""
    second = next(past for past in GOLDEN if past.task.id == "demo-2")
    join = next(step for step in second.steps if step.remedy_for and step.lessons)
    others = tuple(action for action in second.actions if action.ref != f"{join.tool}.{join.action}")

    assert verdict(replace(second, actions=others), Composer()).differences != ()
    renamed = tuple(replace(action, tool="mail") for action in second.actions)
    assert verdict(replace(second, actions=renamed), Composer()).differences != ()


def test_the_command_replays_the_golden_runs_without_a_home() -> None:
    done = CliRunner().invoke(main, ["replay", "--recordings", str(RUNS), "--json"])

    assert done.exit_code == 0, done.output
    assert json.loads(done.output)["replayed"] == len(GOLDEN)


def test_a_lesson_that_no_task_knows_cannot_be_left_out_without_a_word() -> None:
    done = CliRunner().invoke(main, ["replay", "--recordings", str(RUNS), "--without", "les_nope"])

    assert done.exit_code == 2 and "'les_nope'" in done.output


def test_no_golden_run_holds_a_secret_or_an_address_of_a_machine() -> None:
    for path in RUNS.glob("*.json"):
        text = path.read_text()
        assert redact(json.loads(text)) == json.loads(text), path.name
        assert "127.0.0.1" not in text and "/tmp" not in text, path.name
