"""Deterministic simulation: random tasks, several workers, everything that can go wrong, by a seed.

    python -m tests.proof.simulate 100000 [--first SEED] [--jobs 2]
    python -m tests.proof.simulate --seed N --verbose      tells the story of one seed

One schedule is one task with two to four workers, sweepers, a caller and a person, who take turns at every call of a
port (baton.py), in simulated time, with up to ten faults: a crash before or after a call, a refused call, a
lost reply with the SDK's retry, a message doubled or lost to the dead-letter queue, a tool that is silent (its effect
taken, not taken, or taken later), a worker that lives too long.  After the last fault all must end well.  In some the
sweeper must not be needed (no caller dies, no message is lost); in some without unsafe steps, workers outlive leases.
In some the tool has limits, the task a budget, an operator stops the account for a while, payloads go to blobs, or
what has ended without success is retried.
"""

import argparse
import gc
import json
import math
import multiprocessing
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from random import Random

from chalicelib.domain.control import Live
from chalicelib.embedded.events import Delivery
from chalicelib.engine.engine import Ack, Engine, Nack, step_ref
from chalicelib.engine.history import history
from chalicelib.engine.lineage import lineage
from chalicelib.engine.runner import run_step
from tests.engine.scripted import ACCOUNT
from tests.proof.baton import Baton
from tests.proof.chaos import Chaos, Uncopied
from tests.proof.checks import at_rest
from tests.proof.generate import scenario
from tests.proof.guards import Broken
from tests.proof.scenario import silent
from tests.proof.stage import QUEUES, VISIBILITY, Stage
from tests.world import START

MOST = 4_000
LIFE = 120_000
YEAR = 365 * 24 * 3_600_000
PAUSES = (0.1, 0.5, 1, 5, 30, 61, 119, 181, 300)


class Simulation(Stage):
    """A stage on which everybody acts at once."""

    def __init__(self, seed: int, story: Callable[[str], None] | None = None) -> None:
        self.random = Random(seed)
        self.baton = Baton(self.random, self.random.choice((0.05, 0.2, 0.5, 0.9)))
        chaos = Chaos(self.random, self.baton, self.random.randint(0, 10), self.random.choice((0.02, 0.05, 0.1)))
        self.chaos = chaos
        played = scenario(self.random)
        played = replace(played, settings={**played.settings, "claims_reads": seed % 4 == 0})
        super().__init__(played, chaos, seed)
        self.world.store.__class__ = Uncopied
        self.workers = self.random.choice((1, 2, 2, 3, 4))
        self.hurry = self.random.choice((0.0, 0.02, 0.1))
        self.wants_cancel = self.random.random() < 0.06
        self.early = self.random.random() < 0.2
        self.unswept = self.random.random() < 0.15
        calm = all(step.effect != "unsafe" for step in self.scenario.steps)
        self.life = 4 * LIFE if calm and self.random.random() < 0.2 else LIFE
        self.visibility = self.random.choice((VISIBILITY, VISIBILITY, 130))  # the short one ends before the lease
        self.watcher.leased = self.watcher.guards.leased = self.life == LIFE
        self.watcher.guards.late = self.life if self.hurry else 0
        self.wants_stop = self.random.random() < 0.08 and not self.unswept
        self.stops = self.random.choice((None, "agent"))
        self.wants_retry = self.random.random() < 0.25
        self.again = ""
        self.engines = [self.fresh() for _ in range(self.workers)]
        chaos.spared = self.unswept
        chaos.story = story and (lambda line: story(f"{self.world.clock() - 1_760_000_000_000:>10} {line}"))

    # everybody's turns

    def play(self) -> None:
        try:
            self.until_rest()
            remembered = self.world.clock() - START < self.provider.memory  # else a person wants the effect twice
            if self.wants_retry and remembered and self.state and self.state.status != "OK":
                self.again, self.provider.memory = self.first_unfinished(), YEAR  # a window is one task's
                self.until_rest()
        finally:
            self.baton.clear()

    def until_rest(self) -> None:
        for _ in range(MOST):
            if not self.turn():
                break
        else:
            raise Broken(f"stuck after {MOST} turns: {self.state}")
        assert self.accepted is not None
        at_rest(self.world.ports, ACCOUNT, self.accepted.id, self.watcher, webhook=bool(self.scenario.webhook))

    def first_unfinished(self) -> str:
        """The step from which a person would have the ended task done again."""
        assert self.accepted is not None
        line = lineage(history(self.world.ports, ACCOUNT, self.accepted.id))
        happened = [sid for sid, said in self.outcomes().items() if said == "happened"]
        return next((row for row in line.rows if not line.finished(row) and row not in happened), "")

    def turn(self) -> bool:
        """One actor's turn, or something begins, or time passes.  False when all is over."""
        random, actors = self.random, self.baton.actors
        if actors and random.random() < 0.7:
            self.baton.turn(random.choice(actors))
            return True
        if actors and random.random() < self.hurry:
            self.advance(round(random.choice(PAUSES) * 1000))
            return True
        if self.begins():
            return True
        if actors:
            self.baton.turn(random.choice(actors))
            return True
        return self.pass_time(30_000 if self.questions() or self.later else None)

    def begins(self) -> bool:
        """Somebody new begins, if there is a reason to."""
        names = [actor.name for actor in self.baton.actors]
        if self.accepted is None:
            return "caller" not in names and self.start("caller", lambda: self.by_api(self.ask_for_it))
        if self.again and not self.retried:
            return "caller" not in names and self.start("caller", lambda: self.by_api(lambda: self.retry(self.again)))
        self.mischief()
        chosen = self.random.random()
        if (self.wants_stop or self.stopped) and "operator" not in names and self.operates():
            return True
        if chosen < 0.2 and not self.unswept and names.count("sweeper") < 2 and self.overdue():
            return self.start("sweeper", lambda: self.sweeper(self.fresh()))
        if "tool" not in names and self.somebody_calls_back():
            return True
        if chosen < 0.3 and "person" not in names and self.somebody_speaks():
            return True
        return self.next_message(names)

    def operates(self) -> bool:
        """Somebody stops the account once, and lets it go on later."""
        if self.stopped:
            over = self.world.clock() >= self.opens
            return over and self.start("operator", lambda: self.by_api(lambda: self.switch(False)))
        if self.random.random() > 0.1:
            return False
        self.wants_stop, self.opens = False, self.world.clock() + self.random.choice((1_000, 60_000, 900_000))
        return self.start("operator", lambda: self.by_api(lambda: self.switch(True)))

    def next_message(self, names: list[str]) -> bool:
        free = [number for number in range(self.workers) if f"worker {number}" not in names]
        delivery = self.world.queue.receive(QUEUES, self.visibility) if free else None
        if delivery is None:
            return False
        number = self.random.choice(free)

        def invocation() -> None:
            if not self.work(delivery, self.engines[number]):
                self.engines[number] = self.fresh()
        self.chaos.tell(f"worker {number} takes {delivery.queue} {delivery.body} ({delivery.receives})")
        return self.start(f"worker {number}", invocation)

    def start(self, name: str, job: Callable[[], object]) -> bool:
        self.baton.start(name, self.world.clock() + self.life, lambda: (job(), None)[1])
        return True

    def overdue(self) -> bool:
        dues = self.dues()
        return bool(dues) and min(dues) < self.world.clock()

    def dues(self) -> list[int]:
        control = self.state
        found = [control.due] if control and control.due is not None else []
        return found + self.item_dues()

    def somebody_speaks(self) -> bool:
        if self.wants_cancel and self.random.random() < 0.2:
            self.wants_cancel = False
            return self.start("person", lambda: self.by_api(self.cancel))
        asked = self.questions() | (self.foreseen() if self.early else {})
        if not asked:
            return False
        if "workflow_depth_exceeded" in self.told:  # the cap leaves a person no other way out
            return self.start("person", lambda: self.by_api(self.cancel))
        sid = self.random.choice(sorted(asked))
        by_name = self.early or len(asked) > 1 or "ambiguous_answer" in self.told or self.random.random() < 0.5
        return self.start("person", lambda: self.by_api(lambda: self.answer(sid, asked[sid], by_name=by_name)))

    def somebody_calls_back(self) -> bool:
        coming = self.provider.callbacks
        due = bool(coming) and min(at for at, _, _ in coming) <= self.world.clock()
        return due and self.random.random() < 0.5 and self.start("tool", self.tell)

    def foreseen(self) -> dict[str, str]:
        """Questions that nobody has put yet, and that somebody answers by name."""
        control = self.state
        if control is None or control.terminal or self.scenario.person is silent:
            return {}
        coming = [
            sid for sid, step in control.steps.items()
            if isinstance(step, Live) and step.kind == "h" and step.state != "W" and step.answer is None
        ]
        said = {sid: self.scenario.person(self, sid, self.watcher.definition(self.pk, sid)) for sid in coming}
        return {sid: decision for sid, decision in said.items() if decision is not None}

    # time and trouble

    def advance(self, ms: int) -> None:
        """Time passes while others work: who lives too long dies, as Lambda would have it."""
        clock = self.world.clock
        clock.instant += ms
        self.chaos.tell(f"{ms} ms pass")
        for actor in tuple(self.baton.actors):
            spared = self.unswept and actor.name in ("caller", "person")
            if clock() >= actor.deadline and not spared:
                self.chaos.faults["too slow"] += 1
                self.baton.end(actor)

    def mischief(self) -> None:
        """A message comes twice, or is lost to the dead-letter queue."""
        queue = self.world.queue
        if not queue._letters or self.chaos.random.random() >= self.chaos.chance or self.chaos.budget <= 0:
            return
        kind = self.chaos.fault(("doubled",) if self.unswept else ("doubled", "doubled", "dead letter"))
        if not kind:
            return
        letter = self.random.choice(list(queue._letters.values()))
        if kind == "doubled":
            queue._post(letter.delivery.queue, letter.delivery.body, self.world.clock())
        else:
            queue.dead.append(queue._letters.pop(letter.delivery.id).delivery)
        self.chaos.tell(f"{kind}: {letter.delivery.body}")

    def serve(self, delivery: Delivery, engine: Engine) -> Ack | Nack:
        if delivery.queue != "steps":
            return super().serve(delivery, engine)
        began = self.world.clock()
        verdict = run_step(
            engine, step_ref(json.loads(delivery.body)), lambda: max(0, began + LIFE - self.world.clock()),
            first=delivery.receives == 1,
        )
        self.chaos.tell(str(verdict))
        return verdict


def schedule(seed: int, story: Callable[[str], None] | None = None) -> Counter[str]:
    """Play one seed; raises what does not hold.  Gives what went wrong on the way."""
    simulation = Simulation(seed, story)
    try:
        simulation.play()
        return simulation.chaos.faults
    finally:
        vars(simulation).clear()  # cuts its circles: little is left for the collector


@dataclass(frozen=True)
class Report:
    """What became of some seeds: `broken` by seed, the faults that fired, how long it took (s)."""

    count: int
    broken: dict[int, str]
    faults: Counter[str]
    spent: float


def schedules(seeds: range, until: float = math.inf, *, stop: bool = False) -> Report:
    """Play the seeds in this process, at most until an instant of the monotonic clock, or the first that is broken."""
    began, count, broken, faults = time.monotonic(), 0, dict[int, str](), Counter[str]()
    gc.collect()
    gc.freeze()  # the modules need not be looked through again and again
    gc.disable()  # a schedule is a few thousand small objects in circles: swept now and then below
    for seed in seeds:
        count += 1
        try:
            faults += schedule(seed)
        except Exception as error:  # whatever goes wrong is told with its seed
            broken[seed] = f"{type(error).__name__}: {error}"
            if stop:
                break
        if count % 100 == 0:
            gc.collect()
        if time.monotonic() > until:
            break
    gc.enable()
    return Report(count, broken, faults, time.monotonic() - began)


def in_parallel(first: int, count: int, jobs: int, stop: bool) -> Iterator[Report]:
    """The seeds in shares of a thousand, over several processes."""
    shares = [range(start, min(start + 1000, first + count)) for start in range(first, first + count, 1000)]
    if jobs == 1:
        for share in shares:
            report = schedules(share, stop=stop)
            yield report
            if stop and report.broken:
                return
        return
    with multiprocessing.get_context("spawn").Pool(jobs) as pool:
        yield from pool.imap_unordered(schedules, shares)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", nargs="?", type=int, default=1_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--stop", action="store_true", help="at the first that is broken (with --jobs 1)")
    parser.add_argument("--seed", type=int)
    parser.add_argument("--verbose", action="store_true")
    wanted = parser.parse_args()
    if wanted.seed is not None:
        schedule(wanted.seed, print if wanted.verbose else None)
        return 0
    began, done, broken, faults = time.monotonic(), 0, 0, Counter[str]()
    for report in in_parallel(wanted.first, wanted.count, wanted.jobs, wanted.stop):
        done, broken, faults = done + report.count, broken + len(report.broken), faults + report.faults
        for seed, told in sorted(report.broken.items()):
            print(f"seed {seed}: {told[:400]}", flush=True)
    spent = time.monotonic() - began
    fired = ", ".join(f"{kind} {number}" for kind, number in faults.most_common())
    print(f"{done} schedules, {broken} broken, {done / spent:.0f}/s ({wanted.jobs} processes); faults: {fired}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
