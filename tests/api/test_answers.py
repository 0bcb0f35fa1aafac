"""A task that waits for a person, seen and answered through the API, carried on by the engine."""

import json
from typing import Any

import pytest

from chalicelib.domain.binding import Answer as Answered
from chalicelib.domain.outcome import Done
from chalicelib.domain.plan import Plan, Question, Step
from chalicelib.engine.cache import Cache
from chalicelib.engine.engine import Engine, Nack, step_ref
from chalicelib.engine.runner import run_step
from chalicelib.engine.settings import Settings
from tests.api.conftest import Client, Home, task
from tests.api.test_routes import conforms
from tests.engine.scripted import Scripted

CITY = {
    "type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"], "additionalProperties": False,
}


def _plan(reason: str, fields: dict[str, Any]) -> Plan:
    asked = Question(reason, "Where to?", fields, tool="parcels", action="send_parcel")  # type: ignore[arg-type]
    inputs = {"customer_id": Answered("1", "city")} if fields else {}
    return Plan((
        Step("1", "person", "ask", "read", label="1", ask=asked),
        Step("2", "parcels", "send_parcel", "unsafe", inputs, ("1",), "asked for", "2"),
    ))


def _work(home: Home) -> None:
    def steps(event: dict[str, Any]) -> dict[str, Any]:
        failed = []
        for record in event["Records"]:
            verdict = run_step(home.engine, step_ref(json.loads(record["body"])), lambda: 900_000)
            failed += [{"itemIdentifier": record["messageId"]}] if isinstance(verdict, Nack) else []
        return {"batchItemFailures": failed}

    home.world.pump({"steps": steps})


def _waiting(ready: Client, home: Home, reason: str, fields: dict[str, Any], key: str | None = "") -> str:
    home.world.outside.functions["send_parcel"] = lambda call: Done({"sent": dict(call.inputs)})
    home.engine = Engine(home.ports, Settings(), Scripted(_plan(reason, fields)), Cache(home.world.clock))
    made = ready.call("POST /v1/tasks", task(), key=key).body["id"]
    _work(home)
    found = ready.call(f"GET /v1/tasks/{made}").body
    assert found["status"] == "waiting" and found["waiting"]["reason"] == reason
    assert found["waiting"]["expires_at"].endswith("Z")
    conforms(found, "Task")
    return str(made)


def test_values_answer_a_question_and_the_task_goes_on_by_itself(ready: Client, home: Home) -> None:
    made = _waiting(ready, home, "missing_input", CITY)
    wrong = ready.call(f"POST /v1/tasks/{made}/input", {"values": {"town": "Graz"}})
    assert (wrong.status, wrong.error["code"]) == (422, "invalid_request")
    answered = ready.call(f"POST /v1/tasks/{made}/input", {"values": {"city": "Graz"}})
    assert (answered.status, answered.body["status"]) == (200, "running")
    _work(home)
    assert ready.call(f"GET /v1/tasks/{made}").body["status"] == "complete"
    trace = ready.call(f"GET /v1/tasks/{made}/trace").body
    conforms(trace, "Trace")
    assert [row["status"] for row in trace["steps"]] == ["complete", "complete"]
    events = ready.call(f"GET /v1/tasks/{made}/events").body
    later = ready.call(f"GET /v1/tasks/{made}/events?after={events['data'][0]['seq']}").body
    assert later["data"] == events["data"][1:] and events["next"] == len(events["data"])
    conforms(events, "Events")


def test_a_key_cannot_approve_the_task_that_it_created(ready: Client, home: Home) -> None:
    made = _waiting(ready, home, "approval", {})
    own = ready.call(f"POST /v1/tasks/{made}/input", {"decision": "approve"})
    assert (own.status, own.error["code"]) == (403, "forbidden")
    assert home.world.calls == []
    other = ready.call(f"POST /v1/tasks/{made}/input", {"decision": "approve"}, key=home.key(scopes=("approve",)))
    assert other.status == 200, other.raw
    _work(home)
    assert [name for name, _ in home.world.calls] == ["parcels.send_parcel"]


@pytest.mark.parametrize("decision", ["happened", "did_not_happen"])
def test_a_decision_that_is_no_answer_to_this_question_is_refused(
    decision: str, ready: Client, home: Home
) -> None:
    made = _waiting(ready, home, "approval", {})
    answer = ready.call(f"POST /v1/tasks/{made}/input", {"decision": decision}, key=home.key())
    assert (answer.status, answer.error["code"]) == (422, "invalid_request")


def test_a_rejected_task_fails_and_sends_nothing(ready: Client, home: Home) -> None:
    made = _waiting(ready, home, "approval", {})
    assert ready.call(f"POST /v1/tasks/{made}/input", {"decision": "reject"}).status == 200
    _work(home)
    found = ready.call(f"GET /v1/tasks/{made}").body
    assert found["status"] == "failed" and {"code", "message", "step"} <= set(found["error"])
    conforms(found, "Task")
    assert home.world.calls == []
    assert ready.call(f"POST /v1/tasks/{made}/input", {"decision": "approve"}, key=home.key()).status == 409
