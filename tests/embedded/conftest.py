"""A home of its own and a supervisor with real worker processes for each test."""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from chalicelib.embedded.home import Home, open_home
from chalicelib.embedded.supervisor import Crew, Supervisor
from chalicelib.engine.ports import QueueName
from tests.embedded.handlers import SCRATCH

ROOT = Path(__file__).parents[2]


def eventually(what: Callable[[], Any], seconds: float = 15.0) -> Any:
    """The first true value of `what`; the processes are real, so there is nothing to step through."""
    until = time.monotonic() + seconds
    while not (value := what()):
        assert time.monotonic() < until, f"not within {seconds} s"
        time.sleep(0.005)
    return value


def alive(pid: int) -> bool:
    """Zombies, which nobody may reap here, count as dead."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


@dataclass(frozen=True)
class Place:
    directory: Path
    home: Home

    def notes(self, **having: Any) -> list[dict[str, Any]]:
        """What the handlers noted so far: those lines that have these entries."""
        try:
            lines = [json.loads(line) for line in (self.directory / "notes").read_text().splitlines()]
        except FileNotFoundError:
            return []
        return [line for line in lines if all(line.get(key) == value for key, value in having.items())]

    @property
    def environment(self) -> dict[str, str]:
        path = os.pathsep.join([str(ROOT), *sys.path])
        return {**os.environ, SCRATCH: str(self.directory), "PYTHONPATH": path}

    def crew(self, **handlers: str) -> Crew:
        """`steps="echo"` lets the workers run `handlers.echo`."""
        given: dict[QueueName, str] = {
            queue: f"tests.embedded.handlers:{name}" for queue, name in handlers.items()  # type: ignore[misc]
        }
        return Crew(self.directory / "home.db", given, timeout=120, workers=2, environment=self.environment)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    home = open_home(tmp_path / "home.db")
    yield Place(tmp_path, home)
    home.database.close()
    home.wake.close()


@contextmanager
def supervised(crew: Crew) -> Iterator[Supervisor]:
    supervisor = Supervisor(crew)
    supervisor.start()
    try:
        assert supervisor.wait_ready()
        yield supervisor
    finally:
        supervisor.stop(grace=0)
