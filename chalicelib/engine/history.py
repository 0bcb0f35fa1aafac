"""Everything that is stored of one task, read once: for the trace, the API's view, webhooks and learning."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from chalicelib.domain.control import STEP_ZERO, Control
from chalicelib.domain.errors import NotFound
from chalicelib.domain.plan import Step, decode_step
from chalicelib.domain.task import Task
from chalicelib.engine.ports import Item, Ports
from chalicelib.engine.records import TASK, Record, decode_definition, decode_record, decode_task, full_output, task_pk
from chalicelib.engine.registry import everything


@dataclass(frozen=True, slots=True)
class History:
    """`steps` are those that entered the plan, by id; `records` every attempt, oldest first.

    A record whose transition was refused (its worker was fenced) is among them; `valid` tells them apart.
    `late`: by step, what its tool said in a callback that came too late: `failed` or `is done`.
    """

    task: Task
    control: Control
    steps: Mapping[str, Step]
    records: tuple[Record, ...]
    learned_at: int | None = None
    late: Mapping[str, str] = field(default_factory=dict)

    def of(self, sid: str) -> tuple[Record, ...]:
        return tuple(record for record in self.records if record.sid == sid)

    def valid(self, sid: str) -> Record | None:
        """The record that settled the step, or that says what it waits for."""
        owner = getattr(self.control.steps.get(sid), "owner", None)
        return next((record for record in self.records if record.sid == sid and record.owner == owner), None)

    def replacement(self, sid: str) -> str | None:
        return next((step.id for step in self.steps.values() if step.replaces == sid), None)

    def chain(self, sid: str) -> tuple[str, ...]:
        """The step and all that took its place, in order."""
        found = [sid]
        while (following := self.replacement(found[-1])) is not None and following not in found:
            found.append(following)
        return tuple(found)


def history(ports: Ports, account: str, task_id: str) -> History:
    """Raises `NotFound` (`task_not_found`), also for a task of another account."""
    pk = task_pk(account, task_id)
    control = ports.store.control(pk)
    items = {item.sk: item for item in everything(ports.store, pk, "")} if control else {}
    if control is None or TASK not in items:
        raise NotFound(f"no task {task_id!r}", code="task_not_found")
    records = [decode_record(item) for sk, item in items.items() if sk.startswith("R#")]
    records.sort(key=lambda record: (record.started_at, record.epoch, record.sid))
    learned = items.get("LEARNED")
    return History(
        decode_task(items[TASK].data), control, _steps(ports, control, items), tuple(records),
        learned.data["at"] if learned else None, _late(items),
    )


def _late(items: Mapping[str, Item]) -> dict[str, str]:
    return {
        sk.removeprefix("C#"): "failed" if item.data.get("error") else "is done"
        for sk, item in items.items() if sk.startswith("C#") and item.data["status"] == "late"
    }


def _steps(ports: Ports, control: Control, items: Mapping[str, Item]) -> Mapping[str, Step]:
    zero = control.settled(STEP_ZERO)
    planned = items.get(f"R#{STEP_ZERO}#{zero.owner}") if zero else None
    steps: list[Step] = []
    if planned is not None:
        output = full_output(ports, decode_record(planned)) or {}
        steps += [decode_step(stored) for stored in output.get("plan", ())]
    steps += [decode_definition(ports, item) for sk, item in items.items() if sk.startswith("D#")]
    return {step.id: step for step in steps if step.id in control.steps}
