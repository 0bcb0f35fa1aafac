"""Each fault strikes what it is meant for, as often as it is meant to, and the ledger says so."""

from __future__ import annotations

import time
from http.client import RemoteDisconnected
from urllib.error import URLError

import pytest

from infra.sandbox import Sandbox, running_sandbox
from infra.sandbox.client import Client, Reply
from infra.sandbox.wire import Json, Refused


def fired(sandbox: Sandbox) -> list[int]:
    return [fault["fired"] for fault in sandbox.ledger()["faults"]]


def post(chat: Client, channel: str, key: str | None = None) -> Reply:
    return chat.send("POST", "/api/messages", {"channel": channel, "text": "hello"}, key=key)


def refreshed(given: Json) -> Reply:
    fields = {name: given[name] for name in ("client_id", "client_secret", "refresh_token")}
    return Client(given["base_url"]).form("/oauth/token", grant_type="refresh_token", **fields)


def test_expired_tokens_are_refused_until_refreshed(sandbox: Sandbox, credentials: Json, chat: Client) -> None:
    sandbox.set_faults({"kind": "expire_tokens", "service": "chat"})
    assert fired(sandbox) == [0]
    for _ in range(2):
        refused = chat.get("/api/channels")
        assert (refused.status, refused.json) == (200, {"ok": False, "error": "token_expired"})
    healed = refreshed(credentials["chat"]).json["access_token"]
    assert Client(chat.url, healed).get("/api/channels").json["ok"] is True
    assert fired(sandbox) == [2]


def test_tokens_that_expire_at_once_do_so_once_whatever_is_said_of_times(
    sandbox: Sandbox, credentials: Json, chat: Client
) -> None:
    sandbox.set_faults({"kind": "expire_tokens", "service": "chat", "times": 5})
    healed = Client(chat.url, refreshed(credentials["chat"]).json["access_token"])
    assert [healed.get("/api/channels").json["ok"] for _ in range(3)] == [True] * 3


def test_expiring_one_service_leaves_the_other_and_secret_keys_alone(
    sandbox: Sandbox, credentials: Json, chat: Client, payments: Client
) -> None:
    sandbox.set_faults({"kind": "expire_tokens", "service": "payments"})
    assert payments.get("/v1/invoices").json["error"]["code"] == "token_expired"
    assert chat.get("/api/channels").json["ok"] is True
    assert Client(payments.url, credentials["payments"]["api_key"]).get("/v1/invoices").status == 200


def test_tokens_can_expire_in_the_middle_of_a_run(
    sandbox: Sandbox, credentials: Json, chat: Client, engineering: str
) -> None:
    sandbox.set_faults({"kind": "expire_tokens", "service": "chat", "operation": "post_message"})
    assert chat.get("/api/channels").json["ok"] is True
    assert post(chat, engineering).json["error"] == "token_expired"
    healed = Client(chat.url, refreshed(credentials["chat"]).json["access_token"])
    assert post(healed, engineering).json["ok"] is True
    assert fired(sandbox) == [1]


def test_a_fault_may_wait_for_a_request_to_the_other_service(
    sandbox: Sandbox, chat: Client, payments: Client
) -> None:
    sandbox.set_faults({"kind": "expire_tokens", "service": "chat", "operation": "list_invoices"})
    assert chat.get("/api/channels").json["ok"] is True
    assert payments.get("/v1/invoices").status == 200
    assert chat.get("/api/channels").json["error"] == "token_expired"


def test_the_bot_can_be_put_out_of_a_channel_and_join_again(sandbox: Sandbox, chat: Client, engineering: str) -> None:
    sandbox.set_faults({"kind": "remove_bot", "channel": "#engineering"})
    assert chat.get(f"/api/channels/{engineering}").json["channel"]["is_member"] is False
    assert fired(sandbox) == [0]
    assert post(chat, engineering).json["error"] == "not_in_channel"
    chat.send("PUT", f"/api/channels/{engineering}/membership")
    assert post(chat, engineering).json["ok"] is True
    assert fired(sandbox) == [1]


def test_the_bot_can_be_put_out_just_before_it_posts(sandbox: Sandbox, chat: Client, engineering: str) -> None:
    sandbox.set_faults({"kind": "remove_bot", "channel": "engineering", "operation": "post_message"})
    assert chat.get(f"/api/channels/{engineering}").json["channel"]["is_member"] is True
    assert post(chat, engineering).json["error"] == "not_in_channel"
    assert fired(sandbox) == [1]


def test_too_many_requests_is_429_with_retry_after_as_often_as_told(
    sandbox: Sandbox, chat: Client, payments: Client
) -> None:
    sandbox.set_faults(
        {"kind": "rate_limited", "service": "chat", "retry_after": 7, "times": 2},
        {"kind": "rate_limited", "service": "payments", "path": "/v1/inv*"},
    )
    for _ in range(2):
        reply = chat.get("/api/channels")
        assert (reply.status, reply.json["error"], reply.headers["Retry-After"]) == (429, "ratelimited", "7")
    assert chat.get("/api/channels").status == 200
    assert payments.get("/v1/customers").status == 200
    reply = payments.get("/v1/invoices")
    assert (reply.status, reply.headers["Retry-After"]) == (429, "1")
    assert reply.json["error"]["code"] == "rate_limited"
    assert fired(sandbox) == [2, 1]


def test_a_fault_may_let_some_requests_pass_first(sandbox: Sandbox, payments: Client) -> None:
    sandbox.set_faults({"kind": "server_error", "operation": "list_invoices", "skip": 2, "times": 1})
    assert [payments.get("/v1/invoices").status for _ in range(4)] == [200, 200, 503, 200]
    assert fired(sandbox) == [1]


def test_a_field_can_be_renamed_at_every_depth_for_as_long_as_wanted(sandbox: Sandbox, payments: Client) -> None:
    sandbox.set_faults(
        {"kind": "renamed_field", "service": "payments", "field": "amount_due", "becomes": "total_due"}
    )
    one = payments.get("/v1/invoices/INV-1042").json
    many = payments.get("/v1/invoices", customer="user_123").json["data"]
    assert one["total_due"] == 1240.5
    assert all("total_due" in row and "amount_due" not in row for row in (one, *many))
    payments.get("/v1/customers")
    assert fired(sandbox) == [2]
    sandbox.set_faults()
    assert payments.get("/v1/invoices/INV-1042").json["amount_due"] == 1240.5


def test_a_server_error_before_the_effect_has_no_effect(sandbox: Sandbox, chat: Client, engineering: str) -> None:
    sandbox.set_faults({"kind": "server_error", "operation": "post_message", "status": 502})
    assert post(chat, engineering).status == 502
    assert sandbox.ledger()["messages"] == []
    assert post(chat, engineering).status == 200
    assert fired(sandbox) == [1]


def test_a_server_error_after_the_effect_hides_it_and_the_key_finds_it(
    sandbox: Sandbox, chat: Client, engineering: str
) -> None:
    sandbox.set_faults({"kind": "server_error", "operation": "post_message", "when": "after"})
    assert post(chat, engineering, key="k").status == 503
    assert len(sandbox.ledger()["messages"]) == 1
    assert post(chat, engineering, key="k").json["ok"] is True
    assert len(sandbox.ledger()["messages"]) == 1


def test_an_answer_can_be_lost_after_the_effect(sandbox: Sandbox, chat: Client, engineering: str) -> None:
    sandbox.set_faults({"kind": "lost_answer", "operation": "post_message"})
    with pytest.raises((RemoteDisconnected, ConnectionError, URLError)):
        post(chat, engineering, key="k")
    ledger = sandbox.ledger()
    assert [message["text"] for message in ledger["messages"]] == ["hello"]
    assert ledger["requests"]["chat"]["post_message"] == {"lost": 1}
    assert post(chat, engineering, key="k").json["message"] == ledger["messages"][0]
    assert (fired(sandbox), len(sandbox.ledger()["messages"])) == ([1], 1)


def test_a_connection_can_be_lost_before_the_effect(sandbox: Sandbox, chat: Client, engineering: str) -> None:
    sandbox.set_faults({"kind": "lost_answer", "operation": "post_message", "when": "before"})
    with pytest.raises((RemoteDisconnected, ConnectionError, URLError)):
        post(chat, engineering)
    assert (fired(sandbox), sandbox.ledger()["messages"]) == ([1], [])


def test_a_fault_after_the_effect_is_not_used_up_by_a_refusal(
    sandbox: Sandbox, chat: Client, engineering: str
) -> None:
    sandbox.set_faults({"kind": "lost_answer", "operation": "post_message"})
    assert post(chat, "C0").json["error"] == "channel_not_found"
    assert fired(sandbox) == [0]
    with pytest.raises((RemoteDisconnected, ConnectionError, URLError)):
        post(chat, engineering)


def test_a_fault_meant_for_a_refresh_is_not_used_up_by_a_refused_one(sandbox: Sandbox, credentials: Json) -> None:
    sandbox.set_faults({"kind": "lost_answer", "operation": "oauth_token"})
    assert refreshed({**credentials["chat"], "refresh_token": "unknown"}).status == 400
    with pytest.raises((RemoteDisconnected, ConnectionError, URLError)):
        refreshed(credentials["chat"])


def test_a_lost_refresh_costs_the_grant_when_it_is_repeated(sandbox: Sandbox, credentials: Json) -> None:
    sandbox.set_faults({"kind": "lost_answer", "service": "chat", "operation": "oauth_token"})
    with pytest.raises((RemoteDisconnected, ConnectionError, URLError)):
        refreshed(credentials["chat"])
    assert refreshed(credentials["chat"]).json["error"] == "invalid_grant"
    assert sandbox.ledger()["tokens"]["chat"]["reused"] == 1


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_slow_answer_comes_late_and_holds_up_nobody_else(
    sandbox: Sandbox, chat: Client, engineering: str, when: str
) -> None:
    sandbox.set_faults({"kind": "slow", "operation": "post_message", "seconds": 0.2, "when": when})
    begun = time.monotonic()
    assert post(chat, engineering).json["ok"] is True
    assert time.monotonic() - begun >= 0.2
    begun = time.monotonic()
    assert post(chat, engineering).json["ok"] is True
    assert time.monotonic() - begun < 0.2
    assert fired(sandbox) == [1]


@pytest.mark.parametrize(("when", "posted"), [("before", 0), ("after", 1)])
def test_who_does_not_wait_for_a_slow_answer_cannot_know_whether_it_happened(when: str, posted: int) -> None:
    with running_sandbox() as sandbox:  # one of its own, whose end also ends the waiting
        impatient = Client(sandbox.chat_url, sandbox.credentials()["chat"]["access_token"], patience=0.2)
        channel = impatient.get("/api/channels/find", name="engineering").json["channel"]["id"]
        sandbox.set_faults({"kind": "slow", "operation": "post_message", "seconds": 60, "when": when})
        with pytest.raises((TimeoutError, URLError)):
            post(impatient, channel)
        assert len(sandbox.ledger()["messages"]) == posted
    assert len(sandbox.ledger()["messages"]) == posted


def test_a_dead_refresh_token_leaves_the_access_token_alive(
    sandbox: Sandbox, credentials: Json, chat: Client
) -> None:
    sandbox.set_faults({"kind": "dead_refresh_token", "service": "chat"})
    assert chat.get("/api/channels").json["ok"] is True
    refused = refreshed(credentials["chat"])
    assert (refused.status, refused.json["error"]) == (400, "invalid_grant")
    assert fired(sandbox) == [1]
    assert sandbox.ledger()["tokens"]["chat"]["refused"] == 1
    assert refreshed(sandbox.credentials()["chat"]).status == 200


def test_two_faults_may_strike_one_request(sandbox: Sandbox, payments: Client) -> None:
    sandbox.set_faults(
        {"kind": "renamed_field", "field": "number", "becomes": "invoice_no"},
        {"kind": "slow", "seconds": 0.05, "when": "after"},
    )
    assert payments.get("/v1/invoices/INV-1042").json["invoice_no"] == "INV-1042"
    assert fired(sandbox) == [1, 1]


def test_new_faults_replace_old_ones_and_the_old_stay_readable(sandbox: Sandbox, payments: Client) -> None:
    sandbox.set_faults({"kind": "server_error", "times": 0})
    assert [payments.get("/v1/invoices").status for _ in range(3)] == [503] * 3
    sandbox.set_faults()
    assert payments.get("/v1/invoices").status == 200
    assert [(fault["armed"], fault["fired"]) for fault in sandbox.ledger()["faults"]] == [(False, 3)]


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "earthquake"},
        {"kind": "slow", "second": 1},
        {"kind": "expire_tokens"},
        {"kind": "rate_limited", "operation": "post_massage"},
        {"kind": "remove_bot", "channel": "nowhere"},
    ],
)
def test_a_fault_that_could_never_strike_is_refused(sandbox: Sandbox, fault: Json) -> None:
    with pytest.raises(Refused):
        sandbox.set_faults(fault)
    assert sandbox.ledger()["faults"] == []
