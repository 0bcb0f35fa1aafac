"""The project's own `apply`, and what becomes of it when a rule about a condition or an update is broken."""

from dataclasses import replace

from chalicelib.domain.control import Control, Live, Settled
from chalicelib.domain.transitions import Claim, Finish, Recover, RetryLater, Settle, Transition, Wait
from tests.protocol.rules import Rules

FAR = 9_000
"""The due instant that the sweeper writes where nothing but waits and delays is left."""


class Violation(Exception):
    """An invariant is broken."""


def weakened(control: Control, transition: Transition, rules: Rules) -> Transition:
    """The transition without the condition that a broken rule takes away."""
    step = control.live(getattr(transition, "sid", ""))
    match transition:
        case Claim() if not rules.claim_checks_epoch and step:
            return replace(transition, epoch=step.epoch)
        case Settle(source="pending") if not rules.pending_commit_checks_epoch and step:
            return replace(transition, epoch=step.epoch)
        case Settle() | Recover() if not rules.fenced_by_epoch:
            if step is None:
                raise Violation(f"{transition.sid} settled twice")
            transition = replace(transition, epoch=step.epoch)
    if isinstance(transition, (Settle, Recover)):
        if not rules.cap_in_the_condition:
            transition = replace(transition, cap=1 << 30)
        quiet = isinstance(transition, Settle) and not transition.edges and not transition.skips
        if not rules.version_carried or (quiet and not rules.version_carried_without_dependants):
            transition = unversioned(control, transition)
    match transition:
        case Settle(letter="F") if not rules.failure_skips_dependants:
            transition = replace(transition, skips=())
        case Settle(letter="U") if not rules.unknown_holds_dependants_back:
            transition = replace(transition, edges=())
    return transition


def unversioned(control: Control, transition: Settle | Recover) -> Settle | Recover:
    """As if it carried no version.  On a skip or edge that is stale by now DynamoDB would do what it likes."""
    if transition.seen is None:
        return transition
    stale = [
        sid for sid in (*getattr(transition, "skips", ()), *(sid for sid, _ in getattr(transition, "edges", ())))
        if not ((live := control.live(sid)) and live.state == "P")
    ]
    if stale and control.live(transition.sid):
        raise Violation(f"stale write: {transition.sid} changes {stale[0]}, which is not pending any more")
    return replace(transition, seen=control.version)


def changed(before: Control, transition: Transition, rules: Rules) -> Control | None:
    """The project's own `apply`, between what broken rules make of the condition and of the update."""
    transition = weakened(before, transition, rules)
    sid = getattr(transition, "sid", "")
    live = before.live(sid)
    repeats = isinstance(transition, Claim) and not rules.unsafe_is_never_repeated
    if live and live.kind == "u" and repeats:
        after = transition.apply(with_step(before, sid, replace(live, kind="i")))
        claimed = after.live(sid) if after else None
        return with_step(after, sid, replace(claimed, kind="u")) if after and claimed else None
    if live and isinstance(transition, Wait) and not rules.question_is_a_step_of_its_own:
        before = with_step(before, sid, replace(live, kind="h"))
    after = transition.apply(before)
    return None if after is None else damaged(before, after, transition, rules)


def damaged(before: Control, after: Control, transition: Transition, rules: Rules) -> Control:
    sid = getattr(transition, "sid", "")
    was, live = before.live(sid), after.live(sid)
    match transition:
        case Settle(letter="F") if not rules.failure_leaves_siblings_running:
            return replace(after, status="FAIL")
        case Finish() if not rules.finish_looks_at_bad:
            return replace(after, status="OK")
        case Wait() if not rules.wait_leaves_due:
            return replace(after, due=FAR)
        case Recover() if live and was and rules.recover_keeps_first_call and was.attempts > 1:
            # the outcome of an earlier attempt may be open: when its key was first used must not be forgotten
            return with_step(after, sid, replace(live, first_call=was.first_call))
        case RetryLater() if live and not rules.unknown_retry_keeps_first_call:
            return with_step(after, sid, replace(live, first_call=None))
    return after


def with_step(control: Control, sid: str, step: Live | Settled) -> Control:
    return replace(control, steps={**control.steps, sid: step})
