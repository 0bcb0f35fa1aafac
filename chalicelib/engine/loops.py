"""LOOP GUARD: a plan that runs in circles ends by name instead of spending its attempts.

Two rules, both read from what is stored, so that no counter can drift:

    the same call (tool, action, inputs) that failed in the same way three times is not made a fourth time
    unless the plan changes first
    a step is revised at most `max_revisions` times: its remedies and replacements, and what people had done
    again, are counted in the plan

A call that was told to come back later goes round in no circle: its attempts are its bound.
"""

from collections.abc import Iterable, Mapping

from chalicelib.domain.control import Control
from chalicelib.domain.edit import Edit, GiveUp, Later, Recover, Replace
from chalicelib.domain.outcome import Failed, Reason
from chalicelib.domain.plan import Plan, Step
from chalicelib.engine.act import Acted
from chalicelib.engine.engine import Engine
from chalicelib.engine.load import Loaded
from chalicelib.engine.records import Record, decode_record, task_pk
from chalicelib.engine.registry import everything
from chalicelib.engine.revisions import revisions

TIMES = 3
COME_BACK_LATER: tuple[Reason, ...] = ("rate_limited", "unavailable", "outcome_unknown")


def guarded(engine: Engine, loaded: Loaded, control: Control, plan: Plan, acted: Acted, edit: Edit) -> Edit:
    """The edit, or the end of the step where the edit would go on in a circle."""
    step, failure = loaded.step, acted.outcome
    if step is None or not isinstance(failure, Failed) or isinstance(edit, GiveUp):
        return edit
    too_many = _too_many_revisions(engine.settings.max_revisions, control, plan, step, edit)
    if too_many is not None:
        return too_many
    if not acted.digest or failure.reason in COME_BACK_LATER or changes_the_plan(control, step, edit):
        return edit
    items = everything(engine.ports.store, task_pk(loaded.task.account, loaded.task.id), "R#")
    times = 1 + streak(map(decode_record, items), acted.digest, failure)
    if times < TIMES:
        return edit
    return GiveUp(
        "loop_detected",
        f"{step.ref} failed {times} times in the same way, and nothing changed in between: "
        f"{failure.detail or failure.signal or failure.reason}",
        "Change an input of the step, then retry the task from it",
    )


def changes_the_plan(control: Control, step: Step, edit: Edit) -> bool:
    """Whether something else will be tried before, or in place of, the call that failed."""
    match edit:
        case Recover(steps):
            return any(remedy.id not in control.steps for remedy in steps)
        case Replace(other):
            return (other.tool, other.action, other.inputs) != (step.tool, step.action, step.inputs)
    return not isinstance(edit, Later)


def streak(records: Iterable[Record], digest: str, failure: Failed) -> int:
    """How often the call failed like this before, since something was last put before it."""
    before = [
        record for record in records
        if record.digest == digest and record.error is not None and not record.kept_from
        and record.status in ("retried", "failed") and _sign(record.error) == _sign_of(failure)
    ]
    count = 0
    for record in sorted(before, key=lambda one: (one.started_at, one.epoch), reverse=True):
        if record.edit == "recover" and record.adds:
            break
        count += 1
    return count


def _too_many_revisions(most: int, control: Control, plan: Plan, step: Step, edit: Edit) -> GiveUp | None:
    match edit:
        case Recover(steps):
            added = sum(1 for remedy in steps if remedy.id not in control.steps)
        case Replace(other):
            added = int(other.id not in control.steps)
        case _:
            return None
    made = revisions(plan, step)
    if not added or made + added <= most:
        return None
    return GiveUp(
        "loop_detected", f"{step.ref} was revised {made} times without success; the limit is {most}",
        "Change what the step needs, then retry the task from it",
    )


def _sign(error: Mapping[str, object]) -> tuple[object, object]:
    return error.get("reason"), error.get("signal") or error.get("detail")


def _sign_of(failure: Failed) -> tuple[object, object]:
    return failure.reason, failure.signal or failure.detail
