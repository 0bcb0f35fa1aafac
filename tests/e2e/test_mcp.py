"""On the embedded home, over real HTTP: a task done with the tools of a Model Context Protocol server."""

import json
import time
from pathlib import Path

import pytest

from chalicelib.cli.client import Client
from chalicelib.cli.dev import running
from tests.tools.mcp.server import running as serving
from tests.tools.mcp.server import text

TEXT = {"type": "string"}
BOOK = {"type": "object", "properties": {"id": {**TEXT, "description": "Id of the book"}, "title": TEXT}}
TOOLS = [
    {"name": "find-book", "description": "Find a book of the library by its title.",
     "inputSchema": {"type": "object", "properties": {"title": {**TEXT, "description": "Title of the book"}},
                     "required": ["title"]},
     "outputSchema": BOOK, "annotations": {"readOnlyHint": True}},
    {"name": "reserve-book", "description": "Reserve a book of the library for a member.",
     "inputSchema": {"type": "object", "required": ["book_id", "member_id"], "properties": {
         "book_id": {**TEXT, "description": "Id of the book"},
         "member_id": {**TEXT, "description": "Id of the member"}}},
     "annotations": {"destructiveHint": False}},
    {"name": "delete-book", "description": "Remove a book from the library.",
     "inputSchema": {"type": "object", "required": ["book_id"], "properties": {"book_id": TEXT}},
     "annotations": {"destructiveHint": True}},
]
RESULTS = {
    "find-book": lambda asked: {"structuredContent": {"id": "book_42", "title": asked["title"]}, "content": []},
    "reserve-book": lambda asked: text(json.dumps({"reservation": "res_7", **asked})),
}


def test_a_prompt_is_carried_out_with_the_tools_of_a_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with serving(tools=TOOLS, results=RESULTS) as server, running(tmp_path / "data", workers=1) as home:
        client = Client(home.url, home.keys["test"])
        client.call("POST", "/v1/tools", {"name": "library", "mcp_url": server.url, "sandbox_base_url": server.url})
        client.call("POST", "/v1/subagents", {"name": "librarian", "prompt": "Find and reserve books of the library"})
        made = client.call("POST", "/v1/tasks", {
            "prompt": "Find the book 'Dune' in the library and reserve it for member mem_9", "sub_agent": "librarian",
        })
        shown = ended(client, made["id"])
        trace = client.get(f"/v1/tasks/{made['id']}/trace")

    assert shown["status"] == "complete", shown
    assert [(one["name"], one["arguments"]) for one in server.called] == [
        ("find-book", {"title": "Dune"}), ("reserve-book", {"book_id": "book_42", "member_id": "mem_9"}),
    ]
    rows = [row for row in trace["steps"] if row["tool"] == "library"]
    assert [(row["action"], row["status"]) for row in rows] == [("find-book", "complete"), ("reserve-book", "complete")]
    assert rows[1]["output"]["reservation"] == "res_7"


def ended(client: Client, task: str) -> dict:
    until = time.monotonic() + 60
    while (shown := client.get(f"/v1/tasks/{task}"))["status"] not in ("complete", "failed", "waiting"):
        assert time.monotonic() < until, shown
        time.sleep(0.1)
    return shown
