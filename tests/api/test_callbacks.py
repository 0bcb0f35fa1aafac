"""The door for tools that call back: no key, the address is the authority, and every wrong one looks alike."""

import pytest

from chalicelib.engine import callback_address
from tests.api.conftest import Client, Home
from tests.engine.test_callbacks import KEY, READY, URL, Job


@pytest.fixture
def job(live: tuple[list[Home], str]) -> Job:
    """A job that waits for its callback, behind the server."""
    waiting = Job()
    waiting.run()
    home = Home(world=waiting.world)
    home.engine = waiting.engine
    live[0].append(home)
    return waiting


@pytest.fixture
def outside(job: Job, live: tuple[list[Home], str]) -> Client:
    return Client(live[1], None)


def path(job: Job) -> str:
    return job.addresses[0].removeprefix(URL)


def test_a_callback_needs_no_key_and_ends_the_step(job: Job, outside: Client) -> None:
    answer = outside.call(f"POST {path(job)}", READY)
    job.run()

    assert (answer.status, answer.body) == (200, {"received": True})
    assert job.status == "complete"


@pytest.mark.parametrize("body", [READY, {"state": "broken"}, {"state": "new"}])
def test_a_repeated_callback_is_answered_alike(job: Job, outside: Client, body: object) -> None:
    answers = [outside.call(f"POST {path(job)}", sent) for sent in (READY, body)]
    job.run()
    answers.append(outside.call(f"POST {path(job)}", body))

    assert [(one.status, one.raw) for one in answers] == [(200, answers[0].raw)] * 3
    assert job.status == "complete"


@pytest.mark.parametrize("token", [
    "nothing", "cb_", "cb_eyJhIjoxfQ.AAAA", "x" * 5_000, "%00", "cb_%C3%A9.x",
    callback_address.make_token(b"another key", callback_address.Address("acct_1.test", "task_1", "1")),
    callback_address.make_token(KEY, callback_address.Address("acct_1.test", "task_gone", "1")),
])
def test_every_wrong_address_gets_the_same_404(job: Job, outside: Client, token: str) -> None:
    answer = outside.call(f"POST /v1/callbacks/{token}", READY)

    assert (answer.status, answer.error["code"]) == (404, "not_found")
    assert answer.error["message"] == "nothing waits for this callback"
    job.run()
    assert job.status == "running"


def test_an_address_of_another_step_or_of_a_step_that_makes_no_callback_is_404(job: Job, outside: Client) -> None:
    for sid in ("2", "z", "7"):
        token = callback_address.make_token(KEY, callback_address.Address("acct_1.test", job.task.id, sid))
        assert outside.call(f"POST /v1/callbacks/{token}", READY).status == 404


def test_a_wrong_address_is_404_even_with_a_broken_body(job: Job, outside: Client) -> None:
    assert outside.call("POST /v1/callbacks/cb_x.y", raw=b"{").status == 404


def test_a_broken_body_is_refused_and_ends_nothing(job: Job, outside: Client) -> None:
    refused = outside.call(f"POST {path(job)}", raw=b'{"state": ', headers={"Content-Type": "application/json"})
    job.run()

    assert refused.status == 400
    assert job.status == "running"


def test_a_body_past_the_limit_is_refused(job: Job, outside: Client) -> None:
    refused = outside.call(f"POST {path(job)}", {"state": "ready", "data": "x" * 300_000})

    assert (refused.status, refused.error["code"]) == (413, "request_too_large")


def test_form_fields_and_an_empty_body_are_taken_too(live: tuple[list[Home], str]) -> None:
    for sent, headers in ((b"size=7&ok=", {"Content-Type": "application/x-www-form-urlencoded"}), (b"", {})):
        waiting = Job(rules={"input": "notify"})
        waiting.run()
        home = Home(world=waiting.world)
        home.engine = waiting.engine
        live[0].append(home)

        answer = Client(live[1], None).call(f"POST {path(waiting)}", raw=sent, headers=headers)
        waiting.run()

        assert answer.status == 200
        assert waiting.status == ("complete" if sent else "failed"), "step 2 needs the size"


def test_other_methods_are_405(job: Job, outside: Client) -> None:
    assert outside.call(f"GET {path(job)}").status == 405
