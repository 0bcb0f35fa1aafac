"""The intake queue: tasks and batches that others send straight to SQS, without a call of the API.

The message attribute `account` says for whom; the queue's policy says who may send.  What could never be a task is
put among the dead letters with the reason, and acknowledged: it holds up nobody.  The key of a task is its own
`idempotency_key` or else the message's id, so that a message that comes twice makes one task.
It stands beside the routes because the same models guard both doors.
"""

import json
from collections.abc import Mapping
from typing import Any  # Any: Lambda events are JSON

from chalicelib import wiring
from chalicelib.api.batches import checked
from chalicelib.api.body import parse
from chalicelib.api.models import BatchBody
from chalicelib.api.validate import check
from chalicelib.domain.errors import InvalidRequest, ReplanError, Unavailable
from chalicelib.engine import batches
from chalicelib.engine.batches import Said, Wanted
from chalicelib.engine.keys import MODES
from chalicelib.observe import Watch
from chalicelib.observe.fields import ids
from chalicelib.wiring import Home

CREATED_BY = "queue"


def accept_batch(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
    """One message is one task, or `{"tasks": […]}`."""
    home = wiring.home()
    failures = []
    for record in event["Records"]:
        with home.observer.watching("accept_batch", record["attributes"].get("AWSTraceHeader", "")) as watch:
            watch.note(message_id=record["messageId"])
            try:
                watch.note(**_accept(home, record, watch))
            except Exception as error:  # Lambda's edge: the message comes again, its neighbours go on
                watch.failed = True
                watch.note(error=f"{type(error).__name__}: {error}")
                home.observer.write("intake", watch, level="error", exception=True)
                failures.append({"itemIdentifier": record["messageId"]})
                continue
            watch.note(duration_ms=watch.ms)
            home.observer.write("intake", watch, level="warning" if watch.fields["refused"] else "info")
    return {"batchItemFailures": failures}


def _accept(home: Home, record: Mapping[str, Any], watch: Watch) -> dict[str, Any]:
    """Raises what may be otherwise the next time."""
    account = ""
    try:
        account = _account(record)
        body = parse(record["body"].encode("utf-8", "surrogatepass"), None)
        many = isinstance(body, dict) and "tasks" in body
        bodies = check(body, BatchBody).tasks if many else [body]
    except ReplanError as error:
        home.ports.queue.bury("intake", record["body"], f"{error.code}: {error.detail}"[:500], account)
        return {"accepted": 0, "refused": 1}
    key = record["messageId"]
    wanted = [checked(one, f"{key}#{n}" if many else key) for n, one in enumerate(bodies)]
    batch = f"batch_{key.replace('-', '')[-16:]}" if many else ""
    said = _said(home, account, wanted, batch)
    refused = [(body, why) for body, why in zip(bodies, said, strict=True) if not isinstance(why, str)]
    for body, why in refused:
        home.ports.queue.bury("intake", json.dumps(body), f"{why.code}: {why.detail}"[:500], account)
    tasks = [one for one in said if isinstance(one, str)]
    watch.annotate(task_id=tasks[0] if len(tasks) == 1 else "")
    return {
        **ids({"account": account}), "accepted": len(tasks), "refused": len(refused), "batch": batch,
        "task_id": tasks[0] if len(tasks) == 1 else "",
    }


def _said(home: Home, account: str, wanted: list[Wanted | ReplanError], batch: str) -> tuple[Said, ...]:
    """A batch is named by its message: delivered again it is the same."""
    said = batches.accept_all(
        home.engine, account, batch, wanted, created_by=CREATED_BY, secret=home.settings.pepper
    )
    for error in said:
        if isinstance(error, Unavailable):
            raise error  # what was accepted is known by its key when the message comes again
    return said


def _account(record: Mapping[str, Any]) -> str:
    given = record.get("messageAttributes", {}).get("account", {}).get("stringValue") or ""
    if given.rpartition(".")[2] not in MODES or not given.isascii() or "#" in given:
        raise InvalidRequest(
            f"the message attribute 'account' must name a partition such as 'acct_1.live'; it is {given[:60]!r}"
        )
    return str(given)
