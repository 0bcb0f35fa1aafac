"""`replan subagents`."""

from collections.abc import Mapping
from typing import Any  # Any: answers are JSON

import click

from chalicelib.cli.client import Client, Refused, connected, print_json

RECORD = click.Choice(["full", "shape", "none"])


@click.group()
def subagents() -> None:
    """Deploy, list and remove sub-agents."""


@subagents.command()
@click.argument("name")
@click.argument("prompt")
@click.option("--tool", "tools", multiple=True, help="Pin the grant to these tools or action patterns.")
@click.option("--requires-approval", "approvals", multiple=True, metavar="PATTERN[ when RULE]",
              help="What a person must approve, e.g. \"payments.*refund* when amount > `10000`\".")
@click.option("--effect", "effects", multiple=True, type=click.Choice(["read", "idempotent", "unsafe"]),
              help="What its actions may do; all by default.")
@click.option("--writes", type=click.IntRange(0, 50), help="So many writes a task; beyond them a person is asked (10).")
@click.option("--record", type=RECORD, help="What stays of values once a task has ended; full by default.")
@click.option("--json", "as_json", is_flag=True)
@connected
def deploy(
    client: Client, name: str, prompt: str, tools: tuple[str, ...], approvals: tuple[str, ...],
    effects: tuple[str, ...], writes: int | None, record: str | None, as_json: bool,
) -> None:
    """Deploy sub-agent NAME; its PROMPT says what it is for, and grants the matching tools.

    One that is there already is deployed anew: its grant is settled again from the tools as they are now, and what
    is not given here stays as it was.  Running tasks keep the one they began with.
    """
    body: dict[str, object] = {"name": name, "prompt": prompt}
    if tools:
        body["tools"] = list(tools)
    if approvals:
        body["requires_approval"] = [approval(one) for one in approvals]
    if effects:
        body["effects"] = list(effects)
    if writes is not None:
        body["limits"] = {"writes": writes}
    if record:
        body["record"] = record
    made, anew = _put(client, name, body)
    if as_json:
        print_json(made)
        return
    click.echo(f"{made['id']}: {made['status']}{' anew' if anew else ''}, tools: {', '.join(made['tools']) or 'none'}")
    for warning in made.get("warnings", ()):
        click.echo(f"  {warning}", err=True)


def _put(client: Client, name: str, body: Mapping[str, object]) -> tuple[dict[str, Any], bool]:
    """What was deployed, and whether a sub-agent of that name was there before."""
    try:
        return client.call("POST", "/v1/subagents", body), False
    except Refused as refused:
        if refused.code != "subagent_exists":
            raise
    return client.call("PATCH", f"/v1/subagents/{name}", {key: body[key] for key in body if key != "name"}), True


def approval(text: str) -> str | dict[str, str]:
    """`PATTERN`, or `PATTERN when RULE`."""
    action, when, rule = text.partition(" when ")
    return {"action": action.strip(), "when": rule.strip()} if when else text


@subagents.command()
@click.argument("name")
@click.option("--record", type=RECORD, required=True, help="For tasks that are accepted from now on.")
@connected
def change(client: Client, name: str, record: str) -> None:
    """Change what is kept of the values of sub-agent NAME's tasks."""
    made = client.call("PATCH", f"/v1/subagents/{name}", {"record": record})
    click.echo(f"{made['id']}: record {made['record']}")


@subagents.command("list")
@click.option("--json", "as_json", is_flag=True)
@connected
def list_subagents(client: Client, as_json: bool) -> None:
    """The deployed sub-agents."""
    found = client.get("/v1/subagents", limit=100)
    if as_json:
        print_json(found)
        return
    for one in found["data"]:
        click.echo(f"{one['id']:<24} {', '.join(one['tools'])}")


@subagents.command()
@click.argument("name")
@connected
def show(client: Client, name: str) -> None:
    """Everything about sub-agent NAME."""
    print_json(client.get(f"/v1/subagents/{name}"))


@subagents.command()
@click.argument("name")
@connected
def remove(client: Client, name: str) -> None:
    """Remove sub-agent NAME (refused while its tasks run)."""
    client.call("DELETE", f"/v1/subagents/{name}")
    click.echo(f"removed {name}")
