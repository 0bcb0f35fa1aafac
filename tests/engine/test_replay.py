"""A recorded run planned again: the same where nothing changed, and told where, and why, where something did."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.binding import Answer, Condition, Literal, Mention, Output
from chalicelib.domain.edit import CarryOn, Edit, Insert
from chalicelib.domain.lesson import Lesson, Memory
from chalicelib.domain.outcome import Done, Failed
from chalicelib.domain.plan import Plan, Step
from chalicelib.domain.tool import Action
from chalicelib.engine import signals
from chalicelib.engine.differences import Difference, differences
from chalicelib.engine.memory import lessons
from chalicelib.engine.recording import Recording, decode, encode, recording
from chalicelib.engine.replay import catalogue_of, replay
from chalicelib.planning.composer.composer import Composer
from chalicelib.planning.planner import Brief, NoPlan, Run
from chalicelib.planning.revise import revise
from tests.engine.scripted import ACCOUNT, Scene, question, step
from tests.engine.test_training import board
from tests.fields.driver import Run as FieldRun
from tests.fields.fields import RECORDED
from tests.fields.service import Field


class Fixed:
    """Drafts a given plan and revises as the built-in planner does."""

    version = "fixed/1"

    def __init__(self, *steps: Step) -> None:
        self.plan = Plan(steps)

    def draft(self, brief: Brief) -> Plan | NoPlan:
        return self.plan if self.plan.steps else NoPlan("nothing fits")

    def revise(self, brief: Brief, run: Run, step: Step, outcome: Any) -> Edit:
        return revise(brief, run, step, outcome)


def recorded(scene: Any) -> Recording:
    """As it comes back from JSON."""
    return decode(json.loads(json.dumps(encode(recording(scene.engine, ACCOUNT, scene.task.id)))))


def found(past: Recording, planner: Any, memory: Sequence[Any] = (), actions: Sequence[Action] | None = None) -> Any:
    again = replay(past, planner, Memory(tuple(memory)), catalogue_of(past.actions if actions is None else actions))
    return differences(past, again)


def kinds(told: Sequence[Difference]) -> list[tuple[str, str]]:
    return [(one.step, one.kind) for one in told]


@pytest.mark.parametrize("kind", RECORDED, ids=lambda kind: kind.name)
def test_a_run_planned_again_by_the_planner_that_planned_it_is_the_same(kind: Field) -> None:
    for job in kind.jobs[::4]:
        run = FieldRun(kind, job)
        if not run.control.terminal:
            signals.cancel(run.engine, ACCOUNT, run.task.id)
        assert found(recorded(run), Composer()) == (), job.prompt


def test_a_replay_calls_no_tool_and_writes_nothing() -> None:
    kind = RECORDED[0]
    run = FieldRun(kind, kind.jobs[0])
    calls, items = len(run.world.outside.made), repr(run.world.store._items)

    def forbidden(call: Any) -> Any:
        raise AssertionError(f"a replay called {call.action.ref}")

    run.world.outside.call = forbidden  # type: ignore[method-assign]  # whoever calls a tool now is found out
    assert found(recorded(run), Composer()) == ()
    assert calls > 0 and len(run.world.outside.made) == calls and repr(run.world.store._items) == items


PLAN = (
    step("1", effect="read", action="look"),
    step("2", action="write", inputs={"what": Output("1", "id")}),
)


def scene(*steps: Step, **tools: Callable[[Any], Any]) -> Scene:
    made = Scene(steps or PLAN, {"look": lambda _: Done({"id": "a", "name": "b"}), **tools}, extra=(
        step("8", action="erase", effect="unsafe"), step("9", action="tell"),
    ))
    return made.run()


@pytest.mark.parametrize(("now", "told"), [
    (PLAN, []),
    ((PLAN[0], replace(PLAN[1], inputs={"what": Output("1", "name")})), [("2", "binding"), ("2", "undecided")]),
    ((PLAN[0], replace(PLAN[1], action="tell")), [("2", "action"), ("2", "undecided")]),
    ((*PLAN, step("3", "2", action="tell")), [("3", "more"), ("3", "undecided")]),
    (PLAN[:1], [("2", "fewer")]),
    ((PLAN[0], replace(PLAN[1], depends_on=(), inputs={"what": Literal("a")})), [("2", "binding")]),
    ((PLAN[0], replace(PLAN[1], when=Condition(Output("1", "id"), "eq", Literal("z")))), [("2", "condition")]),
    ((replace(PLAN[0], depends_on=("0",)), step("0", action="tell"), PLAN[1]),
     [("1", "order"), ("0", "more"), ("0", "undecided")]),
    ((PLAN[0], question("q"), replace(PLAN[1], inputs={"what": Literal("a")}, depends_on=("q",))),
     [("q", "question"), ("2", "binding"), ("q", "undecided")]),
    ((), [("", "no_plan")]),
])
def test_each_kind_of_difference_is_told_at_its_step(now: tuple[Step, ...], told: list[tuple[str, str]]) -> None:
    assert kinds(found(recorded(scene()), Fixed(*now))) == told


def test_a_step_that_moved_is_no_difference_and_bindings_follow_it() -> None:
    moved = (step("1", action="tell"), replace(PLAN[0], id="2", label="2"),
             replace(PLAN[1], id="3", label="3", inputs={"what": Output("2", "id")}))
    told = found(recorded(scene()), Fixed(*moved))

    assert kinds(told) == [("1", "more"), ("1", "undecided")]


def test_steps_in_another_order_are_not_told_as_other_actions() -> None:
    before = (step("1", action="tell"), replace(PLAN[0], id="2", label="2"),
              replace(PLAN[1], id="3", label="3", inputs={"what": Output("2", "id")}))
    swapped = (PLAN[0], step("2", action="tell"), replace(PLAN[1], id="3", label="3"))

    assert found(recorded(scene(*before)), Fixed(*swapped)) == ()
    assert kinds(found(recorded(scene(*before)), Fixed(*PLAN))) == [("1", "fewer")]


def test_a_binding_to_another_steps_output_is_another_call_though_it_reads_the_same() -> None:
    other = (replace(PLAN[0], action="tell"), PLAN[1])
    told = found(recorded(scene(*PLAN, tell=lambda _: Done({"id": "a"}))), Fixed(*other))

    assert kinds(told) == [("1", "action"), ("1", "undecided")]


def test_a_secret_that_was_taken_out_of_an_output_does_not_make_a_call_unknown() -> None:
    plan = (PLAN[0], replace(PLAN[1], inputs={"what": Output("1", "session_token")}))
    run = scene(*plan, look=lambda _: Done({"id": "a", "session_token": "s3cret-canary-1"}))
    past = recorded(run)

    assert "canary" not in json.dumps(encode(past)) and run.status == "complete"
    assert found(past, Fixed(*plan)) == ()
    assert kinds(found(past, Fixed(plan[0], replace(plan[1], action="tell")))) == [("2", "action"), ("2", "undecided")]


def test_the_same_value_is_no_difference_wherever_it_was_read() -> None:
    said, known = (step("1", action="write", inputs={"what": one}) for one in (Mention("a", "an a"), Literal("a")))

    assert found(recorded(scene(said)), Fixed(known)) == ()
    assert kinds(found(recorded(scene(said)), Fixed(replace(known, inputs={"what": Literal("b")})))) == [
        ("1", "binding"), ("1", "undecided")]


def test_a_step_that_was_added_later_with_another_input_is_told_by_that_input() -> None:
    class Adds(Fixed):
        def __init__(self, value: str) -> None:
            super().__init__(*PLAN)
            self.value = value

        def revise(self, brief: Brief, run: Run, step: Step, outcome: Any) -> Edit:
            more = replace(PLAN[1], id="n.9" + self.value, action="tell", label="1a", inputs={"x": Literal(self.value)})
            return Insert((more,)) if step.id == "1" else CarryOn()

    run = Scene(PLAN, {"look": lambda _: Done({"id": "a"})}, lambda *_: Adds("p").revise(None, *_),  # type: ignore[arg-type]
                extra=(step("9", action="tell"),)).run()
    assert found(recorded(run), Adds("p")) == ()
    assert kinds(found(recorded(run), Adds("q"))) == [("1a", "binding"), ("1a", "undecided")]


def test_where_a_call_was_never_recorded_it_says_so_and_does_not_guess_on() -> None:
    other = (replace(PLAN[0], inputs={"of": Literal("x")}), PLAN[1])
    again = replay(recorded(scene()), Fixed(*other), Memory(), catalogue_of(recorded(scene()).actions))

    assert again.open == {"1": "was never called with these inputs"}
    assert again.seen == ()


def test_the_same_call_more_often_than_it_was_recorded_is_not_decidable() -> None:
    class Again(Fixed):
        def revise(self, brief: Brief, run: Run, step: Step, outcome: Any) -> Edit:
            from chalicelib.domain.edit import Later
            return CarryOn() if run.attempts > 1 else Later(1)

    told = found(recorded(scene(write=lambda _: Failed("unavailable"))), Again(*PLAN))
    assert ("1", "undecided") in kinds(told) and "fewer times" in told[-1].why


def test_recovery_is_walked_and_a_lesson_taken_away_is_missed() -> None:
    state: set[str] = set()
    job = board(state)
    job.do("Post the quote")
    state.clear()
    job.do("Post the quote")
    known = [lesson for lesson in lessons(job.world.ports, ACCOUNT, "agent") if lesson.kind == "remedy"]
    past = recorded(job)
    planner = Fixed(*job.engine.planner.plan.steps)
    joins = next(lesson for lesson in known if "not_in_board" in lesson.key)
    other = replace(joins, content={"steps": [{**joins.content["steps"][0], "action": "leave_board"}]})

    assert found(past, planner, known) == ()
    assert found(past, planner) == (), "exploring finds the same remedies, in the same order"
    told = found(past, planner, [lesson if lesson is not joins else other for lesson in known])
    assert [kind for _, kind in kinds(told)] == ["remedy", "remedy", "undecided"]
    assert "board.join_board" in told[1].recorded and "board.leave_board" in told[0].now
    assert joins.id in told[0].why, "it says by which lesson"


def test_questions_are_answered_as_they_were() -> None:
    asks = question("1", fields={"type": "object", "properties": {"room": {"type": "string"}}})
    plan = (asks, step("2", action="write", inputs={"room": Answer("1", "room")}))
    run = scene(*plan)
    signals.answer(run.engine, ACCOUNT, run.task.id, decision=None, values={"room": "b7"}, who="key_1", question="1")
    run.run()

    assert run.status == "complete" and found(recorded(run), Fixed(*plan)) == ()
    unasked = step("1", action="write", inputs={"room": Literal("b7")})
    assert kinds(found(recorded(run), Fixed(unasked))) == [("2", "binding"), ("1", "fewer")]


def answered(run: Scene, decision: str) -> Scene:
    run.world.clock.advance(120)
    signals.answer(run.engine, ACCOUNT, run.task.id, decision=decision, values={}, who="key_2", question=None)
    return run.run()


def test_an_approval_that_the_sub_agent_asks_for_is_asked_for_again_and_given() -> None:
    run = Scene(PLAN, {"look": lambda _: Done({"id": "a"})}, agent={"requires_approval": ("tool.write",)}).run()
    assert run.status == "waiting"

    assert answered(run, "approve").status == "complete" and found(recorded(run), Fixed(*PLAN)) == ()
    assert kinds(found(replace(recorded(run), requires_approval=()), Fixed(*PLAN))) == [("2", "remedy")]


@pytest.mark.parametrize("said", ["happened", "did_not_happen"])
def test_an_effect_that_nobody_knew_of_is_asked_about_and_answered_as_it_was(said: str) -> None:
    lost = iter([Failed("outcome_unknown", "the answer was lost")])
    plan = (PLAN[0], replace(PLAN[1], effect="unsafe"))
    tools = {"look": lambda _: Done({"id": "a"}), "write": lambda _: next(lost, Done({}))}
    run = answered(Scene(plan, tools).run(), said)

    assert run.status == "complete" and found(recorded(run), Fixed(*plan)) == ()


def test_a_step_that_was_skipped_then_and_would_be_called_now_is_not_decidable() -> None:
    never = Condition(Output("1", "id"), "eq", Literal("z"))
    past = recorded(scene(PLAN[0], replace(PLAN[1], when=never)))

    assert kinds(found(past, Fixed(*PLAN))) == [("2", "condition"), ("2", "undecided")]


def test_the_same_words_with_other_data_are_another_call() -> None:
    def looks(first: str, then: str) -> tuple[Step, ...]:
        return (*(replace(PLAN[0], id=sid, label=sid, inputs={"of": Literal(of)})
                  for sid, of in (("1", first), ("2", then))),
                step("3", action="write", inputs={"what": Output("1", "id")}))

    past = recorded(scene(*looks("a", "b"), look=lambda call: Done({"id": call.inputs["of"]})))
    assert found(past, Fixed(*looks("a", "b"))) == ()
    assert "undecided" in [kind for _, kind in kinds(found(past, Fixed(*looks("b", "a"))))]


def test_a_write_in_shadow_mode_is_known_by_what_it_says_and_where_its_data_come_from() -> None:
    tools = {"look": lambda _: Done({"id": "a"}), "peek": lambda _: Done({"id": "a"})}
    peek = step("3", effect="read", action="peek")
    past = recorded(Scene((*PLAN, peek), tools, request={"mode": "shadow"}).run())
    moved = (replace(peek, id="1", label="1"), PLAN[1])

    assert found(past, Fixed(*PLAN, peek)) == ()
    assert ("2", "undecided") in kinds(found(past, Fixed(*moved)))


def test_another_catalogue_shows_what_would_break() -> None:
    past = recorded(scene())
    without = [action for action in past.actions if action.name != "write"]

    assert kinds(found(past, Fixed(*PLAN), actions=without)) == [("", "no_plan")]


def test_a_task_without_training_is_replayed_without_memory() -> None:
    seen: list[Memory] = []

    class Notes(Fixed):
        def draft(self, brief: Brief) -> Plan | NoPlan:
            seen.append(brief.memory)
            return super().draft(brief)

    run = Scene(PLAN, {"look": lambda _: Done({"id": "a"})}, request={"training": False}).run()
    lesson = Lesson("les_1", "fact", "tool.look|renamed:id", {"value": "ident"}, supported=3)
    found(recorded(run), Notes(*PLAN), [lesson])
    found(recorded(scene()), Notes(*PLAN), [lesson])
    assert seen == [Memory(), Memory((lesson,))], "the twin with training has it"


def test_a_recording_holds_no_way_to_call_a_tool_and_no_secret() -> None:
    run = scene(look=lambda _: Done({"id": "a", "access_token": "tok-canary-1234567890"}))
    stored = encode(recording(run.engine, ACCOUNT, run.task.id))

    assert "canary" not in json.dumps(stored) and stored["records"][0]["output"]["id"] == "a"
    assert {json.dumps(action["call"]) for action in stored["actions"]} == {"{}"}
    assert ACCOUNT not in json.dumps(stored)
