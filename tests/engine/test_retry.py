"""RETRY: a new task that keeps what the old one had finished, and its keys where a call is the same."""

import pytest

from chalicelib.domain.binding import Output
from chalicelib.domain.edit import CarryOn, GiveUp, Insert, Recover, Replace
from chalicelib.domain.errors import Conflict, InvalidRequest, NotFound
from chalicelib.domain.outcome import Done, Failed
from chalicelib.engine.kept import RetryRequest
from chalicelib.engine.records import task_pk
from chalicelib.engine.retry import retry
from chalicelib.engine.signals import answer, cancel
from tests.engine.scripted import ACCOUNT, Scene, fails_once, question, step, value


def again(scene, from_step, **fields):
    """The scene goes on with the new task."""
    scene.old = scene.task
    scene.task, _ = retry(scene.engine, ACCOUNT, scene.task.id, RetryRequest(from_step, **fields), created_by="key_1")
    return scene


def statuses(scene):
    return {row["label"]: (row["status"], row.get("kept_from")) for row in scene.trace["steps"]}


def test_a_retry_keeps_the_finished_steps_and_does_the_failed_one_again_under_its_first_key():
    scene = Scene(
        (step("1"), step("2", "1", inputs={"x": Output("1", "n")}), step("3", "2")),
        {"1": lambda _: Done({"n": 5}), "2": fails_once(Failed("not_found", "gone"))},
    ).run()
    assert scene.status == "failed"

    again(scene, "2").run()

    assert scene.status == "complete"
    assert scene.called == ["1", "2", "2", "3"]
    keys = [key for action, key in scene.world.calls if action == "tool.2"]
    assert keys == [f"{ACCOUNT}/{scene.old.id}/2"] * 2
    assert scene.world.outside.made[2].inputs == {"x": 5}
    assert statuses(scene) == {
        "1": ("complete", scene.old.id), "2": ("complete", None), "3": ("complete", None),
    }
    assert scene.row("1")["duration_ms"] == 0 and scene.old.id in scene.row("1")["note"]


def test_a_changed_input_makes_it_another_call_with_a_key_of_its_own():
    scene = Scene((step("1", inputs={"x": value(1)}),), {"1": fails_once(Failed("invalid_input", "no"))}).run()

    again(scene, "1", inputs={"x": 2}).run()

    assert scene.world.outside.made[-1].inputs == {"x": 2}
    assert scene.world.calls[-1][1] == f"{ACCOUNT}/{scene.task.id}/1"


def test_a_step_whose_input_changed_because_an_earlier_step_was_done_again_gets_its_own_key():
    counted = []

    def first(call):
        counted.append(call)
        return Done({"n": len(counted)})

    scene = Scene((step("1"), step("2", "1", inputs={"x": Output("1", "n")}), step("3", "1")), {"1": first}).run()

    again(scene, "1").run()

    keys = {action: key for action, key in scene.world.calls[3:]}
    assert keys["tool.1"] == f"{ACCOUNT}/{scene.old.id}/1"
    assert keys["tool.2"] == f"{ACCOUNT}/{scene.task.id}/2"
    assert keys["tool.3"] == f"{ACCOUNT}/{scene.old.id}/3"


def test_a_retry_of_a_retry_still_uses_the_first_tasks_key():
    failures = iter([Failed("rejected"), Failed("rejected"), Done()])
    scene = Scene((step("1"),), {"1": lambda _: next(failures)}).run()
    first = scene.task.id

    again(scene, "1").run()
    again(scene, "1").run()

    assert scene.status == "complete"
    assert {key for _, key in scene.world.calls} == {f"{ACCOUNT}/{first}/1"}


def test_an_unfinished_branch_is_done_again_too_and_a_finished_one_is_not():
    scene = Scene(
        (step("1"), step("2"), step("3"), step("4", "3")),
        {"1": fails_once(Failed("rejected")), "2": fails_once(Failed("rejected"))},
    ).run()

    again(scene, "1").run()

    assert sorted(scene.called[4:]) == ["1", "2"]
    assert scene.status == "complete"


def test_a_need_that_a_kept_step_showed_is_kept_with_what_it_rebinds():
    need = step("n.aa", "1", action="convert", rebinds={"2": {"amount": Output("n.aa", "value")}})

    def revise(run, looked_at, outcome):
        if isinstance(outcome, Failed):
            return GiveUp(outcome.reason, "")
        return Insert((need,)) if looked_at.id == "1" else CarryOn()

    scene = Scene(
        (step("1"), step("2", "1", inputs={"amount": Output("1", "value")})),
        {"1": lambda _: Done({"value": 1}), "convert": lambda _: Done({"value": 2}),
         "2": fails_once(Failed("rejected"))}, revise, extra=(need,),
    ).run()

    again(scene, "2").run()

    assert scene.called == ["1", "convert", "2", "2"]
    assert scene.world.outside.made[-1].inputs == {"amount": 2}


def test_a_need_is_planned_anew_when_the_step_that_showed_it_is_done_again():
    need = step("n.aa", "1", action="convert")

    def revise(run, looked_at, outcome):
        return Insert((need,)) if looked_at.id == "1" else CarryOn()

    scene = Scene((step("1"), step("2", "1")), {}, revise, extra=(need,)).run()

    again(scene, "1").run()

    assert scene.called == ["1", "convert", "2"] * 2
    assert scene.control.entered == 3


def test_a_need_that_failed_is_done_again_before_what_waited_for_it():
    need = step("n.aa", action="convert")

    def revise(run, looked_at, outcome):
        if isinstance(outcome, Failed):
            return GiveUp(outcome.reason, "")
        return Insert((need,)) if looked_at.id == "1" else CarryOn()

    scene = Scene(
        (step("1"), step("2", "1")), {"convert": fails_once(Failed("rejected"))}, revise, extra=(need,)
    ).run()

    again(scene, "n.aa").run()

    assert scene.called == ["1", "convert", "convert", "2"]


def test_a_replaced_step_that_is_kept_gives_its_replacements_output():
    other = step("1.bb", action="other", replaces="1")

    def revise(run, looked_at, outcome):
        if isinstance(outcome, Failed):
            return Replace(other) if looked_at.id == "1" else GiveUp(outcome.reason, "")
        return CarryOn()

    scene = Scene(
        (step("1"), step("2", "1", inputs={"x": Output("1", "n")})),
        {"1": lambda _: Failed("rejected"), "other": lambda _: Done({"n": 9}), "2": fails_once(Failed("rejected"))},
        revise, extra=(other,),
    ).run()

    again(scene, "2").run()

    assert scene.called == ["1", "other", "2", "2"]
    assert scene.world.outside.made[-1].inputs == {"x": 9}
    assert scene.row("1")["kept_from"] == scene.old.id


def test_a_step_that_is_done_again_forgets_its_remedies_and_the_planner_finds_them_anew():
    remedy = step("1.aa", action="mend", remedy_for="1")
    answers = iter([Failed("rejected"), Failed("not_found"), Failed("rejected"), Done()])

    def revise(run, looked_at, outcome):
        if not isinstance(outcome, Failed):
            return CarryOn()
        return Recover((remedy,)) if outcome.reason == "rejected" else GiveUp(outcome.reason, "")

    scene = Scene((step("1"),), {"1": lambda _: next(answers)}, revise, extra=(remedy,)).run()
    assert scene.status == "failed"

    again(scene, "1").run()

    assert scene.called == ["1", "mend", "1"] * 2
    assert scene.status == "complete"


def test_an_answer_that_a_person_gave_is_kept():
    from chalicelib.domain.binding import Answer

    ask = question("1", fields={"type": "object", "properties": {"city": {"type": "string"}}})
    scene = Scene(
        (ask, step("2", "1", inputs={"city": Answer("1", "city")})), {"2": fails_once(Failed("rejected"))}
    ).run()
    answer(scene.engine, ACCOUNT, scene.task.id, decision=None, values={"city": "Bern"}, who="key_2")
    scene.run()
    assert scene.status == "failed"

    again(scene, "2").run()

    assert scene.status == "complete"
    assert scene.world.outside.made[-1].inputs == {"city": "Bern"}


def test_a_large_output_is_copied_so_that_the_old_task_may_go():
    scene = Scene(
        (step("1"), step("2", "1", inputs={"x": Output("1", "text")})),
        {"1": lambda _: Done({"text": "x" * 50_000}), "2": fails_once(Failed("rejected"))},
    ).run()
    again(scene, "2")
    scene.world.blobs.delete_prefix(f"{ACCOUNT}/{scene.old.id}")

    scene.run()

    assert scene.status == "complete"
    assert len(scene.world.outside.made[-1].inputs["x"]) == 50_000


def unknown_scene():
    """Cancelled while a person was asked what had become of step 1."""
    scene = Scene(
        (step("1", effect="unsafe"), step("2", "1")), {"1": fails_once(Failed("outcome_unknown", "lost"))}
    ).run()
    assert scene.status == "waiting"
    cancel(scene.engine, ACCOUNT, scene.task.id)
    return scene


def test_an_unknown_step_must_be_settled_before_a_retry():
    scene = unknown_scene()

    with pytest.raises(Conflict) as refused:
        again(scene, "2")

    assert refused.value.code == "outcome_unknown"
    assert "1 (tool.1)" in refused.value.detail


def test_an_unknown_step_that_happened_is_kept_and_not_called():
    scene = again(unknown_scene(), "2", outcomes={"1": "happened"}).run()

    assert scene.called == ["1", "2"]
    assert scene.status == "complete"
    assert scene.row("1")["status"] == "complete"


def test_an_unknown_step_that_did_not_happen_is_called_again_under_the_same_key():
    scene = again(unknown_scene(), "2", outcomes={"1": "did_not_happen"}).run()

    assert scene.called == ["1", "1", "2"]
    assert len({key for action, key in scene.world.calls if action == "tool.1"}) == 1


def test_a_task_that_has_not_ended_cannot_be_retried():
    scene = Scene((question("1"),)).run()
    assert scene.status == "waiting"

    with pytest.raises(Conflict) as refused:
        again(scene, "1")

    assert refused.value.code == "task_not_ended"


def test_an_unknown_step_name_is_refused_with_the_names_that_there_are():
    scene = Scene((step("1"), step("2"))).run()

    with pytest.raises(InvalidRequest) as refused:
        again(scene, "9")

    assert refused.value.details[0]["field"] == "from_step"
    assert "1 (tool.1), 2 (tool.2)" in refused.value.detail


def test_a_foreign_task_is_not_found():
    scene = Scene((step("1"),)).run()

    with pytest.raises(NotFound):
        retry(scene.engine, "acct_2.test", scene.task.id, RetryRequest("1"))


def test_the_same_idempotency_key_makes_one_new_task():
    scene = Scene((step("1"),), {"1": lambda _: Failed("rejected")}).run()

    def once():
        return retry(
            scene.engine, ACCOUNT, scene.task.id, RetryRequest("1"), idempotency_key="k", body_hash="b", secret=b"s"
        )[0].id

    first = once()
    scene.run()
    assert once() == first
    scene.run()

    assert scene.called == ["1", "1"]
    with pytest.raises(Conflict) as refused:
        retry(scene.engine, ACCOUNT, scene.task.id, RetryRequest("1"), idempotency_key="k", body_hash="c", secret=b"s")
    assert refused.value.code == "idempotency_key_reused"


def test_a_cancelled_task_goes_on_from_where_it_was():
    scene = Scene((step("1"), step("2", "1"), step("3", "2")))

    def second(call):
        if call.key.startswith(f"{ACCOUNT}/{scene.task.id}"):
            cancel(scene.engine, ACCOUNT, scene.task.id)
        return Done()

    scene.world.outside.functions["tool.2"] = second
    scene.run()
    assert scene.status == "cancelled"

    again(scene, "3").run()

    assert scene.called == ["1", "2", "3"]
    assert scene.status == "complete"


def test_a_higher_cap_lets_a_task_that_was_too_deep_go_on():
    needs = tuple(step(f"n.a{n}", "1", action="more", goal=str(n)) for n in range(4))

    def revise(run, looked_at, outcome):
        return Insert(needs) if looked_at.id == "1" else CarryOn()

    scene = Scene((step("1"), step("2", "1")), {}, revise, extra=needs, request={"max_steps": 3}).run()
    assert scene.control.status == "DEPTH"

    again(scene, "2", max_steps=10).run()

    assert scene.status == "complete"
    assert scene.called == ["1", "1", "more", "more", "more", "more", "2"]
    assert len({key for action, key in scene.world.calls if action == "tool.1"}) == 1


def test_the_old_task_is_left_as_it_was():
    scene = Scene((step("1"), step("2", "1")), {"2": fails_once(Failed("rejected"))}).run()
    before = scene.control

    again(scene, "2").run()

    assert scene.world.store.control(task_pk(ACCOUNT, scene.old.id)) == before
