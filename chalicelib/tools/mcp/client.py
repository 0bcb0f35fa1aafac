"""Opens sessions with servers, keeps them for this process, and asks.

A session is kept for as long as this process lives, per server and per whoever it speaks for, and used by every
later call of it: a warm worker pays for the handshake once.  It is not kept anywhere else.  Steps of one task are
carried out by different processes, so nothing may rest on a session's state; a server that has forgotten one is
met with a new one, once, because a message of a forgotten session has had no effect.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from threading import Lock
from typing import Any, Protocol  # Any: messages are JSON

from chalicelib import __version__
from chalicelib.domain.outcome import Failed
from chalicelib.tools.answers import outcome_of
from chalicelib.tools.mcp.http import Dress, Heard, Lapsed
from chalicelib.tools.mcp.messages import VERSIONS, Error, Response, Told, handshake, notification
from chalicelib.tools.request import AGENT
from chalicelib.tools.transport import Answer, Lost, Reply

KEPT = 64
NO_SESSION = 404


class Session(Protocol):
    """One conversation with a server.  The handshake tells `version`, the one agreed on, and `about`: its own words."""

    version: str
    about: Mapping[str, Any]

    def ask(
        self, method: str, params: Mapping[str, Any], until: float, dress: Dress, headers: Mapping[str, str]
    ) -> Heard: ...

    def tell(self, message: Mapping[str, Any], until: float, dress: Dress) -> Reply: ...

    def close(self, until: float, dress: Dress) -> None: ...


class Client:
    def __init__(self, now: Callable[[], int]) -> None:
        self._now = now
        self._sessions: OrderedDict[Hashable, Session] = OrderedDict()
        self._lock = Lock()

    def ask(
        self, key: Hashable, make: Callable[[], Session], method: str, params: Mapping[str, Any], until: float,
        dress: Dress, headers: Mapping[str, str],
    ) -> Response | Reply | Failed:
        """`Failed` where no session could be had: then nothing was asked.  `key`: whose session with which server."""
        session = self._kept(key)
        if session is not None:
            heard = session.ask(method, params, until, dress, headers)
            if not isinstance(heard, Lapsed):
                return heard
        fresh = self._opened(make(), until, dress)
        if isinstance(fresh, Failed):
            return fresh
        self._keep(key, fresh)
        heard = fresh.ask(method, params, until, dress, headers)
        if not isinstance(heard, Lapsed):
            return heard
        if heard.reply is not None and heard.reply.status != NO_SESSION:
            return heard.reply  # the session is new, so it was about the request
        return Failed("unavailable", "the server forgets its sessions at once", "session_lost")

    def about(self, key: Hashable) -> dict[str, Any]:
        """What the server told of itself when the session was opened."""
        session = self._kept(key)
        told = session.about if session is not None else {}
        return {"server": told.get("serverInfo")}

    def leave(self, key: Hashable, until: float, dress: Dress) -> None:
        """End a session that will not be needed again."""
        session = self._drop(key)
        if session is not None:
            session.close(until, dress)

    def _opened(self, session: Session, until: float, dress: Dress) -> Session | Failed:
        """The session after its handshake.  Until it is open nothing can have had an effect."""
        heard = session.ask("initialize", handshake(AGENT, __version__), until, dress, {})
        if not isinstance(heard, Told):
            return self._not_opened(heard)
        version = heard.result.get("protocolVersion")
        if version not in VERSIONS:
            detail = f"the server speaks version {version!r} of the protocol; we speak {', '.join(VERSIONS)}"
            return Failed("unavailable", detail, "protocol_version")
        session.version, session.about = str(version), heard.result
        told = session.tell(notification("notifications/initialized"), until, dress)
        ready = isinstance(told, Answer) and 200 <= told.status < 300
        return session if ready else self._not_opened(told)

    def _not_opened(self, heard: Heard) -> Failed:
        match heard:
            case Error(code, message):
                return Failed("unavailable", f"the server refuses the handshake: {message} ({code})", "handshake")
            case Answer(400 | 404 | 405 | 406 | 410 | 415 | 501 as status):
                detail = f"no MCP server answers there over streamable HTTP (status {status})"
                return Failed("unavailable", detail, "no_mcp_server", status=status)
            case Lapsed() | Told():
                return Failed("unavailable", "the server did not open a session", "handshake")
            case Lost(detail):
                return Failed("unavailable", detail)
        outcome = outcome_of(heard, "read", {}, self._now())
        return outcome if isinstance(outcome, Failed) else Failed("unavailable", "no handshake", "handshake")

    def _kept(self, key: Hashable) -> Session | None:
        with self._lock:
            if key in self._sessions:
                self._sessions.move_to_end(key)
            return self._sessions.get(key)

    def _keep(self, key: Hashable, session: Session) -> None:
        with self._lock:
            self._sessions[key] = session
            dropped = [self._sessions.popitem(last=False)[1] for _ in range(len(self._sessions) - KEPT)]
        for one in dropped:
            one.close(time.monotonic(), lambda request: request)

    def _drop(self, key: Hashable) -> Session | None:
        with self._lock:
            return self._sessions.pop(key, None)
