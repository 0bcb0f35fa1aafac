"""A client for scripts and tests that want to talk to the services without the engine."""

from __future__ import annotations

import json
from dataclasses import dataclass
from email.message import Message
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from infra.sandbox.wire import Json


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    text: str
    headers: Message

    @property
    def json(self) -> Json:
        value: Json = json.loads(self.text)
        return value


class _Stay(HTTPRedirectHandler):
    """A redirect is an answer, not an errand."""

    def redirect_request(self, *_: object) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Client:
    url: str
    token: str | None = None
    patience: float = 30

    def get(self, path: str, **query: object) -> Reply:
        return self._ask("GET", f"{path}?{urlencode(query)}" if query else path, None, {})

    def send(self, method: str, path: str, body: Json | None = None, key: str | None = None, **headers: str) -> Reply:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        keyed = {"Idempotency-Key": key} if key else {}
        if body is None:
            return self._ask(method, path, None, {**named, **keyed})
        return self._ask(
            method, path, json.dumps(body).encode(), {"Content-Type": "application/json", **named, **keyed}
        )

    def form(self, path: str, **fields: str) -> Reply:
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, urlencode(fields).encode(), kind)

    def basic_form(self, proof: str, path: str, **fields: str) -> Reply:
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Authorization": f"Basic {proof}"}
        return self._ask("POST", path, urlencode(fields).encode(), kind)

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Reply:
        bearer = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        request = Request(self.url + path, body, {**bearer, **headers}, method=method)
        try:
            with build_opener(_Stay).open(request, timeout=self.patience) as answer:
                return Reply(answer.status, answer.read().decode(), answer.headers)
        except HTTPError as error:
            with error:
                return Reply(error.code, error.read().decode(), error.headers)
