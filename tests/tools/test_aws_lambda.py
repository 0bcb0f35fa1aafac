"""Functions as tools: which may be named, what they are sent, and what comes of their answers.

A stub speaks the wire form of the Invoke call; the client in between is the real one.
"""

import json
import threading
from base64 import b64decode
from dataclasses import replace
from urllib.parse import unquote

import pytest

from chalicelib import wiring
from chalicelib.aws.functions import LambdaFunctions, read_patterns
from chalicelib.domain.errors import InvalidRequest, Unavailable
from chalicelib.domain.outcome import Done, Failed, Started
from chalicelib.tools import Guard, Toolbox, compile_tool
from tests.tools.service import Reply, serving
from tests.tools.world import ACCOUNT, Outside, call

ARN = "arn:aws:lambda:eu-central-1:123456789012:function:tools-orders"
PATTERNS = ("arn:aws:lambda:eu-central-1:123456789012:function:tools-*",)
FIND = {"name": "find_order", "effect": "read", "parameters": {"id": {"type": "string"}}}
CANCEL = {"name": "cancel_order", "parameters": {"id": {"type": "string"}}}
REPEAT = {"name": "touch_order", "effect": "idempotent", "parameters": {"id": {"type": "string"}}}


@pytest.fixture(autouse=True)
def credentials(monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")


class Desk:
    def __init__(self, url: str, patterns=PATTERNS, timeout=5.0, **registration) -> None:
        ports = Outside().ports
        functions = LambdaFunctions(patterns, url, timeout) if patterns else None
        self.box = Toolbox(
            ports.store, ports.vault, Guard(), now=ports.now, token=ports.token, functions=functions
        )
        own = {"name": "orders", "lambda_arn": ARN, "capabilities": [FIND, CANCEL, REPEAT]}
        self.registration = {**own, **registration}
        self.actions = {one.name: one for one in self.compiled().actions}

    def compiled(self):
        self.box.functions.check(self.registration, ACCOUNT)
        return compile_tool(self.registration, self.box.guard)

    def call(self, action: str, **inputs):
        return self.box.call(call(self.actions[action], **inputs))


def answered(reply: Reply, action: str = "cancel_order", **registration):
    """The outcome of one call, and what the service was sent."""
    with serving(lambda asked: reply) as service:
        outcome = Desk(service.url, **registration).call(action, id="o-7")
    return outcome, service.asked


def raised(kind: str, said: str) -> Reply:
    return Reply(200, {"errorType": kind, "errorMessage": said}, {"X-Amz-Function-Error": "Unhandled"})


def test_a_function_is_sent_its_action_its_inputs_the_key_and_the_deadline():
    outcome, (asked,) = answered(Reply(200, {"state": "cancelled"}))
    assert outcome == Done({"state": "cancelled"})
    assert unquote(asked.path) == f"/2015-03-31/functions/{ARN}/invocations"
    event = asked.json
    assert (event["action"], event["inputs"], event["user_id"]) == ("cancel_order", {"id": "o-7"}, None)
    assert len(event["idempotency_key"]) == 36 and event["deadline"].endswith("Z")
    custom = json.loads(b64decode(asked.headers["X-Amz-Client-Context"]))["custom"]
    assert custom == {name: event[name] for name in ("idempotency_key", "deadline", "user_id")}


def test_the_key_is_the_same_for_every_attempt():
    with serving(lambda asked: Reply(200, {})) as service:
        desk = Desk(service.url)
        desk.call("cancel_order", id="o-7"), desk.call("cancel_order", id="o-7")
        keys = {asked.json["idempotency_key"] for asked in service.asked}
    assert len(keys) == 1


def test_a_template_makes_the_event_that_the_function_expects_and_the_key_is_in_the_context():
    shaped = {**CANCEL, "body": {"order": "$inputs.id", "op": "$action"}, "result": "data"}
    outcome, (asked,) = answered(Reply(200, {"data": [1]}), capabilities=[shaped])
    assert asked.json == {"order": "o-7", "op": "cancel_order"} and outcome == Done([1])
    assert "idempotency_key" in json.loads(b64decode(asked.headers["X-Amz-Client-Context"]))["custom"]


def test_without_an_effect_an_action_is_unsafe():
    with serving(lambda asked: Reply()) as service:
        desk = Desk(service.url)
    assert {name: one.effect for name, one in desk.actions.items()} == {
        "find_order": "read", "cancel_order": "unsafe", "touch_order": "idempotent"}
    assert {one.via for one in desk.actions.values()} == {"lambda"}


@pytest.mark.parametrize(("action", "reason"), [
    ("find_order", "rejected"), ("cancel_order", "outcome_unknown"), ("touch_order", "outcome_unknown"),
])
def test_a_function_that_raised_may_have_done_something_unless_it_only_reads(action, reason):
    outcome, _ = answered(raised("OrderLocked", "order o-7 is locked"), action)
    assert (outcome.reason, outcome.signal) == (reason, "order_locked") and "order o-7 is locked" in outcome.detail


def test_a_function_that_ran_out_of_time_leaves_a_write_unknown():
    outcome, _ = answered(raised("Sandbox.Timedout", "RequestId: x Error: Task timed out after 3.00 seconds"))
    assert outcome.reason == "outcome_unknown"


def test_an_answer_that_is_too_large_is_refused_by_name():
    assert answered(raised("Function.ResponseSizeTooLarge", "exceeded"))[0].reason == "too_large"
    assert answered(Reply(200, {"a": "x" * 1_100_000}), "find_order")[0].reason == "too_large"
    assert isinstance(answered(Reply(200, {"a": "x" * 900_000}), "find_order")[0], Done)


@pytest.mark.parametrize(("status", "kind", "reason"), [
    (429, "TooManyRequestsException", "rate_limited"), (404, "ResourceNotFoundException", "unavailable"),
    (403, "AccessDeniedException", "forbidden"), (413, "RequestTooLargeException", "too_large"),
    (400, "InvalidRequestContentException", "invalid_input"), (500, "ServiceException", "outcome_unknown"),
])
def test_what_the_service_says_instead_of_running_it_is_an_outcome_and_is_not_tried_again_here(status, kind, reason):
    outcome, asked = answered(Reply(status, {"Type": "User", "Message": "no"}, {"x-amzn-ErrorType": kind}))
    assert outcome.reason == reason and len(asked) == 1


def test_how_long_a_throttled_call_is_to_wait_is_read():
    outcome, _ = answered(Reply(429, {"Message": "Rate exceeded"},
                                {"x-amzn-ErrorType": "TooManyRequestsException", "Retry-After": "9"}))
    assert outcome.retry_after == 9.0


def test_an_answer_in_the_form_of_a_gateway_means_what_it_would_over_http():
    gone = Reply(200, {"statusCode": 404, "body": '{"code": "no_such_order", "message": "no order o-7"}'})
    outcome, _ = answered(gone)
    assert (outcome.reason, outcome.signal, outcome.status) == ("not_found", "no_such_order", 404)
    fine = Reply(200, {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": '{"id": "o-7"}'})
    assert answered(fine)[0] == Done({"id": "o-7"})
    coded = Reply(200, {"statusCode": 200, "isBase64Encoded": True, "body": "eyJpZCI6IDF9"})
    assert answered(coded)[0] == Done({"id": 1})
    own = {"statusCode": 404, "order": "o-7"}
    assert answered(Reply(200, own))[0] == Done(own)  # it only has a field of that name


@pytest.mark.parametrize("body", [{"error": "no such order"}, {"ok": False, "error": {"code": "no_such_order"}}])
def test_an_answer_that_says_of_itself_that_it_failed_has_failed(body):
    assert isinstance(answered(Reply(200, body))[0], Failed)


def test_failed_when_judges_a_functions_answer_too():
    rule = {"path": "state", "equals": "refused"}
    assert isinstance(answered(Reply(200, {"state": "refused"}), failed_when=rule)[0], Failed)
    assert isinstance(answered(Reply(200, {"state": "done"}), failed_when=rule)[0], Done)


def test_a_call_without_an_answer_in_time_is_unknown_and_one_that_found_nobody_was_not_made():
    done = threading.Event()

    def slow(asked):
        done.wait(20)
        return Reply()

    with serving(slow) as service:
        desk = Desk(service.url, timeout=0.3)
        outcomes = desk.call("cancel_order", id="o-7").reason, desk.call("find_order", id="o-7").reason
        done.set()
    assert outcomes == ("outcome_unknown", "unavailable") and len(service.asked) == 2
    assert Desk("http://127.0.0.1:9").call("cancel_order", id="o-7").reason == "unavailable"


def test_a_job_that_the_function_has_begun_is_asked_after():
    begin = {**CANCEL, "poll": {"action": "find_order", "input": "id", "id": "job",
                                "done": {"path": "state", "equals": "ready"}}}
    outcome, _ = answered(Reply(200, {"job": "j-1", "state": "queued"}), capabilities=[FIND, begin])
    assert isinstance(outcome, Started) and outcome.poll["inputs"] == {"id": "j-1"}


def test_inputs_are_checked_before_anything_is_sent():
    with serving(lambda asked: Reply()) as service:
        desk = Desk(service.url, capabilities=[{**FIND, "parameters": [{"name": "id", "type": "integer"}]}])
        assert desk.call("find_order", id="seven").reason == "invalid_input" and not service.asked
        assert isinstance(desk.call("find_order", id="7"), Done) and service.asked[0].json["inputs"] == {"id": 7}


def test_the_preview_is_the_event_and_sends_nothing():
    with serving(lambda asked: Reply()) as service:
        desk = Desk(service.url)
        shown = desk.box.preview(call(desk.actions["cancel_order"], id="o-7"))
        assert shown["url"] == ARN and not service.asked
        assert set(shown["body"]) == {"action", "inputs", "idempotency_key", "user_id"}
        assert isinstance(desk.call("cancel_order", id="o-7"), Done)
        assert {name: service.asked[0].json[name] for name in shown["body"]} == shown["body"]


def test_a_test_key_reaches_the_sandbox_function_only():
    with serving(lambda asked: Reply()) as service:
        live = Desk(service.url)
        refused = live.box.call(replace(call(live.actions["find_order"], id="1"), sandbox=True))
        assert refused.signal == "no_sandbox" and not service.asked
        both = Desk(service.url, sandbox_base_url=f"{ARN}:sandbox")
        both.box.call(replace(call(both.actions["find_order"], id="1"), sandbox=True))
        assert unquote(service.asked[0].path).endswith(":sandbox/invocations")


@pytest.mark.parametrize("arn", [
    "arn:aws:lambda:eu-central-1:123456789012:function:replan-api",
    "arn:aws:lambda:eu-central-1:210987654321:function:tools-orders",
    "arn:aws:lambda:us-east-1:123456789012:function:tools-orders",
    "arn:aws-cn:lambda:eu-central-1:123456789012:function:tools-orders",
])
def test_a_function_that_the_operator_has_not_opened_is_refused_at_registration_and_at_the_call(arn):
    with serving(lambda asked: Reply()) as service:
        with pytest.raises(InvalidRequest, match="REPLAN_LAMBDA_TOOLS"):
            Desk(service.url, lambda_arn=arn)
        with pytest.raises(InvalidRequest, match="sandbox_base_url"):
            Desk(service.url, sandbox_base_url=arn)
        desk = Desk(service.url)
        action = desk.actions["find_order"]
        forged = replace(action, call={**action.call, "base_url": arn})
        outcome = desk.box.call(call(forged, id="1"))
        assert (outcome.reason, outcome.signal) == ("out_of_scope", "function_refused") and not service.asked
        assert isinstance(desk.call("find_order", id="1"), Done)


@pytest.mark.parametrize("arn", [
    "tools-orders", "arn:aws:lambda:eu-central-1:123456789012:function:", "arn:aws:s3:::tools-orders", "https://x.example",
    "arn:aws:lambda:eu-central-1:123456789012:function:tools-*", f"{ARN}:a:b", f"{ARN} ", f"{ARN}/../x",
])
def test_what_is_no_arn_of_a_function_is_refused(arn):
    with pytest.raises(InvalidRequest):
        Desk("http://127.0.0.1:9", patterns=("*",), lambda_arn=arn)


def test_each_account_has_its_own_functions_where_the_pattern_says_so():
    functions = LambdaFunctions((PATTERNS[0].replace("*", "{account}-*"),), None, 5.0)
    arn = ARN.replace("orders", "acc1-orders")
    assert functions.refusal(arn, "acc1.live") == functions.refusal(arn, "acc1.test") == ""
    assert functions.refusal(arn, "acc2.live")


def test_without_the_setting_no_function_is_a_tool():
    with pytest.raises(InvalidRequest, match="set REPLAN_LAMBDA_TOOLS"):
        Desk("http://127.0.0.1:9", patterns=())


@pytest.mark.parametrize("wrong", [
    "*", "arn:aws:lambda:*:123456789012:function:a-*", "arn:aws:lambda:eu-central-1:*:function:a-*",
    "arn:aws:lambda:eu-central-1:123456789012:function:*", "tools-*", "arn:aws:lambda:eu-central-1:123456789012:*",
])
def test_a_pattern_that_opens_too_much_stops_the_start(wrong):
    with pytest.raises(Unavailable, match="REPLAN_LAMBDA_TOOLS"):
        read_patterns(f"{PATTERNS[0]}, {wrong}")
    assert read_patterns(f"{PATTERNS[0]}, {ARN}") == [PATTERNS[0], ARN]


def test_the_home_reads_the_setting(tmp_path, monkeypatch):
    monkeypatch.delenv("REPLAN_LAMBDA_TOOLS", raising=False)
    registration = {"lambda_arn": ARN, "capabilities": [FIND]}
    with pytest.raises(InvalidRequest):
        wiring.embedded(tmp_path / "home.db").toolbox.functions.check(registration, ACCOUNT)
    monkeypatch.setenv("REPLAN_LAMBDA_TOOLS", PATTERNS[0])
    wiring.embedded(tmp_path / "home.db").toolbox.functions.check(registration, ACCOUNT)


def test_a_credential_of_a_connection_is_refused_because_a_role_invokes_the_function():
    with pytest.raises(InvalidRequest, match="the operator says"):
        Desk("http://127.0.0.1:9", auth={"type": "bearer"})


def test_a_function_and_an_address_exclude_each_other():
    with pytest.raises(InvalidRequest, match="leave this out"):
        Desk("http://127.0.0.1:9", base_url="https://api.example.com")
