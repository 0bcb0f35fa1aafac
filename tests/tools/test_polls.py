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


ADDRESS = "https://replan.example/v1/callbacks/cb_eyJhIjoxfQ.0123456789012345678901234567890123456789012"
CALLBACK = {"input": "notify", "result": "data", "done": {"path": "state", "equals": "ready"}}


def begin(answer, capability, **changes):
    """The outcome of one call that carries an address, and what the service was asked."""
    with serving(lambda _: answer) as service:
        outside = Outside()
        tool = compiled({"name": "desk", "base_url": service.url, "capabilities": [capability, GET]})
        return outside.box.call(replace(call(tool.actions[0]), callback=ADDRESS, **changes)), service, tool.actions[0]


def test_the_address_goes_where_the_action_says_and_no_planner_has_to_give_it():
    asks_for_it = [*POST["parameters"], {"name": "notify", "type": "string"}]
    outcome, service, action = begin(
        Reply(202, {"id": 1}), {**POST, "parameters": asks_for_it, "callback": {"input": "notify"}},
        inputs={"what": "x"},
    )

    assert outcome == Started({"callback": True})
    assert service.asked[0].json == {"what": "x", "notify": ADDRESS}
    assert "notify" not in action.input_schema["properties"]
    assert "notify" not in action.input_schema.get("required", ())


def test_an_address_that_no_parameter_names_goes_into_body_or_query():
    _, service, _ = begin(Reply(200, {}), {**POST, "callback": {"input": "hook"}}, inputs={})
    assert service.asked[0].json == {"hook": ADDRESS}

    read = {"name": "act", "method": "GET", "path": "/report", "callback": {"input": "hook"}}
    _, service, _ = begin(Reply(200, {}), read, inputs={})
    assert service.asked[0].query == [("hook", ADDRESS)]


def test_an_answer_that_is_the_result_already_needs_no_callback():
    outcome, _, _ = begin(Reply(200, {"state": "ready"}), {**POST, "callback": CALLBACK}, inputs={})

    assert outcome == Done({"state": "ready"})


def test_a_refused_call_is_refused_and_not_begun():
    outcome, _, _ = begin(Reply(422, {"error": "no"}), {**POST, "callback": CALLBACK}, inputs={})

    assert isinstance(outcome, Failed)


def test_with_a_poll_or_an_address_it_is_both():
    outcome, _, _ = begin(Reply(202, {}, {"Location": "/ops/7"}), {**POST, "callback": CALLBACK}, inputs={})
    assert isinstance(outcome, Started)
    assert outcome.poll["callback"] is True and outcome.poll["url"].endswith("/ops/7")

    outcome, _, _ = begin(
        Reply(200, {"job": {"id": "j9"}, "state": "new"}), {**POST, "callback": CALLBACK, "poll": POLL}, inputs={}
    )
    assert outcome == Started({"action": "look", "inputs": {"id": "j9"}, "done": POLL["done"], "callback": True})


def test_what_a_person_is_shown_does_not_hold_the_address():
    with serving(lambda _: Reply(200, {})) as service:
        outside = Outside()
        capability = {**POST, "callback": CALLBACK}
        tool = compiled({"name": "desk", "base_url": service.url, "capabilities": [capability, GET]})
        shown = outside.box.preview(replace(call(tool.actions[0]), callback=ADDRESS, inputs={}))

    assert ADDRESS.rpartition("/")[2] not in str(shown)
    assert "notify" in shown["body"]


@pytest.mark.parametrize(("callbacks", "declared", "expected"), [
    ({}, {"input": "hook"}, "hook"),
    ({"done": {"{$request.body#/onDone}": {"post": {}}}}, {}, "onDone"),
    ({"done": {"{$request.query.url}": {"post": {}}}}, {}, "url"),
    ({"done": {"http://x/?to={$request.query.url}": {"post": {}}}}, {"input": "other"}, "other"),
])
def test_a_document_may_name_the_input_itself(callbacks, declared, expected):
    document = {
        "openapi": "3.0.0", "info": {"title": "T"}, "servers": [{"url": "http://127.0.0.1:9"}],
        "paths": {"/jobs": {"post": {
            "operationId": "act", "responses": {}, "callbacks": callbacks, "x-replan-callback": declared,
        }}},
    }
    (action,) = compiled({"name": "t", "openapi": document}).actions

    assert action.call["callback"] == {"input": expected}


@pytest.mark.parametrize(("callback", "field"), [
    ("notify", "capabilities[0].callback"), ({}, "capabilities[0].callback.input"),
    ({"input": 7}, "capabilities[0].callback.input"),
    ({"input": "x", "result": "a["}, "capabilities[0].callback.result"),
    ({"input": "x", "done": {"path": "a"}}, "capabilities[0].callback.done"),
])
def test_a_callback_that_cannot_work_is_refused_by_field(callback, field):
    with pytest.raises(InvalidRequest) as refused:
        compiled({"name": "desk", "base_url": "http://127.0.0.1:9", "capabilities": [{**POST, "callback": callback}]})

    assert refused.value.details[0]["field"] == field


PROBE = {"action": "look", "inputs": {"id": "what"}, "happened": {"path": "found", "equals": True}}


def test_a_probe_is_declared_by_a_capability_or_a_document():
    document = {
        "openapi": "3.0.0", "info": {"title": "T"}, "servers": [{"url": "http://127.0.0.1:9"}],
        "paths": {
            "/jobs": {"post": {"operationId": "act", "responses": {}, "x-replan-probe": PROBE}},
            "/jobs/{id}": {"get": {"operationId": "look", "responses": {}, "parameters": [
                {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}]}},
        },
    }
    by_list = {"name": "desk", "base_url": "http://127.0.0.1:9", "capabilities": [{**POST, "probe": PROBE}, GET]}
    for registration in (by_list, {"name": "t", "openapi": document}):
        actions = {action.name: action for action in compiled(registration).actions}
        assert actions["act"].call["probe"] == PROBE
        assert "probe" not in actions["look"].call


@pytest.mark.parametrize(("probe", "field"), [
    ("look", "capabilities[0].probe"), ({**PROBE, "inputs": {}}, "capabilities[0].probe"),
    ({**PROBE, "inputs": {"id": 3}}, "capabilities[0].probe"),
    ({**PROBE, "happened": {"path": "found"}}, "capabilities[0].probe.happened"),
    ({**PROBE, "action": "nobody"}, "act.probe.action"), ({**PROBE, "action": "act"}, "act.probe.action"),
])
def test_a_probe_that_cannot_work_is_refused_by_field(probe, field):
    with pytest.raises(InvalidRequest) as refused:
        compiled({"name": "desk", "base_url": "http://127.0.0.1:9", "capabilities": [{**POST, "probe": probe}, GET]})

    assert refused.value.details[0]["field"] == field
