"""One scenario on its stage: the real engine, a provider with a ledger, people who answer, time that passes."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from chalicelib.domain.control import Control, questions
from chalicelib.domain.errors import Conflict, InvalidRequest
from chalicelib.domain.outcome import Outcome
from chalicelib.domain.plan import Step
from chalicelib.domain.task import Task
from chalicelib.embedded.events import Delivery
from chalicelib.engine import signals
from chalicelib.engine.cache import Cache
from chalicelib.engine.callback_address import read_token
from chalicelib.engine.callbacks import receive
from chalicelib.engine.deliveries import WEBHOOK, after_try
from chalicelib.engine.engine import Ack, Engine, Nack, step_ref
from chalicelib.engine.history import history
from chalicelib.engine.intake import TaskRequest, accept
from chalicelib.engine.kept import RetryRequest, Said
from chalicelib.engine.learning import learn_from
from chalicelib.engine.permits import WRITES
from chalicelib.engine.ports import Ports, Write
from chalicelib.engine.records import account_pk, task_pk
from chalicelib.engine.retry import retry
from chalicelib.engine.runner import run_step
from chalicelib.engine.sweep import sweep
from chalicelib.engine.switches import read, release, throw
from chalicelib.engine.tasks import waiting_for
from chalicelib.engine.trace import iso, rows_of, status
from tests.engine.scripted import ACCOUNT, Scene
from tests.proof.agreed import Agreed
from tests.proof.checks import Watcher, at_rest
from tests.proof.consent import Browser
from tests.proof.gate import Crash, Gate, GatedBlobs, GatedQueue, GatedStore, GatedTools, Throttled
from tests.proof.guards import Broken, demand
from tests.proof.provider import Provider
from tests.proof.scenario import Scenario
from tests.world import START

QUEUES = ("steps", "learn", "webhooks")
VISIBILITY = 720
HEARD = {"callback_url": "http://here", "callback_key": b"k"}
STOPPED = 600_000
"""How long (ms) the operator leaves the account's switch thrown."""

class Stage(Scene):
    """The scene, with faults between the engine and its ports."""

    def __init__(self, scenario: Scenario, gate: Gate, seed: int = 0) -> None:
        self.scenario = scenario
        self.gate = gate
        self.accepted: Task | None = None
        self.told: list[str] = []
        self.later = False
        super().__init__(
            scenario.plan, {}, scenario.edit, extra=scenario.steps, request=scenario.request, agent=scenario.agent,
            seed=seed, calls=scenario.calls, **(HEARD if scenario.call_back or scenario.connects else {}),
            **{"claims_reads": False, **scenario.settings},
        )
        memory = self.settings.key_window + 600_000 if scenario.memory is None else scenario.memory
        self.provider = Provider(self.world.clock, scenario.behaviours, memory)
        known = {step.id: step for step in scenario.steps}
        cap = int(scenario.request.get("max_steps", self.settings.cap))
        promised = {
            sid: tuple(step.id for step in steps if step.id not in scenario.loose)
            for sid, steps in scenario.inserts.items()
        }
        patterns = [one for one in scenario.agent.get("requires_approval", ()) if isinstance(one, str)]
        agreed = Agreed(
            frozenset(ref.partition(".")[2] for ref in patterns) | scenario.ruled,
            scenario.request.get("approve") == "plan", scenario.agent.get("limits", {}).get("writes", WRITES),
        )
        self.watcher = Watcher(
            self.world.store, self.world.blobs, self.provider, self.settings, known, cap, promised, agreed
        )
        self.watcher.guards.limits = scenario.limits
        self.watcher.guards.seconds = scenario.agent.get("limits", {}).get("seconds")
        queue = GatedQueue(self.world.queue, gate, self.watcher)
        store = GatedStore(self.world.store, queue, gate, self.watcher)
        tools = GatedTools(self.provider, self, self.watcher)
        blobs = GatedBlobs(self.world.blobs, gate)
        self.ports = Ports(store, queue, blobs, self.world.vault, tools, self.world.clock, self.world.tokens)  # type: ignore[arg-type]
        if scenario.connects:
            self.browser = Browser(gate, store, self.world.ports)
            self.provider.connected = self.browser.connected
            self.ports = replace(self.ports, consents=self.browser.consents)
        self.engine = self.fresh()
        self.unswept = False
        self.answers = list(scenario.webhook)
        self.cancelled = False
        self.retried = False
        self.opens, self.stops = 0, scenario.stops
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

    def switch(self, stop: bool) -> None:
        """The kill switch of the account, or of the sub-agent, is thrown or released."""
        guards = self.watcher.guards
        try:
            if stop:
                throw(self.ports.store, ACCOUNT, self.stops, at=self.world.clock(), by="key_3", reason="odd calls")
            else:
                release(self.ports.store, ACCOUNT, self.stops)
        finally:
            guards.stopped = (guards.stopped or self.world.clock()) if self.stopped else None

    @property
    def stopped(self) -> bool:
        thrown, _ = read(self.world.store, ACCOUNT)
        return thrown.whole is not None or bool(thrown.sub_agents)

    def retry(self, from_step: str) -> None:
        """POST …/retry of the ended task, with the truth about what nobody knew; what is refused is told."""
        assert self.accepted is not None
        wanted = RetryRequest(from_step, outcomes=self.outcomes())
        try:
            self.accepted, _ = retry(
                self.fresh(), ACCOUNT, self.accepted.id, wanted, idempotency_key="k2", body_hash="b2",
                created_by="key_1", secret=b"s",
            )
        except (Conflict, InvalidRequest) as refused:
            self.told.append(refused.code)
        self.retried = True

    def outcomes(self) -> dict[str, Said]:
        """What became of the steps of whose effect nobody knew."""
        assert self.accepted is not None
        past = history(self.world.ports, ACCOUNT, self.accepted.id)
        last = {step.id: past.steps[past.chain(step.id)[-1]] for step in rows_of(past)}
        return {
            sid: "happened" if self.provider.did(one.action) else "did_not_happen"
            for sid, one in last.items() if status(past, one.id) == "unknown"
        }

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
        if decision == "connect":
            self.connect(sid)
            return
        if decision == "approve":
            self.watcher.agreed.to(asked, self.waiting_with(sid), self.state.steps if self.state else ())
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

    def connect(self, sid: str) -> None:
        """A person opens the link that the question shows."""
        shown = self.waiting_with(sid)
        assert shown is not None
        refused = self.browser.visit(self.fresh(), shown["auth_url"])
        if refused:
            self.told.append(refused)

    def waiting_with(self, sid: str) -> Mapping[str, Any] | None:
        """The question as the API shows it, if it is put already."""
        assert self.accepted is not None
        return waiting_for(self.world.ports, history(self.world.ports, ACCOUNT, self.accepted.id), sid)

    def questions(self) -> dict[str, str]:
        """Open questions and what the person would say now."""
        control, self.later = self.state, False
        if control is None or control.terminal:
            return {}
        waiting = questions(control)
        said = {sid: self.scenario.person(self, sid, self.watcher.definition(self.pk, sid)) for sid in waiting}
        return {sid: decision for sid, decision in said.items() if decision is not None}

    def may_look(self, sid: str) -> bool:
        """Whether the question says that its lost call can land no more: what is seen before says nothing."""
        asked = self.waiting_with(sid)
        now = asked is not None and asked["look_after"] <= str(iso(self.world.clock()))
        self.later = self.later or not now
        return now

    # the gate of the tools, which also lets things happen meanwhile

    def tool(self, call: Any, provider: Provider) -> Outcome:
        meanwhile = self.scenario.meanwhile.get(call.action.name)
        if meanwhile == "cancel" and not self.cancelled:
            self.by_api(self.cancel)
        if meanwhile == "stop" and not self.opens:
            self.by_api(lambda: self.switch(True))
            self.opens = self.world.clock() + STOPPED
        try:
            return self.gate.tool(call, provider)
        finally:
            if meanwhile == "callback":
                self.tell()

    def tell(self) -> bool:
        """A tool calls back, if one wants to by now; it tries again when nobody has heard it."""
        coming = min(self.provider.callbacks, key=lambda one: one[0], default=None)
        if coming is None or coming[0] > self.world.clock():
            return False
        self.provider.callbacks.remove(coming)
        _, address, body = coming
        if not self.by_api(lambda: self.heard(address.rpartition("/")[2], body)):
            self.provider.callbacks.append((self.world.clock() + 60_000, address, body))
        return True

    def heard(self, token: str, body: Mapping[str, Any]) -> None:
        address = read_token(self.settings.callback_key, token)
        assert address is not None
        receive(self.fresh(), address, body)

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
                return run_step(engine, step_ref(body), lambda: 900_000, first=delivery.receives == 1)
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

    def shards(self) -> list[range]:
        """Those in which there is something of this task's."""
        from zlib import crc32
        pks = [self.pk, *([account_pk(ACCOUNT)] if self.scenario.connects else [])]
        return [range(number, number + 1) for number in (crc32(pk.encode()) % 16 for pk in pks)]

    def sweeper(self, engine: Engine) -> bool:
        try:
            for shard in self.shards():
                sweep(engine, shard)
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
            if self.moment():
                continue
            self.check_end()
            if not self.scenario.retry or self.retried or (self.state and self.state.status == "OK"):
                return self
            while not self.by_api(lambda: self.retry(self.scenario.retry)):
                continue
        raise Broken(f"stuck after {most} moments: {self.state}")

    def check_end(self) -> None:
        assert self.accepted is not None
        ends = self.scenario.then if self.accepted.retry_of else self.scenario.ends
        at_rest(self.world.ports, ACCOUNT, self.accepted.id, self.watcher, webhook=bool(self.scenario.webhook))
        control = self.state
        assert control is not None
        demand(control.status in ends, "it ended {}: {}", control.status, control.steps)
        spent = (self.world.clock() - START) / 3_600_000
        demand(spent <= self.scenario.hours * (1 + self.retried), "it took {} hours", spent)

    def moment(self) -> bool:
        """One thing happens; False when the task is over and nobody has anything to do."""
        if self.accepted is None:
            self.by_api(self.ask_for_it)
            return True
        if self.stopped and self.world.clock() >= self.opens:
            self.by_api(lambda: self.switch(False))
            return True
        if self.tell():
            return True
        refused = len(self.told)
        for sid, decision in self.questions().items():
            before = len(self.told)
            named = "ambiguous_answer" in self.told
            self.by_api(lambda sid=sid, said=decision, named=named: self.answer(sid, said, by_name=named))  # type: ignore[misc]
            if len(self.told) == before:
                return True
        delivery = self.world.queue.receive(QUEUES, VISIBILITY)
        if delivery is not None:
            if not self.work(delivery, self.engine):
                self.engine = self.fresh()
            return True
        return self.pass_time(30_000 if self.later or len(self.told) > refused else None)

    def item_dues(self) -> list[int]:
        """When the sweeper must look at events that are still to be delivered, and callbacks to be passed on."""
        kinds = [*(["W#"] if self.scenario.webhook else []), *(["C#"] if self.scenario.call_back else [])]
        items = [item for kind in kinds for item in self.world.store.query(self.pk, kind).items]
        items += self.world.store.query(account_pk(ACCOUNT), "WAKE#").items
        return [item.due for item in items if item.due is not None]

    def pass_time(self, most: int | None = None) -> bool:
        """Move the clock to whatever comes next (at `most` so far), and sweep when something is due."""
        clock, control = self.world.clock, self.state
        visible = self.world.queue.next_visible(QUEUES)
        dues = [control.due] if control and control.due is not None else []
        dues += self.item_dues()
        if control is not None and visible is None:
            self.watcher.quiet(control, clock(), unswept=self.unswept and not self.world.queue.dead)
        if self.unswept and visible is not None:
            dues = []  # nobody looks while a message is under way
        opens = [self.opens] if self.stopped else []
        opens += [at for at, _, _ in self.provider.callbacks]
        if visible is None and not dues and not opens:
            return False
        following = [*dues, *opens, *([visible] if visible else []), *([clock.instant + most] if most else [])]
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
