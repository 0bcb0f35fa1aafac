"""What callers may send: these models validate the requests, and `openapi` describes the API from them.

A field that is not here is refused, not ignored: a misspelt `max_step` would otherwise do nothing, quietly.
"""

from typing import Annotated, Any, Literal  # Any: metadata, context, values and documents are the caller's JSON

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, JsonValue

from chalicelib.api.body import canonical
from chalicelib.domain.errors import PromptTooLong

PROMPT = 10_000
METADATA = 16 * 1024
ACTION_NAME = 200
LONGEST_KEY = 512


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Secretive(Body):
    """A body with credentials in it: what was sent is never quoted back."""


def _prompt(value: Any) -> Any:
    if isinstance(value, str) and len(value) > PROMPT:
        raise PromptTooLong(
            f"prompt: {len(value)} characters are too many: shorten it to at most {PROMPT} "
            "(facts may go to 'context')",
            details=[{"field": "prompt", "message": f"at most {PROMPT} characters; got {len(value)}"}],
        )
    return value


def _not_blank(value: str) -> str:
    if not value.strip():
        raise ValueError("must not be blank: say what is wanted")
    return value


def _printable(value: str) -> str:
    if not value.isprintable():
        raise ValueError("must not hold control characters")
    return value


def _as_key(value: str) -> str:
    """It becomes part of a stored item's key, and those are counted in bytes."""
    if len(value.encode()) > LONGEST_KEY:
        raise ValueError(f"must be at most {LONGEST_KEY} bytes as UTF-8: use a shorter id")
    return value


def _small(value: dict[str, Any]) -> dict[str, Any]:
    size = len(canonical(value))
    if size > METADATA:
        raise ValueError(f"must be at most {METADATA} bytes as JSON; it has {size}: keep what is large on your side")
    return value


def _facts(value: dict[str, Any]) -> dict[str, Any]:
    for name in ("locale", "currency", "timezone"):
        if name in value and not isinstance(value[name], str):
            raise ValueError(f"{name!r} must be a string, such as {_FACTS[name]!r}")
    return value


_FACTS = {"locale": "de-AT", "currency": "EUR", "timezone": "Europe/Vienna"}


def _schema(value: dict[str, Any] | None) -> dict[str, Any] | None:
    if value is None:
        return None
    from jsonschema import Draft202012Validator, SchemaError

    try:
        Draft202012Validator.check_schema(value)
    except SchemaError as wrong:
        where = "/".join(str(part) for part in wrong.absolute_path) or "its top"
        raise ValueError(f"must be a JSON Schema (2020-12); at {where}: {wrong.message[:200]}") from None
    return value


def no_default(schema: dict[str, Any]) -> None:
    """A patch that leaves a field out leaves it as it is: there is no default to tell of."""
    schema.pop("default", None)


Prompt = Annotated[str, Field(min_length=1, max_length=PROMPT), BeforeValidator(_prompt), AfterValidator(_not_blank)]
Label = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_printable), AfterValidator(_not_blank)]
UserId = Annotated[
    str, Field(min_length=1, max_length=256), AfterValidator(_printable), AfterValidator(_as_key)
]
SubAgentName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{1,62}$")]
ToolName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,62}$")]
Pattern = Annotated[str, Field(pattern=r"^[A-Za-z0-9_*?-]+(\.[A-Za-z0-9_*?./-]+)?$", max_length=ACTION_NAME)]
Patterns = Annotated[list[Pattern], Field(max_length=200)]
Url = Annotated[str, Field(min_length=1, max_length=2048)]
OAuthScope = Annotated[str, Field(pattern=r"^[!#-\[\]-~]{1,200}$")]
Effect = Literal["read", "idempotent", "unsafe"]
Scope = Literal["tasks:read", "tasks:write", "approve", "admin"]


class TaskBody(Body):
    """A prompt for a sub-agent."""

    prompt: Prompt = Field(description="What is wanted, in plain language.")
    sub_agent: Annotated[str, Field(min_length=1, max_length=100)] = Field(description="The name of one deployed.")
    user_id: UserId | None = Field(None, description="The end user whose connections and preferences apply.")
    metadata: Annotated[dict[str, JsonValue], AfterValidator(_small)] = Field(
        default_factory=dict, description="Returned untouched; at most 16 KB as JSON."
    )
    mode: Literal["live", "test", "shadow"] = Field(
        "live", description="`test` plans and executes nothing; `shadow` runs reads and stops before every write."
    )
    approve: Literal["none", "plan"] = Field("none", description="`plan` waits for a person before the first write.")
    context: Annotated[dict[str, JsonValue], AfterValidator(_facts)] = Field(
        default_factory=dict, description="Facts about the user: `locale`, `currency`, `timezone`, anything else."
    )
    output_schema: Annotated[dict[str, JsonValue] | None, AfterValidator(_schema)] = Field(
        None, description="JSON Schema of the promised result."
    )
    training: bool = Field(True, description="false reads no memory and writes none.")
    max_steps: Annotated[int, Field(ge=1, le=50)] = Field(50, description="A lower cap for this task.")


class BatchItem(TaskBody):
    """A task of a batch; sent again under the same key it is the same task."""

    idempotency_key: Annotated[str, Field(min_length=1, max_length=255), AfterValidator(_printable)] | None = None


class BatchBody(Body):
    """Up to 1,000 tasks; each is accepted or refused by itself."""

    tasks: Annotated[list[JsonValue], Field(min_length=1, max_length=1000)] = Field(
        description="Bodies of POST /v1/tasks, each with an `idempotency_key` if you like."
    )


class InputBody(Body):
    """The answer to a waiting task."""

    decision: Literal["approve", "reject", "edit", "happened", "did_not_happen"] | None = None
    values: dict[str, JsonValue] = Field(default_factory=dict, description="The fields that were asked for.")
    step: Annotated[str, Field(min_length=1, max_length=64)] | None = Field(
        None, description="Which question, as `waiting.step` names it; by default the one that waits."
    )


class RetryBody(Body):
    """What to do again of an ended task."""

    from_step: Annotated[str, Field(min_length=1, max_length=100)] = Field(
        description="Label or id of a step: it, everything after it, and whatever had not finished are done again."
    )
    inputs: dict[str, JsonValue] = Field(default_factory=dict, description="Inputs of that step that change.")
    max_steps: Annotated[int, Field(ge=1, le=50)] | None = Field(None, description="By default the old task's cap.")
    outcomes: dict[str, Literal["happened", "did_not_happen"]] = Field(
        default_factory=dict, description="What became of steps whose outcome is unknown, by label; needs `approve`."
    )


class ConnectionBody(Secretive):
    """A key or token pair for one tool, of one user or (without `user_id`) of the whole account."""

    tool: ToolName
    user_id: UserId | None = None
    credentials: Annotated[dict[str, JsonValue], Field(min_length=1)] = Field(
        description="By the tool's auth: api_key · token · username, password · access_token, refresh_token, expires_in"
    )


class ConsentBody(Body):
    """Whose consent to what: of one user or (without `user_id`) of the whole account."""

    tool: ToolName
    user_id: UserId | None = None
    scopes: Annotated[list[OAuthScope], Field(max_length=100)] = Field(
        default_factory=list, description="On top of those that the tool's registration asks for and those held."
    )


class WebhookBody(Body):
    url: Url


class KeyBody(Body):
    name: Label
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=4)] = Field(
        ["tasks:read", "tasks:write"]
    )


class SwitchBody(Body):
    """Which kill switch; without a sub-agent, the whole account's."""

    sub_agent: Annotated[str, Field(min_length=1, max_length=100)] | None = None


class StopBody(SwitchBody):
    """Throw a kill switch."""

    reason: Annotated[str, Field(max_length=500)] = ""


class LessonPatch(Body):
    """Only what changes.  A pinned lesson is used whatever its evidence; a disabled one never.

    `"disabled": false` brings a suspended lesson back as well.
    """

    pinned: bool = Field(False, json_schema_extra=no_default)
    disabled: bool = Field(False, json_schema_extra=no_default)
