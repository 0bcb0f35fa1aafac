"""Everything the sandbox remembers: tables of JSON rows behind one lock, optionally kept in a file.

The rule it keeps: what a client was told has happened is in the file before the answer leaves, so a sandbox
that is killed and started again goes on where it stopped. The file is written whole each time, which is right
for a demo's few hundred rows and would be wrong for many more.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from infra.sandbox.wire import Json, Refused

Table = dict[str, Json]


class Store:
    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self.lock = threading.RLock()
        self._tables: dict[str, Table] = {}
        if path is not None and path.exists():
            self._tables = json.loads(path.read_text())

    @property
    def empty(self) -> bool:
        return not self._tables

    def table(self, name: str) -> Table:
        return self._tables.setdefault(name, {})

    def clear(self, keep: tuple[str, ...] = ()) -> None:
        """Forget everything but the tables named in `keep`."""
        self._tables = {name: rows for name, rows in self._tables.items() if name in keep}

    def next_number(self, name: str, first: int = 1) -> int:
        row = self.table("numbers").setdefault(name, {"next": first})
        row["next"] += 1
        return int(row["next"]) - 1

    def new_id(self, prefix: str) -> str:
        """Looks random, but is the same in every fresh sandbox."""
        number = self.next_number(f"id.{prefix}")
        return f"{prefix}{hashlib.sha256(f'{prefix}{number}'.encode()).hexdigest()[:14]}"

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Hold the lock, then keep what was changed; also after a refusal, which may have revoked a grant."""
        with self.lock:
            try:
                yield
            finally:
                self.save()

    def save(self) -> None:
        if self.path is None:
            return
        fresh = self.path.with_name(self.path.name + ".new")
        fresh.touch(mode=0o600)  # it holds tokens
        fresh.write_text(json.dumps(self._tables))
        fresh.replace(self.path)


def page(rows: list[Json], key: str, after: str | None, limit: int) -> tuple[list[Json], bool]:
    """The rows that follow the one whose `key` is `after`, and whether more remain."""
    start = 0
    if after is not None:
        start = next((n for n, row in enumerate(rows, 1) if row[key] == after), 0)
        if not start:
            raise Refused("invalid_cursor", f"there is no {after!r} in this list")
    return rows[start : start + limit], start + limit < len(rows)
