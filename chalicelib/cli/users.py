"""`replan users`: everything that an account holds of one of its users goes."""

import time
from typing import Any  # Any: receipts are JSON
from urllib.parse import quote

import click

from chalicelib.cli.client import Client, connected, print_json

PAUSE_S = 2.0


@click.group()
def users() -> None:
    """Delete everything of a user."""


@users.command()
@click.argument("user")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--json", "as_json", is_flag=True)
@connected
def delete(client: Client, user: str, yes: bool, as_json: bool) -> None:
    """Cancel and delete USER's tasks, traces, connections and all else; print the receipt."""
    if not yes:
        click.confirm(f"Delete everything of {user!r}? Nothing of it can be brought back", abort=True)
    path = f"/v1/users/{quote(user, safe='')}"
    told = client.call("DELETE", path)
    while told["status"] == "running":
        time.sleep(PAUSE_S)
        told = client.get(f"{path}/deletion")
    print_json(told) if as_json else _print(told)


@users.command()
@click.argument("user")
@connected
def receipt(client: Client, user: str) -> None:
    """The receipt of USER's last deletion."""
    print_json(client.get(f"/v1/users/{quote(user, safe='')}/deletion"))


def _print(told: dict[str, Any]) -> None:
    removed = told["removed"]
    for kind, count in {**removed["table"], "blobs": removed["blobs"]}.items():
        click.echo(f"{kind:<18} {count}")
    queues = removed["queues"]
    click.echo(f"{'queues':<18} {queues if queues is not None else 'cannot be searched: gone after 14 days'}")
    checked = told["checked_at"]
    click.echo(f"looked once more at {checked}" if checked else "it is looked once more in a minute", err=True)
