"""Several workers at once, one at a time: each runs in a greenlet of its own, and a baton says whose turn it is.

Every call of a port is a scheduling point.  There the worker that holds the baton may keep it (which costs
nothing) or hand it back to the scheduler, which gives it to any other, by the seed's choice.  Greenlets, because
the engine is plain synchronous code and any interleaving must be reachable; calling one worker from inside
another's port call reaches only those in which the inner one ends first, and a thread's change of hands costs
more than the step between two.  Only one ever runs, so the seed decides everything.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from greenlet import getcurrent, greenlet

from tests.proof.provider import Crash


@dataclass
class Actor:
    """One invocation under way; one that is `doomed` makes no further call."""

    name: str
    hand: greenlet
    deadline: int
    doomed: bool = False


@dataclass
class Baton:
    """Who runs: `switch` is the chance that a call of a port hands the baton on."""

    random: Random
    switch: float
    actors: list[Actor] = field(default_factory=list)
    running: Actor | None = None
    scheduler: greenlet = field(default_factory=getcurrent)

    def start(self, name: str, deadline: int, job: Callable[[], object]) -> Actor:
        actor = Actor(name, greenlet(job, self.scheduler), deadline)
        self.actors.append(actor)
        return actor

    def turn(self, actor: Actor) -> None:
        """Let it run until it hands the baton on or has finished; raises what it raised."""
        self.running = actor
        try:
            actor.hand.switch()
        finally:
            self.running = None
            if actor.hand.dead:
                self.actors.remove(actor)

    def point(self) -> None:
        """A call of a port: others may go first."""
        actor = self.running
        if actor is None:
            return
        if self.random.random() < self.switch:
            self.scheduler.switch()
        if actor.doomed:
            raise Crash(f"{actor.name} has lived too long")

    def end(self, actor: Actor) -> None:
        """It dies where it stands, and what it held in its process with it: the call that it had under way, too."""
        actor.doomed = True
        while actor in self.actors:
            self.turn(actor)

    def clear(self) -> None:
        """Unwind whoever is under way."""
        while self.actors:
            actor = self.actors[0]
            actor.doomed, self.switch = True, 0.0
            try:
                self.turn(actor)
            except BaseException:  # it is thrown away
                continue
