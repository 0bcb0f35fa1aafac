"""A person's answer to the question whether a call may be made: what it says yes to, and what it changes.

A yes is one to what was shown while the question waited; one that comes before it waits is one to what would be shown
now.  A change is checked against the action's schema before anything is stored.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any  # Any: answers are JSON

from chalicelib.domain.control import Control
from chalicelib.domain.errors import InvalidRequest
from chalicelib.domain.plan import Plan, Question, Step
from chalicelib.domain.redact import redact
from chalicelib.domain.task import Task
from chalicelib.engine import registry
from chalicelib.engine.engine import Engine
from chalicelib.engine.records import decode_record, full_output, record_sk, task_pk
from chalicelib.engine.shown import Shown, shown


@dataclass(frozen=True, slots=True)
class Reply:
    """What a person answered.  `decision` is "values" where values alone were given; `name` is that of their key."""

    decision: str
    values: Mapping[str, Any]
    who: str
    name: str = ""


def what_was_shown(engine: Engine, task: Task, control: Control, plan: Plan, question: Step) -> Shown:
    """What a yes to the question means; its `inputs` are those of now."""
    put = shown(engine, task, control, plan, question)
    live = control.live(question.id)
    if live is None or live.state != "W" or not put.approved:
        return put
    item = engine.ports.store.get(task_pk(task.account, task.id), record_sk(question.id, live.owner or ""))
    waiting = full_output(engine.ports, decode_record(item)) if item else None
    return Shown(put.details, (waiting or {}).get("approved") or {}, put.inputs)


def kept_answer(question: Question, put: Shown, reply: Reply) -> dict[str, Any]:
    """What is kept of an answer: of a yes, which requests it agrees to, and what it changed in them."""
    said = {"decision": reply.decision, "values": dict(reply.values)}
    by = {"by": reply.who, "key_name": reply.name}
    if not question.approves:
        return {**said, **reply.values, **by}
    kept: dict[str, Any] = {**said, **by}
    if reply.decision in ("approve", "edit"):
        kept["approved"] = dict(put.approved)
    if reply.decision == "edit":
        kept["edited"] = {
            name: {"before": put.inputs.get(name), "after": value} for name, value in reply.values.items()
        }
    return kept


def check_edited(plan: Plan, asked: Step, reply: Reply) -> None:
    """Raises `InvalidRequest` for a change that the approved call could not take: it would be lost without a word."""
    if reply.decision != "edit" or asked.ask is None:
        return
    about = next((step for step in plan.steps if step.id == asked.ask.about), None)
    if about is None:
        raise _refused("decision", "a plan is approved or rejected as a whole: answer approve or reject")
    known = ", ".join(sorted(about.inputs)) or "none"
    for name in reply.values:
        if name not in about.inputs:
            raise _refused(
                f"values.{name}",
                f"{about.ref} has no input {name!r} here; those that can be changed: {known}",
            )
    if not reply.values:
        raise _refused("values", f"say in values what is to be changed; it can be: {known}")


def check_changed(engine: Engine, task: Task, plan: Plan, asked: Step, put: Shown, reply: Reply) -> None:
    """Raises `InvalidRequest` where the action could not be called with the changed inputs."""
    if reply.decision != "edit" or asked.ask is None or not put.approved:
        return
    about = plan.step(asked.ask.about)
    action = registry.action_of(engine.ports, engine.cache, task, about)
    if action is not None:
        check_values({"type": "object", **action.input_schema}, {**put.inputs, **reply.values}, reply.values)


def check_no_secret(values: Mapping[str, Any]) -> None:
    """Raises `InvalidRequest` for what would be masked where answers are kept, and so be sent masked."""
    for name, value in values.items():
        if redact({name: value}) != {name: value}:
            raise _refused(
                f"values.{name}", f"{name!r} is or looks like a credential, and answers are kept and shown: what a "
                "service needs to know of that kind belongs into a connection (PUT /v1/connections)",
            )


def check_values(fields: Mapping[str, Any], values: Mapping[str, Any], given: Mapping[str, Any] | None = None) -> None:
    """Raises `InvalidRequest` where the values break the schema; of a whole request, what was `given` is judged."""
    from jsonschema import Draft202012Validator

    errors = sorted(Draft202012Validator(dict(fields)).iter_errors(dict(values)), key=str)
    if given is not None:
        errors = [error for error in errors if _concerns(error, given)]
    if errors:
        details = [
            {"field": ".".join(["values", *(str(part) for part in error.absolute_path)]), "message": error.message}
            for error in errors
        ]
        takes = ", ".join(map(repr, fields.get("properties") or ())) if given is None else ""
        told = f"{details[0]['message']}; it takes {takes}" if takes else details[0]["message"]
        raise InvalidRequest(f"values do not answer the question: {told}", details=details)


def _concerns(error: Any, given: Mapping[str, Any]) -> bool:
    """Whether the fault lies in what was given; what else the request lacks is not for this person to answer."""
    at = error.absolute_path
    return bool(at[0] in given if at else error.validator != "required")


def _refused(field: str, message: str) -> InvalidRequest:
    return InvalidRequest(message, details=[{"field": field, "message": message}])
