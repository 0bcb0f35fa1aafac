"""`replan tools call`: one real call of one action, through everything that a step goes through.

It is carried out in this process, in the home that the environment names (by default the one of `replan dev` in
this folder), so that no door of the API can call tools outside a task.
"""

import json
import os
from pathlib import Path
from typing import Any  # Any: inputs and outputs are JSON

import click
from rich.console import Console

from chalicelib.cli.client import DEV_FILE, print_json
from chalicelib.domain.errors import ReplanError


@click.command()
@click.argument("tool")
@click.argument("action")
@click.argument("inputs", nargs=-1, metavar="[NAME=VALUE]...")
@click.option("--user-id", help="Whose connection; without it, the account's own.")
@click.option("--key", envvar="REPLAN_API_KEY", help="API key (default: the one of `replan dev`).")
@click.option("--live", is_flag=True, help="Use the live key of `replan dev` instead of its test key.")
@click.option("--preview", is_flag=True, help="Show the request and send nothing.")
@click.option("--yes", is_flag=True, help="Do not ask before a write.")
@click.option("--json", "as_json", is_flag=True)
def call(
    tool: str, action: str, inputs: tuple[str, ...], user_id: str | None, key: str | None, live: bool, preview: bool,
    yes: bool, as_json: bool,
) -> None:
    """Call ACTION of TOOL once.  A value that reads as JSON is that, else text; @FILE is the text of a file.

    The answer is shown with its secrets masked.  What is not a read is shown first, and asked about.
    """
    from chalicelib.engine import single_call

    try:
        home, account = _home(key, live=live)
        asked = single_call.call_of(home.engine, account, tool, action, parsed(inputs), user_id)
        request = home.ports.tools.preview(asked)
        if preview:
            print_json(request)
            return
        if asked.action.effect != "read" and not yes:
            Console(stderr=True, highlight=False).print_json(json.dumps(request))
            click.confirm(f"{asked.action.ref} is {asked.action.effect}. Send this request?", abort=True, err=True)
        outcome = single_call.carry_out(home.engine, asked)
    except ReplanError as error:
        raise click.ClickException(f"{error.code}: {error.detail}") from error
    raise SystemExit(_told(outcome, as_json=as_json))


def parsed(inputs: tuple[str, ...]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in inputs:
        name, separator, value = one.partition("=")
        if not separator:
            raise click.BadParameter(f"{one!r} is not NAME=VALUE", param_hint="INPUTS")
        found[name] = _value(value)
    return found


def _value(text: str) -> Any:
    if text.startswith("@"):
        path = Path(text[1:])
        if not path.is_file():
            raise click.BadParameter(f"there is no file {path}", param_hint="INPUTS")
        return path.read_text()
    try:
        return json.loads(text)
    except ValueError:
        return text


def _home(key: str | None, *, live: bool) -> tuple[Any, str]:  # Any: wiring is imported late
    """The home and the account of the key; the key must be one that may send tasks."""
    kind = os.environ.get("REPLAN_HOME", "embedded")
    if kind == "embedded" and "REPLAN_DATABASE" not in os.environ and not DEV_FILE.exists():
        raise click.ClickException(
            "no home here: start `replan dev` in this folder, or set REPLAN_DATABASE or REPLAN_HOME"
        )
    if kind == "embedded":
        os.environ.setdefault("REPLAN_ALLOW_LOOPBACK", "1")  # as `replan dev` does; the setting is not one of AWS
    known: dict[str, Any] = json.loads(DEV_FILE.read_text()) if DEV_FILE.exists() else {}
    secret = key or (known.get("keys") or {}).get("live" if live else "test")
    if not secret:
        raise click.ClickException("no API key: give --key, or set REPLAN_API_KEY")
    from chalicelib import wiring
    from chalicelib.engine import keys

    home = wiring.home()
    found = keys.authenticate(home.ports.store, home.settings.pepper, secret)
    if "tasks:write" not in found.scopes:
        raise click.ClickException(f"key {found.name!r} may not call tools: it needs the scope tasks:write")
    return home, found.account


def _told(outcome: Any, *, as_json: bool) -> int:  # Any: an outcome, or that the tool has begun
    """Print what came back; the exit status is 0 only for a call that was done."""
    from chalicelib.domain.outcome import Done, Failed
    from chalicelib.domain.redact import redact

    match outcome:
        case Done():
            output = redact(outcome.output, ())
            if as_json:
                print_json({"status": "done", "output": output, "note": outcome.note, "more": outcome.more})
                return 0
            click.echo(output if isinstance(output, str) else json.dumps(output, indent=2, ensure_ascii=False))
            for said in (outcome.note, "There are more pages." if outcome.more else ""):
                if said:
                    click.echo(said, err=True)
            return 0
        case Failed():
            told = {"status": "failed", "reason": outcome.reason, "signal": outcome.signal, "detail": outcome.detail,
                    "retry_after": outcome.retry_after, "http_status": outcome.status}
            print_json(told) if as_json else click.echo(f"{outcome.reason}: {outcome.detail}", err=True)
            return 1
    print_json({"status": "started"}) if as_json else click.echo("begun, and not done yet", err=True)
    return 0
