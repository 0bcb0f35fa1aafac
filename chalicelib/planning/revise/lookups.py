"""What the call speaks of is not there: its id may be old, so it is looked up again.

First by the very read that gave the id, with the same inputs: all that the step took from the record is taken from the
one of the same name.  For a step that reads also by another action that lists such things.  A look-up only reads, and
the step that failed did nothing, so nothing is done twice.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from chalicelib.domain.binding import Binding, Output
from chalicelib.domain.edit import step_id
from chalicelib.domain.lesson import Lesson
from chalicelib.domain.outcome import Failed
from chalicelib.domain.plan import Step
from chalicelib.domain.tool import Action
from chalicelib.planning.composer.words import name_parts, name_stems
from chalicelib.planning.planner import Brief, Run
from chalicelib.planning.revise.meaning import stems_said
from chalicelib.planning.revise.remedy import Candidate, remedy_step
from chalicelib.planning.revise.renamed import is_handle
from chalicelib.planning.revise.same import found_again
from chalicelib.planning.revise.speaks import bind

_HANDLES = frozenset(("id", "key", "ref", "code"))
_VERSIONS = frozenset(("version", "revision", "rev", "etag"))


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
        if isinstance(binding, Output) and any(map(_addresses, (name, binding.path.rpartition(".")[2])))
    ]
    for _, _, name, binding in sorted(found, key=lambda one: one[:2]):
        made = next((one for one in run.plan.steps if one.id == binding.step), None)
        action = brief.catalogue.actions.get(made.ref) if made else None
        if made is None or action is None or action.effect != "read" or action.via in ("utility", "person"):
            continue
        given = run.plan.effective(made.id, run.settled).inputs
        taken = _taken(run, step, made.id)
        if all(taken.values()):
            yield _search(action, dict(given), step, name, taken)


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
                yield _search(action, inputs, step, name, {name: "@"})


def _addresses(name: str) -> bool:
    """Whether a field tells which thing is meant, or as which it was seen: what may be out of date."""
    return is_handle(name) or bool(_VERSIONS & {*name_parts(name)})


def _taken(run: Run, step: Step, made: str) -> dict[str, str]:
    """By input, the path to what was taken from that read, in a new one; empty where it may be another record there.

    A read that shows the wrong record does no harm, so its place is good enough.
    """
    paths = {name: one.path for name, one in step.inputs.items() if isinstance(one, Output) and one.step == made}
    again = {name: found_again(path, run.outputs.get(made)) for name, path in paths.items()}
    return {name: path or ("" if step.effect != "read" else paths[name]) for name, path in again.items()}


def _search(
    action: Action, inputs: dict[str, Binding], step: Step, name: str, paths: Mapping[str, str]
) -> Candidate:
    search = remedy_step(action, inputs, step, f"{name} was not found, so it is looked up again")
    unnamed: dict[str, dict[str, Binding]] = {step.id: {other: Output("", way) for other, way in paths.items()}}
    sid = step_id(replace(search, rebinds=unnamed), step.id)
    rebound = {step.id: {other: Output(sid, way) for other, way in paths.items()}}
    return Candidate((replace(search, id=sid, rebinds=rebound),), f"Looked up again by {action.ref}", {})
