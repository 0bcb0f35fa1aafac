"""`replan tools`: register a service from its document, see what it can do, store a credential for it."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any  # Any: registrations are JSON

import click
from rich.console import Console
from rich.markup import escape

from chalicelib.cli.call import call
from chalicelib.cli.check import check
from chalicelib.cli.client import Client, connected, print_json
from chalicelib.cli.connections import add as add_connection
from chalicelib.cli.render import listing

DOCUMENT = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def tools() -> None:
    """Check, register, call, list and remove tools; store their connections."""


tools.add_command(check)
tools.add_command(call)
tools.add_command(add_connection, "connect")


@tools.command()
@click.argument("name")
@click.option("--openapi", type=DOCUMENT, help="An OpenAPI 3 or Swagger 2 document, JSON or YAML.")
@click.option("--openapi-url", help="Where the document can be fetched.")
@click.option("--mcp-url", help="A Model Context Protocol server (streamable HTTP), or stdio:NAME of one of this home.")
@click.option("--base-url", help="Where the service is, if the document does not say.")
@click.option("--sandbox-base-url", help="Where test keys go.")
@click.option("--auth", type=click.Choice(["none", "bearer", "basic", "oauth2"]), help="How the service knows its "
              "callers; what needs more words goes into --registration.")
@click.option("--client-id", help="Ours with the authorization server; for --auth oauth2.")
@click.option("--effect", "effects", multiple=True, metavar="PATTERN=EFFECT", help="What actions do, such as "
              "'list_*=read'; repeatable.", callback=lambda *given: _effects(given[2]))
@click.option("--description", help="What the service is, in one sentence.")
@click.option("--registration", type=click.File(), help="The whole body of POST /v1/tools, as JSON.")
@connected
def add(
    client: Client, name: str, openapi: Path | None, openapi_url: str | None, mcp_url: str | None,
    base_url: str | None, sandbox_base_url: str | None, auth: str | None, client_id: str | None,
    effects: Mapping[str, str], description: str | None, registration: Any,
) -> None:
    """Register the service NAME."""
    body: dict[str, Any] = json.load(registration) if registration else {}
    body |= {
        key: value for key, value in {
            "name": name, "base_url": base_url, "sandbox_base_url": sandbox_base_url,
            "description": description, "openapi_url": openapi_url, "mcp_url": mcp_url,
            "auth": {"type": auth, **({"client_id": client_id} if client_id else {})} if auth else None,
            "effects": effects,
        }.items() if value
    }
    if openapi:
        body["openapi"] = openapi.read_text()
    tool = client.call("POST", "/v1/tools", body)
    click.echo(f"{tool['name']}: {tool['actions_available']} actions")
    for line in (*changes_told(tool.get("changes")), *suspensions(tool.get("suspended_lessons", ()))):
        click.echo(line)
    for warning in tool.get("warnings", ()):
        click.echo(f"  {warning}", err=True)


def _effects(given: Iterable[str]) -> dict[str, str]:
    found = dict(one.rpartition("=")[::2] for one in given)
    wrong = next((one for one in given if not one.rpartition("=")[0]), None)
    if wrong:
        raise click.BadParameter(f"{wrong!r} is not PATTERN=EFFECT")
    return found


def load_document(path: Path) -> Any:
    """JSON or YAML, by what it is."""
    from chalicelib.domain.errors import InvalidRequest
    from chalicelib.tools.document import read_text

    try:
        return read_text(path.read_text())
    except InvalidRequest as error:
        raise click.BadParameter(f"{path}: {error.detail}", param_hint="--openapi") from error


def changes_told(changes: Mapping[str, Any] | None) -> Iterator[str]:
    """What changed since the tool was registered before, one line each."""
    if not changes:
        return
    yield from (f"  {said}" for said in changes["tool"])
    yield from (f"+ {name}" for name in changes["added"])
    yield from (f"- {name}" for name in changes["removed"])
    for one in changes["changed"]:
        yield f"{'!' if one['breaking'] else '~'} {one['action']}"
        yield from (f"    {said}" for said in one["says"])
    if changes.get("changed_not_shown"):
        yield f"  … and {changes['changed_not_shown']} more"


def suspensions(lessons: Iterable[Mapping[str, str]]) -> Iterator[str]:
    for one in lessons:
        yield f"lesson {one['lesson']} of {one['sub_agent']} is suspended: {one['because']}"


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
    if tool.get("changes"):
        click.echo("Last changed, ! what was relied on, ~ otherwise:")
        for line in changes_told(tool["changes"]):
            click.echo(line)


@tools.command()
@click.argument("name")
@connected
def remove(client: Client, name: str) -> None:
    """Remove tool NAME."""
    client.call("DELETE", f"/v1/tools/{name}")
    click.echo(f"removed {name}")

