"""Tasks against the emulator in this process, and what each of their steps asked of AWS.

    line     twenty steps, each reads what the one before gave
    fan      ten steps that wait for nothing but the plan
    seed     the demo's prompt, by the built-in planner, over HTTP to the sandbox services, with its faults

The first tasks of a workload warm the worker and teach it; the last one is counted.
"""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any  # Any: bodies of requests are JSON

from chalicelib import wiring
from chalicelib.api import connections, subagents, tools
from chalicelib.api.http import Request, Response
from chalicelib.aws.meter import Meter, Used
from chalicelib.domain.binding import Output
from chalicelib.domain.control import STEP_ZERO
from chalicelib.domain.edit import CarryOn, Edit
from chalicelib.domain.outcome import Done, Outcome
from chalicelib.domain.plan import Plan, Step
from chalicelib.domain.subagent import SubAgent
from chalicelib.domain.tool import Action, Effect
from chalicelib.engine.cache import Cache
from chalicelib.engine.deploy import deploy
from chalicelib.engine.engine import Engine, StepRef, step_ref
from chalicelib.engine.intake import TaskRequest, accept
from chalicelib.engine.keys import Key, create
from chalicelib.engine.learning import learn_from
from chalicelib.engine.load import Loader
from chalicelib.engine.ports import META, Ports
from chalicelib.engine.records import task_pk
from chalicelib.engine.runner import run_step
from chalicelib.engine.settings import Settings
from chalicelib.observe import Observer
from chalicelib.planning.planner import Brief, Run
from infra.demo.__main__ import FAULTS, PROMPT, PURPOSE, SUB_AGENT, USER, credential
from infra.sandbox.sandbox import Sandbox, running_sandbox
from tests.aws.fixtures import MotoHome, Record
from tests.world import FakeTools, World

ANYTHING = {"type": "object", "additionalProperties": True}
TURNS = 3


@dataclass(frozen=True, slots=True)
class Measured:
    """One step.  `effect` is its action's, `plan` for step zero.

    `ms`: processor time of this process; the emulator is another one.
    """

    sid: str
    effect: str
    used: Used
    ms: float

    @property
    def control(self) -> int:
        """Bytes of the control record, at its largest."""
        return max((size for sk, size in self.used.written if sk == META), default=0)


@dataclass(frozen=True, slots=True)
class Bench:
    """A home on the emulator, and what counts its calls."""

    home: MotoHome
    meter: Meter

    def task(self, engine: Engine, request: TaskRequest, account: str) -> list[Measured]:
        """A task from its first message to its end, and what it taught."""
        task_id = accept(engine.ports, engine.settings, account, request).id
        found: list[Measured] = []
        while records := [one for one in self.home.receive("steps") if task_id in str(one["body"])]:
            found += [self.message(engine, record) for record in records]
        control = self.home.store.control(task_pk(account, task_id))
        if control is None or control.status != "OK":
            raise RuntimeError(f"a task of the bench ended {control and control.status}")
        learn_from(engine, account, task_id)
        return found

    def message(self, engine: Engine, record: Record) -> Measured:
        ref = step_ref(json.loads(record["body"]))
        self.meter.take()
        began = time.process_time()
        run_step(engine, ref, lambda: 900_000, first=True)
        ms, used = (time.process_time() - began) * 1000, self.meter.take()
        self.home.ack(record)
        return Measured(ref.sid, self.effect(engine, ref), used, ms)

    def effect(self, engine: Engine, ref: StepRef) -> str:
        if ref.sid == STEP_ZERO:
            return "plan"
        control = self.home.store.control(task_pk(ref.account, ref.task))
        assert control is not None
        return Loader(engine, ref.account, ref.task).plan(control).step(ref.sid).effect


@dataclass
class Given:
    """A planner that knows its plan."""

    plan: Plan
    version: str = "given"

    def draft(self, brief: Brief) -> Plan:
        return self.plan

    def revise(self, brief: Brief, run: Run, step: Step, outcome: Outcome) -> Edit:
        return CarryOn()


def scripted(home: MotoHome, plan: Plan, account: str) -> list[Measured]:
    """A plan that is given, with tools that answer at once; `account` is one that nobody has used."""
    world = World()
    tools = FakeTools({step.action: lambda _: Done({"n": 1}) for step in plan.steps})
    ports = Ports(home.store, home.queue, home.blobs, home.vault, tools, wiring.now, world.tokens)
    actions = [Action("tool", one.action, "does it", ANYTHING, None, one.effect) for one in plan.steps]
    deploy(ports, account, SubAgent("agent", "does it", (), {}, limits={"writes": 50}), actions)
    engine = Engine(ports, Settings(claims_reads=False), Given(plan), Cache(ports.now))
    measure, request = Bench(home, home.clients.meter), TaskRequest("do it", "agent", training=False)
    measure.task(engine, request, account)
    return measure.task(engine, request, account)


def line(effect: Effect, steps: int = 20) -> Plan:
    first = _step("1", effect)
    return Plan((first, *(
        replace(_step(str(n), effect), inputs={"x": Output(str(n - 1), "n")}) for n in range(2, steps + 1)
    )))


def fan(effect: Effect, steps: int = 10) -> Plan:
    return Plan(tuple(_step(str(n), effect) for n in range(1, steps + 1)))


def _step(sid: str, effect: Effect) -> Step:
    return Step(id=sid, label=sid, tool="tool", action=f"a{sid}", effect=effect, reason="asked for")


def seed(home: MotoHome, account: str) -> list[Measured]:
    """The prompt of the demo, a third time: lessons are trusted, credentials opened and their keys known."""
    settings = wiring.Settings(claims_reads=False, allow_loopback=True, pepper=b"pepper")
    opened = wiring.assemble(home.parts, settings, lambda record, delay: {}, Observer(level="ERROR", metrics=False))
    measure, request = Bench(home, home.clients.meter), TaskRequest(PROMPT, SUB_AGENT, user_id=USER)
    with running_sandbox() as sandbox:
        _set_up(opened, sandbox, account)
        for _ in range(TURNS):
            sandbox.reset(keep_credentials=True)
            sandbox.set_faults(*FAULTS)
            found = measure.task(opened.engine, request, account)
    return found


def _set_up(opened: wiring.Home, sandbox: Sandbox, account: str) -> None:
    """As callers do: over the API's own functions."""
    given, key = sandbox.reset(), _key(opened, account)
    for name, url in (("payments", sandbox.payments_url), ("chat", sandbox.chat_url)):
        _asked(tools.register, opened, key, {
            "name": name, "openapi_url": f"{url}/openapi.json", "base_url": url, "sandbox_base_url": url,
        })
        _asked(connections.store, opened, key, {"tool": name, "user_id": USER, "credentials": credential(given[name])})
    _asked(subagents.create, opened, key, {"name": SUB_AGENT, "prompt": PURPOSE})


def _asked(
    route: Callable[[Request, wiring.Home], Response], opened: wiring.Home, key: Key, body: Mapping[str, Any]
) -> None:
    headers = {"content-type": "application/json"}
    route(Request("POST", "/", headers=headers, body=json.dumps(body).encode(), caller=key), opened)


def _key(opened: wiring.Home, account: str) -> Key:
    ports, pepper = opened.ports, opened.settings.pepper
    key, _ = create(ports.store, pepper, account, "bench", ("admin",), token=ports.token, now=ports.now())
    return key
