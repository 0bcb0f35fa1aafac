"""Payloads past the inline size, in the same file as everything else."""

import sqlite3

from chalicelib.embedded.database import Database, successor


class SqliteBlobs:
    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, key: str, data: bytes) -> None:
        with self._database.write() as connection:
            connection.execute("INSERT OR REPLACE INTO blobs VALUES (?, ?)", (key, data))

    def get(self, key: str) -> bytes | None:
        with self._database.read() as connection:
            row = connection.execute("SELECT data FROM blobs WHERE key = ?", (key,)).fetchone()
        return row and bytes(row[0])

    def delete_prefix(self, prefix: str) -> int:
        """An empty prefix would mean everybody's: it is refused."""
        if not prefix:
            raise ValueError("a prefix to delete must name a partition")
        with self._database.write() as connection:
            return delete_prefix(connection, prefix)


def delete_prefix(connection: sqlite3.Connection, prefix: str) -> int:
    """Within somebody's transaction."""
    return connection.execute(
        "DELETE FROM blobs WHERE key >= ?1 AND (?2 IS NULL OR key < ?2)", (prefix, successor(prefix))
    ).rowcount
