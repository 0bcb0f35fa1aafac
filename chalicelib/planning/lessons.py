"""What a finished run teaches: evidence for and against, one vote per (lesson, task).

    a remedy was done and the step then got past that failure   +1   only if the task ended well
    a remedy was done and the same failure came again           -1
    a remedy failed itself, or a person declined it             -1
    another action stood in for a step and was done             +1   only if the task ended well
    a pending step was rebound to a field's new name            fact: tool.action|renamed:old -> new
    a call was refused for want of an input and done with it    fact: tool.action|demands:name

A lesson is kept under the tool, the action and the failure, so that nothing learned on one tool is applied to
another.  Remedies that only renew the credential (`via` auth) are kept once for the whole tool: a dead
token is a property of the credential, not of the action that met it first.  Content holds no value: inputs
say where they come from, seen from the failing step.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal  # Any: content is JSON

from chalicelib.domain.binding import Binding
from chalicelib.domain.lesson import Evidence, Lesson, LessonKind
from chalicelib.domain.outcome import Failed
from chalicelib.domain.plan import Step
from chalicelib.domain.tool import AUTHENTICATE, PERSON, REFRESH, UTILITY
from chalicelib.planning.planner import Trial
from chalicelib.planning.revise.demands import taught
from chalicelib.planning.revise.remedy import general_form, generalised, with_replacements
from chalicelib.planning.revise.renamed import fact_key, outputs_in, renamed_field
from chalicelib.planning.revise.signature import same_failure, signature, tool_signature

WINDOW = 20
"""The latest votes that count: a service that changed is believed after a few runs."""
_PROVENANCE = 5
_FIELD = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,39}")
"""What a field may be called for its name to be kept: a service could put anything there."""
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class PastStep:
    """One step as it ended.

    `step` is its definition as planned; `trials` its failed attempts in order, the last one too if it failed for
    good, each with the remedies that came of it and whether they were done.  `done`: the step's letter is D.
    """

    step: Step
    done: bool
    trials: tuple[Trial, ...] = ()


@dataclass(frozen=True, slots=True)
class History:
    """A finished run: every step that entered the plan, and whether the task ended well (`complete`)."""

    steps: tuple[PastStep, ...]
    ended_well: bool


@dataclass(frozen=True, slots=True)
class _Vote:
    kind: LessonKind
    key: str
    content: Mapping[str, Any]
    vote: Literal[1, -1]


def learn(task_id: str, at: int, history: History) -> tuple[Evidence, ...]:
    """The run's votes; where it speaks for and against one lesson, against wins."""
    votes: dict[str, Evidence] = {}
    for vote in _votes(history):
        lesson = lesson_id(vote.kind, vote.key, vote.content)
        before = votes.get(lesson)
        if before is None or vote.vote < before.vote:
            votes[lesson] = Evidence(lesson, vote.kind, vote.key, vote.content, vote.vote, task_id, at)
    return tuple(votes.values())


def fold(evidence: Sequence[Evidence], previous: Lesson | None = None) -> Lesson:
    """The lesson that all its evidence amounts to; what a person decided about it stays.

    Counts are made anew from the evidence, so that folding twice changes nothing.
    """
    latest = {vote.task: vote for vote in sorted(evidence, key=lambda vote: vote.at)}
    counted = sorted(latest.values(), key=lambda vote: (vote.at, vote.task))[-WINDOW:]
    if not counted:
        if previous is None:
            raise ValueError("a lesson needs evidence")
        return previous
    newest = counted[-1]
    lesson = Lesson(
        newest.lesson, newest.kind, newest.key, newest.content,
        supported=sum(vote.vote > 0 for vote in counted), opposed=sum(vote.vote < 0 for vote in counted),
        last_at=newest.at, first_at=_first_at(counted, previous),
        tasks=tuple(vote.task for vote in reversed(counted[-_PROVENANCE:])),
        backers=len({vote.by or vote.task for vote in counted if vote.vote > 0}),
    )
    if previous is None:
        return lesson
    kept = replace(lesson, pinned=previous.pinned, disabled=previous.disabled, used_at=previous.used_at)
    if any(vote.vote > 0 and vote.at > previous.suspended_at for vote in counted):
        return kept
    return replace(kept, suspended_at=previous.suspended_at, suspended_because=previous.suspended_because)


def _first_at(counted: Sequence[Evidence], previous: Lesson | None) -> int:
    """Old votes leave the window; when the first of them came stays known."""
    first = min(vote.at for vote in counted)
    return min(first, previous.first_at) if previous and previous.first_at else first


def lesson_id(kind: LessonKind, key: str, content: Mapping[str, Any]) -> str:
    """Short and stable: the same kind, key and content, the same id."""
    text = f"{kind}|{key}|{json.dumps(content, sort_keys=True, default=str)}"
    digest = hashlib.sha256(text.encode()).digest()
    return "les_" + "".join(_ALPHABET[byte % 62] for byte in digest[:10])


def _votes(history: History) -> Iterator[_Vote]:
    steps = {past.step.id: past for past in history.steps}
    for past in history.steps:
        yield from _of_remedies(past, steps, history.ended_well)
        yield from _of_replacement(past, steps, history.ended_well)
    if history.ended_well:
        yield from _of_renamed_fields(history.steps)
        yield from _of_demands(steps)


def _of_remedies(past: PastStep, steps: Mapping[str, PastStep], ended_well: bool) -> Iterator[_Vote]:
    """A remedy counts against even where the task ended badly; for it only where all went well."""
    for place, trial in enumerate(past.trials):
        later = past.trials[place + 1:]
        came_again = any(same_failure(past.step, trial.failure, other.failure) for other in later)
        remedies = with_replacements(trial, (other.step for other in steps.values()))
        done = tuple(remedy for remedy in remedies if _was_done(remedy, trial, steps))
        for remedy in remedies:
            if remedy not in done and _failed_itself(remedy, steps):
                yield _remedy_vote(past.step, trial.failure, (remedy,), -1)
        if any(_declined(remedy, steps) for remedy in remedies):
            yield _remedy_vote(past.step, trial.failure, remedies, -1)
        if not generalised(done, past.step):
            continue
        if came_again:
            yield _remedy_vote(past.step, trial.failure, done, -1)
        elif past.done and ended_well:
            yield _remedy_vote(past.step, trial.failure, done, 1)


def _was_done(remedy: Step, trial: Trial, steps: Mapping[str, PastStep]) -> bool:
    return trial.worked.get(remedy.id, False) or (remedy.id in steps and steps[remedy.id].done)


def _failed_itself(remedy: Step, steps: Mapping[str, PastStep]) -> bool:
    """A renewal that was refused tells of one user's credential, not of the remedy."""
    if remedy.ask is not None or remedy.action in (REFRESH, AUTHENTICATE):
        return False
    return remedy.id in steps and bool(steps[remedy.id].trials)


def _declined(remedy: Step, steps: Mapping[str, PastStep]) -> bool:
    """A person said no to the remedy: that is evidence too."""
    asked = remedy.ask is not None and remedy.ask.reason == "approval"
    return asked and remedy.id in steps and any(
        trial.failure.reason == "declined" for trial in steps[remedy.id].trials
    )


def _remedy_vote(failing: Step, failure: Failed, remedies: Iterable[Step], vote: Literal[1, -1]) -> _Vote:
    content = generalised(remedies, failing)
    return _Vote("remedy", _key(failing, failure, content), content, vote)


def _key(failing: Step, failure: Failed, content: Mapping[str, Any]) -> str:
    """The whole tool for remedies that only renew its credential, else the action."""
    renewals = [
        stored["tool"] == failing.tool and stored["action"] in (REFRESH, AUTHENTICATE)
        for stored in content.get("steps", ())
    ]
    return tool_signature(failing, failure) if renewals and all(renewals) else signature(failing, failure)


def _of_replacement(past: PastStep, steps: Mapping[str, PastStep], ended_well: bool) -> Iterator[_Vote]:
    """Another action stood in: the last failure of the step that it replaced is what it mends."""
    replaced = steps.get(past.step.replaces or "")
    if replaced is None or past.step.remedy_for or not replaced.trials:
        return
    same = (replaced.step.tool, replaced.step.action) == (past.step.tool, past.step.action)
    if same or past.step.tool in (UTILITY, PERSON):
        return
    content = {"replace": general_form(past.step, replaced.step)}
    key = signature(replaced.step, replaced.trials[-1].failure)
    if past.done and ended_well:
        yield _Vote("remedy", key, content, 1)
    elif past.trials:
        yield _Vote("remedy", key, content, -1)


def _of_demands(steps: Mapping[str, PastStep]) -> Iterator[_Vote]:
    """A step that was done in the place of one that was refused, with one input more."""
    refs = {sid: past.step.ref for sid, past in steps.items()}
    for past in steps.values():
        replaced = steps.get(past.step.replaces or "")
        if past.done and replaced is not None and replaced.trials:
            found = taught(replaced.step, replaced.trials[-1].failure, past.step, refs)
            if found is not None:
                yield _Vote("fact", *found, 1)


def _of_renamed_fields(steps: Sequence[PastStep]) -> Iterator[_Vote]:
    """A rebind that differs from the planned binding by one field's name, and whose step was done."""
    by_id = {past.step.id: past for past in steps}
    for past in steps:
        for sid, inputs in past.step.rebinds.items():
            user = by_id.get(sid)
            if not past.done or user is None or not user.done:
                continue
            for name, binding in inputs.items():
                yield from _renamings(user.step.inputs.get(name), binding, by_id)
        replaced = by_id.get(past.step.replaces or "")
        if replaced is not None and past.done:
            for name, binding in past.step.inputs.items():
                yield from _renamings(replaced.step.inputs.get(name), binding, by_id)


def _renamings(old: Binding | None, new: Binding, steps: Mapping[str, PastStep]) -> Iterator[_Vote]:
    if old is None:
        return
    for before, after in zip(outputs_in(old), outputs_in(new), strict=False):
        found = renamed_field(before.path, after.path) if before.step == after.step else None
        producer = steps.get(before.step)
        if found is not None and producer is not None and _FIELD.fullmatch(found[1]):
            ref = producer.step.ref
            yield _Vote("fact", fact_key(ref, found[0]), {"value": found[1]}, 1)
