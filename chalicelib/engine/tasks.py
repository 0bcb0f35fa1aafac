"""Reading tasks: the resource that callers see, the list of them, and what has happened since."""

from collections.abc import Mapping
from typing import Any  # Any: resources are JSON

from chalicelib.domain.control import Control, Live, PublicStatus, Settled, public_status
from chalicelib.domain.errors import NotFound
from chalicelib.domain.task import Task
from chalicelib.engine.history import History, history
from chalicelib.engine.keeping import kept_task, seen
from chalicelib.engine.links import SEALED, opened
from chalicelib.engine.ports import Ports
from chalicelib.engine.records import TASK, Record, decode_task, full_output, task_pk
from chalicelib.engine.results import result
from chalicelib.engine.trace import iso, rows_of, status

_CODES = {
    "unauthorized": "auth_token_expired", "not_connected": "auth_token_expired",
    "outcome_unknown": "outcome_unknown", "input_timeout": "input_timeout", "too_large": "result_too_large",
    "loop_detected": "loop_detected", "budget_exceeded": "budget_exceeded",
}


def find(ports: Ports, account: str, task_id: str) -> tuple[Task, Control]:
    """Raises `NotFound` (`task_not_found`)."""
    pk = task_pk(account, task_id)
    item, control = ports.store.get(pk, TASK), ports.store.control(pk)
    if item is None or control is None:
        raise NotFound(
            f"no task {task_id!r} in this account; ids are case-sensitive, and live and test tasks are apart",
            code="task_not_found",
        )
    return decode_task(item.data), control


def view(ports: Ports, task: Task, control: Control) -> dict[str, Any]:
    """The public resource."""
    now = ports.now()
    task = kept_task(task, control.record) if control.terminal and control.record != "full" else task
    shown: dict[str, Any] = {
        "id": task.id, "status": public_status(control, now), "sub_agent": task.sub_agent,
        "created_at": iso(task.created_at), "metadata": dict(task.metadata), "mode": task.mode,
        "prompt": task.prompt, "user_id": task.user_id,
    }
    if task.retry_of:
        shown["retry_of"] = task.retry_of
    if task.batch:
        shown["batch"] = task.batch
    if shown["status"] == "pending":
        return shown
    shown |= details(ports, seen(history(ports, task.account, task.id)), shown["status"])
    if control.record != "full" and "result" in shown:
        shown["result"] = {**shown["result"], "recorded": control.record}
    return shown


def details(ports: Ports, past: History, state: PublicStatus) -> dict[str, Any]:
    """What is known of a task that has begun; `result` and `error` as far as `past` knows them (`keeping.seen`)."""
    found: dict[str, Any] = {}
    if past.records:
        found["started_at"] = iso(past.records[0].started_at)
    if past.control.terminal:
        found["finished_at"] = iso(max((record.finished_at for record in past.records), default=past.task.created_at))
    if state == "complete":
        found["result"] = result(ports, past)
    if state == "failed":
        found["error"] = error(past)
    if state == "waiting":
        found["waiting"] = waiting_for(ports, past)
    if past.learned_at is not None:
        found["learned_at"] = iso(past.learned_at)
    return found


def error(past: History) -> dict[str, Any]:
    """Which step broke, why, and what a person can do."""
    if past.control.status == "DEPTH":
        return _too_deep(past.task)
    broken = [
        record for sid in past.control.steps if _failed(past, sid) and (record := past.valid(sid)) is not None
    ]
    record = min(broken, key=lambda one: one.finished_at, default=None)
    failure = record.failure if record else None
    if record is None or failure is None:
        return {"code": "tool_error", "message": "a step failed", "tool": None, "action": None, "step": None,
                "recoverable": False, "suggestion": "Read the task's trace"}
    step = past.steps.get(record.sid)
    return {
        "code": "no_plan" if failure.signal == "no_plan" else _CODES.get(failure.reason, "tool_error"),
        "message": failure.detail or failure.reason, "tool": step.tool if step else None,
        "action": step.action if step else None, "step": step.label or step.id if step else None,
        "recoverable": record.recoverable, "suggestion": record.suggestion or None,
    }


def _too_deep(task: Task) -> dict[str, Any]:
    """The caller's cap has its own name; below it counts what the sub-agent may spend."""
    message = f"the plan would pass {task.cap} steps; nothing further was run"
    if task.cap < task.max_steps:
        message = f"sub-agent {task.sub_agent!r} gives a task {task.cap} steps (limits.steps); {message}"
    return {
        "code": "budget_exceeded" if task.cap < task.max_steps else "workflow_depth_exceeded", "message": message,
        "tool": None, "action": None, "step": None, "recoverable": False,
        "suggestion": "Ask for less in one task, or split it into several",
    }


def _failed(past: History, sid: str) -> bool:
    state = past.control.steps[sid]
    return isinstance(state, Settled) and state.letter == "F"


def waiting_for(ports: Ports, past: History, about: str | None = None) -> dict[str, Any] | None:
    """The question `about`, or the first that is open."""
    for sid, state in past.control.steps.items():
        if isinstance(state, Live) and state.state == "W" and state.kind == "h" and about in (None, sid):
            record = past.valid(sid)
            put = full_output(ports, record) if record else None
            asked = dict(put) if isinstance(put, Mapping) else {}
            asked.pop("approved", None)
            if "look_after" in asked:
                asked["look_after"] = iso(asked["look_after"])
            if SEALED in asked:
                asked["auth_url"] = opened(ports, past.task.account, past.task.id, asked.pop(SEALED))
            return {**asked, "step": sid, "expires_at": iso(state.expires)}
    return None



def events(ports: Ports, account: str, task_id: str, after: int, *, hold_back: int = 250) -> dict[str, Any]:
    """What has happened since event `after`, in the order in which it happened.

    Events are the attempts' records by the instant at which they ended.  Those younger than `hold_back` ms are
    kept back while the task goes on, so that a neighbour's record that is being written cannot slip in before
    one that was told already.
    """
    past = seen(history(ports, account, task_id))
    now = ports.now()
    until = now if past.control.terminal else now - hold_back
    known = sorted(
        (record for record in past.records if record.finished_at <= until),
        key=lambda record: (record.finished_at, record.sid, record.owner),
    )
    told = [_event(past, number, record) for number, record in enumerate(known, 1) if number > after]
    state = public_status(past.control, now)
    answer: dict[str, Any] = {
        "data": told, "status": state, "next": max(after, len(known)),
        "running": [
            {"label": step.label or step.id, "tool": step.tool, "action": step.action}
            for step in rows_of(past) if status(past, step.id) == "running"
        ],
    }
    if state == "waiting":
        answer["waiting"] = waiting_for(ports, past)
    return answer


def _event(past: History, number: int, record: Record) -> dict[str, Any]:
    if record.sid == "z":
        kind: dict[str, Any] = {"event": "planned", "steps": len(past.steps)}
        if record.error:
            kind = {"event": "not_planned", "message": record.error.get("detail")}
        return {"seq": number, "at": iso(record.finished_at), **kind}
    step = past.steps.get(record.sid)
    event: dict[str, Any] = {
        "seq": number, "event": f"step.{record.status}", "at": iso(record.finished_at), "step": record.sid,
        "label": (step.label or step.id) if step else record.sid, "tool": step.tool if step else None,
        "action": step.action if step else None, "duration_ms": record.duration,
        "remedy_for": _label_of(past, step.remedy_for) if step and step.remedy_for else None,
        "note": record.note or None, "reason": step.reason if step else None,
    }
    if record.error:
        event["error"] = record.error.get("detail") or record.error["reason"]
    return event


def _label_of(past: History, sid: str) -> str:
    step = past.steps.get(sid)
    return (step.label or step.id) if step else sid
