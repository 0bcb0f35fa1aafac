"""Users: theirs is whatever was done or connected in their name, and it can be deleted."""

from pydantic import TypeAdapter, ValidationError

from chalicelib.api import validate
from chalicelib.api.http import Home, Request, Response
from chalicelib.api.models import UserId
from chalicelib.api.queries import NoQuery
from chalicelib.domain.errors import InvalidRequest
from chalicelib.engine import erase as deletion
from chalicelib.tools.connections import ACCOUNT_WIDE


def erase(request: Request, home: Home) -> Response:
    """All that there is in one request, or the beginning of it: the sweeper goes on."""
    validate.query(request, NoQuery)
    return Response(200, deletion.erase(home.engine, request.account, _user(request)))


def receipt(request: Request, home: Home) -> Response:
    validate.query(request, NoQuery)
    return Response(200, deletion.receipt(home.engine, request.account, _user(request)))


def _user(request: Request) -> str:
    given = request.params["user_id"]
    try:
        user: str = TypeAdapter(UserId).validate_python(given)
    except ValidationError as error:
        raise _wrong(str(error.errors()[0]["msg"])) from None
    if user == ACCOUNT_WIDE:
        raise _wrong(f"{user!r} stands for the account itself: delete its connections one by one")
    return user


def _wrong(message: str) -> InvalidRequest:
    return InvalidRequest(f"user_id: {message}", details=[{"field": "user_id", "message": message}])
