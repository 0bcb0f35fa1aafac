"""What a task answers: the outputs of the steps that nothing else waited for.

Steps that only look for the records that a request may mean are no answer where another step gives one; where none
does, what they showed is all there is to tell.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any  # Any: results are JSON

from chalicelib.domain.plan import Step
from chalicelib.domain.tool import AUTHENTICATE, REFRESH, SHAPE
from chalicelib.engine.history import History
from chalicelib.engine.ports import Ports
from chalicelib.engine.records import WOULD_CALL, full_output
from chalicelib.engine.trace import preview, rows_of
from chalicelib.planning.gathering import gathers, looks


def result(ports: Ports, past: History) -> dict[str, Any]:
    """In test mode the plan; the promised shape where the task asked for one; else outputs, and why nothing changed."""
    task = past.task
    if task.mode == "test":
        planned = past.valid("z")
        output = full_output(ports, planned) if planned else None
        return {"plan": (output or {}).get("plan", [])}
    if task.output_schema is not None and task.mode != "shadow":
        return shaped_result(ports, past)
    given = [(step, past.valid(past.chain(step.id)[-1])) for step in _last(past)]
    told = [(step, record.output) for step, record in given if record is not None and record.output is not None]
    answers = [(step, output) for step, output in told if not looks(step)] or told
    shown: dict[str, Any] = {"outputs": [
        {"step": step.label, "tool": step.tool, "action": step.action, "output": preview(output)}
        for step, output in answers
    ]}
    if notes := list(_notes(past)):
        shown["notes"] = notes
    if task.mode == "shadow":
        shown |= would_call(ports, past)
    return shown


def _last(past: History) -> Sequence[Step]:
    """Steps that are complete and whose output nothing went on with."""
    used = {source for step in past.steps.values() if not gathers(step) for source in step.sources()}
    return [step for step in rows_of(past) if _is_last(past, step, used)]


def _is_last(past: History, step: Step, used: set[str]) -> bool:
    final = past.chain(step.id)[-1]
    record = past.valid(final)
    if record is None or record.status != "complete" or {step.id, final} & used:
        return False
    return not (step.ask or gathers(step) or step.action in (AUTHENTICATE, REFRESH))


def _notes(past: History) -> Iterator[str]:
    """What the last look at the records has to say: why nothing was changed, what was left out of a question."""
    told = [record.note for step in rows_of(past) if gathers(step) and (record := past.valid(step.id)) is not None]
    if told and told[-1] and past.control.record == "full":
        yield told[-1]


def shaped_result(ports: Ports, past: History) -> dict[str, Any]:
    """The output of the last step, which gave the result the shape that the task asked for."""
    for step in past.steps.values():
        record = past.valid(step.id)
        if step.action == SHAPE and record is not None and record.status == "complete":
            shaped = full_output(ports, record)
            return dict(shaped) if isinstance(shaped, Mapping) else {"value": shaped}
    return {}


def would_call(ports: Ports, past: History) -> dict[str, Any]:
    """What a shadow stopped before, in the order of the steps; and the reads that needed something of it."""
    found = []
    for step in rows_of(past):
        record = past.valid(past.chain(step.id)[-1])
        output = full_output(ports, record) if record and record.status == "skipped" else None
        if isinstance(output, Mapping) and WOULD_CALL in output:
            found.append(output[WOULD_CALL])
    return {
        WOULD_CALL: [call for call in found if call["effect"] != "read"],
        "not_read": [call for call in found if call["effect"] == "read"],
    }
