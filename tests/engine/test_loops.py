"""A plan that runs in circles ends by name."""

from dataclasses import replace

import pytest

from chalicelib.domain.edit import CarryOn, Later, Recover, Replace, step_id
from chalicelib.domain.outcome import Done, Failed
from chalicelib.engine.history import history
from chalicelib.engine.tasks import error
from tests.engine.scripted import ACCOUNT, Scene, fails_once, step, value


def told(scene):
    return error(history(scene.world.ports, ACCOUNT, scene.task.id))


def later(run, looked_at, outcome):
    return Later(1) if isinstance(outcome, Failed) else CarryOn()


def test_the_same_failing_call_is_made_three_times_and_no_more():
    scene = Scene((step("1"), step("2", "1")), {"1": lambda _: Failed("rejected", "no", "closed")}, later).run()

    assert scene.called == ["1", "1", "1"]
    assert scene.status == "failed"
    assert (told(scene)["code"], told(scene)["step"]) == ("loop_detected", "1")
    assert "failed 3 times in the same way" in told(scene)["message"]
    assert scene.row("2")["status"] == "skipped"


@pytest.mark.parametrize("reason", ["unavailable", "rate_limited"])
def test_a_service_that_says_come_back_later_is_asked_as_often_as_attempts_allow(reason):
    scene = Scene((step("1"),), {"1": lambda _: Failed(reason)}, later).run()

    assert len(scene.called) == scene.settings.max_attempts
    assert told(scene)["code"] == "tool_error"


def test_failures_that_differ_are_no_loop():
    failures = iter([Failed("rejected", "", f"code_{n}") for n in range(4)] + [Done()])
    scene = Scene((step("1"),), {"1": lambda _: next(failures)}, later).run()

    assert scene.status == "complete"
    assert len(scene.called) == 5


def test_a_plan_that_changes_between_the_failures_may_go_on():
    remedies = tuple(step(f"1.a{n}", action="mend", remedy_for="1", goal=str(n)) for n in range(4))
    failures = iter([Failed("rejected", "no")] * 4 + [Done()])

    def revise(run, looked_at, outcome):
        if not isinstance(outcome, Failed):
            return CarryOn()
        return Recover((remedies[len(run.trials)],))

    scene = Scene((step("1"),), {"1": lambda _: next(failures)}, revise, extra=remedies).run()

    assert scene.status == "complete"
    assert scene.called.count("1") == 5


def test_the_same_call_under_another_name_is_still_the_same_call():
    def revise(run, looked_at, outcome):
        if not isinstance(outcome, Failed):
            return CarryOn()
        again = replace(looked_at, replaces=looked_at.id, goal=looked_at.id)
        return Replace(replace(again, id=step_id(again, "1")))

    scene = Scene((step("1", inputs={"x": value(1)}),), {"1": lambda _: Failed("rejected", "no")}, revise).run()

    assert scene.called == ["1", "1", "1"]
    assert told(scene)["code"] == "loop_detected"


def test_another_tasks_failures_do_not_count():
    scene = Scene((step("1"),), {"1": lambda _: Failed("rejected", "no")}, later).run()
    scene.task = scene.accept()
    scene.world.outside.functions["tool.1"] = fails_once(Failed("rejected", "no"))

    scene.run()

    assert scene.status == "complete"


def test_a_step_is_revised_only_so_often_whatever_the_planner_thinks_of():
    def revise(run, looked_at, outcome):
        if not isinstance(outcome, Failed):
            return CarryOn()
        other = replace(looked_at, inputs={"x": value(len(run.plan.steps))}, replaces=looked_at.id)
        return Replace(replace(other, id=step_id(other, "1")))

    scene = Scene((step("1", inputs={"x": value(0)}),), {"1": lambda _: Failed("rejected", "no")}, revise,
                  agent={"limits": {"writes": 50}}).run()

    assert len(scene.called) == 1 + scene.settings.max_revisions
    assert told(scene)["code"] == "loop_detected"
    assert "revised 12 times" in told(scene)["message"]


def test_the_count_begins_anew_once_something_was_put_before_the_call():
    remedy = step("1.aa", action="mend", remedy_for="1")

    def revise(run, looked_at, outcome):
        if not isinstance(outcome, Failed):
            return CarryOn()
        return Recover((remedy,)) if run.attempts == 2 else Later(1)

    scene = Scene((step("1"),), {"1": lambda _: Failed("rejected", "no")}, revise, extra=(remedy,)).run()

    assert scene.called == ["1", "1", "mend", "1", "1", "1"]
    assert told(scene)["code"] == "loop_detected"


def test_the_same_action_with_other_inputs_is_another_call():
    seen: dict[int, int] = {}

    def act(call):
        x = call.inputs["x"]
        seen[x] = seen.get(x, 0) + 1
        return Done() if seen[x] == 3 else Failed("rejected", "no")

    steps = tuple(step(str(x), action="act", inputs={"x": value(x)}) for x in (1, 2, 3))
    scene = Scene(steps, {"act": act}, later).run()

    assert scene.status == "complete"
    assert seen == {1: 3, 2: 3, 3: 3}
