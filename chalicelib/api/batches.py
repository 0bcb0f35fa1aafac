"""Batches: many tasks in one call, each accepted or refused by itself."""

from collections.abc import Sequence
from typing import Any  # Any: bodies are JSON

from chalicelib.api import idempotency, validate
from chalicelib.api.body import canonical, digest
from chalicelib.api.http import Home, Request, Response
from chalicelib.api.models import BatchBody, BatchItem
from chalicelib.api.queries import NoQuery
from chalicelib.api.routes import TASK
from chalicelib.domain.errors import InvalidRequest, ReplanError, TooLarge
from chalicelib.engine import batches
from chalicelib.engine.batches import Said, Wanted
from chalicelib.engine.intake import TaskRequest
from chalicelib.engine.keys import Token


def create(request: Request, home: Home) -> Response:
    """Each body's own key counts; without one, the call's Idempotency-Key and the body's place."""
    validate.query(request, NoQuery)
    bodies = validate.body(request, BatchBody).tasks
    key = idempotency.header(request)
    wanted = [checked(body, f"{key}#{n}" if key else None) for n, body in enumerate(bodies)]

    def make(token: Token) -> dict[str, Any]:
        batch_id = f"batch_{token(16)}"
        said = batches.accept_all(
            home.engine, request.account, batch_id, wanted, created_by=request.key.id, secret=home.settings.pepper
        )
        return answer(batch_id, said)
    made = idempotency.once(request, home, "batch", make)
    return Response(201, made, {"Location": f"/v1/batches/{made['id']}"})


def show(request: Request, home: Home) -> Response:
    validate.query(request, NoQuery)
    return Response(200, batches.progress(home.engine, request.account, request.params["id"]))


def checked(body: Any, key: str | None) -> Wanted | ReplanError:
    """What is wanted, or why it is no task.  `key` stands in where the body has none of its own."""
    try:
        if not isinstance(body, dict):
            raise InvalidRequest("a task must be a JSON object, as POST /v1/tasks takes it")
        if len(canonical(body)) > TASK:
            raise TooLarge(f"the task has {len(canonical(body))} bytes; one takes at most {TASK}")
        fields = validate.check(body, BatchItem).model_dump()
    except ReplanError as error:
        return error
    own = fields.pop("idempotency_key")
    return Wanted(TaskRequest(**fields), own or key, digest({**body, "idempotency_key": None}))


def answer(batch_id: str, said: Sequence[Said]) -> dict[str, Any]:
    accepted = sum(isinstance(one, str) for one in said)
    return {
        "id": batch_id, "accepted": accepted, "refused": len(said) - accepted, "data": batches.shown(said),
    }
