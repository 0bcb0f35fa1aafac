"""A question about the request, answered through the API, carries the task on: on every home."""

import json
from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.api.routes import answer
from chalicelib.domain.outcome import Done, Outcome
from chalicelib.domain.subagent import SubAgent
from chalicelib.engine import keys
from chalicelib.engine.cache import Cache
from chalicelib.engine.deploy import deploy
from chalicelib.engine.engine import Engine, step_ref
from chalicelib.engine.ports import Call, Ports
from chalicelib.engine.runner import run_step
from chalicelib.planning.composer.composer import Composer
from chalicelib.planning.door import catalogue_from_tools
from chalicelib.tools import Guard, Toolbox
from chalicelib.tools.utility import Utility, utility_actions
from tests.contracts.conftest import AnyHome
from tests.fields import library
from tests.fields.service import Service
from tests.listed import Listed
from tests.security.requests import request
from tests.world import FakeTools, Tokens

ACCOUNT = "acct_1.live"
PROMPT = "Return the Dune loan"


class Desk:
    """The library's service behind an API, with the composer as planner."""

    def __init__(self, home: AnyHome) -> None:
        self.home, self.service, token = home, Service(library.FIELD), Tokens(0)
        store, guard = Listed(home.store), Guard(allow_loopback=True)
        box = Toolbox(store, home.vault, guard, now=home.clock, token=token)  # type: ignore[arg-type]  # a store
        utility = Utility(lambda: {"base": "EUR", "date": "2026-03-11", "rates": {}})
        known = catalogue_from_tools(library.FIELD.document(), carried_out=True).actions
        self.outside = FakeTools({
            **dict.fromkeys(known, self.serve), **{one.ref: utility.call for one in utility_actions()},
        })
        ports = Ports(store, home.queue, home.blobs, home.vault, self.outside, home.clock, token, box.consents)  # type: ignore[arg-type]
        settings = wiring.Settings(pepper=b"p")
        self.engine = Engine(ports, settings, Composer(), Cache(home.clock))
        wish = SubAgent(name="agent", prompt="does things", tools=(), actions={})
        deploy(ports, ACCOUNT, wish, [*known.values(), *utility_actions()])
        self.api = wiring.Home(ports, settings, self.engine, guard, box, lambda record, delay: {})
        _, self.key = keys.create(store, b"p", ACCOUNT, "root", keys.SCOPES, token=token, now=home.clock())  # type: ignore[arg-type]

    def serve(self, call: Call) -> Outcome:
        return Done(self.service.call(call.action.name, call.inputs))

    def call(self, target: str, body: Any = None) -> Any:
        method, _, path = target.partition(" ")
        told = answer(request(method, path, body, self.key, {}), lambda: self.api)
        return json.loads(told.text()) if told.status < 500 else pytest.fail(told.text())

    def run(self) -> None:
        for _ in range(40):
            records = self.home.receive("steps")
            for record in records:
                run_step(self.engine, step_ref(json.loads(record["body"])), lambda: 900_000)
                self.home.ack(record)
            if not records:
                return

    def asked(self) -> str:
        task = str(self.call("POST /v1/tasks", {"prompt": PROMPT, "sub_agent": "agent"})["id"])
        self.run()
        assert self.call(f"GET /v1/tasks/{task}")["status"] == "waiting"
        return task

    def written(self) -> list[tuple[str, dict[str, Any]]]:
        return [(one.action.name, dict(one.inputs)) for one in self.outside.made if one.action.effect != "read"]


ANSWERS = [{"which": "0010"}, {"request": "Return the loan 0010"}]


@pytest.mark.parametrize("values", ANSWERS, ids=["which", "request"])
def test_an_answer_about_the_request_carries_the_task_on(home: AnyHome, values: dict[str, str]) -> None:
    desk = Desk(home)
    task = desk.asked()
    waiting = desk.call(f"GET /v1/tasks/{task}")["waiting"]
    assert waiting["fields"]["properties"]["which"]["enum"] == ["0008", "0010"]

    told = desk.call(f"POST /v1/tasks/{task}/input", {"step": waiting["step"], "values": values})
    desk.run()

    assert told.get("error") is None
    assert desk.call(f"GET /v1/tasks/{task}")["status"] == "complete"
    assert desk.written() == [("return_loan", {"loan_id": "0010"})]


def test_an_answer_that_names_nothing_found_is_refused_and_the_task_waits_on(home: AnyHome) -> None:
    desk = Desk(home)
    task = desk.asked()

    told = desk.call(f"POST /v1/tasks/{task}/input", {"values": {"which": "0014"}})

    assert told["error"]["code"] == "invalid_request"
    assert "'0008', '0010'" in told["error"]["message"] and "'request'" in told["error"]["message"]
    desk.run()
    assert desk.call(f"GET /v1/tasks/{task}")["status"] == "waiting"
    assert desk.written() == []
