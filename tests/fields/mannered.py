"""Requests with the manners that people put around them; what is asked for stays the same.

`python -m tests.fields.mannered [FIELD …] [--each N]` tells how many of the changes that end right as they are told
do so in each form; of all fields that are developed on, every Nth of them (16).
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from chalicelib.planning.bidding.piece import opens_with_verb
from chalicelib.planning.composer.words import tokens
from tests.fields import fields
from tests.fields.driver import Verdict, judge
from tests.fields.service import ASK, Field, Job

Form = Callable[[str], str]


def _low(prompt: str) -> str:
    return prompt[0].lower() + prompt[1:]


def _base(prompt: str) -> str:
    return prompt.rstrip(".!?")


ORDERS: Mapping[str, Form] = {
    "could you": lambda said: f"Could you {_low(_base(said))}?",
    "remember": lambda said: f"Remember to {_low(said)}",
    "let's": lambda said: f"Let's {_low(said)}",
    "time": lambda said: f"It's time to {_low(said)}",
    "make sure": lambda said: f"Please make sure to {_low(said)}",
    "task is": lambda said: f"Your task is to {_low(said)}",
    "use tools": lambda said: f"Use the tools to {_low(said)}",
    "help": lambda said: f"Help me {_low(said)}",
    "must": lambda said: f"We must {_low(said)}",
    "like": lambda said: f"We would like to {_low(said)}",
    "possible": lambda said: f"Would it be possible to {_low(_base(said))}?",
    "chance you": lambda said: f"Any chance you could {_low(_base(said))}?",
    "wondering": lambda said: f"I was wondering if you could {_low(said)}",
    "great": lambda said: f"It would be great if you could {_low(said)}",
    "may I": lambda said: f"May I ask you to {_low(_base(said))}?",
}
"""For orders only."""
FORMS: Mapping[str, Form] = {
    "team": lambda said: f"Hello team,\n{said}",
    "hi": lambda said: f"Hi! {said}",
    "btw": lambda said: f"btw {_low(said)}",
    "task": lambda said: f"Task: {said}",
    "asap": lambda said: f"{_base(said)} asap",
    "soon": lambda said: f"{_base(said)} as soon as possible",
    "right away": lambda said: f"{_base(said)} right away",
    "chance": lambda said: f"{_base(said)} when you get a chance",
    "can": lambda said: f"{_base(said)} if you can",
    "let know": lambda said: f"{_base(said)} and let me know when it's done",
    "tell": lambda said: f"{_base(said)}. Tell me when you're done.",
    "urgent": lambda said: f"{_base(said)}. It's urgent.",
    "signed": lambda said: f"{_base(said)}. Cheers, Tom",
    "please": lambda said: f"{_base(said)}, please. Thanks!",
}


def changes(kind: Field) -> list[Job]:
    return [job for job in kind.jobs if job.end and job.end != ASK and judge(kind, job).right]


def mannered(job: Job) -> Mapping[str, Job]:
    forms = {**FORMS, **(ORDERS if opens_with_verb(tuple(tokens(job.prompt))) else {})}
    return {name: replace(job, prompt=form(job.prompt)) for name, form in forms.items()}


def verdicts(kind: Field, jobs: Sequence[Job]) -> list[tuple[str, Job, Verdict]]:
    return [(name, said, judge(kind, said)) for job in jobs for name, said in mannered(job).items()]


def every(arguments: Sequence[str]) -> list[tuple[Field, Job]]:
    """Every Nth change (16, or `--each N`) of the fields that are named, or of all that are developed on."""
    each = int(arguments[arguments.index("--each") + 1]) if "--each" in arguments else 16
    names = [one for one in arguments if not one.startswith("-") and not one.isdigit()]
    kinds = [kind for kind in fields.DEVELOPED if not names or kind.name in names]
    return [(kind, job) for kind in kinds for job in changes(kind)][::each]


def main() -> None:
    jobs = every(sys.argv[1:])
    found = [one for kind, job in jobs for one in verdicts(kind, [job])]
    for form in (*FORMS, *ORDERS):
        mine = [verdict for name, _, verdict in found if name == form]
        print(f"{form:12} {sum(one.right for one in mine):3} of {len(mine):3} right, {sum(one.harm for one in mine)} harmed")
    print(f"{'all':12} {sum(one.right for *_, one in found):3} of {len(found):3} right, {sum(one.harm for *_, one in found)} harmed")


if __name__ == "__main__":
    main()
