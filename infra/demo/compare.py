"""What a run of the demo came to, whether it is right, and what differs from the run before."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any  # Any: API answers are JSON

CHANNEL = "engineering"
NUMBER = "INV-1042"
AMOUNT = "1,240.50"


@dataclass(frozen=True, slots=True)
class Summary:
    """`tried` names what was done to repair steps, the failed tries too; `wrong` is empty if the run is right."""

    task_id: str
    status: str
    steps: int
    attempts: int
    seconds: float
    tried: tuple[str, ...]
    lessons: tuple[str, ...]
    rows: Mapping[str, str]
    messages: tuple[str, ...]
    model_calls: int
    wrong: str


def summary(
    task: Mapping[str, Any], trace: Mapping[str, Any], ledger: Mapping[str, Any], seconds: float, currency: str,
    *, converted: bool,
) -> Summary:
    rows = trace["steps"]
    recoveries = [remedy for row in rows for attempt in row["attempts"] for remedy in attempt["recovery"]]
    planned = (trace.get("planning") or {}).get("lessons", [])
    used = [lesson for remedy in recoveries for lesson in remedy["lessons"]]
    used += [lesson for row in rows for lesson in row.get("lessons", ())]
    return Summary(
        task_id=task["id"], status=task["status"], steps=trace["usage"]["steps"],
        attempts=trace["usage"]["attempts"], seconds=seconds,
        tried=tuple(f"{remedy['tool']}.{remedy['action']} ({remedy['status']})" for remedy in recoveries),
        lessons=tuple(dict.fromkeys([*planned, *used])),
        rows={row["label"]: f"{row['tool']}.{row['action']}: {row['reason']}" for row in rows},
        messages=tuple(f"#{channel(ledger, message)}: {message['text']}" for message in ledger["messages"]),
        model_calls=trace["usage"]["model_calls"],
        wrong=wrong(task, ledger, currency, converted=converted),
    )


def wrong(task: Mapping[str, Any], ledger: Mapping[str, Any], currency: str, *, converted: bool) -> str:
    """Why the run is not right, judged by the services' own ledgers; empty if it is."""
    messages = ledger["messages"]
    if task["status"] != "complete":
        return f"the task is {task['status']}: {task.get('error') or task.get('waiting')}"
    if len(messages) != 1:
        return f"the chat holds {len(messages)} messages, not one"
    text = messages[0]["text"]
    wanted = [NUMBER, AMOUNT, currency, *(["USD"] if converted else [])]
    missing = [word for word in wanted if word not in text]
    where = channel(ledger, messages[0])
    if where != CHANNEL or missing:
        return f"the message in #{where} lacks {', '.join(missing) or 'nothing'}"
    allowed = {"post_message", "join_channel"}
    other = [effect["operation"] for effect in ledger["effects"] if effect["operation"] not in allowed]
    # Whoever was to feel the slow answer was killed while waiting for it.
    felt = {fault["kind"]: fault["applied"] if fault["kind"] == "slow" else fault["fired"] for fault in ledger["faults"]
            if fault["armed"]}
    unfelt = [kind for kind, times in felt.items() if not times]
    if other or ledger["tokens"]["chat"]["reused"]:
        return f"unwanted effects: {', '.join(other) or 'an old refresh token was used again'}"
    return f"a fault was never felt: {', '.join(unfelt)}" if unfelt else ""


def channel(ledger: Mapping[str, Any], message: Mapping[str, Any]) -> str:
    """The name of the channel that holds the message."""
    return str(ledger["channels"][message["channel"]])


def differences(found: Summary, before: Summary | None) -> Iterable[str]:
    """What is new against the run before, and why."""
    if before is None:
        yield f"nothing was known: tried {', '.join(found.tried) or 'nothing'}"
        return
    for label, said in found.rows.items():
        if label not in before.rows:
            yield f"step {label} is new: {said}"
    for label, said in before.rows.items():
        if label not in found.rows:
            yield f"step {label} is gone: {re.split(': ', said)[0]}"
    if found.tried != before.tried:
        yield f"repairs: {', '.join(found.tried) or 'none'} (before: {', '.join(before.tried) or 'none'})"
    if found.lessons != before.lessons:
        yield f"lessons used: {', '.join(found.lessons) or 'none'} (before: {', '.join(before.lessons) or 'none'})"
    if found.attempts != before.attempts:
        yield f"attempts: {found.attempts} (before: {before.attempts})"
