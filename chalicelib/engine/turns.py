"""Whose turn a message belongs to: accounts take turns, and so do an account's batches and its single tasks.

A task's id tells: `task_` and 16 letters, and four more that a batch's tasks have in common.  So whoever sends a
message, the sweeper too, knows its turn without reading anything.
"""

from collections.abc import Mapping
from typing import Any  # Any: message bodies are JSON

LETTERS = 16
TAG = 4


def tag_of(batch_id: str) -> str:
    """What the ids of a batch's tasks end with.  Two batches that share it share their turns, nothing else."""
    return batch_id[-TAG:] if batch_id else ""


def turn_of(body: Mapping[str, Any]) -> tuple[str, str]:
    """(account, batch) of a message; the batch is empty for a single task."""
    prefix, _, letters = str(body.get("task", "")).partition("_")
    return str(body.get("account", "")), letters[LETTERS:] if prefix == "task" else ""
