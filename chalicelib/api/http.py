"""Requests and responses as our handlers see them: plain values, whichever server or gateway they came through.

Headers are looked up by lower-case name.  `key` is set by `routes.answer` before a handler runs, on every
route that needs one.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol  # Any: bodies are JSON

if TYPE_CHECKING:
    from chalicelib.engine.engine import Engine
    from chalicelib.engine.keys import Key
    from chalicelib.engine.ports import Ports
    from chalicelib.observe import Observer
    from chalicelib.tools.guard import Guard
    from chalicelib.tools.toolbox import Toolbox

JSON_TYPE = "application/json"


@dataclass(frozen=True, slots=True)
class Request:
    """`query` holds every value of a name, in order, as it was sent."""

    method: str
    path: str
    params: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    id: str = ""
    caller: "Key | None" = None

    @property
    def key(self) -> "Key":
        """The key that the call was made with.  Only routes without scopes have none, and those never ask."""
        if self.caller is None:
            raise LookupError(f"{self.path} is answered without a key")
        return self.caller

    @property
    def account(self) -> str:
        """The partition that nothing of this call may leave."""
        return self.key.account

    def json(self) -> Any:
        """The body as JSON; raises `InvalidRequest`, `UnsupportedMediaType` or `TooLarge` with the remedy."""
        from chalicelib.api.body import parse

        return parse(self.body, self.headers.get("content-type"))


@dataclass(frozen=True, slots=True)
class Response:
    """`body`: JSON, or text where a `content-type` header says so.  None stands for no body at all."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def text(self) -> str:
        if self.body is None:
            return ""
        if isinstance(self.body, str):
            return self.body
        return json.dumps(self.body, ensure_ascii=False, separators=(",", ":"))


class HomeSettings(Protocol):
    """What the API reads of a home's settings."""

    @property
    def pepper(self) -> bytes: ...

    @property
    def largest_document(self) -> int: ...


class Home(Protocol):
    """What `wiring.home()` gives."""

    @property
    def ports(self) -> "Ports": ...

    @property
    def engine(self) -> "Engine": ...

    @property
    def settings(self) -> HomeSettings: ...

    @property
    def guard(self) -> "Guard": ...

    @property
    def toolbox(self) -> "Toolbox":
        """For registration, which asks a tool's own source what it can do."""

    @property
    def observer(self) -> "Observer": ...
