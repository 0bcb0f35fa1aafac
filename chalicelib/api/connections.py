"""Credentials of users for tools: stored sealed, answered as handles, never shown again.

A credential that is stored answers the tasks that wait for it (`engine.consents`), however it came.
"""

from dataclasses import dataclass
from typing import Any  # Any: handles are JSON

from chalicelib.api import validate
from chalicelib.api.http import Home, Request, Response
from chalicelib.api.models import ConnectionBody, ConsentBody
from chalicelib.api.paging import page
from chalicelib.api.queries import ConnectionQuery, NoQuery
from chalicelib.api.times import iso
from chalicelib.domain.errors import Conflict
from chalicelib.engine import registry
from chalicelib.engine.consents import site, storing
from chalicelib.engine.links import return_address
from chalicelib.engine.ports import Consent
from chalicelib.tools.connections import ACCOUNT_WIDE, Connections
from chalicelib.tools.consent import Consents
from chalicelib.tools.oauth import OAuth, Site
from chalicelib.tools.redact import Secrets
from chalicelib.tools.transport import Transport


@dataclass(frozen=True, slots=True)
class Connecting:
    """What connects a service, made for one request: the secrets that it meets are forgotten with it."""

    connections: Connections
    oauth: OAuth
    consents: Consents


def connecting(home: Home) -> Connecting:
    ports, secrets = home.ports, Secrets()
    connections = Connections(ports.store, ports.vault, ports.now, secrets)
    oauth = OAuth(connections, Transport(home.guard), secrets, ports.now, ports.token)
    consents = Consents(ports.store, ports.vault, home.guard, connections, oauth, ports.now, ports.token)
    return Connecting(connections, oauth, consents)


def store(request: Request, home: Home) -> Response:
    """In the place of an earlier credential of the same user for the same tool."""
    validate.query(request, NoQuery)
    body = validate.body(request, ConnectionBody)
    account = request.account
    tool = registry.find_tool(home.ports, account, body.tool)
    connections = connecting(home).connections
    handle = storing(
        home.engine, account, tool.name, body.user_id,
        lambda: connections.store(account, tool.name, tool.auth, body.credentials, body.user_id),
    )
    return Response(200, _view(handle))


def ask(request: Request, home: Home) -> Response:
    """A link for consent that no task waits for."""
    validate.query(request, NoQuery)
    body = validate.body(request, ConsentBody)
    tool = registry.find_tool(home.ports, request.account, body.tool)
    expires = home.ports.now() + home.engine.settings.input_expiry
    link = connecting(home).consents.link(Consent(
        request.account, tool.name, body.user_id, site(tool), return_address(home.engine.settings), expires,
        tuple(body.scopes),
    ))
    if not link.url:
        raise Conflict(f"nobody can be asked for consent to {tool.name}: {link.problem}", code="no_consent")
    return Response(201, {
        "tool": tool.name, "user_id": body.user_id, "auth_url": link.url, "scopes": list(link.scopes),
        "expires_at": iso(expires),
    })


def index(request: Request, home: Home) -> Response:
    asked = validate.query(request, ConnectionQuery)
    found = connecting(home).connections.list(request.account, asked.user_id)
    return Response(200, page(found, asked, lambda one: (one["created_at"], one["id"]), _view))


def remove(request: Request, home: Home) -> Response:
    """Deleted here first, whatever the provider says to the revocation that is asked of it then."""
    account, here = request.account, connecting(home)
    handle = here.connections.handle(account, request.params["id"])
    user = handle["user_id"] or ACCOUNT_WIDE
    kept = here.connections.get(account, user, handle["tool"])
    client = here.connections.client(account, user, handle["tool"])
    tool = registry.tool_if_any(home.ports, account, handle["tool"])
    here.connections.delete(account, handle["id"])
    if tool is None or not tool.auth.get("revocation_url") or kept is None or not kept.holds_token:
        return Response(204)
    why = here.oauth.revoke(Site(site(tool), account.endswith(".test")), kept, client)
    told = {"revocation": "failed", "detail": why} if why else {"revocation": "revoked"}
    return Response(200, {"id": handle["id"], "deleted": True, **told})


def _view(handle: dict[str, Any]) -> dict[str, Any]:
    times = {name: iso(at) if at is not None else None for name, at in handle.items() if name.endswith("_at")}
    return {**handle, **times}
