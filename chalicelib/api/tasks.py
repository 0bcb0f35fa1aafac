"""Tasks: accepted here, carried out elsewhere.  No call of these waits for the work, except a long poll."""

import time
from typing import Any  # Any: answers are JSON

from chalicelib.api import idempotency, validate
from chalicelib.api.body import digest
from chalicelib.api.http import Home, Request, Response
from chalicelib.api.models import InputBody, RetryBody, TaskBody
from chalicelib.api.queries import EventQuery, NoQuery, RecordingQuery, TaskQuery
from chalicelib.domain.control import Control
from chalicelib.domain.errors import Forbidden, InvalidRequest
from chalicelib.engine import intake, listing, signals, tasks
from chalicelib.engine import trace as traces

LOOK_AGAIN = 0.2
ENDED = ("complete", "failed", "cancelled")


def create(request: Request, home: Home) -> Response:
    validate.query(request, NoQuery)
    body = validate.body(request, TaskBody)
    wanted = intake.TaskRequest(**body.model_dump())
    task = intake.accept(
        home.ports, home.engine.settings, request.account, wanted,
        idempotency_key=idempotency.header(request), body_hash=digest(request.json()),
        created_by=request.key.id, secret=home.settings.pepper,
    )
    return Response(201, tasks.view(home.ports, task, Control()), {"Location": f"/v1/tasks/{task.id}"})


def index(request: Request, home: Home) -> Response:
    asked = validate.query(request, TaskQuery)
    return Response(200, listing.page(home.ports, request.account, **asked.model_dump()))


def show(request: Request, home: Home) -> Response:
    validate.query(request, NoQuery)
    return Response(200, _view(request, home))


def cancel(request: Request, home: Home) -> Response:
    validate.optional_body(request, NoQuery)
    signals.cancel(home.engine, request.account, request.params["id"])
    return Response(200, _view(request, home))


def answer(request: Request, home: Home) -> Response:
    """Values need `tasks:write`; a decision is somebody's judgement and needs `approve`."""
    body = validate.body(request, InputBody)
    if body.decision is None and not body.values:
        message = "give 'values' with the fields that GET /v1/tasks/{id} shows under 'waiting', or a 'decision'"
        raise InvalidRequest(message, details=[{"field": "values", "message": message}])
    needed = "approve" if body.decision else "tasks:write"
    if needed not in request.key.scopes:
        raise Forbidden(f"key {request.key.name!r} has no scope for this answer: it needs {needed}")
    signals.answer(
        home.engine, request.account, request.params["id"],
        decision=body.decision, values=body.values, who=request.key.id, name=request.key.name, question=body.step,
    )
    return Response(200, _view(request, home))


def retry(request: Request, home: Home) -> Response:
    """A new task; `outcomes` are somebody's judgement and need `approve`, as the answer to a waiting task does."""
    from chalicelib.engine import retry as retries
    from chalicelib.engine.kept import RetryRequest

    validate.query(request, NoQuery)
    body = validate.body(request, RetryBody)
    if body.outcomes and "approve" not in request.key.scopes:
        raise Forbidden(f"key {request.key.name!r} has no scope for 'outcomes': it needs approve")
    task, control = retries.retry(
        home.engine, request.account, request.params["id"], RetryRequest(**body.model_dump()),
        idempotency_key=idempotency.header(request), body_hash=digest(request.json()),
        created_by=request.key.id, secret=home.settings.pepper,
    )
    return Response(201, tasks.view(home.ports, task, control), {"Location": f"/v1/tasks/{task.id}"})


def trace(request: Request, home: Home) -> Response:
    validate.query(request, NoQuery)
    return Response(200, traces.trace(home.ports, request.account, request.params["id"]))


def recording(request: Request, home: Home) -> Response:
    """What a replay needs; `whole=false` leaves out what tasks of one version of a sub-agent have in common."""
    from chalicelib.engine import recording as recordings

    asked = validate.query(request, RecordingQuery)
    found = recordings.encode(recordings.recording(home.engine, request.account, request.params["id"]))
    shared = () if asked.whole == "true" else ("actions", "lessons")
    return Response(200, {name: part for name, part in found.items() if name not in shared})


def events(request: Request, home: Home) -> Response:
    """What has happened since `after`; if nothing has, the answer waits up to `wait` seconds for it."""
    asked = validate.query(request, EventQuery)
    deadline = time.monotonic() + asked.wait
    while True:
        found = tasks.events(home.ports, request.account, request.params["id"], asked.after)
        if found["data"] or found["status"] in ENDED or time.monotonic() + LOOK_AGAIN > deadline:
            return Response(200, found)
        time.sleep(LOOK_AGAIN)


def _view(request: Request, home: Home) -> dict[str, Any]:
    task, control = tasks.find(home.ports, request.account, request.params["id"])
    return tasks.view(home.ports, task, control)
