"""The worker's half of the protocol as a generator: it yields calls and is sent their replies.

The judgement is the engine's own (`chalicelib.engine.decide`) and so are the transitions; what is told again
here is only the order of calls in `runner`, `settle`, `help` and `finish`.
"""

from collections.abc import Callable, Generator, Iterable
from dataclasses import replace
from typing import Any, NamedTuple  # Any: replies differ by call
from unittest.mock import patch

from chalicelib.domain.control import Control, dependants
from chalicelib.domain.edit import CarryOn, Edit, GiveUp, Later, Recover, Replace
from chalicelib.domain.outcome import Done, Failed, Outcome
from chalicelib.domain.plan import Plan, Step
from chalicelib.domain.transitions import Claim, Late, RetryLater, Settle, Transition
from chalicelib.domain.transitions import Recover as RecoverStep
from chalicelib.domain.waits import Wait
from chalicelib.engine.decide import (
    Decision,
    Held,
    _Judge,
    decide,
    decide_await,
    decide_poison,
    decide_unknown,
    decide_wait,
)
from chalicelib.engine.ends import late_letter
from chalicelib.engine.reading import from_pending
from chalicelib.engine.settings import Settings
from tests.protocol.rules import MAX_ATTEMPTS, Rules
from tests.protocol.scenarios import Scenario

NOW, SOON, EXPIRY, ENDED = 1_000, 2_000, 5_000, 1
"""Instants are names: now; a lease or delay that has not ended; a question's expiry; one that has ended."""
SETTINGS = Settings(max_attempts=MAX_ATTEMPTS, input_expiry=EXPIRY - NOW, backoff=SOON - NOW)
TRIES = 4


class Message(NamedTuple):
    """`kind` is step or event; `epoch` that of the step when the message was sent.

    `again`: it has been delivered before; told only where reads are not claimed.
    """

    kind: str
    name: str
    epoch: int = 0
    again: bool = False


class Call(NamedTuple):
    """`known`: the dependants that the snapshot showed; only a broken rule goes by them."""

    name: str
    sid: str = ""
    epoch: int = 0
    transition: Transition | None = None
    status: str = ""
    messages: tuple[Message, ...] = ()
    key: str = ""
    known: tuple[str, ...] = ()


class Reply(NamedTuple):
    """What a worker learns from a transition.  `met` says what a refused one has met.

    held: still ours (`seen` to decide again); ended: the task; busy, dead: R of somebody else; other: HELP.
    `seen` is an index into the table of snapshots.
    """

    applied: bool
    met: str = ""
    seen: int = -1
    messages: tuple[Message, ...] = ()
    status: str = "RUN"
    finished: bool = False
    epoch: int = 0
    owner: str = ""
    again: bool = False


class Looked(NamedTuple):
    """What a worker learns from reading control: a step that may be called without a claim, and its own fresh token."""

    seen: int
    claim: Claim


Work = Generator[Call, Any, str]
Judge = Callable[[Control], Decision]


class Worker(NamedTuple):
    """One message being handled under the rules; `snapshot` reads the table of snapshots."""

    scenario: Scenario
    rules: Rules
    snapshot: Callable[[int], Control]

    def run(self, message: Message) -> Work:
        if message.kind == "event":
            ok = yield Call("post", message.name)
            yield Call("note", message.name, status="delivered" if ok else "failed")
            return "ack"
        return (yield from self.step(message))

    def step(self, message: Message) -> Work:
        sid = message.name
        if self.scenario.stops and (yield Call("switch")):
            return "ack"
        looked = (yield Call("look", sid, message.epoch)) if self.may_go_unclaimed(message) else None
        if looked is not None:
            held, seen = Held(sid, looked.claim.epoch + 1, looked.claim.owner, claim=looked.claim), looked.seen
        else:
            reply = yield Call("claim", sid, message.epoch)
            if not reply.applied:
                return (yield from self.not_claimed(sid, reply))
            held, seen = Held(sid, reply.epoch, reply.owner), reply.seen
        if self.scenario.stops and (yield Call("switch")):
            return (yield from self.refuse(held))
        return (yield from self.held(held, seen))

    def may_go_unclaimed(self, message: Message) -> bool:
        read = self.scenario.spec(message.name).kind == "read" or not self.rules.only_reads_unclaimed
        first = not message.again or not self.rules.only_first_deliveries_unclaimed
        return self.scenario.unclaimed and read and first

    def not_claimed(self, sid: str, reply: Reply) -> Work:
        match reply.met:
            case "nothing":
                return "nack"
            case "busy":
                return "nack" if self.rules.nack_while_leased else "ack"
            case "beaten":
                return "ack"
            case "ended":
                yield from self.end(reply.status)
                return "ack"
            case "dead":
                return (yield from self.of_the_dead(sid, reply))
        if reply.again:
            yield Call("hot", sid)
        yield from self.help(reply)
        return "ack"

    def of_the_dead(self, sid: str, reply: Reply) -> Work:
        seen = self.snapshot(reply.seen)
        live = seen.live(sid)
        assert live is not None
        held = Held(sid, live.epoch, f"x{live.epoch}")
        if live.kind == "u" and self.rules.unsafe_is_never_repeated:
            return (yield from self.settle(held, reply.seen, lambda c: self.unknown(c, held, NOW)))
        if live.attempts >= MAX_ATTEMPTS:
            return (yield from self.settle(
                held, reply.seen, lambda c: decide_poison(c, Plan(()), held, SETTINGS, expired_at=NOW)
            ))
        return "nack"

    def held(self, held: Held, seen: int) -> Work:
        control = self.snapshot(seen)
        spec = self.scenario.spec(held.sid)
        live = control.live(held.sid)
        assert live is not None
        match spec.does:
            case "plans":
                return (yield from self.judged(held, seen, Done(), self.proposal(held.sid)))
            case "asks":
                return (yield from self.ask(held, seen, live.answer))
            case "awaits":
                kept = yield Call("heard", held.sid)
                return (yield from self.wait(held, seen, bool(kept) or live.answer is not None))
            case "approved" if self.rules.question_is_a_step_of_its_own:
                if "?" + held.sid not in live.deps:
                    ask = Recover((self.scenario.spec("?" + held.sid).step(),))
                    return (yield from self.judged(held, seen, Failed("declined"), lambda _: ask))
            case "approved":
                return (yield from self.settle(
                    held, seen, lambda _: decide_wait(held, NOW, SETTINGS),
                ))
        if live.kind == "i" and live.attempts > 1 and live.first_call == ENDED:
            return (yield from self.settle(held, seen, lambda c: self.unknown(c, held)))
        key = held.sid if self.rules.key_without_attempt else f"{held.sid}/{held.epoch}"
        answer = yield Call("tool", held.sid, held.epoch, key=key)
        return (yield from self.answered(held, seen, answer))

    def answered(self, held: Held, seen: int, answer: str) -> Work:
        spec, live = self.scenario.spec(held.sid), self.snapshot(seen).live(held.sid)
        assert live is not None
        match answer:
            case "done":
                return (yield from self.judged(held, seen, Done(), self.proposal(held.sid)))
            case "refused":
                return (yield from self.refuse(held))
            case "begun" if self.rules.begun_is_superseded:
                other = Replace(self.scenario.spec(held.sid + "~").step())
                return (yield from self.judged(held, seen, Done(), lambda _: other))
            case "begun":
                return (yield from self.refuse(held))
            case "later":
                return (yield from self.judged(held, seen, Failed("rate_limited"), lambda _: Later(1)))
            case "unknown":
                return (yield from self.lost(held, seen, spec.kind, live.attempts))
        return (yield from self.judged(held, seen, Failed("rejected"), lambda c: self.remedy(held.sid, c)))

    def lost(self, held: Held, seen: int, kind: str, attempts: int) -> Work:
        """The call's answer never came: ask after an unsafe one, else repeat it under the same key."""
        failure = Failed("outcome_unknown")
        last = attempts >= MAX_ATTEMPTS
        if kind == "unsafe" and not self.rules.unknown_is_not_recovered:
            return (yield from self.judged(held, seen, failure, lambda _: Recover(())))
        if (kind == "unsafe" and self.rules.unsafe_is_never_repeated) or (last and self.rules.last_unknown_is_asked):
            return (yield from self.settle(held, seen, lambda c: self.unknown(c, held)))
        return (yield from self.judged(held, seen, failure, lambda _: Later(1)))

    def ask(self, held: Held, seen: int, answer: str | None) -> Work:
        def judge(control: Control) -> Decision:
            live = control.live(held.sid)
            latched = answer or (live.answer if live else None)
            if latched is None:
                return decide_wait(held, NOW, SETTINGS)
            edit: Edit = CarryOn() if latched[0] == "a" else GiveUp("declined", "")
            return self.decision(control, held, Done() if latched[0] == "a" else Failed("declined"), edit)
        return (yield from self.settle(held, seen, judge))

    def wait(self, held: Held, seen: int, told: bool) -> Work:
        """For the callback of a tool: what it said is taken, or waited for."""
        def judge(control: Control) -> Decision:
            live = control.live(held.sid)
            if told or (live is not None and live.answer is not None):
                return self.decision(control, held, Done(), CarryOn())
            return decide_await(held, EXPIRY)
        return (yield from self.settle(held, seen, judge))

    def refuse(self, held: Held) -> Work:
        if held.claim is not None:
            reply = yield Call("claim", held.sid, held.claim.epoch, key=held.owner)
            if not reply.applied:
                return (yield from self.not_claimed(held.sid, reply))
        later = RetryLater(held.sid, held.epoch, SOON, MAX_ATTEMPTS, refund=True)
        reply = yield Call("later", held.sid, held.epoch, later)
        yield from self.help(reply)
        return "ack"

    # what the planner proposes

    def proposal(self, sid: str) -> Callable[[Control], Edit]:
        return lambda control: self.scenario.edit(sid, control, self.rules)

    def remedy(self, sid: str, control: Control) -> Edit:
        spec, live = self.scenario.spec(sid), control.live(sid)
        fix = self.scenario.remedy
        if spec.does == "other_inputs":
            return Replace(self.scenario.spec(sid + "'").step())
        if spec.does != "needs_fix" or fix is None or live is None or fix.sid in live.deps:
            return GiveUp("rejected", "")
        return Recover((fix.step(),))

    # one decision, one transition

    def judged(self, held: Held, seen: int, outcome: Outcome, propose: Callable[[Control], Edit]) -> Work:
        return (yield from self.settle(held, seen, lambda c: self.decision(c, held, outcome, propose(c))))

    def decision(self, control: Control, held: Held, outcome: Outcome, edit: Edit) -> Decision:
        cap = self.scenario.cap if self.rules.cap_in_the_condition else 1 << 30
        if self.rules.added_steps_heed_settled_ones:
            return decide(control, stubs(edit), held, outcome, edit, NOW, SETTINGS, cap)
        with patch.object(_Judge, "_lost", lost_themselves), patch.object(_Judge, "_standing", lambda _, deps: deps):
            return decide(control, stubs(edit), held, outcome, edit, NOW, SETTINGS, cap)

    def unknown(self, control: Control, held: Held, expired_at: int | None = None) -> Decision:
        question = self.scenario.spec("!" + held.sid).step()
        return decide_unknown(
            control, stubs(Replace(question)), held, question, Failed("outcome_unknown"), SETTINGS,
            self.scenario.cap, expired_at=expired_at,
        )

    def unclaimed(self, held: Held, claim: Claim, seen: int, judge: Judge) -> Work:
        """A read that was made without its claim."""
        decision = judge(self.snapshot(seen))
        commit = from_pending(decision.transition, claim)
        if commit is None:
            reply = yield Call("claim", held.sid, claim.epoch, key=held.owner)
            if not reply.applied:
                return (yield from self.not_claimed(held.sid, reply))
            return (yield from self.settle(replace(held, claim=None), reply.seen, judge))
        reply = yield Call("settle", held.sid, claim.epoch, commit, decision.status)
        if reply.applied or reply.met == "other":
            return (yield from self.afterwards(reply))
        return (yield from self.not_claimed(held.sid, reply))

    def settle(self, held: Held, seen: int, judge: Judge) -> Work:
        if held.claim is not None:
            return (yield from self.unclaimed(held, held.claim, seen, judge))
        for _ in range(TRIES):
            decision = self.guarded(judge(self.snapshot(seen)), self.snapshot(seen))
            known = () if self.rules.dependants_of_the_new_state else dependants(self.snapshot(seen), held.sid)
            reply = yield Call("settle", held.sid, held.epoch, decision.transition, decision.status, known=known)
            if reply.applied or reply.met == "other":
                return (yield from self.afterwards(reply))
            if reply.met == "ended":
                waited = isinstance(decision.transition, Wait) and not self.rules.begun_is_open_when_late
                letter = "X" if waited else late_letter(decision)
                late = Late(held.sid, held.epoch, letter, held.owner)  # type: ignore[arg-type]  # a Letter
                yield Call("late", held.sid, held.epoch, late, decision.status)
                yield from self.end(reply.status)
                return "ack"
            seen = reply.seen
        return "nack"

    def guarded(self, decision: Decision, control: Control) -> Decision:
        """The decision without what a broken rule takes from it."""
        match decision.transition:
            case RecoverStep(seen=int()) as recover if not self.rules.new_edges_carry_version:
                careless = replace(recover)
                object.__setattr__(careless, "seen", None)  # which the class itself does not allow
                return replace(decision, transition=careless)
            case Settle(letter="D", skips=()) as settle if not self.rules.planned_need_keeps_edge:
                fresh = {new.sid for new in settle.adds}
                kept = tuple(edge for edge in settle.edges if edge[1] in fresh)
                return replace(decision, transition=replace(settle, edges=kept))
        return decision

    # afterwards

    def afterwards(self, reply: Reply) -> Work:
        if reply.applied:
            yield from self.advance(reply)
        else:
            yield from self.help(reply)
        return "ack"

    def advance(self, reply: Reply) -> Generator[Call, Any, None]:
        if reply.status != "RUN":
            yield from self.end(reply.status)
        elif reply.finished:
            yield from self.finish()
        elif reply.messages:
            yield Call("send", messages=reply.messages)

    def help(self, reply: Reply) -> Generator[Call, Any, None]:
        if self.rules.helps:
            yield from self.advance(reply)

    def finish(self) -> Generator[Call, Any, None]:
        status = yield Call("finish")
        if status != "RUN":
            yield from self.end(status)

    def end(self, status: str) -> Generator[Call, Any, None]:
        if self.scenario.webhook and (yield Call("announce", "final")):
            yield Call("send", messages=(Message("event", "final"),))


def lost_themselves(judge: _Judge, steps: Iterable[Step]) -> bool:
    """As if nobody looked at what the new steps need."""
    settled = (judge.control.settled(step.id) for step in steps)
    return any(one is not None and one.letter in ("F", "X") for one in settled)


def stubs(edit: Edit) -> Plan:
    """A plan in which the steps of the edit can stand: what they depend on, without more."""
    steps: tuple[Step, ...] = getattr(edit, "steps", ()) or ((edit.step,) if isinstance(edit, Replace) else ())
    ids = {step.id for step in steps}
    needed = sorted({dep for step in steps for dep in step.depends_on} - ids)
    return Plan(tuple(Step(sid, "t", "do", "read") for sid in needed))


