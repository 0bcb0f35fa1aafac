"""SIGKILL of live workers under load: no task is lost or stuck, no effect is doubled, none is missing."""

import time
from dataclasses import dataclass
from pathlib import Path

from infra.stress import report, tidy
from infra.stress.audit import audit
from infra.stress.dev_home import dev_home
from infra.stress.driver import Driver
from infra.stress.killer import Killer
from infra.stress.ledger_service import Nature, serving

PATIENCE_S = 120.0
TOOL_TIMEOUT_S = 3.0
SETTINGS = {
    "REPLAN_TOOL_TIMEOUT_S": str(TOOL_TIMEOUT_S), "REPLAN_SETTLE_TIME_S": "1", "REPLAN_SWEEP_AFTER_S": "2",
}
"""Short, so that a run does not wait for instants that matter to people; the rules between them hold."""


@dataclass(frozen=True, slots=True)
class KillRun:
    """`every`: seconds between two kills on average."""

    kills: int
    every: float = 0.5
    home_every: int = 25
    faults: float = 0.05
    workers: int = 4
    window: int = 12
    seed: int = 1


def kill(run: KillRun, data: Path) -> int:
    nature = Nature(run.faults, pace=(0.005, 0.12), patience=TOOL_TIMEOUT_S, seed=run.seed)
    with serving(nature) as (works, url), dev_home(data, run.workers, **SETTINGS) as home:
        driver = Driver(home.api(), works.ledger, run.window)
        driver.set_up(url)
        killer = Killer(home, driver, run.kills, run.every, run.home_every, run.seed)
        began = time.monotonic()
        killer.start()
        progress = report.Progress(lambda: _line(driver, killer, began))
        driver.run(lambda: killer.at_work, PATIENCE_S, progress.tell)
        killer.stop()
        seconds = time.monotonic() - began
        store = home.store()
        left = tidy.wait_until_empty(lambda: tidy.in_index(store.store))
        held, dead = store.queue.held(), {name: len(store.queue.dead(name)) for name in ("steps", "learn", "webhooks")}
        listed = _listed(driver)
    found = audit(driver.orders, works.ledger)
    wrong = [*killer.defects, *found.wrong(), *_wrong(driver, killer, run, left)]
    if listed != len(driver.orders):
        wrong.append(f"{len(driver.orders)} tasks were ordered, the API lists {listed}")
    if held:
        wrong.append(f"messages still held: {held}")
    lines = [
        ("kills", f"{killer.workers_killed} workers ({report.counts(killer.killed)}; {report.counts(killer.kinds)})"),
        *report.rows(driver, found, nature, seconds),
        ("requests sent again", str(driver.resent)), ("dead letters", report.counts(dead)),
        ("sweeper index", f"{len(left)} left"), ("seed", str(run.seed)),
    ]
    return report.table(lines, wrong)


def _wrong(driver: Driver, killer: Killer, run: KillRun, left: object) -> list[str]:
    wrong = [f"stuck: {order.name} ({order.id}) is {order.status}" for order in driver.stuck()]
    if killer.workers_killed < run.kills:
        wrong.append(f"only {killer.workers_killed} workers were killed, {run.kills} were to be")
    if driver.ledger.misused:
        wrong.append(f"{len(driver.ledger.misused)} idempotency keys came with two different requests")
    if left:
        wrong.append(f"the sweeper's index is not empty: {left}")
    return wrong


def _listed(driver: Driver) -> int:
    """How many tasks the account has: one that was accepted twice would show here."""
    count, cursor = 0, ""
    while True:
        page = driver.api.get("/v1/tasks?limit=100" + (f"&cursor={cursor}" if cursor else ""))
        count += len(page["data"])
        if not page["has_more"]:
            return count
        cursor = page["next_cursor"]


def _line(driver: Driver, killer: Killer, began: float) -> str:
    return (
        f"{time.monotonic() - began:5.0f} s   {killer.workers_killed}/{killer.wanted} workers killed, "
        f"home {killer.killed['home']} times   tasks {driver.ended} ended, {len(driver.stuck())} open   "
        f"{len(driver.ledger.effects)} effects"
    )
