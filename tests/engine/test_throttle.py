"""A tool's limits: a step that they hold back waits, and loses nothing by it."""

import random

import pytest

from chalicelib.domain.outcome import Done
from chalicelib.domain.tool import Action
from chalicelib.engine.records import account_pk
from chalicelib.engine.throttle import Limits, Use, admit, enter, leave, pause
from tests.engine.scripted import ACCOUNT, ANYTHING, Scene, step


def limited(limits, steps, tools=None, **fields):
    """A scene whose actions all have these limits."""
    actions = tuple(
        Action("tool", one.action, "does it", ANYTHING, None, one.effect, call={"limits": limits} if limits else {})
        for one in steps
    )
    return Scene(steps, tools, extra_actions=actions, **fields)


def wide(count):
    return tuple(step(str(n)) for n in range(1, count + 1))


@pytest.mark.parametrize("seed", range(20))
def test_no_window_ever_holds_more_calls_than_the_rate(seed):
    chance = random.Random(seed)
    calls, per = chance.choice([(1, 1_000), (5, 1_000), (7, 300), (40, 60_000), (3, 20)])
    limits, use, now, made = Limits(calls, per), Use(), 1_000_000, []
    for _ in range(2_000):
        now += chance.randrange(0, max(2, per // calls))
        use, wait = admit(use, limits, "me", now, now + 9)
        assert wait >= 0
        if not wait:
            made.append(now)
    for first in made:
        assert sum(first <= at < first + per for at in made) <= calls
    assert len(made) > 2 * calls, "the limit let nothing through"


def test_asking_again_when_told_is_soon_enough_and_not_too_soon():
    limits, use, now = Limits(2, 1_000), Use(), 5_000
    for _ in range(2):
        use, wait = admit(use, limits, "me", now, now)
        assert wait == 0
    use, wait = admit(use, limits, "me", now, now)
    assert 1_000 <= wait <= 1_000 + 1_000 // 50 + 100

    assert admit(use, limits, "me", now + wait - 1, 0)[1] > 0
    assert admit(use, limits, "me", now + wait, 0)[1] == 0


def test_what_is_kept_of_a_fast_rate_stays_small():
    limits, use = Limits(1_000_000, 1_000), Use()
    for now in range(0, 5_000):
        use, _ = admit(use, limits, "me", now, now)

    assert len(use.calls) <= 60


def test_a_slot_of_a_dead_holder_comes_free_when_its_lease_ends():
    limits = Limits(concurrent=1)
    use, wait = admit(Use(), limits, "dead", 0, 100)
    assert wait == 0

    assert admit(use, limits, "next", 99, 200)[1] > 0
    assert admit(use, limits, "next", 100, 200)[1] == 0


def test_those_who_were_refused_often_wait_longer_but_not_for_ever():
    assert pause(100, 0, "a") < pause(100, 5, "a") <= pause(100, 10_000, "a") <= 61_000
    assert pause(3_600_000, 9, "a") >= 3_600_000


def test_steps_beyond_the_rate_wait_and_lose_no_attempt():
    scene = limited({"rate_limit": {"calls": 2, "per_seconds": 10}}, wide(6))
    times = []
    for n in range(1, 7):
        scene.world.outside.functions[f"tool.{n}"] = lambda _: (times.append(scene.world.clock()), Done())[1]
    scene.run()

    assert scene.status == "complete"
    assert sorted(scene.called) == list("123456")
    assert all(sum(first <= at < first + 10_000 for at in times) <= 2 for first in times)
    attempts = [row["attempts"] for row in scene.trace["steps"]]
    assert [len(one) for one in attempts] == [1] * 6
    assert all(one[0]["status"] == "complete" for one in attempts)


def test_a_refused_step_sends_no_more_than_its_own_message():
    scene = limited({"rate_limit": {"calls": 1, "per_seconds": 10}}, wide(20), agent={"limits": {"writes": 50}}).run()

    assert scene.status == "complete"
    assert scene.world.deliveries < 20 * 20, "every refusal woke all the others"


def test_a_slot_is_given_back_even_when_the_tool_raises():
    scene = limited({"max_concurrent": 1}, wide(1))

    def broken(_):
        raise RuntimeError("a defect")

    scene.world.outside.functions["tool.1"] = broken
    with pytest.raises(RuntimeError):
        scene.run()

    stored = scene.world.store.get(account_pk(ACCOUNT), "LIMIT#tool")
    assert stored is not None and stored.data["slots"] == {}


def test_a_second_call_at_once_is_held_back_while_the_first_goes_on():
    scene = limited({"max_concurrent": 1}, wide(2))
    seen = []

    def first(call):
        if len(seen) == 0:
            seen.append(call.action.name)
            while scene.world.deliver(scene.handler):
                pass
            assert len(seen) == 1, "two calls at once"
        seen.append(call.action.name)
        return Done()

    for name in ("1", "2"):
        scene.world.outside.functions[f"tool.{name}"] = first
    scene.run()

    assert scene.status == "complete"
    assert len(seen) == 3


def test_a_tool_without_limits_costs_nothing():
    scene = limited(None, wide(2)).run()

    assert scene.status == "complete"
    assert scene.world.store.get(account_pk(ACCOUNT), "LIMIT#tool") is None


def test_limits_are_counted_for_each_account_by_itself():
    scene = Scene(wide(1))
    action = Action("tool", "1", "", ANYTHING, None, "read", call={"limits": {"max_concurrent": 1}})

    assert enter(scene.engine, "a.test", action, "x") == 0
    assert enter(scene.engine, "a.test", action, "y") > 0
    assert enter(scene.engine, "b.test", action, "y") == 0
    leave(scene.engine, "a.test", action, "x")
    assert enter(scene.engine, "a.test", action, "y") == 0
