"""A Model Context Protocol server registered through the API."""

from chalicelib.engine import registry
from tests.api.conftest import Client, Home
from tests.api.test_routes import conforms
from tests.tools.mcp.server import ECHO, POST, running
from tests.tools.service import Reply

ACCOUNT = "acme.test"


def desk(url: str, **changes):
    return {"name": "desk", "mcp_url": url, **changes}


def test_a_server_is_registered_by_its_address_and_its_tools_are_shown(api: Client) -> None:
    with running() as server:
        told = api.call("POST /v1/tools", desk(server.url, effects={"post_*": "idempotent"}))
        assert told.status == 201
        conforms(told.body, "Tool")
        shown = api.call("GET /v1/tools/desk").body
    conforms(shown, "Tool")
    assert {one["name"]: one["effect"] for one in shown["actions"]} == {"echo": "read", "post_note": "idempotent"}
    assert shown["base_url"] == server.url


def test_registered_again_it_tells_what_the_server_changed(api: Client) -> None:
    with running() as server:
        api.call("POST /v1/tools", desk(server.url))
        server.tools = [{**ECHO, "annotations": {}}, {"name": "archive", "inputSchema": {"type": "object"}}]
        changes = api.call("POST /v1/tools", desk(server.url)).body["changes"]
    assert (changes["added"], changes["removed"]) == (["archive"], ["post_note"])
    assert changes["changed"] == [{"action": "echo", "breaking": True, "says": ["effect: read → unsafe"]}]


def test_what_a_server_is_called_now_is_told_where_it_differs(api: Client) -> None:
    with running() as server:
        api.call("POST /v1/tools", desk(server.url))
        server.tools = [ECHO, {**POST, "name": "post.note"}]
        (change,) = api.call("POST /v1/tools", desk(server.url)).body["changes"]["changed"]
    assert change["says"] == ["is called as mcp tool post.note, and was as mcp tool post note"]


def test_a_refused_address_is_told_in_one_sentence_with_its_field(api: Client) -> None:
    answer = api.call("POST /v1/tools", desk("https://10.0.0.1/mcp"))
    assert answer.status in (400, 422) and answer.error["details"][0]["field"] == "mcp_url"


def test_a_server_that_fails_is_a_refusal_of_the_registration_and_not_our_error(api: Client) -> None:
    for reply in (Reply(500, b"Traceback"), Reply(200, b"<html>"), Reply(hang_up=True)):
        with running(instead=lambda *_, reply=reply: reply) as server:
            answer = api.call("POST /v1/tools", desk(server.url))
        assert answer.status in (400, 422) and "could not be listed" in answer.error["message"]


def test_a_tool_with_actions_is_not_emptied_because_its_connection_is_gone(api: Client, home: Home) -> None:
    wanted = {"auth": {"type": "bearer"}}
    with running() as server:
        first = api.call("POST /v1/tools", desk(server.url, **wanted)).body
        assert first["actions_available"] == 1 and any("PUT /v1/connections" in one for one in first["warnings"])
        stored = api.call("PUT /v1/connections", {"tool": "desk", "credentials": {"token": "tok-very-secret-12"}}).body
        assert api.call("POST /v1/tools", desk(server.url, **wanted)).body["actions_available"] == 3
        api.call(f"DELETE /v1/connections/{stored['id']}")
        assert api.call("POST /v1/tools", desk(server.url, **wanted)).error["details"][0]["field"] == "mcp_url"
    assert len(registry.find_tool(home.ports, ACCOUNT, "desk").actions) == 3


def test_mcp_url_and_another_source_exclude_each_other(api: Client) -> None:
    both = desk("https://93.184.216.34/mcp", capabilities=[{"name": "a"}])
    assert "exactly one" in api.call("POST /v1/tools", both).error["message"]
