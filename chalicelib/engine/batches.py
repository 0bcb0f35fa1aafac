"""Batches: many tasks in one call, each accepted or refused by itself.

    B#<account>#<batch>   BATCH   when, and the ids of its tasks in the order in which they were sent

A batch has no state of its own: how far it has come is read from its tasks.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any  # Any: resources are JSON

from chalicelib.domain.control import public_status
from chalicelib.domain.errors import NotFound, ReplanError, Unavailable
from chalicelib.engine.engine import Engine
from chalicelib.engine.intake import Grant, TaskRequest, grant, write
from chalicelib.engine.ports import Message, Write
from chalicelib.engine.records import batch_pk, expiry, task_pk
from chalicelib.engine.trace import iso

BATCH = "BATCH"
LONGEST = 20_000
"""Milliseconds after which no further task of a batch is accepted: its caller waits for the answer."""

STATES = ("pending", "running", "waiting", "complete", "failed", "cancelled")
ENDED = ("complete", "failed", "cancelled")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One task of a batch.  `key` makes it the same task if it is sent again."""

    request: TaskRequest
    key: str | None
    body_hash: str


Said = str | ReplanError
"""The id of the task that was accepted, or why it was not."""


def accept_all(
    engine: Engine, account: str, batch_id: str, wanted: Sequence[Wanted | ReplanError],
    *, created_by: str = "", secret: bytes = b"",
) -> tuple[Said, ...]:
    """What became of each, in order.  Messages go out together, after everything has been written.

    Without a `batch_id` they are single tasks.
    """
    messages: list[Message] = []
    said = tuple(_accepted(engine, account, batch_id, wanted, messages, created_by, secret))
    ports = engine.ports
    tasks = [one for one in said if isinstance(one, str)]
    if batch_id:
        ports.store.put(Write(
            batch_pk(account, batch_id), BATCH, {"created_at": ports.now(), "tasks": tasks, "sent": len(wanted)},
            expires=expiry(ports, engine.settings),
        ))
    ports.queue.send(messages)
    return said


def _accepted(
    engine: Engine, account: str, batch_id: str, wanted: Sequence[Wanted | ReplanError], messages: list[Message],
    created_by: str, secret: bytes,
) -> Iterator[Said]:
    """`messages` collects what is to be sent."""
    grants: dict[str, Grant | NotFound] = {}
    until = engine.ports.now() + LONGEST
    for one in wanted:
        if isinstance(one, ReplanError):
            yield one
            continue
        granted = _granted(engine, account, one.request.sub_agent, grants)
        if isinstance(granted, NotFound):
            yield granted
            continue
        if engine.ports.now() > until:
            yield Unavailable("there was no time left to accept this one: send it again")
            continue
        try:
            task, sends = write(
                engine.ports, engine.settings, account, one.request, granted, idempotency_key=one.key,
                body_hash=one.body_hash, created_by=created_by, secret=secret, batch=batch_id,
            )
        except ReplanError as error:
            yield error
            continue
        messages += sends
        yield task.id


def _granted(engine: Engine, account: str, name: str, known: dict[str, Grant | NotFound]) -> Grant | NotFound:
    """Each sub-agent is read once."""
    if name not in known:
        try:
            known[name] = grant(engine.ports, account, name)
        except NotFound as error:
            known[name] = error
    return known[name]


def progress(engine: Engine, account: str, batch_id: str) -> dict[str, Any]:
    """How far the batch has come.  Raises `NotFound`."""
    item = engine.ports.store.get(batch_pk(account, batch_id), BATCH)
    if item is None:
        raise NotFound(f"there is no batch {batch_id!r}: check that its id was copied whole")
    states = {task_id: _state(engine, account, task_id) for task_id in item.data["tasks"]}
    counts = Counter(states.values())
    return {
        "id": batch_id, "created_at": iso(item.data["created_at"]), "accepted": len(states),
        "refused": item.data["sent"] - len(item.data["tasks"]), "counts": {state: counts[state] for state in STATES},
        "done": all(state in ENDED for state in states.values()),
        "tasks": [{"id": task_id, "status": state} for task_id, state in states.items()],
    }


def _state(engine: Engine, account: str, task_id: str) -> str:
    """An ended task is not read again by this process."""
    key = ("ENDED", account, task_id)
    known: str | None = engine.cache.find(key)
    if known is not None:
        return known
    control = engine.ports.store.control(task_pk(account, task_id))
    state = public_status(control, engine.ports.now()) if control is not None else "pending"
    if state in ENDED:
        engine.cache.keep(key, state)
    return state


def shown(said: Sequence[Said]) -> list[Mapping[str, Any]]:
    """The answer per item."""
    return [
        {"index": n, "id": one, "status": "pending"} if isinstance(one, str)
        else {"index": n, "error": {"code": one.code, "message": one.detail[:200]}}
        for n, one in enumerate(said)
    ]
