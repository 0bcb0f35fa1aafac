"""A write that only past runs speak for waits for a person.

What others did may be wrong here, or have been done in order to be learned.  So a step that changes something and
rests on cases (the prompt itself does not name it) is put behind a question, whichever planner proposed it.
"""

from dataclasses import replace

from chalicelib.domain.lesson import Memory
from chalicelib.domain.plan import Plan, Question, Step
from chalicelib.domain.tool import ASK, PERSON
from chalicelib.planning.planner import Catalogue


def consented(plan: Plan, memory: Memory, catalogue: Catalogue) -> Plan:
    """The plan with a question before each write that rests on cases alone."""
    cases = {lesson.id for lesson in memory.lessons if lesson.kind == "case"}
    held = [step for step in plan.steps if cases.intersection(step.lessons) and writes(step, catalogue)]
    if not held:
        return plan
    first = len(plan.steps) + 1
    questions = {step.id: _question(step, str(number)) for number, step in enumerate(held, first)}
    return Plan((*questions.values(), *(
        replace(step, depends_on=(*step.depends_on, questions[step.id].id)) if step.id in questions else step
        for step in plan.steps
    )))


def writes(step: Step, catalogue: Catalogue) -> bool:
    """Whether the step, or what it repeats for each item, changes anything at a service."""
    action = catalogue.actions.get(f"{step.tool}.{step.action}")
    own = step.effect != "read" and not (action and action.via == "auth")
    return own or (step.body is not None and writes(step.body, catalogue))


def _question(step: Step, sid: str) -> Step:
    done = step.body or step
    return Step(
        sid, PERSON, ASK, "read", label=sid, lessons=step.lessons,
        reason=f"{done.tool}.{done.action} is not asked for: only earlier runs did it",
        ask=Question(
            "approval", f"Earlier requests of this kind also used {done.tool}.{done.action}, but this one does not ask "
            "for it. May it be done?", about=step.id, tool=done.tool, action=done.action,
        ),
    )
