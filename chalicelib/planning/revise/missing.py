"""Pending steps ask for a field that the output does not hold: look for it under another name.

A field that addresses a thing and was found by its place alone is a guess.  Before it goes into a write, a person is
asked; the answer is evidence like that of any other remedy.
"""

from dataclasses import replace

from chalicelib.domain.binding import Binding, Output
from chalicelib.domain.edit import step_id
from chalicelib.domain.plan import Question, Step
from chalicelib.domain.tool import ASK, PERSON
from chalicelib.planning.revise.look import Finding, Look, Use, rebound
from chalicelib.planning.revise.paths import look_up
from chalicelib.planning.revise.renamed import Mended, mended_path


def missing_fields(look: Look) -> Finding | None:
    """Rebinds of every use whose path leads nowhere while a renamed field is plainly meant."""
    rebinds: dict[str, dict[str, Binding]] = {}
    notes: list[str] = []
    questions: dict[str, Step] = {}
    schema = look.action.output_schema if look.action else None
    ref = look.step.ref
    for use in look.uses():
        if look_up(use.output.path, look.output) is not None:
            continue
        found = mended_path(use.output.path, look.output, schema, look.brief.memory, ref)
        if found is None:
            continue
        if found.guessed and use.step.effect != "read":
            asking = _question(look, use, found)
            questions[asking.id] = asking
        inputs = rebinds.setdefault(use.step.id, {})
        current = inputs.get(use.name, use.step.inputs[use.name])
        inputs[use.name] = rebound(current, use.output, Output(look.step.id, found.path))
        learned = f" (lesson {', '.join(fact.id for fact in found.facts)})" if found.facts else ""
        notes.append(f"{ref} has {found.path} instead of {use.output.path}{learned}")
    return Finding("; ".join(dict.fromkeys(notes)), tuple(questions.values()), rebinds) if rebinds else None


def _question(look: Look, use: Use, found: Mended) -> Step:
    value = look_up(found.path, look.output)
    fields = ", ".join(repr(name) for name in found.guessed)
    question = Question(
        "approval", f"{look.step.ref} does not answer {use.output.path} any more. May its field "
        f"{fields}, here {value!r}, be used as {use.name} of {use.step.ref}?",
        about=look.step.id, tool=use.step.tool, action=use.step.action,
    )
    step = Step(
        id="", tool=PERSON, action=ASK, effect="read", ask=question, goal=look.step.goal,
        reason=f"nothing but its place tells that {fields} is the {use.name}", revision=look.step.revision + 1,
    )
    return replace(step, id=step_id(step))
