"""What a person approves is what is sent: asked by rule, shown exactly, bound to the request, written down."""

import pytest

from chalicelib.domain.binding import Context, Literal, Mention, Output
from chalicelib.domain.edit import CarryOn, Insert
from chalicelib.domain.errors import InvalidRequest
from chalicelib.domain.outcome import Done
from chalicelib.domain.tool import Action
from chalicelib.engine.signals import answer
from chalicelib.engine.tasks import find, view
from tests.engine.scripted import ACCOUNT, Scene, question, step, value

PAY = ({"action": "tool.pay", "when": "amount > `100`"},)


def shown(scene):
    return view(scene.world.ports, *find(scene.world.ports, ACCOUNT, scene.task.id))


def reply(scene, decision, values=None, **named):
    answer(scene.engine, ACCOUNT, scene.task.id, decision=decision, values=values or {}, who="key_2", **named)


def pays(amount, **more):
    return Scene((step("1", action="pay", inputs={"amount": Literal(amount), "to": Literal("ann")}),),
                 agent={"requires_approval": PAY}, **more)


def test_a_rule_on_arguments_asks_only_where_it_holds():
    assert pays(100).run().status == "complete"
    asked = pays(101).run()

    assert asked.status == "waiting" and asked.called == []
    assert shown(asked)["waiting"]["rule"] == "tool.pay when amount > `100`"


@pytest.mark.parametrize("inputs", [{"to": Literal("ann")}, {"amount": Literal("5")}])
def test_a_rule_that_cannot_be_told_asks(inputs):
    scene = Scene((step("1", action="pay", inputs=inputs),), agent={"requires_approval": PAY}).run()

    assert scene.status == "waiting" and scene.called == []
    assert "cannot be told" in shown(scene)["waiting"]["why"]


def test_a_tools_name_alone_asks_about_all_of_its_actions():
    assert Scene((step("1"),), agent={"requires_approval": ("tool",)}).run().called == []


def test_a_step_whose_condition_is_false_asks_nobody():
    from chalicelib.domain.binding import Condition

    never = step("1", when=Condition(Literal(1), "gt", Literal(2)))
    assert Scene((never,), agent={"requires_approval": ("tool.1",)}).run().status == "complete"


def test_a_person_sees_the_exact_request_why_it_is_asked_and_where_each_argument_comes_from():
    plan = (
        step("1", action="look", effect="read"),
        step("2", "1", action="pay", lessons=("l1",), inputs={
            "amount": Output("1", "sum"), "to": Mention("ann", "Ann"), "note": Literal("for lunch"),
            "method": Literal("wire"), "limit": Literal(5),
        }),
    )
    pay = Action("tool", "pay", "pays", {"type": "object", "properties": {
        name: {} for name in ("amount", "to", "note", "method")} | {"limit": {"default": 5}}}, None, "idempotent")
    scene = Scene(plan, {"look": lambda _: Done({"sum": 500})}, agent={"requires_approval": PAY},
                  extra_actions=(pay,), request={"prompt": "pay Ann for lunch"}).run()
    waiting = shown(scene)["waiting"]

    assert waiting["request"]["inputs"] == {
        "amount": 500, "to": "ann", "note": "for lunch", "method": "wire", "limit": 5}
    told = {one["name"]: (one["from"], one.get("step") or one.get("text")) for one in waiting["arguments"]}
    assert told == {"amount": ("output", "1"), "to": ("prompt", "Ann"), "note": ("prompt", None),
                    "method": ("memory", None), "limit": ("default", None)}
    assert waiting["why"] == "the sub-agent asks a person before tool.pay when amount > `100`"
    assert "approved" not in waiting


def test_secrets_are_not_shown_to_whoever_approves():
    scene = Scene((step("1", inputs={"to": Context("line")}),), agent={"requires_approval": ("tool.1",)},
                  request={"context": {"line": "Bearer abcdefghijkl"}}).run()

    assert "abcdefghijkl" not in str(shown(scene))
    reply(scene, "approve")
    scene.run()
    assert scene.world.outside.made[0].inputs["to"] == "Bearer abcdefghijkl"


def test_a_request_that_changes_after_the_yes_is_asked_about_again():
    """A step that nobody waited for rebinds the input while the person thinks."""
    plan = (step("1", inputs={"to": value("ann")}), step("9", effect="read", rebinds={"1": {"to": value("bob")}}))
    scene = Scene(plan, agent={"requires_approval": ("tool.1",)})
    scene.world.outside.functions["tool.9"] = lambda _: (held.append(1), Done())[1]
    held: list[int] = []
    while not scene.control.steps.get("1") or not [s for s in scene.control.steps if s.startswith("1.")]:
        only(scene, "1")
    only(scene, "1.")
    reply(scene, "approve", question=next(sid for sid in scene.control.steps if sid.startswith("1.")))
    assert held == []
    only(scene, "9")
    scene.run()

    assert scene.status == "waiting" and "1" not in scene.called
    assert shown(scene)["waiting"]["request"]["inputs"] == {"to": "bob"}
    reply(scene, "approve")
    scene.run()
    assert [call.inputs for call in scene.world.outside.made if call.action.name == "1"] == [{"to": "bob"}]


def only(scene, sid):
    """Deliver the next message, of that step if there is one."""
    for letter in list(scene.world.queue._letters.values()):
        if f'"sid": "{sid}' in letter.delivery.body or '"sid": "z"' in letter.delivery.body:
            others = {key: one for key, one in scene.world.queue._letters.items() if one is not letter}
            scene.world.queue._letters = {letter.delivery.id: letter}
            assert scene.world.deliver(scene.handler)
            scene.world.queue._letters |= others
            return
    raise AssertionError(f"no message for {sid}")


def test_an_edit_is_checked_against_the_actions_schema_before_anything_is_stored():
    pay = Action("tool", "pay", "pays", {"type": "object", "required": ["amount"], "properties": {
        "amount": {"type": "integer", "maximum": 500}, "to": {"type": "string"}}}, None, "idempotent")
    scene = pays(101, extra_actions=(pay,), request={"prompt": "pay ann"}).run()
    before = scene.control

    for wrong in ({"amount": "a lot"}, {"amount": 501}, {"to": 7}):
        with pytest.raises(InvalidRequest) as refused:
            reply(scene, "edit", wrong)
        assert refused.value.details[0]["field"] == f"values.{next(iter(wrong))}"
    with pytest.raises(InvalidRequest):
        reply(scene, "edit", {})
    assert scene.control == before

    reply(scene, "edit", {"amount": 400})
    scene.run()
    assert scene.world.outside.made[0].inputs == {"amount": 400, "to": "ann"}


def test_a_change_that_would_be_kept_masked_is_refused_before_it_is_sent_masked():
    scene = pays(101).run()
    with pytest.raises(InvalidRequest, match="credential"):
        reply(scene, "edit", {"to": "Bearer abcdefghijkl"})
    assert scene.status == "waiting"


def test_who_decided_when_and_what_they_changed_stands_in_the_trace():
    scene = pays(101).run()
    scene.world.clock.advance(60)
    answer(scene.engine, ACCOUNT, scene.task.id, decision="edit", values={"amount": 7}, who="key_2", name="Ann's key")
    scene.run()

    assert scene.row("1")["approvals"] == [{
        "question": scene.row("1")["approvals"][0]["question"], "decision": "edit", "by": "key_2",
        "key_name": "Ann's key", "at": "2025-10-09T08:54:20.000Z",
        "why": "the sub-agent asks a person before tool.pay when amount > `100`",
        "edited": {"amount": {"before": 101, "after": 7}},
    }]


def test_a_no_stands_in_the_trace_too():
    scene = pays(101).run()
    reply(scene, "reject")
    scene.run()

    assert scene.status == "failed" and scene.called == []
    assert [one["decision"] for one in scene.row("1")["approvals"]] == ["reject"]


# approve: plan

READS = {"look": lambda _: Done({"id": "a7", "sum": 5, "all": [{"id": "x"}, {"id": "y"}]})}
LOOK = step("1", action="look", effect="read")
PLAN = (LOOK, step("2", action="open", inputs={"id": Output("1", "id")}),
        step("3", action="close", inputs={"of": Output("2", "ok"), "n": value(1)}))
WHOLE = {"approve": "plan"}


def test_a_plan_is_put_to_a_person_once_with_all_its_writes_and_what_was_read():
    scene = Scene(PLAN, READS, request=WHOLE).run()
    waiting = shown(scene)["waiting"]

    assert scene.called == ["look"]
    assert [(one["action"], one["request"]["inputs"]) for one in waiting["writes"]] == [
        ("open", {"id": "a7"}), ("close", {"n": 1})]
    assert waiting["writes"][1]["needs"] == ["of"]
    assert waiting["reads"] == [{"step": "1", "tool": "tool", "action": "look"}]
    reply(scene, "approve")
    scene.run()

    assert scene.status == "complete" and scene.called == ["look", "open", "close"]
    assert all(scene.row(label)["approvals"][0]["by"] == "key_2" for label in "23")


def test_after_a_no_to_the_plan_nothing_is_written_and_nobody_is_asked_again():
    scene = Scene(PLAN, READS, request=WHOLE).run()
    reply(scene, "reject")
    scene.run()

    assert scene.status == "failed" and scene.called == ["look"]
    assert shown(scene)["error"]["message"].endswith("said no")


def test_a_plan_without_writes_asks_nobody():
    assert Scene((LOOK,), READS, request=WHOLE).run().status == "complete"


@pytest.mark.parametrize("seed", range(6))
def test_a_write_that_is_added_after_the_yes_asks_again(seed):
    more = step("n.aa", action="tell")

    def revise(run, looked_at, outcome):
        return Insert((more,)) if looked_at.id == "2" else CarryOn()

    scene = Scene(PLAN, READS, revise, extra=(more,), request=WHOLE, seed=seed).run()
    reply(scene, "approve")
    scene.run()

    assert scene.status == "waiting" and scene.called == ["look", "open"]
    assert [one["action"] for one in shown(scene)["waiting"]["writes"]] == ["tell"]
    reply(scene, "approve")
    scene.run()
    assert scene.status == "complete" and scene.called == ["look", "open", "tell", "close"]


@pytest.mark.parametrize("seed", range(6))
def test_the_items_of_a_list_that_was_read_are_all_in_the_one_question(seed):
    """They come after the question was planned, and before it is asked."""
    each = tuple(step(f"n.{n}", action="tell", inputs={"id": Output("1", f"all[{n}].id")}) for n in (0, 1))

    def revise(run, looked_at, outcome):
        return Insert(each) if looked_at.id == "1" else CarryOn()

    other = step("3", action="peek", effect="read")
    scene = Scene((LOOK, step("2", "1", action="open", inputs={"n": Output("3", "n")}), other),
                  {**READS, "peek": lambda _: Done({"n": 5})}, revise, extra=each, request=WHOLE, seed=seed).run()
    told = [(one["action"], one["request"]["inputs"]) for one in shown(scene)["waiting"]["writes"]]

    assert sorted(scene.called) == ["look", "peek"], "it is asked before all is read"
    assert sorted(told, key=str) == [("open", {"n": 5}), ("tell", {"id": "x"}), ("tell", {"id": "y"})]
    reply(scene, "approve")
    scene.run()
    assert scene.status == "complete" and scene.called[-1] == "open" and len(scene.called) == 5
    assert [sid for sid in scene.control.steps if sid not in ("z", "1", "2", "3", "n.0", "n.1")] == ["4"]


@pytest.mark.parametrize("seed", range(8))
def test_a_read_that_fails_takes_along_only_the_write_that_needs_it(seed):
    from chalicelib.domain.edit import GiveUp
    from chalicelib.domain.outcome import Failed

    def revise(run, looked_at, outcome):
        return GiveUp(outcome.reason, "") if isinstance(outcome, Failed) else CarryOn()

    peek = step("3", action="peek", effect="read")
    plan = (LOOK, step("2", action="open", inputs={"id": Output("1", "id")}), peek, step("4", "3", action="close"))
    scene = Scene(plan, {**READS, "peek": lambda _: Failed("not_found")}, revise, request=WHOLE, seed=seed).run()

    assert sorted(scene.called) == ["look", "peek"]
    assert [one["action"] for one in shown(scene)["waiting"]["writes"]] == ["open"]
    reply(scene, "approve")
    scene.run()
    assert scene.status == "failed" and scene.called[-1] == "open" and scene.row("4")["status"] == "skipped"


def test_an_input_that_was_not_known_is_held_to_where_it_was_to_come_from():
    """A finished step points the input elsewhere: that is not what the person saw."""
    points = step("2", action="open", inputs={"id": Output("1", "id")},
                  rebinds={"3": {"of": value("somewhere else")}})
    scene = Scene((LOOK, points, PLAN[2]), READS, request=WHOLE).run()
    reply(scene, "approve")
    scene.run()

    assert scene.status == "waiting" and scene.called == ["look", "open"]
    assert shown(scene)["waiting"]["writes"][0]["request"]["inputs"] == {"of": "somewhere else", "n": 1}


def test_a_rule_asks_no_second_time_about_what_was_shown_with_the_plan():
    scene = Scene(PLAN, READS, request=WHOLE, agent={"requires_approval": ("tool.open",)}).run()
    assert shown(scene)["waiting"]["writes"][0]["rule"] == "tool.open"
    reply(scene, "approve")

    assert scene.run().status == "complete"


# limits.writes

def wide(count, **fields):
    return tuple(step(str(n), **fields) for n in range(1, count + 1))


@pytest.mark.parametrize("seed", range(10))
def test_beyond_the_limit_of_writes_a_person_sees_all_that_would_be_written(seed):
    scene = Scene(wide(7, action="tell"), agent={"limits": {"writes": 3}}, seed=seed).run()
    waiting = shown(scene)["waiting"]

    assert scene.status == "waiting" and len(scene.called) == 3
    assert len(waiting["writes"]) == 4 and "3 writes" in waiting["why"]
    reply(scene, "approve")
    scene.run()
    assert scene.status == "complete" and len(scene.called) == 7


def test_ten_writes_are_allowed_where_nothing_else_is_said():
    assert Scene(wide(10)).run().status == "complete"
    assert len(Scene(wide(11)).run().called) == 10


def test_a_yes_beyond_the_limit_lets_exactly_what_was_shown_run():
    more = tuple(step(f"n.{n}", action=f"more{n}") for n in range(2))

    def revise(run, looked_at, outcome):
        return Insert(more) if looked_at.id == "3" else CarryOn()

    scene = Scene((*wide(2), step("3", "1", "2"), step("4", "3")), {}, revise, extra=more,
                  agent={"limits": {"writes": 2}}).run()
    assert [one["action"] for one in shown(scene)["waiting"]["writes"]] == ["3", "4"]
    reply(scene, "approve")
    scene.run()

    assert scene.status == "waiting" and sorted(scene.called) == ["1", "2", "3"]
    assert sorted(one["action"] for one in shown(scene)["waiting"]["writes"]) == ["more0", "more1"]
    reply(scene, "approve")
    assert scene.run().status == "complete"


def test_after_a_no_beyond_the_limit_what_was_written_stands_and_the_rest_is_not_done():
    scene = Scene(wide(4), agent={"limits": {"writes": 3}}).run()
    reply(scene, "reject")
    scene.run()

    assert scene.status == "failed" and len(scene.called) == 3


def test_whoever_said_no_to_the_rest_is_not_asked_again_by_what_comes_later():
    plan = (*wide(2), step("3"), question("8"), step("9", "8"))
    scene = Scene(plan, agent={"limits": {"writes": 2}}).run()
    asked = next(sid for sid in scene.control.steps if sid.startswith("n."))
    reply(scene, "reject", question=asked)
    scene.run()
    reply(scene, None, {"city": "Bern"}, question="8")
    scene.run()

    assert scene.status == "failed" and len(scene.called) == 2
    assert "did not agree" in scene.row("9")["error"]["message"]


def test_what_a_tool_has_begun_and_what_it_refused_are_writes_too():
    from chalicelib.domain.edit import GiveUp
    from chalicelib.domain.outcome import Failed, Started

    begun = iter([Started({"url": "/ops/1"}), Done({})])
    scene = Scene((step("1"), step("2", "1"), step("3", "2")),
                  {"1": lambda _: next(begun)}, agent={"limits": {"writes": 2}}).run()
    assert scene.status == "waiting" and scene.called == ["1", "1", "2"]

    def revise(run, looked_at, outcome):
        return GiveUp(outcome.reason, "") if isinstance(outcome, Failed) else CarryOn()

    scene = Scene((step("1"), question("8"), step("9", "8")), {"1": lambda _: Failed("rejected")}, revise,
                  agent={"limits": {"writes": 1}}).run()
    reply(scene, None, {"city": "Bern"})
    scene.run()
    assert scene.called == ["1"] and shown(scene)["status"] == "waiting"


def test_reads_connections_and_what_was_skipped_are_no_writes():
    from chalicelib.domain.binding import Condition

    never = Condition(Literal(1), "gt", Literal(2))
    plan = (*wide(3, effect="read"), step("4", when=never), step("5", "4"))
    assert Scene(plan, agent={"limits": {"writes": 1}}).run().status == "complete"


def test_a_question_of_the_planner_is_put_when_its_request_is_known():
    asked = question("2", "approval", about="3", depends_on=("1",))
    plan = (LOOK, asked, step("3", "2", action="open", effect="unsafe", inputs={"id": Output("1", "id")}))
    scene = Scene(plan, READS, request={"prompt": "open it"}).run()

    assert shown(scene)["waiting"]["request"]["inputs"] == {"id": "a7"}
    reply(scene, "approve")
    assert scene.run().status == "complete"


def test_a_call_that_may_have_been_made_is_asked_about_and_not_put_to_a_person_whose_no_would_come_too_late():
    """Its worker died, and what was approved meanwhile has used up the writes."""
    died: list[str] = []

    def dies(call):
        if not died:
            died.append(call.key)
            raise KeyboardInterrupt
        return Done({})

    scene = Scene((step("1"), step("3")), agent={"limits": {"writes": 1}, "requires_approval": ("tool.3",)})
    scene.world.outside.functions["tool.1"] = dies
    with pytest.raises(KeyboardInterrupt):
        scene.run()
    while not (asked := [sid for sid, one in scene.control.steps.items() if getattr(one, "state", "") == "W"]):
        only(scene, "3")
    reply(scene, "approve", question=asked[0])
    only(scene, "3")
    scene.sweep(200)
    scene.run()

    assert shown(scene)["waiting"]["reason"] == "outcome_unknown" and sorted(scene.called) == ["1", "3"]
