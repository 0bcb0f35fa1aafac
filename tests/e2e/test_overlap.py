"""On the embedded home, with real workers: independent steps run side by side, the 51st never, and faults heal."""

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest

from chalicelib.cli.client import Client
from chalicelib.cli.dev import running

NAP_S = 0.8


class Shop(BaseHTTPRequestHandler):
    """Two slow reads that know nothing of each other, and when each was under way."""

    under_way: ClassVar[list[tuple[str, float, float]]] = []

    def do_GET(self) -> None:
        started = time.monotonic()
        time.sleep(NAP_S)
        self.under_way.append((self.path, started, time.monotonic()))
        body = json.dumps({"items": [{"id": 1, "name": "one"}]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Quiet."""


@pytest.fixture
def shop() -> Iterator[str]:
    Shop.under_way.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Shop)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


def test_two_independent_steps_overlap_in_time(shop: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    returns = {"type": "object", "properties": {"items": {"type": "array", "items": {"type": "object"}}}}
    with running(tmp_path / "data", workers=2) as home:
        client = Client(home.url, home.keys["test"])
        client.call("POST", "/v1/tools", {
            "name": "shop", "description": "Parcels and vouchers of the shop", "base_url": shop,
            "sandbox_base_url": shop,
            "capabilities": [
                {"name": f"list_{things}", "description": f"Lists all {things}.", "parameters": [], "returns": returns,
                 "method": "GET", "path": f"/{things}"} for things in ("parcels", "vouchers")
            ],
        })
        client.call("POST", "/v1/subagents", {"name": "clerk", "prompt": "Looks up parcels and vouchers in the shop"})
        wanted = {"prompt": "List all parcels and list all vouchers.", "sub_agent": "clerk"}
        task = client.call("POST", "/v1/tasks", wanted)
        after = 0
        while (news := client.get(f"/v1/tasks/{task['id']}/events", after=after, wait=5))["status"] not in (
            "complete", "failed", "waiting",
        ):
            after = news["next"]
        trace = client.get(f"/v1/tasks/{task['id']}/trace")

    assert news["status"] == "complete"
    (_, _, first_end), (_, second, _) = sorted(Shop.under_way, key=lambda call: call[1])
    assert second < first_end, "the second call began only when the first had ended"
    assert trace["total_duration_ms"] >= 2 * NAP_S * 1000
    assert [row["depends_on"] for row in trace["steps"]] == [[], []]
