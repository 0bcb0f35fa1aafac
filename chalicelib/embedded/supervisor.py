"""Keeps the workers alive, and takes from the dead what they held.

    python -m chalicelib.embedded.supervisor --database F --timeout 60 --handlers '{"steps": "app:run_step"}'

- One supervisor per file: it holds a lock that its children inherit, so the next one starts only when all
  of them are gone, and may then free whatever is still held.
- A worker that holds a message longer than the function timeout is killed.  Leases are longer than that,
  so nobody can claim a step whose worker still lives.
- A worker that has been reaped frees what it held at once (`holds.py`); nobody waits for a lease.
"""

import argparse
import json
import os
import selectors
import signal
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path

from chalicelib.domain.errors import Unavailable
from chalicelib.embedded.child import Child
from chalicelib.embedded.home import open_home
from chalicelib.engine.ports import QueueName

POOLS: tuple[tuple[QueueName, ...], ...] = (("steps", "intake"), ("webhooks", "learn"))
"""The first has as many workers as wished; the second one, so that a slow receiver never holds up a step."""


@dataclass(frozen=True, slots=True)
class Crew:
    """`handlers`, `sweep` and `warm` are "module:function"; times in seconds; `log` takes what the children print.

    `warm` is called once in each worker before it takes messages, so that its first step is not the slow one.

    `timeout` is the function timeout, and must be less than the lease of a claim: safety hangs on it.
    `patience`: how long to wait for the children of a supervisor that was killed.
    """

    database: Path
    handlers: Mapping[QueueName, str]
    timeout: float
    workers: int = 4
    sweep: str | None = None
    every: float = 60.0
    environment: Mapping[str, str] | None = None
    log: Path | None = None
    warm: str | None = None
    patience: float = 10.0


class Supervisor:
    """`start` returns when the processes have been started; a thread watches over them until `stop`."""

    def __init__(self, crew: Crew) -> None:
        self._crew = crew
        self._home = open_home(crew.database)
        self._output: int | None = None
        self._selector = selectors.DefaultSelector()
        self._bell, self._ring = os.pipe()
        self._selector.register(self._bell, selectors.EVENT_READ)
        self._grace: float | None = None
        self._all_ready = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="supervisor")
        self._children: tuple[Child, ...] = ()
        self._lock = -1

    def start(self) -> None:
        self._lock = _lock(self._home.database.run_dir / "lock", self._crew.patience)
        if self._crew.log:
            self._output = os.open(self._crew.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        self._home.holds.free()
        self._children = tuple(self._recruit())
        for child in self._children:
            self._start(child)
        self._thread.start()

    def wait_ready(self, seconds: float = 30.0) -> bool:
        """True once every child has loaded its functions."""
        return self._all_ready.wait(seconds)

    def stop(self, grace: float | None = None) -> None:
        """Workers finish what they hold, for `grace` seconds at most (the function timeout if not given)."""
        if self._thread.is_alive():
            self.ask_to_stop(grace)
            self.join()

    def ask_to_stop(self, grace: float | None = None) -> None:
        self._grace = self._crew.timeout if grace is None else grace
        os.write(self._ring, b"!")

    def join(self) -> None:
        self._thread.join()

    @property
    def workers(self) -> tuple[int, ...]:
        """Process ids of the workers that take messages now."""
        return tuple(child.pid for child in self._children if child.pid and child.ready and child.takes_messages)

    def _recruit(self) -> list[Child]:
        crew = self._crew
        common = ["--database", str(crew.database), "--timeout", str(crew.timeout)]
        recruits = []
        for position, queues in enumerate(POOLS):
            handlers = {queue: crew.handlers[queue] for queue in queues if queue in crew.handlers}
            count = (1 if position else crew.workers) if handlers else 0
            arguments = [*common, "--handlers", json.dumps(handlers), *(["--warm", crew.warm] if crew.warm else [])]
            recruits += [Child(arguments, crew.environment, self._output, True) for _ in range(count)]
        if crew.sweep:
            arguments = [*common, "--timer", crew.sweep, "--every", str(crew.every)]
            recruits.append(Child(arguments, crew.environment, self._output, False))
        return recruits

    def _start(self, child: Child) -> None:
        child.start(self._lock)
        self._selector.register(child.life, selectors.EVENT_READ, child)

    def _watch(self) -> None:
        look = min(1.0, self._crew.timeout / 4)
        try:
            while self._grace is None:
                self._listen(look)
                self._restart()
                self._kill_overdue()
            self._dismiss(time.monotonic())
        finally:
            for child in self._children:
                self._bury(child)
            self._selector.close()
            os.close(self._lock)
            if self._output is not None:
                os.close(self._output)

    def _listen(self, seconds: float) -> None:
        pauses = [child.restart_at - time.monotonic() for child in self._children if child.process is None]
        for key, _ in self._selector.select(max(0.0, min([seconds, *pauses]))):
            if key.data is None:
                os.read(self._bell, 1)
            elif not key.data.hear():
                self._bury(key.data)
        if all(child.ready for child in self._children):
            self._all_ready.set()

    def _restart(self) -> None:
        for child in self._children:
            if child.process is None and child.restart_at <= time.monotonic() and self._grace is None:
                self._start(child)

    def _kill_overdue(self) -> None:
        overdue = self._home.holds.overdue(self._crew.timeout)
        for child in self._children:
            if child.pid in overdue:
                child.kill()

    def _dismiss(self, asked: float) -> None:
        for child in self._children:
            child.ask_to_leave()
        while any(child.process for child in self._children):
            left = asked + (self._grace or 0.0) - time.monotonic()
            if left <= 0:
                return
            self._listen(left)

    def _bury(self, child: Child) -> None:
        if child.process is None:
            return
        self._selector.unregister(child.life)
        self._home.holds.free(child.reap())


def _lock(path: Path, patience: float) -> int:
    """Waits a little: the children of a supervisor that was killed leave by themselves."""
    lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    until = time.monotonic() + patience
    while True:
        try:
            flock(lock, LOCK_EX | LOCK_NB)
            return lock
        except BlockingIOError:
            if time.monotonic() > until:
                os.close(lock)
                raise Unavailable(f"another supervisor is at work on {path.parent}: stop it first") from None
            time.sleep(0.05)


def main(arguments: Sequence[str]) -> None:
    """Until SIGTERM or SIGINT; the second signal does not wait for what the workers hold."""
    parser = argparse.ArgumentParser(prog="python -m chalicelib.embedded.supervisor")
    parser.add_argument("--database", type=Path, required=True)
    parser.add_argument("--handlers", type=json.loads, required=True)
    parser.add_argument("--timeout", type=float, required=True)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--sweep")
    parser.add_argument("--every", type=float, default=60.0)
    supervisor = Supervisor(Crew(**vars(parser.parse_args(arguments))))
    asked: list[int] = []

    def on_signal(signum: int, frame: object) -> None:
        asked.append(signum)
        supervisor.ask_to_stop(0.0 if len(asked) > 1 else None)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, on_signal)
    supervisor.start()
    supervisor.join()


if __name__ == "__main__":
    main(sys.argv[1:])
