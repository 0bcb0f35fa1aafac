"""Every route in one table, and the path of a call from the gateway to its handler and back.

The table is light on purpose: queue workers import the app too, so handlers and pydantic are imported at
the first call of a route.  An HTTP middleware answers every request before Chalice's own dispatch would:
that gives one envelope for every refusal, and the request object belongs to the call (the application's
`current_request` is shared by all threads).  The routes are registered for the sake of API Gateway, each
with every method, so that a wrong one reaches us and gets our 405; `/{proxy+}` does the same for paths.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from typing import TYPE_CHECKING, Any  # Any: Chalice's own types are loose
from urllib.parse import unquote

from chalice.app import Chalice
from chalice.app import Response as GatewayResponse

from chalicelib.api.errors import defect, refusal
from chalicelib.api.http import JSON_TYPE, Home, Request, Response
from chalicelib.api.observed import called_by, record
from chalicelib.domain.errors import Forbidden, MethodNotAllowed, NotFound, ReplanError, TooLarge, Unauthorized

if TYPE_CHECKING:
    from chalicelib.engine.keys import Key

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
CATCH_ALL = "/{proxy+}"

KB = 1024
SMALL = 64 * KB
TASK = 256 * KB
LARGE = 5 * KB * KB
LONGEST_ID = 128
BY_ADDRESS = ": register a larger document by its openapi_url"

READ, WRITE, APPROVE, ADMIN = "tasks:read", "tasks:write", "approve", "admin"
EITHER = (READ, WRITE, ADMIN)


@dataclass(frozen=True, slots=True)
class Route:
    """`scopes`: a key with one of them may call; empty: any key; None: no key is needed."""

    method: str
    path: str
    handler: str
    scopes: tuple[str, ...] | None
    limit: int = SMALL


ROUTES = (
    Route("GET", "/health", "health:show", None),
    Route("GET", "/v1/openapi.json", "openapi:show", ()),
    Route("POST", "/v1/tasks", "tasks:create", (WRITE,), TASK),
    Route("POST", "/v1/tasks/batch", "batches:create", (WRITE,), LARGE),
    Route("GET", "/v1/batches/{id}", "batches:show", (READ,)),
    Route("GET", "/v1/tasks", "tasks:index", (READ,)),
    Route("GET", "/v1/tasks/{id}", "tasks:show", (READ,)),
    Route("POST", "/v1/tasks/{id}/cancel", "tasks:cancel", (WRITE,)),
    Route("POST", "/v1/tasks/{id}/input", "tasks:answer", (WRITE, APPROVE), TASK),
    Route("POST", "/v1/tasks/{id}/retry", "tasks:retry", (WRITE,), TASK),
    Route("GET", "/v1/tasks/{id}/trace", "tasks:trace", (READ,)),
    Route("GET", "/v1/tasks/{id}/recording", "tasks:recording", (READ,)),
    Route("GET", "/v1/tasks/{id}/events", "tasks:events", (READ,)),
    Route("POST", "/v1/callbacks/{token}", "callbacks:receive", None, TASK),
    Route("POST", "/v1/subagents", "subagents:create", (ADMIN,)),
    Route("GET", "/v1/subagents", "subagents:index", EITHER),
    Route("GET", "/v1/subagents/{id}", "subagents:show", EITHER),
    Route("PATCH", "/v1/subagents/{id}", "subagents:change", (ADMIN,)),
    Route("DELETE", "/v1/subagents/{id}", "subagents:remove", (ADMIN,)),
    Route("GET", "/v1/subagents/{id}/training", "training:index", EITHER),
    Route("DELETE", "/v1/subagents/{id}/training", "training:reset", (ADMIN,)),
    Route("GET", "/v1/subagents/{id}/training/{lesson_id}", "training:show", EITHER),
    Route("PATCH", "/v1/subagents/{id}/training/{lesson_id}", "training:change", (ADMIN,)),
    Route("DELETE", "/v1/subagents/{id}/training/{lesson_id}", "training:remove", (ADMIN,)),
    Route("POST", "/v1/tools", "tools:register", (ADMIN,), LARGE),
    Route("GET", "/v1/tools", "tools:index", EITHER),
    Route("GET", "/v1/tools/{name}", "tools:show", EITHER),
    Route("DELETE", "/v1/tools/{name}", "tools:remove", (ADMIN,)),
    Route("PUT", "/v1/connections", "connections:store", (ADMIN,)),
    Route("GET", "/v1/connections", "connections:index", (ADMIN,)),
    Route("POST", "/v1/connections/consent", "connections:ask", (ADMIN,)),
    Route("DELETE", "/v1/connections/{id}", "connections:remove", (ADMIN,)),
    Route("DELETE", "/v1/users/{user_id}", "users:erase", (ADMIN,)),
    Route("GET", "/v1/users/{user_id}/deletion", "users:receipt", (ADMIN,)),
    Route("GET", "/v1/oauth/callback", "consent_return:receive", None),
    Route("PUT", "/v1/webhook", "webhook:store", (ADMIN,)),
    Route("POST", "/v1/webhook/rotate", "webhook:rotate", (ADMIN,)),
    Route("GET", "/v1/switches", "switches:show", (ADMIN,)),
    Route("POST", "/v1/switches/stop", "switches:stop", (ADMIN,)),
    Route("POST", "/v1/switches/release", "switches:release", (ADMIN,)),
    Route("POST", "/v1/keys", "keys:create", (ADMIN,)),
    Route("GET", "/v1/keys", "keys:index", (ADMIN,)),
    Route("DELETE", "/v1/keys/{id}", "keys:remove", (ADMIN,)),
    Route("GET", "/dashboard", "pages:tasks", None),
    Route("GET", "/dashboard/tasks/{id}", "pages:task", None),
    Route("GET", "/dashboard/assets/{file}", "pages:asset", None),
)

TABLE: Mapping[str, Mapping[str, Route]] = {
    path: {route.method: route for route in ROUTES if route.path == path}
    for path in dict.fromkeys(route.path for route in ROUTES)
}

ABSENT = {"/v1/tasks/": "task_not_found", "/v1/subagents/": "subagent_not_found", "/v1/tools/": "tool_not_found"}


def register(app: Chalice, home: Callable[[], Home] | None = None) -> None:
    """Make `app` answer every route; `home` is asked at the first call (by default the wiring's)."""
    supply = home or _wired

    def answer_all(request: Any, go_on: Callable[[Any], Any]) -> Any:
        return go_on(request) if request is None else _to_gateway(answer(_from_gateway(request), supply))

    app.register_middleware(answer_all, "http")
    for path in (*TABLE, "/", CATCH_ALL):
        app.route(path, methods=list(METHODS), name=path)(_answered_before)


def resource(path: str) -> tuple[str, dict[str, str]]:
    """The path of the table that a URL's path stands for, and the values of its parameters."""
    parts = (path.rstrip("/") or "/").split("/")
    for known in TABLE:
        wanted = known.split("/")
        if len(wanted) == len(parts) and all(
            want == part or (want.startswith("{") and part) for want, part in zip(wanted, parts, strict=True)
        ):
            return known, {
                want[1:-1]: unquote(part) for want, part in zip(wanted, parts, strict=True) if want.startswith("{")
            }
    return CATCH_ALL, {"proxy": path.lstrip("/")}


def answer(request: Request, home: Callable[[], Home]) -> Response:
    """The response to any request, and its line in the log: no exception passes."""
    try:
        here = home()
    except Exception:  # the edge: there is no home, and the request is refused for the same reason
        return _answer(request, home)
    with here.observer.watching("api") as watch:
        response = _answer(request, home)
        record(here.observer, watch, request, response)
    return response


def _answer(request: Request, home: Callable[[], Home]) -> Response:
    try:
        response = _carry_out(request, home)
    except ReplanError as error:
        response = refusal(error) if error.code != "internal_error" else defect(request, error)
    except Exception as error:  # the edge: whatever happened, the caller gets the envelope
        response = defect(request, error)
    if response.status == 405:
        response = replace(response, headers={**response.headers, "Allow": ", ".join(TABLE[request.path])})
    return replace(response, body=None) if request.method == "HEAD" else response


def _carry_out(request: Request, home: Callable[[], Home]) -> Response:
    route = _route(request)
    if route.scopes is None:
        _check_size(request, route)
        return _handler(route)(request, home())
    here = home()
    caller = _caller(request, here)
    called_by(caller)
    if route.scopes and not set(route.scopes) & set(caller.scopes):
        raise Forbidden(
            f"key {caller.name!r} has no scope for this: it needs {' or '.join(route.scopes)}; "
            f"it has {', '.join(caller.scopes)}"
        )
    _check_size(request, route)
    _check_ids(request)
    return _handler(route)(replace(request, caller=caller), here)


def _check_size(request: Request, route: Route) -> None:
    if len(request.body) > route.limit:
        hint = BY_ADDRESS if route.path == "/v1/tools" else ""
        raise TooLarge(f"the body has {len(request.body)} bytes; {route.path} takes at most {route.limit}{hint}")


def _route(request: Request) -> Route:
    methods = TABLE.get(request.path)
    if methods is None:
        raise NotFound("there is nothing at this path; GET /v1/openapi.json lists every one that there is")
    route = methods.get("GET" if request.method == "HEAD" else request.method)
    if route is None:
        raise MethodNotAllowed(f"{request.path} does not take {request.method}: use {' or '.join(methods)}")
    return route


def _caller(request: Request, home: Home) -> "Key":
    from chalicelib.engine import keys

    header = request.headers.get("authorization", "").strip()
    if not header:
        raise Unauthorized(
            "this call needs an API key: send the header 'Authorization: Bearer <key>'", code="missing_api_key"
        )
    scheme, _, secret = header.partition(" ")
    if scheme.lower() != "bearer":
        raise Unauthorized("send the API key as 'Authorization: Bearer <key>': another scheme was used")
    return keys.authenticate(home.ports.store, home.settings.pepper, secret.strip())


def _check_ids(request: Request) -> None:
    """An id that could not be one of ours is absent; stores would choke on some.  A user's id is the caller's own."""
    ours = [value for name, value in request.params.items() if name != "user_id"]
    if all(len(value) <= LONGEST_ID and value.isascii() and value.isprintable() for value in ours):
        return
    code = next((code for prefix, code in ABSENT.items() if request.path.startswith(prefix)), None)
    raise NotFound("there is nothing with this id: check that it was copied whole", code=code)


def _handler(route: Route) -> Callable[[Request, Home], Response]:
    module, _, function = route.handler.partition(":")
    found: Callable[[Request, Home], Response] = getattr(import_module(f"chalicelib.api.{module}"), function)
    return found


def _wired() -> Home:
    from chalicelib import wiring

    home: Home = wiring.home()
    return home


def _answered_before(**_: str) -> None:
    """The view of every route.  Chalice never gets to it: `answer_all` has answered by then."""


def _from_gateway(request: Any) -> Request:
    """From Chalice's request, which is the API Gateway event in another dress."""
    event = request.to_original_event()
    query = event.get("multiValueQueryStringParameters") or {}
    raw = request.raw_body
    return Request(
        method=request.method,
        path=request.path,
        params=request.uri_params or {},
        query={name: tuple(values) for name, values in query.items()},
        headers={name.lower(): value for name, value in (event.get("headers") or {}).items()},
        body=raw.encode() if isinstance(raw, str) else raw,
        id=str(request.context.get("requestId") or request.context.get("extendedRequestId") or ""),
    )


def _to_gateway(response: Response) -> GatewayResponse:
    headers: dict[str, str | list[str]] = {
        "Content-Type": JSON_TYPE, "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff",
        **response.headers,
    }
    return GatewayResponse(response.text(), headers, response.status)
