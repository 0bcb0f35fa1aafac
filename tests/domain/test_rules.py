"""Rules on arguments: what they say, and that what they cannot tell is asked."""

import pytest

from chalicelib.domain.errors import InvalidRequest
from chalicelib.domain.rules import Rule, asking, checked, matches, names
from chalicelib.domain.tool import Action

ORDER = {"amount": 12_000, "currency": "EUR", "to": ["a@ours.com"], "buyer": {"id": "b1"}, "rush": True, "note": None}


@pytest.mark.parametrize(("when", "said"), [
    ("amount > `10000`", "asks"), ("amount > `12000`", "allows"), ("amount >= `12000`", "asks"),
    ("amount <= `1`", "allows"), ("currency == 'EUR'", "asks"), ("currency != 'EUR'", "allows"),
    ("currency != 'EUR' || amount > `10`", "asks"), ("currency == 'EUR' && amount < `10`", "allows"),
    ("!(currency == 'EUR')", "allows"), ("rush", "asks"), ("!rush", "allows"), ("buyer.id == 'b1'", "asks"),
    ("to[0] == 'a@ours.com'", "asks"), ("contains(to, 'b@ours.com')", "allows"), ("contains(currency, 'EU')", "asks"),
    ("ends_with(to[0], '@ours.com')", "asks"), ("starts_with(to[0], 'b')", "allows"), ("length(to) > `1`", "allows"),
    ("not_null(discount, `0`) > `5`", "allows"), ("discount != `null`", "allows"), ("amount != `null`", "asks"),
    ("discount != `null` && discount > `5`", "allows"), ("note == `null`", "asks"),
])
def test_a_rule_is_judged_by_the_arguments(when, said):
    assert Rule("shop.order", checked(when)).judge(ORDER) == said


def action(ref, via="http"):
    tool, _, name = ref.partition(".")
    return Action(tool, name, "", {}, None, "idempotent", via=via)


@pytest.mark.parametrize("when", [
    "discount > `5`", "discount == 'x'", "discount != 'x'", "!(discount == 'x')", "amount == '12000'",
    "currency > `5`", "currency > 'A'", "amount", "buyer > `1`", "contains(amount, 'x')", "contains(discount, 'x')",
    "starts_with(amount, 'x')", "length(amount) > `1`", "length(discount) > `1`", "to[7] == 'x'",
    "buyer.name == 'x'", "currency.code == 'x'", "rush == `1`", "amount > `10000` && discount > `5`",
    "amount < `10` || discount > `5`", "contains(to, discount)",
])
def test_what_is_missing_or_of_another_type_is_asked_about(when):
    rule = Rule("shop.order", checked(when))

    assert rule.judge(ORDER) == "cannot tell"
    rules = ({"action": "shop.*", "when": when},)
    assert [said for _, said in asking(rules, action("shop.order"), ORDER)] == ["cannot tell"]


@pytest.mark.parametrize(("when", "said"), [
    ("amount > `1` || discount > `5`", "asks"), ("amount < `1` && discount > `5`", "allows"),
])
def test_what_is_missing_does_not_matter_where_the_rest_decides(when, said):
    assert Rule("shop.order", when).judge(ORDER) == said


@pytest.mark.parametrize(("when", "told"), [
    ("amount > ", "cannot be read"), ("amount > 10000", "cannot be read"), ("items[*].price > `1`", "projection"),
    ("items[?price > `1`]", "projection"), ("sum(prices) > `1`", "no function 'sum'"), ("a | b", "pipe"),
    ("{a: b}", "multi select"), ("@", "current"), ("`5`", "neither true nor false"),
    ("length(a)", "neither true nor false"), ("length(a, b) > `1`", "takes 1 arguments"), ("&a", "expref"),
    ("a == 'x'" + " || a == 'x'" * 20, "parts"), ("a" * 501, "at most 500"), ("!" * 300 + "a", "parts"),
])
def test_a_rule_outside_the_grammar_is_refused_with_what_is_wrong(when, told):
    with pytest.raises(InvalidRequest, match=told):
        checked(when)


def test_a_rule_asks_only_about_the_actions_that_it_names():
    rules = ("pay", {"action": "shop.order*", "when": "amount > `10000`"}, "mail.send?")

    def who(ref, **inputs):
        return [str(rule) for rule, _ in asking(rules, action(ref), inputs)]

    assert who("pay.refund") == ["pay"], "a tool's name stands for all of its actions"
    assert who("shop.order_all", amount=10_001) == ["shop.order* when amount > `10000`"]
    assert who("shop.order_all", amount=10_000) == who("shop.list") == who("mail.send") == []
    assert not matches("pay", "payroll.run")


def test_being_connected_is_asked_about_only_by_its_own_name():
    login = action("pay.authenticate", via="auth")

    assert asking(("pay", "pay.*", "*authenticate"), login, {}) == ()
    assert [said for _, said in asking(("pay.authenticate",), login, {})] == ["asks"]
    assert [said for _, said in asking(("pay.*",), action("pay.authenticate"), {})] == ["asks"], "one of its own"


def test_a_rule_tells_which_arguments_it_speaks_of():
    assert names("a.b > `1` && contains(c[0], d) || !e") == ("a", "c", "d", "e")
