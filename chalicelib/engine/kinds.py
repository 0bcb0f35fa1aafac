"""Every kind of record that a home holds: whose it is, how long it lives, and what the deletion of a user does to it.

What is not listed here must not be written: the tests' stores refuse it.  docs/retention.md shows this list.
"""

from dataclasses import dataclass
from typing import Literal

Life = Literal["kept", "retention", "own", "moment"]
LIVES = {
    "kept": "until it is deleted", "retention": "90 days", "own": "hours or days", "moment": "until it is dealt with",
}

Erased = Literal["deleted", "unnamed", "stays", "expires"]
"""What the deletion of its user does."""

ERASES = {"deleted": "goes", "unnamed": "names nobody", "stays": "stays", "expires": "goes; on SQS within 14 days"}


@dataclass(frozen=True, slots=True)
class Kind:
    """`where`: how the keys begin, or a queue.  `values`: whether it may hold what a user said or got."""

    where: str
    what: str
    owner: str
    life: Life
    values: bool
    erased: Erased


TABLE = (
    Kind("T# META", "control record of a task", "task", "retention", False, "deleted"),
    Kind("T# TASK", "the request", "task", "retention", True, "deleted"),
    Kind("T# R#", "an attempt, a plan, a question or an answer", "task", "retention", True, "deleted"),
    Kind("T# D#", "a step that entered the plan late", "task", "retention", True, "deleted"),
    Kind("T# C#", "what a tool said in its callback", "task", "retention", True, "deleted"),
    Kind("T# W#", "a webhook delivery", "task", "retention", False, "deleted"),
    Kind("T# LEARNED", "which lessons were taken", "task", "retention", False, "deleted"),
    Kind("L#", "a line in the list of tasks", "task", "retention", True, "deleted"),
    Kind("B# BATCH", "the ids of a batch's tasks", "account", "retention", False, "unnamed"),
    Kind("A# IDEM#task#", "an idempotency key of a task", "task", "own", False, "deleted"),
    Kind("A# IDEM#", "an idempotency key, and its answer without values", "account", "own", False, "stays"),
    Kind("A# AWAIT#", "a question that a connection answers", "task", "own", True, "deleted"),
    Kind("A# WAKE#", "a credential that is being kept", "user", "moment", True, "deleted"),
    Kind("A# CONSENT#", "a link for consent", "user", "own", True, "deleted"),
    Kind("A# CONN#", "a credential, sealed", "user", "kept", True, "deleted"),
    Kind("A# GONE#", "the deletion of a user; then its receipt, without the name", "account", "own", True, "unnamed"),
    Kind("A# TOOL#", "a registered tool", "account", "kept", False, "stays"),
    Kind("A# ACTION#", "an action of a tool", "account", "kept", False, "stays"),
    Kind("A# SUB#", "a sub-agent", "account", "kept", False, "stays"),
    Kind("A# SUBV#", "a version of a sub-agent", "account", "kept", False, "stays"),
    Kind("A# WEBHOOK", "where events go, sealed", "account", "kept", False, "stays"),
    Kind("A# SWITCHES", "kill switches", "account", "kept", False, "stays"),
    Kind("A# LIMIT#", "who calls a tool now, and how often it was called", "account", "own", False, "stays"),
    Kind("A# KEY#", "an API key, without the key", "account", "kept", False, "stays"),
    Kind("K# KEY", "the hash of an API key", "account", "kept", False, "stays"),
    Kind("M# E#", "a task's vote on a lesson", "account", "kept", False, "deleted"),
    Kind("M# L#", "a lesson; its votes name tasks", "account", "kept", False, "unnamed"),
)

BLOBS = (Kind("<account>/<task>/", "what is too large for the table", "task", "retention", True, "deleted"),)

QUEUES = (
    Kind("steps", "which step is due: ids", "task", "moment", False, "stays"),
    Kind("webhooks", "which event is to be told: ids", "task", "moment", False, "stays"),
    Kind("learn", "which task has ended: ids", "task", "moment", False, "stays"),
    Kind("intake", "tasks that are sent to the queue", "user", "moment", True, "expires"),
)

FILE = {
    "items": "the table", "blobs": "the blobs", "messages": "the queues", "dead_letters": "dead letters, for 14 days",
    "claims": "which process holds which step", "turns": "whose turn it is", "batch_turns": "whose turn it is",
    "sqlite_sequence": "SQLite's own", "sqlite_stat1": "SQLite's own",
}
"""Tables of the embedded home's file.  Beside it lie the key that seals, the pepper, and locks: no data of users."""


def kind_of(pk: str, sk: str) -> Kind | None:
    """The longest listed beginning of both keys; None for a record that nobody listed."""
    fits = [kind for kind in TABLE if _fits(kind.where, pk, sk)]
    return max(fits, key=lambda kind: len(kind.where), default=None)


def _fits(where: str, pk: str, sk: str) -> bool:
    partition, _, name = where.partition(" ")
    whole = bool(name) and not name.endswith("#")
    return pk.startswith(partition) and (sk == name if whole else sk.startswith(name))
