"""The simulation in its short form; the long one is `make simulate`."""

import itertools
import time

from tests.proof.simulate import schedule, schedules

KINDS = {"before", "after", "throttle", "sdk", "too slow", "doubled"}


def test_no_schedule_breaks_an_invariant() -> None:
    report = schedules(range(600), until=time.monotonic() + 10)
    assert report.broken == {}
    assert report.count >= 30, "too few to show anything"
    assert set(report.faults) >= KINDS, "a fault that never fires shows nothing"


def test_a_seed_tells_the_same_story_each_time() -> None:
    told: list[list[str]] = []
    for _ in range(2):
        told.append([])
        schedule(7, told[-1].append)
    assert told[0] == told[1]
    assert len(told[0]) > 20


def test_workers_take_turns_in_the_middle_of_their_work() -> None:
    """Otherwise the seeds would only shuffle messages."""
    lines: list[str] = []
    for seed in range(40):
        schedule(seed, lines.append)
    actors = [line.split()[1:3] for line in lines if " worker " in line and "takes" not in line]
    changes = sum(first != second for first, second in itertools.pairwise(actors))
    assert changes > len(actors) / 20
