"""`replan tools check`: what becomes of a document before it is registered, and what a planner will stumble on."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any  # Any: documents are JSON

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from chalicelib.cli.client import print_json
from chalicelib.domain.errors import InvalidRequest
from chalicelib.domain.tool import Tool

NAMED = 6


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--base-url", help="Where the service is, if the document does not say.")
@click.option("--actions", "with_actions", is_flag=True, help="List every action with its effect and inputs.")
@click.option("--json", "as_json", is_flag=True)
def check(file: Path, base_url: str | None, with_actions: bool, as_json: bool) -> None:
    """Compile FILE here and register nothing.

    FILE is an OpenAPI or Swagger document, or the body of POST /v1/tools, as JSON or YAML.
    """
    from chalicelib.planning.advice import advice
    from chalicelib.tools import Guard, compile_tool

    try:
        tool = compile_tool(registration(file, base_url), Guard(allow_loopback=True))
    except InvalidRequest as error:
        raise click.ClickException(error.detail) from error
    found = advice(tool.actions)
    if as_json:
        print_json({**_summary(tool), "warnings": list(tool.warnings), "advice": [asdict(one) for one in found]})
        return
    console = Console(highlight=False, soft_wrap=True)
    summary = _summary(tool)
    effects = ", ".join(f"{count} {effect}" for effect, count in summary["effects"].items())
    console.print(f"[bold]{tool.name}[/]: {summary['actions']} actions ({effects})")
    console.print(f"at {tool.base_url}, auth {tool.auth['type']}")
    if tool.auth["type"] == "none":
        console.print("[yellow]note[/]  the document names no credential: register with auth if the service wants one")
    for warning in tool.warnings:
        console.print(f"[yellow]note[/]  {escape(warning)}")
    for one in found:
        console.print(f"[yellow]{len(one.actions)}[/] {escape(one.says)}: {escape(_some(one.actions))}")
        console.print(f"    [dim]{escape(one.remedy)}[/]")
    if with_actions:
        console.print(_table(tool))


def registration(file: Path, base_url: str | None) -> dict[str, Any]:
    """The body of POST /v1/tools that the file is, or that its document would be in."""
    from chalicelib.tools.document import read_text

    read = read_text(file.read_text())
    if isinstance(read, Mapping) and "paths" not in read and ("capabilities" in read or "openapi" in read):
        body = dict(read)
    else:
        body = {"openapi": read}
    body.setdefault("name", None)
    return {**body, "base_url": base_url} if base_url else body


def _summary(tool: Tool) -> dict[str, Any]:
    own = [action for action in tool.actions if action.via != "auth"]
    return {
        "name": tool.name, "base_url": tool.base_url, "auth": tool.auth["type"], "actions": len(own),
        "effects": dict(Counter(action.effect for action in own)),
        "index_bytes": sum(len(json.dumps(asdict(action), ensure_ascii=False).encode()) for action in own),
    }


def _some(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more


def _table(tool: Tool) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for title in ("action", "effect", "inputs", "what it does"):
        table.add_column(title, overflow="fold")
    for action in tool.actions:
        required = action.input_schema.get("required", ())
        names = [f"{name}*" if name in required else name for name in action.input_schema.get("properties", {})]
        table.add_row(action.name, action.effect, escape(_some(tuple(names))), escape(action.description[:100]))
    return table
