"""Connections: whose credential applies, how it is kept, and how it is asked for."""

from urllib.parse import parse_qs, urlsplit

import pytest

from chalicelib.domain.errors import InvalidRequest, NotFound
from chalicelib.tools.connections import ACCOUNT_WIDE
from chalicelib.tools.oauth import Site, Tokens, authorization_url, challenge_of, new_verifier
from tests.tools.desk import Desk, Rotating
from tests.tools.service import Reply, serving
from tests.tools.world import ACCOUNT, Outside


def test_the_users_own_connection_comes_before_the_accounts_and_another_account_has_none():
    with serving(lambda asked: Reply(200, {"as": asked.headers["Authorization"][-7:]})) as service:
        desk = Desk(service.url)
        desk.connect(None, access_token="token-of-all")
        desk.connect("u1", access_token="token-of-one")
        seen = [desk.do("look", user).output["as"] for user in ("u1", "u2", None, ACCOUNT_WIDE)]
        foreign = desk.do("look", "u1", account="acc2.live")
        test = desk.do("look", "u1", account="acc1.test")

    assert seen == ["-of-one"[-7:], "-of-all"[-7:], "-of-all"[-7:], "-of-all"[-7:]]
    assert foreign.reason == test.reason == "not_connected"


def test_handles_are_listed_without_secrets_and_deleted_by_id():
    desk = Desk("https://8.8.8.8")
    made = desk.connect("u1")
    desk.connect("u1#x", access_token="other-token")
    connections = desk.outside.box.connections

    listed = connections.list(ACCOUNT, "u1")
    assert [one["id"] for one in listed] == [made["id"]] and len(connections.list(ACCOUNT)) == 2
    assert "access-token-1" not in repr(listed) and "sealed" not in repr(listed)
    with pytest.raises(NotFound):
        connections.delete("acc2.live", made["id"])
    connections.delete(ACCOUNT, made["id"])
    assert connections.list(ACCOUNT, "u1") == [] and connections.delete_user(ACCOUNT, "u1#x") == 1


def test_a_credential_is_sealed_for_its_place_and_opens_nowhere_else():
    desk = Desk("https://8.8.8.8")
    desk.connect("u1")
    store = desk.outside.ports.store
    item = store.get(f"A#{ACCOUNT}", "CONN#u1#desk")
    from chalicelib.engine.ports import Write

    store.put(Write("A#acc2.live", "CONN#u1#desk", item.data))
    store.put(Write(f"A#{ACCOUNT}", "CONN#u2#desk", {**item.data, "user": "u2"}))

    assert "access-token-1" not in repr(item.data)
    for account, user in (("acc2.live", "u1"), (ACCOUNT, "u2")):
        with pytest.raises(ValueError, match="another context"):
            desk.outside.box.connections.get(account, user, "desk")
    assert desk.outside.box.connections.get(ACCOUNT, "u1", "desk").access_token == "access-token-1"


@pytest.mark.parametrize(
    ("auth", "credentials", "field"),
    [
        ({"type": "none"}, {"token": "x"}, "credentials"),
        ({"type": "api_key"}, {"token": "x"}, "credentials.api_key"),
        ({"type": "basic"}, {"username": "a"}, "credentials.password"),
        ({"type": "bearer"}, {}, "credentials.token"),
        ({"type": "bearer"}, {"token": "two\nlines"}, "credentials.token"),
        ({"type": "oauth2"}, {"client_id": "x"}, "credentials.access_token"),
        ({"type": "oauth2"}, {"access_token": "x", "expires_at": "soon"}, "credentials.expires_at"),
        ({"type": "oauth2"}, {"access_token": 5}, "credentials.access_token"),
    ],
)
def test_credentials_that_cannot_be_used_are_refused_by_field(auth, credentials, field):
    with pytest.raises(InvalidRequest) as refusal:
        Outside().box.connections.store(ACCOUNT, "desk", auth, credentials, "u1")

    assert refusal.value.details[0]["field"] == field and "two\nlines" not in refusal.value.detail


def test_consent_by_code_uses_pkce():
    endpoint = Rotating(expires_in=30)
    with serving(endpoint) as service:
        desk = Desk(service.url)
        site = Site(desk.tool.actions[-1].call)
        verifier = new_verifier(desk.outside.ports.token)
        url = authorization_url(site, "cid", "https://8.8.8.8/cb", "st&te", verifier)
        got = desk.outside.box.oauth.exchange_code(
            site, "the-code", "https://8.8.8.8/cb", verifier, {"client_id": "cid"}
        )

    query = parse_qs(urlsplit(url).query)
    assert (
        url.startswith(f"{service.url}/oauth/authorize?") and query["state"] == ["st&te"] and query["scope"] == ["read"]
    )
    assert query["code_challenge"] == [challenge_of(verifier)] and query["code_challenge_method"] == ["S256"]
    assert 43 <= len(verifier) <= 128
    assert isinstance(got, Tokens) and got.refresh_token == "refresh-token-2" and got.expires_in == 30
    assert service.asked[0].form["code_verifier"] == verifier
    assert challenge_of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk") == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def test_in_the_sandbox_tokens_come_from_the_sandbox():
    record = {
        "base_url": "https://a.example",
        "sandbox_base_url": "https://sandbox.a.example:444/api",
        "auth": {"token_url": "https://a.example/oauth/token", "authorization_url": "https://login.example/auth"},
    }

    assert Site(record).url("token_url") == "https://a.example/oauth/token"
    assert Site(record, sandbox=True).url("token_url") == "https://sandbox.a.example:444/oauth/token"
    assert Site(record, sandbox=True).url("authorization_url") == ""
    own = {**record, "auth": {**record["auth"], "sandbox_authorization_url": "https://login.sandbox.example/auth"}}
    assert Site(own, sandbox=True).url("authorization_url") == "https://login.sandbox.example/auth"
