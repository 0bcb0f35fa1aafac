"""What a sub-agent's task may spend is checked before it is spent."""

from chalicelib.domain.edit import CarryOn, Insert
from chalicelib.domain.outcome import Done, Failed
from chalicelib.engine.budget import waited
from chalicelib.engine.history import history
from chalicelib.engine.records import Record
from chalicelib.engine.signals import answer
from chalicelib.engine.sweep import sweep
from chalicelib.engine.tasks import error
from tests.engine.scripted import ACCOUNT, Scene, question, step


def told(scene):
    return error(history(scene.world.ports, ACCOUNT, scene.task.id))


def slow(scene, seconds):
    def tool(_):
        scene.world.clock.advance(seconds)
        return Done()
    return tool


def timed(steps, seconds_each, limit):
    scene = Scene(steps, agent={"limits": {"seconds": limit}})
    for each in steps:
        scene.world.outside.functions[f"tool.{each.id}"] = slow(scene, seconds_each)
    return scene.run()


def test_a_step_that_is_due_after_the_seconds_are_over_is_not_called():
    scene = timed((step("1"), step("2", "1"), step("3", "2")), 40, 60)

    assert scene.called == ["1", "2"]
    assert scene.status == "failed"
    assert (told(scene)["code"], told(scene)["step"]) == ("budget_exceeded", "3")
    assert "60 seconds" in told(scene)["message"] and "80.0 were used" in told(scene)["message"]


def test_a_task_within_its_seconds_is_not_touched():
    assert timed((step("1"), step("2", "1"), step("3", "2")), 19, 60).status == "complete"


def test_a_step_that_began_in_time_is_not_cut_off():
    assert timed((step("1"),), 400, 60).status == "complete"


def test_the_time_in_which_a_person_was_asked_does_not_count():
    scene = Scene((question("1"), step("2", "1")), agent={"limits": {"seconds": 60}}).run()
    scene.world.clock.advance(3_600)
    answer(scene.engine, ACCOUNT, scene.task.id, decision=None, values={"x": 1}, who="key_2")
    scene.run()

    assert scene.status == "complete"


def test_a_question_that_nobody_needs_any_more_stops_the_time_no_longer():
    """Seed 1008619: it was skipped, and for the budget the person seemed to be asked for ever."""
    gone = {"3": lambda _: Failed("not_found", "gone")}
    scene = Scene((question("1"), step("3"), step("9", "1", "3")), gone).run()
    scene.world.clock.advance(120)
    sweep(scene.engine)
    assert scene.control.settled("1").letter == "X"

    def so_far():
        past = history(scene.world.ports, ACCOUNT, scene.task.id)
        return waited(past.records, scene.world.clock())
    before = so_far()
    scene.world.clock.advance(1_000)

    assert 100_000 <= so_far() == before


def test_time_counts_once_where_two_questions_were_open_together():
    def record(sid, status, at):
        return Record(sid, "o", at, at, status)

    asked = [record("a", "waiting", 0), record("b", "waiting", 50)]

    assert waited([*asked, record("a", "complete", 100), record("b", "complete", 120)], 500) == 120
    assert waited(asked, 500) == 500
    assert waited([], 500) == 0


def test_a_plan_beyond_the_sub_agents_steps_is_over_budget_by_name():
    scene = Scene(tuple(step(str(n)) for n in range(1, 5)), agent={"limits": {"steps": 3}}).run()

    assert scene.called == []
    assert told(scene)["code"] == "budget_exceeded"
    assert "3 steps (limits.steps)" in told(scene)["message"]


def test_a_callers_lower_cap_keeps_its_own_name():
    scene = Scene(
        tuple(step(str(n)) for n in range(1, 5)), agent={"limits": {"steps": 9}}, request={"max_steps": 3}
    ).run()

    assert told(scene)["code"] == "workflow_depth_exceeded"


def test_a_step_that_the_limit_leaves_no_room_for_never_runs():
    more = step("n.aa", "1", action="more")

    def revise(run, looked_at, outcome):
        return Insert((more,)) if looked_at.id == "1" else CarryOn()

    scene = Scene((step("1"), step("2", "1")), {}, revise, extra=(more,), agent={"limits": {"steps": 2}}).run()

    assert scene.called == ["1"]
    assert told(scene)["code"] == "budget_exceeded"
