"""Credentials of users for tools: stored sealed, answered as handles, never shown again."""

from typing import Any  # Any: handles are JSON

from chalicelib.api import validate
from chalicelib.api.http import Home, Request, Response
from chalicelib.api.models import ConnectionBody
from chalicelib.api.paging import page
from chalicelib.api.queries import ConnectionQuery, NoQuery
from chalicelib.api.times import iso
from chalicelib.engine import registry
from chalicelib.tools.connections import Connections
from chalicelib.tools.redact import Secrets


def store(request: Request, home: Home) -> Response:
    """In the place of an earlier credential of the same user for the same tool."""
    validate.query(request, NoQuery)
    body = validate.body(request, ConnectionBody)
    tool = registry.find_tool(home.ports, request.account, body.tool)
    handle = _connections(home).store(request.account, tool.name, tool.auth, body.credentials, body.user_id)
    return Response(200, _view(handle))


def index(request: Request, home: Home) -> Response:
    asked = validate.query(request, ConnectionQuery)
    found = _connections(home).list(request.account, asked.user_id)
    return Response(200, page(found, asked, lambda one: (one["created_at"], one["id"]), _view))


def remove(request: Request, home: Home) -> Response:
    _connections(home).delete(request.account, request.params["id"])
    return Response(204)


def _connections(home: Home) -> Connections:
    return Connections(home.ports.store, home.ports.vault, home.ports.now, Secrets())


def _view(handle: dict[str, Any]) -> dict[str, Any]:
    times = {name: iso(at) if at is not None else None for name, at in handle.items() if name.endswith("_at")}
    return {**handle, **times}
