"""One message, one step: the worker's half of the protocol (docs/protocol.md, section 4).

    claim ─ lost ──> help whoever is stuck, or let the message come again
      │ won
      ├─ plan (step zero) | ask (question) | act (call a tool)
      ├─ revise: the plan is looked at again
      └─ settle: record, one transition, messages for what became ready; finish when nothing is open

A message may come twice, late or out of order; each of these ends in `help`, which repairs whatever a
crash left behind and is right at any time.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any  # Any: a question's answer is JSON

from chalicelib.domain.control import STEP_ZERO, Control, Live
from chalicelib.domain.edit import CarryOn, Edit, GiveUp, Insert, Later, Recover
from chalicelib.domain.outcome import Done, Failed, Outcome
from chalicelib.domain.plan import Plan, Step
from chalicelib.domain.transitions import Claim
from chalicelib.engine import polling, registry
from chalicelib.engine.act import Acted, act, needs_approval
from chalicelib.engine.ask import approval_question, repeated_by, unknown_question, wait_details
from chalicelib.engine.budget import given_up, overspent
from chalicelib.engine.decide import (
    Decision,
    Held,
    decide,
    decide_poison,
    decide_unknown,
    decide_wait,
)
from chalicelib.engine.engine import Ack, Engine, Nack, StepRef
from chalicelib.engine.finish import after_end
from chalicelib.engine.help import help_on, notify_waiting, too_late
from chalicelib.engine.load import Loaded, Loader, done_steps, load
from chalicelib.engine.loops import guarded
from chalicelib.engine.ports import Refused
from chalicelib.engine.preview import preview
from chalicelib.engine.records import Record, error_fields, record_sk, task_pk
from chalicelib.engine.refuse import refuse
from chalicelib.engine.review import first_plan, review, versions
from chalicelib.engine.settle import settle
from chalicelib.engine.switches import stopped
from chalicelib.engine.throttle import pause


def run_step(engine: Engine, ref: StepRef, remaining: Callable[[], int], *, first: bool = False) -> Ack | Nack:
    """Do the step that the message names.  `remaining` gives the ms left; `first`: it was not delivered before."""
    if stopped(engine, ref.account):
        return Ack("stopped by the account's switch")
    owner = engine.ports.token(6)
    now = engine.ports.now()
    claim = Claim(ref.sid, ref.epoch, owner, now, now + engine.settings.lease, engine.settings.max_attempts)
    answer = engine.ports.store.apply(task_pk(ref.account, ref.task), claim)
    live = answer.control.live(ref.sid) if answer.control else None
    if isinstance(answer, Refused) and not (live and live.state == "R" and live.owner == owner):
        return not_claimed(engine, ref, answer.control, first=first)
    assert answer.control is not None and live is not None
    return _Worker(engine, ref, Held(ref.sid, live.epoch, owner, live.attempts), remaining).work(answer.control, live)


def not_claimed(engine: Engine, ref: StepRef, control: Control | None, *, first: bool = False) -> Ack | Nack:
    """The claim was refused: by whom is told by the state that it met."""
    if control is None:
        return Nack(30, "no such task yet")
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
        return Nack(max(1, -(-(live.lease - now) // 1000)), "another worker holds the step")
    return _of_a_dead_worker(engine, ref, control, live, now)


def _of_a_dead_worker(engine: Engine, ref: StepRef, control: Control, live: Live, now: int) -> Ack | Nack:
    held = Held(ref.sid, live.epoch, engine.ports.token(6), live.attempts)
    loader = Loader(engine, ref.account, ref.task)
    plan = loader.plan(control)
    if live.kind == "u":
        step = plan.effective(ref.sid, done_steps(control))
        failure = Failed("outcome_unknown", "the worker that made the call died")

        def unknown(seen: Control) -> Decision:
            return decide_unknown(
                seen, plan, held, unknown_question(step, failure), failure, engine.settings,
                loader.task().cap, expired_at=now,
            )
        return settle(engine, ref, held, control, unknown, _crashed(held, live, now, failure))
    if live.attempts >= engine.settings.max_attempts:
        failure = Failed("poison", f"{live.attempts} workers died while they held the step")
        return settle(
            engine, ref, held, control,
            lambda seen: decide_poison(seen, plan, held, engine.settings, expired_at=now),
            _crashed(held, live, now, failure),
        )
    return Nack(1, "the lease has just ended")


def _crashed(held: Held, live: Live, now: int, failure: Failed) -> Record:
    started = live.first_call or now
    return Record(held.sid, held.owner, started, now, "failed", error=error_fields(failure))


@dataclass(frozen=True, slots=True)
class _Worker:
    """A step that has been claimed."""

    engine: Engine
    ref: StepRef
    held: Held
    remaining: Callable[[], int]

    def work(self, control: Control, live: Live) -> Ack | Nack:
        if self._too_little_time() or stopped(self.engine, self.ref.account):
            return self._refuse(control)
        loaded = load(self.engine, self.ref.account, self.ref.task, self.held.sid, control)
        if loaded.step is not None and loaded.step.ask is not None:
            return self._ask(loaded, loaded.step, live)
        spent = overspent(self.engine, loaded.task)
        if spent is not None:
            return self._not_called(loaded, spent)
        if self.held.sid == STEP_ZERO:
            return self._plan(loaded)
        assert loaded.step is not None
        return self._act(loaded, loaded.step, live)

    def _not_called(self, loaded: Loaded, spent: Failed) -> Ack | Nack:
        now = self.engine.ports.now()
        record = Record(self.held.sid, self.held.owner, now, now, "failed", error=error_fields(spent))
        return self._settle(loaded, spent, lambda *_: given_up(spent), record)

    def _too_little_time(self) -> bool:
        return self.remaining() < self.engine.settings.tool_timeout_s * 1000 + 5_000

    def _refuse(self, control: Control) -> Ack | Nack:
        """RETRY-LATER as a refusal of ours: it costs no attempt, and nothing was called."""
        delay = self.engine.settings.backoff
        return refuse(self.engine, self.ref, self.held, control, delay, "refused: too little time left")

    # step zero

    def _plan(self, loaded: Loaded) -> Ack | Nack:
        started = self.engine.ports.now()
        planned = first_plan(self.engine, loaded.task)
        record = Record(
            self.held.sid, self.held.owner, started, self.engine.ports.now(), "complete",
            output=planned.output, lessons=planned.lessons, versions=versions(self.engine),
        )
        outcome: Outcome = planned.failure or Done(planned.output)
        return self._settle(loaded, outcome, lambda *_: planned.edit, record)

    # questions

    def _ask(self, loaded: Loaded, step: Step, live: Live) -> Ack | Nack:
        now = self.engine.ports.now()
        assert step.ask is not None
        record = Record(
            self.held.sid, self.held.owner, now, now, "waiting",
            output=wait_details(step.ask, self._request(loaded, step)),
        )
        if live.answer is not None:
            return self._answered(loaded, live.answer)
        return settle(
            self.engine, self.ref, self.held, loaded.control,
            lambda _: decide_wait(self.held, now, self.engine.settings), record,
            on_answer=lambda answer: self._answered(loaded, answer),
            then=lambda control: notify_waiting(self.engine, self.ref, control),
        )

    def _request(self, loaded: Loaded, question: Step) -> Mapping[str, Any] | None:
        """The exact request that a person approves, bound as far as it is known."""
        assert question.ask is not None
        about = question.ask.about
        if question.ask.reason != "approval" or about not in {step.id for step in loaded.plan.steps}:
            return None
        step = loaded.plan.effective(about, done_steps(loaded.control))
        loader = Loader(self.engine, self.ref.account, self.ref.task)
        outputs = loader.outputs(loaded.control, loaded.plan, step.sources())
        return preview(self.engine, loaded.task, step, outputs)

    def _answered(self, loaded: Loaded, answer: str) -> Ack | Nack:
        """The person was quicker than the question: `answer` names the record that holds the answer."""
        verdict, token = answer[0], answer[1:]
        pk = task_pk(self.ref.account, self.ref.task)
        stored = self.engine.ports.store.get(pk, record_sk(self.held.sid, token))
        output = stored.data.get("output") if stored else None
        now = self.engine.ports.now()
        outcome: Outcome = Done(output)
        edit: Edit = CarryOn()
        if verdict == "r":
            outcome = Failed("declined", "a person said no")
            edit = GiveUp("declined", "a person said no")
        elif loaded.step is not None and (repeated := repeated_by(loaded.plan, loaded.step, output)):
            edit = Insert(repeated)
        record = Record(self.held.sid, token, now, now, "complete", output=output)
        worker = replace(self, held=replace(self.held, owner=token))
        return worker._settle(loaded, outcome, lambda *_: edit, record)

    # actions

    def _act(self, loaded: Loaded, step: Step, live: Live) -> Ack | Nack:
        engine = self.engine
        sub_agent = registry.version(engine.ports, engine.cache, loaded.task.account, loaded.task.sub_agent_version)
        records = registry.records_of(engine.ports, engine.cache, loaded.task.account, sub_agent)
        started = engine.ports.now()
        if needs_approval(sub_agent, step, loaded.plan):
            record = Record(self.held.sid, self.held.owner, started, started, "retried")
            ask = Recover((approval_question(step),), "Waits for a person's approval")
            return self._settle(loaded, Done(), lambda *_: ask, record)
        if self._window_over(live):
            forgotten = Failed("outcome_unknown", "the key may be forgotten")
            return self._unknown(loaded, step, forgotten, started, Acted(forgotten))
        acted = act(engine, loaded, sub_agent, records, self.held.owner)
        outcome = acted.outcome
        if acted.held_back:
            delay = pause(acted.held_back, live.epoch - live.attempts, self.held.owner)
            return refuse(engine, self.ref, self.held, loaded.control, delay, "refused: a limit of the tool's")
        if acted.started is not None:
            return self._begun(loaded, step, live, acted, started)
        record = Record(
            self.held.sid, self.held.owner, started, engine.ports.now(),
            "skipped" if acted.skipped else "complete", inputs=acted.inputs, digest=acted.digest, key=acted.key,
            output=outcome.output if isinstance(outcome, Done) else None,
            error=error_fields(outcome) if isinstance(outcome, Failed) else None,
            note=outcome.note if isinstance(outcome, Done) else "", lessons=step.lessons,
            more=isinstance(outcome, Done) and outcome.more,
        )
        if isinstance(outcome, Failed) and outcome.reason == "outcome_unknown":
            if step.effect == "unsafe" or live.attempts >= engine.settings.max_attempts:
                return self._unknown(loaded, step, outcome, started, acted)
            return self._again_under_the_same_key(loaded, record)
        if acted.skipped:
            return self._settle(loaded, outcome, lambda *_: CarryOn(), record)

        def look(control: Control, plan: Plan) -> Edit:
            edit = review(engine, loaded, control, plan, records, sub_agent, outcome)
            return guarded(engine, loaded, control, plan, acted, edit)
        return self._settle(loaded, outcome, look, record)

    def _begun(self, loaded: Loaded, step: Step, live: Live, acted: Acted, at: int) -> Ack | Nack:
        """The tool is not done: another step asks it from now on, or this one asks again later."""
        now = self.engine.ports.now()
        asked = polling.begun(step, live, acted.started, now, self.engine.settings.longest_operation)
        if isinstance(asked, int):
            return refuse(self.engine, self.ref, self.held, loaded.control, asked, "refused: the tool is not done")
        record = Record(
            self.held.sid, self.held.owner, at, now, "retried", inputs=acted.inputs, digest=acted.digest, key=acted.key
        )
        return self._settle(loaded, asked.outcome, lambda *_: asked.edit, record)

    def _window_over(self, live: Live) -> bool:
        """An idempotent step may be called again only while the provider remembers its key."""
        late = self.engine.ports.now() - (live.first_call or 0) > self.engine.settings.key_window
        return live.kind == "i" and live.attempts > 1 and live.first_call is not None and late

    def _again_under_the_same_key(self, loaded: Loaded, record: Record) -> Ack | Nack:
        note = "Outcome unknown; repeated under the same idempotency key"
        failure = record.failure or Failed("outcome_unknown")
        seconds = self.engine.settings.backoff / 1000
        return self._settle(
            loaded, failure, lambda *_: Later(seconds, note), replace(record, status="retried")
        )

    def _unknown(
        self, loaded: Loaded, step: Step, failure: Failed, started: int, acted: Acted
    ) -> Ack | Nack:
        record = Record(
            self.held.sid, self.held.owner, started, self.engine.ports.now(), "unknown", inputs=acted.inputs,
            error=error_fields(failure), digest=acted.digest, key=acted.key,
        )
        question = unknown_question(step, failure)
        return settle(
            self.engine, self.ref, self.held, loaded.control,
            lambda control: decide_unknown(
                control, loaded.plan, self.held, question, failure, self.engine.settings, loaded.task.cap
            ),
            record,
        )

    def _settle(
        self, loaded: Loaded, outcome: Outcome, edit: Callable[[Control, Plan], Edit], record: Record
    ) -> Ack | Nack:
        loader = Loader(self.engine, self.ref.account, self.ref.task)

        def judge(control: Control) -> Decision:
            plan = loader.plan(control)
            return decide(
                control, plan, self.held, outcome, edit(control, plan), self.engine.ports.now(),
                self.engine.settings, loaded.task.cap,
            )
        return settle(self.engine, self.ref, self.held, loaded.control, judge, record)
