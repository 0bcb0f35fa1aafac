"""What every kind of source is read into before it becomes a tool: its operations, and what it says of itself.

    OpenAPI document, capability list, list of an MCP server  ──>  Source  ──compile──>  Tool
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any  # Any: schemas and call records are JSON

from chalicelib.domain.errors import InvalidRequest
from chalicelib.domain.tool import Effect, Via

EFFECTS: tuple[Effect, ...] = ("read", "idempotent", "unsafe")
LONGEST_NAME = 64
LONGEST_DESCRIPTION = 1_000
IDEMPOTENCY_NAMES = ("idempotency-key", "x-idempotency-key", "idempotency_key")

_BY_METHOD: Mapping[str, Effect] = {
    "GET": "read", "HEAD": "read", "OPTIONS": "read", "PUT": "idempotent", "DELETE": "idempotent",
}


def is_token(name: str) -> bool:
    """Whether a header or a cookie can be called so."""
    return re.fullmatch(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", name) is not None


@dataclass(frozen=True, slots=True)
class Operation:
    """One action as its source tells it.  `call` is the part of the call record that is its own."""

    name: str
    description: str
    input_schema: Mapping[str, Any]
    output_schema: Mapping[str, Any] | None
    effect: Effect
    call: Mapping[str, Any]
    group: str = ""
    scopes: tuple[str, ...] = ()
    open: bool = False
    """No credential is needed for this one."""
    via: Via = "http"
    said: str = ""
    """Its name in words, where that is made of a method and a path."""


@dataclass(frozen=True, slots=True)
class Source:
    name: str
    description: str
    base_url: str
    auth: Mapping[str, Any]
    operations: Sequence[Operation]
    failed_when: Mapping[str, Any] | None = None
    warnings: Sequence[str] = field(default_factory=tuple)
    amounts: str = ""
    """What amounts of money count, where the source tells: `minor` or `major` units."""


def invalid(name: str, value: Any, remedy: str) -> InvalidRequest:
    """The one form in which a registration is refused: the field, its value, what to write instead."""
    shown = repr(value)
    message = f"{shown if len(shown) < 80 else shown[:77] + '…'} is not accepted: {remedy}"
    return InvalidRequest(f"{name}: {message}", details=[{"field": name, "message": message}])


def method_effect(method: str, honours_key: bool) -> Effect:
    effect = _BY_METHOD.get(method, "unsafe")
    return "idempotent" if effect == "unsafe" and honours_key else effect


def action_name(wanted: str) -> str:
    """Letters, digits, `_` and `-`; a long name keeps its beginning and ends in a hash of the whole."""
    name = re.sub(r"[^A-Za-z0-9_-]+", "_", wanted).strip("_") or "action"
    if len(name) <= LONGEST_NAME:
        return name
    return f"{name[: LONGEST_NAME - 9].rstrip('_-')}_{sha256(wanted.encode()).hexdigest()[:8]}"


def unique(name: str, taken: set[str], wanted: str) -> str:
    """A second action of the same name is told apart by a hash of what it was made from."""
    if name in taken:
        name = action_name(f"{name[: LONGEST_NAME - 9]}_{sha256(wanted.encode()).hexdigest()[:8]}")
    taken.add(name)
    return name
