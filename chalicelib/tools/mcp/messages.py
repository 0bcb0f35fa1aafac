"""The words of the protocol: JSON-RPC messages, the event stream that may carry them, and the versions we speak.

An answer is a JSON body with one message (or, in old versions, a list of them), or a stream of events in which
notifications may come before it:

    id: 7                                   where to go on listening if the stream breaks
    data: {"jsonrpc": "2.0", "id": 1, …}    one message
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any  # Any: messages are JSON

VERSIONS = ("2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05")
"""Those that begin with a handshake, the newest first: it is offered, and the server may choose another of them."""

INVALID_REQUEST, METHOD_NOT_FOUND, INVALID_PARAMS, INTERNAL_ERROR, PARSE_ERROR = -32600, -32601, -32602, -32603, -32700
_ENDS = (b"\n\n", b"\r\n\r\n", b"\r\r")


@dataclass(frozen=True, slots=True)
class Told:
    result: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Error:
    """A JSON-RPC error: the request was refused, or the server failed while it was at work."""

    code: int
    message: str
    data: Any = None


Response = Told | Error


def request(number: int, method: str, params: Mapping[str, Any]) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": number, "method": method, "params": dict(params)}


def notification(method: str) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "method": method}


def handshake(client: str, version: str) -> dict[str, Any]:
    """We offer nothing of our own: no sampling, no roots, no questions to the user in the middle of a call."""
    return {"protocolVersion": VERSIONS[0], "capabilities": {}, "clientInfo": {"name": client, "version": version}}


def response_in(value: Any, number: int) -> Response | None:
    """The response to request `number`, if it is among these messages.

    An error without an id answers a request that the server could not even read: ours, since it is the only one.
    """
    for message in value if isinstance(value, list) else [value]:
        if not isinstance(message, Mapping) or message.get("jsonrpc") != "2.0":
            continue
        error = message.get("error")
        if isinstance(error, Mapping) and message.get("id") in (number, None):
            return _error(error)
        if message.get("id") == number and isinstance(message.get("result"), Mapping):
            return Told(message["result"])
    return None


def _error(error: Mapping[str, Any]) -> Error:
    code = error.get("code")
    known = isinstance(code, int) and not isinstance(code, bool)
    return Error(code if known and isinstance(code, int) else INTERNAL_ERROR, str(error.get("message") or ""),
                 error.get("data"))


def parsed(text: str | bytes) -> Any:
    """The JSON value; None for what is none, or too deep to walk through."""
    try:
        return json.loads(text, parse_constant=lambda _: None)
    except (ValueError, RecursionError):
        return None


@dataclass(frozen=True, slots=True)
class Event:
    id: str
    data: str
    retry: int | None


def events(text: str) -> Iterator[Event]:
    """The events of a stream as far as it has come."""
    for block in text.replace("\r\n", "\n").replace("\r", "\n").split("\n\n"):
        fields: dict[str, str] = {}
        for line in block.split("\n"):
            name, _, value = line.removeprefix("\ufeff").partition(":")
            value = value.removeprefix(" ")
            fields[name] = f"{fields[name]}\n{value}" if name == "data" and "data" in fields else value
        if fields.keys() & {"id", "data", "retry"}:
            retry = fields.get("retry", "")
            yield Event(fields.get("id", ""), fields.get("data", ""), int(retry) if retry.isdecimal() else None)


class Hearing:
    """What has been heard so far of the answer to one request, whether it is one body or a stream of events."""

    def __init__(self, number: int) -> None:
        self._number = number
        self.response: Response | None = None
        self.last_event = ""
        self.retry: int | None = None

    def enough(self, body: bytes) -> bool:
        """Whether the response has come, though the stream may go on."""
        if body.lstrip()[:1] in (b"{", b"[", b"") or not body.endswith(_ENDS):
            return False
        self.read(body)
        return self.response is not None

    def read(self, body: bytes) -> None:
        text = body.decode("utf-8", "replace")
        if body.lstrip()[:1] in (b"{", b"["):
            self.response = response_in(parsed(text), self._number)
            return
        for event in events(text):
            self.last_event = event.id or self.last_event
            self.retry = event.retry if event.retry is not None else self.retry
            self.response = self.response or response_in(parsed(event.data), self._number)
