"""A Lambda of the poor for load: polls the queues on moto's server, one message at a time, and counts our calls.

    python -m infra.stress.aws_worker --notes FILE    messages; one line for each, with its AWS calls
    python -m infra.stress.aws_worker --sweep         the sweeper, as often as the settings say
"""

import argparse
import json
import os
import re
import signal
import sys
import time
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, TextIO  # Any: records are JSON

import app
from chalicelib import wiring
from chalicelib.aws.store import DynamoStore
from chalicelib.embedded.events import tick
from chalicelib.engine.ports import QueueName

if TYPE_CHECKING:
    from chalicelib.aws.clients import Clients
    from tests.aws.calls import CallCounter
    from tests.aws.fixtures import MotoHome

QUEUES: tuple[QueueName, ...] = ("steps", "learn")
FUNCTIONS = {"steps": app.run_step, "learn": app.learn}
PAUSE_S = 0.02
_OF_A_TASK = re.compile(r"'S': 'T#")


class Context:
    aws_request_id = "stress"
    function_name = "stress"

    def get_remaining_time_in_millis(self) -> int:
        return 120_000


class Stopped:
    """Turns true with SIGTERM, and when the run that started us is gone."""

    def __init__(self) -> None:
        self._asked = False
        self._parent = os.getppid()
        signal.signal(signal.SIGTERM, self._ask)

    def _ask(self, signum: int, frame: FrameType | None) -> None:
        self._asked = True

    def __bool__(self) -> bool:
        return self._asked or os.getppid() != self._parent


def work(
    moto: "MotoHome", queue: QueueName, counter: "CallCounter", listener: "Listener", notes: TextIO
) -> bool:
    """One message, if there is one: handed over, acknowledged unless it must come again, its cost written down."""
    for record in moto.receive_some(queue, 1):
        counter.clear()
        listener.clear()
        answer = FUNCTIONS[queue]({"Records": [dict(record)]}, Context())
        notes.write(json.dumps({
            "queue": queue, "sid": json.loads(record["body"]).get("sid"), "calls": dict(counter.operations()),
            "shared": listener.shared, "ended": listener.ended,
        }) + "\n")
        notes.flush()
        if not (answer or {}).get("batchItemFailures"):
            moto.ack(record)
        return True
    return False


class Listener:
    """What a message's calls were for, as far as their number does not tell.

    `shared`: reads of what all tasks of a worker share (switches, catalogue, lessons), which are not in a
    task's partition.  `ended`: the task was ended, since its lessons are to be taken.
    """

    def __init__(self, clients: "Clients", learn_url: str) -> None:
        self.shared, self.ended = 0, False
        self._learn_url = learn_url
        clients.dynamodb.meta.events.register("before-parameter-build.dynamodb", self._note_key)
        clients.sqs.meta.events.register("before-parameter-build.sqs.SendMessage", self._note_queue)

    def clear(self) -> None:
        self.shared, self.ended = 0, False

    def _note_key(self, params: dict[str, Any], **_: object) -> None:
        self.shared += not _OF_A_TASK.search(repr(params))

    def _note_queue(self, params: dict[str, Any], **_: object) -> None:
        self.ended = self.ended or params["QueueUrl"] == self._learn_url


def sweep(stopped: Stopped) -> None:
    every = wiring.home().settings.sweep_after / 1000
    while not stopped:
        app.sweep(tick("sweep", wiring.now()), Context())
        time.sleep(every)


def take_messages(stopped: Stopped, file: Path) -> None:
    from chalicelib.aws.home import home
    from tests.aws.calls import CallCounter
    from tests.aws.fixtures import MotoHome

    store = wiring.home().ports.store
    assert isinstance(store, DynamoStore)
    counter = CallCounter(store._clients)  # the clients that the handlers use, and not those that poll for them
    listener = Listener(store._clients, wiring.where().queue_urls["learn"])
    moto = MotoHome(home(wiring.where()), wiring.where())
    with file.open("w") as notes:
        while not stopped:
            if not any([work(moto, queue, counter, listener, notes) for queue in QUEUES]):
                time.sleep(PAUSE_S)


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m infra.stress.aws_worker")
    parser.add_argument("--notes", type=Path)
    parser.add_argument("--sweep", action="store_true")
    given = parser.parse_args(arguments)
    stopped = Stopped()
    if given.sweep:
        sweep(stopped)
    else:
        take_messages(stopped, given.notes)


if __name__ == "__main__":
    main(sys.argv[1:])
