"""An account in which everything has happened that leaves a record, on any home: through API, engine and queues."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from chalicelib import wiring
from chalicelib.api.http import Response
from chalicelib.api.routes import answer
from chalicelib.domain.binding import Literal, Output
from chalicelib.domain.control import Live
from chalicelib.domain.edit import CarryOn, Edit, GiveUp, Recover
from chalicelib.domain.outcome import Done, Failed, Outcome, Started
from chalicelib.domain.plan import Plan, Question, Step
from chalicelib.domain.transitions import Claim
from chalicelib.engine import callback_address, callbacks, keys
from chalicelib.engine.cache import Cache
from chalicelib.engine.engine import Engine, Nack, step_ref
from chalicelib.engine.learning import learn_from
from chalicelib.engine.ports import Call, Message, Ports
from chalicelib.engine.records import task_pk
from chalicelib.engine.runner import run_step
from chalicelib.engine.sweep import sweep
from chalicelib.planning.planner import Run
from chalicelib.tools import Guard, Toolbox
from tests.contracts.conftest import AnyHome
from tests.engine.scripted import Scripted
from tests.listed import Listed
from tests.security.requests import request
from tests.world import FakeTools, Tokens

URL = "http://127.0.0.1:9"
DESK = {
    "name": "desk", "base_url": URL, "rate_limit": {"calls": 1_000, "per_seconds": 60},
    "auth": {
        "type": "oauth2", "client_id": "cid", "token_url": f"{URL}/token", "authorization_url": f"{URL}/authorize",
        "scopes": ["read"],
    },
    "capabilities": [
        {"name": "look", "method": "GET", "path": "/look", "effect": "read"},
        {"name": "begin", "method": "PUT", "path": "/begin", "effect": "idempotent",
         "callback": {"input": "to", "result": "data"}, "parameters": {"to": {"type": "string"}}},
        {"name": "mend", "method": "GET", "path": "/mend", "effect": "read"},
    ],
}


def _step(sid: str, action: str, *needs: str, **fields: Any) -> Step:
    effect: Any = "idempotent" if action == "begin" else "read"
    return Step(id=sid, label=sid, tool="desk", action=action, effect=effect, depends_on=needs, **fields)


def _asks(sid: str, reason: Any, *needs: str) -> Step:
    asked = Question(reason, "please", about="1", tool="desk" if reason == "oauth_consent" else "")
    return Step(id=sid, label=sid, tool="person", action="ask", effect="read", ask=asked, depends_on=needs)


PLAN = Plan((
    _step("1", "look", inputs={"q": Literal("Jane")}), _step("2", "begin", "1", inputs={"x": Output("1", "text")}),
    _asks("3", "missing_input", "2"), _asks("4", "oauth_consent", "3"), _step("5", "look", "4"),
))


def _mended(run: Run, step: Step, outcome: Outcome) -> Edit:
    if not isinstance(outcome, Failed):
        return CarryOn()
    if step.id == "1" and "1.r" not in {one.id for one in run.plan.steps}:
        return Recover((replace(_step("1.r", "mend"), remedy_for="1"),))
    return GiveUp(outcome.reason, outcome.detail)


class Outside(FakeTools):
    """The first call of each task fails once; `begin` calls back."""

    def __init__(self, large: int) -> None:
        self.large = large
        self.failed: set[str] = set()
        self.addresses: list[str] = []
        mend = lambda _: Done({"ok": True})  # noqa: E731 as short as it gets
        super().__init__({"desk.look": self._look, "desk.begin": self._begin, "desk.mend": mend})

    def _look(self, call: Call) -> Outcome:
        task = call.key.split("/")[1]
        if task not in self.failed:
            self.failed.add(task)
            return Failed("not_found", "Jane is not there", "no_jane")
        return Done({"text": f"Jane {call.user_id} " + "x" * self.large})

    def _begin(self, call: Call) -> Started:
        self.addresses.append(call.callback.rpartition("/")[2])
        return Started({"callback": True})


class Estate:
    """`large`: outputs of that size go to blobs."""

    def __init__(self, home: AnyHome, account: str = "acct_1.live", seed: int = 0, large: int = 20_000) -> None:
        self.home, self.clock, self.account, self.outside = home, home.clock, account, Outside(large)
        self.store = Listed(home.store)
        guard, token = Guard(allow_loopback=True), Tokens(seed)
        box = Toolbox(self.store, home.vault, guard, now=self.clock, token=token)  # type: ignore[arg-type]  # a store
        self.ports = Ports(
            self.store, home.queue, home.blobs, home.vault, self.outside, self.clock, token, box.consents  # type: ignore[arg-type]
        )
        here = "https://replan.example"
        settings = wiring.Settings(pepper=b"p", callback_url=here, callback_key=b"p", inline_bytes=large - 1)
        self.engine = Engine(self.ports, settings, Scripted(PLAN, _mended), Cache(self.clock))
        self.api = wiring.Home(self.ports, settings, self.engine, guard, box, lambda record, delay: {})
        _, self.key = keys.create(
            self.store, b"p", account, "root", keys.SCOPES, token=token, now=self.clock()  # type: ignore[arg-type]
        )
        self.number = 0

    def call(self, target: str, body: Any = None, *, once: bool = False) -> Any:
        method, _, path = target.partition(" ")
        self.number += 1
        headers = {"idempotency-key": f"{self.account}-{self.number}"} if once else {}
        told: Response = answer(request(method, path, body, self.key, headers), lambda: self.api)
        assert told.status < 300, (target, told.status, told.text())
        return told.body

    def settle_in(self) -> "Estate":
        """Tools, a sub-agent, a webhook, switches, a second key."""
        self.call("POST /v1/tools", DESK, once=True)
        agent = {"name": "agent", "prompt": "Looks at desks", "tools": ["desk"], "limits": {"writes": 50}}
        self.call("POST /v1/subagents", agent, once=True)
        self.call("PUT /v1/webhook", {"url": f"{URL}/hook"})
        self.call("POST /v1/switches/stop", {"sub_agent": "agent"})
        self.call("POST /v1/switches/release", {"sub_agent": "agent"})
        self.call("DELETE /v1/subagents/agent/training")
        self.clock.advance(11)
        return self

    def submit(self, user: str | None, **fields: Any) -> str:
        body = {"prompt": f"Look for Jane of {user}", "sub_agent": "agent", "user_id": user, **fields}
        return str(self.call("POST /v1/tasks", body, once=True)["id"])

    def batch(self, *users: str) -> Mapping[str, Any]:
        bodies = [{"prompt": "Look", "sub_agent": "agent", "user_id": user} for user in users]
        made: Mapping[str, Any] = self.call("POST /v1/tasks/batch", {"tasks": bodies}, once=True)
        return made

    def run(self, *tasks: str) -> None:
        """Works off the steps of these tasks; other messages are given back."""
        for _ in range(40):
            records = self.home.receive("steps")
            mine = [one for one in records if json.loads(one["body"])["task"] in tasks]
            for record in mine:
                body = json.loads(record["body"])
                verdict = run_step(self.engine, step_ref(body), lambda: 900_000)
                self.home.ack(record)
                if isinstance(verdict, Nack):
                    self.ports.queue.send([Message("steps", body)])
            for record in records:
                if record not in mine:
                    self.home.nack(record)
            if not mine:
                return

    def waiting(self, user: str) -> str:
        """A task up to its question for consent, unless the user is connected; called back, and answered."""
        task = self.submit(user)
        self.run(task)
        address = callback_address.read_token(b"p", self.outside.addresses[-1])
        assert address is not None
        callbacks.receive(self.engine, address, {"data": {"who": f"Jane {user} " + "y" * 200}})
        self.run(task)
        self.call(f"POST /v1/tasks/{task}/input", {"values": {"city": f"Jane's {user}"}})
        self.run(task)
        assert self.status(task) in ("waiting", "complete"), self.call(f"GET /v1/tasks/{task}")
        return task

    def connect(self, user: str) -> None:
        self.call("PUT /v1/connections", {"tool": "desk", "user_id": user, "credentials": {"access_token": "at-1"}})

    def complete(self, user: str) -> str:
        task = self.waiting(user)
        self.connect(user)
        self.run(task)
        assert self.status(task) == "complete", self.call(f"GET /v1/tasks/{task}")
        learn_from(self.engine, self.account, task)
        return task

    def held(self, user: str) -> str:
        """A task whose first step a worker holds."""
        task = self.submit(user)
        now = self.clock()
        self.ports.store.apply(task_pk(self.account, task), Claim("z", 0, "worker", now, now + 180_000, 6))
        control = self.ports.store.control(task_pk(self.account, task))
        assert control is not None and isinstance(step := control.steps["z"], Live) and step.state == "R"
        return task

    def status(self, task: str) -> str:
        return str(self.call(f"GET /v1/tasks/{task}")["status"])

    def link(self, user: str) -> None:
        """For consent that no task waits for."""
        self.call("POST /v1/connections/consent", {"tool": "desk", "user_id": user})

    def sweep(self, seconds: float = 61) -> None:
        self.clock.advance(seconds)
        sweep(self.engine)


