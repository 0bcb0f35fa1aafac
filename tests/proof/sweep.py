"""The crash sweep: every scenario, and at every call that it makes everything that can go wrong.

    python -m tests.proof.sweep [--every N] [--only SCENARIO [--at N --mode MODE [--unswept]]]

A run counts only if its fault fired.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tests.proof.gate import Fault, Made
from tests.proof.scenario import Scenario
from tests.proof.scenarios import SCENARIOS
from tests.proof.stage import Stage

MODES = ("before", "after", "throttle", "sdk", "lost")


@dataclass(frozen=True)
class Point:
    """One crash point; `broken` says what did not hold, `fired` at which call the fault happened.

    `unswept`: the sweeper must not be needed, because neither a caller died nor a message was lost.
    """

    scenario: str
    at: int
    mode: str
    unswept: bool = False
    fired: str = ""
    broken: str = ""


def played(scenario: Scenario, fault: Fault, *, unswept: bool = False) -> Stage:
    stage = Stage(scenario, fault)
    fault.drop = stage.world.queue._letters.popitem
    return stage.drive(unswept=unswept)


def calls_of(scenario: Scenario, *, unswept: bool = False) -> list[Made]:
    """The calls of a run without faults."""
    fault = Fault()
    played(scenario, fault, unswept=unswept)
    return fault.names


def points(scenario: Scenario) -> Iterator[Point]:
    """Where to fail, and how.  To repeat a read proves nothing, and only messages get lost."""
    for at, call in enumerate(calls_of(scenario), 1):
        for mode in MODES:
            if (mode != "sdk" or call.writes) and (mode != "lost" or call.name.startswith("send")):
                yield Point(scenario.name, at, mode)
    if scenario.swept:
        return
    for at, call in enumerate(calls_of(scenario, unswept=True), 1):
        if not call.by_api and call.writes:
            yield Point(scenario.name, at, "before", unswept=True)
            yield Point(scenario.name, at, "sdk", unswept=True)


def crash(point: Point) -> Point:
    fault = Fault(point.at, point.mode)
    broken = ""
    try:
        played(SCENARIOS[point.scenario], fault, unswept=point.unswept)
    except Exception as error:  # whatever goes wrong is the result of this point
        broken = f"{type(error).__name__}: {error}"
    return replace(point, fired=fault.fired, broken=broken)


def swept(scenario: Scenario, every: int = 1, *, stop: bool = False) -> list[Point]:
    """All points of a scenario, or every n-th; `stop`: up to the first that is broken."""
    found: list[Point] = []
    for number, point in enumerate(points(scenario)):
        if number % every == 0:
            found.append(crash(point))
            if stop and found[-1].broken:
                break
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="*", help="scenarios", metavar="SCENARIO")
    parser.add_argument("--stop", action="store_true", help="at the first point that is broken")
    parser.add_argument("--at", type=int, help="the number of the call")
    parser.add_argument("--mode", choices=MODES)
    parser.add_argument("--unswept", action="store_true")
    parser.add_argument("--every", type=int, default=1)
    wanted = parser.parse_args()
    chosen = [SCENARIOS[name] for name in wanted.only] if wanted.only else list(SCENARIOS.values())
    if wanted.at:
        print(crash(Point(chosen[0].name, wanted.at, wanted.mode or "before", wanted.unswept)))
        return 0
    began, total, bad, silent = time.monotonic(), 0, 0, 0
    for scenario in chosen:
        found = swept(scenario, wanted.every, stop=wanted.stop)
        broken = [point for point in found if point.broken]
        unfired = [point for point in found if not point.fired]
        total, bad, silent = total + len(found), bad + len(broken), silent + len(unfired)
        modes = Counter("unswept" if point.unswept else point.mode for point in found)
        told = ", ".join(f"{mode} {number}" for mode, number in modes.items())
        print(f"{scenario.name:45} {len(found):4}: {told}; {len(broken)} broken, {len(unfired)} not fired", flush=True)
        for point in broken[:5]:
            print(f"    {point}"[:1500])
    print(f"{total} crash points, {total - bad} survived, {silent} did not fire; {time.monotonic() - began:.0f} s")
    return 1 if bad or silent else 0


if __name__ == "__main__":
    sys.exit(main())
