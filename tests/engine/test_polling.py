"""Steps longer than one invocation: begun once, asked about without holding a worker, and then as if done at once."""

from itertools import pairwise

from chalicelib.domain.binding import Output
from chalicelib.domain.control import Settled
from chalicelib.domain.outcome import Done, Failed, Started
from chalicelib.domain.tool import Action
from chalicelib.engine.history import history
from chalicelib.engine.signals import cancel
from chalicelib.engine.tasks import error
from tests.engine.scripted import ACCOUNT, ANYTHING, Scene, step

ASK = {
    "action": "status", "inputs": {"job": "j1"}, "done": {"path": "state", "equals": "ready"},
    "failed": {"path": "state", "equals": ["broken", "lost"], "reason": "why"},
}
STATUS = Action("tool", "status", "Tells the state of a job", ANYTHING, None, "read")


def told(scene):
    return error(history(scene.world.ports, ACCOUNT, scene.task.id))


def declared(states, **fields):
    """A step that begins a job, and one that needs what comes of it; the job goes through these states."""
    left = list(states)

    def status(call):
        assert call.inputs == {"job": "j1"}
        return Done(left.pop(0) if len(left) > 1 else left[0])

    return Scene(
        (step("1", effect="unsafe"), step("2", "1", inputs={"x": Output("1", "size")})),
        {"1": lambda _: Started(ASK), "status": status}, extra_actions=(STATUS,), **fields,
    )


def test_a_job_is_begun_once_and_asked_about_until_it_is_done():
    scene = declared([{"state": "new"}, {"state": "going"}, {"state": "ready", "size": 7}]).run()

    assert scene.status == "complete"
    assert scene.called == ["1", "status", "status", "status", "2"]
    assert scene.world.outside.made[-1].inputs == {"x": 7}


def test_a_job_is_one_row_whose_output_is_what_came_of_it():
    scene = declared([{"state": "going"}, {"state": "ready", "size": 7}]).run()

    assert [row["label"] for row in scene.trace["steps"]] == ["1", "2"]
    row = scene.row("1")
    assert (row["status"], row["output"]) == ("complete", {"state": "ready", "size": 7})
    assert [one["status"] for one in row["attempts"]] == ["retried", "complete"]
    assert "asked until it is done" in row["note"]


def test_asking_for_hours_costs_no_attempt_holds_no_worker_and_becomes_rarer():
    asked = []

    def status(call):
        asked.append(scene.world.clock())
        return Done({"state": "ready", "size": 1} if scene.world.clock() - asked[0] > 3 * 3_600_000 else {"state": "x"})

    scene = declared([{}])
    scene.world.outside.functions["tool.status"] = status
    scene.run()

    assert scene.status == "complete"
    pauses = [later - sooner for sooner, later in pairwise(asked)]
    assert pauses[0] <= 3_000 and max(pauses) <= 62_000 and pauses[-1] >= 60_000
    assert len(scene.row("1")["attempts"]) == 2


def test_the_tool_says_when_it_wants_to_be_asked():
    begun, asked = [], []
    scene = declared([{}])
    scene.world.outside.functions["tool.1"] = lambda _: (begun.append(scene.world.clock()), Started(ASK, 120))[1]
    scene.world.outside.functions["tool.status"] = lambda _: (
        asked.append(scene.world.clock()), Done({"state": "ready", "size": 1}))[1]
    scene.run()

    assert len(asked) == 1
    assert asked[0] - begun[0] >= 120_000


def test_a_job_that_fails_fails_its_step_with_the_tools_own_words():
    scene = declared([{"state": "going"}, {"state": "broken", "why": "out of paper"}]).run()

    assert scene.status == "failed"
    assert told(scene)["message"] == "out of paper"
    assert scene.row("2")["status"] == "skipped"


def test_a_job_that_never_ends_fails_after_a_day():
    scene = declared([{"state": "going"}]).run()

    assert scene.status == "failed"
    assert "24 hours" in told(scene)["message"]
    assert scene.called.count("1") == 1


def test_a_job_that_outlives_the_sub_agents_seconds_is_over_budget():
    scene = declared([{"state": "going"}], agent={"limits": {"seconds": 600}}).run()

    assert told(scene)["code"] == "budget_exceeded"
    assert scene.called.count("status") < 40


def test_an_address_is_asked_where_the_tool_named_one():
    answers = iter([Started({"url": "https://x.example/ops/1"}), Started({}), Started({}, 30), Done({"size": 3})])
    scene = Scene((step("1"), step("2", "1", inputs={"x": Output("1", "size")})), {"1": lambda _: next(answers)}).run()

    assert scene.status == "complete"
    calls = scene.world.outside.made
    assert [call.operation for call in calls] == ["", *["https://x.example/ops/1"] * 3, ""]
    assert calls[-1].inputs == {"x": 3}
    assert calls[0].key != calls[1].key


def test_a_read_that_is_not_ready_is_made_again():
    answers = iter([Started({}, 5), Started({}, 5), Done({"size": 1})])
    scene = Scene((step("1", effect="read"),), {"1": lambda _: next(answers)}).run()

    assert scene.status == "complete"
    assert len(scene.row("1")["attempts"]) == 1


def test_asking_needs_no_approval_of_its_own():
    answers = iter([Started({"url": "https://x.example/1"}), Done()])
    scene = Scene((step("1"),), {"1": lambda _: next(answers)}, agent={"requires_approval": ("tool.1",)}).run()
    from chalicelib.engine.signals import answer
    answer(scene.engine, ACCOUNT, scene.task.id, decision="approve", values={}, who="key_2")
    scene.run()

    assert scene.status == "complete"


def test_a_job_is_not_begun_twice_when_messages_come_twice():
    for seed in range(8):
        scene = declared([{"state": "a"}, {"state": "b"}, {"state": "ready", "size": 1}], seed=seed, duplicates=0.5)
        scene.run()
        assert scene.status == "complete"
        assert scene.called.count("1") == 1


def test_a_task_that_is_cancelled_asks_no_more():
    scene = declared([{"state": "going"}])

    def status(call):
        cancel(scene.engine, ACCOUNT, scene.task.id)
        return Done({"state": "going"})

    scene.world.outside.functions["tool.status"] = status
    scene.run()

    assert scene.status == "cancelled"
    assert scene.called == ["1", "status"]
    assert isinstance(scene.control.steps["1"], Settled)


def test_a_service_that_stumbles_while_it_is_asked_does_not_begin_the_job_again():
    from chalicelib.domain.edit import CarryOn, Later

    answers = iter([Failed("unavailable"), Done({"state": "going"}), Failed("unavailable"),
                    Done({"state": "ready", "size": 1})])
    scene = declared([{}], revise=lambda run, one, outcome: Later(1) if isinstance(outcome, Failed) else CarryOn())
    scene.world.outside.functions["tool.status"] = lambda _: next(answers)
    scene.run()

    assert scene.status == "complete"
    assert scene.called.count("1") == 1
