"""Requests with a slip of the keyboard in them, or all in capitals; what is asked for stays the same.

`python -m tests.fields.slips [FIELD …] [--each N]` tells how many of the changes that end right as they are told do so
with each slip; of all fields that are developed on, every Nth of them (16).  The slip is in the middle of the longest
word in small letters outside of quotes, or of the verb that begins the request.
"""

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from chalicelib.planning.bidding.piece import opens_with_verb
from chalicelib.planning.composer.words import tokens
from tests.fields.driver import Verdict, judge
from tests.fields.mannered import every
from tests.fields.service import Field, Job

SLIPS: Mapping[str, Callable[[str, int], str]] = {
    "changed over": lambda word, at: f"{word[:at]}{word[at + 1]}{word[at]}{word[at + 2 :]}",
    "left out": lambda word, at: word[:at] + word[at + 1 :],
    "twice": lambda word, at: word[:at] + word[at] + word[at:],
}
"""In front of, at or behind the letter at the place."""
_QUOTED = re.compile(r'"[^"]*"|(?<!\w)\'[^\']*\'(?!\w)')
_SMALL = re.compile(r"(?<![\w'\"])[a-z]{5,}(?![\w'])")


def slipped(job: Job) -> Mapping[str, Job]:
    """The task with each slip for which its request has room."""
    said = job.prompt
    quoted = [found.span() for found in _QUOTED.finditer(said)]
    small = [one for one in _SMALL.finditer(said) if not any(start <= one.start() < end for start, end in quoted)]
    verb = re.match("[A-Z][a-z]{4,}", said) if opens_with_verb(tuple(tokens(said))) else None
    words = {"": max(small, key=lambda one: len(one[0]), default=None), "verb ": verb}
    found = {
        f"{which}{name}": said[: one.start()] + slip(one[0], len(one[0]) // 2) + said[one.end() :]
        for which, one in words.items() if one is not None for name, slip in SLIPS.items()
    }
    found |= {} if quoted or "'" in said else {"capitals": said.upper()}
    return {name: replace(job, prompt=text) for name, text in found.items() if text != said}


def verdicts(kind: Field, jobs: Sequence[Job]) -> list[tuple[str, Job, Verdict]]:
    return [(name, said, judge(kind, said)) for job in jobs for name, said in slipped(job).items()]


def main() -> None:
    jobs = every(sys.argv[1:])
    found = [one for kind, job in jobs for one in verdicts(kind, [job])]
    for form in (*SLIPS, *(f"verb {name}" for name in SLIPS), "capitals", ""):
        mine = [verdict for name, _, verdict in found if form in ("", name)]
        right, harmed = sum(one.right for one in mine), sum(one.harm for one in mine)
        print(f"{form or 'all':18} {right:3} of {len(mine):3} right, {harmed} harmed")


if __name__ == "__main__":
    main()
