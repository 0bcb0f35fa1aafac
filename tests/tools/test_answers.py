"""What an answer, or the lack of one, is taken for."""

import gzip
import socket
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from chalicelib.domain.outcome import Done, Failed
from chalicelib.engine.ports import Call
from chalicelib.tools.answers import retry_after, signal_in
from tests.tools.calls import send
from tests.tools.service import Reply, serving
from tests.tools.world import ACCOUNT, Outside, call, one

STATUSES = [
    (401, "GET", {}, "unauthorized"),
    (403, "GET", {}, "forbidden"),
    (404, "GET", {}, "not_found"),
    (409, "POST", {}, "conflict"),
    (400, "POST", {}, "invalid_input"),
    (422, "POST", {}, "invalid_input"),
    (410, "GET", {}, "not_found"),
    (402, "POST", {}, "rejected"),
    (413, "POST", {}, "too_large"),
    (429, "POST", {}, "rate_limited"),
    (403, "GET", {"x-ratelimit-remaining": "0"}, "rate_limited"),
    (500, "GET", {}, "unavailable"),
    (503, "PUT", {}, "unavailable"),
    (500, "POST", {}, "outcome_unknown"),
    (502, "PATCH", {}, "outcome_unknown"),
    (503, "POST", {}, "outcome_unknown"),
    (503, "POST", {"Retry-After": "2"}, "unavailable"),
    (501, "POST", {}, "unavailable"),
    (302, "POST", {"Location": "/x"}, "rejected"),
]


@pytest.mark.parametrize(("status", "method", "headers", "reason"), STATUSES)
def test_what_a_status_means_depends_on_the_effect(status, method, headers, reason):
    outcome, asked = send(
        {"method": method}, Reply(status, {"error": {"code": "Bad-Thing", "message": "no."}}, headers)
    )

    assert isinstance(outcome, Failed) and (outcome.reason, outcome.status) == (reason, status)
    assert outcome.signal == "bad_thing" and len(asked) == 1


def test_an_error_keeps_the_services_code_and_words():
    outcome, _ = send({}, Reply(404, {"errors": [{"code": "noSuchBed", "message": "There is\n no bed 7"}]}))

    assert outcome == Failed("not_found", "There is no bed 7", "no_such_bed", None, 404)


@pytest.mark.parametrize(
    ("body", "signal"),
    [
        ({"error": "token_expired"}, "token_expired"),
        ({"error": {"type": "card_error", "code": "declined"}}, "declined"),
        ({"code": "E-42"}, "e_42"),
        ({"errors": [{"type": "missing"}]}, "missing"),
        ({"error": "Something went wrong"}, ""),
        ({"type": "https://x.example/probs/out-of-credit", "status": 403}, "out_of_credit"),
        ([{"errorCode": "INVALID_FIELD"}], "invalid_field"),
        ({"__type": "com.x#ThrottlingException"}, "throttling_exception"),
        ("text", ""),
        (None, ""),
        ({"error": {"status": 404}}, ""),
    ],
)
def test_the_signal_is_found_wherever_services_put_it(body, signal):
    assert signal_in(body) == signal


NOW = 1_900_000_000_000


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7"}, 7),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after": "-3"}, 0),
        ({"retry-after": "soon"}, None),
        (
            {
                "retry-after": format_datetime(
                    datetime.fromtimestamp(NOW / 1000, UTC) + timedelta(seconds=90), usegmt=True
                )
            },
            90,
        ),
        ({"x-ratelimit-reset": str(NOW // 1000 + 30)}, 30),
        ({"x-ratelimit-reset": "12"}, 12),
        ({"x-ratelimit-reset": "12", "x-ratelimit-remaining": "5"}, None),
        ({"retry-after": "1e9999"}, None),
        ({}, None),
        ({"x-ratelimit-reset": str(NOW + 30_000)}, 30),
        ({"retry-after": "999999"}, 86400),
    ],
)
def test_how_long_to_wait(headers, seconds):
    assert retry_after(headers, NOW) == seconds


def test_a_failure_told_in_a_good_answer_is_rejected_and_its_twin_is_done():
    rule = {"failed_when": {"path": "ok", "equals": False, "reason": "error"}}
    bad, _ = send({}, Reply(200, {"ok": False, "error": "not_in_room", "detail": "ask to be let in"}), rule)
    good, _ = send({}, Reply(200, {"ok": True, "room": 1}), rule)
    zero, _ = send({}, Reply(200, {"ok": 0}), rule)

    assert bad == Failed("rejected", "not_in_room: ask to be let in", "not_in_room", None, 200)
    assert good == Done({"ok": True, "room": 1}) and isinstance(zero, Done)


def test_a_promised_field_that_is_missing_is_noted_not_judged():
    schema = {
        "type": "object",
        "required": ["id", "rows"],
        "properties": {
            "rows": {"type": "array", "items": {"type": "object", "required": ["sum"], "properties": {"sum": {}}}}
        },
    }
    lacking, _ = send({"returns": schema}, Reply(200, {"rows": [{"sum": 1}, {"total": 2}]}))
    whole, _ = send({"returns": schema}, Reply(200, {"id": 1, "rows": []}))

    assert lacking.note == "The answer lacks promised fields: id, rows[].sum" and lacking.output["rows"]
    assert whole.note == ""


def test_text_empty_and_binary_answers():
    assert send({}, Reply(200, b"hello", {"Content-Type": "text/plain"}))[0] == Done("hello")
    assert send({}, Reply(200, b"", {}))[0] == Done(None)
    assert send({}, Reply(200, b"\xff\xfe\x00", {"Content-Type": "image/png"}))[0].output == {
        "content_type": "image/png",
        "size": 3,
    }
    assert send(
        {}, Reply(200, gzip.compress(b'{"a": 1}'), {"Content-Encoding": "gzip", "Content-Type": "application/json"})
    )[0] == Done({"a": 1})


def test_more_says_that_pages_remain():
    assert send({}, Reply(200, {"has_more": True}))[0].more and send({}, Reply(200, {"next_cursor": "x"}))[0].more
    assert not send({}, Reply(200, {"has_more": False, "next_cursor": None}))[0].more


def test_an_answer_past_the_limit_is_refused_with_a_remedy_also_when_it_was_packed():
    big, _ = send({}, Reply(200, b"x" * 1_000_001))
    bomb, _ = send({"method": "POST"}, Reply(200, gzip.compress(b"0" * 50_000_000), {"Content-Encoding": "gzip"}))
    fits, _ = send({}, Reply(200, b"x" * 999_999))

    assert isinstance(big, Failed) and big.reason == "too_large" and "1000000" in big.detail and "filter" in big.detail
    assert isinstance(bomb, Failed) and bomb.reason == "too_large" and "carried out" in bomb.detail
    assert isinstance(fits, Done)


@pytest.mark.parametrize(
    ("capability", "reason", "words"),
    [
        ({"method": "GET"}, "unavailable", "lost"),
        ({"method": "PUT"}, "outcome_unknown", "safe to repeat"),
        ({"method": "POST"}, "outcome_unknown", "may or may not"),
    ],
)
@pytest.mark.parametrize("reply", [Reply(hang_up=True), Reply(200, {"a": 1}, cut=True)])
def test_an_answer_lost_after_sending_is_judged_by_the_effect_and_never_sent_again(capability, reason, words, reply):
    outcome, asked = send(capability, reply)

    assert isinstance(outcome, Failed) and outcome.reason == reason and len(asked) == 1
    assert words in outcome.detail or reply.cut


def test_a_slow_answer_ends_in_time_and_is_unknown_for_a_write():
    def slow(asked):
        time.sleep(0.6)
        return Reply()

    with serving(slow) as service:
        read, write = one(service.url), one(service.url, {"method": "POST"})
        box = Outside().box
        outcomes = [box.call(Call(action, {}, ACCOUNT, "k", timeout=0.2)) for action in (read, write)]

    assert [outcome.reason for outcome in outcomes] == ["unavailable", "outcome_unknown"]


def test_where_nobody_listens_nothing_was_sent():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    outcome = Outside().box.call(call(one(url, {"method": "POST"})))

    assert isinstance(outcome, Failed) and outcome.reason == "unavailable" and "no connection" in outcome.detail


@pytest.mark.parametrize("text", [b"[" * 300 + b"]" * 300, b"[" * 400_000, b'{"a":' * 100 + b"1" + b"}" * 100])
def test_an_answer_that_is_nested_too_deep_is_kept_as_text(text):
    outcome, _ = send({}, Reply(200, text, {"Content-Type": "application/json"}))

    assert outcome == Done(text.decode())


def test_what_is_no_json_number_becomes_null():
    outcome, _ = send({}, Reply(200, b'{"a": NaN, "b": [1, -Infinity]}', {"Content-Type": "application/json"}))

    assert outcome == Done({"a": None, "b": [1, None]})


@pytest.mark.parametrize(
    "body",
    [
        {"ok": False, "error": "not_in_room"},
        {"success": False, "message": "not in room", "items": []},
        {"status": "error", "code": "not_in_room"},
        {"error": {"message": "not in room"}},
        {"errors": [{"detail": "not in room"}]},
    ],
)
def test_a_body_that_says_of_itself_that_it_failed_is_a_failure_without_anybody_telling_how(body):
    outcome, _ = send({}, Reply(200, body))

    assert isinstance(outcome, Failed) and outcome.reason == "rejected" and "room" in outcome.detail


@pytest.mark.parametrize(
    "body",
    [
        {"status": "failed", "job": "j1"}, {"errors": [], "id": "a"}, {"error": None, "id": "a"}, {"ok": True},
        {"error": "none so far", "id": "a", "steps": 3}, {"status": "error"}, [{"ok": False}],
    ],
)
def test_a_body_with_something_else_in_it_is_an_answer(body):
    outcome, _ = send({}, Reply(200, body))

    assert isinstance(outcome, Done)


def test_what_the_schema_promises_is_an_answer_even_if_it_looks_like_a_failure():
    promised = {"type": "object", "properties": {"status": {"type": "string"}, "message": {"type": "string"}}}
    outcome, _ = send({"returns": promised}, Reply(200, {"status": "error", "message": "the job broke"}))

    assert isinstance(outcome, Done)


@pytest.mark.parametrize("status", [200, 400, 403, 409, 422])
def test_too_many_calls_are_a_rate_limit_under_any_status(status):
    outcome, _ = send({}, Reply(status, {"error": "Too many requests, try again in 2 minutes"}))

    assert isinstance(outcome, Failed) and (outcome.reason, outcome.retry_after) == ("rate_limited", 120)


def test_a_word_that_tells_nothing_is_no_signal():
    outcome, _ = send({}, Reply(400, {"status": "error", "message": "the bed is closed"}))

    assert isinstance(outcome, Failed) and outcome.signal == ""
