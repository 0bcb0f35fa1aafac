"""What the call speaks of is not there: its id may be old, so it is looked up again.

First by the very read that gave the id, with the same inputs; for a step that reads also by another action that
lists such things.  A look-up only reads, and the step that failed did nothing, so nothing is done twice.

A record of a list is found again by what it is called, never by its place: where it is gone, another one stands there.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any  # Any: outputs are JSON

from chalicelib.domain.binding import Binding, Output
from chalicelib.domain.edit import step_id
from chalicelib.domain.lesson import Lesson
from chalicelib.domain.outcome import Failed
from chalicelib.domain.plan import Step
from chalicelib.domain.tool import Action
from chalicelib.planning.composer.words import name_stems
from chalicelib.planning.planner import Brief, Run
from chalicelib.planning.revise.meaning import stems_said
from chalicelib.planning.revise.paths import look_up, quoted
from chalicelib.planning.revise.remedy import Candidate, remedy_step
from chalicelib.planning.revise.renamed import is_handle
from chalicelib.planning.revise.speaks import bind

_HANDLES = frozenset(("id", "key", "ref", "code"))
_PLACE = re.compile(r"(?P<records>.*)\[(?P<at>\d+)\]\.(?P<field>[^\[\]]+)")


def remembered_lookup(lesson: Lesson, brief: Brief, run: Run, step: Step, failure: Failed) -> Candidate | None:
    """The look-up that a lesson speaks of, as this run's plan has it."""
    wanted = [(stored.get("tool"), stored.get("action")) for stored in lesson.content.get("steps", ())]
    for candidate in lookups(brief, run, step, failure):
        search = candidate.steps[0]
        if wanted == [(search.tool, search.action)]:
            reason = f"an earlier run showed that this helps (lesson {lesson.id})"
            search = replace(search, lessons=(lesson.id,), reason=reason)
            return replace(candidate, steps=(search,), note=f"Lesson {lesson.id}: {candidate.note}")
    return None


def lookups(brief: Brief, run: Run, step: Step, failure: Failed) -> Iterator[Candidate]:
    yield from _again(brief, run, step, failure)
    yield from _otherwise(brief, step)


def _again(brief: Brief, run: Run, step: Step, failure: Failed) -> Iterator[Candidate]:
    """The reads that gave this step its inputs, those that the failure speaks of first."""
    words = set(stems_said(failure))
    found = [
        (not words & set(name_stems(name)), place, name, binding)
        for place, (name, binding) in enumerate(step.inputs.items())
        if isinstance(binding, Output) and (is_handle(name) or is_handle(binding.path.rpartition(".")[2]))
    ]
    for _, _, name, binding in sorted(found, key=lambda one: one[:2]):
        made = next((one for one in run.plan.steps if one.id == binding.step), None)
        action = brief.catalogue.actions.get(f"{made.tool}.{made.action}") if made else None
        if made is None or action is None or action.effect != "read" or action.via in ("utility", "person"):
            continue
        given = run.plan.effective(made.id, run.settled).inputs
        path = _same(binding.path, run.outputs.get(made.id))
        if path:
            yield _search(action, dict(given), step, name, path)


def _same(path: str, output: Any) -> str:
    """The path to that record wherever it stands now; "" where nothing but its place tells it from others."""
    place = _PLACE.fullmatch(path)
    records = look_up(place["records"] or "@", output) if place else None
    if place is None or not isinstance(records, list) or len(records) < 2:
        return path
    known = records[int(place["at"])] if int(place["at"]) < len(records) else None
    for name, value in known.items() if isinstance(known, Mapping) else ():
        alike = [one for one in records if isinstance(one, Mapping) and one.get(name) == value]
        if isinstance(value, str) and value and len(alike) == 1 and quoted(name) != place["field"] and _plain(name):
            told = json.dumps(value, ensure_ascii=False).replace("`", "\\`")
            return f"{place['records']}[?{quoted(name)}==`{told}`]|[0].{place['field']}"
    return ""


def _plain(name: str) -> bool:
    """Whether it is no key itself: that may be what is old."""
    return not {*name_stems(name)[-1:]} & _HANDLES


def _otherwise(brief: Brief, step: Step) -> Iterator[Candidate]:
    """Another action of the tool that speaks of the thing: only for reads, where a wrong guess changes nothing."""
    if step.effect != "read":
        return
    for name in step.inputs:
        noun = {part for part in name_stems(name) if part not in _HANDLES}
        for action in brief.catalogue.of_tool(step.tool):
            if action.effect != "read" or action.via == "auth" or action.name == step.action:
                continue
            inputs = bind(action, step, brief)
            if noun and noun <= set(name_stems(action.name)) and inputs is not None and name not in inputs:
                yield _search(action, inputs, step, name, "@")


def _search(action: Action, inputs: dict[str, Binding], step: Step, name: str, path: str) -> Candidate:
    search = remedy_step(action, inputs, step, f"{name} was not found, so it is looked up again")
    rebound: dict[str, dict[str, Binding]] = {step.id: {name: Output("", path)}}
    sid = step_id(replace(search, rebinds=rebound), step.id)
    search = replace(search, id=sid, rebinds={step.id: {name: Output(sid, path)}})
    return Candidate((search,), f"Looked up again by {action.ref}", {})
