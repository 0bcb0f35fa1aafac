"""POST /v1/tasks/{id}/retry as a caller meets it."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.outcome import Done, Failed
from chalicelib.domain.plan import Plan
from chalicelib.engine.engine import step_ref
from chalicelib.engine.runner import run_step
from tests.api.conftest import Client, Home, task
from tests.engine.scripted import Scripted, step


def work(home: Home) -> None:
    """Carry out whatever is pending with a plan of two steps."""
    import json

    listed = replace(step("1", action="list_parcels", effect="read"), tool="parcels")
    sent = replace(step("2", "1", action="send_parcel", effect="unsafe"), tool="parcels")
    engine = replace(home.engine, planner=Scripted(Plan((listed, sent))))

    def handler(event: dict[str, Any]) -> dict[str, Any]:
        for record in event["Records"]:
            run_step(engine, step_ref(json.loads(record["body"])), lambda: 900_000)
        return {}

    home.world.pump(handler)


@pytest.fixture
def failed(home: Home, ready: Client) -> str:
    """A task whose second step failed."""
    home.world.outside.functions.update({
        "parcels.list_parcels": lambda _: Done({"parcels": []}),
        "parcels.send_parcel": lambda _: Failed("rejected", "no"),
    })
    made = ready.call("POST /v1/tasks", task()).body["id"]
    work(home)
    assert ready.call(f"GET /v1/tasks/{made}").body["status"] == "failed"
    return made


def test_a_retry_is_a_new_task_that_names_the_old_one(home, ready, failed):
    home.world.outside.functions["parcels.send_parcel"] = lambda _: Done({"id": "p1"})

    answer = ready.call(f"POST /v1/tasks/{failed}/retry", {"from_step": "2"})

    assert answer.status == 201, answer.raw
    assert answer.body["retry_of"] == failed and answer.body["id"] != failed
    assert answer.headers["Location"] == f"/v1/tasks/{answer.body['id']}"
    work(home)
    assert ready.call(f"GET /v1/tasks/{answer.body['id']}").body["status"] == "complete"
    rows = ready.call(f"GET /v1/tasks/{answer.body['id']}/trace").body["steps"]
    assert [row.get("kept_from") for row in rows] == [failed, None]


def test_the_same_idempotency_key_gives_the_same_retry(ready, failed):
    first, second = (
        ready.call(f"POST /v1/tasks/{failed}/retry", {"from_step": "2"}, headers={"Idempotency-Key": "r1"})
        for _ in range(2)
    )
    other = ready.call(f"POST /v1/tasks/{failed}/retry", {"from_step": "1"}, headers={"Idempotency-Key": "r1"})

    assert first.status == second.status == 201
    assert first.body["id"] == second.body["id"]
    assert (other.status, other.error["code"]) == (409, "idempotency_key_reused")


@pytest.mark.parametrize(("body", "field"), [
    ({}, "from_step"), ({"from_step": "9"}, "from_step"), ({"from_step": "2", "input": {}}, "input"),
    ({"from_step": "2", "inputs": {"colour": "red"}}, "inputs.colour"),
    ({"from_step": "2", "max_steps": 1}, "max_steps"),
    ({"from_step": "2", "outcomes": {"2": "perhaps"}}, "outcomes"),
])
def test_what_is_wrong_with_a_retry_is_named_by_field(ready, failed, body, field):
    answer = ready.call(f"POST /v1/tasks/{failed}/retry", body)

    assert (answer.status, answer.error["details"][0]["field"]) == (422, field), answer.raw


def test_a_task_that_goes_on_cannot_be_retried(ready):
    made = ready.call("POST /v1/tasks", task()).body["id"]

    answer = ready.call(f"POST /v1/tasks/{made}/retry", {"from_step": "1"})

    assert (answer.status, answer.error["code"]) == (409, "task_not_ended")


def test_a_foreign_task_cannot_be_retried(home, ready, failed):
    answer = ready.call(f"POST /v1/tasks/{failed}/retry", {"from_step": "2"}, key=home.key("other.test"))

    assert (answer.status, answer.error["code"]) == (404, "task_not_found")


def test_a_retry_needs_the_scope_to_write_and_a_judgement_the_scope_to_approve(home, ready, failed):
    read, write = home.key(scopes=("tasks:read",)), home.key(scopes=("tasks:write",))
    judged = {"from_step": "2", "outcomes": {"2": "happened"}}

    assert ready.call(f"POST /v1/tasks/{failed}/retry", {"from_step": "2"}, key=read).status == 403
    assert ready.call(f"POST /v1/tasks/{failed}/retry", judged, key=write).status == 403
    assert ready.call(f"POST /v1/tasks/{failed}/retry", {"from_step": "2"}, key=write).status == 201
