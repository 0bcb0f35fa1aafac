"""Steps longer than one invocation: a tool has begun, and is asked again until it is done, or calls back.

No transition is added for it.  The step that began is SUPERSEDEd by one that asks; while the answer is "not
yet" that one is RETRY-LATERed as a refusal of ours, so it holds no worker and loses no attempt.  Its output
stands for the output of the step whose place it took.  It ends with the sub-agent's seconds, or after a day.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any  # Any: outputs are JSON

import jmespath

from chalicelib.domain.binding import Literal
from chalicelib.domain.control import Live
from chalicelib.domain.edit import Edit, GiveUp, Later, Recover, Replace, step_id
from chalicelib.domain.outcome import Done, Failed, Outcome, Started
from chalicelib.domain.plan import Step

SOONEST, LATEST = 2_000, 60_000
FAILED = "operation_failed"


def asking(step: Step, started: Started, now: int) -> Step:
    """The step that takes the place of `step` and asks what has become of it."""
    poll = started.poll
    first = {"from": now + round((started.after or 0) * 1000)}
    made = replace(
        step, action=poll.get("action", step.action), effect="read",
        inputs={name: Literal(value) for name, value in poll.get("inputs", {}).items()},
        replaces=step.id, when=None, body=None, rebinds=step.rebinds, lessons=(), depends_on=step.depends_on,
        reason=f"{step.ref} has begun; this finds out when it is done",
        poll={
            **{name: poll[name] for name in ("url", "done", "failed") if name in poll},
            **({"callback": step.id} if poll.get("callback") else {}), **first,
        },
    )
    return replace(made, id=step_id(made, step.id))


def taken_over(step: Step, started: Started, now: int) -> Replace:
    """SUPERSEDE: another step finds out from now on."""
    other = asking(step, started, now)
    how = "its tool calls back when it is done" if other.awaits_callback else "asked until it is done"
    return Replace(other, f"It has begun; {how}")


def judged(step: Step, outcome: Outcome) -> Outcome | Started:
    """The answer of a declared poll action in the light of its rules; any other answer speaks for itself."""
    if step.poll is None or not isinstance(outcome, Done):
        return outcome
    return verdict(step.poll, outcome, step.tool) or Started({})


def verdict(rules: Mapping[str, Any], told: Done, tool: str) -> Outcome | None:
    """What a tool's word means by its declared rules; None: it is not over yet."""
    failed, done = rules.get("failed"), rules.get("done")
    if failed and holds(failed, told.output):
        said = jmespath.search(failed["reason"], told.output) if failed.get("reason") else None
        return Failed("rejected", str(said or f"{tool} says that it failed"), FAILED)
    return told if not done or holds(done, told.output) else None


def pause(step: Step, live: Live, started: Started, now: int) -> int:
    """Milliseconds until the next question: as the tool told, else a quarter of the time that it has taken."""
    if started.after is not None:
        return max(SOONEST, round(started.after * 1000))
    begun = min(live.first_call or now, int((step.poll or {}).get("from", now)))
    return min(LATEST, max(SOONEST, (now - begun) // 4))


def too_early(step: Step, now: int) -> int:
    """Milliseconds until the tool wants to be asked for the first time."""
    return max(0, int((step.poll or {}).get("from", 0)) - now)


@dataclass(frozen=True, slots=True)
class Asked:
    """How the step that was answered "not yet" is settled."""

    edit: Edit
    outcome: Outcome


def begun(step: Step, live: Live, started: Started | None, now: int, longest: int) -> Asked | int:
    """Another step takes its place, or nobody asks any more; or the ms after which this one asks again."""
    assert started is not None
    if step.poll is None and started.poll:
        return Asked(taken_over(step, started, now), Done())
    if live.first_call is not None and now - live.first_call > longest:
        detail = f"it has not ended within {longest // 3_600_000} hours"
        ended = Failed("unavailable", detail, "operation_not_done")
        return Asked(GiveUp(ended.reason, detail, "Look in the service what became of it"), ended)
    return pause(step, live, started, now)


def not_asked_again(step: Step | None, outcome: Outcome, edit: Edit) -> Edit:
    """A job that has failed stays so, however often one asks: nothing is put before asking once more."""
    over = isinstance(outcome, Failed) and outcome.signal == FAILED and step is not None and step.poll is not None
    if not over or not isinstance(outcome, Failed) or not isinstance(edit, (Recover, Later)):
        return edit
    return GiveUp(outcome.reason, outcome.detail, "Mend what it says, then retry the task from this step")


def holds(rule: Mapping[str, Any], output: Any) -> bool:
    """Whether the value at the rule's path is one of those that it names."""
    found = jmespath.search(rule["path"], output)
    wanted = rule["equals"]
    options = wanted if isinstance(wanted, list) else [wanted]
    return any(found == one and isinstance(found, bool) == isinstance(one, bool) for one in options)
