"""The command line's way to the API: where it is, with which key, and what a refusal reads like."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any  # Any: answers are JSON
from urllib.parse import urlencode

import click
import urllib3

DEV_FILE = Path(".replan/dev.json")


@dataclass(frozen=True, slots=True)
class Client:
    url: str
    key: str

    def get(self, path: str, **query: Any) -> Any:
        wanted = {name: value for name, value in query.items() if value is not None}
        return self.call("GET", path + (f"?{urlencode(wanted)}" if wanted else ""))

    def call(
        self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None
    ) -> Any:
        """The JSON answer; a refusal ends the command with the API's own words."""
        given = {"Authorization": f"Bearer {self.key}", **(headers or {})}
        try:
            answer = urllib3.request(
                method, self.url + path, json=body, headers=given, timeout=60.0, retries=False
            ) if body is not None else urllib3.request(
                method, self.url + path, headers=given, timeout=60.0, retries=False
            )
        except urllib3.exceptions.HTTPError as error:
            raise click.ClickException(
                f"cannot reach {self.url}: is `replan dev` running there? ({type(error).__name__})"
            ) from error
        if answer.status >= 400:
            raise Refused(answer.status, answer.data)
        return json.loads(answer.data) if answer.data else None


class Refused(click.ClickException):
    """The API refused: `code` is its word for why, empty where the answer is not the API's."""

    def __init__(self, status: int, data: bytes) -> None:
        super().__init__(refusal(status, data))
        self.code = self.message.partition(":")[0] if not self.message.startswith("HTTP ") else ""


def refusal(status: int, data: bytes) -> str:
    try:
        error = json.loads(data)["error"]
    except (ValueError, KeyError, TypeError):
        return f"HTTP {status}: {data[:300].decode(errors='replace')}"
    lines = [f"{error['code']}: {error['message']}"]
    lines += [f"  {detail.get('field')}: {detail.get('message')}" for detail in error.get("details", [])]
    return "\n".join(lines)


def approver(mode: str) -> str:
    """The name, in `dev.json`, of the key that approves what the key of `mode` has sent."""
    return f"{mode}_approver"


def connected(command: Callable[..., Any], *, approves: bool = False) -> Callable[..., Any]:
    """Adds --url, --key and --live, and hands a `Client` to the command as its first argument.

    `approves`: without --key, it is that of the approver.
    """

    @click.option("--url", envvar="REPLAN_URL", help="Where the API is (default: the running `replan dev`).")
    @click.option("--key", envvar="REPLAN_API_KEY", help="API key (default: the one of `replan dev`).")
    @click.option("--live", is_flag=True, help="Use the live key of `replan dev` instead of its test key.")
    @wraps(command)
    def with_client(url: str | None, key: str | None, live: bool, **rest: Any) -> Any:
        return command(client(url, key, live=live, approves=approves), **rest)

    return with_client


def client(url: str | None, key: str | None, *, live: bool = False, approves: bool = False) -> Client:
    known: Mapping[str, Any] = json.loads(DEV_FILE.read_text()) if DEV_FILE.exists() else {}
    url = url or known.get("url")
    mode = "live" if live else "test"
    key = key or (known.get("keys") or {}).get(approver(mode) if approves else mode)
    if not url or not key:
        raise click.ClickException(
            "no API to talk to: start `replan dev` in this folder, or set REPLAN_URL and REPLAN_API_KEY"
        )
    return Client(url.rstrip("/"), key)


def print_json(value: Any) -> None:
    click.echo(json.dumps(value, indent=2, ensure_ascii=False))
