"""Reads without a claim: one consistent read of control instead of a write.

    control is read ── a read that nobody has tried, and its message has not been delivered before
      ├─ the call is made as if the claim had been: `Claim.apply`, in memory
      ├─ nothing but a COMMIT follows: from P, unless somebody has claimed the step meanwhile
      └─ anything else follows: CLAIM now, and then the same as ever

Until then nothing is written, and a read has no effect: for everybody else it is as if the worker had died before its
claim.  Its message, delivered again, is claimed, so a read that kills its workers still runs out of attempts.
"""

from dataclasses import dataclass, replace

from chalicelib.domain.control import Control, Live
from chalicelib.domain.transitions import Claim, Settle, Transition
from chalicelib.engine.decision import Held
from chalicelib.engine.engine import Engine, StepRef
from chalicelib.engine.load import Loader
from chalicelib.engine.ports import Applied, Refused
from chalicelib.engine.records import task_pk


def take(engine: Engine, ref: StepRef, claim: Claim) -> Applied | Refused:
    """CLAIM.  One that was made, but whose reply was lost, shows our own token."""
    answer = engine.ports.store.apply(task_pk(ref.account, ref.task), claim)
    live = answer.control.live(ref.sid) if answer.control else None
    if answer.control is not None and live is not None and live.state == "R" and live.owner == claim.owner:
        return Applied(answer.control)
    return answer


@dataclass(frozen=True, slots=True)
class Begun:
    """A step in a worker's hands: control and the step as the claim leaves them."""

    control: Control
    live: Live
    held: Held


def begin(engine: Engine, ref: StepRef, claim: Claim, *, first: bool) -> Begun | Refused:
    """The claim; or, of a read whose message is delivered for the first time, only a look."""
    looked = unclaimed(engine, ref, claim) if first and ref.read and not engine.settings.claims_reads else None
    taken = take(engine, ref, claim) if looked is None else Applied(looked)
    if isinstance(taken, Refused):
        return taken
    live = taken.control.live(ref.sid)
    assert live is not None
    held = Held(ref.sid, live.epoch, claim.owner, live.attempts, None if looked is None else claim)
    return Begun(taken.control, live, held)


def unclaimed(engine: Engine, ref: StepRef, claim: Claim) -> Control | None:
    """Control as the claim would leave it; None where the step has to be claimed.

    Where a task's values are not kept, nothing may be written after its end: the sweeper waits for claimed steps only.
    What is told of work that has begun must not be lost if the task ends meanwhile: LATE records it, of claimed steps.
    """
    control = engine.ports.store.control(task_pk(ref.account, ref.task))
    live = control.live(ref.sid) if control is not None else None
    if control is None or live is None or live.kind != "r" or live.state != "P" or control.record != "full":
        return None
    loader, taken = Loader(engine, ref.account, ref.task), claim.apply(control)
    loader.warm(control, ref.sid)
    return taken if loader.plan(control).step(ref.sid).poll is None else None


def from_pending(transition: Transition, claim: Claim) -> Settle | None:
    """The COMMIT of a step that is pending still; None where it must be claimed first."""
    if not isinstance(transition, Settle) or transition.letter != "D" or transition.seen is not None:
        return None
    return replace(transition, source="pending", epoch=claim.epoch)
