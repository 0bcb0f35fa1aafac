"""The embedded home as people start it (`replan dev`), in a process of its own that may be killed.

The API and the supervisor are one process, workers are its children.  Killed with SIGKILL, it is started
again on the same data and the same port.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import urllib3

from chalicelib.embedded.home import Home, open_home
from infra.stress.api import Api

UP_S = 30.0


@dataclass(slots=True)
class DevHome:
    data: Path
    port: int
    workers: int
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns when the API answers."""
        command = [sys.executable, "-m", "chalicelib.cli", "dev", "--data", str(self.data), "--port", str(self.port)]
        with (self.data / "dev.log").open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 our own command
                [*command, "--workers", str(self.workers)], stdout=log, stderr=log,
                env={**os.environ, **self.environment},
            )
        self._wait_until_up()

    def kill(self) -> None:
        """The API and the supervisor are gone at once; the workers notice."""
        assert self.process
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def api(self) -> Api:
        return Api(self.url, json.loads((self.data / "dev.json").read_text())["keys"]["live"])

    def store(self) -> Home:
        return open_home(self.data / "replan.db")

    def workers_alive(self) -> dict[int, str]:
        """Process ids of the supervisor's children; what they are: steps, events or timer."""
        assert self.process
        listed = subprocess.run(
            ["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True  # noqa: S607 POSIX
        ).stdout
        found = {}
        for line in listed.splitlines():
            pid, parent, arguments = line.split(maxsplit=2)
            if int(parent) == self.process.pid and "chalicelib.embedded.worker" in arguments:
                found[int(pid)] = kind_of(arguments)
        return found

    def _wait_until_up(self) -> None:
        end = time.monotonic() + UP_S
        while time.monotonic() < end:
            assert self.process
            if self.process.poll() is not None:
                break
            try:
                answer = urllib3.request("GET", f"{self.url}/health", timeout=2.0, retries=False)
                if answer.status == 200 and (self.data / "dev.json").exists():
                    return
            except urllib3.exceptions.HTTPError:
                pass
            time.sleep(0.05)
        raise RuntimeError(f"the home did not come up: see {self.data / 'dev.log'}")


def kind_of(arguments: str) -> str:
    if "--timer" in arguments:
        return "timer"
    return "steps" if '"steps"' in arguments else "events"


@contextmanager
def dev_home(data: Path, workers: int, **settings: str) -> Iterator[DevHome]:
    """An empty home with these settings (of the environment), up until the block ends."""
    data.mkdir(parents=True, exist_ok=True)
    home = DevHome(data, free_port(), workers, settings)
    home.start()
    try:
        yield home
    finally:
        home.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
