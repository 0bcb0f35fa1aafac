"""What the worker processes of these tests run: functions that note what happened in files of `SCRATCH`."""

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from chalicelib.domain.transitions import Claim, Settle
from chalicelib.embedded.events import Context
from chalicelib.embedded.home import open_home
from chalicelib.engine.ports import Applied

SCRATCH = "REPLAN_TEST_SCRATCH"
LEASE = 600_000


def scratch() -> Path:
    return Path(os.environ[SCRATCH])


def note(**line: Any) -> None:
    """One line, written at once, so that lines of several processes do not mix."""
    line |= {"pid": os.getpid(), "at": time.time_ns() // 1_000_000}
    with (scratch() / "notes").open("ab", buffering=0) as notes:
        notes.write(json.dumps(line).encode() + b"\n")


def records(event: Any) -> Iterator[tuple[dict[str, Any], dict[str, Any], int]]:
    for record in event["Records"]:
        yield json.loads(record["body"]), record, int(record["attributes"]["ApproximateReceiveCount"])


def echo(event: Any, context: Context) -> None:
    for body, record, receives in records(event):
        note(body=body, n=body.get("n"), receives=receives, queue=record["eventSourceARN"].rsplit(":", 1)[1])


def slow(event: Any, context: Context) -> None:
    """As long as the body says, at its first delivery only."""
    for body, _, receives in records(event):
        note(begun=body, receives=receives)
        if receives == 1:
            time.sleep(body["seconds"])
        note(ended=body, receives=receives)


def step(event: Any, context: Context) -> Any:
    """Claims and settles like the engine, with a lease of ten minutes; the first delivery hangs after its claim."""
    home = open_home(scratch() / "home.db")
    for body, record, receives in records(event):
        pk, owner = body["task"], f"o{os.getpid()}"
        now = time.time_ns() // 1_000_000
        claimed = home.store.apply(pk, Claim(body["sid"], body["e"], owner, now, now + LEASE, 20))
        note(claimed=isinstance(claimed, Applied), receives=receives)
        if not isinstance(claimed, Applied):
            return {"batchItemFailures": [{"itemIdentifier": record["messageId"], "visibilityTimeout": 60}]}
        if receives == 1 and body.get("hang"):
            time.sleep(600)
        if receives == 1 and body.get("raise"):
            raise RuntimeError("a defect of ours")
        current = claimed.control.live(body["sid"])
        assert current
        settle = Settle(body["sid"], current.epoch, "D", owner)
        if isinstance(home.store.settle(pk, (), settle, lambda _: ()), Applied):
            note(settled=body["sid"], task=pk)
    return None


def later(event: Any, context: Context) -> Any:
    """Refuses the first delivery and says when it wants the message again."""
    for body, record, receives in records(event):
        note(body=body, receives=receives)
        if receives == 1:
            wanted = {"itemIdentifier": record["messageId"], "visibilityTimeout": body["seconds"]}
            return {"batchItemFailures": [wanted]}
    return None


def refuse(event: Any, context: Context) -> Any:
    note(refused=[receives for _, _, receives in records(event)])
    return {"batchItemFailures": [
        {"itemIdentifier": record["messageId"], "visibilityTimeout": 0} for _, record, _ in records(event)
    ]}


def tick(event: Any, context: Context) -> None:
    assert event["detail-type"] == "Scheduled Event"
    note(tick=True, left=context.get_remaining_time_in_millis())


def stuck_tick(event: Any, context: Context) -> None:
    note(tick=True)
    time.sleep(600)
