"""How long a function takes from the start of its process to its first response, and what its imports cost.

The functions run from the unzipped archive under Lambda's runtime client, one fresh process per measurement.  Imports
are held against a bare boto3 with two clients, from the same archive and in turn with it: both see the same machine.
Processor time is what to compare; wall time on a shared machine says little.
"""

import json
import os
import re
import statistics
import subprocess
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any  # Any: events are JSON

from chalicelib.domain.subagent import SubAgent
from chalicelib.engine.deploy import deploy
from chalicelib.engine.intake import TaskRequest, accept
from chalicelib.engine.keys import create
from chalicelib.engine.ports import Ports
from chalicelib.engine.settings import Settings
from chalicelib.wiring import now, token
from infra.aws.__main__ import CACHE, install_runtime
from infra.aws.local.deployed import DEPLOYMENTS, PEPPER, environment
from infra.aws.local.runtime import running
from infra.aws.package import package
from tests.aws.fixtures import MotoHome, moto_server

ACCOUNT = "acct_cold.test"
LIMITS = {"worker": 1.6, "api": 1.8}
CLIENTS = (
    "from boto3.session import Session; s = Session(region_name='us-east-1'); s.client('dynamodb'); s.client('sqs')"
)
PATHS: Mapping[str, str] = {
    "bare boto3": CLIENTS,
    "worker": f"import chalicelib.functions; {CLIENTS}",
    "api": f"import app, chalicelib.api.tasks, chalicelib.wiring; {CLIENTS}",
}
TICKS = os.sysconf("SC_CLK_TCK")
_TIMED = re.compile(r"import time:\s*(\d+) \|\s*\d+ \|\s*(\S+)")

Spread = tuple[float, float, float]
"""Median, least and most, in ms."""


def main(repeat: int = 5) -> None:
    with TemporaryDirectory(prefix="replan-cold-", ignore_cleanup_errors=True) as folder:
        root = Path(folder)
        with zipfile.ZipFile(_archive()) as archive:
            archive.extractall(root)
        print(f"{repeat} starts each, in ms: median (least to most)\n")
        print("| function | processor | wall |\n|---|---|---|")
        for name, cpu, wall in responses(root, repeat):
            print(f"| {name} | {_told(cpu)} | {_told(wall)} |", flush=True)
        print("\n| path | processor ms of imports and two clients | of a bare boto3 | limit |\n|---|---|---|---|")
        costs = import_costs(root, repeat)
        for path, cost in costs.items():
            limit = f"{LIMITS[path]:.1f}" if path in LIMITS else ""
            print(f"| {path} | {_told(cost)} | {cost[0] / costs['bare boto3'][0]:.2f} | {limit} |")
        for path in LIMITS:
            print(f"\nimports of the {path} path, in ms of their own:")
            print(", ".join(f"{name} {ms:.0f}" for name, ms in by_package(root, PATHS[path])))


def _archive() -> Path:
    """Built for this processor, once; delete it to have it built anew."""
    archive = CACHE / "lambda/build/deployment.zip"
    install_runtime()
    if not archive.exists():
        package("local", archive.parent, "x86_64")
    return archive


def responses(root: Path, repeat: int) -> Iterator[tuple[str, Spread, Spread]]:
    """Processor and wall time of each function."""
    with moto_server() as home, TemporaryDirectory(prefix="replan-logs-") as logs:
        settings = environment(home, str(home.settings.endpoint_url), "")
        for name, event in first_events(home).items():
            found = [_first(name, event(), root, settings, Path(logs) / f"{name}.log") for _ in range(repeat)]
            yield name, spread([cpu for cpu, _ in found]), spread([wall for _, wall in found])


def _first(name: str, event: Any, root: Path, settings: Mapping[str, str], log: Path) -> tuple[float, float]:
    one = DEPLOYMENTS[name]
    began = time.perf_counter()
    with running(name, one.handler, root, settings, processes=1, timeout=one.timeout, log=log) as function:
        answer = function.invoke(event)
        if isinstance(answer, dict) and (answer.get("batchItemFailures") or answer.get("statusCode", 200) != 200):
            raise RuntimeError(f"{name} answered {json.dumps(answer)[:300]}; it says: {log.read_text()[-2000:]}")
        wall = (time.perf_counter() - began) * 1000
        return processor_ms(function.pids[0]), wall


def processor_ms(pid: int) -> float:
    """Of a process that lives, its own and the system's."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / TICKS


def first_events(home: MotoHome) -> Mapping[str, Callable[[], Any]]:
    """What each function is asked first: a real task, its end, its lessons; a request, a timer."""
    ports = Ports(home.store, home.queue, home.blobs, home.vault, None, now, token)  # type: ignore[arg-type]  # no tools
    deploy(ports, ACCOUNT, SubAgent("agent", "looks after nothing yet", (), {}), [])

    def step() -> Any:
        accept(ports, Settings(), ACCOUNT, TaskRequest("What is there to do?", "agent"))
        return {"Records": home.receive_some("steps", 1)}

    def message(queue: str, body: Mapping[str, Any]) -> Callable[[], Any]:
        attributes = {"account": {"stringValue": ACCOUNT, "dataType": "String"}}
        return lambda: {"Records": [{
            "messageId": token(12), "receiptHandle": "r", "body": json.dumps(body), "messageAttributes": attributes,
            "attributes": {"ApproximateReceiveCount": "1"}, "eventSource": "aws:sqs", "awsRegion": "us-east-1",
            "eventSourceARN": f"arn:aws:sqs:us-east-1:123456789012:replan-{queue}",
        }]}
    gone = {"account": ACCOUNT, "task": "task_gone"}
    _, secret = create(home.store, PEPPER.encode(), ACCOUNT, "cold", ("tasks:read",), token=token, now=now())
    return {
        "api_handler": lambda: _request("/v1/tasks", secret), "run_step": step, "learn": message("learn", gone),
        "deliver_webhook": message("webhooks", {**gone, "delivery": "W#task.complete#final"}),
        "accept_batch": message("intake", {"prompt": "What is there to do?", "sub_agent": "agent"}),
        "sweep": lambda: {"source": "aws.events", "detail-type": "Scheduled Event", "detail": {}, "time": ""},
    }


def _request(path: str, secret: str) -> Mapping[str, Any]:
    headers = {"Authorization": f"Bearer {secret}"}
    return {
        "resource": path, "path": path, "httpMethod": "GET", "headers": headers, "body": None,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": None, "multiValueQueryStringParameters": None, "pathParameters": None,
        "stageVariables": None, "isBase64Encoded": False,
        "requestContext": {"resourcePath": path, "httpMethod": "GET", "requestId": "r", "identity": {}, "path": path},
    }


def import_costs(root: Path, repeat: int) -> Mapping[str, Spread]:
    """The paths in turn, each in a process of its own."""
    found: dict[str, list[float]] = {path: [] for path in PATHS}
    for _ in range(repeat):
        for path, code in PATHS.items():
            timed = f"import time; t = time.process_time(); {code}; print((time.process_time() - t) * 1000)"
            found[path].append(float(_python(root, timed).stdout))
    return {path: spread(times) for path, times in found.items()}


def by_package(root: Path, code: str, most: int = 16) -> list[tuple[str, float]]:
    """What each package's modules cost by themselves, dearest first; our own by their layer."""
    spent: Counter[str] = Counter()
    for line in _python(root, code, "-X", "importtime").stderr.splitlines():
        if timed := _TIMED.match(line):
            names = timed[2].split(".")
            spent[".".join(names[:2] if names[0] == "chalicelib" else names[:1])] += int(timed[1])
    return [(name, microseconds / 1000) for name, microseconds in spent.most_common(most)]


def _python(root: Path, code: str, *options: str) -> "subprocess.CompletedProcess[str]":
    """Nothing but the archive can be imported."""
    start = f"import sys; sys.path[:0] = [{str(root)!r}]; {code}"
    return subprocess.run(  # noqa: S603 -- this interpreter
        [sys.executable, "-S", *options, "-c", start], cwd=root, env={"PATH": os.environ["PATH"]},
        check=True, capture_output=True, text=True,
    )


def spread(times: Sequence[float]) -> Spread:
    return statistics.median(times), min(times), max(times)


def _told(found: Spread) -> str:
    return f"{found[0]:.0f} ({found[1]:.0f} to {found[2]:.0f})"
