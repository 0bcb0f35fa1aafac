"""The list of tasks, page by page: filtered while reading, and never more read than one request may cost."""

import base64
from collections.abc import Iterator, Sequence
from typing import Any  # Any: resources are JSON

from chalicelib.domain.control import public_status
from chalicelib.domain.errors import InvalidRequest
from chalicelib.domain.task import Task
from chalicelib.engine.keeping import kept_task
from chalicelib.engine.ports import Ports
from chalicelib.engine.records import TASK, decode_task, listing_pk, task_pk
from chalicelib.engine.trace import iso

PAGE = 100
MOST_READ = 1_000
"""Tasks that one request for a page looks at: a rare status would else be looked for in all that there are."""


def page(
    ports: Ports, account: str, *, status: str | None = None, sub_agent: str | None = None,
    user_id: str | None = None, limit: int = 20, cursor: str | None = None,
) -> dict[str, Any]:
    """A page of tasks, newest first.

    Filters are applied while reading on, until the page is full or `MOST_READ` tasks were looked at: a page may hold
    fewer than there are, and `has_more` tells.
    """
    after = decode_cursor(cursor) if cursor else None
    found: list[tuple[str, dict[str, Any]]] = []
    read, more = 0, True
    while more and len(found) <= limit and read < MOST_READ:
        some = ports.store.query(listing_pk(account), "", limit=PAGE, after=after)
        entries = [
            (item.sk, item.data["id"]) for item in some.items
            if sub_agent in (None, item.data["sub_agent"]) and user_id in (None, item.data["user_id"])
        ]
        found += _entries(ports, account, entries, status)
        after, read = some.after, read + len(some.items)
        more = after is not None
    full = len(found) > limit
    last = found[limit - 1][0] if full else after
    return {
        "data": [shown for _, shown in found[:limit]], "has_more": full or more,
        "next_cursor": encode_cursor(last) if (full or more) and last else None,
    }


def busy(ports: Ports, account: str, sub_agent: str) -> bool:
    """Whether any task of this sub-agent is still open."""
    after: str | None = None
    while True:
        some = ports.store.query(listing_pk(account), "", limit=PAGE, after=after)
        mine = [task_pk(account, item.data["id"]) for item in some.items if item.data["sub_agent"] == sub_agent]
        if any(not control.terminal for control in ports.store.controls(mine).values()):
            return True
        after = some.after
        if after is None:
            return False


def _entries(
    ports: Ports, account: str, entries: Sequence[tuple[str, str]], status: str | None
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Lines of the list; without requests whose acceptance never came through, and those of another status."""
    pks = {task_id: task_pk(account, task_id) for _, task_id in entries}
    controls = ports.store.controls(list(pks.values()))
    wanted = {
        task_id: state for task_id, pk in pks.items()
        if pk in controls and (state := public_status(controls[pk], ports.now())) and status in (None, state)
    }
    records = ports.store.get_many([(pks[task_id], TASK) for task_id in wanted])
    for sk, task_id in entries:
        item = records.get((pks[task_id], TASK))
        if item is not None:
            task, control = decode_task(item.data), controls[pks[task_id]]
            known = kept_task(task, control.record) if control.terminal and control.record != "full" else task
            yield sk, _line(known, wanted[task_id])


def _line(task: Task, state: str) -> dict[str, Any]:
    return {
        "id": task.id, "status": state, "sub_agent": task.sub_agent, "created_at": iso(task.created_at),
        "metadata": dict(task.metadata), "mode": task.mode, "prompt": task.prompt, "user_id": task.user_id,
    }


def encode_cursor(sk: str) -> str:
    return base64.urlsafe_b64encode(sk.encode()).decode().rstrip("=")


def decode_cursor(cursor: str) -> str:
    """Raises `InvalidRequest` for what `encode_cursor` never gave."""
    try:
        sk = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except ValueError:
        sk = ""
    if "#" not in sk or not sk[:15].isdigit():
        raise InvalidRequest(f"cursor {cursor!r} is not one that a list answered; leave it out to begin at the start")
    return sk
