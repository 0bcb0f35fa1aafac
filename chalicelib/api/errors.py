"""The one place where an error becomes a status and the envelope `{"error": {"code", "message"}}`."""

import logging
import traceback

from chalicelib.api.http import Request, Response
from chalicelib.domain.errors import (
    Conflict,
    Forbidden,
    InvalidRequest,
    MethodNotAllowed,
    NotFound,
    ReplanError,
    TooLarge,
    Unauthorized,
    Unavailable,
    UnsupportedMediaType,
)

LOG = logging.getLogger("replan.api")

STATUS: tuple[tuple[type[ReplanError], int], ...] = (
    (InvalidRequest, 422), (Unauthorized, 401), (Forbidden, 403), (NotFound, 404), (MethodNotAllowed, 405),
    (Conflict, 409), (TooLarge, 413), (UnsupportedMediaType, 415), (Unavailable, 503),
)


def refusal(error: ReplanError) -> Response:
    status = next((status for kind, status in STATUS if isinstance(error, kind)), 500)
    said: dict[str, object] = {"code": error.code, "message": error.detail}
    headers: dict[str, str] = {}
    if isinstance(error, InvalidRequest):
        status = 400 if error.malformed else status
        if error.details:
            said["details"] = list(error.details)
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if status == 503:
        headers["Retry-After"] = "5"
    return Response(status, {"error": said}, headers)


def defect(request: Request, error: Exception) -> Response:
    """A mistake of ours: logged by type and place only, because its text may hold what the caller sent."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    LOG.error("%s in %s %s, request %s\n%s", type(error).__name__, request.method, request.path, request.id, frames)
    return Response(500, {"error": {
        "code": "internal_error",
        "message": f"Something went wrong on our side. Try again; if it stays, report request {request.id!r}.",
    }})
