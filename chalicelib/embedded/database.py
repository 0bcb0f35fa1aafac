"""One SQLite file for a whole home, and the only place that opens it.

Readers never wait (WAL); writers stand in line behind `BEGIN IMMEDIATE`, so that what a transaction read
is still true when it writes.  A connection serves one thread at a time and never crosses a fork.

What the engine was told is durable must survive a power cut: such transactions are synced.  Receiving and
acknowledging are not: after a power cut the message comes again, which every handler must stand anyway.
"""

import os
import sqlite3
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path

VERSION = 4
SCHEMA = """
CREATE TABLE items (
    pk TEXT NOT NULL, sk TEXT NOT NULL, data TEXT, control TEXT, version INTEGER NOT NULL,
    shard INTEGER, due INTEGER, expires INTEGER, form INTEGER NOT NULL DEFAULT 1, PRIMARY KEY (pk, sk));
CREATE INDEX items_due ON items (shard, due) WHERE due IS NOT NULL;
CREATE INDEX items_expires ON items (expires) WHERE expires IS NOT NULL;
CREATE TABLE blobs (key TEXT PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT, queue TEXT NOT NULL, body TEXT NOT NULL, sent INTEGER NOT NULL,
    visible INTEGER NOT NULL, receives INTEGER NOT NULL DEFAULT 0, received INTEGER, holder INTEGER,
    account TEXT NOT NULL DEFAULT '', batch TEXT NOT NULL DEFAULT '', attributes TEXT);
CREATE INDEX messages_turn ON messages (account, batch, queue, visible);
CREATE TABLE turns (only INTEGER PRIMARY KEY CHECK (only = 1), account TEXT NOT NULL);
CREATE TABLE batch_turns (account TEXT PRIMARY KEY, batch TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX messages_visible ON messages (queue, visible);
CREATE INDEX messages_holder ON messages (holder) WHERE holder IS NOT NULL;
CREATE TABLE dead_letters (
    id INTEGER PRIMARY KEY, queue TEXT NOT NULL, body TEXT NOT NULL, sent INTEGER NOT NULL,
    receives INTEGER NOT NULL, died INTEGER NOT NULL, reason TEXT, account TEXT NOT NULL DEFAULT '');
CREATE TABLE claims (
    holder INTEGER NOT NULL, pk TEXT NOT NULL, sid TEXT NOT NULL, owner TEXT NOT NULL,
    PRIMARY KEY (holder, pk, sid)) WITHOUT ROWID;
"""
UPGRADES = {1: """
ALTER TABLE messages ADD COLUMN account TEXT NOT NULL DEFAULT '';
UPDATE messages SET account = coalesce(json_extract(body, '$.account'), '');
CREATE INDEX messages_turn ON messages (account, queue, visible);
CREATE TABLE turns (only INTEGER PRIMARY KEY CHECK (only = 1), account TEXT NOT NULL);
""", 2: """
ALTER TABLE messages ADD COLUMN batch TEXT NOT NULL DEFAULT '';
ALTER TABLE messages ADD COLUMN attributes TEXT;
DROP INDEX messages_turn;
CREATE INDEX messages_turn ON messages (account, batch, queue, visible);
CREATE TABLE batch_turns (account TEXT PRIMARY KEY, batch TEXT NOT NULL) WITHOUT ROWID;
ALTER TABLE dead_letters ADD COLUMN reason TEXT;
""", 3: """
ALTER TABLE items ADD COLUMN form INTEGER NOT NULL DEFAULT 1;
ALTER TABLE dead_letters ADD COLUMN account TEXT NOT NULL DEFAULT '';
UPDATE items SET expires = strftime('%s', 'now') + 90 * 86400 WHERE control IS NOT NULL AND due IS NULL;
"""}
"""From each older layout to the next."""


def wall_clock() -> int:
    return time.time_ns() // 1_000_000


class Database:
    """A pool of connections to one file; made anew in a forked child."""

    def __init__(self, path: Path, *, patience: float = 30.0) -> None:
        """`patience`: seconds a writer stands in line before it gives up."""
        self.path = path.absolute()
        self._patience = patience
        self._pid = os.getpid()
        self._idle: deque[sqlite3.Connection] = deque()
        self.run_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._set_up()

    @property
    def run_dir(self) -> Path:
        """Locks and wake-up pipes of the processes that use the file; holds no data."""
        return self.path.with_name(self.path.name + ".run")

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        connection = self._take()
        try:
            yield connection
        finally:
            self._idle.append(connection)

    @contextmanager
    def write(self, *, durable: bool = True) -> Iterator[sqlite3.Connection]:
        """One transaction: all of the body or nothing of it."""
        with self.read() as connection:
            connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    def close(self) -> None:
        while self._idle:
            self._idle.pop().close()

    def _take(self) -> sqlite3.Connection:
        if self._pid != os.getpid():
            self._pid, self._idle = os.getpid(), deque()
        try:
            return self._idle.pop()
        except IndexError:
            return self._connect()

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path, timeout=self._patience, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA cache_size = -8000")
        return connection

    def _set_up(self) -> None:
        """Behind a file lock: switching to WAL fails at once, without waiting, when two do it together."""
        with (self.run_dir / "setup").open("w") as lock, self.read() as connection:
            flock(lock, LOCK_EX)
            (found,) = connection.execute("PRAGMA user_version").fetchone()
            while found in UPGRADES:
                connection.executescript(f"BEGIN; {UPGRADES[found]} PRAGMA user_version = {found + 1}; COMMIT;")
                found += 1
            if found == VERSION:
                return
            if found:
                raise RuntimeError(f"{self.path} has layout {found}, this version of replan needs {VERSION}")
            self.path.chmod(0o600)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.executescript(f"BEGIN; {SCHEMA} PRAGMA user_version = {VERSION}; COMMIT;")


def successor(prefix: str) -> str | None:
    """The least string above every string that begins with `prefix`; None if there is no such bound.

    SQLite compares text by its UTF-8 bytes, which is the order of code points.
    """
    for end in range(len(prefix) - 1, -1, -1):
        point = ord(prefix[end])
        if point < 0x10FFFF:
            following = 0xE000 if point == 0xD7FF else point + 1
            return prefix[:end] + chr(following)
    return None
