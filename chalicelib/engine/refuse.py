"""RETRY-LATER as a refusal of ours: nothing was called, and it costs the step no attempt."""

from chalicelib.domain.control import STEP_ZERO, Control, Letter
from chalicelib.domain.transitions import Late, RetryLater
from chalicelib.engine.decide import called_before
from chalicelib.engine.decision import Held
from chalicelib.engine.engine import Ack, Engine, Nack, NotOurs, StepRef, step_messages
from chalicelib.engine.help import help_on
from chalicelib.engine.load import Loader
from chalicelib.engine.ports import Applied, Message, Refused
from chalicelib.engine.probing import is_probe
from chalicelib.engine.reading import take
from chalicelib.engine.records import task_pk


def refuse(engine: Engine, ref: StepRef, held: Held, control: Control, delay: int, why: str) -> Ack | Nack:
    """The step is pending again, not before `delay` ms; only its own message goes out."""
    if held.claim is not None:
        taken = take(engine, ref, held.claim)
        if isinstance(taken, Refused):
            return NotOurs(1, why, taken.control)
    now = engine.ports.now()
    pk = task_pk(ref.account, ref.task)
    later = RetryLater(held.sid, held.epoch, now + delay, engine.settings.max_attempts, refund=True)

    def sends(after: Control) -> tuple[Message, ...]:
        return step_messages(ref.account, ref.task, after, (held.sid,), now)

    answer = engine.ports.store.settle(pk, (), later, sends)
    if isinstance(answer, Applied):
        return Ack(why)
    if answer.control is not None and answer.control.terminal:
        letter: Letter = "U" if _may_have_been_called(engine, ref, held, answer.control) else "X"
        answer = engine.ports.store.apply(pk, Late(held.sid, held.epoch, letter, ""))
    help_on(engine, ref, answer.control or control)
    return Ack(why)


def _may_have_been_called(engine: Engine, ref: StepRef, held: Held, control: Control) -> bool:
    """Whether an earlier claim called the tool, or what it began is only asked about: then nobody knows the outcome."""
    live = control.live(held.sid)
    if live is None or held.sid == STEP_ZERO:
        return False
    step = Loader(engine, ref.account, ref.task).plan(control).step(held.sid)
    if step.poll is not None and not is_probe(step):
        return True
    return live.kind in ("i", "u") and called_before(live, engine.settings)
