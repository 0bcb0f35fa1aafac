"""What makes two calls the same call, and under which idempotency key a call is made.

The key names account, task and step, never the attempt.  A retried task keeps the keys of the task that it
retries, call by call: where tool, action and inputs are what they were, the provider sees the first call
again; where an input changed, it is another call and gets a key of its own.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any  # Any: inputs are JSON

from chalicelib.domain.task import Task

ANY_CALL = ""
"""Stands for the digest of a call that a worker took to its grave."""


def call_digest(ref: str, inputs: Mapping[str, Any]) -> str:
    """A name of the call; the inputs cannot be read from it."""
    text = json.dumps([ref, inputs], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def call_key(task: Task, sid: str, digest: str) -> str:
    kept = task.keys.get(sid, {})
    return kept.get(digest) or kept.get(ANY_CALL) or own_key(task, sid)


def own_key(task: Task, sid: str) -> str:
    return f"{task.account}/{task.id}/{sid}"
