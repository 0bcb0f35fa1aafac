"""How long what a task leaves is there: `retention_s` from when it was written, and longer while the task goes on.

A task may wait for people again and again, and its first records must be there at its end.  So the sweeper, which looks
at a running task at least as often as a question may wait, prolongs them in good time.  When a task that took longer
than an hour leaves the index, its request and its line in the list are made to last as long as the rest: whoever
deletes a user finds tasks by them.
"""

from collections.abc import Iterator

from chalicelib.engine.batches import BATCH
from chalicelib.engine.engine import Engine
from chalicelib.engine.ports import Item, Ports, Write
from chalicelib.engine.records import TASK, batch_pk, expiry, listing_pk, listing_sk, task_pk
from chalicelib.engine.registry import everything

DAY_S = 24 * 3600
HOUR_S = 3600


def outlast(engine: Engine, account: str, task_id: str, *, ended: bool) -> bool:
    """Prolongs everything of the task where it is time; says whether it was."""
    ports, settings = engine.ports, engine.settings
    request = ports.store.get(task_pk(account, task_id), TASK)
    until = expiry(ports, settings)
    least = until - HOUR_S if ended else ports.now() // 1000 + settings.input_expiry // 1000 + 2 * DAY_S
    if request is None or request.expires is None or request.expires >= min(least, until - HOUR_S):
        return False
    for item in list(_of_task(ports, account, request)):
        if item.expires is not None and item.expires < until:
            ports.store.put(Write(item.pk, item.sk, item.data, when=item.version, due=item.due, expires=until))
            _rewrite(ports, item)
    return True


def _of_task(ports: Ports, account: str, request: Item) -> Iterator[Item]:
    """The request comes last: while it is as it was, the work is not done."""
    data = request.data
    others = [(listing_pk(account), listing_sk(data["created_at"], data["id"]))]
    if data.get("batch"):
        others.append((batch_pk(account, data["batch"]), BATCH))
    yield from ports.store.get_many(others).values()
    yield from (item for item in everything(ports.store, request.pk, "") if item.sk != TASK)
    yield request


def _rewrite(ports: Ports, item: Item) -> None:
    """A blob lives for a time from when it was written."""
    output = item.data.get("output")
    for found in (item.data.get("$blob"), item.data.get("blob"), isinstance(output, dict) and output.get("$blob")):
        data = ports.blobs.get(found) if isinstance(found, str) else None
        if isinstance(found, str) and data is not None:
            ports.blobs.put(found, data)
