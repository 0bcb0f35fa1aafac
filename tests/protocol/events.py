"""What may happen next: every step of every worker, every fault, and what the outside does of itself.

A fault costs one unit of the budget; order, the end of leases and delays, people, and the sweeper are free.
"""

from typing import NamedTuple

from chalicelib.domain.transitions import Settle, Transition
from tests.protocol.broken import Violation
from tests.protocol.moves import Event, Events, fault, past, stopped
from tests.protocol.outside import callbacks, operator, people, supervisor, time_passes
from tests.protocol.state import Hand, State, announce, call_tool, count, note, send
from tests.protocol.sweeper import sweeper
from tests.protocol.worker import Call, Looked, Reply
from tests.protocol.world import World


def events(world: World, state: State) -> Events:
    yield from _api(world, state)
    yield from _deliveries(world, state)
    for index in range(len(state.hands)):
        if not index or state.hands[index] != state.hands[index - 1]:
            yield from _step_of_a_worker(world, state, index)
    for what, key in state.past:
        if what == "late":
            landed = call_tool(state, world.scenario, key.split("|")[0], key.split("|")[1])
            yield Event("the delayed effect lands", past(landed, drop=(what, key)))
    if state.control >= 0:
        yield from time_passes(world, state)
        yield from supervisor(world, state)
        yield from people(world, state)
        yield from callbacks(world, state)
        yield from operator(world, state)
        yield from sweeper(world, state)


def _api(world: World, state: State) -> Events:
    if state.api == "new":
        yield Event("api: accept", state._replace(api="put", control=world.keep(world.scenario.start())))
    elif state.api == "put":
        sent = send(state, world.helpful(world.controls[state.control]))
        yield Event("api: send, 201", sent._replace(api="sent"))
        if state.budget and world.rules.api_may_crash:
            yield fault("api: CRASH", state._replace(api="dead"))


def _deliveries(world: World, state: State) -> Events:
    if len(state.hands) >= world.scenario.slots:
        return
    for message in dict.fromkeys(state.queue):
        queue = list(state.queue)
        queue.remove(message)
        rest = state._replace(queue=tuple(queue))
        hand = world.hand(Hand(message))
        yield Event(f"deliver {message.name}", _hands(rest, rest.hands, hand))
        if state.budget:
            yield fault(f"DUPLICATE {message.name}", _hands(state, state.hands, hand))
            if world.rules.messages_may_be_lost:
                yield fault(f"LOST {message.name}", rest)


def _hands(state: State, hands: tuple[int, ...], hand: int) -> State:
    return state._replace(hands=tuple(sorted((*hands, hand))))


class _Move(NamedTuple):
    """One worker about to make its next call."""

    world: World
    state: State
    rest: tuple[int, ...]
    hand: Hand

    def told(self, state: State, reply: object, holds: tuple[str, int] | None = None) -> State:
        hand = Hand(self.hand.message, (*self.hand.replies, reply), holds or self.hand.holds, self.hand.afterwards)
        if isinstance(reply, Reply) and not reply.again and not holds and (reply.applied or reply.met == "other"):
            hand = Hand(self.hand.message, afterwards=reply)
        return _hands(state, self.rest, self.world.hand(hand))

    def gone(self, state: State) -> State:
        """The worker is dead; its message comes again."""
        message = self.hand.message
        if self.world.scenario.unclaimed and message.kind == "step":
            message = message._replace(again=True)
        state = state._replace(hands=self.rest, queue=tuple(sorted((*state.queue, message))))
        if self.world.scenario.releases and self.hand.holds:
            state = past(state, ("dead", f"{self.hand.holds[0]}|{self.hand.holds[1]}"))
        return state


def _step_of_a_worker(world: World, state: State, index: int) -> Events:
    hand = world.hands[state.hands[index]]
    move = _Move(world, state, state.hands[:index] + state.hands[index + 1:], hand)
    name = hand.message.name
    call = world.next_call(state.hands[index])
    if isinstance(call, str):
        done = state._replace(hands=move.rest)
        if call == "ack":
            yield Event(f"{name}: ack", done)
            if state.budget:
                yield fault(f"ACK-LOST {name}", move.gone(state)._replace(past=state.past))
        else:
            yield Event(f"{name}: nack", move.gone(state)._replace(past=state.past))
        return
    if state.budget:
        yield fault(f"CRASH {name} before {call.name}", move.gone(state))
    yield from _call(move, call)


def _call(move: _Move, call: Call) -> Events:
    world, state, name = move.world, move.state, move.hand.message.name
    match call.name:
        case "claim" | "look":
            yield _begins(move, call)
        case "tool":
            yield from _tool(move, call)
        case "settle" | "late" | "later":
            yield from _change(move, call)
        case "switch":
            thrown = stopped(state) and world.rules.stopped_is_refused
            yield Event(f"{name}: looks at the switch", move.told(state, thrown))
        case "heard":
            kept = ("kept", call.sid[:-1]) in state.past or ("heard", call.sid[:-1]) in state.past
            yield Event(f"{name}: looks for its callback", move.told(state, "kept" if kept else ""))
        case "finish":
            after, status = world.finish(state)
            yield Event(f"{name}: finish {status}", move.told(after, status))
        case "send":
            yield Event(f"{name}: send {' '.join(one.name for one in call.messages)}",
                        move.told(send(state, call.messages), None))
        case "hot":
            raise Violation(f"hot loop: {call.sid} could not be claimed and is sent again at once")
        case _:
            yield from _delivery(move, call)


def _delivery(move: _Move, call: Call) -> Events:
    world, state = move.world, move.state
    match call.name:
        case "announce":
            after, new = announce(state, call.sid)
            yield Event(f"announce {call.sid}", move.told(after, new))
        case "post":
            if not world.scenario.webhook_fails:
                yield Event("post", move.told(state, True))
            if world.scenario.webhook_fails:
                yield Event("POST FAILS", move.told(state, False))
            elif state.budget:
                yield fault("POST FAILS", move.told(state, False))
        case "note":
            yield Event("note the delivery", move.told(note(state, call.sid, call.status), None))


def _change(move: _Move, call: Call) -> Events:
    world, state = move.world, move.state
    before = world.controls[state.control]
    after, reply = world.change(state, call)
    label = f"{call.sid}: {_named(call.transition)}"
    yield Event(label if reply.applied else f"{label} refused", move.told(after, reply))
    if not (reply.applied and state.budget):
        return
    if call.name in ("settle", "later"):
        lost = world.refused(world.controls[after.control], after.control, call)
        yield fault(f"REPLY-LOST {label}", move.told(after, lost))
    if call.name == "settle" and not world.rules.record_before_transition:
        bare = tuple(record for record in after.records if record in state.records or record.owner == "D")
        yield fault(f"CRASH {call.sid} before its record", move.gone(after._replace(records=bare)))
    if call.name == "settle" and world.scenario.spills and not world.rules.blob_before_transition:
        bare = tuple(record for record in after.records if record in state.records or record.status != "blob")
        yield fault(f"CRASH {call.sid} before its blob", move.gone(after._replace(records=bare)))
    if call.name == "settle" and not world.rules.definitions_before_transition:
        added = world.controls[after.control].steps.keys() - before.steps.keys()
        bare = tuple(record for record in after.records if not (record.owner == "D" and record.sid in added))
        yield fault(f"CRASH {call.sid} before definitions", move.gone(after._replace(records=bare)))


def _begins(move: _Move, call: Call) -> Event:
    """The claim, or a look at control in its place."""
    world, state, name = move.world, move.state, move.hand.message.name
    if call.name == "look":
        looked = world.look(state, call)
        marked = past(state, ("claimed", _mark(call.sid, looked))) if looked and stopped(state) else state
        return Event(f"{name}: looks at control", move.told(marked, looked))
    after, claimed, holds = world.claim(state, call)
    if claimed.applied and stopped(state):
        after = past(after, ("claimed", call.sid))
    return Event(f"{name}: claim {'won' if claimed.applied else claimed.met}", move.told(after, claimed, holds))


def _mark(sid: str, looked: object) -> str:
    """Of two that read without a claim, each looks at the switch for itself."""
    return f"{sid}|{looked.claim.owner}" if isinstance(looked, Looked) else sid


def _named(transition: Transition | None) -> str:
    match transition:
        case Settle(letter=letter):
            return {"D": "commit", "F": "step-failed", "U": "unknown", "S": "supersede", "X": "skip"}[letter]
    return type(transition).__name__.lower()


def _tool(move: _Move, call: Call) -> Events:
    world, state, sid = move.world, move.state, call.sid
    looked = next((reply for reply in move.hand.replies if isinstance(reply, Looked)), None)
    if stopped(state) and ("claimed", _mark(sid, looked)) in state.past:
        raise Violation(f"{sid} was claimed and called while the switch was thrown")
    spec = world.scenario.spec(sid)
    fixed = count(state, "fix") > 0
    if spec.does == "kills":
        yield Event(f"{sid}: DIES in its tool", move.gone(state))
        return
    if spec.does == "approved":
        asked = world.controls[state.control].settled("?" + sid)
        if asked is None or asked.letter != "D":
            raise Violation(f"{sid} called without its approval")
    if spec.does in ("polls", "begins", "calls_back"):
        yield from _long_tool(move, call, spec.does)
        return
    if spec.does == "later":
        yield Event(f"{sid}: told to come later", move.told(state, "later"))
        return
    if spec.does in ("fails", "other_inputs") or (spec.does == "needs_fix" and not fixed):
        yield Event(f"{sid}: tool fails", move.told(state, "failed"))
        # in the key window's scenario a call may also time out and be applied before it fails definitely
        if not world.scenario.window:
            return
    else:
        yield Event(f"{sid}: tool", move.told(call_tool(state, world.scenario, sid, call.key), "done"))
    if state.budget and (spec.effect or spec.kind == "read"):
        yield from _tool_faults(move, call)


def _long_tool(move: _Move, call: Call, does: str) -> Events:
    """A tool that begins and is done later, or the question whether it is."""
    state, sid = move.state, call.sid
    if does == "polls":
        yield Event(f"{sid}: it is done", move.told(state, "done"))
        if state.budget:
            yield fault(f"NOT-YET {sid}", move.told(state, "refused"))
        return
    begun = call_tool(state, move.world.scenario, sid, call.key)
    begun = past(begun, ("told", sid)) if does == "calls_back" else begun
    yield Event(f"{sid}: begun", move.told(begun, "begun"))
    if state.budget:
        yield fault(f"TIME-OUT {sid}, begun", move.told(begun, "unknown"))
        yield fault(f"TIME-OUT {sid}, not begun", move.told(state, "unknown"))


def _tool_faults(move: _Move, call: Call) -> Events:
    world, state, sid = move.world, move.state, call.sid
    applied = call_tool(state, world.scenario, sid, call.key)
    yield fault(f"TIME-OUT {sid}, applied", move.told(applied, "unknown"))
    yield fault(f"TIME-OUT {sid}, not applied", move.told(state, "unknown"))
    if world.rules.effects_may_land_late:
        yield fault(f"TIME-OUT {sid}, delayed", move.told(past(state, ("late", f"{sid}|{call.key}")), "unknown"))
    if world.scenario.refuses:
        yield fault(f"REFUSED {sid}", move.told(state, "refused"))
        yield fault(f"TOLD-LATER {sid}", move.told(state, "later"))
