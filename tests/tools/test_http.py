"""Actions over real HTTP: connections, the sandbox, previews and credentials."""

import pytest

from chalicelib.domain.outcome import Done, Failed
from chalicelib.engine.ports import Call
from chalicelib.tools.guard import Guard
from chalicelib.tools.request import Request, key_for
from chalicelib.tools.transport import Answer, Transport
from tests.tools.service import Reply, serving
from tests.tools.world import ACCOUNT, Outside, call, compiled, one


@pytest.mark.parametrize(("idle", "connections"), [(20.0, 1), (-1.0, 3)])
def test_connections_are_kept_between_calls_but_one_that_was_idle_for_long_is_not_trusted(idle, connections):
    opened = []
    with serving(lambda asked: Reply()) as service:
        get = service.server.get_request
        service.server.get_request = lambda: opened.append(1) or get()
        transport = Transport(Guard(allow_loopback=True), idle=idle)
        replies = [transport.send(Request("GET", service.url), 5) for _ in range(3)]

    assert all(isinstance(reply, Answer) for reply in replies) and len(opened) == connections


def test_the_sandbox_has_its_own_address_and_without_one_nothing_is_sent():
    with serving(lambda asked: Reply()) as live, serving(lambda asked: Reply()) as sandbox:
        both, only = one(live.url, sandbox_base_url=sandbox.url), one(live.url)
        box = Outside().box
        tried = box.call(Call(both, {}, ACCOUNT, "k", sandbox=True))
        refused = box.call(Call(only, {}, ACCOUNT, "k", sandbox=True))

    assert isinstance(tried, Done) and len(sandbox.asked) == 1 and live.asked == []
    assert isinstance(refused, Failed) and refused.signal == "no_sandbox"


def test_a_preview_is_the_exact_request_without_secrets_and_sends_nothing():
    with serving(lambda asked: Reply()) as service:
        action = one(
            service.url,
            {
                "method": "POST",
                "path": "/a/{id}",
                "parameters": [{"name": "id"}, {"name": "text"}, {"name": "password", "required": False}],
            },
        )
        asked = call(action, id="x", text="hi", password="hunter22")
        shown = Outside().box.preview(asked)
        wrong = Outside().box.preview(call(action, id="x"))

    assert (shown["method"], shown["url"]) == ("POST", f"{service.url}/a/x")
    assert shown["body"] == {"text": "hi", "password": "[redacted]"}
    assert shown["headers"]["Idempotency-Key"] == key_for(asked.key)
    assert wrong["error"]["reason"] == "invalid_input" and service.asked == []


def test_secrets_of_a_connection_are_in_nothing_that_comes_back():
    def echo(asked):
        headers = dict(asked.headers)
        return Reply(
            200 if asked.path == "/ok" else 400, {"error": "bad", "message": f"you sent {headers}", "headers": headers}
        )

    with serving(echo) as service:
        tool = compiled(
            {
                "name": "t",
                "base_url": service.url,
                "auth": {"type": "basic"},
                "capabilities": [{"name": "ok", "method": "GET"}, {"name": "bad", "method": "GET"}],
            }
        )
        outside = Outside()
        outside.connect(tool, None, username="ada", password="canary-secret")
        outcomes = [outside.box.call(call(action)) for action in tool.actions[:2]]

    assert service.asked[0].headers["Authorization"].startswith("Basic ")
    encoded = service.asked[0].headers["Authorization"].split()[1]
    assert isinstance(outcomes[0], Done) and isinstance(outcomes[1], Failed)
    assert all("canary-secret" not in repr(outcome) and encoded not in repr(outcome) for outcome in outcomes)


@pytest.mark.parametrize(
    ("auth", "credentials", "found"),
    [
        ({"type": "bearer"}, {"token": "tok-123456"}, ("Authorization", "Bearer tok-123456")),
        ({"type": "bearer", "prefix": "Token"}, {"token": "tok-123456"}, ("Authorization", "Token tok-123456")),
        ({"type": "api_key"}, {"api_key": "key-123456"}, ("X-API-Key", "key-123456")),
        ({"type": "api_key", "name": "X-Own"}, {"api_key": "key-123456"}, ("X-Own", "key-123456")),
        ({"type": "api_key", "in": "cookie", "name": "sid"}, {"api_key": "key-123456"}, ("Cookie", "sid=key-123456")),
    ],
)
def test_a_credential_goes_where_auth_says(auth, credentials, found):
    with serving(lambda asked: Reply()) as service:
        tool = compiled(
            {"name": "t", "base_url": service.url, "auth": auth, "capabilities": [{"name": "a", "method": "GET"}]}
        )
        outside = Outside()
        unconnected = outside.box.call(call(tool.actions[0]))
        outside.connect(tool, None, **credentials)
        connected = outside.box.call(call(tool.actions[0]))

    assert isinstance(unconnected, Failed) and unconnected.reason == "not_connected"
    assert isinstance(connected, Done) and len(service.asked) == 1
    assert service.asked[0].headers[found[0]] == found[1]


def test_a_key_in_the_query_is_sent_but_not_shown():
    with serving(
        lambda asked: (
            Reply(500, {"message": asked.path}) if not asked.query else Reply(400, {"message": str(asked.query)})
        )
    ) as service:
        tool = compiled(
            {
                "name": "t",
                "base_url": service.url,
                "capabilities": [{"name": "a", "method": "GET"}],
                "auth": {"type": "api_key", "in": "query", "name": "appid"},
            }
        )
        outside = Outside()
        outside.connect(tool, None, api_key="key/with space?")
        outcome = outside.box.call(call(tool.actions[0]))

    assert service.asked[0].query == [("appid", "key/with space?")]
    assert "key/with" not in repr(outcome) and isinstance(outcome, Failed)
