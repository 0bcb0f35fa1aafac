"""BUDGETS: what a sub-agent's tasks may spend, checked before it is spent.

`seconds` count from acceptance, without the time in which the task waited for a person.  `steps` lower the
cap of the task (`Task.cap`).  A step whose turn comes when the time is over is not called.
"""

from collections.abc import Iterable

from chalicelib.domain.edit import GiveUp
from chalicelib.domain.outcome import Failed
from chalicelib.domain.task import Task
from chalicelib.engine.engine import Engine
from chalicelib.engine.records import Record, decode_record, task_pk
from chalicelib.engine.registry import everything

FOREVER = 1_000 * 365 * 24 * 3_600_000
SUGGESTION = "Ask for less in one task, or raise the limit of the sub-agent; then retry the task from this step"


def overspent(engine: Engine, task: Task) -> Failed | None:
    """Why nothing more may start; nothing is read while the clock alone says that there is time."""
    limit = task.limits.get("seconds")
    now = engine.ports.now()
    if limit is None or now - task.created_at <= limit * 1000:
        return None
    items = everything(engine.ports.store, task_pk(task.account, task.id), "R#")
    used = (now - task.created_at - waited(map(decode_record, items), now)) / 1000
    if used <= limit:
        return None
    return Failed(
        "budget_exceeded", f"sub-agent {task.sub_agent!r} gives a task {limit} seconds; {used:.1f} were used "
        "before this step was due, so it was not called", "seconds",
    )


def budget_ends(engine: Engine, task: Task) -> int:
    """The instant at which the time is over, if nobody is asked anything until then."""
    limit = task.limits.get("seconds")
    if limit is None:
        return task.created_at + FOREVER
    items = everything(engine.ports.store, task_pk(task.account, task.id), "R#")
    return task.created_at + int(limit * 1000) + waited(map(decode_record, items), engine.ports.now())


def given_up(failure: Failed) -> GiveUp:
    return GiveUp(failure.reason, failure.detail, SUGGESTION, recoverable=True)


def waited(records: Iterable[Record], now: int) -> int:
    """Milliseconds in which at least one question was open."""
    asked: dict[str, int] = {}
    answered: dict[str, int] = {}
    for record in records:
        into = asked if record.status == "waiting" else answered
        into[record.sid] = max(into.get(record.sid, 0), record.finished_at)
    spans = sorted((start, max(start, answered.get(sid, now))) for sid, start in asked.items())
    total, until = 0, 0
    for start, end in spans:
        total += max(0, end - max(start, until))
        until = max(until, end)
    return total
