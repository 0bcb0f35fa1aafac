"""One message, one step: the worker's half of the protocol (docs/protocol.md, section 4).

    claim ─ lost ──> help whoever is stuck, or let the message come again
      │ won
      ├─ plan (step zero) | ask (question) | act (call a tool)
      ├─ revise: the plan is looked at again
      └─ settle: record, one transition, messages for what became ready; finish when nothing is open

A message may come twice, late or out of order; each of these ends in `help`, which repairs whatever a
crash left behind and is right at any time.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from chalicelib.domain.control import STEP_ZERO, Control, Live
from chalicelib.domain.edit import CarryOn, Edit, Later
from chalicelib.domain.errors import NewerForm
from chalicelib.domain.outcome import Done, Failed, Outcome, Started
from chalicelib.domain.plan import Plan, Step
from chalicelib.domain.subagent import SubAgent
from chalicelib.domain.transitions import Claim
from chalicelib.engine import polling, registry
from chalicelib.engine.act import Acted, Bound, act, calls_back
from chalicelib.engine.action_records import Records
from chalicelib.engine.asking import ask
from chalicelib.engine.budget import budget_ends, given_up, overspent
from chalicelib.engine.dead_worker import of_a_dead_worker
from chalicelib.engine.decide import decide_await, decide_unknown
from chalicelib.engine.earlier import may_have_been_made, open_call, window_over
from chalicelib.engine.engine import Ack, Engine, Nack, NotOurs, StepRef
from chalicelib.engine.finish import after_end
from chalicelib.engine.heard import arrived
from chalicelib.engine.help import help_on, too_late
from chalicelib.engine.load import Loaded, load
from chalicelib.engine.loops import guarded
from chalicelib.engine.permits import AskFirst
from chalicelib.engine.ports import Refused
from chalicelib.engine.probing import is_probe, probed, stands_between
from chalicelib.engine.reading import begin
from chalicelib.engine.ready import ask_first, ready_to_call
from chalicelib.engine.records import Record, error_fields
from chalicelib.engine.refuse import refuse
from chalicelib.engine.review import first_plan, review, versions
from chalicelib.engine.settle import settle
from chalicelib.engine.shadow import without_writes
from chalicelib.engine.switches import stopped
from chalicelib.engine.throttle import pause
from chalicelib.engine.work import Work, told_of

NEWER = 30_000
"""Milliseconds; by then a worker of the release that wrote the record may be there."""

CALLED_BACK = Acted(Done(), started=Started({"callback": True}))
"""The tool has told the end of a call before its answer was seen: it need not be called again."""


def run_step(engine: Engine, ref: StepRef, remaining: Callable[[], int], *, first: bool = False) -> Ack | Nack:
    """Do the step that the message names.  `remaining` gives the ms left; `first`: it was not delivered before."""
    stop = stopped(engine, ref.account, ref.task)
    if stop:
        return Ack(stop)
    owner = engine.ports.token(6)
    now = engine.ports.now()
    claim = Claim(ref.sid, ref.epoch, owner, now, now + engine.settings.lease, engine.settings.max_attempts)
    begun = begin(engine, ref, claim, first=first)
    if isinstance(begun, Refused):
        return not_claimed(engine, ref, begun.control, first=first)
    verdict = _Worker(engine, ref, begun.held, remaining).work(begun.control, begun.live)
    return not_claimed(engine, ref, verdict.control, first=first) if isinstance(verdict, NotOurs) else verdict


def not_claimed(engine: Engine, ref: StepRef, control: Control | None, *, first: bool = False) -> Ack | Nack:
    """The claim was refused: by whom is told by the state that it met."""
    if control is None:
        # A control record is written before its first message is sent: without one, the task was deleted.
        return Nack(30, "no such task yet") if first else Ack("the task is gone")
    live = control.live(ref.sid)
    if control.terminal:
        after_end(engine, ref.account, ref.task, control)
        return Ack("the task has ended")
    if live is None or live.state != "R":
        if first and too_late(ref, live):
            return Ack("done already")
        help_on(engine, ref, control)
        return Ack("helped")
    now = engine.ports.now()
    assert live.lease is not None
    if live.lease >= now:
        return Nack((live.lease - now) // 1000 + 1, "another worker holds the step")  # not at the very end of it
    return of_a_dead_worker(engine, ref, control, live, now)


@dataclass(frozen=True, slots=True)
class _Worker(Work):
    """A step that has been claimed.  `remaining` gives the ms left."""

    remaining: Callable[[], int]

    def work(self, control: Control, live: Live) -> Ack | Nack:
        why = "too little time left" if self._too_little_time() else stopped(
            self.engine, self.ref.account, self.ref.task
        )
        if why:
            return self._refuse(control, why)
        try:
            loaded = load(self.engine, self.ref.account, self.ref.task, self.held.sid, control)
        except NewerForm as newer:
            return self._refuse(control, newer.detail, NEWER)
        return told_of(self._do(loaded, live), loaded.task, loaded.step)

    def _do(self, loaded: Loaded, live: Live) -> Ack | Nack:
        if loaded.step is not None and loaded.step.ask is not None:
            return ask(self, loaded, loaded.step, live)
        if loaded.step is not None and loaded.step.poll is not None:
            if loaded.step.awaits_callback or live.answer is not None:
                return self._await(loaded, loaded.step, live)
        spent = overspent(self.engine, loaded.task)
        if spent is not None:
            return self._not_called(loaded, spent, live)
        if self.held.sid == STEP_ZERO:
            return self._plan(loaded)
        assert loaded.step is not None
        return self._act(loaded, loaded.step, live)

    def _not_called(self, loaded: Loaded, spent: Failed, live: Live) -> Ack | Nack:
        now, step = self.engine.ports.now(), loaded.step
        if step and step.effect != "read" and may_have_been_made(self.engine, loaded.task, step.id, live.attempts):
            lost = Failed("outcome_unknown", f"an earlier call had no answer, and {spent.detail}")
            return self._unknown(loaded, step, lost, now, Acted(lost))
        record = Record(self.held.sid, self.held.owner, now, now, "failed", error=error_fields(spent))
        return self.settle(loaded, spent, lambda *_: given_up(spent), record)

    def _too_little_time(self) -> bool:
        return self.remaining() < self.engine.settings.tool_timeout_s * 1000 + 5_000

    def _refuse(self, control: Control, why: str, delay: int | None = None) -> Ack | Nack:
        """RETRY-LATER as a refusal of ours: it costs no attempt, and nothing was called."""
        delay = self.engine.settings.backoff if delay is None else delay
        return refuse(self.engine, self.ref, self.held, control, delay, f"refused: {why}")

    # step zero

    def _plan(self, loaded: Loaded) -> Ack | Nack:
        started = self.engine.ports.now()
        planned = first_plan(self.engine, loaded.task)
        record = Record(
            self.held.sid, self.held.owner, started, self.engine.ports.now(), "complete",
            output=planned.output, lessons=planned.lessons, versions=versions(self.engine),
        )
        outcome: Outcome = planned.failure or Done(planned.output)
        return self.settle(loaded, outcome, lambda *_: planned.edit, record)

    # actions

    def _act(self, loaded: Loaded, step: Step, live: Live) -> Ack | Nack:
        engine = self.engine
        sub_agent, records = self._granted(loaded)
        started = engine.ports.now()
        if window_over(live, started, engine.settings.key_window):
            lost = Failed("outcome_unknown", "the key may be forgotten")
            return self._unknown(loaded, step, lost, started, Acted(lost))
        heard = live.attempts > 1 and self._has_called_back(step, records)
        ready = CALLED_BACK if heard else ready_to_call(engine, loaded, sub_agent, records, live.attempts)
        if isinstance(ready, AskFirst):
            return ask_first(self, loaded, step, live, ready)
        acted = act(engine, loaded, ready, self.held.owner) if isinstance(ready, Bound) else ready
        outcome = acted.outcome
        if acted.held_back:
            delay = pause(acted.held_back, live.epoch - live.attempts, self.held.owner)
            return refuse(engine, self.ref, self.held, loaded.control, delay, "refused: a limit of the tool's")
        if acted.started is not None:
            return self._begun(loaded, step, live, acted, started)
        record = self._record(step, started, acted)
        if isinstance(outcome, Failed) and outcome.reason == "outcome_unknown":
            if self._has_called_back(step, records):
                return self._begun(loaded, step, live, replace(acted, started=CALLED_BACK.started), started)
            if step.effect == "unsafe" or not acted.digest or live.attempts >= engine.settings.max_attempts:
                return self._unknown(loaded, step, outcome, started, acted)
            return self._again_under_the_same_key(loaded, record)
        if acted.skipped:
            return self.settle(loaded, outcome, lambda *_: CarryOn(), record)
        return self._looked_at(loaded, acted, record, lambda: open_call(engine, loaded.task, step, live, outcome))

    def _record(self, step: Step, started: int, acted: Acted, *, called_back: bool = False) -> Record:
        outcome = acted.outcome
        return Record(
            self.held.sid, self.held.owner, started, self.engine.ports.now(),
            "skipped" if acted.skipped else "complete", inputs=acted.inputs, digest=acted.digest, key=acted.key,
            output=outcome.output if isinstance(outcome, Done) else None,
            error=error_fields(outcome) if isinstance(outcome, Failed) else None,
            note=outcome.note if isinstance(outcome, Done) else "", lessons=step.lessons, called_back=called_back,
            more=isinstance(outcome, Done) and outcome.more,
            onward=outcome.onward if isinstance(outcome, Done) else {},
        )

    def _looked_at(
        self, loaded: Loaded, acted: Acted, record: Record, doubt: Callable[[], Failed | None] = lambda: None
    ) -> Ack | Nack:
        """The planner looks at the plan again in the light of the outcome."""
        sub_agent, records = self._granted(loaded)

        def look(control: Control, plan: Plan) -> Edit:
            if loaded.step is not None and is_probe(loaded.step):
                return probed(plan, loaded.step, acted.outcome, self.held.attempt)
            edit = review(self.engine, loaded, control, plan, records, sub_agent, acted.outcome)
            edit = polling.not_asked_again(loaded.step, acted.outcome, edit)
            edit = without_writes(edit, acted.outcome) if loaded.task.mode == "shadow" else edit
            return guarded(self.engine, loaded, control, plan, acted, edit)
        return self.settle(loaded, acted.outcome, look, record, open_call=doubt)

    def _granted(self, loaded: Loaded) -> tuple[SubAgent, Records]:
        engine, account = self.engine, loaded.task.account
        sub_agent = registry.version(engine.ports, engine.cache, account, loaded.task.sub_agent_version)
        return sub_agent, registry.records_of(engine.ports, engine.cache, account, sub_agent)

    def _has_called_back(self, step: Step, records: Records) -> bool:
        """Whether the tool has told the end of a call whose answer never came."""
        action = records.get(step.ref)
        if action is None or not calls_back(action) or step.poll is not None:
            return False
        return arrived(self.engine.ports, self.ref.account, self.ref.task, step.id) is not None

    def _await(self, loaded: Loaded, step: Step, live: Live, *, told: bool = False) -> Ack | Nack:
        """The tool calls back: what it says is taken, or waited for without a worker."""
        engine, held, now = self.engine, self.held, self.engine.ports.now()
        outcome = arrived(engine.ports, self.ref.account, self.ref.task, str((step.poll or {})["callback"]))
        if outcome is None and (told or live.answer is not None):
            outcome = Failed("internal", "what the tool said in its callback is gone")
        if outcome is not None:
            return self._looked_at(loaded, Acted(outcome), self._record(step, now, Acted(outcome), called_back=True))
        until = min((live.first_call or now) + engine.settings.longest_operation, budget_ends(engine, loaded.task))
        return settle(
            engine, self.ref, held, loaded.control, lambda _: decide_await(held, until),
            Record(held.sid, held.owner, now, now, "started"),
            on_answer=lambda _: self._await(loaded, step, live, told=True),
        )

    def _begun(self, loaded: Loaded, step: Step, live: Live, acted: Acted, at: int) -> Ack | Nack:
        """The tool is not done: another step asks it from now on, or this one asks again later."""
        now = self.engine.ports.now()
        asked = polling.begun(step, live, acted.started, now, self.engine.settings.longest_operation)
        if isinstance(asked, int):
            return refuse(self.engine, self.ref, self.held, loaded.control, asked, "refused: the tool is not done")
        record = Record(
            self.held.sid, self.held.owner, at, now, "retried", inputs=acted.inputs, digest=acted.digest, key=acted.key
        )
        return self.settle(loaded, asked.outcome, lambda *_: asked.edit, record)

    def _again_under_the_same_key(self, loaded: Loaded, record: Record) -> Ack | Nack:
        note = "Outcome unknown; repeated under the same idempotency key"
        failure = record.failure or Failed("outcome_unknown")
        seconds = self.engine.settings.backoff / 1000
        return self.settle(loaded, failure, lambda *_: Later(seconds, note), replace(record, status="retried"))

    def _unknown(
        self, loaded: Loaded, step: Step, failure: Failed, started: int, acted: Acted
    ) -> Ack | Nack:
        record = Record(
            self.held.sid, self.held.owner, started, self.engine.ports.now(), "unknown", inputs=acted.inputs,
            error=error_fields(failure), digest=acted.digest, key=acted.key,
        )
        action = registry.action_of(self.engine.ports, self.engine.cache, loaded.task, step)
        known = acted.inputs if acted.digest else None
        question = stands_between(self.engine, loaded.plan, step, action, failure, known)
        return settle(
            self.engine, self.ref, self.held, loaded.control,
            lambda control: decide_unknown(
                control, loaded.plan, self.held, question, failure, self.engine.settings, loaded.task.cap
            ),
            record,
        )
