"""A server's address passes the guard when it is registered and at each call; redirects do not lead around it."""

from dataclasses import replace
from itertools import chain, repeat

import pytest

from chalicelib.domain.errors import InvalidRequest
from chalicelib.domain.outcome import Done
from chalicelib.tools import Guard, Toolbox, compile_tool
from chalicelib.tools.mcp.listing import told_by_server
from tests.tools.mcp.desk import Desk
from tests.tools.mcp.server import ECHO, on, running
from tests.tools.service import Reply, serving
from tests.tools.test_guard import PUBLIC, REFUSED
from tests.tools.world import ACCOUNT, Outside, call


def _refuse(*_, **__):
    raise AssertionError("a connection was made")


def box(outside: Outside, **guard) -> Toolbox:
    ports = outside.ports
    return Toolbox(ports.store, ports.vault, Guard(**guard), now=ports.now, token=ports.token)


@pytest.mark.parametrize("url", [one for one in REFUSED if one.isascii()])
def test_a_refused_address_is_refused_at_registration_and_nothing_is_connected_to(url, monkeypatch):
    monkeypatch.setattr("urllib3.PoolManager.connection_from_host", _refuse)
    toolbox = box(Outside(), resolve=lambda host, port: ("10.0.0.1",))
    with pytest.raises(InvalidRequest):
        told_by_server(toolbox, {"name": "d", "mcp_url": url}, ACCOUNT, 1)


def test_the_address_of_a_sandbox_is_checked_too():
    registration = {"name": "d", "mcp_url": "https://93.184.216.34/mcp", "sandbox_base_url": "https://10.0.0.1/mcp"}
    with pytest.raises(InvalidRequest, match="sandbox_base_url"):
        told_by_server(box(Outside()), registration, ACCOUNT, 1)


def test_a_name_that_leads_elsewhere_at_the_call_is_not_followed(monkeypatch):
    answers = chain([(PUBLIC,)], repeat(("127.0.0.1",)))
    outside = Outside()
    rebinding = box(outside, resolve=lambda host, port: next(answers))
    told = {"tools": [ECHO]}
    tool = compile_tool({"name": "d", "mcp_url": "https://mcp.example.com/mcp", "mcp": told}, rebinding.guard)
    monkeypatch.setattr("urllib3.PoolManager.connection_from_host", _refuse)
    outcome = rebinding.call(call(tool.actions[0], text="a"))
    assert (outcome.reason, outcome.signal) == ("out_of_scope", "address_refused")


def test_a_redirect_within_the_server_is_followed_with_the_same_body():
    def slash(method, asked, message):
        return Reply(307, b"", {"Location": "/mcp/"}) if asked.path == "/mcp" else None

    with running(instead=slash) as server:
        desk = Desk(server)
        assert desk.call("post_note", text="a") == Done("done")
        assert [one["arguments"] for one in server.called] == [{"text": "a"}]


@pytest.mark.parametrize("status", [301, 302, 303])
def test_a_redirect_that_does_not_keep_the_method_is_not_followed(status):
    with running() as server:
        desk = Desk(server)
        desk.call("echo", text="opens the session")
        server.methods.clear()
        server.instead = on("tools/call", lambda message: Reply(status, b"", {"Location": "/mcp/"}))
        assert desk.call("post_note", text="a").reason == "rejected" and server.methods == ["tools/call"]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_to_another_origin_is_not_followed(status):
    with serving(lambda asked: Reply(200, {})) as elsewhere, running() as server:
        desk = Desk(server)
        desk.call("echo", text="opens the session")
        moved = Reply(status, b"", {"Location": f"{elsewhere.url}/mcp"})
        server.instead = on("tools/call", lambda message: moved)
        assert desk.call("post_note", text="a").reason == "rejected"
        server.instead = lambda *_: moved
        with pytest.raises(InvalidRequest):
            desk.register()
        assert not elsewhere.asked


def test_a_redirect_without_end_ends():
    with running() as server:
        desk = Desk(server)
        desk.call("echo", text="opens the session")
        server.instead = on("tools/call", lambda message: Reply(307, b"", {"Location": "/mcp"}))
        server.methods.clear()
        assert desk.call("post_note", text="a").reason == "rejected"
        assert len(server.methods) == 4


def test_a_test_key_never_reaches_the_live_server():
    with running() as server:
        desk = Desk(server)
        server.methods.clear()
        outcome = desk.outside.box.call(replace(desk.asked("echo", text="a"), sandbox=True))
        assert (outcome.reason, outcome.signal) == ("out_of_scope", "no_sandbox") and not server.methods
