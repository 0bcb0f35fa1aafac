"""A Lambda of the poor: polls the queues on moto's server and hands each message to the function in app.py.

One process, one message at a time, as Lambda's event source mapping would with a batch size of 1.
"""

import os
import signal
import sys
import time
from types import FrameType

import app
from chalicelib import wiring
from chalicelib.engine.ports import QueueName
from tests.aws.fixtures import MotoHome

FUNCTIONS = {"steps": app.run_step, "webhooks": app.deliver_webhook, "learn": app.learn}
PAUSE_S = 0.02


class Context:
    aws_request_id = "local"
    function_name = "local"

    def get_remaining_time_in_millis(self) -> int:
        return 120_000


def work(home: MotoHome, queue: QueueName) -> bool:
    records = home.receive_some(queue, 1)
    for record in records:
        answer = FUNCTIONS[queue]({"Records": [dict(record)]}, Context())
        failed = {one["itemIdentifier"] for one in (answer or {}).get("batchItemFailures", ())}
        if record["messageId"] not in failed:
            home.ack(record)
    return bool(records)


def main() -> None:
    running = True

    def stop(signum: int, frame: FrameType | None) -> None:
        nonlocal running
        running = False

    signal.signal(signal.SIGTERM, stop)
    home = moto()
    parent = os.getppid()
    while running and os.getppid() == parent:
        if not any([work(home, queue) for queue in ("steps", "webhooks", "learn")]):  # type: ignore[arg-type]
            time.sleep(PAUSE_S)
    sys.exit(0)


def moto() -> MotoHome:
    """The home that the environment names, with the receiving side that Lambda has and we do not."""
    from chalicelib.aws.home import home

    where = wiring.where()
    return MotoHome(home(where), where)


if __name__ == "__main__":
    main()
