"""Bytes over HTTP, to vetted addresses only.  What it gives back says whether anything was sent.

    Answer     the service has answered
    Unsent     nothing was sent: no address, no connection, no agreed encryption
    Lost       it was sent, and nobody knows more
    TooBig     the answer passed the limit

Redirects are followed for reads only, at most three, each vetted anew; credentials stay with their host.  A public
service cannot redirect into a private network, even where that may be called.
"""

import logging
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

import urllib3
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    NameResolutionError,
    NewConnectionError,
    SSLError,
)
from urllib3.util import Timeout

from chalicelib.tools.guard import Guard, Refused, Target, Unresolvable
from chalicelib.tools.request import Request, absolute, origin

LARGEST = 1_000_000
MOST_REDIRECTS = 3
CONNECT_SECONDS = 5.0
IDLE_SECONDS = 20.0
POOLS = 32
logging.getLogger("urllib3.connectionpool").setLevel(logging.INFO)  # at DEBUG it writes addresses down, with their keys
_REDIRECTS = (301, 302, 303, 307, 308)


@dataclass(frozen=True, slots=True)
class Answer:
    """`headers` are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Unsent:
    detail: str
    refused: bool = False
    """The address is one that we do not call."""


@dataclass(frozen=True, slots=True)
class Lost:
    detail: str


@dataclass(frozen=True, slots=True)
class TooBig:
    status: int
    size: int


Reply = Answer | Unsent | Lost | TooBig
Enough = Callable[[bytes], bool]
"""Asked with what has come of the body, where an answer may go on after what is wanted of it."""


class Transport:
    """Connections of this process, kept alive between calls."""

    def __init__(
        self, guard: Guard, largest: int = LARGEST, ssl_context: ssl.SSLContext | None = None,
        idle: float = IDLE_SECONDS,
    ) -> None:
        self._idle = idle
        self._guard = guard
        self._largest = largest
        self._context = ssl_context
        self._pools = urllib3.PoolManager(num_pools=POOLS, maxsize=8, retries=False)
        self._used: dict[Any, float] = {}
        self._lock = Lock()

    def send(self, request: Request, timeout: float, follow: bool = False, enough: Enough | None = None) -> Reply:
        ends, outside = time.monotonic() + timeout, False
        for _ in range(MOST_REDIRECTS + 1):
            try:
                target = self._guard.vet(request.url)
            except Unresolvable as error:
                return Unsent(error.detail)
            except Refused as error:
                return Unsent(error.detail, refused=True)
            if outside and target.private:
                return Unsent(f"a public service redirects to {target.host}, which is private", refused=True)
            outside = not target.private
            reply = self._once(target, request, ends, enough)
            location = reply.headers.get("location") if isinstance(reply, Answer) else None
            if not (follow and location and isinstance(reply, Answer) and reply.status in _REDIRECTS):
                return reply
            request = _redirected(request, location)
        return Unsent(f"more than {MOST_REDIRECTS} redirects")

    def _once(self, target: Target, request: Request, ends: float, enough: Enough | None) -> Reply:
        left = ends - time.monotonic()
        if left <= 0:
            return Unsent("no time was left for the call")
        try:
            response = self._pool(target).urlopen(
                request.method, target.path, body=request.body,
                headers={**request.headers, "Host": target.netloc, "Accept-Encoding": "gzip"},
                timeout=Timeout(connect=min(CONNECT_SECONDS, left), read=left),
                redirect=False, retries=False, preload_content=False, assert_same_host=False,
            )
        except HTTPError as error:
            return _failure(error, target)
        return self._read(response, ends, enough)

    def _read(self, response: urllib3.BaseHTTPResponse, ends: float, enough: Enough | None) -> Reply:
        body = bytearray()
        read = response.read1 if enough else response.read  # read1 gives what has come, and does not wait for more
        try:
            while chunk := read(65_536):
                body += chunk
                if len(body) > self._largest:
                    response.close()
                    return TooBig(response.status, len(body))
                if enough and enough(bytes(body)):
                    response.close()  # the stream may go on, and nobody listens any more
                    return _answer(response, body)
                if time.monotonic() > ends:
                    response.close()
                    return Lost("the answer did not end in time")
        except HTTPError as error:
            response.close()
            return Lost(f"the answer broke off ({type(error).__name__})")
        response.release_conn()
        return _answer(response, body)

    def _pool(self, target: Target) -> urllib3.HTTPConnectionPool:
        """The connections to exactly this address, under this name.

        One that was idle for long may be dead without a sign; what is sent on it would be lost.
        """
        extra: dict[str, Any] = {}  # Any: settings of the pool
        if target.scheme == "https":
            extra = {"server_hostname": target.host, "assert_hostname": target.host, "cert_reqs": "CERT_REQUIRED"}
            if self._context is not None:
                extra["ssl_context"] = self._context
        place = (target.scheme, target.host, target.address, target.port)
        with self._lock:
            pool = self._pools.connection_from_host(target.address, target.port, target.scheme, extra)
            now = time.monotonic()
            if now - self._used.get(place, now) > self._idle:
                self._pools.clear()
                self._used.clear()
                pool = self._pools.connection_from_host(target.address, target.port, target.scheme, extra)
            self._used[place] = now
        return pool


def _answer(response: urllib3.BaseHTTPResponse, body: bytearray) -> Answer:
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Answer(response.status, headers, bytes(body))


def _failure(error: HTTPError, target: Target) -> Unsent | Lost:
    where = f"{target.scheme}://{target.netloc}"
    match error:
        case NameResolutionError() | NewConnectionError():
            return Unsent(f"no connection to {where}")
        case ConnectTimeoutError():
            return Unsent(f"no connection to {where} in time")
        case SSLError() if not isinstance(_cause(error), (ssl.SSLEOFError, ssl.SSLZeroReturnError)):
            return Unsent(f"no trusted encryption with {where}: {_ssl_reason(error)}")
    return Lost(f"the connection to {where} was lost before an answer ({type(error).__name__})")


def _cause(error: SSLError) -> Any:  # Any: urllib3 puts whatever it caught into its arguments
    return error.args[0] if error.args else None


def _ssl_reason(error: SSLError) -> str:
    return str(getattr(_cause(error), "verify_message", "")) or "the handshake failed"


def _redirected(request: Request, location: str) -> Request:
    """The next request of a read; another origin does not get the headers that carry credentials."""
    url = absolute(request.url, location)
    if origin(url) == origin(request.url):
        return Request(request.method, url, request.headers)
    kept = {name: value for name, value in request.headers.items() if name in ("Accept", "User-Agent")}
    return Request(request.method, url, kept)
