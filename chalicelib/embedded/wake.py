"""Waking instead of polling: one named pipe per queue, beside the file.

A commit that made messages visible puts a byte into the pipe; workers sleep on it.  The byte says only
"look": whoever wakes empties the pipe, and whoever takes a message while more are there puts a byte back.
So nothing is counted and nothing can drift; a worker that is killed between the two costs at most the
fallback time-out of the sleepers.
"""

import os
import select
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

FALLBACK = 1.0
"""Seconds after which a sleeper looks without having been woken."""


class Wake:
    """Opened lazily, for reading and writing at once: so nobody waits for the other side, and there is no EOF."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._pipes: dict[str, int] = {}

    def poke(self, queues: Iterable[str]) -> None:
        for queue in set(queues):
            try:
                os.write(self._pipe(queue), b"!")
            except BlockingIOError:
                continue  # full: whoever looks will find more than enough bytes

    def wait(self, queues: Sequence[str], seconds: float, *others: int) -> None:
        """Sleeps until poked, until one of the `others` (file descriptors) can be read, or `seconds` at most."""
        poll = select.poll()
        pipes = [self._pipe(queue) for queue in queues]
        for descriptor in (*pipes, *others):
            poll.register(descriptor, select.POLLIN)
        woken = {descriptor for descriptor, _ in poll.poll(max(0.0, min(seconds, FALLBACK)) * 1000)}
        for pipe in woken.intersection(pipes):
            _empty(pipe)

    def close(self) -> None:
        while self._pipes:
            os.close(self._pipes.popitem()[1])

    def _pipe(self, queue: str) -> int:
        if queue not in self._pipes:
            path = self._directory / queue
            with suppress(FileExistsError):
                os.mkfifo(path, 0o600)
            self._pipes[queue] = os.open(path, os.O_RDWR | os.O_NONBLOCK)
        return self._pipes[queue]


def _empty(pipe: int) -> None:
    try:
        os.read(pipe, 1 << 16)
    except BlockingIOError:
        return  # another sleeper was quicker
