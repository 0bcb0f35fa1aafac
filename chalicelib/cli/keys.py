"""`replan keys`.  A key is shown once, when it is made; it is a secret, also the `pk_test_` ones."""

import click

from chalicelib.cli.client import Client, connected, print_json


@click.group()
def keys() -> None:
    """Make, list and revoke API keys."""


@keys.command()
@click.argument("name")
@click.option("--scope", "scopes", multiple=True, default=("tasks:read", "tasks:write"), show_default=True)
@click.option("--json", "as_json", is_flag=True)
@connected
def create(client: Client, name: str, scopes: tuple[str, ...], as_json: bool) -> None:
    """Make a key called NAME."""
    made = client.call("POST", "/v1/keys", {"name": name, "scopes": list(scopes)})
    if as_json:
        print_json(made)
        return
    click.echo(f"{made['key']}\nThis key is a secret and is not shown again.")


@keys.command("list")
@click.option("--json", "as_json", is_flag=True)
@connected
def list_keys(client: Client, as_json: bool) -> None:
    """The keys of the account, without their secrets."""
    found = client.get("/v1/keys", limit=100)
    if as_json:
        print_json(found)
        return
    for key in found["data"]:
        click.echo(f"{key['id']:<24} {key['name']:<24} {', '.join(key['scopes'])}")


@keys.command()
@click.argument("key_id")
@connected
def revoke(client: Client, key_id: str) -> None:
    """Revoke the key KEY_ID at once."""
    client.call("DELETE", f"/v1/keys/{key_id}")
    click.echo(f"revoked {key_id}")
