"""Tools: compiled when they are registered, so that a task never reads a specification."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any  # Any: registrations and answers are JSON

from chalicelib.api import idempotency, validate
from chalicelib.api.http import Home, Request, Response
from chalicelib.api.paging import page
from chalicelib.api.queries import NoQuery, PageQuery
from chalicelib.api.times import iso
from chalicelib.api.tool_models import ToolBody
from chalicelib.domain.errors import InvalidRequest
from chalicelib.domain.tool import AUTHENTICATE, REFRESH, Action
from chalicelib.engine import deploy, registration, registry
from chalicelib.engine.keys import Token
from chalicelib.engine.registry import Registered

SOURCES = ("openapi", "openapi_url", "mcp_url", "capabilities")
FETCH_S = 20.0


def register(request: Request, home: Home) -> Response:
    from chalicelib.tools import compile_tool

    validate.query(request, NoQuery)
    sent = validate.body(request, ToolBody).model_dump(exclude_none=True)
    _one_source(sent)

    def make(_: Token) -> dict[str, Any]:
        tool = compile_tool({**sent, **_read(sent, request.account, home)}, home.guard)
        registered, suspended = registration.register(home.ports, request.account, tool)
        told = {"suspended_lessons": [asdict(one) for one in suspended]} if suspended else {}
        view = _view(registered)
        return {**view, **told, "warnings": [*view["warnings"], *_not_yet_used(registered, request.account, home)]}

    answer = idempotency.once(request, home, "tool", make)
    return Response(201, answer, {"Location": f"/v1/tools/{answer['name']}"})


def index(request: Request, home: Home) -> Response:
    asked = validate.query(request, PageQuery)
    found = registry.listed_tools(home.ports, request.account)
    return Response(200, page(found, asked, lambda tool: (tool.registered_at, tool.name), _view))


def show(request: Request, home: Home) -> Response:
    validate.query(request, NoQuery)
    found = registry.find_tool(home.ports, request.account, request.params["name"])
    (tool,) = registry.with_actions(home.ports, request.account, [found])
    return Response(200, {**_view(found), "actions": [_action(action) for action in tool.actions]})


def remove(request: Request, home: Home) -> Response:
    registry.delete_tool(home.ports, request.account, request.params["name"])
    return Response(204)


def _not_yet_used(tool: Registered, account: str, home: Home) -> Iterator[str]:
    """Why a task that is sent now would not find the tool as it was registered."""
    if account.endswith(".test") and not tool.sandbox_base_url:
        yield "no sandbox_base_url: tasks of a test key cannot call it; register it again with one, or with a live key"
    behind = deploy.behind(home.ports, account, tool)
    if behind:
        yield f"sub-agents keep what it was before until they are deployed anew: {', '.join(behind)}"


def _one_source(sent: Mapping[str, Any]) -> None:
    given = [name for name in SOURCES if name in sent]
    if len(given) != 1:
        message = f"give exactly one of {', '.join(SOURCES)}; got {' and '.join(given) or 'none'}"
        raise InvalidRequest(message, details=[{"field": given[-1] if given else "openapi", "message": message}])
    if "lambda_arn" in sent and given != ["capabilities"]:
        message = "a function is described by capabilities: give them with it, and no other source"
        raise InvalidRequest(message, details=[{"field": "lambda_arn", "message": message}])


def _read(sent: Mapping[str, Any], account: str, home: Home) -> dict[str, Any]:
    """What the source that is named by its address tells."""
    if "openapi_url" in sent:
        return {"openapi": _fetched(sent["openapi_url"], home)}
    if "mcp_url" in sent:
        return _told_by_server(sent, account, home)
    if "lambda_arn" in sent:
        home.toolbox.functions.check(sent, account)
    return {}


def _told_by_server(sent: Mapping[str, Any], account: str, home: Home) -> dict[str, Any]:
    from chalicelib.tools.mcp.listing import told_by_server

    told = told_by_server(home.toolbox, sent, account, FETCH_S)
    if not told["mcp"]["tools"] and _had_actions(sent.get("name"), account, home):
        message = "the server lists no tools now, and the tool has actions: store its connection again, or delete it"
        raise InvalidRequest(f"mcp_url: {message}", details=[{"field": "mcp_url", "message": message}])
    return told


def _had_actions(name: str | None, account: str, home: Home) -> bool:
    known = {tool.name: tool for tool in registry.listed_tools(home.ports, account)}
    return name in known and any(action not in (AUTHENTICATE, REFRESH) for action in known[name].actions)


def _fetched(url: str, home: Home) -> str:
    """The document at `url`, from a vetted address only."""
    from chalicelib.tools import request as outgoing
    from chalicelib.tools.transport import Answer, TooBig, Transport

    home.guard.vet(url, "openapi_url")
    asked = outgoing.Request("GET", url, {"Accept": "application/json, application/yaml, */*"})
    largest = home.settings.largest_document
    match Transport(home.guard, largest=largest).send(asked, FETCH_S, follow=True):
        case Answer(200, _, body):
            return body.decode("utf-8", "replace")
        case Answer(status):
            said = f"the address answered with status {status}"
        case TooBig():
            said = f"the document has more than {largest} bytes, which REPLAN_LARGEST_DOCUMENT_MB sets here"
        case other:
            said = other.detail
    message = f"no document could be read: {said}; give one that is public, or send it inline as 'openapi'"
    raise InvalidRequest(f"openapi_url: {message}", details=[{"field": "openapi_url", "message": message}])


def _view(tool: Registered) -> dict[str, Any]:
    return {
        "name": tool.name, "description": tool.description, "base_url": tool.base_url,
        "sandbox_base_url": tool.sandbox_base_url, "auth": dict(tool.auth),
        "actions_available": len(tool.actions), "registered_at": iso(tool.registered_at),
        "warnings": list(tool.warnings), "changes": dict(tool.changes) or None, **tool.limits,
    }


def _action(action: Action) -> dict[str, Any]:
    return {
        "name": action.name, "description": action.description, "effect": action.effect,
        "input_schema": action.input_schema, "output_schema": action.output_schema,
        "scopes": list(action.scopes),
    }
