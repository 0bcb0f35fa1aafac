"""What a worker must know of a task before it does a step: the request, the plan, what came before.

All of it is immutable once written, so a warm worker reads nothing: a cold one makes a single
`get_many`.  Only the control record changes, and that came with the claim.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any  # Any: outputs are JSON

from chalicelib.domain.control import RESOLVED, STEP_ZERO, Control, Letter, Settled
from chalicelib.domain.outcome import Done
from chalicelib.domain.plan import PLAN, Plan, Step, decode_step
from chalicelib.domain.task import Task
from chalicelib.engine.engine import Engine
from chalicelib.engine.heard import said
from chalicelib.engine.ports import Item
from chalicelib.engine.records import (
    TASK,
    Record,
    callback_sk,
    decode_definition,
    decode_record,
    decode_task,
    definition_sk,
    full_output,
    record_sk,
    task_pk,
)


class Loader:
    """Reads the immutable items of one task through the worker's cache."""

    def __init__(self, engine: Engine, account: str, task_id: str) -> None:
        self._engine = engine
        self._pk = task_pk(account, task_id)

    def _items(self, sks: Iterable[str]) -> Mapping[str, Item]:
        cache = self._engine.cache
        wanted = list(dict.fromkeys(sks))
        found = {sk: item for sk in wanted if (item := cache.find((self._pk, sk))) is not None}
        missing = [(self._pk, sk) for sk in wanted if sk not in found]
        for start in range(0, len(missing), 100):
            for (_, sk), item in self._engine.ports.store.get_many(missing[start:start + 100]).items():
                cache.keep((self._pk, sk), item)
                found[sk] = item
        return found

    def warm(self, control: Control, sid: str) -> None:
        """One read for all that the step will ask for."""
        live = control.live(sid)
        self._items([TASK, *_plan_sks(control), *_record_sks(control, live.deps if live else ())])

    def known_task(self) -> Task | None:
        item = self._items([TASK]).get(TASK)
        return decode_task(item.data) if item else None

    def task(self) -> Task:
        return decode_task(self._items([TASK])[TASK].data)

    def plan(self, control: Control) -> Plan:
        """Every step that entered the plan so far, in the order in which it was planned."""
        sks = _plan_sks(control)
        return self._engine.cache.get((self._pk, "plan", sks, len(control.steps)), lambda: self._plan(control, sks))

    def _plan(self, control: Control, sks: Iterable[str]) -> Plan:
        items = self._items(sks)
        steps = [step for sk in sks if sk in items for step in self._steps_of(items[sk])]
        return Plan(tuple(step for step in steps if step.id in control.steps))

    def _steps_of(self, item: Item) -> Sequence[Step]:
        key = (item.pk, item.sk, "steps")
        return self._engine.cache.get(key, lambda: self._decode_steps(item))

    def _decode_steps(self, item: Item) -> tuple[Step, ...]:
        if not item.sk.startswith("R#"):
            return (decode_definition(self._engine.ports, item),)
        output = full_output(self._engine.ports, decode_record(item)) or {}
        return tuple(decode_step(stored) for stored in output.get("plan", ()))

    def records(self, control: Control, sids: Iterable[str]) -> Mapping[str, Record]:
        """The valid record of each settled step among `sids`."""
        owners = {
            sid: step.owner for sid in sids
            if isinstance(step := control.steps.get(sid), Settled) and step.owner
        }
        items = self._items(record_sk(sid, owner) for sid, owner in owners.items())
        return {
            sid: decode_record(items[sk]) for sid, owner in owners.items()
            if (sk := record_sk(sid, owner)) in items
        }

    def outputs(self, control: Control, plan: Plan, sids: Iterable[str]) -> Mapping[str, Any]:
        """Output by step id; a step that was replaced has the output of what took its place."""
        stands_for = {sid: standing(plan, control, sid) for sid in sids}
        records = self.records(control, stands_for.values())
        found = {
            sid: full_output(self._engine.ports, records[final])
            for sid, final in stands_for.items()
            if final in records and records[final].status == "complete"
        }
        unknown = {final for final in stands_for.values() if (one := control.settled(final)) and one.letter == "U"}
        told = {**self._found_by_probe(control, plan, unknown), **self._told_by_callback(unknown)}
        return {**found, **{sid: told[final] for sid, final in stands_for.items() if final in told}}

    def _found_by_probe(self, control: Control, plan: Plan, sids: Iterable[str]) -> Mapping[str, Any]:
        """What a probe has found of calls whose answers were lost."""
        probes = {step.poll["probe"]: step.id for step in plan.steps if step.poll and "probe" in step.poll}
        records = self.records(control, [probes[sid] for sid in sids if sid in probes])
        return {
            sid: full_output(self._engine.ports, record) for sid in sids
            if (record := records.get(probes.get(sid, ""))) and record.status == "complete" and not record.adds
        }

    def _told_by_callback(self, sids: Iterable[str]) -> Mapping[str, Any]:
        """What a tool has said of calls whose answers were lost."""
        items = {sid: self._engine.ports.store.get(self._pk, callback_sk(sid)) for sid in sids}
        told = {sid: said(self._engine.ports, item) for sid, item in items.items() if item is not None}
        return {sid: outcome.output for sid, outcome in told.items() if isinstance(outcome, Done)}


@dataclass(frozen=True, slots=True)
class Loaded:
    """All that is known when a step begins.  `step` has its effective inputs; step zero has none."""

    task: Task
    control: Control
    plan: Plan
    step: Step | None
    outputs: Mapping[str, Any]


def load(engine: Engine, account: str, task_id: str, sid: str, control: Control) -> Loaded:
    loader = Loader(engine, account, task_id)
    loader.warm(control, sid)
    task = loader.task()
    if sid == STEP_ZERO:
        return Loaded(task, control, Plan(()), None, {})
    plan = loader.plan(control)
    step = plan.effective(sid, done_steps(control))
    approvals = [asked.id for asked in plan.steps if asked.ask and asked.ask.about in (sid, PLAN)]
    outputs = loader.outputs(control, plan, (*step.sources(), *approvals))
    return Loaded(task, control, plan, step, outputs)


def letters(control: Control) -> Mapping[str, Letter]:
    return {sid: step.letter for sid, step in control.steps.items() if isinstance(step, Settled)}


def done_steps(control: Control) -> tuple[str, ...]:
    return tuple(sid for sid, letter in letters(control).items() if letter in RESOLVED)


def _plan_sks(control: Control) -> tuple[str, ...]:
    """Where the plan stands: in the record of step zero, and one item for each step added later."""
    zero = control.settled(STEP_ZERO)
    added = [definition_sk(sid) for sid in control.steps if "." in sid]
    return (*([record_sk(STEP_ZERO, zero.owner)] if zero and zero.owner else []), *added)


def _record_sks(control: Control, sids: Iterable[str]) -> tuple[str, ...]:
    return tuple(
        record_sk(sid, step.owner) for sid in sids
        if isinstance(step := control.steps.get(sid), Settled) and step.owner
    )


def standing(plan: Plan, control: Control, sid: str) -> str:
    """The step that stands in the place of `sid` now."""
    replaced_by = {step.replaces: step.id for step in plan.steps if step.replaces}
    while sid in replaced_by and replaced_by[sid] in control.steps:
        sid = replaced_by[sid]
    return sid
