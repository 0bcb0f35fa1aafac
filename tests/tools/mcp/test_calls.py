"""Calls of a server's tools: sessions, streams, and what each answer means."""

import threading

import pytest

from chalicelib.domain.outcome import Done, Failed
from tests.tools.mcp.desk import Desk
from tests.tools.mcp.server import events, on, running, stream, text
from tests.tools.service import Reply
from tests.tools.world import ACCOUNT, Outside

NOTE = {"jsonrpc": "2.0", "method": "notifications/progress", "params": {"progress": 1, "progressToken": "x"}}
PING = {"jsonrpc": "2.0", "id": 1, "method": "ping"}


def test_the_handshake_comes_before_the_call_and_is_made_once_per_process():
    with running() as server:
        desk = Desk(server)
        server.methods.clear()
        assert desk.call("echo", text="a") == desk.call("echo", text="b") == Done("done")
        assert server.methods == ["initialize", "notifications/initialized", "tools/call", "tools/call"]
        other = Outside()
        desk.outside = other
        desk.call("echo", text="c")
        assert server.opened == 3  # one to list the tools, one in each process


def test_every_message_says_what_it_accepts_and_after_the_handshake_its_version_and_session():
    with running(version="2025-06-18") as server:
        Desk(server).call("echo", text="a")
        posts = [asked for asked in server.service.asked if asked.method == "POST"]
        first = [asked.headers for asked in posts if b'"initialize"' in asked.body]
        later = [asked.headers for asked in posts if b'"initialize"' not in asked.body]
    assert all(one["Accept"] == "application/json, text/event-stream" for one in (*first, *later))
    assert not any("MCP-Protocol-Version" in one or "Mcp-Session-Id" in one for one in first)
    assert all(one["MCP-Protocol-Version"] == "2025-06-18" and one["Mcp-Session-Id"] for one in later)


def test_registration_ends_the_session_that_it_opened():
    with running() as server:
        Desk(server)
        assert not server.alive


@pytest.mark.parametrize("version", ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"])
def test_a_server_may_choose_an_older_version(version):
    with running(version=version) as server:
        assert Desk(server).call("echo", text="a") == Done("done")


def test_a_version_that_we_do_not_speak_ends_the_handshake_and_nothing_is_called():
    with running() as server:
        desk = Desk(server)
        server.version = "1999-01-01"
        outcome = desk.call("post_note", text="a")
    assert isinstance(outcome, Failed) and (outcome.reason, outcome.signal) == ("unavailable", "protocol_version")
    assert "1999-01-01" in outcome.detail and not server.called


def test_a_server_without_sessions_is_called_without_one():
    with running(sessions=False) as server:
        desk = Desk(server)
        assert desk.call("echo", text="a") == Done("done")
        assert all("Mcp-Session-Id" not in asked.headers for asked in server.service.asked)


@pytest.mark.parametrize("status", [404, 400])
def test_a_forgotten_session_is_opened_anew_and_the_call_has_its_effect_once(status):
    def forgotten(method, asked, message):
        gone = asked.headers.get("Mcp-Session-Id", "") not in ("", *server.alive)
        return Reply(status, {"error": "no session"}) if gone else None

    with running(instead=forgotten) as server:
        desk = Desk(server)
        desk.call("post_note", text="first")
        server.alive.clear()
        assert desk.call("post_note", text="second") == Done("done")
        assert [one["arguments"]["text"] for one in server.called] == ["first", "second"]


def test_a_server_that_forgets_every_session_at_once_is_not_asked_for_ever():
    with running() as server:
        desk = Desk(server)
        server.methods.clear()
        server.instead = on("tools/call", lambda message: Reply(404, {}))
        outcome = desk.call("post_note", text="a")
        assert (outcome.reason, outcome.signal) == ("unavailable", "session_lost")
        assert server.methods.count("initialize") == 1 and server.methods.count("tools/call") == 1
        server.instead = lambda *_: None
        assert desk.call("post_note", text="a") == Done("done")


def test_a_refusal_that_a_new_session_does_not_change_was_about_the_request():
    with running() as server:
        desk = Desk(server)
        refusal = server.error({"id": 1}, -32000, "the text is too long")
        server.instead = on("tools/call", lambda message: Reply(400, refusal))
        for _ in range(2):
            outcome = desk.call("post_note", text="a")
            assert (outcome.reason, outcome.detail) == ("invalid_input", "the text is too long")


def test_sessions_are_not_shared_between_users():
    with running() as server:
        desk = Desk(server)
        for user in ("ann", "ben", "ann"):
            desk.call("echo", user=user, text="a")
        used = [asked.headers["Mcp-Session-Id"] for asked in server.service.asked if b"tools/call" in asked.body]
    assert used[0] == used[2] != used[1]


def test_an_answer_may_be_a_stream_with_notifications_before_it():
    with running(results={}) as server:
        desk = Desk(server)
        server.instead = on("tools/call", lambda message: events(
            stream(NOTE, PING, NOTE, server.response(message, text("streamed")))))
        assert desk.call("echo", text="a") == Done("streamed")


def test_a_stream_that_goes_on_is_left_when_the_answer_has_come():
    with running() as server:
        desk = Desk(server)
        server.instead = on("tools/call", lambda message: events(
            stream(server.response(message, text("here"))) + stream(NOTE, first=9), cut=True))
        assert desk.call("post_note", text="a") == Done("here")


def test_the_answer_to_another_request_is_not_taken_for_ours():
    other = {"jsonrpc": "2.0", "id": 999, "result": text("another")}
    with running() as server:
        desk = Desk(server)
        server.instead = on("tools/call", lambda message: events(stream(other, server.response(message, text("ours")))))
        assert desk.call("echo", text="a") == Done("ours")
        server.instead = on("tools/call", lambda message: Reply(200, other))
        assert desk.call("echo", text="a").reason == "unavailable"


def test_a_stream_that_breaks_is_listened_to_again_from_where_it_broke():
    asked_for = []

    def broken(method, asked, message):
        if method == "tools/call":
            server.called.append(message["params"])
            asked_for.append(message)
            return events(stream(NOTE, first=7, retry=1), cut=True)
        if method == "GET":
            asked_for.append(asked.headers["Last-Event-ID"])
            return events(stream(server.response(asked_for[0], text("late")), first=8))
        return None

    with running() as server:
        desk = Desk(server)
        server.instead = broken
        assert desk.call("post_note", text="a") == Done("late")
        assert asked_for[1] == "7" and len(server.called) == 1


@pytest.mark.parametrize(("action", "reason"), [("echo", "unavailable"), ("post_note", "outcome_unknown")])
def test_a_stream_that_breaks_for_good_leaves_a_write_unknown(action, reason):
    def broken(method, asked, message):
        if method == "tools/call":
            return events(stream(NOTE, first=7, retry=1), cut=True)
        return Reply(405, {}) if method == "GET" else None

    with running() as server:
        desk = Desk(server)
        server.instead = broken
        assert desk.call(action, text="a").reason == reason


@pytest.mark.parametrize(("body", "kind"), [
    (b"<html>Hello</html>", "text/html"), (b"{not json", "application/json"), (b'{"result": 1}', "application/json"),
    (b"data: {]\n\n", "text/event-stream"), (b"", "application/json"), (b"[" * 5_000, "application/json"),
])
def test_what_is_no_message_of_the_protocol_is_not_an_answer(body, kind):
    with running() as server:
        desk = Desk(server)
        server.instead = on("tools/call", lambda message: Reply(200, body, {"Content-Type": kind}))
        assert desk.call("echo", text="a").reason == "unavailable"
        assert desk.call("post_note", text="a").reason == "outcome_unknown"
        server.instead = lambda *_: None
        assert desk.call("post_note", text="a") == Done("done")


def test_a_batch_of_messages_as_old_servers_send_it_is_read():
    with running() as server:
        desk = Desk(server)
        server.instead = on("tools/call", lambda message: Reply(200, [NOTE, server.response(message, text("one"))]))
        assert desk.call("echo", text="a") == Done("one")


def test_an_answer_beyond_the_limit_is_refused_by_name_and_one_below_it_is_not():
    with running() as server:
        desk = Desk(server)
        server.results["echo"] = text("x" * 900_000)
        assert len(desk.call("echo", text="a").output) == 900_000
        server.results["echo"] = text("x" * 1_100_000)
        outcome = desk.call("echo", text="a")
    assert outcome.reason == "too_large"


def test_a_slow_answer_ends_with_the_time_of_the_call():
    done = threading.Event()

    def slow(message):
        done.wait(20)
        return server.told(message, text("late"))

    with running() as server:
        desk = Desk(server)
        desk.call("post_note", text="opens the session")
        server.instead = on("tools/call", slow)
        read, write = desk.call("echo", timeout=0.2, text="a"), desk.call("post_note", timeout=0.2, text="a")
        done.set()
        assert (read.reason, write.reason) == ("unavailable", "outcome_unknown")


def test_a_server_that_is_away_has_done_nothing():
    with running() as server:
        desk = Desk(server)
    desk.outside = Outside()
    assert desk.call("post_note", text="a").reason == "unavailable"


@pytest.mark.parametrize(("status", "reason"), [
    (401, "unauthorized"), (403, "forbidden"), (429, "rate_limited"), (500, "outcome_unknown"),
    (503, "outcome_unknown"),
])
def test_a_status_that_refuses_the_call_means_what_it_means_for_any_tool(status, reason):
    with running() as server:
        desk = Desk(server)
        server.instead = on("tools/call", lambda message: Reply(status, {"error": "no"}))
        assert desk.call("post_note", text="a").reason == reason


@pytest.mark.parametrize(("code", "write", "read"), [
    (-32602, "invalid_input", "invalid_input"), (-32600, "invalid_input", "invalid_input"),
    (-32601, "rejected", "rejected"), (-32603, "outcome_unknown", "unavailable"), (-32000, "rejected", "rejected"),
    (1234, "rejected", "rejected"),
])
def test_an_error_of_the_protocol_is_an_outcome(code, write, read):
    with running() as server:
        desk = Desk(server)
        server.instead = on("tools/call", lambda message: Reply(200, server.error(message, code, "it went wrong")))
        outcomes = desk.call("post_note", text="a"), desk.call("echo", text="a")
    assert [one.reason for one in outcomes] == [write, read]
    assert all(one.detail.startswith("it went wrong") for one in outcomes)


def test_an_error_with_a_status_of_its_own_is_the_error():
    with running() as server:
        desk = Desk(server)
        server.instead = on("tools/call", lambda message: Reply(400, server.error(message, -32602, "text is too long")))
        outcome = desk.call("post_note", text="a")
    assert (outcome.reason, outcome.detail, server.opened) == ("invalid_input", "text is too long", 2)


@pytest.mark.parametrize(("result", "reason", "signal"), [
    (text("No such channel", isError=True), "rejected", ""),
    (text('{"code": "channel_archived", "message": "It is closed"}', isError=True), "rejected", "channel_archived"),
    (text("Rate limit exceeded, try again in 7 seconds", isError=True), "rate_limited", ""),
    (text("MCP error -32602: Invalid arguments: text", isError=True), "invalid_input", "invalid_params"),
    ({"structuredContent": {"error": {"code": "token_expired"}}, "isError": True}, "rejected", "token_expired"),
    (text('{"ok": false, "error": "token_expired"}'), "rejected", "token_expired"),
])
def test_a_tool_that_says_no_has_failed_in_its_own_words(result, reason, signal):
    with running(results={"post note": result}) as server:
        outcome = Desk(server).call("post_note", text="a")
    assert isinstance(outcome, Failed) and (outcome.reason, outcome.signal) == (reason, signal)


def test_how_long_to_wait_is_read_from_the_words():
    with running(results={"echo": text("Rate limit exceeded, try again in 7 seconds", isError=True)}) as server:
        assert Desk(server).call("echo", text="a").retry_after == 7.0


def test_failed_when_of_the_registration_judges_results_too():
    with running(results={"echo": text('{"state": "broken"}'), "post note": text('{"state": "fine"}')}) as server:
        desk = Desk(server, failed_when={"path": "state", "equals": "broken"})
        assert isinstance(desk.call("echo", text="a"), Failed)
        assert desk.call("post_note", text="a") == Done({"state": "fine"})


@pytest.mark.parametrize(("result", "output"), [
    ({"structuredContent": {"a": 1}, **text("other")}, {"a": 1}),
    (text('{"a": 1}'), {"a": 1}),
    (text('[{"a": 1}, {"a": 2}]'), [{"a": 1}, {"a": 2}]),
    (text('{"a": 1}', '{"a": 2}'), [{"a": 1}, {"a": 2}]),
    (text("12"), "12"),
    (text("one", "two"), "one\ntwo"),
    ({"content": []}, None),
    ({"content": [{"type": "image", "data": "AAAA", "mimeType": "image/png"}]},
     {"attachments": [{"type": "image", "mime_type": "image/png", "bytes": 3}]}),
    ({"content": [*text("see")["content"], {"type": "resource_link", "uri": "x:1", "name": "one"}]},
     {"text": "see", "attachments": [{"type": "resource_link", "uri": "x:1", "name": "one"}]}),
    ({"content": [{"type": "resource", "resource": {"uri": "x:1", "blob": "AAAAAA=="}}]},
     {"attachments": [{"type": "resource", "uri": "x:1", "bytes": 4}]}),
    ({"content": [{"type": "resource", "resource": {"uri": "x:1", "text": "inside"}}]}, "inside"),
    ({"content": "nonsense"}, None),
])
def test_the_output_is_what_is_structured_else_json_else_text_and_bytes_are_only_measured(result, output):
    with running(results={"echo": result}) as server:
        assert Desk(server).call("echo", text="a") == Done(output)


def test_an_input_that_the_schema_refuses_is_not_sent():
    with running() as server:
        desk = Desk(server)
        assert desk.call("echo").reason == "invalid_input" and not server.called
        desk.call("echo", text=5)  # put right as for any tool
        assert server.called == [{"name": "echo", "arguments": {"text": "5"}}]


def test_a_promised_field_that_is_missing_is_said():
    promising = {"name": "find", "inputSchema": {"type": "object"}, "outputSchema": {
        "type": "object", "properties": {"id": {"type": "string"}}, "required": ["id"]}}
    with running(tools=[promising], results={"find": {"structuredContent": {"key": "1"}}}) as server:
        outcome = Desk(server).call("find")
    assert outcome.output == {"key": "1"} and "lacks promised fields: id" in outcome.note


def test_a_write_carries_its_key_and_a_read_does_not():
    with running() as server:
        desk = Desk(server)
        for _ in range(2):
            desk.call("post_note", text="a")
        desk.call("echo", text="a")
        keys = [asked.headers.get("Idempotency-Key") for asked in server.service.asked if b"tools/call" in asked.body]
    assert keys[0] and keys[0] == keys[1] and keys[2] is None


def test_the_preview_shows_the_exact_call_and_sends_nothing():
    with running() as server:
        desk = Desk(server)
        server.methods.clear()
        shown = desk.outside.box.preview(desk.asked("post_note", text="a"))
        assert shown["body"] == {"method": "tools/call", "params": {"name": "post note", "arguments": {"text": "a"}}}
        assert shown["url"] == server.url and not server.methods


def test_a_credential_is_joined_to_every_message_and_never_comes_back():
    with running(results={"echo": text("you sent tok-very-secret-1234")}) as server:
        outside = Outside()
        registration = {"name": "desk", "auth": {"type": "bearer"}}
        outside.box.connections.store(ACCOUNT, "desk", {"type": "bearer"}, {"token": "tok-very-secret-1234"})
        outcome = Desk(server, outside, **registration).call("echo", text="a")
        sent = {asked.headers.get("Authorization") for asked in server.service.asked}
    assert sent == {"Bearer tok-very-secret-1234"}
    assert outcome == Done("you sent [redacted]")


def test_a_tool_that_is_not_connected_is_not_called():
    with running() as server:
        outside = Outside()
        outside.box.connections.store(ACCOUNT, "desk", {"type": "bearer"}, {"token": "tok-very-secret-1234"})
        desk = Desk(server, outside, auth={"type": "bearer"})
        desk.outside = Outside()
        server.methods.clear()
        assert desk.call("echo", text="a").reason == "not_connected" and not server.methods


def test_another_credential_of_the_same_user_opens_another_session():
    with running() as server:
        outside = Outside()
        outside.box.connections.store(ACCOUNT, "desk", {"type": "bearer"}, {"token": "tok-very-secret-1234"})
        desk = Desk(server, outside, auth={"type": "bearer"})
        desk.call("echo", text="a")
        outside.world.clock.advance(1)
        outside.box.connections.store(ACCOUNT, "desk", {"type": "bearer"}, {"token": "tok-of-somebody-else"})
        desk.call("echo", text="a")
        used = [asked.headers["Mcp-Session-Id"] for asked in server.service.asked if b"tools/call" in asked.body]
    assert used[0] != used[1]


def test_the_id_of_a_session_is_a_secret_too():
    with running(results={"echo": text("you are session-2")}) as server:
        assert Desk(server).call("echo", text="a") == Done("you are [redacted]")


@pytest.mark.parametrize(("status", "doubted"), [(401, True), (500, False)])
def test_a_token_that_the_server_refuses_is_doubted_so_that_the_next_look_renews_it(status, doubted):
    auth = {"type": "oauth2", "token_url": "http://127.0.0.1:9/token"}
    tokens = {"access_token": "tok-very-secret-1234", "refresh_token": "ref-very-secret-1234"}
    with running() as server:
        outside = Outside()
        outside.box.connections.store(ACCOUNT, "desk", auth, tokens)
        desk = Desk(server, outside, auth=auth)
        server.instead = on("tools/call", lambda message: Reply(status, {}))
        desk.call("echo", text="a")
        kept = outside.box.connections.find(ACCOUNT, None, "desk")
    assert (kept.doubted == kept.generation) == doubted
