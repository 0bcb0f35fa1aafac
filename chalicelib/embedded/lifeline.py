"""How a supervisor and its children know of each other's death, without asking.

    supervisor ── stdin of the child: one byte = finish what you hold and leave; end of file = I am dead ──> child
    supervisor <── `life`, a pipe the child never closes: one byte = I am ready; end of file = I am dead ── child

A child whose supervisor is dead leaves at once, whatever it holds: nobody would enforce its time limit any
more, and a lease is only safe while a worker cannot outlive it.
"""

import os
import signal
import sys
import threading
from types import FrameType


class Lifeline:
    """The child's side.  `stopping` turns true when it is to leave; `bell` can be read from then on."""

    def __init__(self, life: int, inherited: tuple[int, ...] = ()) -> None:
        """`inherited` are descriptors that must not reach processes which a handler starts."""
        for descriptor in (life, *inherited):
            os.set_inheritable(descriptor, False)
        self._life = life
        self.bell, self._ring = os.pipe()
        self.stopping = False
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal's Ctrl-C: the supervisor decides
        signal.signal(signal.SIGTERM, self._on_term)
        threading.Thread(target=self._watch, name="lifeline", daemon=True).start()

    def ready(self) -> None:
        os.write(self._life, b"r")

    def _on_term(self, signum: int, frame: FrameType | None) -> None:
        self._stop()

    def _watch(self) -> None:
        while os.read(sys.stdin.fileno(), 1):
            self._stop()
        os._exit(1)

    def _stop(self) -> None:
        self.stopping = True
        os.write(self._ring, b"!")
