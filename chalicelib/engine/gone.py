"""A task was deleted while something was written for it: that goes as well."""

from collections.abc import Iterable

from chalicelib.engine.ports import Ports, Write
from chalicelib.engine.records import blob_prefix


def taken_back(ports: Ports, account: str, task_id: str, writes: Iterable[Write]) -> None:
    ports.store.delete_many([(write.pk, write.sk) for write in writes])
    ports.blobs.delete_prefix(blob_prefix(account, task_id))
