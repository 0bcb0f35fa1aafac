"""The control record stays small: a write costs one unit per kilobyte, at every step of every task.

Counted by DynamoDB's rule: names and texts by UTF-8 bytes, numbers by one byte per two digits and one more,
lists and maps by three bytes and one per entry.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.control import Control, Live, Settled, encode
from chalicelib.engine.ports import META

NOW = 1_790_000_000_123
KEYS = {"pk": "T#acct_8xK2mPq41ZbT.live#task_8xK2mPq41ZbT", "sk": META, "gs": 15}


def size(value: Any) -> int:
    match value:
        case str():
            return len(value.encode())
        case int():
            return (len(str(abs(value)).strip("0")) + 1) // 2 + 1
        case Mapping():
            return 3 + sum(1 + size(name) + size(entry) for name, entry in value.items())
        case _:
            return 3 + sum(1 + size(entry) for entry in value)


def item_size(control: Control) -> int:
    item = {**KEYS, **encode(control)}
    return sum(size(name) + size(value) for name, value in item.items())


def task(steps: int, done: int = 0, running: int = 0, delayed: bool = False) -> Control:
    """Two dependencies a step; the first `done` settled, the next `running` held, the rest pending."""
    plan: dict[str, Live | Settled] = {"z": Settled("D", "aBcDeF")}
    for n in range(1, steps + 1):
        waits = Live("P", "i", tuple(str(dep) for dep in (n - 2, n - 1) if dep > 0))
        if n <= done:
            plan[str(n)] = Settled("D", "aBcDeF")
        elif n <= done + running:
            plan[str(n)] = replace(
                waits, state="R", epoch=1, attempts=1, lease=NOW + 180_000, owner="aBcDeF", first_call=NOW
            )
        elif delayed:
            plan[str(n)] = replace(waits, epoch=2, attempts=2, not_before=NOW)
        else:
            plan[str(n)] = waits
    return Control(entered=steps, open=steps - done, version=3, due=NOW, steps=plan)


@pytest.mark.parametrize("steps, limit", [(20, 1024), (50, 2048)])
@pytest.mark.parametrize("share", [0, 0.25, 0.5, 0.75, 1])
def test_a_task_keeps_within_its_limit_at_every_stage(steps: int, limit: int, share: float) -> None:
    done = int(steps * share)

    assert item_size(task(steps, done, running=min(2, steps - done))) <= limit


def test_twenty_steps_keep_within_a_kilobyte_even_when_all_are_retried_and_delayed() -> None:
    assert item_size(task(20, delayed=True)) <= 1024
