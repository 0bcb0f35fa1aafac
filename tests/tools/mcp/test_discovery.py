"""A server tells where its tokens come from: what is taken from it, and what is refused."""

import pytest

from chalicelib.domain.errors import InvalidRequest
from chalicelib.domain.tool import AUTHENTICATE
from chalicelib.tools.mcp.discovery import discovered_auth
from chalicelib.tools.oauth import Site, authorization_url
from tests.tools.mcp.desk import Desk
from tests.tools.mcp.server import running
from tests.tools.service import Reply, serving
from tests.tools.world import ACCOUNT, Outside

TOKEN = "tok-very-secret-1234"
OAUTH = {"type": "oauth2", "client_id": "replan"}


class Guarded:
    """A server behind an authorization server; both may say what a test wants them to say."""

    def __init__(self) -> None:
        self.own: dict = {}
        self.issuer: dict = {}
        self.challenge = 'Bearer resource_metadata="{own}"'
        self.asked: list[str] = []
        self.forms: list[dict[str, str]] = []

    def server(self, method, asked, message):
        if asked.path.startswith("/.well-known/oauth-protected-resource"):
            self.asked.append(asked.path)
            return Reply(200, {"resource": self.url, "authorization_servers": [self.at], **self.own})
        if asked.headers.get("Authorization") == f"Bearer {TOKEN}":
            return None
        told = self.challenge.format(own=self.url.replace("/mcp", "/.well-known/oauth-protected-resource/mcp"))
        return Reply(401, {}, {"WWW-Authenticate": told} if told else {})

    def authorization(self, asked):
        self.asked.append(asked.path)
        if asked.path == "/tenant/token":
            self.forms.append(asked.form)
            return Reply(200, {"access_token": TOKEN, "token_type": "bearer"})
        if asked.path != "/.well-known/oauth-authorization-server/tenant":
            return Reply(404, {})
        return Reply(200, {
            "issuer": self.at, "authorization_endpoint": f"{self.at}/authorize", "token_endpoint": f"{self.at}/token",
            "code_challenge_methods_supported": ["S256"], **self.issuer,
        })


@pytest.fixture
def guarded():
    made = Guarded()
    with serving(made.authorization) as authorization, running(instead=made.server) as server:
        made.at, made.url, made.mcp = f"{authorization.url}/tenant", server.url, server
        yield made


def test_a_registration_that_says_oauth2_is_completed_by_what_the_server_tells(guarded):
    guarded.own = {"scopes_supported": ["notes:read", "notes:write"]}
    desk = Desk(guarded.mcp, auth=OAUTH)
    auth = desk.tool.auth
    assert (auth["authorization_url"], auth["token_url"]) == (f"{guarded.at}/authorize", f"{guarded.at}/token")
    assert (auth["issuer"], auth["resource"], auth["client_id"]) == (guarded.at, guarded.url, "replan")
    assert auth["scopes"] == ["notes:read", "notes:write"] and auth["client_authentication"] == "basic"
    assert AUTHENTICATE in {action.name for action in desk.tool.actions} and not guarded.mcp.called


def test_once_it_is_connected_its_tools_are_listed_and_called(guarded):
    outside = Outside()
    auth = {"type": "oauth2", "token_url": f"{guarded.at}/token"}
    outside.box.connections.store(ACCOUNT, "desk", auth, {"access_token": TOKEN})
    desk = Desk(guarded.mcp, outside, auth=OAUTH)
    assert desk.call("echo", text="a").output == "done"


def test_what_the_registration_says_itself_wins(guarded):
    auth = Desk(guarded.mcp, auth={**OAUTH, "scopes": ["notes:read"], "client_authentication": "body"}).tool.auth
    assert auth["scopes"] == ["notes:read"] and auth["client_authentication"] == "body"


def test_with_a_token_url_of_its_own_nothing_is_asked(guarded):
    Desk(guarded.mcp, auth={**OAUTH, "token_url": f"{guarded.at}/token"})
    assert not guarded.asked


def test_the_scopes_that_the_refusal_names_are_asked_for_before_all_that_there_are(guarded):
    guarded.challenge = 'Bearer resource_metadata="{own}", scope="notes:read"'
    guarded.own = {"scopes_supported": ["everything"]}
    assert Desk(guarded.mcp, auth=OAUTH).tool.auth["scopes"] == ["notes:read"]


def test_without_an_address_in_the_refusal_the_usual_ones_are_tried(guarded):
    guarded.challenge = ""
    assert Desk(guarded.mcp, auth=OAUTH).tool.auth["issuer"] == guarded.at
    assert guarded.asked[0] == "/.well-known/oauth-protected-resource/mcp"


@pytest.mark.parametrize(("own", "issuer", "says"), [
    ({"resource": "https://other.example.com/mcp"}, {}, "another resource"),
    ({"resource": None}, {}, "another resource"),
    ({"authorization_servers": []}, {}, "does not tell"),
    ({"authorization_servers": "x"}, {}, "does not tell"),
    ({}, {"issuer": "https://other.example.com"}, "another issuer"),
    ({}, {"code_challenge_methods_supported": ["plain"]}, "PKCE"),
    ({}, {"token_endpoint": "https://10.0.0.1/token"}, "token_url.*not public"),
    ({}, {"token_endpoint": "https://169.254.169.254/token"}, "token_url.*not public"),
    ({}, {"authorization_endpoint": "http://93.184.216.34/authorize"}, "authorization_url"),
    ({}, {"token_endpoint": None}, "token_url"),
])
def test_what_does_not_fit_or_leads_elsewhere_is_refused(guarded, own, issuer, says):
    guarded.own, guarded.issuer = own, issuer
    with pytest.raises(InvalidRequest, match=says):
        Desk(guarded.mcp, auth=OAUTH)


@pytest.mark.parametrize("address", ["https://10.0.0.1/x", "http://169.254.169.254/x", "file:///etc/passwd", "x"])
def test_metadata_at_an_address_that_we_do_not_call_are_not_asked_for(guarded, address, monkeypatch):
    guarded.challenge = f'Bearer resource_metadata="{address}"'
    with pytest.raises(InvalidRequest, match="does not tell"):
        Desk(guarded.mcp, auth=OAUTH)
    guarded.challenge, guarded.own = 'Bearer resource_metadata="{own}"', {"authorization_servers": [address]}
    with pytest.raises(InvalidRequest, match="another issuer"):
        Desk(guarded.mcp, auth=OAUTH)


def test_a_server_that_wants_no_credential_has_nothing_to_tell():
    with running() as server, pytest.raises(InvalidRequest, match="does not tell"):
        discovered_auth(Outside().box.transport, server.url, 5.0)


def test_a_client_that_acts_for_itself_gets_its_token_for_this_resource_and_lists_the_tools(guarded):
    outside, auth = Outside(), {**OAUTH, "grant": "client_credentials"}
    whole = {**auth, "token_url": f"{guarded.at}/token"}
    outside.box.connections.store(ACCOUNT, "desk", whole, {"client_id": "replan", "client_secret": "a-long-secret-1"})
    desk = Desk(guarded.mcp, outside, auth=auth)
    assert desk.call("echo", text="a").output == "done"
    assert [(form["grant_type"], form["resource"]) for form in guarded.forms] == [("client_credentials", guarded.url)]


def test_the_resource_is_named_when_consent_is_asked_for(guarded):
    tool = Desk(guarded.mcp, auth=OAUTH).tool
    record = {"auth": tool.auth, "base_url": tool.base_url, "sandbox_base_url": None}
    asked = authorization_url(Site(record, False), "replan", "https://example.com/back", "state", "v" * 64)
    assert f"resource={guarded.url.replace(':', '%3A').replace('/', '%2F')}" in asked
