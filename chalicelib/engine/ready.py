"""What a step may call now: inside the boundary, with its inputs bound, and with a person's yes where one is needed."""

from functools import partial

from chalicelib.domain.control import Live
from chalicelib.domain.edit import Recover
from chalicelib.domain.outcome import Done, Failed
from chalicelib.domain.plan import Step
from chalicelib.domain.subagent import SubAgent
from chalicelib.domain.task import Task
from chalicelib.engine.act import Acted, Bound, bound, outside
from chalicelib.engine.action_records import Records
from chalicelib.engine.destination import Sending, doubtful_destination
from chalicelib.engine.earlier import may_have_been_made, open_call
from chalicelib.engine.engine import Ack, Engine, Nack
from chalicelib.engine.load import Loaded, Loader
from chalicelib.engine.permits import AskFirst, Asking, Go, permit
from chalicelib.engine.records import Record, decode_record, task_pk
from chalicelib.engine.registry import everything
from chalicelib.engine.shadow import stopped_short
from chalicelib.engine.work import Work


def ready_to_call(
    engine: Engine, loaded: Loaded, sub_agent: SubAgent, records: Records, attempt: int
) -> Bound | Acted | AskFirst:
    """The call; or what stands in its place; or what a person is asked before."""
    step, task = loaded.step, loaded.task
    assert step is not None
    action = records.get(step.ref)
    if task.mode == "shadow" and action is not None and outside(sub_agent, step, action) is None:
        stopped = stopped_short(engine, loaded, action)
        if stopped is not None:
            return stopped
    ready = bound(loaded, sub_agent, records)
    if isinstance(ready, Acted):
        return ready
    call = Asking(sub_agent, task, loaded.plan, loaded.control, step, ready.action, ready.inputs, loaded.outputs)
    loader = Loader(engine, task.account, task.id)
    sending = Sending(
        task, sub_agent, loaded.plan, step, ready.action, ready.inputs, records,
        lambda: loader.outputs(loaded.control, loaded.plan, [one.id for one in loaded.plan.steps]),
    )
    tried = partial(may_have_been_made, engine, task, step.id, attempt)
    match permit(call, partial(_called, engine, task), partial(doubtful_destination, sending), tried):
        case Go(inputs):
            return Bound(ready.action, inputs)
        case AskFirst() as first:
            return first
        case Failed() as refused:
            return Acted(refused, ready.inputs)


def _called(engine: Engine, task: Task) -> set[str]:
    """The steps whose calls were made, told from what every attempt has left."""
    items = everything(engine.ports.store, task_pk(task.account, task.id), "R#")
    return {record.sid for record in map(decode_record, items) if record.digest}


def ask_first(work: Work, loaded: Loaded, step: Step, live: Live, first: AskFirst) -> Ack | Nack:
    """The step goes back behind its question; nothing was called."""
    held, now = work.held, work.engine.ports.now()
    record = Record(held.sid, held.owner, now, now, "retried")
    spent = Failed("unavailable", "no attempt is left to ask a person with")

    def doubt() -> Failed | None:
        return open_call(work.engine, loaded.task, step, live, spent)
    return work.settle(loaded, Done(), lambda *_: Recover((first.question,), first.note), record, open_call=doubt)
