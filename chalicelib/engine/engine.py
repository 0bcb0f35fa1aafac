"""What the engine is made of: one object handed to every function that works."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any  # Any: message bodies are JSON

from chalicelib.domain.control import Control, sendable
from chalicelib.engine.cache import Cache
from chalicelib.engine.ports import Message, Ports
from chalicelib.engine.reports import Report
from chalicelib.engine.settings import Settings
from chalicelib.planning.planner import Planner


@dataclass(frozen=True, slots=True)
class Engine:
    ports: Ports
    settings: Settings
    planner: Planner
    cache: Cache


@dataclass(frozen=True, slots=True)
class StepRef:
    """Which step a message speaks of; `epoch` is a guard, never an instruction."""

    account: str
    task: str
    sid: str
    epoch: int


@dataclass(frozen=True, slots=True)
class Ack:
    """The message has been dealt with.  `did` says how, for the log; `defect` what went wrong in our own code.

    `report`: what is worth knowing of it; none where nothing was attempted.
    """

    did: str = ""
    defect: str = ""
    report: Report | None = None


@dataclass(frozen=True, slots=True)
class Nack:
    """The message must come again, after `delay` seconds."""

    delay: int
    why: str = ""


def step_ref(body: Mapping[str, Any]) -> StepRef:
    return StepRef(str(body["account"]), str(body["task"]), str(body["sid"]), int(body["e"]))


def step_messages(
    account: str, task: str, control: Control, sids: tuple[str, ...], now: int
) -> tuple[Message, ...]:
    """One message for each live step; delayed as long as SQS can where a step must not start yet."""
    messages = []
    for sid, epoch in sendable(control, sids):
        step = control.live(sid)
        wait = (step.not_before - now) if step and step.not_before is not None else 0
        delay = min(900, max(0, -(-wait // 1000)))
        messages.append(Message("steps", {"account": account, "task": task, "sid": sid, "e": epoch}, delay))
    return tuple(messages)
