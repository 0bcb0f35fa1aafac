"""What a step's record says that it asked of AWS, held against what it did ask."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest

from chalicelib import functions, wiring
from chalicelib.aws.prices import dollars, invoked, running
from chalicelib.engine.engine import Engine
from chalicelib.engine.history import history
from chalicelib.engine.records import task_pk
from chalicelib.engine.trace import trace
from chalicelib.observe import Observer
from chalicelib.tools import Guard
from tests.aws.calls import CallCounter
from tests.aws.fixtures import moto_home
from tests.aws.test_calls_per_step import Line
from tests.engine.scripted import ACCOUNT
from tests.observe.lines import Context, Written, at_home


@dataclass
class Done:
    lines: list[dict[str, Any]]
    counted: list[int]
    trace: dict[str, Any]
    stored: list[int]


@pytest.fixture(scope="module")
def done() -> Iterator[Done]:
    """A linear task on moto, the second one of its worker."""
    with moto_home() as moto:
        line = Line(moto)
        for service in ("dynamodb", "sqs", "s3", "kms"):
            moto.clients.meter.listen(getattr(moto.clients, service).meta.events)
        line.through()
        written = Written({"meter": moto.clients.meter})
        ports = replace(line.ports, observed=written.observer)
        engine = Engine(ports, line.settings, line.engine.planner, line.engine.cache)
        home = wiring.Home(ports, wiring.Settings(), engine, Guard(), None, lambda *_: {}, written.observer)  # type: ignore[arg-type]
        task_id, counted = line.begin(), []
        with at_home(home):
            while records := moto.receive("steps"):
                (record,) = (one for one in records if task_id in str(one["body"]))
                counter = CallCounter(moto.clients)
                functions.run_step({"Records": [dict(record)]}, Context)
                counted.append(counter.count())
                moto.ack(record)
        stored = [one.aws_calls for one in history(ports, ACCOUNT, task_id).records]
        assert ports.store.control(task_pk(ACCOUNT, task_id)).status == "OK"  # type: ignore[union-attr]
        yield Done(written.of("step"), counted, trace(ports, ACCOUNT, task_id), stored)


def test_the_calls_of_a_record_are_those_that_were_made(done: Done):
    assert [line["aws_calls"] for line in done.lines] == done.counted
    assert done.counted[1:-1] == [4] * (len(done.counted) - 2)


def test_a_cost_is_that_of_the_calls_and_of_the_function(done: Done):
    """Two writes of small items and one that is made, one message sent, one delivered, one invocation."""
    warm = done.lines[3]
    least = dollars({"write_unit": 3, "queue_request": 3, "fair_request": 2}) + dollars(invoked())

    assert least < warm["estimated_cost_usd"] < least + dollars(running(2_000, 256)) + 1e-6


def test_the_trace_tells_calls_and_cost_of_all_attempts_without_asking_for_them(done: Done):
    usage = done.trace["usage"]

    assert done.stored[1:-1] == [4] * (len(done.stored) - 2)
    assert usage["aws_calls"] == sum(done.stored) and usage["tokens"] == 0
    assert usage["estimated_cost_usd"] > len(done.stored) * 1e-6


def test_a_home_without_aws_has_neither_calls_nor_costs():
    observer = Observer()

    with observer.watching("run_step") as watch:
        assert observer.used(watch) == {}
    assert observer.aws_calls() == 0 and observer.cost(0, 100) == 0.0
