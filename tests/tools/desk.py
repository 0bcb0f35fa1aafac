"""A tool with OAuth at a token endpoint that rotates: a refresh token used twice revokes everything."""

import threading
from dataclasses import replace
from typing import Any

from chalicelib.engine.registration import register
from tests.tools.service import Asked, Reply
from tests.tools.world import ACCOUNT, Outside, by, call, compiled


class Rotating:
    """A token endpoint whose refresh tokens die on use: a second use revokes everything."""

    def __init__(self, expires_in: int | None = None, pause: float = 0.0, lenient: bool = False) -> None:
        self.number, self.reused, self.refreshes, self.granted = 1, 0, 0, 0
        self.expires_in, self.pause, self.lenient = expires_in, pause, lenient
        self.failing: Reply | None = None
        self.lock = threading.Lock()

    @property
    def access(self) -> str:
        return f"access-token-{self.number}"

    def __call__(self, asked: Asked) -> Reply:
        if asked.path == "/oauth/token":
            return self.token(asked)
        good = asked.headers.get("Authorization") == f"Bearer {self.access}"
        return Reply(200, {"ok": 1}) if good else Reply(401, {"error": "token_expired"})

    def token(self, asked: Asked) -> Reply:
        if self.failing:
            return self.failing
        if self.pause:
            threading.Event().wait(self.pause)
        form = asked.form
        with self.lock:
            if form["grant_type"] == "refresh_token":
                if form["refresh_token"] != f"refresh-token-{self.number}":
                    self.reused += 1
                    return Reply(
                        400, {"error": "invalid_grant", "error_description": f"{form['refresh_token']} was used"}
                    )
                self.refreshes += 1
            else:
                self.granted += 1
            self.number += 1
            told: dict[str, Any] = {"access_token": self.access, "token_type": "bearer", "scope": "read write"}
            if form["grant_type"] != "client_credentials":
                told["refresh_token"] = f"refresh-token-{self.number}"
            return Reply(200, told | ({"expires_in": self.expires_in} if self.expires_in else {}))


def tool_at(url: str, **auth: Any):
    auth = {
        "type": "oauth2",
        "token_url": f"{url}/oauth/token",
        "authorization_url": f"{url}/oauth/authorize",
        "scopes": ["read"],
        **auth,
    }
    return compiled(
        {
            "name": "desk",
            "base_url": url,
            "auth": auth,
            "capabilities": [{"name": "look", "method": "GET", "path": "/look"}],
        }
    )


class Desk:
    def __init__(self, url: str, **auth: Any) -> None:
        self.outside = Outside()
        self.tool = tool_at(url, **auth)
        register(self.outside.ports, ACCOUNT, self.tool)

    def connect(self, user: str | None = "u1", **credentials: Any):
        given = {
            "access_token": "access-token-1",
            "refresh_token": "refresh-token-1",
            "client_id": "cid",
            "client_secret": "client-secret-1",
        }
        return self.outside.connect(self.tool, user, **(credentials or given))

    def do(self, name: str, user: str | None = "u1", box=None, **more: Any):
        action = next(one for one in self.tool.actions if one.name == name)
        return (box or self.outside.box).call(replace(by(call(action), user), **more))

    def expire(self, endpoint: Rotating) -> None:
        """The access token dies; the refresh token of now stays good."""
        endpoint.number += 1
        current = self.outside.box.connections.get(ACCOUNT, "u1", "desk")
        fresh = {**current.secrets, "refresh_token": f"refresh-token-{endpoint.number}"}
        assert self.outside.box.connections.put(ACCOUNT, replace(current, secrets=fresh))
