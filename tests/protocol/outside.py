"""What happens outside the workers: time passes, people answer or cancel, a supervisor reaps dead workers."""

from dataclasses import replace

from chalicelib.domain.control import Control, all_dependants, dependants, questions
from chalicelib.domain.transitions import Cancel, Latch, NewStep, Release, Settle
from chalicelib.domain.waits import Wake
from chalicelib.engine.decide import kind_of
from tests.protocol.broken import FAR, Violation, with_step
from tests.protocol.moves import Event, Events, fault, in_flight, past, stopped
from tests.protocol.scenarios import NEAR
from tests.protocol.state import CANCELLED, SIGNALLED, Record, State, count, send
from tests.protocol.worker import ENDED, SOON
from tests.protocol.world import World


def time_passes(world: World, state: State) -> Events:
    control = world.controls[state.control]
    holding = {world.hands[hand].holds for hand in state.hands}
    for sid in control.steps:
        step = control.live(sid)
        if step is None:
            continue
        if step.state == "R" and step.lease == SOON:
            alive = (sid, step.epoch) in holding
            if not alive or not world.rules.lease_outlives_worker:
                ended = world.keep(with_step(control, sid, replace(step, lease=ENDED)))
                how = " while its worker lives" if alive else ""
                yield Event(f"the lease of {sid} ends{how}", state._replace(control=ended))
        if step.not_before is not None:
            passed = with_step(control, sid, replace(step, not_before=None))
            passed = replace(passed, due=NEAR if control.due == FAR else control.due)
            yield Event(f"the delay of {sid} ends", state._replace(control=world.keep(passed)))
        if world.scenario.window and step.state == "P" and step.attempts and step.first_call != ENDED:
            yield _window(world, state, control, sid)


def _window(world: World, state: State, control: Control, sid: str) -> Event:
    """The provider forgets the step's key; by then the step's own window, which is shorter, is over."""
    step = control.live(sid)
    assert step is not None
    if step.first_call is not None:
        control = with_step(control, sid, replace(step, first_call=ENDED))
    name = world.scenario.spec(sid).effect
    effects = tuple(sorted(
        ((effect, f"{key} forgotten" if effect == name and not key.endswith("n") else key), times)
        for (effect, key), times in state.effects
    ))
    return Event(f"the key window of {sid} ends", state._replace(control=world.keep(control), effects=effects))


def supervisor(world: World, state: State) -> Events:
    """RELEASE: with the token of the claim whose worker it has reaped, however late."""
    if not world.scenario.releases:
        return
    dead = {key for what, key in state.past if what == "dead"}
    if not world.rules.release_only_the_dead:
        held = (world.hands[hand].holds for hand in state.hands)
        dead |= {f"{claim[0]}|{claim[1]}" for claim in held if claim}
    for key in sorted(dead):
        sid, token = key.split("|")
        after = world.apply(state.control, Release(sid, token, ENDED + 1))
        told = past(state, drop=("dead", key))
        yield Event(f"supervisor: release {sid}", told._replace(control=after) if after >= 0 else told)


def people(world: World, state: State) -> Events:
    control = world.controls[state.control]
    if control.terminal:
        return
    if world.scenario.cancels:
        after = world.apply(state.control, Cancel(CANCELLED))
        yield Event("CANCEL", state._replace(control=after))
    asked = questions(control)
    for sid in asked[:1]:
        for verdict in _verdicts(world, state, sid):
            yield from _answer(world, state, sid, verdict)
    for what, key in state.past:
        if what == "again":
            yield from _answered_again(world, state, asked, key)
    for sid in asked:
        if world.scenario.expires:
            yield Event(f"{sid} expires", _settle_question(world, state, sid, "expired"))
    if world.scenario.early:
        yield from _early(world, state)


def _verdicts(world: World, state: State, sid: str) -> tuple[str, ...]:
    """What a person says; of an unknown outcome the truth, once nothing can land any more."""
    if sid[0] != "!":
        return () if ("answered", "") in state.past else world.scenario.answers
    late = any(what == "late" for what, _ in state.past)
    if late and world.rules.answer_after_settle_time:
        return ()
    return ("happened",) if count(state, world.scenario.spec(sid[1:]).effect) else ("did not happen",)


def _answer(world: World, state: State, sid: str, verdict: str) -> Events:
    written = _settle_question(world, state, sid, verdict)
    if written is state:
        return
    if world.scenario.early and sid[0] == "?":
        written = past(written, ("answered", ""))
    again = past(written, ("again", sid)) if world.scenario.repeats else written
    sent = send(written, world.helpful(world.controls[written.control]))
    yield Event(f"{sid} answered {verdict}", sent)
    if state.budget and world.rules.api_may_crash:
        yield fault(f"{sid} answered {verdict}, api CRASH", again)


def _answered_again(world: World, state: State, asked: tuple[str, ...], key: str) -> Events:
    """The caller never saw a reply and repeats the answer; another question may be open by now."""
    yield Event(f"answer to {key} repeated", past(state, drop=("again", key)))
    if asked and asked[0] != key and not world.rules.answer_names_its_question:
        raise Violation(f"the repeated answer to {key} settles {asked[0]}, which nobody has read")


def operator(world: World, state: State) -> Events:
    """The kill switch is thrown once, and released."""
    if not world.scenario.stops:
        return
    if stopped(state):
        kept = tuple(one for one in state.past if one[0] != "claimed")
        yield Event("RELEASED", past(state._replace(past=kept), ("switch", "over"), ("switch", "thrown")))
    elif ("switch", "over") not in state.past:
        yield Event("STOPPED", past(state, ("switch", "thrown")))


def callbacks(world: World, state: State) -> Events:
    """A tool calls back: its word is kept, then passed on; a crash in between leaves that to the sweeper."""
    for what, sid in state.past:
        if what == "told":
            kept = ("kept", sid) if world.rules.callback_is_kept else None
            heard = past(past(state, ("tell", sid), ("told", sid)), kept)
            yield Event(f"callback of {sid}: kept", heard)
        if what == "tell":
            yield Event(f"callback of {sid}: passed on", past(passed_on(world, state, sid), drop=("tell", sid)))
            if state.budget and world.rules.api_may_crash:
                yield fault(f"callback of {sid}: CRASH", past(state, drop=("tell", sid)))
        if what == "kept" and not in_flight(state) and ("tell", sid) not in state.past and world.rules.sweeps:
            swept = passed_on(world, state, sid)
            if swept != state:
                yield Event(f"sweeper: callback of {sid}", swept)


def passed_on(world: World, state: State, sid: str) -> State:
    """WAKE the step that stands for the one that began, or LATCH it; where it is not there yet nothing is done."""
    control = world.controls[state.control]
    live = control.live(sid + "~")
    if live is None or live.answer is not None or control.terminal:
        over = control.terminal or control.settled(sid + "~") is not None
        return past(state, ("heard", sid), ("kept", sid)) if over and ("kept", sid) in state.past else state
    latch = live.state != "W" and world.rules.callback_is_latched
    signal = Wake(sid + "~", live.epoch, "c", SIGNALLED) if live.state == "W" else Latch(sid + "~", "c", SIGNALLED)
    after = world.apply(state.control, signal) if latch or live.state == "W" else -1
    if after < 0:
        return state
    return send(state._replace(control=after), world.helpful(world.controls[after]))


def _early(world: World, state: State) -> Events:
    control = world.controls[state.control]
    for sid in control.steps:
        step = control.live(sid)
        if sid[0] != "?" or step is None or step.state == "W" or ("answered", "") in state.past:
            continue
        for verdict in world.scenario.answers:
            after = world.apply(state.control, Latch(sid, verdict, SIGNALLED))
            latched = after if world.rules.early_answer_is_latched else state.control
            yield Event(f"{sid} answered {verdict} early", past(state._replace(control=latched), ("answered", "")))


def another(due: int | None) -> int:
    """An instant that nobody has read yet: two answers never write the same one."""
    return SIGNALLED + (due == SIGNALLED)


def _settle_question(world: World, state: State, sid: str, verdict: str) -> State:
    """What the API does for an answer, and the sweeper for a question that has expired."""
    control = world.controls[state.control]
    step = control.live(sid)
    assert step is not None
    failed = verdict in ("r", "expired")
    again = world.scenario.spec(sid[1:] + "*") if verdict == "did not happen" else None
    below = dependants(control, sid)
    transition = Settle(
        sid, step.epoch, "F" if failed else "D", "api", "waiting",
        adds=(NewStep(again.sid, kind_of(again.step()), again.deps),) if again else (),
        edges=tuple((other, again.sid) for other in below) if again else (),
        skips=all_dependants(control, sid) if failed else (), seen=control.version, cap=world.scenario.cap,
        due=another(control.due),
    )
    after = world.apply(state.control, transition)
    if after < 0:
        return state
    records = [*state.records, Record(sid, "api" if world.rules.record_named_by_token else "", "api", verdict)]
    if again:
        records.append(Record(again.sid, "D", "", ""))
    return state._replace(control=after, records=world.valid(records, world.controls[after]))
