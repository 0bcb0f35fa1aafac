"""The end of a task: FINISH exactly once, then its event and its lessons.

Whoever sees nothing open may finish; the condition lets one through.  What a crash swallows after that is
made again by the sweeper.
"""

from chalicelib.domain.control import Control
from chalicelib.domain.transitions import Finish
from chalicelib.engine.deliveries import announce
from chalicelib.engine.engine import Engine
from chalicelib.engine.ports import Applied, Message
from chalicelib.engine.records import task_pk

END_EVENTS = {"OK": "task.complete", "FAIL": "task.failed", "DEPTH": "task.failed", "CANC": "task.cancelled"}


def finish(engine: Engine, account: str, task_id: str, control: Control) -> Control | None:
    """The state after the end, if it was this call that ended it."""
    answer = engine.ports.store.apply(task_pk(account, task_id), Finish(ok=not control.bad))
    if isinstance(answer, Applied):
        engine.ports.queue.send([Message("learn", {"account": account, "task": task_id})])
    if answer.control is not None and answer.control.terminal:
        after_end(engine, account, task_id, answer.control)
    return answer.control if isinstance(answer, Applied) else None


def after_end(engine: Engine, account: str, task_id: str, control: Control) -> None:
    """The final event, put if absent and sent."""
    announce(engine, account, task_id, END_EVENTS[control.status], "final")
