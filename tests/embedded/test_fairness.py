"""Accounts take turns at the queue: nobody waits behind everything that somebody else has sent."""

import json
import sqlite3

import pytest

from chalicelib.embedded.home import open_home
from chalicelib.engine.ports import Message

A, B, C = "noisy.live", "quiet.live", "third.live"


class Clock:
    now = 1_000_000

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def queue(tmp_path, clock):
    return open_home(tmp_path / "x.db", clock).queue


def messages(account, count, queue="steps", delay=0):
    return [Message(queue, {"account": account, "n": n}, delay) for n in range(count)]


def served(queue, most, queues=("steps", "webhooks", "intake", "learn")):
    """(account, n) of each delivery, acknowledged."""
    found = []
    while len(found) < most and (delivery := queue.receive(queues)):
        body = json.loads(delivery.body)
        found.append((body["account"], body["n"]))
        queue.ack(delivery.receipt)
    return found


def test_one_message_behind_a_thousand_of_another_account_comes_next(queue):
    queue.send(messages(A, 1_000))
    served(queue, 1)
    queue.send(messages(B, 1))

    assert (B, 0) in served(queue, 2)


def test_a_task_of_eight_steps_behind_a_thousand_tasks_ends_within_two_deliveries_a_step(queue):
    """Each step's message is sent when the one before it is done, as a chain of steps does."""
    queue.send(messages(A, 1_000))
    queue.send(messages(B, 1))
    deliveries = done = 0
    while done < 8:
        delivery = queue.receive(("steps",))
        assert delivery is not None
        deliveries += 1
        queue.ack(delivery.receipt)
        account = json.loads(delivery.body)["account"]
        queue.send(messages(account, 1))  # the noisy ones go on as well
        done += account == B

    assert deliveries <= 2 * 8


def test_an_account_is_not_held_up_by_anothers_backlog_in_another_queue(queue, clock):
    queue.send(messages(A, 500, "learn"))
    clock.now += 1_000
    queue.send(messages(B, 1, "steps"))

    assert (B, 0) in served(queue, 2)


def test_every_account_gets_its_turn_and_its_own_messages_come_oldest_first(queue):
    for account in (A, B, C):
        queue.send(messages(account, 4))

    found = served(queue, 12)

    for third in range(0, 12, 3):
        assert {account for account, _ in found[third:third + 3]} == {A, B, C}
    assert [n for account, n in found if account == B] == [0, 1, 2, 3]


def test_one_account_alone_gets_every_delivery(queue):
    queue.send(messages(A, 5))

    assert served(queue, 9) == [(A, n) for n in range(5)]


def test_an_account_whose_messages_are_not_due_or_not_wanted_is_passed_over(queue):
    queue.send(messages(B, 3, delay=60))
    queue.send(messages(C, 3, "webhooks"))
    queue.send(messages(A, 2))

    assert served(queue, 5, ("steps",)) == [(A, 0), (A, 1)]


def test_a_message_of_no_account_is_delivered_too(queue):
    queue.send([Message("steps", {"n": 1})])
    queue.send(messages(A, 1))

    assert queue.receive(("steps",)) is not None
    assert queue.receive(("steps",)) is not None


def test_whose_turn_it_is_outlives_the_process(tmp_path, clock):
    first = open_home(tmp_path / "x.db", clock).queue
    for account in (A, B):
        first.send(messages(account, 2))
    assert served(first, 1)[0][0] == A

    assert served(open_home(tmp_path / "x.db", clock).queue, 1)[0][0] == B


OLD = """
PRAGMA user_version = 1;
CREATE TABLE items (
    pk TEXT NOT NULL, sk TEXT NOT NULL, data TEXT, control TEXT, version INTEGER NOT NULL,
    shard INTEGER, due INTEGER, expires INTEGER, PRIMARY KEY (pk, sk));
CREATE TABLE messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT, queue TEXT NOT NULL, body TEXT NOT NULL, sent INTEGER NOT NULL,
    visible INTEGER NOT NULL, receives INTEGER NOT NULL DEFAULT 0, received INTEGER, holder INTEGER);
CREATE INDEX messages_visible ON messages (queue, visible);
CREATE TABLE claims (
    holder INTEGER NOT NULL, pk TEXT NOT NULL, sid TEXT NOT NULL, owner TEXT NOT NULL,
    PRIMARY KEY (holder, pk, sid)) WITHOUT ROWID;
INSERT INTO messages (queue, body, sent, visible) VALUES ('steps', '{"account": "quiet.live", "n": 7}', 1, 1);
INSERT INTO messages (queue, body, sent, visible) VALUES ('steps', '{"n": 8}', 1, 1);
"""


def test_a_file_of_the_layout_before_keeps_its_messages(tmp_path, clock):
    with sqlite3.connect(tmp_path / "x.db") as connection:
        connection.executescript(OLD)
    connection.close()

    queue = open_home(tmp_path / "x.db", clock).queue
    queue.send(messages(A, 1))

    delivered = [json.loads(delivery.body)["n"] for _ in range(3) if (delivery := queue.receive(("steps",)))]
    assert sorted(delivered) == [0, 7, 8]
