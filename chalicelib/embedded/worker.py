"""One worker process: receive a message, hand it to the function Lambda would call, acknowledge.

    python -m chalicelib.embedded.worker … --handlers '{"steps": "app:run_step"}'
    python -m chalicelib.embedded.worker … --timer app:sweep --every 60

Started by the supervisor only, with the descriptors of `lifeline.py`.  One message at a time, so that "this
process" and "this delivery" are the same thing when it is killed.  The second form holds no messages: it
calls a function at intervals, and drops what has expired.
"""

import argparse
import json
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path

from chalicelib.embedded.database import wall_clock
from chalicelib.embedded.events import Context, Delivery, Event, failures, record, tick
from chalicelib.embedded.home import Home, open_home
from chalicelib.embedded.lifeline import Lifeline

Handler = Callable[[Event, Context], object]
LONGEST_BACKOFF = 900.0


class Worker:
    def __init__(self, home: Home, handlers: Mapping[str, Handler], lifeline: Lifeline, timeout: float) -> None:
        self._home = home
        self._handlers = handlers
        self._queues = tuple(handlers)
        self._lifeline = lifeline
        self._timeout = timeout

    def run(self) -> None:
        queue = self._home.queue
        while not self._lifeline.stopping:
            delivery = queue.receive(self._queues)
            if delivery:
                self._deliver(delivery)
            else:
                queue.wait(self._queues, self._lifeline.bell)

    def _deliver(self, delivery: Delivery) -> None:
        failed = self._call(delivery)
        if delivery.id not in failed:
            self._home.queue.ack(delivery.receipt)
            return
        delay = failed[delivery.id]
        self._home.holds.release(os.getpid())
        self._home.queue.nack(delivery.receipt, backoff(delivery.receives) if delay is None else delay)

    def _call(self, delivery: Delivery) -> Mapping[str, float | None]:
        context = Context(delivery.queue, delivery.receipt, time.monotonic() + self._timeout)
        try:
            return failures(self._handlers[delivery.queue]({"Records": [record(delivery)]}, context))
        except Exception:  # Lambda's edge: whatever went wrong, the message comes again
            traceback.print_exc()
            return {delivery.id: None}


def backoff(receives: int) -> float:
    """Seconds until a failed message comes again, unless its handler said otherwise."""
    return min(LONGEST_BACKOFF, 2.0 ** (receives - 1))


def keep_time(function: Handler, name: str, every: float, timeout: float, lifeline: Lifeline, home: Home) -> None:
    """Calls `function` at intervals.  One that hangs is ended by the alarm, and the supervisor starts anew."""
    due = time.monotonic()
    while not lifeline.stopping:
        if (left := due - time.monotonic()) > 0:
            home.wake.wait((), left, lifeline.bell)
            continue
        due = time.monotonic() + every
        signal.setitimer(signal.ITIMER_REAL, timeout)
        try:
            function(tick(name, wall_clock()), Context(name, f"{name}-{wall_clock()}", time.monotonic() + timeout))
        except Exception:  # Lambda's edge: the next tick tries again
            traceback.print_exc()
        signal.setitimer(signal.ITIMER_REAL, 0)
        home.store.purge(wall_clock() // 1000)


def load(reference: str) -> Handler:
    """`module:function`"""
    module, _, name = reference.partition(":")
    handler: Handler = getattr(import_module(module), name)
    return handler


def _warm(reference: str) -> None:
    """Load what handlers load later.  A failure costs only the time of the first message."""
    try:
        load(reference)()  # type: ignore[call-arg]  # takes nothing, unlike a handler
    except Exception:  # a handler that needs what is broken will say so itself
        traceback.print_exc()


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m chalicelib.embedded.worker")
    parser.add_argument("--database", type=Path, required=True)
    parser.add_argument("--life", type=int, required=True)
    parser.add_argument("--lock", type=int, required=True)
    parser.add_argument("--timeout", type=float, required=True)
    parser.add_argument("--handlers", type=json.loads, default={})
    parser.add_argument("--warm")
    parser.add_argument("--timer")
    parser.add_argument("--every", type=float, default=60.0)
    given = parser.parse_args(arguments)
    lifeline = Lifeline(given.life, (given.lock,))
    home = open_home(given.database)
    if given.timer:
        function = load(given.timer)
        lifeline.ready()
        keep_time(function, given.timer.partition(":")[2], given.every, given.timeout, lifeline, home)
    else:
        handlers = {queue: load(reference) for queue, reference in given.handlers.items()}
        if given.warm:
            _warm(given.warm)
        lifeline.ready()
        Worker(home, handlers, lifeline, given.timeout).run()


if __name__ == "__main__":
    main(sys.argv[1:])
