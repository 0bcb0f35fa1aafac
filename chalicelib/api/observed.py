"""A request's line in the log: which route, whose key, how it was answered.

The route's pattern and not its path, no query and no body: an address may hold a callback's token or a consent's code.
"""

from typing import TYPE_CHECKING

from chalicelib.api.http import Request, Response
from chalicelib.observe import Observer, Watch
from chalicelib.observe.fields import ids
from chalicelib.observe.watch import current

if TYPE_CHECKING:
    from chalicelib.engine.keys import Key

TASK = "/v1/tasks/{id}"
NEW_TASK = ("/v1/tasks", "/v1/tasks/{id}/retry")


def called_by(caller: "Key") -> None:
    watch = current()
    if watch is not None:
        watch.note(key_id=caller.id, **ids({"account": caller.account}))


def record(observer: Observer, watch: Watch, request: Request, response: Response) -> None:
    failed = response.status >= 500
    watch.failed = failed
    task_id = _task_id(request, response)
    watch.note(
        method=request.method, route=request.path, http_status=response.status, duration_ms=watch.ms, task_id=task_id,
        code=_code(response) if response.status >= 400 else "", request_id=request.id if response.status >= 400 else "",
    )
    watch.annotate(task_id=task_id, route=request.path)
    level = "error" if response.status == 500 else "warning" if failed else "info"  # 503: somebody else is not there
    observer.write("request", watch, level=level, eventful=request.method != "GET" or response.status >= 400)


def _task_id(request: Request, response: Response) -> str:
    """The task that is made, or that is spoken of, where it is one of the caller's."""
    if response.status >= 400:
        return ""
    if response.status == 201 and request.path in NEW_TASK and isinstance(response.body, dict):
        return str(response.body["id"])
    return request.params.get("id", "") if request.path.startswith(TASK) else ""


def _code(response: Response) -> str:
    error = response.body.get("error") if isinstance(response.body, dict) else None
    return str(error.get("code", "")) if isinstance(error, dict) else ""
