"""The sweeper: atomic here, and only when nothing is in flight (its worst case); its due write comes any time later."""

from chalicelib.domain.control import Control, claimable, expired, next_look, orphans
from chalicelib.domain.transitions import Due, Finish, Late, Leave, Settle
from tests.protocol.broken import FAR
from tests.protocol.moves import Event, Events, in_flight, stopped
from tests.protocol.rules import MAX_ATTEMPTS
from tests.protocol.state import State, announce, send
from tests.protocol.worker import NOW, Message
from tests.protocol.world import World

LOOK = 240


def sweeper(world: World, state: State) -> Events:
    control = world.controls[state.control]
    if state.api not in ("sent", "dead"):
        return
    if world.scenario.watches_due:
        yield from _moves_due(world, state, control)
    if not world.rules.sweeps or in_flight(state):
        return
    if control.due not in (FAR, None):
        swept = _swept_ended(world, state) if control.terminal else _swept(world, state, control)
        if swept != state:
            yield Event("sweeper", swept)
    pending = tuple(Message("event", name) for name, status, _ in state.events if status == "pending")
    if pending:
        yield Event("sweeper: delivery", send(state, pending))


def _swept(world: World, state: State, control: Control) -> State:
    if stopped(state):
        away = -1 if world.rules.stopped_stays_due or control.due is None else world.apply(
            state.control, Due(control.due, FAR)
        )
        return state if away < 0 else state._replace(control=away)
    for sid in orphans(control) if world.rules.orphans_are_skipped else ():
        step = control.live(sid)
        assert step is not None
        after = world.apply(state.control, Settle(sid, step.epoch, "X", "", "waiting", seen=control.version))
        return state._replace(control=after)
    if control.open == 0:
        return state._replace(control=world.apply(state.control, Finish(ok=not control.bad)))
    sids = (*claimable(control, NOW, MAX_ATTEMPTS), *expired(control, NOW))
    return send(state, sorted(world.messages(control, sids)))


def _swept_ended(world: World, state: State) -> State:
    index = state.control
    for sid in expired(world.controls[index], NOW):
        step = world.controls[index].live(sid)
        assert step is not None
        index = world.apply(index, Late(sid, step.epoch, "U", "", dead_at=NOW))
    if world.scenario.webhook:
        state, _ = announce(state, "final")
    control, rules = world.controls[index], world.rules
    running = any((step := control.live(sid)) and step.state == "R" for sid in control.steps)
    over = any(name == "final" and status != "pending" for name, status, _ in state.events)
    delivered = any(name == "final" and status == "delivered" for name, status, _ in state.events)
    leaves = (rules.leaves_without_delivery or delivered) and not running
    if not rules.leaves_after_last_running:
        index, leaves = state.control, over
        control = world.controls[index]
    if leaves and control.due is not None:
        index = world.apply(index, Leave(control.due))
    return state._replace(control=index)


def _moves_due(world: World, state: State, control: Control) -> Events:
    """It reads, and writes the due instant that follows from what it read; anything may come in between."""
    held_back = sum((step := control.live(sid)) is not None and step.not_before is not None for sid in control.steps)
    if state.seen < 0:
        idle = not control.terminal and control.open and control.due != FAR
        if control.due is not None and idle and next_look(control, NOW, LOOK) > NOW + LOOK + 1:
            yield Event("sweeper reads: only waits and delays", state._replace(seen=control.due * 10 + held_back))
        return
    seen, delays = divmod(state.seen, 10)
    due = seen if world.rules.due_is_conditional else control.due
    moved = world.apply(state.control, Due(due, FAR)) if due is not None else -1
    past = held_back < delays  # a delay that has ended is due now
    if moved >= 0 and not control.terminal and not past:
        yield Event("sweeper moves due far", state._replace(seen=-1, control=moved))
    else:
        yield Event("sweeper leaves due", state._replace(seen=-1))


def unwatched(world: World, state: State) -> bool:
    """Something is running or could start, nothing is in flight, and the sweeper will not look soon."""
    control = world.controls[state.control]
    quiet = not in_flight(state) and state.api in ("sent", "dead")
    if control.terminal or control.due != FAR or not quiet:
        return False
    running = any((step := control.live(sid)) and step.state == "R" for sid in control.steps)
    return running or bool(claimable(control, NOW, MAX_ATTEMPTS)) or bool(orphans(control))
