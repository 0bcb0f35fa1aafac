"""`replan plan`: a preview for one prompt, or plans for a file of requests (the evaluation door)."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any  # Any: requests and plans are JSON

import click
from rich.console import Console
from rich.progress import track

from chalicelib.cli.client import client, print_json
from chalicelib.cli.tasks import ENDED, parse_facts, print_end

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("prompt", required=False)
@click.option("--sub-agent", help="Preview: which sub-agent would do it.")
@click.option("--user-id")
@click.option("--context", "facts", multiple=True, metavar="NAME=VALUE")
@click.option("--catalog", type=FILE, help="File mode: the catalogue, as JSON.")
@click.option("--requests", type=FILE, help="File mode: one {id, prompt} per line.")
@click.option("--runs", type=FILE, help="File mode: past runs, loaded into execution memory first.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="File mode: where the plans go.")
@click.option("--json", "as_json", is_flag=True)
@click.option("--url", envvar="REPLAN_URL")
@click.option("--key", envvar="REPLAN_API_KEY")
def plan(
    prompt: str | None, sub_agent: str | None, user_id: str | None, facts: tuple[str, ...], catalog: Path | None,
    requests: Path | None, runs: Path | None, out: Path | None, as_json: bool, url: str | None, key: str | None,
) -> None:
    """Show the plan for PROMPT without running it; or, with --catalog, plan a file of requests."""
    if catalog and requests and out:
        plan_file(catalog, requests, runs, out)
    elif prompt and sub_agent:
        preview(url, key, prompt, sub_agent, user_id, facts, as_json=as_json)
    else:
        raise click.UsageError("give PROMPT and --sub-agent, or --catalog, --requests and --out")


def preview(
    url: str | None, key: str | None, prompt: str, sub_agent: str, user_id: str | None, facts: tuple[str, ...],
    *, as_json: bool,
) -> None:
    api = client(url, key)
    task = api.call("POST", "/v1/tasks", {
        "prompt": prompt, "sub_agent": sub_agent, "user_id": user_id, "mode": "test", "context": parse_facts(facts),
    })
    while task["status"] not in (*ENDED, "waiting"):
        api.get(f"/v1/tasks/{task['id']}/events", wait=5)
        task = api.get(f"/v1/tasks/{task['id']}")
    if as_json:
        print_json(task.get("result") or task.get("error"))
    else:
        print_end(Console(highlight=False), task)
    raise SystemExit(0 if task["status"] == "complete" else 1)


def plan_file(catalog: Path, requests: Path, runs: Path | None, out: Path) -> None:
    """Plan every request; a request that gives no plan has an empty one, so that each has its line."""
    from chalicelib.planning.door import catalogue_from_tools, plan_requests

    wanted = list(lines(requests))
    past = list(lines(runs)) if runs else []
    catalogue = catalogue_from_tools(json.loads(catalog.read_text()))
    console = Console(stderr=True)
    with out.open("w") as written:
        made = plan_requests(catalogue, wanted, past)
        for one in track(made, "planning", total=len(wanted), console=console, disable=not console.is_terminal):
            written.write(json.dumps(one, ensure_ascii=False) + "\n")
    click.echo(f"{len(wanted)} requests planned over {len(catalogue.actions)} actions, {len(past)} past runs: {out}")


def lines(path: Path) -> Iterable[dict[str, Any]]:
    """Objects of a JSON-lines file; a line that is none is named."""
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if line.strip():
            try:
                yield json.loads(line)
            except ValueError as error:
                raise click.ClickException(f"{path}, line {number}: not JSON ({error})") from error
