"""What may stand in a query string: every value is text, and a name that is not here is refused."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.api.models import UserId


class Query(BaseModel):
    """A query string: every value is text."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PageQuery(Query):
    limit: Annotated[int, Field(ge=1, le=100)] = 20
    cursor: Annotated[str, Field(min_length=1, max_length=1000)] | None = None


class TaskQuery(PageQuery):
    status: Literal["pending", "running", "waiting", "complete", "failed", "cancelled"] | None = None
    sub_agent: Annotated[str, Field(min_length=1, max_length=100)] | None = None
    user_id: UserId | None = None


class ConnectionQuery(PageQuery):
    user_id: UserId | None = None


class EventQuery(Query):
    after: Annotated[int, Field(ge=0, lt=2**53)] = 0
    wait: Annotated[int, Field(ge=0, le=20)] = 0


class RecordingQuery(Query):
    whole: Literal["true", "false"] = "true"


class TrainingQuery(PageQuery):
    kind: Literal["remedy", "case", "fact", "word"] | None = None
    usable: Literal["true", "false"] | None = None


class ReturnQuery(Query):
    """What a provider adds to the redirect address; whatever else it adds is ignored."""

    state: str
    code: str | None = None
    error: str | None = None
    iss: str | None = None


class NoQuery(Query):
    """No parameters."""
