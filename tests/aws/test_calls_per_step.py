"""What a step costs: our own AWS calls, counted by a hook in botocore.

A linear workflow in one warm worker: claim, record, commit, send; a read looks at control in place of the claim.  A
cold worker makes one read more.
"""

import json
from collections import Counter
from collections.abc import Iterator

import pytest

from chalicelib.domain.binding import Output
from chalicelib.domain.control import public_status
from chalicelib.domain.outcome import Done
from chalicelib.domain.plan import Plan, Step
from chalicelib.domain.subagent import SubAgent
from chalicelib.domain.tool import Action, Effect
from chalicelib.engine.cache import Cache
from chalicelib.engine.deploy import deploy
from chalicelib.engine.engine import Ack, Engine, step_ref
from chalicelib.engine.intake import TaskRequest, accept
from chalicelib.engine.ports import Ports
from chalicelib.engine.records import task_pk
from chalicelib.engine.runner import run_step
from chalicelib.engine.settings import Settings
from tests.aws.calls import CallCounter
from tests.aws.fixtures import MotoHome, moto_home
from tests.engine.scripted import ACCOUNT, ANYTHING, Scripted, step
from tests.world import FakeTools, World

STEPS = 8
CREDENTIALS_AND_CATALOGUE = "warm-up"


class Line:
    """A linear workflow on the AWS home; each step takes the output of the one before."""

    def __init__(self, home: MotoHome, effect: Effect = "unsafe") -> None:
        world = World()
        self.home = home
        self.effect = effect
        first = step("1", effect=effect)
        rest = [step(str(n), effect=effect, inputs={"x": Output(str(n - 1), "n")}) for n in range(2, STEPS + 1)]
        self.plan = Plan((first, *rest))
        tools = FakeTools({each.action: lambda _: Done({"n": 1}) for each in self.plan.steps})
        self.ports = Ports(home.store, home.queue, home.blobs, home.vault, tools, world.clock, world.tokens)
        self.settings = Settings(claims_reads=False)
        wish = SubAgent("agent", "does it", (), {}, limits={"writes": 50})
        deploy(self.ports, ACCOUNT, wish, [self._action(s) for s in self.plan.steps])
        self.engine = self.worker()

    def _action(self, one: Step) -> Action:
        return Action("tool", one.action, "does it", ANYTHING, None, self.effect)

    def worker(self) -> Engine:
        """A worker that knows nothing yet."""
        return Engine(self.ports, self.settings, Scripted(self.plan), Cache(self.ports.now))

    def begin(self) -> str:
        wanted = TaskRequest("do it", "agent", training=False)
        return accept(self.ports, self.settings, ACCOUNT, wanted).id

    def next_record(self) -> dict[str, object]:
        (record,) = self.home.receive("steps")
        return dict(record)

    def work(self, engine: Engine, record: dict[str, object]) -> None:
        verdict = run_step(engine, step_ref(json.loads(str(record["body"]))), lambda: 900_000, first=True)
        assert isinstance(verdict, Ack)
        self.home.ack(record)

    def through(self) -> list[Counter[str]]:
        """One task from its first message to its end; the calls of each message's work, ours only."""
        task_id = self.begin()
        counts = []
        while records := self.home.receive("steps"):
            (record,) = (record for record in records if task_id in str(record["body"]))
            counter = CallCounter(self.home.clients)
            self.work(self.engine, dict(record))
            ours = counter.operations()
            del ours["sqs.DeleteMessage"]
            counts.append(ours)
        control = self.home.store.control(task_pk(ACCOUNT, task_id))
        assert control is not None and public_status(control, 0) == "complete"
        return counts


@pytest.fixture
def line() -> Iterator[Line]:
    with moto_home() as home:
        yield Line(home)


@pytest.fixture
def reads() -> Iterator[Line]:
    with moto_home() as home:
        yield Line(home, "read")


def test_a_step_of_a_linear_workflow_costs_at_most_four_calls_and_finishing_one_more(line: Line) -> None:
    line.through()  # now the worker is warm: it knows the sub-agent, the switches and that there is no webhook
    counts = line.through()
    steps, last = counts[1:-1], counts[-1]

    assert len(counts) == 1 + STEPS
    assert all(count == {"dynamodb.UpdateItem": 3, "sqs.SendMessage": 1} for count in steps), steps
    # The last step has nothing to send; it finishes the task, and asks for its lessons to be taken.
    assert last == {"dynamodb.UpdateItem": 4, "sqs.SendMessage": 1}


def test_a_read_is_looked_at_in_place_of_the_write_that_would_claim_it(reads: Line) -> None:
    reads.through()
    counts = reads.through()
    steps, last = counts[1:-1], counts[-1]

    assert all(
        count == {"dynamodb.GetItem": 1, "dynamodb.UpdateItem": 2, "sqs.SendMessage": 1} for count in steps
    ), steps
    assert last == {"dynamodb.GetItem": 1, "dynamodb.UpdateItem": 3, "sqs.SendMessage": 1}


def test_a_cold_worker_that_only_reads_makes_one_read_more_too(reads: Line) -> None:
    assert _cold(reads) == {
        "dynamodb.GetItem": 1, "dynamodb.UpdateItem": 2, "sqs.SendMessage": 1, "dynamodb.BatchGetItem": 1,
    }


def test_a_cold_worker_makes_one_read_more(line: Line) -> None:
    assert _cold(line) == {"dynamodb.UpdateItem": 3, "sqs.SendMessage": 1, "dynamodb.BatchGetItem": 1}


def _cold(line: Line) -> Counter[str]:
    """The calls of a worker that takes a task over in the middle."""
    line.begin()
    line.work(line.engine, line.next_record())
    line.work(line.engine, line.next_record())
    cold = line.worker()
    _know_catalogue(line.engine, cold)
    record = line.next_record()
    counter = CallCounter(line.home.clients)

    line.work(cold, record)

    ours = counter.operations()
    del ours["sqs.DeleteMessage"]
    return ours


def _know_catalogue(warm: Engine, cold: Engine) -> None:
    """Catalogue, switches and webhook are counted apart: they are the same for all tasks of a worker."""
    for key, (_, entry) in warm.cache._entries.items():
        if isinstance(key, tuple) and key[0] == ACCOUNT:
            cold.cache.keep(key, entry)
