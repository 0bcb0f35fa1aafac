"""What callers may send about sub-agents: the grant, the limits, and what a person approves."""

from typing import Annotated, Any, Literal  # Any: what is sent may be anything

from pydantic import AfterValidator, Discriminator, Field, Tag

from chalicelib.api.models import Body, Effect, Pattern, Patterns, Prompt, SubAgentName, no_default
from chalicelib.domain import rules
from chalicelib.domain.errors import InvalidRequest


class Limits(Body):
    steps: Annotated[int, Field(ge=1, le=50)] | None = None
    seconds: Annotated[int, Field(ge=1, le=7 * 24 * 3600)] | None = None
    writes: Annotated[int | None, Field(ge=0, le=50, description="Beyond so many (10) a person is asked.")] = None
    tokens: Annotated[int, Field(ge=0)] | None = None
    money: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None


def _rule(value: str) -> str:
    try:
        return rules.checked(value)
    except InvalidRequest as wrong:
        raise ValueError(wrong.detail) from None


class ApprovalRule(Body):
    """Calls of the action for which the rule on their arguments holds, or cannot be told, are put to a person."""

    action: Pattern
    when: Annotated[str, Field(min_length=1), AfterValidator(_rule)] = Field(
        description=f"Such as: amount > `10000` && currency != 'EUR'; {rules.GRAMMAR}."
    )


def _kind_of_approval(value: Any) -> str:
    return "rule on arguments" if isinstance(value, (dict, ApprovalRule)) else "action pattern"


Approval = Annotated[
    Annotated[Pattern, Tag("action pattern")] | Annotated[ApprovalRule, Tag("rule on arguments")],
    Discriminator(_kind_of_approval),
]


class _SubAgentFields(Body):
    tools: Patterns | None = Field(
        None, description="Pins the grant: tool names or action patterns. null: the prompt grants what it matches."
    )
    requires_approval: Annotated[list[Approval], Field(max_length=200)] = Field(
        default_factory=list, description="Calls that a person approves each time: action patterns, and rules."
    )
    effects: Annotated[list[Effect], Field(min_length=1, max_length=3)] = Field(
        ["read", "idempotent", "unsafe"], description="What the granted actions may do."
    )
    limits: Limits = Field(default_factory=Limits)
    record: Literal["full", "shape", "none"] = Field(
        "full", description="What stays of a task's values once it has ended: all, types and sizes, or nothing."
    )


class SubAgentBody(_SubAgentFields):
    """A sub-agent: a name and a purpose; the purpose grants the tools."""

    name: SubAgentName
    prompt: Prompt


class SubAgentPatch(_SubAgentFields):
    """Only the fields that change.  `prompt`, `tools` or `effects` settle the grant anew."""

    prompt: Prompt = Field("", json_schema_extra=no_default)
