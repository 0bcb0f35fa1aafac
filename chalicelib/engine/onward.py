"""A worker goes on: of the steps that its own step made ready it does one itself, without a message in between.

    message ─> step ─> step ─> step …        the other steps that became ready are sent as ever

Saves the send, the receipt, the deletion and the invocation, which together cost about as much as the step's writes.
To the protocol it is a message that was sent and received at once, and is not there if the worker dies: then the
message in hand comes again, and HELP sends what may stand still (docs/protocol.md, rule 14).
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from chalicelib.engine.engine import Ack, Engine, Nack, StepRef, step_message
from chalicelib.engine.runner import run_step

LONGEST_DELAY = 900
"""Seconds, as long as SQS can."""


def run_steps(
    engine: Engine, ref: StepRef, remaining: Callable[[], int], *, first: bool = False
) -> Iterator[tuple[StepRef, Ack | Nack]]:
    """Each step that is done for one message, and what became of it; only the first may ask for its message again."""
    until = engine.ports.now() + engine.settings.go_on
    verdict = run_step(engine, ref, remaining, first=first)
    yield ref, verdict
    while isinstance(verdict, Ack) and verdict.next is not None:
        ref = verdict.next
        if engine.ports.now() >= until or remaining() < engine.settings.time_for_a_step:
            engine.ports.queue.send([step_message(ref)])
            return
        verdict = run_step(engine, ref, remaining, first=True)
        if isinstance(verdict, Nack):  # it has no message that could come again
            engine.ports.queue.send([replace(step_message(ref), delay=min(verdict.delay, LONGEST_DELAY))])
            verdict = Ack(f"sent again in {verdict.delay} s: {verdict.why}")
        yield ref, verdict
