"""The judges of `make test-services` can say no: each thing that must not have happened is seen by one of them."""

from dataclasses import replace

import pytest

from infra.services.scenarios import SCENARIOS, created, posted, untouched
from infra.services.town import Changes, State, Town, changes

INVOICE = {"id": "in_7", "total": 22450}
TEXT = "in_7: draft; total 224.50 EUR. 224.50 EUR is 242.46 USD"
NOTHING = Changes({}, {}, (), 0, ())
GOOD = replace(NOTHING, messages={"engineering": [{"text": TEXT}]})
CUSTOMER = {"id": "cus_1", "email": "g@example.com", "name": "Grace"}
MADE = replace(NOTHING, stripe={"customers": [CUSTOMER]}, stripe_writes=("POST /v1/customers",))


def saying(*texts, channel="engineering"):
    return replace(NOTHING, messages={channel: [{"text": text} for text in texts]})


def test_one_right_message_and_nothing_else_is_right():
    assert posted()(GOOD, INVOICE) == ""
    assert posted()(saying("224.50 EUR, 242.46 USD"), INVOICE) == ""
    assert posted(converted=False)(saying("in_7"), INVOICE) == ""


@pytest.mark.parametrize(("seen", "said"), [
    (NOTHING, "0 new messages"),
    (saying(TEXT, TEXT), "2 new messages"),
    (saying(TEXT, channel="engineering-archive"), "#engineering-archive"),
    (replace(GOOD, messages={**GOOD.messages, "sales": [{"text": "x"}]}), "#sales"),
    (saying("in_8: total 99.50 EUR, 107.46 USD"), "neither in_7 nor 224.50"),
    (saying("in_7: total 22,450.00 EUR is 24,246.00 USD"), "lacks 242.46 USD"),
    (replace(GOOD, stripe_writes=("POST /v1/invoices",)), "written to: POST /v1/invoices"),
    (replace(GOOD, stripe={"invoices": [{}]}), "written to: invoices"),
])
def test_whatever_else_happened_is_wrong_by_name(seen, said):
    assert said in posted()(seen, INVOICE)


def test_dollars_are_wrong_where_nobody_thinks_in_them():
    assert "speaks of USD" in posted(converted=False)(GOOD, INVOICE)


def test_a_creation_is_one_write_of_the_right_customer():
    judge = created("g@example.com", "Grace")

    assert judge(MADE, {}) == ""
    assert "g@example.com" in created("h@example.com", "Grace")(MADE, {})
    assert judge(NOTHING, {}) and judge(replace(MADE, stripe_writes=MADE.stripe_writes * 2), {})
    assert judge(replace(MADE, messages=GOOD.messages), {})
    assert untouched(MADE, {}) and untouched(GOOD, {}) and not untouched(NOTHING, {})


class _Standing:
    """Services that hold what they are told."""

    def __init__(self, messages, stripe, writes, events):
        self.said, self.kept, self.written, self.told = messages, stripe, writes, events

    def messages(self):
        return self.said

    def held(self):
        return self.kept

    def writes(self):
        return self.written

    def events(self):
        return self.told


def test_changes_are_what_the_services_hold_more_or_otherwise_and_what_the_provider_said_since():
    old = {"id": "cus_1", "name": "Ada"}
    before = State({"engineering": [{"text": "old"}], "sales": []}, {"customers": [old, {"id": "cus_2"}]}, 1, 1)
    now = _Standing(
        {"engineering": [{"text": "new"}, {"text": "old"}], "sales": []},
        {"customers": [{**old, "name": "Eve"}, {"id": "cus_3"}]}, ["POST a", "POST b"],
        [{"event": "granted", "grant_type": "refresh_token"}, {"event": "granted", "grant_type": "refresh_token"},
         {"event": "refused", "error": "invalid_grant"}, {"event": "revoked", "grant": "g1"}],
    )

    seen = changes(Town(now, now, now, ""), before)

    assert seen.messages == {"engineering": [{"text": "new"}]}
    assert {one["id"] for one in seen.stripe["customers"]} == {"cus_1", "cus_2", "cus_3"}
    assert (seen.stripe_writes, seen.refreshes) == (["POST b"], 1)
    assert seen.refused == ["refused: invalid_grant", "revoked: g1"]


def test_scenarios_are_told_apart_by_their_names():
    assert len({one.name for one in SCENARIOS}) == len(SCENARIOS)
