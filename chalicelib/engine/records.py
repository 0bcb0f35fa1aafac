"""Names and stored forms of a task's items, and the one place where large payloads go to blobs.

    T#<account>#<task>   META                control
                         TASK                the request, never changed
                         R#<sid>#<owner>     one attempt: what a worker saw and did, written before the
                                             transition that makes it valid, named by its owner token
                         D#<sid>             definition of a step that entered the plan later
                         W#<event>#<about>   a webhook delivery
                         C#<sid>             what a tool said in its callback about a step that it had begun
                         LEARNED             lessons were taken from it
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any  # Any: outputs are JSON

from chalicelib.domain.control import STEP_ZERO
from chalicelib.domain.outcome import Failed
from chalicelib.domain.plan import Step, decode_step, encode_step
from chalicelib.domain.redact import redact, redact_text
from chalicelib.domain.task import Task
from chalicelib.engine.ports import Item, Ports, Write
from chalicelib.engine.sealing import sealed_step
from chalicelib.engine.settings import Settings

TASK = "TASK"
LEARNED = "LEARNED"
WOULD_CALL = "would_call"
"""In the output of a step that a shadow stopped before: what it would have called."""
PREVIEW = 2_000


def task_pk(account: str, task_id: str) -> str:
    return f"T#{account}#{task_id}"


def account_pk(account: str) -> str:
    return f"A#{account}"


def listing_pk(account: str) -> str:
    return f"L#{account}"


def batch_pk(account: str, batch_id: str) -> str:
    return f"B#{account}#{batch_id}"


def memory_pk(account: str, sub_agent: str) -> str:
    return f"M#{account}#{sub_agent}"


def record_sk(sid: str, owner: str) -> str:
    return f"R#{sid}#{owner}"


def definition_sk(sid: str) -> str:
    return f"D#{sid}"


def callback_sk(sid: str) -> str:
    return f"C#{sid}"


def blob_prefix(account: str, task_id: str) -> str:
    """Below it lie all blobs of the task."""
    return f"{account}/{task_id}/"


def user_mark(account: str, user_id: str) -> str:
    """Stands for a user in keys, where an id may hold anything, and where who it is need not stand."""
    return hashlib.sha256(f"{account}|{user_id}".encode()).hexdigest()[:24]


def listing_sk(created_at: int, task_id: str) -> str:
    """Ascending by this key is newest first."""
    return f"{10**14 - created_at:015d}#{task_id}"


@dataclass(frozen=True, slots=True)
class Record:
    """One attempt of one step.

    `status`: complete, skipped (its condition was false), failed, unknown, waiting (for a person), started (its
    tool will call back), or retried (it goes on under another attempt or another step).  `epoch` is that of the
    claim and orders the attempts of a step.  `remedies`: ids of the steps that this attempt put before the step, or
    in its place.  `output` is what the tool answered, and for step zero the plan.
    `digest` names the call by tool, action and whole inputs, and `key` is the idempotency key that it was made
    under; both are empty where nothing was called.  `kept_from` is the task that did the step, if another did.
    `more`: the tool said that a page or a part is still to come, `onward` by which inputs it is reached.
    `versions`: who planned (step zero only).
    `aws_calls`: ours, as far as they were made or foreseen when this was written.
    `called_back`: the outcome came by the tool's callback.  `defect`: the planner raised this when it looked.
    """

    sid: str
    owner: str
    started_at: int
    finished_at: int
    status: str
    epoch: int = 0
    attempt: int = 0
    inputs: Mapping[str, Any] = field(default_factory=dict)
    output: Any = None
    error: Mapping[str, Any] | None = None
    note: str = ""
    edit: str = ""
    remedies: tuple[str, ...] = ()
    adds: tuple[str, ...] = ()
    lessons: tuple[str, ...] = ()
    suggestion: str = ""
    recoverable: bool = False
    digest: str = ""
    key: str = ""
    kept_from: str = ""
    more: bool = False
    onward: Mapping[str, Any] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    called_back: bool = False
    defect: str = ""
    aws_calls: int = 0

    @property
    def duration(self) -> int:
        """In ms; a person's time to answer does not count."""
        return 0 if self.status in ("waiting", "started") else self.finished_at - self.started_at

    @property
    def failure(self) -> Failed | None:
        return Failed(**self.error) if self.error else None


_NOTHING: tuple[Any, ...] = (None, "", (), {}, False)


def error_fields(failed: Failed) -> dict[str, Any]:
    fields = {name: getattr(failed, name) for name in Failed.__slots__}
    return fields if failed.scopes else {name: value for name, value in fields.items() if name != "scopes"}


def encode_record(ports: Ports, settings: Settings, account: str, task_id: str, record: Record) -> Write:
    """The write for a record; an output past the inline size is put into a blob first.

    Secrets are taken out here, at the storage boundary, and so reach neither traces nor webhooks.
    """
    stored = stored_record(record)
    stored |= {name: _clean(stored[name]) for name in ("error", "note", "suggestion", "defect") if name in stored}
    stored["inputs"] = _shown_inputs(settings, record.inputs)
    output = record.output if record.sid == STEP_ZERO else redact(record.output)  # a plan's secrets are sealed
    stored["output"] = output
    text = json.dumps(output, ensure_ascii=False, default=str)
    data = text.encode("utf-8", "surrogatepass")  # a tool may answer half of a surrogate pair
    if len(data) > settings.inline_bytes:
        key = f"{blob_prefix(account, task_id)}{record.sid}/{record.owner}"
        ports.blobs.put(key, data)
        stored["output"] = {"$blob": key, "bytes": len(data), "preview": text[:PREVIEW]}
    return Write(
        task_pk(account, task_id), record_sk(record.sid, record.owner), stored,
        expires=expiry(ports, settings),
    )


def stored_record(record: Record) -> dict[str, Any]:
    """The fields that say something, and always inputs and output."""
    said = {name: value for name in Record.__slots__ if (value := getattr(record, name)) not in _NOTHING}
    return {**said, "inputs": record.inputs, "output": record.output}


def encode_definition(ports: Ports, settings: Settings, account: str, task_id: str, step: Step) -> Write:
    """The write for a step that enters the plan late; one that carries large values goes into a blob."""
    stored = encode_step(sealed_step(ports, account, step))
    data = json.dumps(stored, ensure_ascii=False).encode("utf-8", "surrogatepass")
    if len(data) > settings.inline_bytes:
        key = f"{blob_prefix(account, task_id)}D/{step.id}"
        ports.blobs.put(key, data)
        stored = {"$blob": key}
    return Write(
        task_pk(account, task_id), definition_sk(step.id), stored, expires=expiry(ports, settings)
    )


def decode_definition(ports: Ports, item: Item) -> Step:
    match item.data:
        case {"$blob": str(key)}:
            data = ports.blobs.get(key)
            if data is None:
                raise LookupError(f"the definition {item.sk} of {item.pk} has lost its blob")
            return decode_step(json.loads(data))
    return decode_step(item.data)


def decode_record(item: Item) -> Record:
    return decode_fields(item.data)


def decode_fields(stored: Mapping[str, Any]) -> Record:
    data = dict(stored)
    for name in ("remedies", "adds", "lessons"):
        data[name] = tuple(data.get(name, ()))
    return Record(**data)


def full_output(ports: Ports, record: Record) -> Any:
    """The output, fetched from its blob if it was large."""
    match record.output:
        case {"$blob": str(key)}:
            data = ports.blobs.get(key)
            return None if data is None else json.loads(data)
    return record.output


def expiry(ports: Ports, settings: Settings) -> int:
    return ports.now() // 1000 + settings.retention_s


def encode_task(task: Task) -> dict[str, Any]:
    return {name: getattr(task, name) for name in Task.__slots__}


def decode_task(data: Mapping[str, Any]) -> Task:
    return Task(**data)


def _clean(said: Any) -> Any:
    """What was said of an outcome, in texts that may quote it."""
    if isinstance(said, Mapping):
        return {name: redact_text(value) if isinstance(value, str) else value for name, value in said.items()}
    return redact_text(said)


def _shown_inputs(settings: Settings, inputs: Mapping[str, Any]) -> Any:
    """Never more than fits into the record: many values, each of them short, can be large together."""
    shown = _preview(redact(inputs))
    text = json.dumps(shown, ensure_ascii=False, default=str)
    if len(text.encode("utf-8", "surrogatepass")) <= settings.inline_bytes:
        return shown
    return {"preview": text[:PREVIEW], "bytes": len(json.dumps(inputs, ensure_ascii=False, default=str))}


def _preview(value: Any) -> Any:
    """Inputs are kept for the trace only: long texts are cut."""
    if isinstance(value, str):
        return value if len(value) <= PREVIEW else value[:PREVIEW] + "…"
    if isinstance(value, Mapping):
        return {key: _preview(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [_preview(entry) for entry in value[:100]]
    return value
