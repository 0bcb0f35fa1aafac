"""After a step was done: compare what came back with what pending steps and the context ask for.

Finders are asked in turn; each looks at one kind of need.  Those that change what pending steps are bound to
come first, because the others read through those bindings; what an inserted step brings is looked at again
when it is done.
"""

from collections.abc import Callable
from dataclasses import replace

from chalicelib.domain.binding import Binding
from chalicelib.domain.edit import CarryOn, Edit, Insert
from chalicelib.domain.outcome import Done
from chalicelib.domain.plan import Step
from chalicelib.planning.planner import Brief, Run
from chalicelib.planning.revise.choice import choices
from chalicelib.planning.revise.each import expansion
from chalicelib.planning.revise.gaps import unit_gaps
from chalicelib.planning.revise.language import other_language
from chalicelib.planning.revise.look import Finding, Look, Rebinds, carrying, labelled, look
from chalicelib.planning.revise.missing import missing_fields
from chalicelib.planning.revise.pages import next_page

Finder = Callable[[Look], Finding | None]

_FINDERS: tuple[Finder, ...] = (expansion, missing_fields, next_page, choices, unit_gaps, other_language)


def after_done(brief: Brief, run: Run, step: Step, done: Done) -> Edit:
    """The needs that the output shows, as one edit; mostly there are none."""
    if step.ask is not None:
        return CarryOn()
    seen = look(brief, run, step, done.output, done.more, done.onward)
    rebinds: dict[str, dict[str, Binding]] = {}
    steps: list[Step] = []
    notes: list[str] = []
    for finder in _FINDERS:
        finding = finder(seen)
        if finding is None:
            continue
        if finding.edit is not None:
            return finding.edit
        notes.append(finding.note)
        steps += finding.steps
        rebinds = _merged(rebinds, finding.rebinds)
        seen = replace(seen, pending=_with(seen.pending, finding.rebinds))
    note = "; ".join(notes)
    return _edit(seen, steps, rebinds, note[:1].upper() + note[1:])


def _edit(seen: Look, steps: list[Step], rebinds: Rebinds, note: str) -> Edit:
    """The last inserted step brings the rebinds: pending steps wait for all of them anyway."""
    if not steps and rebinds:
        bringing = carrying(seen, rebinds, note)
        steps = [bringing] if bringing else []
    if not steps:
        return CarryOn(note)
    *others, last = labelled(seen, tuple(steps))
    return Insert((*others, replace(last, rebinds=_merged(last.rebinds, rebinds))), note)


def _merged(one: Rebinds, other: Rebinds) -> dict[str, dict[str, Binding]]:
    merged = {sid: dict(inputs) for sid, inputs in one.items()}
    for sid, inputs in other.items():
        merged.setdefault(sid, {}).update(inputs)
    return merged


def _with(pending: tuple[Step, ...], rebinds: Rebinds) -> tuple[Step, ...]:
    return tuple(
        replace(step, inputs={**step.inputs, **rebinds[step.id]}) if step.id in rebinds else step for step in pending
    )
