"""HELP: what anybody may do for a task at any time, and what repairs a crash between two calls.

It sends every step that may start, finishes a task with nothing open, and makes sure that the event of a
question or of the end exists.  Doing it once too often costs a message, never an effect.
"""

from chalicelib.domain.control import Control, Live, claimable, delayed, questions
from chalicelib.engine.deliveries import announce
from chalicelib.engine.engine import Engine, StepRef, step_messages
from chalicelib.engine.finish import after_end, finish


def help_on(engine: Engine, ref: StepRef, control: Control) -> None:
    if control.terminal:
        after_end(engine, ref.account, ref.task, control)
    elif control.open == 0:
        finish(engine, ref.account, ref.task, control)
    else:
        now = engine.ports.now()
        sids = (*claimable(control, now, engine.settings.max_attempts), *delayed(control, now))
        messages = step_messages(ref.account, ref.task, control, sids, now)
        if messages:
            engine.ports.queue.send(messages)


def too_late(ref: StepRef, live: Live | None) -> bool:
    """Whether somebody was quicker than this message.  Delivered for the first time, it need not help.

    Whoever was quicker sends what follows or, if he died, gets his own message again.  If copies helped, each
    would bring forth more at every step, and a queue that is late would never catch up.
    """
    return live is None or live.epoch != ref.epoch


def notify_waiting(engine: Engine, ref: StepRef, control: Control) -> None:
    """One `task.waiting` event for each question that waits."""
    for sid in questions(control):
        announce(engine, ref.account, ref.task, "task.waiting", sid)
