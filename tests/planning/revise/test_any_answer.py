"""Whatever a tool answers, the look gives an edit that keeps the rules, and it ends."""

from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.binding import Literal, Output, Text
from chalicelib.domain.edit import GiveUp, Insert, Recover, Replace
from chalicelib.domain.outcome import Done, Failed, Reason
from chalicelib.domain.plan import Plan
from chalicelib.planning.check import check_edit
from chalicelib.planning.planner import Run
from chalicelib.planning.revise import revise

from .made_up import NUMBER, TEXT, action, brief, catalogue, listing, renewals, run, step, tried

NAMES = st.sampled_from(
    [
        "id",
        "name",
        "title",
        "data",
        "fare",
        "currency",
        "created",
        "next_cursor",
        "next",
        "has_more",
        "unit",
        "temperature",
        "é x",
    ]
)
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 5000),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["", "EUR", "usd", "C", "2026-01-01", "Zoe", "a'b\\c", "https://x.example/?cursor=4", "12.5",
                     "https://[::1?cursor=²"]),
)
ANSWERS = st.recursive(
    VALUES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=5), max_leaves=25
)
PATHS = st.sampled_from(
    [
        "@",
        "data",
        "data[0].id",
        "data[?name=='Zoe'] | [0].id",
        "max_by(data, &created)",
        "max_by(data, &fare).id",
        "data[*].name",
        "fare",
        "data.fare",
        "length(data)",
        '"é x"',
        "[0]",
        "@.data[1]",
    ]
)

SHOP = catalogue(
    action(
        "shop.list_things",
        "List things.",
        {"cursor": TEXT},
        required=[],
        output=listing("data", id=TEXT, name=TEXT, fare=NUMBER, currency=TEXT, created=TEXT),
    ),
    action("shop.use_thing", "Use.", {"id": TEXT, "how": TEXT}, required=["id"], effect="idempotent"),
    *renewals("shop"),
)


@settings(max_examples=400, deadline=None)
@given(ANSWERS, PATHS, PATHS, st.booleans())
def test_any_answer_gives_an_edit_that_keeps_the_rules(answer, one, two, more):
    first = step("1", "shop.list_things")
    others = (
        step(
            "2", "shop.use_thing", "idempotent", id=Output("1", one), how=Text((Literal("by "), Output("1", two)))
        ),
        step("3", "utility.summarize", data=Output("1", one)),
        step("4", "utility.aggregate", items=Output("1", two), operation="count"),
    )
    so_far = run(first, *others, outputs={"1": answer})
    wish = {"currency": "CHF", "units": "imperial"}

    edit = revise(
        brief("Use all things, the latest thing first", SHOP, wish), so_far, first, Done(answer, more=more)
    )

    assert check_edit(edit, so_far, first, SHOP) == edit
    if isinstance(edit, Insert):
        Plan((*so_far.plan.steps, *edit.steps))


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(Reason.__args__), st.text(max_size=80), st.sampled_from(["", "token_expired", "not_in_thing"])
)
def test_any_failure_gives_an_edit_that_keeps_the_rules(reason, detail, signal):
    failed = step("2", "shop.use_thing", "idempotent", id="x")
    so_far = run(failed)

    edit = revise(brief("Use x", SHOP), so_far, failed, Failed(reason, detail, signal))

    assert check_edit(edit, so_far, failed, SHOP) == edit


def test_remedies_that_all_fail_come_to_an_end():
    expired = Failed("unauthorized", "", "token_expired")
    failed = step("2", "shop.use_thing", "idempotent", id="x")
    edit = revise(brief("Use x", SHOP), run(failed), failed, expired)
    assert isinstance(edit, Recover)
    remedy, known, tries = edit.steps[0], [failed, edit.steps[0]], [tried(expired, edit.steps[0], worked=False)]
    kinds = []
    while True:
        kinds.append(remedy.ask.reason if remedy.ask else remedy.action)
        so_far = Run(Plan(tuple(known)), {}, {}, tuple(tries), 1)
        edit = revise(brief("Use x", SHOP), so_far, remedy, Failed("unauthorized", "", "invalid_grant"))
        if isinstance(edit, GiveUp):
            break
        assert isinstance(edit, Replace)
        remedy = edit.step
        known.append(remedy)

    assert kinds == ["refresh_token", "authenticate", "oauth_consent"]
