"""The actions `authenticate` and `refresh_token`, and the credential of a call.

    connection found? ── token there and good? ── renew ahead when its end is known and near
Credentials are joined to a request here, after everything that may be shown was made.
"""

import base64
from collections.abc import Callable, Mapping
from typing import Any  # Any: auth configurations are JSON

from chalicelib.domain.outcome import Done, Failed, Outcome, Started
from chalicelib.domain.tool import REFRESH
from chalicelib.engine.ports import Call
from chalicelib.tools.connections import Connection, Connections
from chalicelib.tools.oauth import OAuth, Site, can_renew
from chalicelib.tools.redact import Secrets
from chalicelib.tools.request import Request

FRESH_MS = 60_000
AHEAD_MS = 60_000
_DOUBTFUL = ("unauthorized", "rejected", "forbidden")
REFRESHED = "Token refreshed automatically"
CONNECTED: Mapping[str, Any] = {"connected": True}


class Authenticator:
    def __init__(
        self, connections: Connections, oauth: OAuth, secrets: Secrets, now: Callable[[], int],
        registered: Callable[[str, str], Mapping[str, Any] | None] = lambda account, tool: None,
    ) -> None:
        """`registered`: a tool's registration; an action's own record is small, and knows no address for tokens."""
        self._registered = registered
        self._connections = connections
        self._oauth = oauth
        self._secrets = secrets
        self._now = now

    def call(self, call: Call) -> Outcome:
        """Carry out an action of kind `auth`."""
        connection = self.connection(call)
        if isinstance(connection, Failed):
            return connection
        if call.action.name == REFRESH:
            return self._refresh(call, connection)
        return self._authenticate(call, connection)

    def preview(self, call: Call) -> dict[str, Any]:
        return {"tool": call.action.tool, "action": call.action.name, "user_id": call.user_id}

    def connection(self, call: Call) -> Connection | Failed:
        tool = call.action.tool
        found = self._connections.find(call.account, call.user_id, tool)
        if found is not None:
            return found
        whose = f"user {call.user_id!r}" if call.user_id else "the account"
        detail = f"{tool} is not connected for {whose}; store a connection, or ask the user for consent"
        return Failed("not_connected", detail, "not_connected")

    def usable(self, call: Call) -> Connection | Failed | None:
        """The credential for a call; None where the action needs none.  A client that has no token gets its first."""
        auth = call.action.call["auth"]
        if auth["type"] == "none":
            return None
        found = self.connection(call)
        if isinstance(found, Failed) or auth["type"] != "oauth2":
            return found
        if found.access_token:
            return self._ahead(call, auth, found)
        if not can_renew(auth, found):
            return Failed("not_connected", f"{call.action.tool} has no access token yet; connect it", "no_token")
        return self._oauth.renew(call.account, _site(call), found)

    def _ahead(self, call: Call, auth: Mapping[str, Any], found: Connection) -> Connection | Failed:
        """A new token before the end of this one, where its end is known; while it lasts, a failure is no matter."""
        if found.broken or not self._ends_soon(found) or not can_renew(auth, found):
            return found
        if found.lease_until >= self._now() and not self._ended(found):
            return found  # another worker is at it
        record = call.action.call if auth.get("token_url") else self._registered(call.account, call.action.tool)
        if record is None:
            return found
        renewed = self._oauth.renew(call.account, Site(record, call.sandbox), found)
        return found if isinstance(renewed, Failed) and not self._ended(found) else renewed

    def hear(self, call: Call, connection: Connection | None, outcome: Outcome | Started) -> None:
        """What came of a call with this credential: a refusal may mean that it is no good any more."""
        if isinstance(outcome, Failed) and outcome.reason in _DOUBTFUL and connection is not None:
            self._connections.doubt(call.account, connection)

    def _authenticate(self, call: Call, connection: Connection) -> Outcome:
        auth = call.action.call["auth"]
        if auth["type"] == "oauth2" and connection.broken and connection.doubted >= connection.generation:
            detail = f"{call.action.tool} refuses the token, and it cannot be renewed; the user must connect it again"
            return Failed("not_connected", detail, connection.broken)
        if auth["type"] != "oauth2" or (connection.access_token and not self._ends_soon(connection)):
            return Done(dict(CONNECTED))
        if not can_renew(auth, connection):
            if connection.access_token and not self._ended(connection):
                return Done(dict(CONNECTED))
            detail = f"the access token of {call.action.tool} has expired and there is no refresh token"
            return Failed("not_connected", f"{detail}; the user must connect it again", "token_expired")
        renewed = self._oauth.renew(call.account, _site(call), connection)
        if not isinstance(renewed, Failed):
            return Done(dict(CONNECTED), note=REFRESHED if connection.access_token else "")
        still_good = connection.access_token and not self._ended(connection) and renewed.reason == "unavailable"
        return Done(dict(CONNECTED)) if still_good else renewed

    def _refresh(self, call: Call, connection: Connection) -> Outcome:
        if not can_renew(call.action.call["auth"], connection):
            detail = f"there is no refresh token for {call.action.tool}; the user must connect it again"
            return Failed("not_connected", detail, "no_refresh_token")
        if self._just_refreshed(connection):
            return Done(dict(CONNECTED), note="The token had just been refreshed")
        renewed = self._oauth.renew(call.account, _site(call), connection)
        return renewed if isinstance(renewed, Failed) else Done(dict(CONNECTED), note=REFRESHED)

    def _just_refreshed(self, connection: Connection) -> bool:
        """Somebody else renewed it since the failure that led here: nobody has refused this generation yet."""
        recent = connection.refreshed_at is not None and self._now() - connection.refreshed_at < FRESH_MS
        return recent and connection.doubted < connection.generation and not self._ended(connection)

    def _ended(self, connection: Connection) -> bool:
        return connection.expires_at is not None and connection.expires_at <= self._now()

    def _ends_soon(self, connection: Connection) -> bool:
        ahead = min(AHEAD_MS, (connection.lifetime or AHEAD_MS) // 5)
        return connection.expires_at is not None and connection.expires_at - self._now() <= ahead


def joined(request: Request, auth: Mapping[str, Any], connection: Connection, secrets: Secrets) -> Request:
    """The request with its credential; whatever carries it is registered as a secret."""
    for key in auth.get("more", ()):
        request = _with_key(request, key, connection.secrets.get(key["name"], ""))
    match auth["type"]:
        case "bearer" | "oauth2":
            value = f"{auth.get('prefix', 'Bearer')} {connection.access_token}".strip()
            return request.with_headers({"Authorization": value})
        case "basic":
            pair = f"{connection.secrets['username']}:{connection.secrets['password']}"
            encoded = base64.b64encode(pair.encode()).decode()
            secrets.add(encoded)
            return request.with_headers({"Authorization": f"Basic {encoded}"})
        case "api_key":
            return _with_key(request, auth, connection.secrets["api_key"])
    return request


def _with_key(request: Request, auth: Mapping[str, Any], key: str) -> Request:
    value = f"{auth['prefix']} {key}" if auth.get("prefix") else key
    match auth["in"]:
        case "query":
            return request.with_query(auth["name"], value)
        case "cookie":
            cookie = request.headers.get("Cookie", "")
            return request.with_headers({"Cookie": f"{cookie}; {auth['name']}={value}".removeprefix("; ")})
    return request.with_headers({auth["name"]: value})


def _site(call: Call) -> Site:
    return Site(call.action.call, call.sandbox)
