"""The whole path on the AWS home: API, SQS, DynamoDB, S3 and KMS on moto's server, handlers in several processes."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from chalicelib import wiring
from chalicelib.cli.client import Client
from chalicelib.engine.keys import create
from infra.demo.__main__ import FAULTS, PROMPT, PURPOSE, SUB_AGENT, USER, credential
from infra.demo.compare import wrong
from infra.sandbox.sandbox import Sandbox, running_sandbox
from tests.aws.fixtures import ROOT, MotoHome, moto_server

WORKERS = 3
PATIENCE_S = 120


def environment(home: MotoHome) -> dict[str, str]:
    queues = {f"REPLAN_QUEUE_{name.upper()}": url for name, url in home.settings.queue_urls.items()}
    return {
        "REPLAN_HOME": "aws", "REPLAN_TABLE": home.settings.table, "REPLAN_BUCKET": home.settings.bucket,
        "REPLAN_KMS_KEY": home.settings.kms_key_id, "AWS_REGION": home.settings.region,
        "AWS_DEFAULT_REGION": home.settings.region, "REPLAN_ENDPOINT_URL": str(home.settings.endpoint_url),
        "REPLAN_PEPPER": "pepper-for-tests", "REPLAN_ALLOW_LOOPBACK": "1", **queues,
    }


@contextmanager
def workers(log: Path) -> Iterator[None]:
    """Several handlers' processes; what they say goes to `log`."""
    with ExitStack() as stack:
        out = stack.enter_context(log.open("w"))
        started = [
            stack.enter_context(subprocess.Popen(
                [sys.executable, "-m", "tests.e2e.lambda_worker"], cwd=ROOT, stdout=out, stderr=out,
                env=dict(os.environ),
            ))
            for _ in range(WORKERS)
        ]
        stack.callback(lambda: [one.terminate() for one in started])
        yield


@pytest.fixture
def api(tmp_path: Path) -> Iterator[Client]:
    """The API on the AWS home, served from this process; handlers run in others."""
    with moto_server() as home, patch.dict(os.environ, environment(home)):
        wiring.home.cache_clear()
        here = wiring.home()
        from app import app
        from chalicelib.api.server import serve

        _, key = create(
            here.ports.store, here.settings.pepper, "acct_e2e.test", "e2e",
            ("tasks:read", "tasks:write", "approve", "admin"), token=here.ports.token, now=here.ports.now(),
        )
        server, port = serve(app)
        try:
            with workers(tmp_path / "workers.log"):
                yield Client(f"http://127.0.0.1:{port}", key)
        finally:
            server.shutdown()
            wiring.home.cache_clear()


def set_up(api: Client, sandbox: Sandbox) -> None:
    given = sandbox.reset()
    for name, url in (("payments", sandbox.payments_url), ("chat", sandbox.chat_url)):
        api.call("POST", "/v1/tools", {
            "name": name, "openapi_url": f"{url}/openapi.json", "base_url": url, "sandbox_base_url": url,
        })
        api.call("PUT", "/v1/connections", {
            "tool": name, "user_id": USER, "credentials": credential(given[name]),
        })
    api.call("POST", "/v1/subagents", {"name": SUB_AGENT, "prompt": PURPOSE})


def carried_out(api: Client, context: Mapping[str, Any]) -> Mapping[str, Any]:
    task = api.call("POST", "/v1/tasks", {
        "prompt": PROMPT, "sub_agent": SUB_AGENT, "user_id": USER, "context": dict(context),
    })
    end = time.monotonic() + PATIENCE_S
    while task["status"] in ("pending", "running") and time.monotonic() < end:
        time.sleep(0.2)
        task = api.get(f"/v1/tasks/{task['id']}")
    found: Mapping[str, Any] = task
    return found


def test_the_seed_prompt_ends_with_one_right_message_on_the_aws_home(api: Client) -> None:
    with running_sandbox() as sandbox:
        set_up(api, sandbox)
        sandbox.set_currency("EUR")
        sandbox.set_faults(*FAULTS)

        task = carried_out(api, {"currency": "USD"})
        trace = api.get(f"/v1/tasks/{task['id']}/trace")

        assert wrong(task, sandbox.ledger(), "EUR", converted=True) == ""
        assert "3a" in [row["label"] for row in trace["steps"]]
        assert all(row["status"] == "complete" for row in trace["steps"])
