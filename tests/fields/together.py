"""Two tasks of a field that are done alone, asked for together; and one, written as people lay out what they write.

`python -m tests.fields.together [FIELD …] [--each N] [--left-out]` tells how many end right in each form; of all fields
that are developed on, or left out, every Nth task (16) that ends right alone, with the next one of its field that changes
other records.
"""

import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from chalicelib.planning.bidding.piece import opens_with_verb
from chalicelib.planning.composer.words import tokens
from tests.fields import fields
from tests.fields.driver import Verdict, judge
from tests.fields.mannered import changes
from tests.fields.service import Field, Job, Refusal, Service

_POINTING = re.compile(r"\b(?:it|them|that|this|him|her|there)\b", re.IGNORECASE)


def _low(prompt: str) -> str:
    return prompt[0].lower() + prompt[1:]


TWO: Mapping[str, Callable[[str, str], str]] = {
    "sentences": lambda one, two: f"{one}. {two}.",
    "then": lambda one, two: f"{one}. Then {_low(two)}.",
    "finally": lambda one, two: f"First, {_low(one)}. Finally, {_low(two)}.",
    "lines": lambda one, two: f"{one}\n{two}",
    "letter": lambda one, two: f"Hi,\n\n{one}.\n\n{two}.\n\nBest regards\nTom Reed\nHead of Operations",
    "bullets": lambda one, two: f"Please do the following:\n- {one}\n- {two}",
    "numbered": lambda one, two: f"1. {one}\n2. {two}",
    "inline": lambda one, two: f"1) {one}, 2) {two}",
}
ORDERS: Mapping[str, Callable[[str, str], str]] = {
    "and": lambda one, two: f"{one} and {_low(two)}",
    "and then": lambda one, two: f"{one}, and then {_low(two)}",
    "semicolon": lambda one, two: f"{one}; {_low(two)}",
}
"""For two orders only."""
ONE: Mapping[str, Callable[[str], str]] = {
    "subject": lambda said: f"Subject: request\n\n{said}",
    "bullet": lambda said: f"- {said}",
    "told": lambda said: f"I just spoke with the boss. {said}",
    "agreed": lambda said: f"{said}. That's what we agreed on.",
    "spaces": lambda said: f"\t{said}  \n",
}


def partner(kind: Field, job: Job, others: Sequence[Job]) -> Job | None:
    """The next of the others that bids something of other records, so that both can be asked for together."""
    for other in others:
        try:
            both, back = (_end(kind, calls) for calls in ([*job.end, *other.end], [*other.end, *job.end]))
        except (Refusal, LookupError, TypeError, ValueError):
            continue
        told = [{str(one) for _, inputs in each.end for one in inputs.values()} for each in (job, other)]
        plain = ". " not in other.prompt and not _POINTING.match(other.prompt) and other.context == job.context
        if plain and both == back and not told[0] & told[1]:
            return other
    return None


def _end(kind: Field, calls: object) -> object:
    return Service(kind.plainly or kind).end(calls)


def jobs(kind: Field, job: Job, others: Sequence[Job]) -> Iterator[tuple[str, Job]]:
    """The task in each form, alone and together with another one."""
    said = job.prompt.rstrip(".!?")
    for name, single in ONE.items():
        yield name, replace(job, prompt=single(said))
    other = partner(kind, job, others)
    if other is None:
        return
    orders = all(opens_with_verb(tuple(tokens(one.prompt))) for one in (job, other))
    for name, form in {**TWO, **(ORDERS if orders else {})}.items():
        yield name, replace(job, prompt=form(said, other.prompt.rstrip(".!?")), end=[*job.end, *other.end])


def verdicts(kind: Field, each: int = 1) -> list[tuple[str, Job, Verdict]]:
    right = changes(kind)
    told = [found for at, job in enumerate(right) if at % each == 0 for found in jobs(kind, job, right[at + 1 :])]
    return [(name, job, judge(kind, job)) for name, job in told]


def main() -> None:
    each = int(sys.argv[sys.argv.index("--each") + 1]) if "--each" in sys.argv else 16
    names = [one for one in sys.argv[1:] if not one.startswith("-") and not one.isdigit()]
    kinds = fields.UNREAD if "--left-out" in sys.argv else fields.DEVELOPED
    found = [one for kind in kinds if not names or kind.name in names for one in verdicts(kind, each)]
    for form in (*ONE, *TWO, *ORDERS):
        mine = [verdict for name, _, verdict in found if name == form]
        print(f"{form:12} {sum(one.right for one in mine):3} of {len(mine):3} right, {sum(one.harm for one in mine)} harmed")
    print(f"{'all':12} {sum(one.right for *_, one in found):3} of {len(found):3} right, {sum(one.harm for *_, one in found)} harmed")


if __name__ == "__main__":
    main()
