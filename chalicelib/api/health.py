"""Whether this process answers, and which version it is.  No key, no store: a load balancer asks often."""

from chalicelib import __version__
from chalicelib.api.http import Home, Request, Response


def show(request: Request, home: Home) -> Response:
    return Response(200, {"status": "ok", "version": __version__})
