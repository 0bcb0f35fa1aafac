"""What tools need of functions: the operator's own code, run for an account that may use it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol  # Any: a function's context is JSON


@dataclass(frozen=True, slots=True)
class Invoked:
    """A function's answer, or the refusal of the service that runs it: an HTTP status, headers in lower case, a body.

    `error`: the function itself failed, and the body says how.
    """

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    error: bool = False


@dataclass(frozen=True, slots=True)
class NotHeard:
    """No answer.  `sent` is False where it is certain that nothing was run."""

    detail: str
    sent: bool


class Functions(Protocol):
    """Functions that the operator lets accounts use as tools."""

    def refusal(self, arn: str, account: str) -> str:
        """Why the account may not use this function; empty where it may."""

    def invoke(self, arn: str, payload: bytes, context: Mapping[str, Any], timeout: float) -> Invoked | NotHeard:
        """Run it once, and wait for its answer.  Never tried again here: it may have had an effect."""
