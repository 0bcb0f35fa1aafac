"""Seeded random controls and transitions: mostly such as a worker would send, each part wrong now and then."""

from collections.abc import Callable, Sequence
from random import Random
from typing import TypeVar

from chalicelib.domain.control import WAITS, Control, Kind, Letter, Live, Settled, all_dependants, dependants
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
    Source,
    Transition,
)
from chalicelib.domain.waits import Latch, Wait, Wake

KINDS: tuple[Kind, ...] = ("r", "i", "u", "h", "c", "p")
LETTERS: tuple[Letter, ...] = ("D", "F", "X", "U", "S")
SIDS = ("1", "2", "3a", "need:7f", "q.1", "st", "s", "#0", "é z")
NOW = 1_000_000
T = TypeVar("T")


def random_control(rng: Random) -> Control:
    """Any record whose counters agree with its steps, likely or not."""
    states = "S" if rng.random() < 0.15 else "PPPRRRWS"
    steps: dict[str, Live | Settled] = {"z": _random_step(rng, (), "z", states)}
    for sid in rng.sample(SIDS, rng.randint(0, 6)):
        deps = tuple(rng.sample(list(steps), rng.randint(0, min(2, len(steps)))))
        steps[sid] = _random_step(rng, deps, rng.choice(KINDS), states)
    return Control(
        status=rng.choice(("RUN", "RUN", "RUN", "RUN", "OK", "FAIL", "CANC", "DEPTH")),
        entered=len(steps) - 1, open=sum(isinstance(step, Live) for step in steps.values()),
        version=rng.randint(0, 3), due=rng.choice((None, NOW, NOW + 60_000)),
        bad=rng.random() < 0.3, steps=steps,
    )


def _random_step(rng: Random, deps: tuple[str, ...], kind: Kind, states: str) -> Live | Settled:
    match rng.choice(states):
        case "P":
            return Live(
                "P", kind, deps, rng.randint(0, 2), rng.randint(0, 3), _maybe(rng, _near(rng, NOW)),
                _maybe(rng, "yes"), first_call=_maybe(rng, NOW - 5),
            )
        case "R":
            return Live(
                "R", kind, deps, rng.randint(1, 3), rng.randint(1, 3), None, _maybe(rng, "no"),
                _near(rng, NOW), rng.choice(("t1", "t2")), NOW - 3,
            )
        case "W":
            return Live("W", rng.choice(WAITS), deps, rng.randint(1, 3), 1, owner="t1", expires=_near(rng, NOW))
    return Settled(rng.choice(LETTERS), rng.choice(("", "t1")))


def propose(control: Control, rng: Random) -> Transition:
    """A transition for this control; about half of them are legal."""
    return rng.choice(_ROWS)(control, rng)


def _claim(control: Control, rng: Random) -> Transition:
    sid, step = _pick(control, rng, "PPR")
    lease = NOW + rng.randint(-5, 5)
    return Claim(sid, _off(rng, step.epoch), _token(rng), _near(rng, NOW), lease, rng.randint(2, 4))


def _commit(control: Control, rng: Random) -> Transition:
    """The plain one: most steps end like this."""
    sid, step = _pick(control, rng, "R")
    return Settle(sid, _off(rng, step.epoch), "D", _token(rng))


def _commit_unclaimed(control: Control, rng: Random) -> Transition:
    sid, step = _pick(control, rng, "P", "r")
    return Settle(sid, _off(rng, step.epoch), "D", _token(rng), "pending")


def _settle(control: Control, rng: Random) -> Transition:
    sources: tuple[Source, ...] = ("running", "running", "expired", "waiting")
    source = rng.choice(sources)
    sid, step = _pick(control, rng, "W" if source == "waiting" else "R")
    letter = rng.choice(LETTERS)
    adds = _adds(control, rng)
    edges = tuple(
        (other, rng.choice((*(new.sid for new in adds), *control.steps)))
        for other in _some(rng, [*dependants(control, sid), _pick(control, rng, "P")[0]])
    )
    skips = all_dependants(control, sid) if letter == "F" else tuple(_some(rng, _sids(control, "P"), 0.2))
    graph = adds or edges or skips or letter != "D" or rng.random() < 0.2
    return Settle(
        sid, _off(rng, step.epoch), letter, _token(rng), source, adds, edges, skips,
        seen=_off(rng, control.version) if graph else None, cap=_cap(control, rng, len(adds)),
        now=_near(rng, NOW), min_attempts=rng.randint(0, 3), due=_maybe(rng, NOW + 60_000),
    )


def _recover(control: Control, rng: Random) -> Transition:
    sid, step = _pick(control, rng, "R")
    adds = _adds(control, rng)
    old = tuple(_some(rng, list(control.steps), 0.2))
    deps = (*(new.sid for new in adds), *old)
    seen = _off(rng, control.version) if set(old) - {new.sid for new in adds} or rng.random() < 0.2 else None
    return Recover(sid, _off(rng, step.epoch), adds, deps, rng.randint(2, 4), seen, _cap(control, rng, len(adds)))


def _retry(control: Control, rng: Random) -> Transition:
    sid, step = _pick(control, rng, "R")
    return RetryLater(sid, _off(rng, step.epoch), _near(rng, NOW), rng.randint(1, 4), rng.random() < 0.5)


def _wait(control: Control, rng: Random) -> Transition:
    sid, step = _pick(control, rng, "R", rng.choice(WAITS))
    return Wait(sid, _off(rng, step.epoch), _token(rng), NOW + 9)


def _wake(control: Control, rng: Random) -> Transition:
    sid, step = _pick(control, rng, "W", "c")
    return Wake(sid, _off(rng, step.epoch), rng.choice(("yes", "no")), NOW + 60_000)


def _latch(control: Control, rng: Random) -> Transition:
    return Latch(_pick(control, rng, "PR")[0], rng.choice(("approve", '{"a": 1}')), NOW + 60_000)


def _depth(control: Control, rng: Random) -> Transition:
    sid, step = _pick(control, rng, "R")
    return Depth(sid, _off(rng, step.epoch), rng.choice(LETTERS), _token(rng))


def _late(control: Control, rng: Random) -> Transition:
    sid, step = _pick(control, rng, "R")
    return Late(sid, _off(rng, step.epoch), rng.choice(LETTERS), _token(rng), _maybe(rng, _near(rng, NOW)))


def _release(control: Control, rng: Random) -> Transition:
    sid, step = _pick(control, rng, "R")
    return Release(sid, step.owner if step.owner and rng.random() < 0.8 else "other", NOW)


_ROWS: Sequence[Callable[[Control, Random], Transition]] = (
    _claim, _claim, _claim, _commit, _commit_unclaimed, _settle, _settle, _settle, _settle, _recover, _recover, _retry,
    _wait, _wait, _latch, _wake, _depth, _late, _late, _release,
    lambda control, rng: Cancel(NOW + 60_000),
    lambda control, rng: Finish(rng.random() < 0.5),
    lambda control, rng: Due(_off(rng, control.due or 0), NOW + rng.randint(1, 9)),
    lambda control, rng: Leave(_off(rng, control.due or 0)),
)


def _pick(control: Control, rng: Random, states: str, kind: str = "") -> tuple[str, Live]:
    """A step in one of the states if there is one; now and then any, or one that is not there."""
    fitting = [
        sid for sid in _sids(control, states)
        if not kind or ((step := control.live(sid)) and step.kind == kind)
    ]
    sid = rng.choice(fitting) if fitting and rng.random() < 0.9 else rng.choice((*control.steps, "nowhere"))
    return sid, control.live(sid) or Live("P", "r", epoch=1)


def _sids(control: Control, states: str) -> list[str]:
    return [sid for sid in control.steps if (step := control.live(sid)) and step.state in states]


def _adds(control: Control, rng: Random) -> tuple[NewStep, ...]:
    """Up to three new steps, each a dependant of steps before it; rarely one that is planned already."""
    fresh = [sid for sid in SIDS if sid not in control.steps]
    sids = rng.sample(fresh, min(len(fresh), rng.choice((0, 0, 1, 2, 3))))
    if rng.random() < 0.05:
        sids.append(rng.choice(list(control.steps)))
    return tuple(NewStep(sid, rng.choice(KINDS), tuple(_some(rng, sids[:n]))) for n, sid in enumerate(sids))


def _cap(control: Control, rng: Random, adds: int) -> int:
    return 50 if rng.random() < 0.8 else control.entered + adds + rng.randint(-1, 0)


def _some(rng: Random, values: Sequence[T], share: float = 0.5) -> list[T]:
    return [value for value in values if rng.random() < share]


def _off(rng: Random, number: int) -> int:
    return number if rng.random() < 0.9 else number + rng.choice((-1, 1))


def _near(rng: Random, instant: int) -> int:
    return instant + rng.choice((-1, 0, 1))


def _token(rng: Random) -> str:
    return rng.choice(("t1", "t2", "t3"))


def _maybe(rng: Random, value: T) -> T | None:
    return value if rng.random() < 0.5 else None
