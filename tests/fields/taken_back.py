"""Requests that first say another value, and take it back; what is asked for in the end stays the same.

`python -m tests.fields.taken_back [FIELD …] [--each N]` tells how many of the changes that end right as they are told do
so in each form; of all fields that are developed on, every Nth of them (16), where the last value that is told is a
number, a moment or a text in quotes.
"""

import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from chalicelib.planning.composer.calendar_words import DAYS
from chalicelib.planning.composer.mentions import Found, read
from chalicelib.planning.composer.words import tokens
from tests.fields.driver import Verdict, judge
from tests.fields.mannered import every
from tests.fields.service import NOW, Field, Job

FORMS: Mapping[str, str] = {
    "sorry": "{front}{wrong}{behind}. Sorry, I meant {right}",
    "make that": "{front}{wrong}{behind}. No, make that {right}.",
    "no, wait": "{front}{wrong}, no, wait, {right}{behind}",
    "should be": "{front}{wrong}{behind}. Oh no, wait, that should be {right}",
}
_KINDS = ("number", "money", "percent", "duration", "date", "time", "quote")
_WEEK = [day for day in DAYS if day.endswith("day")]


def said_first(one: Found) -> str:
    """Another value of the same kind; "" where none is at hand."""
    if one.kind == "quote":
        return one.text.replace(str(one.value), "Something else")
    day = next((day for day in _WEEK if re.search(rf"\b{day}\b", one.text, re.IGNORECASE)), "")
    if day:
        other = _WEEK[(_WEEK.index(day) + 1) % len(_WEEK)]
        return re.sub(rf"\b{day}\b", other.capitalize(), one.text, flags=re.IGNORECASE)
    digits = re.search(r"(?<![.,:])[2-9](?![\d.,:])", one.text)
    return f"{one.text[: digits.start()]}{int(digits[0]) - 1}{one.text[digits.end() :]}" if digits else ""


def taken_back(job: Job) -> Mapping[str, Job]:
    """The task in each form; none where it tells no such value, or a sentence behind it."""
    said = job.prompt.rstrip(".! ")
    found = [one for one in read(said, tokens(said), date.fromisoformat(NOW[:10])) if one.kind in _KINDS]
    if not found or not (wrong := said_first(found[-1])) or re.search(r"[.!?:]\s", said):
        return {}
    told = {
        "front": said[: found[-1].start], "wrong": wrong, "right": found[-1].text, "behind": said[found[-1].end :],
    }
    return {name: replace(job, prompt=form.format(**told)) for name, form in FORMS.items()}


def verdicts(kind: Field, jobs: Sequence[Job]) -> list[tuple[str, Job, Verdict]]:
    return [(name, said, judge(kind, said)) for job in jobs for name, said in taken_back(job).items()]


def main() -> None:
    jobs = every([one for one in sys.argv[1:] if one != "-v"])
    found = [one for kind, job in jobs for one in verdicts(kind, [job])]
    for form in (*FORMS, ""):
        mine = [verdict for name, _, verdict in found if form in ("", name)]
        right, harmed = sum(one.right for one in mine), sum(one.harm for one in mine)
        print(f"{form or 'all':18} {right:3} of {len(mine):3} right, {harmed} harmed")
    for _, said, verdict in found if "-v" in sys.argv else ():
        if not verdict.right:
            print(f"{'HARM' if verdict.harm else 'miss'} {said.prompt} | {verdict.said[:150]}")


if __name__ == "__main__":
    main()
