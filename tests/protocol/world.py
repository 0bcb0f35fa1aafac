"""The world around the workers: one task's control, its records, the queue, the tools.

Control is the project's own (`chalicelib.domain.control`), and every change of it is `apply` of the project's
own transition; results are kept by (control, transition), so that the real functions cost little.

A state holds nothing that nobody can read any more: records that no settled step names are dropped.
"""

from collections.abc import Iterable
from dataclasses import replace

from chalicelib.domain.control import (
    STEP_ZERO,
    Control,
    Live,
    Settled,
    all_dependants,
    claimable,
    delayed,
    dependants,
    ready,
)
from chalicelib.domain.transitions import (
    Claim,
    Finish,
    Settle,
    Transition,
)
from tests.protocol.broken import Violation, changed
from tests.protocol.rules import MAX_ATTEMPTS, Rules
from tests.protocol.scenarios import Scenario
from tests.protocol.state import Hand, Record, State, count
from tests.protocol.worker import NOW, SOON, Call, Looked, Message, Reply, Work, Worker

BLOB = "B:"
"""Before the owner token: the payload of a record, put before it."""


READERS = ("r1", "r2", "r3", "r4")
"""Owner tokens of those who read without a claim; a claim's is its epoch."""


class World:
    """Everything that one exploration knows besides its states."""

    def __init__(self, scenario: Scenario, rules: Rules) -> None:
        self.scenario = scenario
        self.rules = rules
        self.controls: list[Control] = []
        self._ids: dict[object, int] = {}
        self._applied: dict[tuple[int, Transition], int] = {}
        self.hands: list[Hand] = []
        self._hand_ids: dict[Hand, int] = {}
        self._next: list[Call | str] = []
        self._seen: dict[tuple[int, str], int] = {}
        self._worker = Worker(scenario, rules, self.controls.__getitem__)

    # controls

    def keep(self, control: Control) -> int:
        steps = tuple(sorted(control.steps.items()))
        key = (control.status, control.entered, control.open, control.version, control.due, control.bad, steps)
        if key not in self._ids:
            self._ids[key] = len(self.controls)
            self.controls.append(replace(control, steps=dict(steps)))
        return self._ids[key]

    def apply(self, control: int, transition: Transition) -> int:
        """The control after the transition, or -1 where it is refused."""
        key = (control, transition)
        if key not in self._applied:
            after = changed(self.controls[control], transition, self.rules)
            self._applied[key] = -1 if after is None else self.keep(after)
        return self._applied[key]

    def seen_by(self, control: int, sid: str) -> int:
        """The snapshot cut down to what the step's worker can read in it: itself, its dependants, what is watched."""
        key = (control, sid)
        if key not in self._seen:
            self._seen[key] = self.keep(self._cut(self.controls[control], sid))
        return self._seen[key]

    def _cut(self, control: Control, sid: str) -> Control:
        own = control.live(sid)
        plain = self.scenario.plain(sid) and own is not None and own.attempts < MAX_ATTEMPTS
        kept: dict[str, Live | Settled] = {}
        if not plain:
            below = {sid, *all_dependants(control, sid), *self.scenario.watched}
            for name in below & control.steps.keys():
                step = control.steps[name]
                if isinstance(step, Settled):
                    kept[name] = Settled(step.letter if step.letter in ("F", "X") else "D")
                else:
                    pending = step.state == "P"
                    kept[name] = Live(
                        step.state if pending else "R", "i", tuple(d for d in step.deps if d in below and pending)
                    )
        elif not self.rules.dependants_of_the_new_state:
            for name in dependants(control, sid):
                kept[name] = Live("P", "i", (sid,))
        if own is not None:
            kept[sid] = replace(own, deps=() if plain else own.deps, owner=None, lease=None)
        return Control(
            entered=control.entered if self.scenario.cap < 50 else 0, open=len(kept), steps=kept,
            version=0 if plain else control.version,
        )

    def hand(self, hand: Hand) -> int:
        if hand not in self._hand_ids:
            self._hand_ids[hand] = len(self.hands)
            self.hands.append(hand)
            work = self._worker.afterwards(hand.afterwards) if hand.afterwards else self._worker.run(hand.message)
            self._next.append(self._run(work, hand.replies))
        return self._hand_ids[hand]

    def next_call(self, hand: int) -> Call | str:
        """The call that the worker makes next, or how it ends: ack or nack."""
        return self._next[hand]

    @staticmethod
    def _run(work: Work, replies: Iterable[object]) -> Call | str:
        try:
            call = next(work)
            for reply in replies:
                call = work.send(reply)
        except StopIteration as end:
            return str(end.value)
        return call

    # what may be sent

    def messages(self, control: Control, sids: Iterable[str]) -> tuple[Message, ...]:
        return tuple(Message("step", sid, step.epoch) for sid in sids if (step := control.live(sid)))

    def helpful(self, control: Control) -> tuple[Message, ...]:
        sids = (*claimable(control, NOW, MAX_ATTEMPTS), *delayed(control, NOW))
        return tuple(sorted(self.messages(control, sids)))

    def enabled(self, before: Control, after: Control, call: Call) -> tuple[Message, ...]:
        """What the settled step made ready: its dependants and the steps that it added, itself if pending again."""
        known = dependants(after, call.sid) if self.rules.dependants_of_the_new_state else call.known
        added = after.steps.keys() - before.steps.keys()
        touched = {call.sid, *known, *added}
        return tuple(sorted(self.messages(after, (one for one in ready(after) if one in touched))))

    # calls

    def look(self, state: State, call: Call) -> Looked | None:
        """A consistent read of control: the step as its claim would leave it, if nobody has tried it yet."""
        control = self.controls[state.control]
        live = control.live(call.sid)
        if live is None or live.epoch:
            return None
        claim = Claim(call.sid, call.epoch, self._fresh_token(state, call.sid), NOW, SOON, MAX_ATTEMPTS)
        taken = self.apply(state.control, claim)
        if taken < 0:
            return None
        self._check_start(state, control, call.sid)
        return Looked(self.seen_by(taken, call.sid), claim)

    def _fresh_token(self, state: State, sid: str) -> str:
        """One that nobody has now: neither another reader of the step nor whoever settled it."""
        replies = [reply for hand in state.hands for reply in self.hands[hand].replies]
        taken = {reply.claim.owner for reply in replies if isinstance(reply, Looked) and reply.claim.sid == sid}
        taken |= {record.owner for record in state.records if record.sid == sid}
        return next(token for token in READERS if token not in taken)

    def claim(self, state: State, call: Call) -> tuple[State, Reply, tuple[str, int] | None]:
        if state.control < 0:
            return state, Reply(False, "nothing"), None
        control = self.controls[state.control]
        live = control.live(call.sid)
        owner = call.key or (str(live.epoch + 1 if live else 0) if self.rules.token_per_message else "invocation")
        transition = Claim(call.sid, call.epoch, owner, NOW, SOON, MAX_ATTEMPTS)
        after = self.apply(state.control, transition)
        if after < 0:
            lost = self._not_claimed(state, call, owner)
            return state, lost, (call.sid, lost.epoch) if lost.applied else None
        self._check_start(state, control, call.sid)
        claimed = self.controls[after].live(call.sid)
        assert claimed is not None
        reply = Reply(True, seen=self.seen_by(after, call.sid), epoch=claimed.epoch, owner=owner)
        return state._replace(control=after), reply, (call.sid, claimed.epoch)

    def _not_claimed(self, state: State, call: Call, owner: str) -> Reply:
        control = self.controls[state.control]
        live = control.live(call.sid)
        if control.terminal:
            return Reply(False, "other", status=control.status)
        if live is None or live.state != "R":
            messages = self.helpful(control)
            sids = claimable(control, NOW if self.rules.help_heeds_not_before else SOON, MAX_ATTEMPTS)
            again = Message("step", call.sid, call.epoch) in self.messages(control, sids)
            return Reply(False, "other", -1, messages, finished=control.open == 0, again=again)
        assert live.lease is not None
        if live.lease >= NOW and live.owner == owner and not self.rules.token_per_message:
            return Reply(True, seen=self.seen_by(state.control, call.sid), epoch=live.epoch, owner=owner)
        seen = self.seen_by(state.control, call.sid)
        return Reply(False, "busy") if live.lease >= NOW else Reply(False, "dead", seen)

    def change(self, state: State, call: Call) -> tuple[State, Reply]:
        """A transition of the holder, its record with it."""
        assert call.transition is not None
        before = self.controls[state.control]
        after = self.apply(state.control, call.transition)
        state = self._written(state, call, before, after)
        if after < 0:
            return state, self.refused(before, state.control, call)
        return state._replace(control=after), self.changed(before, after, call)

    def changed(self, before: Control, after: int, call: Call) -> Reply:
        control = self.controls[after]
        messages = self.enabled(before, control, call)
        if call.name == "later":
            messages = self.helpful(control)
        if control.terminal or control.open == 0:
            messages = ()
        finished = control.open == 0 and not control.terminal
        return Reply(True, messages=messages, status=control.status, finished=finished)

    def refused(self, control: Control, index: int, call: Call) -> Reply:
        live = control.live(call.sid)
        if isinstance(call.transition, Settle) and call.transition.source == "pending":
            return self._refused_from_pending(control, call)
        if live is None or live.state != "R" or live.epoch != call.epoch:
            messages = () if control.terminal else self.helpful(control)
            finished = control.open == 0 and not control.terminal
            return Reply(False, "other", -1, messages, control.status, finished)
        if control.terminal:
            return Reply(False, "ended", status=control.status)
        return Reply(False, "held", self.seen_by(index, call.sid))

    def _refused_from_pending(self, control: Control, call: Call) -> Reply:
        """Our own commit, whose reply was lost, needs HELP; whoever else was quicker sees to what follows."""
        live, settled = control.live(call.sid), control.settled(call.sid)
        ours = settled is not None and settled.owner == getattr(call.transition, "owner", "")
        if ours and self.rules.lost_commit_is_recognised:
            messages = () if control.terminal else self.helpful(control)
            return Reply(False, "other", -1, messages, control.status, control.open == 0 and not control.terminal)
        if control.terminal:
            return Reply(False, "ended", status=control.status)
        return Reply(False, "busy" if live is not None and live.state == "R" else "beaten")

    def _written(self, state: State, call: Call, before: Control, after: int) -> State:
        """The attempt's record, and the definitions of the steps that it adds."""
        owner = getattr(call.transition, "owner", "")
        author = f"{call.sid}/{owner if owner in READERS else call.epoch}"
        named = owner if self.rules.record_named_by_token else ""
        records = {(one.sid, one.owner): one for one in state.records}
        if call.name in ("settle", "late") and owner:
            records[call.sid, named] = Record(call.sid, named, author, call.status)
            if self.scenario.spills:
                blob = BLOB + (owner if self.rules.blob_named_by_token else "")
                records[call.sid, blob] = Record(call.sid, blob, author, "blob")
        if after < 0:
            return state._replace(records=self.valid(records.values(), before))
        for sid in self.controls[after].steps.keys() - before.steps.keys():
            records[sid, "D"] = Record(sid, "D", "", "")
        return state._replace(records=self.valid(records.values(), self.controls[after]))

    def valid(self, records: Iterable[Record], control: Control) -> tuple[Record, ...]:
        """The records that somebody can find: those named by a settled step's owner."""
        token = self.rules.record_named_by_token

        def found(record: Record) -> bool:
            step = control.steps.get(record.sid)
            if record.owner.startswith(BLOB):
                named = self.rules.blob_named_by_token
                return isinstance(step, Settled) and (not named or step.owner == record.owner[len(BLOB):])
            if record.owner == "D":
                return step is not None
            return isinstance(step, Settled) and (step.owner == record.owner or not token)
        return tuple(sorted(record for record in records if found(record)))

    def finish(self, state: State) -> tuple[State, str]:
        control = self.controls[state.control]
        after = self.apply(state.control, Finish(ok=not control.bad))
        if after < 0:
            return state, control.status
        return state._replace(control=after), self.controls[after].status

    def _check_start(self, state: State, control: Control, sid: str) -> None:
        step = control.live(sid)
        assert step is not None
        written = {(record.sid, record.owner) for record in state.records}
        for dep in step.deps:
            settled = control.settled(dep)
            if settled is None or settled.letter not in ("D", "U", "S"):
                raise Violation(f"{sid} started before its dependency {dep}")
            blob = BLOB + (settled.owner if self.rules.blob_named_by_token else "")
            if self.scenario.spills and (dep, blob) not in written:
                raise Violation(f"{sid} started, but the blob that the record of {dep} names is not there")
            if self.rules.record_named_by_token and (dep, settled.owner) not in written:
                raise Violation(f"{sid} started, but the record {dep}#{settled.owner} is not there")
        entered_later = all(sid != spec.sid for spec in self.scenario.steps) and sid != STEP_ZERO
        if entered_later and (sid, "D") not in written:
            raise Violation(f"{sid} started, but its definition is not there")
        for late, effect in self.scenario.before:
            if late == sid and count(state, effect) != 1:
                raise Violation(f"{sid} started although {effect} has not happened")
