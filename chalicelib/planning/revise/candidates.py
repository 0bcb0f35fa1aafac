"""What may mend a failure, in order of plausibility: lessons first, then what the catalogue and the reason offer.

No remedy is written for any service.  An unconfirmed remedy may only read or be idempotent (the tool's own
`authenticate` and `refresh_token` count as such); one that writes goes to a person first.
"""

from collections.abc import Iterator, Mapping

from chalicelib.domain.binding import Binding
from chalicelib.domain.lesson import Lesson
from chalicelib.domain.outcome import Failed
from chalicelib.domain.plan import Step
from chalicelib.domain.tool import AUTHENTICATE, REFRESH, Action
from chalicelib.planning.planner import Brief, Run
from chalicelib.planning.revise import allowed
from chalicelib.planning.revise.inputs import other_names
from chalicelib.planning.revise.lacking import demanded
from chalicelib.planning.revise.lookups import lookups, remembered_lookup
from chalicelib.planning.revise.meaning import (
    speaks_of_absence,
    speaks_of_credential,
    speaks_of_inputs,
    speaks_of_nothing_known,
    speaks_of_permission,
    speaks_of_scope,
)
from chalicelib.planning.revise.providers import providers, successors
from chalicelib.planning.revise.remedy import (
    Candidate,
    approved,
    consent,
    from_lesson,
    generalised,
    remedy_step,
    replacement,
    told,
)
from chalicelib.planning.revise.renamed import resolved_inputs
from chalicelib.planning.revise.signature import signature, tool_signature
from chalicelib.planning.revise.speaks import (
    NAMED,
    bind,
    speaking,
    supposed,
)
from chalicelib.planning.revise.styles import restyled
from chalicelib.planning.revise.verbs import deed

_UNDERSTOOD = (402, 405, 409, 412, 422, 423)
"""Refusals of a service that knew who called: no word has to say so."""


def candidates(brief: Brief, run: Run, step: Step, failure: Failed) -> Iterator[Candidate]:
    """Everything that may be tried, the most plausible first; the caller keeps the budget."""
    opposed, doubted = _opposed(brief, step, failure)
    yield from remembered(brief, run, step, failure)
    late: list[Candidate] = []
    named = (_granting(brief, step, failure, failure.detail or failure.signal),) if failure.scopes else ()
    for candidate in named or _explored(brief, run, step, failure):
        if candidate.content in doubted:
            late.append(candidate)
        elif candidate.content not in opposed:
            yield candidate
    yield from late


def remembered(brief: Brief, run: Run, step: Step, failure: Failed) -> Iterator[Candidate]:
    """Usable lessons about this failure, the action's own before those about the tool's credential."""
    for key in (signature(step, failure), tool_signature(step, failure)):
        for lesson in brief.memory.of("remedy", key):
            if not lesson.trusted(brief.now):
                continue
            looks = any("gives" in stored for stored in lesson.content.get("steps", ()))
            candidate = (
                remembered_lookup(lesson, brief, run, step, failure) if looks else from_lesson(lesson, brief, step)
            )
            if candidate is not None:
                yield candidate


def _opposed(brief: Brief, step: Step, failure: Failed) -> tuple[list[object], list[object]]:
    """Remedies that past runs tried in vain, or that a person disabled: not explored again; and those that failed
    more often than not so far: explored after all others."""
    keys = (signature(step, failure), tool_signature(step, failure))
    weak = [
        lesson for lesson in brief.memory.lessons
        if lesson.kind == "remedy" and lesson.key in keys and lesson.content and not lesson.usable
    ]
    return (
        [lesson.content for lesson in weak if _in_vain(lesson)],
        [lesson.content for lesson in weak if lesson.opposed and not _in_vain(lesson)],
    )


def _in_vain(lesson: Lesson) -> bool:
    return lesson.disabled or lesson.opposed > lesson.supported + 1


def _explored(brief: Brief, run: Run, step: Step, failure: Failed) -> Iterator[Candidate]:
    yield from successors(brief, run, step, failure)
    match failure.reason:
        case "unauthorized" if not speaks_of_permission(failure):
            yield from _credentials(brief, step, failure)
        case "not_connected":
            yield consent(step, failure.detail or "nobody has connected it")
        case "unauthorized" | "forbidden":
            if not speaks_of_permission(failure):
                yield from _rejected(brief, run, step, failure)
            yield _granting(brief, step, failure, failure.detail or failure.signal or "a permission is missing")
        case "conflict" | "rejected" | "invalid_input" if speaks_of_permission(failure):
            yield _granting(brief, step, failure, failure.detail or failure.signal)
        case "conflict" | "rejected" | "invalid_input":
            yield from _rejected(brief, run, step, failure)
        case "not_found":
            yield from demanded(brief, run, step, failure)
            yield from lookups(brief, run, step, failure)
            yield from _spoken(brief, step, failure, NAMED)
        case "unresolved" | "shape_changed":
            yield from _rebound(brief, run, step)
        case "unavailable":
            yield from providers(brief, run, step)


def _granting(brief: Brief, step: Step, failure: Failed, why: str) -> Candidate:
    """Consent to what is missing: the scopes that the service names, else those that its document declares."""
    action = brief.catalogue.actions.get(step.ref)
    declared = action.scopes if action is not None and speaks_of_scope(failure) else ()
    return consent(step, why, failure.scopes or declared)


def _rejected(brief: Brief, run: Run, step: Step, failure: Failed) -> Iterator[Candidate]:
    """A refusal in the service's own words, which decide; at last what changes nothing, whatever they mean."""
    yield from restyled(brief, run, step, failure)
    yield from allowed.corrections(brief, run, step, failure)
    yield from other_names(brief, step, failure)
    yield from demanded(brief, run, step, failure)
    if speaks_of_credential(failure):
        yield from _renewals(brief, step, failure)
    if speaks_of_absence(failure):
        yield from lookups(brief, run, step, failure)
    yield from _spoken(brief, step, failure, NAMED if failure.reason == "invalid_input" else 0.0)
    action = brief.catalogue.actions.get(step.ref)
    if speaks_of_nothing_known(failure):
        yield from lookups(brief, run, step, failure)
        told = failure.status in _UNDERSTOOD or speaks_of_inputs(failure, action.properties if action else ())
        yield from () if told else _renewals(brief, step, failure)
    guess = supposed(brief, step, failure)
    if guess is not None:
        remedy = remedy_step(guess.action, guess.inputs, step, f"{step.tool} refused without saying what it lacks")
        note = f"Asks a person whether {guess.action.ref} may repair it"
        yield Candidate(approved(remedy), note, generalised((remedy,), step))


def _credentials(brief: Brief, step: Step, failure: Failed) -> Iterator[Candidate]:
    yield from _renewals(brief, step, failure)
    yield consent(step, failure.detail or failure.signal or "the credential was refused")


def _renewals(brief: Brief, step: Step, failure: Failed) -> Iterator[Candidate]:
    for name in (REFRESH, AUTHENTICATE):
        action = brief.catalogue.actions.get(f"{step.tool}.{name}")
        if action is None or action.via != "auth" or step.action == name:
            continue
        inputs = bind(action, step, brief)
        if inputs is not None:
            why = f"{step.tool} refused the credential ({failure.signal or failure.reason})"
            yield _before(action, inputs, step, why)


def _spoken(brief: Brief, step: Step, failure: Failed, least: float = 0.0) -> Iterator[Candidate]:
    for found in speaking(brief, step, failure):
        if found.score < least:
            return
        why = f"{step.tool} said {failure.signal or failure.detail or failure.reason!r}, and {found.because}"
        yield _before(found.action, found.inputs, step, why)


def _before(action: Action, inputs: Mapping[str, Binding], step: Step, why: str) -> Candidate:
    remedy = remedy_step(action, inputs, step, why)
    content = generalised((remedy,), step)
    if (action.effect == "unsafe" or deed(action) == "outward") and action.via != "auth":
        return Candidate(approved(remedy), f"Asks a person whether {action.ref} may repair it", content)
    return Candidate((remedy,), told((remedy,)), content)


def _rebound(brief: Brief, run: Run, step: Step) -> Iterator[Candidate]:
    """A field that was renamed: the same step with its inputs found again."""
    found = resolved_inputs(brief, run, step)
    action = brief.catalogue.actions.get(step.ref)
    if found is None or action is None:
        return
    inputs, why = found
    yield Candidate((replacement(action, inputs, step, why),), why, {}, instead=True)
