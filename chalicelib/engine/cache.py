"""A bounded memory of one worker.

What is immutable (records, definitions, action records, sub-agent versions) stays until it is pushed out;
what may change is asked for with an age.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar  # Any: holds values of every kind

T = TypeVar("T")


class Cache:
    """Safe for the threads of the API; a worker has one thread."""

    def __init__(self, now: Callable[[], int], most: int = 2_000) -> None:
        self._now = now
        self._most = most
        self._entries: OrderedDict[Hashable, tuple[int, Any]] = OrderedDict()
        self._lock = Lock()

    def keep(self, key: Hashable, value: Any) -> None:
        with self._lock:
            self._entries[key] = (self._now(), value)
            self._entries.move_to_end(key)
            while len(self._entries) > self._most:
                self._entries.popitem(last=False)

    def find(self, key: Hashable, max_age: int | None = None) -> Any:
        """The value, or None if it is not here or older than `max_age` ms."""
        with self._lock:
            entry = self._entries.get(key)
            if entry is None or (max_age is not None and self._now() - entry[0] > max_age):
                return None
            self._entries.move_to_end(key)
            return entry[1]

    def get(self, key: Hashable, load: Callable[[], T], max_age: int | None = None) -> T:
        """The value; loaded if it is not here or older than `max_age` ms."""
        found = self.find(key, max_age)
        if found is None:
            found = load()
            self.keep(key, found)
        return found  # type: ignore[no-any-return]  # entries hold what the same key's `load` gave
