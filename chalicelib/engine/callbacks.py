"""Callbacks: a tool that has begun tells by itself when it is done, and no worker waits for it.

    T#<account>#<task>   C#<sid>   what the tool said of the step that began: put once, the first word counts

    PUT C# ── then read control: the step that took the place of <sid>
                waits              WAKE
                pends or runs      LATCH
                is not there yet   nothing: its worker looks for C# before it waits
                is settled, or the task has ended     late: kept for the trace

C# is due until it has been dealt with, so that the sweeper goes on where a crash has stopped.  The address names
account, task and step under an HMAC: whoever has it may speak for the tool, and for nothing else.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any  # Any: what tools say is JSON

import jmespath

from chalicelib.domain.control import Control, Live, Settled
from chalicelib.domain.errors import Conflict, NotFound
from chalicelib.domain.outcome import Done, Failed, Outcome
from chalicelib.domain.plan import Plan, Step
from chalicelib.domain.redact import redact, redact_text
from chalicelib.domain.task import Task
from chalicelib.domain.waits import Latch, Wake
from chalicelib.engine import registry, signals
from chalicelib.engine.callback_address import Address
from chalicelib.engine.engine import Engine, StepRef
from chalicelib.engine.gone import taken_back
from chalicelib.engine.help import help_on
from chalicelib.engine.keeping import kept_callback
from chalicelib.engine.load import Loader
from chalicelib.engine.polling import verdict
from chalicelib.engine.ports import Item, Refused, Write
from chalicelib.engine.records import blob_prefix, callback_sk, expiry, task_pk
from chalicelib.engine.tasks import find

TRIES = 6
CAME = "c"
"""The latched answer of a step whose callback has come; what it said stands in C#."""


def receive(engine: Engine, address: Address, body: Any) -> None:
    """A tool has spoken.  Raises `NotFound` where no step could be meant; a second word changes nothing."""
    task, control = find(engine.ports, address.account, address.task)
    step = _step(Loader(engine, address.account, address.task).plan(control), address.sid)
    rules = _rules(engine, task, step)
    told = Done(jmespath.search(rules["result"], body) if "result" in rules else body)
    outcome = verdict(rules, Done(body), step.tool)
    if outcome is None:
        return  # word of progress: another is to come
    item = _kept(engine, address, told if isinstance(outcome, Done) else outcome)
    if item.due is not None:
        pass_on(engine, address, item)


def pass_on(engine: Engine, address: Address, item: Item) -> None:
    """Tell the task; what could not be told yet stays due.  An ended task that keeps no values gets none of these."""
    status = _told(engine, address)
    due = engine.ports.now() + engine.settings.sweep_after if status == "new" else None
    data = {**item.data, "status": status}
    control = engine.ports.store.control(item.pk)
    if control is None:
        taken_back(engine.ports, address.account, address.task, [Write(item.pk, item.sk, {})])
        return
    dropped = status == "late" and control.terminal and control.record != "full"
    engine.ports.store.put(Write(
        item.pk, item.sk, kept_callback(data) if dropped else data, when=item.version, due=due,
        expires=expiry(engine.ports, engine.settings),
    ))
    if dropped and "blob" in data:
        engine.ports.blobs.delete_prefix(data["blob"])


def sweep_callback(engine: Engine, item: Item) -> None:
    _, account, task_id = item.pk.split("#", 2)
    pass_on(engine, Address(account, task_id, item.sk.removeprefix("C#")), item)


def _step(plan: Plan, sid: str) -> Step:
    step = next((step for step in plan.steps if step.id == sid), None)
    if step is None:
        raise NotFound("nothing waits for this callback")
    return step


def _rules(engine: Engine, task: Task, step: Step) -> Mapping[str, Any]:
    action = registry.action_of(engine.ports, engine.cache, task, step)
    rules: Mapping[str, Any] | None = action.call.get("callback") if action else None
    if rules is None:
        raise NotFound("nothing waits for this callback")
    return rules


def _kept(engine: Engine, address: Address, outcome: Outcome) -> Item:
    """The item of the first word, whoever put it there."""
    pk, sk, now = task_pk(address.account, address.task), callback_sk(address.sid), engine.ports.now()
    data: dict[str, Any] = {"status": "new", "at": now}
    if isinstance(outcome, Failed):
        data["error"] = asdict(outcome) | {"detail": redact_text(outcome.detail)[:600]}
    else:
        data |= _stored(engine, address, redact(outcome.output))
    due = now + engine.settings.sweep_after
    write = Write(pk, sk, data, when="absent", due=due, expires=expiry(engine.ports, engine.settings))
    if engine.ports.store.put(write):
        return Item(pk, sk, data, due=due)
    item = engine.ports.store.get(pk, sk)
    return item or Item(pk, sk, data)


def _stored(engine: Engine, address: Address, output: Any) -> dict[str, Any]:
    data = json.dumps(output, ensure_ascii=False, default=str).encode("utf-8", "surrogatepass")
    if len(data) <= engine.settings.inline_bytes:
        return {"output": output}
    key = f"{blob_prefix(address.account, address.task)}C/{address.sid}/{hashlib.sha256(data).hexdigest()[:20]}"
    engine.ports.blobs.put(key, data)
    return {"blob": key}


def _told(engine: Engine, address: Address) -> str:
    """new: the step that stands for the one that began is not there yet; told; or late."""
    loader, pk = Loader(engine, address.account, address.task), task_pk(address.account, address.task)
    for _ in range(TRIES):
        control = engine.ports.store.control(pk)
        if control is None or control.terminal:
            return "late"
        sid = _stands_for(loader.plan(control), address.sid)
        if sid is None:
            return _without(engine, address, control)
        live = control.live(sid)
        if live is None:
            record = loader.records(control, [sid]).get(sid)
            return "told" if record is not None and record.called_back else "late"
        if live.answer is not None:
            return "told"
        answer = engine.ports.store.apply(pk, _signal(engine, sid, live))
        if not isinstance(answer, Refused):
            help_on(engine, StepRef(address.account, address.task, sid, 0), answer.control)
            return "told"
    return "new"


def _signal(engine: Engine, sid: str, live: Live) -> Wake | Latch:
    due = engine.ports.now() + engine.settings.sweep_after
    return Wake(sid, live.epoch, CAME, due) if live.state == "W" else Latch(sid, CAME, due)


def _stands_for(plan: Plan, sid: str) -> str | None:
    return next((step.id for step in plan.steps if step.poll and step.poll.get("callback") == sid), None)


def _without(engine: Engine, address: Address, control: Control) -> str:
    """Nothing has taken the step's place: it runs still, or it has ended in another way."""
    state = control.steps.get(address.sid)
    if not isinstance(state, Settled):
        return "new"
    item = engine.ports.store.get(task_pk(address.account, address.task), callback_sk(address.sid))
    happened = item is not None and not item.data.get("error")
    return "told" if state.letter == "U" and happened and _it_happened(engine, address, control) else "late"


def _it_happened(engine: Engine, address: Address, control: Control) -> bool:
    """A person is being asked whether the call had its effect, and now the tool itself has said so."""
    plan = Loader(engine, address.account, address.task).plan(control)
    asked = [
        step.id for step in plan.steps
        if step.ask and step.ask.reason == "outcome_unknown" and step.ask.about == address.sid
    ]
    try:
        signals.answer(
            engine, address.account, address.task, decision="happened", values={}, who="its callback",
            question=asked[0] if asked else None,
        )
    except Conflict:  # somebody has answered meanwhile
        return False
    return bool(asked)
