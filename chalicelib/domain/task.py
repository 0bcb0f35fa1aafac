"""A task: a prompt routed to a sub-agent.  It never changes after it was accepted; control does.

`account` is the account's id and `live` whether a live key made it: together they are the partition that
nothing crosses (`partition`).  Times are integers, milliseconds since 1970 (UTC).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal  # Any: metadata and context are the caller's JSON

from chalicelib.domain.plan import CAP

Mode = Literal["live", "test", "shadow"]


@dataclass(frozen=True, slots=True)
class Task:
    """`sub_agent_version` is the digest of the sub-agent as it was deployed when the task was accepted.

    `limits` are that version's.  `batch` is the one that it was sent in, if it was.  `retry_of` is the task whose
    finished steps this one keeps; `keys` are the idempotency keys under which that task made its calls: step id ->
    digest of the call -> key.
    """

    id: str
    account: str
    sub_agent: str
    sub_agent_version: str
    prompt: str
    created_at: int
    user_id: str | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)
    mode: Mode = "live"
    approve: Literal["none", "plan"] = "none"
    context: Mapping[str, Any] = field(default_factory=dict)
    output_schema: Mapping[str, Any] | None = None
    training: bool = True
    max_steps: int = CAP
    created_by: str = ""
    trace_id: str = ""
    limits: Mapping[str, Any] = field(default_factory=dict)
    retry_of: str = ""
    keys: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    batch: str = ""

    @property
    def cap(self) -> int:
        """Steps that may enter the plan: the caller's cap or the sub-agent's, whichever is lower."""
        return min(self.max_steps, int(self.limits.get("steps", self.max_steps)))
