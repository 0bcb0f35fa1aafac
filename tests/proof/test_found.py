"""What the sweep and the simulation have found, each in its shortest form."""

from dataclasses import replace

import pytest

from chalicelib.domain.control import Control, Live, Settled, orphans
from chalicelib.domain.edit import CarryOn, GiveUp, Insert, Recover, Replace
from chalicelib.domain.outcome import Done, Failed
from chalicelib.domain.plan import Plan
from chalicelib.domain.transitions import Cancel, Claim, Settle
from chalicelib.engine.decide import Held, decide
from chalicelib.engine.ends import late_letter
from chalicelib.engine.ports import Refused
from chalicelib.engine.records import task_pk
from chalicelib.engine.settings import Settings
from chalicelib.engine.sweep import sweep
from tests.engine.scripted import ACCOUNT, Scene, question, step
from tests.world import MemoryStore

NEED = step("n.aa", action="need")
OTHER = replace(step("n.bb", action="other"), replaces="n.aa")
SETTINGS = Settings()


def control(**steps: Live | Settled) -> Control:
    names = {name.replace("_", "."): state for name, state in steps.items()}
    return Control(steps={"z": Settled("D", "o"), **{name.lstrip("s"): state for name, state in names.items()}})


def test_a_need_that_was_replaced_is_waited_for_through_its_replacement():
    seen = control(
        s1=Live("R", "i", (), 1), s2=Live("P", "i", ("1",)), n_aa=Settled("S", "a"), n_bb=Live("P", "i"),
    )
    plan = Plan((step("1"), step("2", "1"), NEED, OTHER))

    decision = decide(seen, plan, Held("1", 1, "w"), Done(), Insert((NEED,)), 0, SETTINGS, 50)

    after = decision.transition.apply(seen)
    assert after is not None
    waiting = after.live("2")
    assert waiting is not None and "n.bb" in waiting.deps


def test_a_remedy_that_was_replaced_is_waited_for_through_its_replacement():
    seen = control(s1=Live("R", "i", (), 1), n_aa=Settled("S", "a"), n_bb=Live("P", "i"))
    plan = Plan((step("1"), NEED, OTHER))

    decision = decide(seen, plan, Held("1", 1, "w"), Failed("unauthorized"), Recover((NEED,)), 0, SETTINGS, 50)

    after = decision.transition.apply(seen)
    assert after is not None
    retried = after.live("1")
    assert retried is not None and "n.bb" in retried.deps


def test_a_need_whose_replacement_has_failed_takes_the_dependants_along():
    seen = control(
        s1=Live("R", "i", (), 1), s2=Live("P", "i", ("1",)), n_aa=Settled("S", "a"), n_bb=Settled("F", "b"),
    )
    plan = Plan((step("1"), step("2", "1"), NEED, OTHER))

    decision = decide(seen, plan, Held("1", 1, "w"), Done(), Insert((NEED,)), 0, SETTINGS, 50)

    after = decision.transition.apply(replace(seen, bad=True))
    assert after is not None and after.steps["2"] == Settled("X")


def test_a_need_that_waits_for_what_would_wait_for_it_is_left_out():
    need = step("n.aa", "2", action="need")
    seen = control(s1=Live("R", "i", (), 1), s2=Live("P", "i", ("1",)), n_aa=Live("P", "i", ("2",)))
    plan = Plan((step("1"), step("2", "1"), need))

    decision = decide(seen, plan, Held("1", 1, "w"), Done(), Insert((need,)), 0, SETTINGS, 50)

    after = decision.transition.apply(seen)
    assert after is not None
    second = after.live("2")
    assert second is not None and second.deps == ("1",)


def test_a_remedy_that_waits_for_the_step_itself_is_no_remedy():
    mend = step("n.aa", "2", action="need")
    seen = control(s1=Live("R", "i", (), 1), s2=Live("P", "i", ("1",)), n_aa=Live("P", "i", ("2",)))
    plan = Plan((step("1"), step("2", "1"), mend))

    decision = decide(seen, plan, Held("1", 1, "w"), Failed("unauthorized"), Recover((mend,)), 0, SETTINGS, 50)

    assert isinstance(decision.transition, Settle) and decision.transition.letter == "F"


def test_a_step_that_was_to_wait_for_approval_is_not_done_when_the_task_is_cancelled():
    asking = question("1.qq", "approval", about="1")
    seen = control(s1=Live("R", "u", (), 1))

    decision = decide(seen, Plan((step("1"),)), Held("1", 1, "w"), Done(), Recover((asking,)), 0, SETTINGS, 50)

    assert late_letter(decision) == "X"


def test_what_has_begun_is_neither_done_nor_failed_when_the_task_is_cancelled():
    asking = replace(step("1.pp", action="1"), replaces="1", poll={"url": "there"})
    seen = control(s1=Live("R", "i", (), 1))

    decision = decide(seen, Plan((step("1"),)), Held("1", 1, "w"), Done(), Replace(asking), 0, SETTINGS, 50)

    assert late_letter(decision) == "U"


def test_a_step_without_attempts_left_to_be_approved_fails_with_a_reason():
    asking = question("1.qq", "approval", about="1")
    seen = control(s1=Live("R", "u", (), 6, 6))

    decision = decide(seen, Plan((step("1"),)), Held("1", 6, "w"), Done(), Recover((asking,)), 0, SETTINGS, 50)

    assert decision.failure is not None and decision.failure.reason == "poison"


def test_a_worker_whose_neighbours_commit_first_many_times_still_settles_its_step():
    """Many neighbours fail while one worker wants to; an unsafe call with a known answer is not asked about."""
    others = tuple(step(f"1{n}") for n in range(30))

    def revise(run, looked_at, outcome):
        if looked_at.id == "1":
            scene.world.deliver(scene.handler)
        return GiveUp("not_found", "nothing there") if isinstance(outcome, Failed) else CarryOn()

    failing = {one.action: (lambda _: Failed("not_found")) for one in (step("1"), *others)}
    for seed in range(4):
        scene = Scene((step("1", effect="unsafe"), *others), failing, revise, seed=seed,
                      agent={"limits": {"writes": 50}})
        scene.run()
        assert scene.status == "failed"
        assert scene.called.count("1") == 1


def test_one_task_that_cannot_be_swept_does_not_keep_the_others_from_their_turn():
    scene = Scene((step("1"),))
    scene.world.queue._letters.clear()
    broken = task_pk(ACCOUNT, "task_broken")
    for shard_mate in range(200):  # in every shard, and overdue for longer
        scene.world.store.accept(f"{broken}{shard_mate}", replace(scene.control, due=1, open=0, bad=True, steps={}))
    healthy = type(scene.world.store).control

    class Faulty(MemoryStore):
        def control(self, pk: str) -> Control | None:
            if pk.startswith(broken):
                raise KeyError(pk)
            return healthy(self, pk)

    scene.world.store.__class__ = Faulty
    scene.world.clock.advance(61)

    with pytest.raises(ExceptionGroup):
        sweep(scene.engine)
    scene.world.store.__class__ = MemoryStore

    assert scene.run().status == "complete"


def test_the_sweeper_leaves_a_look_that_somebody_asked_for_meanwhile():
    """CANCEL or SIGNAL between its read and its write of `due`: the near one stays."""
    scene = Scene((step("1"),))
    scene.world.clock.advance(61)
    pk = task_pk(ACCOUNT, scene.task.id)
    asked = scene.world.clock() + 60_000
    inner = scene.world.store.apply

    def apply(where, transition):
        if type(transition).__name__ == "Due":
            inner(where, Cancel(asked))
        return inner(where, transition)

    scene.world.store.apply = apply
    sweep(scene.engine)

    now = scene.world.store.control(pk)
    assert now is not None and now.due == asked


def test_a_question_that_is_needed_again_is_not_skipped():
    seen = control(
        s1=Settled("F", "a"), s2=Live("W", "h", (), 1, expires=9), s3=Live("P", "i", ("2",)),
    )
    assert orphans(replace(seen, bad=True)) == ()
    assert orphans(replace(seen, bad=True, steps={**seen.steps, "3": Settled("X")})) == ("2",)


@pytest.mark.parametrize("settings", [{"lease": 120_000}, {"tool_timeout_s": 116}])
def test_settings_that_break_a_timing_rule_are_refused(settings):
    with pytest.raises(ValueError, match=r"lease|time-out"):
        Settings(**settings)


def test_a_commit_under_an_older_epoch_is_refused():
    running = Control(steps={"1": Live("R", "i", (), 2, 1, lease=9, owner="b")})

    assert Settle("1", 1, "D", "a").apply(running) is None
    assert Settle("1", 2, "D", "b").apply(running) is not None


def test_a_claim_with_an_older_epoch_is_refused():
    pending = Control(steps={"1": Live("P", "i", (), 1, 1)})

    assert Claim("1", 0, "a", 5, 9, 6).apply(pending) is None
    assert Claim("1", 1, "a", 5, 9, 6).apply(pending) is not None


def test_a_refused_transition_changes_nothing():
    scene = Scene((step("1"),)).run()
    before = scene.control

    assert isinstance(scene.world.store.apply(task_pk(ACCOUNT, scene.task.id), Cancel(1)), Refused)
    assert scene.control == before
