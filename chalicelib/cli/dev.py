"""`replan dev`: the embedded home on this machine, on 127.0.0.1 only.

One supervisor with worker processes, the API and the live pages in this process, one SQLite file.  Keys for
a first test and a first live partition are made once and kept beside the file, readable by their owner.
"""

import json
import os
import signal
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import ThreadingHTTPServer
from pathlib import Path

import click

from chalicelib.cli.client import approver
from chalicelib.embedded.supervisor import Crew, Supervisor

HANDLERS = {
    "steps": "app:run_step", "webhooks": "app:deliver_webhook", "learn": "app:learn", "intake": "app:accept_batch",
}
ALL_SCOPES = ("tasks:read", "tasks:write", "approve", "admin")
APPROVER_SCOPES = ("tasks:read", "approve")


@dataclass(frozen=True, slots=True)
class Running:
    """A home that is up.  `keys` holds a secret for each partition, by `test` and `live`, and one of an approver."""

    url: str
    keys: Mapping[str, str]
    supervisor: Supervisor
    data: Path

    def page(self, task_id: str, mode: str = "test") -> str:
        """The live page of a task.  The key stands behind `#`, which browsers do not send anywhere."""
        return f"{self.url}/dashboard/tasks/{task_id}#key={self.keys[mode]}"


@click.command()
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), default=Path(".replan"), show_default=True)
@click.option("--port", default=8321, show_default=True, help="0 picks a free one.")
@click.option("--workers", default=4, show_default=True, help="Worker processes.")
def dev(data: Path, port: int, workers: int) -> None:
    """Run Replan here: API, workers and live pages on 127.0.0.1.  No cloud account, no model key."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with running(data, port=port, workers=workers) as home:
        click.echo(f"API        {home.url}/v1")
        click.echo(f"Dashboard  {home.url}/dashboard#key={home.keys['test']}")
        click.echo(f"Approvals  {home.url}/dashboard#key={home.keys[approver('test')]}")
        click.echo(f"Keys       in {data / 'dev.json'} (all are secrets, the pk_test_ ones too)")
        click.echo(f"Workers    {workers} processes; their log is {data / 'workers.log'}")
        click.echo(f"Next       {command()} submit '…' --sub-agent NAME      (Ctrl-C stops)")
        stop.wait()
        click.echo("stopping: workers finish the step they hold")


def command() -> str:
    """How this command is typed here, without an activated environment."""
    path = Path(sys.argv[0])
    if path.name == "replan":
        with_dots = os.path.relpath(path)
        return with_dots if not with_dots.startswith("..") else str(path)
    return f"{os.path.relpath(sys.executable)} -m chalicelib.cli"


@contextmanager
def running(
    data: Path, *, port: int = 0, workers: int = 4, fresh_account: bool = False
) -> Iterator[Running]:
    """The embedded home, up until the block ends.

    Tools may be on 127.0.0.1: that setting belongs to this machine and does not exist on AWS.
    `fresh_account` begins with an account that has no tools, tasks or lessons yet.
    """
    data.mkdir(parents=True, exist_ok=True)
    settings = {
        "REPLAN_HOME": "embedded", "REPLAN_DATABASE": str((data / "replan.db").absolute()),
        "REPLAN_ALLOW_LOOPBACK": "1",
    }
    os.environ.update(settings)
    from chalicelib import wiring

    server, url = _serve(port)
    reached = _reached_at(url)
    wiring.home.cache_clear()
    home = wiring.home()
    timeout = home.settings.function_timeout / 1000
    try:
        supervisor = Supervisor(Crew(
            database=data / "replan.db", handlers=HANDLERS, workers=workers,  # type: ignore[arg-type]  # names of queues
            timeout=timeout, sweep="app:sweep", every=home.settings.sweep_after / 1000,
            environment=dict(os.environ), log=data / "workers.log",
            warm="chalicelib.functions:warm",
        ))
        supervisor.start()
        try:
            keys = first_keys(data, url, home, fresh=fresh_account)
            supervisor.wait_ready()
            yield Running(url, keys, supervisor, data)
        finally:
            supervisor.stop()
    finally:
        server.shutdown()
        if reached:
            del os.environ["REPLAN_PUBLIC_URL"]


def _reached_at(url: str) -> bool:
    """Tools on this machine, and the browser after a consent, reach us here, unless another address is set."""
    if os.environ.get("REPLAN_PUBLIC_URL"):
        return False
    os.environ["REPLAN_PUBLIC_URL"] = url
    return True


def _serve(port: int) -> tuple[ThreadingHTTPServer, str]:
    from app import app
    from chalicelib.api.server import serve

    try:
        server, bound = serve(app, port)
    except OSError as error:
        raise click.ClickException(f"port {port} on 127.0.0.1: {error.strerror}; give another --port") from error
    return server, f"http://127.0.0.1:{bound}"


def first_keys(data: Path, url: str, home: object, *, fresh: bool) -> Mapping[str, str]:
    """The keys of this home's first account, made at the first start; `dev.json` tells the commands of them.

    No key may approve what it has sent, so that each partition has a second one for that.
    """
    from chalicelib.engine import keys as api_keys
    from chalicelib.wiring import Home

    assert isinstance(home, Home)
    file = data / "dev.json"
    kept = json.loads(file.read_text()).get("keys", {}) if file.exists() and not fresh else {}

    def make(name: str, account: str, scopes: tuple[str, ...]) -> str:
        _, secret = api_keys.create(
            home.ports.store, home.settings.pepper, account, name, scopes, token=home.ports.token, now=home.ports.now()
        )
        return secret

    account = f"acct_{home.ports.token(12)}"
    for mode in ("test", "live"):
        if mode not in kept:
            kept[mode] = make("replan dev", f"{account}.{mode}", ALL_SCOPES)
        if approver(mode) not in kept:
            theirs = api_keys.authenticate(home.ports.store, home.settings.pepper, kept[mode]).account
            kept[approver(mode)] = make("replan dev, approver", theirs, APPROVER_SCOPES)
    _replace(file, json.dumps({"url": url, "keys": kept}))
    return dict(kept)


def _replace(file: Path, text: str) -> None:
    """Whole or not at all: a kill in between must not leave half a file, which no later start could read."""
    fresh = file.with_name(f"{file.name}.{os.getpid()}")
    fresh.touch(0o600)
    fresh.write_text(text)
    fresh.replace(file)
