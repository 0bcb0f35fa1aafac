"""Where a fault is, in the bodies of validators that are in wide use, and in bodies that point at nothing."""

import json
from typing import Any

import pytest

from chalicelib.domain.outcome import Failed
from chalicelib.tools.answers import outcome_of
from chalicelib.tools.faults import MOST, pointed_at
from chalicelib.tools.transport import Answer

NOW = 1_790_000_000_000


def failed(body: Any, status: int = 422, **headers: str) -> Failed:
    raw = body.encode() if isinstance(body, str) else json.dumps(body).encode()
    kind = "text/plain" if isinstance(body, str) else "application/json"
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    found = outcome_of(Answer(status, {"content-type": kind, **told}, raw), "unsafe", {}, NOW)
    assert isinstance(found, Failed)
    return found


VIOLATION = {"@type": "example.com/BadRequest", "fieldViolations": [{"field": "weight", "description": "required"}]}


@pytest.mark.parametrize(("body", "detail"), [
    ({"errors": [{"source": {"pointer": "/data/attributes/weight"}, "detail": "can't be blank"}]},
     "can't be blank; weight"),
    ({"detail": [{"loc": ["body", "lines", 0, "weight"], "msg": "field required"}]}, "field required; weight"),
    ({"title": "Not valid.", "invalid-params": [{"name": "weight", "reason": "must be given"}]},
     "Not valid.; weight: must be given"),
    ({"error": {"message": "Invalid value", "details": [VIOLATION]}}, "Invalid value; weight: required"),
    ({"message": "Validation Failed", "errors": [{"resource": "Task", "field": "weight", "code": "missing"}]},
     "Validation Failed; weight: missing"),
    ({"error": {"message": "Missing required param.", "param": "lines[0].weight"}}, "Missing required param.; weight"),
    ({"title": "Validation errors.", "errors": {"Weight": ["It is required."]}},
     "Validation errors.; Weight: It is required."),
])
def test_the_words_tell_which_input_is_at_fault_wherever_the_body_points_at_it(body: Any, detail: str) -> None:
    assert failed(body).detail == detail


@pytest.mark.parametrize("body", [
    {"message": "weight is required", "field": "weight"}, {"message": "No", "name": "Ann Lee", "id": 4},
    {"message": "No", "data": {"name": "weight"}}, {"message": "No", "errors": {"weight": 4}},
    {"message": "No", "errors": [{"field": "<script>"}]},
])
def test_what_names_itself_or_points_at_nothing_is_left_as_it_is(body: Any) -> None:
    assert failed(body).detail == body["message"]


def test_a_body_of_many_or_deep_faults_is_read_only_so_far() -> None:
    deep: Any = {"field": "weight"}
    for _ in range(9):
        deep = {"errors": [deep]}

    assert len(pointed_at({"errors": [{"field": f"f{at}"} for at in range(99)]})) == MOST
    assert pointed_at(deep) == []


@pytest.mark.parametrize(("status", "body"), [
    (409, {"error": {"code": "idempotency_key_in_use", "message": "There is another in-progress request."}}),
    (409, {"message": "Another operation on this yard is running."}), (423, {"message": "The yard is being edited."}),
    (400, "resourceBusy"), (422, {"message": "Locked. Please try again in a moment."}),
])
def test_a_refusal_because_somebody_else_is_at_it_is_one_to_come_back_from(status: int, body: Any) -> None:
    assert failed(body, status).reason == "rate_limited"


@pytest.mark.parametrize(("status", "body", "reason"), [
    (409, {"message": "A yard of this name already exists."}, "conflict"),
    (409, {"message": "The yard is closed, open it and try again."}, "conflict"),
    (422, {"detail": "The idempotency key was used with another payload."}, "invalid_input"),
    (401, {"message": "Your session ended, please sign in again in a moment."}, "unauthorized"),
    (403, {"message": "Another user may do this."}, "forbidden"),
])
def test_a_refusal_that_time_does_not_mend_is_none(status: int, body: Any, reason: str) -> None:
    assert failed(body, status).reason == reason


@pytest.mark.parametrize(("headers", "seconds"), [
    ({"retry_after_ms": "1500"}, 1.5), ({"ratelimit": '"default";r=0;t=42'}, 42.0),
    ({"ratelimit": "limit=100, remaining=0, reset=42"}, 42.0), ({"x_ratelimit_reset_after": "12.5"}, 12.5),
    ({"ratelimit": '"default";r=7;t=42', "x_ratelimit_remaining": "7"}, None),
    ({"retry_after": "9", "ratelimit": '"default";r=0;t=42'}, 9.0), ({"retry_after_ms": "soon"}, None),
])
def test_the_time_to_wait_is_read_from_each_header_that_services_tell_it_in(
    headers: dict[str, str], seconds: float | None
) -> None:
    assert failed({"message": "Too many"}, 429, **headers).retry_after == seconds
