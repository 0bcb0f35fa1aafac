"""Channels, members, messages: what a client of the chat service may rely on, and how it is told of failures."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from infra.sandbox import Sandbox
from infra.sandbox.client import Client
from infra.sandbox.wire import Json


def find(chat: Client, name: str) -> Json:
    channel: Json = chat.get("/api/channels/find", name=name).json["channel"]
    return channel


def test_a_channel_is_found_by_its_exact_name_with_or_without_the_sign(chat: Client) -> None:
    assert find(chat, "#engineering") == find(chat, "engineering")
    assert find(chat, "engineering")["is_archived"] is False
    assert find(chat, "engineering-archive")["is_archived"] is True
    assert chat.get("/api/channels/find", name="engineerin").json == {"ok": False, "error": "channel_not_found"}


def test_the_pages_of_the_channel_list_give_every_channel_once(chat: Client) -> None:
    names: list[str] = []
    page: Json = {"next_cursor": None}
    while not names or page["next_cursor"]:
        cursor = {"cursor": page["next_cursor"]} if page["next_cursor"] else {}
        page = chat.get("/api/channels", **cursor).json
        assert page["has_more"] is (page["next_cursor"] is not None)
        names += [row["name"] for row in page["channels"]]
    assert len(names) == len(set(names)) == 24
    assert "engineering-archive" in names[:10]
    assert "engineering" in names[10:]


def test_a_made_up_cursor_is_refused(chat: Client) -> None:
    assert chat.get("/api/channels", cursor="after:C0").json == {"ok": False, "error": "invalid_cursor"}


def test_archived_channels_can_be_left_out(chat: Client) -> None:
    shown = chat.get("/api/channels", exclude_archived="true", limit=200).json["channels"]
    assert len(shown) == 23
    assert not any(row["is_archived"] for row in shown)


def test_the_bot_can_post_where_it_is_a_member_and_the_message_is_the_newest(chat: Client, engineering: str) -> None:
    posted = chat.send("POST", "/api/messages", {"channel": engineering, "text": "INV-1042 is due"}).json
    assert posted["ok"] is True
    newest = chat.get(f"/api/channels/{engineering}/messages", limit=1).json["messages"][0]
    assert newest == posted["message"]
    assert (newest["text"], newest["channel"]) == ("INV-1042 is due", engineering)


def test_a_channel_is_addressed_by_id_never_by_name(sandbox: Sandbox, chat: Client) -> None:
    for name in ("engineering", "#engineering"):
        refused = chat.send("POST", "/api/messages", {"channel": name, "text": "hello"})
        assert (refused.status, refused.json) == (200, {"ok": False, "error": "channel_not_found"})
    assert sandbox.ledger()["messages"] == []


def test_posting_needs_membership_and_joining_gives_it(sandbox: Sandbox, chat: Client) -> None:
    random = find(chat, "random")["id"]
    message = {"channel": random, "text": "hello"}
    refused = chat.send("POST", "/api/messages", message, key="k")
    assert (refused.status, refused.json) == (200, {"ok": False, "error": "not_in_channel"})
    assert chat.get(f"/api/channels/{random}/messages").json["error"] == "not_in_channel"
    for _ in range(2):
        assert chat.send("PUT", f"/api/channels/{random}/membership").json["channel"]["is_member"] is True
    assert chat.send("POST", "/api/messages", message, key="k").json["ok"] is True
    assert [e["operation"] for e in sandbox.ledger()["effects"]] == ["join_channel", "post_message"]


def test_leaving_twice_is_one_effect(sandbox: Sandbox, chat: Client, engineering: str) -> None:
    for _ in range(2):
        assert chat.send("DELETE", f"/api/channels/{engineering}/membership").json["channel"]["is_member"] is False
    assert [e["operation"] for e in sandbox.ledger()["effects"]] == ["leave_channel"]


def test_an_archived_channel_can_be_neither_joined_nor_written_to(chat: Client) -> None:
    archive = find(chat, "engineering-archive")["id"]
    assert chat.send("PUT", f"/api/channels/{archive}/membership").json["error"] == "is_archived"
    assert chat.send("POST", "/api/messages", {"channel": archive, "text": "x"}).json["error"] == "is_archived"


@pytest.mark.usefixtures("crowded")
def test_one_key_posts_one_message_however_many_ask_at_once(sandbox: Sandbox, chat: Client, engineering: str) -> None:
    message = {"channel": engineering, "text": "once"}
    with ThreadPoolExecutor(16) as pool:
        replies = list(pool.map(lambda _: chat.send("POST", "/api/messages", message, key="task/step"), range(32)))
    assert len({reply.json["ts"] for reply in replies}) == 1
    assert len(sandbox.ledger()["messages"]) == 1
    assert len(sandbox.ledger()["replays"]) == 31
    assert sum("Idempotent-Replayed" in reply.headers for reply in replies) == 31


def test_other_keys_post_other_messages(sandbox: Sandbox, chat: Client, engineering: str) -> None:
    message = {"channel": engineering, "text": "again"}
    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda n: chat.send("POST", "/api/messages", message, key=f"k{n}"), range(20)))
    assert len({reply.json["ts"] for reply in replies}) == 20
    assert len(sandbox.ledger()["messages"]) == 20


def test_a_key_used_for_another_message_is_refused(chat: Client, engineering: str) -> None:
    chat.send("POST", "/api/messages", {"channel": engineering, "text": "one"}, key="k")
    other = chat.send("POST", "/api/messages", {"channel": engineering, "text": "two"}, key="k")
    assert (other.status, other.json["error"]) == (200, "idempotency_key_reused")


def test_the_bot_deletes_its_own_messages_only(chat: Client, engineering: str) -> None:
    theirs = chat.get(f"/api/channels/{engineering}/messages").json["messages"][0]["ts"]
    assert (
        chat.send("DELETE", f"/api/channels/{engineering}/messages/{theirs}").json["error"] == "cant_delete_message"
    )
    mine = chat.send("POST", "/api/messages", {"channel": engineering, "text": "oops"}).json["ts"]
    path = f"/api/channels/{engineering}/messages/{mine}"
    assert chat.send("DELETE", path).json == {"ok": True, "channel": engineering, "ts": mine}
    assert chat.send("DELETE", path).json["error"] == "message_not_found"


def test_a_topic_can_be_set_by_a_member_only(chat: Client, engineering: str) -> None:
    path = f"/api/channels/{engineering}/topic"
    assert chat.send("PUT", path, {"topic": "Ships on Tuesday"}).json["channel"]["topic"] == "Ships on Tuesday"
    chat.send("DELETE", f"/api/channels/{engineering}/membership")
    assert chat.send("PUT", path, {"topic": "Never"}).json["error"] == "not_in_channel"


def test_members_are_of_the_workspace_or_of_one_channel(chat: Client, engineering: str) -> None:
    everybody = chat.get("/api/members", limit=200).json["members"]
    inside = chat.get("/api/members", channel=engineering, limit=200).json["members"]
    assert len(everybody) == 9
    assert [row["name"] for row in everybody if row["is_bot"]] == ["assistant"]
    assert any(row["is_bot"] for row in inside)
    assert chat.get("/api/members", channel="C0").json["error"] == "channel_not_found"


@pytest.mark.parametrize("body", [{"text": "x"}, {"channel": "C1444", "text": ""}, {"channel": 5, "text": "x"}])
def test_arguments_that_the_document_forbids_are_refused_with_http_200(chat: Client, body: Json) -> None:
    refused = chat.send("POST", "/api/messages", body)
    assert refused.status == 200
    assert refused.json["error"] == "invalid_arguments"
    assert refused.json["detail"].startswith("body.")
