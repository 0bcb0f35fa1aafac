"""A call whose answer was lost: where its action declares a probe, nobody need be asked."""

import random
from contextlib import suppress
from dataclasses import replace

import pytest

from chalicelib.domain.binding import Literal, Output
from chalicelib.domain.control import Live
from chalicelib.domain.outcome import Done, Failed
from chalicelib.domain.tool import Action
from chalicelib.engine.cache import Cache
from chalicelib.engine.kept import RetryRequest
from chalicelib.engine.retry import retry
from chalicelib.engine.signals import answer
from chalicelib.engine.sweep import sweep
from tests.engine.scripted import ACCOUNT, ANYTHING, Scene, step
from tests.engine.test_callbacks import Crash, dying

PROBE = {"action": "find", "inputs": {"ref": "reference"}, "happened": {"path": "found", "equals": True}}
FIND = Action("tool", "find", "finds a payment", ANYTHING, None, "read")
LOST = Failed("outcome_unknown", "lost")


class Payment(Scene):
    """Step 1 pays, and its answer is lost; step 2 needs the payment's number.  `lands`: whether a request lands."""

    def __init__(self, lands=(True,), find=None, granted=True, **fields):
        self.lands, self.paid, self.looked = list(lands), [], []
        pays = Action("tool", "1", "pays", ANYTHING, None, "unsafe", call={"probe": PROBE})
        plan = (
            step("1", effect="unsafe", inputs={"reference": Literal("r7"), "amount": Literal(5)}),
            step("2", "1", inputs={"number": Output("1", "number")}),
        )
        tools = {"1": self.pay, "find": find or self.find, **fields.pop("tools", {})}
        super().__init__(plan, tools, extra_actions=(pays, FIND) if granted else (pays,), **fields)

    def pay(self, call):
        if self.lands and self.lands.pop(0):
            self.paid.append(call.inputs["reference"])
        return LOST

    def find(self, call):
        self.looked.append((self.world.clock(), call.inputs))
        return Done({"found": call.inputs["ref"] in self.paid, "number": 11})


def test_a_payment_that_happened_is_found_and_the_task_goes_on_with_what_was_found():
    scene = Payment().run()

    assert scene.status == "complete"
    assert scene.called == ["1", "find", "2"]
    assert scene.looked[0][1] == {"ref": "r7"}
    assert scene.world.outside.made[-1].inputs == {"number": 11}
    row = scene.row("1")
    assert row["status"] == "complete"
    assert [one["action"] for one in row["attempts"][0]["recovery"]] == ["find"]


def test_a_payment_that_did_not_happen_is_made_once_more_under_another_key():
    scene = Payment(lands=(False, True)).run()

    assert scene.status == "complete"
    assert scene.paid == ["r7"]
    keys = [key for ref, key in scene.world.calls if ref == "tool.1"]
    assert len(keys) == 2 == len(set(keys))
    assert "had not happened" in str(scene.row("1"))


def test_it_looks_only_when_a_lost_request_cannot_land_any_more():
    scene = Payment()
    sent = []
    pay = scene.pay
    scene.world.outside.functions["tool.1"] = lambda call: (sent.append(scene.world.clock()), pay(call))[1]
    scene.run()

    wait = scene.looked[0][0] - sent[0]
    assert wait >= scene.settings.tool_timeout_s * 1000 + scene.settings.settle_time
    assert len(scene.looked) == 1


@pytest.mark.parametrize("said", [Failed("forbidden", "no"), Failed("shape_changed"), Failed("unavailable")])
def test_a_probe_that_cannot_tell_leaves_it_to_a_person(said):
    scene = Payment(find=lambda _: said).run()

    assert scene.status == "waiting"
    assert scene.called.count("1") == 1
    assert scene.called.count("find") == (3 if said.reason == "unavailable" else 1)
    answer(scene.engine, ACCOUNT, scene.task.id, decision="happened", values={}, who="key_2")
    scene.run()
    assert scene.called.count("1") == 1


def test_a_probe_that_was_not_granted_is_not_made():
    scene = Payment(granted=False).run()

    assert scene.called == ["1"]
    assert scene.status == "waiting"


def test_the_payment_of_a_worker_that_died_is_looked_for_too():
    scene = Payment()

    def dies(call):
        scene.paid.append(call.inputs["reference"])
        raise RuntimeError("dies")

    scene.world.outside.functions["tool.1"] = dies
    with suppress(RuntimeError):
        scene.run()
    scene.world.clock.advance(800)
    scene.run()

    assert scene.status == "complete"
    assert scene.called == ["1", "find", "2"]


def test_where_a_person_may_have_changed_the_inputs_of_a_dead_workers_call_a_person_is_asked():
    scene = Payment(agent={"requires_approval": ("tool.1",)}).run()
    answer(scene.engine, ACCOUNT, scene.task.id, decision="edit", values={"reference": "r8"}, who="key_2")

    def dies(call):
        raise RuntimeError("dies")

    scene.world.outside.functions["tool.1"] = dies
    with suppress(RuntimeError):
        scene.run()
    scene.world.clock.advance(800)
    scene.run()

    assert scene.status == "waiting"
    assert "find" not in scene.called


def test_what_a_person_changed_is_what_is_looked_for():
    scene = Payment(agent={"requires_approval": ("tool.1",)}).run()
    answer(scene.engine, ACCOUNT, scene.task.id, decision="edit", values={"reference": "r8"}, who="key_2")
    scene.run()

    assert [inputs for _, inputs in scene.looked] == [{"ref": "r8"}]
    assert scene.status == "complete"


def test_a_retry_keeps_a_payment_that_a_probe_has_found():
    scene = Payment(tools={"2": lambda _: Failed("rejected", "no")}).run()
    assert scene.status == "failed"
    scene.world.outside.functions["tool.2"] = lambda call: Done(dict(call.inputs))
    scene.task, _ = retry(scene.engine, ACCOUNT, scene.task.id, RetryRequest("2"))
    scene.run()

    assert scene.status == "complete"
    assert scene.called.count("1") == 1


@pytest.mark.parametrize("first", range(0, 100, 20))
def test_whatever_happens_it_is_paid_once(first):
    deaths = 0
    for seed in range(first, first + 20):
        chance = random.Random(seed)
        scene = Payment(seed=seed, duplicates=0.2)
        scene.world.outside.functions["tool.1"] = lambda call, scene=scene, chance=chance: (
            scene.paid.append("r7") if chance.random() < 0.5 else None, LOST)[1]
        died = 0
        for _ in range(150):
            at = chance.randrange(12) if died < 4 and chance.random() < 0.2 else 1_000
            try:
                with dying(scene.world, at, chance.random() < 0.5):
                    if chance.random() < 0.3:
                        scene.world.clock.advance(chance.choice((1, 61, 200)))
                        sweep(scene.engine)
                    else:
                        scene.world.deliver(scene.handler)
            except Crash:
                died += 1
                scene.engine = replace(scene.engine, cache=Cache(scene.world.clock))
        for _ in range(40):
            scene.world.clock.advance(250)
            sweep(scene.engine)
            scene.world.pump(scene.handler)
        deaths += died
        assert scene.paid == ["r7"], (seed, scene.status, scene.control.steps)
        assert scene.status == "complete", (seed, scene.control.steps)
        assert not any(isinstance(one, Live) for one in scene.control.steps.values())
    assert deaths > 5
