"""The trace of a task: what it did, in what order, how long, and why.  Names and types are the contract's.

One row is one step of the plan.  What was tried to repair it has no row of its own: a remedy stands in
`attempts[].recovery` of the row that it repaired, and a replacement continues the row of the step whose
place it took.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any  # Any: a row is JSON

from chalicelib.domain.control import Live, Settled
from chalicelib.domain.errors import NotFound
from chalicelib.domain.plan import Step
from chalicelib.engine.decided import answer_shown, decided
from chalicelib.engine.history import History, history
from chalicelib.engine.keeping import seen
from chalicelib.engine.observed import UNOBSERVED, Observed
from chalicelib.engine.polling import FAILED
from chalicelib.engine.ports import Ports
from chalicelib.engine.records import Record
from chalicelib.engine.registry import content_digest, read_version
from chalicelib.engine.usage import usage

_LETTERS = {"D": "complete", "F": "failed", "X": "skipped", "U": "unknown", "S": "skipped"}
_STATES = {"P": "pending", "R": "running", "W": "waiting"}


def iso(at: int | None) -> str | None:
    """ISO 8601 in UTC with milliseconds, ending in Z."""
    if at is None:
        return None
    return datetime.fromtimestamp(at / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def trace(ports: Ports, account: str, task_id: str) -> dict[str, Any]:
    """Raises `NotFound` (`task_not_found`)."""
    past = history(ports, account, task_id)
    return {**trace_of(seen(past), ports.now(), ports.observed), "versions": versions(ports, past)}


def versions(ports: Ports, past: History) -> dict[str, Any]:
    """What the task was planned with; of tools, those that its steps use.  Null: it is not planned yet."""
    record = past.valid("z")
    digest = past.task.sub_agent_version
    try:
        actions = read_version(ports, past.task.account, digest).actions
    except NotFound:
        actions = {}
    used = sorted({step.tool for step in past.steps.values()} & {ref.partition(".")[0] for ref in actions})
    return {
        "sub_agent": digest,
        "tools": {
            tool: content_digest({ref: key for ref, key in actions.items() if ref.partition(".")[0] == tool})
            for tool in used
        },
        **{name: record.versions.get(name) if record else None for name in ("planner", "engine")},
    }


def trace_of(past: History, now: int, observed: Observed = UNOBSERVED) -> dict[str, Any]:
    rows = [row(past, step) for step in rows_of(past)]
    ended = max((record.finished_at for record in past.records), default=past.task.created_at)
    task = past.task
    return {
        "task_id": task.id, "sub_agent": task.sub_agent, "steps": rows,
        "total_duration_ms": sum(entry["duration_ms"] for entry in rows),
        "wall_clock_ms": (ended if past.control.terminal else now) - task.created_at,
        "plan_revisions": max((step.revision for step in past.steps.values()), default=0),
        "planning": planning(past), "xray_trace_id": task.trace_id or None,
        "usage": usage(past, rows, observed),
    }


def planning(past: History) -> dict[str, Any] | None:
    """Step zero: it has no row, and counts towards no limit."""
    record = past.valid("z")
    if record is None:
        return None
    shown = {"duration_ms": record.duration, "lessons": list(record.lessons), "note": record.note or None}
    return {**shown, "defect": record.defect} if record.defect else shown


def rows_of(past: History) -> list[Step]:
    """Steps with a row of their own, in the order of their labels: 1, 2, 3, 3a, 4, 10."""
    own = [step for step in past.steps.values() if step.remedy_for is None and step.replaces is None]
    return sorted(own, key=lambda step: _label_order(step.label or step.id))


def row(past: History, step: Step) -> dict[str, Any]:
    chain = past.chain(step.id)
    final = past.steps[chain[-1]]
    attempts = [one for sid in chain for one in attempts_of(past, sid)]
    for number, one in enumerate(attempts, 1):
        one["number"] = number
    valid = past.valid(final.id)
    started = min((record.started_at for sid in chain for record in past.of(sid)), default=None)
    entry: dict[str, Any] = {
        "tool": final.tool, "action": final.action, "status": status(past, final.id),
        "duration_ms": sum(one["duration_ms"] + sum(r["duration_ms"] for r in one["recovery"]) for one in attempts),
        "id": step.id, "label": step.label or step.id, "revision": step.revision, "reason": step.reason,
        "depends_on": _depends_on(past, step), "started_at": iso(started), "attempts": attempts,
    }
    note = ". ".join(part for part in (_note(past, chain, attempts), _late(past, chain)) if part)
    if note:
        entry["note"] = note
    if valid is not None:
        entry["input"] = valid.inputs
        if valid.kept_from:
            entry["kept_from"] = valid.kept_from
        if valid.status in ("complete", "skipped"):
            entry["output"] = preview(answer_shown(valid.output) if step.ask else valid.output)
        if entry["status"] in ("failed", "unknown") and valid.error:
            entry["error"] = shown_error(valid.error)
    if decisions := [{**one, "at": iso(one["at"])} for sid in chain for one in decided(past, sid)]:
        entry["approvals"] = decisions
    lessons = list(dict.fromkeys((*final.lessons, *(lesson for one in attempts for lesson in one["lessons"]))))
    if lessons:
        entry["lessons"] = lessons
    return entry


def status(past: History, sid: str) -> str:
    """A row's status; a step behind a question that waits is waiting too."""
    state = past.control.steps.get(sid)
    if isinstance(state, Settled):
        if state.letter == "U":
            return _settled_by_a_person(past, sid)
        if state.letter == "F" and _unheard_of(past, sid):
            return "unknown"
        record = past.valid(sid)
        return "skipped" if record and record.status == "skipped" else _LETTERS[state.letter]
    assert isinstance(state, Live)
    if sid in past.steps and past.steps[sid].poll is not None and state.state != "R":
        return "running" if not past.control.terminal else "unknown" if _begun_unsafely(past, sid) else "skipped"
    if past.control.terminal and state.state != "R":
        return "skipped"
    asks = [past.control.steps.get(dep) for dep in state.deps if _put_before(past, dep, sid)]
    if state.state == "P" and any(isinstance(asked, Live) and asked.state == "W" for asked in asks):
        return "waiting"
    return "running" if state.state == "P" and past.of(sid) else _STATES[state.state]


def _put_before(past: History, dep: str, sid: str) -> bool:
    """Whether `dep` was put before the step when it failed; a consent may have been asked for by another step."""
    step = past.steps.get(dep)
    if step is None:
        return False
    return step.remedy_for == sid or (step.ask is not None and step.ask.reason == "oauth_consent")


def _settled_by_a_person(past: History, sid: str) -> str:
    """An unknown outcome is complete once a probe has found, or a person has said, that it happened.

    What did not happen, and is to be done again, has been replaced.
    """
    for step in past.steps.values():
        if step.poll and step.poll.get("probe") == sid:
            found = past.valid(step.id)
            if found is not None and found.status == "complete" and not found.adds:
                return "complete"
        if step.ask and step.ask.about == sid and step.ask.reason == "outcome_unknown":
            answered = past.control.settled(step.id)
            if answered is not None and answered.letter == "D" and past.replacement(sid) is None:
                return "complete"
    return "unknown"


def _unheard_of(past: History, sid: str) -> bool:
    """Whether we gave up asking about a call that must not be repeated; that its job failed only its tool can say."""
    record = past.valid(sid)
    failure = record.failure if record else None
    asked = sid in past.steps and past.steps[sid].poll is not None
    return asked and _begun_unsafely(past, sid) and (failure is None or failure.signal != FAILED)


def _begun_unsafely(past: History, sid: str) -> bool:
    """Whether the step stands for a call that must not be repeated, and of which nobody knows what became."""
    step: Step | None = past.steps[sid]
    while step is not None and step.effect != "unsafe":
        step = past.steps.get(step.replaces or "")
    return step is not None


def attempts_of(past: History, sid: str) -> Iterator[dict[str, Any]]:
    """Every attempt of a step, those of workers that died included: they have left a gap in the count."""
    last = 0
    for record in past.of(sid):
        for _ in range(last + 1, record.attempt):
            yield {
                "number": 0, "started_at": None, "duration_ms": 0, "status": "lost", "recovery": [], "lessons": [],
                "error": {"reason": "worker_lost", "message": "the worker that held the step died"},
                "note": "A worker died while it held the step; another did it again under the same key",
            }
        last = max(last, record.attempt)
        if record.status != "started":
            yield attempt(past, record)


def attempt(past: History, record: Record) -> dict[str, Any]:
    recovery = [
        remedy(past, sid) for first in record.remedies
        if first in past.steps and past.steps[first].remedy_for == record.sid for sid in past.chain(first)
    ]
    entry: dict[str, Any] = {
        "number": 0, "started_at": iso(record.started_at), "duration_ms": record.duration,
        "status": record.status, "recovery": recovery, "lessons": list(record.lessons),
    }
    if record.error:
        entry["error"] = shown_error(record.error)
    if record.note:
        entry["note"] = record.note
    if record.defect:
        entry["defect"] = record.defect
    return entry


def remedy(past: History, sid: str) -> dict[str, Any]:
    """What was done about a failure, with its own attempts summed up."""
    step = past.steps[sid]
    records = past.of(sid)
    last = records[-1] if records else None
    entry: dict[str, Any] = {
        "tool": step.tool, "action": step.action, "status": status(past, sid), "reason": step.reason,
        "duration_ms": sum(record.duration for record in records), "attempts": len(records),
        "lessons": list(step.lessons),
    }
    if last is not None and last.note:
        entry["note"] = last.note
    if last is not None and last.error:
        entry["error"] = shown_error(last.error)
    return entry


def shown_error(error: Mapping[str, Any]) -> dict[str, Any]:
    shown = {"reason": error["reason"], "message": error.get("detail") or error["reason"]}
    if error.get("signal"):
        shown["signal"] = error["signal"]
    return shown


def preview(output: Any) -> Any:
    """What the trace shows of an output: the whole of a small one."""
    match output:
        case {"$blob": _, "preview": text, "bytes": size}:
            return {"preview": text, "bytes": size}
    return output


def _note(past: History, chain: tuple[str, ...], attempts: list[dict[str, Any]]) -> str:
    """What there is to say of a row: how it was repaired, and what its tool and its planner said.

    What was meant to repair it and did not is not said.
    """
    said: list[str] = []
    for tried in attempts:
        repairs = [one for one in tried["recovery"] if one["status"] == "complete"]
        if tried.get("note") and (repairs or not tried["recovery"]):
            said.append(tried["note"])
        said += [one["note"] for one in repairs if one.get("note") and one["note"] not in (tried.get("note") or "")]
    if past.control.record != "full":  # nothing that was said is kept; that it was repaired is
        said = [f"Recovered by {one['tool']}.{one['action']}" for tried in attempts for one in tried["recovery"]
                if one["status"] == "complete"]
    return ". ".join(dict.fromkeys(part.rstrip(".") for part in said))


def _late(past: History, chain: tuple[str, ...]) -> str:
    """What a callback said that nobody waited for any more."""
    said = [past.late[sid] for sid in chain if sid in past.late]
    return f"Its tool called back too late, and said that it {said[0]}" if said else ""


def _depends_on(past: History, step: Step) -> list[str]:
    """Labels of the rows that this one waited for."""
    needs = dict.fromkeys((*step.depends_on, *step.sources()))
    for other in past.steps.values():
        if step.id in other.rebinds:
            needs[other.id] = None
    return [past.steps[sid].label or sid for sid in needs if sid in past.steps]


def _label_order(label: str) -> tuple[int, str]:
    digits = "".join(character for character in label if character.isdigit())
    return (int(digits) if digits else 0, label.lstrip("0123456789"))
