"""One session with a server at an address, over streamable HTTP: every message is a POST, answered by one JSON
body or by a stream of events.

    404, or 400, in a session                    the server has forgotten it, if it is not new: `Lapsed`
    the stream breaks off before the response    listening goes on where it broke, if the server said how
    307, 308                                     followed to the same origin only, with the same body

Each request goes to a vetted address (see `guard`), and carries the credential that it is handed.
"""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any  # Any: messages are JSON

from chalicelib.tools.mcp.messages import INVALID_PARAMS, METHOD_NOT_FOUND, Error, Hearing, Response, request
from chalicelib.tools.polls import same_origin
from chalicelib.tools.request import AGENT, Request, absolute
from chalicelib.tools.transport import MOST_REDIRECTS, Answer, Enough, Lost, Reply, Transport

ACCEPT = "application/json, text/event-stream"
RETRY_MS = 1_000
LONGEST_ID = 512
Dress = Callable[[Request], Request]
"""Puts the credential on a request."""


@dataclass(frozen=True, slots=True)
class Lapsed:
    """The server has forgotten the session, it seems, and has done nothing.  `reply`: what it said instead."""

    reply: Answer | None = None


Heard = Response | Lapsed | Reply


class HttpSession:
    def __init__(self, transport: Transport, url: str, keep: Callable[[str], None] = lambda _: None) -> None:
        """`keep` is told the session's id: whoever has it can speak in the session."""
        self._transport = transport
        self._url = url
        self._keep = keep
        self._id = ""
        self._number = 0
        self.version = ""
        self.about: Mapping[str, Any] = {}

    def ask(
        self, method: str, params: Mapping[str, Any], until: float, dress: Dress, headers: Mapping[str, str]
    ) -> Heard:
        self._number += 1
        hearing = Hearing(self._number)
        reply = self._post(request(self._number, method, params), until, dress, headers, hearing.enough)
        if isinstance(reply, Answer) and not 200 <= reply.status < 300:
            return self._refused(reply, hearing)
        if isinstance(reply, Answer):
            hearing.read(reply.body)
        while hearing.response is None and hearing.last_event and isinstance(reply, Answer | Lost):
            reply = self._resumed(hearing, until, dress)
        if hearing.response is None:
            return Lost("the answer is no message of the protocol") if isinstance(reply, Answer) else reply
        if isinstance(reply, Answer) and method == "initialize":
            self._begin(reply.headers.get("mcp-session-id", ""))
        return hearing.response

    def tell(self, message: Mapping[str, Any], until: float, dress: Dress) -> Reply:
        return self._post(message, until, dress, {}, None)

    def close(self, until: float, dress: Dress) -> None:
        """A courtesy: the server need not remember us."""
        if self._id:
            self._transport.send(dress(Request("DELETE", self._url, self._headers())), until - time.monotonic())

    def _begin(self, session: str) -> None:
        if session.isascii() and session.isprintable() and " " not in session and len(session) <= LONGEST_ID:
            self._id = session
            self._keep(session)

    def _headers(self) -> dict[str, str]:
        own = {"Mcp-Session-Id": self._id, "MCP-Protocol-Version": self.version}
        return {"User-Agent": AGENT, "Accept": ACCEPT, **{name: value for name, value in own.items() if value}}

    def _post(
        self, message: Mapping[str, Any], until: float, dress: Dress, headers: Mapping[str, str], enough: Enough | None
    ) -> Reply:
        body = json.dumps(message, separators=(",", ":"), allow_nan=False).encode()
        whole = {**self._headers(), "Content-Type": "application/json", **headers}
        for _ in range(MOST_REDIRECTS + 1):
            sent = dress(Request("POST", self._url, whole, body))
            reply = self._transport.send(sent, until - time.monotonic(), enough=enough)
            location = reply.headers.get("location", "") if isinstance(reply, Answer) else ""
            moved = absolute(self._url, location)
            if not (location and isinstance(reply, Answer) and reply.status in (307, 308)):
                return reply
            if not same_origin(moved, self._url):
                return reply
            self._url = moved
        return reply

    def _refused(self, reply: Answer, hearing: Hearing) -> Heard:
        hearing.read(reply.body)
        told = hearing.response
        if isinstance(told, Error) and told.code in (INVALID_PARAMS, METHOD_NOT_FOUND):
            return told
        return Lapsed(reply) if self._id and reply.status in (400, 404) else reply

    def _resumed(self, hearing: Hearing, until: float, dress: Dress) -> Reply:
        """Go on listening after the last event that has come."""
        pause = (RETRY_MS if hearing.retry is None else hearing.retry) / 1000
        if time.monotonic() + pause >= until:
            return Lost("the answer did not come in time")
        time.sleep(pause)
        last, hearing.last_event = hearing.last_event, ""
        headers = {**self._headers(), "Accept": "text/event-stream", "Last-Event-ID": last}
        asked = dress(Request("GET", self._url, headers))
        reply = self._transport.send(asked, until - time.monotonic(), enough=hearing.enough)
        if isinstance(reply, Answer) and not 200 <= reply.status < 300:
            return Lost(f"the answer broke off, and could not be listened to again ({reply.status})")
        if isinstance(reply, Answer) and hearing.response is None:
            hearing.read(reply.body)
        return reply
