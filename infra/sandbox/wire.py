"""What travels between a client and a sandbox service: a request, and one of two things that come of it.

Either the client gets an Answer, or it gets nothing at all (Lost), which is the case a client must survive
without doing the same thing twice.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

Json = dict[str, Any]  # Any: what is inside is told by the OpenAPI documents, and checked against them

ERROR_STATUS = 400


class Refused(Exception):
    """A request that is not carried out. Each service words it in its own way."""

    def __init__(self, code: str, message: str, status: int = ERROR_STATUS, **details: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status
        self.details = details


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    def header(self, name: str) -> str | None:
        wanted = name.lower()
        return next((value for key, value in self.headers.items() if key.lower() == wanted), None)

    def form(self) -> dict[str, str]:
        try:
            return dict(parse_qsl(self.body.decode(), keep_blank_values=True))
        except UnicodeDecodeError:
            raise Refused("invalid_request", "the form is not UTF-8") from None

    def json(self) -> Json:
        """The body as an object; no body is an empty one."""
        if not self.body:
            return {}
        try:
            value = json.loads(self.body)
        except ValueError:
            raise Refused("invalid_request", "the body is not JSON") from None
        if not isinstance(value, dict):
            raise Refused("invalid_request", "the body must be a JSON object")
        return value


@dataclass(frozen=True, slots=True)
class Answer:
    """`outcome` is the word under which the ledger counts it; `ok` tells whether it did what was asked."""

    status: int
    body: bytes
    content_type: str = "application/json; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()
    ok: bool = True
    outcome: str = "ok"


@dataclass(frozen=True, slots=True)
class Lost:
    """The connection closes and no answer comes."""


Reaction = Answer | Lost


def json_answer(body: Json, status: int = 200, ok: bool = True, outcome: str = "ok", **headers: str) -> Answer:
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Answer(status, json.dumps(body, ensure_ascii=False).encode(), headers=named, ok=ok, outcome=outcome)
