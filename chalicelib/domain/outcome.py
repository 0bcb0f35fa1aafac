"""What came back from a tool: exactly one of these two.

A tool that fails has still answered.  Exceptions are for our own mistakes, and those must reach the queue
so that the message comes again.  `Started` is the third answer that a tool may give: not yet.  The engine deals
with it by itself; a planner sees what came of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal  # Any: an output is whatever JSON the tool answered

Reason = Literal[
    "unauthorized",       # the service did not accept the credential (401, or its own words for it)
    "not_connected",      # nobody has connected this service for the user
    "forbidden",          # accepted, but not allowed: a scope or a membership is missing (403)
    "not_found",          # what the call speaks of does not exist
    "invalid_input",      # the service, or the schema, does not take these inputs
    "conflict",           # it exists already, or is in another state
    "rejected",           # the service said no in words of its own (`detail` holds them)
    "rate_limited",       # come back later
    "unavailable",        # 5xx, connection refused: nothing was done
    "outcome_unknown",    # the call may or may not have had its effect
    "shape_changed",      # a field that was promised is missing
    "too_large",          # a limit of ours or theirs; not retried
    "out_of_scope",       # outside the sub-agent's boundary
    "declined",           # a person said no
    "input_timeout",      # a person did not answer in time
    "unresolved",         # an input could not be bound when the step was due
    "poison",             # every worker that took the step died
    "loop_detected",      # the same call failed in the same way again and again
    "budget_exceeded",    # a limit of the sub-agent was reached before the call
    "internal",           # a defect of ours
]


@dataclass(frozen=True, slots=True)
class Done:
    """The tool did it.  `note` is said in the trace; `more` tells that a page or a part is still to come.

    `onward`: the inputs that lead there, where the answer tells them beside its output.
    """

    output: Any = None
    note: str = ""
    more: bool = False
    onward: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Failed:
    """The tool did not do it, or nobody knows (`outcome_unknown`).

    `detail` is for people and planners: the service's own words, redacted.  `signal` is its machine-readable
    part where there is one (an error code such as `quota_exceeded`), and the key under which lessons are kept.
    `retry_after` is in seconds, as the service told.  `scopes`: those that the service says the call needs.
    """

    reason: Reason
    detail: str = ""
    signal: str = ""
    retry_after: float | None = None
    status: int | None = None
    scopes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "scopes", tuple(self.scopes))  # stored as a list


@dataclass(frozen=True, slots=True)
class Started:
    """The tool has begun and is not done: `poll` says how to ask, `after` how many seconds to wait first.

        {"url"}                                 ask there, with the tool's own credential
        {"action", "inputs", "done", "failed"}  call that action of the tool; the rules judge its output
        {}                                      make the same call again
        {"callback": True}, or with one of the first two    the tool also calls back by itself
    """

    poll: Mapping[str, Any]
    after: float | None = None


Outcome = Done | Failed
