"""What a tool has said in a callback, for whoever needs it: see `callbacks`."""

import json

from chalicelib.domain.outcome import Done, Failed, Outcome
from chalicelib.engine.ports import Item, Ports
from chalicelib.engine.records import callback_sk, task_pk


def arrived(ports: Ports, account: str, task_id: str, sid: str) -> Outcome | None:
    """What the tool has said of the step that began, if it has."""
    item = ports.store.get(task_pk(account, task_id), callback_sk(sid))
    return None if item is None else said(ports, item)


def said(ports: Ports, item: Item) -> Outcome:
    if item.data.get("error"):
        return Failed(**item.data["error"])
    blob = item.data.get("blob")
    found = ports.blobs.get(blob) if blob else None
    return Done(json.loads(found) if found is not None else item.data.get("output"))
