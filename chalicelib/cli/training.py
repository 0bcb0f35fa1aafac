"""`replan training`: what a sub-agent has learned, and what people decide about it."""

from collections.abc import Iterator
from typing import Any  # Any: API answers are JSON
from urllib.parse import quote

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from chalicelib.cli.client import Client, connected, print_json

KINDS = ("remedy", "case", "fact", "word")


@click.group()
def training() -> None:
    """List, pin, disable and delete what a sub-agent has learned."""


@training.command("list")
@click.argument("sub_agent")
@click.option("--kind", type=click.Choice(KINDS))
@click.option("--usable/--not-usable", default=None, help="Only those that plans use, or only the others.")
@click.option("--json", "as_json", is_flag=True)
@connected
def list_lessons(client: Client, sub_agent: str, kind: str | None, usable: bool | None, as_json: bool) -> None:
    """Every lesson of SUB_AGENT, the latest first."""
    found = list(_lessons(client, sub_agent, kind=kind, usable=None if usable is None else str(usable).lower()))
    if as_json:
        print_json(found)
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for title in ("lesson", "kind", "for", "against", "state"):
        table.add_column(title, justify="right" if title in ("for", "against") else "left", no_wrap=True)
    table.add_column("what it says", overflow="fold")
    for one in found:
        evidence = one["evidence"]
        table.add_row(
            one["id"], one["kind"], str(evidence["for"]), str(evidence["against"]), _state(one), escape(one["says"]),
        )
    Console(highlight=False).print(table)


@training.command()
@click.argument("sub_agent")
@click.argument("lesson")
@click.option("--json", "as_json", is_flag=True)
@connected
def show(client: Client, sub_agent: str, lesson: str, as_json: bool) -> None:
    """LESSON of SUB_AGENT, with the tasks that it rests on."""
    one = client.get(_path(sub_agent, lesson))
    if as_json:
        print_json(one)
        return
    click.echo(f"{one['id']}  {one['kind']}, {_state(one)}, confidence {one['confidence']:.2f}\n{one['says']}")
    click.echo(f"learned {one['learned_at']}, last used {one['last_used_at'] or 'never'}")
    for vote in one["votes"]:
        click.echo(f"  {'for    ' if vote['for'] else 'against'}  {vote['task']}  {vote['at']}")


def _decision(name: str, help_text: str, **fields: bool) -> None:
    @training.command(name, help=help_text)
    @click.argument("sub_agent")
    @click.argument("lesson")
    @click.option("--json", "as_json", is_flag=True)
    @connected
    def decide(client: Client, sub_agent: str, lesson: str, as_json: bool) -> None:
        one = client.call("PATCH", _path(sub_agent, lesson), fields)
        print_json(one) if as_json else click.echo(f"{one['id']}: {_state(one)}")


_decision("pin", "Use LESSON whatever its evidence.", pinned=True)
_decision("unpin", "Let its evidence decide about LESSON again.", pinned=False)
_decision("disable", "Do not use LESSON.", disabled=True)
_decision("enable", "Let LESSON be used again.", disabled=False)


@training.command()
@click.argument("sub_agent")
@click.argument("lesson")
@connected
def delete(client: Client, sub_agent: str, lesson: str) -> None:
    """Delete LESSON with its evidence; only tasks to come can teach it again."""
    client.call("DELETE", _path(sub_agent, lesson))
    click.echo(f"deleted {lesson}")


@training.command()
@click.argument("sub_agent")
@click.option("--yes", is_flag=True, help="Do not ask first.")
@connected
def reset(client: Client, sub_agent: str, yes: bool) -> None:
    """Forget everything that SUB_AGENT has learned."""
    if not yes:
        click.confirm(f"Forget all lessons of {sub_agent}?", abort=True)
    client.call("DELETE", f"/v1/subagents/{quote(sub_agent, safe='')}/training")
    click.echo(f"{sub_agent} has forgotten everything")


def _lessons(client: Client, sub_agent: str, **filters: str | None) -> Iterator[dict[str, Any]]:
    cursor: str | None = None
    while True:
        page = client.get(f"/v1/subagents/{quote(sub_agent, safe='')}/training", limit=100, cursor=cursor, **filters)
        yield from page["data"]
        cursor = page["next_cursor"]
        if cursor is None:
            return


def _path(sub_agent: str, lesson: str) -> str:
    return f"/v1/subagents/{quote(sub_agent, safe='')}/training/{quote(lesson, safe='')}"


def _state(lesson: dict[str, Any]) -> str:
    if lesson["disabled"]:
        return "disabled"
    if lesson["suspended"]:
        return f"suspended: {lesson['suspended']['because']}"
    if lesson["pinned"]:
        return "pinned"
    return "used" if lesson["usable"] else "doubted"
