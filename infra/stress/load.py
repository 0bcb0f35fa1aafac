"""Many tasks of eight steps on the embedded home, with faults: every one ends, every effect is right."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from infra.stress import report, tidy, works
from infra.stress.audit import audit
from infra.stress.dev_home import dev_home
from infra.stress.driver import Driver
from infra.stress.ledger_service import Nature, serving

PATIENCE_S = 120.0
TOOL_TIMEOUT_S = 3.0
SETTINGS = {"REPLAN_TOOL_TIMEOUT_S": str(TOOL_TIMEOUT_S), "REPLAN_SETTLE_TIME_S": "1"}


@dataclass(frozen=True, slots=True)
class LoadRun:
    """`sweep_after`: seconds, on the AWS home."""

    tasks: int
    faults: float = 0.05
    workers: int = 4
    window: int = 12
    seed: int = 1
    sweep_after: float = 10.0


def load(run: LoadRun, data: Path) -> int:
    nature = Nature(run.faults, patience=TOOL_TIMEOUT_S, seed=run.seed)
    with serving(nature) as (service, url), dev_home(data, run.workers, **SETTINGS) as home:
        driver = Driver(home.api(), service.ledger, run.window, shapes=(works.LINE,))
        driver.set_up(url)
        seconds = carry_out(driver, run.tasks)
        opened = home.store()
        left = tidy.wait_until_empty(lambda: tidy.in_index(opened.store))
        dead = {name: len(opened.queue.dead(name)) for name in ("steps", "learn", "webhooks")}
    found = audit(driver.orders, service.ledger)
    lines = [
        *report.rows(driver, found, nature, seconds), ("dead letters", report.counts(dead)),
        ("sweeper index", f"{len(left)} left"), ("seed", str(run.seed)),
    ]
    return report.table(lines, [*found.wrong(), *wrong(driver, left, sum(dead.values()))])


def carry_out(driver: Driver, tasks: int) -> float:
    """Runs so many tasks; gives the seconds that it took."""
    began = time.monotonic()
    progress = report.Progress(lambda: (
        f"{time.monotonic() - began:5.0f} s   {driver.ended}/{tasks} tasks ended, {len(driver.stuck())} open   "
        f"{len(driver.ledger.effects)} effects"
    ))
    driver.run(lambda: len(driver.orders) < tasks, PATIENCE_S, progress.tell)
    return time.monotonic() - began


def wrong(driver: Driver, left: Sequence[str], dead: int) -> list[str]:
    found = [f"stuck: {order.name} ({order.id}) is {order.status}" for order in driver.stuck()]
    if driver.ledger.misused:
        found.append(f"{len(driver.ledger.misused)} idempotency keys came with two different requests")
    if left:
        found.append(f"the sweeper's index is not empty: {left[:3]}")
    if dead:
        found.append(f"{dead} messages were put aside as dead letters")
    return found
