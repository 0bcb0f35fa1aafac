"""The audit finds what it is there for: each kind of wrong, planted by hand."""

import pytest

from infra.stress import works
from infra.stress.audit import audit, percentile
from infra.stress.costs import costs
from infra.stress.driver import Order
from infra.stress.ledger import Ledger

AT = "2026-01-01T00:00:0{}.000Z"


def row(number: int, stage: works.Stage, status: str = "complete", **more: object) -> dict[str, object]:
    attempt = {"started_at": AT.format(number), "duration_ms": 500, "status": status}
    return {
        "tool": "works", "action": stage.action, "status": status, "label": str(number),
        "started_at": AT.format(number), "attempts": [attempt],
        "depends_on": [str(number - 1)] if number > 1 else [], **more,
    }


def ended(status: str = "complete", rows: list[dict[str, object]] | None = None) -> Order:
    rows = rows if rows is not None else [row(n, stage) for n, stage in enumerate(works.LINE, 1)]
    task = {"status": status, "created_at": AT.format(0), "finished_at": AT.format(9)}
    return Order("T1", works.LINE, "task_1", task, {"steps": rows})


@pytest.fixture
def ledger() -> Ledger:
    book = Ledger()
    for stage in works.LINE:
        book.record(stage, "T1", f"key of {stage.name}")
    return book


def test_a_right_run_has_nothing_wrong(ledger):
    found = audit([ended()], ledger)

    assert found.wrong() == [] and found.unaccounted == [] and found.steps == 8
    assert found.task_ms == [9_000] and found.step_ms[:2] == [1_500, 1_000]


def test_an_effect_that_happened_twice_is_found(ledger):
    ledger.record(works.LINE[-1], "T1", "the same key")

    assert audit([ended()], ledger).wrong() == ["doubled: T1 make_norrin (task_1)"]


def test_a_done_step_without_an_effect_is_found():
    book = Ledger()
    for stage in works.LINE[:-1]:
        book.record(stage, "T1", stage.name)

    assert audit([ended()], book).wrong() == ["done without effect: T1 make_norrin (task_1)"]


def test_a_complete_task_that_left_steps_out_is_found(ledger):
    rows = [row(n, stage) for n, stage in enumerate(works.LINE[:7], 1)]

    assert audit([ended(rows=rows)], ledger).wrong() == ["incomplete: T1 (task_1): 7 of 8"]


@pytest.mark.parametrize(("reason", "fair"), [("unavailable", True), ("internal", False)])
def test_a_task_may_fail_only_for_what_the_run_did_to_it(ledger, reason, fair):
    failing = [row(1, works.LINE[0], "failed", error={"reason": reason})]
    found = audit([ended("failed", failing)], ledger)

    assert (found.wrong() == []) == fair and found.failures == {reason: 1}
    assert len(found.unaccounted) == 8


def test_an_order_that_never_ended_is_counted_as_what_it_is(ledger):
    assert audit([Order("T1", works.LINE)], ledger).statuses == {"not accepted": 1}


def test_a_percentile_is_a_value_that_was_measured():
    assert percentile([5, 1, 4, 2, 3], 0.5) == 3
    assert percentile(range(1, 101), 0.99) == 99 and percentile(range(1, 101), 1.0) == 100
    assert percentile([], 0.5) == 0


def note(calls: int, sid: str = "1", **more: object) -> dict[str, object]:
    return {"queue": "steps", "sid": sid, "calls": {"dynamodb.UpdateItem": calls}, "shared": 0, "ended": False, **more}


def test_a_step_that_costs_six_calls_in_two_of_a_hundred_is_too_dear_and_in_one_is_not():
    cheap = [note(4)] * 98

    assert costs([*cheap, note(6), note(6)]).wrong() == ["p99 of our AWS calls per step is 6, more than 5"]
    assert costs([*cheap, note(4), note(6)]).wrong() == []
    assert costs([]).wrong() == ["no step's calls were counted"]


def test_what_belongs_to_the_task_or_to_all_tasks_is_counted_apart():
    found = costs([note(7, shared=2), note(9, "z"), note(6, ended=True), note(3, queue="learn")])

    assert (found.steps, found.planning, found.ends, found.learning) == ([5], [9], [6], [3])
    assert found.shared == [2, 0]
