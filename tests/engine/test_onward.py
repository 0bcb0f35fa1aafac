"""A worker goes on with one of the steps that its own made ready; the others are sent as ever."""

import json

from chalicelib.domain.edit import CarryOn, Later
from chalicelib.domain.outcome import Done, Failed
from chalicelib.domain.transitions import Claim
from chalicelib.engine.engine import Ack, step_ref
from chalicelib.engine.onward import run_steps
from chalicelib.engine.records import task_pk
from tests.engine.scripted import ACCOUNT, Scene, step

LINE = (step("1"), step("2", "1"), step("3", "2"))
FORK = (step("1"), step("2", "1"), step("3", "1"), step("4", "1"))


def handled(scene, *, remaining=lambda: 900_000):
    """The steps that each message led to, in order."""
    done = []

    def handler(event):
        for record in event["Records"]:
            ref = step_ref(json.loads(record["body"]))
            done.append([ref.sid for ref, _ in run_steps(scene.engine, ref, remaining, first=True)])
        return {"batchItemFailures": []}

    scene.world.pump({"steps": handler, "learn": scene.learner})
    return done


def test_a_linear_plan_is_done_with_one_message():
    scene = Scene(LINE, go_on=60_000)

    assert handled(scene) == [["z", "1", "2", "3"]]
    assert scene.status == "complete"


def test_without_the_setting_each_step_has_a_message_of_its_own():
    scene = Scene(LINE)

    assert handled(scene) == [["z"], ["1"], ["2"], ["3"]]


def test_of_the_steps_that_became_ready_one_is_done_and_the_others_are_sent():
    scene = Scene(FORK, go_on=60_000)
    done = handled(scene)

    assert done[0] == ["z", "1", "2"]
    assert sorted(done[1:]) == [["3"], ["4"]]
    assert scene.status == "complete"


def test_a_worker_without_time_sends_what_it_would_have_done():
    scene = Scene(LINE, go_on=60_000, tool_timeout_s=30)

    assert handled(scene, remaining=iter([35_000, 34_999, 900_000, *[36_000] * 20]).__next__) == [
        ["z"], ["1", "2", "3"]
    ]


def test_a_worker_that_has_gone_on_long_enough_sends_what_follows():
    scene = Scene(LINE, {"1": lambda _: Done({"n": scene.world.clock.advance(20)})}, go_on=20_000)

    assert handled(scene) == [["z", "1"], ["2", "3"]]
    assert scene.status == "complete"


def test_a_step_that_must_wait_is_sent_with_its_delay_and_not_done_now():
    asked = []

    def busy(_):
        asked.append(1)
        return Failed("rate_limited", "slow") if len(asked) == 1 else Done()

    def revise(run, looked_at, outcome):
        return Later(30) if isinstance(outcome, Failed) else CarryOn()

    scene = Scene(LINE, {"2": busy}, revise, go_on=600_000)

    assert handled(scene) == [["z", "1", "2"], ["2", "3"]]


def test_a_step_that_must_come_again_is_given_a_message_of_its_own():
    scene = Scene(LINE, go_on=60_000)
    now = scene.world.clock()

    def remaining():
        """While the worker looks at its watch somebody else claims the step that it would do next."""
        if scene.control.settled("1"):
            scene.world.store.apply(task_pk(ACCOUNT, scene.task.id), Claim("2", 0, "other", now, now + 7_500, 6))
        return 900_000

    delivery = scene.world.queue.receive(["steps"], 720)
    ref = step_ref(json.loads(delivery.body))
    done = [(step.sid, verdict) for step, verdict in run_steps(scene.engine, ref, remaining, first=True)]
    scene.world.queue.ack(delivery.receipt)

    assert [sid for sid, _ in done] == ["z", "1", "2"]
    assert isinstance(done[2][1], Ack), "the message in hand has been dealt with"
    assert scene.world.queue.receive(["steps"], 720) is None
    scene.world.clock.advance(8)
    assert json.loads(scene.world.queue.receive(["steps"], 720).body)["sid"] == "2"
