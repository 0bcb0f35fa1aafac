"""Results kept for the very objects that were asked about last: a memory, the entries of an index, the brief of a task.

Such objects are compared by identity, as comparing what they hold would cost more than the work that is saved; and one
planning asks about the same object many times.
"""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

Asked = TypeVar("Asked")
Result = TypeVar("Result")

MOST = 16


def once(work: Callable[[Asked], Result], most: int = MOST) -> Callable[[Asked], Result]:
    """`work` done once for each of the latest `most` objects.  It must be pure, and its result must not be changed."""
    kept: dict[int, tuple[Asked, Result]] = {}

    @wraps(work)
    def found(asked: Asked) -> Result:
        held = kept.get(id(asked))
        if held is None or held[0] is not asked:
            held = asked, work(asked)
            while len(kept) >= most:
                kept.pop(next(iter(kept)), None)
            kept[id(asked)] = held
        return held[1]

    return found


def once_each(work: Callable[[Asked], Result]) -> Callable[[Asked], Result]:
    """The same for small objects of which a planning knows many: tables, the records of one."""
    return once(work, 16 * MOST)
