"""What a sub-agent's effects do not allow is not planned, and is not done whoever plans it."""

from dataclasses import replace

from chalicelib.domain.plan import Plan
from chalicelib.domain.subagent import SubAgent
from chalicelib.domain.tool import Action, Tool
from chalicelib.engine import deploy, registry
from chalicelib.engine.registration import register
from chalicelib.engine.tasks import find, view
from tests.engine.scripted import ACCOUNT, ANYTHING, Scene, step
from tests.world import World

SHOP = Tool("shop", "orders of the shop", "https://shop.example", None, {"type": "bearer"}, tuple(
    Action("shop", name, f"{name} of the shop", ANYTHING, None, effect, via)  # type: ignore[arg-type]
    for name, effect, via in (("list_orders", "read", "http"), ("cancel_order", "unsafe", "http"),
                              ("authenticate", "idempotent", "auth"))
))


def reader(effects=("read",), **fields):
    world = World()
    register(world.ports, ACCOUNT, SHOP)
    wish = SubAgent("reader", "Orders of the shop", (), {}, effects=effects, pinned=("shop",), **fields)
    return world, deploy.deploy(world.ports, ACCOUNT, wish, ())


def test_what_only_its_effects_keep_from_it_is_withheld_and_said():
    _, made = reader()

    assert sorted(made.sub_agent.actions) == ["shop.authenticate", "shop.list_orders"]
    assert sorted(made.sub_agent.withheld) == ["shop.cancel_order"]
    assert any("effects: only read is allowed" in one and "shop.cancel_order" in one
               for one in made.sub_agent.warnings)


def test_a_change_of_the_effects_settles_what_is_withheld_anew():
    world, _ = reader()
    changed = deploy.change(world.ports, ACCOUNT, "reader", {"effects": ("read", "unsafe")}, ())

    assert not changed.sub_agent.withheld and "shop.cancel_order" in changed.sub_agent.actions


def test_a_plan_that_needs_a_write_is_no_plan_and_says_which():
    from chalicelib.engine.review import within_effects

    _, made = reader()
    write = replace(step("2", action="cancel_order"), tool="shop")
    read = replace(step("1", action="list_orders", effect="read"), tool="shop")
    planned = within_effects(Plan((read, write)), made.sub_agent)

    assert planned.failure.signal == "no_plan"
    assert planned.failure.detail == "this needs shop.cancel_order, and sub-agent 'reader' may only read"
    assert "PATCH effects" in planned.edit.suggestion
    assert within_effects(Plan((read,)), made.sub_agent) == Plan((read,))
    each = replace(read, body=replace(write, id="1.each"))
    assert within_effects(Plan((each,)), made.sub_agent).failure.detail.startswith("this needs shop.cancel_order")


def test_a_first_plan_sees_what_is_withheld_and_a_step_never_may_call_it():
    from chalicelib.engine.cache import Cache

    world, made = reader()
    cache = Cache(world.clock)

    assert "shop.cancel_order" in registry.planned_with(world.ports, cache, ACCOUNT, made.sub_agent).actions
    assert "shop.cancel_order" not in registry.records_of(world.ports, cache, ACCOUNT, made.sub_agent)


def test_being_connected_is_not_held_against_a_reader():
    plan = (step("1", action="authenticate"), step("2", "1", effect="read"))
    login = Action("tool", "authenticate", "connects", ANYTHING, None, "idempotent", "auth")
    scene = Scene(plan, agent={"effects": ("read",)}, extra_actions=(login,)).run()

    assert scene.status == "complete" and scene.called == ["authenticate", "2"]


def test_a_write_that_a_planner_proposes_all_the_same_is_not_done():
    scene = Scene((step("1"),), agent={"effects": ("read",)}).run()

    assert scene.called == []
    told = view(scene.world.ports, *find(scene.world.ports, ACCOUNT, scene.task.id))["error"]["message"]
    assert told == "tool.1 is idempotent; sub-agent 'agent' may do: read"
