"""Where a browser comes back from a provider's consent page.  No key: `state` is the authority (`tools.consent`).

What is answered is a page for a person.  It holds no script, and nothing of what the browser brought: what failed is
told in sentences of our own.  The redirect address is ours alone and never taken from the request.
"""

from html import escape

from chalicelib.api.connections import connecting
from chalicelib.api.http import Home, Request, Response
from chalicelib.engine.consents import storing
from chalicelib.tools.connections import ACCOUNT_WIDE
from chalicelib.tools.consent import Connected, Refusal, Refused, Returned, Taken

LONGEST = 4_096
HEADERS = {
    "Content-Type": "text/html; charset=utf-8", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin", "Content-Security-Policy":
    "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
}
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title} · Replan</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="../../dashboard/assets/style.css">
</head>
<body>
<header class="top"><span class="brand">Replan</span></header>
<main><section class="panel {kind}"><h1>{title}</h1>
{text}
</section></main>
</body>
</html>
"""
SAID: dict[Refused, tuple[int, str, str]] = {
    "unknown": (400, "This link is not known", "It was not made here, or it ended long ago. Ask for a new one."),
    "expired": (400, "This link has expired", "Nothing was connected. Ask for a new one."),
    "used": (400, "This link was used already", "It connects once. If that was not you, ask for a new one and tell "
             "whoever sent it to you."),
    "busy": (409, "This is being done just now", "Reload this page in a moment."),
    "denied": (400, "Access was not allowed", "Nothing was connected. Whatever waits for it goes on waiting."),
    "mixed_up": (400, "The answer came from another provider", "Nothing was connected. Whoever runs this service can "
                 "register the provider's issuer."),
    "not_given": (400, "The provider gave no access", "Nothing was connected."),
    "unreachable": (502, "The provider did not answer", "Nothing was connected."),
    "refused": (400, "This link is out of date", "The app's own client was replaced meanwhile. Ask for a new one."),
}
AGAIN = "You may open the same link once more, until it expires."


def receive(request: Request, home: Home) -> Response:
    back = _returned(request)
    if back is None:
        return _refused(Refusal("unknown"))
    if request.method == "HEAD":
        return Response(200, "", HEADERS)  # whoever only looks uses nothing up
    consents = connecting(home).consents
    taken = consents.take(back)
    if isinstance(taken, Taken):
        held, user = taken, None if taken.user == ACCOUNT_WIDE else taken.user
        done = storing(home.engine, held.account, held.tool, user, lambda: consents.redeem(held, back.code))
    else:
        done = taken
    return _refused(done) if isinstance(done, Refusal) else _connected(done)


def _returned(request: Request) -> Returned | None:
    """None for what no provider sends.  Further parameters are the provider's own business."""
    wanted = {name: request.query.get(name, ()) for name in ("state", "code", "error", "iss")}
    if any(len(values) > 1 or len("".join(values)) > LONGEST for values in wanted.values()):
        return None
    state, code, error, issuer = ("".join(values) for values in wanted.values())
    return Returned(state, code, error, issuer) if state else None


def _connected(done: Connected) -> Response:
    lacking = f"<p>Not allowed: <code>{escape(' '.join(done.lacking))}</code>. What needs it will fail.</p>"
    text = f"<p><b>{escape(done.tool)}</b> is connected. You can close this window.</p>"
    return _page(200, "Connected", text + (lacking if done.lacking else ""), "good")


def _refused(refusal: Refusal) -> Response:
    status, title, text = SAID[refusal.why]
    about = f"<p>Service: <b>{escape(refusal.tool)}</b></p>" if refusal.tool else ""
    again = f"<p>{AGAIN}</p>" if refusal.again and refusal.why != "busy" else ""
    return _page(status, title, f"<p>{text}</p>{about}{again}", "bad")


def _page(status: int, title: str, text: str, kind: str) -> Response:
    return Response(status, PAGE.format(title=title, text=text, kind=kind), HEADERS)
