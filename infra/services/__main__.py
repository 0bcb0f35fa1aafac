"""`make test-services [ONLY=words]`: install, start, register, run every scenario, and judge by the services' state.

Replan runs as `replan dev` does, with worker processes and real HTTP; exit status 0 only if every scenario is right.
With REPLAN_SERVICES_OPTIONAL=1 the run is skipped where the registries cannot be reached; else that is a failure.
"""

import os
import shutil
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any  # Any: API answers are JSON

from rich.console import Console
from rich.table import Table

from chalicelib.cli.client import Client
from chalicelib.cli.dev import Running, running
from infra.connectors.fetch import Unfetched
from infra.demo.__main__ import PURPOSE
from infra.services.browser import walk
from infra.services.install import ROOT, NotInstalled, install
from infra.services.processes import free_port
from infra.services.provider import CLIENT
from infra.services.scenarios import SCENARIOS, USER, Scenario
from infra.services.tools import documents, register
from infra.services.town import Town, changes, running_town

DATA = ROOT / "replan"
OPTIONAL = "REPLAN_SERVICES_OPTIONAL"
PATIENCE_S = 90
ENDED = ("complete", "failed", "cancelled")
WIDTH = 150


@dataclass(frozen=True, slots=True)
class Found:
    """What a scenario came to.  `wrong` is empty if everything is as it must be."""

    scenario: Scenario
    wrong: str
    steps: Sequence[str] = ()
    seconds: float = 0.0
    refreshes: int = 0
    questions: Sequence[str] = field(default_factory=tuple)


def main(only: str = "") -> int:
    console = Console(highlight=False, width=None if sys.stdout.isatty() else WIDTH)
    try:
        install(console.print)
        documents()
    except (NotInstalled, Unfetched) as error:
        if os.environ.get(OPTIONAL) == "1":
            console.print(f"skipped, since {OPTIONAL}=1: {error}")
            return 0
        console.print(f"[red]{error}[/] (set {OPTIONAL}=1 where the registries cannot be reached)")
        return 1
    shutil.rmtree(DATA, ignore_errors=True)
    port = free_port()
    with running_town([f"http://127.0.0.1:{port}/v1/oauth/callback"]) as town, running(DATA, port=port) as home:
        found = Evaluation(console, town, home).run([one for one in SCENARIOS if only in one.name])
    console.print(table(found))
    right = sum(not one.wrong for one in found)
    console.print(f"{right} passed, {len(found) - right} failed")
    return 0 if found and right == len(found) else 1


class Evaluation:
    """One account with the tools registered; each scenario has a sub-agent of its own, and so no memory of others."""

    def __init__(self, console: Console, town: Town, home: Running) -> None:
        self._say = console.print
        self._town = town
        self._client = Client(home.url, home.keys["live"])
        started = time.monotonic()
        actions = register(self._client, town)
        told = ", ".join(f"{name} {count} actions" for name, count in actions.items())
        self._say(f"registered from their official documents: {told} ({time.monotonic() - started:.1f} s)")
        key = self._client.call("POST", "/v1/keys", {"name": "a person", "scopes": ["approve", "tasks:read"]})
        self._person = Client(home.url, key["key"] if "key" in key else key["secret"])

    def run(self, scenarios: Sequence[Scenario]) -> list[Found]:
        found = []
        for number, scenario in enumerate(scenarios, 1):
            self._say(f"{number}/{len(scenarios)} {scenario.name}")
            try:
                found.append(self._one(number, scenario))
            except Exception as error:  # one scenario that breaks must not hide the others
                found.append(Found(scenario, f"{type(error).__name__}: {error}"))
            if found[-1].wrong:
                self._say(f"  [red]{found[-1].wrong}[/]")
        return found

    def _one(self, number: int, scenario: Scenario) -> Found:
        self._town.stripe.flush()
        meant = scenario.seeds(self._town.stripe)
        self._connect(scenario)
        name = f"billing-agent-{number}"
        self._client.call("POST", "/v1/subagents", {
            "name": name, "prompt": PURPOSE, "tools": list(scenario.tools),
            "requires_approval": list(scenario.approval),
        })
        before, started = self._town.state(), time.monotonic()
        body = {"prompt": scenario.prompt, "sub_agent": name, "user_id": USER, "context": dict(scenario.context)}
        ids = [self._client.call("POST", "/v1/tasks", body)["id"] for _ in range(scenario.tasks)]
        questions: list[str] = []
        tasks = [self._ended(one, scenario, questions) for one in ids]
        seconds = time.monotonic() - started
        seen = changes(self._town, before)
        wrong = _ended_otherwise(tasks, scenario) or scenario.judge(seen, meant) or (
            "" if scenario.refreshes in (None, seen.refreshes) else
            f"{seen.refreshes} refreshes, not {scenario.refreshes}"
        ) or ("" if not seen.refused else f"the provider: {', '.join(seen.refused)}")
        steps = [f"{row['tool']}.{row['action']}" for row in self._client.get(f"/v1/tasks/{ids[0]}/trace")["steps"]]
        return Found(scenario, wrong, steps, seconds, seen.refreshes, questions)

    def _connect(self, scenario: Scenario) -> None:
        """The user's tokens as the scenario wants them: from a consent that he gave in the provider's own pages."""
        for one in self._client.get("/v1/connections", user_id=USER)["data"]:
            self._client.call("DELETE", f"/v1/connections/{one['id']}")
        if scenario.credential == "none":
            return
        given = self._town.provider.login(USER)
        pair = {name: given[name] for name in ("access_token", "refresh_token")}
        told = {"expires_in": given["expires_in"]} if scenario.credential == "dying" else {}
        self._client.call("PUT", "/v1/connections", {
            "tool": "slack", "user_id": USER, "credentials": {**pair, **told, **CLIENT},
        })
        end = time.monotonic() + PATIENCE_S
        while self._town.provider.active(given["access_token"]) and time.monotonic() < end:
            time.sleep(0.1)

    def _ended(self, task: str, scenario: Scenario, questions: list[str]) -> Mapping[str, Any]:
        """The task when it has ended; what it asks meanwhile is answered as the scenario says."""
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            told: Mapping[str, Any] = self._client.get(f"/v1/tasks/{task}")
            if told["status"] in ENDED:
                return told
            if told["status"] == "waiting":
                waiting = told["waiting"]
                if waiting["step"] in questions:
                    time.sleep(0.1)
                    continue
                questions.append(waiting["step"])
                if waiting["reason"] == "oauth_consent":
                    back = walk(waiting["auth_url"], self._client.url, {"login": USER, "password": "any"}, opens=True)
                    self._say(f"  consent given in the provider's pages, back at {back.partition('?')[0]}")
                elif waiting["reason"] == "approval" and scenario.answers:
                    self._person.call("POST", f"/v1/tasks/{task}/input", dict(scenario.answers))
                else:
                    return told
            time.sleep(0.05)
        return {**told, "status": f"{told['status']} after {PATIENCE_S} s"}


def _ended_otherwise(tasks: Sequence[Mapping[str, Any]], scenario: Scenario) -> str:
    for task in tasks:
        if task["status"] != scenario.ends:
            told = task.get("error") or task.get("waiting") or ""
            return f"the task is {task['status']}, not {scenario.ends}: {told}"
    return ""


def table(found: Sequence[Found]) -> Table:
    made = Table("scenario", "s", "steps", "refreshes", "verdict", title="Judged by what the services hold afterwards")
    for one in found:
        verdict = f"[red]{one.wrong}[/]" if one.wrong else "right"
        made.add_row(one.scenario.name, f"{one.seconds:.1f}", str(len(one.steps)), str(one.refreshes), verdict)
    return made


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
