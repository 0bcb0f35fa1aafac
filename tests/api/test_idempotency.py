"""The same Idempotency-Key and body: the first answer again, and nothing made twice."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from chalicelib.engine.ports import Write
from tests.api.conftest import Client, Home, parcels, task

KEY = {"Idempotency-Key": "b0b5-1"}
HOUR = 3600

CREATES = {
    "POST /v1/subagents": {"name": "other", "prompt": "Parcels of customers"},
    "POST /v1/tools": parcels(name="more-parcels"),
    "POST /v1/keys": {"name": "robot"},
}


@pytest.mark.parametrize("line", CREATES)
def test_the_first_answer_comes_again_for_the_same_body(line: str, ready: Client, home: Home) -> None:
    first = ready.call(line, CREATES[line], headers=KEY)
    home.world.clock.advance(23 * HOUR)
    again = ready.call(line, CREATES[line], headers=KEY)
    assert (first.status, again.status) == (201, 201)
    assert again.body == first.body


@pytest.mark.parametrize("line", CREATES)
def test_another_body_under_the_same_key_is_a_conflict(line: str, ready: Client) -> None:
    ready.call(line, CREATES[line], headers=KEY)
    changed = {**CREATES[line], "name": "something-else"}
    answer = ready.call(line, changed, headers=KEY)
    assert (answer.status, answer.error["code"]) == (409, "idempotency_key_reused")


def test_a_key_that_comes_again_is_the_same_key_and_works(ready: Client) -> None:
    first, again = (ready.call("POST /v1/keys", {"name": "robot"}, headers=KEY).body for _ in range(2))
    assert again["key"] == first["key"]
    assert ready.call("GET /v1/tasks", key=again["key"]).status == 200
    assert len(ready.call("GET /v1/keys").body["data"]) == 2


def test_a_revoked_key_does_not_come_back_by_its_idempotency_key(ready: Client) -> None:
    first = ready.call("POST /v1/keys", {"name": "robot"}, headers=KEY).body
    ready.call(f"DELETE /v1/keys/{first['id']}")
    again = ready.call("POST /v1/keys", {"name": "robot"}, headers=KEY).body
    assert ready.call("GET /v1/tasks", key=again["key"]).status == 401


def test_without_the_header_two_are_made(ready: Client) -> None:
    first, again = (ready.call("POST /v1/keys", {"name": "robot"}).body for _ in range(2))
    assert first["id"] != again["id"] and first["key"] != again["key"]


def test_after_a_day_the_key_is_free_again(ready: Client, home: Home) -> None:
    first = ready.call("POST /v1/keys", {"name": "robot"}, headers=KEY).body
    home.world.clock.advance(25 * HOUR)
    second = ready.call("POST /v1/keys", {"name": "other robot"}, headers=KEY)
    assert second.status == 201 and second.body["key"] != first["key"]


def test_a_refused_request_leaves_the_key_free_for_a_corrected_one(ready: Client) -> None:
    taken = ready.call("POST /v1/subagents", {"name": "shipper", "prompt": "Parcels of customers"}, headers=KEY)
    corrected = ready.call("POST /v1/subagents", {"name": "shipper-two", "prompt": "Parcels of customers"}, headers=KEY)
    assert (taken.status, corrected.status) == (409, 201)


def test_the_order_of_the_fields_does_not_make_another_body(ready: Client) -> None:
    body = json.dumps(dict(reversed(task().items()))).encode()
    first = ready.call("POST /v1/tasks", task(), headers=KEY)
    again = ready.call("POST /v1/tasks", raw=body, headers=KEY)
    assert (first.status, again.status) == (201, 201)
    assert first.body == again.body


def test_a_task_is_made_once_and_another_body_is_a_conflict(ready: Client) -> None:
    first, again = (ready.call("POST /v1/tasks", task(), headers=KEY) for _ in range(2))
    other = ready.call("POST /v1/tasks", task(prompt="Something else"), headers=KEY)
    assert again.body == first.body
    assert (other.status, other.error["code"]) == (409, "idempotency_key_reused")
    assert len(ready.call("GET /v1/tasks").body["data"]) == 1


def test_two_accounts_may_use_the_same_key(ready: Client, home: Home) -> None:
    other = home.key("other.test")
    first = ready.call("POST /v1/keys", {"name": "robot"}, headers=KEY).body
    second = ready.call("POST /v1/keys", {"name": "different"}, headers=KEY, key=other)
    assert second.status == 201 and second.body["key"] != first["key"]


def test_rotations_under_one_key_make_one_secret(ready: Client) -> None:
    ready.call("PUT /v1/webhook", {"url": "http://127.0.0.1:9/hook"})
    first, again = (ready.call("POST /v1/webhook/rotate", headers=KEY).body for _ in range(2))
    assert first == again


def test_many_at_once_make_one_thing(ready: Client, home: Home) -> None:
    """Those that meet the one under way are told to come again; nobody gets another answer."""
    def make(_: int) -> tuple[int, str]:
        answer = ready.call("POST /v1/keys", {"name": "robot"}, headers=KEY)
        return answer.status, answer.body.get("id", "")

    with ThreadPoolExecutor(8) as crowd:
        answers = list(crowd.map(make, range(16)))
    made = {key for status, key in answers if status == 201}
    assert len(made) == 1
    assert {status for status, _ in answers} <= {201, 409}
    assert len(ready.call("GET /v1/keys").body["data"]) == 2


def test_a_request_under_way_is_not_begun_twice_and_a_dead_one_is_taken_over(ready: Client, home: Home) -> None:
    begun = []
    put = home.world.store.put

    def put_without_answers(write: Write) -> bool:
        if write.sk.startswith("IDEM#") and "answer" in write.data:
            begun.append(write.sk)
            return True  # the process died before it could write the answer down
        return put(write)

    home.world.store.put = put_without_answers  # type: ignore[method-assign]  # a crash between two writes
    first = ready.call("POST /v1/keys", {"name": "robot"}, headers=KEY)
    soon = ready.call("POST /v1/keys", {"name": "robot"}, headers=KEY)
    home.world.clock.advance(61)
    later = ready.call("POST /v1/keys", {"name": "robot"}, headers=KEY)
    assert (first.status, soon.status, later.status) == (201, 409, 201)
    assert soon.error["code"] == "conflict" and len(begun) == 2
