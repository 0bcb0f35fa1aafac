"""A step that only shows a value in another form must not cost the task when it fails.

Where nothing but its text is used, a text that says so takes its place: the amount is then shown as it came.
"""

from collections.abc import Iterator

from chalicelib.domain.binding import Binding, Literal
from chalicelib.domain.edit import Replace
from chalicelib.domain.outcome import Failed
from chalicelib.domain.plan import Step
from chalicelib.domain.tool import UTILITY, Action
from chalicelib.planning.planner import Brief, Run
from chalicelib.planning.revise.paths import promised
from chalicelib.planning.revise.remedy import replacement
from chalicelib.planning.revise.renamed import outputs_in

_ADDED = "n."


def softened(brief: Brief, run: Run, step: Step, failure: Failed) -> Replace | None:
    """A text in place of a step that was inserted for the sake of its text; None for any other step."""
    if not step.id.startswith(_ADDED) or step.effect != "read":
        return None
    paths = {
        output.path for binding in _bindings(run) for output in outputs_in(binding) if output.step == step.id
    }
    writer = _writer(brief)
    if paths != {"text"} or writer is None:
        return None
    action, name = writer
    done = step.action.replace("_", " ")
    other = replacement(
        action, {name: Literal(f"{done} was not possible")}, step, f"{step.ref} failed and is not vital"
    )
    return Replace(other, f"Went on without {done}: {failure.detail or failure.signal or failure.reason}")


def _writer(brief: Brief) -> tuple[Action, str] | None:
    """An action that makes a text of nothing but a text."""
    for action in brief.catalogue.of_tool(UTILITY):
        required = tuple(action.required)
        properties = action.properties
        if len(required) == 1 and properties[required[0]].get("type") == "string" and (
            set(promised(action.output_schema)) == {"text"}
        ):
            return action, required[0]
    return None


def _bindings(run: Run) -> Iterator[Binding]:
    for step in run.plan.steps:
        yield from step.inputs.values()
        for inputs in step.rebinds.values():
            yield from inputs.values()

