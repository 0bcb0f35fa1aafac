"""Load on the AWS home: moto's server, worker processes that hand messages to `app.py`, our calls counted.

moto answers one request at a time and is slow; what it tells is that everything ends, and what a step costs in
calls, not how fast AWS is.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any  # Any: lines of the workers' notes are JSON
from unittest.mock import patch

from infra.stress import report, tidy, works
from infra.stress.api import Api
from infra.stress.audit import audit
from infra.stress.costs import costs
from infra.stress.driver import Driver
from infra.stress.ledger_service import Nature, serving
from infra.stress.load import SETTINGS, TOOL_TIMEOUT_S, LoadRun, carry_out, wrong

if TYPE_CHECKING:
    from tests.aws.fixtures import MotoHome



def load_aws(run: LoadRun, data: Path) -> int:
    from tests.aws.fixtures import moto_server

    data.mkdir(parents=True, exist_ok=True)
    nature = Nature(run.faults, patience=TOOL_TIMEOUT_S, seed=run.seed)
    with (
        serving(nature) as (service, url), moto_server() as moto, api_on(moto, run.sweep_after) as api,
        workers(data, run.workers),
    ):
        driver = Driver(api, service.ledger, run.window, shapes=(works.LINE,))
        driver.set_up(url)
        seconds = carry_out(driver, run.tasks)
        left = tidy.wait_until_empty(lambda: tidy.in_index(moto.store))
        dead = {name: len(moto.dead(name)) for name in ("steps", "learn", "webhooks")}
    found = audit(driver.orders, service.ledger)
    cost = costs(notes(data))
    lines = [
        *report.rows(driver, found, nature, seconds), *cost.rows(), ("dead letters", report.counts(dead)),
        ("sweeper index", f"{len(left)} left"), ("seed", str(run.seed)),
    ]
    return report.table(lines, [*found.wrong(), *wrong(driver, left, sum(dead.values())), *cost.wrong()])


def environment(moto: "MotoHome", sweep_after: float) -> dict[str, str]:
    where = moto.settings
    return {
        "REPLAN_HOME": "aws", "REPLAN_TABLE": where.table, "REPLAN_BUCKET": where.bucket,
        "REPLAN_KMS_KEY": where.kms_key_id, "AWS_REGION": where.region, "AWS_DEFAULT_REGION": where.region,
        "REPLAN_ENDPOINT_URL": str(where.endpoint_url), "REPLAN_PEPPER": "pepper-of-a-stress-run",
        "REPLAN_ALLOW_LOOPBACK": "1", "REPLAN_SWEEP_AFTER_S": str(sweep_after), **SETTINGS,
        **{f"REPLAN_QUEUE_{name.upper()}": url for name, url in where.queue_urls.items()},
    }


@contextmanager
def api_on(moto: "MotoHome", sweep_after: float) -> Iterator[Api]:
    """The API on the AWS home, served from this process."""
    from chalicelib import wiring
    from chalicelib.engine.keys import create

    with patch.dict(os.environ, environment(moto, sweep_after)):
        wiring.home.cache_clear()
        here = wiring.home()
        from app import app
        from chalicelib.api.server import serve

        _, key = create(
            here.ports.store, here.settings.pepper, "acct_stress.live", "stress",
            ("tasks:read", "tasks:write", "approve", "admin"), token=here.ports.token, now=here.ports.now(),
        )
        server, port = serve(app)
        try:
            yield Api(f"http://127.0.0.1:{port}", key)
        finally:
            server.shutdown()
            wiring.home.cache_clear()


@contextmanager
def workers(data: Path, count: int) -> Iterator[None]:
    """So many handlers' processes, and one that sweeps; each writes down what its messages cost."""
    with ExitStack() as stack:
        log = stack.enter_context((data / "workers.log").open("w"))
        roles = [*[["--notes", str(data / f"calls.{number}.jsonl")] for number in range(count)], ["--sweep"]]
        started = [
            stack.enter_context(subprocess.Popen(  # noqa: S603 our own module
                [sys.executable, "-m", "infra.stress.aws_worker", *role], stdout=log, stderr=log,
            ))
            for role in roles
        ]
        try:
            yield
        finally:
            for one in started:
                one.terminate()


def notes(data: Path) -> Iterator[dict[str, Any]]:
    for file in sorted(data.glob("calls.*.jsonl")):
        for line in file.read_text().splitlines():
            yield json.loads(line)
