"""SHADOW: what a task would do, found out by reading for real and stopping before everything else.

A step that is not a read ends at the exact request that it would send.  It has no output, so what needs one goes no
further than its plan: it says which inputs are missing, and which step would have given them.  Nothing of this is a
failure, and nothing is learned from it.  Being connected is no read either; that a tool renews its token while it reads
belongs to the reading.
"""

from collections.abc import Iterable, Mapping
from typing import Any  # Any: inputs are JSON

from chalicelib.domain.binding import (
    Binding,
    Unresolved,
    Values,
    condition_sources,
    encode_condition,
    holds,
    resolve,
    sources,
)
from chalicelib.domain.edit import Edit, GiveUp, Recover, Replace
from chalicelib.domain.outcome import Done, Failed, Outcome
from chalicelib.domain.plan import Plan, Step
from chalicelib.domain.tool import Action
from chalicelib.engine.act import Acted, call_of, facts
from chalicelib.engine.engine import Engine
from chalicelib.engine.load import Loaded
from chalicelib.engine.records import WOULD_CALL


def stopped_short(engine: Engine, loaded: Loaded, action: Action) -> Acted | None:
    """What stands in the place of the call; None where it is to be made, or fails for a reason of its own."""
    step = loaded.step
    assert step is not None
    values = Values(loaded.outputs, facts(loaded.task))
    undecided = step.when is not None and bool(_missing(condition_sources(step.when), loaded))
    if step.when is not None and not undecided and not holds(step.when, values):
        return None
    inputs, needs = _inputs(step, loaded, values)
    if needs is None or (action.effect == "read" and not needs and not undecided):
        return None
    told: dict[str, Any] = {
        "step": step.label or step.id, "tool": step.tool, "action": step.action, "effect": action.effect,
    }
    if needs:
        told |= {"inputs": inputs, "needs": needs}
    else:
        told["request"] = dict(engine.ports.tools.preview(call_of(engine, loaded.task, step, action, inputs)))
    if undecided and step.when is not None:
        told["if"] = encode_condition(step.when)
    if step.body is not None:
        told["for_each"] = f"{step.body.ref} for each item of its answer"
    return Acted(Done({WOULD_CALL: told}, note="Not sent: the task is in shadow mode"), inputs, skipped=True)


def without_writes(edit: Edit, outcome: Outcome) -> Edit:
    """The edit, or the end of the step where it would be repaired by anything but a read."""
    steps: tuple[Step, ...] = ()
    match edit:
        case Recover(steps):
            pass
        case Replace(step):
            steps = (step,)
    acting = [step for step in steps if step.effect != "read"]
    if not acting or not isinstance(outcome, Failed):
        return edit
    named = ", ".join(step.ref for step in acting)
    return GiveUp(
        outcome.reason, outcome.detail,
        f"To go on, {named} would be called, and in shadow mode only reads are: see to that first, or go live",
    )


def _inputs(
    step: Step, loaded: Loaded, values: Values
) -> tuple[Mapping[str, Any], list[dict[str, Any]] | None]:
    """The inputs that are known, and the others with what would give them; None where one leads nowhere."""
    known: dict[str, Any] = {}
    needs: list[dict[str, Any]] = []
    for name, binding in step.inputs.items():
        try:
            known[name] = resolve(binding, values)
        except Unresolved:
            missing = _missing(sources(binding), loaded)
            if not missing:
                return known, None
            needs.append({"input": name, "of": [_named(loaded.plan, sid) for sid in missing], **_at(binding)})
    return known, needs


def _missing(wanted: Iterable[str], loaded: Loaded) -> list[str]:
    """Steps that were not carried out."""
    return [sid for sid in wanted if sid not in loaded.outputs]


def _named(plan: Plan, sid: str) -> str:
    step = plan.step(sid)
    return f"step {step.label or sid} ({step.ref})"


def _at(binding: Binding) -> dict[str, str]:
    path = getattr(binding, "path", "@")
    return {"path": path} if path != "@" else {}
