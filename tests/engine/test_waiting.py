"""Every wait ends: answered, expired or cancelled, each in its own defined way, and siblings go on."""

import pytest

from chalicelib.domain.binding import Answer
from chalicelib.domain.edit import CarryOn, GiveUp, Recover
from chalicelib.domain.errors import Conflict, InvalidRequest
from chalicelib.domain.outcome import Done, Failed, Started
from chalicelib.engine.history import history
from chalicelib.engine.signals import answer, cancel
from chalicelib.engine.tasks import error, find, view
from tests.engine.scripted import ACCOUNT, Scene, question, step, value

DAY = 24 * 3600
SIBLING = step("9")
CITY = {"type": "object", "required": ["city"], "properties": {"city": {"type": "string"}}}


def missing_input():
    return Scene((question("1", fields=CITY), step("2", "1", inputs={"city": Answer("1", "city")}), SIBLING))


def approval_of_a_step():
    return Scene((step("1"), step("2", "1"), SIBLING), agent={"requires_approval": ("tool.1",)})


def approval_of_the_plan():
    return Scene((step("1"), step("2", "1"), step("9", effect="read")), request={"approve": "plan"})


def consent():
    asked = question("1.ask", "oauth_consent", about="1")

    def revise(run, looked_at, outcome):
        if isinstance(outcome, Failed):
            return Recover((asked,)) if outcome.reason == "not_connected" else GiveUp(outcome.reason, outcome.detail)
        return CarryOn()

    told = []
    return Scene(
        (step("1"), step("2", "1"), SIBLING),
        {"1": lambda _: (told.append(1), Failed("not_connected") if len(told) == 1 else Done({}))[1]}, revise,
        extra=(asked,),
    )


def outcome_unknown():
    return Scene((step("1", effect="unsafe"), step("2", "1"), SIBLING), {"1": lambda _: Failed("outcome_unknown")})


QUESTIONS = {
    "missing_input": (missing_input, None, {"city": "Bern"}), "approval": (approval_of_a_step, "approve", {}),
    "plan": (approval_of_the_plan, "approve", {}), "oauth_consent": (consent, "approve", {}),
    "outcome_unknown": (outcome_unknown, "happened", {}),
}


def shown(scene):
    return view(scene.world.ports, *find(scene.world.ports, ACCOUNT, scene.task.id))


def reply(scene, decision, values):
    answer(scene.engine, ACCOUNT, scene.task.id, decision=decision, values=values, who="key_2")


def let_it_end(scene):
    for _ in range(3):
        scene.sweep(300)
        scene.run()


@pytest.mark.parametrize("name", QUESTIONS)
def test_it_waits_says_until_when_and_goes_on_when_it_is_answered(name):
    make, decision, values = QUESTIONS[name]
    scene = make().run()
    waiting = shown(scene)
    assert waiting["status"] == "waiting"
    assert waiting["waiting"]["reason"] == {"plan": "approval"}.get(name, name)
    assert waiting["waiting"]["expires_at"].endswith("Z")
    assert "9" in scene.called, "a sibling waited along"

    reply(scene, decision, values)
    scene.run()

    assert scene.status == "complete"
    assert "2" in scene.called


@pytest.mark.parametrize("name", QUESTIONS)
def test_after_a_week_it_fails_by_name_and_what_needed_it_is_skipped(name):
    make, decision, values = QUESTIONS[name]
    scene = make().run()
    scene.sweep(6 * DAY)
    assert scene.status == "waiting"
    scene.sweep(2 * DAY)
    scene.run()
    let_it_end(scene)

    assert scene.status == "failed"
    told = error(history(scene.world.ports, ACCOUNT, scene.task.id))
    assert (told["code"], told["recoverable"]) == ("input_timeout", True)
    assert "answer before" in told["suggestion"]
    assert "2" not in scene.called and scene.row("2")["status"] == "skipped"
    assert scene.row("9")["status"] == "complete"
    with pytest.raises(Conflict) as refused:
        reply(scene, decision, values)
    assert refused.value.code == "not_waiting"


@pytest.mark.parametrize("name", QUESTIONS)
def test_cancelled_while_it_waits_it_asks_no_more(name):
    make, decision, values = QUESTIONS[name]
    scene = make().run()
    before = list(scene.called)
    cancel(scene.engine, ACCOUNT, scene.task.id)
    scene.sweep(8 * DAY)
    let_it_end(scene)

    assert scene.status == "cancelled"
    assert scene.called == before
    with pytest.raises(Conflict):
        reply(scene, decision, values)


def test_what_a_person_changed_while_approving_is_what_is_sent():
    scene = Scene((step("1", inputs={"to": value("a"), "n": value(1)}),), agent={"requires_approval": ("tool.1",)})
    scene.run()
    with pytest.raises(InvalidRequest) as refused:
        reply(scene, "edit", {"to": "b", "other": 2})
    assert refused.value.details[0]["field"] == "values.other"
    reply(scene, "edit", {"to": "b"})
    scene.run()

    assert scene.status == "complete"
    assert scene.world.outside.made[0].inputs == {"to": "b", "n": 1}


def test_a_plan_is_approved_as_a_whole():
    scene = approval_of_the_plan().run()

    with pytest.raises(InvalidRequest):
        reply(scene, "edit", {"to": "b"})


def going():
    """A job that is asked about again and again."""
    return Scene((step("1"), step("2", "1")), {"1": lambda call: Started({} if call.operation else {"url": "/ops/1"})})


STATES = {
    "pending": (missing_input, 0), "planned": (approval_of_a_step, 1), "between two steps": (outcome_unknown, 2),
    "asked about later": (going, 4),
}


@pytest.mark.parametrize("name", STATES)
def test_cancelled_at_any_time_nothing_new_starts(name):
    make, deliveries = STATES[name]
    scene = make()
    for _ in range(deliveries):
        visible = scene.world.queue.next_visible()
        scene.world.clock.instant = max(scene.world.clock.instant, visible)
        assert scene.world.deliver(scene.handler)
    before = list(scene.called)
    cancel(scene.engine, ACCOUNT, scene.task.id)
    scene.run()
    let_it_end(scene)

    assert scene.status == "cancelled"
    assert scene.called == before
    assert scene.control.due is None, "it stays in the index for ever"
    with pytest.raises(Conflict) as refused:
        cancel(scene.engine, ACCOUNT, scene.task.id)
    assert refused.value.code == "task_not_cancellable"


@pytest.mark.parametrize("outcome", [Done({"ok": True}), Failed("rejected", "no"), Failed("outcome_unknown", "lost")])
def test_cancelled_during_a_call_its_result_is_recorded_and_not_continued(outcome):
    scene = Scene((step("1", effect="unsafe"), step("2", "1")))
    scene.world.outside.functions["tool.1"] = lambda _: (
        cancel(scene.engine, ACCOUNT, scene.task.id), outcome)[1]
    scene.run()
    let_it_end(scene)

    assert scene.status == "cancelled"
    assert scene.called == ["1"]
    expected = {"Done": "complete", "rejected": "failed", "outcome_unknown": "unknown"}
    assert scene.row("1")["status"] == expected[getattr(outcome, "reason", "Done")]
    assert scene.control.due is None


@pytest.mark.parametrize("end", ["complete", "failed"])
def test_an_ended_task_cannot_be_cancelled(end):
    scene = Scene((step("1"),), {"1": lambda _: Done({}) if end == "complete" else Failed("not_found")}).run()
    assert scene.status == end

    with pytest.raises(Conflict) as refused:
        cancel(scene.engine, ACCOUNT, scene.task.id)
    assert refused.value.code == "task_not_cancellable"
    assert scene.status == end
