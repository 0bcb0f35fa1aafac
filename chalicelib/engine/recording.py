"""A recording: all that is needed to plan a task that has ended again, without the home that ran it.

It holds no credential (outputs were redacted when they were stored) and no address of a service: how an action is
called is left out, so that nobody can call it from here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any  # Any: stored forms are JSON

from chalicelib.domain.control import STEP_ZERO
from chalicelib.domain.errors import Conflict, InvalidRequest
from chalicelib.domain.lesson import Lesson
from chalicelib.domain.plan import Step, decode_step, encode_step
from chalicelib.domain.rules import Approval
from chalicelib.domain.task import Task
from chalicelib.domain.tool import Action, decode_action, encode_action
from chalicelib.engine.engine import Engine
from chalicelib.engine.history import History, history
from chalicelib.engine.memory import decode_lesson, lessons
from chalicelib.engine.records import Record, decode_fields, full_output
from chalicelib.engine.registry import catalogue, version
from chalicelib.engine.trace import versions

_TASK = (
    "id", "prompt", "sub_agent", "sub_agent_version", "created_at", "user_id", "mode", "approve", "context",
    "output_schema", "training", "max_steps", "limits", "retry_of",
)
_EMPTY = {"owner": "", "started_at": 0, "finished_at": 0}
_RECORD = tuple(field.name for field in fields(Record) if field.name not in ("key", "owner", "versions"))


@dataclass(frozen=True, slots=True)
class Recording:
    """`steps` in the order in which they entered the plan; `records` every attempt, oldest first, outputs whole."""

    task: Task
    purpose: str
    requires_approval: tuple[Approval, ...]
    versions: Mapping[str, Any]
    steps: tuple[Step, ...]
    records: tuple[Record, ...]
    actions: tuple[Action, ...]
    lessons: tuple[Lesson, ...]

    @property
    def unfit(self) -> str:
        """Why planning it again would tell nothing; empty where it would."""
        if self.task.retry_of:
            return f"it continues task {self.task.retry_of}, with that task's plan"
        never = not self.steps and not self.versions.get("planner")
        return "it ended before it was planned" if never else ""


def recording(engine: Engine, account: str, task_id: str) -> Recording:
    """Raises `NotFound`, and `Conflict` (`task_not_ended`, `not_recorded`)."""
    past = history(engine.ports, account, task_id)
    check_recorded(past)
    if not past.control.terminal:
        raise Conflict(f"task {task_id} has not ended: replay it after its end", code="task_not_ended")
    task = past.task
    sub_agent = version(engine.ports, engine.cache, account, task.sub_agent_version)
    known = catalogue(engine.ports, engine.cache, account, sub_agent)
    records = tuple(
        replace(record, output=full_output(engine.ports, record)) for record in past.records
        if record.sid != STEP_ZERO
    )
    return Recording(
        task, sub_agent.prompt, sub_agent.requires_approval, versions(engine.ports, past), _steps(engine, past),
        records, tuple(known.actions.values()), tuple(lessons(engine.ports, account, task.sub_agent)),
    )


def check_recorded(past: History) -> None:
    """Raises `Conflict` where the values of the task are not kept."""
    if past.control.record != "full":
        raise Conflict(
            f"task {past.task.id} was accepted while sub-agent {past.task.sub_agent!r} had record "
            f"{past.control.record!r}: its values go with its end; send its prompt again with POST /v1/tasks",
            code="not_recorded",
        )


def _steps(engine: Engine, past: History) -> tuple[Step, ...]:
    """Those of the plan; of a task that was only planned, too."""
    if past.task.mode != "test":
        return tuple(past.steps.values())
    planned = past.valid(STEP_ZERO)
    output = (full_output(engine.ports, planned) if planned else None) or {}
    return tuple(decode_step(stored) for stored in output.get("plan", ()))


def encode(past: Recording) -> dict[str, Any]:
    task = asdict(past.task)
    return {
        "task": {name: task[name] for name in _TASK}, "purpose": past.purpose,
        "requires_approval": list(past.requires_approval), "versions": dict(past.versions),
        "steps": [encode_step(step) for step in past.steps],
        "records": [_told(asdict(record), _RECORD) for record in past.records],
        "actions": [{**encode_action(action), "call": {}} for action in past.actions],
        "lessons": [asdict(lesson) for lesson in past.lessons],
    }


def decode(stored: Mapping[str, Any]) -> Recording:
    """Raises `InvalidRequest` for what `encode` never gave."""
    try:
        return Recording(
            Task(account="", **stored["task"]), stored["purpose"], tuple(stored["requires_approval"]),
            stored["versions"], tuple(map(decode_step, stored["steps"])),
            tuple(decode_fields({**_EMPTY, **record}) for record in stored["records"]),
            tuple(map(decode_action, stored["actions"])), tuple(map(decode_lesson, stored["lessons"])),
        )
    except (KeyError, TypeError) as error:
        raise InvalidRequest(f"this is no recording of a task: {error}") from error


def _told(data: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: data[name] for name in names if data[name] not in (None, "", (), {}, False) or name == "output"}
