"""Side effects are deliberate: what writes unsafely is asked for, confirmed, or put to a person.

A planner may be anybody's code, and a lesson may be wrong, so this does not depend on who proposes.  An unsafe step
goes ahead only if one of these is so:

    the prompt asks for it     its words speak of such a deed; they, or what the plan reads, of what it is done to
                               (a draft was made from the prompt: there one of the two is enough)
    it is planned already      the same action stands in the plan for its own sake: a loop's item, a corrected input
    a lesson confirms it       named by the step, usable, and about this very action
    a person was asked         an approval question about the step stands before it

Otherwise the question is put before it, with the exact request.  So it is, too, before whatever writes at all and rests
on cases because the prompt itself does not name it: what others did may be wrong here, or have been done in order to be
learned.  A remedy is never what the prompt asks for: it is there because of a failure, whatever its words.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from itertools import count

from chalicelib.domain.binding import Output
from chalicelib.domain.edit import Edit, Insert, Recover, Replace, step_id
from chalicelib.domain.lesson import Lesson
from chalicelib.domain.plan import Plan, Question, Step
from chalicelib.domain.tool import ASK, PERSON, Action
from chalicelib.planning import generic, home, open_objects, own_tables
from chalicelib.planning.bidding import plainly
from chalicelib.planning.composer.clock import heard
from chalicelib.planning.composer.entry import entry
from chalicelib.planning.composer.words import text_stems
from chalicelib.planning.planner import Brief, Catalogue, Run, layered
from chalicelib.planning.precedent import kept
from chalicelib.planning.spoken import OF_MONEY, asked_for, deed, spoken_of, takes_away
from chalicelib.planning.usage.construction import PREFIX


def deliberate_plan(plan: Plan, brief: Brief) -> Plan:
    """The plan with a question before each unsafe step that neither the prompt nor a lesson speaks for."""
    return generic.replanned(brief, plan, _deliberate)


def _deliberate(brief: Brief, plan: Plan) -> Plan:
    brief = plainly(heard(brief))
    cases = {lesson.id for lesson in brief.memory.lessons if lesson.kind == "case"}
    held = [
        step for step in plan.steps
        if _rests_on(cases, step, brief, plan) or _needs_a_person(step, brief, plan.steps, asked=spoken_of)
    ]
    if not held:
        return plan
    taken = {step.id for step in plan.steps}
    free = (name for name in map(str, count(len(plan.steps) + 1)) if name not in taken)
    asking = {
        step.id: replace(
            _question(step, cases.intersection(step.lessons)), id=name, label=name, depends_on=plan.needs(step)
        )
        for step, name in zip(held, free, strict=False)
    }
    found: list[Step] = []
    for step in plan.steps:
        question = asking.get(step.id)
        found += [question, replace(step, depends_on=(*step.depends_on, question.id))] if question else [step]
    return Plan(tuple(found))


def writes(step: Step, catalogue: Catalogue) -> bool:
    """Whether the step, or what it repeats for each item, changes anything at a service."""
    return acts(step, catalogue) or (step.body is not None and writes(step.body, catalogue))


def acts(step: Step, catalogue: Catalogue) -> bool:
    """Whether the step itself changes anything at a service."""
    action = catalogue.actions.get(step.ref)
    return step.effect != "read" and not (action and action.via == "auth")


def deliberate_edit(edit: Edit, brief: Brief, run: Run, failed: Step) -> Edit:
    """The edit with a question before each unsafe step that it adds on its own account."""
    return layered(_deliberate_edit, home.revised, own_tables.revised, open_objects.revised)(brief, run, failed, edit)


def _deliberate_edit(brief: Brief, run: Run, failed: Step, edit: Edit) -> Edit:
    brief = plainly(heard(brief))
    match edit:
        case Recover(steps):
            return replace(edit, steps=_asked_first(steps, brief, run, remedies=True))
        case Insert(steps):
            return replace(edit, steps=_asked_first(steps, brief, run, remedies=False))
        case Replace(step):
            remedy = step.remedy_for is not None
            checked = _asked_first((step,), brief, run, remedies=remedy)
            if len(checked) == 1:
                return edit
            question = replace(checked[0], remedy_for=failed.id, depends_on=())
            return Recover((question,), f"Asks a person whether {step.ref} may stand in")
    return edit


def confirmed(lesson: Lesson, action: Action, now: int) -> bool:
    """Whether the lesson is about this action and may act without asking.

    The first vote for an unsafe remedy is a person's yes; a no, a run in which it did not help, or time takes it back.
    How an action was asked for is believed of one person, but not where it takes away, pays or refunds.
    """
    if lesson.kind == "word":
        about = lesson.key == f"{PREFIX}{action.ref}" or action.ref in kept.refs(lesson.key)
        return about and lesson.trusted(now) and _many(lesson, action)
    steps = [*lesson.content.get("steps", ()), lesson.content.get("replace") or {}]
    about = any((stored.get("tool"), stored.get("action")) == (action.tool, action.name) for stored in steps)
    return lesson.kind == "remedy" and lesson.trusted(now) and about


def _many(lesson: Lesson, action: Action) -> bool:
    grave = bool(entry(action.ref, action).senses & (OF_MONEY | {"delete"}))
    return lesson.pinned or not grave or lesson.backers > 1


def _rests_on(cases: Collection[str], step: Step, brief: Brief, plan: Plan) -> bool:
    speaks = any(lesson in cases for lesson in step.lessons)
    return speaks and writes(step, brief.catalogue) and not _question_about(step, plan.steps)


def _asked_first(steps: tuple[Step, ...], brief: Brief, run: Run, *, remedies: bool) -> tuple[Step, ...]:
    """The steps, each that needs a person behind its question."""
    planned = {ref for step in run.plan.steps if step.remedy_for is None for ref in _refs(step)}
    decided = any(writes(step, brief.catalogue) for step in run.plan.steps if step.remedy_for is None)

    def spoken(prompt: str, action: Action) -> bool:
        if action.ref in planned or remedies:
            return action.ref in planned
        wordless = action.effect != "unsafe" and not text_stems(prompt)
        return wordless or asked_for(prompt, action, run.plan, plainly=decided)

    known = (*run.plan.steps, *steps)
    found: list[Step] = []
    for step in steps:
        of_records = not remedies and _of_records(step, run.plan)

        def asked(prompt: str, action: Action, of_records: bool = of_records) -> bool:
            return spoken(prompt, action) or (of_records and deed(prompt, action, decided))

        if _needs_a_person(step, brief, known, asked=asked, added=not remedies):
            question = replace(_question(step), depends_on=tuple(dict.fromkeys((*step.depends_on, *step.sources()))))
            question = replace(question, id=step_id(question, step.remedy_for or ""))
            found += [question, replace(step, depends_on=(*step.depends_on, question.id))]
        else:
            found.append(step)
    return tuple(found)


def _of_records(step: Step, plan: Plan) -> bool:
    """Whether what it is done to was looked for among the records, for the sake of the request."""
    reads = [one for one in plan.steps if one.effect == "read" and one.remedy_for is None]
    looked = {one.id for one in reads if one.id.startswith("look")}
    return any(isinstance(one, Output) and one.step in looked for one in step.inputs.values())


def _needs_a_person(
    step: Step, brief: Brief, known: Iterable[Step], asked: Callable[[str, Action], bool], *, added: bool = False
) -> bool:
    return not _question_about(step, known) and any(
        not asked(brief.prompt, action) and not _lesson_for(step, action, brief)
        for action in _grave(step, brief, added)
    )


def _grave(step: Step, brief: Brief, added: bool) -> Iterable[Action]:
    """What a step, and what it does for each item, may not do unasked; being connected changes nothing outside.

    What an answer was the reason to add is any write: a service may have talked the planner into it.  Of a plan and
    of remedies it is what is unsafe, or takes something away.
    """
    for one in (step, step.body):
        action = brief.catalogue.actions.get(one.ref) if one is not None and not one.ask else None
        if action is None or action.via == "auth" or action.effect == "read":
            continue
        if added or action.effect == "unsafe" or takes_away(action):
            yield action


def _refs(step: Step) -> Iterable[str]:
    yield step.ref
    if step.body is not None:
        yield step.body.ref


def _lesson_for(step: Step, action: Action, brief: Brief) -> bool:
    return any(lesson.id in step.lessons and confirmed(lesson, action, brief.now) for lesson in brief.memory.lessons)


def _question_about(step: Step, known: Iterable[Step]) -> bool:
    """Whether an approval of this very step stands in the plan, and before it."""
    asked = [one.id for one in known if one.ask and one.ask.reason == "approval" and one.ask.about == step.id]
    return any(sid in step.depends_on for sid in asked)


def _question(step: Step, cases: Collection[str] = ()) -> Step:
    """Without an id yet.  `cases`: the lessons that alone speak for the step, if any do."""
    doing = step.body or step
    name = doing.ref
    told = (
        f"Earlier requests of this kind also used {name}, but this one does not ask for it. May it be done?" if cases
        else f"The request does not speak of {name}, which changes something. May it be called? {step.reason}".strip()
    )
    return Step(
        id="", tool=PERSON, action=ASK, effect="read", lessons=tuple(step.lessons) if cases else (),
        ask=Question("approval", told, about=step.id, tool=doing.tool, action=doing.action),
        reason=f"{name} is not asked for: only earlier runs did it" if cases
        else "nothing but a proposal speaks for a write",
        goal=step.goal, revision=step.revision, remedy_for=step.remedy_for,
    )
