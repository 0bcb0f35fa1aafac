"""The transition table as conditional updates: one UpdateItem each, no read.

`expression` says in DynamoDB's language what `Transition.apply` says in Python; tests hold the two equal.
Rules kept here:

- Whatever lies below `st.<sid>` is written only when the condition proves that `st.<sid>` is a live step.
  DynamoDB answers a SET below a missing path with a ValidationException, which is not a refusal.
- No path is written twice, nor together with a path above it.  Where `apply` overwrites its own change, only
  the last one is written; the conditions of all remain.
- An update that carries `seen` compares it with `v` before all else.
- Nobody claims a task whose form is newer than what they know; whatever else they do, they read it first.
"""

from collections.abc import Mapping, Sequence
from functools import singledispatch

from chalicelib.aws.draft import Draft, UpdateParams
from chalicelib.domain.control import WAITS, Live, Settled, encode_step
from chalicelib.domain.form import FORM
from chalicelib.domain.transitions import (
    Cancel,
    Claim,
    Depth,
    Due,
    Finish,
    Late,
    Leave,
    NewStep,
    Recover,
    Release,
    RetryLater,
    Settle,
    Transition,
)
from chalicelib.domain.waits import Latch, Wait, Wake


def expression(transition: Transition, shard: int) -> UpdateParams:
    draft = Draft(shard)
    _write(transition, draft)
    return draft.params()


@singledispatch
def _write(transition: Transition, draft: Draft) -> None:
    raise TypeError(f"no expression for {type(transition).__name__}")


@_write.register
def _(claim: Claim, draft: Draft) -> None:
    step, now = draft.step(claim.sid), draft.value(claim.now)
    pending, held = draft.value("P"), draft.value("R")
    draft.require("s", "=", "RUN")
    draft.when(f"(attribute_not_exists(f) OR f<={draft.value(FORM)})")
    draft.require(f"{step}.a", "<", claim.max_attempts)
    draft.when(
        f"(({step}.s={pending} AND {step}.e={draft.value(claim.epoch)}"
        f" AND (attribute_not_exists({step}.nb) OR {step}.nb<={now}))"
        f" OR ({step}.s={held} AND {step}.l<{now} AND {step}.k<>{draft.value('u')}))"
    )
    draft.set(f"{step}.s", "R")
    draft.add(f"{step}.e", 1)
    draft.add(f"{step}.a", 1)
    draft.set(f"{step}.l", claim.lease)
    draft.set(f"{step}.o", claim.owner)
    draft.default(f"{step}.t0", claim.now)
    draft.remove(f"{step}.nb")


@_write.register
def _(settle: Settle, draft: Draft) -> None:
    _same_graph(draft, settle.seen)
    _source(settle, draft)
    if settle.adds:
        _new(draft, settle.adds, settle.cap)
    written: dict[str, Live | Settled] = {settle.sid: Settled(settle.letter, settle.owner)}
    written |= {sid: Settled("X") for sid in settle.skips}
    written |= {new.sid: Live("P", new.kind, new.deps) for new in settle.adds}
    _edges(settle, draft, written)
    for sid, state in written.items():
        draft.set(draft.step(sid), encode_step(state))
    draft.add("n", len(settle.adds))
    draft.add("op", len(settle.adds) - 1 - len(settle.skips))
    if settle.letter == "F" or settle.skips:
        draft.set("bad", 1)
    if settle.due is not None:
        draft.due(settle.due)


def _source(settle: Settle, draft: Draft) -> None:
    step = draft.step(settle.sid)
    _held(draft, step, "W" if settle.source == "waiting" else "R", settle.epoch)
    if settle.source == "expired":
        draft.require(f"{step}.l", "<", settle.now)
        draft.require(f"{step}.a", ">=", settle.min_attempts)


def _edges(settle: Settle, draft: Draft, written: Mapping[str, Live | Settled]) -> None:
    """New dependencies, one SET per step; none below a step that the same update replaces."""
    added: dict[str, list[str]] = {}
    for sid, dep in settle.edges:
        added.setdefault(sid, []).append(dep)
    for sid, deps in added.items():
        draft.require(f"{draft.step(sid)}.s", "=", "P")
        if sid not in written:
            draft.extend(f"{draft.step(sid)}.d", deps)


@_write.register
def _(recover: Recover, draft: Draft) -> None:
    step = draft.step(recover.sid)
    _same_graph(draft, recover.seen)
    _held(draft, step, "R", recover.epoch)
    draft.require(f"{step}.a", "<", recover.max_attempts)
    _new(draft, recover.adds, recover.cap)
    added = {new.sid: Live("P", new.kind, new.deps) for new in recover.adds}
    if recover.sid not in added:  # else the condition contradicts itself, as it should
        draft.set(f"{step}.s", "P")
        draft.set(f"{step}.e", recover.epoch + 1)
        draft.extend(f"{step}.d", recover.deps)
        draft.remove(f"{step}.l", f"{step}.o", *([] if recover.keep_first_call else [f"{step}.t0"]))
    for sid, new in added.items():
        draft.set(draft.step(sid), encode_step(new))
    draft.add("n", len(recover.adds))
    draft.add("op", len(recover.adds))


@_write.register
def _(retry: RetryLater, draft: Draft) -> None:
    step = draft.step(retry.sid)
    _held(draft, step, "R", retry.epoch)
    if retry.refund:
        draft.add(f"{step}.a", -1)
    else:
        draft.require(f"{step}.a", "<", retry.max_attempts)
    draft.set(f"{step}.s", "P")
    draft.set(f"{step}.nb", retry.not_before)
    draft.remove(f"{step}.l", f"{step}.o")


@_write.register
def _(wait: Wait, draft: Draft) -> None:
    step = draft.step(wait.sid)
    _held(draft, step, "R", wait.epoch)
    draft.when(f"{step}.k IN ({','.join(draft.value(kind) for kind in WAITS)})")
    draft.when(f"attribute_not_exists({step}.sig)")
    draft.set(f"{step}.s", "W")
    draft.set(f"{step}.x", wait.expires)
    draft.set(f"{step}.o", wait.owner)
    draft.remove(f"{step}.l", f"{step}.t0")


@_write.register
def _(latch: Latch, draft: Draft) -> None:
    step = draft.step(latch.sid)
    draft.require("s", "=", "RUN")
    draft.when(f"{step}.s IN ({draft.value('P')},{draft.value('R')})")
    draft.set(f"{step}.sig", latch.answer)
    draft.remove(f"{step}.nb")
    draft.due(latch.due)


@_write.register
def _(wake: Wake, draft: Draft) -> None:
    step = draft.step(wake.sid)
    _held(draft, step, "W", wake.epoch)
    draft.require(f"{step}.k", "=", "c")
    draft.set(f"{step}.s", "P")
    draft.set(f"{step}.sig", wake.answer)
    draft.add(f"{step}.a", -1)
    draft.remove(f"{step}.x", f"{step}.o")
    draft.due(wake.due)


@_write.register
def _(depth: Depth, draft: Draft) -> None:
    step = draft.step(depth.sid)
    _held(draft, step, "R", depth.epoch)
    draft.set(step, encode_step(Settled(depth.letter, depth.owner)))
    draft.set("s", "DEPTH")


@_write.register
def _(cancel: Cancel, draft: Draft) -> None:
    draft.require("s", "=", "RUN")
    draft.set("s", "CANC")
    draft.due(cancel.due)


@_write.register
def _(late: Late, draft: Draft) -> None:
    step = draft.step(late.sid)
    draft.require("s", "<>", "RUN")
    draft.require(f"{step}.s", "=", "R")
    draft.require(f"{step}.e", "=", late.epoch)
    if late.dead_at is not None:
        draft.require(f"{step}.l", "<", late.dead_at)
    draft.set(step, encode_step(Settled(late.letter, late.owner)))


@_write.register
def _(finish: Finish, draft: Draft) -> None:
    draft.require("s", "=", "RUN")
    draft.require("op", "=", 0)
    draft.when("attribute_not_exists(bad)" if finish.ok else "attribute_exists(bad)")
    draft.set("s", "OK" if finish.ok else "FAIL")


@_write.register
def _(release: Release, draft: Draft) -> None:
    step = draft.step(release.sid)
    draft.require(f"{step}.s", "=", "R")
    draft.require(f"{step}.o", "=", release.owner)
    draft.set(f"{step}.l", release.now - 1)


@_write.register
def _(due: Due, draft: Draft) -> None:
    draft.require("due", "=", due.seen)
    draft.due(due.due)


@_write.register
def _(leave: Leave, draft: Draft) -> None:
    draft.require("due", "=", leave.seen)
    draft.require("s", "<>", "RUN")
    draft.remove("gs", "due")
    if leave.expires is not None:
        draft.set(draft.name("ttl"), leave.expires)


def _same_graph(draft: Draft, seen: int | None) -> None:
    if seen is not None:
        draft.require("v", "=", seen)
        draft.add("v", 1)


def _held(draft: Draft, step: str, state: str, epoch: int) -> None:
    """The task runs, and the step is in this state under this epoch."""
    draft.require("s", "=", "RUN")
    draft.require(f"{step}.s", "=", state)
    draft.require(f"{step}.e", "=", epoch)


def _new(draft: Draft, adds: Sequence[NewStep], cap: int) -> None:
    """There is room for the new steps, and none of them stands in the plan already."""
    draft.require("n", "<=", cap - len(adds))
    for new in adds:
        draft.when(f"attribute_not_exists({draft.step(new.sid)})")
