"""Where a partition's events go.  The signing secret is shown once, when it is made."""

from typing import Any  # Any: answers are JSON

from chalicelib.api import idempotency, validate
from chalicelib.api.http import Home, Request, Response
from chalicelib.api.models import WebhookBody
from chalicelib.api.queries import NoQuery
from chalicelib.engine import registry
from chalicelib.engine.keys import Token


def store(request: Request, home: Home) -> Response:
    validate.query(request, NoQuery)
    body = validate.body(request, WebhookBody)
    home.guard.check(body.url)
    secret = registry.set_webhook(home.ports, request.account, body.url, token=home.ports.token)
    return Response(200, {"url": body.url, "secret": secret})


def rotate(request: Request, home: Home) -> Response:
    """A new secret; for a day events are signed with the old one as well."""
    validate.optional_body(request, NoQuery)

    def make(token: Token) -> dict[str, Any]:
        url, secret = registry.rotate_webhook(home.ports, request.account, token=token)
        return {"url": url, "secret": secret}

    return Response(200, idempotency.once(
        request, home, "webhook", make, shown_once="secret", redraw=registry.webhook_secret
    ))
