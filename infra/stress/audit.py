"""What the home says it did, held against what the service's ledger says was done.

    doubled            a stage was done twice for one order
    without effect     a step counts as done, and the ledger knows nothing of it
    incomplete         a task is complete, and not all of its stages were done
    unaccounted        an effect of a step that did not end as done; only a task that failed may have some
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil
from typing import Any  # Any: traces are JSON

from infra.stress.driver import Order
from infra.stress.ledger import Ledger

FAIR = ("unavailable", "rate_limited", "poison")
"""Reasons for which a task may fail when services break and workers die again and again."""


@dataclass(slots=True)
class Findings:
    statuses: Counter[str] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)
    doubled: list[str] = field(default_factory=list)
    without_effect: list[str] = field(default_factory=list)
    incomplete: list[str] = field(default_factory=list)
    unaccounted: list[str] = field(default_factory=list)
    unfair: list[str] = field(default_factory=list)
    steps: int = 0
    lost_attempts: int = 0
    step_ms: list[float] = field(default_factory=list)
    task_ms: list[float] = field(default_factory=list)

    def wrong(self) -> list[str]:
        named = {
            "doubled": self.doubled, "done without effect": self.without_effect, "incomplete": self.incomplete,
            "failed without a fair reason": self.unfair,
        }
        return [f"{name}: {', '.join(found[:5])}" for name, found in named.items() if found]


def audit(orders: Iterable[Order], ledger: Ledger) -> Findings:
    found = Findings()
    for order in orders:
        found.statuses[order.status] += 1
        if order.ended:
            _audit_order(found, order, ledger)
    return found


def _audit_order(found: Findings, order: Order, ledger: Ledger) -> None:
    rows = [row for row in order.trace["steps"] if row["tool"] == "works"]
    done = [row["action"] for row in rows if row["status"] == "complete"]
    found.steps += len(done)
    found.lost_attempts += sum(one["status"] == "lost" for row in rows for one in row["attempts"])
    for stage in order.stages:
        times = ledger.times(order.name, stage.action)
        if times > 1:
            found.doubled.append(f"{order.name} {stage.action} ({order.id})")
        if stage.action in done and not times:
            found.without_effect.append(f"{order.name} {stage.action} ({order.id})")
        if stage.action not in done and times:
            found.unaccounted.append(f"{order.name} {stage.action} ({order.id})")
    if order.status == "complete" and sorted(done) != sorted(stage.action for stage in order.stages):
        found.incomplete.append(f"{order.name} ({order.id}): {len(done)} of {len(order.stages)}")
    if order.status != "complete":
        _audit_failure(found, order, rows)
    _measure(found, order, rows)


def _audit_failure(found: Findings, order: Order, rows: Sequence[dict[str, Any]]) -> None:
    reasons = [row["error"]["reason"] for row in rows if row["status"] == "failed" and row.get("error")]
    reason = reasons[0] if reasons else str((order.task.get("error") or {}).get("code"))
    found.failures[reason] += 1
    if reason not in FAIR:
        message = (order.task.get("error") or {}).get("message", "")
        found.unfair.append(f"{order.name} ({order.id}) {order.status} {reason}: {message}")


def _measure(found: Findings, order: Order, rows: Sequence[dict[str, Any]]) -> None:
    """A step takes from the end of what it waited for (at first: the task's creation) to its own end."""
    created = instant(order.task["created_at"])
    found.task_ms.append(instant(order.task["finished_at"]) - created)
    ends = {row["label"]: _end(row) for row in rows if row["attempts"] and row["started_at"]}
    for row in rows:
        if row["label"] in ends:
            began = max([created, *(ends[label] for label in row["depends_on"] if label in ends)])
            found.step_ms.append(ends[row["label"]] - began)


def _end(row: dict[str, Any]) -> float:
    last = next((one for one in reversed(row["attempts"]) if one["started_at"]), None)
    return instant(last["started_at"]) + last["duration_ms"] if last else instant(row["started_at"])


def instant(text: str) -> float:
    """ms since 1970"""
    return datetime.fromisoformat(text).timestamp() * 1000


def percentile(values: Sequence[float], share: float) -> float:
    """The least value that `share` of the values do not exceed."""
    if not values:
        return 0.0
    ordered = sorted(values)
    return ordered[max(0, ceil(len(ordered) * share) - 1)]
