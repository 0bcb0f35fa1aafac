"""Reports as the fields of records, in the words of the API and the trace.

What is empty is left out: logs are paid by the byte.
"""

from collections.abc import Mapping
from typing import Any  # Any: a record's fields are JSON

from chalicelib.engine.reports import Attempt, Delivered, Ended

RECOVERIES = ("recover", "replace", "later")
"""Edits by which a step that failed is tried again, or in another way."""

FAILURES = ("failed", "unknown")
OURS = ("internal", "poison")
"""Reasons for which a step fails because of us: a defect, or a worker that dies of it every time."""


def ids(body: Mapping[str, Any]) -> dict[str, Any]:
    """Whose message it is; `live` tells apart what a live and a test key made."""
    account = str(body.get("account", ""))
    known = {
        "account": account, "live": account.endswith(".live"), "task_id": body.get("task"), "step": body.get("sid"),
        "delivery": body.get("delivery"),
    }
    return {name: value for name, value in known.items() if value not in (None, "")} if account else {}


def of_attempt(attempt: Attempt) -> dict[str, Any]:
    fields = {
        "sub_agent": attempt.sub_agent, "label": attempt.label, "tool": attempt.tool, "action": attempt.action,
        "attempt": attempt.number, "status": attempt.status, "reason": attempt.reason,
        "http_status": attempt.http_status, "edit": attempt.edit, "lessons": list(attempt.lessons),
        "lessons_used": len(attempt.lessons), "recoveries": int(attempt.edit in RECOVERIES),
        "task_status": attempt.ended, "batch": attempt.batch, "steps": 1, "duration_ms": attempt.duration_ms,
    }
    return {name: value for name, value in fields.items() if value not in (None, "", [], 0) or name == "duration_ms"}


def of_ended(ended: Ended) -> dict[str, Any]:
    fields = {
        "sub_agent": ended.sub_agent, "status": ended.status, "tasks": 1, "task_steps": ended.steps,
        "attempts": ended.attempts, "task_duration_ms": ended.duration_ms, "lessons_used": ended.lessons_used,
        "lessons_learned": ended.lessons_learned, "batch": ended.batch,
    }
    return {name: value for name, value in fields.items() if value not in ("", 0) or name == "task_duration_ms"}


def of_delivery(delivered: Delivered) -> dict[str, Any]:
    fields = {
        "event": delivered.event, "status": delivered.status, "attempt": delivered.number,
        "http_status": delivered.http_status, "deliveries": 1,
    }
    return {name: value for name, value in fields.items() if value is not None}


def level(attempt: Attempt) -> str:
    if attempt.reason in OURS:
        return "error"
    return "warning" if attempt.status in FAILURES else "info"


def uneventful(attempt: Attempt) -> bool:
    """A step as most of them are: done at the first go, the plan as it was."""
    return attempt.status in ("complete", "skipped") and attempt.number <= 1 and not (attempt.edit or attempt.ended)
