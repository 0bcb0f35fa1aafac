"""Run the explorer: `python -m tests.protocol --faults 1` (short) or `--faults 2` (long)."""

import argparse
import sys

from tests.protocol.explorer import Result, explore
from tests.protocol.rules import Rules
from tests.protocol.scenarios import SCENARIOS
from tests.protocol.weakened import WEAKENED


def line(name: str, faults: int, result: Result) -> str:
    said = result.broken or ("holds" if result.complete else "cut, nothing found")
    return f"{name:66.66} {faults:3} {result.states:10,} {result.moves:11,} {result.seconds:7.1f}  {said}"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.protocol", description=__doc__)
    parser.add_argument("--faults", type=int, default=1, help="budget; wide scenarios have one less")
    parser.add_argument("--seconds", type=float, default=3_600, help="cut one exploration after this")
    parser.add_argument("--only", default="", help="scenarios whose name contains this")
    parser.add_argument("--trace", action="store_true", help="print the counter-examples of weakened rules")
    options = parser.parse_args(arguments)
    wrong = states = moves = 0
    print(f"{'scenario':66} {'faults':>3} {'states':>7} {'moves':>11} {'seconds':>7}")
    for name, scenario in SCENARIOS.items():
        if options.only not in name:
            continue
        faults = options.faults - scenario.wide
        result = explore(scenario, Rules(), faults, seconds=options.seconds)
        wrong += bool(result.broken)
        states, moves = states + result.states, moves + result.moves
        print(line(name, faults, result), flush=True)
        if result.broken:
            print("    " + " | ".join(result.trace))
    print(f"{states:,} states, {moves:,} moves\n\nwithout a rule (each must be broken):")
    for one in WEAKENED:
        if options.only not in one.scenario.name:
            continue
        result = explore(one.scenario, one.rules, one.faults, seconds=options.seconds)
        wrong += not result.broken
        print(line(f"{one.number:4}{one.what}", one.faults, result), flush=True)
        if options.trace:
            print("    " + " | ".join(result.trace))
    print("as expected" if not wrong else f"{wrong} not as expected")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
