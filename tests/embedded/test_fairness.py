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
CREATE TABLE dead_letters (
    id INTEGER PRIMARY KEY, queue TEXT NOT NULL, body TEXT NOT NULL, sent INTEGER NOT NULL,
    receives INTEGER NOT NULL, died INTEGER NOT NULL);
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


def test_a_file_of_version_two_keeps_its_messages_and_learns_batches(tmp_path, clock):
    from chalicelib.embedded.database import SCHEMA

    old = SCHEMA.replace(", batch TEXT NOT NULL DEFAULT '', attributes TEXT", "").replace(", reason TEXT", "")
    old = old.replace("CREATE TABLE batch_turns (account TEXT PRIMARY KEY, batch TEXT NOT NULL) WITHOUT ROWID;", "")
    old = old.replace(", form INTEGER NOT NULL DEFAULT 1", "")
    old = old.replace("died INTEGER NOT NULL, account TEXT NOT NULL DEFAULT ''", "died INTEGER NOT NULL")
    old = old.replace("(account, batch, queue, visible)", "(account, queue, visible)")
    with sqlite3.connect(tmp_path / "x.db") as connection:
        connection.executescript(old + "PRAGMA user_version = 2;")
        connection.execute(
            "INSERT INTO messages (queue, body, sent, visible, account) VALUES ('steps', ?, 1, 1, ?)",
            ('{"account": "quiet.live", "n": 7}', B),
        )
    connection.close()

    queue = open_home(tmp_path / "x.db", clock).queue
    queue.send(of_task(B, ONE, 1))

    assert sorted(n for _, n in served(queue, 2)) == [0, 7]


SINGLE, ONE, TWO = "task_" + "s" * 16, "task_" + "a" * 16 + "0001", "task_" + "b" * 16 + "0002"


def of_task(account, task, count):
    return [Message("steps", {"account": account, "task": task, "n": n}) for n in range(count)]


def order(queue, most):
    found = []
    while len(found) < most and (delivery := queue.receive(("steps",))):
        body = json.loads(delivery.body)
        found.append((body["account"], body["task"]))
        queue.ack(delivery.receipt)
    return found


def test_a_single_task_behind_a_batch_of_its_own_account_comes_within_two_turns(queue):
    queue.send(of_task(A, ONE, 500))
    order(queue, 3)
    queue.send(of_task(A, SINGLE, 1))

    assert (A, SINGLE) in order(queue, 2)


def test_batches_of_an_account_and_its_single_tasks_take_turns(queue):
    for task in (ONE, TWO, SINGLE):
        queue.send(of_task(A, task, 50))

    found = order(queue, 30)

    for third in range(0, 30, 3):
        assert {task for _, task in found[third:third + 3]} == {ONE, TWO, SINGLE}


def test_an_account_gets_no_more_turns_by_sending_more_batches(queue):
    for n in range(20):
        queue.send(of_task(A, "task_" + "a" * 16 + f"{n:04}", 10))
    queue.send(of_task(B, SINGLE, 10))

    assert order(queue, 20).count((B, SINGLE)) == 10


def test_a_batch_whose_messages_are_not_due_is_passed_over(queue):
    queue.send([Message("steps", {"account": A, "task": ONE, "n": 1}, 60)])
    queue.send(of_task(A, TWO, 2))

    assert order(queue, 5) == [(A, TWO)] * 2


def test_a_single_task_beside_a_batch_of_five_hundred_ends_within_two_deliveries_a_step(tmp_path, clock):
    """The whole path: batch accepted, every step of it run by the engine, each sending the next one's message."""
    from chalicelib.domain.outcome import Done
    from chalicelib.domain.plan import Plan
    from chalicelib.domain.subagent import SubAgent
    from chalicelib.domain.tool import Action
    from chalicelib.engine.batches import Wanted, accept_all, progress
    from chalicelib.engine.cache import Cache
    from chalicelib.engine.deploy import deploy
    from chalicelib.engine.engine import Engine, step_ref
    from chalicelib.engine.intake import TaskRequest, accept
    from chalicelib.engine.ports import Ports
    from chalicelib.engine.runner import run_step
    from chalicelib.engine.settings import Settings
    from chalicelib.engine.tasks import find, view
    from tests.engine.scripted import ANYTHING, Scripted, step
    from tests.world import FakeTools, Tokens

    home, tokens = open_home(tmp_path / "x.db", clock), Tokens(1)
    tools = FakeTools({str(n): lambda _: Done({}) for n in range(1, 5)})
    ports = Ports(home.store, home.queue, home.blobs, home.vault, tools, clock, tokens)
    plan = Plan((step("1"), step("2", "1"), step("3", "2"), step("4", "3")))
    engine = Engine(ports, Settings(), Scripted(plan), Cache(clock))
    for account in (A, B):
        deploy(ports, account, SubAgent("agent", "works", (), {}), [
            Action("tool", str(n), "works", ANYTHING, None, "idempotent") for n in range(1, 5)])
    wanted = TaskRequest("do it", "agent", training=False)
    said = accept_all(engine, A, "batch_0123456789abcdef", [Wanted(wanted, None, "")] * 500)
    assert len(said) == 500

    def deliver(until):
        count = 0
        while not until():
            delivery = home.queue.receive(("steps",))
            assert delivery is not None
            run_step(engine, step_ref(json.loads(delivery.body)), lambda: 900_000)
            home.queue.ack(delivery.receipt)
            count += 1
        return count

    left = iter(range(60))
    deliver(lambda: next(left, None) is None)  # the batch is well under way
    singles = {account: accept(ports, Settings(), account, wanted).id for account in (A, B)}

    def ended(account):
        return view(ports, *find(ports, account, singles[account]))["status"] == "complete"

    assert deliver(lambda: ended(B)) <= 2 * 5 + 2, "another account waits for the batch"
    assert deliver(lambda: ended(A)) <= 2 * 5 + 2, "the account's own single task waits for its batch"
    assert progress(engine, A, "batch_0123456789abcdef")["counts"]["complete"] < 60


def test_a_dead_letter_that_is_not_json_can_be_read(queue):
    queue.bury("intake", "{", "invalid_request: not JSON")

    assert queue.dead("intake") == ("{",)
