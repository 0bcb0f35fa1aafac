"""What a service has demanded, though its schema calls it optional, is given at once from then on.

    a call was refused for want of an input, and done with it     fact: tool.action|demands:name -> where it came from

The fact is about the service, not about a request: it holds for whatever words ask for the action.  Nothing is made up:
where neither the request nor the context nor the record that the step is about tells the value, the step is left as it
is, and the service says again what it lacks.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any  # Any: content is JSON

from chalicelib.domain.binding import Binding, Output
from chalicelib.domain.lesson import Lesson, Memory
from chalicelib.domain.outcome import Failed
from chalicelib.domain.plan import Plan, Step
from chalicelib.planning.once import once
from chalicelib.planning.planner import Brief, NoPlan, Run
from chalicelib.planning.revise.inputs import names, plainly
from chalicelib.planning.revise.paths import field_names, with_field
from chalicelib.planning.revise.renamed import outputs_in

KEY = "|demands:"
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,39}")


def tells(lesson: Lesson) -> bool:
    return lesson.kind == "fact" and KEY in lesson.key


def taught(refused: Step, failure: Failed, done: Step, refs: Mapping[str, str]) -> tuple[str, Mapping[str, Any]] | None:
    """(key, content) where the step was refused without the one input with which it was done."""
    ref = done.ref
    more = [name for name in done.inputs if name not in refused.inputs]
    same = ref == refused.ref and refused.inputs.items() <= done.inputs.items()
    if not same or len(more) != 1 or not _NAME.fullmatch(more[0]):
        return None
    if not names(plainly(failure), more[0]):
        return None
    came = [refs[one.step] for one in outputs_in(done.inputs[more[0]]) if one.step in refs]
    return f"{ref}{KEY}{more[0]}", {"of": came[0]} if came else {}


def supplied(brief: Brief, plan: Plan | NoPlan) -> Plan | NoPlan:
    """The plan with what services have demanded; the very same where there is nothing to add."""
    if not isinstance(plan, Plan) or not _known(brief.memory):
        return plan
    steps = complete(brief, plan.steps, plan, {})
    return plan if steps == plan.steps else Plan(steps)


def complete(brief: Brief, steps: Sequence[Step], plan: Plan, outputs: Mapping[str, Any]) -> tuple[Step, ...]:
    """`plan` and `outputs`: what the steps may take a value from."""
    known = _known(brief.memory)
    return tuple(_complete(brief, step, plan, outputs, known) for step in steps) if known else tuple(steps)


@once
def _known(memory: Memory) -> Mapping[str, tuple[Lesson, ...]]:
    """By action."""
    found: dict[str, tuple[Lesson, ...]] = {}
    for lesson in memory.lessons:
        if not tells(lesson) or not lesson.usable:
            continue
        ref = lesson.key.partition(KEY)[0]
        found[ref] = (*found.get(ref, ()), lesson)
    return found


def _complete(
    brief: Brief, step: Step, plan: Plan, outputs: Mapping[str, Any], known: Mapping[str, Sequence[Lesson]]
) -> Step:
    from chalicelib.planning.revise.lacking import told

    ref = step.ref
    action = brief.catalogue.actions.get(ref)
    properties = action.properties if action is not None else {}
    for lesson in known.get(ref, ()) if step.ask is None and step.body is None else ():
        name = lesson.key.partition(KEY)[2]
        if name in step.inputs or name not in properties:
            continue
        refs = {one.id: one.ref for one in plan.steps}
        binding = told(brief, Run(plan, {}, outputs), step, name) or next(_beside(step, name, refs, lesson), None)
        if binding is not None:
            inputs: dict[str, Binding] = {**step.inputs, name: binding}
            step = replace(step, inputs=inputs, lessons=(*step.lessons, lesson.id))
    return step


def _beside(step: Step, name: str, refs: Mapping[str, str], lesson: Lesson) -> Iterator[Output]:
    """The field of that name in the record of which the step takes another input, if it was found there before."""
    for binding in step.inputs.values():
        for output in outputs_in(binding):
            last = field_names(output.path)[-1:]
            if last and refs.get(output.step) == lesson.content.get("of"):
                yield Output(output.step, with_field(output.path, last[0], name))
