"""Several workers at once, one at a time: each runs in a thread of its own, and a baton says whose turn it is.

Every call of a port is a scheduling point.  There the worker that holds the baton may keep it (which costs
nothing) or hand it back to the scheduler, which gives it to any other, by the seed's choice.  Threads, because
the engine is plain synchronous code and any interleaving must be reachable; calling one worker from inside
another's port call (no threads) reaches only those in which the inner one ends first, and greenlets would be one
more dependency.  Only one thread ever runs, so the seed decides everything.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from tests.proof.provider import Crash


class Hand:
    """A thread that does jobs, one after another, and only while it has been given the baton."""

    def __init__(self, back: threading.Lock) -> None:
        self._go = threading.Lock()
        self._go.acquire()
        self._back = back
        self._job: Callable[[], None] | None = None
        self.error: BaseException | None = None
        threading.Thread(target=self._loop, daemon=True).start()

    @property
    def busy(self) -> bool:
        return self._job is not None

    def take(self, job: Callable[[], None]) -> None:
        self.error, self._job = None, job

    def turn(self) -> None:
        """Give it the baton; returns when it gives it back, or has finished."""
        self._go.release()
        self._back.acquire()

    def wait(self) -> None:
        """Called by the hand itself: give the baton back, and wait for the next turn."""
        self._back.release()
        self._go.acquire()

    def _loop(self) -> None:
        while True:
            self._go.acquire()
            assert self._job is not None
            try:
                self._job()
            except BaseException as error:  # a broken invariant is told by the scheduler
                self.error = error
            self._job = None
            self._back.release()


@dataclass
class Actor:
    """One invocation under way: it dies at its next turn when it is `doomed`."""

    name: str
    hand: Hand
    deadline: int
    doomed: bool = False


@dataclass
class Baton:
    """Who runs: `switch` is the chance that a call of a port hands the baton on."""

    random: Random
    switch: float
    actors: list[Actor] = field(default_factory=list)
    running: Actor | None = None

    def start(self, name: str, deadline: int, job: Callable[[], None]) -> Actor:
        hand = _HANDS.pop() if _HANDS else Hand(_BACK)
        actor = Actor(name, hand, deadline)
        hand.take(job)
        self.actors.append(actor)
        return actor

    def turn(self, actor: Actor) -> None:
        """Let it run until it hands the baton on or has finished; raises what it raised."""
        self.running = actor
        actor.hand.turn()
        self.running = None
        if not actor.hand.busy:
            self.actors.remove(actor)
            _HANDS.append(actor.hand)
            if actor.hand.error is not None:
                raise actor.hand.error

    def point(self) -> None:
        """A call of a port: others may go first."""
        actor = self.running
        if actor is None:
            return
        if self.random.random() < self.switch:
            actor.hand.wait()
        if actor.doomed:
            raise Crash(f"{actor.name} has lived too long")

    def clear(self) -> None:
        """Unwind whoever is under way."""
        while self.actors:
            actor = self.actors[0]
            actor.doomed, self.switch = True, 0.0
            try:
                self.turn(actor)
            except BaseException:  # it is thrown away
                continue


_BACK = threading.Lock()
_BACK.acquire()
_HANDS: list[Hand] = []
