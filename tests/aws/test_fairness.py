"""Each account is a message group of its own on standard queues: SQS delivers fairly between groups."""

from collections.abc import Iterator

import pytest

from chalicelib.engine.ports import Message
from tests.aws.fixtures import MotoHome, moto_home


@pytest.fixture
def home() -> Iterator[MotoHome]:
    with moto_home() as opened:
        yield opened


def test_every_message_names_its_account_as_its_group(home: MotoHome) -> None:
    home.queue.send([Message("steps", {"account": "a.live", "n": 1})])
    for n in (2, 3):
        home.queue.send([Message("steps", {"account": account, "n": n}) for account in ("a.live", "b.live")])

    client, url = home.clients.sqs, home.queue._urls["steps"]
    found = client.receive_message(QueueUrl=url, MaxNumberOfMessages=10, AttributeNames=["All"])["Messages"]

    assert sorted(one["Attributes"]["MessageGroupId"] for one in found) == ["a.live"] * 3 + ["b.live"] * 2


def test_a_message_that_is_held_does_not_hold_up_its_account(home: MotoHome) -> None:
    home.queue.send([Message("steps", {"account": "a.live", "n": n}) for n in range(2)])
    client, url = home.clients.sqs, home.queue._urls["steps"]

    held = [client.receive_message(QueueUrl=url, MaxNumberOfMessages=1).get("Messages") for _ in range(2)]

    assert all(held)


def test_a_grouped_message_may_still_be_delayed(home: MotoHome) -> None:
    home.queue.send([Message("steps", {"account": "a.live", "n": 1}, delay=900)])

    assert home.receive("steps") == []


def test_a_batch_is_a_group_of_its_own_beside_the_single_tasks_of_its_account(home: MotoHome) -> None:
    single, batched = "task_" + "s" * 16, "task_" + "a" * 16 + "0001"
    home.queue.send([Message("steps", {"account": "a.live", "task": task}) for task in (single, batched)])
    home.queue.send([Message("steps", {"account": "a.live", "task": batched})])

    client, url = home.clients.sqs, home.queue._urls["steps"]
    found = client.receive_message(QueueUrl=url, MaxNumberOfMessages=10, AttributeNames=["All"])["Messages"]

    assert sorted(one["Attributes"]["MessageGroupId"] for one in found) == ["a.live", "a.live/0001", "a.live/0001"]
