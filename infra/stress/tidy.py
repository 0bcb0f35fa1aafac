"""What must be left in a home when all tasks have ended: nothing due, nothing held, nothing put aside."""

import time
from collections.abc import Callable, Sequence
from typing import Protocol

from chalicelib.domain.control import SHARDS

FAR = 10**15
PATIENCE_S = 60.0


class Index(Protocol):
    def due(self, shard: int, now: int, *, limit: int = 100) -> Sequence[tuple[str, str]]: ...


def in_index(store: Index) -> list[str]:
    """Keys that the sweeper would still look at, now or ever."""
    return [f"{pk} {sk}" for shard in range(SHARDS) for pk, sk in store.due(shard, FAR, limit=1000)]


def wait_until_empty(look: Callable[[], Sequence[str]], patience: float = PATIENCE_S) -> Sequence[str]:
    """What is left after `patience` seconds; returns at once when nothing is."""
    end = time.monotonic() + patience
    while (left := look()) and time.monotonic() < end:
        time.sleep(0.5)
    return left
