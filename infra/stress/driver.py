"""Submits tasks over HTTP, answers what they ask, and waits for each to end.

It behaves as a careful caller does: a request without an answer is sent again under its idempotency key, and
"did it happen?" is answered from the service's own ledger.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any  # Any: tasks and traces are JSON

from infra.stress import works
from infra.stress.api import Api, Refused, Unreachable
from infra.stress.ledger import Ledger
from infra.stress.works import Stage

ENDED = ("complete", "failed", "cancelled")
LOOK_S = 0.5
NOT_YET = ("too_early", "not_waiting")


@dataclass(slots=True)
class Order:
    """One task: what was ordered, and what is known of it.  `trace` is there once it has ended."""

    name: str
    stages: Sequence[Stage]
    id: str = ""
    task: dict[str, Any] = field(default_factory=dict)
    trace: dict[str, Any] = field(default_factory=dict)
    looked: float = 0.0

    @property
    def status(self) -> str:
        return str(self.task.get("status", "not accepted"))

    @property
    def ended(self) -> bool:
        return bool(self.trace)


@dataclass(slots=True)
class Driver:
    """`window`: tasks that are open at once.  `resent` counts requests that were sent again."""

    api: Api
    ledger: Ledger
    window: int = 12
    shapes: Sequence[Sequence[Stage]] = (works.LINE, works.LATTICE)
    orders: list[Order] = field(default_factory=list)
    answered: int = 0
    resent: int = 0
    _open: list[Order] = field(default_factory=list)

    def set_up(self, url: str) -> None:
        self.api.call("POST", "/v1/tools", works.registration(url))
        agent = self.api.call("POST", "/v1/subagents", {"name": works.SUB_AGENT, "prompt": works.PURPOSE})
        if "works" not in agent["tools"]:
            raise RuntimeError(f"the sub-agent was granted {agent['tools']}, not the works")

    @property
    def ended(self) -> int:
        return len(self.orders) - len(self._open)

    def open_orders(self) -> dict[str, str]:
        """Names of the orders that are open, by task id."""
        return {order.id: order.name for order in list(self._open) if order.id}

    def run(self, more: Callable[[], bool], patience: float, tell: Callable[[], None] = lambda: None) -> None:
        """Keeps the window full while `more` says so, then waits for what is open, as long as something moves."""
        moved, seen = time.monotonic(), -1
        while (wanted := more()) or self._open:
            while wanted and len(self._open) < self.window:
                self._begin()
                wanted = more()
            self._look()
            tell()
            if self.ended != seen:
                moved, seen = time.monotonic(), self.ended
            if time.monotonic() - moved > patience:
                return
            time.sleep(0.02)

    def stuck(self) -> list[Order]:
        return list(self._open)

    def _begin(self) -> None:
        number = len(self.orders)
        order = Order(f"T{number:05d}", self.shapes[number % len(self.shapes)])
        self.orders.append(order)
        self._open.append(order)

    def _look(self) -> None:
        for order in list(self._open):
            if time.monotonic() - order.looked < LOOK_S:
                continue
            try:
                self._advance(order)
            except Unreachable:
                self.resent += 1
                time.sleep(0.1)
                return
            order.looked = time.monotonic()
            if order.ended:
                self._open.remove(order)

    def _advance(self, order: Order) -> None:
        if not order.id:
            asked = {"prompt": works.prompt(order.name, order.stages), "sub_agent": works.SUB_AGENT}
            order.id = self.api.call("POST", "/v1/tasks", asked, once=f"stress-{order.name}")["id"]
            return
        order.task = self.api.get(f"/v1/tasks/{order.id}")
        if order.status == "waiting":
            self._answer(order, order.task["waiting"])
        if order.status in ENDED:
            order.trace = self.api.get(f"/v1/tasks/{order.id}/trace")

    def _answer(self, order: Order, question: dict[str, Any]) -> None:
        """The ledger's truth, if the question is about an effect and nothing is under way that may change it."""
        if question["reason"] != "outcome_unknown" or order.name in self.ledger.in_flight():
            return
        happened = self.ledger.happened(order.name, question["action"])
        decision = "happened" if happened else "did_not_happen"
        try:
            self.api.call("POST", f"/v1/tasks/{order.id}/input", {"decision": decision, "step": question["step"]})
            self.answered += 1
        except Refused as refusal:
            if refusal.code not in NOT_YET:
                raise
