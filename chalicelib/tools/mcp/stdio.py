"""One session with a server that is a process of this machine: a message per line on its standard input and output.

Only the operator names such processes, in a file that the embedded home reads (`wiring`); a registration says
`stdio:NAME` and can neither start anything else nor choose arguments.  On AWS there are none.

    {"mcpServers": {"notes": {"command": "npx", "args": ["-y", "some-server"], "env": {"NOTES_DIR": "/data"}}}}

A process is started when it is first needed, with the environment that the file gives it and the few names below,
so that none of ours reaches it.  It ends with this process: its input is closed, and what does not leave is killed.
"""

import atexit
import json
import os
import re
import select
import subprocess
import time
import weakref
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from signal import SIGKILL, SIGTERM
from threading import Lock
from typing import Any  # Any: messages are JSON

from chalicelib.domain.errors import Unavailable
from chalicelib.tools.mcp.http import Dress, Heard, Lapsed
from chalicelib.tools.mcp.messages import METHOD_NOT_FOUND, Response, notification, parsed, request, response_in
from chalicelib.tools.transport import LARGEST, Answer, Lost, Reply, TooBig, Unsent

PASSED_ON = ("PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "TZ", "TMPDIR", "SHELL", "TERM")
GRACE_SECONDS = 2.0
_SECRET = re.compile(r"key|token|secret|passw", re.IGNORECASE)
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")


@dataclass(frozen=True, slots=True)
class Command:
    """How a process is started.  `environment` is all that it gets beside the names that are passed on."""

    words: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def secrets(self) -> tuple[str, ...]:
        return tuple(value for name, value in self.environment.items() if _SECRET.search(name))


def read_servers(text: str, where: str) -> Mapping[str, Command]:
    """The servers that the operator lists.  Raises `Unavailable` naming what is wrong in the file."""
    listed = parsed(text)
    servers = listed.get("mcpServers") if isinstance(listed, Mapping) else None
    if not isinstance(servers, Mapping):
        raise Unavailable(f'{where} must hold {{"mcpServers": {{"NAME": {{"command": "…", "args": […]}}}}}}')
    return {name: _command(name, entry, where) for name, entry in servers.items()}


def _command(name: str, entry: Any, where: str) -> Command:
    entry = entry if isinstance(entry, Mapping) else {}
    words = [entry.get("command"), *_list(entry.get("args"))]
    environment = entry.get("env", {})
    sound = _NAME.fullmatch(name) and all(isinstance(word, str) and word for word in words) and (
        isinstance(environment, Mapping) and all(isinstance(value, str) for value in environment.values()))
    if not sound:
        raise Unavailable(f"{where}: server {name!r} needs a name of a-z, 0-9, - and _, a command, and texts as args "
                          "and env")
    return Command(tuple(words), dict(environment))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [None]


_running: "weakref.WeakSet[StdioSession]" = weakref.WeakSet()


@atexit.register
def _end_all() -> None:
    for session in tuple(_running):
        session.end()


class StdioSession:
    """Calls take their turns: there is one pipe in each direction."""

    def __init__(self, command: Command) -> None:
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None
        self._heard = bytearray()
        self._number = 0
        self._over = False
        self._lock = Lock()
        self.version = ""
        self.about: Mapping[str, Any] = {}

    def ask(
        self, method: str, params: Mapping[str, Any], until: float, dress: Dress, headers: Mapping[str, str]
    ) -> Heard:
        if not self._lock.acquire(timeout=max(0.0, until - time.monotonic())):
            return Unsent("another call of the same server took all the time")
        try:
            return self._ask(method, params, until)
        finally:
            self._lock.release()

    def tell(self, message: Mapping[str, Any], until: float, dress: Dress) -> Reply:
        with self._lock:
            return Answer(202, {}, b"") if self._write(message, until) else Unsent("the server has ended")

    def close(self, until: float, dress: Dress) -> None:
        self.end()

    def end(self) -> None:
        """Close its pipes, and see to it that the process, and what it started, leaves."""
        process, self._process, self._over = self._process, None, True
        if process is None:
            return
        _running.discard(self)
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):
                pipe.close()  # type: ignore[union-attr]  # both were asked for
        for number, seconds in ((None, GRACE_SECONDS), (SIGTERM, GRACE_SECONDS), (SIGKILL, GRACE_SECONDS)):
            if number is not None:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, number)
            with suppress(subprocess.TimeoutExpired):
                process.wait(seconds)
                break

    def _ask(self, method: str, params: Mapping[str, Any], until: float) -> Heard:
        begun = self._process is not None
        if self._over or (self._process is not None and self._process.poll() is not None):
            self.end()
            return Lapsed()
        wrong = None if begun else self._start()
        if wrong:
            return wrong
        self._number += 1
        if not self._write(request(self._number, method, params), until):
            self.end()
            return Lapsed() if begun else Unsent("the server ended at once")
        heard = self._listen(self._number, until)
        if isinstance(heard, Lost | TooBig):  # nobody knows what it is at: the next call gets a new process
            self._write({**notification("notifications/cancelled"), "params": {"requestId": self._number}}, until)
            self.end()
        return heard

    def _start(self) -> Unsent | None:
        own = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        try:
            self._process = subprocess.Popen(  # noqa: S603 the operator's own words, and no shell
                self._command.words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True,
                env={**own, **self._command.environment}, bufsize=0,
            )
        except OSError as error:
            return Unsent(f"{self._command.words[0]} could not be started: {error.strerror}")
        os.set_blocking(self._process.stdin.fileno(), False)  # type: ignore[union-attr]  # it is a pipe
        _running.add(self)
        return None

    def _write(self, message: Mapping[str, Any], until: float) -> bool:
        if self._process is None or self._process.stdin is None:
            return False
        left = json.dumps(message, separators=(",", ":"), allow_nan=False).encode() + b"\n"
        into = self._process.stdin.fileno()
        while left:
            _, ready, _ = select.select([], [into], [], max(0.0, until - time.monotonic()))
            if not ready:
                return False
            try:
                left = left[os.write(into, left):]
            except BlockingIOError:
                continue
            except OSError:
                return False
        return True

    def _listen(self, number: int, until: float) -> Response | Lost | TooBig:
        while True:
            line = self._line(until)
            if not isinstance(line, bytes):
                return line
            message = parsed(line)
            found = response_in(message, number)
            if found is not None:
                return found
            if isinstance(message, Mapping) and "method" in message and "id" in message:
                self._write(_reply(message), until)

    def _line(self, until: float) -> bytes | Lost | TooBig:
        assert self._process is not None and self._process.stdout is not None
        out = self._process.stdout.fileno()
        while b"\n" not in self._heard:
            if len(self._heard) > LARGEST:
                return TooBig(200, len(self._heard))
            ready, _, _ = select.select([out], [], [], max(0.0, until - time.monotonic()))
            if not ready:
                return Lost("the answer did not come in time")
            more = os.read(out, 65_536)
            if not more:
                return Lost("the server ended before it answered")
            self._heard += more
        line, _, rest = bytes(self._heard).partition(b"\n")
        self._heard = bytearray(rest)
        return line


def _reply(message: Mapping[str, Any]) -> dict[str, Any]:
    """What the server asks us in between: whether we are here, and what we do not offer."""
    if message["method"] == "ping":
        return {"jsonrpc": "2.0", "id": message["id"], "result": {}}
    error = {"code": METHOD_NOT_FOUND, "message": "this client does not offer that"}
    return {"jsonrpc": "2.0", "id": message["id"], "error": error}
