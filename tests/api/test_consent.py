"""Connecting a service through the API: links without a task, the page that a browser sees, revocation."""

import re
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.engine.settings import Settings
from chalicelib.tools import Toolbox
from tests.api.conftest import Client, Home, parcels
from tests.tools.provider import Provider, open_link
from tests.tools.service import Reply, Service, serving

USER = "user/1 #?"


@pytest.fixture
def service() -> Any:
    with serving(Provider()) as running:
        yield running


@pytest.fixture
def desk(api: Client, home: Home, service: Service) -> Client:
    """A tool that wants consent, with its client stored."""
    box = Toolbox(home.ports.store, home.ports.vault, home.guard, now=home.ports.now, token=home.ports.token)
    home.ports = replace(home.ports, consents=box.consents)
    home.engine = replace(home.engine, ports=home.ports, settings=Settings(callback_url=api.url))
    assert register(api, service.url).status == 201
    client = {"client_id": "cid", "client_secret": "client-secret-1"}
    assert api.call("PUT /v1/connections", {"tool": "desk", "credentials": client}).status == 200
    return api


def register(api: Client, url: str, **auth: Any) -> Any:
    given = {"type": "oauth2", "token_url": f"{url}/oauth/token", "authorization_url": f"{url}/oauth/authorize",
             "sandbox_token_url": f"{url}/oauth/token", "sandbox_authorization_url": f"{url}/oauth/authorize",
             "scopes": ["read"], **auth}
    return api.call("POST /v1/tools", parcels(name="desk", base_url=url, auth=given))


def came_back(api: Client, link: str) -> Any:
    query = open_link(link)
    text = "&".join(f"{name}={values[0]}" for name, values in query.items())
    return api.call(f"GET /v1/oauth/callback?{text}&session_state=of+the+provider", key=None)


def test_a_link_connects_the_user_that_it_was_made_for_and_nobody_else(desk: Client) -> None:
    made = desk.call("POST /v1/connections/consent", {"tool": "desk", "user_id": USER, "scopes": ["write"]})
    assert made.status == 201 and made.body["scopes"] == ["read", "write"] and made.body["expires_at"].endswith("Z")
    page = came_back(desk, made.body["auth_url"])

    assert page.status == 200 and page.headers["Content-Type"].startswith("text/html")
    assert b"Connected" in page.raw and page.headers["Cache-Control"] == "no-store"
    listed = desk.call("GET /v1/connections").body["data"]
    assert {(one["user_id"], tuple(one["scopes"])) for one in listed} == {(None, ()), (USER, ("read", "write"))}


def test_the_page_holds_nothing_of_what_the_browser_brought_and_no_script(desk: Client) -> None:
    nasty = "<script>alert(1)</script>"
    made = desk.call("POST /v1/connections/consent", {"tool": "desk"}).body["auth_url"]
    state = re.search(r"state=([^&]+)", made)[1]  # type: ignore[index]
    for query in (f"state={nasty}", f"state={state}&error={nasty}", f"state={state}&error=access_denied&"
                  f"error_description={nasty}", f"state={state}&code={nasty}&iss={nasty}", f"code={nasty}", ""):
        page = desk.call(f"GET /v1/oauth/callback?{query}", key=None)
        assert page.status == 400 and b"<script" not in page.raw and b"alert" not in page.raw
        assert "script-src" not in page.headers["Content-Security-Policy"]
        assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert page.headers["Referrer-Policy"] == "no-referrer"


def test_a_browser_is_sent_nowhere_but_back_to_us(desk: Client) -> None:
    made = desk.call("POST /v1/connections/consent?redirect_uri=https://evil.example", {"tool": "desk"})
    assert made.status == 422
    made = desk.call("POST /v1/connections/consent", {"tool": "desk", "redirect_uri": "https://evil.example"})
    assert made.status == 422
    twin = desk.call("POST /v1/connections/consent", {"tool": "desk"}, headers={"X-Forwarded-Host": "evil.example"})
    assert "evil" not in twin.body["auth_url"] and came_back(desk, twin.body["auth_url"]).status == 200


def test_no_code_state_or_token_is_logged(desk: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    link = desk.call("POST /v1/connections/consent", {"tool": "desk"}).body["auth_url"]
    came_back(desk, link)
    state = re.search(r"state=([^&]+)", link)[1]  # type: ignore[index]
    ours = "".join(one.getMessage() for one in caplog.records if not one.name.startswith("urllib3"))

    assert desk.call("GET /v1/connections").body["data"][0]["status"] == "connected"
    for secret in (state, "code-1-of-the-provider", "access-token-", "client-secret-1"):
        assert secret not in ours


@pytest.mark.parametrize(("auth", "words"), [
    ({"authorization_url": None, "sandbox_authorization_url": None}, "sandbox_authorization_url"),
    ({"grant": "client_credentials"}, "PUT /v1/connections"),
])
def test_why_nobody_can_be_asked_is_said(desk: Client, service: Service, auth: dict[str, Any], words: str) -> None:
    assert register(desk, service.url, **auth).status == 201
    made = desk.call("POST /v1/connections/consent", {"tool": "desk"})

    assert (made.status, made.error["code"]) == (409, "no_consent") and words in made.error["message"]


def test_a_public_client_needs_no_secret_and_an_app_without_any_client_is_told_so(
    desk: Client, service: Service
) -> None:
    own = desk.call("GET /v1/connections").body["data"][0]["id"]
    assert desk.call(f"DELETE /v1/connections/{own}").status == 204
    made = desk.call("POST /v1/connections/consent", {"tool": "desk"})
    assert made.status == 409 and "client_id" in made.error["message"]

    assert register(desk, service.url, client_id="public").status == 201
    made = desk.call("POST /v1/connections/consent", {"tool": "desk", "user_id": "u"})
    assert made.status == 201 and came_back(desk, made.body["auth_url"]).status == 200
    exchange = next(one for one in service.asked if one.path == "/oauth/token")
    assert exchange.form["client_id"] == "public" and "client_secret" not in exchange.form


def test_without_a_public_address_no_browser_could_come_back(desk: Client, home: Home) -> None:
    home.engine = replace(home.engine, settings=Settings())
    made = desk.call("POST /v1/connections/consent", {"tool": "desk"})

    assert made.status == 409 and "REPLAN_PUBLIC_URL" in made.error["message"]


def test_further_parameters_go_along_and_none_takes_the_place_of_ours(desk: Client, service: Service) -> None:
    refused = register(desk, service.url, authorization_params={"redirect_uri": "https://evil.example"})
    assert refused.status == 422 and refused.error["details"][0]["field"] == "auth.authorization_params.redirect_uri"
    assert register(desk, service.url, authorization_params={"prompt": "consent"}).status == 201
    link = desk.call("POST /v1/connections/consent", {"tool": "desk"}).body["auth_url"]
    came_back(desk, link)

    assert service.answer.asked_for[0]["prompt"] == "consent"  # type: ignore[attr-defined]


@pytest.mark.parametrize(("field", "value"), [
    ("scopes", "read write"), ("scopes", ["a b"]), ("scopes", [1]), ("client_id", "two\nlines"), ("issuer", 5),
    ("authorization_url", "http://169.254.169.254/auth"), ("token_url", "https://10.0.0.1/token"),
    ("revocation_url", "ftp://a.example/"), ("authorization_url", "https://8.8.8.8/auth#x"),
    ("authorization_params", ["a"]), ("authorization_params", {"a": 1}), ("scope", "read"),
])
def test_what_cannot_be_used_for_a_consent_is_refused_when_it_is_registered(
    desk: Client, service: Service, field: str, value: Any
) -> None:
    refused = register(desk, service.url, **{field: value})

    assert refused.status == 422 and refused.error["details"][0]["field"].startswith(f"auth.{field}")
    assert register(desk, service.url).status == 201


def test_a_deleted_connection_is_revoked_at_its_provider_and_gone_whatever_that_says(
    desk: Client, service: Service
) -> None:
    provider: Any = service.answer
    assert register(
        desk, service.url, revocation_url=f"{service.url}/oauth/revoke",
        sandbox_revocation_url=f"{service.url}/oauth/revoke",
    ).status == 201
    told = []
    for failing in (None, Reply(503, {"error": "down"})):
        link = desk.call("POST /v1/connections/consent", {"tool": "desk", "user_id": "u"}).body["auth_url"]
        provider.failing = None
        assert came_back(desk, link).status == 200
        (own,) = (one["id"] for one in desk.call("GET /v1/connections?user_id=u").body["data"])
        provider.failing = failing
        told.append(desk.call(f"DELETE /v1/connections/{own}"))
        assert desk.call("GET /v1/connections?user_id=u").body["data"] == []

    assert [(one.status, one.body["revocation"]) for one in told] == [(200, "revoked"), (200, "failed")]
    assert len(provider.revoked) == 1 and provider.revoked[0].startswith("refresh-token-")
    assert told[1].body["detail"] == "down" and b"refresh-token" not in told[1].raw


def test_another_accounts_key_makes_no_link_for_ours(desk: Client, home: Home) -> None:
    made = desk.call("POST /v1/connections/consent", {"tool": "desk"}, key=home.key("other.test"))
    assert (made.status, made.error["code"]) == (404, "tool_not_found")
    assert desk.call("POST /v1/connections/consent", {"tool": "desk"}).status == 201
