"""After a failure: wait, try what past runs taught, explore within a budget, ask, or give up.

    rate_limited, unavailable ─> Later, a few times
    anything that may be mended ─> the first candidate that was not tried for this step yet
    a remedy that failed itself ─> the next candidate in its place
    otherwise ─> GiveUp, with what a person can do

Nothing is tried twice for one step, at most four candidates for one failure, and never more attempts
than the engine allows.
"""

from collections.abc import Iterator
from dataclasses import replace

from chalicelib.domain.edit import Edit, GiveUp, Later, Replace
from chalicelib.domain.outcome import Failed, Reason
from chalicelib.domain.plan import Step
from chalicelib.domain.tool import AUTHENTICATE, REFRESH
from chalicelib.planning.planner import Brief, Run
from chalicelib.planning.revise.candidates import candidates, remembered
from chalicelib.planning.revise.meaning import speaks_of_credential, speaks_of_nothing_known
from chalicelib.planning.revise.providers import named_instead, providers
from chalicelib.planning.revise.remedy import Candidate, with_replacements
from chalicelib.planning.revise.signature import same_failure
from chalicelib.planning.revise.soften import softened

MAX_ATTEMPTS = 6
BUDGET = 4
WAITS = 3
_FIRST_WAIT = 2.0
_LONGEST_WAIT = 300.0
_FINAL: tuple[Reason, ...] = (
    "outcome_unknown", "out_of_scope", "declined", "input_timeout", "too_large", "poison", "internal",
)
_RENEWING = (REFRESH, AUTHENTICATE)
_ADVICE: dict[str, str] = {
    "unauthorized": "connect the service again, then retry the task",
    "not_connected": "connect the service for this user, then retry the task",
    "forbidden": "grant the missing permission, then retry the task",
    "not_found": "check the name or id in the prompt",
    "invalid_input": "correct the value that the service does not take",
    "conflict": "look at the present state of the thing and say what should happen",
    "rejected": "do what the service asks for, then retry the task",
    "rate_limited": "retry later, or ask the service for a higher limit",
    "unavailable": "retry once the service is back",
    "outcome_unknown": "look in the service whether it happened, then answer",
    "shape_changed": "register the tool again: its answers have changed",
    "too_large": "ask for fewer or smaller records",
    "out_of_scope": "deploy a sub-agent that may use this action",
    "declined": "",
    "input_timeout": "retry the task and answer within the time",
    "unresolved": "name the missing value in the prompt or in the context",
}
_RECOVERABLE = frozenset((
    "unauthorized", "not_connected", "forbidden", "rate_limited", "unavailable", "input_timeout", "rejected",
))


def after_failure(brief: Brief, run: Run, step: Step, failure: Failed) -> Edit:
    """One way to go on, or the end of the step."""
    if failure.reason in _FINAL or step.ask is not None or run.attempts >= MAX_ATTEMPTS:
        return give_up(failure)
    wait = _waiting(run, failure)
    known = next(remembered(brief, run, step, failure), None) or named_instead(brief, step, failure)
    if wait is not None and not known:
        return wait
    if step.remedy_for is not None:
        return _instead_of_a_failed_remedy(brief, run, step, failure)
    for candidate in _within_budget(brief, run, step, failure):
        return candidate.edit
    patient = wait or _patient(run, failure)
    return patient or softened(brief, run, step, failure) or give_up(failure, _hint(brief, run, step, failure))


def surely(brief: Brief, run: Run, step: Step, failure: Failed) -> Edit | None:
    """What mends a step that need not succeed, where that is no mere trial, and nobody has to be asked for it.

    A lesson, another way to call it that the refusal itself tells, or a renewal where the refusal may be about the
    credential: once for the tool where its words do not say so.
    """
    if run.attempts >= MAX_ATTEMPTS:
        return None
    renewed = any(one.tool == step.tool and one.action in _RENEWING and one.remedy_for for one in run.plan.steps)
    doubted = speaks_of_credential(failure) or (failure.reason == "forbidden" and not renewed)
    for candidate in _within_budget(brief, run, step, failure):
        first = candidate.steps[0]
        renews = first.action in _RENEWING and doubted
        if first.ask is None and (candidate.instead or first.lessons or renews):
            return candidate.edit
    return None


def _advice(failure: Failed) -> str:
    """What is out of scope with a signal was refused by ourselves, and its detail tells what to do."""
    return "" if failure.reason == "out_of_scope" and failure.signal else _ADVICE.get(failure.reason, "")


def give_up(failure: Failed, hint: str = "") -> GiveUp:
    detail = failure.detail or failure.signal or failure.reason
    advice = "; ".join(part for part in (_advice(failure), hint) if part)
    return GiveUp(failure.reason, detail, advice, failure.reason in _RECOVERABLE)


def _waiting(run: Run, failure: Failed) -> Later | None:
    """Later as told, or after a time that doubles; None once that has been tried often enough."""
    waits = _waits(run, failure)
    if failure.reason == "rate_limited":
        seconds = failure.retry_after if failure.retry_after is not None else _backoff(waits)
        return Later(seconds, f"Rate limited: waits {seconds:g} s")
    if failure.reason == "unavailable" and waits < WAITS:
        seconds = failure.retry_after if failure.retry_after is not None else _backoff(waits)
        return Later(seconds, f"Not available: waits {seconds:g} s")
    return None


def _waits(run: Run, failure: Failed) -> int:
    """How often the step was tried again for such a reason, with nothing done about it."""
    return sum(1 for trial in run.trials if not trial.remedies and trial.failure.reason == failure.reason)


def _patient(run: Run, failure: Failed) -> Later | None:
    """A conflict that no word explains may be somebody else who is at it."""
    waits = _waits(run, failure)
    unknown = failure.reason == "conflict" and speaks_of_nothing_known(failure)
    return Later(_backoff(waits), f"A conflict: waits {_backoff(waits):g} s") if unknown and waits < WAITS else None


def _backoff(waits: int) -> float:
    return float(min(_FIRST_WAIT * 2 ** waits, _LONGEST_WAIT))


def _within_budget(brief: Brief, run: Run, step: Step, failure: Failed) -> Iterator[Candidate]:
    """The candidates that are left: those tried for this failure, or failed in its place, count."""
    spent = sum(
        remedy.ask is None or remedy.ask.reason != "approval"
        for trial in run.trials if same_failure(step, trial.failure, failure)
        for remedy in with_replacements(trial, run.plan.steps)
    )
    before = _replaced(run, step)
    left = BUDGET - spent - len(before)
    refs = {(planned.tool, planned.action) for planned in before}
    for candidate in candidates(brief, run, step, failure):
        if candidate.asks_consent:  # what is left when all else was in vain: it is in no budget
            if not _asked_before(run, step, candidate.steps[0]):
                yield candidate
            continue
        again = candidate.instead and (candidate.steps[0].tool, candidate.steps[0].action) in refs
        if left > 0 and not again and not _tried(run, candidate):
            left -= 1
            yield candidate


def _replaced(run: Run, step: Step) -> tuple[Step, ...]:
    """The steps whose place this one took, the latest first; remedies of a failed remedy are no such chain."""
    by_id = {planned.id: planned for planned in run.plan.steps}
    found: list[Step] = []
    while step.replaces in by_id and step.replaces is not None and len(found) < BUDGET:
        step = by_id[step.replaces]
        found.append(step)
    return tuple(found)


def _tried(run: Run, candidate: Candidate) -> bool:
    """Ids are made from what a step does, so a remedy that was tried for this step is known by its id."""
    known = {planned.id for planned in run.plan.steps}
    known |= {remedy.id for trial in run.trials for remedy in trial.remedies}
    return any(remedy.id in known for remedy in candidate.steps)


def _asked_before(run: Run, step: Step, asking: Step) -> bool:
    """Whether a person was asked for this consent already because of this step, in whatever words it failed then.

    What a consent has not given it will not give a second time.
    """
    ids = {step.id, *(planned.id for planned in _replaced(run, step))}
    for planned in run.plan.steps:
        asked = planned.ask
        if asked is None or asked.reason != "oauth_consent" or asked.about not in ids or asking.ask is None:
            continue
        if set(asking.ask.scopes) <= set(asked.scopes) and bool(asking.ask.scopes) == bool(asked.scopes):
            return True
    return False


def _instead_of_a_failed_remedy(brief: Brief, run: Run, remedy: Step, failure: Failed) -> Edit:
    """The next candidate for the failure that the remedy was meant for takes its place."""
    repaired = next((step for step in run.plan.steps if step.id == remedy.remedy_for), None)
    first = _meant_for(run, remedy, failure)
    if repaired is None or first is None:
        return give_up(failure)
    down = failure.reason in ("unavailable", "rate_limited") and remedy.action in _RENEWING
    for candidate in _within_budget(brief, run, repaired, first):
        if down and (candidate.asks_consent or candidate.steps[0].action in _RENEWING):
            continue  # the provider does not answer: the credential may be good, and nobody else can renew it
        if len(candidate.steps) == 1 and not candidate.instead:
            step = candidate.steps[0]
            note = f"{remedy.ref} failed. {candidate.note}"
            return Replace(_in_place_of(step, remedy), note)
    original = first.detail or first.signal or first.reason
    return GiveUp(
        failure.reason, f"{original}; the remedy {remedy.ref} failed too: "
        f"{failure.detail or failure.signal or failure.reason}",
        _ADVICE.get(first.reason, ""), first.reason in _RECOVERABLE,
    )


def _meant_for(run: Run, remedy: Step, failure: Failed) -> Failed | None:
    """The failure that the remedy was to mend: that of the trial which names it, or what it replaced.

    Where the run does not tell, a renewal of the credential can only have been meant for a refused one.
    """
    ids = {remedy.id, *(step.id for step in _replaced(run, remedy))}
    named = [trial.failure for trial in run.trials if any(one.id in ids for one in trial.remedies)]
    if named:
        return named[-1]
    if remedy.action in _RENEWING:
        return Failed("unauthorized", failure.detail, failure.signal)
    return None


def _in_place_of(step: Step, remedy: Step) -> Step:
    return replace(step, replaces=remedy.id)


def _hint(brief: Brief, run: Run, step: Step, failure: Failed) -> str:
    """What else could do the same, where a person has to decide on it."""
    if failure.reason != "unavailable" or step.effect != "unsafe":
        return ""
    others = [candidate.steps[0] for candidate in providers(brief, run, replace(step, effect="idempotent"))]
    return f"{others[0].tool}.{others[0].action} could do the same" if others else ""
