"""What stays of a task's values once it has ended: `record` of its sub-agent.

    full    what was kept while it ran: outputs, and previews of inputs, secrets taken out
    shape   types and sizes
    none    neither

A running task needs its values: a step binds what an earlier one gave, a person must see what they agree to.  They go
when it has ended, its lessons are taken and its last event is delivered or given up: the sweeper does that before
the task leaves the index, so that a crash in between makes it begin again (`strip`).  Readers see of them from the
first moment only what will be kept (`seen`).  Steps, effects, times, counts, reasons of failure and who decided what
stay in any case; so does what the caller labelled the task with (`metadata`, `user_id`).

To take the shape of a shape changes nothing: whatever was done twice is as if done once.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any  # Any: values are JSON

from chalicelib.domain.binding import Binding, Condition, Literal, Mention, Output, Sealed, Several, Text
from chalicelib.domain.binding import Item as FromItem
from chalicelib.domain.control import STEP_ZERO, Recording
from chalicelib.domain.plan import Step, decode_step, encode_step
from chalicelib.domain.task import Task
from chalicelib.engine.history import History
from chalicelib.engine.ports import Item, Ports, Write
from chalicelib.engine.records import (
    Record,
    blob_prefix,
    decode_definition,
    decode_record,
    decode_task,
    encode_task,
    full_output,
    stored_record,
    task_pk,
)
from chalicelib.engine.registry import everything

_SHAPE = re.compile(r"(?:string|array|object)\(\d+\)|number|boolean|null")
_OF_POLL = ("callback", "probe", "from", "done", "failed")
_DECIDED = ("decision", "by", "key_name")


def shape(value: Any) -> str:
    """The type of a JSON value, and its size: code points, entries or fields."""
    match value:
        case str():
            return value if _SHAPE.fullmatch(value) else f"string({len(value)})"
        case None:
            return "null"
        case bool():
            return "boolean"
        case int() | float():
            return "number"
        case {"$blob": _, "bytes": size, **rest}:
            return f"{_KINDS.get(str(rest.get('preview', ''))[:1], 'string')}({size})"
        case Mapping():
            return f"object({len(value)})"
    return f"array({len(value)})"


_KINDS = {"{": "object", "[": "array"}


def reduced(value: Any, how: Recording) -> Any:
    return value if how == "full" else shape(value) if how == "shape" else None


def seen(past: History) -> History:
    """The task as anybody may read it.  What is asked of a person while it runs is not a preview, and stays."""
    how = past.control.record
    if how == "full":
        return past
    steps = {sid: kept_step(step, how) for sid, step in past.steps.items()}
    records = tuple(
        record if record.status == "waiting" and not past.control.terminal else kept_record(record, how)
        for record in past.records
    )
    task = kept_task(past.task, how) if past.control.terminal else past.task
    return replace(past, task=task, steps=steps, records=records)


def strip(ports: Ports, account: str, task_id: str, how: Recording) -> None:
    """Takes the values out of everything that is stored of an ended task.  Done again, it changes nothing."""
    for item in list(everything(ports.store, task_pk(account, task_id), "")):
        data = _stripped(ports, item, how)
        if data is not None and data != item.data:
            ports.store.put(Write(item.pk, item.sk, data, when=item.version, due=item.due, expires=item.expires))
    ports.blobs.delete_prefix(blob_prefix(account, task_id))


def _stripped(ports: Ports, item: Item, how: Recording) -> dict[str, Any] | None:
    """None where the item holds no value."""
    match item.sk.partition("#")[0]:
        case "TASK":
            return encode_task(kept_task(decode_task(item.data), how))
        case "R":
            record = decode_record(item)
            planned = record.sid == STEP_ZERO and isinstance(record.output, Mapping) and "$blob" in record.output
            whole = replace(record, output=full_output(ports, record)) if planned else record
            return json.loads(json.dumps(stored_record(kept_record(whole, how))))  # type: ignore[no-any-return]  # a record
        case "D":
            return encode_step(kept_step(decode_definition(ports, item), how))
        case "C":
            return kept_callback(item.data)
    return None


def kept_task(task: Task, how: Recording) -> Task:
    context = {name: reduced(value, how) for name, value in task.context.items()} if how == "shape" else {}
    return replace(task, prompt=reduced(task.prompt, how) or "", context=context, output_schema=None, keys={})


def kept_record(record: Record, how: Recording) -> Record:
    inputs = {name: reduced(value, how) for name, value in record.inputs.items()} if how == "shape" else {}
    return replace(
        record, inputs=inputs, output=_kept_output(record, how), error=record.error and _kept_error(record.error),
        note="", suggestion="", defect="", digest="",
    )


def _kept_error(error: Mapping[str, Any]) -> dict[str, Any]:
    return {**error, "detail": "", "signal": ""}


def _kept_output(record: Record, how: Recording) -> Any:
    """Of a plan its steps without values, of a person's answer what they decided."""
    output = record.output
    if isinstance(output, Mapping) and record.sid == STEP_ZERO:
        steps = [encode_step(kept_step(decode_step(one), how)) for one in output.get("plan", ())]
        return {"plan": steps}
    if isinstance(output, Mapping) and "decision" in output and "values" in output:
        return {name: output[name] for name in _DECIDED if name in output} | {"values": {}}
    return None if output is None else reduced(output, how)


def kept_step(step: Step, how: Recording) -> Step:
    """What it is and what it waits for: where its values come from stays, and what the prompt gave does not."""
    return replace(
        step, inputs=_kept_inputs(step.inputs, how), reason="", goal="",
        when=_kept_condition(step.when, how) if step.when else None,
        body=kept_step(step.body, how) if step.body else None,
        rebinds={sid: _kept_inputs(inputs, how) for sid, inputs in step.rebinds.items()},
        ask=replace(step.ask, text="", fields={}) if step.ask else None,
        poll={name: rule for name, rule in step.poll.items() if name in _OF_POLL} if step.poll is not None else None,
    )


def _kept_inputs(inputs: Mapping[str, Binding], how: Recording) -> dict[str, Binding]:
    return {name: _kept_binding(binding, how) for name, binding in inputs.items()}


def _kept_binding(binding: Binding, how: Recording) -> Binding:
    match binding:
        case Literal(value) | Mention(value, _):
            return Literal(reduced(value, how))
        case Sealed():
            return Literal(reduced("", how))
        case Output(step):
            return Output(step)
        case FromItem():
            return FromItem()
        case Text(parts):
            return Text(tuple(_kept_binding(part, how) for part in parts))
        case Several(parts):
            return Several(tuple(_kept_binding(part, how) for part in parts))
    return binding


def _kept_condition(condition: Condition, how: Recording) -> Condition:
    return replace(condition, left=_kept_binding(condition.left, how), right=_kept_binding(condition.right, how))


def kept_callback(data: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in data.items() if name not in ("output", "blob")}
    return {**kept, "error": _kept_error(data["error"])} if data.get("error") else kept
