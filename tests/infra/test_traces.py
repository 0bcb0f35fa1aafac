"""What a whole-path run checks of traces and records: each rule finds what breaks it."""

import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from infra.aws.local.traces import Told, problems

ROOT, TASK = "1-6b0af04b-8e25d76373b0037d1c0bf8ed", "task_1"


def segment(name: str, id: str, parent: str | None, *parts: str, **annotations: str) -> dict[str, Any]:
    return {
        "name": f"replan {name}", "id": id, "trace_id": ROOT, "parent_id": parent,
        "annotations": {"task_id": TASK, **annotations}, "subsegments": [{"namespace": part} for part in parts],
    }


def step(sid: str, attempt: int = 1) -> dict[str, Any]:
    return {
        "message": "step", "task_id": TASK, "step": sid, "attempt": attempt, "xray_trace_id": ROOT, "aws_calls": 4,
        "estimated_cost_usd": 1e-6,
    }


@dataclass
class Run:
    """A run in which all is well: a task of one step, its webhook and its lessons."""

    segments: list[dict[str, Any]] = field(default_factory=lambda: [
        segment("api", "a", "gateway", route="/v1/tasks"),
        segment("run_step", "b", "a", "aws", "aws", "aws", sub_agent="agent"),
        segment("run_step", "c", "b", "remote", "aws", "aws", "aws", sub_agent="agent"),
        segment("learn", "d", "c"), segment("deliver_webhook", "e", "c"),
    ])
    lines: list[dict[str, Any]] = field(default_factory=lambda: [
        step("z"), step("1"), {"message": "task", "task_id": TASK, "status": "complete"}])
    extra: str = ""

    def problems(self, folder: Path) -> list[str]:
        text = "".join(json.dumps(line) + "\n" for line in self.lines) + self.extra
        (folder / "run_step.log").write_text(text)
        trace = {"xray_trace_id": ROOT, "sub_agent": "agent", "steps": [{}]}
        return problems(self.segments, folder, {TASK: Told(trace, [{}, {}])}, ("a secret",))


def test_a_run_in_which_all_is_well_has_no_problem(tmp_path: Path):
    assert Run().problems(tmp_path) == []


BREAKS: dict[str, Callable[[Run], Any]] = {
    "wrote 'a secret'": lambda run: run.lines.append({"message": "x", "say": "a secret"}),
    "is no record": lambda run: setattr(run, "extra", "Traceback (most recent call last)\n"),
    "no number": lambda run: run.lines[0].update(_aws={"Timestamp": 1, "CloudWatchMetrics": [
        {"Namespace": "Replan", "Dimensions": [["message"]], "Metrics": [{"Name": "step"}]}]}),
    "2 attempts left 1 records": lambda run: run.lines.pop(0),
    "more than one record": lambda run: run.lines.__setitem__(0, step("1")),
    "another trace": lambda run: run.lines[0].pop("xray_trace_id"),
    "counts no calls": lambda run: run.lines[0].update(aws_calls=0),
    "the end of the task": lambda run: run.lines.pop(),
    "segments of the request": lambda run: run.segments[0]["annotations"].pop("route"),
    "hangs in the air": lambda run: run.segments[2].update(parent_id="elsewhere"),
    "is not annotated with the task": lambda run: run.segments[3]["annotations"].clear(),
    "and of segments": lambda run: run.segments[2].update(trace_id="1-other"),
    "too few calls within": lambda run: run.segments[2].update(subsegments=[]),
    "with its sub-agent": lambda run: run.segments[1]["annotations"].pop("sub_agent"),
}


@pytest.mark.parametrize("problem", BREAKS)
def test_what_is_wrong_is_said(problem: str, tmp_path: Path):
    run = deepcopy(Run())
    BREAKS[problem](run)

    assert any(problem in found for found in run.problems(tmp_path)), run.problems(tmp_path)
