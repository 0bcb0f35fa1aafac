"""Consent, tokens and their end: the two services differ on purpose, and each must be strict."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qs, urlsplit

import pytest

from infra.sandbox import Sandbox
from infra.sandbox.client import Client, Reply
from infra.sandbox.wire import Json

BACK = "http://127.0.0.1:9999/v1/oauth/callback"
VERIFIER = "a-verifier-that-is-long-enough-to-be-one-0123456789"
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()


def refresh(given: Json, token: str | None = None) -> Reply:
    secret = {"client_id": given["client_id"], "client_secret": given["client_secret"]}
    token = token or given["refresh_token"]
    return Client(given["base_url"]).form("/oauth/token", grant_type="refresh_token", refresh_token=token, **secret)


def asked(given: Json, **other: str) -> dict[str, str]:
    fields = {"response_type": "code", "client_id": given["client_id"], "redirect_uri": BACK, "state": "s&1"}
    return {**fields, "code_challenge": CHALLENGE, "code_challenge_method": "S256", **other}


def consent(given: Json, **other: str) -> dict[str, list[str]]:
    """Read the form, press Allow, and see what comes back to the redirect address."""
    anybody = Client(given["base_url"])
    page = anybody.get("/oauth/authorize", **asked(given, **other))
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page.text.replace("&amp;", "&")))
    reply = anybody.form("/oauth/authorize", **{**fields, "decision": "allow"})
    assert reply.status == 302
    assert reply.headers["Location"].startswith(BACK + "?")
    return parse_qs(urlsplit(reply.headers["Location"]).query)


def redeem(given: Json, code: str, **other: str) -> Reply:
    fields = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK, "code_verifier": VERIFIER}
    secret = {"client_id": given["client_id"], "client_secret": given["client_secret"]}
    return Client(given["base_url"]).form("/oauth/token", **{**fields, **secret, **other})


def chat_error(given: Json, token: str) -> str | None:
    reply = Client(given["base_url"], token).get("/api/channels")
    assert reply.status == 200
    error: str | None = reply.json.get("error")
    return error


def payments_status(given: Json, token: str) -> int:
    return Client(given["base_url"], token).get("/v1/invoices").status


def test_consent_with_pkce_gives_tokens_that_work(credentials: Json) -> None:
    for name in ("payments", "chat"):
        given = credentials[name]
        back = consent(given)
        assert back["state"] == ["s&1"]
        told = redeem(given, back["code"][0])
        assert told.status == 200
        assert told.headers["Cache-Control"] == "no-store"
        assert told.json["token_type"] == "Bearer"
        assert refresh(given, told.json["refresh_token"]).status == 200
    assert payments_status(credentials["payments"], credentials["payments"]["access_token"]) == 200
    assert chat_error(credentials["chat"], told.json["access_token"]) is None


def test_chat_does_not_tell_when_a_token_ends_and_payments_does(credentials: Json) -> None:
    assert "expires_in" not in refresh(credentials["chat"]).json
    assert refresh(credentials["payments"]).json["expires_in"] == 300


def test_a_code_without_the_right_verifier_gives_nothing(credentials: Json) -> None:
    given = credentials["chat"]
    code = consent(given)["code"][0]
    assert redeem(given, code, code_verifier="another").json["error"] == "invalid_grant"
    assert redeem(given, code, redirect_uri=BACK + "/other").json["error"] == "invalid_grant"
    assert redeem(given, code).status == 200


def test_a_code_used_twice_revokes_what_it_gave(credentials: Json) -> None:
    given = credentials["chat"]
    code = consent(given)["code"][0]
    token = redeem(given, code).json["access_token"]
    assert chat_error(given, token) is None
    assert redeem(given, code).json["error"] == "invalid_grant"
    assert chat_error(given, token) == "token_revoked"


def test_a_code_ends_after_a_minute(credentials: Json, later: Callable[[float], None]) -> None:
    code = consent(credentials["chat"])["code"][0]
    later(61)
    assert redeem(credentials["chat"], code).json["error_description"] == "the code has expired"


def test_a_person_may_say_no(credentials: Json) -> None:
    given = credentials["chat"]
    reply = Client(given["base_url"]).form("/oauth/authorize", **asked(given), decision="deny")
    assert parse_qs(urlsplit(reply.headers["Location"]).query) == {"error": ["access_denied"], "state": ["s&1"]}


@pytest.mark.parametrize(
    "address", ["http://example.com/cb", "javascript:alert(1)", "", BACK + "#x", BACK + "\r\nSet-Cookie: a=b"]
)
def test_nobody_is_redirected_to_an_unsafe_address(credentials: Json, address: str) -> None:
    given = credentials["chat"]
    client = Client(given["base_url"])
    refused = client.get("/oauth/authorize", **asked(given, redirect_uri=address))
    assert refused.json["error"] == "invalid_request"
    assert "Location" not in refused.headers
    assert client.get("/oauth/authorize", **asked(given, redirect_uri="https://example.com/cb")).status == 200


def test_an_unknown_client_is_not_redirected_and_gets_no_token(credentials: Json) -> None:
    given = {**credentials["chat"], "client_id": "client_x"}
    assert "Location" not in Client(given["base_url"]).get("/oauth/authorize", **asked(given)).headers
    assert refresh(given).status == 401
    assert refresh({**credentials["chat"], "client_secret": "wrong"}).json["error"] == "invalid_client"


def test_the_consent_page_shows_what_was_asked_as_text_never_as_markup(credentials: Json) -> None:
    given = credentials["chat"]
    page = Client(given["base_url"]).get("/oauth/authorize", **asked(given, state='"><script>x</script>'))
    assert page.status == 200
    assert "<script>" not in page.text
    assert "&lt;script&gt;" in page.text


def test_only_the_challenge_method_S256_is_taken(credentials: Json) -> None:
    given = credentials["chat"]
    reply = Client(given["base_url"]).get("/oauth/authorize", **asked(given, code_challenge_method="plain"))
    assert parse_qs(urlsplit(reply.headers["Location"]).query)["error"] == ["invalid_request"]


def test_client_credentials_are_for_payments_only(credentials: Json) -> None:
    replies = {}
    for name in ("payments", "chat"):
        given = credentials[name]
        secret = {"client_id": given["client_id"], "client_secret": given["client_secret"]}
        replies[name] = Client(given["base_url"]).form("/oauth/token", grant_type="client_credentials", **secret)
    assert payments_status(credentials["payments"], replies["payments"].json["access_token"]) == 200
    assert "refresh_token" not in replies["payments"].json
    assert replies["chat"].json["error"] == "unsupported_grant_type"


def test_a_client_may_prove_itself_by_http_basic(credentials: Json) -> None:
    given = credentials["payments"]
    proof = base64.b64encode(f"{given['client_id']}:{given['client_secret']}".encode()).decode()
    told = Client(given["base_url"]).basic_form(proof, "/oauth/token", grant_type="client_credentials")
    assert told.status == 200
    assert Client(given["base_url"]).basic_form("!", "/oauth/token", grant_type="client_credentials").status == 401


def test_refreshing_chat_replaces_the_refresh_token(sandbox: Sandbox, credentials: Json) -> None:
    given = credentials["chat"]
    first = refresh(given).json
    second = refresh(given, first["refresh_token"]).json
    assert len({given["refresh_token"], first["refresh_token"], second["refresh_token"]}) == 3
    assert chat_error(given, second["access_token"]) is None
    assert sandbox.ledger()["tokens"]["chat"] == {
        "issued": 2, "refreshed": 2, "reused": 0, "refused": 0, "revoked": 0,
    }  # fmt: skip


def test_an_old_refresh_token_used_again_kills_the_whole_grant(sandbox: Sandbox, credentials: Json) -> None:
    given = credentials["chat"]
    other = sandbox.credentials()["chat"]
    fresh = refresh(given).json
    assert refresh(given).json["error"] == "invalid_grant"
    assert chat_error(given, fresh["access_token"]) == "token_revoked"
    assert refresh(given, fresh["refresh_token"]).json["error"] == "invalid_grant"
    assert sandbox.ledger()["tokens"]["chat"]["reused"] == 1
    assert chat_error(other, other["access_token"]) is None


@pytest.mark.usefixtures("crowded")
def test_two_workers_who_refresh_at_once_lose_the_grant(sandbox: Sandbox, credentials: Json) -> None:
    given = credentials["chat"]
    with ThreadPoolExecutor(2) as pool:
        replies = list(pool.map(lambda _: refresh(given), range(2)))
    assert sorted(reply.status for reply in replies) == [200, 400]
    won = next(reply for reply in replies if reply.status == 200)
    assert chat_error(given, won.json["access_token"]) == "token_revoked"
    assert sandbox.ledger()["tokens"]["chat"]["reused"] == 1


def test_the_refresh_token_of_payments_stays_the_same(credentials: Json) -> None:
    given = credentials["payments"]
    for _ in range(2):
        told = refresh(given)
        assert told.status == 200
        assert "refresh_token" not in told.json
        assert payments_status(given, told.json["access_token"]) == 200


def test_an_access_token_ends_with_time_and_refreshing_heals_it(
    credentials: Json, later: Callable[[float], None]
) -> None:
    chat, payments = credentials["chat"], credentials["payments"]
    later(299)
    assert chat_error(chat, chat["access_token"]) is None
    later(1)
    assert chat_error(chat, chat["access_token"]) == "token_expired"
    refused = Client(payments["base_url"], payments["access_token"]).get("/v1/invoices")
    assert (refused.status, refused.json["error"]["code"]) == (401, "token_expired")
    assert refused.headers["WWW-Authenticate"] == 'Bearer error="token_expired"'
    assert chat_error(chat, refresh(chat).json["access_token"]) is None
    assert payments_status(payments, refresh(payments).json["access_token"]) == 200


def test_how_long_tokens_live_can_be_chosen(sandbox: Sandbox, later: Callable[[float], None]) -> None:
    given = sandbox.reset(access_token_seconds=5)["chat"]
    assert chat_error(given, given["access_token"]) is None
    later(5)
    assert chat_error(given, given["access_token"]) == "token_expired"


def test_a_secret_key_does_not_end(credentials: Json, later: Callable[[float], None]) -> None:
    given = credentials["payments"]
    later(1_000_000)
    assert given["api_key"].startswith("sk_sandbox_")
    assert payments_status(given, given["api_key"]) == 200
    assert payments_status(given, "sk_sandbox_unknown") == 401


def test_a_missing_and_an_unknown_token_are_told_apart(credentials: Json) -> None:
    chat = credentials["chat"]
    assert Client(chat["base_url"]).get("/api/channels").json == {"ok": False, "error": "not_authed"}
    assert chat_error(chat, "at_unknown") == "invalid_auth"
    assert chat_error(chat, credentials["payments"]["access_token"]) == "invalid_auth"


def test_a_token_can_only_do_what_its_scopes_allow(sandbox: Sandbox) -> None:
    given = sandbox.credentials(chat="channels:read", payments="invoices:read")
    chat = Client(given["chat"]["base_url"], given["chat"]["access_token"])
    assert chat.get("/api/channels").json["ok"] is True
    refused = chat.send("POST", "/api/messages", {"channel": "C1", "text": "x"})
    assert refused.json == {"ok": False, "error": "missing_scope", "needed": "messages:write"}
    payments = Client(given["payments"]["base_url"], given["payments"]["access_token"])
    assert payments.get("/v1/invoices").status == 200
    assert payments.send("POST", "/v1/invoices/INV-1042/pay").status == 403
    assert sandbox.ledger()["effects"] == []


def test_consent_gives_the_scopes_that_were_asked_for(credentials: Json) -> None:
    given = credentials["chat"]
    told = redeem(given, consent(given, scope="channels:read messages:read")["code"][0]).json
    assert told["scope"] == "channels:read messages:read"
    unknown = Client(given["base_url"]).get("/oauth/authorize", **asked(given, scope="everything"))
    assert parse_qs(urlsplit(unknown.headers["Location"]).query)["error"] == ["invalid_scope"]


def test_revoking_a_refresh_token_ends_the_grant_and_an_access_token_only_itself(credentials: Json) -> None:
    given = credentials["chat"]
    client = Client(given["base_url"])
    secret = {"client_id": given["client_id"], "client_secret": given["client_secret"]}
    fresh = refresh(given).json
    assert client.form("/oauth/revoke", token=given["access_token"], **secret).status == 200
    assert chat_error(given, given["access_token"]) == "invalid_auth"
    assert chat_error(given, fresh["access_token"]) is None
    assert client.form("/oauth/revoke", token=fresh["refresh_token"], **secret).status == 200
    assert chat_error(given, fresh["access_token"]) == "token_revoked"
    assert client.form("/oauth/revoke", token="unknown", **secret).status == 200
