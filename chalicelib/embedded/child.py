"""The supervisor's handle on one child process: started, ready, asked to leave, killed, reaped."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

RESTART_AT_MOST = 5.0


@dataclass(slots=True)
class Child:
    """`quick_deaths` counts deaths in a row before it was ready; they make the pause before a restart longer."""

    arguments: Sequence[str]
    environment: Mapping[str, str] | None
    output: int | None
    takes_messages: bool
    process: subprocess.Popen[bytes] | None = None
    life: int = -1
    ready: bool = False
    quick_deaths: int = 0
    restart_at: float = field(default=0.0)

    @property
    def pid(self) -> int | None:
        return self.process.pid if self.process else None

    def start(self, lock: int) -> None:
        """The lock goes along: it is free only when every child is gone as well."""
        self.life, life_of_child = os.pipe()
        command = [sys.executable, "-u", "-m", "chalicelib.embedded.worker", *self.arguments]
        try:
            self.process = subprocess.Popen(  # noqa: S603 our own module
                [*command, "--life", str(life_of_child), "--lock", str(lock)],
                stdin=subprocess.PIPE, stdout=self.output, stderr=self.output, env=self.environment,
                pass_fds=(life_of_child, lock), start_new_session=True,
            )
        finally:
            os.close(life_of_child)
        self.ready = False

    def hear(self) -> bool:
        """To be called when `life` can be read: False if the child is dead, else it is ready now."""
        alive = bool(os.read(self.life, 1))
        self.ready = self.ready or alive
        return alive

    def ask_to_leave(self) -> None:
        if self.process and self.process.stdin:
            with suppress(BrokenPipeError):
                os.write(self.process.stdin.fileno(), b"q")

    def kill(self) -> None:
        if self.process:
            self.process.kill()

    def reap(self) -> int:
        """Waits for the end, which must be near; gives the process id that is now free."""
        assert self.process
        process, self.process = self.process, None
        process.kill()
        process.wait()
        os.close(self.life)
        if process.stdin:
            with suppress(BrokenPipeError):
                process.stdin.close()
        self.quick_deaths = 0 if self.ready else self.quick_deaths + 1
        pause = 0.0 if self.ready else min(RESTART_AT_MOST, 0.1 * 2.0**self.quick_deaths)
        self.restart_at = time.monotonic() + pause
        self.ready = False
        return process.pid
