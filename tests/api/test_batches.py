"""Batches: many tasks in one call, each accepted or refused by itself."""

import pytest

from chalicelib.engine.intake import REMEMBERED
from tests.api.conftest import Client, Home, task


def send(client: Client, *bodies: object, key: str | None = None):
    return client.call("POST /v1/tasks/batch", {"tasks": list(bodies)}, headers={"Idempotency-Key": key} if key else {})


def test_each_task_is_accepted_and_the_batch_tells_how_far_it_has_come(ready: Client) -> None:
    made = send(ready, task(prompt="List a"), task(prompt="List b", metadata={"n": 2}))

    assert made.status == 201 and made.headers["Location"] == f"/v1/batches/{made.body['id']}"
    assert (made.body["accepted"], made.body["refused"]) == (2, 0)
    ids = [one["id"] for one in made.body["data"]]
    shown = ready.call(f"GET /v1/tasks/{ids[1]}").body
    assert (shown["prompt"], shown["metadata"], shown["batch"]) == ("List b", {"n": 2}, made.body["id"])

    ready.call(f"POST /v1/tasks/{ids[0]}/cancel")
    batch = ready.call(f"GET /v1/batches/{made.body['id']}").body
    assert batch["counts"] == {
        "pending": 1, "running": 0, "waiting": 0, "complete": 0, "failed": 0, "cancelled": 1,
    }
    assert batch["done"] is False and [one["id"] for one in batch["tasks"]] == ids
    ready.call(f"POST /v1/tasks/{ids[1]}/cancel")
    assert ready.call(f"GET /v1/batches/{made.body['id']}").body["done"] is True


def test_a_bad_body_is_refused_by_its_place_and_its_neighbours_are_accepted(ready: Client) -> None:
    bad = [
        task(prompt=""), task(sub_agent="nobody"), task(max_step=3), "no task", task(prompt="x" * 10_001),
        task(context={"a": "x" * 300_000}),
    ]
    made = send(ready, task(), *bad, task()).body

    assert [("id" in one, one["index"]) for one in made["data"]] == [
        (True, 0), *((False, n) for n in range(1, 7)), (True, 7)]
    assert [one["error"]["code"] for one in made["data"] if "error" in one] == [
        "invalid_request", "subagent_not_found", "invalid_request", "invalid_request", "prompt_too_long",
        "request_too_large"]
    assert "max_steps" in made["data"][3]["error"]["message"]
    assert (made["accepted"], made["refused"]) == (2, 6)


@pytest.mark.parametrize("body", [
    {}, {"tasks": []}, {"tasks": {}}, {"tasks": [{}] * 1_001}, {"tasks": [{}], "x": 1}, [],
])
def test_what_is_no_batch_is_refused_as_a_whole(ready: Client, body: object) -> None:
    assert ready.call("POST /v1/tasks/batch", body).status in (400, 422)


def test_a_thousand_are_accepted_in_one_call(ready: Client, home: Home) -> None:
    made = send(ready, *(task(prompt=f"List parcels of {n}") for n in range(1_000)))

    assert made.body["accepted"] == 1_000
    assert len({one["id"] for one in made.body["data"]}) == 1_000
    assert len(home.world.queue.bodies("steps")) == 1_000


def test_the_same_key_and_body_give_the_first_answer_and_no_second_task(ready: Client, home: Home) -> None:
    first = send(ready, task(prompt="a"), task(prompt=""), key="k1")
    again = send(ready, task(prompt="a"), task(prompt=""), key="k1")

    assert again.body == first.body
    assert len(home.world.queue.bodies("steps")) == 1
    assert send(ready, task(prompt="b"), key="k1").error["code"] == "idempotency_key_reused"


def test_a_tasks_own_key_makes_it_the_same_task_in_another_batch_or_alone(ready: Client, home: Home) -> None:
    keyed = task(prompt="a", idempotency_key="order-1")
    (first,) = send(ready, keyed).body["data"]
    again, other = send(ready, keyed, task(prompt="b")).body["data"]

    assert again["id"] == first["id"] != other["id"]
    changed = send(ready, task(prompt="c", idempotency_key="order-1")).body["data"][0]
    assert changed["error"]["code"] == "idempotency_key_reused"
    home.world.clock.instant += REMEMBERED
    assert send(ready, keyed).body["data"][0]["id"] != first["id"]


def test_two_of_one_key_in_one_batch_are_one_task(ready: Client) -> None:
    one, two = send(ready, *[task(prompt="a", idempotency_key="o")] * 2).body["data"]

    assert one["id"] == two["id"]


def test_a_call_that_died_half_way_is_made_whole_by_sending_it_again(ready: Client, home: Home) -> None:
    accept, left = home.world.store.accept, [3]

    def dying(pk, control):
        left[0] -= 1
        if left[0] < 0:
            raise RuntimeError("the API dies")
        return accept(pk, control)

    home.world.store.accept = dying  # type: ignore[method-assign]
    bodies = [task(prompt=f"a{n}") for n in range(6)]
    assert send(ready, *bodies, key="k").status == 500
    home.world.store.accept = accept  # type: ignore[method-assign]
    home.world.clock.advance(61)

    made = send(ready, *bodies, key="k").body

    assert made["accepted"] == 6
    listed = ready.call("GET /v1/tasks?limit=100").body["data"]
    assert sorted(one["id"] for one in listed) == sorted(one["id"] for one in made["data"])


def test_what_there_is_no_time_for_is_told_and_can_be_sent_again(ready: Client, home: Home) -> None:
    accept = home.world.store.accept

    def slow(pk, control):
        home.world.clock.advance(9)
        return accept(pk, control)

    home.world.store.accept = slow  # type: ignore[method-assign]
    made = send(ready, *(task(prompt=f"a{n}") for n in range(5))).body

    assert made["accepted"] == 3
    assert [one["error"]["code"] for one in made["data"][3:]] == ["unavailable"] * 2


def test_a_batch_belongs_to_its_account(ready: Client, home: Home) -> None:
    made = send(ready, task()).body

    for key in (home.key("other.test"), home.key("acme.live")):
        assert ready.call(f"GET /v1/batches/{made['id']}", key=key).status == 404
    assert ready.call("GET /v1/batches/batch_nothing").status == 404
    assert ready.call("POST /v1/tasks/batch", {"tasks": [task()]}, key=home.key(scopes=("tasks:read",))).status == 403


def test_an_ended_task_is_read_once(ready: Client, home: Home) -> None:
    made = send(ready, task()).body
    ready.call(f"POST /v1/tasks/{made['data'][0]['id']}/cancel")
    ready.call(f"GET /v1/batches/{made['id']}")
    read, control = [], home.world.store.control
    home.world.store.control = lambda pk: (read.append(pk), control(pk))[1]  # type: ignore[method-assign]

    assert ready.call(f"GET /v1/batches/{made['id']}").body["done"] is True
    assert read == []
