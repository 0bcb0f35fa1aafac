"""The OAuth 2 endpoints of one service: consent (with PKCE), tokens, revocation.

Errors follow RFC 6749 even where the service's own API has other habits, as with real services.
Redirects go to https or to the loopback interface only.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import html
import re
import secrets
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import quote, unquote, urlencode, urlsplit

from infra.sandbox.grants import Grants
from infra.sandbox.ledger import Clock
from infra.sandbox.wire import Answer, Json, Refused, Request, json_answer

CODE_SECONDS = 60
HTML = "text/html; charset=utf-8"
PAGE = """<!doctype html><html lang="en"><title>{service}: allow access?</title>
<h1>{service}</h1><p>The application <b>{client_id}</b> asks for: {scope}</p>
<form method="post" action="/oauth/authorize">
{fields}
<button name="decision" value="allow">Allow</button> <button name="decision" value="deny">Deny</button>
</form></html>"""


class OAuth:
    def __init__(self, grants: Grants, clock: Clock) -> None:
        self._grants = grants
        self._clock = clock
        self.routes: dict[tuple[str, str], tuple[str, Callable[[Request], Answer]]] = {
            ("GET", "/oauth/authorize"): ("oauth_consent", _as_oauth(self.consent)),
            ("POST", "/oauth/authorize"): ("oauth_authorize", _as_oauth(self.authorize)),
            ("POST", "/oauth/token"): ("oauth_token", _as_oauth(self.token)),
            ("POST", "/oauth/revoke"): ("oauth_revoke", _as_oauth(self.revoke)),
        }

    def consent(self, request: Request) -> Answer:
        asked = self._asked(dict(request.query))
        wrong = self._wrong(asked)
        if wrong:
            return _redirect(asked, error=wrong)
        fields = "\n".join(
            f'<input type="hidden" name="{html.escape(name)}" value="{html.escape(value)}">'
            for name, value in asked.items()
        )
        shown = {name: html.escape(asked.get(name, "")) for name in ("client_id", "scope")}
        page = PAGE.format(service=self._grants.terms.service.title(), fields=fields, **shown)
        return Answer(200, page.encode(), HTML)

    def authorize(self, request: Request) -> Answer:
        """The person has pressed a button of the form."""
        asked = self._asked(request.form())
        wrong = self._wrong(asked)
        if wrong or asked.get("decision") != "allow":
            return _redirect(asked, error=wrong or "access_denied")
        code = f"code_{secrets.token_urlsafe(18)}"
        ends = self._clock() + timedelta(seconds=CODE_SECONDS)
        self._grants.table("codes")[code] = {**asked, "ends": ends.timestamp(), "grant": None}
        return _redirect(asked, code=code)

    def token(self, request: Request) -> Answer:
        form = request.form()
        client = self._client(request, form)
        match form.get("grant_type"):
            case "refresh_token":
                told = self._grants.refreshed(form.get("refresh_token", ""))
            case "authorization_code":
                told = self._redeemed(form, client)
            case "client_credentials" if self._grants.terms.gives_keys:
                told = self._grants.new_access(self._grants.open(client, self._scopes(form.get("scope", ""))))
            case other:
                raise Refused("unsupported_grant_type", f"the grant type {other!r} is not offered")
        return json_answer(told, Cache_Control="no-store")

    def revoke(self, request: Request) -> Answer:
        form = request.form()
        self._client(request, form)
        self._grants.revoke_token(form.get("token", ""))
        return json_answer({})

    def _asked(self, fields: dict[str, str]) -> dict[str, str]:
        """What the client asks for. Without a known client and a safe address nobody is redirected."""
        if fields.get("client_id") not in self._grants.table("clients"):
            raise Refused("invalid_client", "the client_id is unknown", 400)
        if not _safe_address(fields.get("redirect_uri", "")):
            raise Refused("invalid_request", "the redirect_uri must be https, or http to the loopback interface", 400)
        return fields

    def _wrong(self, asked: dict[str, str]) -> str | None:
        if asked.get("response_type") != "code":
            return "unsupported_response_type"
        if asked.get("code_challenge") and asked.get("code_challenge_method") != "S256":
            return "invalid_request"
        try:
            self._scopes(asked.get("scope", ""))
        except Refused as refused:
            return refused.code
        return None

    def _scopes(self, text: str) -> frozenset[str]:
        """The scopes asked for, or all when none are named."""
        wanted = frozenset(text.split()) or self._grants.terms.scopes
        if wanted - self._grants.terms.scopes:
            raise Refused("invalid_scope", f"unknown scope: {' '.join(sorted(wanted - self._grants.terms.scopes))}")
        return wanted

    def _redeemed(self, form: dict[str, str], client: str) -> Json:
        row = self._grants.table("codes").get(form.get("code", ""))
        if row is None or row["redirect_uri"] != form.get("redirect_uri"):
            raise Refused("invalid_grant", "the code is unknown, or was sent to another address")
        if row["grant"]:
            self._grants.revoke(row["grant"])  # somebody has stolen either the code or the tokens
            raise Refused("invalid_grant", "the code was used before; what it gave is revoked")
        if row["ends"] <= self._clock().timestamp():
            raise Refused("invalid_grant", "the code has expired")
        if not _proves(form.get("code_verifier", ""), row.get("code_challenge", "")):
            raise Refused("invalid_grant", "the code_verifier does not match the code_challenge")
        row["grant"] = self._grants.open(client, self._scopes(row.get("scope", "")))
        return self._grants.new_pair(row["grant"])

    def _client(self, request: Request, form: dict[str, str]) -> str:
        """The client's id, once it has proved itself by HTTP Basic or in the form."""
        name, secret = _basic(request.header("Authorization")) or (
            form.get("client_id", ""),
            form.get("client_secret", ""),
        )
        known = self._grants.table("clients").get(name)
        if known is None or not hmac.compare_digest(known["client_secret"].encode(), secret.encode()):
            raise Refused("invalid_client", "the client_id or client_secret is wrong", 401)
        return name


def _safe_address(address: str) -> bool:
    if not re.fullmatch(r"[!-~]+", address):
        return False  # a line break here would be a header of the attacker's
    target = urlsplit(address)
    loopback = target.scheme == "http" and target.hostname in ("127.0.0.1", "localhost")
    return not target.fragment and (loopback or (target.scheme == "https" and bool(target.hostname)))


def _basic(authorization: str | None) -> tuple[str, str] | None:
    scheme, _, encoded = (authorization or "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return unquote(name), unquote(secret)


def _proves(verifier: str, challenge: str) -> bool:
    if not challenge:
        return not verifier
    digest = hashlib.sha256(verifier.encode()).digest()
    return hmac.compare_digest(base64.urlsafe_b64encode(digest).rstrip(b"=").decode(), challenge)


def _redirect(asked: dict[str, str], **told: str) -> Answer:
    if "state" in asked:
        told["state"] = asked["state"]
    target = asked["redirect_uri"]
    where = f"{target}{'&' if urlsplit(target).query else '?'}{urlencode(told, quote_via=quote)}"
    return Answer(302, b"", HTML, (("Location", where),), ok="code" in told, outcome=told.get("error", "ok"))


def _as_oauth(act: Callable[[Request], Answer]) -> Callable[[Request], Answer]:
    """The same, with refusals in the words of RFC 6749."""

    def answer(request: Request) -> Answer:
        try:
            return act(request)
        except Refused as refused:
            body: Json = {"error": refused.code, "error_description": refused.message}
            return json_answer(body, refused.status, ok=False, outcome=refused.code, Cache_Control="no-store")

    return answer
