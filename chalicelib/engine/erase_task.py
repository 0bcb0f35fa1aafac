"""Everything of one task goes, its votes lose their names, and the batch that it came in forgets it.

The control record goes after the rest, and what was written meanwhile after that: whoever writes for a task looks at
its control record later, and takes back what it wrote for none (`gone.taken_back`).  So one of the two sees the other.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any  # Any: items are JSON

from chalicelib.domain.control import Control, Live, expired
from chalicelib.domain.transitions import Cancel, Late
from chalicelib.engine.batches import BATCH
from chalicelib.engine.engine import Engine
from chalicelib.engine.learning import person
from chalicelib.engine.memory import unname
from chalicelib.engine.ports import META, Item, Write
from chalicelib.engine.records import LEARNED, TASK, batch_pk, blob_prefix, task_pk
from chalicelib.engine.registry import everything

TRIES = 6


def erase_task(engine: Engine, account: str, line: Mapping[str, Any], mask: str) -> Counter[str] | None:
    """What was removed; None while a worker holds one of its steps.  `line` is that of the list of tasks.

    No event is sent: there is nothing left to tell.
    """
    store, task_id = engine.ports.store, str(line["id"])
    pk = task_pk(account, task_id)
    if _held(_cancelled(engine, pk)):
        return None
    counts = Counter({"tasks": 1, "blobs": engine.ports.blobs.delete_prefix(blob_prefix(account, task_id))})
    ends = [(pk, META)]
    while found := list(everything(store, pk, "")):
        for item in found:
            counts.update(_unnamed(engine, account, line, item, mask))
            counts["deliveries" if item.sk.startswith("W#") else "records"] += 1
        store.delete_many([*((item.pk, item.sk) for item in found), *ends])
        ends = []
    store.delete_many(ends)
    counts["blobs"] += engine.ports.blobs.delete_prefix(blob_prefix(account, task_id))
    return counts


def _cancelled(engine: Engine, pk: str) -> Control | None:
    """As anybody would cancel it; a step of a worker that died is settled as the sweeper does."""
    store, now = engine.ports.store, engine.ports.now()
    control = store.control(pk)
    if control is not None and not control.terminal:
        control = store.apply(pk, Cancel(now + engine.settings.sweep_after)).control
    for sid in expired(control, now) if control is not None else ():
        live = control.live(sid) if control is not None else None
        if live is not None:
            control = store.apply(pk, Late(sid, live.epoch, "U", "", dead_at=now)).control
    return control


def _held(control: Control | None) -> bool:
    return control is not None and any(
        isinstance(step, Live) and step.state == "R" for step in control.steps.values()
    )


def _unnamed(engine: Engine, account: str, line: Mapping[str, Any], item: Item, mask: str) -> dict[str, int]:
    """What names the task elsewhere."""
    if item.sk == TASK and item.data.get("batch"):
        _leave_batch(engine, account, item.data["batch"], str(line["id"]))
    if item.sk != LEARNED:
        return {}
    by = person(account, line["sub_agent"], line["user_id"])
    return {"votes": sum(
        unname(engine.ports, account, line["sub_agent"], lesson, str(line["id"]), by, mask)
        for lesson in item.data.get("lessons", ())
    )}


def _leave_batch(engine: Engine, account: str, batch: str, task_id: str) -> None:
    store, pk = engine.ports.store, batch_pk(account, batch)
    for _ in range(TRIES):
        item = store.get(pk, BATCH)
        if item is None or task_id not in item.data["tasks"]:
            return
        left = [one for one in item.data["tasks"] if one != task_id]
        data = {**item.data, "tasks": left, "sent": item.data["sent"] - 1}
        if store.put(Write(pk, BATCH, data, when=item.version, expires=item.expires)):
            return
