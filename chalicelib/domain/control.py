"""Control: the one small record of a task that says which steps are pending, running, done.

Every change of it is a transition (`transitions.py`).  What may start is derived from it and never
stored: no ready flag, no join counter.  Times are integers, milliseconds since 1970 (UTC).

    control ── status RUN ─> OK | FAIL | CANC | DEPTH
       └─ steps: sid -> Live(P | R | W)  ─settled─>  Settled(D | F | X | U | S)

A settled step keeps the owner token of the worker that settled it.  Records are named by that token, so
it tells which of two records is the valid one (docs/decisions.md, 2026-11-23).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from chalicelib.domain.form import FORM, UNMARKED, readable

Status = Literal["RUN", "OK", "FAIL", "CANC", "DEPTH"]
State = Literal["P", "R", "W"]
Letter = Literal["D", "F", "X", "U", "S"]
Recording = Literal["full", "shape", "none"]
Kind = Literal["r", "i", "u", "h", "c", "p", "z"]
"""read, idempotent, unsafe, question to a person, callback of a tool, probe, step zero (which plans)."""

STEP_ZERO = "z"
RESOLVED: tuple[Letter, ...] = ("D", "U", "S")
WAITS: tuple[Kind, ...] = ("h", "c")
SHARDS = 16


@dataclass(frozen=True, slots=True)
class Live:
    """A step that is not settled.  `lease` and `owner` exist only while it runs (`owner` also while it waits)."""

    state: State
    kind: Kind
    deps: tuple[str, ...] = ()
    epoch: int = 0
    attempts: int = 0
    not_before: int | None = None
    answer: str | None = None
    lease: int | None = None
    owner: str | None = None
    first_call: int | None = None
    expires: int | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """done, failed, skipped (X), outcome unknown, superseded.  `owner` is empty for a step that never ran."""

    letter: Letter
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Control:
    """`entered`: steps that ever entered the plan, step zero not counted.  `open`: steps in P, R, W.

    `due` is a lower bound of the instant when the sweeper must look; None once the task left the index.
    `record` and `form`: the sub-agent's and the release's that accepted it.  After `expires` (s) it is not there.
    """

    status: Status = "RUN"
    entered: int = 0
    open: int = 1
    version: int = 0
    due: int | None = None
    bad: bool = False
    steps: Mapping[str, Live | Settled] = field(default_factory=lambda: {STEP_ZERO: Live("P", "z")})
    record: Recording = "full"
    form: int = FORM
    expires: int | None = None

    def live(self, sid: str) -> Live | None:
        step = self.steps.get(sid)
        return step if isinstance(step, Live) else None

    def settled(self, sid: str) -> Settled | None:
        step = self.steps.get(sid)
        return step if isinstance(step, Settled) else None

    @property
    def terminal(self) -> bool:
        return self.status != "RUN"


def own(control: Control, sid: str, epoch: int) -> Live | None:
    """The step if the task runs and the step is held under this epoch."""
    step = control.live(sid)
    held = step is not None and not control.terminal and step.state == "R" and step.epoch == epoch
    return step if held else None


def with_step(control: Control, sid: str, step: Live | Settled) -> Control:
    steps: Mapping[str, Live | Settled] = {**control.steps, sid: step}
    return replace(control, steps=steps)


def resolved(control: Control, sid: str) -> bool:
    """True when a dependant of `sid` need not wait for it any more (U and S: for what replaced it instead)."""
    step = control.steps[sid]
    return isinstance(step, Settled) and step.letter in RESOLVED


def ready(control: Control) -> tuple[str, ...]:
    """Pending steps whose dependencies are all resolved, delayed ones included."""
    if control.terminal:
        return ()
    return tuple(
        sid for sid, step in control.steps.items()
        if isinstance(step, Live) and step.state == "P" and all(resolved(control, dep) for dep in step.deps)
    )


def claimable(control: Control, now: int, max_attempts: int) -> tuple[str, ...]:
    """Ready steps that a worker may claim at `now`."""
    return tuple(
        sid for sid in ready(control)
        if (step := control.live(sid)) and step.attempts < max_attempts
        and (step.not_before is None or step.not_before <= now)
    )


def delayed(control: Control, now: int) -> tuple[str, ...]:
    """Ready steps that must not start yet."""
    return tuple(
        sid for sid in ready(control)
        if (step := control.live(sid)) and step.not_before is not None and step.not_before > now
    )


def expired(control: Control, now: int) -> tuple[str, ...]:
    """Running steps whose lease has ended: their worker is dead."""
    return tuple(
        sid for sid, step in control.steps.items()
        if isinstance(step, Live) and step.state == "R" and step.lease is not None and step.lease < now
    )


def waiting(control: Control) -> tuple[str, ...]:
    return tuple(sid for sid, step in control.steps.items() if isinstance(step, Live) and step.state == "W")


def questions(control: Control) -> tuple[str, ...]:
    """What waits for a person; a step that waits for its tool's callback does not."""
    return tuple(sid for sid in waiting(control) if (step := control.live(sid)) and step.kind == "h")


def dependants(control: Control, sid: str) -> tuple[str, ...]:
    """Pending steps that name `sid` among their dependencies."""
    return tuple(
        other for other, step in control.steps.items()
        if isinstance(step, Live) and step.state == "P" and sid in step.deps
    )


def all_dependants(control: Control, sid: str) -> tuple[str, ...]:
    """Pending steps that depend on `sid` directly or through others, sorted."""
    found: set[str] = set()
    todo = [sid]
    while todo:
        for other in dependants(control, todo.pop()):
            if other not in found:
                found.add(other)
                todo.append(other)
    return tuple(sorted(found))


def all_needs(control: Control, sid: str) -> tuple[str, ...]:
    """Steps that are not settled and that `sid` waits for, directly or through others, sorted."""
    found: set[str] = set()
    todo = [sid]
    while todo:
        step = control.live(todo.pop())
        more = {dep for dep in (step.deps if step else ()) if control.live(dep)} - found
        found |= more
        todo += more
    return tuple(sorted(found))


def orphans(control: Control) -> tuple[str, ...]:
    """Questions that wait although every step that needed the answer failed or was skipped.

    A settled step has dropped its dependencies, so "every dependant is F or X" reads: none is live, and
    something failed.  The question about an unknown outcome depends on the step it asks about; it is
    nobody's orphan, because the task's own result hangs on it.
    """
    needed = {dep for step in control.steps.values() if isinstance(step, Live) for dep in step.deps}

    def asks_about_an_effect(step: Live) -> bool:
        deps = (control.settled(dep) for dep in step.deps)
        return any(dep is not None and dep.letter == "U" for dep in deps)

    return tuple(
        sid for sid in questions(control)
        if control.bad and sid not in needed and (step := control.live(sid)) and not asks_about_an_effect(step)
    )


def next_look(control: Control, now: int, far: int = 240_000) -> int:
    """The instant at which the sweeper must look again: section 5 of the protocol.

    Beyond `now + far` only while the task runs and all that is live waits for a person or an instant that is
    still to come: a message lost in between would otherwise not be missed for days.
    """
    lives = [step for step in control.steps.values() if isinstance(step, Live)]
    instants = [
        instant for step in lives
        for instant in (step.lease, step.not_before, step.expires) if instant is not None and instant >= now
    ]
    busy = any(step.state == "R" or (step.state == "W" and (step.expires or 0) <= now) for step in lives)
    idle = not control.terminal and not busy and not claimable(control, now, 1 << 30) and not orphans(control)
    if idle and instants:
        return min(instants) + 1
    return min([*instants, now + far]) + 1


PublicStatus = Literal["pending", "running", "waiting", "complete", "failed", "cancelled"]


def public_status(control: Control, now: int) -> PublicStatus:
    """The state that callers see, derived as section 3 of the protocol says."""
    match control.status:
        case "OK":
            return "complete"
        case "FAIL" | "DEPTH":
            return "failed"
        case "CANC":
            return "cancelled"
    zero = control.live(STEP_ZERO)
    if zero and zero.state == "P" and zero.epoch == 0:
        return "pending"
    lives = [step for step in control.steps.values() if isinstance(step, Live)]
    goes_on = any(step.state == "R" or (step.state == "W" and step.kind != "h") for step in lives)
    return "waiting" if questions(control) and not goes_on and not ready(control) else "running"


_SHORT = {
    "state": "s", "kind": "k", "deps": "d", "epoch": "e", "attempts": "a", "not_before": "nb",
    "answer": "sig", "lease": "l", "owner": "o", "first_call": "t0", "expires": "x",
}
_LONG = {short: long for long, short in _SHORT.items()}


def encode_step(step: Live | Settled) -> dict[str, Any] | str:
    """The stored form: a map with keys of 1-3 letters, or letter + owner token once settled."""
    if isinstance(step, Settled):
        return step.letter + step.owner
    stored: dict[str, Any] = {"s": step.state, "k": step.kind, "e": step.epoch, "a": step.attempts}
    if step.deps:
        stored["d"] = list(step.deps)
    for name in ("not_before", "answer", "lease", "owner", "first_call", "expires"):
        value = getattr(step, name)
        if value is not None:
            stored[_SHORT[name]] = value
    return stored


def decode_step(stored: Mapping[str, Any] | str) -> Live | Settled:
    if isinstance(stored, str):
        return Settled(stored[0], stored[1:])  # type: ignore[arg-type]  # the store holds only what encode_step wrote
    fields: dict[str, Any] = {_LONG[key]: value for key, value in stored.items()}
    return Live(**{**fields, "deps": tuple(fields.get("deps", ()))})


def encode(control: Control) -> dict[str, Any]:
    """The control item without its keys; `gs` (shard) is the store's business."""
    stored: dict[str, Any] = {
        "s": control.status, "n": control.entered, "op": control.open, "v": control.version,
        "st": {sid: encode_step(step) for sid, step in control.steps.items()},
    }
    if control.bad:
        stored["bad"] = 1
    if control.due is not None:
        stored["due"] = control.due
    if control.record != "full":
        stored["r"] = control.record
    if control.form != UNMARKED:
        stored["f"] = control.form
    if control.expires is not None:
        stored["ttl"] = control.expires
    return stored


def decode(stored: Mapping[str, Any]) -> Control:
    """Raises `NewerForm`."""
    return Control(
        form=readable(stored.get("f", UNMARKED), "a control record"),
        status=stored["s"], entered=stored["n"], open=stored["op"], version=stored["v"],
        due=stored.get("due"), bad=bool(stored.get("bad")),
        steps={sid: decode_step(step) for sid, step in stored["st"].items()},
        record=stored.get("r", "full"), expires=stored.get("ttl"),
    )


def sendable(control: Control, sids: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """(sid, epoch) of the live steps among `sids`: what a message carries."""
    return tuple((sid, step.epoch) for sid in sids if (step := control.live(sid)))
