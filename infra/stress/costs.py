"""What steps cost in AWS calls of ours, from the notes of the worker processes.

An attempt is one message of a step: claimed, the tool called, settled; one that failed and was tried again
is two.  Counted apart are the attempts that also end their task (FINISH), planning (step zero), and the reads
of what all tasks of a worker share (switches, catalogue, lessons): they are kept, and read again now and then.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any  # Any: notes are JSON

from infra.stress.audit import percentile

MOST = 5


@dataclass(slots=True)
class Costs:
    """Calls of each: an attempt of a step, an attempt that also ended its task, step zero, a learn message."""

    steps: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    planning: list[int] = field(default_factory=list)
    learning: list[int] = field(default_factory=list)
    shared: list[int] = field(default_factory=list)
    shapes: Counter[str] = field(default_factory=Counter)

    def rows(self) -> list[tuple[str, str]]:
        told = [("step", self.steps), ("last step and end", self.ends), ("planning", self.planning),
                ("learning", self.learning), ("shared, per attempt", self.shared)]
        return [(f"AWS calls: {name}", spread(calls)) for name, calls in told] + [
            (f"  {count} ×", shape) for shape, count in self.shapes.most_common(6)
        ]

    def wrong(self) -> list[str]:
        p99 = percentile(self.steps, 0.99)
        if not self.steps:
            return ["no step's calls were counted"]
        return [f"p99 of our AWS calls per step is {p99:.0f}, more than {MOST}"] if p99 > MOST else []


def costs(notes: Iterable[dict[str, Any]]) -> Costs:
    found = Costs()
    for note in notes:
        calls = sum(note["calls"].values()) - note["shared"]
        if note["queue"] != "steps":
            found.learning.append(calls)
        elif note["sid"] == "z":
            found.planning.append(calls)
        else:
            found.shared.append(note["shared"])
            (found.ends if note["ended"] else found.steps).append(calls)
            if not note["ended"]:
                found.shapes[", ".join(f"{name} {number}" for name, number in sorted(note["calls"].items()))] += 1
    return found


def spread(calls: list[int]) -> str:
    shares = ((0.5, "p50"), (0.99, "p99"), (1.0, "most"))
    told = ", ".join(f"{name} {percentile(calls, share):.0f}" for share, name in shares)
    return f"{told}, mean {sum(calls) / len(calls):.2f} (of {len(calls)})" if calls else "none"
