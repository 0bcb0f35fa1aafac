"""The works as an HTTP service on 127.0.0.1, with a ledger, and with faults on some of the calls.

    refused          429, Retry-After 1             down            500 instead of the effect
    busy             503, Retry-After 1             down_after      500, after the effect
    slow             late, but in time              dropped         hangs up instead of the effect
    overdue          later than the caller waits    dropped_after   hangs up after the effect

Which call has which fault is decided by a seed; what a caller does about it is none of the service's business.
"""

import json
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar  # Any: bodies are JSON

from infra.stress.ledger import Ledger
from infra.stress.works import STAGES, Stage, order_of, thing_id

HOST = "127.0.0.1"
FAULTS = ("refused", "busy", "slow", "overdue", "down", "down_after", "dropped", "dropped_after")
WITHOUT_EFFECT = {"refused": 429, "busy": 503, "down": 500}


@dataclass(slots=True)
class Nature:
    """How the service behaves.  `share` of the calls have a fault; every other takes `pace` seconds (least, most).

    `patience`: seconds that callers wait for an answer.
    """

    share: float = 0.05
    pace: tuple[float, float] = (0.0, 0.0)
    patience: float = 3.0
    seed: int = 1
    fired: dict[str, int] = field(default_factory=dict)
    _random: random.Random = field(init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)  # noqa: S311 faults, not secrets

    def next(self) -> tuple[str, float]:
        """What the next call meets, and how long it takes."""
        with self._lock:
            fault = self._random.choice(FAULTS) if self._random.random() < self.share else ""
            pause = self._random.uniform(*self.pace)
            if fault:
                self.fired[fault] = self.fired.get(fault, 0) + 1
        match fault:
            case "slow":
                pause += self.patience / 4
            case "overdue":
                pause += self.patience + 0.2
        return fault, pause


@dataclass(frozen=True, slots=True)
class Reply:
    """`status` 0: no answer at all."""

    status: int
    body: dict[str, Any]


class Works:
    """The service without its HTTP."""

    def __init__(self, nature: Nature) -> None:
        self.ledger = Ledger()
        self.nature = nature

    def answer(self, action: str, body: dict[str, Any], key: str) -> Reply:
        stage = STAGES.get(action)
        order = order_given(stage, body) if stage else ""
        if stage is None or not order:
            self.ledger.count("not understood")
            return Reply(422, {"error": {"code": "not_understood", "message": f"{action} does not take {body}"}})
        missing = [name for name in stage.needs if not self.ledger.happened(order, f"make_{name}")]
        if missing:
            self.ledger.count("too early")
            return Reply(409, {"error": {"code": "too_early", "message": f"no {missing[0]} was made for {order}"}})
        self.ledger.enter(order)
        try:
            return self._make(stage, order, key)
        finally:
            self.ledger.leave(order)

    def _make(self, stage: Stage, order: str, key: str) -> Reply:
        """Half of the time passes before the effect, half after it."""
        fault, pause = self.nature.next()
        self.ledger.count(fault or "answered")
        time.sleep(pause / 2)
        if fault in WITHOUT_EFFECT:
            return Reply(WITHOUT_EFFECT[fault], {"error": {"code": fault, "message": "not now"}})
        if fault == "dropped":
            return Reply(0, {})
        self.ledger.record(stage, order, key)
        time.sleep(pause / 2)
        if fault == "dropped_after":
            return Reply(0, {})
        if fault == "down_after":
            return Reply(500, {"error": {"code": fault, "message": "something broke"}})
        return Reply(200, {f"{stage.name}_id": thing_id(stage, order)})


def order_given(stage: Stage, body: dict[str, Any]) -> str:
    """The order that all inputs speak of; empty if they are not those of the stage, or of different orders."""
    if not stage.needs:
        return str(body.get("order", ""))
    orders = {order_of(str(body.get(f"{name}_id", ""))) for name in stage.needs}
    return orders.pop() if len(orders) == 1 else ""


class _Handler(BaseHTTPRequestHandler):
    works: ClassVar[Works]
    protocol_version = "HTTP/1.1"
    wbufsize = -1

    def do_POST(self) -> None:
        reply = self._answer()
        if not reply.status:
            self.close_connection = True
            return
        data = json.dumps(reply.body).encode()
        self.send_response(reply.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        if reply.status in (429, 503):
            self.send_header("Retry-After", "1")
        self.end_headers()
        self.wfile.write(data)

    def _answer(self) -> Reply:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        if len(body) < length:
            return Reply(0, {})  # the caller died while it was asking
        return self.works.answer(
            self.path.strip("/"), json.loads(body or b"{}"), self.headers.get("Idempotency-Key", "")
        )

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the ledger tells."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def get_request(self) -> tuple[Any, Any]:
        import socket

        connection, address = super().get_request()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection, address

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that was killed is what some runs are about."""


@contextmanager
def serving(nature: Nature) -> Iterator[tuple[Works, str]]:
    """The service and its address, until the block ends."""
    works = Works(nature)
    server = _Server((HOST, 0), type("Handler", (_Handler,), {"works": works}))
    threading.Thread(target=server.serve_forever, args=(0.05,), name="works", daemon=True).start()
    try:
        yield works, f"http://{HOST}:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
