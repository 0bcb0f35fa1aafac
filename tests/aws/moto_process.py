"""moto's server in a process of its own, on loopback, for tests with several worker processes.

moto is not safe under threads (a query beside a put can fail), so requests take turns; clients must not
long-poll.  It drops the trace header of messages that are sent in one batch, which SQS hands on: mended here.
Ends when its standard input does: no server survives its test.
"""

import sys
from collections.abc import Iterable
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from moto.sqs.models import Message, SQSBackend
from werkzeug.serving import make_server

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

HOST = "127.0.0.1"
_send_batch = SQSBackend.send_message_batch


def send_message_batch(
    self: SQSBackend, queue_name: str, entries: dict[str, dict[str, Any]]
) -> tuple[list[Message], list[dict[str, Any]]]:
    messages, failed = _send_batch(self, queue_name, entries)
    given = {entry["Id"]: entry.get("MessageSystemAttributes") for entry in entries.values()}
    for message in messages:
        message.system_attributes = given[message.user_id]  # type: ignore[attr-defined]  # set by moto itself
    return messages, failed


class OneAtATime:
    def __init__(self) -> None:
        self._app = DomainDispatcherApplication(create_backend_app)
        self._lock = Lock()

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        with self._lock:
            return list(self._app(environ, start_response))


def main() -> None:
    SQSBackend.send_message_batch = send_message_batch  # type: ignore[method-assign]  # that is the point
    server = make_server(HOST, 0, OneAtATime(), threaded=True, request_handler=MotoRequestHandler)
    Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_port, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
