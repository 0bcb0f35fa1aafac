"""A job that calls back, on every home: early, twice, late, and with a crash in between."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from chalicelib.domain.binding import Output
from chalicelib.domain.control import Control, Live, public_status
from chalicelib.domain.outcome import Done, Outcome, Started
from chalicelib.domain.plan import Plan
from chalicelib.domain.subagent import SubAgent
from chalicelib.domain.tool import Action
from chalicelib.engine import callback_address, callbacks
from chalicelib.engine.cache import Cache
from chalicelib.engine.deploy import deploy
from chalicelib.engine.engine import Engine, step_ref
from chalicelib.engine.intake import TaskRequest, accept
from chalicelib.engine.ports import Call, Ports
from chalicelib.engine.records import task_pk
from chalicelib.engine.runner import run_step
from chalicelib.engine.settings import Settings
from chalicelib.engine.signals import cancel
from chalicelib.engine.sweep import sweep
from tests.contracts.conftest import AnyHome
from tests.engine.scripted import ACCOUNT, ANYTHING, Scripted, step
from tests.world import FakeTools, World

PREFIX = "https://replan.example/v1/callbacks/"


class Job:
    def __init__(self, home: AnyHome) -> None:
        world = World()
        self.home, self.clock, self.begun, self.meanwhile = home, world.clock, list[str](), lambda: None
        tools = FakeTools({"tool.1": self.begin, "tool.2": lambda call: Done(dict(call.inputs))})
        self.ports = Ports(home.store, home.queue, home.blobs, home.vault, tools, world.clock, world.tokens)
        self.outside = tools
        plan = Plan((step("1", effect="unsafe"), step("2", "1", inputs={"x": Output("1", "size")})))
        settings = Settings(callback_url="https://replan.example", callback_key=b"k")
        self.engine = Engine(self.ports, settings, Scripted(plan), Cache(world.clock))
        action = Action("tool", "1", "begins", ANYTHING, None, "unsafe", call={"callback": {"input": "to"}})
        deploy(self.ports, ACCOUNT, SubAgent("agent", "works", (), {}), [
            action, replace(action, name="2", effect="idempotent", call={}),
        ])
        self.task = accept(self.ports, settings, ACCOUNT, TaskRequest("do it", "agent", training=False))

    def begin(self, call: Call) -> Outcome | Started:
        self.begun.append(call.callback.removeprefix(PREFIX))
        self.meanwhile()
        return Started({"callback": True})

    def tell(self, size: int = 7) -> None:
        known = callback_address.read_token(b"k", self.begun[-1])
        assert known is not None
        callbacks.receive(self.engine, known, {"size": size})

    def run(self, until: Callable[[], bool] = lambda: False) -> None:
        while not until() and (records := self.home.receive("steps")):
            for record in records:
                run_step(self.engine, step_ref(json.loads(record["body"])), lambda: 900_000)
                self.home.ack(record)

    @property
    def control(self) -> Control:
        found = self.home.store.control(task_pk(ACCOUNT, self.task.id))
        assert found is not None
        return found

    @property
    def status(self) -> str:
        return public_status(self.control, self.clock())

    def standing(self) -> bool:
        return any(sid.startswith("1.") for sid in self.control.steps)

    @property
    def got(self) -> list[object]:
        return [call.inputs["x"] for call in self.outside.made if call.action.name == "2"]


@pytest.fixture
def job(home: AnyHome) -> Job:
    return Job(home)


def test_it_waits_without_a_message_and_goes_on_when_it_is_told(job: Job) -> None:
    job.run()
    assert job.status == "running"
    assert any(isinstance(one, Live) and one.state == "W" for one in job.control.steps.values())

    job.tell()
    job.run()

    assert (job.status, job.got, len(job.begun)) == ("complete", [7], 1)


def test_told_during_the_call_before_it_waits_and_twice(job: Job) -> None:
    job.meanwhile = job.tell
    job.run(job.standing)
    job.tell(8)
    job.run()
    job.tell(9)
    job.run()

    assert (job.status, job.got, len(job.begun)) == ("complete", [7], 1)


def test_told_after_the_end_it_changes_nothing(job: Job) -> None:
    job.run()
    cancel(job.engine, ACCOUNT, job.task.id)
    before = job.control
    job.tell()
    job.run()

    assert job.control == before
    item = job.home.store.get(task_pk(ACCOUNT, job.task.id), "C#1")
    assert item is not None and (item.data["status"], item.due) == ("late", None)


def test_when_the_message_after_it_is_lost_the_sweeper_sends_another(job: Job) -> None:
    job.run()
    job.tell()
    for record in job.home.receive("steps"):
        job.home.ack(record)
    job.clock.advance(120)
    sweep(job.engine)
    job.run()

    assert (job.status, job.got) == ("complete", [7])


def test_when_the_api_dies_after_it_was_put_down_the_sweeper_passes_it_on(job: Job) -> None:
    job.run()
    known = callback_address.read_token(b"k", job.begun[-1])
    assert known is not None
    callbacks._kept(job.engine, known, Done({"size": 7}))
    job.clock.advance(120)
    sweep(job.engine)
    job.run()

    assert (job.status, job.got) == ("complete", [7])
