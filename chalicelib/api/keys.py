"""API keys: made in the partition of the key that asks, shown once, revoked at once."""

from typing import Any  # Any: answers are JSON

from chalicelib.api import idempotency, validate
from chalicelib.api.http import Home, Request, Response
from chalicelib.api.models import KeyBody
from chalicelib.api.paging import page
from chalicelib.api.queries import NoQuery, PageQuery
from chalicelib.api.times import iso
from chalicelib.engine import keys
from chalicelib.engine.keys import Key, Token

WARNING = "Keep this key secret, whatever its prefix: it is shown only this once."


def create(request: Request, home: Home) -> Response:
    validate.query(request, NoQuery)
    body = validate.body(request, KeyBody)

    def make(token: Token) -> dict[str, Any]:
        made, secret = keys.create(
            home.ports.store, home.settings.pepper, request.account, body.name, tuple(dict.fromkeys(body.scopes)),
            token=token, now=home.ports.now(), created_by=request.key,
        )
        return {**_view(made), "key": secret, "warning": WARNING}

    return Response(201, idempotency.once(
        request, home, "key", make, shown_once="key", redraw=lambda token: keys.draw(request.account, token)
    ))


def index(request: Request, home: Home) -> Response:
    asked = validate.query(request, PageQuery)
    found = keys.listing(home.ports.store, request.account)
    return Response(200, page(found, asked, lambda key: (key.created_at, key.id), _view))


def remove(request: Request, home: Home) -> Response:
    keys.revoke(home.ports.store, request.account, request.params["id"])
    return Response(204)


def _view(key: Key) -> dict[str, Any]:
    return {
        "id": key.id, "name": key.name, "mode": key.mode, "scopes": list(key.scopes), "hint": key.hint + "…",
        "created_at": iso(key.created_at), "created_by": key.created_by or None,
    }
