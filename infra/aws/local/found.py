"""What a run found, and how it waits."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any  # Any: API answers are JSON

from chalicelib.cli.client import Client
from infra.aws.local.traces import Told

PATIENCE_S = 240.0
OPEN = ("pending", "running")


@dataclass
class Found:
    """`wrong`: what is not as it should be, in sentences.  `calls`: function → action → resource → how often."""

    wrong: list[str] = field(default_factory=list)
    calls: Mapping[str, Any] = field(default_factory=dict)
    told: dict[str, Told] = field(default_factory=dict)
    seconds: float = 0.0

    def expect(self, true: bool, otherwise: str) -> None:
        if not true:
            self.wrong.append(otherwise)


def until(true: Callable[[], bool], patience: float = 120.0) -> bool:
    end = time.monotonic() + patience
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


def ended(api: Client, task: Mapping[str, Any], also: str = "") -> Mapping[str, Any]:
    """The task once it has ended or waits; `also`: another state that it must leave first."""
    end = time.monotonic() + PATIENCE_S
    while task["status"] in (*OPEN, also) and time.monotonic() < end:
        time.sleep(0.2)
        task = api.get(f"/v1/tasks/{task['id']}")
    return task
