"""A day that the service wants written in another way, where its refusal tells the way: as letters (`DD.MM.YYYY`), as
directives (`%d.%m.%Y`) or by the name of the standard.

Only a value that is a day beyond doubt, written as the standard has it, is written anew, and only where nothing of it
is lost: a time of day is never left out.
"""

import re
from collections.abc import Iterator
from datetime import datetime

from chalicelib.domain.binding import Binding, Literal
from chalicelib.domain.outcome import Failed
from chalicelib.domain.plan import Step
from chalicelib.planning.planner import Brief, Run
from chalicelib.planning.revise.allowed import given
from chalicelib.planning.revise.inputs import names
from chalicelib.planning.revise.meaning import said
from chalicelib.planning.revise.remedy import Candidate, replacement

_PART = r"(?:y{2,4}|d{1,2}|m{1,2})"
_LETTERS = re.compile(
    rf"(?<![A-Za-z0-9%])(?P<day>{_PART}(?P<gap>[-/. ]?){_PART}(?P=gap){_PART})"
    r"(?:'?(?P<between>[T ])'?(?P<time>HH:mm(?::ss)?))?(?![A-Za-z0-9])", re.IGNORECASE,
)
_DIRECTIVES = re.compile(r"%[dmYy](?P<gap>[-/. ]?)%[dmYy](?P=gap)%[dmYy](?![A-Za-z])")
_STANDARD = re.compile(r"\bISO[\s_-]?8601\b|\bRFC[\s_-]?3339\b", re.IGNORECASE)
_WRITTEN = {"yyyy": "%Y", "yy": "%y", "mm": "%m", "dd": "%d", "m": "%m", "d": "%d"}
_CLOCK = {5: "%H:%M", 8: "%H:%M:%S"}


def restyled(brief: Brief, run: Run, step: Step, failure: Failed) -> Iterator[Candidate]:
    """The same step with the one day that the refusal speaks of written as it tells."""
    action = brief.catalogue.actions.get(step.ref)
    style = style_in(f"{failure.detail} {failure.signal}")
    if action is None or not style:
        return
    told = said(failure).lower()
    days = {name: day for name, one in step.inputs.items() if (day := _day(given(one, run, brief))) is not None}
    meant = [name for name in days if names(told, name)] or list(days)
    if len(meant) != 1:
        return
    name = meant[0]
    if "%H" not in style and days[name].time() != datetime.min.time():
        return
    written = days[name].strftime(style)
    if written != given(step.inputs[name], run, brief):
        inputs: dict[str, Binding] = {**step.inputs, name: Literal(written)}
        why = f"{step.tool} takes {name} as {written!r}"
        yield Candidate((replacement(action, inputs, step, why),), why, {}, instead=True)


def style_in(text: str) -> str:
    """The way to write a day that a text tells, as directives; empty where it tells none, or not all of it."""
    directives, letters = _DIRECTIVES.search(text), _LETTERS.search(text)
    if directives is not None:
        found = directives[0]
    elif letters is not None:
        found = re.sub("y+|m+|d+", lambda part: _WRITTEN.get(part[0], part[0]), letters["day"].lower())
        found += f"{letters['between']}{_CLOCK[len(letters['time'])]}" if letters["time"] else ""
    else:
        found = "%Y-%m-%d" if _STANDARD.search(text) else ""
    return found if sorted(one.lower() for one in re.findall(r"%([dmYy])", found)) == ["d", "m", "y"] else ""


def _day(value: object) -> datetime | None:
    """A day, or a moment without a zone, as the standard writes it."""
    if not isinstance(value, str) or not re.match(r"\d{4}-\d\d-\d\d", value):
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return None
    return found if found.tzinfo is None else None
