"""What is outside: somebody who takes webhooks, tells rates, keeps papers, and prints brochures in their own time."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import urllib3

RATES = '{"base": "EUR", "date": "2026-11-27", "rates": {"USD": 1.08}}'
PAPERS = json.dumps({"papers": [{"id": number, "title": "x" * 200} for number in range(150)]})
"""Too large for a record: it goes to a blob."""

BROCHURE = {"state": "rendered", "brochure": {"pages": ["x" * 200] * 150}}
PATIENCE_S = 60.0


@dataclass
class Outside:
    """`heard`: the webhooks that came.  `printed`: set while the slow may answer; `asked`: how often they were."""

    url: str = ""
    heard: list[bytes] = field(default_factory=list)
    printed: threading.Event = field(default_factory=threading.Event)
    asked: int = 0

    def got(self, body: bytes, path: str) -> tuple[int, str]:
        if path != "/brochures":
            self.heard.append(body)
            return 204, ""
        self.asked += 1
        # It calls back before it has answered that it begins, as a quick service may.
        done = urllib3.request("POST", json.loads(body)["notify_url"], json=BROCHURE, timeout=PATIENCE_S, retries=False)
        self.printed.wait(PATIENCE_S)
        return (202, '{"state": "queued"}') if done.status < 300 else (500, "{}")

    def shown(self, path: str) -> str:
        if path == "/rates":
            return RATES
        if path == "/slow":
            self.asked += 1
            self.printed.wait(PATIENCE_S)
        return PAPERS


@contextmanager
def listening() -> Iterator[Outside]:
    outside = Outside()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.answer(*outside.got(self.rfile.read(int(self.headers.get("content-length", 0))), self.path))

        def do_GET(self) -> None:
            self.answer(200, outside.shown(self.path))

        def answer(self, status: int, text: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    outside.url = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, args=(0.1,), daemon=True).start()
    yield outside
    server.shutdown()
