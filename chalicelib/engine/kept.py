"""What a retried task keeps of the old one, and what it does again.  Pure.

    kept      rows whose effect stands, except those that come after the step to retry from
    again     that step, everything after it, and whatever had not finished, as it was first planned
    dropped   rows that an outcome asked for which will come about anew: the planner asks for them again

A step that is done again forgets its remedies and replacements: what repaired it once is a lesson by now.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from graphlib import CycleError, TopologicalSorter
from typing import Any, Literal  # Any: inputs are JSON

from chalicelib.domain import binding
from chalicelib.domain.control import STEP_ZERO, Control, Live, Settled
from chalicelib.domain.errors import Conflict, InvalidRequest
from chalicelib.domain.plan import Plan, Step
from chalicelib.engine.callkey import ANY_CALL, own_key
from chalicelib.engine.decide import kind_of
from chalicelib.engine.history import History
from chalicelib.engine.lineage import Lineage, lineage

Said = Literal["happened", "did_not_happen"]


@dataclass(frozen=True, slots=True)
class RetryRequest:
    """`inputs` change those of `from_step`.  `outcomes`: what a person knows of unknown effects, by step."""

    from_step: str
    inputs: Mapping[str, Any] = field(default_factory=dict)
    max_steps: int | None = None
    outcomes: Mapping[str, Said] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rerun:
    """The steps of the new task, its control's steps, and the calls of the old one by digest."""

    from_step: str
    plan: Plan
    states: Mapping[str, Live | Settled]
    keys: Mapping[str, Mapping[str, str]]
    happened: frozenset[str]

    @property
    def kept(self) -> tuple[str, ...]:
        return tuple(sid for sid, state in self.states.items() if isinstance(state, Settled) and sid != STEP_ZERO)

    def control(self, due: int) -> Control:
        pending = sum(isinstance(state, Live) for state in self.states.values())
        return Control(entered=len(self.states) - 1, open=pending, due=due, steps=self.states)


def rerun(past: History, wanted: RetryRequest) -> Rerun:
    """Raises `Conflict` for a task that cannot be retried as it is, `InvalidRequest` for an unknown step."""
    zero = past.control.settled(STEP_ZERO)
    if not past.control.terminal:
        raise Conflict(
            f"task {past.task.id} has not ended: cancel it, or wait for its end, then retry it", code="task_not_ended"
        )
    if zero is None or zero.letter != "D" or not past.steps:
        raise Conflict(
            f"task {past.task.id} never had steps: send its prompt again with POST /v1/tasks", code="nothing_to_retry"
        )
    line = lineage(past)
    start = _row(line, wanted.from_step)
    _check_running(line)
    happened = _told(line, wanted.outcomes)
    again, dropped = _again(line, start, happened)
    kept = [sid for row in line.rows if row not in again | dropped for sid in line.of_row(row)
            if line.settled(sid) or sid in happened]
    plan = _plan(line, start, wanted, [*kept, *again])
    states: dict[str, Live | Settled] = {STEP_ZERO: zero}
    for sid in kept:
        state = past.control.settled(sid) or Settled("U")
        states[sid] = replace(state, letter="D") if sid in happened else state
    for row in again:
        needs = dict.fromkeys((*plan.needs(plan.step(row)), *(line.before[row] & again)))
        states[row] = Live("P", kind_of(plan.step(row)), tuple(needs))
    _check_order(states)
    return Rerun(start, plan, states, _keys(line), happened)


def _row(line: Lineage, name: str) -> str:
    """The row that a label or an id speaks of."""
    for sid, step in line.past.steps.items():
        if name in (sid, step.label) and line.root(sid) in line.rows:
            return line.root(sid)
    known = ", ".join(f"{step.label or sid} ({step.ref})" for sid, step in line.rows.items())
    message = f"no step {name!r}; the steps are: {known}"
    raise InvalidRequest(f"from_step: {message}", details=[{"field": "from_step", "message": message}])


def _check_running(line: Lineage) -> None:
    for row, step in line.rows.items():
        if line.running(row):
            raise Conflict(
                f"step {step.label or row} of task {line.past.task.id} is still being carried out, though the task "
                "has ended: try again in a few minutes", code="step_still_running",
            )


def _told(line: Lineage, outcomes: Mapping[str, Said]) -> frozenset[str]:
    """Ids of the unknown steps that happened.  Raises `Conflict` while nobody has said what became of one."""
    said = {_row(line, name): outcome for name, outcome in outcomes.items()}
    happened = set()
    for row, step in line.rows.items():
        if not line.unknown(row):
            continue
        if row not in said:
            label = step.label or row
            raise Conflict(
                f"nobody knows whether step {label} ({step.ref}) happened: look there, then send "
                f'"outcomes": {{"{label}": "happened"}} or "did_not_happen" along', code="outcome_unknown",
            )
        if said[row] == "happened":
            happened.add(line.past.chain(row)[-1])
    return frozenset(happened)


def _again(line: Lineage, start: str, happened: Iterable[str]) -> tuple[set[str], set[str]]:
    """(rows to do again, rows to leave out)"""
    for row, step in line.rows.items():
        if line.cut_off(row) and step.effect == "unsafe":
            raise Conflict(
                f"step {step.label or row} is done, but the task ended before what follows from it was planned; doing "
                "it again would repeat its effect: send the rest as a task of its own", code="nothing_to_retry",
            )
    stands = {line.root(sid) for sid in happened}
    unfinished = {row for row in line.rows if not line.finished(row) and row not in stands}
    again = {start, *line.after(start), *unfinished}
    dropped: set[str] = set()
    while more := {row for row in line.rows if line.inserted_by.get(row) in again | dropped} - dropped - {start}:
        dropped |= more
    return again - dropped, dropped


def _plan(line: Lineage, start: str, wanted: RetryRequest, sids: Iterable[str]) -> Plan:
    """The old plan's steps among `sids`, in their order, with the changed inputs of `start`."""
    among = set(sids)
    steps = tuple(
        _changed(step, start, wanted.inputs) for sid, step in line.past.steps.items() if sid in among
    )
    for step in steps:
        missing = [sid for sid in (*step.depends_on, *step.sources()) if sid not in among]
        if missing:
            earlier = line.inserted_by.get(line.root(missing[0]), line.root(missing[0]))
            raise Conflict(
                f"step {step.label or step.id} needs step {missing[0]}, which would be planned anew: "
                f"retry from step {line.rows[earlier].label or earlier}", code="not_retryable_from_here",
            )
    return Plan(steps)


def _changed(step: Step, start: str, inputs: Mapping[str, Any]) -> Step:
    """With the caller's inputs, which no step that is kept may overrule."""
    if not inputs:
        return step
    if step.id == start:
        given = {name: binding.Literal(value) for name, value in inputs.items()}
        return replace(step, inputs={**step.inputs, **given})
    if start in step.rebinds:
        left = {name: bound for name, bound in step.rebinds[start].items() if name not in inputs}
        return replace(step, rebinds={**step.rebinds, start: left})
    return step


def _check_order(states: Mapping[str, Live | Settled]) -> None:
    waits = {sid: state.deps for sid, state in states.items() if isinstance(state, Live)}
    try:
        TopologicalSorter(waits).prepare()
    except CycleError:
        raise Conflict(
            "the steps of this task cannot be put in order again: send its prompt with POST /v1/tasks",
            code="nothing_to_retry",
        ) from None


def _keys(line: Lineage) -> dict[str, dict[str, str]]:
    """By step, the keys of its calls; a row knows those of all that took its place, the latest word last."""
    past = line.past
    keys = {sid: dict(known) for sid, known in past.task.keys.items()}
    for row in line.rows:
        for sid in past.chain(row):
            if past.steps[sid].poll is not None:
                continue  # to ask about what has begun is another call, even where it looks the same
            calls = {record.digest: record.key for record in past.of(sid) if record.digest}
            settled = past.control.settled(sid)
            if not calls and settled is not None and settled.letter in ("U", "F"):  # its workers may have died calling
                calls = {ANY_CALL: own_key(past.task, sid)}
            for owner in {row, sid}:
                known = {**keys.get(owner, {}), **calls}
                if known:
                    keys[owner] = known
    return keys
