"""Remedies as structure: the steps of this run, and their general form that a lesson keeps.

A lesson's content holds no value.  Each input says where it comes from, seen from the failing step:

    {"steps":   [{"tool", "action", "inputs": {"room_id": {"same": "room"}}}]}   done before another try
    {"steps":   [{"tool", "action", "inputs": {}, "gives": ["room_id"]}]}        looked up again (`lookups`)
    {"replace": {"tool", "action", "inputs": {…}}}                              done by another action
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any  # Any: content is JSON

from chalicelib.domain import tool
from chalicelib.domain.binding import Answer, Binding, Context, Literal, Mention, Output, encode
from chalicelib.domain.edit import Edit, Recover, Replace, step_id
from chalicelib.domain.lesson import Lesson
from chalicelib.domain.plan import Question, Step
from chalicelib.domain.tool import ASK, PERSON, Action
from chalicelib.planning.planner import Brief, Trial
from chalicelib.planning.revise.speaks import bind, input_like

Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One thing to try: `steps` before the failed step, or `instead` of it.  `content` is its general form."""

    steps: tuple[Step, ...]
    note: str
    content: Content
    instead: bool = False

    @property
    def asks_consent(self) -> bool:
        asked = self.steps[0].ask
        return asked is not None and asked.reason == "oauth_consent"

    @property
    def edit(self) -> Edit:
        return Replace(self.steps[0], self.note) if self.instead else Recover(self.steps, self.note)


def remedy_step(action: Action, inputs: Mapping[str, Binding], step: Step, reason: str) -> Step:
    """A step without a row of its own, named after the step that it repairs."""
    remedy = Step(
        id="", tool=action.tool, action=action.name, effect=action.effect, inputs=inputs, reason=reason,
        revision=step.revision + 1, goal=step.goal, remedy_for=step.id,
    )
    return replace(remedy, id=step_id(remedy, step.id))


def question_step(question: Question, step: Step, reason: str) -> Step:
    asking = Step(
        id="", tool=PERSON, action=ASK, effect="read", reason=reason, revision=step.revision + 1,
        goal=step.goal, remedy_for=step.id, ask=question,
    )
    return replace(asking, id=step_id(asking, step.id))


def asking_for(step: Step, name: str, schema: Mapping[str, Any], text: str, reason: str, why: str) -> Candidate:
    """A person tells the input, and the step goes on with it."""
    fields = {"type": "object", "required": [name], "properties": {name: schema}}
    question = Question("missing_input", text, fields, about=step.id, tool=step.tool, action=step.action)
    asking = question_step(question, step, reason)
    asking = replace(asking, rebinds={step.id: {name: Answer(step_id(asking, step.id), name)}})
    return Candidate((asking,), why, {})


def replacement(action: Action, inputs: Mapping[str, Binding], step: Step, reason: str) -> Step:
    """The same step by another action, or with other inputs: a new id in the same row."""
    other = replace(
        step, id="", tool=action.tool, action=action.name, effect=action.effect, inputs=inputs, reason=reason,
        revision=step.revision + 1, replaces=step.id, lessons=(),
    )
    return replace(other, id=step_id(other, step.id))


def approved(remedy: Step) -> tuple[Step, ...]:
    """The remedy behind a person's approval; the question names the exact action and inputs."""
    asking = Step(
        id="", tool=PERSON, action=ASK, effect="read", reason="an untried remedy that writes needs a person",
        revision=remedy.revision, goal=remedy.goal, remedy_for=remedy.remedy_for,
        ask=Question(
            "approval", f"May {remedy.ref} be called with {_told(remedy)}? {remedy.reason}.",
            about=remedy.id, tool=remedy.tool, action=remedy.action,
        ),
    )
    asking = replace(asking, id=step_id(asking, remedy.remedy_for or ""))
    return (asking, replace(remedy, depends_on=(asking.id,)))


def consent(step: Step, why: str, scopes: tuple[str, ...] = ()) -> Candidate:
    """`scopes`: what has to be granted on top of what is granted already."""
    question = Question(
        "oauth_consent", f"{step.tool} must be connected (again) before {step.action} can go on: {why}.",
        about=step.id, tool=step.tool, action=step.action, scopes=scopes,
    )
    asking = question_step(question, step, f"{step.tool} needs a person's consent")
    return Candidate((asking,), f"Asks a person to connect {step.tool}", {})


def with_replacements(trial: Trial, steps: Iterable[Step]) -> tuple[Step, ...]:
    """The remedies of a trial and those that took the place of one that failed."""
    found = list(trial.remedies)
    known = {remedy.id for remedy in found}
    for step in steps:
        if step.remedy_for and step.replaces in known and step.id not in known:
            found.append(step)
            known.add(step.id)
    return tuple(found)


def from_lesson(lesson: Lesson, brief: Brief, step: Step) -> Candidate | None:
    """The lesson's remedy bound for this run; None where the catalogue or the inputs do not allow it."""
    content = lesson.content
    if "replace" in content:
        return _instead(content["replace"], lesson, brief, step)
    steps: list[Step] = []
    for stored in content.get("steps", ()):
        found = _bound(stored, brief, step)
        if found is None:
            return None
        action, inputs = found
        steps.append(remedy_step(action, inputs, step, _shown(lesson)))
    return _named(Candidate(tuple(steps), told(steps), content), lesson) if steps else None


def generalised(steps: Iterable[Step], failing: Step) -> Content:
    """What a lesson keeps of remedies that worked; values are left out, and so are questions.

    Asking a person is the last resort however often it helped, so it is nothing to learn.
    """
    stored = [general_form(step, failing) for step in steps if step.ask is None]
    return {"steps": stored} if stored else {}


def general_form(step: Step, failing: Step) -> Content:
    inputs = {name: origin for name, binding in step.inputs.items() if (origin := _origin(name, binding, failing))}
    form: Content = {"tool": step.tool, "action": step.action, "inputs": inputs}
    given = sorted(step.rebinds.get(failing.id, ()))
    return {**form, "gives": given} if given else form


def told(steps: Iterable[Step]) -> str:
    """The remedies in plain words, for the note of the row that they repair."""
    return ", then ".join(_in_words(step) for step in steps)


def _in_words(step: Step) -> str:
    match step.action:
        case tool.REFRESH:
            return "Token refreshed automatically"
        case tool.AUTHENTICATE:
            return "Authenticated again"
    return f"Repaired by {step.ref}"


def _told(remedy: Step) -> str:
    if not remedy.inputs:
        return "no inputs"
    return ", ".join(f"{name} {_from(binding)}" for name, binding in remedy.inputs.items())


def _from(binding: Binding) -> str:
    match binding:
        case Literal(value) | Mention(value):
            return f"= {value!r}"
        case Output(step, path):
            return f"= {'all' if path == '@' else path} of what step {step} gave"
    return f"from {encode(binding)}"


def _origin(name: str, binding: Binding, failing: Step) -> Content | None:
    """Where an input came from; of several inputs with one value, the one of the same name or object."""
    if input_like(name, failing) == binding:
        own = name if name in failing.inputs else next(key for key, one in failing.inputs.items() if one == binding)
        return {"same": own}
    for other, value in failing.inputs.items():
        if binding == value:
            return {"same": other}
    return {"context": binding.path} if isinstance(binding, Context) else None


def _bound(stored: Content, brief: Brief, step: Step) -> tuple[Action, dict[str, Binding]] | None:
    action = brief.catalogue.actions.get(f"{stored.get('tool')}.{stored.get('action')}")
    if action is None:
        return None
    inputs: dict[str, Binding] = {}
    for name, origin in (stored.get("inputs") or {}).items():
        if "same" in origin and origin["same"] in step.inputs:
            inputs[name] = step.inputs[origin["same"]]
        elif "context" in origin:
            inputs[name] = Context(origin["context"])
    required = set(action.required)
    if required - set(inputs):
        rest = bind(action, step, brief)
        if rest is None:
            return None
        inputs = {**rest, **inputs}
    return action, inputs


def _instead(stored: Content, lesson: Lesson, brief: Brief, step: Step) -> Candidate | None:
    found = _bound(stored, brief, step)
    if found is None:
        return None
    action, inputs = found
    other = replacement(action, inputs, step, _shown(lesson))
    note = f"Lesson {lesson.id}: {action.ref} instead"
    return Candidate((replace(other, lessons=(lesson.id,)),), note, lesson.content, instead=True)


def _shown(lesson: Lesson) -> str:
    """Why a lesson's remedy is tried, in words for the trace."""
    runs = "an earlier run" if lesson.supported == 1 else f"{lesson.supported} earlier runs"
    against = f", against {lesson.opposed}" if lesson.opposed else ""
    return f"{runs} showed that this helps{against} (lesson {lesson.id})"


def _named(candidate: Candidate, lesson: Lesson) -> Candidate:
    """The lesson's id on every step, and first in the note."""
    steps = tuple(replace(step, lessons=(lesson.id,)) for step in candidate.steps)
    return replace(candidate, steps=steps, note=f"Lesson {lesson.id}: {candidate.note}")
