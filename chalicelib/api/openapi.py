"""The API's description, made from the table of routes and the models that validate it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any  # Any: an OpenAPI document is JSON

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from chalicelib import __version__
from chalicelib.api import answers, models, queries, subagent_models, tool_models, user_answers
from chalicelib.api.http import Home, Request, Response
from chalicelib.api.routes import ROUTES, Route

REF = "#/components/schemas/{model}"
SHARED = {
    "400": "The request cannot be read.", "401": "The API key is missing or unknown.",
    "403": "The key lacks a scope.", "404": "There is no such thing in this account.",
    "409": "The thing is in another state than the call needs.", "413": "The body is too large.",
    "415": "The body is not JSON.", "422": "A field is wrong; `details` names it.",
    "500": "A mistake of ours.", "503": "Something that is needed is not there now; try again.",
}


@dataclass(frozen=True, slots=True)
class Doc:
    """`created`: the call takes an Idempotency-Key.  `page`: it answers a page for a person."""

    summary: str
    answer: type[BaseModel] | None
    status: int = 200
    body: type[BaseModel] | None = None
    query: type[BaseModel] | None = None
    created: bool = False
    page: bool = False


DOCS: Mapping[str, Doc] = {
    "health:show": Doc("Whether the service answers", answers.Health),
    "openapi:show": Doc("This document", answers.Answer),
    "tasks:create": Doc("Submit a prompt", answers.Task, 201, models.TaskBody, created=True),
    "batches:create": Doc(
        "Submit up to 1,000 prompts", answers.BatchAnswer, 201, models.BatchBody, created=True
    ),
    "batches:show": Doc("How far a batch has come", answers.Batch),
    "tasks:index": Doc("List tasks, newest first", answers.Tasks, query=queries.TaskQuery),
    "tasks:show": Doc("Read a task", answers.Task),
    "tasks:cancel": Doc("Cancel a task; no new step starts", answers.Task),
    "tasks:answer": Doc("Answer a waiting task", answers.Task, body=models.InputBody),
    "tasks:retry": Doc(
        "Do an ended task again from a step, as a new task", answers.Task, 201, models.RetryBody, created=True
    ),
    "tasks:trace": Doc("What a task did, step by step, and why", answers.Trace),
    "tasks:recording": Doc(
        "What is needed to plan an ended task again, executing nothing", answers.Recording, query=queries.RecordingQuery
    ),
    "tasks:events": Doc("Follow a task by long poll", answers.Events, query=queries.EventQuery),
    "callbacks:receive": Doc("A tool tells that what it had begun is done", answers.Received),
    "subagents:create": Doc("Deploy a sub-agent", answers.SubAgent, 201, subagent_models.SubAgentBody, created=True),
    "subagents:index": Doc("List sub-agents", answers.SubAgents, query=queries.PageQuery),
    "subagents:show": Doc("Read a sub-agent", answers.SubAgent),
    "subagents:change": Doc("Change a sub-agent", answers.SubAgent, body=subagent_models.SubAgentPatch),
    "subagents:remove": Doc("Delete a sub-agent", None, 204),
    "training:index": Doc("List what a sub-agent has learned", answers.Lessons, query=queries.TrainingQuery),
    "training:reset": Doc("Forget everything that a sub-agent has learned", None, 204),
    "training:show": Doc("Read a lesson and the tasks behind it", answers.Lesson),
    "training:change": Doc("Pin, disable or enable a lesson", answers.Lesson, body=models.LessonPatch),
    "training:remove": Doc("Delete a lesson; only tasks to come can teach it again", None, 204),
    "tools:register": Doc("Register or replace a tool", answers.Tool, 201, tool_models.ToolBody, created=True),
    "tools:index": Doc("List tools", answers.Tools, query=queries.PageQuery),
    "tools:show": Doc("Read a tool and its actions", answers.Tool),
    "tools:remove": Doc("Delete a tool", None, 204),
    "connections:store": Doc("Store a key or a token pair", answers.Connection, body=models.ConnectionBody),
    "connections:index": Doc("List connections", answers.Connections, query=queries.ConnectionQuery),
    "connections:ask": Doc("Get a link for a user to connect a service", answers.ConsentLink, 201, models.ConsentBody),
    "connections:remove": Doc("Delete a connection, and ask its provider to forget it", answers.Removed),
    "consent_return:receive": Doc(
        "Where a browser comes back from a consent", None, query=queries.ReturnQuery, page=True
    ),
    "users:erase": Doc("Delete everything of a user", user_answers.Deletion),
    "users:receipt": Doc("What the deletion of a user has removed", user_answers.Deletion),
    "webhook:store": Doc("Send events to a URL", answers.Webhook, body=models.WebhookBody),
    "webhook:rotate": Doc("Make a new signing secret", answers.Webhook, created=True),
    "switches:show": Doc("Read the kill switches", answers.Switches),
    "switches:stop": Doc("Stop the account or a sub-agent: nothing starts", answers.Switches, body=models.StopBody),
    "switches:release": Doc("Let it go on", answers.Switches, body=models.SwitchBody),
    "keys:create": Doc("Make an API key", answers.NewKey, 201, models.KeyBody, created=True),
    "keys:index": Doc("List API keys", answers.Keys, query=queries.PageQuery),
    "keys:remove": Doc("Revoke an API key, at once", None, 204),
}


def show(request: Request, home: Home) -> Response:
    return Response(200, document())


@lru_cache(maxsize=1)
def document() -> dict[str, Any]:
    paths: dict[str, dict[str, Any]] = {}
    for route in ROUTES:
        if route.handler in DOCS:
            paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, DOCS[route.handler])
    return {
        "openapi": "3.1.0",
        "info": {"title": "Replan", "version": __version__, "description": "A prompt becomes a workflow, and is done."},
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer", "description": "pk_test_… or pk_live_…"}},
        },
    }


def _operation(route: Route, doc: Doc) -> dict[str, Any]:
    made: dict[str, Any] = {
        "operationId": route.handler.replace(":", "_"), "summary": doc.summary,
        "tags": [route.handler.partition(":")[0]],
        "security": [] if route.scopes is None else [{"key": []}],
        "parameters": [*_path_parameters(route), *_query_parameters(doc), *_headers(doc)],
        "responses": {str(doc.status): _success(doc), **_refusals(route)},
    }
    if route.scopes:
        made["description"] = f"Needs scope {' or '.join(f'`{scope}`' for scope in route.scopes)}."
    if doc.body:
        made["requestBody"] = {"required": True, "content": _json(doc.body)}
    return made


def _success(doc: Doc) -> dict[str, Any]:
    if doc.page:
        return {"description": doc.summary, "content": {"text/html": {"schema": {"type": "string"}}}}
    return {"description": doc.summary, **({"content": _json(doc.answer)} if doc.answer else {})}


def _refusals(route: Route) -> dict[str, Any]:
    said = {} if route.scopes is None else SHARED
    return {status: {"description": text, "content": _json(answers.Refusal)} for status, text in said.items()}


def _path_parameters(route: Route) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"{(\w+)}", route.path)
    ]


def _query_parameters(doc: Doc) -> list[dict[str, Any]]:
    properties = doc.query.model_json_schema()["properties"] if doc.query else {}
    return [{"name": name, "in": "query", "schema": schema} for name, schema in properties.items()]


def _headers(doc: Doc) -> list[dict[str, Any]]:
    key = {
        "name": "Idempotency-Key", "in": "header", "schema": {"type": "string", "minLength": 1, "maxLength": 255},
        "description": "The same key and body within 24 hours give the first answer again.",
    }
    return [key] if doc.created else []


def _json(model: type[BaseModel]) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": REF.format(model=model.__name__)}}}


def _schemas() -> dict[str, Any]:
    bodies = {doc.body for doc in DOCS.values() if doc.body}
    shown = {doc.answer for doc in DOCS.values() if doc.answer} | {answers.Refusal}
    wanted = sorted(bodies | shown, key=lambda model: model.__name__)
    _, made = models_json_schema([(model, "validation") for model in wanted], ref_template=REF)
    schemas: dict[str, Any] = made["$defs"]
    return schemas
