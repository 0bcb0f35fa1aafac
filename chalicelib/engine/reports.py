"""What a piece of work tells those who operate Replan: words of ours and numbers, nothing that a user or a tool said.

The core does not log.  It hands one of these back with its verdict, and the shell writes it down (`observe`).
"""

from dataclasses import dataclass, replace

from chalicelib.domain.control import Control, public_status
from chalicelib.domain.plan import Step
from chalicelib.domain.task import Task
from chalicelib.engine.records import Record


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt of a step, in the words of the trace.

    `edit`: how the plan changed because of it.  `ended`: the status of the task, if this ended it.  `trace_id`: that of
    the task, where its request was traced.
    """

    status: str
    number: int
    duration_ms: int
    reason: str = ""
    http_status: int | None = None
    edit: str = ""
    lessons: tuple[str, ...] = ()
    ended: str = ""
    sub_agent: str = ""
    label: str = ""
    tool: str = ""
    action: str = ""
    batch: str = ""
    trace_id: str = ""

    def of(self, task: Task, step: Step | None) -> "Attempt":
        """With whose step it was; step zero has none."""
        whose = replace(self, sub_agent=task.sub_agent, batch=task.batch, trace_id=task.trace_id)
        if step is None:
            return whose
        return replace(whose, label=step.label or step.id, tool=step.tool, action=step.action)


def attempt(record: Record, ended: Control | None = None) -> Attempt:
    """`ended`: the task's state, if this ended it."""
    failure = record.failure
    return Attempt(
        record.status, record.attempt, record.duration, reason=failure.reason if failure else "",
        http_status=failure.status if failure else None, edit=record.edit, lessons=record.lessons,
        ended=public_status(ended, 0) if ended else "",
    )


@dataclass(frozen=True, slots=True)
class Ended:
    """A task that has ended, told once, when its lessons are taken.  `lessons_used`: how many it rested on."""

    status: str
    sub_agent: str
    steps: int
    attempts: int
    duration_ms: int
    lessons_used: int
    lessons_learned: int
    batch: str = ""
    trace_id: str = ""


@dataclass(frozen=True, slots=True)
class Delivered:
    """One try of one delivery of a webhook.  `http_status`: none where nobody answered."""

    status: str
    event: str
    number: int
    http_status: int | None = None


Report = Attempt | Ended | Delivered
