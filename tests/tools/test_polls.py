"""Answers that say "not yet", over real HTTP."""

from dataclasses import replace

import pytest

from chalicelib.domain.errors import InvalidRequest
from chalicelib.domain.outcome import Done, Failed, Started
from tests.tools.service import Reply, serving
from tests.tools.world import Outside, call, compiled

POST = {
    "name": "act", "method": "POST", "path": "/jobs",
    "parameters": [{"name": "what", "type": "string", "required": False}],
}
GET = {"name": "look", "method": "GET", "path": "/jobs/{id}"}
POLL = {"action": "look", "input": "id", "id": "job.id", "done": {"path": "state", "equals": "ready"}}


def ask(answer, capability=POST, operation="", **registration):
    """The outcome of one call, and what the service was asked."""
    with serving(lambda _: answer) as service:
        outside = Outside()
        tool = compiled({"name": "desk", "base_url": service.url, "capabilities": [capability, GET], **registration})
        if tool.auth["type"] != "none":
            outside.connect(tool, token="secret-1")
        made = call(tool.actions[0])
        asked = replace(made, operation=operation.replace("BASE", service.url), inputs={} if operation else made.inputs)
        outcome = outside.box.call(asked)
        return outcome, service


@pytest.mark.parametrize("header", ["Location", "Operation-Location", "Azure-AsyncOperation"])
def test_202_with_an_address_has_begun_and_is_asked_there(header):
    outcome, service = ask(Reply(202, {}, {header: "/ops/7", "Retry-After": "9"}))

    assert outcome == Started({"url": f"{service.url}/ops/7"}, 9.0)


def test_202_without_an_address_is_done_as_it_always_was():
    outcome, _ = ask(Reply(202, {"queued": True}))

    assert outcome == Done({"queued": True})


def test_201_with_an_address_is_done():
    assert isinstance(ask(Reply(201, {"id": 1}, {"Location": "/jobs/1"}))[0], Done)


def test_a_read_that_is_told_to_come_back_makes_the_same_call_again():
    read = {"name": "act", "method": "GET", "path": "/report"}

    assert ask(Reply(202, {}, {"Retry-After": "3"}), read)[0] == Started({}, 3.0)
    assert isinstance(ask(Reply(200, {"x": 1}, {"Retry-After": "3"}), read)[0], Done)


def test_what_is_not_a_read_is_never_made_again_for_a_retry_after():
    assert isinstance(ask(Reply(202, {}, {"Retry-After": "3"}))[0], Done)


def test_asking_sends_a_get_to_the_address_with_the_credential_and_without_a_key():
    outcome, service = ask(Reply(200, {"size": 3}), operation="BASE/ops/7", auth={"type": "bearer"})

    assert outcome == Done({"size": 3})
    (asked,) = service.asked
    assert (asked.method, asked.path, asked.body) == ("GET", "/ops/7", b"")
    assert asked.headers["Authorization"] == "Bearer secret-1"
    assert "Idempotency-Key" not in asked.headers


def test_another_origin_does_not_get_the_credential():
    with serving(lambda _: Reply(200, {"size": 3})) as other:
        outcome, _ = ask(Reply(500), operation=f"{other.url}/ops/7", auth={"type": "bearer"})

        assert outcome == Done({"size": 3})
        assert "Authorization" not in other.asked[0].headers


@pytest.mark.parametrize(("answer", "expected"), [
    (Reply(202, {}), Started({})), (Reply(202, {}, {"Location": "/ops/8"}), Started({})),
    (Reply(200, {"status": "Running"}, {"Retry-After": "4"}), Started({}, 4.0)),
    (Reply(200, {"status": "Done"}), Done({"status": "Done"})),
])
def test_while_it_is_asked_202_and_retry_after_mean_not_yet(answer, expected):
    assert ask(answer, operation="BASE/ops/7")[0] == expected


def test_an_operation_that_failed_has_failed():
    assert isinstance(ask(Reply(404, {"error": "gone"}), operation="BASE/ops/7")[0], Failed)


def test_a_declared_job_is_asked_about_by_its_own_action():
    outcome, _ = ask(Reply(200, {"job": {"id": "j9"}, "state": "new"}), {**POST, "poll": POLL})

    assert outcome == Started({"action": "look", "inputs": {"id": "j9"}, "done": POLL["done"]})


@pytest.mark.parametrize("body", [{"job": {"id": "j9"}, "state": "ready"}, {"other": 1}])
def test_a_declared_job_that_is_done_at_once_or_names_no_id_is_done(body):
    assert ask(Reply(200, body), {**POST, "poll": POLL})[0] == Done(body)


def test_a_job_may_be_declared_in_a_document():
    document = {
        "openapi": "3.0.0", "info": {"title": "T"}, "servers": [{"url": "http://127.0.0.1:9"}],
        "paths": {
            "/jobs": {"post": {"operationId": "act", "responses": {}, "x-replan-poll": POLL}},
            "/jobs/{id}": {"get": {"operationId": "look", "responses": {}, "parameters": [
                {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}]}},
        },
    }
    actions = {action.name: action for action in compiled({"name": "t", "openapi": document}).actions}

    assert actions["act"].call["poll"] == POLL
    assert "poll" not in actions["look"].call


@pytest.mark.parametrize(("poll", "field"), [
    ("look", "capabilities[0].poll"), ({**POLL, "done": {"path": "state"}}, "capabilities[0].poll.done"),
    ({**POLL, "id": "a["}, "capabilities[0].poll.id"), ({**POLL, "action": "nobody"}, "act.poll.action"),
    ({**POLL, "failed": "yes"}, "capabilities[0].poll.failed"),
])
def test_a_poll_that_cannot_work_is_refused_by_field(poll, field):
    with pytest.raises(InvalidRequest) as refused:
        compiled({"name": "desk", "base_url": "http://127.0.0.1:9", "capabilities": [{**POST, "poll": poll}, GET]})

    assert refused.value.details[0]["field"] == field
