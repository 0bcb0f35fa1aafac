"""Kills live workers with SIGKILL at random instants, and now and then the supervisor with the API.

    any        whatever worker lives, at any instant
    holder     one that holds a message (`queue.held()`)
    in a call  one whose step's call the service is carrying out at this instant
    home       supervisor and API; started again at once
"""

import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from infra.stress.dev_home import DevHome
from infra.stress.driver import Driver

AIMS = ("any", "holder", "in a call", "in a call")
SEARCH_S = 0.5


@dataclass(slots=True)
class Killer:
    """`every`: seconds between two kills on average.  One kill in `home_every` takes the whole home."""

    home: DevHome
    driver: Driver
    wanted: int
    every: float
    home_every: int
    seed: int
    killed: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    defects: list[str] = field(default_factory=list)
    _random: random.Random = field(init=False)
    _stop: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread = field(init=False)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)  # noqa: S311 instants, not secrets
        self._thread = threading.Thread(target=self._work, name="killer", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join()

    @property
    def workers_killed(self) -> int:
        return self.killed.total() - self.killed["home"]

    @property
    def at_work(self) -> bool:
        return self._thread.is_alive()

    def _work(self) -> None:
        try:
            while self.workers_killed < self.wanted:
                if self._stop.wait(self._random.uniform(0.0, 2 * self.every)):
                    return
                if self._random.random() * self.home_every < 1:
                    self._kill_home()
                else:
                    self._kill_worker(self._random.choice(AIMS))
        except Exception as error:  # a thread's edge: what ended it must be told, not lost
            self.defects.append(f"the killer gave up: {type(error).__name__}: {error}")

    def _kill_home(self) -> None:
        self.home.kill()
        self.killed["home"] += 1
        time.sleep(self._random.uniform(0.0, 0.3))
        self.home.start()

    def _kill_worker(self, aim: str) -> None:
        alive = self.home.workers_alive()
        pid = self._random.choice(sorted(alive)) if aim == "any" and alive else self._search(aim, alive)
        if pid is None:
            return
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
            self.killed[aim] += 1
            self.kinds[alive[pid]] += 1

    def _search(self, aim: str, alive: Mapping[int, str]) -> int | None:
        """A worker that holds a step now; None if there is none for a while."""
        queue, end = self.home.store().queue, time.monotonic() + SEARCH_S
        while time.monotonic() < end:
            calling = self.driver.ledger.in_flight() if aim == "in a call" else None
            names = self.driver.open_orders()
            holders = [
                held.holder for held in queue.held()
                if held.holder in alive and (calling is None or names.get(str(held.body.get("task"))) in calling)
            ]
            if holders:
                return self._random.choice(holders)
            time.sleep(0.002)
        return None
