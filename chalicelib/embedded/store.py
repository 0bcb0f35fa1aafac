"""The store of the embedded home: one table, where the control record is a row with a `control` column.

Transitions are the pure functions of the domain, applied inside a transaction that holds the write lock:
the state they judge is the state they change.  `settle` is one transaction, sends included.

A claim also notes who made it (a process id), in the same transaction: when the supervisor has reaped
that process, it knows whose lease is void (`holds.py`).
"""

import json
import os
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from typing import Any  # Any: items are JSON
from zlib import crc32

from chalicelib.domain.control import SHARDS, Control, decode, encode
from chalicelib.domain.form import FORM, readable
from chalicelib.domain.transitions import Claim, Transition
from chalicelib.embedded.blobs import delete_prefix
from chalicelib.embedded.database import Database, successor, wall_clock
from chalicelib.embedded.queue import SqliteQueue
from chalicelib.engine.ports import META, Applied, Item, Page, Refused, Sends, Write
from chalicelib.engine.records import blob_prefix

Key = tuple[str, str]
COLUMNS = "pk, sk, data, version, due, expires, form"
DEAD_LETTERS_S = 14 * 24 * 3600
"""As long as SQS keeps them."""

LIVES = "(expires IS NULL OR expires >= ?)"
UPSERT = """INSERT INTO items (pk, sk, data, version, shard, due, expires, form) VALUES (?, ?, ?, 1, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET data = excluded.data, version = version + 1, due = excluded.due,
    expires = excluded.expires, form = excluded.form"""
INSERT = f"{UPSERT} WHERE items.expires < ?"


class SqliteStore:
    def __init__(self, database: Database, queue: SqliteQueue, now: Callable[[], int] = wall_clock) -> None:
        """`now` in ms."""
        self._database = database
        self._queue = queue
        self._clock = now

    def get(self, pk: str, sk: str) -> Item | None:
        return self.get_many([(pk, sk)]).get((pk, sk))

    def get_many(self, keys: Sequence[Key]) -> Mapping[Key, Item]:
        statement = f"SELECT {COLUMNS} FROM items WHERE pk = ? AND sk = ? AND control IS NULL AND {LIVES}"  # noqa: S608 constant
        now = self._now()
        with self._database.read() as connection:
            rows = [connection.execute(statement, (*key, now)).fetchone() for key in keys]
        return {(row[0], row[1]): _item(row) for row in rows if row}

    def put(self, write: Write) -> bool:
        with self._database.write() as connection:
            return _put(connection, write, self._now())

    def put_many(self, writes: Sequence[Write]) -> None:
        with self._database.write() as connection:
            for write in writes:
                _put(connection, write, self._now())

    def delete(self, pk: str, sk: str) -> None:
        with self._database.write() as connection:
            connection.execute("DELETE FROM items WHERE pk = ? AND sk = ?", (pk, sk))

    def delete_many(self, keys: Sequence[Key]) -> None:
        with self._database.write() as connection:
            connection.executemany("DELETE FROM items WHERE pk = ? AND sk = ?", keys)

    def query(
        self, pk: str, prefix: str = "", *, limit: int = 100, after: str | None = None, newest_first: bool = False
    ) -> Page:
        bounds = [("sk >=", prefix), ("sk <", successor(prefix)), ("sk <" if newest_first else "sk >", after)]
        given = [(comparison, bound) for comparison, bound in bounds if bound is not None]
        where = "".join(f" AND {comparison} ?" for comparison, _ in given)
        order = "DESC" if newest_first else "ASC"
        with self._database.read() as connection:
            rows = connection.execute(
                f"SELECT {COLUMNS} FROM items WHERE pk = ?{where} AND control IS NULL AND {LIVES} "  # noqa: S608 no input
                f"ORDER BY sk {order} LIMIT ?",
                (pk, *(bound for _, bound in given), self._now(), limit + 1),
            ).fetchall()
        items = tuple(_item(row) for row in rows[:limit])
        return Page(items, items[-1].sk if items and len(rows) > limit else None)

    def accept(self, pk: str, control: Control) -> bool:
        with self._database.write() as connection:
            done = connection.execute(
                "INSERT OR IGNORE INTO items (pk, sk, control, version, shard, due) VALUES (?, ?, ?, 1, ?, ?)",
                (pk, META, _dump(encode(control)), shard(pk), control.due),
            )
            return done.rowcount == 1

    def control(self, pk: str) -> Control | None:
        with self._database.read() as connection:
            return _control(connection, pk, self._now())

    def controls(self, pks: Sequence[str]) -> Mapping[str, Control]:
        with self._database.read() as connection:
            return {pk: found for pk in pks if (found := _control(connection, pk, self._now()))}

    def apply(self, pk: str, transition: Transition) -> Applied | Refused:
        with self._database.write() as connection:
            return apply(connection, pk, transition, self._now())

    def settle(
        self, pk: str, writes: Sequence[Write], transition: Transition, sends: Sends
    ) -> Applied | Refused:
        messages = []
        with self._database.write() as connection:
            for write in writes:
                _put(connection, write, self._now())
            result = apply(connection, pk, transition, self._now())
            if isinstance(result, Applied):
                messages = list(sends(result.control))
                self._queue.enqueue(connection, messages)
        self._queue.announce(messages)
        return result

    def due(self, shard: int, now: int, *, limit: int = 100) -> Sequence[Key]:
        with self._database.read() as connection:
            return connection.execute(
                "SELECT pk, sk FROM items WHERE shard = ? AND due < ? ORDER BY due LIMIT ?", (shard, now, limit)
            ).fetchall()

    def purge(self, now: int, most: int = 1_000) -> int:
        """Drops what has expired before `now` (seconds), as DynamoDB, S3 and SQS do by themselves; says how many items.

        At most so many at once: a writer stands in line behind it.
        """
        with self._database.write() as connection:
            gone = connection.execute(
                "DELETE FROM items WHERE rowid IN (SELECT rowid FROM items WHERE expires < ? LIMIT ?) "
                "RETURNING pk, sk", (now, most),
            ).fetchall()
            for pk, sk in gone:
                if sk == META:
                    delete_prefix(connection, blob_prefix(*pk.split("#", 2)[1:]))
            connection.execute("DELETE FROM dead_letters WHERE died <= ?", ((now - DEAD_LETTERS_S) * 1000,))
        return len(gone)

    def _now(self) -> int:
        return self._clock() // 1000


def apply(connection: sqlite3.Connection, pk: str, transition: Transition, now: int = 0) -> Applied | Refused:
    """One transition inside the caller's transaction; `now` in seconds."""
    before = _control(connection, pk, now)
    after = before and transition.apply(before)
    if after is None:
        return Refused(before)
    connection.execute(
        "UPDATE items SET control = ?, due = ?, expires = ?, version = version + 1 WHERE pk = ? AND sk = ?",
        (_dump(encode(after)), after.due, after.expires, pk, META),
    )
    if isinstance(transition, Claim):
        connection.execute(
            "INSERT OR REPLACE INTO claims VALUES (?, ?, ?, ?)", (os.getpid(), pk, transition.sid, transition.owner)
        )
    return Applied(after)


def shard(pk: str) -> int:
    return crc32(pk.encode()) % SHARDS


def _put(connection: sqlite3.Connection, write: Write, now: int) -> bool:
    if isinstance(write.when, int):
        return _replace(connection, write, write.when)
    row = (write.pk, write.sk, _dump(write.data), shard(write.pk), write.due, write.expires, FORM)
    statement, values = (INSERT, (*row, now)) if write.when == "absent" else (UPSERT, row)
    return connection.execute(statement, values).rowcount == 1


def _replace(connection: sqlite3.Connection, write: Write, version: int) -> bool:
    return connection.execute(
        "UPDATE items SET data = ?, version = version + 1, due = ?, expires = ?, form = ? "
        "WHERE pk = ? AND sk = ? AND version = ?",
        (_dump(write.data), write.due, write.expires, FORM, write.pk, write.sk, version),
    ).rowcount == 1


def _control(connection: sqlite3.Connection, pk: str, now: int) -> Control | None:
    row = connection.execute(
        f"SELECT control FROM items WHERE pk = ? AND sk = ? AND control IS NOT NULL AND {LIVES}",  # noqa: S608 constant
        (pk, META, now),
    ).fetchone()
    return row and decode(json.loads(row[0]))


def _item(row: tuple[str, str, str, int, int | None, int | None, int]) -> Item:
    pk, sk, data, version, due, expires, form = row
    return Item(pk, sk, json.loads(data), version, due, expires, readable(form, f"item {sk!r} of {pk!r}"))


def _dump(data: Mapping[str, Any]) -> str:
    return json.dumps(data, separators=(",", ":"))
