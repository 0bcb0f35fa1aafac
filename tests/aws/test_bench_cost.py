"""What a step costs: the counting of the bench, on small plans, and the limits that it is held to."""

from collections import Counter
from collections.abc import Iterator

import click
import pytest

from chalicelib.aws.meter import Used
from chalicelib.aws.prices import dollars, running
from chalicelib.cli.bench import in_checkout
from chalicelib.domain.tool import Effect
from chalicelib.engine.ports import META
from infra.aws.bench.cost import CONTROL_LIMITS, DURATION_MS, MEMORY_MB, units
from infra.aws.bench.workloads import Measured, fan, line, scripted
from tests.aws.fixtures import MotoHome, moto_server


@pytest.fixture(scope="module")
def home() -> Iterator[MotoHome]:
    with moto_server() as opened:
        yield opened


def only(effect: str, steps: list[Measured]) -> list[Measured]:
    return [step for step in steps if step.effect == effect]


def test_a_step_pays_for_its_receipt_and_deletion_and_for_an_invocation() -> None:
    step = units(Measured("1", "read", Used(units=Counter({"write_unit": 3})), 1.0))

    assert step == Counter({"write_unit": 3, "queue_request": 2, "fair_request": 2, "invocation": 1}) + running(
        DURATION_MS, MEMORY_MB)
    assert dollars(running(DURATION_MS, MEMORY_MB)) * 1_000_000 == pytest.approx(0.1667, abs=0.001)


@pytest.mark.parametrize(("effect", "written", "read"), [("unsafe", 3, 0), ("read", 2, 2)])
def test_a_step_of_a_line_writes_its_units_and_sends_one_message(
    home: MotoHome, effect: Effect, written: int, read: int
) -> None:
    steps = only(effect, scripted(home, line(effect, 6), f"{effect}.test"))

    assert [one.used.units["write_unit"] for one in steps[:-1]] == [written] * 5
    assert [one.used.units["half_read_unit"] for one in steps[:-1]] == [read] * 5
    assert [units(one)["queue_request"] for one in steps[:-1]] == [3] * 5
    assert [units(one)["fair_request"] for one in steps[:-1]] == [3] * 5


def test_steps_that_become_ready_together_are_sent_in_one_request(home: MotoHome) -> None:
    plan, *rest = scripted(home, fan("unsafe", 5), "d.test")

    assert plan.used.calls["sqs.SendMessageBatch"] == 1
    assert len(rest) == 5


@pytest.mark.parametrize(("count", "limit"), CONTROL_LIMITS.items())
def test_the_control_record_stays_small(home: MotoHome, count: int, limit: int) -> None:
    steps = scripted(home, line("unsafe", count), f"e{count}.test")
    largest = max(one.control for one in steps)

    assert 0 < largest <= limit
    assert all(any(sk == META for sk, _ in one.used.written) for one in steps)


def test_a_warm_worker_asks_neither_kms_nor_s3_for_a_small_step(home: MotoHome) -> None:
    steps = scripted(home, line("unsafe", 4), "f.test")

    known = {"write_unit", "half_read_unit", "queue_request", "fair_request"}
    assert all(set(one.used.units) <= known for one in steps)


def test_without_what_it_needs_the_bench_says_how_to_get_it() -> None:
    with pytest.raises(click.ClickException, match=r"nothing_like_it is missing.*requirements-dev.lock"):
        in_checkout("nothing_like_it")
