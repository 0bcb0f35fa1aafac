"""The invariants of the step protocol (docs/protocol.md), told from what is stored and what really happened.

`Watcher` looks at every change as it is made; `at_rest` at a task that is over.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any  # Any: outputs are JSON

from chalicelib.domain.control import Control, Live, Settled, claimable
from chalicelib.domain.plan import Step, decode_step
from chalicelib.domain.transitions import Finish, Transition
from chalicelib.engine.history import History, history
from chalicelib.engine.ports import Call, Item, Message, Ports, Write
from chalicelib.engine.records import LEARNED, TASK, definition_sk, full_output, record_sk, task_pk
from chalicelib.engine.settings import Settings
from chalicelib.engine.tasks import view
from chalicelib.engine.trace import trace_of
from tests.proof.agreed import Agreed
from tests.proof.guards import Guards, demand
from tests.proof.provider import Provider
from tests.world import MemoryBlobs, MemoryStore

SECRET = "Zanzibar"
"""Stands in what the provider says, and in nothing else."""

OVER = ("OK", "FAIL", "CANC", "DEPTH")


@dataclass
class Watcher:
    """`promised`: by step, the steps that its outcome adds, which all that depends on it must wait for.

    `agreed`: what a person has said yes to; `given`: every answer that was taken.
    `leased`: no worker outlives its lease.  `moved`: the task that goes on with what each one was to do.
    """

    store: MemoryStore
    blobs: MemoryBlobs
    provider: Provider
    settings: Settings
    known: Mapping[str, Step]
    cap: int
    promised: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    agreed: Agreed = field(default_factory=Agreed)
    given: dict[str, str] = field(default_factory=dict)
    changes: int = 0
    leased: bool = True
    guards: Guards = field(default_factory=Guards)
    moved: dict[str, str] = field(default_factory=dict)
    _defined: dict[tuple[str, str], Step] = field(default_factory=dict)

    def changed(self, before: Control, after: Control, transition: Transition) -> None:
        self.changes += 1
        self.guards.changed(after, self.provider.now())
        demand(not before.terminal or before.status == after.status, "{} changed the end {}", transition, before)
        for sid, step in before.steps.items():
            now = after.steps.get(sid)
            if now is not step:
                demand(now is not None, "{} removed step {}", transition, sid)
                demand(not isinstance(step, Settled) or now == step, "{} settled {} again", transition, sid)
        demand(after.entered == len(after.steps) - 1, "{}: n is not the number of steps: {}", transition, after)
        demand(after.entered <= self.cap, "{}: {} steps entered, the cap is {}", transition, after.entered, self.cap)
        self._counters(after, transition)

    def _counters(self, after: Control, transition: Transition) -> None:
        lives = [step for step in after.steps.values() if isinstance(step, Live)]
        if not after.terminal:
            failed = any(isinstance(step, Settled) and step.letter in ("F", "X") for step in after.steps.values())
            spent = any(step.state == "P" and step.attempts >= self.settings.max_attempts for step in lives)
            demand(after.open == len(lives), "{}: op={}, but {} live", transition, after.open, len(lives))
            demand(after.bad == failed, "{}: bad={}, but failed={}", transition, after.bad, failed)
            demand(not spent, "{}: a step is pending without attempts: {}", transition, after)
        running = any(step.state == "R" for step in lives)
        demand(after.due is not None or not running, "{}: a step runs outside the index", transition)
        if isinstance(transition, Finish):
            demand(not lives, "finished with live steps: {}", after)
            demand(after.status == ("FAIL" if after.bad else "OK"), "finished wrongly: {}", after)

    def sending(self, messages: Sequence[Message]) -> None:
        """A step that must not start yet is never sent to start at once: that would be a hot loop."""
        for message in messages:
            if message.queue != "steps":
                continue
            control = self.store.control(task_pk(message.body["account"], message.body["task"]))
            step = control.live(message.body["sid"]) if control else None
            early = (
                self.leased and step is not None and step.state == "P" and step.epoch == message.body["e"]
                and step.not_before is not None and step.not_before > self.provider.now()
            )
            demand(not early or message.delay > 0, "{} is sent before its time", message.body['sid'])

    def calling(self, call: Call) -> None:
        """Nothing starts before its deps, and their effects; nothing starts without approval."""
        self.guards.calling(call, self.provider.now())
        _, task, sid = call.key.rsplit("/", 2)
        pk = self.moved[task_pk(call.account, task)]
        control = self.store.control(pk)
        assert control is not None
        if pk != task_pk(call.account, task):
            sid = self._caller(pk, control, call) or sid
        demand(sid in control.steps, "{} names no step", call.key)
        step = self.definition(pk, sid)
        live = control.steps[sid]
        deps = [*(live.deps if isinstance(live, Live) else ()), *step.depends_on, *step.sources()]
        for dep in dict.fromkeys(deps):
            if dep in self._replaced(pk, step) or dep == (step.poll or {}).get("probe"):
                continue  # it stands in the place of that one, or looks what became of it
            demand(self.satisfied(pk, control, dep), "{} was called before {} was there: {}", sid, dep, control.steps)
            promised = self.promised.get(dep, ()) if self._looked_at(pk, control, dep) else ()
            for more in promised if "." not in sid else ():  # what is added later binds as it likes
                entered = more in control.steps
                demand(
                    not entered or self.satisfied(pk, control, more),
                    "{} was called before {}, which {} had shown to be needed", sid, more, dep,
                )
                demand(entered, "{} was called, but {}, which {} needed, was never planned", sid, more, dep)
        self.agreed.calling(call, sid)

    def _caller(self, pk: str, control: Control, call: Call) -> str | None:
        """The step that calls under a key of the task that is retried, which may name what took its place there."""
        running = [sid for sid in control.steps if sid != "z" and (one := control.live(sid)) and one.state == "R"]
        return next((sid for sid in running if self.definition(pk, sid).action == call.action.name), None)

    def called(self, call: Call) -> None:
        self.guards.called(call)

    def asking(self, record: Write) -> None:
        self.guards.asks(record.data["sid"], self.provider.now())

    def accepted(self, pk: str) -> None:
        """A retried task goes on with the keys of the old one; what a person had agreed to is forgotten."""
        self.moved = dict.fromkeys((*self.moved, pk), pk)
        self.agreed.begin()
        self.given.clear()
        task = self.store.get(pk, TASK)
        assert task is not None
        self.guards.begin(task.data["created_at"])

    def _looked_at(self, pk: str, control: Control, sid: str) -> bool:
        """Whether the reviser has seen what the step gave: never of skipped ones, or where a person's word is all."""
        state = control.settled(sid)
        record = self.store.get(pk, record_sk(sid, state.owner)) if state is not None and state.letter == "D" else None
        return record is not None and record.data["status"] != "skipped" and record.data["output"] is not None

    def _replaced(self, pk: str, step: Step) -> Iterator[str]:
        while step.replaces is not None:
            yield step.replaces
            step = self.definition(pk, step.replaces)

    def satisfied(self, pk: str, control: Control, sid: str) -> bool:
        """Whether what the step was for has been done."""
        state = control.steps.get(sid)
        if not isinstance(state, Settled) or state.letter not in ("D", "U", "S"):
            return False
        if sid == "z":
            return True
        step = self.definition(pk, sid)
        if state.letter == "D":
            return step.ask is not None or self.provider.did(step.action) or self._skipped(pk, sid, state)
        instead = [other for other in control.steps if other != "z" and self._stands_for(pk, other, sid)]
        if not instead:
            return False
        again = any(self.definition(pk, other).replaces == sid for other in instead)
        return (again or self.provider.did(step.action)) and all(
            self.satisfied(pk, control, other) for other in instead
        )

    def definition(self, pk: str, sid: str) -> Step:
        """Definitions never change, so each is decoded once."""
        if sid in self.known:
            return self.known[sid]
        found = self._defined.get((pk, sid))
        if found is None:
            found = self._defined[pk, sid] = self._stored_definition(pk, sid)
        return found

    def _stored_definition(self, pk: str, sid: str) -> Step:
        item = self.store.get(pk, definition_sk(sid)) if "." in sid else None
        for record in self.store.query(pk, "R#z#").items if item is None else ():
            planned = (self._output(record) or {}).get("plan", ())
            found = [decode_step(stored) for stored in planned if stored["id"] == sid]
            if found:
                return found[0]
        demand(item, "step {} has no definition", sid)
        assert item is not None
        blob = self.blobs.get(item.data["$blob"]) if "$blob" in item.data else None
        return decode_step(item.data if blob is None else json.loads(blob))

    def _output(self, record: Item) -> Any:
        output = record.data["output"]
        key = output.get("$blob") if output else None
        stored = self.blobs.get(key) if key else None
        return json.loads(stored) if stored is not None else output

    def _stands_for(self, pk: str, other: str, sid: str) -> bool:
        step = self.definition(pk, other)
        return step.replaces == sid or (step.poll or {}).get("probe") == sid or bool(
            step.ask and step.ask.about == sid and step.ask.reason == "outcome_unknown"
        )

    def _skipped(self, pk: str, sid: str, state: Settled) -> bool:
        record = self.store.get(pk, record_sk(sid, state.owner))
        return record is not None and record.data["status"] == "skipped"

    def quiet(self, control: Control, now: int, *, unswept: bool = False) -> None:
        """No message is under way: whatever is not at rest must be looked at soon (`unswept`: must not be)."""
        running = any(isinstance(step, Live) and step.state == "R" for step in control.steps.values())
        restless = not control.terminal and (claimable(control, now, self.settings.max_attempts) or control.open == 0)
        demand(not (unswept and (running or restless)) or control.terminal, "only the sweeper can save it: {}", control)
        seen = control.due is not None and control.due <= now + 4 * self.settings.sweep_after + 1
        demand(seen or not (running or restless), "nobody looks before {} (now {}): {}", control.due, now, control)


def at_rest(ports: Ports, account: str, task_id: str, watcher: Watcher, *, webhook: bool) -> None:
    """Everything that must hold of a task that is over."""
    pk = task_pk(account, task_id)
    control = ports.store.control(pk)
    demand(control is not None and control.status in OVER, "the task has not ended: {}", control)
    assert control is not None
    demand(control.due is None, "the task is still in the index: {}", control.due)
    letters = {sid: step.letter for sid, step in control.steps.items() if isinstance(step, Settled)}
    demand(control.status != "FAIL" or control.bad, "FAIL without a failed step")
    demand(not control.bad or control.status != "OK", "OK with a failed step")
    demand(control.status not in ("OK", "FAIL") or len(letters) == len(control.steps), "ended with a live step")
    demand(all(not (isinstance(s, Live) and s.state == "R") for s in control.steps.values()), "a step still runs")
    past = history(ports, account, task_id)
    for record in past.records:
        demand(record.output is None or full_output(ports, record) is not None, "a blob is not there: {}", record)
    for sid, decision in watcher.given.items():
        right = letters.get(sid) in ("X", "F" if decision == "reject" else "D") or _poisoned(past, sid)
        right = right or (decision == "did_not_happen" and _failed_by(past, sid, "loop_detected"))
        demand(right or control.status in ("CANC", "DEPTH"), "the answer {} to {} was lost: {}", decision, sid, control)
    _effects(control, past, watcher)
    _records(control, past)
    _kept(watcher, pk, control)
    _trace(ports, control, past)
    told = [item.data["status"] for item in ports.store.query(pk, "C#").items]
    demand("new" not in told, "a callback was not passed on")
    deliveries = ports.store.query(pk, "W#").items
    demand(all(item.data["status"] != "pending" for item in deliveries), "a delivery is not settled")
    finals = [item for item in deliveries if item.sk.endswith("#final")]
    demand(len(finals) == (1 if webhook else 0), "{} final events", len(finals))
    demand(control.status == "CANC" or ports.store.get(pk, LEARNED), "nothing was learned")


def _effects(control: Control, past: History, watcher: Watcher) -> None:
    provider = watcher.provider
    provider.land()
    for action, keys in provider.effects.items():
        demand(len(keys) <= 1, "{} took effect {} times: {}", action, len(keys), keys)
    for sid, state in control.steps.items():
        if sid == "z" or not isinstance(state, Settled):
            continue
        step = past.steps.get(sid)
        demand(step, "step {} has no definition", sid)
        assert step is not None
        if step.ask is not None:
            continue
        record = past.valid(sid)
        if state.letter == "D" and not (record and record.status == "skipped"):
            demand(provider.did(step.action), "{} is done, but {} never happened", sid, step.action)
        own = [key for key in provider.effects.get(step.action, ()) if f"/{past.task.id}/" in key]
        if state.letter == "X" and step.effect != "read":  # where an ended task is retried, it may have happened there
            demand(not own, "{} was skipped, but {} happened", sid, step.action)
        begun = any(other.replaces == sid and other.poll for other in past.steps.values())
        if state.letter in ("F", "S") and not begun and not _poisoned(past, sid) and step.effect != "read":
            keys = [key for key in own if key.endswith("/" + sid)]
            demand(not keys, "{} is {}, but {} happened", sid, state.letter, step.action)


def _poisoned(past: History, sid: str) -> bool:
    return _failed_by(past, sid, "poison")


def _failed_by(past: History, sid: str, reason: str) -> bool:
    record = past.valid(sid)
    return record is not None and record.failure is not None and record.failure.reason == reason


def _records(control: Control, past: History) -> None:
    defects = [record.note for record in past.records if "The planner failed" in record.note]
    demand(not defects, "a defect of the test's own reviser: {}", defects)
    for sid, state in control.steps.items():
        if isinstance(state, Settled) and state.owner:
            record = past.valid(sid)
            demand(record, "{} names a record that is not there", sid)
            assert record is not None
            allowed = {
                "D": ("complete", "skipped"), "F": ("failed", "retried"), "U": ("unknown",), "S": ("retried",),
                "X": ("waiting", "started", "skipped"),
            }[state.letter]
            late = control.status in ("CANC", "DEPTH")
            demand(record.status in allowed or late, "{} is {}, its record says {}", sid, state.letter, record.status)


def _kept(watcher: Watcher, pk: str, control: Control) -> None:
    """Values stay only where the sub-agent lets them."""
    prefix = "/".join(pk.split("#")[1:]) + "/"
    blobs = [data.decode() for key, data in watcher.blobs._blobs.items() if key.startswith(prefix)]
    rows = watcher.store.query(pk, limit=1_000).items
    demand(control.record == "full" or SECRET not in json.dumps([item.data for item in rows]), "a value is kept")
    demand(control.record == "full" or not blobs, "a blob is kept: {}", blobs)


_ROWS: Mapping[str, tuple[str, ...]] = {
    "D": ("complete", "skipped"), "F": ("failed",), "X": ("skipped",), "U": ("unknown", "complete"), "S": ("skipped",),
}


def _trace(ports: Ports, control: Control, past: History) -> None:
    trace = trace_of(past, ports.now())
    view(ports, past.task, control)
    rows = trace["steps"]
    ids = [row["id"] for row in rows]
    demand(len(set(ids)) == len(ids), "two rows of one step: {}", ids)
    demand(trace["usage"]["steps"] == control.entered, "the trace counts other steps than control")
    for row in rows:
        final = past.chain(row["id"])[-1]
        state = control.steps[final]
        letter = state.letter if isinstance(state, Settled) else "X"
        begun = past.steps[final].poll is not None and letter in ("X", "F")  # and nobody asks any more
        right = row["status"] in _ROWS[letter] or (begun and row["status"] == "unknown")
        demand(right, "{} is {}, its row says {}", final, letter, row["status"])
        numbers = [one["number"] for one in row["attempts"]]
        demand(numbers == list(range(1, len(numbers) + 1)), "attempts of {}: {}", row["id"], numbers)
        demand(row["duration_ms"] >= 0, "row {} took {} ms", row["id"], row["duration_ms"])
        told = isinstance(state, Settled) and not state.owner  # its worker died, and a person says that it happened
        demand(letter != "D" or numbers or told, "row {} is done without an attempt", row["id"])
        if row["status"] == "failed" and control.status == "FAIL":
            demand("error" in row, "row {} failed without an error", row["id"])
    if control.status == "FAIL":
        told = view(ports, past.task, control)["error"]
        demand(told["message"] != "a step failed", "the task failed without a reason: {}", told)

