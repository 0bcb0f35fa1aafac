"""Breadth first through every state; the invariants; and liveness: from every state the end can be reached.

Liveness is AG EF: from each reachable state some path without a further fault ends the task, takes it out of
the sweeper's index and settles its deliveries.
"""

import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from chalicelib.domain.control import STEP_ZERO, Control, Live, Settled, resolved
from tests.protocol.broken import Violation
from tests.protocol.events import events
from tests.protocol.moves import in_flight
from tests.protocol.rules import MAX_ATTEMPTS, Rules
from tests.protocol.scenarios import Scenario
from tests.protocol.state import State, count
from tests.protocol.sweeper import unwatched
from tests.protocol.world import World


@dataclass(frozen=True, slots=True)
class Result:
    """`broken` and `trace` tell the shortest counter-example; `complete` whether nothing was cut."""

    states: int
    moves: int
    seconds: float
    complete: bool = True
    broken: str = ""
    trace: tuple[str, ...] = ()
    ends: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)


class _Graph:
    """The states found, how each was reached first, and the fault-free ways into each."""

    def __init__(self, first: State) -> None:
        self.ids = {first: 0}
        self.order = [first]
        self.parents: list[tuple[int, str]] = [(-1, "")]
        self.into: list[list[int]] = [[]]

    def add(self, state: State, parent: int, label: str, fault: bool) -> None:
        index = self.ids.get(state)
        if index is None:
            index = len(self.order)
            self.ids[state] = index
            self.order.append(state)
            self.parents.append((parent, label))
            self.into.append([])
        if not fault:
            self.into[index].append(parent)

    def trace(self, index: int, *last: str) -> tuple[str, ...]:
        labels: list[str] = list(last)
        while index > 0:
            index, label = self.parents[index][0], self.parents[index][1]
            labels.insert(0, label)
        return tuple(labels)


def explore(scenario: Scenario, rules: Rules, faults: int, limit: int = 6_000_000, seconds: float = 3_600) -> Result:
    world = World(scenario, rules)
    graph = _Graph(State(budget=faults))
    began = time.monotonic()
    moves = index = 0
    fired: Counter[str] = Counter()

    def result(**more: object) -> Result:
        return Result(len(graph.order), moves, time.monotonic() - began, faults=fired, **more)  # type: ignore[arg-type]  # forwarded

    while index < len(graph.order):
        state, label = graph.order[index], "the next call"
        try:
            for label, after, fault in events(world, state):
                moves += 1
                if fault:
                    fired[label.split(" ")[0]] += 1
                check(world, state, after)
                graph.add(after, index, label, fault)
                label = "the next call"
        except Violation as violation:
            return result(broken=str(violation), trace=graph.trace(index, label))
        index += 1
        if len(graph.order) > limit or (index % 1000 == 0 and time.monotonic() - began > seconds):
            return result(complete=False)
    ended = [number for number, state in enumerate(graph.order) if is_end(world, state)]
    stuck = _stuck(world, graph, ended)
    if stuck >= 0:
        return result(broken="stuck: no way to the end", trace=graph.trace(stuck))
    return result(ends=Counter(world.controls[graph.order[number].control].status for number in ended))


def _stuck(world: World, graph: _Graph, ended: Iterable[int]) -> int:
    """A state from which no fault-free path leads to the end, or -1; best one where nothing is in flight."""
    good = bytearray(len(graph.order))
    todo = list(ended)
    for index in todo:
        good[index] = 1
    while todo:
        for before in graph.into[todo.pop()]:
            if not good[before]:
                good[before] = 1
                todo.append(before)
    stuck = [index for index in range(len(graph.order)) if not good[index]]
    quiet = (i for i in stuck if graph.order[i].control >= 0 and not in_flight(graph.order[i]))
    return next(quiet, stuck[0] if stuck else -1)


def is_end(world: World, state: State) -> bool:
    if state.control < 0 or not world.controls[state.control].terminal:
        return False
    if not world.rules.sweeps:
        return True
    told = not world.scenario.webhook or any(name == "final" for name, _, _ in state.events)
    settled = all(status != "pending" for _, status, _ in state.events)
    return world.controls[state.control].due is None and told and settled


def check(world: World, before: State, after: State) -> None:
    """Raises `Violation` if the move breaks an invariant."""
    if after.control < 0:
        return
    if unwatched(world, after):
        raise Violation("unwatched: a step runs or could start, nothing is in flight, the sweeper looks far ahead")
    if after.control == before.control and after.records == before.records:
        return
    control = world.controls[after.control]
    _check_records(world, before, after, control)
    if before.control >= 0:
        _check_change(world.controls[before.control], control)
    _check_counts(control, world.scenario.cap)
    for sid, step in control.steps.items():
        if isinstance(step, Settled) and step.letter == "X" and world.scenario.spec(sid).does in ("polls", "awaits"):
            raise Violation(f"{sid} is said to be skipped, but what it asks about has begun")
    if control.status in ("OK", "FAIL"):
        _check_end(world, after, control)


def _check_records(world: World, before: State, after: State, control: Control) -> None:
    valid = {(record.sid, record.owner): record for record in after.records}
    for record in before.records:
        now = valid.get((record.sid, record.owner), record)
        if now != record:
            raise Violation(f"the valid record of {record.sid} was overwritten by {now.author}")
    for sid, step in control.steps.items():
        if not isinstance(step, Settled) or not step.owner:
            continue
        found = valid.get((sid, step.owner if world.rules.record_named_by_token else ""))
        if found is None:
            raise Violation(f"{sid} is {step.letter} by {step.owner}, whose record is not there")
        if world.rules.token_per_message and found.author not in ("api", f"{sid}/{step.owner.lstrip('x')}"):
            raise Violation(f"{sid} is {step.letter} by {step.owner}, but its record was written by {found.author}")


def _check_change(before: Control, control: Control) -> None:
    if before.terminal and control.status != before.status:
        raise Violation(f"the end changed from {before.status} to {control.status}")
    for sid, step in before.steps.items():
        if isinstance(step, Settled) and control.steps.get(sid) != step:
            raise Violation(f"{sid} was settled twice")
        now = control.settled(sid)
        done = isinstance(step, Live) and now is not None and now.letter == "D"
        if isinstance(step, Live) and done and not all(resolved(before, dep) for dep in step.deps):
            raise Violation(f"{sid} is done before what it needs")


def _check_counts(control: Control, cap: int) -> None:
    lives = [sid for sid, step in control.steps.items() if isinstance(step, Live)]
    if control.entered > cap:
        raise Violation(f"the cap is passed: {control.entered} > {cap}")
    if control.entered != len(control.steps) - (STEP_ZERO in control.steps):
        raise Violation(f"entered is {control.entered}, the map has {len(control.steps)}")
    if control.terminal:
        if control.due is None and any((step := control.live(sid)) and step.state == "R" for sid in lives):
            raise Violation("the task left the index while a step is running")
        return
    if control.open != len(lives):
        raise Violation(f"open is {control.open}, live are {lives}")
    pending = [sid for sid in lives if (step := control.live(sid)) and step.state == "P"]
    spent = [sid for sid in pending if (step := control.live(sid)) and step.attempts >= MAX_ATTEMPTS]
    if spent:
        raise Violation(f"{spent[0]} is pending without attempts left: nobody can claim it")


def _check_end(world: World, state: State, control: Control) -> None:
    letters = {sid: step.letter for sid, step in control.steps.items() if isinstance(step, Settled)}
    failed = any(letter in ("F", "X") for letter in letters.values())
    if len(letters) < len(control.steps):
        raise Violation(f"ended {control.status} with live steps {sorted(control.steps.keys() - letters.keys())}")
    if failed == (control.status == "OK"):
        raise Violation(f"ended {control.status}, the letters are {letters}")
    for sid, letter in letters.items():
        spec = world.scenario.spec(sid)
        happened = count(state, spec.effect) if spec.effect else 0
        if letter == "D" and spec.effect and happened != 1:
            raise Violation(f"{sid} is done without its effect")
        if letter in ("F", "X") and spec.does in ("fails", "other_inputs", "later") and happened:
            raise Violation(f"{sid} failed but has had its effect")
