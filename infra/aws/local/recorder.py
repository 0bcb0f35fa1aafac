"""What a function asks of AWS, seen from outside: a proxy before the emulator that writes down actions and resources.

The names are those of IAM, which are not always those of the calls: SendMessageBatch needs sqs:SendMessage.
"""

import http.client
import json
import re
import threading
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

from infra.aws.local.runtime import QuietServer

HOST = "127.0.0.1"
_SERVICE = re.compile(r"Credential=[^/]+/\d+/[^/]+/([^/]+)/aws4_request")
_PER_HOP = {"connection", "keep-alive", "transfer-encoding", "host", "content-length", "date", "server"}
_OF_S3 = {"PUT": "s3:PutObject", "GET": "s3:GetObject", "DELETE": "s3:DeleteObject", "HEAD": "s3:GetObject"}

FUNCTION_SAYS = b'{"state": "on its way"}'

Calls = Mapping[str, Mapping[str, int]]
"""Action → resource → how often."""


class Recorder:
    def __init__(self) -> None:
        self._calls: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        self._lock = threading.Lock()
        self._refusals: dict[str, int] = {}

    def refuse(self, action: str, times: int) -> None:
        """The next calls of this action fail and are not noted."""
        with self._lock:
            self._refusals[action] = times

    def refuses(self, action: str) -> bool:
        with self._lock:
            left = self._refusals.get(action, 0)
            self._refusals[action] = max(0, left - 1)
            return left > 0

    def note(self, action: str, resource: str) -> None:
        with self._lock:
            self._calls[action][resource] += 1

    def calls(self) -> Calls:
        with self._lock:
            return {action: dict(sorted(found.items())) for action, found in sorted(self._calls.items())}


@contextmanager
def recording(endpoint: str) -> Iterator[tuple[Recorder, str]]:
    """A recorder, and the address that takes the place of `endpoint`."""
    recorder = Recorder()
    kind = type("Handler", (_Handler,), {"recorder": recorder, "upstream": urlsplit(endpoint).netloc})
    server = QuietServer((HOST, 0), kind)
    threading.Thread(target=server.serve_forever, args=(0.1,), daemon=True).start()
    try:
        yield recorder, f"http://{HOST}:{server.server_address[1]}"
    finally:
        server.shutdown()


def called(method: str, target: str, headers: Mapping[str, str], body: bytes) -> tuple[str, str]:
    """IAM's name of a call, and the resource as `policies.RESOURCES` names it."""
    found = _SERVICE.search(headers.get("authorization", ""))
    service = found[1] if found else "?"
    if service == "s3":
        return _s3(method, target)
    if service == "lambda":
        return "lambda:InvokeFunction", "tools"
    operation = headers.get("x-amz-target", "?").rpartition(".")[2]
    given = json.loads(body or b"{}")
    match service:
        case "dynamodb":
            return f"dynamodb:{operation}", "index" if "IndexName" in given else "table"
        case "sqs":
            name = str(given.get("QueueUrl") or given.get("QueueName") or "?").rpartition("/")[2]
            return f"sqs:{operation.removesuffix('Batch')}", name.removeprefix("replan-")
        case "kms":
            return f"kms:{operation}", "key"
        case "secretsmanager":
            return f"secretsmanager:{operation}", "pepper"
    return f"{service}:{operation}", "?"


def _s3(method: str, target: str) -> tuple[str, str]:
    path, query = urlsplit(target).path, parse_qs(urlsplit(target).query, keep_blank_values=True)
    if path.strip("/").count("/"):
        return _OF_S3[method], "blobs"
    return ("s3:DeleteObject", "blobs") if "delete" in query else ("s3:ListBucket", "bucket")


class _Handler(BaseHTTPRequestHandler):
    recorder: ClassVar[Recorder]
    upstream: ClassVar[str]
    protocol_version = "HTTP/1.1"
    wbufsize = -1

    def forward(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(int(headers.get("content-length", 0)))
        action, resource = called(self.command, self.path, headers, body)
        if self.recorder.refuses(action):
            self.answer(503, {"Content-Type": "application/json"}, b'{"__type": "ServiceUnavailable"}')
            return
        self.recorder.note(action, resource)
        if action == "lambda:InvokeFunction":  # the emulator runs functions in containers only
            self.answer(200, {"Content-Type": "application/json"}, FUNCTION_SAYS)
            return
        kept = {name: value for name, value in headers.items() if name not in _PER_HOP}
        link = http.client.HTTPConnection(self.upstream, timeout=60)
        link.request(self.command, self.path, body, kept)
        answer = link.getresponse()
        data = answer.read()
        link.close()
        if action == "s3:GetObject" and answer.status == 404:
            self.recorder.note("s3:ListBucket", "bucket")  # without it S3 answers 403
        self.answer(answer.status, dict(answer.getheaders()), data)

    def answer(self, status: int, headers: Mapping[str, str], data: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            if name.lower() not in _PER_HOP:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)
        self.wfile.flush()

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = forward

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""
