"""An input that the schema calls optional and the service demands: bound from what is known, else asked for.

In this order: what the prompt tells beside a word for it, a fact of the context, the record from which another input
of the step was taken, an earlier output that holds a field of that name.  Nothing is made up.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any  # Any: schemas are JSON

from chalicelib.domain.binding import Binding, Mention, Output
from chalicelib.domain.outcome import Failed
from chalicelib.domain.plan import Step
from chalicelib.planning.composer import coerce, facts, read
from chalicelib.planning.composer.fit import cue, fit
from chalicelib.planning.composer.index import index_of
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.words import name_stems
from chalicelib.planning.planner import Brief, Run
from chalicelib.planning.revise.inputs import names, plainly
from chalicelib.planning.revise.paths import field_names, look_up, quoted, with_field
from chalicelib.planning.revise.remedy import Candidate, asking_for, replacement
from chalicelib.planning.revise.renamed import outputs_in

_DEMANDED = re.compile(
    r"\b(?:required?|requires|missing|mandatory|needs?|needed|must|without|lacks?|lacking|incomplete|absent|empty|blank|"
    r"please|provide|specify|supply|stated|given|undefined)\b"
)
_SURE = 0.5


def demanded(brief: Brief, run: Run, step: Step, failure: Failed) -> Iterator[Candidate]:
    """The same step with the one input that the refusal names, or the question for it."""
    action = brief.catalogue.actions.get(step.ref)
    words = plainly(failure)
    if action is None or not _DEMANDED.search(words):
        return
    properties = action.properties
    wanted = [name for name in properties if name not in step.inputs and names(words, name)]
    if len(wanted) != 1:
        return
    name = wanted[0]
    binding = told(brief, run, step, name)
    if binding is None:
        yield _asked(step, name, properties[name])
        return
    why = f"{step.tool} demands {name}, which its schema calls optional"
    yield Candidate((replacement(action, {**step.inputs, name: binding}, step, why),), why, {}, instead=True)


def told(brief: Brief, run: Run, step: Step, name: str) -> Binding | None:
    """What the input is, as far as anything tells it."""
    entry = index_of(brief.catalogue).entries.get(step.ref)
    param = next((one for one in entry.params if one.path == (name,)), None) if entry else None
    if param is not None:
        needed = replace(param, required=True)
        found = _said(brief, step, needed) or facts.fact_for(needed, brief.context)
        if found is not None:
            return found
    return _beside(run, step, name) or _earlier(run, name)


def _said(brief: Brief, step: Step, param: Param) -> Mention | None:
    """The value that the prompt names with a word for the input, if it serves no other one."""
    spent = {binding.text for binding in step.inputs.values() if isinstance(binding, Mention)}
    found = [
        one
        for one in read.read(brief).mentions
        if one.text not in spent and fit(param, one) >= _SURE and cue(param, one) >= _SURE
    ]
    value = coerce.value_for(param, found[0]) if len(found) == 1 else None
    return Mention(value, found[0].text) if value is not None else None


def _beside(run: Run, step: Step, name: str) -> Output | None:
    """The field of that name in the record from which the step takes another input."""
    for binding in step.inputs.values():
        for output in outputs_in(binding):
            last = field_names(output.path)[-1:]
            path = with_field(output.path, last[0], name) if last else ""
            if path and look_up(path, run.outputs.get(output.step)) is not None:
                return Output(output.step, path)
    return None


def _earlier(run: Run, name: str) -> Output | None:
    """The one earlier output that has a field of that name."""
    found = [
        Output(step, quoted(field))
        for step, output in run.outputs.items()
        if isinstance(output, Mapping)
        for field, value in output.items()
        if name_stems(str(field)) == name_stems(name) and value is not None and not isinstance(value, list | Mapping)
    ]
    return found[0] if len(found) == 1 else None


def _asked(step: Step, name: str, schema: Mapping[str, Any]) -> Candidate:
    return asking_for(
        step, name, dict(schema), f"{step.ref} demands {name}, which nothing tells. What is it?",
        f"{step.tool} demands {name}", f"Asks for {name}",
    )
