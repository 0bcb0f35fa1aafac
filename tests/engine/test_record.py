"""`record: full | shape | none`: what stays of a task's values once it has ended."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.binding import Literal, Mention, Output
from chalicelib.domain.edit import CarryOn, Edit, GiveUp, Insert, Recover
from chalicelib.domain.errors import Conflict
from chalicelib.domain.outcome import Done, Failed, Outcome
from chalicelib.domain.plan import Step
from chalicelib.engine import signals
from chalicelib.engine.deliveries import after_try
from chalicelib.engine.history import history
from chalicelib.engine.keeping import shape
from chalicelib.engine.kept import RetryRequest
from chalicelib.engine.listing import page
from chalicelib.engine.ports import Write
from chalicelib.engine.recording import recording
from chalicelib.engine.records import account_pk, task_pk
from chalicelib.engine.retry import retry
from chalicelib.engine.tasks import events, find, view
from chalicelib.engine.trace import trace
from chalicelib.planning.planner import Run
from chalicelib.tools.webhooks import event_body
from tests.engine.scripted import ACCOUNT, Scene, question, step

CANARY = "Zanzibar"
MORE, MEND = step("2.s", action="more", effect="read"), step("4.r", action="mend", effect="read")
REDUCED = ("shape", "none")
PLAN = (
    step("1", inputs={"name": Literal(f"{CANARY}-in"), "said": Mention(f"{CANARY}-said", "it")}),
    step("2", inputs={"x": Output("1", f"[?name=='{CANARY}'].id | [0]")}),
    question("3", fields={"properties": {"city": {"enum": [f"{CANARY}-city"]}}}),
    step("4", "3", "2"),
    step("5", "4"),
)


def tells(call: Any) -> Outcome:
    return Done([{"name": CANARY, "id": f"{CANARY}-out", "much": CANARY * 5_000}], note=f"{CANARY} was found")


def fails(call: Any) -> Outcome:
    return Failed("rejected", f"{CANARY} is closed", f"{CANARY}_closed")


def mended(run: Run, looked_at: Step, outcome: Outcome) -> Edit:
    if looked_at.id == "4" and isinstance(outcome, Failed):
        if "4.r" not in {one.id for one in run.plan.steps}:
            return Recover((replace(MEND, remedy_for="4", inputs={"v": Literal(f"{CANARY}-mend")}),))
        return GiveUp(outcome.reason, outcome.detail, f"Ask {CANARY}")
    if looked_at.id == "2":
        return Insert((replace(MORE, inputs={"late": Literal(f"{CANARY}-late")}),), f"{CANARY} needs more")
    return CarryOn()


def ended(how: str, **tools: Any) -> Scene:
    """A task with values in every place, at its end; nothing is swept yet."""
    scene = Scene(
        PLAN, {"1": tells, "2": tells, "more": tells, **tools}, mended, agent={"record": how},
        extra=(MORE, MEND),
        request={"prompt": f"do it for {CANARY}", "context": {"home": f"{CANARY}-home"}, "metadata": {"order": "A-1"}},
    )
    scene.run()
    signals.answer(
        scene.engine, ACCOUNT, scene.task.id, decision=None, values={"city": f"{CANARY}-city"}, who="key_2",
    )
    return scene.run()


def stored(scene: Scene) -> str:
    """Everything that the world holds of the account's tasks, as text."""
    items = [
        {sk: item.data for sk, item in rows.items()}
        for pk, rows in scene.world.store._items.items() if not pk.startswith("A#")
    ]
    blobs = [data.decode() for data in scene.world.blobs._blobs.values()]
    return json.dumps([items, blobs, [dict(one.body) for one in scene.world.queue.sent]])


def shown(scene: Scene) -> dict[str, Any]:
    """What the API shows of the task."""
    ports, task_id = scene.world.ports, scene.task.id
    return {
        "task": view(ports, *find(ports, ACCOUNT, task_id)), "trace": trace(ports, ACCOUNT, task_id),
        "events": events(ports, ACCOUNT, task_id, 0), "list": page(ports, ACCOUNT),
    }


@pytest.mark.parametrize("how", REDUCED)
@pytest.mark.parametrize("tools", [{}, {"4": fails}], ids=["complete", "failed"])
def test_no_value_is_left_once_the_task_has_left_the_index(how: str, tools: Mapping[str, Any]) -> None:
    scene = ended(how, **tools)
    assert CANARY in stored(scene)  # a running task needs its values

    scene.sweep()

    assert scene.control.due is None
    assert CANARY not in stored(scene)
    assert CANARY not in json.dumps(shown(scene))


def test_with_full_the_same_task_keeps_its_values() -> None:
    scene = ended("full")
    scene.sweep()

    assert scene.control.due is None
    assert CANARY in stored(scene)
    assert f"{CANARY}-in" in json.dumps(shown(scene)["trace"])


@pytest.mark.parametrize("how", REDUCED)
def test_readers_see_no_value_from_the_first_moment_and_the_sweeper_changes_nothing_of_what_they_see(how: str) -> None:
    scene = ended(how)
    before = shown(scene)
    scene.sweep()
    after = shown(scene)

    assert CANARY not in json.dumps(before)
    assert before["trace"] == after["trace"]
    assert before["task"]["result"] == after["task"]["result"]


def test_the_trace_of_shape_tells_types_and_sizes_and_that_of_none_nothing() -> None:
    row = ended("shape").row("1"), ended("none").row("1")
    shapes, nothing = (next(r for r in _trace(how)["steps"] if r["id"] == "1") for how in REDUCED)

    assert row[0]["action"] == "1"
    assert shapes["input"] == {"name": f"string({len(CANARY) + 3})", "said": f"string({len(CANARY) + 5})"}
    assert shapes["output"].startswith("array(")
    assert (nothing["input"], nothing["output"]) == ({}, None)


def _trace(how: str) -> dict[str, Any]:
    scene = ended(how)
    return trace(scene.world.ports, ACCOUNT, scene.task.id)


def test_a_recovered_row_still_says_that_it_was_repaired_and_by_what() -> None:
    tries = iter([Failed("unauthorized", CANARY), Done({"ok": True})])
    scene = ended("none", **{"4": lambda _: next(tries)})
    row = next(r for r in trace(scene.world.ports, ACCOUNT, scene.task.id)["steps"] if r["id"] == "4")

    assert row["status"] == "complete" and row["note"] == "Recovered by tool.mend"


@pytest.mark.parametrize("how", REDUCED)
def test_a_person_sees_the_whole_question_while_it_is_open(how: str) -> None:
    scene = Scene(PLAN, {"1": tells, "2": tells, "more": tells}, agent={"record": how}).run()

    task = view(scene.world.ports, *find(scene.world.ports, ACCOUNT, scene.task.id))

    assert task["waiting"]["fields"] == {"properties": {"city": {"enum": [f"{CANARY}-city"]}}}


@pytest.mark.parametrize("how", REDUCED)
def test_the_result_goes_out_by_webhook_and_stays_until_it_is_delivered(how: str) -> None:
    scene = ended(how)
    _hook(scene)
    scene.sweep()
    pk = task_pk(ACCOUNT, scene.task.id)
    item = scene.world.store.get(pk, "W#task.complete#final")
    assert item is not None
    body = event_body(scene.world.ports, history(scene.world.ports, ACCOUNT, scene.task.id), item)
    assert CANARY in json.dumps(body["data"])
    scene.sweep(3 * 3600)
    assert CANARY in stored(scene) and scene.control.due is not None

    again = scene.world.store.get(pk, item.sk)
    assert again is not None
    after_try(scene.engine, again, delivered=True, answer="HTTP 200")
    scene.sweep(3 * 3600)

    assert CANARY not in stored(scene) and scene.control.due is None


def _hook(scene: Scene) -> None:
    scene.world.store.put(Write(account_pk(ACCOUNT), "WEBHOOK", {"url": "http://there", "secret": "s"}))
    scene.world.clock.advance(11)


def test_lessons_are_taken_before_the_values_go() -> None:
    scene = ended("none")
    scene.world.store.delete(task_pk(ACCOUNT, scene.task.id), "LEARNED")
    scene.sweep()

    assert CANARY in stored(scene) and scene.control.due is not None
    scene.run()
    scene.sweep(3600)
    assert CANARY not in stored(scene)


@pytest.mark.parametrize("how", REDUCED)
def test_what_needs_values_that_are_not_kept_is_refused_by_name(how: str) -> None:
    scene = ended(how)
    with pytest.raises(Conflict) as no_recording:
        recording(scene.engine, ACCOUNT, scene.task.id)
    with pytest.raises(Conflict) as no_retry:
        retry(scene.engine, ACCOUNT, scene.task.id, RetryRequest("1"))

    assert (no_recording.value.code, no_retry.value.code) == ("not_recorded", "not_recorded")


def test_metadata_and_the_user_stay_as_the_caller_gave_them() -> None:
    scene = ended("none")
    scene.sweep()

    task = shown(scene)["task"]
    assert task["metadata"] == {"order": "A-1"} and task["prompt"] == ""


def test_to_take_the_shape_of_a_shape_changes_nothing() -> None:
    for value in ("word", 1, 1.5, True, None, [1, 2], {"a": 1}, {"$blob": "k", "bytes": 9, "preview": "[1"}):
        assert shape(shape(value)) == shape(value)
    assert shape({"$blob": "k", "bytes": 9, "preview": "[1"}) == "array(9)"
