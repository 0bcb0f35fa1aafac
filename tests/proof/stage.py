"""One scenario on its stage: the real engine, a provider with a ledger, people who answer, time that passes."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from chalicelib.domain.control import Control, Live
from chalicelib.domain.edit import CarryOn, Edit, GiveUp, Insert, Later, Recover, Replace
from chalicelib.domain.errors import Conflict, InvalidRequest
from chalicelib.domain.outcome import Failed, Outcome
from chalicelib.domain.plan import Step
from chalicelib.domain.task import Task
from chalicelib.embedded.events import Delivery
from chalicelib.engine import signals
from chalicelib.engine.cache import Cache
from chalicelib.engine.deliveries import WEBHOOK, after_try
from chalicelib.engine.engine import Ack, Engine, Nack, step_ref
from chalicelib.engine.intake import TaskRequest, accept
from chalicelib.engine.learning import learn_from
from chalicelib.engine.ports import Ports, Write
from chalicelib.engine.records import account_pk, task_pk
from chalicelib.engine.runner import run_step
from chalicelib.engine.sweep import sweep
from chalicelib.planning.planner import NoPlan, Run
from tests.engine.scripted import ACCOUNT, Scene
from tests.proof.checks import Broken, Watcher, at_rest, demand
from tests.proof.gate import Crash, Gate, GatedBlobs, GatedQueue, GatedStore, GatedTools, Throttled
from tests.proof.provider import Behaviour, Provider
from tests.world import START

QUEUES = ("steps", "learn", "webhooks")
VISIBILITY = 720

Person = Callable[["Stage", str, Step], str | None]
"""What a person decides on a question (its step id and definition); None: nothing, for now or for ever."""


def truthful(stage: "Stage", sid: str, asked: Step) -> str | None:
    """Approves, gives values, and looks at the provider's ledger when asked whether something happened."""
    assert asked.ask is not None
    match asked.ask.reason:
        case "missing_input":
            return "values"
        case "outcome_unknown":
            about = stage.watcher.definition(stage.pk, asked.ask.about)
            return "happened" if stage.provider.did(about.action) else "did_not_happen"
    return "approve"


def rejects(stage: "Stage", sid: str, asked: Step) -> str | None:
    assert asked.ask is not None
    return "reject" if asked.ask.reason == "approval" else truthful(stage, sid, asked)


def silent(stage: "Stage", sid: str, asked: Step) -> str | None:
    return None


@dataclass(frozen=True)
class Scenario:
    """`inserts`: by step id, what its success adds.  `remedies`: by step id, what is tried after a failure, in order:
    each one is a Recover or Replace whose step has not entered the plan yet.  `meanwhile`: by action, what an
    API call does while the action is being called.  `ends`: the ends that are right, whatever goes wrong.
    `hours`: it ends within so many.  `loose`: added steps that may be refused (they could make a circle).
    """

    name: str
    plan: tuple[Step, ...] | NoPlan
    behaviours: Mapping[str, Behaviour] = field(default_factory=dict)
    inserts: Mapping[str, tuple[Step, ...]] = field(default_factory=dict)
    remedies: Mapping[str, tuple[Edit, ...]] = field(default_factory=dict)
    revise: Callable[[Run, Step, Outcome], Edit] | None = None
    extra: tuple[Step, ...] = ()
    person: Person = truthful
    meanwhile: Mapping[str, str] = field(default_factory=dict)
    request: Mapping[str, Any] = field(default_factory=dict)
    agent: Mapping[str, Any] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    webhook: tuple[int, ...] = ()
    hours: float = 24 * 9
    ends: tuple[str, ...] = ("OK",)
    loose: frozenset[str] = frozenset()

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every step that may ever enter the plan, those that the engine itself makes left out."""
        planned = self.plan if isinstance(self.plan, tuple) else ()
        added = [step for steps in self.inserts.values() for step in steps]
        mended = [step for edits in self.remedies.values() for edit in edits for step in steps_of(edit)]
        return tuple({step.id: step for step in (*planned, *added, *mended, *self.extra)}.values())

    def edit(self, run: Run, looked_at: Step, outcome: Outcome) -> Edit:
        if self.revise is not None:
            return self.revise(run, looked_at, outcome)
        if not isinstance(outcome, Failed):
            wanted = self.inserts.get(looked_at.id, ())
            return Insert(wanted) if wanted else CarryOn()
        if outcome.reason in ("rate_limited", "unavailable"):
            return Later(outcome.retry_after or 1)
        present = {step.id for step in run.plan.steps}
        for edit in self.remedies.get(looked_at.id, ()):
            new = [step.id for step in steps_of(edit)]
            if any(sid not in present or sid not in run.settled for sid in new):
                return edit
        return GiveUp(outcome.reason, outcome.detail or "no remedy is left")


def steps_of(edit: Edit) -> tuple[Step, ...]:
    match edit:
        case Insert(steps) | Recover(steps):
            return steps
        case Replace(step):
            return (step,)
    return ()


class Stage(Scene):
    """The scene, with faults between the engine and its ports."""

    def __init__(self, scenario: Scenario, gate: Gate, seed: int = 0) -> None:
        self.scenario = scenario
        self.gate = gate
        self.accepted: Task | None = None
        self.told: list[str] = []
        super().__init__(
            scenario.plan, {}, scenario.edit, extra=scenario.steps, request=scenario.request, agent=scenario.agent,
            seed=seed, **scenario.settings,
        )
        self.provider = Provider(self.world.clock, scenario.behaviours, self.settings.key_window + 600_000)
        known = {step.id: step for step in scenario.steps}
        cap = int(scenario.request.get("max_steps", self.settings.cap))
        promised = {
            sid: tuple(step.id for step in steps if step.id not in scenario.loose)
            for sid, steps in scenario.inserts.items()
        }
        held = frozenset(ref.partition(".")[2] for ref in scenario.agent.get("requires_approval", ()))
        self.watcher = Watcher(self.world.store, self.provider, self.settings, known, cap, promised, held)
        queue = GatedQueue(self.world.queue, gate, self.watcher)
        store = GatedStore(self.world.store, queue, gate, self.watcher)
        tools = GatedTools(self.provider, self, self.watcher)
        blobs = GatedBlobs(self.world.blobs, gate)
        self.ports = Ports(store, queue, blobs, self.world.vault, tools, self.world.clock, self.world.tokens)  # type: ignore[arg-type]
        self.engine = self.fresh()
        self.unswept = False
        self.answers = list(scenario.webhook)
        self.cancelled = False
        if scenario.webhook:
            self.world.store.put(Write(account_pk(ACCOUNT), WEBHOOK, {"url": "http://there", "secret": "s"}))

    def fresh(self) -> Engine:
        """A worker without memories."""
        return Engine(self.ports, self.settings, self.planner, Cache(self.world.clock))

    @property
    def pk(self) -> str:
        assert self.accepted is not None
        return task_pk(ACCOUNT, self.accepted.id)

    @property
    def state(self) -> Control | None:
        return self.world.store.control(self.pk) if self.accepted else None

    # what callers do

    def accept(self, **request: Any) -> Task:  # the scene would do it at once; here it goes through the gate
        self.wanted = TaskRequest(**{"prompt": "do it", "sub_agent": "agent", **request})
        return None  # type: ignore[return-value]

    def ask_for_it(self) -> None:
        """POST /v1/tasks; a caller whose request failed sends it again under the same idempotency key."""
        self.accepted = accept(
            self.ports, self.settings, ACCOUNT, self.wanted, idempotency_key="k", body_hash="b", created_by="key_1",
            secret=b"s",
        )

    def cancel(self) -> None:
        assert self.accepted is not None
        try:
            signals.cancel(self.fresh(), ACCOUNT, self.accepted.id)
        except Conflict:
            self.told.append("too late to cancel")
        self.cancelled = True

    def answer(self, sid: str, decision: str, *, by_name: bool = False) -> None:
        """POST …/input; `by_name` says which question is meant."""
        assert self.accepted is not None
        asked = self.watcher.definition(self.pk, sid)
        assert asked.ask is not None
        if decision == "approve":
            self.watcher.approved.add(asked.ask.about or sid)
        try:
            signals.answer(
                self.fresh(), ACCOUNT, self.accepted.id, decision=None if decision == "values" else decision,
                values={"city": "Bern"} if decision == "values" else {}, who="key_2",
                **({"question": sid} if by_name else {}),
            )
        except (Conflict, InvalidRequest) as refused:  # another question may have come first meanwhile
            self.told.append(refused.code)
        else:
            if by_name:
                self.watcher.given[sid] = decision

    def questions(self) -> dict[str, str]:
        """Open questions and what the person would say now."""
        control = self.state
        if control is None or control.terminal:
            return {}
        waiting = [sid for sid, step in control.steps.items() if isinstance(step, Live) and step.state == "W"]
        said = {sid: self.scenario.person(self, sid, self.watcher.definition(self.pk, sid)) for sid in waiting}
        return {sid: decision for sid, decision in said.items() if decision is not None}

    # the gate of the tools, which also lets things happen meanwhile

    def tool(self, call: Any, provider: Provider) -> Outcome:
        if self.scenario.meanwhile.get(call.action.name) == "cancel" and not self.cancelled:
            self.by_api(self.cancel)
        return self.gate.tool(call, provider)

    def __call__(self, name: str, do: Callable[[], Any], *, writes: bool = True) -> Any:
        return self.gate(name, do, writes=writes)

    def by_api(self, do: Callable[[], None]) -> bool:
        """A request in a process of its own; False if it died or was refused."""
        before, self.gate.by_api = self.gate.by_api, True
        try:
            do()
        except (Crash, Throttled):
            return False
        finally:
            self.gate.by_api = before
        return True

    # what workers do

    def serve(self, delivery: Delivery, engine: Engine) -> Ack | Nack:
        body = json.loads(delivery.body)
        match delivery.queue:
            case "steps":
                return run_step(engine, step_ref(body), lambda: 900_000)
            case "learn":
                return learn_from(engine, body["account"], body["task"])
        return self.deliver(engine, body)

    def deliver(self, engine: Engine, body: Mapping[str, Any]) -> Ack:
        """One try of a webhook, as `tools.webhooks` makes it, without a network."""
        item = engine.ports.store.get(task_pk(body["account"], body["task"]), body["delivery"])
        if item is None or item.data["status"] != "pending":
            return Ack("settled already")
        status = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        after_try(engine, item, delivered=status < 300, answer=str(status))
        return Ack(str(status))

    def work(self, delivery: Delivery, engine: Engine) -> bool:
        """One invocation; False if it died.  A message without an answer comes again after its visibility."""
        try:
            verdict = self.serve(delivery, engine)
            if isinstance(verdict, Nack):
                self.world.queue.nack(delivery.receipt, verdict.delay)
            else:
                self.gate("ack", lambda: self.world.queue.ack(delivery.receipt))
        except Throttled:
            return True
        except Crash:
            return False
        return True

    def shard(self) -> range:
        from zlib import crc32
        number = crc32(self.pk.encode()) % 16
        return range(number, number + 1)

    def sweeper(self, engine: Engine) -> bool:
        try:
            sweep(engine, self.shard())
        except Crash:
            return False
        except ExceptionGroup as group:
            if group.split(Throttled)[1] is not None:
                raise
            return False
        except Throttled:
            return False
        return True

    # until it is over

    def drive(self, most: int = 400, *, unswept: bool = False) -> "Stage":
        """Let time pass until nothing is left to do; `unswept`: messages alone must bring it to rest."""
        self.unswept = unswept
        for _ in range(most):
            if not self.moment():
                at_rest(self.world.ports, ACCOUNT, self.accepted.id if self.accepted else "", self.watcher,
                        webhook=bool(self.scenario.webhook))
                control = self.state
                assert control is not None
                demand(control.status in self.scenario.ends, "it ended {}: {}", control.status, control.steps)
                spent = (self.world.clock() - START) / 3_600_000
                demand(spent <= self.scenario.hours, "it took {} hours", spent)
                return self
        raise Broken(f"stuck after {most} moments: {self.state}")

    def moment(self) -> bool:
        """One thing happens; False when the task is over and nobody has anything to do."""
        if self.accepted is None:
            self.by_api(self.ask_for_it)
            return True
        refused = len(self.told)
        for sid, decision in self.questions().items():
            before = len(self.told)
            self.by_api(lambda sid=sid, decision=decision: self.answer(sid, decision))  # type: ignore[misc]
            if len(self.told) == before:
                return True
        delivery = self.world.queue.receive(QUEUES, VISIBILITY)
        if delivery is not None:
            if not self.work(delivery, self.engine):
                self.engine = self.fresh()
            return True
        return self.pass_time(30_000 if len(self.told) > refused else None)

    def delivery_dues(self) -> list[int]:
        """When the sweeper must look at events that are still to be delivered."""
        if not self.scenario.webhook:
            return []
        return [item.due for item in self.world.store.query(self.pk, "W#").items if item.due is not None]

    def pass_time(self, most: int | None = None) -> bool:
        """Move the clock to whatever comes next (at `most` so far), and sweep when something is due."""
        clock, control = self.world.clock, self.state
        visible = self.world.queue.next_visible(QUEUES)
        dues = [control.due] if control and control.due is not None else []
        dues += self.delivery_dues()
        if control is not None and visible is None:
            self.watcher.quiet(control, clock(), unswept=self.unswept)
        if self.unswept and visible is not None:
            dues = []  # nobody looks while a message is under way
        if visible is None and not dues:
            return False
        following = [*dues, *([visible] if visible else []), *([clock.instant + most] if most else [])]
        clock.instant = max(clock.instant, min(following))
        if dues and min(dues) <= clock.instant:
            self.unswept = False  # whatever it leaves undone is its own to do again
            clock.instant += 1
            if not self.sweeper(self.engine):
                self.engine = self.fresh()
                clock.instant += 60_000  # the sweeper runs every minute
        return True


def after(step: Step, *needs: str) -> Step:
    return replace(step, depends_on=(*step.depends_on, *needs))
