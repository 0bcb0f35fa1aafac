"""Tools, and the actions that they can do.

A tool is data: it is compiled once, when it is registered, into one `Action` record each.  `call` says how
the action is carried out and is read by the `tools` package only; the planner reads everything else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal  # Any: schemas and call records are JSON

Effect = Literal["read", "idempotent", "unsafe"]
Via = Literal["http", "auth", "utility", "mcp", "lambda", "person"]

UTILITY = "utility"
PERSON = "person"
ASK = "ask"
SHAPE = "shape_result"
AUTHENTICATE = "authenticate"
REFRESH = "refresh_token"


@dataclass(frozen=True, slots=True)
class Action:
    """One thing a tool can do.

    `input_schema` and `output_schema` are JSON Schemas; `output_schema` is None where the source tells
    nothing.  `failed_when` = {"path", "equals", "reason"}: an answer whose `path` (JMESPath) has that value
    is a failure, and the text at `reason` is its signal.  `said` is the name in words, where the name itself is made
    of a method and a path.
    """

    tool: str
    name: str
    description: str
    input_schema: Mapping[str, Any]
    output_schema: Mapping[str, Any] | None
    effect: Effect
    via: Via = "http"
    group: str = ""
    scopes: tuple[str, ...] = ()
    call: Mapping[str, Any] = field(default_factory=dict)
    said: str = ""

    @property
    def words(self) -> str:
        """The name as a person would say it."""
        return self.said or self.name

    @property
    def ref(self) -> str:
        return f"{self.tool}.{self.name}"

    @property
    def properties(self) -> Mapping[str, Any]:
        """The schemas of its inputs, by name."""
        return self.input_schema.get("properties") or {}

    @property
    def required(self) -> Sequence[str]:
        """The inputs without which it cannot be called."""
        return self.input_schema.get("required") or ()

    @property
    def writes(self) -> bool:
        """Whether it changes anything at a service; being connected to one does not."""
        return self.effect != "read" and self.via not in ("auth", "utility", "person")


@dataclass(frozen=True, slots=True)
class Tool:
    """A registered service.  `auth` = {"type": none | api_key | bearer | basic | oauth2, …} without secrets.

    `limits` = {"rate_limit": {"calls", "per_seconds"}, "max_concurrent"}, as far as given: for one account.
    """

    name: str
    description: str
    base_url: str
    sandbox_base_url: str | None
    auth: Mapping[str, Any]
    actions: tuple[Action, ...]
    warnings: tuple[str, ...] = ()
    limits: Mapping[str, Any] = field(default_factory=dict)


def encode_action(action: Action) -> dict[str, Any]:
    return {
        "tool": action.tool, "name": action.name, "description": action.description,
        "input_schema": action.input_schema, "output_schema": action.output_schema,
        "effect": action.effect, "via": action.via, "group": action.group,
        "scopes": list(action.scopes), "call": action.call, **({"said": action.said} if action.said else {}),
    }


def decode_action(stored: Mapping[str, Any]) -> Action:
    return Action(**{**stored, "scopes": tuple(stored["scopes"])})
