"""What callers get, for the API's description.  Answers may grow: fields that are not here can come."""

from typing import Any, Literal  # Any: results, previews and metadata are JSON of any shape

from pydantic import BaseModel, ConfigDict, Field

Status = Literal["pending", "running", "waiting", "complete", "failed", "cancelled"]
StepStatus = Literal["pending", "running", "complete", "failed", "waiting", "skipped", "unknown"]


class Answer(BaseModel):
    model_config = ConfigDict(extra="allow")


class Problem(Answer):
    code: str
    message: str
    details: list[dict[str, str]] | None = None


class Refusal(Answer):
    """Every answer that is not a success."""

    error: Problem


class TaskError(Answer):
    code: str
    message: str
    tool: str | None
    action: str | None
    step: str | None
    recoverable: bool
    suggestion: str | None


class Task(Answer):
    id: str
    status: Status
    sub_agent: str
    created_at: str
    metadata: dict[str, Any]
    mode: Literal["live", "test", "shadow"]
    retry_of: str | None = None
    batch: str | None = None
    started_at: str | None = None
    finished_at: str | None = None
    result: Any = None
    error: TaskError | None = None
    waiting: dict[str, Any] | None = None


class Collection(Answer):
    has_more: bool
    next_cursor: str | None


class Tasks(Collection):
    data: list[Task]


class BatchAnswer(Answer):
    """`data` has one entry for each body, in order: `id` and `status`, or `error`."""

    id: str
    accepted: int
    refused: int
    data: list[dict[str, Any]]


class Batch(Answer):
    """How far a batch has come."""

    id: str
    created_at: str
    accepted: int
    refused: int
    counts: dict[Status, int]
    done: bool
    tasks: list[dict[str, str]]


class Received(Answer):
    received: bool


class TraceStep(Answer):
    tool: str
    action: str
    status: StepStatus
    duration_ms: int
    note: str | None = None
    id: str
    label: str
    revision: int
    reason: str
    depends_on: list[str]
    started_at: str | None
    attempts: list[dict[str, Any]]
    kept_from: str | None = None
    input: Any = None
    output: Any = None
    error: dict[str, Any] | None = None
    approvals: list[dict[str, Any]] | None = None


class Trace(Answer):
    task_id: str
    sub_agent: str
    steps: list[TraceStep]
    total_duration_ms: int
    wall_clock_ms: int
    plan_revisions: int
    versions: dict[str, Any]


class Recording(Answer):
    """`records` are the attempts with their whole outputs, secrets taken out; there is no way to call a tool in it."""

    task: dict[str, Any]
    purpose: str
    versions: dict[str, Any]
    steps: list[dict[str, Any]]
    records: list[dict[str, Any]]
    actions: list[dict[str, Any]] | None = None
    lessons: list[dict[str, Any]] | None = None


class Events(Answer):
    """`next` is the `after` of the next call."""

    data: list[dict[str, Any]]
    status: Status
    next: int


class SubAgent(Answer):
    id: str
    name: str
    prompt: str
    status: Literal["deployed"]
    tools_available: int
    tools: list[str]
    actions: list[str]
    effects: list[str]
    requires_approval: list[str | dict[str, str]]
    limits: dict[str, Any]
    record: Literal["full", "shape", "none"]
    created_at: str
    warnings: list[str]


class SubAgents(Collection):
    data: list[SubAgent]


class LessonEvidence(Answer):
    """How many tasks speak for the lesson, and against it."""

    for_: int = Field(alias="for")
    against: int


class Lesson(Answer):
    """`says` is the lesson in a plain sentence, `tasks` the latest that it rests on; `votes` only of a single one."""

    id: str
    kind: Literal["remedy", "case", "fact", "word"]
    key: str
    says: str
    evidence: LessonEvidence
    confidence: float
    tasks: list[str]
    learned_at: str
    last_used_at: str | None
    pinned: bool
    disabled: bool
    suspended: dict[str, str] | None
    usable: bool
    content: dict[str, Any]
    votes: list[dict[str, Any]] | None = None


class Lessons(Collection):
    data: list[Lesson]


class ToolChange(Answer):
    action: str
    breaking: bool
    says: list[str]


class ToolChanges(Answer):
    """How the tool differed from what it was, when it was last registered with a change."""

    tool: list[str]
    added: list[str]
    removed: list[str]
    changed: list[ToolChange]
    changed_not_shown: int | None = None


class Tool(Answer):
    name: str
    description: str
    base_url: str
    sandbox_base_url: str | None
    auth: dict[str, Any]
    actions_available: int
    actions: list[dict[str, Any]] | None = None
    registered_at: str
    warnings: list[str]
    changes: ToolChanges | None
    suspended_lessons: list[dict[str, str]] | None = None
    rate_limit: dict[str, int] | None = None
    max_concurrent: int | None = None


class Tools(Collection):
    data: list[Tool]


class Connection(Answer):
    id: str
    tool: str
    user_id: str | None


class Removed(Answer):
    """204 without this where the tool has no `revocation_url`.  It is deleted here, whatever the provider says."""

    id: str
    deleted: bool
    revocation: Literal["revoked", "failed"]
    detail: str | None = None


class ConsentLink(Answer):
    """Give `auth_url` to the user whose service it is to connect: whoever opens it connects a service of theirs."""

    tool: str
    user_id: str | None
    auth_url: str
    scopes: list[str]
    expires_at: str


class Connections(Collection):
    data: list[Connection]


class Key(Answer):
    id: str
    name: str
    mode: Literal["live", "test"]
    scopes: list[str]
    hint: str
    created_at: str


class NewKey(Key):
    """`key` is shown this once."""

    key: str
    warning: str


class Keys(Collection):
    data: list[Key]


class Webhook(Answer):
    """`secret` is shown this once."""

    url: str
    secret: str


class Switches(Answer):
    """`sub_agents`: those that are stopped, by name."""

    stopped: bool
    sub_agents: dict[str, dict[str, Any]]


class Health(Answer):
    status: Literal["ok"]
    version: str
