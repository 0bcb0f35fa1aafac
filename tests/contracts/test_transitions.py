"""Control records in a store: accept, and every transition, where it holds and where each condition fails."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.control import Control, Kind, Live, Settled, State
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
from chalicelib.engine.ports import Applied, Refused
from tests.contracts.conftest import HOMES, AnyHome, open_kind

NOW = 1_000_000
HELD = Live("R", "i", epoch=3, attempts=2, lease=NOW + 5, owner="owner1", first_call=NOW - 9)
DEAD = replace(HELD, lease=NOW - 1)


def state(a: Live | Settled, *, b: Live | Settled | None = None, **more: Any) -> Control:
    """A task whose step `a` is in question; `b` and `c` wait for it."""
    steps = {"z": Settled("D", "zero00"), "a": a, "b": b or Live("P", "r", ("a",)), "c": Live("P", "u", ("b",))}
    count = sum(isinstance(step, Live) for step in steps.values())
    return replace(Control(entered=3, open=count, version=4, due=NOW + 60, steps=steps), **more)


def pending(kind: Kind = "i", **more: Any) -> Live:
    return replace(Live("P", kind, epoch=3, attempts=1), **more)


def asked(at: State) -> Live:
    return Live(at, "h", epoch=3, attempts=1, lease=NOW + 5 if at == "R" else None, owner="owner1")


def called_back(at: State) -> Live:
    return replace(asked(at), kind="c", expires=NOW + 9 if at == "W" else None)


CLAIM = Claim("a", 3, "tokenA", NOW, NOW + 100, 3)
COMMIT = Settle("a", 3, "D", "tokenA")
NEED = replace(COMMIT, adds=(NewStep("n", "r", ("a",)),), edges=(("b", "n"),), seen=4, cap=4)
FAIL = replace(COMMIT, letter="F", skips=("b", "c"), seen=4)
POISON = replace(FAIL, source="expired", now=NOW, min_attempts=2)
UNKNOWN = replace(NEED, letter="U")
REJECT = replace(FAIL, source="waiting", due=NOW + 60_000)
REMEDY = Recover("a", 3, (NewStep("m", "i"),), ("m",), 3, cap=4)
SHARED = replace(REMEDY, adds=(), deps=("d",), seen=4)
LATER = RetryLater("a", 3, NOW + 90, 3)
ENDED: dict[str, Any] = {"status": "CANC"}

HOLDS: list[tuple[str, Control, Transition]] = [
    ("a pending step is claimed", state(pending()), CLAIM),
    ("a delayed step is claimed when its time has come", state(pending(not_before=NOW)), CLAIM),
    ("a claim keeps the first call and the answer", state(pending(first_call=5, answer="yes")), CLAIM),
    ("a dead worker's step is claimed whatever the message's epoch", state(DEAD), replace(CLAIM, epoch=1)),
    ("a plain commit", state(HELD), COMMIT),
    ("a plain commit after the lease has ended", state(DEAD), COMMIT),
    ("a read commits without a claim", state(pending("r")), replace(COMMIT, source="pending")),
    ("a commit with a need, up to the cap", state(HELD), NEED),
    ("a commit with an edge to a step that exists", state(HELD), replace(NEED, adds=(), edges=(("c", "z"),))),
    ("a superseded step", state(HELD), replace(NEED, letter="S")),
    ("a failure skips the dependants", state(HELD), FAIL),
    ("a failure without dependants", state(HELD, b=Live("P", "r")), replace(FAIL, skips=())),
    ("a failure keeps an earlier one", state(HELD, bad=True), FAIL),
    ("poison", state(DEAD), POISON),
    ("an unknown outcome puts a probe before the dependants", state(HELD), UNKNOWN),
    ("a reclaimer finds the outcome unknown", state(DEAD), replace(UNKNOWN, source="expired", now=NOW)),
    ("an answer ends a wait", state(asked("W")), replace(COMMIT, source="waiting", due=NOW + 60_000)),
    ("a rejection fails the question", state(asked("W")), REJECT),
    ("an orphaned question is skipped", state(asked("W")), Settle("a", 3, "X", "", source="waiting", seen=4)),
    ("a remedy", state(HELD), REMEDY),
    ("a remedy that exists already", state(HELD), SHARED),
    ("two remedies, one new", state(HELD), replace(REMEDY, deps=("m", "z"), seen=4)),
    ("a retry later", state(HELD), LATER),
    ("a refusal gives the attempt back", state(replace(HELD, attempts=3)), replace(LATER, refund=True)),
    ("a question waits", state(asked("R")), Wait("a", 3, "owner1", NOW + 7)),
    ("an early answer is latched while pending", state(asked("P")), Latch("a", "sig-1", NOW + 60)),
    ("an early answer is latched while running", state(asked("R")), Latch("a", "sig-1", NOW + 60)),
    ("an answer undoes a delay", state(pending(not_before=NOW + 9)), Latch("a", "sig-1", NOW + 60)),
    ("a step waits for its callback", state(called_back("R")), Wait("a", 3, "owner1", NOW + 7)),
    ("a callback wakes the step that waits for it", state(called_back("W")), Wake("a", 3, "sig-1", NOW + 60)),
    ("the cap ends the task", state(HELD), Depth("a", 3, "D", "tokenA")),
    ("a task is cancelled", state(HELD), Cancel(NOW + 60)),
    ("a late result is recorded", state(HELD, **ENDED), Late("a", 3, "D", "tokenA")),
    ("a dead step of an ended task is recorded", state(DEAD, **ENDED), Late("a", 3, "U", "", NOW)),
    ("a finish", Control(open=0, steps={"z": Settled("D", "zero00")}), Finish(True)),
    ("a finish after a failure", Control(open=0, bad=True, steps={"z": Settled("F", "zero00")}), Finish(False)),
    ("a reaped worker's lease ends", state(HELD), Release("a", "owner1", NOW)),
    ("a reaped worker's lease ends after the task's end too", state(HELD, **ENDED), Release("a", "owner1", NOW)),
    ("the index moves on", state(HELD), Due(NOW + 60, NOW + 240)),
    ("an ended task leaves the index", state(Settled("D", "tokenA"), **ENDED), Leave(NOW + 60)),
]

REFUSALS: list[tuple[str, Control, Transition]] = [
    ("claim: stale message", state(pending()), replace(CLAIM, epoch=2)),
    ("claim: too early", state(pending(not_before=NOW + 1)), CLAIM),
    ("claim: no attempts left", state(pending(attempts=3)), CLAIM),
    ("claim: lease live", state(replace(HELD, lease=NOW)), CLAIM),
    ("claim: dead, but unsafe", state(replace(DEAD, kind="u")), CLAIM),
    ("claim: dead, no attempts left", state(DEAD), replace(CLAIM, max_attempts=2)),
    ("claim: waiting", state(asked("W")), CLAIM),
    ("claim: settled", state(Settled("D", "tokenB")), CLAIM),
    ("claim: no such step", state(HELD), replace(CLAIM, sid="q")),
    ("claim: ended", state(pending(), **ENDED), CLAIM),
    ("commit: another epoch", state(HELD), replace(COMMIT, epoch=2)),
    ("commit: pending", state(pending()), COMMIT),
    ("commit: waiting", state(asked("W")), COMMIT),
    ("commit without a claim: claimed meanwhile", state(replace(HELD, epoch=4)), replace(COMMIT, source="pending")),
    ("commit without a claim: tried meanwhile", state(pending("r", epoch=5)), replace(COMMIT, source="pending")),
    ("commit without a claim: running", state(HELD), replace(COMMIT, source="pending")),
    ("commit without a claim: settled", state(Settled("D", "tokenB")), replace(COMMIT, source="pending")),
    ("commit without a claim: ended", state(pending("r"), **ENDED), replace(COMMIT, source="pending")),
    ("commit: settled already", state(Settled("F", "tokenB")), COMMIT),
    ("commit: no such step", state(HELD), replace(COMMIT, sid="q")),
    ("commit: ended", state(HELD, **ENDED), COMMIT),
    ("need: stale graph", state(HELD, version=5), NEED),
    ("need: past the cap", state(HELD), replace(NEED, cap=3)),
    ("need: planned already", state(HELD), replace(NEED, adds=(NewStep("c", "r"),), edges=())),
    ("need: was planned and settled", state(HELD), replace(NEED, adds=(NewStep("z", "r"),), edges=())),
    ("need: its dependant runs already", state(HELD, b=HELD), NEED),
    ("need: its dependant is settled", state(HELD, b=Settled("X")), NEED),
    ("failure: stale graph", state(HELD, version=3), FAIL),
    ("poison: lease live", state(HELD), POISON),
    ("poison: attempts left", state(DEAD), replace(POISON, min_attempts=3)),
    ("poison: not running", state(pending()), POISON),
    ("answer: not waiting", state(asked("R")), replace(COMMIT, source="waiting")),
    ("answer: stale epoch", state(asked("W")), replace(COMMIT, source="waiting", epoch=2)),
    ("rejection: stale graph", state(asked("W"), version=5), REJECT),
    ("remedy: another epoch", state(HELD), replace(REMEDY, epoch=4)),
    ("remedy: not running", state(pending()), REMEDY),
    ("remedy: no attempts left", state(replace(HELD, attempts=3)), REMEDY),
    ("remedy: past the cap", state(HELD), replace(REMEDY, cap=3)),
    ("remedy: planned already", state(HELD), replace(REMEDY, adds=(NewStep("c", "r"),), deps=("c",))),
    ("remedy: stale graph", state(HELD, version=5), SHARED),
    ("remedy: ended", state(HELD, **ENDED), REMEDY),
    ("later: another epoch", state(HELD), replace(LATER, epoch=2)),
    ("later: no attempts left", state(replace(HELD, attempts=3)), LATER),
    ("later: not running", state(asked("W")), LATER),
    ("later: ended", state(HELD, **ENDED), LATER),
    ("wait: not a question", state(HELD), Wait("a", 3, "owner1", NOW + 7)),
    ("wait: answered already", state(replace(asked("R"), answer="sig-1")), Wait("a", 3, "owner1", NOW + 7)),
    ("wait: another epoch", state(asked("R")), Wait("a", 2, "owner1", NOW + 7)),
    ("wait: ended", state(asked("R"), **ENDED), Wait("a", 3, "owner1", NOW + 7)),
    ("latch: waits already", state(asked("W")), Latch("a", "sig-1", NOW + 60)),
    ("latch: settled", state(Settled("X")), Latch("a", "sig-1", NOW + 60)),
    ("latch: ended", state(asked("P"), **ENDED), Latch("a", "sig-1", NOW + 60)),
    ("wake: another epoch", state(called_back("W")), Wake("a", 2, "sig-1", NOW + 60)),
    ("wake: not waiting", state(called_back("R")), Wake("a", 3, "sig-1", NOW + 60)),
    ("wake: a question", state(asked("W")), Wake("a", 3, "sig-1", NOW + 60)),
    ("wake: ended", state(called_back("W"), **ENDED), Wake("a", 3, "sig-1", NOW + 60)),
    ("depth: another epoch", state(HELD), Depth("a", 2, "D", "tokenA")),
    ("depth: not running", state(pending()), Depth("a", 3, "D", "tokenA")),
    ("depth: ended", state(HELD, status="FAIL"), Depth("a", 3, "D", "tokenA")),
    ("cancel: ended", state(HELD, status="OK"), Cancel(NOW + 60)),
    ("late: the task runs", state(HELD), Late("a", 3, "D", "tokenA")),
    ("late: another epoch", state(HELD, **ENDED), Late("a", 2, "D", "tokenA")),
    ("late: not running", state(pending(), **ENDED), Late("a", 3, "D", "tokenA")),
    ("late: settled", state(Settled("D", "tokenB"), **ENDED), Late("a", 3, "D", "tokenA")),
    ("late: not dead yet", state(replace(HELD, lease=NOW), **ENDED), Late("a", 3, "U", "", NOW)),
    ("finish: something is open", state(HELD), Finish(True)),
    ("finish: OK with a failed step", Control(open=0, bad=True, steps={}), Finish(True)),
    ("finish: FAIL without one", Control(open=0, steps={}), Finish(False)),
    ("finish: ended", Control(open=0, status="CANC", steps={}), Finish(True)),
    ("release: another owner", state(HELD), Release("a", "owner2", NOW)),
    ("release: waiting", state(asked("W")), Release("a", "owner1", NOW)),
    ("release: settled", state(Settled("D", "owner1")), Release("a", "owner1", NOW)),
    ("due: somebody has written it", state(HELD), Due(NOW + 59, NOW + 240)),
    ("due: left the index", state(HELD, due=None), Due(NOW + 60, NOW + 240)),
    ("leave: the task runs", state(HELD), Leave(NOW + 60)),
    ("leave: somebody has written it", state(Settled("X"), **ENDED), Leave(NOW + 61)),
]


@pytest.fixture(scope="module", params=HOMES)
def home(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnyHome]:
    """One for all tests of this module: each has a task of its own."""
    with open_kind(request.param, tmp_path_factory.mktemp("home")) as opened:
        yield opened


@pytest.fixture
def pk(request: pytest.FixtureRequest) -> str:
    return f"T#acc.live#{request.node.name}"


@pytest.mark.parametrize("before, transition", [case[1:] for case in HOLDS], ids=[case[0] for case in HOLDS])
def test_it_holds_and_the_state_after_it_is_kept(
    home: AnyHome, pk: str, before: Control, transition: Transition
) -> None:
    after = transition.apply(before)
    assert after is not None and after != before
    assert home.store.accept(pk, before)

    assert home.store.apply(pk, transition) == Applied(after)
    assert home.store.control(pk) == after


@pytest.mark.parametrize("met, transition", [case[1:] for case in REFUSALS], ids=[case[0] for case in REFUSALS])
def test_it_is_refused_and_nothing_changes(home: AnyHome, pk: str, met: Control, transition: Transition) -> None:
    assert transition.apply(met) is None
    assert home.store.accept(pk, met)

    assert home.store.apply(pk, transition) == Refused(met)
    assert home.store.control(pk) == met


def test_every_transition_holds_and_is_refused_somewhere_above() -> None:
    kinds = set(Transition.__args__)

    assert {type(transition) for _, _, transition in HOLDS} == kinds
    assert {type(transition) for _, _, transition in REFUSALS} == kinds


def test_a_task_is_accepted_once(home: AnyHome, pk: str) -> None:
    first, second = Control(due=NOW), Control(due=NOW + 1)

    assert home.store.accept(pk, first)
    assert not home.store.accept(pk, second)
    assert home.store.control(pk) == first


def test_equal_controls_are_accepted_once_as_well(home: AnyHome, pk: str) -> None:
    again = Control(due=NOW)
    assert home.store.accept(pk, again)

    assert not home.store.accept(pk, again)
    assert not home.store.accept(pk, Control(due=NOW))


def test_a_transition_of_no_task_is_refused_and_makes_none(home: AnyHome, pk: str) -> None:
    assert home.store.apply(pk, Cancel(NOW)) == Refused(None)
    assert home.store.apply(pk, Due(NOW, NOW + 1)) == Refused(None)
    assert home.store.control(pk) is None


def test_tasks_do_not_touch_each_other(home: AnyHome, pk: str) -> None:
    home.store.accept(pk, state(HELD))
    home.store.accept(pk + "2", state(HELD))

    home.store.apply(pk, COMMIT)

    assert home.store.control(pk + "2") == state(HELD)


def test_a_deleted_control_is_gone(home: AnyHome, pk: str) -> None:
    home.store.accept(pk, state(HELD))

    home.store.delete(pk, "META")

    assert home.store.control(pk) is None
