"""How a task comes in: checked, written, made pending, sent.  201 only after the message is away.

A repeated request with the same idempotency key finds its first answer: the task's id is computed from
the key and the instant at which it was first seen, so that two at once make one task.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any  # Any: metadata and context are the caller's JSON

from chalicelib.domain.control import STEP_ZERO, Control, Live, Recording
from chalicelib.domain.errors import Conflict
from chalicelib.domain.plan import CAP
from chalicelib.domain.task import Mode, Task
from chalicelib.engine.engine import step_messages
from chalicelib.engine.ports import Message, Ports, Write
from chalicelib.engine.records import (
    TASK,
    account_pk,
    encode_task,
    expiry,
    listing_pk,
    listing_sk,
    task_pk,
    user_mark,
)
from chalicelib.engine.registry import find_sub_agent, read_version
from chalicelib.engine.settings import Settings
from chalicelib.engine.turns import LETTERS, tag_of

REMEMBERED = 24 * 3_600_000
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class TaskRequest:
    """The body of `POST /v1/tasks`, validated."""

    prompt: str
    sub_agent: str
    user_id: str | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)
    mode: Mode = "live"
    approve: str = "none"
    context: Mapping[str, Any] = field(default_factory=dict)
    output_schema: Mapping[str, Any] | None = None
    training: bool = True
    max_steps: int = CAP


@dataclass(frozen=True, slots=True)
class Grant:
    """The version of a sub-agent that a task will be done by, that version's limits, and what it lets be kept."""

    version: str
    limits: Mapping[str, Any]
    record: Recording = "full"


def grant(ports: Ports, account: str, name: str) -> Grant:
    """Raises `NotFound` (`subagent_not_found`)."""
    digest = find_sub_agent(ports, account, name).version
    version = read_version(ports, account, digest)
    return Grant(digest, version.limits, version.record)


def accept(
    ports: Ports, settings: Settings, account: str, request: TaskRequest,
    *, idempotency_key: str | None = None, body_hash: str = "", created_by: str = "", secret: bytes = b"",
) -> Task:
    """Accept a task and send its step zero.

    Raises `NotFound` (`subagent_not_found`) and `Conflict` (`idempotency_key_reused`).
    """
    task, messages = write(
        ports, settings, account, request, grant(ports, account, request.sub_agent), idempotency_key=idempotency_key,
        body_hash=body_hash, created_by=created_by, secret=secret,
    )
    ports.queue.send(messages)
    return task


def write(
    ports: Ports, settings: Settings, account: str, request: TaskRequest, granted: Grant,
    *, idempotency_key: str | None, body_hash: str, created_by: str, secret: bytes, batch: str = "",
) -> tuple[Task, tuple[Message, ...]]:
    """The task, pending, and the messages that make it run.  Raises `Conflict` (`idempotency_key_reused`)."""
    now = ports.now()
    task_id, created_at = identity(
        ports, account, idempotency_key, body_hash, now, secret, tag_of(batch), user_id=request.user_id
    )
    task = Task(
        id=task_id, account=account, sub_agent=request.sub_agent, sub_agent_version=granted.version, batch=batch,
        prompt=request.prompt, created_at=created_at, user_id=request.user_id, metadata=request.metadata,
        mode=request.mode, approve="plan" if request.approve == "plan" else "none", context=request.context,
        output_schema=request.output_schema, training=request.training, max_steps=request.max_steps,
        created_by=created_by, limits=dict(granted.limits), trace_id=ports.observed.trace_id(),
    )
    write_request(ports, settings, task)
    control = Control(due=now + settings.sweep_after, steps={STEP_ZERO: Live("P", "z")}, record=granted.record)
    ports.store.accept(task_pk(account, task_id), control)
    return task, step_messages(account, task_id, control, (STEP_ZERO,), now)


def write_request(ports: Ports, settings: Settings, task: Task) -> None:
    """The request and its line in the list of tasks."""
    expires = expiry(ports, settings)
    pk = task_pk(task.account, task.id)
    ports.store.put(Write(pk, TASK, encode_task(task), when="absent", expires=expires))
    entry = {"id": task.id, "sub_agent": task.sub_agent, "user_id": task.user_id, "created_at": task.created_at}
    ports.store.put(Write(
        listing_pk(task.account), listing_sk(task.created_at, task.id), entry, when="absent", expires=expires,
    ))


def identity(
    ports: Ports, account: str, key: str | None, body_hash: str, now: int, secret: bytes, tag: str = "",
    *, user_id: str | None = None,
) -> tuple[str, int]:
    """The task's id and the instant of its first request.  `tag` says to which batch it belongs, if to one.

    A mark of the user stands with the key, so that it goes when the user is deleted.
    """
    if key is None:
        return f"task_{ports.token(LETTERS)}{tag}", now
    pk, sk = account_pk(account), f"IDEM#task#{hashlib.sha256(key.encode()).hexdigest()[:40]}"
    for _ in range(3):
        item = ports.store.get(pk, sk)
        if item is not None and now - item.data["first_seen"] < REMEMBERED:
            if item.data["body"] != body_hash:
                raise Conflict(
                    f"Idempotency-Key {key!r} was used with another body less than 24 hours ago; use a new key",
                    code="idempotency_key_reused",
                )
            first_seen = item.data["first_seen"]
            return _derived_id(secret, account, key, first_seen) + item.data.get("tag", ""), first_seen
        mark = {"by": user_mark(account, user_id)} if user_id else {}
        data = {"first_seen": now, "body": body_hash, **({"tag": tag} if tag else {}), **mark}
        fresh = Write(
            pk, sk, data, when=item.version if item else "absent",
            expires=now // 1000 + 2 * REMEMBERED // 1000,
        )
        if ports.store.put(fresh):
            return _derived_id(secret, account, key, now) + tag, now
    raise Conflict("the same Idempotency-Key is being used by many requests at once; try again")


def _derived_id(secret: bytes, account: str, key: str, first_seen: int) -> str:
    digest = hmac.new(secret, f"{account}|{key}|{first_seen}".encode(), hashlib.sha256).digest()
    return "task_" + "".join(_ALPHABET[byte % 62] for byte in digest[:LETTERS])
