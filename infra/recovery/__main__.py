"""`python -m infra.recovery`: failures in made-up services, with and without a remedy, as a Markdown table.

Each world is run once without its failure and then again and again with it, by one sub-agent that remembers.  Exit
status 1 if a bound is broken.  Worlds that were left out of development have seeds, verbs, wordings and one mode of
their own; they are counted apart, and only what is safe is demanded of them.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence

from infra.recovery.driver import Driver, driver
from infra.recovery.faults import DEVELOPED, MODE_LEFT_OUT, MODES, make_world
from infra.recovery.score import HEADING, Found, broken, play, row, tally
from infra.recovery.wording import FAMILIES, FAMILY_LEFT_OUT
from infra.recovery.worlds import World

LEFT_OUT_SEEDS = 1_000_000
REMEDIES = (True, True, False)


def worlds(modes: Sequence[str], count: int, seed: int, left_out: bool) -> Iterator[World]:
    """`count` worlds of each mode; two of three hold a remedy, and the families of wording take turns."""
    families = (FAMILY_LEFT_OUT, *FAMILIES) if left_out else FAMILIES
    for mode in modes:
        for number in range(count):
            remedy = REMEDIES[number % len(REMEDIES)]
            yield make_world(seed + number, mode, remedy, families[(number // 3) % len(families)], left_out)


def main(arguments: Sequence[str] | None = None) -> int:
    asked = _arguments(arguments)
    print(HEADING, flush=True)
    faults: list[str] = []
    with driver() as home:
        if asked.only != "left-out":
            faults += _group(home, asked, left_out=False)
        if asked.only != "developed":
            faults += _group(home, asked, left_out=True)
    for text in faults:
        print(f"broken: {text}", file=sys.stderr)
    return 1 if faults else 0


def _group(home: Driver, asked: argparse.Namespace, left_out: bool) -> list[str]:
    """Print the rows of the worlds that are developed on, or of those left out; the bounds that they break."""
    everything: list[Found] = []
    for mode in MODES if left_out else DEVELOPED:
        if asked.modes and mode not in asked.modes:
            continue
        seed = asked.seed + (LEFT_OUT_SEEDS if left_out else 0)
        found = [play(home, world, asked.runs) for world in worlds([mode], asked.worlds, seed, left_out)]
        everything += found
        if asked.details:
            _detail(found)
        print(row(f"{mode}{' (mode left out)' if mode == MODE_LEFT_OUT else ''}", found), flush=True)
    title = "left out of development" if left_out else "developed on"
    print(row(f"**{title}**", everything), flush=True)
    return [f"{title}: {text}" for text in broken(tally(everything), safety_only=left_out)]


def _detail(found: Sequence[Found]) -> None:
    for one in found:
        for number, run in enumerate(one.runs[:2], 1):
            good = (run.right if one.world.fault.remedy else run.honest) and not run.wrong and not run.vain
            if not good:
                print(f"  {one.world.name} run {number}: {run}")


def _arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m infra.recovery", description=__doc__)
    parser.add_argument("--worlds", type=int, default=15, help="of each mode, in each group")
    parser.add_argument("--runs", type=int, default=20, help="of each world")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--modes", type=lambda text: text.split(","))
    parser.add_argument("--only", choices=("developed", "left-out"))
    parser.add_argument("--details", action="store_true", help="tell about runs that were not as they should be")
    return parser.parse_args(given)


if __name__ == "__main__":
    raise SystemExit(main())
