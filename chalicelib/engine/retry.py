"""RETRY: a new task that keeps the finished steps of an ended one and does the rest again.

The new task stands on its own: it has copies of the kept steps' records, so that the old one may be
deleted.  Its control begins with those steps done; nothing of the protocol differs from there on.
"""

from dataclasses import replace
from typing import Any  # Any: outputs are JSON

from chalicelib.domain.control import STEP_ZERO, Control, Settled, ready
from chalicelib.domain.errors import InvalidRequest
from chalicelib.domain.plan import encode_step
from chalicelib.domain.task import Task
from chalicelib.engine import registry
from chalicelib.engine.callkey import ANY_CALL
from chalicelib.engine.engine import Engine, step_messages
from chalicelib.engine.history import History, history
from chalicelib.engine.intake import identity, write_request
from chalicelib.engine.kept import Rerun, RetryRequest, rerun
from chalicelib.engine.recording import check_recorded
from chalicelib.engine.records import (
    Record,
    encode_definition,
    encode_record,
    full_output,
    task_pk,
)
from chalicelib.engine.sealing import sealed_step
from chalicelib.engine.tasks import find


def retry(
    engine: Engine, account: str, task_id: str, wanted: RetryRequest,
    *, idempotency_key: str | None = None, body_hash: str = "", created_by: str = "", secret: bytes = b"",
) -> tuple[Task, Control]:
    """The new task and its state.

    Raises `NotFound`, `Conflict` (`task_not_ended`, `outcome_unknown`, `not_recorded`, …), `InvalidRequest` (step).
    """
    ports, settings = engine.ports, engine.settings
    past = history(ports, account, task_id)
    if past.control.terminal:
        check_recorded(past)
    redone = rerun(past, wanted)
    sub_agent = registry.find_sub_agent(ports, account, past.task.sub_agent)
    granted = registry.version(ports, engine.cache, account, sub_agent.version)
    _check_inputs(engine, past, redone, wanted, sub_agent.version)
    cap = past.task.max_steps if wanted.max_steps is None else wanted.max_steps
    keys = {sid: {**known} for sid, known in redone.keys.items()}
    if wanted.inputs:
        keys.get(redone.from_step, {}).pop(ANY_CALL, None)
    new_id, created_at = identity(
        ports, account, idempotency_key, f"retry {task_id} {body_hash}", ports.now(), secret,
        user_id=past.task.user_id,
    )
    task = replace(
        past.task, id=new_id, created_at=created_at, created_by=created_by, max_steps=cap, limits=dict(granted.limits),
        sub_agent_version=sub_agent.version, retry_of=task_id, keys=keys, batch="",
        trace_id=ports.observed.trace_id(),
    )
    if ports.store.control(task_pk(account, new_id)) is not None:
        return find(ports, account, new_id)
    control = replace(redone.control(ports.now() + settings.sweep_after), record=granted.record)
    _check_cap(task, control)
    _write(engine, past, redone, task)
    ports.store.accept(task_pk(account, new_id), control)
    ports.queue.send(step_messages(account, new_id, control, ready(control), ports.now()))
    return task, control


def _check_cap(task: Task, control: Control) -> None:
    if control.entered > task.cap:
        message = f"the task begins with {control.entered} steps, more than its cap of {task.cap}: raise it"
        raise InvalidRequest(f"max_steps: {message}", details=[{"field": "max_steps", "message": message}])


def _check_inputs(engine: Engine, past: History, redone: Rerun, wanted: RetryRequest, version: str) -> None:
    """Only inputs that the action has can be changed."""
    if not wanted.inputs:
        return
    step = past.steps[redone.from_step]
    sub_agent = registry.version(engine.ports, engine.cache, past.task.account, version)
    action = registry.records_of(engine.ports, engine.cache, past.task.account, sub_agent).get(
        step.ref
    )
    schema = action.input_schema if action else {}
    known = {*step.inputs, *schema.get("properties", {})}
    open_ended = bool(schema.get("additionalProperties")) and step.ask is None
    unknown = [name for name in wanted.inputs if name not in known and not open_ended]
    if unknown:
        message = f"{step.ref} has no input {unknown[0]!r}; it has: {', '.join(sorted(known)) or 'none'}"
        raise InvalidRequest(
            f"inputs: {message}", details=[{"field": f"inputs.{unknown[0]}", "message": message}]
        )


def _write(engine: Engine, past: History, redone: Rerun, task: Task) -> None:
    """The request, the plan, the kept steps.  Nothing of it counts before the control record is there."""
    ports, settings = engine.ports, engine.settings
    write_request(ports, settings, task)
    steps = {step.id: step for step in redone.plan.steps}
    for sid in steps:
        if "." in sid:
            ports.store.put(encode_definition(ports, settings, task.account, task.id, steps[sid]))
    first = [sealed_step(ports, task.account, step) for sid, step in steps.items() if "." not in sid]
    planned = [encode_step(step) for step in first]
    records = [_kept(engine, past, STEP_ZERO, task, output={"plan": planned})]
    records += [_kept(engine, past, sid, task, happened=sid in redone.happened) for sid in redone.kept]
    for record in records:
        if record is not None:
            ports.store.put(encode_record(ports, settings, task.account, task.id, record))


def _kept(
    engine: Engine, past: History, sid: str, task: Task, *, output: object = None, happened: bool = False
) -> Record | None:
    """The old record as the new task shows it: it took no time here.  A step that never ran has none."""
    state = past.control.steps[sid]
    record = past.valid(sid)
    if record is None or not isinstance(state, Settled):
        return None
    now = engine.ports.now()
    first = record.kept_from or past.task.id
    told = replace(record, status="complete", error=None) if happened else record
    return replace(
        told, started_at=now, finished_at=now, attempt=1, kept_from=first, remedies=(), aws_calls=0,
        output=_forgotten(full_output(engine.ports, record)) if output is None else output,
        note=f"Kept from {first}" + (": a person said that it happened" if happened else ""),
    )


def _forgotten(output: Any) -> Any:
    """A yes to requests is one for the task in which it was given: the new one asks again."""
    return {**output, "approved": {}} if isinstance(output, dict) and "approved" in output else output
