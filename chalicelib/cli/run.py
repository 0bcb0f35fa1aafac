"""`replan run`: tasks from a file, carried out by the real engine on the embedded home, against a tool server.

The server takes POST /reset {"id"}, POST /call {"tool", "arguments"} -> {"result"}, POST /done {"id", "error"}.
Its tools are registered through `POST /v1/tools` as capabilities, and every task goes through
`POST /v1/tasks` and the worker processes, as anybody's would.
"""

import json
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any  # Any: catalogues and tasks are JSON

import click
import urllib3
from rich.console import Console
from rich.progress import track

from chalicelib.cli.client import Client
from chalicelib.cli.plan import FILE, lines
from chalicelib.cli.tasks import ENDED, parse_facts

SUB_AGENT = "runner"


@click.command()
@click.option("--catalog", type=FILE, required=True, help="The catalogue, as JSON: {tools: [{name, …}]}.")
@click.option("--requests", type=FILE, required=True, help="One {id, prompt, context?} per line.")
@click.option("--tools-url", required=True, help="Where the tools are, on 127.0.0.1.")
@click.option("--runs", type=FILE, help="Past runs, loaded into execution memory first.")
@click.option("--context", "facts", multiple=True, metavar="NAME=VALUE", help="Facts for every task.")
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), help="Keep the data here.")
@click.option("--patience", default=60.0, show_default=True, help="Seconds that one task may take.")
def run(
    catalog: Path, requests: Path, tools_url: str, runs: Path | None, facts: tuple[str, ...], data: Path | None,
    patience: float,
) -> None:
    """Run a file of tasks against a tool server, through the real engine."""
    document = json.loads(catalog.read_text())
    wanted = list(lines(requests))
    shared = parse_facts(facts)
    console = Console(stderr=True)
    counts: dict[str, int] = defaultdict(int)
    with home(data) as (client, ports, account):
        register(client, document, tools_url)
        if runs:
            remember(ports, account, document, [
                {**past, "context": {**shared, **(past.get("context") or {})}} for past in lines(runs)
            ])
        for request in track(wanted, "running", console=console, disable=not console.is_terminal):
            post(tools_url, "/reset", {"id": request["id"]})
            context = {**shared, **(request.get("context") or {})}
            status, error = carry_out(client, request["prompt"], context, patience)
            post(tools_url, "/done", {"id": request["id"], "error": error})
            counts[status] += 1
    click.echo(f"{len(wanted)} tasks: " + ", ".join(f"{number} {status}" for status, number in sorted(counts.items())))


@contextmanager
def home(data: Path | None) -> Iterator[tuple[Client, Any, str]]:
    """An embedded home of its own, with a fresh account."""
    from chalicelib import wiring
    from chalicelib.cli.dev import running
    from chalicelib.engine.keys import authenticate

    with (
        tempfile.TemporaryDirectory() as scratch,
        running(data or Path(scratch), workers=2, fresh_account=True) as up,
    ):
        here = wiring.home()
        account = authenticate(here.ports.store, here.settings.pepper, up.keys["test"]).account
        yield Client(up.url, up.keys["test"]), here.ports, account


def register(client: Client, document: Mapping[str, Any], url: str) -> None:
    """One tool for each name before the first dot, with the effects that the names and descriptions tell."""
    from chalicelib.planning.door import catalogue_from_tools

    actions = catalogue_from_tools(document, carried_out=True).actions.values()
    effects = {action.name: action.effect for action in actions}
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for tool in document["tools"]:
        group, dot, name = tool["name"].partition(".")
        groups[group if dot else "tools"].append({
            "name": name if dot else tool["name"], "description": tool.get("description") or "",
            "parameters": tool.get("parameters"), "returns": tool.get("outputs"), "method": "POST",
            "path": "/call", "body": {"tool": tool["name"], "arguments": "$inputs"}, "result": "result",
            "effect": effects[tool["name"]],
        })
    for group, capabilities in groups.items():
        client.call("POST", "/v1/tools", {
            "name": group.replace(".", "_"), "description": group.replace("_", " "), "base_url": url,
            "sandbox_base_url": url, "capabilities": capabilities,
        })
    client.call("POST", "/v1/subagents", {
        "name": SUB_AGENT, "prompt": "Does everything that its tools can do.", "tools": sorted(groups),
        "limits": {"writes": 50},  # nobody is there to be shown a list
    })


def remember(ports: Any, account: str, document: Mapping[str, Any], runs: Sequence[Mapping[str, Any]]) -> None:
    """Past runs become evidence in the sub-agent's memory, as if the tasks had run here."""
    from chalicelib.engine.memory import add_evidence
    from chalicelib.planning.door import evidence_of_runs

    for evidence in evidence_of_runs(document, runs):
        add_evidence(ports, account, SUB_AGENT, evidence)


def carry_out(client: Client, prompt: str, context: Mapping[str, Any], patience: float) -> tuple[str, str]:
    """(status, error): what became of one task.  A question that nobody answers here is an error by its name."""
    body = {"prompt": prompt, "sub_agent": SUB_AGENT, "context": dict(context)}
    task_id = client.call("POST", "/v1/tasks", body)["id"]
    end = time.monotonic() + patience
    after = 0
    while time.monotonic() < end:
        news = client.get(f"/v1/tasks/{task_id}/events", after=after, wait=10)
        after = news["next"]
        if news["status"] in ENDED or news["status"] == "waiting":
            break
    task = client.get(f"/v1/tasks/{task_id}")
    if task["status"] not in ENDED:
        client.call("POST", f"/v1/tasks/{task_id}/cancel", {})
    match task:
        case {"error": {"code": code, "message": message}}:
            return task["status"], f"{code}: {message}"
        case {"waiting": {"message": message}}:
            return "waiting", f"waiting: {message}"
    return task["status"], "" if task["status"] == "complete" else f"{task['status']} after {patience:g} s"


def post(url: str, path: str, body: Mapping[str, Any]) -> None:
    answer = urllib3.request("POST", url.rstrip("/") + path, json=body, timeout=30.0, retries=False)
    if answer.status >= 400:
        raise click.ClickException(f"{url}{path} answered {answer.status}: {answer.data[:200]!r}")
