"""`replan test`: what a case expects, told from what was planned; and what is wrong with a file of them."""

from pathlib import Path

import click
import pytest
import yaml

from chalicelib.cli.cases import Case, added, case_of, differences, of_plan, of_shadow, read

PLAN = [
    {"tool": "chat", "action": "authenticate", "effect": "idempotent"},
    {"tool": "shop", "action": "list_orders", "effect": "read",
     "body": {"tool": "shop", "action": "refund", "effect": "unsafe"}},
    {"tool": "person", "action": "ask", "effect": "read",
     "ask": {"reason": "missing_input", "fields": {"properties": {"city": {}}}}},
    {"tool": "person", "action": "ask", "effect": "read",
     "ask": {"reason": "approval", "tool": "shop", "action": "refund"}},
]
SEEN = of_plan({"result": {"plan": PLAN}})


def wrong(**expected: object) -> list[str]:
    return list(differences(Case(prompt="p", sub_agent="agent", **expected), SEEN))


@pytest.mark.parametrize("expected", [
    {"uses": ["shop.list_orders", "shop.refund"]}, {"uses": ["shop"]}, {"never_uses": ["mail", "shop.cancel*"]},
    {"asks": True}, {"asks": ["city"]}, {"asks": ["approval", "shop.refund"]}, {"max_writes": 1},
])
def test_a_case_holds_where_all_is_as_expected(expected: dict[str, object]) -> None:
    assert wrong(**expected) == []


@pytest.mark.parametrize(("expected", "told"), [
    ({"uses": ["shop.no"]}, "uses shop.no: not there; it uses chat.authenticate, shop.list_orders, shop.refund"),
    ({"never_uses": ["*.ref*"]}, "never_uses *.ref*: it uses shop.refund"),
    ({"asks": False}, "asks false: it asks (city, missing_input; approval, shop.refund)"),
    ({"asks": ["country"]}, "asks country: it asks city, missing_input; approval, shop.refund"),
    ({"max_writes": 0}, "max_writes 0: it writes 1 times: shop.refund"),
    ({"no_plan": True}, "expected no plan, and there is one: chat.authenticate, shop.list_orders, shop.refund"),
])
def test_a_case_that_does_not_hold_says_what_there_is_instead(expected: dict[str, object], told: str) -> None:
    assert wrong(**expected) == [told]


def test_no_plan_is_what_a_case_may_expect_and_else_a_fault() -> None:
    none = of_plan({"error": {"code": "no_plan", "message": "it may only read"}})

    assert list(differences(Case(prompt="p", no_plan=True), none)) == []
    assert list(differences(Case(prompt="p", max_writes=0), none)) == ["no_plan: it may only read"]
    failed = of_plan({"error": {"code": "tool_error", "message": "gone"}})
    assert list(differences(Case(prompt="p", no_plan=True), failed)) == ["tool_error: gone"]


def test_a_shadow_counts_what_it_read_and_what_it_stopped_before() -> None:
    trace = {"steps": [{"tool": "shop", "action": "list_orders", "status": "complete"},
                       {"tool": "shop", "action": "refund", "status": "skipped"},
                       {"tool": "shop", "action": "warn", "status": "skipped"}]}
    refund = {"tool": "shop", "action": "refund", "effect": "unsafe"}
    seen = of_shadow({"result": {"would_call": [refund, refund], "not_read": []}}, trace)

    assert set(seen.actions) == {"shop.list_orders", "shop.refund"}, "what its condition left out is not used"
    assert len(seen.writes) == 2
    asked = of_shadow({"waiting": {"reason": "missing_input", "fields": {"properties": {"city": {}}}}}, trace)
    assert asked.asked == (frozenset({"missing_input", "city"}),)


def written(folder: Path, text: str) -> Path:
    file = folder / "cases.yaml"
    file.write_text(text)
    return file


def test_a_case_takes_what_it_does_not_say_from_the_top_of_the_file(tmp_path: Path) -> None:
    one, two = read(written(tmp_path, """
sub_agent: shop-agent
mode: shadow
context: {currency: EUR, locale: de-AT}
cases:
  - {prompt: list orders, uses: [shop.list_orders]}
  - {prompt: list orders, sub_agent: other, mode: plan, context: {currency: USD}, max_writes: 0}
"""))
    assert (one.sub_agent, one.mode, one.context["currency"]) == ("shop-agent", "shadow", "EUR")
    assert (two.sub_agent, two.mode, two.context) == ("other", "plan", {"currency": "USD", "locale": "de-AT"})


@pytest.mark.parametrize(("text", "told"), [
    ("cases: [", "is not YAML"), ("- prompt: x", "must be an object with 'cases'"),
    ("cases: []", "cases: must have at least 1 entries"),
    ("sub_agent: shop-agent\ncases: [{prompt: x, max_write: 1}]", "cases[0].max_write: is not a field here"),
    ("sub_agent: shop-agent\ncases: [{prompt: x, max_writes: many}]", "cases[0].max_writes"),
    ("sub_agent: shop-agent\ncases: [{prompt: x, mode: live, max_writes: 1}]", "must be 'plan' or 'shadow'"),
    ("cases: [{prompt: x, max_writes: 1}]", "cases[0].sub_agent: is required"),
    ("sub_agent: shop-agent\ncases: [{prompt: x}]", "cases[0]: expects nothing"),
    ("sub_agent: shop-agent\ncases: [{prompt: x, uses: ['a b']}]", "cases[0].uses[0]: must match"),
])
def test_a_bad_file_ends_with_status_2_the_field_and_the_remedy(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(click.ClickException) as refused:
        read(written(tmp_path, text))

    assert refused.value.exit_code == 2 and told in refused.value.message


RECORDING = {
    "task": {"prompt": "Refund: all of \"it\"", "sub_agent": "shop-agent", "context": {"currency": "EUR"}},
    "steps": [
        {"id": "1", "tool": "chat", "action": "authenticate", "effect": "idempotent"},
        {"id": "2", "tool": "shop", "action": "list_orders", "effect": "read", "revision": 1,
         "body": {"id": "2.each", "tool": "shop", "action": "refund", "effect": "unsafe"}},
        {"id": "n.a", "tool": "shop", "action": "refund", "effect": "unsafe", "revision": 2},
        {"id": "n.b", "tool": "shop", "action": "refund", "effect": "unsafe", "revision": 2},
        {"id": "2.x", "tool": "shop", "action": "unlock", "effect": "idempotent", "revision": 2, "remedy_for": "2"},
        {"id": "n.c", "tool": "shop", "action": "warn", "effect": "unsafe", "revision": 2},
        {"id": "3", "tool": "person", "action": "ask", "effect": "read", "ask": {"reason": "approval"}},
    ],
    "records": [{"sid": sid, "digest": "d"} for sid in ("1", "2", "n.a", "n.b")],
}


def test_a_case_made_of_a_task_says_what_it_used_and_how_often_it_wrote() -> None:
    plan, shadow = case_of(RECORDING, "plan"), case_of(RECORDING, "shadow")

    assert plan == {"prompt": "Refund: all of \"it\"", "sub_agent": "shop-agent", "mode": "plan",
                    "context": {"currency": "EUR"}, "uses": ["shop.list_orders", "shop.refund"], "max_writes": 2}
    assert shadow["uses"] == ["shop.list_orders", "shop.refund", "shop.warn"]


def test_a_case_is_added_at_the_end_and_what_stands_there_stays(tmp_path: Path) -> None:
    before = "# ours\nsub_agent: shop-agent\ncases:\n- prompt: x   # the first\n  max_writes: 0\n"
    for text in ("", before, before.replace("- p", "  - p").replace("  max", "    max")):
        file = tmp_path / "more.yaml"
        file.write_text(text) if text else file.unlink(missing_ok=True)
        file.write_text(added(file, case_of(RECORDING, "plan")))
        assert file.read_text().startswith(text)
        assert [one.prompt for one in read(file)][-1] == RECORDING["task"]["prompt"]  # type: ignore[index]
        with pytest.raises(click.ClickException, match="has a case with this prompt already"):
            added(file, case_of(RECORDING, "plan"))
    assert len(yaml.safe_load(file.read_text())["cases"]) == 2
    with pytest.raises(click.ClickException, match="last thing"):
        added(written(tmp_path, before + "mode: plan\n"), case_of(RECORDING, "plan"))
