"""What the proof has found about outcomes that are open: nothing may be said of them that nobody knows."""

import pytest

from chalicelib.domain.control import Control, Live, Settled, next_look
from chalicelib.domain.edit import CarryOn, GiveUp, Insert, Later
from chalicelib.domain.errors import Conflict
from chalicelib.domain.outcome import Done, Failed, Outcome, Started
from chalicelib.domain.transitions import Cancel, Claim, RetryLater
from chalicelib.engine.decide import decide_await, decide_wait
from chalicelib.engine.decision import Held
from chalicelib.engine.ends import late_letter
from chalicelib.engine.history import history
from chalicelib.engine.kept import RetryRequest
from chalicelib.engine.ports import Call
from chalicelib.engine.records import task_pk
from chalicelib.engine.retry import retry
from chalicelib.engine.settings import Settings
from chalicelib.engine.signals import answer, cancel
from chalicelib.engine.tasks import error
from chalicelib.engine.trace import trace
from tests.engine.scripted import ACCOUNT, Scene, step

SETTINGS = Settings()
LOST = Failed("outcome_unknown", "lost")
BEGUN = Started({"url": "http://there"})


def dies_at(scene: Scene, sid: str, epoch: int = 0) -> None:
    """A worker claims the step and is never heard of again; its lease ends."""
    now = scene.world.clock()
    scene.world.store.apply(task_pk(ACCOUNT, scene.task.id), Claim(sid, epoch, "dead", now, now + 180_000, 6))
    scene.world.clock.advance(181)


def word(scene: Scene, decision: str, question: str | None = None) -> None:
    answer(scene.engine, ACCOUNT, scene.task.id, decision=decision, values={}, who="key_2", question=question)


def told(scene: Scene) -> dict:
    return error(history(scene.world.ports, ACCOUNT, scene.task.id))


def test_a_step_that_a_person_has_done_again_for_ever_ends_as_a_loop() -> None:
    """Seed 506105: each time the outcome is lost, and each time the truth is that nothing happened."""
    scene = Scene((step("1", effect="unsafe"), step("2", "1")), {"1": lambda _: LOST}).run()
    for _ in range(SETTINGS.max_revisions):
        if scene.status != "waiting":
            break
        scene.world.clock.advance(SETTINGS.tool_timeout_s + SETTINGS.settle_time / 1000 + 1)
        word(scene, "did_not_happen")
        scene.run()

    assert scene.status == "failed"
    assert told(scene)["code"] == "loop_detected"
    assert 3 < scene.called.count("1") <= SETTINGS.max_revisions
    assert "2" not in scene.called


def test_a_call_that_may_have_been_made_is_asked_about_when_the_time_is_over() -> None:
    scene = Scene((step("1"),), agent={"limits": {"seconds": 60}})
    scene.world.deliver(scene.handler)
    dies_at(scene, "1")

    scene.run()

    assert scene.status == "waiting"
    assert scene.called == []
    word(scene, "happened")
    assert scene.run().status == "complete"


def test_a_step_that_never_called_is_not_asked_about_when_the_time_is_over() -> None:
    busy = Failed("rate_limited", "slow down", retry_after=100)
    scene = Scene((step("1"),), {"1": lambda _: busy}, agent={"limits": {"seconds": 60}},
                  revise=lambda run, looked_at, outcome: Later(100)).run()

    assert scene.status == "failed"
    assert told(scene)["code"] == "budget_exceeded"


@pytest.mark.parametrize("last", [Failed("rate_limited", "slow down"), Failed("forbidden", "no")])
def test_a_step_whose_earlier_answer_was_lost_has_not_failed_when_a_later_call_fails(last: Failed) -> None:
    answers = [LOST, last]
    scene = Scene((step("1"), step("2", "1")), {"1": lambda _: answers.pop(0)}).run()

    assert scene.status == "waiting", "its first call may have had its effect"
    word(scene, "happened")
    assert scene.run().status == "complete"
    assert scene.called == ["1", "1", "2"]


def test_a_step_whose_earlier_calls_all_failed_has_failed() -> None:
    answers = [Failed("unavailable", "later"), Failed("forbidden", "no")]

    def revise(run, looked_at, outcome):
        return Later(1) if outcome.reason == "unavailable" else GiveUp(outcome.reason, outcome.detail)
    scene = Scene((step("1"),), {"1": lambda _: answers.pop(0)}, revise).run()

    assert scene.status == "failed"


def test_what_has_begun_is_not_said_to_be_skipped_when_the_task_is_cancelled_while_it_is_asked() -> None:
    def asked(call):
        if call.operation:
            cancel(scene.engine, ACCOUNT, scene.task.id)
            return Started({})
        return BEGUN
    scene = Scene((step("1", effect="unsafe"),), {"1": asked})
    scene.run()

    assert scene.row("1")["status"] == "unknown"
    with pytest.raises(Conflict):
        again(scene, "1")


def test_what_was_called_before_is_not_said_to_be_skipped_when_the_task_is_cancelled() -> None:
    """Its worker died; the next one has too little time left, and somebody cancels meanwhile."""
    scene = Scene((step("1"),))
    scene.world.deliver(scene.handler)
    dies_at(scene, "1")
    inner = scene.world.store.settle

    def overtaken(pk, writes, transition, sends):
        if isinstance(transition, RetryLater):
            scene.world.store.apply(pk, Cancel(1))
        return inner(pk, writes, transition, sends)
    scene.world.store.settle = overtaken  # type: ignore[method-assign]
    scene.world.deliver(lambda event: scene.handler(event, remaining=1_000))

    settled = scene.control.settled("1")
    assert settled is not None and settled.letter == "U"


def test_what_has_begun_has_not_failed_when_no_room_is_left_to_ask_about_it() -> None:
    scene = Scene((step("1", effect="unsafe"),), {"1": lambda _: BEGUN}, request={"max_steps": 1}).run()

    settled = scene.control.settled("1")
    assert scene.control.status == "DEPTH"
    assert settled is not None and settled.letter == "U"


def test_a_step_that_was_to_wait_for_its_callback_is_not_skipped_when_the_task_is_cancelled() -> None:
    assert late_letter(decide_await(Held("1.pp", 1, "w"), 9)) == "U"
    assert late_letter(decide_wait(Held("1.qq", 1, "w"), 9, SETTINGS)) == "X"


def test_an_early_answer_that_lies_in_a_blob_is_read_whole() -> None:
    """Answered by name before the question waits: "did not happen" must not be taken for "happened"."""
    scene = Scene((step("1", effect="unsafe"), step("2", "1")), {"1": lambda _: LOST}, inline_bytes=10)
    for _ in range(2):
        scene.world.deliver(scene.handler)
    asked = next(sid for sid in scene.control.steps if sid.startswith("1."))
    scene.world.clock.advance(SETTINGS.tool_timeout_s + SETTINGS.settle_time / 1000 + 1)
    scene.world.outside.functions["tool.1"] = lambda _: Done({"ok": True})

    word(scene, "did_not_happen", asked)
    scene.run()

    assert scene.status == "complete"
    assert scene.called == ["1", "1", "2"]


def test_a_word_about_one_unknown_effect_is_not_taken_for_another_one() -> None:
    scene = Scene((step("1", effect="unsafe"), step("2", effect="unsafe")), {"1": lambda _: LOST, "2": lambda _: LOST})
    scene.run()

    with pytest.raises(Conflict) as refused:
        word(scene, "happened")

    assert refused.value.code == "ambiguous_answer"
    waiting = [sid for sid, one in scene.control.steps.items() if isinstance(one, Live) and one.state == "W"]
    for sid in waiting:
        word(scene, "happened", sid)
    assert scene.run().status == "complete"


def again(scene: Scene, from_step: str, **wanted: object) -> None:
    scene.task, _ = retry(
        scene.engine, ACCOUNT, scene.task.id, RetryRequest(from_step, **wanted), secret=b"s",  # type: ignore[arg-type]
    )


def test_a_cancelled_task_that_is_retried_plans_what_its_last_outcome_had_shown_to_be_needed() -> None:
    need = step("n.aa", action="need")

    def revise(run, looked_at, outcome):
        return Insert((need,)) if looked_at.id == "1" else CarryOn()

    def cancels(call):
        if scene.control.status == "RUN":
            cancel(scene.engine, ACCOUNT, scene.task.id)
        return Done({"ok": True})
    scene = Scene((step("1"), step("2", "1")), {"1": cancels}, revise, extra=(need,))
    scene.run()
    scene.world.outside.functions["tool.1"] = lambda _: Done({"ok": True})

    again(scene, "2")
    scene.run()

    assert scene.status == "complete"
    assert scene.called[-2:] == ["need", "2"]


def test_a_poisoned_step_keeps_its_key_when_its_task_is_retried() -> None:
    scene = Scene((step("1"),), max_attempts=1)
    first = scene.task.id
    scene.world.deliver(scene.handler)
    now = scene.world.clock()
    scene.world.store.apply(task_pk(ACCOUNT, first), Claim("1", 0, "dead", now, now + 180_000, 6))
    scene.world.clock.advance(181)
    assert scene.run().status == "failed"

    again(scene, "1")

    assert scene.run().status == "complete"
    assert [call.key for call in scene.world.outside.made] == [f"{ACCOUNT}/{first}/1"]


def test_a_job_that_is_begun_again_has_the_key_that_it_was_begun_with() -> None:
    def answers(call):
        return Failed("rejected", "it broke") if call.operation else BEGUN
    scene = Scene((step("1"),), {"1": answers}).run()
    first = scene.task.id
    assert scene.status == "failed"

    again(scene, "1")
    scene.run()

    begun = [call.key for call in scene.world.outside.made if not call.operation]
    assert begun == [f"{ACCOUNT}/{first}/1"] * 2


def test_a_lease_that_ends_at_this_very_instant_is_looked_at_next() -> None:
    ended = Control(status="CANC", steps={"z": Settled("D", "o"), "1": Live("R", "i", (), 1, 1, lease=5_000)})

    assert next_look(ended, 5_000, far=7_200_000) == 5_001


def test_a_job_that_nobody_asks_about_any_more_is_not_begun_again_before_somebody_has_said_what_became_of_it() -> None:
    """Seed 700541: the task's time was over while its tool worked; a retry began the job a second time."""
    scene = Scene(
        (step("1", effect="unsafe"),), {"1": lambda call: BEGUN}, agent={"limits": {"seconds": 60}}
    ).run()
    assert (scene.status, told(scene)["code"]) == ("failed", "budget_exceeded")
    assert [row["status"] for row in trace(scene.world.ports, ACCOUNT, scene.task.id)["steps"]] == ["unknown"]

    with pytest.raises(Conflict) as refused:
        again(scene, "1")
    assert refused.value.code == "outcome_unknown"


def test_a_job_that_its_tool_says_has_failed_may_be_begun_again() -> None:
    """The other half: nothing is left open."""
    def job(call: Call) -> Outcome | Started:
        return Failed("rejected", "no", "operation_failed") if call.operation else BEGUN

    scene = Scene((step("1", effect="unsafe"),), {"1": job}).run()
    assert scene.status == "failed"

    again(scene, "1")
