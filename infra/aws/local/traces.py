"""What the functions of a whole-path run told of themselves: X-Ray's segments, caught on loopback, and their log lines.

A task's work must hang together in one trace, from the request over every hop of a queue to its webhook and its
lessons; each attempt of a step must have left one record; and every line must be one that CloudWatch can read.
"""

import json
import socket
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any  # Any: segments and log lines are JSON

from infra.aws.local.emf import faults

Json = Mapping[str, Any]
HOST = "127.0.0.1"
HOPS = ("run_step", "deliver_webhook", "learn")


@dataclass(slots=True)
class Daemon:
    """X-Ray's daemon, as far as a function can tell."""

    address: str
    segments: list[Json] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        """Lambda's own settings: where the daemon is, and that its own lines are JSON too."""
        return {"AWS_XRAY_DAEMON_ADDRESS": self.address, "AWS_LAMBDA_LOG_FORMAT": "JSON"}


@contextmanager
def daemon() -> Iterator[Daemon]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as heard:
        heard.bind((HOST, 0))
        heard.settimeout(0.2)
        made = Daemon(f"{HOST}:{heard.getsockname()[1]}")
        listening = [True]
        thread = Thread(target=_listen, args=(heard, made, listening), daemon=True)
        thread.start()
        try:
            yield made
        finally:
            listening.clear()
            thread.join(timeout=5)


def _listen(heard: socket.socket, made: Daemon, listening: list[bool]) -> None:
    while listening:
        try:
            made.segments.append(json.loads(heard.recv(70_000).partition(b"\n")[2]))
        except TimeoutError:
            continue


@dataclass(frozen=True, slots=True)
class Told:
    """What the API says of a task: its trace, and as many events as attempts were written down."""

    trace: Json
    events: Sequence[Json]


def problems(segments: Sequence[Json], logs: Path, tasks: Mapping[str, Told], unsaid: Iterable[str]) -> list[str]:
    """In sentences.  `unsaid`: texts that may be in no line."""
    lines = {path.stem: path.read_text().splitlines() for path in sorted(logs.glob("*.log"))}
    found = [f"{name} wrote {text!r}" for name, texts in lines.items() for text in unsaid if text in "\n".join(texts)]
    records = [(name, record) for name, texts in lines.items() for record in map(_parsed, texts)]
    found += [f"a line of {name} is no record" for name, record in records if record is None]
    told = [record for _, record in records if record is not None]
    found += [f"{line['message']}: {fault}" for line in told if "_aws" in line for fault in faults(line)]
    for task_id, one in tasks.items():
        own = [line for line in told if line.get("task_id") == task_id]
        seen = (*_of_records(one, own), *_of_trace(one, task_id, segments))
        found += [f"{task_id}: {problem}" for problem in seen]
    return found


def _parsed(line: str) -> dict[str, Any] | None:
    try:
        record = json.loads(line)
    except ValueError:
        return None
    return record if isinstance(record, dict) else None


def _of_records(told: Told, lines: Sequence[Json]) -> Iterator[str]:
    steps = [line for line in lines if line["message"] == "step"]
    if len(steps) != len(told.events):
        yield f"{len(told.events)} attempts left {len(steps)} records"
    twice = [key for key, times in Counter((line["step"], line["attempt"]) for line in steps).items() if times > 1]
    if twice:
        yield f"more than one record of {twice}"
    root = told.trace["xray_trace_id"]
    if any(line.get("xray_trace_id") != root for line in steps):
        yield "a step's record names another trace than the task's"
    if not all(line["aws_calls"] >= 3 and line["estimated_cost_usd"] > 0 for line in steps):
        yield "a step's record counts no calls, or no cost"
    if [line["status"] for line in lines if line["message"] == "task"] != ["complete"]:
        yield "the end of the task has not left one record"


def _of_trace(told: Told, task_id: str, segments: Sequence[Json]) -> Iterator[str]:
    """One trace, linked over every hop: whose parent is not another's segment hangs in the air."""
    root = told.trace["xray_trace_id"]
    own = [one for one in segments if one["trace_id"] == root]
    made = [one for one in own if one["annotations"].get("route") == "/v1/tasks"]
    if len(made) != 1 or made[0]["annotations"].get("task_id") != task_id:
        yield f"{len(made)} segments of the request that made it"
    known = {one["id"] for one in own}
    for one in own:
        if one not in made and one.get("parent_id") not in known:
            yield f"a segment of {one['name']} hangs in the air"
        if one["annotations"].get("task_id") != task_id:
            yield f"a segment of {one['name']} is not annotated with the task"
    hops = Counter(one["name"].rpartition(" ")[2] for one in own)
    if hops["run_step"] != len(told.events) or not all(hops[name] for name in HOPS):
        yield f"{len(told.events)} attempts, and of segments {dict(hops)}"
    parts = [part["namespace"] for one in own for part in one["subsegments"]]
    if parts.count("remote") < len(told.trace["steps"]) or parts.count("aws") < 3 * len(told.events):
        yield f"too few calls within: {Counter(parts)}"
    if any(one["annotations"].get("sub_agent") != told.trace["sub_agent"] for one in own if "run_step" in one["name"]):
        yield "a step's segment is not annotated with its sub-agent"
