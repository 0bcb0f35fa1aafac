"""Services in processes of their own, on 127.0.0.1, up until the block ends; what they say goes to a file."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from infra.services.install import ROOT

PATIENCE_S = 30
LOGS = ROOT / "logs"


class NotUp(Exception):
    """A service ended, or does not listen."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def process(
    name: str, command: Sequence[str], port: int, environment: Mapping[str, str] | None = None,
    patience_s: float = PATIENCE_S,
) -> Iterator[Path]:
    """The file with what the service said so far."""
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / f"{name}.log"
    with log.open("wb") as out:
        running = subprocess.Popen(
            command, stdout=out, stderr=subprocess.STDOUT, env={**os.environ, **(environment or {})}, cwd=ROOT
        )
    try:
        _wait(name, running, port, log, patience_s)
        yield log
    finally:
        running.terminate()
        try:
            running.wait(5)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


def _wait(name: str, running: "subprocess.Popen[bytes]", port: int, log: Path, patience_s: float) -> None:
    end = time.monotonic() + patience_s
    while time.monotonic() < end:
        if running.poll() is not None:
            raise NotUp(f"{name} ended with {running.returncode}: {log.read_text()[-500:]}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise NotUp(f"{name} does not listen on {port} after {patience_s} s: {log.read_text()[-500:]}")
