"""`replan tools`: register a service from its document, see what it can do, store a credential for it."""

import json
from pathlib import Path
from typing import Any  # Any: registrations are JSON

import click
from rich.console import Console
from rich.markup import escape

from chalicelib.cli.client import Client, connected, print_json
from chalicelib.cli.render import listing


@click.group()
def tools() -> None:
    """Register, list and remove tools; store their connections."""


@tools.command()
@click.argument("name")
@click.option("--openapi", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="An OpenAPI 3 document.")
@click.option("--openapi-url", help="Where the document can be fetched.")
@click.option("--base-url", help="Where the service is, if the document does not say.")
@click.option("--sandbox-base-url", help="Where test keys go.")
@click.option("--description", help="What the service is, in one sentence.")
@click.option("--registration", type=click.File(), help="The whole body of POST /v1/tools, as JSON.")
@connected
def add(
    client: Client, name: str, openapi: Path | None, openapi_url: str | None, base_url: str | None,
    sandbox_base_url: str | None, description: str | None, registration: Any,
) -> None:
    """Register the service NAME."""
    body: dict[str, Any] = json.load(registration) if registration else {}
    body |= {
        key: value for key, value in {
            "name": name, "base_url": base_url, "sandbox_base_url": sandbox_base_url,
            "description": description, "openapi_url": openapi_url,
        }.items() if value
    }
    if openapi:
        body["openapi"] = load_document(openapi)
    tool = client.call("POST", "/v1/tools", body)
    click.echo(f"{tool['name']}: {tool['actions_available']} actions")
    for warning in tool.get("warnings", ()):
        click.echo(f"  {warning}", err=True)


def load_document(path: Path) -> Any:
    """JSON or YAML, by what it is."""
    import yaml

    try:
        return yaml.safe_load(path.read_text())
    except yaml.YAMLError as error:
        raise click.BadParameter(f"{path} is neither JSON nor YAML: {error}", param_hint="--openapi") from error


@tools.command("list")
@click.option("--json", "as_json", is_flag=True)
@connected
def list_tools(client: Client, as_json: bool) -> None:
    """The registered tools."""
    found = client.get("/v1/tools", limit=100)
    if as_json:
        print_json(found)
        return
    table = listing("tool", "actions", "what it is for")
    for tool in found["data"]:
        table.add_row(tool["name"], str(tool["actions_available"]), escape(" ".join(tool["description"].split())))
    Console(highlight=False).print(table)


@tools.command()
@click.argument("name")
@click.option("--json", "as_json", is_flag=True)
@connected
def show(client: Client, name: str, as_json: bool) -> None:
    """The actions of tool NAME."""
    tool = client.get(f"/v1/tools/{name}")
    if as_json:
        print_json(tool)
        return
    table = listing("action", "effect", "what it does")
    for action in tool["actions"]:
        table.add_row(action["name"], action["effect"], escape(" ".join(action["description"].split())))
    Console(highlight=False).print(table)


@tools.command()
@click.argument("name")
@connected
def remove(client: Client, name: str) -> None:
    """Remove tool NAME."""
    client.call("DELETE", f"/v1/tools/{name}")
    click.echo(f"removed {name}")


@tools.command()
@click.argument("name")
@click.option("--user-id", help="Whose connection; without it, the account's own.")
@click.option("--credential", type=click.File(), required=True, help="JSON with the token pair or key; '-' reads it.")
@connected
def connect(client: Client, name: str, user_id: str | None, credential: Any) -> None:
    """Store a connection to tool NAME, encrypted.  Secrets are read from a file, never from the command line."""
    body = {"tool": name, "user_id": user_id, "credentials": json.load(credential)}
    stored = client.call("PUT", "/v1/connections", body)
    click.echo(f"connected {name} as {stored['id']}")
