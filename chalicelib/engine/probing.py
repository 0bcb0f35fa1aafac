"""Probes: an action may say how to find out whether a call whose answer was lost had its effect.

    UNKNOWN ──> the probe, a read, once a lost request cannot land any more
                  it happened       the step counts as done, with what the probe found as its output
                  it did not        the step once more, under a new id and a new key
                  it cannot tell    a person is asked, as where no probe is declared

No transition is added: the probe stands where the question would stand.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any  # Any: inputs are JSON

from chalicelib.domain.binding import Binding, Literal
from chalicelib.domain.edit import CarryOn, Edit, Insert, Later, Replace, step_id
from chalicelib.domain.outcome import Done, Failed, Outcome
from chalicelib.domain.plan import Plan, Step
from chalicelib.domain.tool import Action
from chalicelib.engine.ask import again, unknown_question
from chalicelib.engine.engine import Engine
from chalicelib.engine.polling import holds

TRIES = 3
PAUSE_S = 30.0
PASSING = ("rate_limited", "unavailable")


def stands_between(
    engine: Engine, plan: Plan, step: Step, action: Action | None, failure: Failed, inputs: Mapping[str, Any] | None
) -> Step:
    """What is put between a call with an unknown outcome and its dependants: its probe, or a question.

    `inputs` are those of the call, if they are known; a dead worker took them along, and where a person may have
    changed them, only a person can tell.
    """
    rule = action.call.get("probe") if action else None
    if rule is None or (inputs is None and _asked_about(plan, step)):
        return unknown_question(step, failure)
    known: Mapping[str, Binding] = (
        step.inputs if inputs is None else {name: Literal(value) for name, value in inputs.items()}
    )
    if any(own not in known for own in rule["inputs"].values()):
        return unknown_question(step, failure)
    settings = engine.settings
    settled = engine.ports.now() + round(settings.tool_timeout_s * 1000) + settings.settle_time
    made = Step(
        id="", tool=step.tool, action=rule["action"], effect="read", depends_on=(step.id,), remedy_for=step.id,
        inputs={name: known[own] for name, own in rule["inputs"].items()}, revision=step.revision + 1,
        reason=f"The answer to {step.ref} was lost; this looks whether it happened",
        poll={"probe": step.id, "from": settled, "happened": rule["happened"]},
    )
    return replace(made, id=step_id(made, step.id.partition(".")[0]))


def _asked_about(plan: Plan, step: Step) -> bool:
    return any(one.ask and one.ask.approves and one.ask.about == step.id for one in plan.steps)


def is_probe(step: Step | None) -> bool:
    return step is not None and step.poll is not None and "probe" in step.poll


def probed(plan: Plan, probe: Step, outcome: Outcome, attempts: int) -> Edit:
    """What follows from what the probe found."""
    assert probe.poll is not None
    about = plan.step(probe.poll["probe"])
    name = about.ref
    match outcome:
        case Done(output) if holds(probe.poll["happened"], output):
            return CarryOn(f"{name} had happened: {probe.action} has found it")
        case Done():
            return Insert((again(about, f"{probe.action} has not found it"),), f"{name} had not happened; done again")
        case Failed(reason) if reason in PASSING and attempts < TRIES:
            return Later(max(PAUSE_S, outcome.retry_after or 0))
    asked = unknown_question(about, Failed("outcome_unknown", f"and {probe.action} could not tell: {outcome.detail}"))
    return Replace(replace(asked, replaces=probe.id), "It could not tell; a person is asked")
