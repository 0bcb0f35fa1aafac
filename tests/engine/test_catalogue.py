"""A worker that does a step reads the record of that step's action, whatever else the sub-agent was granted."""

import json
from dataclasses import replace

from chalicelib.domain.control import STEP_ZERO
from chalicelib.domain.edit import CarryOn
from chalicelib.domain.tool import Action
from chalicelib.engine import registry
from chalicelib.engine.cache import Cache
from chalicelib.engine.engine import Engine, step_ref
from chalicelib.engine.runner import run_step
from chalicelib.planning.composer.composer import Composer
from tests.engine.scripted import ACCOUNT, ANYTHING, Scene, step

OTHERS = tuple(Action("big", f"act_{n}", f"does {n}", ANYTHING, None, "read") for n in range(60))


class Counting:
    """A store that remembers which action records were asked for."""

    def __init__(self, store):
        self._store = store
        self.asked = []

    def get_many(self, keys):
        self.asked += [sk for _, sk in keys if sk.startswith("ACTION#")]
        return self._store.get_many(keys)

    def __getattr__(self, name):
        return getattr(self._store, name)


def cold(scene):
    """Another worker, which has read nothing yet, with the planner that is built in."""
    store = Counting(scene.world.ports.store)
    ports = scene.world.ports
    fresh = type(ports)(store, ports.queue, ports.blobs, ports.vault, ports.tools, ports.now, ports.token)
    return Engine(fresh, scene.settings, Composer(), Cache(scene.world.clock)), store


def test_a_step_reads_one_action_record():
    scene = Scene((step("1"), step("2", "1")), extra_actions=OTHERS)
    read = []

    def handler(event):
        for record in event["Records"]:
            ref = step_ref(json.loads(record["body"]))
            if ref.sid == STEP_ZERO:
                run_step(scene.engine, ref, lambda: 900_000)
                continue
            engine, store = cold(scene)
            run_step(engine, ref, lambda: 900_000)
            read.append(len(store.asked))
        return {"batchItemFailures": []}

    scene.world.pump({"steps": handler, "learn": scene.learner})

    assert scene.status == "complete"
    assert read == [1, 1]


def test_all_records_are_read_together_and_once():
    scene = Scene((step("1"),), extra_actions=OTHERS)
    engine, store = cold(scene)
    agent = registry.read_version(
        engine.ports, ACCOUNT, registry.find_sub_agent(engine.ports, ACCOUNT, "agent").version
    )
    records = registry.records_of(engine.ports, engine.cache, ACCOUNT, agent)

    assert records["big.act_3"].name == "act_3" and len(store.asked) == 1
    assert len(list(registry.catalogue(engine.ports, engine.cache, ACCOUNT, agent).actions.values())) == 61
    assert dict(records.items())["tool.1"].ref == "tool.1" and len(store.asked) == len(records) == 61
    assert "big.act_60" not in records and records.get("big.act_60") is None


def test_a_planner_reads_nothing_and_is_asked_again_with_everything_when_it_wants_more():
    scene = Scene((step("1"),), extra_actions=OTHERS)
    seen = []

    class Curious(Composer):
        def revise(self, brief, run, looked_at, outcome):
            seen.append(len(store.asked))
            assert len([one.name for one in brief.catalogue.actions.values()]) == 61
            return CarryOn()

    def handler(event):
        nonlocal store
        for record in event["Records"]:
            ref = step_ref(json.loads(record["body"]))
            engine, store = cold(scene)
            planner = scene.planner if ref.sid == STEP_ZERO else Curious()
            run_step(replace(engine, planner=planner), ref, lambda: 900_000)
        return {"batchItemFailures": []}

    store = None
    scene.world.pump({"steps": handler, "learn": scene.learner})

    assert scene.status == "complete" and seen == [1, 61]
