"""The invariants of the step protocol (docs/protocol.md), told from what is stored and what really happened.

`Watcher` looks at every change as it is made; `at_rest` at a task that is over.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from chalicelib.domain.control import Control, Live, Settled, claimable
from chalicelib.domain.plan import Step, decode_step
from chalicelib.domain.transitions import Finish, Transition
from chalicelib.engine.history import History, history
from chalicelib.engine.ports import Call, Message, Ports
from chalicelib.engine.records import LEARNED, definition_sk, record_sk, task_pk
from chalicelib.engine.settings import Settings
from chalicelib.engine.tasks import view
from chalicelib.engine.trace import trace_of
from tests.proof.provider import Provider
from tests.world import MemoryStore

OVER = ("OK", "FAIL", "CANC", "DEPTH")


class Broken(AssertionError):
    """An invariant does not hold."""


def demand(holds: object, told: str) -> None:
    if not holds:
        raise Broken(told)


@dataclass
class Watcher:
    """`promised`: by step, the steps that its outcome adds, which all that depends on it must wait for.

    `approved`: what a person has said yes to; `held` the actions that need that.
    """

    store: MemoryStore
    provider: Provider
    settings: Settings
    known: Mapping[str, Step]
    cap: int
    promised: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    held: frozenset[str] = frozenset()
    approved: set[str] = field(default_factory=set)
    changes: int = 0

    def changed(self, before: Control, after: Control, transition: Transition) -> None:
        self.changes += 1
        demand(not before.terminal or before.status == after.status, f"{transition} changed the end {before.status}")
        for sid, step in before.steps.items():
            demand(sid in after.steps, f"{transition} removed step {sid}")
            if isinstance(step, Settled):
                demand(after.steps[sid] == step, f"{transition} settled {sid} again: {step} -> {after.steps[sid]}")
        lives = [step for step in after.steps.values() if isinstance(step, Live)]
        demand(after.entered == len(after.steps) - 1, f"{transition}: n={after.entered}, steps={len(after.steps) - 1}")
        demand(after.entered <= self.cap, f"{transition}: {after.entered} steps entered, the cap is {self.cap}")
        if not after.terminal:
            demand(after.open == len(lives), f"{transition}: op={after.open}, live={len(lives)}")
            failed = any(isinstance(step, Settled) and step.letter in ("F", "X") for step in after.steps.values())
            demand(after.bad == failed, f"{transition}: bad={after.bad}, failed={failed}")
        for sid, step in after.steps.items():
            spent = isinstance(step, Live) and step.state == "P" and step.attempts >= self.settings.max_attempts
            demand(not spent or after.terminal, f"{transition}: {sid} is pending without attempts")
        running = any(step.state == "R" for step in lives)
        demand(after.due is not None or not running, f"{transition}: a step runs outside the index")
        if isinstance(transition, Finish):
            demand(not lives, f"finished with live steps: {after}")
            demand(after.status == ("FAIL" if after.bad else "OK"), f"finished {after.status} with bad={after.bad}")

    def sending(self, messages: Sequence[Message]) -> None:
        """A step that must not start yet is never sent to start at once: that would be a hot loop."""
        for message in messages:
            if message.queue != "steps":
                continue
            control = self.store.control(task_pk(message.body["account"], message.body["task"]))
            step = control.live(message.body["sid"]) if control else None
            early = (
                step is not None and step.state == "P" and step.epoch == message.body["e"]
                and step.not_before is not None and step.not_before > self.provider.now()
            )
            demand(not early or message.delay > 0, f"{message.body['sid']} is sent before its time")

    def calling(self, call: Call) -> None:
        """Nothing starts before its deps, and their effects; nothing starts without approval."""
        account, task, sid = call.key.rsplit("/", 2)
        pk = task_pk(account, task)
        control = self.store.control(pk)
        demand(control is not None and sid in control.steps, f"{call.key} names no step")
        assert control is not None
        step = self.definition(pk, sid)
        live = control.steps[sid]
        deps = [*(live.deps if isinstance(live, Live) else ()), *step.depends_on, *step.sources()]
        for dep in dict.fromkeys(deps):
            demand(self.satisfied(pk, control, dep), f"{sid} was called before {dep} was there: {control.steps}")
            for more in self.promised.get(dep, ()):
                entered = more in control.steps
                demand(
                    not entered or self.satisfied(pk, control, more),
                    f"{sid} was called before {more}, which {dep} had shown to be needed",
                )
                demand(entered, f"{sid} was called, but {more}, which {dep} needed, was never planned")
        root = sid.split(".")[0] if not sid.startswith("n.") else sid
        demand(call.action.name not in self.held or self.approved & {sid, root, "plan"}, f"{sid} was not approved")

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
        return all(self.satisfied(pk, control, other) for other in instead) and (
            self.provider.did(step.action) or state.letter == "S"
        )

    def definition(self, pk: str, sid: str) -> Step:
        if sid in self.known:
            return self.known[sid]
        item = self.store.get(pk, definition_sk(sid))
        demand(item, f"step {sid} has no definition")
        assert item is not None
        return decode_step(item.data)

    def _stands_for(self, pk: str, other: str, sid: str) -> bool:
        step = self.definition(pk, other)
        return step.replaces == sid or bool(
            step.ask and step.ask.about == sid and step.ask.reason == "outcome_unknown"
        )

    def _skipped(self, pk: str, sid: str, state: Settled) -> bool:
        record = self.store.get(pk, record_sk(sid, state.owner))
        return record is not None and record.data["status"] == "skipped"

    def quiet(self, control: Control, now: int) -> None:
        """No message is under way: whatever is not at rest must be looked at soon."""
        running = any(isinstance(step, Live) and step.state == "R" for step in control.steps.values())
        restless = running or claimable(control, now, self.settings.max_attempts)
        near = now + 4 * self.settings.sweep_after + 1
        demand(not restless or (control.due is not None and control.due <= max(near, now)),
               f"nobody looks before {control.due} (now {now}): {control}")


def at_rest(ports: Ports, account: str, task_id: str, watcher: Watcher, *, webhook: bool) -> None:
    """Everything that must hold of a task that is over."""
    pk = task_pk(account, task_id)
    control = ports.store.control(pk)
    demand(control is not None and control.status in OVER, f"the task has not ended: {control}")
    assert control is not None
    demand(control.due is None, f"the task is still in the index: {control.due}")
    letters = {sid: step.letter for sid, step in control.steps.items() if isinstance(step, Settled)}
    demand(control.status != "FAIL" or control.bad, "FAIL without a failed step")
    demand(not control.bad or control.status != "OK", "OK with a failed step")
    demand(control.status not in ("OK", "FAIL") or len(letters) == len(control.steps), "ended with a live step")
    demand(all(not (isinstance(s, Live) and s.state == "R") for s in control.steps.values()), "a step still runs")
    past = history(ports, account, task_id)
    _effects(control, past, watcher)
    _records(control, past)
    _trace(ports, control, past)
    deliveries = ports.store.query(pk, "W#").items
    demand(all(item.data["status"] != "pending" for item in deliveries), "a delivery is not settled")
    finals = [item for item in deliveries if item.sk.endswith("#final")]
    demand(len(finals) == (1 if webhook else 0), f"{len(finals)} final events")
    demand(control.status == "CANC" or ports.store.get(pk, LEARNED), "nothing was learned")


def _effects(control: Control, past: History, watcher: Watcher) -> None:
    provider = watcher.provider
    provider.land()
    for action, keys in provider.effects.items():
        demand(len(keys) <= 1, f"{action} took effect {len(keys)} times: {keys}")
    for sid, state in control.steps.items():
        if sid == "z" or not isinstance(state, Settled):
            continue
        step = past.steps.get(sid)
        demand(step, f"step {sid} has no definition")
        assert step is not None
        if step.ask is not None:
            continue
        record = past.valid(sid)
        if state.letter == "D" and not (record and record.status == "skipped"):
            demand(provider.did(step.action), f"{sid} is done, but {step.action} never happened")
        if state.letter == "X":
            demand(not provider.did(step.action), f"{sid} was skipped, but {step.action} happened")
        if state.letter in ("F", "S"):
            keys = [key for key in provider.effects.get(step.action, ()) if key.endswith("/" + sid)]
            demand(not keys, f"{sid} is {state.letter}, but {step.action} happened")


def _records(control: Control, past: History) -> None:
    for sid, state in control.steps.items():
        if isinstance(state, Settled) and state.owner:
            record = past.valid(sid)
            demand(record, f"{sid} names a record that is not there")
            assert record is not None
            allowed = {
                "D": ("complete", "skipped"), "F": ("failed", "retried"), "U": ("unknown",), "S": ("retried",),
                "X": ("waiting",),
            }[state.letter]
            late = control.status in ("CANC", "DEPTH")
            demand(record.status in allowed or late, f"{sid} is {state.letter}, its record says {record.status}")


_ROWS: Mapping[str, tuple[str, ...]] = {
    "D": ("complete", "skipped"), "F": ("failed",), "X": ("skipped",), "U": ("unknown", "complete"), "S": ("skipped",),
}


def _trace(ports: Ports, control: Control, past: History) -> None:
    trace = trace_of(past, ports.now())
    view(ports, past.task, control)
    rows = trace["steps"]
    ids = [row["id"] for row in rows]
    demand(len(set(ids)) == len(ids), f"two rows of one step: {ids}")
    demand(trace["usage"]["steps"] == control.entered, "the trace counts other steps than control")
    for row in rows:
        final = past.chain(row["id"])[-1]
        state = control.steps[final]
        letter = state.letter if isinstance(state, Settled) else "X"
        demand(row["status"] in _ROWS[letter], f"{final} is {letter}, its row says {row['status']}")
        numbers = [one["number"] for one in row["attempts"]]
        demand(numbers == list(range(1, len(numbers) + 1)), f"attempts of {row['id']}: {numbers}")
        demand(row["duration_ms"] >= 0, f"row {row['id']} took {row['duration_ms']} ms")
        demand(letter != "D" or numbers, f"row {row['id']} is done without an attempt")
        if row["status"] == "failed" and control.status == "FAIL":
            demand("error" in row, f"row {row['id']} failed without an error")
    if control.status == "FAIL":
        told = view(ports, past.task, control)["error"]
        demand(told["message"] != "a step failed", f"the task failed without a reason: {told}")


def effects_of(provider: Provider, actions: Iterable[str]) -> dict[str, int]:
    return {action: len(provider.effects.get(action, ())) for action in actions}
