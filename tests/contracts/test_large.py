"""Payloads of every size, on every home: what is large goes to a blob, what is too large is refused by name."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.binding import Literal, Output
from chalicelib.domain.edit import CarryOn, Edit, GiveUp, Insert
from chalicelib.domain.outcome import Done, Failed, Outcome
from chalicelib.domain.plan import Plan, Step
from chalicelib.domain.subagent import SubAgent
from chalicelib.domain.tool import Action
from chalicelib.engine.cache import Cache
from chalicelib.engine.deploy import deploy
from chalicelib.engine.engine import Engine, step_ref
from chalicelib.engine.history import history
from chalicelib.engine.intake import TaskRequest, accept
from chalicelib.engine.ports import Call, Message, Ports
from chalicelib.engine.records import task_pk
from chalicelib.engine.runner import run_step
from chalicelib.engine.settings import Settings
from chalicelib.engine.tasks import find, view
from chalicelib.engine.trace import trace
from chalicelib.planning.planner import Run
from tests.contracts.conftest import AnyHome
from tests.engine.scripted import ACCOUNT, ANYTHING, Scripted, step
from tests.world import FakeTools, World

MB = 1_000_000


def carry_on(run: Run, one: Step, outcome: Outcome) -> Edit:
    return GiveUp(outcome.reason, outcome.detail) if isinstance(outcome, Failed) else CarryOn()


class Task:
    """A plan on a home; every worker is a cold one, so that all comes from the store."""

    def __init__(
        self, home: AnyHome, plan: tuple[Step, ...], tools: Mapping[str, Callable[[Call], Outcome]],
        revise: Callable[[Run, Step, Outcome], Edit] = carry_on, extra: tuple[Step, ...] = (), **agent: Any,
    ) -> None:
        world = World()
        self.home, self.outside, self.sent = home, FakeTools(tools), list[Message]()
        self.ports = Ports(home.store, home.queue, home.blobs, home.vault, self.outside, world.clock, world.tokens)
        self.planner, self.settings = Scripted(Plan(plan), revise), Settings()
        actions = [Action("tool", one.action, "works", ANYTHING, None, one.effect) for one in (*plan, *extra)]
        deploy(self.ports, ACCOUNT, replace(SubAgent("agent", "works", (), {}), **agent), actions)
        self.id = accept(self.ports, self.settings, ACCOUNT, TaskRequest("do it", "agent", training=False)).id

    def run(self) -> "Task":
        while records := self.home.receive("steps"):
            for record in records:
                assert len(record["body"]) < 200, "a message carries more than ids"
                engine = Engine(self.ports, self.settings, self.planner, Cache(self.ports.now))
                run_step(engine, step_ref(json.loads(record["body"])), lambda: 900_000)
                self.home.ack(record)
        return self

    @property
    def shown(self) -> dict[str, Any]:
        return view(self.ports, *find(self.ports, ACCOUNT, self.id))

    @property
    def called(self) -> list[str]:
        return [call.action.name for call in self.outside.made]

    def row(self, label: str) -> dict[str, Any]:
        rows = trace(self.ports, ACCOUNT, self.id)["steps"]
        return next(row for row in rows if row["label"] == label)

    def largest_item(self) -> int:
        items = self.ports.store.query(task_pk(ACCOUNT, self.id), "").items
        return max(len(json.dumps(item.data)) for item in items)


def test_thirty_megabytes_are_refused_by_step_size_and_remedy_and_not_asked_for_again(home: AnyHome) -> None:
    task = Task(home, (step("1"), step("2", "1")), {"1": lambda _: Done({"rows": "x" * (30 * MB)})}).run()

    error = task.shown["error"]
    assert (error["code"], error["step"], error["action"]) == ("result_too_large", "1", "1")
    assert "step 1 (tool.1)" in error["message"]
    assert "30000" in error["message"] and "5000000" in error["message"] and "ask for fewer" in error["message"]
    assert task.called == ["1"]
    assert task.row("2")["status"] == "skipped"
    assert task.largest_item() < 20_000


def test_four_megabytes_go_to_a_blob_come_whole_and_are_shown_by_their_beginning(home: AnyHome) -> None:
    wanted = {"rows": [{"n": n, "text": "é" * 90} for n in range(20_000)]}
    task = Task(
        home, (step("1"), step("2", "1", inputs={"x": Output("1")})),
        {"1": lambda _: Done(wanted), "2": lambda call: Done({"same": call.inputs["x"] == wanted})},
    ).run()

    assert task.shown["status"] == "complete"
    assert task.row("2")["output"] == {"same": True}
    shown = task.row("1")["output"]
    assert set(shown) == {"preview", "bytes"} and shown["bytes"] > 4 * MB - 500_000 and len(shown["preview"]) <= 2_000
    assert task.largest_item() < 60_000


@pytest.mark.parametrize("given", [
    {"text": "x" * 300_000}, {f"field_{n}": "x" * 1_900 for n in range(300)},
    {"rows": [{"a": ["y" * 1_500] * 60}] * 90}, {"text": "\ud800" * 200_000},
])
def test_large_inputs_reach_the_tool_whole_and_are_shown_by_their_beginning(home: AnyHome, given: Any) -> None:
    literals = {name: Literal(value) for name, value in given.items()}
    task = Task(home, (step("1", inputs=literals),), {"1": lambda call: Done({"same": call.inputs == given})}).run()

    assert task.shown["status"] == "complete"
    assert task.row("1")["output"] == {"same": True}
    assert len(json.dumps(task.row("1")["input"])) < 40_000
    assert task.largest_item() < 100_000


def test_a_step_that_is_planned_late_may_carry_large_values(home: AnyHome) -> None:
    late = step("n.aa", "1", action="late", inputs={"text": Literal("x" * (2 * MB))})

    def revise(run: Run, one: Step, outcome: Outcome) -> Edit:
        return Insert((late,)) if one.id == "1" else CarryOn()

    task = Task(
        home, (step("1"), step("2", "1")),
        {"1": lambda _: Done({}), "2": lambda _: Done({}), "late": lambda call: Done({"n": len(call.inputs["text"])})},
        revise, extra=(late,),
    ).run()

    assert task.shown["status"] == "complete"
    assert task.called == ["1", "late", "2"]
    assert history(task.ports, ACCOUNT, task.id).steps["n.aa"] == late
    assert task.largest_item() < 20_000


def test_a_person_is_shown_the_whole_of_a_large_request(home: AnyHome) -> None:
    task = Task(
        home, (step("1", inputs={"text": Literal("x" * 300_000)}),), {"1": lambda _: Done({})},
        requires_approval=("tool.1",),
    ).run()

    waiting = task.shown["waiting"]
    assert waiting["reason"] == "approval"
    assert len(waiting["request"]["inputs"]["text"]) == 300_000
