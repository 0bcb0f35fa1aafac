"""A shadow reads for real, stops before everything else, says exactly what it would have sent, and learns nothing."""

import pytest

from chalicelib.domain.binding import Condition, Literal, Output
from chalicelib.domain.edit import CarryOn, GiveUp, Insert, Recover, Replace
from chalicelib.domain.outcome import Done, Failed
from chalicelib.domain.tool import Action
from chalicelib.engine.history import history
from chalicelib.engine.learning import teaches
from chalicelib.engine.tasks import find, view
from tests.engine.scripted import ACCOUNT, ANYTHING, Scene, step, value

READ = step("1", action="look", effect="read")
TOOLS = {"look": lambda _: Done({"id": "a7", "all": [{"id": "x"}, {"id": "y"}]})}


def shadow(*plan, revise=lambda run, step, outcome: CarryOn(), **fields):
    return Scene(plan, TOOLS, revise, request={"mode": "shadow"}, **fields).run()


def result(scene):
    return view(scene.world.ports, *find(scene.world.ports, ACCOUNT, scene.task.id))["result"]


def test_it_reads_for_real_and_stops_before_every_other_step_at_its_exact_request():
    scene = shadow(
        READ, step("2", action="write", inputs={"id": Output("1", "id"), "n": value(3)}),
        step("3", "2", action="pay", effect="unsafe", inputs={"to": value("ann")}),
    )

    assert scene.status == "complete" and scene.called == ["look"]
    assert result(scene)["would_call"] == [
        {"step": "2", "tool": "tool", "action": "write", "effect": "idempotent",
         "request": {"action": "tool.write", "inputs": {"id": "a7", "n": 3}}},
        {"step": "3", "tool": "tool", "action": "pay", "effect": "unsafe",
         "request": {"action": "tool.pay", "inputs": {"to": "ann"}}},
    ]
    assert [scene.row(label)["status"] for label in "123"] == ["complete", "skipped", "skipped"]
    assert "shadow" in scene.row("2")["note"]


def test_what_needs_the_output_of_a_write_says_so_and_what_does_not_goes_on():
    scene = shadow(
        READ, step("2", "1", action="open"), step("3", action="send", inputs={"to": Output("2", "id"), "n": value(1)}),
        step("4", action="look", effect="read", inputs={"of": Output("2", "id")}),
        step("5", action="sum", effect="read", inputs={"of": Output("4", "all")}),
        step("6", "2", action="look", effect="read"),
    )
    found = result(scene)

    assert scene.status == "complete" and scene.called == ["look", "look"]
    assert found["would_call"][1] == {
        "step": "3", "tool": "tool", "action": "send", "effect": "idempotent", "inputs": {"n": 1},
        "needs": [{"input": "to", "of": ["step 2 (tool.open)"], "path": "id"}],
    }
    assert [(one["step"], one["needs"][0]["of"]) for one in found["not_read"]] == [
        ("4", ["step 2 (tool.open)"]), ("5", ["step 4 (tool.look)"])]


def test_a_condition_on_what_was_not_written_is_left_open_and_one_on_what_was_read_is_decided():
    scene = shadow(
        READ, step("2", "1", action="open"),
        step("3", action="tell", when=Condition(Output("2", "state"), "eq", Literal("new"))),
        step("4", action="warn", when=Condition(Output("1", "id"), "eq", Literal("other"))),
        step("5", action="look", effect="read", when=Condition(Output("2", "state"), "empty")),
    )
    found = result(scene)

    assert [(one["action"], "if" in one) for one in found["would_call"]] == [("open", False), ("tell", True)]
    assert scene.called == ["look"] and [one["step"] for one in found["not_read"]] == ["5"]


def test_every_item_of_a_list_that_was_read_is_there_with_its_own_request():
    each = tuple(step(f"n.{n}", action="tell", inputs={"id": Output("1", f"all[{n}].id")}) for n in (0, 1))
    scene = shadow(
        READ, revise=lambda run, step, outcome: Insert(each) if step.id == "1" else CarryOn(), extra=each)

    assert [one["request"]["inputs"] for one in result(scene)["would_call"]] == [{"id": "x"}, {"id": "y"}]


@pytest.mark.parametrize("edit", [
    Recover((step("1.rr", action="unlock", remedy_for="1"),)),
    Recover((step("1.aa", action="authenticate", remedy_for="1"),)),
    Replace(step("1.xx", action="write", replaces="1")),
])
def test_a_read_that_only_a_write_would_repair_fails_and_says_what_would_be_called(edit):
    def revise(run, looked_at, outcome):
        return edit if isinstance(outcome, Failed) and "." not in looked_at.id else CarryOn()

    extra = (step("1.rr", action="unlock"), step("1.aa", action="authenticate"), step("1.xx", action="write"))
    scene = Scene((READ,), {"look": lambda _: Failed("forbidden", "locked")}, revise, extra=extra,
                  request={"mode": "shadow"}).run()
    told = view(scene.world.ports, *find(scene.world.ports, ACCOUNT, scene.task.id))["error"]

    assert scene.status == "failed" and scene.called == ["look"]
    assert told["message"] == "locked" and "in shadow mode only reads are" in told["suggestion"]


def test_a_read_may_repair_a_read():
    mend = step("1.rr", action="peek", effect="read", remedy_for="1")
    looks = iter([Failed("not_found", "gone"), Done({})])

    def revise(run, looked_at, outcome):
        return Recover((mend,)) if isinstance(outcome, Failed) else CarryOn()

    scene = Scene((READ,), {"look": lambda _: next(looks)}, revise, extra=(mend,), request={"mode": "shadow"}).run()
    assert scene.status == "complete" and scene.called == ["look", "peek", "look"]


def test_nobody_is_asked_to_approve_what_is_not_sent():
    scene = Scene((READ, step("2", "1"), step("3", effect="unsafe")), TOOLS,
                  request={"mode": "shadow", "approve": "plan", "prompt": "look"},
                  agent={"requires_approval": ("tool.*",), "limits": {"writes": 0}}).run()

    assert scene.status == "complete" and [one["step"] for one in result(scene)["would_call"]] == ["2", "3"]


def test_the_boundary_holds_in_a_shadow_too():
    scene = Scene((READ, step("2", "1")), TOOLS, request={"mode": "shadow"}, agent={"effects": ("read",)}).run()

    assert scene.status == "failed" and "would_call" not in str(scene.trace)


def test_with_a_promised_shape_it_still_says_what_it_would_call():
    scene = Scene((READ, step("2", "1", inputs={"id": Output("1", "id")})), TOOLS,
                  extra_actions=(Action("utility", "shape_result", "shapes", ANYTHING, None, "read", "utility"),),
                  request={"mode": "shadow", "output_schema": {"type": "object"}})
    scene.run()

    assert [one["action"] for one in result(scene)["would_call"]] == ["2"]


def test_nothing_is_learned_from_a_shadow_not_even_a_failure():
    for outcome in (Done({}), Failed("not_found")):
        scene = Scene((READ,), {"look": lambda _, gives=outcome: gives},
                      lambda run, step, seen: GiveUp(seen.reason, "") if isinstance(seen, Failed) else CarryOn(),
                      request={"mode": "shadow"}).run()
        assert not teaches(history(scene.world.ports, ACCOUNT, scene.task.id))
        assert not scene.world.store.query(f"M#{ACCOUNT}#agent").items
