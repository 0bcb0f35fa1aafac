"""The API as a client sees it that must live with a server that dies: no answer is one of the answers."""

import json
from dataclasses import dataclass, field
from typing import Any  # Any: answers are JSON

import urllib3


class Unreachable(Exception):
    """Nobody answered; whether the request was carried out is not known."""


class Refused(Exception):
    """The API said no."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(f"HTTP {status} {code}: {message}")
        self.status = status
        self.code = code


@dataclass(frozen=True, slots=True)
class Api:
    url: str
    key: str
    _pool: urllib3.PoolManager = field(default_factory=lambda: urllib3.PoolManager(maxsize=8, retries=False))

    def get(self, path: str) -> Any:
        return self.call("GET", path)

    def call(self, method: str, path: str, body: Any = None, once: str = "") -> Any:
        """`once`: the idempotency key of a request that may be sent again.  Raises `Unreachable`, `Refused`."""
        headers = {"Authorization": f"Bearer {self.key}", **({"Idempotency-Key": once} if once else {})}
        try:
            answer = self._pool.request(method, self.url + path, json=body, headers=headers, timeout=30.0)
        except urllib3.exceptions.HTTPError as error:
            raise Unreachable(type(error).__name__) from error
        told = json.loads(answer.data) if answer.data else None
        if answer.status >= 400:
            said = told.get("error", {}) if isinstance(told, dict) else {}
            raise Refused(answer.status, said.get("code", ""), said.get("message", ""))
        return told
