"""`python -m tests.grants [-v] [--only NAMES] [WORDS]`: how many prompts over whole documents are planned rightly.

The documents are fetched with npm, as `make connectors` does.  `-v` tells what is wrong with each plan of the developed
half (whose prompt holds the words); of the other half only the totals are shown.  `--only stripe,slack` takes the
prompts over these documents alone, which CI has.  Without words the exit status tells whether the floors are held.
"""

import sys
import time
from collections import Counter
from collections.abc import Mapping
from statistics import median

from chalicelib.planning.composer.composer import Composer
from chalicelib.planning.composer.index import index_of
from chalicelib.planning.planner import Brief
from tests.grants.cases import HALVES, Case, Verdict, judge, judge_run, load
from tests.grants.documents import bring, catalogue
from tests.grants.runs import Carried

NOW = 1795428000000
WORDS = ("right", "refuses", "wrong", "harmful")
EVERY = ""
FLOORS = {
    (EVERY, "developed"): (74, 0), (EVERY, "left_out"): (29, 2),
    ("slack,stripe", "developed"): (20, 0),
}
"""How many are right at least, and how many harmful at most, by the documents and the half."""


def planned(case: Case) -> tuple[Verdict, float]:
    """The verdict, and the seconds of processor time that the draft took with the index ready."""
    known = catalogue(case.grant)
    index_of(known)
    brief = Brief(case.prompt, known, context={"user_id": "user_123"}, now=NOW)
    before = time.process_time()
    plan = Composer().draft(brief)
    seconds = time.process_time() - before
    if case.answers is None:
        return judge(case, plan, known), seconds
    return judge_run(case, Carried(case.prompt, known, case.answers, NOW)), seconds


def main(arguments: list[str]) -> int:
    loud, only = "-v" in arguments, EVERY
    if "--only" in arguments:
        at = arguments.index("--only")
        only = ",".join(sorted(arguments[at + 1].split(",")))
        arguments = [*arguments[:at], *arguments[at + 2 :]]
    words = " ".join(one for one in arguments if one != "-v")
    held = True
    for half in HALVES if not words else HALVES[:1]:
        cases = [one for one in load(half) if words in one.prompt and (not only or {*one.grant} <= {*only.split(",")})]
        if not cases:
            continue
        bring(sorted({name for one in cases for name in one.grant}))
        found = [(case, *planned(case)) for case in sorted(cases, key=lambda one: one.grant)]
        for case, verdict, _ in found if loud and half == HALVES[0] else ():
            if not verdict.right:
                print(f"  {verdict.word:9} {'+'.join(case.grant)}: {case.prompt}")
                print(f"            {'; '.join((*verdict.faults, *(f'HARM {one}' for one in verdict.harms)))}")
        counts = Counter(verdict.word for _, verdict, _ in found)
        told = ", ".join(f"{word} {counts[word]}" for word in WORDS)
        spent = [1000 * seconds for *_, seconds in found]
        print(f"{half}: {len(found)} prompts: {told}; draft {median(spent):.0f} ms median, {max(spent):.0f} ms at most")
        held = held and (bool(words) or holds(only, half, counts))
    return int(not held)


def holds(only: str, half: str, counts: Mapping[str, int]) -> bool:
    """Whether the floors are held; those that fall are named."""
    least, most = FLOORS.get((only, half), (0, sum(counts.values())))
    fine = counts["right"] >= least and counts["harmful"] <= most
    if not fine:
        print(f"{half}: at least {least} must be right and at most {most} harmful")
    return fine


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
