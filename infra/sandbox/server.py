"""HTTP on the loopback interface: bytes to a Request, and a reaction back to bytes.

It knows no service. It binds 127.0.0.1 and nothing else, keeps connections alive, sends without delay,
and closes every connection when it stops, so that a stopped sandbox is really gone.
"""

from __future__ import annotations

import socket
import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from infra.sandbox.wire import Answer, Lost, Reaction, Refused, Request, json_answer

LOOPBACK = "127.0.0.1"
MAX_BODY = 1_000_000
Respond = Callable[[Request], Reaction]


class Listener(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def __init__(self, port: int) -> None:
        self.respond: Respond = lambda _: json_answer({"error": "starting"}, 503)
        self._connections: set[socket.socket] = set()
        self._guard = threading.Lock()
        super().__init__((LOOPBACK, port), Handler)

    def server_bind(self) -> None:
        """Without HTTPServer's search for a host name, which may wait for a name server."""
        TCPServer.server_bind(self)

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.server_address[1]}"

    def serve_in_thread(self, respond: Respond) -> None:
        self.respond = respond
        threading.Thread(target=self.serve_forever, args=(0.02,), name=self.url, daemon=True).start()

    def stop(self) -> None:
        self.shutdown()
        self.server_close()
        with self._guard:
            for connection in self._connections:
                _close(connection)

    def opened(self, connection: socket.socket) -> None:
        with self._guard:
            self._connections.add(connection)

    def closed(self, connection: socket.socket) -> None:
        with self._guard:
            self._connections.discard(connection)

    def handle_error(self, request: Any, client_address: Any) -> None:  # Any: the base class does not say
        if not isinstance(sys.exception(), OSError):  # a client that went away is not our mistake
            traceback.print_exc()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "sandbox"
    sys_version = ""
    disable_nagle_algorithm = True
    wbufsize = 64 * 1024  # head and body leave in one segment
    timeout = 120
    server: Listener

    def setup(self) -> None:
        super().setup()
        self.server.opened(self.connection)

    def finish(self) -> None:
        self.server.closed(self.connection)
        with suppress(OSError):  # the client went away first, or we closed on purpose
            super().finish()

    def answer(self) -> None:
        try:
            reaction = self.server.respond(self._request())
        except Refused as refused:
            self.close_connection = True  # the rest of the body was not read
            reaction = json_answer({"error": {"code": refused.code, "message": refused.message}}, refused.status)
        except Exception:  # the edge: a mistake of ours must be an answer too, and be seen
            traceback.print_exc()
            reaction = json_answer({"error": {"code": "internal_error", "message": "a mistake in the sandbox"}}, 500)
        match reaction:
            case Lost():
                self.close_connection = True
                _close(self.connection)
            case Answer():
                self._write(reaction)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = answer

    def _request(self) -> Request:
        parts = urlsplit(self.path)
        query = tuple(parse_qsl(parts.query, keep_blank_values=True))
        return Request(self.command, parts.path, query, dict(self.headers.items()), self._body())

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding"):
            raise Refused("length_required", "send the body with a Content-Length", 411)
        length = self.headers.get("Content-Length", "0")
        if not (length.isascii() and length.isdigit()):
            raise Refused("invalid_request", "Content-Length must be a number of bytes")
        if int(length) > MAX_BODY:
            raise Refused("request_too_large", f"the body may have {MAX_BODY} bytes", 413)
        return self.rfile.read(int(length))

    def _write(self, answer: Answer) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        for name, value in answer.headers:
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:
        """Silent: the ledger tells what happened."""


def _close(connection: socket.socket) -> None:
    with suppress(OSError):  # the other side was first
        connection.shutdown(socket.SHUT_RDWR)
