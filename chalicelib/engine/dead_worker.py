"""A step whose worker died while it held it: taken over, where another call would do no harm."""

from chalicelib.domain.control import STEP_ZERO, Control, Live
from chalicelib.domain.outcome import Failed, Started
from chalicelib.engine import polling, registry
from chalicelib.engine.decide import decide_begun, decide_poison, decide_unknown
from chalicelib.engine.decision import Decision, Held
from chalicelib.engine.engine import Ack, Engine, Nack, StepRef
from chalicelib.engine.heard import arrived
from chalicelib.engine.load import Loader, done_steps
from chalicelib.engine.probing import stands_between
from chalicelib.engine.records import Record, error_fields
from chalicelib.engine.settle import settle
from chalicelib.engine.work import told_of


def of_a_dead_worker(engine: Engine, ref: StepRef, control: Control, live: Live, now: int) -> Ack | Nack:
    held = Held(ref.sid, live.epoch, engine.ports.token(6), live.attempts)
    loader = Loader(engine, ref.account, ref.task)
    plan = loader.plan(control)
    if live.kind == "u":
        step = plan.effective(ref.sid, done_steps(control))
        failure = Failed("outcome_unknown", "the worker that made the call died")
        heard = arrived(engine.ports, ref.account, ref.task, ref.sid) is not None
        begun = polling.taken_over(step, Started({"callback": True}), now)
        action = registry.action_of(engine.ports, engine.cache, loader.task(), step)
        between = stands_between(engine, plan, step, action, failure, None)

        def unknown(seen: Control) -> Decision:
            if heard:
                return decide_begun(
                    seen, plan, held, begun, engine.settings, loader.task().cap, expired_at=now
                )
            return decide_unknown(
                seen, plan, held, between, failure, engine.settings, loader.task().cap, expired_at=now
            )
        return told_of(
            settle(engine, ref, held, control, unknown, _crashed(held, live, now, failure)), loader.task(), step
        )
    if live.attempts >= engine.settings.max_attempts:
        failure = Failed("poison", f"{live.attempts} workers died while they held the step")
        settled = settle(
            engine, ref, held, control,
            lambda seen: decide_poison(seen, plan, held, engine.settings, expired_at=now),
            _crashed(held, live, now, failure),
        )
        return told_of(settled, loader.task(), None if ref.sid == STEP_ZERO else plan.step(ref.sid))
    return Nack(1, "the lease has just ended")


def _crashed(held: Held, live: Live, now: int, failure: Failed) -> Record:
    started = live.first_call or now
    return Record(held.sid, held.owner, started, now, "failed", error=error_fields(failure))
