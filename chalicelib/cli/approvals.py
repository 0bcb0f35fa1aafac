"""`replan approve | reject`: what a task waits with is shown, and decided by another key than the one that sent it."""

from collections.abc import Mapping
from functools import partial
from typing import Any  # Any: API answers are JSON

import click
from rich.console import Console

from chalicelib.cli.client import Client, connected, print_json
from chalicelib.cli.requests import request_lines
from chalicelib.cli.tasks import follow, parse_facts, print_end

approving = partial(connected, approves=True)


@click.command()
@click.argument("task")
@click.option("--edit", "edits", multiple=True, metavar="NAME=VALUE", help="Send this value instead of the one shown.")
@click.option("--step", help="Which question, where there are several: `waiting.step`.")
@click.option("--yes", is_flag=True, help="Do not show it and ask first.")
@click.option("--json", "as_json", is_flag=True, help="Print the task as JSON, and do not follow it.")
@approving
def approve(
    client: Client, task: str, edits: tuple[str, ...], step: str | None, yes: bool, as_json: bool
) -> None:
    """Say yes to what TASK waits with, once the exact request has been shown."""
    values = parse_facts(edits)
    asked = waiting(client, task)
    if not yes:
        console = Console(stderr=True, highlight=False)
        for line in request_lines(asked, values):
            console.print(line)
        click.confirm("Approve?", abort=True, err=True)
    decide(client, task, asked, {"decision": "edit" if values else "approve", "values": values}, step, as_json=as_json)


@click.command()
@click.argument("task")
@click.option("--step", help="Which question, where there are several: `waiting.step`.")
@click.option("--json", "as_json", is_flag=True, help="Print the task as JSON, and do not follow it.")
@approving
def reject(client: Client, task: str, step: str | None, as_json: bool) -> None:
    """Say no to what TASK waits with: it is not called, and what needs it is skipped."""
    decide(client, task, waiting(client, task), {"decision": "reject"}, step, as_json=as_json)


def waiting(client: Client, task: str) -> Mapping[str, Any]:
    found = client.get(f"/v1/tasks/{task}")
    asked = found.get("waiting")
    if not asked:
        raise click.ClickException(f"task {task} is {found['status']}: it waits for nobody")
    if asked["reason"] != "approval":
        raise click.ClickException(
            f"task {task} waits with {asked['reason']}: {asked['message']}  Answer with: replan tasks answer {task} …"
        )
    answer: Mapping[str, Any] = asked
    return answer


def decide(
    client: Client, task: str, asked: Mapping[str, Any], body: dict[str, Any], step: str | None, *, as_json: bool
) -> None:
    """The question that was shown is the one that is answered, and no other that opens meanwhile."""
    answered = client.call("POST", f"/v1/tasks/{task}/input", {**body, "step": step or asked["step"]})
    if as_json:
        print_json(answered)
        return
    console = Console(highlight=False)
    ended = follow(client, task, console)
    print_end(console, ended)
    raise SystemExit(0 if ended["status"] in ("complete", "waiting") or body["decision"] == "reject" else 1)
