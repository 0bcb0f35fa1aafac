"""A Model Context Protocol server of the tests' own, on 127.0.0.1: it behaves well unless it is told otherwise."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.tools.service import Asked, Reply, Service, serving

ECHO = {
    "name": "echo", "description": "Says it again.",
    "inputSchema": {"type": "object", "properties": {"text": {"type": "string"}}, "required": ["text"]},
    "annotations": {"readOnlyHint": True},
}
POST = {
    "name": "post note", "title": "Post a note",
    "inputSchema": {"type": "object", "properties": {"text": {"type": "string"}}},
}


def text(*said: str, **more: Any) -> dict[str, Any]:
    return {"content": [{"type": "text", "text": one} for one in said], **more}


def stream(*messages: Mapping[str, Any], first: int = 1, retry: int | None = None) -> bytes:
    """The messages as events with ids that count up."""
    lines = [f"id: {first + at}\nevent: message\ndata: {json.dumps(one)}\n\n" for at, one in enumerate(messages)]
    return ("" if retry is None else f"retry: {retry}\n\n").encode() + "".join(lines).encode()


def events(body: bytes, cut: bool = False) -> Reply:
    return Reply(200, body, {"Content-Type": "text/event-stream"}, cut=cut)


@dataclass
class Server:
    """`instead` answers a request by its method, where it is not to be answered as usual (None: as usual)."""

    tools: list[dict[str, Any]] = field(default_factory=lambda: [ECHO, POST])
    results: dict[str, Any] = field(default_factory=dict)
    sessions: bool = True
    version: str | None = None
    page: int = 100
    instead: Callable[[str, Asked, dict[str, Any]], Reply | None] = lambda method, asked, message: None
    alive: set[str] = field(default_factory=set)
    opened: int = 0
    methods: list[str] = field(default_factory=list)
    called: list[dict[str, Any]] = field(default_factory=list)
    url: str = ""
    service: Service | None = None

    def answer(self, asked: Asked) -> Reply:
        message = json.loads(asked.body) if asked.body else {}
        method = message.get("method", asked.method)
        self.methods.append(method)
        return self.instead(method, asked, message) or self._usual(method, asked, message)

    def _usual(self, method: str, asked: Asked, message: dict[str, Any]) -> Reply:
        if method == "initialize":
            return self._open(message)
        session = asked.headers.get("Mcp-Session-Id", "")
        if self.sessions and session not in self.alive:
            return Reply(404, {"jsonrpc": "2.0", "id": None, "error": {"code": -32001, "message": "no such session"}})
        match method:
            case "DELETE":
                self.alive.discard(session)
                return Reply(204, b"")
            case "notifications/initialized":
                return Reply(202, b"")
            case "tools/list":
                return self.told(message, self._listed(message["params"].get("cursor")))
            case "tools/call":
                self.called.append(message["params"])
                result = self.results.get(message["params"]["name"], text("done"))
                return self.told(message, result(message["params"]["arguments"]) if callable(result) else result)
        return Reply(200, self.error(message, -32601, "Method not found"))

    def _open(self, message: dict[str, Any]) -> Reply:
        self.opened += 1
        version = self.version or message["params"]["protocolVersion"]
        told = {"protocolVersion": version, "capabilities": {"tools": {}}, "serverInfo": {"name": "desk"}}
        if not self.sessions:
            return self.told(message, told)
        self.alive.add(f"session-{self.opened}")
        return self.told(message, told, {"Mcp-Session-Id": f"session-{self.opened}"})

    def _listed(self, cursor: str | None) -> dict[str, Any]:
        start = int(cursor or 0)
        more = {"nextCursor": str(start + self.page)} if start + self.page < len(self.tools) else {}
        return {"tools": self.tools[start : start + self.page], **more}

    def told(self, message: Mapping[str, Any], result: Any, headers: dict[str, str] | None = None) -> Reply:
        return Reply(200, self.response(message, result), headers or {})

    def response(self, message: Mapping[str, Any], result: Any) -> dict[str, Any]:
        return {"jsonrpc": "2.0", "id": message["id"], "result": result}

    def error(self, message: Mapping[str, Any], code: int, said: str, data: Any = None) -> dict[str, Any]:
        return {"jsonrpc": "2.0", "id": message["id"], "error": {"code": code, "message": said, "data": data}}


@contextmanager
def running(**settings: Any) -> Iterator[Server]:
    server = Server(**settings)
    with serving(server.answer) as service:
        server.service, server.url = service, f"{service.url}/mcp"
        yield server


def on(method: str, reply: Callable[[dict[str, Any]], Reply]) -> Callable[..., Reply | None]:
    """Answers one method in its own way."""
    return lambda asked_method, asked, message: reply(message) if asked_method == method else None
