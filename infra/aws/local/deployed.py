"""The whole of Replan as on AWS, on this machine: the archive's functions, an emulator, queues and gateway.

    HTTP ── gateway event ──> api ─┐
    queues ── SQS events ──> run_step, learn, … ─┤──> recorder ──> emulator of DynamoDB, SQS, S3, KMS
    every second ──> sweep ─┘
"""

import os
import socket
import threading
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any  # Any: events and answers are JSON

from chalicelib.api.server import serve
from chalicelib.engine.ports import QueueName
from infra.aws.local.found import until
from infra.aws.local.recorder import HOST, Recorder, recording
from infra.aws.local.runtime import Function, FunctionFailed, running
from tests.aws.fixtures import CREDENTIALS, MotoHome, moto_server

ACCOUNT = "acct_whole.test"
PEPPER = "pepper-of-a-local-run"
TOOL_FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:replan-tools-acct_whole-parcels"
LAMBDA_TOOLS = "arn:aws:lambda:us-east-1:123456789012:function:replan-tools-{account}-*"
PAUSE_S = 0.02
TIMED_OUT = '{"error":{"code":"internal_error","message":"The API did not answer in time."}}'
SWEEP_EVERY_S = 1.0


@dataclass(frozen=True, slots=True)
class Deployment:
    """`processes`, `timeout` (seconds) and `batch`, as the template has them (fewer processes)."""

    handler: str
    processes: int
    timeout: int
    queue: QueueName | None = None
    batch: int = 1


DEPLOYMENTS: Mapping[str, Deployment] = {
    "api_handler": Deployment("app.app", 1, 29),
    "run_step": Deployment("chalicelib.functions.run_step", 3, 120, "steps"),
    "deliver_webhook": Deployment("chalicelib.functions.deliver_webhook", 1, 360, "webhooks", 10),
    "learn": Deployment("chalicelib.functions.learn", 1, 60, "learn", 10),
    "accept_batch": Deployment("chalicelib.api.intake.accept_batch", 1, 60, "intake", 10),
    "sweep": Deployment("chalicelib.functions.sweep", 1, 55),
}


@dataclass(frozen=True, slots=True)
class Cloud:
    url: str
    moto: MotoHome
    functions: Mapping[str, Function]
    recorders: Mapping[str, Recorder]
    failures: list[str]
    doors: Mapping[QueueName, "Door"]
    sweeping: threading.Event

    @contextmanager
    def holding(self, *queues: QueueName) -> Iterator[None]:
        """Nobody takes messages from them meanwhile."""
        for queue in queues:
            self.doors[queue].shut()
        try:
            yield
        finally:
            for queue in queues:
                self.doors[queue].open()

    def lose(self, queue: QueueName) -> int:
        """Every message that is there; how many there were."""
        lost = 0
        while records := self.moto.receive_some(queue, 10):
            for each in records:
                self.moto.ack(each)
            lost += len(records)
        return lost

    def asks(self, function: str, action: str) -> bool:
        """Whether the function has asked for that, or does so soon."""
        return until(lambda: action in self.recorders[function].calls())


class Door:
    """Between a queue and whoever takes from it; once it is shut, nobody is still taking."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held = False

    def take(self, receive: Callable[[], Sequence[Mapping[str, Any]]]) -> Sequence[Mapping[str, Any]]:
        with self._lock:
            return [] if self._held else receive()

    def shut(self) -> None:
        with self._lock:
            self._held = True

    def open(self) -> None:
        with self._lock:
            self._held = False


@contextmanager
def deployed(archive: Path, logs: Path, extra: Mapping[str, str] | None = None) -> Iterator[Cloud]:
    """Everything runs until the block ends, the sweeper from when `sweeping` is set.

    `extra`: further settings of the functions.
    """
    logs.mkdir(parents=True, exist_ok=True)
    stop = threading.Event()
    with ExitStack() as stack:
        root = Path(stack.enter_context(TemporaryDirectory(prefix="replan-lambda-", ignore_cleanup_errors=True)))
        with zipfile.ZipFile(archive) as opened:
            opened.extractall(root)
        moto = stack.enter_context(moto_server())
        functions: dict[str, Function] = {}
        recorders: dict[str, Recorder] = {}
        failures: list[str] = []
        port = _free_port()
        url = f"http://{HOST}:{port}"
        for name, one in DEPLOYMENTS.items():
            recorders[name], endpoint = stack.enter_context(recording(str(moto.settings.endpoint_url)))
            functions[name] = stack.enter_context(running(
                name, one.handler, root, {**environment(moto, endpoint, url), **(extra or {})},
                processes=one.processes, timeout=one.timeout, log=logs / f"{name}.log",
            ))
        stack.callback(stop.set)
        doors = {one.queue: Door() for one in DEPLOYMENTS.values() if one.queue}
        for name, one in DEPLOYMENTS.items():
            if one.queue:
                take = partial(doors[one.queue].take, partial(moto.receive_some, one.queue, one.batch))
                _threads(one.processes, partial(_poll, functions[name], take, moto, stop, failures))
        sweeping = threading.Event()
        _threads(1, partial(_tick, functions["sweep"], sweeping, stop, failures))
        server, _ = serve(_Gateway(functions["api_handler"], failures), port)
        stack.callback(server.shutdown)
        yield Cloud(url, moto, functions, recorders, failures, doors, sweeping)


def _free_port() -> int:
    """The functions are told the gateway's address before it is there."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(frozen=True, slots=True)
class _Gateway:
    """API Gateway, as the local server sees it."""

    function: Function
    failures: list[str]

    def __call__(self, event: Any, context: Any) -> Any:
        try:
            return self.function.invoke(event)
        except FunctionFailed as failed:
            self.failures.append(str(failed))
            return {"statusCode": 504, "headers": {}, "body": TIMED_OUT}


def environment(moto: MotoHome, endpoint: str, url: str) -> dict[str, str]:
    """What a function knows: Lambda's variables and ours, nothing of this machine."""
    where = moto.settings
    return {
        **CREDENTIALS, "PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TZ": ":UTC",
        "REPLAN_HOME": "aws", "REPLAN_TABLE": where.table, "REPLAN_BUCKET": where.bucket,
        "REPLAN_KMS_KEY": where.kms_key_id, "AWS_REGION": where.region, "AWS_DEFAULT_REGION": where.region,
        "REPLAN_PUBLIC_URL": url, "REPLAN_LAMBDA_TOOLS": LAMBDA_TOOLS,
        "REPLAN_ENDPOINT_URL": endpoint, "REPLAN_PEPPER": PEPPER, "REPLAN_ALLOW_LOOPBACK": "1",
        **{f"REPLAN_QUEUE_{name.upper()}": url for name, url in where.queue_urls.items()},
    }


def _threads(count: int, work: Callable[[], None]) -> None:
    for _ in range(count):
        threading.Thread(target=work, daemon=True).start()


def _poll(
    function: Function, take: Callable[[], Sequence[Mapping[str, Any]]], moto: MotoHome, stop: threading.Event,
    failures: list[str],
) -> None:
    """Lambda's event source mapping: what the function does not name as failed is deleted."""
    while not stop.is_set():
        records = take()
        if not records:
            time.sleep(PAUSE_S)
            continue
        trace = records[0]["attributes"].get("AWSTraceHeader", "")
        try:
            answer: Mapping[str, Any] = function.invoke({"Records": [dict(each) for each in records]}, trace) or {}
        except FunctionFailed as failed:
            failures.append(str(failed))
            continue
        again = {each["itemIdentifier"] for each in answer.get("batchItemFailures", ())}
        for each in records:
            if each["messageId"] not in again:
                moto.ack(each)


def _tick(function: Function, sweeping: threading.Event, stop: threading.Event, failures: list[str]) -> None:
    while not stop.wait(SWEEP_EVERY_S):
        if not sweeping.is_set():
            continue
        try:
            function.invoke({"source": "aws.events", "detail-type": "Scheduled Event", "detail": {}, "time": ""})
        except FunctionFailed as failed:
            failures.append(str(failed))
