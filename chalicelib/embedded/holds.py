"""What a dead worker held, set free at once.

Only for a process that is known to be gone (reaped, or its supervisor's lock is free): then its messages
become visible and the leases of its claims end now, in one transaction.  A claim is noted with its
process id and its owner token in the transaction that made it (`store.apply`), so exactly that delivery's
lease is meant; `Release` refuses if the step has a new owner or is settled.
"""

import sqlite3
from collections.abc import Callable

from chalicelib.domain.transitions import Release
from chalicelib.embedded.database import Database, wall_clock
from chalicelib.embedded.store import apply
from chalicelib.embedded.wake import Wake


class Holds:
    def __init__(self, database: Database, wake: Wake, now: Callable[[], int] = wall_clock) -> None:
        self._database = database
        self._wake = wake
        self._now = now

    def free(self, holder: int | None = None) -> int:
        """Everything `holder` held; None: everything anybody held.  Says how many messages came free."""
        with self._database.write() as connection:
            self._release(connection, holder)
            queues = [queue for (queue,) in connection.execute(
                "UPDATE messages SET visible = ?1, holder = NULL "
                "WHERE holder IS NOT NULL AND (?2 IS NULL OR holder = ?2) RETURNING queue",
                (self._now(), holder),
            ).fetchall()]
        self._wake.poke(queues)
        return len(queues)

    def release(self, holder: int) -> None:
        """Ends the leases only: for a worker that lives, but whose handler has given up."""
        with self._database.write() as connection:
            self._release(connection, holder)

    def overdue(self, timeout: float) -> frozenset[int]:
        """Processes that have held a message for more than `timeout` seconds."""
        with self._database.read() as connection:
            rows = connection.execute(
                "SELECT holder FROM messages WHERE holder IS NOT NULL AND received < ?",
                (self._now() - round(timeout * 1000),),
            ).fetchall()
        return frozenset(holder for (holder,) in rows)

    def _release(self, connection: sqlite3.Connection, holder: int | None) -> None:
        claims = connection.execute(
            "DELETE FROM claims WHERE ?1 IS NULL OR holder = ?1 RETURNING pk, sid, owner", (holder,)
        ).fetchall()
        for pk, sid, owner in claims:
            apply(connection, pk, Release(sid, owner, self._now()))
