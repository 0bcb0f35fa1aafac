"""The whole path on the packaged functions: every kind of request, the seed prompt, batches by both doors, webhooks.

What comes of it is checked as a user would.  What each function asked of AWS meanwhile is what its policy allows
(`calls.json`).
"""

import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any  # Any: API answers are JSON

import click

from chalicelib import wiring
from chalicelib.cli.client import Client
from chalicelib.engine.keys import create
from infra.aws.local.deployed import ACCOUNT, PEPPER, Cloud, deployed
from infra.aws.local.found import PATIENCE_S, Found, ended, until
from infra.aws.local.gone import gone
from infra.aws.local.outside import Outside, listening
from infra.aws.local.rare import rare
from infra.aws.local.traces import Told, daemon, problems
from infra.demo.__main__ import FAULTS, PROMPT, PURPOSE, SUB_AGENT, USER, credential
from infra.demo.compare import wrong
from infra.sandbox.sandbox import Sandbox, running_sandbox

SCOPES = ("tasks:read", "tasks:write", "approve", "admin")
MANY = 100
LARGE_TEXT = "x " * 100_000
SWEEP_AFTER_S = "5"
"""Seconds until the sweeper takes up what is left lying: a minute on AWS."""


def whole(archive: Path, logs: Path, many: int = MANY) -> Found:
    """`many`: how many tasks the batch has."""
    found = Found()
    with (
        running_sandbox() as sandbox, listening() as outside, daemon() as traces,
        deployed(archive, logs, {
            "REPLAN_RATES_URL": f"{outside.url}/rates", "REPLAN_SWEEP_AFTER_S": SWEEP_AFTER_S, **traces.environment,
        }) as cloud,
    ):
        api = Client(cloud.url, key := _first_key(cloud))
        found.expect(until(lambda: _answers(api), PATIENCE_S), "the API does not answer")
        began = time.monotonic()
        late = len(cloud.failures)
        _catalogue(api, sandbox)
        api.call("PUT", "/v1/webhook", {"url": f"{outside.url}/hook"})
        _seed(api, sandbox, found)
        _large(api, outside.url, found)
        cloud.sweeping.set()  # not before: what it sends once too often would be another segment of the seed's trace
        rare(api, cloud, sandbox, outside, found)
        gone(api, cloud, outside, found)
        _many(api, cloud, many, found)
        _asked(api, found)
        _small_things(api, found)
        _settle(cloud, outside, many, found)
        failures = cloud.failures[late:]
        found.expect(not failures, f"functions failed: {failures[:3]}")
        found.calls = {name: recorder.calls() for name, recorder in cloud.recorders.items()}
        found.seconds = time.monotonic() - began
    found.wrong += problems(traces.segments, logs, found.told, (key, PROMPT, USER, LARGE_TEXT[:40]))
    return found


def _answers(api: Client) -> bool:
    """On a busy machine the first process takes longer to start than a request may take."""
    try:
        return bool(api.get("/v1/tools")["data"] == [])
    except click.ClickException:
        return False


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
        task = ended(api, api.call("POST", "/v1/tasks", {
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
    task = ended(api, api.call("POST", "/v1/tasks", {"prompt": "List all papers.", "sub_agent": "archivist"}))
    found.expect(task["status"] == "complete", f"a task with a large answer is {task['status']}")
    api.get(f"/v1/tasks/{task['id']}/recording")


def _many(api: Client, cloud: Cloud, many: int, found: Found) -> None:
    """A batch by HTTP, and tasks sent straight to the intake queue with a bad one among them."""
    one = {"prompt": "List the latest invoices.", "sub_agent": SUB_AGENT, "user_id": USER}
    batch = api.call("POST", "/v1/tasks/batch", {"tasks": [one] * many})
    sqs, url = cloud.moto.clients.sqs, cloud.moto.settings.queue_urls["intake"]
    attributes: Any = {"account": {"DataType": "String", "StringValue": ACCOUNT}}
    once = {**one, "idempotency_key": "once"}
    for body in (once, once, {"tasks": [one, one]}, {"prompt": ""}):
        sqs.send_message(QueueUrl=url, MessageBody=json.dumps(body), MessageAttributes=attributes)
    end = time.monotonic() + PATIENCE_S
    counts: Mapping[str, int] = {}
    while time.monotonic() < end and counts.get("complete", 0) < many:
        time.sleep(1)
        counts = api.get(f"/v1/batches/{batch['id']}")["counts"]
    found.expect(counts.get("complete") == many, f"of the batch's {many} tasks: {dict(counts)}")
    dead = cloud.moto.dead("intake")
    reasons = [each["messageAttributes"].get("reason") for each in dead]
    found.expect(len(dead) == 1 and all(reasons), f"the intake's dead letters: {reasons}")


def _asked(api: Client, found: Found) -> None:
    """A large input, a cancellation, a retry, a preview and an approval."""
    body = {"prompt": "List the latest invoices.", "sub_agent": SUB_AGENT, "user_id": USER}
    large = ended(api, api.call("POST", "/v1/tasks", {**body, "context": {"about": LARGE_TEXT}}))
    found.expect(large["status"] == "complete", f"a task with a large context is {large['status']}")
    preview = ended(api, api.call("POST", "/v1/tasks", {**body, "mode": "test"}))
    found.expect(bool(preview["result"].get("plan")), "a preview shows no plan")
    again = api.call("POST", f"/v1/tasks/{large['id']}/retry", {"from_step": "1"})
    found.expect(ended(api, again)["status"] == "complete", "a retried task does not complete")
    api.call("PATCH", f"/v1/subagents/{SUB_AGENT}", {"requires_approval": ["chat.post_message"]})
    waiting = ended(api, api.call("POST", "/v1/tasks", {**body, "prompt": PROMPT}))
    found.expect(waiting["status"] == "waiting", f"a task that needs an approval is {waiting['status']}")
    after = api.call("POST", f"/v1/tasks/{waiting['id']}/cancel", {})
    found.expect(after["status"] == "cancelled", f"a cancelled task is {after['status']}")


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
    for name in (SUB_AGENT, "archivist", "press", "keeper", "shipper", "quiet", "warden"):
        api.call("DELETE", f"/v1/subagents/{name}")
    for name in ("payments", "chat", "archive", "printer", "shelves", "parcels", "notes", "stacks"):
        api.call("DELETE", f"/v1/tools/{name}")
    found.expect(api.get("/v1/tools")["data"] == [], "tools are left")


def _settle(cloud: Cloud, outside: Outside, many: int, found: Found) -> None:
    """Queues run dry; every task that ended was told."""
    end = time.monotonic() + 60
    while time.monotonic() < end and len(outside.heard) < many:
        time.sleep(0.5)
    found.expect(len(outside.heard) >= many, f"{len(outside.heard)} webhooks came")
    for name in ("steps", "webhooks", "learn"):
        found.expect(cloud.moto.dead(name) == [], f"{name} has dead letters")
