"""A tool's limits under real concurrency: processes on one SQLite file."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.embedded.crowd import LEASE

ROOT = Path(__file__).parents[2]
CROWD = 6
LATE = 400
"""Milliseconds that a busy machine may take between letting a call in and writing it down."""


def crowd(tmp_path: Path, seconds: float, limits: dict[str, Any]) -> list[tuple[str, str, int]]:
    """(sign, holder, instant), in the order in which they were written."""
    ledger = tmp_path / "ledger"
    command = [
        sys.executable, "-m", "tests.embedded.crowd", str(tmp_path / "x.db"), str(ledger), str(seconds),
        json.dumps(limits),
    ]
    crowd = [subprocess.Popen(command, cwd=ROOT) for _ in range(CROWD)]
    assert [one.wait(60) for one in crowd] == [0] * CROWD
    found = [line.split() for line in ledger.read_text().splitlines()]
    return [(sign, holder, int(at)) for sign, holder, at in found]


def test_never_more_than_the_cap_at_once_and_a_slot_that_nobody_gives_back_comes_free(tmp_path):
    told = crowd(tmp_path, 2.5, {"max_concurrent": 3})

    now: dict[str, int] = {}
    most = lost = 0
    for sign, holder, at in told:
        if sign == "-":
            del now[holder]
            continue
        expired = [name for name, since in now.items() if since + LEASE <= at + LATE]
        lost += len(expired)
        for name in expired:
            del now[name]
        now[holder] = at
        most = max(most, len(now))
    assert most == 3
    assert lost > 3, "no slot was ever lost: the lease was not tried"
    assert len(told) > 60


@pytest.mark.parametrize(("calls", "per"), [(20, 1), (3, 1)])
def test_never_more_than_the_rate_in_any_window(tmp_path, calls, per):
    told = crowd(tmp_path, 2.5, {"rate_limit": {"calls": calls, "per_seconds": per}})

    began = [at for sign, _, at in told if sign == "+"]
    jitter = 25  # ms between being let in and writing it down
    for first in began:
        assert sum(first <= at < first + per * 1000 - jitter for at in began) <= calls
    assert len(began) >= 2 * calls
