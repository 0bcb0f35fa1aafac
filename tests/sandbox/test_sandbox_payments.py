"""Customers, invoices, refunds: what a client of the payments service may rely on."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from infra.sandbox import Sandbox
from infra.sandbox.client import Client
from infra.sandbox.wire import Json

DRAFT = {
    "customer": "user_124",
    "currency": "EUR",
    "lines": [{"description": "Audit", "unit_amount": 19.99, "quantity": 3}],
}


def invoices_of(payments: Client, user: str, **query: object) -> list[Json]:
    rows: list[Json] = payments.get("/v1/invoices", customer=user, limit=100, **query).json["data"]
    return rows


def test_the_latest_invoice_of_user_123_is_INV_1042_over_1240_50_USD(payments: Client) -> None:
    latest = max(invoices_of(payments, "user_123"), key=lambda row: str(row["created"]))
    assert (latest["number"], latest["amount_due"], latest["currency"]) == ("INV-1042", 1240.5, "USD")
    assert sum(line["amount"] for line in latest["lines"]) == latest["amount_due"]


def test_a_list_of_invoices_does_not_begin_with_the_latest(payments: Client) -> None:
    created = [row["created"] for row in invoices_of(payments, "user_123")]
    assert len(created) >= 4
    assert created not in (sorted(created), sorted(created, reverse=True))
    assert created[0] != max(created)


def test_a_user_id_that_nearly_matches_is_another_customer(payments: Client) -> None:
    numbers = {u: {row["number"] for row in invoices_of(payments, u)} for u in ("user_12", "user_123", "user_1234")}
    assert all(numbers.values())
    assert len(set.union(*numbers.values())) == sum(len(one) for one in numbers.values())


def test_a_customer_is_found_by_either_id_and_an_unknown_one_is_an_error(payments: Client) -> None:
    customer = payments.get("/v1/customers/user_123").json
    assert payments.get(f"/v1/customers/{customer['id']}").json == customer
    assert invoices_of(payments, customer["id"]) == invoices_of(payments, "user_123")
    refused = payments.get("/v1/invoices", customer="user_1")
    assert (refused.status, refused.json["error"]["code"]) == (404, "customer_not_found")


def test_a_customer_without_invoices_has_an_empty_list(payments: Client) -> None:
    assert payments.get("/v1/invoices", customer="user_900").json == {"data": [], "has_more": False}


def test_invoices_can_be_chosen_by_status(payments: Client) -> None:
    assert {row["status"] for row in invoices_of(payments, "user_123")} == {"open", "paid", "void"}
    assert {row["number"] for row in invoices_of(payments, "user_123", status="open")} == {"INV-1042"}


def test_pages_give_every_invoice_once(payments: Client) -> None:
    whole = payments.get("/v1/invoices", limit=100).json
    seen: list[Json] = []
    page: Json = {"has_more": True}
    while page["has_more"]:
        after = {"starting_after": seen[-1]["id"]} if seen else {}
        page = payments.get("/v1/invoices", limit=4, **after).json
        assert 1 <= len(page["data"]) <= 4
        seen += page["data"]
    assert seen == whole["data"]
    assert len(seen) > 10
    assert whole["has_more"] is False
    assert payments.get("/v1/invoices").json["has_more"] is True


def test_a_draft_gets_its_number_when_finalized_and_can_then_be_paid_once(payments: Client) -> None:
    draft = payments.send("POST", "/v1/invoices", DRAFT).json
    assert (draft["status"], draft["number"], draft["amount_due"]) == ("draft", None, 59.97)
    assert draft["due_date"] == "2026-12-23T09:00:00Z"
    assert payments.send("POST", f"/v1/invoices/{draft['id']}/pay").status == 409
    opened = payments.send("POST", f"/v1/invoices/{draft['id']}/finalize").json
    assert (opened["status"], opened["number"]) == ("open", "INV-1043")
    paid = payments.send("POST", "/v1/invoices/INV-1043/pay").json
    assert (paid["status"], paid["amount_paid"]) == ("paid", 59.97)
    assert payments.send("POST", "/v1/invoices/INV-1043/pay").json["error"]["code"] == "invoice_state"


def test_voiding_twice_is_one_effect_and_a_paid_invoice_cannot_be_voided(sandbox: Sandbox, payments: Client) -> None:
    for _ in range(2):
        assert payments.send("POST", "/v1/invoices/INV-1042/void").json["status"] == "void"
    assert [e["operation"] for e in sandbox.ledger()["effects"]] == ["void_invoice"]
    assert payments.send("POST", "/v1/invoices/INV-1021/void").status == 409


def test_refunds_never_exceed_what_was_paid(payments: Client) -> None:
    assert payments.send("POST", "/v1/refunds", {"invoice": "INV-1042"}).status == 409
    part = payments.send("POST", "/v1/refunds", {"invoice": "INV-1004", "amount": 300.1}).json
    assert (part["amount"], part["currency"]) == (300.1, "USD")
    assert payments.send("POST", "/v1/refunds", {"invoice": "INV-1004", "amount": 679.91}).status == 409
    rest = payments.send("POST", "/v1/refunds", {"invoice": "INV-1004", "reason": "duplicate"}).json
    assert rest["amount"] == 679.9
    listed = payments.get("/v1/refunds", invoice="INV-1004").json["data"]
    assert [row["id"] for row in listed] == [part["id"], rest["id"]]
    assert payments.get("/v1/invoices/INV-1004").json["amount_refunded"] == 980


def test_customers_can_be_created_searched_and_updated(sandbox: Sandbox, payments: Client) -> None:
    new = {"name": "Nadia Petrova", "email": "nadia@example.com", "external_id": "user_321"}
    made = payments.send("POST", "/v1/customers", new)
    assert made.status == 201
    assert payments.send("POST", "/v1/customers", new).status == 409
    found = payments.send("POST", "/v1/customers/search", {"text": "PETROVA"}).json["data"]
    assert [row["id"] for row in found] == [made.json["id"]]
    for _ in range(2):
        changed = payments.send("PATCH", "/v1/customers/user_321", {"locale": "bg-BG"}).json
        assert (changed["locale"], changed["name"]) == ("bg-BG", "Nadia Petrova")
    assert payments.get("/v1/customers", email="nadia@example.com").json["data"] == [changed]
    assert [e["operation"] for e in sandbox.ledger()["effects"]] == ["create_customer", "update_customer"]


@pytest.mark.parametrize(
    ("body", "param"),
    [
        ({"customer": "user_123", "currency": "USD"}, "body.lines"),
        ({"customer": "user_123", "currency": "usd", "lines": DRAFT["lines"]}, "body.currency"),
        ({**DRAFT, "lines": [{"description": "x", "unit_amount": "ten"}]}, "body.lines[0].unit_amount"),
        ({**DRAFT, "lines": []}, "body.lines"),
        ({**DRAFT, "due_in_days": True}, "body.due_in_days"),
        ({**DRAFT, "memo": "hi"}, "body.memo"),
    ],
)
def test_a_body_that_the_document_forbids_is_refused_by_name(
    sandbox: Sandbox, payments: Client, body: Json, param: str
) -> None:
    refused = payments.send("POST", "/v1/invoices", body)
    assert (refused.status, refused.json["error"]["param"]) == (400, param)
    assert payments.send("POST", "/v1/invoices", DRAFT).status == 201
    assert len(sandbox.ledger()["invoices_created"]) == 1


def test_a_query_that_the_document_forbids_is_refused(payments: Client) -> None:
    for query in (
        {"limit": 0},
        {"limit": "many"},
        {"status": "late"},
        {"user": "user_123"},
        {"starting_after": "in_0"},
    ):
        assert payments.get("/v1/invoices", **query).status == 400, query
    assert payments.get("/v1/invoices", limit=1, status="open", customer="user_123").status == 200


@pytest.mark.usefixtures("crowded")
def test_one_key_makes_one_invoice_however_many_ask_at_once(sandbox: Sandbox, payments: Client) -> None:
    with ThreadPoolExecutor(16) as pool:
        replies = list(pool.map(lambda _: payments.send("POST", "/v1/invoices", DRAFT, key="task/step"), range(32)))
    ledger = sandbox.ledger()
    assert {reply.json["id"] for reply in replies} == {ledger["invoices_created"][0]["id"]}
    assert {reply.status for reply in replies} == {201}
    assert len(ledger["invoices_created"]) == 1
    assert len(ledger["replays"]) == 31


def test_a_key_used_for_something_else_is_refused(payments: Client) -> None:
    assert payments.send("POST", "/v1/invoices", DRAFT, key="k").status == 201
    other = payments.send("POST", "/v1/invoices", {**DRAFT, "currency": "SEK"}, key="k")
    assert (other.status, other.json["error"]["code"]) == (409, "idempotency_key_reused")


def test_without_a_key_each_request_makes_an_invoice(sandbox: Sandbox, payments: Client) -> None:
    for _ in range(2):
        payments.send("POST", "/v1/invoices", DRAFT)
    assert len(sandbox.ledger()["invoices_created"]) == 2


def test_what_is_not_there_is_told_from_what_is_not_allowed(payments: Client) -> None:
    assert payments.get("/v1/nothing").status == 404
    assert payments.send("DELETE", "/v1/invoices").status == 405
    assert payments.send("POST", "/v1/invoices", DRAFT, Content_Type="text/plain").status == 415
