"""Questions to a person that the engine itself asks: approvals, and effects that nobody knows of."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any  # Any: requests are JSON

from chalicelib.domain.edit import step_id
from chalicelib.domain.outcome import Failed
from chalicelib.domain.plan import PLAN, Plan, Question, Step
from chalicelib.domain.tool import ASK, PERSON
from chalicelib.engine.settings import Settings


def approval_question(
    step: Step, why: str = "a rule of the sub-agent asks for it", number: int = 1, doubt: str = ""
) -> Step:
    """Asked before the step; the exact request is put to the person when the question waits.

    `doubt`: what is odd about the request itself.
    """
    question = Question(
        "approval", f"May {step.ref} be called? {doubt or step.reason}".strip(),
        about=step.id, tool=step.tool, action=step.action, number=number,
    )
    return _asking(question, step, why)


def plan_question(plan: Plan, why: str, number: int) -> Step:
    """Asked before all writes that are planned; whoever asks at the same time asks the same question."""
    asking = Step(
        id="", tool=PERSON, action=ASK, effect="read", reason=why, label=str(len(plan.steps) + 1),
        revision=1 + max((step.revision for step in plan.steps), default=0),
        ask=Question("approval", "May these writes be made?", about=PLAN, number=number),
    )
    return replace(asking, id=step_id(asking))


def unknown_question(step: Step, failure: Failed) -> Step:
    """Asked after an unsafe call whose effect nobody knows; it depends on the step it asks about."""
    question = Question(
        "outcome_unknown",
        f"Did {step.ref} happen? Its answer was lost ({failure.detail or failure.reason}). "
        "Look there, then answer happened or did_not_happen.",
        about=step.id, tool=step.tool, action=step.action,
    )
    return replace(
        _asking(question, step, "nobody knows whether the call had its effect"), depends_on=(step.id,)
    )


def again(step: Step, why: str = "a person said that it did not happen") -> Step:
    """The step once more, as a second intended effect: the first did not happen."""
    repeated = replace(
        step, replaces=step.id, reason=f"{step.reason} (again: {why})".strip(),
        depends_on=tuple(dict.fromkeys((*step.depends_on, step.id))),
    )
    return replace(repeated, id=step_id(repeated, _root(step)))


def repeated_by(plan: Plan, question: Step, answer: Any) -> tuple[Step, ...]:
    """The step once more, where a person answers that its effect did not happen."""
    said = answer.get("decision") if isinstance(answer, Mapping) else None
    if said != "did_not_happen" or question.ask is None:
        return ()
    return (again(plan.step(question.ask.about)),)


def lands_until(ended: int, settings: Settings) -> int:
    """Until when (ms) a call may take effect whose answer was given up at `ended`."""
    return ended + round(settings.tool_timeout_s * 1000) + settings.settle_time


def wait_details(question: Question, put: Mapping[str, Any], look_after: int | None = None) -> dict[str, Any]:
    """What the API and the webhook show of a question; `put` is what it puts to a person.

    `look_after` (ms): what is seen in the service before says nothing of a lost call, which may still land.
    """
    details: dict[str, Any] = {
        "reason": question.reason, "message": question.text, "tool": question.tool or None,
        "action": question.action or None, "fields": question.fields or None, "look_after": look_after,
        **put,
    }
    return {name: value for name, value in details.items() if value is not None}


def _asking(question: Question, step: Step, reason: str) -> Step:
    asking = Step(
        id="", tool=PERSON, action=ASK, effect="read", reason=reason, ask=question,
        revision=step.revision + 1, remedy_for=step.id,
    )
    return replace(asking, id=step_id(asking, _root(step)))


def _root(step: Step) -> str:
    """The first part of an id: repeated repetitions do not make ids longer and longer."""
    return step.id.partition(".")[0]
