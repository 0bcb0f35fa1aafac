"""Rules of the protocol that a random search reaches seldom, each in its shortest form."""

from dataclasses import replace

import pytest

from chalicelib.domain import edit as edits
from chalicelib.domain.control import Control, Live, Settled
from chalicelib.domain.edit import GiveUp, Insert
from chalicelib.domain.errors import Conflict
from chalicelib.domain.outcome import Done, Failed
from chalicelib.domain.plan import Plan
from chalicelib.domain.transitions import (
    Claim,
    NewStep,
    Recover,
    RetryLater,
    Settle,
    Transition,
    Wait,
)
from chalicelib.engine.decide import Held, decide
from chalicelib.engine.engine import Ack, Nack, StepRef
from chalicelib.engine.ports import Applied, Refused
from chalicelib.engine.records import task_pk
from chalicelib.engine.runner import run_step
from chalicelib.engine.settings import Settings
from chalicelib.engine.signals import answer, cancel
from tests.engine.scripted import ACCOUNT, Scene, question, step
from tests.world import START

SETTINGS = Settings()
RUNNING = Control(steps={"z": Settled("D", "o"), "1": Live("R", "i", (), 1, 1, lease=180_000, owner="w", first_call=5)})


def claimed(scene: Scene, sid: str = "1") -> StepRef:
    """A worker has claimed the step and died; the message that came with it."""
    scene.world.deliver(scene.handler)
    now = scene.world.clock()
    scene.world.store.apply(task_pk(ACCOUNT, scene.task.id), Claim(sid, 0, "dead", now, now + 180_000, 6))
    return StepRef(ACCOUNT, scene.task.id, sid, 0)


def test_a_copy_that_comes_while_the_lease_is_live_comes_again_when_it_has_ended() -> None:
    scene = Scene((step("1"),))
    ref = claimed(scene)

    verdict = run_step(scene.engine, ref, lambda: 900_000)

    assert isinstance(verdict, Nack) and 1 <= verdict.delay <= 181


def test_a_copy_of_a_message_whose_step_is_settled_helps_whoever_may_start() -> None:
    scene = Scene((step("1"), step("2", "1")))
    for _ in range(2):
        scene.world.deliver(scene.handler)
    scene.world.queue._letters.clear()  # the commit's message was lost with its worker

    assert isinstance(run_step(scene.engine, StepRef(ACCOUNT, scene.task.id, "1", 0), lambda: 900_000), Ack)

    assert scene.run().status == "complete"


def test_two_that_end_together_start_what_waits_for_both_without_the_sweeper() -> None:
    """While 2 works, 3 is claimed, done and committed: neither saw the other done when it was claimed."""
    for seed in range(6):
        scene = Scene((step("1"), step("2", "1"), step("3", "1"), step("4", "2", "3")), seed=seed)

        def during(call: object, scene: Scene = scene) -> Done:
            scene.world.deliver(scene.handler)
            return Done({"ok": True})

        scene.world.outside.functions["tool.2"] = during
        assert scene.run().status == "complete"


def test_two_records_of_one_batch_do_not_both_call_the_tool() -> None:
    """While the first works, its copy comes to the same invocation."""
    scene = Scene((step("1", effect="unsafe"),))
    copies: list[object] = []

    def during(call: object) -> Done:
        if not copies:
            copies.append(run_step(scene.engine, StepRef(ACCOUNT, scene.task.id, "1", 0), lambda: 900_000))
        return Done({"ok": True})

    scene.world.outside.functions["tool.1"] = during
    scene.run()

    assert scene.called == ["1"]
    assert isinstance(copies[0], Nack)


def test_a_claim_whose_reply_was_lost_is_known_by_its_token() -> None:
    """Otherwise the step would wait for its own lease, and an unsafe one ask a person."""
    scene = Scene((step("1", effect="unsafe"),))
    inner = scene.world.store.apply

    def twice(pk: str, transition: Transition) -> Applied | Refused:
        first = inner(pk, transition)
        return inner(pk, transition) if isinstance(transition, Claim) else first

    scene.world.store.apply = twice  # type: ignore[method-assign]

    assert scene.run().status == "complete"
    assert scene.world.clock() == START


def test_it_did_not_happen_is_not_taken_before_the_request_can_no_longer_land() -> None:
    scene = Scene((step("1", effect="unsafe"),), {"1": lambda _: Failed("outcome_unknown", "lost")}).run()

    with pytest.raises(Conflict) as refused:
        answer(scene.engine, ACCOUNT, scene.task.id, decision="did_not_happen", values={}, who="key_2")
    assert refused.value.code == "too_early"

    scene.world.clock.advance(SETTINGS.tool_timeout_s + SETTINGS.settle_time / 1000 + 1)
    answer(scene.engine, ACCOUNT, scene.task.id, decision="did_not_happen", values={}, who="key_2")
    scene.run()
    assert scene.called == ["1", "1"]


def test_an_answer_meant_for_one_question_is_never_given_to_another() -> None:
    """The first answer's reply is lost and the SDK sends it again: the second question stays open, none is refused."""
    scene = Scene((question("1", "approval"), question("2", "approval"), step("3", "1"), step("4", "2"))).run()
    inner = scene.world.store.apply

    def twice(pk: str, transition: object) -> object:
        inner(pk, transition)  # type: ignore[arg-type]
        return inner(pk, transition)  # type: ignore[arg-type]

    scene.world.store.apply = twice  # type: ignore[assignment,method-assign]
    answer(scene.engine, ACCOUNT, scene.task.id, decision="approve", values={}, who="key_2", question="1")
    scene.world.store.apply = inner  # type: ignore[method-assign]

    waiting = [sid for sid, one in scene.control.steps.items() if isinstance(one, Live) and one.state == "W"]
    assert len(waiting) == 1


def test_an_answer_that_comes_second_is_refused_and_not_given_to_the_next_question() -> None:
    scene = Scene((question("1", "approval"), question("2", "approval"), step("3", "1"), step("4", "2"))).run()
    inner = scene.world.store.apply
    first = next(sid for sid, one in scene.control.steps.items() if isinstance(one, Live) and one.state == "W")

    def overtaken(pk: str, transition: Transition) -> Applied | Refused:
        inner(pk, Settle(first, 1, "D", "other", "waiting", seen=scene.control.version))
        return inner(pk, transition)

    scene.world.store.apply = overtaken  # type: ignore[method-assign]
    with pytest.raises(Conflict):
        answer(scene.engine, ACCOUNT, scene.task.id, decision="approve", values={}, who="key_2", question="1")
    scene.world.store.apply = inner  # type: ignore[method-assign]

    assert len([one for one in scene.control.steps.values() if isinstance(one, Live) and one.state == "W"]) == 1


def test_a_decision_that_could_be_about_two_questions_is_refused_until_it_names_one() -> None:
    """Seed 1065405: a second question had opened since the person looked, and the yes went to that one."""
    scene = Scene((question("1", "approval"), question("2", "approval"), step("3", "1"), step("4", "2"))).run()
    with pytest.raises(Conflict) as refused:
        answer(scene.engine, ACCOUNT, scene.task.id, decision="approve", values={}, who="key_2")
    assert refused.value.code == "ambiguous_answer"
    assert scene.called == []

    answer(scene.engine, ACCOUNT, scene.task.id, decision="approve", values={}, who="key_2", question="2")

    assert scene.run().called == ["4"]


def test_a_remedy_that_reads_a_step_which_may_still_fail_carries_the_version() -> None:
    mending = step("1.rr", "2", action="mend")
    seen = Control(version=4, open=2, steps={"1": Live("R", "i", (), 1, 1, lease=9), "2": Live("P", "i")})
    plan = Plan((step("1"), step("2")))

    edit = edits.Recover((mending,))
    decision = decide(seen, plan, Held("1", 1, "w"), Failed("unauthorized"), edit, 0, SETTINGS, 50)

    assert decision.transition.apply(seen) is not None
    assert decision.transition.apply(replace(seen, version=5)) is None


def test_cancelling_whose_reply_is_lost_is_not_told_as_a_refusal() -> None:
    scene = Scene((step("1"),))
    inner = scene.world.store.apply

    def twice(pk: str, transition: object) -> object:
        inner(pk, transition)  # type: ignore[arg-type]
        return inner(pk, transition)  # type: ignore[arg-type]

    scene.world.store.apply = twice  # type: ignore[assignment,method-assign]
    cancel(scene.engine, ACCOUNT, scene.task.id)
    scene.world.store.apply = inner  # type: ignore[method-assign]

    assert scene.status == "cancelled"
    with pytest.raises(Conflict):
        cancel(scene.engine, ACCOUNT, scene.task.id)


def test_a_kept_answer_keeps_the_question_from_waiting() -> None:
    asked = Control(steps={"1": Live("R", "h", (), 1, 1, answer="atoken", lease=9, owner="w")})

    assert Wait("1", 1, "w", 99).apply(asked) is None


def test_a_wait_leaves_the_due_instant_alone() -> None:
    asked = Control(due=7, steps={"1": Live("R", "h", (), 1, 1, lease=9, owner="w")})

    waiting = Wait("1", 1, "w", 99).apply(asked)

    assert waiting is not None and waiting.due == 7


def test_a_remedy_past_the_cap_is_refused_by_the_condition_itself() -> None:
    remedy = Recover("1", 1, (NewStep("1.a", "i"),), ("1.a",), 6, cap=3)

    assert remedy.apply(replace(RUNNING, entered=2)) is not None
    assert remedy.apply(replace(RUNNING, entered=3)) is None


def test_a_change_of_the_graph_from_an_old_snapshot_is_refused() -> None:
    failed = Settle("1", 1, "F", "w", seen=4)

    assert failed.apply(replace(RUNNING, version=4)) is not None
    assert failed.apply(replace(RUNNING, version=5)) is None


@pytest.mark.parametrize("refund", [True, False])
def test_a_retry_keeps_the_first_call_and_only_a_refusal_gives_the_attempt_back(refund: bool) -> None:
    later = RetryLater("1", 1, 99, 6, refund=refund).apply(RUNNING)

    assert later is not None
    live = later.live("1")
    assert live is not None and live.first_call == 5
    assert live.attempts == (0 if refund else 1)


def test_a_recovery_keeps_the_first_call_of_an_earlier_claim_only() -> None:
    plan = Plan((step("1"),))
    edit = edits.Recover((step("1.rr", action="mend"),))
    for first, kept in ((5, True), (1_000_000, False)):
        seen = Control(steps={
            "1": Live("R", "i", (), 2, 2, lease=1_000_000 + SETTINGS.lease, owner="w", first_call=first),
        })
        decision = decide(seen, plan, Held("1", 2, "w"), Failed("unauthorized"), edit, 0, SETTINGS, 50)
        after = decision.transition.apply(seen)
        assert after is not None
        live = after.live("1")
        assert live is not None and (live.first_call == first) is kept


def test_an_idempotent_call_is_not_repeated_when_its_key_may_be_forgotten() -> None:
    scene = Scene((step("1"),), {"1": lambda _: Failed("outcome_unknown", "lost")}, key_window=1)
    scene.run()

    assert scene.status == "waiting"
    assert scene.called == ["1"]


def test_a_need_that_reads_what_failed_takes_the_dependants_along() -> None:
    need = step("n.aa", "3", action="need")
    seen = Control(
        steps={"1": Live("R", "i", (), 1), "2": Live("P", "i", ("1",)), "3": Settled("F", "f")}, bad=True,
    )
    plan = Plan((step("1"), step("2", "1"), step("3")))

    decision = decide(seen, plan, Held("1", 1, "w"), Done(), Insert((need,)), 0, SETTINGS, 50)

    after = decision.transition.apply(seen)
    assert after is not None
    assert after.steps["2"] == Settled("X") and "n.aa" not in after.steps


def test_a_failure_ends_nothing_but_what_depends_on_it() -> None:
    seen = Control(steps={"1": Live("R", "i", (), 1), "2": Live("P", "i", ("1",)), "3": Live("P", "i")}, open=3)
    plan = Plan((step("1"), step("2", "1"), step("3")))

    edit = GiveUp("not_found", "no")
    after = decide(seen, plan, Held("1", 1, "w"), Failed("not_found"), edit, 0, SETTINGS, 50).transition.apply(seen)

    assert after is not None
    assert (after.status, after.bad, after.open) == ("RUN", True, 1)
    assert after.steps["2"] == Settled("X") and after.live("3") is not None


def test_a_message_from_the_time_when_a_step_ran_cannot_start_it_before_its_remedies() -> None:
    """Seed 500087: the sweeper had sent it because the lease was over, and then its slow worker failed."""
    recovered = Recover("1", 1, (NewStep("1.a", "i"),), ("1.a",), 6).apply(RUNNING)

    assert recovered is not None
    assert Claim("1", 1, "late", 500_000, 680_000, 6).apply(recovered) is None


def test_an_action_never_waits_it_is_the_question_before_it_that_does() -> None:
    """Otherwise an answer would count it as done without its call."""
    assert Wait("1", 1, "w", 99).apply(RUNNING) is None


def test_steps_past_the_cap_are_refused_by_the_condition_itself() -> None:
    more = Settle("1", 1, "D", "w", adds=(NewStep("n.a", "i"),), seen=0, cap=3)

    assert more.apply(replace(RUNNING, entered=2)) is not None
    assert more.apply(replace(RUNNING, entered=3)) is None
