"""Registration reads a server's list once: what becomes of it, and what later lists cannot do."""

import pytest

from chalicelib.domain.errors import InvalidRequest
from chalicelib.domain.tool import AUTHENTICATE
from chalicelib.tools import compile_tool
from tests.tools.mcp.desk import Desk
from tests.tools.mcp.server import ECHO, POST, on, running, stream
from tests.tools.mcp.server import events as event_stream
from tests.tools.service import Reply
from tests.tools.world import ACCOUNT, Outside, compiled


def tool(name: str, **more):
    return {"name": name, "inputSchema": {"type": "object"}, **more}


def from_list(*tools, **registration):
    told = {"tools": list(tools), "server": {"name": "desk"}}
    return compiled({"name": "desk", "mcp_url": "https://93.184.216.34/mcp", "mcp": told, **registration})


def effects(*tools, **registration):
    return {action.name: action.effect for action in from_list(*tools, **registration).actions}


def test_each_tool_is_an_action_with_its_schemas_and_its_words():
    with running() as server:
        found = Desk(server).tool
    echo, post = found.actions
    assert (echo.name, echo.description, echo.effect, echo.via) == ("echo", "Says it again.", "read", "mcp")
    assert echo.input_schema["required"] == ["text"] and echo.call["server_tool"] == "echo"
    assert (post.name, post.description, post.effect) == ("post_note", "Post a note", "unsafe")
    assert found.base_url == server.url and found.description == "desk"


def test_tools_that_are_named_after_methods_are_called_in_words():
    names = ("get_people", "post_memo", "patch_matter", "delete_memo")
    found = from_list(*(tool(name, description=f"POST /memos: send a memo ({name})") for name in names)).actions
    assert {action.name: action.said for action in found} == {
        "get_people": "", "post_memo": "send memo", "patch_matter": "update matter", "delete_memo": "",
    }
    assert {action.description[:11] for action in found} == {"send a memo"}


def test_a_long_list_is_read_page_by_page():
    with running(tools=[tool(f"t{at}") for at in range(25)], page=10) as server:
        assert len(Desk(server).tool.actions) == 25
        assert server.methods.count("tools/list") == 3


def test_a_list_that_turns_in_a_circle_ends():
    with running() as server:
        server.instead = on("tools/list", lambda message: server.told(message, {"tools": [ECHO], "nextCursor": "1"}))
        assert next(action.name for action in Desk(server).tool.actions) == "echo"
        assert server.methods.count("tools/list") == 2


def test_a_list_may_come_as_a_stream():
    with running() as server:
        server.instead = on("tools/list", lambda message: event_stream(
            stream(server.response(message, {"tools": [ECHO]}))))
        assert [action.name for action in Desk(server).tool.actions] == ["echo"]


@pytest.mark.parametrize(("annotations", "effect"), [
    ({"readOnlyHint": True}, "read"), ({"idempotentHint": True}, "idempotent"),
    ({"readOnlyHint": True, "idempotentHint": True}, "read"), ({"readOnlyHint": False}, "unsafe"),
    ({"destructiveHint": False}, "unsafe"), ({"readOnlyHint": "true"}, "unsafe"), ({}, "unsafe"), (None, "unsafe"),
    ("readOnlyHint", "unsafe"),
])
def test_the_effect_is_what_the_annotations_claim_and_unsafe_where_they_claim_nothing(annotations, effect):
    assert effects(tool("do", annotations=annotations)) == {"do": effect}


def test_the_registration_overrules_what_the_server_claims():
    claims = tool("drop_all", annotations={"readOnlyHint": True}), tool("list_all")
    found = effects(*claims, effects={"drop_*": "unsafe", "list_*": "read"})
    assert found == {"drop_all": "unsafe", "list_all": "read"}


def test_registration_says_which_effects_rest_on_the_servers_word_and_which_on_nobodys():
    warnings = from_list(tool("drop_all", annotations={"readOnlyHint": True}), tool("list_all")).warnings
    assert any(one.startswith("drop_all: read or idempotent on the server's word") for one in warnings)
    assert any(one.startswith("list_all: the server tells nothing") for one in warnings)
    assert not from_list(tool("do", annotations={"destructiveHint": True})).warnings
    assert not from_list(tool("list_all"), effects={"list_*": "read"}).warnings


def test_names_are_made_valid_and_stay_apart_and_the_server_hears_its_own():
    actions = from_list(tool("files/read"), tool("files.read"), tool("読む"), tool("x" * 90)).actions
    names = [action.name for action in actions]
    assert len(set(names)) == 4 and all(len(name) <= 64 and name.isascii() for name in names)
    assert [action.call["server_tool"] for action in actions] == ["files/read", "files.read", "読む", "x" * 90]


def test_allow_and_deny_choose_by_name():
    found = from_list(tool("get_a"), tool("get_b"), tool("drop"), allow=["get_*", "drop"], deny=["get_b"])
    assert [action.name for action in found.actions] == ["get_a", "drop"]


@pytest.mark.parametrize("odd", [
    {"name": 5}, {}, "tool", None, {"name": "a", "inputSchema": "text"},
    {"name": "b", "inputSchema": {"type": "array"}},
    {"name": "c", "inputSchema": {"$ref": "https://evil.example.com/schema.json"}},
    {"name": "d", "inputSchema": {"type": "object", "properties": {"x": {"$ref": "#/nowhere"}}}},
    {"name": "e", "outputSchema": 7, "annotations": [1], "description": ["no"], "title": {"x": 1}},
])
def test_an_odd_entry_does_not_cost_the_others(odd):
    found = from_list(odd, ECHO)
    assert found.actions[-1].name == "echo"
    assert all(action.input_schema["type"] == "object" for action in found.actions)


def test_references_inside_a_schema_are_followed():
    schema = {"type": "object", "properties": {"a": {"$ref": "#/$defs/A"}}, "$defs": {"A": {"type": "integer"}}}
    (action,) = from_list(tool("do", inputSchema=schema)).actions
    assert action.input_schema["properties"]["a"]["type"] == "integer"


@pytest.mark.parametrize("told", [None, {}, {"tools": "many"}, []])
def test_a_server_that_gives_no_list_is_refused(told):
    with pytest.raises(InvalidRequest, match=r"no list of tools|exactly one"):
        compiled({"name": "desk", "mcp_url": "https://93.184.216.34/mcp", "mcp": told})


def test_a_server_that_does_not_speak_the_protocol_is_refused_by_its_address_and_status():
    refused = pytest.raises(InvalidRequest, match=r"mcp_url: .*no MCP server answers there.*404")
    with running(instead=lambda *_: Reply(404, {})) as server, refused:
        Desk(server)


def test_a_server_that_wants_a_credential_is_refused_with_what_to_write():
    refused = pytest.raises(InvalidRequest, match=r'auth, such as \{"type": "bearer"\}')
    with running(instead=lambda *_: Reply(401, {})) as server, refused:
        Desk(server)


def test_a_tool_is_registered_without_actions_until_it_is_connected():
    def known(method, asked, message):
        return None if asked.headers.get("Authorization") == "Bearer tok-very-secret-1234" else Reply(401, {})

    with running(instead=known) as server:
        desk = Desk(server, auth={"type": "bearer"})
        assert [action.name for action in desk.tool.actions] == [AUTHENTICATE] and not server.methods
        assert any("PUT /v1/connections" in one for one in desk.tool.warnings)
        desk.outside.box.connections.store(ACCOUNT, "desk", {"type": "bearer"}, {"token": "tok-very-secret-1234"})
        assert [action.name for action in desk.register().actions] == ["echo", "post_note", AUTHENTICATE]


def test_a_test_key_lists_and_calls_the_sandbox_only():
    with running() as live, running(tools=[ECHO]) as sandbox:
        desk = Desk(live, sandbox_base_url=sandbox.url)
        live.methods.clear()
        assert [action.name for action in desk.register("acc1.test").actions] == ["echo"]
        assert not live.methods and sandbox.methods


def test_a_list_that_grows_after_registration_gives_no_new_action():
    with running() as server:
        desk = Desk(server)
        server.tools = [ECHO, POST, tool("drop_everything", annotations={"readOnlyHint": True})]
        grown = {"tools": server.tools, "nextCursor": "x"}
        server.results["echo"] = {"structuredContent": grown}
        assert desk.call("echo", text="a").output == grown
        assert [action.name for action in desk.tool.actions] == ["echo", "post_note"]
        assert desk.call("echo", text="b").output == grown and server.methods.count("tools/list") == 1


def test_an_address_of_its_own_and_a_base_url_exclude_each_other():
    with pytest.raises(InvalidRequest, match="leave this out"):
        from_list(ECHO, base_url="https://93.184.216.34")


def test_a_key_in_the_address_is_refused_and_another_query_is_kept():
    with pytest.raises(InvalidRequest, match=r'"in": "query", "name": "api_key"') as refused:
        from_list(ECHO, mcp_url="https://93.184.216.34/mcp?api_key=very-secret-value")
    assert "very-secret-value" not in str(refused.value)
    assert from_list(ECHO, mcp_url="https://93.184.216.34/mcp?project=a").base_url.endswith("?project=a")


def test_what_is_wrong_with_the_registration_is_said_before_anything_is_sent():
    with running() as server:
        with pytest.raises(InvalidRequest, match="rate_limit"):
            Desk(server, rate_limit={"calls": 0})
        assert not server.methods


def test_patterns_that_fit_no_action_are_only_said_once_the_list_is_known():
    with running() as server:
        assert any("matches no action" in one for one in Desk(server, effects={"nothing_*": "read"}).tool.warnings)


def test_two_sources_are_refused():
    with pytest.raises(InvalidRequest, match="exactly one"):
        compile_tool({"name": "a", "mcp": {"tools": []}, "capabilities": []}, Outside().box.guard)


