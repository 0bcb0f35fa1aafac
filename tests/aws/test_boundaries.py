"""The edge of each condition, one step on either side, on DynamoDB and in the transition table."""

from collections.abc import Iterator
from typing import Any  # Any: fields of several classes

import pytest

from chalicelib.aws.store import DynamoStore
from chalicelib.domain.control import Control, Live, Settled
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
from chalicelib.engine.ports import META, Applied, Refused
from tests.aws.fixtures import moto_home

NOW = 1_000
PK = "T#a.live#task_1"


@pytest.fixture(scope="module")
def store() -> Iterator[DynamoStore]:
    with moto_home() as home:
        yield home.store


def control(a: Live | Settled, *, b: Live | Settled | None = None, **fields: Any) -> Control:
    """A task after step zero, with step `a` and perhaps `b`."""
    steps: dict[str, Live | Settled] = {"z": Settled("D", "t0"), "a": a} | ({"b": b} if b else {})
    live = sum(isinstance(step, Live) for step in steps.values())
    return Control(**{"entered": len(steps) - 1, "open": live, "due": NOW, "steps": steps, **fields})


def pending(**fields: Any) -> Live:
    return Live(**{"state": "P", "kind": "i", "epoch": 2, "attempts": 1, **fields})


def running(**fields: Any) -> Live:
    given: dict[str, Any] = {"epoch": 2, "attempts": 1, "lease": NOW, "owner": "t1", "first_call": NOW - 9, **fields}
    return Live(**{"state": "R", "kind": "i", **given})


def asking(**fields: Any) -> Live:
    return Live(**{"state": "W", "kind": "h", "epoch": 2, "attempts": 1, "expires": NOW, **fields})


def claim(**fields: Any) -> Claim:
    given: dict[str, Any] = {"sid": "a", "epoch": 2, "owner": "t2", "now": NOW, "lease": NOW + 180, "max_attempts": 3}
    return Claim(**given | fields)


NEW = (NewStep("n", "r", ("z",)),)
BEHIND_A = pending(deps=("a",))

CASES: dict[str, tuple[bool, Control, Transition]] = {
    # CLAIM
    "a fresh step": (True, control(pending()), claim()),
    "another epoch": (False, control(pending()), claim(epoch=1)),
    "not before now": (True, control(pending(not_before=NOW)), claim()),
    "not before the next instant": (False, control(pending(not_before=NOW + 1)), claim()),
    "one attempt left": (True, control(pending(attempts=2)), claim()),
    "no attempt left": (False, control(pending(attempts=3)), claim()),
    "a lease that ends now": (False, control(running(lease=NOW)), claim()),
    "a lease that has ended": (True, control(running(lease=NOW - 1)), claim(epoch=7)),
    "a dead worker's unsafe step": (False, control(running(lease=NOW - 1, kind="u")), claim()),
    "a dead worker's last attempt": (False, control(running(lease=NOW - 1, attempts=3)), claim()),
    "a step that waits": (False, control(asking()), claim()),
    "a settled step": (False, control(Settled("D", "t1")), claim()),
    "a step nobody planned": (False, control(pending()), claim(sid="nowhere")),
    "a cancelled task": (False, control(pending(), status="CANC"), claim()),
    # COMMIT and its kin
    "own step": (True, control(running()), Settle("a", 2, "D", "t1")),
    "fenced by the epoch": (False, control(running()), Settle("a", 1, "D", "t1")),
    "settled before": (False, control(Settled("D", "t1")), Settle("a", 2, "D", "t1")),
    "put back before": (False, control(pending()), Settle("a", 2, "D", "t1")),
    "ended before": (False, control(running(), status="CANC"), Settle("a", 2, "D", "t1")),
    "the last place below the cap": (
        True, control(running(), entered=49), Settle("a", 2, "D", "t1", adds=NEW, seen=0)),
    "one too many": (False, control(running(), entered=50), Settle("a", 2, "D", "t1", adds=NEW, seen=0)),
    "at the cap, adding nothing": (True, control(running(), entered=50), Settle("a", 2, "D", "t1")),
    "planned already": (
        False, control(running(), b=pending()), Settle("a", 2, "D", "t1", adds=(NewStep("b", "r"),), seen=0)),
    "planned and settled already": (
        False, control(running(), b=Settled("F", "t9")),
        Settle("a", 2, "D", "t1", adds=(NewStep("b", "r"),), seen=0)),
    "the graph as seen": (
        True, control(running(), b=BEHIND_A, version=4),
        Settle("a", 2, "D", "t1", adds=NEW, edges=(("b", "n"),), seen=4)),
    "the graph moved on": (
        False, control(running(), b=BEHIND_A, version=5),
        Settle("a", 2, "D", "t1", adds=NEW, edges=(("b", "n"),), seen=4)),
    "two edges of one step": (
        True, control(running(), b=pending()), Settle("a", 2, "D", "t1", edges=(("b", "a"), ("b", "z")), seen=0)),
    "an edge of a step that runs": (
        False, control(running(), b=running()), Settle("a", 2, "D", "t1", edges=(("b", "z"),), seen=0)),
    "an edge of a step that is settled": (
        False, control(running(), b=Settled("D")), Settle("a", 2, "D", "t1", edges=(("b", "z"),), seen=0)),
    "an edge of the own step": (
        False, control(running()), Settle("a", 2, "D", "t1", edges=(("a", "z"),), seen=0)),
    "an edge of a step that is added": (
        False, control(running()), Settle("a", 2, "D", "t1", adds=NEW, edges=(("n", "z"),), seen=0)),
    "an edge of a step that is skipped": (
        True, control(running(), b=BEHIND_A), Settle("a", 2, "F", "t1", edges=(("b", "z"),), skips=("b",), seen=0)),
    "failed, with nobody behind": (True, control(running()), Settle("a", 2, "F", "t1", seen=0)),
    "failed, on a stale graph": (False, control(running(), version=1), Settle("a", 2, "F", "t1", seen=0)),
    "skips its dependants": (
        True, control(running(), b=BEHIND_A), Settle("a", 2, "F", "t1", skips=("b",), seen=0)),
    "poison: the lease ends now": (
        False, control(running(attempts=3)), Settle("a", 2, "F", "t9", "expired", seen=0, now=NOW, min_attempts=3)),
    "poison: the lease has ended": (
        True, control(running(attempts=3, lease=NOW - 1)),
        Settle("a", 2, "F", "t9", "expired", seen=0, now=NOW, min_attempts=3)),
    "poison: an attempt is left": (
        False, control(running(attempts=2, lease=NOW - 1)),
        Settle("a", 2, "F", "t9", "expired", seen=0, now=NOW, min_attempts=3)),
    "an answer": (True, control(asking()), Settle("a", 2, "D", "t1", "waiting", due=NOW + 60)),
    "an answer to a step that runs": (False, control(running()), Settle("a", 2, "D", "t1", "waiting")),
    "a result of a step that waits": (False, control(asking()), Settle("a", 2, "D", "t1")),
    # RECOVER
    "behind a new remedy": (True, control(running()), Recover("a", 2, NEW, ("n",), 3, seen=0)),
    "behind a remedy, last attempt spent": (
        False, control(running(attempts=3)), Recover("a", 2, NEW, ("n",), 3, seen=0)),
    "behind a remedy at the cap": (False, control(running(), entered=50), Recover("a", 2, NEW, ("n",), 3, seen=0)),
    "behind a step that exists": (True, control(running(), b=pending()), Recover("a", 2, (), ("b",), 3, seen=0)),
    "behind a step, stale graph": (
        False, control(running(), b=pending(), version=1), Recover("a", 2, (), ("b",), 3, seen=0)),
    "behind a remedy that is itself": (False, control(running()), Recover("a", 2, (NewStep("a", "i"),), ("a",), 3)),
    "behind more than it had": (
        True, control(running(deps=("z",))), Recover("a", 2, NEW, ("n",), 3, seen=0)),
    # RETRY-LATER
    "later": (True, control(running(attempts=2)), RetryLater("a", 2, NOW + 5, 3)),
    "later, no attempt left": (False, control(running(attempts=3)), RetryLater("a", 2, NOW + 5, 3)),
    "refused by us, no attempt left": (True, control(running(attempts=3)), RetryLater("a", 2, NOW + 5, 3, True)),
    # WAIT, SIGNAL
    "a question": (True, control(running(kind="h")), Wait("a", 2, "t1", NOW + 99)),
    "not a question": (False, control(running()), Wait("a", 2, "t1", NOW + 99)),
    "a callback": (True, control(running(kind="c")), Wait("a", 2, "t1", NOW + 99)),
    "a callback that has come": (True, control(asking(kind="c")), Wake("a", 2, "c", NOW + 60)),
    "a callback to a question": (False, control(asking()), Wake("a", 2, "c", NOW + 60)),
    "a callback before it waits": (False, control(running(kind="c")), Wake("a", 2, "c", NOW + 60)),
    "an answer to what is delayed": (True, control(pending(not_before=NOW + 9)), Latch("a", "yes", NOW + 60)),
    "a question that is answered": (False, control(running(kind="h", answer="yes")), Wait("a", 2, "t1", NOW + 99)),
    "an early answer": (True, control(pending(kind="h")), Latch("a", "yes", NOW + 60)),
    "an answer while it runs": (True, control(running(kind="h")), Latch("a", "yes", NOW + 60)),
    "an early answer to what waits": (False, control(asking()), Latch("a", "yes", NOW + 60)),
    "an answer to what is settled": (False, control(Settled("X")), Latch("a", "yes", NOW + 60)),
    # the end
    "depth": (True, control(running()), Depth("a", 2, "D", "t1")),
    "depth of a step that is not held": (False, control(pending()), Depth("a", 2, "D", "t1")),
    "cancel": (True, control(running()), Cancel(NOW + 60)),
    "cancel twice": (False, control(running(), status="CANC"), Cancel(NOW + 60)),
    "late": (True, control(running(), status="CANC"), Late("a", 2, "D", "t1")),
    "late, of a task that runs": (False, control(running()), Late("a", 2, "D", "t1")),
    "dead: its lease ends now": (False, control(running(), status="OK"), Late("a", 2, "U", "t1", dead_at=NOW)),
    "dead: its lease has ended": (True, control(running(), status="OK"), Late("a", 2, "U", "t1", dead_at=NOW + 1)),
    "all is done": (True, control(Settled("D")), Finish(True)),
    "all is done but": (False, control(pending()), Finish(True)),
    "all is done, not all is good": (False, control(Settled("F"), bad=True), Finish(True)),
    "a bad end": (True, control(Settled("F"), bad=True), Finish(False)),
    "a bad end of a good task": (False, control(Settled("D")), Finish(False)),
    "a second end": (False, control(Settled("D"), status="OK"), Finish(True)),
    # what the supervisor and the sweeper send
    "release": (True, control(running()), Release("a", "t1", NOW)),
    "release of another's": (False, control(running()), Release("a", "t2", NOW)),
    "due as seen": (True, control(running()), Due(NOW, NOW + 240)),
    "due was moved": (False, control(running(), due=NOW + 60), Due(NOW, NOW + 240)),
    "due of a task that left": (False, control(Settled("D"), status="OK", due=None), Due(NOW, NOW + 240)),
    "leave": (True, control(Settled("D"), status="OK"), Leave(NOW)),
    "leave while it runs": (False, control(running()), Leave(NOW)),
    "leave after a change": (False, control(Settled("D"), status="OK", due=NOW + 1), Leave(NOW)),
}


@pytest.mark.parametrize("case", CASES)
def test_a_condition_holds_on_one_side_of_its_edge(store: DynamoStore, case: str) -> None:
    applied, before, transition = CASES[case]
    store.delete(PK, META)
    assert store.accept(PK, before)
    after = transition.apply(before)

    result = store.apply(PK, transition)

    assert (after is not None) == applied
    assert result == (Refused(before) if after is None else Applied(after))
    assert store.control(PK) == (before if after is None else after)


def test_a_transition_of_a_task_that_does_not_exist_is_refused_with_nothing(store: DynamoStore) -> None:
    seen = {store.apply("T#a.live#nowhere", transition) for _, _, transition in CASES.values()}

    assert seen == {Refused(None)}
    assert store.control("T#a.live#nowhere") is None
