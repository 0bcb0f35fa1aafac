"""HTTP on 127.0.0.1 for the embedded home: each request becomes the event that API Gateway would send.

The same Chalice application answers as on Lambda, one call per thread.  What API Gateway refuses before a
function is called (a body that is too large, a length that is not one), this refuses in our envelope.
"""

import base64
import json
import socket
import threading
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar, Protocol  # Any: gateway events are JSON
from urllib.parse import parse_qs, urlsplit

from chalicelib.api.errors import refusal
from chalicelib.api.routes import BY_ADDRESS, CATCH_ALL, LARGE, METHODS, resource
from chalicelib.domain.errors import InvalidRequest, ReplanError, TooLarge

HOST = "127.0.0.1"
MOST_BODY = LARGE + 64 * 1024
IDLE_S = 75
TARGET = 8_192


class Application(Protocol):
    """What answers a gateway's event: a Chalice application, or what stands in its place."""

    def __call__(self, event: Any, context: Any) -> Any: ...


def serve(app: Application, port: int = 0) -> tuple[ThreadingHTTPServer, int]:
    """A server that answers from now on (in threads of its own) and the port it listens on; 0 picks a free one."""
    handler = type("Handler", (_Handler,), {"app": app})
    server = _Server((HOST, port), handler)
    threading.Thread(target=server.serve_forever, args=(0.1,), name="api", daemon=True).start()
    return server, server.server_address[1]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    allow_reuse_address = True

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, address = super().get_request()
        # An answer is one small write: without this it waits 40 ms for the acknowledgement of the last one.
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection, address

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no news."""


class _Handler(BaseHTTPRequestHandler):
    app: ClassVar[Application]
    protocol_version = "HTTP/1.1"
    server_version = "replan"
    sys_version = ""
    timeout = IDLE_S
    wbufsize = -1

    def answer(self) -> None:
        path, mark, query = self.path.partition("?")
        if self.command in ("GET", "HEAD") and path.endswith("/") and resource(path)[0] != CATCH_ALL:
            # The pages' relative links need the path without it.
            self._write(308, {"Location": path.rstrip("/") + mark + query}, "")
            return
        try:
            event = self._event()
        except ReplanError as error:
            self.close_connection = True  # what is left of the body is not read
            refused = refusal(error)
            self._write(refused.status, {"Content-Type": "application/json", **refused.headers}, refused.text())
            return
        answered = self.app(event, None)
        headers = {**answered.get("headers", {})}
        self._write(answered["statusCode"], headers, answered.get("body") or "")

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = answer

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """For what the base class cannot read: a broken request line, headers too long, a strange method."""
        self.close_connection = True
        self.request_version = self.protocol_version  # a line that is no request counts as HTTP/0.9: no headers
        known = {501: (405, "method_not_allowed", f"use one of {', '.join(METHODS)}"),
                 414: (414, "invalid_request", "the URL is too long"),
                 431: (431, "invalid_request", "the headers are too large")}
        status, name, text = known.get(code, (400, "invalid_request", message or "this is not an HTTP request"))
        body = json.dumps({"error": {"code": name, "message": text}})
        self._write(status, {"Content-Type": "application/json"}, body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: a request line may hold what is nobody's business, and each step is logged elsewhere."""

    def _event(self) -> dict[str, Any]:
        """The API Gateway (REST) proxy event of this request."""
        if len(self.path) > TARGET:
            raise InvalidRequest(f"the URL is longer than {TARGET} characters", malformed=True)
        target = urlsplit(self.path)
        body = self._body()
        try:
            text, encoded = body.decode("utf-8"), False
        except UnicodeDecodeError:
            text, encoded = base64.b64encode(body).decode("ascii"), True
        path, params = resource(target.path)
        query = parse_qs(target.query, keep_blank_values=True)
        return {
            "resource": path, "path": target.path, "httpMethod": self.command,
            "headers": {name.lower(): value for name, value in self.headers.items()},
            "multiValueQueryStringParameters": query or None,
            "queryStringParameters": {name: values[-1] for name, values in query.items()} or None,
            "pathParameters": params or None, "stageVariables": None,
            "requestContext": {
                "resourcePath": path, "httpMethod": self.command, "path": target.path,
                "requestId": str(uuid.uuid4()), "stage": "local", "identity": {"sourceIp": self.client_address[0]},
            },
            "body": text or None, "isBase64Encoded": encoded,
        }

    def _body(self) -> bytes:
        if "chunked" in self.headers.get("transfer-encoding", "").lower():
            raise InvalidRequest("send the body with Content-Length, not in chunks", malformed=True)
        length = self.headers.get("content-length", "0").strip()
        if not (length.isascii() and length.isdigit()):
            raise InvalidRequest(f"Content-Length {length[:40]!r} is not a number", malformed=True)
        if int(length) > MOST_BODY:
            raise TooLarge(f"the body has {int(length)} bytes; no route takes more than {LARGE}{BY_ADDRESS}")
        return self.rfile.read(int(length))

    def _write(self, status: int, headers: dict[str, str], body: str) -> None:
        data = body.encode("utf-8", "replace")
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(data)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD" and status != 204:
            self.wfile.write(data)
        self.wfile.flush()
