"""`replan switches`: the kill switches.  What is stopped starts nothing; what has started is not called back."""

import click

from chalicelib.cli.client import Client, connected, print_json


@click.group()
def switches() -> None:
    """Stop an account or a sub-agent, and let it go on."""


@switches.command()
@connected
def show(client: Client) -> None:
    """The switches that are thrown."""
    print_json(client.get("/v1/switches"))


@switches.command()
@click.option("--sub-agent", help="Only this one; by default everything of the account.")
@click.option("--reason", default="", help="Why, for whoever looks.")
@connected
def stop(client: Client, sub_agent: str | None, reason: str) -> None:
    """Throw a switch: within ten seconds nothing starts any more."""
    print_json(client.call("POST", "/v1/switches/stop", {**_named(sub_agent), "reason": reason}))


@switches.command()
@click.option("--sub-agent", help="Only this one; by default the account's own switch.")
@connected
def release(client: Client, sub_agent: str | None) -> None:
    """Release a switch: the sweeper sends again what was held up."""
    print_json(client.call("POST", "/v1/switches/release", _named(sub_agent)))


def _named(sub_agent: str | None) -> dict[str, str]:
    return {"sub_agent": sub_agent} if sub_agent else {}
