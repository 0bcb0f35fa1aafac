"""The judge is judged: right plans pass, however they are put, and each kind of fault is found and named."""

import copy
from collections.abc import Mapping

import pytest

from .exam import Case, case_from, judge

Row = Mapping[str, object]


def step(
    id: str, action: str, needs: tuple[str, ...] = (), tool: str = "stock", **inputs: object
) -> dict[str, object]:
    return {"id": id, "tool": tool, "action": action, "inputs": inputs, "depends_on": list(needs)}


def plan(*steps: Row, asks: tuple[str, ...] = (), no_plan: bool = False) -> dict[str, object]:
    return {"steps": list(steps), "asks": list(asks), "no_plan": no_plan}


def ref(step: str, path: str) -> dict[str, object]:
    return {"ref": step, "path": path}


def transfer(origin: str, goal: str) -> dict[str, object]:
    ends = {"from_warehouse_id": ref(origin, "[0].id"), "to_warehouse_id": ref(goal, "[0].id")}
    return step("3", "create_transfer", (), "stock", **ends)


def case(kind: str = "lookup", context: Mapping[str, object] | None = None, **expect: object) -> Case:
    raw = {"id": "stock-00", "kind": kind, "prompt": "…", "context": context or {}, "expect": expect}
    return case_from(raw, "stock")


RESERVE = case(
    actions=["search_items", "reserve_stock"],
    order=[["search_items", "reserve_stock"]],
    inputs={"reserve_stock": {"sku": "$search_items.items[0].sku", "quantity": 5}},
    never=["delete_item"],
)
FIND = step("1", "search_items", q="Oak Writing Desk")
SKU = ref("1", "items[0].sku")
TRANSFER = case(
    actions=["list_warehouses", "list_warehouses", "create_transfer"],
    order=[["list_warehouses", "create_transfer"]],
    independent=[["list_warehouses", "list_warehouses"]],
    inputs={
        "list_warehouses": [{"name": "Leeds"}, {"name": "Rotterdam"}],
        "create_transfer": {
            "from_warehouse_id": "$list_warehouses(Leeds).warehouses[0].id",
            "to_warehouse_id": "$list_warehouses(Rotterdam).warehouses[0].id",
        },
    },
)
CITIES = (step("1", "list_warehouses", name="Rotterdam"), step("2", "list_warehouses", name="Leeds"))
ASK = case("ask", asks=["into|ticket_number"], optional=["tickets/merge"])


@pytest.mark.parametrize(
    "reserve",
    [
        step("2", "reserve_stock", sku=SKU, quantity=5),
        step("2", "reserve_stock", ("1",), sku=SKU, quantity=5.0),
        step(
            "2",
            "reserveStock",
            sku=ref("1", "items[?name=='Oak Writing Desk'] | [0].sku"),
            quantity=5,
            note="x",
        ),
        step("2", "reserve_stock", body={"sku": SKU, "quantity": 5}),
    ],
)
def test_a_right_plan_has_no_faults(reserve: Mapping[str, object]) -> None:
    assert judge(RESERVE, plan(FIND, reserve)) == []


def test_helper_steps_do_not_count_but_lead_on_to_what_is_behind_them() -> None:
    sign_in = step("0", "authenticate")
    pick = step("p", "select", tool="utility", items=ref("1", "items"), field="sku")
    reserve = step("2", "reserve_stock", ("0",), sku=ref("p", "value"), quantity=5)

    assert judge(RESERVE, plan(sign_in, FIND, pick, reserve)) == []


def test_a_helper_step_that_leads_nowhere_provides_nothing() -> None:
    pick = step("p", "select", tool="utility", items=[1, 2])
    reserve = step("2", "reserve_stock", ("1",), sku=ref("p", "sku"), quantity=5)

    assert judge(RESERVE, plan(FIND, pick, reserve))[0].startswith("wrong input: reserve_stock.sku should be")


@pytest.mark.parametrize(
    ("steps", "fault"),
    [
        ([FIND], "missing action: reserve_stock"),
        (
            [FIND, FIND | {"id": "3"}, step("2", "reserve_stock", sku=SKU, quantity=5)],
            "unexpected action: search_items",
        ),
        (
            [FIND, step("2", "reserve_stock", sku=SKU, quantity=5), step("3", "delete_item")],
            "forbidden action: delete_item",
        ),
        (
            [FIND, step("2", "reserve_stock", sku="HX-1", quantity=5)],
            "missing dependency: reserve_stock needs search_items",
        ),
        (
            [FIND, step("2", "reserve_stock", sku=SKU, quantity="5")],
            "wrong input: reserve_stock.quantity should be 5, is '5'",
        ),
        (
            [FIND, step("2", "reserve_stock", sku=SKU)],
            "wrong input: reserve_stock.quantity should be 5, is left out",
        ),
        (
            [FIND, step("2", "reserve_stock", sku=ref("1", "items[0].name"), quantity=5)],
            "wrong input: reserve_stock.sku should be '$search_items.items[0].sku', "
            "is {'ref': '1', 'path': 'items[0].name'}",
        ),
        ([FIND, step("2", "reserve_stock", sku=SKU, quantity={"ask": True})], "needless question: quantity"),
        ([FIND, step("2", "reserve_stock", sku=ref("9", "sku"), quantity=5)], "unknown step: 2 needs 9"),
        ([step("1", "search_items", ("1",))], "circular step: 1"),
        ([FIND, FIND], "repeated step: 1"),
    ],
)
def test_each_fault_is_named(steps: list[Mapping[str, object]], fault: str) -> None:
    assert fault in judge(RESERVE, plan(*steps))


def test_a_forbidden_action_is_named_once() -> None:
    reserve = step("2", "reserve_stock", sku=SKU, quantity=5)

    assert judge(RESERVE, plan(FIND, reserve, step("3", "delete_item"))) == ["forbidden action: delete_item"]


def test_a_refusal_is_judged_both_ways() -> None:
    nothing = case("no_plan", no_plan=True)

    assert judge(nothing, plan(no_plan=True)) == []
    assert judge(nothing, plan()) == ["missing refusal: nothing in the catalogue can do this"]
    assert "unexpected action: search_items" in judge(nothing, plan(FIND, no_plan=True))
    assert "needless refusal: the catalogue can do this" in judge(RESERVE, plan(no_plan=True))


def test_a_question_may_stand_in_the_plan_or_in_a_step_and_nothing_else_may_be_asked() -> None:
    merge = step("1", "tickets_merge", tool="tickets", ticket_number=4410, into={"ask": True})

    assert judge(ASK, plan(asks=("into",))) == []
    assert judge(ASK, plan(asks=("tickets_merge.into",))) == []
    assert judge(ASK, plan(merge)) == []
    assert judge(ASK, plan()) == ["missing question: into|ticket_number"]
    assert judge(ASK, plan(asks=("into", "reason"))) == ["needless question: reason"]
    assert judge(ASK, plan(FIND, asks=("into",))) == ["unexpected action: search_items"]


def test_two_steps_of_one_action_are_told_apart_by_what_they_look_for() -> None:
    right = transfer("2", "1")
    swapped = transfer("1", "2")

    assert judge(TRANSFER, plan(*CITIES, right)) == []
    assert len(judge(TRANSFER, plan(*CITIES, swapped))) == 2


def test_independent_steps_must_not_wait_for_one_another_not_even_through_a_helper() -> None:
    waits = copy.deepcopy(CITIES[1]) | {"depends_on": ["h"]}
    helper = step("h", "summarise", ("1",), tool="utility")

    faults = judge(TRANSFER, plan(CITIES[0], helper, waits, transfer("2", "1")))

    assert faults == ["needless dependency: list_warehouses and list_warehouses are independent"]


def test_optional_steps_may_come_or_not() -> None:
    wants = case("single", actions=["get_item"], optional=["search_items"])

    assert judge(wants, plan(step("1", "get_item"))) == []
    assert judge(wants, plan(FIND, step("2", "get_item"))) == []


@pytest.mark.parametrize(
    ("want", "given", "right"),
    [
        (5, 5.0, True),
        (5, "5", False),
        (1, True, False),
        (True, "true", False),
        ("Urgent", " urgent ", True),
        ("2026-12-04", "2026-12-04T00:00:00Z", False),
        ("2026-11-23T18:00:00+01:00", "2026-11-23T17:00:00Z", True),
        ("2026-11-23T18:00:00+01:00", "2026-11-23T18:00:00", True),
        ("2026-11-23T18:00:00+01:00", "2026-11-23T18:00:00Z", False),
        (["a@b.example", "c@d.example"], ["C@d.example", "a@b.example"], True),
        (["a@b.example"], ["a@b.example", "c@d.example"], False),
        ([{"sku": "A", "quantity": 2}], [{"sku": "a", "quantity": 2, "note": "x"}], True),
        ([{"sku": "A", "quantity": 2}], [{"sku": "A", "quantity": 3}], False),
        ({"fullName": "Mara Lindt"}, {"fullName": "mara lindt", "email": "x"}, True),
        ({"fullName": "Mara Lindt"}, "Mara Lindt", False),
        (None, "x", False),
        ({"any": [True, None]}, True, True),
        ({"any": [True, None]}, False, False),
        ({"contains": ["mirror"]}, "Cracked left Mirror", True),
        ({"contains": ["mirror"]}, "Cracked", False),
    ],
)
def test_values_compare_with_their_types(want: object, given: object, right: bool) -> None:
    zone = {"timezone": "Europe/Berlin"}
    wants = case("single", zone, actions=["act"], inputs={"act": {"value": want}})

    assert (judge(wants, plan(step("1", "act", value=given))) == []) is right


def test_what_must_be_left_out_may_be_left_out() -> None:
    wants = case("single", actions=["act"], inputs={"act": {"a": None, "b": {"any": [1, None]}}})

    assert judge(wants, plan(step("1", "act"))) == []


def test_nested_fields_may_be_written_flat() -> None:
    wants = case("single", actions=["act"], inputs={"act": {"guest": {"email": "a@b.example"}}})

    assert judge(wants, plan(step("1", "act", (), "any", **{"guest.email": "a@b.example"}))) == []


def test_a_case_for_run_time_is_judged_by_its_steps_unless_asked_otherwise() -> None:
    each = case("runtime", actions=["act"], inputs={"act": {"value": 1}})

    assert judge(each, plan(step("1", "act", value=2))) == []
    assert len(judge(each, plan(step("1", "act", value=2)), inputs=True)) == 1


@pytest.mark.parametrize("wrong", [{"kind": "luck"}, {"expect": {"acts": []}}])
def test_a_misspelt_case_is_an_error(wrong: Mapping[str, object]) -> None:
    with pytest.raises(ValueError, match="unknown"):
        case_from({"id": "x", "kind": "single", "prompt": "…", "expect": {}, **wrong}, "stock")
