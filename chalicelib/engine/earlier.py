"""What the earlier attempts of a step leave open: a step has failed only if none of them may have had its effect."""

from chalicelib.domain.control import Live
from chalicelib.domain.outcome import Failed, Outcome, Reason
from chalicelib.domain.plan import Step
from chalicelib.domain.task import Task
from chalicelib.engine.engine import Engine
from chalicelib.engine.records import Record, decode_record, task_pk
from chalicelib.engine.registry import everything

TURNED_AWAY: tuple[Reason, ...] = (
    "rate_limited", "unavailable", "unauthorized", "forbidden", "not_connected", "out_of_scope", "internal",
)


def open_call(engine: Engine, task: Task, step: Step, live: Live, outcome: Outcome) -> Failed | None:
    """That an earlier call may have had its effect, although this one has failed; None where nothing is open.

    An unsafe step is asked about at its first lost answer, and a read leaves nothing behind.  Whoever keeps to
    idempotency keys would have answered a call that has happened as it did before; a call that was turned away at the
    door tells nothing of that.
    """
    if not isinstance(outcome, Failed) or live.attempts == 1 or step.effect != "idempotent":
        return None
    if outcome.reason not in TURNED_AWAY:
        return None
    if not may_have_been_made(engine, task, step.id, live.attempts):
        return None
    said = outcome.detail or outcome.reason
    return Failed("outcome_unknown", f"an earlier call had no answer, and the last one failed: {said}")


def may_have_been_made(engine: Engine, task: Task, sid: str, attempts: int) -> bool:
    """Whether an earlier attempt may have had its effect: its worker died, no answer came, or nobody heard of it."""
    items = everything(engine.ports.store, task_pk(task.account, task.id), f"R#{sid}#")
    harmless = {record.attempt for record in map(decode_record, items) if _without_effect(record)}
    return not harmless >= set(range(1, attempts))


def _without_effect(record: Record) -> bool:
    failed = record.failure is not None and record.failure.reason != "outcome_unknown"
    return failed or not record.digest


def window_over(live: Live, now: int, window: int) -> bool:
    """An idempotent step may be called again only while the provider remembers its key (`window` in ms)."""
    return live.kind == "i" and live.attempts > 1 and live.first_call is not None and now - live.first_call > window
