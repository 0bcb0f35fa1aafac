"""Where tools tell that what they had begun is done.  No key: the address in the path is the authority.

Whatever is wrong with an address is answered alike, so that nobody learns from it which ones there are.
"""

from typing import Any  # Any: what tools send is JSON
from urllib.parse import parse_qs

from chalicelib.api import validate
from chalicelib.api.http import Home, Request, Response
from chalicelib.api.queries import NoQuery
from chalicelib.domain.errors import InvalidRequest, NotFound
from chalicelib.engine import callback_address, callbacks

LONGEST = 1_000
FORM = "application/x-www-form-urlencoded"
UNKNOWN = "nothing waits for this callback"


def receive(request: Request, home: Home) -> Response:
    """Taken once; a second delivery, and one that comes too late, is answered in the same way."""
    token = request.params["token"]
    known = callback_address.read_token(home.engine.settings.callback_key, token) if len(token) <= LONGEST else None
    if known is None:
        raise NotFound(UNKNOWN)
    validate.query(request, NoQuery)
    try:
        callbacks.receive(home.engine, known, _body(request))
    except NotFound:
        raise NotFound(UNKNOWN) from None
    return Response(200, {"received": True})


def _body(request: Request) -> Any:
    """JSON, form fields, or nothing at all: tools differ."""
    if not request.body.strip():
        return None
    if not request.headers.get("content-type", "").lower().startswith(FORM):
        return request.json()
    try:
        fields = parse_qs(request.body.decode(), keep_blank_values=True, strict_parsing=True)
    except ValueError as wrong:
        raise InvalidRequest(f"the body is not form fields: {wrong}", malformed=True) from None
    return {name: values[-1] for name, values in fields.items()}
