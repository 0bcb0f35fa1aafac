"""Lambda's Runtime API for one function, and the processes that take its events.

    invoke(event) ── queue ── GET …/invocation/next ── handler ── POST …/invocation/ID/response ── answer

A process has the environment that Lambda gives: no settings of this machine, the archive as its task root.
Source: "Using the Lambda runtime API for custom runtimes", AWS Lambda Developer Guide.
"""

import json
import queue
import secrets
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar  # Any: events and answers are JSON

HOST = "127.0.0.1"
PATIENCE_S = 300.0
ARN = "arn:aws:lambda:us-east-1:123456789012:function:"
_INVOCATION = "/2018-06-01/runtime/invocation/"


class FunctionFailed(Exception):
    """The handler raised, or its process ended; what it said."""


@dataclass(frozen=True, slots=True)
class Invocation:
    event: Any
    deadline_ms: int
    trace: str
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    answer: "queue.SimpleQueue[tuple[bool, Any]]" = field(default_factory=queue.SimpleQueue)


class Function:
    """One deployed function.  `invoke` may be called from many threads; each process takes one event at a time."""

    def __init__(self, name: str, timeout: int) -> None:
        self.name = name
        self._timeout = timeout
        self.waiting: queue.SimpleQueue[Invocation] = queue.SimpleQueue()
        self.open: dict[str, Invocation] = {}
        self.pids: tuple[int, ...] = ()

    def invoke(self, event: Any, trace: str = "") -> Any:
        """The handler's answer; `trace` is the X-Ray header that the event came with.  Raises `FunctionFailed`."""
        invocation = Invocation(event, int((time.time() + self._timeout) * 1000), trace or new_trace())
        self.open[invocation.id] = invocation
        self.waiting.put(invocation)
        try:
            good, answer = invocation.answer.get(timeout=min(self._timeout, PATIENCE_S))
        except queue.Empty:
            raise FunctionFailed(f"{self.name} did not answer within {self._timeout} s") from None
        finally:
            self.open.pop(invocation.id, None)
        if not good:
            raise FunctionFailed(f"{self.name}: {json.dumps(answer)[:2000]}")
        return answer


def new_trace() -> str:
    """The header of a trace that begins here and is sampled."""
    return f"Root=1-{int(time.time()):08x}-{secrets.token_hex(12)};Parent={secrets.token_hex(8)};Sampled=1"


@contextmanager
def running(
    name: str, handler: str, root: Path, environment: Mapping[str, str], *, processes: int, timeout: int, log: Path
) -> Iterator[Function]:
    """The function with `processes` processes of its own; what they write goes to `log`."""
    function = Function(name, timeout)
    server = QuietServer((HOST, 0), type("Handler", (_Handler,), {"function": function}))
    threading.Thread(target=server.serve_forever, args=(0.1,), daemon=True).start()
    own = {
        **environment, "AWS_LAMBDA_RUNTIME_API": f"{HOST}:{server.server_address[1]}", "_HANDLER": handler,
        "LAMBDA_TASK_ROOT": str(root), "AWS_LAMBDA_FUNCTION_NAME": name, "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "256", "PYTHONPATH": str(root),
        "AWS_EXECUTION_ENV": "AWS_Lambda_python{}.{}".format(*sys.version_info),
    }
    with log.open("w") as out:
        started = [_started(handler, root, own, out) for _ in range(processes)]
        function.pids = tuple(one.pid for one in started)
        try:
            yield function
        finally:
            for one in started:
                one.kill()
            server.shutdown()
            for one in started:
                one.wait(timeout=10)


def _started(handler: str, root: Path, environment: Mapping[str, str], out: Any) -> "subprocess.Popen[bytes]":
    # Without the packages of this environment (-S), so that what is missing in the archive is missed.
    boot = f"import sys; sys.path[:0] = [{str(root)!r}]; sys.path.append({_client()!r}); " \
           f"from awslambdaric.__main__ import main; main(['awslambdaric', {handler!r}])"
    return subprocess.Popen(  # noqa: S603 -- this interpreter
        [sys.executable, "-S", "-c", boot], cwd=root, env=dict(environment), stdout=out, stderr=out
    )


def _client() -> str:
    """Where the runtime client is installed, by itself."""
    return str(Path(__file__).parents[3] / ".cache/lambda-runtime")


class QuietServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that was ended, or gave up, hangs up."""


class _Handler(BaseHTTPRequestHandler):
    function: ClassVar[Function]
    protocol_version = "HTTP/1.1"
    wbufsize = -1

    def do_GET(self) -> None:
        invocation = self.function.waiting.get()
        self._send(200, json.dumps(invocation.event).encode(), {
            "Lambda-Runtime-Aws-Request-Id": invocation.id,
            "Lambda-Runtime-Deadline-Ms": str(invocation.deadline_ms),
            "Lambda-Runtime-Invoked-Function-Arn": ARN + self.function.name,
            # The client dies with a segmentation fault where this is missing.
            "Lambda-Runtime-Trace-Id": invocation.trace, "Content-Type": "application/json",
        })

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("content-length", 0))) or b"null")
        invocation_id, _, kind = self.path.removeprefix(_INVOCATION).partition("/")
        invocation = self.function.open.get(invocation_id)
        if invocation is not None:
            invocation.answer.put((kind == "response", body))
        self._send(202, b"{}", {})

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""

    def _send(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()
