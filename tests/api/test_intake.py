"""The intake queue: task bodies that others send straight to it, the good ones accepted and the bad ones put aside."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.api import intake
from tests.api.conftest import Client, Home

SAMPLE: dict[str, Any] = json.loads((Path(__file__).parents[2] / "events" / "intake.json").read_text())
GOOD, BATCH, NOBODY = SAMPLE["Records"]


@pytest.fixture
def door(ready: Client, home: Home, monkeypatch: pytest.MonkeyPatch):
    """The handler, before the same home as the API; gives what failed."""
    monkeypatch.setattr(wiring, "home", lambda: home)
    return lambda *records: intake.accept_batch({"Records": list(records)}, None)["batchItemFailures"]


def changed(record: dict[str, Any], body: object = None, **fields: Any) -> dict[str, Any]:
    text = body if isinstance(body, str) else json.dumps(body) if body is not None else record["body"]
    return {**deepcopy(record), "body": text, **fields}


def prompts(ready: Client) -> list[str]:
    return sorted(one["prompt"] for one in ready.call("GET /v1/tasks?limit=100").body["data"])


def reasons(home: Home) -> list[str]:
    return [delivery.attributes["reason"] for delivery in home.world.queue.dead]


def test_the_sample_event_makes_three_tasks_and_puts_two_bodies_aside_with_the_reason(door, ready, home) -> None:
    assert door(*SAMPLE["Records"]) == []

    assert prompts(ready) == [f"List the parcels of customer c-{n}" for n in (77, 78, 79)]
    assert [reason.partition(":")[0] for reason in reasons(home)] == ["invalid_request", "invalid_request"]
    assert "prompt" in reasons(home)[0] and "account" in reasons(home)[1]
    assert json.loads(home.world.queue.dead[0].body)["prompt"] == ""


def test_a_message_that_comes_twice_makes_its_tasks_once(door, ready, home) -> None:
    plain = changed(GOOD, {"prompt": "List a", "sub_agent": "shipper"})
    for _ in range(3):
        assert door(plain, BATCH) == []

    assert prompts(ready) == ["List a", *(f"List the parcels of customer c-{n}" for n in (78, 79))]


def test_two_messages_with_the_same_key_are_one_task(door, ready) -> None:
    door(GOOD, changed(GOOD, messageId="another"))

    assert len(prompts(ready)) == 1


@pytest.mark.parametrize(("body", "reason"), [
    ("{", "invalid_request"), ("[]", "invalid_request"), ("7", "invalid_request"), ('{"tasks": []}', "invalid_request"),
    ('{"tasks": 3}', "invalid_request"), ('{"prompt": "a"}', "invalid_request"),
    ('{"prompt": "a", "sub_agent": "nobody"}', "subagent_not_found"), ('{"prompt": "a", "a": NaN}', "invalid_request"),
    ('{"prompt": "' + "x" * 10_001 + '", "sub_agent": "shipper"}', "prompt_too_long"),
])
def test_a_body_that_could_never_be_a_task_holds_up_nobody(door, ready, home, body, reason) -> None:
    assert door(changed(GOOD, body, messageId="bad"), GOOD) == []

    assert len(prompts(ready)) == 1
    assert [found.partition(":")[0] for found in reasons(home)] == [reason]


@pytest.mark.parametrize("account", ["", "acme", "acme.prod", "acme#x.test", "é.test"])
def test_an_account_that_is_none_is_put_aside(door, ready, home, account) -> None:
    named = {"account": {"stringValue": account, "dataType": "String"}}
    door(changed(GOOD, messageAttributes=named))

    assert prompts(ready) == [] and len(reasons(home)) == 1


def test_what_fails_on_our_side_comes_again_and_its_neighbours_are_accepted(door, ready, home) -> None:
    put, failing = home.world.store.put, [True]

    def broken(write):
        if failing[0] and write.data.get("prompt", "").endswith("c-77"):
            raise RuntimeError("the table is away")
        return put(write)

    home.world.store.put = broken
    assert door(GOOD, BATCH) == [{"itemIdentifier": GOOD["messageId"]}]
    assert len(prompts(ready)) == 2
    failing[0] = False
    assert door(GOOD) == []
    assert len(prompts(ready)) == 3 and len(reasons(home)) == 1


def test_a_batch_from_the_queue_has_its_progress_too(door, ready) -> None:
    door(BATCH)
    (batch,) = {one["batch"] for one in (
        ready.call(f"GET /v1/tasks/{listed['id']}").body for listed in ready.call("GET /v1/tasks").body["data"])}

    assert ready.call(f"GET /v1/batches/{batch}").body["accepted"] == 2


def test_the_function_is_declared() -> None:
    import app

    assert "accept_batch" in {handler.name for handler in app.app.pure_lambda_functions} | set(app.app.handler_map)
