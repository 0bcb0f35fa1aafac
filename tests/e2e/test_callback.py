"""On the embedded home, over real HTTP: a service that begins a job, and calls back when it is done."""

import json
import sqlite3
import threading
import time
import urllib.request
from pathlib import Path

import pytest

from chalicelib.cli.client import Client
from chalicelib.cli.dev import running
from tests.tools.service import Asked, Reply, serving

CAPABILITY = {
    "name": "render_brochure", "description": "Renders the brochure of a voyage.", "method": "POST",
    "path": "/brochures",
    "parameters": [
        {"name": "voyage_id", "type": "string", "description": "Id of the voyage"},
        {"name": "notify_url", "type": "string", "description": "Where to tell that it is done"},
    ],
    "returns": {"pages": {"type": "integer"}}, "effect": "unsafe",
    "callback": {"input": "notify_url", "result": "brochure", "done": {"path": "state", "equals": "rendered"}},
}


def tell(url: str, body: object) -> None:
    sent = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(sent, timeout=10) as answer:
        assert answer.status == 200


def printer(asked: Asked) -> Reply:
    """Begins, and tells of progress and twice of the end, a little later."""
    url = asked.json["notify_url"]

    def work() -> None:
        for body in ({"state": "layout"}, *[{"state": "rendered", "brochure": {"pages": 12}}] * 2):
            tell(url, body)
    threading.Timer(0.3, work).start()
    return Reply(202, {"state": "queued"})


def test_a_service_calls_back_and_the_task_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with serving(printer) as service, running(tmp_path / "data", workers=2) as home:
        client = Client(home.url, home.keys["test"])
        client.call("POST", "/v1/tools", {
            "name": "printer", "description": "Brochures of voyages", "base_url": service.url,
            "sandbox_base_url": service.url, "capabilities": [CAPABILITY],
        })
        client.call("POST", "/v1/subagents", {"name": "press", "prompt": "Render brochures of voyages"})
        made = client.call("POST", "/v1/tasks", {
            "prompt": "Render the brochure of voyage v-77", "sub_agent": "press", "context": {"voyage_id": "v-77"},
        })
        until = time.monotonic() + 60
        while (shown := client.get(f"/v1/tasks/{made['id']}"))["status"] not in ("complete", "failed", "waiting"):
            assert time.monotonic() < until, shown
            time.sleep(0.1)
        trace = client.get(f"/v1/tasks/{made['id']}/trace")

    assert shown["status"] == "complete", shown
    assert [one["output"] for one in shown["result"]["outputs"]] == [{"pages": 12}]
    assert len(service.asked) == 1
    (row,) = trace["steps"]
    assert (row["status"], "calls back" in row["note"]) == ("complete", True)
    secret = service.asked[0].json["notify_url"].rpartition("/")[2]
    with sqlite3.connect(tmp_path / "data" / "replan.db") as connection:
        stored = [text for (text,) in connection.execute("SELECT data FROM items WHERE data IS NOT NULL")]
    assert not any(secret in text for text in stored)
    assert secret not in (tmp_path / "data" / "workers.log").read_text()
