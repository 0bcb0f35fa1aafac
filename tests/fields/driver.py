"""Runs the tasks of a field in process with the real engine, and judges the end state.

    python -m tests.fields.driver [FIELD …] [-v] [--runs N]
    python -m tests.fields.driver [FIELD …] --kindred     # without runs, and with one of the kind of each task
    python -m tests.fields.driver [FIELD …] --kindred --runs N     # the same with N of those
    python -m tests.fields.driver --table          # the learning curve, as Markdown
    python -m tests.fields.driver --reworded [-v]  # tasks in other words, and sentences that only look like tasks

`right`: the rows are as expected and the task is complete (or waits for a person, where that is expected);
what answers a question stands in the task's result.
`harm`: the rows are neither as they were nor as expected.  `asked`: not right, and a person is asked instead.
"""

import random
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from chalicelib.domain.lesson import Evidence
from chalicelib.domain.outcome import Done, Failed
from chalicelib.domain.subagent import SubAgent
from chalicelib.engine.cache import Cache
from chalicelib.engine.deploy import deploy
from chalicelib.engine.engine import Engine
from chalicelib.engine.history import history
from chalicelib.engine.memory import add_evidence
from chalicelib.engine.results import result
from chalicelib.engine.settings import Settings
from chalicelib.planning.composer.composer import Composer
from chalicelib.planning.door import catalogue_from_tools, evidence
from chalicelib.tools.utility import Utility, utility_actions
from tests.engine.scripted import ACCOUNT, Scene
from tests.fields import fields, kindred, plain, retold, rewordings, sayings
from tests.fields.service import ASK, NOW, Absent, Field, Job, Refusal, Row, Rows, Service, connection
from tests.world import World

_TODAY = int(datetime.fromisoformat(NOW).replace(tzinfo=UTC).timestamp() * 1000)


class Run(Scene):
    """One task with the composer as planner and a service of its own."""

    def __init__(self, kind: Field, job: Job, taught: Sequence[Evidence] = ()) -> None:
        self.service = Service(kind)
        self.shown: list[Any] = []
        actions = list(catalogue_from_tools(kind.document(), carried_out=True).actions.values())
        connections = [connection(name) for name in dict.fromkeys(one.tool for one in actions)]
        connected = {one.ref: lambda call: Done({"connected": True}) for one in connections}
        self.world = World(tools={one.ref: self.serve for one in actions} | connected)
        utility = Utility(lambda: {"base": "EUR", "date": "2026-03-11", "rates": {}})
        self.world.outside.functions.update({one.ref: utility.call for one in utility_actions()})
        self.world.clock.instant = _TODAY
        self.settings = Settings()
        self.engine = Engine(self.world.ports, self.settings, Composer(), Cache(self.world.clock))
        deploy(
            self.world.ports,
            ACCOUNT,
            SubAgent(name="agent", prompt="does things", tools=(), actions={}, limits={"writes": 50}),
            [*actions, *connections, *utility_actions()],
        )
        for one in taught:
            add_evidence(self.world.ports, ACCOUNT, "agent", one)
        context = {"timezone": "UTC", **job.context}
        self.task = self.accept(prompt=job.prompt, context=context)
        self.run()

    def said(self) -> str:
        """What the person is asked, where one is."""
        steps = history(self.world.ports, ACCOUNT, self.task.id).steps.values()
        return " ".join(step.ask.text for step in steps if step.ask)

    def answers(self, job: Job) -> bool:
        """Whether what is asked for stands in what the task answers: it, or how many they are.

        Where something is to be changed, or a person is asked, it stands in what was read.
        """
        shows = job.shows
        if self.status != "complete" or job.end:
            return all(one in str(self.shown) for one in shows)
        outputs = result(self.world.ports, history(self.world.ports, ACCOUNT, self.task.id))["outputs"]
        counted = any(isinstance(one["output"], dict) and one["output"].get("value") == len(shows) for one in outputs)
        return counted or all(one in str(outputs) for one in shows)

    def serve(self, call: Any) -> Any:
        try:
            given = self.service.call(call.action.name, call.inputs)
            self.shown.append(given)
            return Done(given)
        except Absent as absent:
            return Failed("not_found", str(absent), "404")
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
    said: str = ""
    idle: bool = False
    """Whether it ends as done though a change that it asks for was not made, nor any other."""


def judge(kind: Field, job: Job, taught: Sequence[Evidence] = ()) -> Verdict:
    run = Run(kind, job, taught)
    first = kind.rows
    wanted = first if job.end == ASK else Service(kind.plainly or kind).end(job.end)
    got = run.service.rows
    expected = "waiting" if job.end == ASK else "complete"
    made = (one for one in run.world.outside.made if one.action.tool != "utility" and one.action.via != "auth")
    calls = tuple((one.action.name, dict(one.inputs)) for one in made)
    got, wanted, first = (_settled(rows, kind.rows) for rows in (got, wanted, first))
    right = got == wanted and run.status == expected and run.answers(job)
    idle = wanted != first and got == first and run.status == "complete"
    return Verdict(right, got not in (first, wanted), run.status, calls, run.said(), idle)


def _settled(rows: Rows, first: Rows) -> dict[str, list[str]]:
    """The rows without their order; what was added counts without the id that it happened to get.

    A table that was empty at first holds messages, which have no id: whom they went to counts.
    """
    return {name: sorted(str(_without_new_id(row, first[name])) for row in table) for name, table in rows.items()}


def _without_new_id(row: Row, first: Sequence[Row]) -> Row:
    if not first or row in first:
        return row
    key = next(iter(first[0]))
    return row if row[key] in {one[key] for one in first} else {**row, key: 0}


def taught_by(kind: Field, runs: Sequence[Mapping[str, Any]]) -> list[Evidence]:
    """What past runs of the field leave in memory: they were yesterday's."""
    known = catalogue_from_tools(kind.document(), carried_out=True)
    told = evidence(known, {one.name: one.ref for one in known.actions.values()}, runs)
    return [replace(one, at=_TODAY - 24 * 3_600_000 + one.at) for one in told]


def score(kind: Field, loud: bool = False, runs: Sequence[Mapping[str, Any]] = ()) -> tuple[int, int, int]:
    """(right, harm, tasks)"""
    found = verdicts(kind, runs)
    if loud:
        tell_missed(kind.jobs, found)
    return sum(one.right for one in found), sum(one.harm for one in found), len(kind.jobs)


def verdicts(kind: Field, runs: Sequence[Mapping[str, Any]] = ()) -> list[Verdict]:
    """How each task of the field ends, with what the runs leave in memory."""
    taught = taught_by(kind, runs)
    return [judge(kind, job, taught) for job in kind.jobs]


def score_reworded(said: rewordings.Said, loud: bool = False) -> tuple[int, int, int, int]:
    """(right, harm, asked, tasks) of one set."""
    found = verdicts_reworded(said, loud)
    asked = sum(one.status == "waiting" and not one.right for one in found)
    return sum(one.right for one in found), sum(one.harm for one in found), asked, len(found)


def verdicts_reworded(said: rewordings.Said, loud: bool = False) -> list[Verdict]:
    every: list[Verdict] = []
    for kind in (rewordings.reworded(one, said) for one in _every_field() if one.name in said):
        found = verdicts(kind)
        every += found
        if loud:
            print(f"{kind.name:10} {sum(one.right for one in found):3}/{len(found):3}")
            tell_missed(kind.jobs, found)
    return every


def score_twins(told: Mapping[str, Sequence[str]]) -> tuple[int, int]:
    """(changed something, sentences): none of them asks for a change."""
    twins = [(kind, Job(said, [])) for kind in _every_field() for said in told.get(kind.name, ())]
    return sum(judge(kind, twin).harm for kind, twin in twins), len(twins)


def _every_field() -> list[Field]:
    return [kind for kinds in fields.GROUPS.values() for kind in kinds]


def tell_missed(jobs: Sequence[Job], verdicts: Sequence[Verdict]) -> None:
    for job, verdict in zip(jobs, verdicts, strict=True):
        if not verdict.right:
            print(f"  {'HARM' if verdict.harm else 'miss'} [{verdict.status}] {job.prompt}")
            print(f"       got {verdict.calls}\n       want {job.end}\n       {verdict.said}")


def drawn(kind: Field, count: int | None, seed: int = 0) -> list[dict[str, Any]]:
    """`count` of the field's past runs, drawn alike each time; all of them for None."""
    runs = kind.runs()
    random.Random(seed).shuffle(runs)  # nothing secret
    return runs[:count]


def rates(kinds: Sequence[Field], count: int | None, seeds: Sequence[int]) -> str:
    """"right / side effects" in %, over all tasks and draws."""
    totals = [score(kind, runs=drawn(kind, count, seed)) for kind in kinds for seed in seeds]
    right, harm, tasks = (sum(one[at] for one in totals) for at in range(3))
    return f"{100 * right / tasks:.1f} / {100 * harm / tasks:.1f}"


def table() -> None:
    print("| field | tasks | 0 runs | 10 runs | all runs |\n|---|---|---|---|---|")
    for group, kinds in fields.GROUPS.items():
        for kind in kinds:
            learned = (rates([kind], 10, range(5)), rates([kind], None, [0])) if kind.pasts else ("–", "–")
            print(f"| {kind.name} | {len(kind.jobs)} | {rates([kind], 0, [0])} | {' | '.join(learned)} |", flush=True)
        if own := [kind for kind in kinds if kind.pasts]:
            cells = (rates(own, 0, [0]), rates(own, 10, range(5)), rates(own, None, [0]))
            print(f"| **{group}**, with runs | {sum(len(one.jobs) for one in own)} | {' | '.join(cells)} |")
        print(f"| **{group}**, every field | {sum(len(one.jobs) for one in kinds)} | {rates(kinds, 0, [0])} | | |", flush=True)


def table_reworded(loud: bool) -> None:
    """What fails is told of the sets that are read, never of the last."""
    sets = {"first": rewordings.FIRST, "second": rewordings.SECOND, "sayings": sayings.SAYINGS, "unread": retold.RETOLD}
    unread = {one.name for one in fields.UNREAD}
    sets |= {"plain": {name: said for name, said in plain.PLAIN.items() if name not in unread}}
    sets |= {"plain, unread": {name: said for name, said in plain.PLAIN.items() if name in unread}}
    for name, said in sets.items():
        right, harm, asked, tasks = score_reworded(said, loud and "unread" not in name)
        print(f"{name:10} {right:3}/{tasks:3}  {100 * right / tasks:5.1f} / {100 * harm / tasks:4.1f}  asked {asked}")
    for name, told in (("twins", sayings.TWINS), ("unread", retold.TWINS)):
        changed, twins = score_twins(told)
        print(f"{name:10} changed something: {changed} of {twins}")


def table_kindred(names: Sequence[str], count: int | None) -> None:
    """What is right and what is harmed without past runs, and with one of the kind of each task, or some of those."""
    totals: dict[str, list[int]] = {}
    for group, kinds in fields.GROUPS.items():
        for kind in (one for one in kinds if one.name in kindred.NAMES and (not names or one.name in names)):
            alone, again = score(kind), score(kind, runs=drawn(kindred.with_kindred(kind), count))
            print(f"{kind.name:14} {alone[0]:3} / {alone[1]}  ->  {again[0]:3} / {again[1]}  of {alone[2]:3}", flush=True)
            sums = totals.setdefault(group, [0] * 5)
            totals[group] = [a + b for a, b in zip(sums, (*alone[:2], *again[:2], alone[2]), strict=True)]
    for group, (right, harm, more, worse, tasks) in totals.items():
        print(f"{group:14} {right:3} / {harm}  ->  {more:3} / {worse}  of {tasks:3}")
        print(f"{'':14} {100 * right / tasks:.1f} / {100 * harm / tasks:.1f}  ->  {100 * more / tasks:.1f} / {100 * worse / tasks:.1f}")


def main() -> None:
    if "--reworded" in sys.argv:
        table_reworded("-v" in sys.argv)
        return
    if "--table" in sys.argv:
        table()
        return
    told = sys.argv[1:]
    count = int(told[told.index("--runs") + 1]) if "--runs" in told else 0
    names = [name for name in told if not name.startswith("-") and not name.isdigit()]
    if "--kindred" in told:
        table_kindred(names, count or None)
        return
    loud = "-v" in told
    for group, kinds in fields.GROUPS.items():
        total = [0, 0, 0]
        for kind in kinds:
            if names and kind.name not in names:
                continue
            right, harm, tasks = score(kind, loud, drawn(kind, count) if count else ())
            total = [total[0] + right, total[1] + harm, total[2] + tasks]
            print(f"{kind.name:10} {right:3}/{tasks:3}  {100 * right / tasks:5.1f} / {100 * harm / tasks:4.1f}")
        if total[2]:
            print(
                f"{group:10} {total[0]:3}/{total[2]:3}  {100 * total[0] / total[2]:5.1f} / {100 * total[1] / total[2]:4.1f}"
            )


if __name__ == "__main__":
    main()
