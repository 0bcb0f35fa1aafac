"""What a registration of a tool may say, for the door that it comes in by."""

from typing import Annotated, Literal

from pydantic import Field, JsonValue

from chalicelib.api.models import Body, Effect, Patterns, Secretive, ToolName, Url


class RateLimit(Body):
    calls: Annotated[int, Field(ge=1, le=1_000_000)]
    per_seconds: Annotated[int, Field(ge=1, le=24 * 3600)] = 1


class Override(Body):
    """What is said of actions against their document; only the fields that differ."""

    effect: Effect | None = None
    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"] | None = Field(
        None, description="From one without a body to one with a body, inputs of the query become form fields."
    )
    description: Annotated[str, Field(min_length=1, max_length=1000)] | None = None
    failed_when: JsonValue = Field(None, description="{path, equals, reason}: when an answer is a failure.")


class ToolBody(Secretive):
    """A tool and exactly one source of its actions."""

    name: ToolName | None = Field(None, description="By default the title of the document, in lower case.")
    description: Annotated[str, Field(max_length=2000)] = ""
    base_url: Url | None = None
    sandbox_base_url: Url | None = None
    auth: dict[str, JsonValue] | None = Field(
        None, description="{type: none | api_key | bearer | basic | oauth2, …}; secrets go to /v1/connections."
    )
    allow: Patterns | None = None
    deny: Patterns | None = None
    overrides: dict[str, Override] | None = Field(
        None, description="What differs from the document, by action name or pattern."
    )
    effects: dict[str, Effect] | None = Field(None, description="Short for `overrides` of effects alone.")
    failed_when: JsonValue = Field(None, description="{path, equals, reason}: when an answer is a failure.")
    amounts: Literal["minor", "major"] | None = Field(
        None, description="Whether amounts of money count cents or the like; by default as the document says."
    )
    rate_limit: RateLimit | None = Field(None, description="At most so many calls of this account in any such period.")
    max_concurrent: Annotated[int, Field(ge=1, le=500)] | None = Field(
        None, description="At most so many calls of this account at once."
    )
    openapi: dict[str, JsonValue] | Annotated[str, Field(max_length=5_000_000)] | None = Field(
        None, description="An OpenAPI 3 or Swagger 2 document: as an object, or as JSON or YAML text."
    )
    openapi_url: Url | None = Field(None, description="Where such a document is, if it is larger than 5 MB or public.")
    mcp_url: Url | None = Field(
        None, description="A Model Context Protocol server over streamable HTTP: each of its tools is an action."
    )
    capabilities: Annotated[list[dict[str, JsonValue]], Field(min_length=1, max_length=1000)] | None = None
    lambda_arn: Annotated[str, Field(min_length=1, max_length=300)] | None = Field(
        None, description="With `capabilities`: a Lambda function that carries them out; the operator says which may."
    )
