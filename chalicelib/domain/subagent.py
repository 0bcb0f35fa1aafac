"""A sub-agent: a name, a purpose, and the tools it may use.  The grant is the boundary.

It is settled when the sub-agent is deployed and enforced where steps are executed.  `actions` maps
"tool.action" to the digest of the action record that was granted, so that a running task keeps the
versions it was planned with.  `withheld` maps those that only its `effects` keep from it: it may plan with
them, so that it can say what it would need, and never call them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any  # Any: limits are JSON

from chalicelib.domain.control import Recording
from chalicelib.domain.rules import Approval
from chalicelib.domain.tool import Effect


@dataclass(frozen=True, slots=True)
class SubAgent:
    name: str
    prompt: str
    tools: tuple[str, ...]
    actions: Mapping[str, str]
    effects: tuple[Effect, ...] = ("read", "idempotent", "unsafe")
    requires_approval: tuple[Approval, ...] = ()
    limits: Mapping[str, Any] = field(default_factory=dict)
    record: Recording = "full"
    created_at: int = 0
    pinned: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    withheld: Mapping[str, str] = field(default_factory=dict)
