"""The whole path on the packaged functions: every kind of request, the seed prompt, batches by both doors, webhooks.

What comes of it is checked as a user would.  What each function asked of AWS meanwhile is what its policy allows
(`calls.json`).
"""

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any  # Any: API answers are JSON

from chalicelib import wiring
from chalicelib.cli.client import Client
from chalicelib.engine.keys import create
from infra.aws.local.deployed import PEPPER, Cloud, deployed
from infra.aws.local.traces import Told, daemon, problems
from infra.demo.__main__ import FAULTS, PROMPT, PURPOSE, SUB_AGENT, USER, credential
from infra.demo.compare import wrong
from infra.sandbox.sandbox import Sandbox, running_sandbox

ACCOUNT = "acct_whole.test"
SCOPES = ("tasks:read", "tasks:write", "approve", "admin")
MANY = 100
PATIENCE_S = 240
LARGE_TEXT = "x " * 100_000
RATES = '{"base": "EUR", "date": "2026-11-27", "rates": {"USD": 1.08}}'
PAPERS = json.dumps({"papers": [{"id": number, "title": "x" * 200} for number in range(150)]})
"""Too large for a record: it goes to a blob."""

_OPEN = ("pending", "running")


@dataclass
class Found:
    """`wrong`: what is not as it should be, in sentences.  `calls`: function → action → resource → how often."""

    wrong: list[str] = field(default_factory=list)
    calls: Mapping[str, Any] = field(default_factory=dict)
    told: dict[str, Told] = field(default_factory=dict)
    seconds: float = 0.0

    def expect(self, true: bool, otherwise: str) -> None:
        if not true:
            self.wrong.append(otherwise)


def whole(archive: Path, logs: Path) -> Found:
    found = Found()
    with (
        running_sandbox() as sandbox, listening() as (heard, url), daemon() as traces,
        deployed(archive, logs, {"REPLAN_RATES_URL": f"{url}/rates", **traces.environment}) as cloud,
    ):
        api = Client(cloud.url, key := _first_key(cloud))
        began = time.monotonic()
        _catalogue(api, sandbox)
        api.call("PUT", "/v1/webhook", {"url": f"{url}/hook"})
        _seed(api, sandbox, found)
        _large(api, url, found)
        _many(api, cloud, found)
        _asked(api, found)
        _small_things(api, found)
        _settle(cloud, heard, found)
        found.expect(not cloud.failures, f"functions failed: {cloud.failures[:3]}")
        found.calls = {name: recorder.calls() for name, recorder in cloud.recorders.items()}
        found.seconds = time.monotonic() - began
    found.wrong += problems(traces.segments, logs, found.told, (key, PROMPT, USER, LARGE_TEXT[:40]))
    return found


def _first_key(cloud: Cloud) -> str:
    _, secret = create(
        cloud.moto.store, PEPPER.encode(), ACCOUNT, "whole path", SCOPES, token=wiring.token, now=wiring.now()
    )
    return secret


def _catalogue(api: Client, sandbox: Sandbox) -> None:
    given = sandbox.reset()
    for name, url in (("payments", sandbox.payments_url), ("chat", sandbox.chat_url)):
        api.call("POST", "/v1/tools", {
            "name": name, "openapi_url": f"{url}/openapi.json", "base_url": url, "sandbox_base_url": url,
        })
        api.call("PUT", "/v1/connections", {"tool": name, "user_id": USER, "credentials": credential(given[name])})
    api.call("POST", "/v1/subagents", {"name": SUB_AGENT, "prompt": PURPOSE})


def _seed(api: Client, sandbox: Sandbox, found: Found) -> None:
    """Twice: the second time with what the first one taught."""
    for turn in ("first", "second"):
        sandbox.set_currency("EUR")
        sandbox.set_faults(*FAULTS)
        before = len(sandbox.ledger()["messages"]) if turn == "second" else 0
        task = _ended(api, api.call("POST", "/v1/tasks", {
            "prompt": PROMPT, "sub_agent": SUB_AGENT, "user_id": USER, "context": {"currency": "USD"},
        }))
        found.expect(task["status"] == "complete", f"the {turn} seed task is {task['status']}: {task.get('error')}")
        if turn == "first":
            problem = wrong(task, sandbox.ledger(), "EUR", converted=True)
            found.expect(problem == "", f"the seed task: {problem}")
        else:
            found.expect(len(sandbox.ledger()["messages"]) == before + 1, "the second seed task posted not once")
        trace = api.get(f"/v1/tasks/{task['id']}/trace")
        found.told[task["id"]] = Told(trace, api.get(f"/v1/tasks/{task['id']}/events?after=0")["data"])
        found.expect(all(row["status"] == "complete" for row in trace["steps"]), "a step of the seed task is open")


def _large(api: Client, url: str, found: Found) -> None:
    """An answer that is kept in a blob, and read again."""
    api.call("POST", "/v1/tools", {
        "name": "archive", "description": "The archive of papers", "base_url": url, "sandbox_base_url": url,
        "capabilities": [{"name": "list_papers", "description": "Lists all papers.", "parameters": [], "method": "GET",
                          "path": "/papers", "effect": "read"}],
    })
    api.call("POST", "/v1/subagents", {"name": "archivist", "prompt": "You look after the archive of papers."})
    task = _ended(api, api.call("POST", "/v1/tasks", {"prompt": "List all papers.", "sub_agent": "archivist"}))
    found.expect(task["status"] == "complete", f"a task with a large answer is {task['status']}")
    api.get(f"/v1/tasks/{task['id']}/recording")


def _many(api: Client, cloud: Cloud, found: Found) -> None:
    """A batch by HTTP, and tasks sent straight to the intake queue with a bad one among them."""
    one = {"prompt": "List the latest invoices.", "sub_agent": SUB_AGENT, "user_id": USER}
    batch = api.call("POST", "/v1/tasks/batch", {"tasks": [one] * MANY})
    sqs, url = cloud.moto.clients.sqs, cloud.moto.settings.queue_urls["intake"]
    attributes: Any = {"account": {"DataType": "String", "StringValue": ACCOUNT}}
    once = {**one, "idempotency_key": "once"}
    for body in (once, once, {"tasks": [one, one]}, {"prompt": ""}):
        sqs.send_message(QueueUrl=url, MessageBody=json.dumps(body), MessageAttributes=attributes)
    end = time.monotonic() + PATIENCE_S
    counts: Mapping[str, int] = {}
    while time.monotonic() < end and counts.get("complete", 0) < MANY:
        time.sleep(1)
        counts = api.get(f"/v1/batches/{batch['id']}")["counts"]
    found.expect(counts.get("complete") == MANY, f"of the batch's {MANY} tasks: {dict(counts)}")
    dead = cloud.moto.dead("intake")
    reasons = [each["messageAttributes"].get("reason") for each in dead]
    found.expect(len(dead) == 1 and all(reasons), f"the intake's dead letters: {reasons}")


def _asked(api: Client, found: Found) -> None:
    """A large input, a cancellation, a retry, a preview and an approval."""
    body = {"prompt": "List the latest invoices.", "sub_agent": SUB_AGENT, "user_id": USER}
    large = _ended(api, api.call("POST", "/v1/tasks", {**body, "context": {"about": LARGE_TEXT}}))
    found.expect(large["status"] == "complete", f"a task with a large context is {large['status']}")
    preview = _ended(api, api.call("POST", "/v1/tasks", {**body, "mode": "test"}))
    found.expect(bool(preview["result"].get("plan")), "a preview shows no plan")
    again = api.call("POST", f"/v1/tasks/{large['id']}/retry", {"from_step": "1"})
    found.expect(_ended(api, again)["status"] == "complete", "a retried task does not complete")
    api.call("PATCH", f"/v1/subagents/{SUB_AGENT}", {"requires_approval": ["chat.post_message"]})
    waiting = _ended(api, api.call("POST", "/v1/tasks", {**body, "prompt": PROMPT}))
    found.expect(waiting["status"] == "waiting", f"a task that needs an approval is {waiting['status']}")
    ended = api.call("POST", f"/v1/tasks/{waiting['id']}/cancel", {})
    found.expect(ended["status"] == "cancelled", f"a cancelled task is {ended['status']}")


def _small_things(api: Client, found: Found) -> None:
    """Every other request once."""
    for path in ("tasks", "tools", "subagents", "keys", "switches", f"subagents/{SUB_AGENT}/training", "openapi.json"):
        api.get(f"/v1/{path}")
    key = api.call("POST", "/v1/keys", {"name": "short-lived", "scopes": ["tasks:read"]})
    api.call("DELETE", f"/v1/keys/{key['id']}")
    api.call("POST", "/v1/webhook/rotate", {})
    api.call("POST", "/v1/switches/stop", {"sub_agent": SUB_AGENT})
    api.call("POST", "/v1/switches/release", {"sub_agent": SUB_AGENT})
    api.call("DELETE", f"/v1/subagents/{SUB_AGENT}/training")
    for connection in api.get("/v1/connections")["data"]:
        api.call("DELETE", f"/v1/connections/{connection['id']}")
    for name in (SUB_AGENT, "archivist"):
        api.call("DELETE", f"/v1/subagents/{name}")
    for name in ("payments", "chat", "archive"):
        api.call("DELETE", f"/v1/tools/{name}")
    found.expect(api.get("/v1/tools")["data"] == [], "tools are left")


def _settle(cloud: Cloud, heard: Sequence[Any], found: Found) -> None:
    """Queues run dry; every task that ended was told."""
    end = time.monotonic() + 60
    while time.monotonic() < end and len(heard) < MANY:
        time.sleep(0.5)
    found.expect(len(heard) >= MANY, f"{len(heard)} webhooks came")
    for name in ("steps", "webhooks", "learn"):
        found.expect(cloud.moto.dead(name) == [], f"{name} has dead letters")


def _ended(api: Client, task: Mapping[str, Any]) -> Mapping[str, Any]:
    end = time.monotonic() + PATIENCE_S
    while task["status"] in _OPEN and time.monotonic() < end:
        time.sleep(0.3)
        task = api.get(f"/v1/tasks/{task['id']}")
    return task


@contextmanager
def listening() -> Iterator[tuple[list[bytes], str]]:
    """Somebody who takes webhooks, and tells exchange rates: what came, and where they are."""
    heard: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append(self.rfile.read(int(self.headers.get("content-length", 0))))
            self.send_response(204)
            self.end_headers()

        def do_GET(self) -> None:
            body = (RATES if self.path == "/rates" else PAPERS).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, args=(0.1,), daemon=True).start()
    yield heard, f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
