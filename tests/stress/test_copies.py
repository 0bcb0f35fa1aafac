"""Copies of messages must die out: a queue that is late is swept, and every sweep sends what may start again."""

import json
from collections.abc import Mapping
from typing import Any

from chalicelib.domain.outcome import Done
from chalicelib.domain.tool import Effect
from chalicelib.engine.engine import Nack, step_ref
from chalicelib.engine.runner import run_step
from chalicelib.engine.sweep import sweep
from tests.engine.scripted import Scene, step

LEVELS = 5


def lattice(effect: Effect = "idempotent", **settings: Any) -> Scene:
    """Five times two steps that both need the two before them."""
    steps = [step("1a", effect=effect), step("1b", effect=effect)]
    for level in range(2, LEVELS + 1):
        steps += [step(f"{level}{side}", f"{level - 1}a", f"{level - 1}b", effect=effect) for side in "ab"]
    return Scene(tuple(steps), {one.action: lambda _: Done({"ok": True}) for one in steps}, **settings)


class Late:
    """Workers as `functions` has them, and sweeps while the queue is late."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.handled = 0

    def steps(self, event: Mapping[str, Any]) -> dict[str, Any]:
        failures = []
        for record in event["Records"]:
            self.handled += 1
            verdict = run_step(
                self.scene.engine, step_ref(json.loads(record["body"])), lambda: 900_000,
                first=record["attributes"]["ApproximateReceiveCount"] == "1",
            )
            if isinstance(verdict, Nack):
                failures.append({"itemIdentifier": record["messageId"], "visibilityTimeout": verdict.delay})
        return {"batchItemFailures": failures}

    def run(self) -> None:
        self.scene.world.pump({"steps": self.steps, "learn": self.scene.learner})


def test_a_copy_of_a_message_does_not_bring_forth_a_copy_at_every_step_that_follows() -> None:
    scene = lattice()
    late = Late(scene)
    scene.world.deliver({"steps": late.steps})  # step zero
    for _ in range(4):
        scene.world.clock.advance(300)
        sweep(scene.engine)
    late.run()

    assert scene.status == "complete" and len(scene.called) == 2 * LEVELS
    assert late.handled <= 1 + 2 * LEVELS + 4 * 2


def test_a_worker_that_died_between_its_commit_and_its_sends_is_made_up_for_by_its_own_message() -> None:
    """Delivered again, the message does help."""
    scene = lattice()
    late = Late(scene)
    queue = scene.world.queue
    scene.world.deliver({"steps": late.steps})
    lost = queue.receive(("steps",))
    assert lost is not None
    run_step(scene.engine, step_ref(json.loads(lost.body)), lambda: 900_000, first=True)
    other = queue.receive(("steps",))
    assert other is not None
    run_step(scene.engine, step_ref(json.loads(other.body)), lambda: 900_000, first=True)
    while (sent := queue.receive(("steps",))) is not None:
        queue.ack(sent.receipt)  # what the two sent never arrived
    queue.nack(lost.receipt, 0)
    late.run()

    assert scene.status == "complete" and len(scene.called) == 2 * LEVELS


def test_while_learning_is_behind_an_ended_task_asks_for_it_ever_more_rarely() -> None:
    scene = lattice()
    scene.world.pump({"steps": scene.handler})  # nobody learns
    asked = sum(scene.sweep().get("learn", 0) for _ in range(24 * 60))

    assert 5 < asked < 30
