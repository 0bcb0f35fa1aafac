"""One task through the worker: messages repeated, shuffled and late."""

import pytest

from chalicelib.domain.binding import Condition, Literal, Output
from chalicelib.domain.control import Settled
from chalicelib.domain.edit import CarryOn, GiveUp, Insert, Later, Recover, Replace, step_id
from chalicelib.domain.errors import Conflict
from chalicelib.domain.outcome import Done, Failed
from chalicelib.planning.planner import NoPlan
from tests.engine.scripted import Scene, fails_once, question, step


def test_steps_run_in_the_order_of_their_data_and_the_task_ends_complete():
    scene = Scene((step("1"), step("2", "1"), step("3", "2"))).run()

    assert scene.status == "complete"
    assert scene.called == ["1", "2", "3"]


@pytest.mark.parametrize("seed", range(20))
def test_a_second_delivery_does_not_act_again(seed):
    scene = Scene((step("1"), step("2", "1"), step("3", "1"), step("4", "2", "3")), seed=seed, duplicates=0.6).run()

    assert scene.world.deliveries > 6
    assert sorted(scene.called) == ["1", "2", "3", "4"]
    assert scene.status == "complete"


def test_the_key_of_a_call_names_account_task_and_step_and_not_the_attempt():
    scene = Scene(
        (step("1"),), {"1": fails_once(Failed("unavailable"))},
        lambda run, step, outcome: Later(1) if isinstance(outcome, Failed) else CarryOn(),
    ).run()

    assert scene.status == "complete"
    keys = {key for _, key in scene.world.calls}
    assert keys == {f"acct_1.test/{scene.task.id}/1"}
    assert len(scene.world.calls) == 2


def test_a_failed_step_skips_what_needs_it_and_its_siblings_go_on():
    scene = Scene((step("1"), step("2"), step("3", "1"), step("4", "2")), {"1": lambda _: Failed("not_found", "gone")})
    scene.run()

    assert scene.status == "failed"
    assert {row["label"]: row["status"] for row in scene.trace["steps"]} == {
        "1": "failed", "2": "complete", "3": "skipped", "4": "complete",
    }
    assert scene.row("1")["error"]["message"] == "gone"


def test_a_remedy_runs_before_the_step_is_tried_again_and_stands_in_its_row():
    remedy = step("1.aa", action="mend", remedy_for="1")

    def revise(run, looked_at, outcome):
        return Recover((remedy,), "Mended") if isinstance(outcome, Failed) else CarryOn()

    scene = Scene((step("1"), step("2", "1")), {"1": fails_once(Failed("rejected", "dead"))}, revise, extra=(remedy,))
    scene.run()

    assert scene.called == ["1", "mend", "1", "2"]
    assert scene.status == "complete"
    assert [row["label"] for row in scene.trace["steps"]] == ["1", "2"]
    attempts = scene.row("1")["attempts"]
    assert [attempt["status"] for attempt in attempts] == ["retried", "complete"]
    assert attempts[0]["recovery"][0]["action"] == "mend"
    assert "Mended" in scene.row("1")["note"]


def test_a_remedy_that_fails_is_replaced_by_the_next_and_both_stand_in_the_row():
    first, second = step("1.aa", action="first", remedy_for="1"), step("1.bb", action="second", remedy_for="1",
                                                                       replaces="1.aa")

    def revise(run, looked_at, outcome):
        if not isinstance(outcome, Failed):
            return CarryOn()
        return Replace(second) if looked_at.id == "1.aa" else Recover((first,))

    scene = Scene(
        (step("1"),), {"1": fails_once(Failed("rejected")), "first": lambda _: Failed("rejected", "no")}, revise,
        extra=(first, second),
    ).run()

    assert scene.called == ["1", "first", "second", "1"]
    assert [one["status"] for one in scene.row("1")["attempts"][0]["recovery"]] == ["skipped", "complete"]


def test_a_new_need_is_inserted_before_what_waited_and_rebinds_it():
    need = step("n.aa", "1", action="convert", rebinds={"2": {"amount": Output("n.aa", "value")}})
    last = step("2", "1", inputs={"amount": Output("1", "value")})

    def revise(run, looked_at, outcome):
        return Insert((need,)) if looked_at.id == "1" else CarryOn()

    scene = Scene(
        (step("1"), last), {"1": lambda _: Done({"value": 1}), "convert": lambda _: Done({"value": 2})}, revise,
        extra=(need,),
    ).run()

    assert scene.called == ["1", "convert", "2"]
    assert scene.world.outside.made[-1].inputs == {"amount": 2}


def test_two_steps_that_find_the_same_need_plan_it_once():
    need = step("n.aa", action="convert")

    def revise(run, looked_at, outcome):
        return Insert((need,)) if looked_at.id in ("1", "2") else CarryOn()

    for seed in range(10):
        scene = Scene((step("1"), step("2"), step("3", "1", "2")), {}, revise, extra=(need,), seed=seed).run()
        assert sorted(scene.called) == ["1", "2", "3", "convert"]
        assert scene.called[-1] == "3"
        assert scene.control.entered == 4


def test_the_51st_step_never_runs():
    def revise(run, looked_at, outcome):
        again = step("", looked_at.id, action="more", goal=looked_at.id)
        from dataclasses import replace
        return Insert((replace(again, id=step_id(again)),))

    scene = Scene((step("1"), step("end", "1")), {}, revise, extra=(step("x", action="more"),),
                  agent={"limits": {"writes": 50}}).run()

    assert scene.control.status == "DEPTH"
    assert scene.status == "failed"
    assert scene.control.entered == 50
    assert len(scene.called) <= 50
    assert "end" not in scene.called


def test_a_plan_longer_than_the_cap_runs_nothing():
    scene = Scene(tuple(step(str(n)) for n in range(1, 7)), request={"max_steps": 5}).run()

    assert scene.control.status == "DEPTH"
    assert scene.called == []


def test_a_plan_as_long_as_the_cap_runs_whole():
    scene = Scene(tuple(step(str(n)) for n in range(1, 6)), request={"max_steps": 5}).run()

    assert scene.status == "complete"
    assert len(scene.called) == 5


def test_no_plan_fails_the_task_by_name_and_calls_nothing():
    scene = Scene(NoPlan("nothing here can do that", "register a tool that can")).run()

    from chalicelib.engine.history import history
    from chalicelib.engine.tasks import error
    assert error(history(scene.world.ports, "acct_1.test", scene.task.id)) == {
        "code": "no_plan", "message": "nothing here can do that", "tool": None, "action": None, "step": None,
        "recoverable": False, "suggestion": "register a tool that can",
    }
    assert scene.called == []


def test_a_step_whose_condition_is_false_is_skipped_and_counts_as_done():
    when = Condition(Output("1", "count"), "gt", Literal(3))
    scene = Scene((step("1"), step("2", "1", when=when), step("3", "2")), {"1": lambda _: Done({"count": 1})}).run()

    assert scene.status == "complete"
    assert scene.row("2")["status"] == "skipped"
    assert scene.called == ["1", "3"]


def test_a_tool_outside_the_boundary_is_not_called_whoever_planned_it():
    scene = Scene((step("1"),), agent={"effects": ("read",)}).run()

    assert scene.called == []
    assert scene.status == "failed"
    assert "read" in scene.row("1")["error"]["message"]


def test_the_same_step_inside_the_boundary_is_called():
    scene = Scene((step("1"),), agent={"effects": ("read", "idempotent")}).run()

    assert scene.called == ["1"]


def test_an_unsafe_call_whose_outcome_is_unknown_is_asked_about_and_not_repeated():
    lost = Failed("outcome_unknown", "lost")
    scene = Scene((step("1", effect="unsafe"), step("2", "1")), {"1": lambda _: lost}).run()

    assert scene.status == "waiting"
    assert scene.called == ["1"]
    assert scene.row("1")["status"] == "unknown"


def test_an_idempotent_call_whose_outcome_is_unknown_is_repeated_under_the_same_key():
    scene = Scene((step("1"),), {"1": fails_once(Failed("outcome_unknown"))}).run()

    assert scene.status == "complete"
    assert len({key for _, key in scene.world.calls}) == 1
    assert scene.called == ["1", "1"]


def failure(scene):
    from chalicelib.engine.history import history
    from chalicelib.engine.tasks import error
    return error(history(scene.world.ports, "acct_1.test", scene.task.id))


def broken(*_):
    raise RuntimeError("a defect with pk_live_abcdefgh in it")


def test_a_planner_that_raises_does_not_cost_a_done_step():
    scene = Scene((step("1"), step("2", "1")), {}, broken).run()

    assert scene.status == "complete"
    assert "a defect" in scene.row("1")["note"]


def test_a_planner_that_raises_is_seen_in_the_trace_and_by_whoever_writes_the_log():
    from chalicelib.engine.engine import step_ref
    from chalicelib.engine.runner import run_step
    scene = Scene((step("1"),), {}, broken)
    verdicts = []

    def handler(event):
        import json
        (record,) = event["Records"]
        verdicts.append(run_step(scene.engine, step_ref(json.loads(record["body"])), lambda: 900_000))
        return {}

    scene.world.pump({"steps": handler})

    (attempt,) = scene.row("1")["attempts"]
    assert attempt["defect"] == "RuntimeError: a defect with [redacted] in it"
    assert [bool(verdict.defect) for verdict in verdicts] == [False, True]
    assert "Traceback" in verdicts[1].defect and "in broken" in verdicts[1].defect
    assert "pk_live_abcdefgh" not in verdicts[1].defect


def test_a_planner_that_raises_after_a_failure_is_seen_and_the_failure_stands():
    scene = Scene((step("1"),), {"1": lambda _: Failed("not_found", "gone")}, broken).run()

    (attempt,) = scene.row("1")["attempts"]
    assert attempt["defect"].startswith("RuntimeError") and attempt["error"]["reason"] == "not_found"


def test_a_planner_that_raises_when_it_plans_is_seen_too():
    scene = Scene((step("1"),))
    scene.planner.draft = broken
    scene.run()

    assert failure(scene)["code"] == "no_plan"
    assert "defect of the planner" in failure(scene)["suggestion"]
    assert scene.trace["planning"]["defect"].startswith("RuntimeError")


def test_a_proposal_that_is_refused_is_no_defect():
    def revise(run, looked_at, outcome):
        return Insert((step("x", action="nobody"),))

    scene = Scene((step("1"),), {}, revise).run()

    assert "was refused" in scene.row("1")["note"]
    assert "defect" not in scene.row("1")["attempts"][0]


def test_an_attempt_without_enough_time_left_calls_nothing_and_costs_no_attempt():
    scene = Scene((step("1"),))
    zero = scene.world.deliver(lambda event: scene.handler(event))
    assert zero
    scene.world.deliver(lambda event: scene.handler(event, remaining=1_000))

    assert scene.called == []
    live = scene.control.live("1")
    assert live is not None and live.attempts == 0 and live.not_before is not None
    scene.run()
    assert scene.status == "complete"


def test_a_person_answers_and_the_task_goes_on():
    from chalicelib.domain.binding import Answer
    from chalicelib.engine.signals import answer

    ask = question("1", fields={"type": "object", "required": ["city"], "properties": {"city": {"type": "string"}}})
    scene = Scene((ask, step("2", "1", inputs={"city": Answer("1", "city")}))).run()
    assert scene.status == "waiting"

    answer(scene.engine, "acct_1.test", scene.task.id, decision=None, values={"city": "Bern"}, who="key_2")
    scene.run()

    assert scene.status == "complete"
    assert scene.world.outside.made[-1].inputs == {"city": "Bern"}


def test_an_answer_that_does_not_fit_the_question_is_refused_by_field():
    from chalicelib.domain.errors import InvalidRequest
    from chalicelib.engine.signals import answer

    ask = question("1", fields={"type": "object", "required": ["city"], "properties": {"city": {"type": "string"}}})
    scene = Scene((ask, step("2", "1"))).run()

    with pytest.raises(InvalidRequest) as refused:
        answer(scene.engine, "acct_1.test", scene.task.id, decision=None, values={"city": 3}, who="key_2")

    assert refused.value.details[0]["field"] == "values.city"
    assert scene.status == "waiting"


def test_approval_is_asked_before_the_step_and_the_creator_cannot_give_it():
    from chalicelib.domain.errors import Forbidden
    from chalicelib.engine.signals import answer

    scene = Scene((step("1"),), agent={"requires_approval": ("tool.1",)}).run()
    assert scene.status == "waiting"
    assert scene.called == []

    with pytest.raises(Forbidden):
        answer(scene.engine, "acct_1.test", scene.task.id, decision="approve", values={}, who="key_1")
    answer(scene.engine, "acct_1.test", scene.task.id, decision="approve", values={}, who="key_2")
    scene.run()

    assert scene.called == ["1"]
    assert scene.status == "complete"


def test_a_rejected_approval_fails_the_step_and_calls_nothing():
    from chalicelib.engine.signals import answer

    scene = Scene((step("1"), step("2")), agent={"requires_approval": ("tool.1",)}).run()
    answer(scene.engine, "acct_1.test", scene.task.id, decision="reject", values={}, who="key_2")
    scene.run()

    assert scene.called == ["2"]
    assert scene.status == "failed"


def test_what_a_person_says_did_not_happen_is_done_again_as_a_second_effect():
    from chalicelib.engine.signals import answer

    scene = Scene((step("1", effect="unsafe"), step("2", "1", inputs={"x": Output("1", "tries")})),
                  {"1": fails_once(Failed("outcome_unknown", "lost"))}).run()
    with pytest.raises(Conflict, match="look again in 90 s"):
        answer(scene.engine, "acct_1.test", scene.task.id, decision="did_not_happen", values={}, who="key_2")
    scene.world.clock.advance(91)
    answer(scene.engine, "acct_1.test", scene.task.id, decision="did_not_happen", values={}, who="key_2")
    scene.run()

    assert scene.called == ["1", "1", "2"]
    assert scene.world.outside.made[-1].inputs == {"x": 2}
    assert len({key for action, key in scene.world.calls if action == "tool.1"}) == 2
    assert scene.status == "complete"


def test_what_a_person_says_happened_is_not_done_again():
    from chalicelib.engine.signals import answer

    scene = Scene((step("1", effect="unsafe"), step("2", "1")), {"1": lambda _: Failed("outcome_unknown")}).run()
    answer(scene.engine, "acct_1.test", scene.task.id, decision="happened", values={}, who="key_2")
    scene.run()

    assert scene.called == ["1", "2"]
    assert scene.row("1")["status"] == "complete"


def test_cancelling_starts_nothing_new_and_keeps_a_result_that_arrives_late():
    from chalicelib.engine.signals import cancel

    scene = Scene((step("1"), step("2", "1")))

    def during(call):
        cancel(scene.engine, "acct_1.test", scene.task.id)
        return Done({"late": True})

    scene.world.outside.functions["tool.1"] = during
    scene.run()

    assert scene.called == ["1"]
    assert scene.status == "cancelled"
    settled = scene.control.steps["1"]
    assert isinstance(settled, Settled) and settled.letter == "D"
    assert scene.row("2")["status"] == "skipped"


def test_a_question_nobody_answers_expires_and_fails_what_needed_it():
    scene = Scene((question("1"), step("2", "1"), step("3"))).run()
    assert scene.status == "waiting"

    scene.sweep(8 * 24 * 3600)
    scene.run()
    scene.sweep()

    assert scene.status == "failed"
    assert scene.called == ["3"]


def test_a_lost_message_is_sent_again_by_the_sweeper():
    scene = Scene((step("1"), step("2", "1")))
    scene.world.queue._letters.clear()

    for _ in range(6):
        scene.sweep()
        scene.run()

    assert scene.status == "complete"
    assert scene.control.due is None


def test_a_worker_that_died_is_followed_by_another_and_an_unsafe_step_is_not_repeated():
    for effect, called in (("idempotent", ["1"]), ("unsafe", [])):
        scene = Scene((step("1", effect=effect),))
        scene.world.deliver(scene.handler)
        from chalicelib.domain.transitions import Claim
        from chalicelib.engine.records import task_pk
        now = scene.world.clock()
        scene.world.store.apply(task_pk("acct_1.test", scene.task.id), Claim("1", 0, "dead", now, now + 180_000, 6))
        scene.run()
        scene.sweep(200)
        scene.run()

        assert scene.called == called
        assert scene.status == ("complete" if effect == "idempotent" else "waiting")


def test_a_step_that_kills_every_worker_is_given_up_as_poison():
    scene = Scene((step("1"), step("2", "1")), max_attempts=2)
    scene.world.deliver(scene.handler)
    from chalicelib.domain.transitions import Claim
    from chalicelib.engine.records import task_pk
    for epoch in (0, 1):
        now = scene.world.clock()
        applied = scene.world.store.apply(
            task_pk("acct_1.test", scene.task.id), Claim("1", epoch, f"dead{epoch}", now, now + 180_000, 2)
        )
        assert applied.control is not None
        scene.world.clock.advance(181)
    scene.sweep()
    scene.run()

    assert scene.called == []
    assert scene.status == "failed"
    assert scene.row("1")["error"]["reason"] == "poison"
    told = failure(scene)
    assert "its effect may have happened" in told["message"] and "tool.1" in told["message"]
    assert "Look in tool whether 1 happened" in told["suggestion"] and "the same key" in told["suggestion"]
    assert told["recoverable"]


@pytest.mark.parametrize(("sid", "said"), [("z", "nothing was called"), ("1", "changes nothing")])
def test_a_poisoned_step_that_could_have_no_effect_says_so(sid, said):
    from chalicelib.domain.transitions import Claim
    from chalicelib.engine.records import task_pk
    scene = Scene((step("1", effect="read"),), max_attempts=1)
    if sid == "1":
        scene.world.deliver(scene.handler)
    now = scene.world.clock()
    claim = Claim(sid, 0, "dead", now, now + 180_000, 1)
    assert scene.world.store.apply(task_pk("acct_1.test", scene.task.id), claim).control is not None
    scene.world.clock.advance(181)
    scene.sweep()
    scene.run()

    assert said in failure(scene)["message"]
    assert "may have happened" not in failure(scene)["message"]


def test_a_giving_up_planner_says_what_a_person_can_do():
    from chalicelib.engine.history import history
    from chalicelib.engine.tasks import error

    def revise(run, looked_at, outcome):
        return GiveUp("not_found", "no such room", "Name another room", recoverable=True)

    scene = Scene((step("1"),), {"1": lambda _: Failed("not_found", "no such room")}, revise).run()
    told = error(history(scene.world.ports, "acct_1.test", scene.task.id))

    assert (told["suggestion"], told["recoverable"]) == ("Name another room", True)
    assert (told["step"], told["action"]) == ("1", "1")


def test_a_worker_that_died_stands_among_the_attempts_of_the_row():
    from chalicelib.domain.transitions import Claim
    from chalicelib.engine.records import task_pk

    scene = Scene((step("1"),))
    scene.world.deliver(scene.handler)
    now = scene.world.clock()
    scene.world.store.apply(task_pk("acct_1.test", scene.task.id), Claim("1", 0, "dead", now, now + 180_000, 6))
    scene.run()
    scene.sweep(200)
    scene.run()

    assert [(one["number"], one["status"]) for one in scene.row("1")["attempts"]] == [(1, "lost"), (2, "complete")]
    assert "died" in scene.row("1")["note"]


def test_an_answer_to_a_named_question_is_kept_until_the_question_waits():
    from chalicelib.domain.binding import Answer
    from chalicelib.engine.signals import answer

    ask = question("2", fields={"type": "object", "required": ["city"]}, depends_on=("1",))
    scene = Scene((step("1"), ask, step("3", "2", inputs={"city": Answer("2", "city")})))
    scene.world.deliver(scene.handler)
    answer(scene.engine, "acct_1.test", scene.task.id, decision=None, values={"city": "Bern"}, who="k", question="2")
    scene.run()

    assert scene.status == "complete"
    assert scene.world.outside.made[-1].inputs == {"city": "Bern"}


def test_an_answer_to_one_question_never_answers_another():
    from chalicelib.engine.signals import answer

    scene = Scene((question("1"), question("2"), step("3", "1", "2"))).run()
    answer(scene.engine, "acct_1.test", scene.task.id, decision=None, values={"a": 1}, who="k", question="1")

    with pytest.raises(Conflict):
        answer(scene.engine, "acct_1.test", scene.task.id, decision=None, values={"a": 1}, who="k", question="1")
    assert scene.status == "waiting"


def test_a_new_need_that_waits_for_what_waits_for_it_is_left_out():
    need = step("n.aa", "1", "2", action="convert")

    def revise(run, looked_at, outcome):
        return Insert((need,)) if looked_at.id == "1" else CarryOn()

    scene = Scene((step("1"), step("2", "1")), {}, revise, extra=(need,)).run()

    assert scene.called == ["1", "2"]
    assert scene.status == "complete"


def test_a_new_need_of_a_failed_step_takes_its_dependants_along():
    need = step("n.aa", "1", "2", action="convert")

    def revise(run, looked_at, outcome):
        if isinstance(outcome, Failed):
            return GiveUp(outcome.reason, "")
        return Insert((need,)) if looked_at.id == "1" else CarryOn()

    for seed in range(6):
        scene = Scene((step("1"), step("2"), step("3", "1")), {"2": lambda _: Failed("not_found")}, revise,
                      extra=(need,), seed=seed).run()
        assert scene.status == "failed"
        assert "3" not in scene.called
