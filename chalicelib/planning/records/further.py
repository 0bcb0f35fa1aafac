"""The pages of a list that is looked at: each is read as soon as the one before it tells of more.

    look1a ─> look.1a.5 ─> look.1a.9 ─> gather1

The request is read over all of them once, when the last one is there.  The id says from which record on a page shows
the list.  What is beyond a page that decides the request already is not read (`alone`).
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any  # Any: outputs are JSON

from chalicelib.domain.binding import Literal, Output, Several
from chalicelib.domain.edit import CarryOn, Edit, Insert
from chalicelib.domain.outcome import Done
from chalicelib.domain.plan import Step
from chalicelib.planning.composer.clock import zone_of
from chalicelib.planning.gathering import READ, gathers, looks, place
from chalicelib.planning.planner import Brief, Run
from chalicelib.planning.records.alone import early
from chalicelib.planning.records.carry import call_of
from chalicelib.planning.records.paging import MOST_PAGES, continued, following
from chalicelib.planning.records.reach import MOST_READS, Reach
from chalicelib.planning.revise.look import pending_users
from chalicelib.planning.revise.paths import list_in


def further(brief: Brief, run: Run, step: Step, done: Done) -> Edit:
    """The next page, if there is one and the request may need it."""
    output = done.output
    gather = next((one for one in pending_users(run, step.id) if gathers(one)), None)
    call = _next(brief, step, done)
    if gather is None or call is None or not _room(run, step) or _decides(brief, step, output):
        return CarryOn()
    action = brief.catalogue.actions[call[0]]
    asks = replace(step, tool=action.tool, action=action.name, effect=action.effect)
    page = _page(run, asks, gather, call[1], _last(step, output) + 1)
    return Insert((page,), "The list goes on")


def _next(brief: Brief, step: Step, done: Done) -> tuple[str, Mapping[str, Any]] | None:
    ref, output = step.ref, done.output
    action = brief.catalogue.actions.get(ref)
    if action is None or list_in(output) is None:
        return None
    inputs = dict(call_of(step)[1])
    if done.onward:
        onward = any(inputs.get(name) != one for name, one in done.onward.items())
        return (ref, {**inputs, **done.onward}) if onward else None
    known = action.properties
    told = following(known, inputs, output, _size(output), _last(step, output), done.more)
    return continued(brief.catalogue.actions, ref, output) if told is None else (ref, told)


def _size(output: Any) -> int:
    found = list_in(output)
    return sum(isinstance(entry, Mapping) for entry in found[1]) if found else 0


def _last(step: Step, output: Any) -> int:
    """How many records of the list were seen with this page."""
    return place(step)[1] - 1 + _size(output)


def _room(run: Run, step: Step) -> bool:
    seen = [place(one)[0] for one in run.plan.steps if looks(one) and not one.replaces]
    return len(seen) < MOST_READS and seen.count(place(step)[0]) < MOST_PAGES


def _decides(brief: Brief, step: Step, output: Any) -> bool:
    seen = Reach({call_of(step): (step.id, output)}, brief.catalogue.actions, zone=zone_of(brief))
    return early(brief, seen) is not None


def _page(run: Run, step: Step, gather: Step, inputs: Mapping[str, Any], first: int) -> Step:
    """The step for the page that begins with that record; the gathering step reads it with all the others."""
    base = place(step)[0]
    sid = f"{READ}.{base}.{first}"
    told = [*gather.sources(), *(one.id for one in run.plan.steps if gather.id in one.rebinds), sid]
    data = Several(tuple(map(Output, dict.fromkeys(told))))
    return replace(
        step, id=sid, inputs={name: Literal(value) for name, value in inputs.items()}, depends_on=(),
        reason=f"shows the records from number {first} on", label=f"{base}{first}", revision=step.revision + 1,
        rebinds={gather.id: {"data": data}}, lessons=(),
    )
