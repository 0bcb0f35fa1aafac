"""Kill switches: nothing starts while one is thrown, and nothing is lost by it."""

import pytest

from chalicelib.domain.outcome import Done
from chalicelib.engine import switches
from chalicelib.engine.engine import Ack, StepRef
from chalicelib.engine.records import task_pk
from chalicelib.engine.runner import run_step
from chalicelib.engine.sweep import sweep
from tests.engine.scripted import ACCOUNT, Scene, step

LINE = (step("1"), step("2", "1"), step("3", "2"))


def throw(scene, sub_agent=None):
    switches.throw(scene.world.store, ACCOUNT, sub_agent, at=scene.world.clock(), by="key_9", reason="odd")
    scene.world.clock.advance(11)  # workers may remember the switches for ten seconds


def release(scene, sub_agent=None):
    switches.release(scene.world.store, ACCOUNT, sub_agent)
    scene.world.clock.advance(11)


def let_time_pass(scene, seconds):
    """A sweep a minute, and whatever it sends."""
    for _ in range(0, seconds, 60):
        scene.world.clock.advance(60)
        sweep(scene.engine)
        scene.run()


@pytest.mark.parametrize("sub_agent", [None, "agent"])
@pytest.mark.parametrize("after", range(4))
def test_nothing_starts_while_it_is_thrown_and_all_completes_after_release(sub_agent, after):
    scene = Scene(LINE)
    for _ in range(after):
        assert scene.world.deliver(scene.handler)
    before = list(scene.called)
    throw(scene, sub_agent)
    let_time_pass(scene, 3_600)
    assert scene.called == before
    assert scene.world.queue.next_visible() is None, "messages go round while it is stopped"

    release(scene, sub_agent)
    let_time_pass(scene, 600)

    assert scene.called == ["1", "2", "3"]
    assert scene.status == "complete"


def test_it_is_looked_at_again_between_claim_and_call():
    scene = Scene(LINE[:1])
    scene.world.deliver(scene.handler)
    apply = scene.world.store.apply

    def claimed(pk, transition):
        answer = apply(pk, transition)
        if type(transition).__name__ == "Claim":
            throw(scene)
        return answer

    scene.world.store.apply = claimed
    scene.world.deliver(scene.handler)

    assert scene.called == []
    live = scene.control.live("1")
    assert live is not None and (live.state, live.attempts) == ("P", 0), "it cost an attempt"
    scene.world.store.apply = apply
    release(scene)
    let_time_pass(scene, 600)
    assert scene.status == "complete"


def test_a_call_that_was_made_before_is_recorded_and_not_continued_until_release():
    def tool(call):
        throw(scene)
        return Done({"ok": True})

    scene = Scene(LINE[:2], {"1": tool})
    scene.run()
    let_time_pass(scene, 600)
    assert scene.row("1")["status"] == "complete"
    assert scene.called == ["1"]

    release(scene)
    let_time_pass(scene, 600)
    assert scene.called == ["1", "2"]


def test_the_switch_of_one_sub_agent_stops_no_other():
    scene = Scene(LINE)
    throw(scene, "somebody-else")
    scene.run()

    assert scene.status == "complete"


def test_the_account_stays_stopped_when_only_its_sub_agent_is_released():
    scene = Scene(LINE)
    throw(scene)
    throw(scene, "agent")
    release(scene, "agent")
    let_time_pass(scene, 300)
    assert scene.called == []

    release(scene)
    let_time_pass(scene, 600)
    assert scene.status == "complete"


def test_a_thrown_switch_is_seen_within_ten_seconds_by_a_worker_that_looked_just_before():
    scene = Scene(LINE)
    scene.world.deliver(scene.handler)
    switches.throw(scene.world.store, ACCOUNT, None, at=0, by="key_9", reason="")
    scene.world.clock.advance(10.1)
    scene.run()

    assert scene.called == []


def test_a_worker_says_which_switch_has_stopped_it():
    scene = Scene(LINE)
    throw(scene, "agent")
    verdict = run_step(scene.engine, StepRef(ACCOUNT, scene.task.id, "z", 0), lambda: 900_000)

    assert verdict == Ack("stopped by the switch of sub-agent 'agent'")


def test_a_message_of_a_task_that_is_not_there_yet_comes_again_though_a_sub_agent_is_stopped():
    scene = Scene(LINE)
    throw(scene, "agent")
    unknown = StepRef(ACCOUNT, "task_unknown", "z", 0)
    verdict = run_step(scene.engine, unknown, lambda: 900_000, first=True)

    assert not isinstance(verdict, Ack)
    assert run_step(scene.engine, unknown, lambda: 900_000) == Ack("the task is gone")  # it was deleted


def test_the_switches_cost_no_read_of_the_task_while_no_sub_agent_is_stopped():
    scene = Scene(LINE)
    read, get_many = [], scene.world.store.get_many
    scene.world.store.get_many = lambda keys: (read.extend(keys), get_many(keys))[1]

    assert switches.stopped(scene.engine, ACCOUNT, scene.task.id) == ""
    assert (task_pk(ACCOUNT, scene.task.id), "TASK") not in read


def test_two_who_throw_at_once_both_count_and_the_first_word_stays():
    scene = Scene(LINE)
    put, raced = scene.world.store.put, []

    def racing(write):
        if write.sk == switches.SWITCHES and not raced:
            raced.append(True)
            switches.throw(scene.world.store, ACCOUNT, "b", at=1, by="second", reason="")
        return put(write)

    scene.world.store.put = racing
    thrown = switches.throw(scene.world.store, ACCOUNT, "a", at=2, by="first", reason="")
    thrown = switches.throw(scene.world.store, ACCOUNT, "a", at=3, by="third", reason="")

    assert set(thrown.sub_agents) == {"a", "b"}
    assert thrown.sub_agents["a"]["by"] == "first"
