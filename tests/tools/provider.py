"""An OAuth 2 provider with a service behind it, on 127.0.0.1: codes, PKCE, scopes, rotation, revocation.

`open_link` is the person's browser: it opens a link and comes back with what the provider adds to the redirect.
"""

import base64
import hashlib
import json
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from tests.tools.service import Asked, Reply


@dataclass
class Provider:
    """`grants`: the scopes that a person allows; None: what is asked for.  `failing`: the token endpoint's answer."""

    grants: tuple[str, ...] | None = None
    wants: str = "read"
    allows: bool = True
    failing: Reply | None = None
    issuer: str = ""
    secret: str = "client-secret-1"
    expires_in: int | None = None
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    access: dict[str, str] = field(default_factory=dict)
    refresh: dict[str, str] = field(default_factory=dict)
    exchanged: list[str] = field(default_factory=list)
    reused: int = 0
    refreshed: int = 0
    revoked: list[str] = field(default_factory=list)
    asked_for: list[dict[str, str]] = field(default_factory=list)
    served: int = 0
    refused: int = 0

    def __call__(self, asked: Asked) -> Reply:
        match asked.path:
            case "/oauth/authorize":
                return self.authorize(dict(asked.query))
            case "/oauth/token":
                return self.token(asked.form)
            case "/oauth/revoke":
                return self.revoke(asked.form)
        return self.serve(asked.headers.get("Authorization", "").removeprefix("Bearer "))

    def authorize(self, query: dict[str, str]) -> Reply:
        self.asked_for.append(query)
        back = f"{query['redirect_uri']}?state={query['state']}"
        if not self.allows:
            return Reply(302, b"", {"Location": f"{back}&error=access_denied"})
        code = f"code-{len(self.asked_for)}-of-the-provider"
        self.codes[code] = query
        named = f"&iss={self.issuer}" if self.issuer else ""
        return Reply(302, b"", {"Location": f"{back}&code={code}{named}"})

    def token(self, form: dict[str, str]) -> Reply:
        if self.failing:
            return self.failing
        if form.get("client_secret", self.secret) != self.secret:
            return Reply(401, {"error": "invalid_client"})
        if form["grant_type"] == "refresh_token":
            scope = self.refresh.pop(form["refresh_token"], None)
            self.refreshed += 1
            return self.pair(scope) if scope is not None else Reply(400, {"error": "invalid_grant"})
        self.exchanged.append(form["code"])
        if self.exchanged.count(form["code"]) > 1:
            self.reused += 1
            self.access.clear()
            return Reply(400, {"error": "invalid_grant"})
        asked = self.codes.get(form["code"])
        if asked is None or asked["redirect_uri"] != form["redirect_uri"] or not proves(form, asked):
            return Reply(400, {"error": "invalid_grant"})
        return self.pair(" ".join(self.grants) if self.grants is not None else asked.get("scope", ""))

    def pair(self, scope: str) -> Reply:
        number = len(self.access) + self.refreshed + len(self.exchanged)
        access, refresh = f"access-token-{number}", f"refresh-token-{number}"
        self.access[access], self.refresh[refresh] = scope, scope
        told = {"access_token": access, "refresh_token": refresh, "token_type": "bearer", "scope": scope}
        return Reply(200, told | ({"expires_in": self.expires_in} if self.expires_in else {}))

    def revoke(self, form: dict[str, str]) -> Reply:
        if self.failing:
            return self.failing
        self.revoked.append(form["token"])
        return Reply(200, {})

    def serve(self, token: str) -> Reply:
        if token not in self.access:
            return Reply(401, {"error": "invalid_token"}, {"WWW-Authenticate": 'Bearer error="invalid_token"'})
        if self.wants not in self.access[token].split():
            self.refused += 1
            challenge = f'Bearer error="insufficient_scope", scope="{self.wants}"'
            body = {"error": "insufficient_scope", "message": f"refusal {'again ' * self.refused}: a scope is missing"}
            return Reply(403, body, {"WWW-Authenticate": challenge})
        self.served += 1
        return Reply(200, {"ok": True})

    def end_all(self) -> None:
        """Every token is dead."""
        self.access.clear()
        self.refresh.clear()


def proves(form: dict[str, str], asked: dict[str, str]) -> bool:
    digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == asked.get("code_challenge")


def open_link(url: str) -> dict[str, tuple[str, ...]]:
    """The query with which the browser comes back."""
    import urllib3

    answer = urllib3.request("GET", url, redirect=False, retries=False)
    assert answer.status == 302, (answer.status, json.loads(answer.data or b"null"))
    return {name: tuple(values) for name, values in parse_qs(urlsplit(answer.headers["Location"]).query).items()}
