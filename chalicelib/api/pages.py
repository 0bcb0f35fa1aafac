"""The dashboard's pages: static files.  What they show, they fetch from the API with the reader's own key."""

from functools import lru_cache
from importlib.resources import files

from chalicelib.api.http import Home, Request, Response
from chalicelib.domain.errors import NotFound

TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}

# Nothing from elsewhere, nothing inline, no frame around it: text from tools cannot become script here.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY, "Referrer-Policy": "no-referrer", "Cache-Control": "no-cache",
    "Cross-Origin-Opener-Policy": "same-origin",
}
ASSETS = ("style.css", "api.js", "tasks.js", "task.js", "graph.js", "ask.js")


def tasks(request: Request, home: Home) -> Response:
    return _file("tasks.html")


def task(request: Request, home: Home) -> Response:
    """The same page for every id; its script finds out whether there is such a task."""
    return _file("task.html")


def asset(request: Request, home: Home) -> Response:
    name = request.params["file"]
    if name not in ASSETS:
        raise NotFound(f"the dashboard has no file {name[:80]!r}")
    return _file(name)


@lru_cache(maxsize=16)
def _file(name: str) -> Response:
    text = files("chalicelib.dashboard").joinpath(name).read_text(encoding="utf-8")
    kind = TYPES[name[name.rindex("."):]]
    return Response(200, text, {"Content-Type": f"{kind}; charset=utf-8", **HEADERS})
