"""Runs the tasks of a field in process with the real engine, and judges the end state.

    python -m tests.fields.driver [FIELD …] [-v]

`right`: the rows are as expected and the task is complete (or waits for a person, where that is expected).
`harm`: the rows are neither as they were nor as expected.
"""

import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from chalicelib.domain.outcome import Done, Failed
from chalicelib.domain.subagent import SubAgent
from chalicelib.engine.cache import Cache
from chalicelib.engine.deploy import deploy
from chalicelib.engine.engine import Engine
from chalicelib.engine.settings import Settings
from chalicelib.planning.composer.composer import Composer
from chalicelib.planning.door import catalogue_from_tools
from chalicelib.tools.utility import Utility, utility_actions
from tests.engine.scripted import ACCOUNT, Scene
from tests.fields.service import ASK, NOW, Field, Job, Refusal, Rows, Service
from tests.world import World


class Run(Scene):
    """One task with the composer as planner and a service of its own."""

    def __init__(self, kind: Field, job: Job) -> None:
        self.service = Service(kind)
        actions = list(catalogue_from_tools(kind.document()).actions.values())
        self.world = World(tools={one.ref: self.serve for one in actions})
        utility = Utility({"base": "EUR", "date": "2026-03-11", "rates": {}})
        self.world.outside.functions.update({one.ref: utility.call for one in utility_actions()})
        self.world.clock.instant = int(datetime.fromisoformat(NOW).replace(tzinfo=UTC).timestamp() * 1000)
        self.settings = Settings()
        self.engine = Engine(self.world.ports, self.settings, Composer(), Cache(self.world.clock))
        deploy(
            self.world.ports,
            ACCOUNT,
            SubAgent(name="agent", prompt="does things", tools=(), actions={}),
            [*actions, *utility_actions()],
        )
        context = {"timezone": "UTC", **job.context}
        self.task = self.accept(prompt=job.prompt, context=context)
        self.run()

    def serve(self, call: Any) -> Any:
        try:
            return Done(self.service.call(call.action.name, call.inputs))
        except Refusal as refusal:
            return Failed("rejected", str(refusal), str(refusal)[:60])
        except (TypeError, KeyError) as error:
            return Failed("invalid_input", str(error), "input")


@dataclass(frozen=True)
class Verdict:
    right: bool
    harm: bool
    status: str
    calls: tuple[Any, ...]


def judge(kind: Field, job: Job) -> Verdict:
    run = Run(kind, job)
    first = kind.rows
    wanted = first if job.end == ASK else Service(kind).end(job.end)
    got = run.service.rows
    expected = "waiting" if job.end == ASK else "complete"
    calls = tuple((one.action.name, dict(one.inputs)) for one in run.world.outside.made if one.action.tool != "utility")
    got, wanted, first = (_settled(rows, kind.rows) for rows in (got, wanted, first))
    return Verdict(got == wanted and run.status == expected, got not in (first, wanted), run.status, calls)


def _settled(rows: Rows, first: Rows) -> dict[str, list[str]]:
    """The rows without their order; what was added counts without the id that it happened to get."""
    return {
        name: sorted(
            str(row if row in first[name] or row[key] in {one[key] for one in first[name]} else {**row, key: 0})
            for row in table
        )
        for name, table in rows.items()
        for key in [next(iter(table[0] if table else first[name][0] if first[name] else {"": 0}))]
    }


def score(kind: Field, loud: bool = False) -> tuple[int, int, int]:
    """(right, harm, tasks)"""
    right = harm = 0
    for job in kind.jobs:
        verdict = judge(kind, job)
        right += verdict.right
        harm += verdict.harm
        if loud and not verdict.right:
            print(f"  {'HARM' if verdict.harm else 'miss'} [{verdict.status}] {job.prompt}")
            print(f"       got {verdict.calls}\n       want {job.end}")
    return right, harm, len(kind.jobs)


def main() -> None:
    from tests.fields import fields

    loud = "-v" in sys.argv
    names = [name for name in sys.argv[1:] if name != "-v"]
    for group, kinds in (("developed on", fields.DEVELOPED), ("held out", fields.HELD_OUT)):
        total = [0, 0, 0]
        for kind in kinds:
            if names and kind.name not in names:
                continue
            right, harm, tasks = score(kind, loud)
            total = [total[0] + right, total[1] + harm, total[2] + tasks]
            print(f"{kind.name:10} {right:3}/{tasks:3}  {100 * right / tasks:5.1f} / {100 * harm / tasks:4.1f}")
        if total[2]:
            print(
                f"{group:10} {total[0]:3}/{total[2]:3}  {100 * total[0] / total[2]:5.1f} / {100 * total[1] / total[2]:4.1f}"
            )


if __name__ == "__main__":
    main()
