"""The sweeper: looks at what is due, and repairs what a crash or a lost message left behind.

Every minute on AWS, more often in the embedded home.  Section 5 of the protocol, line by line.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from chalicelib.domain.control import (
    SHARDS,
    Control,
    Live,
    all_dependants,
    claimable,
    delayed,
    expired,
    next_look,
    orphans,
    waiting,
)
from chalicelib.domain.outcome import Failed
from chalicelib.domain.transitions import Due, Late, Leave, Settle
from chalicelib.engine.budget import overspent
from chalicelib.engine.callbacks import sweep_callback
from chalicelib.engine.consents import sweep_wake
from chalicelib.engine.deliveries import announce, delivery_message, delivery_sk, webhook
from chalicelib.engine.engine import Engine, StepRef, step_messages
from chalicelib.engine.erase import PREFIX, carry_on
from chalicelib.engine.finish import END_EVENTS, finish
from chalicelib.engine.help import notify_waiting
from chalicelib.engine.keeping import strip
from chalicelib.engine.lasting import outlast
from chalicelib.engine.load import Loader
from chalicelib.engine.ports import META, Applied, Message
from chalicelib.engine.records import LEARNED, TASK, Record, encode_record, error_fields, expiry, task_pk
from chalicelib.engine.switches import stopped

LIMIT = 100
HOUR = 3_600_000
DAY = 24 * HOUR


@dataclass(slots=True)
class Swept:
    """How many items of each kind one sweep dealt with."""

    counts: dict[str, int] = field(default_factory=dict)

    def count(self, kind: str) -> None:
        self.counts[kind] = self.counts.get(kind, 0) + 1


def sweep(engine: Engine, shards: range = range(SHARDS)) -> Mapping[str, int]:
    """Raises what went wrong with single items only after all others have been looked at."""
    swept = Swept()
    errors: list[Exception] = []
    for shard in shards:
        for pk, sk in engine.ports.store.due(shard, engine.ports.now(), limit=LIMIT):
            try:
                _look_at(engine, pk, sk, swept)
            except Exception as error:  # the longest overdue comes first: it must not keep the others from their turn
                errors.append(error)
    if errors:
        raise ExceptionGroup(f"{len(errors)} items could not be swept", errors)
    return swept.counts


def _look_at(engine: Engine, pk: str, sk: str, swept: Swept) -> None:
    if sk == META:
        _, account, task_id = pk.split("#", 2)
        sweep_task(engine, account, task_id, swept)
    elif sk.startswith(("C#", "WAKE#")):
        item = engine.ports.store.get(pk, sk)
        if item is not None and item.due is not None:
            look, kind = (sweep_callback, "callback") if sk.startswith("C#") else (sweep_wake, "wake")
            look(engine, item)
            swept.count(kind)
    elif sk.startswith(PREFIX):
        item = engine.ports.store.get(pk, sk)
        if item is not None and item.due is not None and item.due <= engine.ports.now():
            carry_on(engine, item)
            swept.count("deletion")
    else:
        sweep_delivery(engine, pk, sk, swept)


def sweep_delivery(engine: Engine, pk: str, sk: str, swept: Swept) -> None:
    """Send it again, and look again later: a worker that gets it sets its own due instant."""
    from dataclasses import replace

    from chalicelib.engine.ports import Write

    item = engine.ports.store.get(pk, sk)
    if item is None or item.data.get("status") != "pending":
        return
    _, account, task_id = pk.split("#", 2)
    now = engine.ports.now()
    kept = Write(item.pk, item.sk, item.data, when=item.version, due=now + engine.settings.sweep_after)
    if engine.ports.store.put(replace(kept, expires=now // 1000 + engine.settings.retention_s)):
        engine.ports.queue.send([delivery_message(account, task_id, sk)])
        swept.count("delivery")


def sweep_task(engine: Engine, account: str, task_id: str, swept: Swept) -> None:
    pk = task_pk(account, task_id)
    control = engine.ports.store.control(pk)
    if control is None or control.due is None or control.due > engine.ports.now():
        return  # the index told of an older state
    if control.terminal:
        _sweep_ended(engine, account, task_id, control, swept)
        return
    seen = control.due
    if stopped(engine, account, task_id):
        swept.count("stopped")
    else:
        control = _sweep_running(engine, account, task_id, control, swept)
    if not control.terminal and control.due == seen:  # else somebody has asked for another look meanwhile
        now = engine.ports.now()
        far = 4 * engine.settings.sweep_after
        engine.ports.store.apply(pk, Due(seen, next_look(control, now, far)))


def _sweep_running(engine: Engine, account: str, task_id: str, control: Control, swept: Swept) -> Control:
    now = engine.ports.now()
    ref = StepRef(account, task_id, "z", 0)
    for sid in orphans(control):
        live = control.live(sid)
        if live is None or sid not in orphans(control):
            continue  # settled since, or needed again: the next sweep sees what is left
        control = _skip(engine, account, task_id, control, sid, live)
        swept.count("skip")
    for sid in waiting(control):
        live = control.live(sid)
        if live is not None and live.expires is not None and live.expires < now:
            control = _expire(engine, account, task_id, control, sid, live)
            swept.count("expire")
    if control.terminal:
        return control
    if control.open == 0:
        finish(engine, account, task_id, control)
        swept.count("finish")
        return engine.ports.store.control(task_pk(account, task_id)) or control
    sids = (
        *claimable(control, now, engine.settings.max_attempts), *delayed(control, now), *expired(control, now)
    )
    messages = step_messages(account, task_id, control, sids, now)
    if messages:
        engine.ports.queue.send(messages)
        swept.count("sent")
    if outlast(engine, account, task_id, ended=False):
        swept.count("prolonged")
    notify_waiting(engine, ref, control)
    return control


def _skip(engine: Engine, account: str, task_id: str, control: Control, sid: str, live: Live) -> Control:
    """SKIP: nobody needs the answer any more.  The record says until when it was waited for (`budget.waited`)."""
    now, owner = engine.ports.now(), engine.ports.token(6)
    record = Record(sid, owner, now, now, "skipped", note="Nothing needs the answer any more")
    transition = Settle(sid, live.epoch, "X", owner, "waiting", seen=control.version)
    write = encode_record(engine.ports, engine.settings, account, task_id, record)
    answer = engine.ports.store.settle(task_pk(account, task_id), [write], transition, lambda _: ())
    return answer.control or control


def _expire(engine: Engine, account: str, task_id: str, control: Control, sid: str, live: Live) -> Control:
    """EXPIRE: nobody answered, or called back, in time; what needed the answer is skipped, siblings go on."""
    now = engine.ports.now()
    owner = engine.ports.token(6)
    failure, suggestion = _too_late(engine, account, task_id, live)
    record = Record(
        sid, owner, now, now, "failed", error=error_fields(failure), recoverable=live.kind == "h",
        suggestion=suggestion,
    )
    transition = Settle(
        sid, live.epoch, "F", owner, "waiting", skips=all_dependants(control, sid), seen=control.version
    )
    write = encode_record(engine.ports, engine.settings, account, task_id, record)
    answer = engine.ports.store.settle(task_pk(account, task_id), [write], transition, lambda _: ())
    return answer.control or control


def _too_late(engine: Engine, account: str, task_id: str, live: Live) -> tuple[Failed, str]:
    """Why what waited has failed, and what a person can do."""
    if live.kind == "h":
        return Failed("input_timeout", "nobody answered in time"), "Send the task again and answer before `expires_at`"
    spent = overspent(engine, Loader(engine, account, task_id).task())
    hours = engine.settings.longest_operation // 3_600_000
    return spent or Failed(
        "unavailable", f"its tool has not called back within {hours} hours", "operation_not_done"
    ), "Look in the service what became of it"


def _sweep_ended(engine: Engine, account: str, task_id: str, control: Control, swept: Swept) -> None:
    """LATE for dead steps, the final event, lessons; what is not to be kept goes; then LEAVE."""
    pk = task_pk(account, task_id)
    now = engine.ports.now()
    for sid in expired(control, now):
        live = control.live(sid)
        if live is None:
            continue
        answer = engine.ports.store.apply(pk, Late(sid, live.epoch, "U", "", dead_at=now))
        control = answer.control or control
        swept.count("late")
    event = END_EVENTS[control.status]
    announce(engine, account, task_id, event, "final")
    if not _learned(engine, account, task_id, control):
        engine.ports.queue.send([Message("learn", {"account": account, "task": task_id})])
        swept.count("learn")
    running = any(isinstance(step, Live) and step.state == "R" for step in control.steps.values())
    told = webhook(engine, account) is None or _told(engine, pk, event, control)
    if control.due is None:
        return
    if not running and told and _learned(engine, account, task_id, control):
        outlast(engine, account, task_id, ended=True)
        if control.record != "full":
            strip(engine.ports, account, task_id, control.record)
        leave = Leave(control.due, expiry(engine.ports, engine.settings))
        if isinstance(engine.ports.store.apply(pk, leave), Applied):
            swept.count("leave")
    else:
        pause = _pause(engine, pk, now)
        engine.ports.store.apply(pk, Due(control.due, next_look(control, now, pause)))


def _told(engine: Engine, pk: str, event: str, control: Control) -> bool:
    """Whether the final event is taken care of: it is put, and over where it carries what is not kept any longer."""
    item = engine.ports.store.get(pk, delivery_sk(event, "final"))
    return item is not None and (control.record == "full" or item.data["status"] != "pending")


def _pause(engine: Engine, pk: str, now: int) -> int:
    """Longer each time, up to two hours: if learning is behind, a message a look would put it further behind."""
    task = engine.ports.store.get(pk, TASK)
    age = now - task.data["created_at"] if task is not None else 0
    return max(engine.settings.sweep_after, min(age // 2, 2 * HOUR))


def _learned(engine: Engine, account: str, task_id: str, control: Control) -> bool:
    """A cancelled task teaches nothing; of the others `learn` leaves a mark.

    A task that nobody could learn from until its questions would have expired is let go all the same.
    """
    pk = task_pk(account, task_id)
    if control.status == "CANC" or engine.ports.store.get(pk, LEARNED) is not None:
        return True
    task = engine.ports.store.get(pk, TASK)
    patience = engine.settings.input_expiry + DAY
    return task is None or engine.ports.now() - task.data["created_at"] > patience
