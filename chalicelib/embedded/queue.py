"""The queues of the embedded home, in the same file as the store: what SQS promises, no more.

At least once, in no promised order, invisible while somebody holds it, and put aside (`dead_letters`)
after `MAX_RECEIVES` deliveries.  Accounts take turns, and so do an account's batches and its single tasks
(`engine.turns`): whoever has a message waits for at most one of each other, however many those have sent.
`turns` and `batch_turns` hold whose turn was last.

A row knows its holder (a process id), so that the supervisor can make a dead worker's message visible
without waiting for the time-out.
"""

import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any  # Any: bodies are JSON

from chalicelib.embedded.database import Database, wall_clock
from chalicelib.embedded.events import Delivery
from chalicelib.embedded.wake import FALLBACK, Wake
from chalicelib.engine.ports import QUEUES, Message, QueueName
from chalicelib.engine.turns import turn_of

MAX_RECEIVES = 20
VISIBILITY = 720.0
"""Seconds; longer than any function may run, so that it matters only when a supervisor died as well."""


@dataclass(frozen=True, slots=True)
class Held:
    """A message in somebody's hands."""

    holder: int
    queue: str
    body: dict[str, Any]
    received: int


class SqliteQueue:
    def __init__(self, database: Database, wake: Wake, now: Callable[[], int] = wall_clock) -> None:
        self._database = database
        self._wake = wake
        self._now = now

    def send(self, messages: Sequence[Message]) -> None:
        if messages:
            with self._database.write() as connection:
                self.enqueue(connection, messages)
            self.announce(messages)

    def enqueue(self, connection: sqlite3.Connection, messages: Iterable[Message]) -> None:
        """Within somebody's transaction; `announce` the same messages once it has committed."""
        now = self._now()
        connection.executemany(
            "INSERT INTO messages (queue, body, sent, visible, account, batch, attributes) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    m.queue, json.dumps(m.body), now, now + m.delay * 1000, *turn_of({**m.attributes, **m.body}),
                    json.dumps(m.attributes) if m.attributes else None,
                )
                for m in messages
            ],
        )

    def announce(self, messages: Iterable[Message]) -> None:
        """Delayed ones need no wake-up: every sleeper looks for the next instant at least once a second."""
        self._wake.poke(message.queue for message in messages if not message.delay)

    def receive(self, queues: Sequence[str] = QUEUES, visibility: float = VISIBILITY) -> Delivery | None:
        """A message of the account whose turn it is, the one visible longest, hidden for `visibility` seconds."""
        with self._database.read() as connection:
            if self._oldest(connection, queues) is None:
                return None
        with self._database.write(durable=False) as connection:
            delivery = self._take(connection, queues, visibility)
            more = delivery is not None and self._oldest(connection, queues) is not None
        if more:
            self._wake.poke(queues[:1])
        return delivery

    def ack(self, receipt: str) -> None:
        """Does nothing when the message has been delivered to somebody else since."""
        with self._database.write(durable=False) as connection:
            connection.execute("DELETE FROM messages WHERE id = ? AND receives = ?", _parse(receipt))
            connection.execute("DELETE FROM claims WHERE holder = ?", (os.getpid(),))

    def nack(self, receipt: str, delay: float) -> None:
        """Visible again in `delay` seconds."""
        with self._database.write(durable=False) as connection:
            rows = connection.execute(
                "UPDATE messages SET visible = ?, holder = NULL WHERE id = ? AND receives = ? RETURNING queue",
                (self._now() + round(delay * 1000), *_parse(receipt)),
            ).fetchall()
        if delay < FALLBACK:
            self._wake.poke(queue for (queue,) in rows)

    def wait(self, queues: Sequence[str], *others: int) -> None:
        """Sleeps until there may be something to receive, or one of `others` can be read."""
        with self._database.read() as connection:
            instants = [
                instant for queue in queues for (instant,) in connection.execute(
                    "SELECT min(visible) FROM messages WHERE queue = ?", (queue,)
                ) if instant is not None
            ]
        # One ms more than the difference: the instant itself must have come when we look.
        seconds = (min(instants) - self._now() + 1) / 1000 if instants else FALLBACK
        self._wake.wait(queues, seconds, *others)

    def held(self) -> tuple[Held, ...]:
        with self._database.read() as connection:
            rows = connection.execute(
                "SELECT holder, queue, body, received FROM messages WHERE holder IS NOT NULL ORDER BY received"
            ).fetchall()
        return tuple(Held(holder, queue, json.loads(body), received) for holder, queue, body, received in rows)

    def dead(self, queue: str) -> tuple[Any, ...]:
        """Bodies of the dead letters, oldest first."""
        with self._database.read() as connection:
            rows = connection.execute("SELECT body FROM dead_letters WHERE queue = ? ORDER BY id", (queue,))
            return tuple(_parsed(body) for (body,) in rows)

    def bury(self, queue: QueueName, body: str, reason: str, account: str = "") -> None:
        now = self._now()
        with self._database.write() as connection:
            connection.execute(
                "INSERT INTO dead_letters (queue, body, sent, receives, died, reason, account) "
                "VALUES (?, ?, ?, 1, ?, ?, ?)", (queue, body, now, now, reason, account),
            )

    def forget_user(self, account: str, user_id: str) -> int | None:
        """Only the intake queue takes what users sent."""
        with self._database.write() as connection:
            return sum(_forget(connection, table, account, user_id) for table in ("messages", "dead_letters"))

    def _oldest(self, connection: sqlite3.Connection, queues: Sequence[str]) -> tuple[int, int] | None:
        """(visible since, id)"""
        found = [
            row for queue in queues if (row := connection.execute(
                "SELECT visible, id FROM messages WHERE queue = ? AND visible <= ? ORDER BY visible, id LIMIT 1",
                (queue, self._now()),
            ).fetchone())
        ]
        return min(found, default=None)

    def _take(self, connection: sqlite3.Connection, queues: Sequence[str], visibility: float) -> Delivery | None:
        now = self._now()
        while found := self._next(connection, queues):
            account, batch, chosen = found
            row = connection.execute(
                "UPDATE messages SET visible = ?, receives = receives + 1, received = ?, holder = ? "
                "WHERE id = ? AND receives < ? RETURNING id, queue, body, receives, sent, received, attributes",
                (now + round(visibility * 1000), now, os.getpid(), chosen, MAX_RECEIVES),
            ).fetchone()
            if row:
                _served(connection, account, batch)
                id, queue, body, receives, sent, received, attributes = row
                named = json.loads(attributes) if attributes else {}
                return Delivery(f"m{id}", f"{id}.{receives}", queue, body, receives, sent, received, named)
            _bury(connection, chosen, now)
        return None

    def _next(self, connection: sqlite3.Connection, queues: Sequence[str]) -> tuple[str, str, int] | None:
        """(account, batch, id): the oldest visible message of the first account, and of its first batch, in turn."""
        now = self._now()
        for account in _accounts(connection):
            for batch in _batches(connection, account):
                found = [
                    row for queue in queues if (row := connection.execute(
                        "SELECT visible, id FROM messages WHERE account = ? AND batch = ? AND queue = ? "
                        "AND visible <= ? ORDER BY visible, id LIMIT 1", (account, batch, queue, now),
                    ).fetchone())
                ]
                if found:
                    return account, batch, min(found)[1]
        return None


def _accounts(connection: sqlite3.Connection) -> Iterator[str]:
    """Every account with messages, once, from the one after the last served on; one step in an index each."""
    row = connection.execute("SELECT account FROM turns").fetchone()
    step = "SELECT account FROM messages WHERE account {} ? ORDER BY account LIMIT 1"
    return _in_turn(row[0] if row else "", lambda sign, at: connection.execute(step.format(sign), (at,)).fetchone())


def _batches(connection: sqlite3.Connection, account: str) -> Iterator[str]:
    """Likewise every batch of the account, its single tasks counting as one."""
    row = connection.execute("SELECT batch FROM batch_turns WHERE account = ?", (account,)).fetchone()
    step = "SELECT batch FROM messages WHERE account = ? AND batch {} ? ORDER BY batch LIMIT 1"
    return _in_turn(
        row[0] if row else "", lambda sign, at: connection.execute(step.format(sign), (account, at)).fetchone()
    )


def _in_turn(last: str, step: Callable[[str, str], tuple[str] | None]) -> Iterator[str]:
    """Every name once, from the one after `last` on; `step` finds the least one above, or not below, another."""
    at = last
    while row := step(">", at):
        at = row[0]
        yield at
    at, sign = "", ">="
    while (row := step(sign, at)) and row[0] <= last:
        at, sign = row[0], ">"
        yield at


def _served(connection: sqlite3.Connection, account: str, batch: str) -> None:
    connection.execute("INSERT OR REPLACE INTO turns VALUES (1, ?)", (account,))
    if batch:
        connection.execute("INSERT OR REPLACE INTO batch_turns VALUES (?, ?)", (account, batch))
    else:
        connection.execute("DELETE FROM batch_turns WHERE account = ?", (account,))


def _bury(connection: sqlite3.Connection, id: int, now: int) -> None:
    connection.execute(
        "INSERT INTO dead_letters SELECT id, queue, body, sent, receives, ?, NULL, account FROM messages WHERE id = ?",
        (now, id),
    )
    connection.execute("DELETE FROM messages WHERE id = ?", (id,))


def _forget(connection: sqlite3.Connection, table: str, account: str, user_id: str) -> int:
    """Of a message with many tasks, those of others stay."""
    rows = connection.execute(
        f"SELECT id, body FROM {table} WHERE queue = 'intake' AND account = ?", (account,)  # noqa: S608 ours
    ).fetchall()
    bodies = [(id, _parsed(body)) for id, body in rows]
    found = [(id, body, tasks) for id, body in bodies if (tasks := _of_user(body, user_id))]
    change, drop = f"UPDATE {table} SET body = ? WHERE id = ?", f"DELETE FROM {table} WHERE id = ?"  # noqa: S608 ours
    for id, body, tasks in found:
        left = [one for one in body.get("tasks", ()) if one not in tasks]
        if left:
            connection.execute(change, (json.dumps({**body, "tasks": left}), id))
        else:
            connection.execute(drop, (id,))
    return sum(len(tasks) for _, _, tasks in found)


def _of_user(body: Any, user_id: str) -> list[Any]:
    """The tasks in it, one or many, that are this user's."""
    tasks = body.get("tasks", [body]) if isinstance(body, dict) else []
    return [one for one in tasks if isinstance(one, dict) and one.get("user_id") == user_id] if tasks else []


def _parsed(body: str) -> Any:
    """What was put aside may not even be JSON."""
    try:
        return json.loads(body)
    except ValueError:
        return body


def _parse(receipt: str) -> tuple[int, int]:
    """(message, which of its deliveries)"""
    id, receives = receipt.split(".")
    return int(id), int(receives)
