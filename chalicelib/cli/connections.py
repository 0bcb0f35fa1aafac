"""`replan connections`: which services are connected for whom; links for users, and credentials kept by hand.

A credential is read from a file, never from the command line, where others could see it.
"""

import json
from typing import Any  # Any: credentials are JSON

import click

from chalicelib.cli.client import Client, connected, print_json


@click.group()
def connections() -> None:
    """List, make and delete connections to services."""


@connections.command("list")
@click.option("--user-id", help="Only this user's.")
@click.option("--json", "as_json", is_flag=True)
@connected
def list_connections(client: Client, user_id: str | None, as_json: bool) -> None:
    """The connections of the account, without their secrets."""
    found = client.get("/v1/connections", user_id=user_id, limit=100)
    if as_json:
        print_json(found)
        return
    for one in found["data"]:
        ends = f"token ends {one['expires_at'][:16]}Z" if one["expires_at"] else ""
        shown = (one["id"], f"{one['tool']:<16}", f"{one['user_id'] or 'the account':<20}", f"{one['status']:<13}")
        click.echo("  ".join((*shown, " ".join(one["scopes"]), ends)).rstrip())


@connections.command()
@click.argument("tool")
@click.option("--user-id", help="Whose consent; without it, the account's own.")
@click.option("--scope", "scopes", multiple=True, help="On top of those that are asked for anyway.")
@click.option("--json", "as_json", is_flag=True)
@connected
def connect(client: Client, tool: str, user_id: str | None, scopes: tuple[str, ...], as_json: bool) -> None:
    """Print the link at which a user connects TOOL.  Give it to that user only."""
    made = client.call("POST", "/v1/connections/consent", {"tool": tool, "user_id": user_id, "scopes": list(scopes)})
    if as_json:
        print_json(made)
        return
    click.echo(made["auth_url"])
    click.echo(f"Good once, until {made['expires_at']}: whoever opens it connects a service of theirs.", err=True)


@connections.command()
@click.argument("tool")
@click.option("--user-id", help="Whose connection; without it, the account's own.")
@click.option("--credential", type=click.File(), required=True, help="JSON with the token pair or key; '-' reads it.")
@connected
def add(client: Client, tool: str, user_id: str | None, credential: Any) -> None:
    """Store a credential for TOOL, encrypted: a key, a token pair, or the account's own client_id and client_secret."""
    body = {"tool": tool, "user_id": user_id, "credentials": json.load(credential)}
    stored = client.call("PUT", "/v1/connections", body)
    click.echo(f"connected {tool} as {stored['id']}")


@connections.command()
@click.argument("connection")
@connected
def delete(client: Client, connection: str) -> None:
    """Delete CONNECTION, and ask its provider to revoke the grant where the tool says how."""
    told = client.call("DELETE", f"/v1/connections/{connection}")
    click.echo(f"deleted {connection}")
    if told:
        why = f": {told['detail']}" if told.get("detail") else ""
        click.echo(f"at the provider: {told['revocation']}{why}")
