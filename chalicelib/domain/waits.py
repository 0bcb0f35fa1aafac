"""Steps that wait without a worker: a question for a person, or a tool that will call back.

    R ─WAIT─> W ─WAKE─> P          a callback: what it says is looked at by a worker
              W ─Settle─>          a person's answer, or the end of the time (transitions.py)
    P, R ─LATCH─> the same         the answer came first: WAIT is refused, and the worker takes it

Rows of the transition table like those in `transitions`.
"""

from dataclasses import dataclass, replace

from chalicelib.domain.control import WAITS, Control, own, with_step


@dataclass(frozen=True, slots=True)
class Wait:
    """WAIT: for a person, or for a tool's callback.  Refused when the answer is there already (`answer` is latched)."""

    sid: str
    epoch: int
    owner: str
    expires: int

    def apply(self, control: Control) -> Control | None:
        step = own(control, self.sid, self.epoch)
        if step is None or step.kind not in WAITS or step.answer is not None:
            return None
        return with_step(control, self.sid, replace(
            step, state="W", expires=self.expires, owner=self.owner, lease=None, first_call=None
        ))


@dataclass(frozen=True, slots=True)
class Latch:
    """SIGNAL before the step waits: the answer is kept until it does, and nothing delays the step any more."""

    sid: str
    answer: str
    due: int

    def apply(self, control: Control) -> Control | None:
        step = control.live(self.sid)
        if control.terminal or step is None or step.state not in ("P", "R"):
            return None
        kept = replace(step, answer=self.answer, not_before=None)
        return replace(with_step(control, self.sid, kept), due=self.due)


@dataclass(frozen=True, slots=True)
class Wake:
    """WAKE: the callback that a step waits for has come; a worker takes it from here.

    The attempt that waited is given back, so that the step can be claimed whatever happened before it waited.
    """

    sid: str
    epoch: int
    answer: str
    due: int

    def apply(self, control: Control) -> Control | None:
        step = control.live(self.sid)
        waits = step is not None and step.state == "W" and step.kind == "c" and step.epoch == self.epoch
        if control.terminal or step is None or not waits:
            return None
        woken = replace(
            step, state="P", answer=self.answer, attempts=step.attempts - 1, expires=None, owner=None
        )
        return replace(with_step(control, self.sid, woken), due=self.due)
