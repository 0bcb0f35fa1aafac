"""The embedded home put together: one path in, the ports out."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from chalicelib.embedded.blobs import SqliteBlobs
from chalicelib.embedded.database import Database, wall_clock
from chalicelib.embedded.holds import Holds
from chalicelib.embedded.queue import SqliteQueue
from chalicelib.embedded.store import SqliteStore
from chalicelib.embedded.vault import LocalVault
from chalicelib.embedded.wake import Wake


@dataclass(frozen=True, slots=True)
class Home:
    database: Database
    wake: Wake
    queue: SqliteQueue
    store: SqliteStore
    blobs: SqliteBlobs
    vault: LocalVault
    holds: Holds


def open_home(path: Path, now: Callable[[], int] = wall_clock) -> Home:
    """The file is made if it is not there; its key lies beside it as `<name>.key`."""
    database, wake = _opened(path.absolute())
    queue = SqliteQueue(database, wake, now)
    return Home(
        database, wake, queue, SqliteStore(database, queue, now), SqliteBlobs(database),
        LocalVault(database.path.with_name(database.path.name + ".key")), Holds(database, wake, now),
    )


@cache
def _opened(path: Path) -> tuple[Database, Wake]:
    """Connections and pipes are there once a process and file, however often the home is put together."""
    path.parent.mkdir(parents=True, exist_ok=True)
    database = Database(path)
    return database, Wake(database.run_dir)
