"""Records the golden runs anew: `python -m tests.golden`.

They are runs of the demo (its four acts, on real workers and the sandbox services) and of tasks in several fields, each
as one recording, with the lessons that were known when it began.  Before anything is overwritten, the runs that are
there are planned again: where a plan has changed, the planner's `VERSION` must have been counted up, so that traces
tell plans of before and after apart.
"""

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

from chalicelib.cli.replay import Verdict, saved, table, verdict, write
from chalicelib.domain.lesson import Memory
from chalicelib.engine.memory import lessons
from chalicelib.engine.recording import Recording, recording
from chalicelib.engine.signals import cancel
from chalicelib.planning.composer.composer import VERSION, Composer

RUNS = Path(__file__).with_name("runs")
EACH = 5
"""Of a field's tasks, every fifth."""


def main() -> int:
    console = Console()
    changed = [one for one in (verdict(past, Composer()) for past in saved(RUNS)) if one.differences]
    for one in changed:
        tell(console, one)
    if any(one.planned_by == VERSION for one in changed):
        console.print(f"plans have changed since {VERSION}: count VERSION up in composer.py, then record again")
        return 1
    made = [*of_the_fields(), *of_the_demo()]
    for path in RUNS.glob("*.json"):
        path.unlink()
    for past in made:
        write(past, RUNS / f"{past.task.id}.json")
    console.print(f"{len(made)} golden runs recorded with {VERSION}, {len(changed)} plans changed")
    return 0


def tell(console: Console, one: Verdict) -> None:
    console.print(f"{one.task}: {one.prompt} (planned by {one.planned_by})", markup=False)
    console.print(table(one.differences))


def of_the_fields() -> Iterator[Recording]:
    from tests.engine.scripted import ACCOUNT
    from tests.fields.driver import Run
    from tests.fields.fields import RECORDED

    for kind in RECORDED:
        for number, job in list(enumerate(kind.jobs))[::EACH]:
            run = Run(kind, job)
            if not run.control.terminal:
                cancel(run.engine, ACCOUNT, run.task.id)
            yield golden(recording(run.engine, ACCOUNT, run.task.id), f"{kind.name}-{number + 1}", Memory())


def of_the_demo() -> Iterator[Recording]:
    """Each act with what the acts before it taught."""
    from chalicelib import wiring
    from chalicelib.cli.client import Client
    from chalicelib.cli.dev import running
    from chalicelib.engine.keys import authenticate
    from infra.demo.__main__ import ACTS, SUB_AGENT, Stage
    from infra.sandbox.sandbox import running_sandbox

    with TemporaryDirectory() as data, running_sandbox() as sandbox, running(Path(data)) as up:
        stage = Stage(Console(quiet=True), sandbox, up, Client(up.url, up.keys["test"]))
        stage.set_up()
        home = wiring.home()
        account = authenticate(home.ports.store, home.settings.pepper, up.keys["test"]).account
        for number, act in enumerate(ACTS, 1):
            known = Memory(tuple(lessons(home.ports, account, SUB_AGENT)))
            done = stage.run(act)
            assert not done.wrong, done.wrong
            yield golden(recording(home.engine, account, done.task_id), f"demo-{number}", known)


def golden(past: Recording, name: str, known: Memory) -> Recording:
    """Under a name that stays, without the times that change with every recording, with what was known at first."""
    records = tuple(replace(record, started_at=0, finished_at=0) for record in past.records)
    return replace(past, task=replace(past.task, id=name), records=records, lessons=known.lessons)


if __name__ == "__main__":
    sys.exit(main())
